"""Charts as inline SVG, by small pure functions; each has a title, a description and a table that says the same.

Time runs the way that the language reads: in Arabic from right to left, as the map's slider does.
"""
