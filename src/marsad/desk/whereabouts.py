"""Places on the desk: the key by which claims, events, tolls and control meet at one place, and its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

import msgspec

from marsad.desk.telling import kind_of
from marsad.gazetteer.folding import fold
from marsad.ledger.tally import Spot
from marsad.ledger.things import place_of
from marsad.model import Known, Where


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


def whereabouts(known: Iterable[Known]) -> dict[str, Whereabout]:
    """Address -> place, of every place that a claim names, most claims first."""
    wheres: dict[str, list[Where]] = {}
    kinds: dict[str, Counter[str]] = {}
    reports: dict[str, Counter[str]] = {}
    for item in known:
        where = item.claim.where
        if where is None:
            continue
        key = key_of(where)
        wheres.setdefault(key, []).append(where)
        kinds.setdefault(key, Counter())[kind_of(item.claim)] += 1
        reports.setdefault(key, Counter())[item.report] += 1
    made = []
    for key, found in wheres.items():
        spot = place_of(found)
        if spot:
            made.append(Whereabout(key=key, id=address_of(key), spot=spot, kinds=dict(kinds[key]), reports=dict(reports[key])))
    made.sort(key=lambda one: (-one.claims, one.spot.name, one.key))
    return {one.id: one for one in made}
