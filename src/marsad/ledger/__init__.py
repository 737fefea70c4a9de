"""The record as of any moment: tolls, events, control, agreements, and what moved. Pure: no I/O, no clock.

    standing   which claims hold, after what people decided      sources     originators, independence, relays, parties
    tolls      count, compare: tallies under policies            series      running totals, falls, revisions
    why        a tally down to the words                         changes     what every figure was, is, and why
    events     incidents, campaigns                              history     "the first since" against the record
    control    who holds a place, in three layers                agreements  truces, breaches, relations

Every function takes what is known (`marsad.model.Known`) and the matched groups (claim id -> group id), and gives the same
for the same claims in whatever order they come.
"""
