"""Which accounts are worth comparing: keys of place and days, to be looked up in an index.

Two accounts are compared when one's `probes` and the other's `keys` share a key. Keys are short strings, so that a store can hold
them in one indexed column. A point (p) is filed under its cell, its names, its country and province; an area (v), a whole
country (w) and what has no place (u) under the country, an area under its province, too. A time longer than a month is filed
apart, by quarters. What has no place is not compared with points: too little would speak for any one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import cos, degrees
from typing import Protocol

from marsad.matching.accounts import Account, Kind
from marsad.matching.facets import UNRESOLVED, Span, Spot, kilometres

_CELL = 0.5
_REACH_KM = 40.0
_DAYS = 3
_SLACK = 2
_LONG = 31
_QUARTER = 91
_SERIES_DAYS = 7


class Filed(Protocol):
    """What of an account its keys are made of."""

    @property
    def kind(self) -> Kind: ...
    @property
    def scope(self) -> str: ...
    @property
    def spot(self) -> Spot | None: ...
    @property
    def span(self) -> Span | None: ...
    @property
    def published(self) -> int | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def originators(self) -> frozenset[str]: ...


def keys(account: Filed) -> frozenset[str]:
    """What the account is filed under."""
    return frozenset(_series_keys(account, 0) if account.kind == "toll" else _keys(account, probing=False))


def probes(account: Filed) -> frozenset[str]:
    """Under which keys the accounts stand that it may match."""
    return frozenset(_series_keys(account, 1) if account.kind == "toll" else _keys(account, probing=True))


def _keys(account: Filed, *, probing: bool) -> Iterator[str]:
    letter = account.kind[0]
    for place in _places(account, probing):
        for days in _times(account, probing):
            yield f"{letter}:{place}:{days}"


def _times(account: Filed, probing: bool) -> Iterator[str]:
    span = account.span
    if span is None:
        yield "?"
        return
    slack = _SLACK if probing else 0
    if span.days > _LONG:
        for quarter in range(span.first // _QUARTER, span.last // _QUARTER + 1):
            yield f"q{quarter}"
        return
    for bucket in range((span.first - slack) // _DAYS, (span.last + slack) // _DAYS + 1):
        yield str(bucket)


def _places(account: Filed, probing: bool) -> Iterator[str]:
    spot, country = account.spot, account.country or "?"
    if spot is None:
        yield from (f"{letter}{country}" for letter in ("uvw" if probing else "u"))
    elif spot.precision == UNRESOLVED:
        yield from (f"n{name}" for name in sorted(spot.names))
    elif spot.is_point:
        yield from _cells(spot, probing)
        yield from (f"n{name}" for name in sorted(spot.names))
        yield from (*_within("v", spot, country), f"w{country}") if probing else _filed("p", spot, country)
    elif spot.precision >= 6:
        yield from (f"{letter}{country}" for letter in ("uvwp" if probing else "w"))
    elif probing:
        yield from (*_within("v", spot, country), *_within("p", spot, country), f"u{country}", f"w{country}")
    else:
        yield from _filed("v", spot, country)


def _filed(letter: str, spot: Spot, country: str) -> tuple[str, str]:
    """A point (p) or an area (v) is filed under its country, and its province, which may be unknown."""
    return f"{letter}{country}", f"{letter}{country}.{_province(spot) or '?'}"


def _within(letter: str, spot: Spot, country: str) -> tuple[str, ...]:
    """Where the points or areas stand that may be of one province with the spot."""
    province = _province(spot)
    return (f"{letter}{country}.{province}", f"{letter}{country}.?") if province else (f"{letter}{country}",)


def _province(spot: Spot) -> str | None:
    return spot.adm1 if spot.precision <= 4 else None


def _cells(spot: Spot, probing: bool) -> Iterator[str]:
    lat, lon = degrees(spot.lat or 0.0), degrees(spot.lon or 0.0)
    if not probing:
        yield f"c{int(lat // _CELL)}.{int(lon // _CELL)}"
        return
    north = _REACH_KM / 111.2
    east = min(180.0, north / max(0.01, cos(spot.lat or 0.0)))
    for row in range(int((lat - north) // _CELL), int((lat + north) // _CELL) + 1):
        for column in range(int((lon - east) // _CELL), int((lon + east) // _CELL) + 1):
            yield f"c{row}.{column}"


def _series_keys(account: Filed, slack: int) -> Iterator[str]:
    """A running toll is filed under its originator: by the day that it counts from, and by when it was told.

    One whose country is unknown (?) may be of any (*); those of two countries are never one.
    """
    moment = account.published or (account.span.last if account.span else None)
    country = account.country
    countries = (country or "?", "*") if not slack else (country, "?") if country else ("*",)
    for who, where in product(sorted(account.originators), countries):
        if account.scope == "cumulative" and account.span and account.span.stated and account.span.days > 1:
            for day in range(account.span.first - slack, account.span.first + slack + 1):
                yield f"t:{who}:{where}:s{day}"
        bucket = moment // _SERIES_DAYS if moment is not None else None
        near = ["?"] if bucket is None else [str(bucket + step) for step in range(-slack, slack + 1)]
        for told in near:
            yield f"t:{who}:{where}:{account.scope}:{told}"


def near(one: Account, other: Account) -> bool:
    """Whether the two are truly near enough to be compared: keys are coarse, and find a pair sometimes from one end only."""
    if one.kind == "toll":
        return True
    a, b = one.span, other.span
    if a is not None and b is not None and max(a.first, b.first) - min(a.last, b.last) > _SLACK:
        return False
    here, there = one.spot, other.spot
    if here is None or there is None or not (here.is_point and there.is_point):
        return True
    return bool(here.names & there.names) or (kilometres(here, there) or 0.0) <= _REACH_KM
