"""Search over everything: reports, claims, places, actors, sources and events, in any script."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromQuery

from marsad.desk.pages import actors, events
from marsad.desk.preview import masked, preview
from marsad.desk.visit import Here, Visit
from marsad.gazetteer.folding import fold

_PAGE, _FEW = 20, 6


@get("/search", sync_to_thread=True)
def search(
    visit: Here, q: FromQuery[str | None] = None, after: FromQuery[str | None] = None,
    graphic: FromQuery[bool] = False, piece: FromQuery[bool] = False,
) -> Response[str]:  # fmt: skip
    """What holds the words, by sort; `piece` is the list alone, for the palette."""
    query = (q or "").strip()[:200]
    found = visit.answers.search(query, limit=_FEW if piece else _PAGE, after=after) if query else None
    told = found.rows if found else ()
    reports = visit.answers.rows([row.report for row in told], visit.moment)
    known = visit.answers.claims([row.id for row in told if row.kind == "claim"], visit.moment)
    rows = [row for row in told if row.report in reports and (row.kind == "report" or row.id in known)]
    return visit.page(
        "parts/found.html" if piece else "search.html", q=query, rows=rows, known=known, graphic=graphic,
        after=found.after if found else None, named=_named(visit, query) if query and not after else {},
        preview=lambda row: preview(row.snippet, row.spans, graphic=graphic), masked=(lambda text: text) if graphic else masked,
    )  # fmt: skip


def _named(visit: Visit, query: str) -> dict[str, list[Any]]:
    """Places, actors, sources and events by their names."""
    words, moment, answers = fold(query), visit.moment, visit.answers
    spots = answers.places(moment).values()
    everybody = [one for one in answers.actors(moment) if words in fold(one.shown)][:_FEW]
    return {
        "places": [one for one in spots if words in fold(one.spot.name)][:_FEW],
        "actors": actors.shown(visit, everybody),
        "sources": [(key, one) for key, one in answers.sources(moment).items() if words in fold(one.name)][:_FEW],
        "events": [one for one in answers.events_page(moment, None, query).rows if events.named(one, query)][:_FEW],
    }


HANDLERS = (search,)
