"""Incidents and campaigns: what happened, who did it by whose account, where and when as finely as the claims allow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from marsad.ledger.blame import Blame, blames, contests, denied
from marsad.ledger.called import call_all
from marsad.ledger.clock import counted_to
from marsad.ledger.history import FirstSince, firsts_of
from marsad.ledger.sources import Beyond, Originators
from marsad.ledger.standing import Standing, stand
from marsad.ledger.tally import Spot
from marsad.ledger.things import Span, campaign_of, place_of, span_of, usual
from marsad.model import Actor, AnyDecision, Event, Known, SourceEntry, Toll

_HAPPENED = frozenset(("asserted", "denied", "possible"))


class Incident(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One thing that happened. `id` is the matched group; precisions are UCDP's; `contested` says who blames whom.

    `dated` is false where no claim gives a day and the first report's own stands in. `denied`: somebody denies it.
    `firsts`: claims that nothing like it had happened since a time, checked against the record.
    """

    id: str
    event_type: str | None
    acled_type: str | None
    weapon: str | None = None
    side_a: tuple[Actor, ...] = ()
    side_b: tuple[Actor, ...] = ()
    place: Spot | None = None
    start: str
    end: str
    date_precision: int | None = None
    dated: bool = True
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    originators: tuple[str, ...]
    contested: str | None = None
    denied: bool = False
    possible: bool = False
    background: bool = False
    campaign: str | None = None
    firsts: tuple[FirstSince, ...] = ()


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a war that reports speak of as one: its incidents and its running tolls (matched groups), never added up.

    `by` says how incidents came in: a claim's own link, or (for "since Wednesday" totals) their days and country.
    """

    id: str
    start: str
    end: str
    country: str | None = None
    by: Literal["link", "days"]
    incidents: tuple[str, ...]
    running: tuple[str, ...]


def events(
    known: Sequence[Known], groups: Mapping[str, str], *, decisions: Sequence[AnyDecision] = (),
    sources: Sequence[SourceEntry] = (), beyond: Beyond | None = None, as_of: str | None = None, known_at: str | None = None,
    before: Sequence[Known] = (),
) -> list[Incident]:  # fmt: skip
    """The incidents of the record, by day and id. `before`: what else it has by which "the first since" is checked."""
    standing = stand(known, decisions, as_of=as_of, known_at=known_at)
    made = incidents_of(standing, groups, Originators(standing.known, sources, beyond))
    all_told = stand([*known, *before], decisions, as_of=as_of, known_at=known_at) if before else standing
    firsts: dict[str, list[FirstSince]] = defaultdict(list)
    for first in firsts_of(all_told, groups):
        firsts[groups.get(first.claim, first.claim)].append(first)
    return [msgspec.structs.replace(one, firsts=tuple(firsts[one.id])) if one.id in firsts else one for one in made]


def incidents_of(standing: Standing, groups: Mapping[str, str], originators: Originators) -> list[Incident]:
    """The incidents of what stands."""
    members: dict[str, list[Known]] = defaultdict(list)
    tolls: dict[str, list[Known]] = defaultdict(list)
    for item in standing.known:
        claim = item.claim
        if claim.modality not in _HAPPENED or claim.id in standing.rejected:
            continue
        if isinstance(claim, Event):
            members[groups.get(claim.id, claim.id)].append(item)
        elif isinstance(claim, Toll) and claim.scope == "incident":
            tolls[groups.get(claim.id) or groups.get(claim.event or "", claim.event or "")].append(item)
    accused = blames(standing, groups, originators)
    refused = denied(standing, groups)
    made = [_incident(id, got, tolls.get(id, []), contests(accused.get(id, ())), originators) for id, got in members.items()]
    made = [msgspec.structs.replace(one, denied=True) if one.id in refused else one for one in made]
    return sorted(made, key=lambda one: (one.start, one.end, one.id))


_Contest = tuple[Blame, Blame] | None


def _incident(id: str, found: list[Known], tolls: list[Known], contest: _Contest, names: Originators) -> Incident:
    claims = [item.claim for item in found if isinstance(item.claim, Event)]
    both = [*found, *tolls]
    span = span_of(both) or Span("", "", None, False)
    return Incident(
        id=id, event_type=_finest(claim.event_type for claim in claims), acled_type=usual(claim.acled_type for claim in claims),
        weapon=usual(claim.weapon for claim in claims), side_b=_actors(claim.side_b for claim in claims),
        side_a=_actors(claim.side_a for claim in claims if claim.modality != "denied"),
        place=place_of(item.claim.where for item in both), start=span.start, end=span.end, date_precision=span.precision,
        dated=span.given, claims=tuple(sorted(item.claim.id for item in both)),
        reports=tuple(sorted({item.report for item in both})), originators=tuple(sorted({names.name(item) for item in both})),
        contested="; ".join(blame.says for blame in contest) if contest else None,
        denied=any(claim.modality == "denied" for claim in claims),
        possible=all(claim.modality == "possible" for claim in claims),
        background=all(claim.background for claim in claims), campaign=campaign_of(found),
    )  # fmt: skip


def _finest(types: Iterable[str | None]) -> str | None:
    """The usual type among those with a mode; a bare root only where nobody says more."""
    given = [value for value in types if value]
    return usual(value for value in given if "/" in value) or usual(given)


def _actors(sides: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Every actor that is named, the listed before descriptions."""
    found = {(actor.id or actor.name): actor for side in sides for actor in call_all(side)}
    return tuple(sorted(found.values(), key=lambda actor: (actor.id is None, actor.name)))


def campaigns(
    known: Sequence[Known], groups: Mapping[str, str], *, decisions: Sequence[AnyDecision] = (),
    sources: Sequence[SourceEntry] = (), beyond: Beyond | None = None, as_of: str | None = None, known_at: str | None = None,
    complete: Container[str] | None = None,
) -> list[Campaign]:  # fmt: skip
    """Campaigns: those that events name, and those that running totals since one day make.

    `complete`: the groups whose claims are all known; no other running total counts.
    """
    standing = stand(known, decisions, as_of=as_of, known_at=known_at)
    incidents = incidents_of(standing, groups, Originators(standing.known, sources, beyond))
    linked: dict[str, list[Incident]] = defaultdict(list)
    for one in incidents:
        if one.campaign:
            linked[groups.get(one.campaign, one.campaign)].append(one)
    running = [total for total in _running(standing, groups) if complete is None or total.group in complete]
    made = [_linked(id, found, running) for id, found in linked.items()]
    held = {group for one in made for group in one.running}
    by_start: dict[tuple[str, str], list[_Running]] = defaultdict(list)
    for total in running:
        if total.start and total.country and total.group not in held:
            by_start[total.start, total.country].append(total)
    there = _by_country(incidents)
    for (start, country), totals in by_start.items():
        made.append(_since(start, country, totals, there.get(country, ([], []))))
    return sorted(made, key=lambda one: (one.start, one.id))


class _Running(msgspec.Struct, frozen=True):
    group: str
    start: str | None
    end: str
    country: str | None
    event: str | None


def _running(standing: Standing, groups: Mapping[str, str]) -> list[_Running]:
    """The matched running totals: from when to when they count, and in which country."""
    countries: dict[str, set[str]] = defaultdict(set)
    for item in standing.known:
        if item.claim.where and item.claim.where.country and not item.claim.background:
            countries[item.report].add(item.claim.where.country)
    found: dict[str, list[Known]] = defaultdict(list)
    for item in standing.known:
        claim = item.claim
        if isinstance(claim, Toll) and claim.scope == "cumulative" and not claim.background and claim.modality == "asserted":
            found[groups.get(claim.id, claim.id)].append(item)
    made = []
    for group, items in found.items():
        starts = Counter(item.claim.when.start for item in items if item.claim.when and item.claim.when.start)
        named = ({item.claim.where.country} if item.claim.where else countries[item.report] for item in items)
        places = {code for codes in named for code in codes if code}
        events = (item.claim.event for item in items if isinstance(item.claim, Toll) and item.claim.event)
        event = min((groups.get(event, event) for event in events), default=None)
        start = min(starts, key=lambda day: (-starts[day], day)) if starts else None
        end = max(counted_to(item)[:10] for item in items)
        made.append(_Running(group, start, end, places.pop() if len(places) == 1 else None, event))
    return made


def _linked(id: str, found: list[Incident], running: list[_Running]) -> Campaign:
    members = {one.id for one in found} | {id}
    totals = [total for total in running if total.event in members]
    start, end = min(one.start for one in found), max([one.end for one in found] + [total.end for total in totals])
    countries = {one.place.country for one in found if one.place and one.place.country}
    return Campaign(
        id=id, start=start, end=end, country=countries.pop() if len(countries) == 1 else None, by="link",
        incidents=tuple(sorted(one.id for one in found)), running=tuple(sorted(total.group for total in totals)),
    )  # fmt: skip


_There = tuple[list[str], list[Incident]]


def _by_country(incidents: Iterable[Incident]) -> dict[str, _There]:
    """Country -> the dated incidents that are news, and the days that they began on, in their order."""
    found: dict[str, list[Incident]] = defaultdict(list)
    for one in incidents:
        if one.place and one.place.country and one.dated and not one.background:
            found[one.place.country].append(one)
    for some in found.values():
        some.sort(key=lambda one: one.start)
    return {country: ([one.start for one in some], some) for country, some in found.items()}


def _since(start: str, country: str, totals: list[_Running], there: _There) -> Campaign:
    end = max(total.end for total in totals)
    return Campaign(id=f"since-{start}-{country}", start=start, end=end, country=country, by="days",
                    incidents=_inside(start, end, there), running=tuple(sorted({total.group for total in totals})))  # fmt: skip


def _inside(start: str, end: str, there: _There) -> tuple[str, ...]:
    first, last = bisect_left(there[0], start), bisect_right(there[0], end)
    return tuple(sorted(one.id for one in there[1][first:last] if one.end <= end))


def joined(campaign: Campaign, incidents: Iterable[Incident]) -> Campaign:
    """The campaign with those of the incidents that lie in its days and country; one that its events name stays as it is."""
    if campaign.by == "link":
        return campaign
    there = _by_country(incidents).get(campaign.country or "", ([], []))
    return msgspec.structs.replace(campaign, incidents=_inside(campaign.start, campaign.end, there))
