"""The same answers for programs: `/api/v1`, described by its own OpenAPI document. docs/api.md has examples."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from marsad.desk.api import asked, posted
from marsad.desk.api.call import call_of, sender_of
from marsad.desk.api.document import document_handler
from marsad.desk.api.problems import problem_kind
from marsad.desk.api.sameorigin import only_from_here

PREFIX = "/api/v1"


def router() -> Router:
    """Everything under /api/v1, with its own guard against other sites: it takes JSON alone, from this origin or from none."""
    return Router(
        PREFIX,
        route_handlers=[
            *asked.HANDLERS,
            *posted.HANDLERS,
            problem_kind,
            document_handler(PREFIX, asked.HANDLERS + posted.HANDLERS),
        ],
        dependencies={
            "call": Provide(call_of, sync_to_thread=False),
            "sender": Provide(sender_of, sync_to_thread=False),
        },
        before_request=only_from_here,
    )
