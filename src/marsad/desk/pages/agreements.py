"""Agreements: truces and the like, how they stand by whose word, and the recorded events that would breach them."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromQuery

from marsad.desk.visit import Here


@get("/agreements", sync_to_thread=True)
def agreements(visit: Here, after: FromQuery[str | None] = None) -> Response[str]:
    """The agreements of the record, the newest first."""
    found = visit.answers.agreements(visit.moment, after)
    known = visit.answers.claims(sorted({id for one in found.rows for id in one.claims}), visit.moment)
    return visit.page("agreements.html", rows=found.rows, known=known, after=after, onward=found.after)


HANDLERS = (agreements,)
