"""In which parts a claim names somebody: what an index of names is made of."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.model.actor import Actor
from marsad.model.claim import Agreement, Claim, Control, Event, Movement, Relation, Statement, Toll


def actors_of(claim: Claim) -> tuple[Actor, ...]:
    """Everybody whom the claim names in a part of its own, in the order of its fields; sources are no actors."""
    match claim:
        case Event():
            return claim.side_a + claim.side_b
        case Toll():
            return claim.group.actors + claim.responsible
        case Control():
            return claim.actors + claim.previous
        case Movement():
            return claim.actors
        case Statement():
            return tuple(actor for actor in (claim.speaker, claim.addressee) if actor)
        case Agreement():
            return claim.parties + claim.brokers
        case Relation():
            return (claim.subject, claim.object)


def fighters_of(claim: Claim) -> Iterator[str]:
    """Sides and ids of those whom an attack, or a loss of combatants, shows to be fighting."""
    if isinstance(claim, Event) and (claim.event_type or "").startswith("ASSAULT"):
        actors = (*claim.side_a, *(actor for actor in claim.side_b if actor.kind != "civilians"))
    elif isinstance(claim, Toll) and claim.group.side == "combatants":
        actors = claim.group.actors
    else:
        return
    for actor in actors:
        yield from (key for key in (actor.side, actor.id) if key)
