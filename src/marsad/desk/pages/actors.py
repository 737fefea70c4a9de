"""Actors: who is named, how they stand to one another and when, what they are said to have done, suffered and said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import msgspec
from litestar import Response, get
from litestar.params import FromQuery

from marsad.desk.visit import Here, Visit
from marsad.errors import UnknownEntry
from marsad.gazetteer.actors import ActorList
from marsad.gazetteer.folding import fold
from marsad.model import Actor, Agreement, Claim, Control, Event, Known, Movement, Relation, Statement, Toll
from marsad.model.roles import actors_of
from marsad.store import ActorCount

_PAGE, _REPORTS = 80, 40


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An actor in the list, with how many claims name it, in how many reports."""

    actor: Actor
    claims: int
    reports: int


def key(actor: Actor) -> str:
    """What is one actor: the list's id, else the name."""
    return actor.id or fold(actor.name)


def shown(visit: Visit, found: Iterable[ActorCount]) -> list[Named]:
    """Actors as the list has them; those that it lacks, as the first report that names them does."""
    made = []
    for one in found:
        listed = _listed().get(one.name)
        actor = _listed().actor(listed) if listed else _named(visit, one)
        if actor:
            made.append(Named(actor=actor, claims=one.claims, reports=one.reports))
    return made


def _named(visit: Visit, one: ActorCount) -> Actor | None:
    items = visit.answers.claims_in(one.report, visit.moment)
    return next((actor for item in items for actor in actors_of(item.claim) if key(actor) == one.name), None)


@cache
def _listed() -> ActorList:
    return ActorList.open()


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
    """The actors that claims name, those with most claims first."""
    found = [one for one in visit.answers.actors(visit.moment) if not q or fold(q) in fold(one.shown)]
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(1, page), pages)
    rows = shown(visit, found[(page - 1) * _PAGE : page * _PAGE])
    return visit.page("actors.html", rows=rows, total=len(found), page=page, pages=pages, q=q)


@get("/actor", sync_to_thread=True)
def actor(
    visit: Here, id: FromQuery[str | None] = None, name: FromQuery[str | None] = None, page: FromQuery[int] = 1
) -> Response[str]:
    """One actor: its relations in time, and what a page of the reports that name it says that it did, suffered and said."""
    wanted, answers, moment = id or fold(name or ""), visit.answers, visit.moment
    told = next((one for one in answers.actors(moment) if one.name == wanted), None)
    if told is None:
        raise UnknownEntry(f"no claim names {name or id} at this moment", remedy="See the list of actors, or another moment.")
    pages = max(1, -(-told.reports // _REPORTS))
    page = min(max(1, page), pages)
    known = answers.claims_naming(wanted, moment, limit=_REPORTS, offset=(page - 1) * _REPORTS)
    by_part: dict[str, list[Known]] = defaultdict(list)
    for item in known:
        for part, those in parts(item.claim).items():
            if any(key(one) == wanted for one in those):
                by_part[part].append(item)
    [found] = shown(visit, [told]) or [Named(actor=Actor(id=id, name=told.shown, kind="unknown"), claims=0, reports=0)]
    ties = [tie for tie in answers.relations(moment) if wanted in (key(tie.subject), key(tie.object))]
    about = [item.claim.id for items in by_part.values() for item in items if isinstance(item.claim, Toll)]
    tolls = [
        tally for tally in answers.tolls_about(about, moment)
        if found.actor.name in tally.line.actors or found.actor.name in tally.originators
    ]  # fmt: skip
    return visit.page(
        "actor.html", actor=found.actor, parts=by_part, ties=ties, tolls=tolls, page=page, pages=pages,
        query={"id": id} if id else {"name": name},
    )  # fmt: skip


HANDLERS = (actors, actor)
