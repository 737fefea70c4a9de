"""Agreements: truces and the like, how they stand by whose word, and the recorded events that would breach them."""

from __future__ import annotations

from litestar import Response, get

from marsad.desk.visit import Here


@get("/agreements", sync_to_thread=True)
def agreements(visit: Here) -> Response[str]:
    """The agreements of the record, the newest first."""
    found = sorted(visit.answers.agreements(visit.moment), key=lambda one: (one.start, one.id), reverse=True)
    happened = {one.id: one for one in visit.answers.events(visit.moment)}
    return visit.page("agreements.html", rows=found, happened=happened, known=visit.answers.known(visit.moment))


HANDLERS = (agreements,)
