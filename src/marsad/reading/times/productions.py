"""What a time rule makes of the words that it matched: the function for each `make` of the rules."""

from __future__ import annotations

from collections.abc import Callable

from marsad.reading.times.absolute import (
    before_christ,
    century,
    date_,
    date_pair,
    date_range,
    decade,
    fixed,
    half,
    holiday,
    iso,
    month,
    months_of_year,
    numeric_date,
    quarter,
    said_before,
    season,
    week_of_month,
    year,
    year_after_prefix,
    year_range,
)
from marsad.reading.times.context import Context
from marsad.reading.times.grammar import Match
from marsad.reading.times.hours import (
    clock,
    part,
)
from marsad.reading.times.lengths import (
    length,
    one_unit,
    repeated,
)
from marsad.reading.times.relative import (
    ago,
    deictic,
    neighbour,
    overnight,
    period,
    weekday,
    window,
)
from marsad.reading.times.stretch import Stretch

Production = Callable[[Match, Context], Stretch | None]


def edge(match: Match, context: Context) -> Stretch | None:
    """ "Late" and "the end of": nothing by themselves, they join the date that follows."""
    return Stretch(grain="none")


def reference(match: Match, context: Context) -> Stretch | None:
    """Now, recently, in recent days, soon."""
    value = match.rule.constants["value"]
    if value == "PAST_REF":
        return Stretch(value, "DATE", None, context.published)
    return Stretch(value, "DATE", context.published if value == "FUTURE_REF" else None)


def soon(match: Match, context: Context) -> Stretch | None:
    """Soon: ahead of the publication; in a tale of the past it places nothing."""
    return None if context.tense(match) == "past" else reference(match, context)


def at_the_time(match: Match, context: Context) -> Stretch | None:
    """At the time: some time in the past."""
    return Stretch("PAST_REF", "DATE", None, context.published)


def the_future(match: Match, context: Context) -> Stretch | None:
    """The near future."""
    return Stretch("FUTURE_REF", "DATE", context.published)


PRODUCTIONS: dict[str, Production] = {
    "iso": iso,
    "week_of_month": week_of_month,
    "numeric_date": numeric_date,
    "date": date_,
    "date_pair": date_pair,
    "date_range": date_range,
    "month": month,
    "year": year,
    "year_after_prefix": year_after_prefix,
    "year_range": year_range,
    "decade": decade,
    "century": century,
    "quarter": quarter,
    "said_before": said_before,
    "half": half,
    "months of year": months_of_year,
    "season": season,
    "weekday": weekday,
    "deictic": deictic,
    "overnight": overnight,
    "holiday": holiday,
    "fixed": fixed,
    "period": period,
    "window": window,
    "ago": ago,
    "neighbour": neighbour,
    "duration": length,
    "one_unit": one_unit,
    "repeated": repeated,
    "clock": clock,
    "part": part,
    "edge": edge,
    "reference": reference,
    "soon": soon,
    "at_the_time": at_the_time,
    "the_future": the_future,
    "before_christ": before_christ,
}
