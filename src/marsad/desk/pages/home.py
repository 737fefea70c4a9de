"""The door: who is here, in which language, light or dark."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect

from marsad.desk.forms import Sent, field, inside
from marsad.desk.guard import COOKIE, clean_name, cookie_of
from marsad.desk.visit import LANGUAGE, THEME, THEMES, Here
from marsad.desk.words import languages

_YEAR = 365 * 86_400


@get("/", sync_to_thread=True)
def home(visit: Here) -> Redirect:
    """The inbox is where work begins."""
    return Redirect(visit.link("/inbox"), status_code=303)


@get("/who", sync_to_thread=True)
def asked(visit: Here) -> Response[str]:
    """Ask for a name."""
    return visit.page("who.html", back=inside(visit.request.query_params.get("next")))


@post("/who/name", sync_to_thread=True, status_code=303)
def named(data: Sent) -> Response[Any]:
    """Keep the name on this browser."""
    given = clean_name(field(data, "name") or "")
    answer = Redirect(inside(field(data, "next")) if given else "/who", status_code=303)
    answer.set_cookie(_kept(COOKIE, cookie_of(given), httponly=True))
    return answer


@post("/preferences", sync_to_thread=True, status_code=303)
def preferences(data: Sent) -> Response[Any]:
    """Language and light or dark, kept on this browser."""
    answer = Redirect(inside(field(data, "next")), status_code=303)
    if field(data, "language") in languages():
        answer.set_cookie(_kept(LANGUAGE, field(data, "language") or ""))
    if field(data, "theme") in THEMES:
        answer.set_cookie(_kept(THEME, field(data, "theme") or ""))
    return answer


def _kept(name: str, value: str, *, httponly: bool = False) -> Cookie:
    return Cookie(key=name, value=value, max_age=_YEAR, httponly=httponly, samesite="strict", path="/")


HANDLERS = (home, asked, named, preferences)
