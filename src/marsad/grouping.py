"""Matching as the store keeps it: groups with what a listing says of each, and a place for tolls that are not matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from marsad.ledger.clock import days_of, said
from marsad.ledger.sources import Beyond, Originators
from marsad.ledger.tally import Spot
from marsad.ledger.things import place_of, span_of, usual
from marsad.matching import Group, Link, Lookup, Near, filing, happened, mates
from marsad.model import Event, Judgement, Known, SourceEntry, Toll
from marsad.store import GroupLine

_RUNNING = ("cumulative", "period")


class Groups:
    """What the store needs of matching; `originators` know what sources are called."""

    mates = staticmethod(mates)

    def __init__(self, originators: Originators | None = None) -> None:
        self._originators = originators or Originators(())

    def knowing(self, names: Mapping[str, frozenset[str]], sources: Iterable[SourceEntry]) -> Groups:
        """The same, where sources go by what the registry and all names of the record (by role) make of them."""
        said = {role.partition(":")[2]: some for role, some in names.items() if role.startswith("said:")}
        return Groups(Originators((), sources, Beyond(said)))

    def called(self, role: str, name: str) -> str:
        """The one name of a source."""
        return self._originators.called(name, role.partition(":")[2] or role)

    def filing(self, version: Iterable[Known]) -> frozenset[str]:
        """The keys that a version of a report is filed under."""
        return filing(self.named(version))

    def named(self, known: Iterable[Known]) -> list[Known]:
        """The claims, their originators by their one name; whole reports."""
        known = list(known)
        return by_their_names(known, self._originators.among(known))

    def near(self, judgements: Iterable[Judgement], lookup: Lookup) -> Neighbours:
        """A start, with nothing looked up."""
        return Neighbours(judgements, lambda keys, claims: self.named(lookup(keys, claims)))


def by_their_names(known: Iterable[Known], originators: Originators) -> list[Known]:
    """The claims, each originator by its one name."""
    return [msgspec.structs.replace(item, originator=originators.name(item)) for item in known]


class Neighbours:
    """Groups about some claims, as matching the whole record would give them."""

    def __init__(self, judgements: Iterable[Judgement], lookup: Lookup) -> None:
        self._near = Near(judgements, lookup)

    def reach(self, claims: Iterable[str]) -> Iterator[tuple[GroupLine, ...]]:
        """The groups of the claims and of all that is tied to them, a tuple for each tied set."""
        for tied in self._near.reach(claims):
            yield tuple(self._line(group) for group in tied)

    def beside(self, claim: str) -> list[tuple[Link, Known, bool]]:
        """What is near the claim, with the reasons, those of its own group first."""
        return self._near.beside(claim)

    def _line(self, group: Group) -> GroupLine:
        members = set(group.members)
        items: list[Known] = []
        for report in group.reports:
            claims = self._near.report(report)
            hung = {id for id, leader in leaders(claims).items() if leader in members}
            items += [item for id, item in claims.items() if id in members or id in hung]
        return line_of(group.id, group.kind, items)

    def unmatched(self, report: str) -> Iterator[GroupLine]:
        """A line for each event or toll that leads those that are not matched."""
        claims = self._near.report(report)
        alone: dict[str, list[Known]] = {}
        for id, leader in leaders(claims).items():
            if not happened(claims[leader].claim):
                alone.setdefault(leader, []).append(claims[id])
        for leader, items in sorted(alone.items()):
            yield line_of(alone_id(claims[leader]), "unmatched", items)


def placed(known: Iterable[Known], groups: Mapping[str, str]) -> dict[str, str]:
    """Claim -> group, of the matched and of the tolls and events that are not."""
    reports: dict[str, dict[str, Known]] = {}
    for item in known:
        reports.setdefault(item.report, {})[item.claim.id] = item
    made = dict(groups)
    for claims in reports.values():
        for id, leader in leaders(claims).items():
            made[id] = groups.get(leader) or alone_id(claims[leader])
    return made


def alone_id(leader: Known) -> str:
    """The group of what no group holds: an event's own id, or a toll's."""
    return leader.claim.id if isinstance(leader.claim, Event) else f"claim-{leader.claim.id}"


def is_matched(group: str | None) -> bool:
    """Whether a group is one of matching's, by its id, and not that of what no group holds."""
    kind, mark, _ = (group or "").partition("-")
    return bool(mark) and kind in ("event", "toll", "control")


def leaders(report: Mapping[str, Known]) -> dict[str, str]:
    """Toll or event that is not matched -> the claim of its report with which it is counted: its whole, its event, itself."""
    found = {}
    for id, item in report.items():
        if isinstance(item.claim, Event | Toll) and not happened(item.claim):
            found[id] = _leader(item.claim, report) if isinstance(item.claim, Toll) else id
    return found


def _leader(toll: Toll, report: Mapping[str, Known]) -> str:
    root = toll
    for _ in range(8):  # a ring of parts, which no reader makes, must not hang us
        whole = report.get(root.part_of or "")
        if happened(root) or whole is None or not isinstance(whole.claim, Toll) or whole.claim.scope != root.scope:
            break
        root = whole.claim
    if happened(root) or root.scope in _RUNNING or not isinstance(getattr(report.get(root.event or ""), "claim", None), Event):
        return root.id
    return root.event or root.id


def line_of(id: str, kind: str, items: list[Known]) -> GroupLine:
    """A group in short: the finest place, the narrowest days, and the days that hold all that its claims name."""
    items = sorted(items, key=lambda item: (item.claim.id, item.report))
    claims = [item.claim for item in items]
    place, span = place_of(claim.where for claim in claims) or Spot(""), span_of(items)
    days = [day for item in items for day in (*days_of(item.claim.when, said(item)), said(item)[:10])]
    wheres = (claim.where for claim in claims if claim.where)
    return GroupLine(
        id=id, kind=kind, type=usual(claim.acled_type or claim.event_type for claim in claims if isinstance(claim, Event)),
        outcome=usual(claim.outcome for claim in claims if isinstance(claim, Toll)),
        place=place.id, place_name=place.name or None, country=place.country, adm1=place.adm1, lat=place.lat, lon=place.lon,
        where_precision=place.precision, first_day=span.start if span else min(days), last_day=span.end if span else max(days),
        from_day=min(days), to_day=max(days), claims=len(items), reports=len({item.report for item in items}),
        sources=len({item.originator.casefold() for item in items}),
        members=tuple((item.claim.id, item.report) for item in items),
        spots=tuple(sorted({(one.id, one.name, one.country, one.adm1) for one in wheres}, key=repr)),
    )  # fmt: skip
