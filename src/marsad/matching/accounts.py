"""What is compared: a report's account of one incident, one running toll or one change of control, made of its claims.

Matching never compares bare claims: "9 killed" says little without the attack it belongs to. A reader links a toll to its event
and a part to its whole within one report; those together are an `Account`, and accounts of different reports are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from marsad.matching.facets import UNRESOLVED, Faces, Range, Span, Spot, faces, figure_range, ordinal, span_of, spot
from marsad.matching.verdicts import UNJUDGED, Verdicts
from marsad.matching.vocabulary import family_of, is_mutual, kin_of, stems
from marsad.model import Actor, Claim, Control, Event, Known, Statement, Toll

Kind = Literal["event", "toll", "control"]
_LOOSE_DAYS = 7
_HAPPENED = frozenset(("asserted", "denied", "possible"))
_RUNNING = frozenset(("cumulative", "period"))


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """One report's claims about one thing, and what of them is compared. `key` sorts and names it; `claims` are sorted ids."""

    key: tuple[str, str]
    kind: Kind
    claims: tuple[str, ...]
    country: str | None
    spot: Spot | None
    span: Span | None
    published: int | None
    originators: frozenset[str]
    coder: str | None
    article: tuple[str, int | None] | None
    type: tuple[str, str, str | None] | None
    doers: Faces
    targets: Faces
    figures: dict[str, tuple[Range, ...]]
    totals: dict[str, tuple[str, tuple[Range, ...]]]
    words: frozenset[str]
    scope: str
    status: str
    extent: str
    mutual: bool
    victims: frozenset[str] = frozenset()
    is_loose: bool = field(init=False)
    outcomes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:  # asked for each pair
        object.__setattr__(self, "is_loose", self._is_loose())
        object.__setattr__(self, "outcomes", frozenset(key.partition("/")[0] for key in self.figures))

    def _is_loose(self) -> bool:
        """Whether it says too little of where and when to tie others together; a running toll, of since when.

        A coder's row is not: its coder has weighed where and when it belongs.
        """
        span = self.span
        if self.coder:
            return False
        if span is None or not span.stated:
            return True
        if self.kind == "toll":
            return self.scope == "cumulative" and span.days == 1
        return span.days > _LOOSE_DAYS or self.spot is None or not (self.spot.is_point or self.spot.precision == UNRESOLVED)

    @property
    def report(self) -> str:
        """The report that it is in."""
        return self.key[0]


def accounts_of(report: Iterable[Known], verdicts: Verdicts = UNJUDGED) -> list[Account]:
    """The accounts of one report; claims that a person has called different are not put together."""
    known = {item.claim.id: item for item in report}
    claims = {id: known[id].claim for id in sorted(known) if counts(known[id].claim)}
    country = _main_country(claims.values())
    parts = _parts(claims, verdicts, {id: known[id].originator.casefold() for id in claims}, answers(known.values()))
    return sorted((_account([known[id] for id in part], country) for part in parts), key=lambda account: account.key)


def _parts(
    claims: dict[str, Claim], verdicts: Verdicts, originators: Mapping[str, str], answered: Mapping[str, str]
) -> Iterator[list[str]]:
    """Claim ids that belong together, each in the first part where a person's verdict lets it stand."""
    whole: dict[str, list[str]] = defaultdict(list)
    for id, root in _roots(claims, originators, answered).items():
        whole[root].append(id)
    for root, ids in whole.items():
        parts: list[list[str]] = []
        for id in sorted(ids, key=lambda id: (id != root, id)):
            fits = (part for part in parts if id not in verdicts.alone and verdicts.allow(id, part))
            part = next(fits, None)
            if part is None:
                parts.append([id])
            else:
                part.append(id)
        yield from parts


def counts(claim: Claim) -> bool:
    """Whether it speaks of something that happened: plans, calls, statements and relations are not matched."""
    return isinstance(claim, Event | Toll | Control) and claim.modality in _HAPPENED


def answers(report: Iterable[Known]) -> dict[str, str]:
    """Event -> the event that it answers: a party denies the one and says in the other that its enemy did it, there and then."""
    items = list(report)
    events = {item.claim.id: item for item in items if isinstance(item.claim, Event) and item.claim.modality == "asserted"}
    found: dict[str, str] = {}
    for item in items:
        denial = item.claim
        if not isinstance(denial, Statement) or denial.act != "deny" or denial.speaker is None or denial.about not in events:
            continue
        told = events[denial.about].claim
        for id, answer in events.items():
            said_by = answer.claim.attribution[-1].name if answer.claim.attribution else None
            if id != denial.about and said_by == denial.speaker.name and _is_version(answer.claim, told):
                found[id] = denial.about
    return found


def _is_version(claim: Claim, told: Claim) -> bool:
    """Whether two events are of one family, place and time, by other hands."""
    if not isinstance(claim, Event) or not isinstance(told, Event) or not claim.side_a or claim.where is None:
        return False
    one_family = family_of(claim.event_type, claim.acled_type) == family_of(told.event_type, told.acled_type)
    there = told.where is not None and claim.where.name == told.where.name
    then = (claim.when and claim.when.start) == (told.when and told.when.start)
    return one_family and there and then and set(claim.side_a).isdisjoint(told.side_a)


def _roots(claims: dict[str, Claim], originators: Mapping[str, str], answered: Mapping[str, str]) -> dict[str, str]:
    """Claim id -> the id of the claim that its account is named by: a toll goes with its event, a part with its whole."""
    roots: dict[str, str] = {}
    apart = _told_apart(claims, originators)
    for id in claims:
        root, steps = id, 0
        while steps < 8:  # a ring, which no reader makes, must not hang us
            higher = None if root in apart else above(claims[root], claims, answered)
            if higher is None:
                break
            root, steps = higher, steps + 1
        roots[id] = root
    return roots


_CIVIL = frozenset(("civilians",))


def _told_apart(claims: dict[str, Claim], originators: Mapping[str, str]) -> frozenset[str]:
    """Tolls that count other victims than all else that the report tells of their event, by another's account.

    "Three patients died when the clinic was hit, rescuers said; the army said that it had killed dozens of fighters" tells of two
    things, or of one in two ways that can't be added or ranged: either way the figures don't belong together.
    """
    tolls: dict[str, list[Toll]] = defaultdict(list)
    for claim in claims.values():
        if isinstance(claim, Toll) and claim.event and claim.scope not in _RUNNING:
            tolls[claim.event].append(claim)
    apart = set()
    for told in tolls.values():
        for toll in told:
            mine = _victims((toll,))
            theirs = _victims(other for other in told if originators[other.id] != originators[toll.id])
            if toll.part_of not in claims and mine and theirs and mine.isdisjoint(theirs) and mine != _CIVIL:
                apart.add(toll.id)
    return frozenset(apart)


def _victims(tolls: Iterable[Toll]) -> frozenset[str]:
    """Which kinds of people the killed and injured are said to be: civilians, combatants."""
    counted = (toll for toll in tolls if toll.outcome in ("killed", "injured") and toll.figure.high != 0)
    return frozenset(toll.group.side for toll in counted if toll.group.side in ("civilians", "combatants"))


def above(claim: Claim, claims: dict[str, Claim], answered: Mapping[str, str]) -> str | None:
    """The claim that one goes with: a part with its whole, a toll with its event, an event with the one that it answers."""
    if isinstance(claim, Event):
        return answered.get(claim.id) or _denied(claim, claims)
    if not isinstance(claim, Toll):
        return None
    whole = claims.get(claim.part_of or "")
    if claim.scope in _RUNNING:
        return whole.id if isinstance(whole, Toll) and whole.scope in _RUNNING else None
    if isinstance(claims.get(claim.event or ""), Event):
        return claim.event
    return whole.id if isinstance(whole, Toll) and whole.scope not in _RUNNING else _only_event(claim, claims)


def _only_event(toll: Toll, claims: dict[str, Claim]) -> str | None:
    """The event of a toll that was read without one, in a headline perhaps: the report's only event, at that place and time."""
    events = [
        claim for claim in claims.values() if isinstance(claim, Event) and claim.modality == "asserted" and not claim.background
    ]
    if len(events) != 1:
        return None
    event = events[0]
    there = toll.where is None or (event.where is not None and toll.where.name == event.where.name)
    then = toll.when is None or (
        event.when is not None and toll.when.start == event.when.start and toll.when.end == event.when.end
    )
    return event.id if there and then else None


def _denied(claim: Event, claims: dict[str, Claim]) -> str | None:
    """The event that a denial denies: the only one of its family that its place and day allow, else the only attack."""
    if claim.modality != "denied":
        return None
    told = [
        one for one in claims.values()
        if isinstance(one, Event) and one.modality == "asserted" and not one.background and _may_be_there_then(claim, one)
    ]  # fmt: skip
    family, root = family_of(claim.event_type, claim.acled_type), _root(claim)
    alike = [one.id for one in told if family_of(one.event_type, one.acled_type) == family]
    alike = alike or [one.id for one in told if _root(one) == root]
    return alike[0] if len(alike) == 1 else None


def _root(event: Event) -> str:
    """The PLOVER root of an event's type."""
    return (event.event_type or "").partition("/")[0]


def _may_be_there_then(claim: Event, other: Event) -> bool:
    """Whether the place and day of one event, as far as both are known, can be those of the other."""
    there = claim.where is None or other.where is None or claim.where.name == other.where.name
    return there and (claim.when is None or other.when is None or claim.when.start == other.when.start)


def _main_country(claims: Iterable[Claim]) -> str | None:
    """The country that the report's places lie in; None where there is none or more than one."""
    countries = {claim.where.country for claim in claims if claim.where and claim.where.country}
    return countries.pop() if len(countries) == 1 else None


def _account(members: list[Known], country: str | None) -> Account:
    """The account of claims that belong together; the event, where there is one, speaks for place and time."""
    members.sort(key=lambda item: (not isinstance(item.claim, Event), item.claim.id))
    claims = [item.claim for item in members]
    head, lead = members[0], claims[0]
    coder = _coder(head)
    published = ordinal(head.published)
    place = spot([claim.where for claim in claims])
    figures = _figures([claim for claim in claims if isinstance(claim, Toll)])
    names = {actor.name for claim in claims for actor in _people(claim)}
    if place:
        names |= place.names
    words = stems((anchor.text for claim in claims for anchor in claim.anchors), names)
    return Account(
        key=(head.report, min(claim.id for claim in claims)), kind=kind_of(lead), claims=tuple(sorted(c.id for c in claims)),
        country=(place.country if place else None) or country, spot=place,
        span=span_of([claim.when for claim in claims], published), published=published,
        originators=frozenset(item.originator.casefold() for item in members), coder=coder,
        article=(head.outlet.casefold(), published) if coder and head.outlet else None,
        type=_type(lead), doers=faces(_doers(lead)), targets=faces(_targets(lead)), figures=figures, totals=_totals(figures),
        words=words,
        scope=lead.scope if isinstance(lead, Toll) else "", status=lead.status if isinstance(lead, Control) else "",
        extent=lead.extent if isinstance(lead, Control) else "",
        mutual=any(is_mutual(anchor.text) for claim in claims for anchor in claim.anchors),
        victims=_victims(claim for claim in claims if isinstance(claim, Toll)),
    )  # fmt: skip


def kind_of(lead: Claim) -> Kind:
    """What an account is of that this claim leads."""
    if isinstance(lead, Control):
        return "control"
    return "toll" if isinstance(lead, Toll) and lead.scope in _RUNNING else "event"


def _coder(head: Known) -> str | None:
    """Who coded the claims of a table's row: the first link of the chain, which then stands on no words of the report."""
    chain = head.claim.attribution
    return chain[0].name if chain and chain[0].anchor is None and head.claim.confidence == 1.0 else None


def _type(lead: Claim) -> tuple[str, str, str | None] | None:
    """Root, mode and family."""
    if not isinstance(lead, Event) or not lead.event_type:
        return None
    root, _, mode = lead.event_type.partition("/")
    return root, mode, family_of(lead.event_type, lead.acled_type)


def _people(claim: Claim) -> tuple[Actor, ...]:
    if isinstance(claim, Event):
        return claim.side_a + claim.side_b
    return claim.actors if isinstance(claim, Control) else ()


def _doers(lead: Claim) -> tuple[Actor, ...]:
    if isinstance(lead, Event):
        return lead.side_a
    if isinstance(lead, Toll):
        return lead.responsible
    if isinstance(lead, Control):
        return lead.previous if lead.status in ("lost", "withdrawn") and lead.previous else lead.actors
    return ()


def _targets(lead: Claim) -> tuple[Actor, ...]:
    if isinstance(lead, Event):
        return lead.side_b
    if isinstance(lead, Control):
        return lead.previous
    return lead.group.actors if isinstance(lead, Toll) else ()


def _figures(tolls: list[Toll]) -> dict[str, tuple[Range, ...]]:
    """Outcome -> the ranges given for the whole; a side or a share has its own key ("killed/civilians")."""
    found: dict[str, set[Range]] = defaultdict(set)
    for toll in tolls:
        bounds = figure_range(toll.figure)
        if bounds is None:
            continue
        whole = (
            toll.part_of is None
            and not toll.group.attributes
            and toll.group.side in ("unknown", "mixed")
            and not toll.group.actors
        )
        key = toll.outcome if whole else "/".join((toll.outcome, *_share(toll)))
        found[key].add(bounds)
    return {key: tuple(sorted(ranges)) for key, ranges in sorted(found.items())}


def _totals(figures: dict[str, tuple[Range, ...]]) -> dict[str, tuple[str, tuple[Range, ...]]]:
    """Outcome -> the key and ranges of its whole, else of the only group spoken of ("20 civilians"), else of none."""
    keys: dict[str, list[str]] = defaultdict(list)
    for key in figures:
        keys[key.partition("/")[0]].append(key)
    totals = {}
    for outcome, given in keys.items():
        key = outcome if outcome in figures else given[0] if len(given) == 1 else ""
        totals[outcome] = key, figures.get(key, ())
    return totals


def _share(toll: Toll) -> tuple[str, ...]:
    kin = sorted({kin_of(actor) or actor.name for actor in toll.group.actors})
    return (toll.group.side, *kin, *sorted(toll.group.attributes))
