"""Charts as inline SVG, by small pure functions; each has a title, a description and a table that says the same."""
