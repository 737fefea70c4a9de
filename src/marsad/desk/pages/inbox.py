"""The inbox: reports with claims that nobody has judged, the words beside them, a key for every judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery

from marsad.desk import triage
from marsad.desk.cards import Card, card, spans, tallied
from marsad.desk.forms import Sent, field
from marsad.desk.judged import State
from marsad.desk.marking import LONGEST, cut_at, marked
from marsad.desk.mentions import Meant, meant
from marsad.desk.triage import Own, Sought, Waiting
from marsad.desk.visit import Here, Visit
from marsad.observatory import Outcome
from marsad.store import GroupLine, ReportRow

SHOWN = ("everything", "unseen", "accepted", "rejected")
KINDS = ("event", "toll", "control", "movement", "statement", "agreement", "relation")
Files = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]


class Bunch(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of one report that speak of one thing; `group` is None for those that are not matched."""

    group: GroupLine | None
    cards: tuple[Card, ...]


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The open report: its text, marked, its mentions, and the claims that the filter shows, by event."""

    row: ReportRow
    text: str
    cut: bool
    mentions: tuple[Meant, ...]
    bunches: tuple[Bunch, ...]
    counts: Counter[State]

    @property
    def shown(self) -> int:
        """How many of the claims the filter shows."""
        return sum(len(bunch.cards) for bunch in self.bunches)

    @property
    def all(self) -> int:
        """How many claims the report has."""
        return sum(self.counts.values())


@get("/inbox", sync_to_thread=True)
def inbox(
    visit: Here, report: FromQuery[str | None] = None, show: FromQuery[str] = "everything", kind: FromQuery[str | None] = None,
    place: FromQuery[str | None] = None, actor: FromQuery[str | None] = None, source: FromQuery[str | None] = None,
    second: FromQuery[str | None] = None, after: FromQuery[str | None] = None,
) -> Response[str]:  # fmt: skip
    """The queue, and one report with its claims."""
    sought = Sought(
        show=show if show in SHOWN else "everything", kind=kind if kind in KINDS else None, place=_given(place),
        actor=_given(actor), source=_given(source), second=bool(second),
    )  # fmt: skip
    if visit.moment.now:
        visit.answers.observatory.settle()
    waiting = triage.queue(visit.answers, visit.moment, sought, after)
    open = report or next((one.report.id for one in waiting.waiting if one.new), None)
    opened = _opened(visit, open, sought) if open else None
    if opened and all(one.report.id != open for one in waiting.waiting):
        first = Waiting(report=opened.row, new=opened.counts["unseen"])
        waiting = msgspec.structs.replace(waiting, waiting=(first, *waiting.waiting))
    return visit.page(
        "inbox.html", queue=waiting, open=open, next=waiting.next(open), opened=opened, sought=sought, kinds=KINDS, shows=SHOWN,
        offer=triage.offer(visit.answers), after=after,
    )  # fmt: skip


def _given(value: str | None) -> str | None:
    return (value or "").strip() or None


def _opened(visit: Visit, id: str, sought: Sought) -> Opened:
    answers, moment = visit.answers, visit.moment
    text = answers.report(id, moment).report.text
    versions = answers.versions(id, moment)
    own = triage.own_claims(answers, id, moment)
    reading = answers.reading(id, moment)
    end = cut_at(text, LONGEST)
    mentions = meant(reading.mentions if reading else (), visit.words, until=end)
    return Opened(
        row=versions[-1], text=marked(text, spans(own.items), mentions=mentions), cut=end < len(text), mentions=mentions,
        bunches=tuple(bunches(own, sought, visit)), counts=tallied(own.items, own.judgements),
    )  # fmt: skip


def bunches(own: Own, sought: Sought, visit: Visit) -> Iterable[Bunch]:
    """A report's claims by what they speak of, in the order of their words; those that are not matched last."""
    found: dict[str, list[Card]] = {}
    sizes = triage.sizes(own)
    for item in own.items:
        group = own.groups.get(item.claim.id)
        judgement = own.judgement(item.claim.id)
        if sought.has(item, judgement, group):
            made = card(item, visit.words, judgement, sizes.get(item.claim.id))
            found.setdefault(group.id if group else "", []).append(made)
    groups = {group.id: group for group in own.groups.values()}
    for id in sorted(found, key=lambda id: id == ""):
        yield Bunch(group=groups.get(id), cards=tuple(found[id]))


@post("/inbox/add", sync_to_thread=True, status_code=303)
def add(visit: Here, data: Sent) -> Response[Any]:
    """A report that was pasted: read at once, and shown with its claims."""
    who = visit.need("add")
    outcome = visit.answers.add_text(
        str(data.get("text") or ""), title=field(data, "title"), source=field(data, "source"),
        published=field(data, "published"), who=who,
    )  # fmt: skip
    return _taken(visit, [(visit.words("the pasted text"), outcome)])


@post("/inbox/files", sync_to_thread=True, status_code=303)
def add_files(visit: Here, data: Files) -> Response[Any]:
    """Files that were dropped or chosen, of any form that can be read: each is taken in, and one that fails holds up no other."""
    who = visit.need("add")
    source, published = field(data, "source"), field(data, "published")
    sent = data.get("file")
    files = [one for one in (sent if isinstance(sent, list) else [sent]) if isinstance(one, UploadFile) and one.filename]
    made: list[tuple[str, Outcome]] = []
    for one in files:
        outcomes = visit.answers.add_file(one.filename, one.file.read(), source=source, published=published, who=who)
        made += [(one.filename, outcome) for outcome in outcomes]
    return _taken(visit, made)


def _taken(visit: Visit, made: list[tuple[str, Outcome]]) -> Response[Any]:
    """On to the one report that came in, else the list of what became of each thing."""
    failed = [outcome for _, outcome in made if outcome.state in ("rejected", "unread")]
    if len(made) == 1 and not failed:
        return visit.back("/inbox", report=made[0][1].id)
    return visit.page("added.html", status=400 if len(failed) == len(made) else 200, made=made, failed=len(failed))


HANDLERS = (inbox, add, add_files)
