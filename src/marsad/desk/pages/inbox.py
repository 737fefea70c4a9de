"""The inbox: reports with claims that nobody has judged, the words beside them, a key for every judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromQuery

from marsad.desk.cards import card, spans, tallied
from marsad.desk.forms import Sent, field
from marsad.desk.judged import UNSEEN, State
from marsad.desk.marking import marked
from marsad.desk.telling import kind_of
from marsad.desk.visit import Here, Visit
from marsad.store import Pile, ReportRow

SHOWN = ("unseen", "accepted", "rejected", "everything")
KINDS = ("event", "toll", "control", "movement", "statement", "agreement", "relation")
_QUEUE = 60


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A report in the queue: how many of its claims are new, of how many."""

    report: ReportRow
    new: int
    all: int


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """The reports that wait, the one that is open, and the next; `left` more aren't listed."""

    waiting: tuple[Waiting, ...]
    left: int
    open: str | None
    next: str | None
    new: int


def queue(piles: Iterable[Pile], rows: Callable[[list[str]], Mapping[str, ReportRow]], open: str | None) -> Queue:
    """Reports with new claims, the last that came in at the top, and the open one; `rows` gives those that are listed."""
    made = [pile for pile in piles if pile.unseen or pile.report == open]
    ids = [pile.report for pile in made]
    shown = open or next((pile.report for pile in made if pile.unseen), None)
    at = ids.index(shown) if shown in ids else -1
    after = next((pile.report for pile in chain(made[at + 1 :], made[: max(at, 0)]) if pile.unseen), None)
    first = max(0, min(at - _QUEUE // 2, len(made) - _QUEUE))
    listed = made[first : first + _QUEUE]
    found = rows([pile.report for pile in listed])
    return Queue(
        waiting=tuple(
            Waiting(report=found[pile.report], new=pile.unseen, all=pile.claims) for pile in listed if pile.report in found
        ),
        left=max(0, len(made) - _QUEUE), open=shown, next=after, new=sum(pile.unseen for pile in made),
    )  # fmt: skip


@get("/inbox", sync_to_thread=True)
def inbox(
    visit: Here, report: FromQuery[str | None] = None, show: FromQuery[str] = "everything", kind: FromQuery[str | None] = None
) -> Response[str]:
    """The queue, and one report with its claims."""
    moment, answers = visit.moment, visit.answers
    shown = queue(answers.piles(moment), lambda ids: answers.rows(ids, moment), report)
    opened = _opened(visit, shown.open, show, kind) if shown.open else None
    return visit.page("inbox.html", queue=shown, opened=opened, show=show, kind=kind, kinds=KINDS, shows=SHOWN)


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The open report: its text, marked, and the cards that the filter shows."""

    row: ReportRow
    text: str
    cut: bool
    cards: tuple[Any, ...]
    counts: Counter[State]


def _opened(visit: Visit, id: str, show: str, kind: str | None) -> Opened:
    moment, answers = visit.moment, visit.answers
    own = answers.claims_in(id, moment)
    ids = [item.claim.id for item in own]
    judgements, sizes = answers.judged(ids, moment), answers.sizes(ids, moment)
    chosen = [
        item for item in own
        if (show == "everything" or judgements.get(item.claim.id, UNSEEN).state == show)
        and (kind is None or kind_of(item.claim) == kind)
    ]  # fmt: skip
    text = answers.report(id, moment).report.text
    row = answers.rows([id], moment).get(id) or answers.versions(id, moment)[-1]
    cards = tuple(card(item, visit.words, judgements.get(item.claim.id), sizes.get(item.claim.id)) for item in chosen)
    html = marked(text, spans(own))
    return Opened(row=row, text=html, cut=len(text) > len(html), cards=cards, counts=tallied(own, judgements))


@post("/inbox/add", sync_to_thread=True, status_code=303)
def add(visit: Here, data: Sent) -> Response[Any]:
    """A report that was pasted: read at once, and shown with its claims."""
    who = visit.need("add")
    outcome = visit.answers.add_text(
        str(data.get("text") or ""), title=field(data, "title"), source=field(data, "source"),
        published=field(data, "published"), who=who,
    )  # fmt: skip
    if outcome.state in ("rejected", "unread"):
        return visit.page("error.html", status=400, code=400, message=outcome.message or "", remedy=outcome.remedy or "")
    return visit.back("/inbox", report=outcome.id)


HANDLERS = (inbox, add)
