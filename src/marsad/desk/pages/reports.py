"""Reports: the list, and one with its text, claims, versions, copies and original."""

from __future__ import annotations

import mimetypes
from typing import Any

from litestar import Response, get
from litestar.params import FromQuery

from marsad.desk import triage
from marsad.desk.cards import Card, card, spans
from marsad.desk.differing import difference
from marsad.desk.hiding import hidden
from marsad.desk.marking import LONGEST, cut_at, marked
from marsad.desk.mentions import meant
from marsad.desk.triage import Own
from marsad.desk.visit import Here, Visit
from marsad.errors import UnknownEntry
from marsad.store import StoredReport

_PAGE = 50
_CARDS = 100
_MIME = "application/octet-stream"


@get("/reports", sync_to_thread=True)
def reports(visit: Here, after: FromQuery[str | None] = None) -> Response[str]:
    """A page of reports, the last that was said first."""
    page = visit.answers.observatory.reports_page(limit=_PAGE, after=after, **visit.moment.clocks)
    return visit.page("reports.html", rows=hidden(page.rows, visit.answers.veil()), after=after, more=page.after)


@get("/report", sync_to_thread=True)
def report(
    visit: Here, id: FromQuery[str], version: FromQuery[int | None] = None, against: FromQuery[int | None] = None,
    whole: FromQuery[str | None] = None,
) -> Response[str]:  # fmt: skip
    """One report: as much of a long one as can be read, and all of it where `whole` asks for that."""
    answers, moment = visit.answers, visit.moment
    stored, newest, versions = answers.report(id, moment, version), answers.report(id, moment), answers.versions(id, moment)
    row = next((row for row in versions if row.version == version), versions[-1])
    is_newest = stored == newest
    own = triage.own_claims(answers, id, moment) if is_newest else Own(items=(), judgements={}, groups={})
    older = answers.report(id, moment, against) if against is not None else None
    return visit.page(
        "report.html", row=row, stored=stored, versions=versions, newest=is_newest, against=against, whole=bool(whole),
        copies=answers.copies(id, moment), **_text(visit, stored, own, older, None if whole else LONGEST),
        **_cards(visit, own, None if whole else _CARDS),
    )  # fmt: skip


def _text(visit: Visit, stored: StoredReport, own: Own, older: StoredReport | None, longest: int | None) -> dict[str, Any]:
    """The text as the page shows it; how much of it is left out; what the reader made of its names."""
    text = stored.report.text
    reading = visit.answers.reading(stored.report.id, visit.moment) if own.items else None
    if older is not None:
        shown, left = difference(older.report.text, text, longest=longest)
        return {"text": shown, "left": left, "mentions": (), "reading": reading}
    end = len(text) if longest is None else cut_at(text, longest)
    mentions = meant(reading.mentions if reading else (), visit.words, until=end)
    return {
        "text": marked(text, spans(own.items), longest=longest, mentions=mentions), "left": len(text) - end,
        "mentions": mentions, "reading": reading,
    }  # fmt: skip


def _cards(visit: Visit, own: Own, most: int | None) -> dict[str, Any]:
    sizes = triage.sizes(own)
    cards: list[Card] = [
        card(item, visit.words, own.judgement(item.claim.id), sizes.get(item.claim.id)) for item in own.items[:most]
    ]
    return {"cards": cards, "claims": len(own.items)}


@get("/original", sync_to_thread=True)
def original(visit: Here, id: FromQuery[str], version: FromQuery[int | None] = None) -> Response[bytes]:
    """The bytes that a report came as, always as a download: a hostile page must not run here."""
    found = visit.answers.original(id, visit.moment, version)
    if found is None:
        raise UnknownEntry(f"the record holds no original of report {id}")
    name = _file_name(id, visit.answers.report(id, visit.moment, version).media_type)
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(found, media_type=_MIME, headers=headers)


def _file_name(id: str, media_type: str) -> str:
    """A name that no system stumbles over, with the ending of what the bytes are."""
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in id)
    name = safe.strip("._")[:80] or "report"
    ending = mimetypes.guess_extension(media_type.partition(";")[0].strip()) or ""
    return name if name.lower().endswith(ending) else name + ending


HANDLERS = (reports, report, original)
