"""Reports: the list, and one with its text, claims, versions, copies and original."""

from __future__ import annotations

from difflib import SequenceMatcher

import msgspec
from litestar import Response, get
from litestar.params import FromQuery
from markupsafe import Markup

from marsad.desk.cards import card, spans
from marsad.desk.marking import marked, plain
from marsad.desk.visit import Here
from marsad.errors import UnknownEntry

_PAGE = 50
_MIME = "application/octet-stream"


@get("/reports", sync_to_thread=True)
def reports(visit: Here, page: FromQuery[int] = 1) -> Response[str]:
    """All reports, the last that came in first."""
    piles = visit.answers.piles(visit.moment)
    pages = max(1, -(-len(piles) // _PAGE))
    page = min(max(1, page), pages)
    listed = piles[(page - 1) * _PAGE : page * _PAGE]
    rows = visit.answers.rows([pile.report for pile in listed], visit.moment)
    shown = [(rows[pile.report], pile) for pile in listed if pile.report in rows]
    return visit.page("reports.html", rows=shown, total=len(piles), page=page, pages=pages)


@get("/report", sync_to_thread=True)
def report(
    visit: Here, id: FromQuery[str], version: FromQuery[int | None] = None, against: FromQuery[int | None] = None
) -> Response[str]:
    """One report."""
    answers, moment = visit.answers, visit.moment
    stored = answers.report(id, moment, version)
    versions = answers.versions(id, moment)
    newest = answers.report(id, moment)
    own = answers.claims_in(id, moment) if stored == newest else []
    ids = [item.claim.id for item in own]
    judgements, sizes = answers.judged(ids, moment), answers.sizes(ids, moment)
    row = next((row for row in versions if row.version == version), versions[-1])
    older = answers.report(id, moment, against) if against is not None else None
    return visit.page(
        "report.html", row=row, stored=stored, versions=versions, newest=stored == newest,
        text=difference(older.report.text, stored.report.text) if older else marked(stored.report.text, spans(own), longest=None),
        against=against, cards=[card(item, visit.words, judgements.get(item.claim.id), sizes.get(item.claim.id)) for item in own],
        copies=answers.copies(id, moment), reading=answers.reading(id, moment),
    )  # fmt: skip


@get("/original", sync_to_thread=True)
def original(visit: Here, id: FromQuery[str], version: FromQuery[int | None] = None) -> Response[bytes]:
    """The bytes that a report came as, always as a download: a hostile page must not run here."""
    found = visit.answers.original(id, visit.moment, version)
    if found is None:
        raise UnknownEntry(f"the record holds no original of report {id}")
    name = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in id)[:80]
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(found, media_type=_MIME, headers=headers)


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of a text beside another: it stays, is new, or is gone."""

    tag: str
    text: str


def stretches(old: str, new: str) -> list[Stretch]:
    """How the words of `new` differ from those of `old`, in order."""
    before, after = _words(old), _words(new)
    made = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append(Stretch("equal", "".join(after[c:d])))
            continue
        if b > a:
            made.append(Stretch("del", "".join(before[a:b])))
        if d > c:
            made.append(Stretch("ins", "".join(after[c:d])))
    return made


def difference(old: str, new: str) -> Markup:
    """The difference as HTML with <ins> and <del>; texts beyond a size are compared by line only."""
    tags = {"equal": "{}", "del": "<del>{}</del>", "ins": "<ins>{}</ins>"}
    return Markup("").join(Markup(tags[one.tag]).format(plain(one.text)) for one in stretches(old, new))


def _words(text: str) -> list[str]:
    if len(text) > 50_000:
        return text.splitlines(keepends=True)
    made, word = [], ""
    for char in text:
        if word and char.isspace() != word[-1].isspace():
            made.append(word)
            word = ""
        word += char
    return [*made, word] if word else made


HANDLERS = (reports, report, original)
