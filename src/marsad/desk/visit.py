"""One visit to a page: who is here, at which moment, in which language, and the one way to make links and pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.enums import MediaType
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState

from marsad.desk import marking, telling
from marsad.desk.answers import Answers
from marsad.desk.guard import COOKIE, Action, Guard
from marsad.desk.labels import label
from marsad.desk.moment import CARRIED, Moment
from marsad.desk.words import SOURCE, Words, languages
from marsad.ledger.policy import policies

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGUAGE, THEME = "marsad_language", "marsad_theme"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Desk:
    """What all visits share."""

    answers: Answers
    guard: Guard
    environment: Environment
    name: str


def environment() -> Environment:
    """The templates: everything is escaped, unseen signs are seen, a name that isn't there is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        finalize=marking.bare,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(asset=asset, policies=policies(), languages=languages, themes=THEMES, plain=marking.plain)
    made.filters["urlpart"] = lambda value: quote(str(value), safe="")
    return made


_digests: dict[Path, tuple[int, str]] = {}


def asset(name: str) -> str | None:
    """The address of a static file, with its content's digest so that it can be kept for ever; None where it isn't built."""
    path = STATIC / name
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    if _digests.get(path, (0, ""))[0] != changed:
        _digests[path] = (changed, sha256(path.read_bytes()).hexdigest()[:10])
    return f"/static/{name}?v={_digests[path][1]}"


class Visit:
    """One request. A handler asks it for everything."""

    def __init__(self, desk: Desk, request: Request[Any, Any, Any], moment: Moment | None = None) -> None:
        self.desk = desk
        self.answers = desk.answers
        self.request = request
        self.person = desk.guard.person(request.cookies.get(COOKIE))
        self.words = Words(self._language())
        self.made = datetime.now(UTC).isoformat()
        self.moment = moment or Moment.of({name: str(value) for name, value in request.query_params.items()})

    def _language(self) -> str:
        wanted = [self.request.cookies.get(LANGUAGE, "")]
        wanted += [part.partition(";")[0].strip()[:2] for part in self.request.headers.get("accept-language", "").split(",")]
        return next((name for name in wanted if name in languages()), SOURCE)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the page's own address asks besides the moment."""
        asked = self.request.query_params.multi_items() if self.request.method == "GET" else []
        return [(name, str(value)) for name, value in asked if name not in CARRIED]

    def same(self, **more: str | int | None) -> str:
        """The address of this same page; `more` is changed in it."""
        if self.request.method != "GET":
            return self.link("/inbox")
        return self.link(self.request.url.path, **{**dict(self.carried), **more})

    @staticmethod
    def language_name(code: str) -> str:
        """A language in its own words."""
        return Words(code).locale.get_language_name() or code

    @property
    def piece(self) -> bool:
        """Whether only a piece of the page is wanted (pieces.js)."""
        return self.request.headers.get("hx-request") == "true"

    def may(self, action: Action, thing: str = "") -> bool:
        """Whether who is here may do this."""
        return self.desk.guard.may(self.person, action, thing)

    def need(self, action: Action, thing: str = "") -> str:
        """The name of who is here, where they may do this. Raises NotNamed, NotAllowed."""
        return self.desk.guard.need(self.person, action, thing)

    def link(self, path: str, /, **more: str | int | None) -> str:
        """The address of a page at this moment: the only way to make one."""
        return self.moment.link(path, **more)

    def label(self, code: str | None, field: str | None = None) -> str:
        """What a code is called in this language."""
        return label(self.words, code, field)

    def render(self, template: str, /, **context: Any) -> str:
        """A template in this visit's language and moment."""
        csrf = ScopeState.from_scope(self.request.scope).csrf_token
        path = self.request.url.path
        return self.desk.environment.get_template(template).render(
            visit=self, _=self.words, words=self.words, link=self.link, label=self.label, may=self.may, person=self.person,
            moment=self.moment, path=path, csrf=csrf if isinstance(csrf, str) else "", observatory=self.desk.name,
            tell=lambda claim: telling.tell(claim, self.words), place=telling.place, as_said=telling.as_said,
            group=lambda line: telling.group(line, self.words),
            figure=lambda entry: self.words.figure(telling.figure_of(entry)),
            event_type=lambda one: telling.event_type(one, self.words), theme=self.request.cookies.get(THEME, "auto"), **context,
        )  # fmt: skip

    def page(self, template: str, /, *, status: int = 200, **context: Any) -> Response[str]:
        """A page, or a piece of one."""
        return html(self.render(template, **context), status)

    def back(self, path: str, /, **more: str | int | None) -> Redirect:
        """After a post: on to a page at the same moment."""
        return Redirect(self.link(path, **more), status_code=303)


def html(text: str, status: int = 200) -> Response[str]:
    """HTML that no cache keeps."""
    return Response(text, media_type=MediaType.HTML, status_code=status, headers={"cache-control": "no-store"})


Here = NamedDependency[Visit]
"""How a handler asks for its visit: `visit: Here`."""
