"""The facets of an account in a form that compares fast: days as ordinals, places as points with a radius, figures as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from marsad.gazetteer.folding import fold
from marsad.matching.vocabulary import kin_of, naming_words, place_words
from marsad.model import Actor, Figure, When, Where

Range = tuple[int, int]

_EARTH_KM = 6371.0
_REPORTED_WITHIN = 3
"""Days before its publication in which a report's undated event is taken to lie."""
UNRESOLVED = 0
"""The precision of a place that is a name alone."""


class Span(NamedTuple):
    """Days `first` to `last` (ordinals). `stated` is False where the report's date stands in for a missing time."""

    first: int
    last: int
    stated: bool

    @property
    def days(self) -> int:
        """How many."""
        return self.last - self.first + 1


class Spot(NamedTuple):
    """A place to compare: `precision` is UCDP's where_prec or `UNRESOLVED`; `lat`, `lon` in radians."""

    id: str | None
    names: frozenset[str]
    words: frozenset[str]
    country: str | None
    adm1: str | None
    precision: int
    lat: float | None
    lon: float | None

    @property
    def is_point(self) -> bool:
        """Whether it is a spot on the map, not an area."""
        return 1 <= self.precision <= 2 and self.lat is not None


class Faces(NamedTuple):
    """Actors to compare: who they are (ids, else folded names), the words that name them, their sides and their kin."""

    who: frozenset[str]
    words: frozenset[str]
    sides: frozenset[str]
    kin: frozenset[str]


_NOBODY = Faces(frozenset(), frozenset(), frozenset(), frozenset())


@lru_cache(maxsize=16384)
def faces(actors: tuple[Actor, ...]) -> Faces:
    """The actors' faces; civilians have a kin alone."""
    if not actors:
        return _NOBODY
    named = [actor for actor in actors if actor.id or naming_words(actor.name)]
    return Faces(
        frozenset(actor.id or fold(actor.name) for actor in named if actor.kind != "civilians"),
        frozenset[str]().union(*(naming_words(actor.name) for actor in named)),
        frozenset(actor.side for actor in actors if actor.side),
        frozenset(kin for actor in actors if (kin := kin_of(actor))),
    )


@lru_cache(maxsize=65536)
def ordinal(day: str | None) -> int | None:
    """The ordinal of an ISO day or instant; None where it is none."""
    try:
        return date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return None


def span_of(whens: Iterable[When | None], published: int | None) -> Span | None:
    """The narrowest time given, the first of equals; else the days before publication."""
    given = []
    for when in whens:
        first, last = ordinal(when.start if when else None), ordinal(when.end if when else None)
        if first is not None or last is not None:
            first = first if first is not None else last
            last = last if last is not None else first
            if first is not None and last is not None and first <= last:
                given.append(Span(first, last, True))
    if given:
        return given[0] if given[0].days <= 2 else min(given, key=lambda span: (span.days, span))
    return Span(published - _REPORTED_WITHIN, published, False) if published is not None else None


def spot(wheres: Iterable[Where | None]) -> Spot | None:
    """The first place given, unless a later one is finer."""
    best: Spot | None = None
    for where in wheres:
        if where is not None:
            found = _spot(where)
            if best is None or (found.precision or 9) < (best.precision or 9):
                best = found
    return best


def _spot(where: Where) -> Spot:
    whole = where.lat is not None and where.lon is not None
    precise = where.precision or (2 if whole else UNRESOLVED)
    names = frozenset(name for name in (fold(where.name), fold(where.text)) if name)
    return Spot(
        where.id, names, place_words(names), where.country,
        fold(where.adm1) if where.adm1 else None, precise if whole or precise >= 3 else UNRESOLVED,
        radians(where.lat) if whole and where.lat is not None else None,
        radians(where.lon) if whole and where.lon is not None else None,
    )  # fmt: skip


def kilometres(one: Spot, other: Spot) -> float | None:
    """Great-circle distance; None where one has no coordinates."""
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return None
    if one.lat == other.lat and one.lon == other.lon:
        return 0.0
    across, along = sin((other.lat - one.lat) / 2), sin((other.lon - one.lon) / 2)
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, across * across + cos(one.lat) * cos(other.lat) * along * along)))


def figure_range(figure: Figure) -> Range | None:
    """What another report's figure may be and still agree: an open end reaches to twice the number."""
    low = figure.low if figure.low is not None else figure.best
    high = figure.high
    if low is None and high is None:
        return None
    if low is None and high is not None:
        return high // 2, high
    if low is not None and high is None:
        return low, low if figure.bound == "exact" else low * 2
    return (low, high) if low is not None and high is not None else None
