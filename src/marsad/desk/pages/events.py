"""Events: what happened, who says so, what is contested, and which claims were matched and why."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from litestar import Response, get
from litestar.params import FromPath, FromQuery

from marsad.desk.cards import Card, card
from marsad.desk.judged import judged
from marsad.desk.marking import Span, quoted
from marsad.desk.reading_aid import aid
from marsad.desk.telling import kind_of
from marsad.desk.visit import Here, Visit
from marsad.errors import UnknownEntry
from marsad.ledger.events import Incident
from marsad.matching import Link
from marsad.model import Event

_PAGE = 60


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What one claim says of the event, in its own words."""

    card: Card
    quote: str


@get("/events", sync_to_thread=True)
def events(
    visit: Here, q: FromQuery[str | None] = None, page: FromQuery[int] = 1, background: FromQuery[bool] = False
) -> Response[str]:
    """The incidents, newest first."""
    found = [one for one in visit.answers.events(visit.moment) if (background or not one.background) and named(one, q)]
    found.sort(key=lambda one: (one.start, one.id), reverse=True)
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    return visit.page("events.html", rows=shown, total=len(found), page=page, pages=pages, q=q, background=background)


def named(one: Incident, q: str | None) -> bool:
    """Whether an actor, an originator, the place or the kind of an incident holds the words."""
    if not q:
        return True
    names = [actor.name for actor in (*one.side_a, *one.side_b)] + list(one.originators)
    names += [name for name in (one.place.name, one.place.adm1, one.place.country) if name] if one.place else []
    names += [name for name in (one.acled_type, one.event_type, one.weapon) if name]
    return any(q.casefold() in name.casefold() for name in names)


@get("/events/{id:str}", sync_to_thread=True)
def event(visit: Here, id: FromPath[str]) -> Response[str]:
    """One incident: accounts, figures, matched claims with the reasons."""
    found = next((one for one in visit.answers.events(visit.moment) if one.id == id or id in one.claims), None)
    if found is None:
        raise UnknownEntry(
            f"there is no event {id} at this moment", remedy="Its claims may have been matched otherwise: see the list of events."
        )
    accounts = _accounts(visit, found)
    tallies = [tally for tally in visit.answers.tolls(visit.moment) if tally.group == found.id]
    group = visit.answers.matches(visit.moment).group_of(found.claims[0])
    links = visit.answers.matches(visit.moment).links(group) if group and len(group.reports) > 1 else ()
    return visit.page(
        "event.html", event=found, accounts=accounts, tallies=tallies, links=links, aid=lambda tally: aid(tally, visit.words),
        says={account.card.id: account.card for account in accounts}, strength=strength,
    )  # fmt: skip


def _accounts(visit: Visit, incident: Incident) -> list[Account]:
    known, judgements = visit.answers.known(visit.moment), judged(visit.answers.decisions(visit.moment))
    sizes = visit.answers.group_sizes(visit.moment)
    made = []
    for id in incident.claims:
        if id not in known:
            continue
        item = known[id]
        spans = [Span(anchor.start, anchor.end, id, kind_of(item.claim)) for anchor in item.claim.anchors]
        quote = quoted(visit.answers.text(item.report, visit.moment), spans)
        made.append(Account(card=card(item, visit.words, judgements.get(id), sizes.get(id)), quote=quote))
    made.sort(key=lambda one: (not isinstance(known[one.card.id].claim, Event), one.card.published or "", one.card.id))
    return made


def strength(links: Iterable[Link], claim: str) -> Link | None:
    """The strongest tie of a claim into the group."""
    own = [link for link in links if claim in (link.one, link.other)]
    return max(own, key=lambda link: link.bits if link.bits is not None else 1e9, default=None)


HANDLERS = (events, event)
