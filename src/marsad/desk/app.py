"""The application: its pages, what goes wrong on them, and what surrounds them."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from litestar import Litestar, Request, Response
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp

from marsad.desk import api
from marsad.desk.answers import Answers
from marsad.desk.api import problems
from marsad.desk.guard import Guard, NotNamed
from marsad.desk.moment import Moment
from marsad.desk.pages import handlers
from marsad.desk.security import LOOPBACK, Secured
from marsad.desk.visit import STATIC, Desk, Visit, environment
from marsad.errors import MarsadError
from marsad.observatory import Observatory

_log = logging.getLogger("marsad.desk")


def make_app(
    observatory: Observatory, *, who: str | None = None, hosts: Collection[str] = LOOPBACK,
    ready: Callable[[], None] = lambda: None,
) -> ASGIApp:  # fmt: skip
    """The desk of an observatory. `who` is the person where it is only ever one; `hosts` are the names that it answers to.

    `ready` is called once all is read that questions stand on.
    """
    desk = Desk(Answers(observatory), Guard(who), environment(), observatory.store.name)

    def visit(request: Request[Any, Any, Any]) -> Visit:
        return Visit(desk, request)

    @asynccontextmanager
    async def warmed(_: Litestar) -> AsyncIterator[None]:
        desk.answers.warm(ready)
        yield

    secret = secrets.token_hex(32)
    app = Litestar(
        route_handlers=[
            *handlers(),
            api.router(),
            create_static_files_router("/static", [STATIC], cache_control=None, name="static"),
        ],
        dependencies={"visit": Provide(visit, sync_to_thread=False)},
        # the cookie's name goes with the secret: one that an earlier run left behind would fit no form
        csrf_config=CSRFConfig(
            secret=secret,
            cookie_name=f"marsad_{secret[:8]}",
            cookie_samesite="strict",
            cookie_httponly=True,
            exclude=f"^{api.PREFIX}/",  # it has a guard of its own: desk/api/sameorigin.py
        ),
        exception_handlers={
            NotNamed: lambda request, error: _ask_name(desk, request, error),
            MarsadError: lambda request, error: _failed(desk, request, error),
            HTTPException: lambda request, error: _refused(desk, request, error),
            Exception: lambda request, error: _unforeseen(desk, request, error),
        },
        # what is guessed from a compressed page's length needs requests with this browser's cookies: none comes from another site
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=6, minimum_size=500),
        lifespan=[warmed],
        openapi_config=None,
        request_max_body_size=64_000_000,
    )
    return Secured(app, hosts)


def _problem(desk: Desk, request: Request[Any, Any, Any], error: Exception) -> Response[Any] | None:
    """An error as a program wants it, where one asked."""
    if not request.url.path.startswith(f"{api.PREFIX}/"):
        return None
    return problems.of_error(error, request.url.path, desk.answers.veil())


def _ask_name(desk: Desk, request: Request[Any, Any, Any], error: NotNamed) -> Response[Any]:
    """Somebody decides who hasn't said their name: ask, and bring them back to the page that they were on."""
    if problem := _problem(desk, request, error):
        return problem
    here = request.headers.get("hx-current-url") or request.headers.get("referer") or ""
    back = here.partition("://")[2].partition("/")[2]
    moved = "/who?" + urlencode({"next": f"/{back}"})
    if request.headers.get("hx-request") == "true":
        return Response("", headers={"HX-Redirect": moved})
    return Redirect(moved, status_code=303)


def _failed(desk: Desk, request: Request[Any, Any, Any], error: MarsadError) -> Response[Any]:
    if problem := _problem(desk, request, error):
        return problem
    status = problems.status_of(error)
    return _told(desk, request, status, error.message, error.remedy)


def _refused(desk: Desk, request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if problem := _problem(desk, request, error):
        return problem
    remedy = "The form was too old: load the page again." if error.status_code == 403 else "Check the address."
    return _told(desk, request, error.status_code, error.detail, remedy)


def _unforeseen(desk: Desk, request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """What nobody thought of: written to the server's log, told without its inside."""
    _log.error("an error that nobody foresaw, at %s", request.url.path, exc_info=error)
    return _problem(desk, request, error) or _told(desk, request, 500, "something went wrong inside", "Try again.")


def _told(desk: Desk, request: Request[Any, Any, Any], status: int, message: str, remedy: str) -> Response[str]:
    message = desk.answers.veil().text(message)
    return Visit(desk, request, Moment()).page("error.html", status=status, code=status, message=message, remedy=remedy)
