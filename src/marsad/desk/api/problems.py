"""What goes wrong, as RFC 9457 has it: `application/problem+json` with the item, the stage and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Response, get
from litestar.exceptions import HTTPException
from litestar.params import PathParameter

from marsad.desk.answers import Withheld
from marsad.desk.guard import NotAllowed, NotNamed
from marsad.errors import BadEntry, InputError, MarsadError, MissingExtra, StoreBusy, StoreFull, UnknownEntry
from marsad.ledger.veil import Veil

KINDS = "/api/v1/problems/"
MEDIA = "application/problem+json"
_STATUS: tuple[tuple[type[MarsadError], int], ...] = (
    (UnknownEntry, 404), (NotNamed, 403), (NotAllowed, 403), (Withheld, 403), (BadEntry, 422),
    (InputError, 422), (StoreFull, 507), (StoreBusy, 503),
    (MissingExtra, 501),
)  # fmt: skip


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong with a request, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    stage: str
    remedy: str
    item: str | None = None


def status_of(error: MarsadError) -> int:
    """The HTTP status that an error of ours has."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def told(status: int, detail: str, remedy: str, *, kind: str = "", stage: str = "desk", item: str | None = None) -> Problem:
    """A problem; one without a kind of its own is what its status says."""
    return Problem(
        type=KINDS + kind if kind else "about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail, stage=stage,
        remedy=remedy, item=item,
    )  # fmt: skip


def of_error(error: Exception, item: str | None, veil: Veil | None) -> Response[Any]:
    """Any error as an answer; what we don't know of is told without its inside."""
    if isinstance(error, MarsadError):
        found = told(
            status_of(error), error.message, error.remedy, kind=type(error).__name__, stage=error.stage, item=item
        )  # fmt: skip
    elif isinstance(error, HTTPException):
        found = told(error.status_code, _detail(error), _remedy(error.status_code), item=item)
    else:
        found = told(500, "something went wrong inside", "Try again; if it stays so, report it with the server's output.")
    plain = msgspec.to_builtins(found)
    body = msgspec.json.encode(veil.of(plain) if veil else plain)
    return Response(body, status_code=found.status, media_type=MEDIA, headers={"cache-control": "no-store"})


def _detail(error: HTTPException) -> str:
    """What Litestar says, with each field that doesn't fit."""
    extra = error.extra if isinstance(error.extra, list) else []
    fields = [f"{one.get('key', 'body')}: {one.get('message')}" for one in extra if isinstance(one, dict)]
    return "; ".join(fields) or error.detail


def _remedy(status: int) -> str:
    if status == 404:
        return "Check the address; /api/v1/openapi.json lists all there are."
    if status == 405:
        return "Check the method; /api/v1/openapi.json lists those that an address takes."
    return "Mend the request; /api/v1/openapi.json says what it takes."


@get("/problems/{name:str}", sync_to_thread=False, include_in_schema=False)
def problem_kind(name: Annotated[str, PathParameter(description="The kind's name.")]) -> dict[str, str]:
    """What a kind of problem means: where `type` of a problem leads."""
    found = next((kind for kind in _kinds(MarsadError) if kind.__name__ == name), None)
    if found is None:
        raise UnknownEntry(f"there is no kind of problem {name!r}", remedy="Take `type` of a problem as it is.")
    return {"name": name, "means": (found.__doc__ or "").partition("\n")[0], "stage": found.stage, "remedy": found.remedy}


def _kinds(kind: type[MarsadError]) -> list[type[MarsadError]]:
    return [kind, *(one for below in kind.__subclasses__() for one in _kinds(below))]
