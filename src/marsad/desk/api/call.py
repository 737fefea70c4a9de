"""One call: what every address of the API takes, and how its answer goes out: pages, forms, ETags."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency

from marsad.desk.api.byids import ByIds
from marsad.desk.api.geo import Placed, collection
from marsad.desk.api.params import AsOf, KnownAt, Policy, Who, said
from marsad.desk.guard import Action
from marsad.desk.moment import BadMoment
from marsad.desk.visit import Visit
from marsad.store import Head, Page
from marsad.table import Table, spreadsheet_cell

T = TypeVar("T")
Asking = Callable[[str | None, int], Page[Any]]
"""(after, how many) -> a page."""
_TIMES = 5
"""A page that isn't half full is filled up, with no more than so many questions."""
Form = Literal["json", "geojson", "csv", "jsonl"]
MEDIA: dict[Form, str] = {
    "json": "application/json", "geojson": "application/geo+json",
    "csv": "text/csv", "jsonl": "application/x-ndjson",
}  # fmt: skip


class BadQuestion(BadMoment):
    """An address that asks for what can't be had."""

    remedy = "See /api/v1/openapi.json."


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list (its `items` stand before these): `total` of all pages, `next` page's address, and the record's end."""

    total: int | None
    next: str | None
    head: Head


@dataclass(frozen=True, slots=True)
class Kind:
    """How a listing goes out: the columns of its CSV, what tells an item from others, and where it has its place."""

    name: str
    columns: tuple[str, ...]
    key: Callable[[Any], str]
    placed: Callable[[Any], Placed] | None = None


def call_of(
    visit: NamedDependency[Visit],
    as_of: AsOf = None, known_at: KnownAt = None, policy: Policy = None,
    format: Annotated[Form | None, said("The answer's form, before Accept. CSV and JSON Lines hold the whole list.")] = None,
) -> Call:  # fmt: skip
    """The call behind a request; the parameters are read again from the address, so that pages and API mean the same."""
    return Call(visit, format or _accepted(visit.request.headers.get("accept", "")))


def _accepted(header: str) -> Form:
    """The first form that the caller names; JSON where it names none of ours."""
    named = [part.partition(";")[0].strip().lower() for part in header.split(",")]
    forms = {media.partition(";")[0]: form for form, media in MEDIA.items()}
    return next((forms[name] for name in named if name in forms), "json")


class Call:
    """A question at a moment, in a form."""

    def __init__(self, visit: Visit, form: Form) -> None:
        self.visit, self.form = visit, form
        self.answers, self.moment = visit.answers, visit.moment
        self.head = visit.answers.head()

    @property
    def etag(self) -> str:
        """Strong: the answer is a function of the record's end, the question and this program."""
        request = self.visit.request
        asked = sorted((name, str(value)) for name, value in request.query_params.multi_items())
        parts = (self.head.hash, request.url.path, repr(asked), self.form, version("marsad"))
        return f'"{sha256(chr(31).join(parts).encode("utf-8", "replace")).hexdigest()[:32]}"'

    def one(self, make: Callable[[], Any]) -> Response[Any]:
        """One thing."""
        if self.form != "json":
            raise BadQuestion(f"one thing is given as JSON alone, not as {self.form}", remedy="Ask the list for another form.")
        return self._known() or self._sent(msgspec.json.encode(make()))

    def listing(self, kind: Kind, make: Callable[[], Sequence[Any]], *, limit: int, after: str | None) -> Response[Any]:
        """A list: a page of it as JSON or GeoJSON, all of it as CSV or JSON Lines."""
        self._can(kind)
        if known := self._known():
            return known
        items = make()
        if self.form in ("csv", "jsonl"):
            return self._file(kind, items)
        start = _start(items, after, kind.key)
        shown = items[start : start + limit]
        end = start + limit
        onward = f"{end}~{_key(items, end - 1, kind.key)}" if end < len(items) else None
        return self._page(kind, shown, len(items), onward)

    def pages(
        self, kind: Kind, page: Asking, make: Callable[[], Sequence[Any]], *, limit: int, after: str | None,
        holds: Callable[[Any], bool],
    ) -> Response[Any]:  # fmt: skip
        """A list that is too long to be made for a page of it: `page` asks for one, `make` makes the whole; of both what holds.

        A page may have fewer than `limit`, even none where few hold, and of what comes in sets more; the last has no `next`.
        """
        self._can(kind)
        if known := self._known():
            return known
        if self.form in ("csv", "jsonl"):
            return self._file(kind, [item for item in make() if holds(item)])
        if after and "~" not in after:
            raise BadQuestion(f"{after!r} ends no page", remedy="Take `next` of the page before.")
        shown: list[Any] = []
        at, asked = after or None, 0
        while asked == 0 or (at is not None and 2 * len(shown) < limit and asked < _TIMES):
            found = page(at, limit - len(shown))
            shown += filter(holds, found.rows)
            at, asked = found.after, asked + 1
        return self._page(kind, shown, None, at)

    def _can(self, kind: Kind) -> None:
        if self.form == "geojson" and kind.placed is None:
            raise BadQuestion(f"{kind.name} have no place, so there is no GeoJSON of them", remedy="Ask for json, jsonl or csv.")

    def _page(self, kind: Kind, shown: Sequence[Any], total: int | None, after: str | None) -> Response[Any]:
        onward = self.visit.same(after=after) if after else None
        plain = msgspec.to_builtins(Listing(total=total, next=onward, head=self.head))
        if kind.placed is not None and self.form == "geojson":
            body: dict[str, Any] = {**collection(shown, kind.placed), **plain}
        else:
            body = {"items": list(shown), **plain}
        return self._sent(msgspec.json.encode(body), onward=onward)

    def _known(self) -> Response[Any] | None:
        given = [tag.strip().removeprefix("W/") for tag in self.visit.request.headers.get("if-none-match", "").split(",")]
        if self.etag in given or "*" in given:
            return Response(b"", status_code=304, media_type=MEDIA[self.form], headers=self._headers())
        return None

    def _file(self, kind: Kind, items: Sequence[Any]) -> Response[Any]:
        name = f"{kind.name}.{self.form}"
        if self.form == "jsonl":
            return self._sent(b"".join(msgspec.json.encode(item) + b"\n" for item in items), file=name)
        made = io.StringIO()
        writer = csv.writer(made, lineterminator="\n")
        writer.writerow(kind.columns)
        rows = Table(items).rows()
        writer.writerows([spreadsheet_cell(row.get(column)) for column in kind.columns] for row in rows)
        return self._sent(made.getvalue().encode("utf-8", "replace"), file=name)

    def _headers(self) -> dict[str, str]:
        return {"etag": self.etag, "vary": "accept", "cache-control": "private, no-cache"}

    def _sent(self, body: bytes, *, onward: str | None = None, file: str | None = None) -> Response[Any]:
        headers = self._headers()
        if onward is not None:
            headers["link"] = f'<{onward}>; rel="next"'
        if file is not None:
            headers["content-disposition"] = f'attachment; filename="marsad-{file}"'
        return Response(body, media_type=MEDIA[self.form], headers=headers)


def _start(items: Sequence[Any], after: str | None, key: Callable[[Any], str]) -> int:
    """Where the page after a cursor begins: behind its item, wherever that stands by now; else at the same number."""
    if not after:
        return 0
    number, mark, last = after.partition("~")
    if not (mark and number.isascii() and number.isdigit() and len(number) < 10):
        raise BadQuestion(f"{after!r} ends no page", remedy="Take `next` of the page before.")
    at = int(number)
    if 0 < at <= len(items) and _key(items, at - 1, key) == last:
        return at
    keys = items.ids if isinstance(items, ByIds) else map(key, items)
    return next((n + 1 for n, one in enumerate(keys) if one == last), min(at, len(items)))


def _key(items: Sequence[Any], at: int, key: Callable[[Any], str]) -> str:
    return items.ids[at] if isinstance(items, ByIds) else key(items[at])


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes."""

    visit: Visit
    person: str | None

    def need(self, action: Action, thing: str = "") -> str:
        """The name of who writes, where they may. Raises NotNamed, NotAllowed."""
        return self.visit.desk.guard.need(self.person, action, thing)


def sender_of(
    visit: NamedDependency[Visit], request: Request[Any, Any, Any],
    who: Who = None,
) -> Sender:  # fmt: skip
    """The person behind a request that writes."""
    return Sender(visit, visit.desk.guard.person(who) if who else visit.person)
