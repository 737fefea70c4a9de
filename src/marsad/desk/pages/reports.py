"""Reports: the list, and one with its text, claims, versions, copies and original."""

from __future__ import annotations

from collections import Counter
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
_LONGEST = 250_000
"""Characters of a text that its page shows: as many as are read."""
_MOST = 10_000
_MOST_PAIRS = 3_000_000
"""Words, and pairs of the same word, that are compared one by one: beyond, what differs is shown as gone and new at once."""
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
        text=difference(older.report.text[:_LONGEST], stored.report.text[:_LONGEST]) if older
        else marked(stored.report.text, spans(own), longest=_LONGEST), cut=len(stored.report.text) > _LONGEST,
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
    for tag, a, b, c, d in _steps(before, after):
        if tag == "equal":
            if d > c:
                made.append(Stretch("equal", "".join(after[c:d])))
            continue
        if b > a:
            made.append(Stretch("del", "".join(before[a:b])))
        if d > c:
            made.append(Stretch("ins", "".join(after[c:d])))
    return made


def _steps(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """What stays, goes and comes. What both begin and end with isn't compared: most versions change a few words."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    held = Counter(new)
    if len(old) + len(new) > _MOST or sum(held[word] for word in old) > _MOST_PAIRS:
        middle = [("replace", 0, len(old), 0, len(new))]
    else:
        middle = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    end = ("equal", len(before) - tail, len(before), len(after) - tail, len(after))
    return [("equal", 0, head, 0, head), *((tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in middle), end]


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
