"""Actors: who is named, how they stand to one another and when, what they are said to have done, suffered and said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from litestar import Response, get
from litestar.params import FromQuery

from marsad.desk.visit import Here
from marsad.errors import UnknownEntry
from marsad.gazetteer.folding import fold
from marsad.model import Actor, Agreement, Claim, Control, Event, Known, Movement, Relation, Statement, Toll
from marsad.model.roles import actors_of

_PAGE, _SHOWN = 80, 100


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An actor in the list, with how many claims name it, in how many reports."""

    actor: Actor
    claims: int
    reports: int


def key(actor: Actor) -> str:
    """What is one actor: the list's id, else the name."""
    return actor.id or fold(actor.name)


def named(known: Iterable[Known]) -> list[Named]:
    """Everybody whom claims name, those with most claims first."""
    found: dict[str, Actor] = {}
    claims: dict[str, int] = defaultdict(int)
    reports: dict[str, set[str]] = defaultdict(set)
    for item in known:
        for one, actor in {key(actor): actor for actor in actors_of(item.claim)}.items():
            found.setdefault(one, actor)
            claims[one] += 1
            reports[one].add(item.report)
    made = [Named(actor=actor, claims=claims[one], reports=len(reports[one])) for one, actor in found.items()]
    return sorted(made, key=lambda one: (-one.claims, one.actor.name))


def parts(claim: Claim) -> dict[str, tuple[Actor, ...]]:
    """Who has which part in a claim: did, suffered, said, was addressed, agreed, brokered."""
    match claim:
        case Event():
            return {"did": claim.side_a, "suffered": claim.side_b}
        case Toll():
            return {"did": claim.responsible, "suffered": claim.group.actors}
        case Control():
            return {"did": claim.actors, "suffered": claim.previous}
        case Movement():
            return {"did": claim.actors}
        case Statement():
            return {"said": (claim.speaker,) if claim.speaker else (), "addressed": (claim.addressee,) if claim.addressee else ()}
        case Agreement():
            return {"agreed": claim.parties, "brokered": claim.brokers}
        case Relation():
            return {}


@get("/actors", sync_to_thread=True)
def actors(visit: Here, q: FromQuery[str | None] = None, page: FromQuery[int] = 1) -> Response[str]:
    """The actors that claims name."""
    everybody = visit.answers.made("actors", visit.moment, lambda: named(visit.answers.known(visit.moment).values()))
    found = [one for one in everybody if not q or fold(q) in fold(one.actor.name)]
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(1, page), pages)
    return visit.page("actors.html", rows=found[(page - 1) * _PAGE : page * _PAGE], total=len(found), page=page, pages=pages, q=q)


@get("/actor", sync_to_thread=True)
def actor(visit: Here, id: FromQuery[str | None] = None, name: FromQuery[str | None] = None) -> Response[str]:
    """One actor: its relations in time, and what it is said to have done, suffered and said."""
    wanted, answers, moment = id or fold(name or ""), visit.answers, visit.moment
    found: Actor | None = None
    by_part: dict[str, list[Known]] = defaultdict(list)
    for item in answers.known(moment).values():
        own = next((one for one in actors_of(item.claim) if key(one) == wanted), None)
        found = found or own
        for part, those in parts(item.claim).items() if own else ():
            if any(key(one) == wanted for one in those):
                by_part[part].append(item)
    if found is None:
        raise UnknownEntry(f"no claim names {name or id} at this moment", remedy="See the list of actors, or another moment.")
    for items in by_part.values():
        items.sort(key=lambda item: item.published or item.known_at, reverse=True)
    ties = [tie for tie in answers.relations(moment) if wanted in (key(tie.subject), key(tie.object))]
    tolls = [tally for tally in answers.tolls(moment) if found.name in tally.line.actors or found.name in tally.originators]
    return visit.page("actor.html", actor=found, parts=by_part, ties=ties, tolls=tolls, shown=_SHOWN)


HANDLERS = (actors, actor)
