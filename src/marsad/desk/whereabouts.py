"""Places on the desk: the key by which claims, events, tolls and control meet at one place, and its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from marsad.gazetteer.folding import fold
from marsad.ledger.tally import Spot
from marsad.ledger.things import place_of
from marsad.model import Where
from marsad.store import Wanted


class Whereabout(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the record: how often it is spoken of, by which kinds of claims and in which reports (id -> claims there).

    `key` is the ledger's: the gazetteer's id, else the name and country. `id` is what stands in its address.
    """

    key: str
    id: str
    spot: Spot
    kinds: dict[str, int]
    reports: dict[str, int]

    @property
    def claims(self) -> int:
        """How many claims there are in all."""
        return sum(self.kinds.values())


def key_of(where: Where | Spot) -> str:
    """The key of a place, the same as the ledger's control has."""
    return where.id or f"{fold(where.name)}|{where.country or ''}"


def address_of(key: str) -> str:
    """What stands in the address of a place: the gazetteer's id; for a name that the gazetteer lacks, a hash of it."""
    return key if "|" not in key else f"named-{sha256(key.encode()).hexdigest()[:12]}"


def wanted_of(place: Whereabout) -> Wanted:
    """What to ask for to get what is told of a place, and perhaps of others of its name."""
    return Wanted(place=place.spot.id) if place.spot.id else Wanted(place_name=place.spot.name, country=place.spot.country)


class Row(NamedTuple):
    """Some claims of one kind, of one report, at one place."""

    where: Spot
    kind: str
    report: str
    claims: int


def rows_of(placed: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """The store's rows of where claims are (`Store.placed`)."""
    seen: dict[tuple[Any, ...], Spot] = {}
    for *place, kind, report, claims in placed:
        key = tuple(place)
        if key not in seen:
            seen[key] = Spot(*place)
        yield Row(seen[key], kind, report, claims)


def whereabouts(rows: Iterable[Row]) -> dict[str, Whereabout]:
    """Address -> place, of every place that a claim names, most claims first."""
    wheres: dict[str, list[Spot]] = {}
    kinds: dict[str, Counter[str]] = {}
    reports: dict[str, Counter[str]] = {}
    for where, kind, report, claims in rows:
        key = key_of(where)
        wheres.setdefault(key, []).extend([where] * claims)
        kinds.setdefault(key, Counter())[kind] += claims
        reports.setdefault(key, Counter())[report] += claims
    made = []
    for key, found in wheres.items():
        spot = place_of(found)
        if spot:
            made.append(Whereabout(key=key, id=address_of(key), spot=spot, kinds=dict(kinds[key]), reports=dict(reports[key])))
    made.sort(key=lambda one: (-one.claims, one.spot.name, one.key))
    return {one.id: one for one in made}
