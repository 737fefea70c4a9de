"""Events: what happened, who says so, what is contested, and which claims were matched and why."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from litestar import Response, get
from litestar.params import FromPath, FromQuery

from marsad.desk.cards import Card, card
from marsad.desk.marking import Span, quoted
from marsad.desk.reading_aid import aid
from marsad.desk.telling import kind_of
from marsad.desk.visit import Here, Visit
from marsad.errors import UnknownEntry
from marsad.ledger.events import Incident
from marsad.matching import Link
from marsad.model import Event
from marsad.store import Wanted

_FEW, _TIMES = 20, 5
"""A page is filled up to so many events, where that takes no more than so many questions."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What one claim says of the event, in its own words."""

    card: Card
    quote: str


@get("/events", sync_to_thread=True)
def events(
    visit: Here, q: FromQuery[str | None] = None, after: FromQuery[str | None] = None, background: FromQuery[bool] = False
) -> Response[str]:
    """The incidents, newest first."""
    shown: list[Incident] = []
    at, asked = after or None, 0
    while asked == 0 or (at is not None and len(shown) < _FEW and asked < _TIMES):
        page = visit.answers.events_page(visit.moment, None if background else Wanted(background=False), q or None, at)
        shown += [one for one in page.rows if (background or not one.background) and named(one, q)]
        at, asked = page.after, asked + 1
    shown.sort(key=lambda one: (one.start, one.id), reverse=True)
    return visit.page("events.html", rows=shown, after=after, onward=at, q=q, background=background)


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
    found = visit.answers.event(id, visit.moment)
    if found is None:
        raise UnknownEntry(
            f"there is no event {id} at this moment", remedy="Its claims may have been matched otherwise: see the list of events."
        )
    accounts = _accounts(visit, found)
    tallies = [tally for tally in visit.answers.tolls_about(found.claims, visit.moment) if tally.group == found.id]
    matches = visit.answers.matches_in(found.reports, visit.moment)
    group = matches.group_of(found.claims[0])
    links = matches.links(group) if group and len(group.reports) > 1 else ()
    return visit.page(
        "event.html", event=found, accounts=accounts, tallies=tallies, links=links, aid=lambda tally: aid(tally, visit.words),
        says={account.card.id: account.card for account in accounts}, strength=strength,
    )  # fmt: skip


def _accounts(visit: Visit, incident: Incident) -> list[Account]:
    ids = list(incident.claims)
    known, judgements = visit.answers.claims(ids, visit.moment), visit.answers.judged(ids, visit.moment)
    sizes = visit.answers.sizes(ids, visit.moment)
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
