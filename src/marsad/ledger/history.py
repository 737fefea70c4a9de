""" "The first since 2016": such claims against the record and imported history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from marsad.ledger.clock import days_of, said
from marsad.ledger.sources import sides
from marsad.ledger.standing import Standing, stand
from marsad.ledger.things import within
from marsad.model import AnyDecision, Event, Known, Where

Verdict = Literal["supported", "contradicted", "unknown"]


class FirstSince(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that nothing like it had happened since a time, and what the record says: `by` are the claims that decide it.

    Of an unknown one, `by` are those that may decide it: attacks of no stated kind, as coded tables have them.
    """

    claim: str
    report: str
    since: str
    verdict: Verdict
    by: tuple[str, ...]
    says: str


def first_since(
    known: Sequence[Known], groups: Mapping[str, str], *, decisions: Sequence[AnyDecision] = (), as_of: str | None = None,
    known_at: str | None = None,
) -> list[FirstSince]:  # fmt: skip
    """Every such claim with its verdict. History (UCDP rows, say) is simply part of `known`.

    Contradicted: an event of the same type and side at the place lies between. Supported: one lies in the time named, none
    between, and the record isn't blank in the years between. What a person rejected is neither checked nor decides anything.
    """
    return firsts_of(stand(known, decisions, as_of=as_of, known_at=known_at), groups)


def firsts_of(standing: Standing, groups: Mapping[str, str]) -> list[FirstSince]:
    """The same of what stands."""
    past = _Past(
        item for item in standing.known
        if isinstance(item.claim, Event) and item.claim.modality == "asserted" and item.claim.id not in standing.rejected
    )  # fmt: skip
    made = []
    for item in past.events:
        claim = item.claim
        assert isinstance(claim, Event)
        if claim.first_since and claim.first_since[:4].isdigit():
            made.append(_checked(item, claim, claim.first_since, past, groups))
    return made


class _Past:
    """What happened, by country: a place lies in no other one's."""

    def __init__(self, events: Iterable[Known]) -> None:
        self.events = list(events)
        self._in: dict[str | None, list[Known]] = defaultdict(list)
        for item in self.events:
            self._in[item.claim.where.country if item.claim.where else None].append(item)
        self._years: dict[str | None, set[str]] = {}

    def near(self, where: Where | None) -> list[Known]:
        """The events that may lie in a place."""
        country = where.country if where else None
        return self._in[country] + self._in[None] if country else self.events

    def years(self, where: Where | None) -> set[str]:
        """The years of which there is something in a place's country."""
        country = where.country if where else None
        if country not in self._years:
            told = (item.claim.when for item in self._in[country] if item.claim.when and item.claim.where)
            self._years[country] = {days_of(when, "")[0][:4] for when in told}
        return self._years[country]


def _checked(item: Known, claim: Event, since: str, past: _Past, groups: Mapping[str, str]) -> FirstSince:
    own = groups.get(claim.id, claim.id)
    start = days_of(claim.when, said(item))[0]
    found = _Found([], [], [])
    for other in past.near(claim.where):
        event = other.claim
        if not isinstance(event, Event) or groups.get(event.id, event.id) == own or not event.when:
            continue
        alike, first, last = _alike(claim, event), *days_of(event.when, said(other))
        if not alike and not _may_be_alike(claim, event):
            continue
        if first[: len(since)] > since and last < start:
            (found.between if alike else found.maybe).append(event.id)
        elif first[: len(since)] == since == last[: len(since)]:
            found.named.append(event.id)
    verdict, by, says = _verdict(since, found, _blank_years(since, start, past.years(claim.where)))
    return FirstSince(claim=claim.id, report=item.report, since=since, verdict=verdict, by=tuple(sorted(by)), says=says)


class _Found(NamedTuple):
    between: list[str]
    maybe: list[str]
    named: list[str]


def _verdict(since: str, found: _Found, blank: list[str]) -> tuple[Verdict, list[str], str]:
    between, maybe, named = found
    if between:
        are = "such events are" if len(between) > 1 else "such event is"
        return "contradicted", between, f"{len(between)} {are} on record after {since}"
    if maybe:
        count = f"{len(maybe)} attacks there lie" if len(maybe) > 1 else "an attack there lies"
        return "unknown", maybe, f"{count} between on record, of which it isn't said with what"
    if named and blank:
        return "unknown", [], f"the record has such an event in {since}, but nothing at all of {', '.join(blank)}"
    if named:
        return "supported", named, f"the record has such an event in {since}, and none between"
    return "unknown", [], f"the record holds no such event, neither in {since} nor since"


def _blank_years(since: str, start: str, years: set[str]) -> list[str]:
    """Years between of which the record has nothing in the country: its silence then says nothing."""
    return [str(year) for year in range(int(since[:4]) + 1, int(start[:4] or 0)) if str(year) not in years]


def _alike(claim: Event, event: Event) -> bool:
    """The same type (a bare root is too little to tell), by the same side, at the place."""
    typed = "/" in (claim.event_type or "") and claim.event_type == event.event_type
    if not (typed or (claim.acled_type and claim.acled_type == event.acled_type)):
        return False
    return _there(claim, event, sides(event.side_a))


def _may_be_alike(claim: Event, event: Event) -> bool:
    """An attack of no stated kind there, in which the side takes part: a table's first side need not be the one that struck."""
    bare = event.event_type == "ASSAULT" and event.acled_type is None
    attack = (claim.event_type or "").startswith("ASSAULT")
    return bare and attack and _there(claim, event, sides((*event.side_a, *event.side_b)))


def _there(claim: Event, event: Event, by: frozenset[str]) -> bool:
    if claim.side_a and not sides(claim.side_a) & by:
        return False
    return claim.where is not None and event.where is not None and within(event.where, claim.where)
