"""The ground of an answer: what is matched is brought up to date, and what bears on the answer is fetched, and no more."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from marsad.grouping import Groups, placed
from marsad.ledger.clock import days_of, said
from marsad.ledger.events import Incident
from marsad.ledger.sources import Beyond
from marsad.ledger.standing import stand
from marsad.ledger.tally import Spot, Tally
from marsad.ledger.voices import Bucket
from marsad.matching import Link, Matches
from marsad.model import AnyDecision, Assessment, Event, Judgement, Known, Review
from marsad.store import Copy, Ground, Store, Undo, Wanted

COUNTED = ("event", "toll", "statement")
"""The kinds of claims that tolls and incidents rest on."""
ALONE: tuple[Sequence[str], ...] = (("control",), ("relation",), ("agreement",))
"""Kinds that are answered for without matching."""
_TOGETHER = 200
_FEW = 5000


class Laid(msgspec.Struct, frozen=True):
    """Arguments for the ledger, and the groups whose claims are all among them; None: all groups."""

    given: dict[str, Any]
    complete: frozenset[str] | None

    def without(self, *names: str) -> dict[str, Any]:
        """The arguments less some."""
        return {name: value for name, value in self.given.items() if name not in names}

    def has(self, group: str) -> bool:
        """Whether all claims of the group are there."""
        return self.complete is None or group in self.complete

    def may_want(self, bucket: Bucket, wanted: Wanted | None) -> bool:
        """Whether the bucket's tally can be one that is wanted."""
        if wanted is None:
            return self.has(bucket.group)
        pairs = ((wanted.outcome, bucket.outcome), (wanted.scope, bucket.scope))
        return self.has(bucket.group) and all(sought in (None, there) for sought, there in pairs)


class Grounds:
    """Lays the ground of answers from a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.grouping = Groups()

    def settle(self) -> int:
        """Match what waits to be matched: what has come since the last time, and what a killed run left; how many reports."""
        done = 0
        while some := self._store.match(self.grouping, most=_TOGETHER):
            done += some
        return done

    def lay(
        self, wanted: Wanted | None, as_of: str | None, known_at: str | None, *, kinds: Sequence[str] = (),
        tolls_within: bool = False,
    ) -> Laid:  # fmt: skip
        """What an answer of these kinds of claims stands on, at a moment; `tolls_within`: it is about tolls alone."""
        self.settle()
        grouping = None if kinds in ALONE else self.grouping
        ground = self._store.ground(wanted, kinds, grouping=grouping, as_of=as_of, known_at=known_at, tolls_within=tolls_within)
        return self._laid(ground, kinds, as_of, known_at)

    def about(
        self, claims: Sequence[str], as_of: str | None, known_at: str | int | None, *, kinds: Sequence[str] = (),
        tolls_within: bool = False,
    ) -> Laid:  # fmt: skip
        """What an answer about the groups of some claims stands on: only these groups count as complete."""
        self.settle()
        ground = self._store.ground_about(
            claims, kinds, grouping=self.grouping, as_of=as_of, known_at=known_at, tolls_within=tolls_within
        )
        laid = self._laid(ground, kinds, as_of, known_at)
        return Laid(laid.given, frozenset(ground.groups[id] for id in claims if id in ground.groups))

    def earlier(self, laid: Laid) -> list[Known]:
        """What the record has besides, less what was rejected, of places of a first of something, where not all of it is laid."""
        if laid.complete is None:
            return []
        clocks = {name: laid.given[name] for name in ("as_of", "known_at")}
        found = [
            before for item in laid.given["known"] if isinstance(item.claim, Event) and item.claim.first_since
            for before in self._store.earlier(item.claim, days_of(item.claim.when, said(item))[0], **clocks)
        ]  # fmt: skip
        rejected = stand((), self._decisions(found, clocks["known_at"])).rejected
        return [item for item in found if item.claim.id not in rejected]

    def of_groups(self, groups: Iterable[str], *, kinds: Sequence[str] = COUNTED) -> Laid:
        """What an answer about these groups stands on, now."""
        return self._laid(self._store.ground_of_groups(groups, kinds), kinds, None, None)

    def ever(self, kind: str) -> tuple[list[tuple[Known, str | None]], dict[str, Any]]:
        """The claims of a kind that isn't matched, of every version that was ever the newest, and what they stand on now."""
        known, ground = self._store.ever(kind)
        laid = self._laid(ground, (kind,), None, None)
        return known, {name: laid.given[name] for name in ("decisions", "sources", "beyond")}

    def between(self, reports: Mapping[str, bool], since: str, until: str | None) -> tuple[Laid, Laid, list[frozenset[str]]]:
        """What the changes stand on between two moments, about these reports; and the claims that were tied at one of them."""
        both = self._store.between(reports, since, until, COUNTED, self.grouping)
        then, now = self._laid(both.then, COUNTED, None, since), self._laid(both.now, COUNTED, None, until)
        return then, now, both.tied

    def _laid(self, ground: Ground, kinds: Sequence[str], as_of: str | None, known_at: str | int | None) -> Laid:
        groups = ground.groups
        if ground.complete is None and known_at and kinds not in ALONE:
            groups = self._matched(ground.known, known_at)
        beyond = Beyond(
            {role.partition(":")[2]: names for role, names in ground.names.items() if role != "fights"},
            ground.said,
            ground.names.get("fights", frozenset()),
        )
        given: dict[str, Any] = {
            "known": [item for item in ground.known if not kinds or item.claim.__struct_config__.tag in kinds],
            "groups": groups,
            "decisions": self._decisions(ground.known, known_at),
            "sources": self._store.sources(known_at=known_at),
            "beyond": beyond,
            "as_of": as_of,
            "known_at": None if isinstance(known_at, int) else known_at,  # the store has left out what came after that entry
        }
        return Laid(given, ground.complete)

    def _matched(self, known: list[Known], known_at: str | int | None) -> dict[str, str]:
        """Claim -> group, of all claims of a moment."""
        found = self._store.decisions(kind="judgement", known_at=known_at)
        matches = Matches(one for one in found if isinstance(one, Judgement))
        grouping = self.grouping.knowing(self._store.names(), self._store.sources())
        matches.add(*grouping.named(known))
        return placed(known, {member: group.id for group in matches.groups for member in group.members})

    def _decisions(self, known: list[Known], known_at: str | int | None) -> list[AnyDecision]:
        """What people said of these claims and of sources; what they corrected or retracted the store has applied already."""
        found: list[Any] = [*self.assessments(known_at)]
        if len(known) > _FEW:
            found += self._store.decisions(kind="review", known_at=known_at)
        else:
            claims = [item.claim.id for item in known]
            found += self._store.decisions_on(claims, kind="review", known_at=known_at)
        return [one for one in found if isinstance(one, Review | Assessment)]

    def beside(self, claim: str) -> list[tuple[Link, Known, bool]]:
        """What is near a claim, each with the reasons and whether it is in the claim's group: looked up by its place and days."""
        self.settle()
        grouping = self.grouping.knowing(self._store.names(), self._store.sources())
        with self._store.looking() as look:
            return grouping.near(look.judgements(), look.near).beside(claim)

    def assessments(self, known_at: str | int | None) -> list[AnyDecision]:
        """How reliable and credible people found sources and claims."""
        found = self._store.decisions(kind="assessment", known_at=known_at)
        return [one for one in found if isinstance(one, Assessment)]

    def decided(self, since: str, until: str | None) -> list[AnyDecision]:
        """The decisions that were made between two moments and stand, in the order of the log."""
        return [one for one in self._store.decisions(since=since, known_at=until) if not isinstance(one, Copy | Undo)]


def moved_groups(moments: Iterable[Laid], tied: Iterable[frozenset[str]], shown: Container[str]) -> frozenset[str]:
    """The groups that are complete, less what is tied, at any of the moments, to a report that has been `shown`."""
    root: dict[str, str] = {}

    def find(claim: str) -> str:
        while root.setdefault(claim, claim) != claim:
            root[claim] = claim = root[root[claim]]
        return claim

    for some in tied:
        one = min(some, default="")
        for other in some:
            root[find(other)] = find(one)
    laid = list(moments)
    known = {item.claim.id: item for one in laid for item in one.given["known"]}
    before = {find(id) for id in list(root) if id in known and known[id].report in shown}
    return frozenset(
        group for one in laid for id, group in one.given["groups"].items()
        if one.has(group) and id in root and find(id) not in before
    )  # fmt: skip


def tallies_wanted(found: Iterable[Tally], wanted: Wanted | None, laid: Laid) -> list[Tally]:
    """The tallies that are wanted, of groups that are complete."""
    known = {item.claim.id: item for item in laid.given["known"]}
    return [one for one in found if laid.has(one.group) and (wanted is None or _is_wanted(one, wanted, known))]


def _is_wanted(one: Tally, wanted: Wanted, known: dict[str, Known]) -> bool:
    if (wanted.outcome or one.outcome) != one.outcome or (wanted.scope or one.scope) != one.scope:
        return False
    if wanted.kind not in (None, "toll") or (wanted.side is not None and one.line.side != wanted.side):
        return False
    if not is_at(one.place, wanted) or not is_during(one.start, one.end, wanted):
        return False
    items = [known[claim] for entry in (*one.counted, *one.set_aside) for claim in entry.claims if claim in known]
    who = {*one.originators, *(item.originator for item in items)}
    return (
        (wanted.report is None or any(item.report == wanted.report for item in items))
        and (wanted.id is None or any(item.claim.id == wanted.id for item in items))
        and (wanted.background is None or any(item.claim.background == wanted.background for item in items))
        and (wanted.originator is None or wanted.originator in who)
    )


def incidents_wanted(found: Iterable[Incident], wanted: Wanted | None, laid: Laid) -> list[Incident]:
    """The incidents that are wanted, of groups that are complete."""
    return [one for one in found if laid.has(one.id) and (wanted is None or _is_sought(one, wanted))]


def _is_sought(one: Incident, wanted: Wanted) -> bool:
    return (
        is_at(one.place, wanted)
        and is_during(one.start, one.end, wanted)
        and (wanted.report is None or wanted.report in one.reports)
        and (wanted.id is None or wanted.id in one.claims)
        and (wanted.originator is None or wanted.originator in one.originators)
        and (wanted.background is None or wanted.background == one.background)
    )


def is_at(place: Spot | None, wanted: Wanted) -> bool:
    """Whether a row's place is the one wanted."""
    pairs = (("place", "id"), ("place_name", "name"), ("country", "country"), ("adm1", "adm1"))
    given = ((getattr(wanted, key), getattr(place, name, None)) for key, name in pairs)
    return all(sought is None or there == sought for sought, there in given)


def is_during(start: str | None, end: str | None, wanted: Wanted) -> bool:
    """Whether a row's days meet those wanted."""
    return (wanted.start is None or (end or start or "9") >= wanted.start) and (
        wanted.end is None or (start or "0") <= wanted.end
    )
