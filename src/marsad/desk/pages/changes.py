"""Changes: what every figure was and is, and why it moved; and the log that seals it all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromQuery

from marsad.desk.moment import BadMoment
from marsad.desk.visit import Here
from marsad.ledger.clock import instant

_PAGE = 100


@get("/changes", sync_to_thread=True)
def changes(visit: Here, since: FromQuery[str | None] = None, after: FromQuery[str | None] = None) -> Response[str]:
    """What moved since a day or an instant, the last entries' changes first; without one, since the day before the last entry."""
    head = visit.answers.head()
    since = since or (date.fromisoformat(head.at[:10]) - timedelta(days=1)).isoformat()
    if instant(since, end=True) is None:
        raise BadMoment(f"{since!r} is neither a day nor a time")
    found = visit.answers.changes(since, visit.moment, after)
    moved = [one for one in found.rows if one.before and one.after]
    new = [one for one in found.rows if one.before is None]
    gone = [one for one in found.rows if one.after is None]
    return visit.page("changes.html", since=since, moved=moved, new=new, gone=gone, after=after, onward=found.after)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the log for the eyes."""

    seq: int
    at: str
    kind: str
    who: str
    why: str
    about: str
    hash: str


@get("/log", sync_to_thread=True)
def log(visit: Here, last: FromQuery[int | None] = None) -> Response[str]:
    """The log, newest entry first: each sealed to the one before by its hash."""
    head = visit.answers.head()
    last = min(last or head.seq, head.seq)
    first = max(1, last - _PAGE + 1)
    lines = [
        Line(
            seq=one.seq, at=one.at, kind=one.kind, who=one.who, why=one.why, about=_about(msgspec.json.decode(one.body)),
            hash=one.hash,
        )
        for one in visit.answers.log(first, last)
    ]  # fmt: skip
    return visit.page("log.html", lines=lines[::-1], head=head, first=first, last=last)


def _about(body: dict[str, Any]) -> str:
    """What an entry is about, in a few words."""
    report = body.get("report")
    if isinstance(report, dict):
        return str(report.get("title") or report.get("id") or "")
    named = [str(body[name]) for name in ("claim", "one", "other", "target", "report", "of", "name") if body.get(name)]
    verdict = body.get("verdict") or {True: "accepted", False: "rejected"}.get(body.get("accepted"), "")  # type: ignore[arg-type]
    return " ".join([*named, str(verdict or "")]).strip()


HANDLERS = (changes, log)
