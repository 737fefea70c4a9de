"""Places: which ones the record speaks of, and all that it says of one."""

from __future__ import annotations

import msgspec
from litestar import Response, get
from litestar.params import FromPath, FromQuery

from marsad.desk.atlas import happened, status
from marsad.desk.charts.bands import bands
from marsad.desk.reading_aid import aid
from marsad.desk.sides import Side, side_of
from marsad.desk.telling import site
from marsad.desk.visit import Here, Visit
from marsad.desk.whereabouts import Whereabout, key_of, wanted_of
from marsad.errors import UnknownEntry
from marsad.gazetteer.folding import fold
from marsad.ledger.control import PlaceControl, Spell

_PAGE = 60
_REPORTS = 60


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A spell in the table: what it says, whose side, and the report whose words it began with."""

    spell: Spell
    site: str
    side: Side
    says: str
    report: str | None


@get("/places", sync_to_thread=True)
def places(visit: Here, q: FromQuery[str | None] = None, page: FromQuery[int] = 1) -> Response[str]:
    """The places that claims name, most claims first."""
    found = [one for one in _all(visit).values() if not q or _named(one, q)]
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(1, page), pages)
    held = {one.key: one for one in visit.answers.control(visit.moment)}
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    return visit.page(
        "places.html", rows=shown, held=held, total=len(found), page=page, pages=pages, q=q,
        told=lambda spell: status(spell, visit.words),
    )  # fmt: skip


def _all(visit: Visit) -> dict[str, Whereabout]:
    return visit.answers.places(visit.moment)


def _named(one: Whereabout, q: str) -> bool:
    return any(fold(q) in fold(name) for name in (one.spot.name, one.spot.adm1, one.spot.country) if name)


@get("/places/{id:str}", sync_to_thread=True)
def place(visit: Here, id: FromPath[str]) -> Response[str]:
    """One place: who holds it by whose word, what happened there, how many people it took, who names it."""
    answers, moment, words = visit.answers, visit.moment, visit.words
    found = answers.place(id, moment)
    if found is None:
        raise UnknownEntry(
            f"no claim names a place {id} at this moment", remedy="Look at another moment, or at the list of places."
        )
    control = answers.control_of(found.key, moment)
    sides = answers.sides(moment)
    span = answers.span(moment)
    until = moment.as_of[:10] if moment.as_of else span[1] if span else ""
    there = wanted_of(found)
    told, counted = answers.events_page(moment, there), answers.tolls_page(moment, there)
    incidents = [one for one in told.rows if one.place and key_of(one.place) == found.key]
    incidents.sort(key=lambda one: (one.background, one.start, one.id), reverse=True)
    tallies = [one for one in counted.rows if one.place and key_of(one.place) == found.key]
    rows = sorted(answers.rows(list(found.reports), moment).values(), key=lambda row: (-row.seq, row.id))[:_REPORTS]
    inside = [] if found.spot.precision not in (3, 4) else [
        one for one in answers.places(moment).values()
        if one.id != id and one.spot.country == found.spot.country and one.spot.adm1 and one.spot.adm1 == found.spot.adm1
    ]  # fmt: skip
    return visit.page(
        "place.html", found=found, control=control, lines=_lines(visit, control, sides) if control else [],
        chart=bands(control, until, sides, words) if control and until else None, sides=_seen(control, sides), until=until,
        incidents=[(one, happened(one, until or one.end, words)) for one in incidents], more=told.after is not None,
        tallies=tallies, aid=lambda tally: aid(tally, words), rows=rows, reports=len(found.reports), inside=inside,
    )  # fmt: skip


def _seen(control: PlaceControl | None, sides: dict[str, Side]) -> list[Side]:
    """The sides of one place, in the order of their letters."""
    own = {side_of(spell.actors[0]) for spell in control.timeline} if control else set()
    return [side for key, side in sides.items() if key in own]


def _lines(visit: Visit, control: PlaceControl, sides: dict[str, Side]) -> list[Line]:
    known = visit.answers.claims([spell.claims[0] for spell in control.timeline], visit.moment)
    made = []
    for spell in control.timeline:
        item = known.get(spell.claims[0])
        side = sides[side_of(spell.actors[0])]
        made.append(
            Line(
                spell=spell,
                site=site(spell.site, visit.words),
                side=side,
                says=status(spell, visit.words),
                report=item.report if item else None,
            )
        )
    return made


HANDLERS = (places, place)
