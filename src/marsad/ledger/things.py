"""What a matched group is about, by all its claims together: its place, its days, its event, its campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from marsad.gazetteer.folding import fold
from marsad.ledger.clock import said
from marsad.ledger.tally import Spot
from marsad.model import Event, Known, When, Where


class Thing(msgspec.Struct, frozen=True, gc=False):
    """A group in short."""

    place: Spot | None
    event: str | None
    campaign: str | None


def thing_of(known: list[Known]) -> Thing:
    """What all claims of a group say together."""
    return Thing(place_of(item.claim.where for item in known), event_of(known), campaign_of(known))


class Span(msgspec.Struct, frozen=True, gc=False, order=True):
    """First and last day, and date_prec; `given` is false where no claim names a day and the reports' own day stands in."""

    start: str
    end: str
    precision: int | None
    given: bool = True


def spot(where: Where | Spot) -> Spot:
    """A claim's place, without its words."""
    return Spot(where.name, where.id, where.country, where.adm1, where.lat, where.lon, where.precision)


def place_of(wheres: Iterable[Where | Spot | None]) -> Spot | None:
    """The finest place; of equals the one that most claims name."""
    found: dict[tuple[int, str, str], list[Where | Spot]] = {}
    for where in wheres:
        if where is not None:
            found.setdefault((where.precision or 9, where.id or "", where.name), []).append(where)
    if not found:
        return None
    key = min(found, key=lambda key: (key[0], -len(found[key]), not key[1], key))
    return spot(min(found[key], key=lambda where: (where.lat or 0.0, where.lon or 0.0, where.country or "", where.adm1 or "")))


def within(inner: Spot | Where, outer: Spot | Where) -> bool:
    """Whether a place is, or lies in, another: the same one, or in its region or country where that is one."""
    if inner.id and inner.id == outer.id:
        return True
    if inner.country and outer.country and inner.country != outer.country:
        return False
    if outer.precision == 6:
        return inner.country == outer.country and inner.country is not None
    if outer.precision in (3, 4) and inner.adm1 and outer.adm1:
        return fold(inner.adm1) == fold(outer.adm1)
    return fold(inner.name) == fold(outer.name)


def span_of(known: Iterable[Known]) -> Span | None:
    """The narrowest days that the claims give; of equals those that most give, then the earliest."""
    known = list(known)
    spans = Counter(found for item in known if (found := _span(item.claim.when)))
    if spans:
        return min(spans, key=lambda found: (found.precision or 9, -spans[found], found))
    told = min((said(item)[:10] for item in known), default="")
    return Span(told, told, None, False) if told else None


def _span(when: When | None) -> Span | None:
    if when is None or not (when.start or when.end):
        return None
    start, end = when.start or when.end or "", when.end or when.start or ""
    return Span(start, end, when.precision) if start <= end else None


def usual(values: Iterable[str | None]) -> str | None:
    """The one that occurs most; of equals the first in order."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None


def event_of(known: Iterable[Known]) -> str | None:
    """The id of the group's event claim; the smallest, so that it stays."""
    return min((item.claim.id for item in known if isinstance(item.claim, Event)), default=None)


def campaign_of(known: Iterable[Known]) -> str | None:
    """The campaign that most of the group's events say they are part of."""
    named = Counter(item.claim.campaign for item in known if isinstance(item.claim, Event) and item.claim.campaign)
    return min(named, key=lambda campaign: (-named[campaign], campaign)) if named else None
