"""Truces and how they stand, the recorded events that would breach them; and dated relations between actors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from marsad.gazetteer.folding import fold
from marsad.ledger.called import call_all, called
from marsad.ledger.clock import days_of, instant, said
from marsad.ledger.events import Incident, incidents_of
from marsad.ledger.sources import Beyond, Originators, sides
from marsad.ledger.standing import Standing, stand
from marsad.ledger.tally import Spot
from marsad.ledger.things import place_of, within
from marsad.model import Actor, Agreement, AnyDecision, Known, Relation, SourceEntry
from marsad.model.claim import AgreementStatus, AgreementType, RelationType

_STILLS_ARMS = frozenset(("truce", "ceasefire", "peace"))


class Turn(msgspec.Struct, frozen=True, order=True):
    """A word on how an agreement stands."""

    day: str
    status: AgreementStatus
    claim: str
    report: str


class Breach(msgspec.Struct, frozen=True, order=True):
    """A recorded event inside a truce's region and time that would breach it; whether it does is for people to say."""

    day: str
    event: str
    says: str


class Truce(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement. `end` is the day on which somebody says it ended; `status` the newest word. Only truces are breached."""

    id: str
    type: AgreementType
    parties: tuple[Actor, ...]
    brokers: tuple[Actor, ...]
    region: Spot | None
    start: str
    end: str | None
    status: AgreementStatus | None
    turns: tuple[Turn, ...]
    claims: tuple[str, ...]
    breaches: tuple[Breach, ...] = ()

    @property
    def stills(self) -> bool:
        """Whether it is one that arms are to be silent by."""
        return self.type in _STILLS_ARMS


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A relation in time. `present` is false for what was, and for what a later claim says was."""

    subject: Actor
    relation: RelationType
    object: Actor
    first: str
    last: str
    ended: str | None
    present: bool
    claims: tuple[str, ...]


def agreements(
    known: Sequence[Known], groups: Mapping[str, str], *, decisions: Sequence[AnyDecision] = (),
    sources: Sequence[SourceEntry] = (), beyond: Beyond | None = None, as_of: str | None = None, known_at: str | None = None,
) -> list[Truce]:  # fmt: skip
    """The agreements of the record, by their day. Claims of the same type, parties, brokers and month speak of one."""
    standing = stand(known, decisions, as_of=as_of, known_at=known_at)
    made = _truces(standing)
    return breached(made, incidents_of(standing, groups, Originators(standing.known, sources, beyond)) if made else [])


def truces(
    known: Sequence[Known], *, decisions: Sequence[AnyDecision] = (), as_of: str | None = None, known_at: str | None = None
) -> list[Truce]:  # fmt: skip
    """The same without what would breach them: nothing but the claims on agreements is needed."""
    return _truces(stand(known, decisions, as_of=as_of, known_at=known_at))


def breached(found: Iterable[Truce], incidents: Iterable[Incident]) -> list[Truce]:
    """The agreements with what would breach them."""
    attacks: dict[str | None, list[Incident]] = defaultdict(list)
    for one in incidents:
        if (one.event_type or "").startswith("ASSAULT") and one.dated and not one.background and not one.possible:
            attacks[one.place.country if one.place else None].append(one)
    everywhere = [one for some in attacks.values() for one in some]
    made = []
    for truce in found:
        country = truce.region.country if truce.region else None
        near = [one for code in (country, None) for one in attacks.get(code, ())] if country else everywhere
        made.append(msgspec.structs.replace(truce, breaches=tuple(sorted(_breaches(truce, near)))))
    return made


def _truces(standing: Standing) -> list[Truce]:
    found: dict[str, list[Known]] = defaultdict(list)
    for item in standing.known:
        claim = item.claim
        if isinstance(claim, Agreement) and claim.modality == "asserted" and claim.id not in standing.rejected:
            found[_key(item, claim)].append(item)
    return sorted((_truce(id, items) for id, items in found.items()), key=lambda one: (one.start, one.id))


def _key(item: Known, claim: Agreement) -> str:
    named = sorted(sides((*claim.parties, *claim.brokers)))
    dated = days_of(claim.when, said(item))[0][:7] if claim.when else ""
    return f"{claim.agreement_type}|{'+'.join(named)}|{dated}" if named and dated else f"agreement-{claim.id}"


def _truce(id: str, items: list[Known]) -> Truce:
    pairs = [(item, item.claim) for item in items if isinstance(item.claim, Agreement)]
    claims = [claim for _, claim in pairs]
    turns = sorted(Turn(_turned(item, claim), claim.status, claim.id, item.report) for item, claim in pairs if claim.status)
    start = min(days_of(claim.when, said(item))[0] for item, claim in pairs)
    return Truce(
        id=id, type=claims[0].agreement_type, parties=_people(claim.parties for claim in claims),
        brokers=_people(claim.brokers for claim in claims), region=place_of(claim.where for claim in claims), start=start,
        end=next((turn.day for turn in turns if turn.status == "ended"), None), status=turns[-1].status if turns else None,
        turns=tuple(turns), claims=tuple(sorted(claim.id for claim in claims)),
    )  # fmt: skip


def _turned(item: Known, claim: Agreement) -> str:
    """The day of a status: of "agreed" its own, of all else when it was said."""
    return days_of(claim.when, said(item))[0] if claim.status == "agreed" or not claim.background else said(item)[:10]


def _people(named: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    found = {(actor.id or fold(actor.name)): actor for actors in named for actor in call_all(actors)}
    return tuple(found[key] for key in sorted(found))


def _breaches(truce: Truce, incidents: list[Incident]) -> Iterable[Breach]:
    if not truce.stills:
        return
    for one in incidents:
        if one.start <= truce.start or (truce.end and one.start > truce.end):
            continue
        why = _inside(truce, one)
        if why:
            place = one.place.name if one.place else "no place given"
            yield Breach(one.start, one.id, f"{one.acled_type or one.event_type}, {place}: {why}")


def _inside(truce: Truce, one: Incident) -> str | None:
    """In its region where that is known; where it isn't, between its parties."""
    parties = sides(truce.parties)
    doers, victims = sides(one.side_a), sides(one.side_b)
    if truce.region is None:
        return "between its parties" if doers & parties and victims & parties else None
    if one.place is None or not within(one.place, truce.region):
        return None
    if parties and doers and not doers & parties:
        return None
    return f"inside its region ({truce.region.name})" + (", by a party to it" if doers & parties else "")


def relations(
    known: Sequence[Known], *, decisions: Sequence[AnyDecision] = (), as_of: str | None = None, known_at: str | None = None
) -> list[Tie]:
    """Who stood how to whom, and from when to when it was said; "formerly linked with" is nobody's present identity."""
    standing = stand(known, decisions, as_of=as_of, known_at=known_at)
    found: dict[tuple[str, RelationType, str], list[Known]] = defaultdict(list)
    for item in standing.known:
        claim = item.claim
        if isinstance(claim, Relation) and claim.modality == "asserted" and claim.id not in standing.rejected:
            found[_who(claim.subject), claim.relation, _who(claim.object)].append(item)
    former: dict[tuple[str, str], str] = {}
    for (one, kind, two), items in found.items():
        if kind == "formerly_linked_with":
            former[one, two] = min(_since(item) for item in items)
    made = [_tie(items, former.get((one, two))) for (one, _, two), items in found.items()]
    return sorted(made, key=lambda tie: (tie.subject.name, tie.relation, tie.object.name, tie.first, tie.claims))


def _who(actor: Actor) -> str:
    return actor.id or fold(called(actor).name)


def _since(item: Known) -> str:
    return days_of(item.claim.when, said(item))[0]


def _tie(items: list[Known], former: str | None) -> Tie:
    claims = [item.claim for item in items if isinstance(item.claim, Relation)]
    first, last = min(_since(item) for item in items), max(said(item)[:10] for item in items)
    was = claims[0].relation == "formerly_linked_with"
    ended = former if not was and former and (instant(last) or "") <= (instant(former) or "") else None
    return Tie(
        subject=called(claims[0].subject), relation=claims[0].relation, object=called(claims[0].object), first=first,
        last=last, ended=ended,
        present=not was and ended is None, claims=tuple(sorted(claim.id for claim in claims)),
    )  # fmt: skip
