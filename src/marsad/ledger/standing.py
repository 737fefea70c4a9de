"""Which claims stand at a moment, on both clocks, after everything that people decided about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from marsad.ledger.clock import instant, said
from marsad.model import AnyDecision, Assessment, Claim, Correction, Known, Retraction, Review


@dataclass(frozen=True, slots=True)
class Standing:
    """`known`: corrected, without the retracted, each claim once, in an order that doesn't depend on arrival.

    `rejected`: claim id -> why a person rejected it. `credibility` by claim, `reliability` by source: the newest assessments.
    """

    known: tuple[Known, ...]
    rejected: dict[str, str] = field(default_factory=dict)
    credibility: dict[str, int] = field(default_factory=dict)
    reliability: dict[str, str] = field(default_factory=dict)

    def by_id(self) -> dict[str, Known]:
        """Claim id -> what is known."""
        return {item.claim.id: item for item in self.known}


def stand(
    known: Iterable[Known], decisions: Iterable[AnyDecision] = (), *, as_of: str | None = None, known_at: str | None = None
) -> Standing:
    """What had been said by `as_of` and was known by `known_at` (days count to their end), and still stands.

    A retracted claim leaves no trace here: it is as if we never had it.
    """
    told, had = instant(as_of, end=True), instant(known_at, end=True)
    made = sorted((one for one in decisions if not had or (instant(one.at) or "") <= had), key=lambda one: (one.at, one.id))
    gone = {one.target for one in made if isinstance(one, Retraction)}
    corrected: dict[str, list[Correction]] = {}
    for one in made:
        if isinstance(one, Correction):
            corrected.setdefault(one.claim, []).append(one)
    first: dict[str, tuple[bool, str, str, Known]] = {}
    for item in known:
        at = said(item)
        if (told and at > told) or (had and (instant(item.known_at) or "") > had):
            continue
        if item.report in gone or item.claim.id in gone:
            continue
        rank = (item.copy_of is not None, at, item.report, item)
        held = first.get(item.claim.id)
        if held is None or rank[:3] < held[:3]:
            first[item.claim.id] = rank
    kept = [_corrected(rank[3], corrected.get(id, ())) for id, rank in first.items()]
    kept.sort(key=lambda item: (said(item), item.report, item.claim.id))
    credibility, reliability = _assessed(made)
    return Standing(tuple(kept), _rejected(made), credibility, reliability)


def _corrected(item: Known, corrections: Iterable[Correction]) -> Known:
    fields = {name: value for one in corrections for name, value in one.fields.items()}
    if not fields:
        return item
    claim = msgspec.convert({**msgspec.to_builtins(item.claim), **fields}, Claim)
    return msgspec.structs.replace(item, claim=claim)


def _rejected(made: list[AnyDecision]) -> dict[str, str]:
    newest = {one.claim: one for one in made if isinstance(one, Review)}
    return {
        claim: f"rejected by {one.who}" + (f": {one.why}" if one.why else "")
        for claim, one in newest.items()
        if one.accepted is False
    }


def _assessed(made: list[AnyDecision]) -> tuple[dict[str, int], dict[str, str]]:
    credibility: dict[str, int] = {}
    reliability: dict[str, str] = {}
    for one in made:
        if isinstance(one, Assessment):
            if one.credibility is not None:
                credibility[one.target] = one.credibility
            if one.reliability is not None:
                reliability[one.target] = one.reliability
    return credibility, reliability
