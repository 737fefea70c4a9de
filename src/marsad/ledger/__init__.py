"""The record as of any moment: tolls by named policies, events, control, agreements, and what moved. Pure: no I/O, no clock."""
