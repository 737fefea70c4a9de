"""Search: reports whose text or names hold all the words, the newest first, and the claims in them that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from marsad.gazetteer.folding import folded_words
from marsad.model import Claim, SourceEntry
from marsad.model.roles import actors_of
from marsad.store import tables
from marsad.store.engines import find_words
from marsad.store.records import Found, Page, StoredReport, public_name
from marsad.store.words import forms
from marsad.store.writing import body_reader

_TOKEN = re.compile(r"\w+(?:['’]\w+)*")
_SNIPPET = 240
_MOST_WORDS = 12
_MOST_CLAIMS = 5
_LAST = 2**62
_r, _g, _c = tables.reports.c, tables.readings.c, tables.claims.c
_stored = msgspec.json.Decoder(StoredReport)
_claim = msgspec.json.Decoder(Claim)


def search(connection: Connection, query: str, sources: list[SourceEntry], *, limit: int, after: str | None) -> Page[Found]:
    """A page of up to `limit` reports with their claims. The words that name a protected source find nothing."""
    words = list(dict.fromkeys(folded_words(query)))[:_MOST_WORDS]
    if not words or _names_protected(words, sources):
        return Page(rows=())
    rows: list[Found] = []
    seen: set[str] = set()
    before, at = int(after) if after and after.isdigit() else _LAST, None
    while len(seen) <= limit and (found := find_words(connection, words, before, 2 * limit)):
        for seq in found:
            report = _report_of(connection, seq)
            if report is None or report in seen:
                continue
            if len(seen) == limit:
                return Page(rows=tuple(rows), after=str(at))
            seen.add(report)
            rows += _found(connection, report, words, sources)
            at = seq
        before = found[-1]
    return Page(rows=tuple(rows))


def _names_protected(words: list[str], sources: list[SourceEntry]) -> bool:
    """Whether the words hold a protected source's name: what it finds would tell where that source stands."""
    hidden = (folded_words(name) for source in sources if source.protected for name in (source.name, source.id))
    return any(name and set(name) <= set(words) for name in hidden)


def _report_of(connection: Connection, seq: int) -> str | None:
    """The report that an entry belongs to, if that entry is its newest text, or the newest reading of that."""
    row = connection.execute(select(_r.id, _r.version).where(_r.seq == seq)).first()
    if row is None:
        row = connection.execute(select(_g.report, _g.version).where(_g.seq == seq, _g.until.is_(None))).first()
    if row is None:
        return None
    id, version = row
    newest = select(_r.version).where(_r.id == id).order_by(_r.said.desc(), _r.version.desc()).limit(1)
    return str(id) if connection.execute(newest).scalar() == version else None


def _found(connection: Connection, id: str, words: list[str], sources: list[SourceEntry]) -> Iterator[Found]:
    row = connection.execute(select(_r.seq).where(_r.id == id).order_by(_r.said.desc(), _r.version.desc()).limit(1)).one()
    report = _stored.decode(body_reader(connection)(row.seq)).report
    protected = {name: public_name(source) for source in sources if source.protected for name in (source.name, source.id)}
    outlet = protected.get(report.source or "", report.source)
    spans = list(_spans(report.text, words))
    told: dict[str, Any] = {"report": id, "title": report.title, "outlet": outlet, "published": report.published}
    yield Found(kind="report", id=id, **told, **_snippet(report.text, spans[0][0] if spans else 0, words))
    query = select(_c.body).where(_c.report == id, _c.until.is_(None), _c.said_until.is_(None)).order_by(_c.position)
    claims = (_claim.decode(body) for body in connection.execute(query).scalars())
    saying = [claim for claim in claims if _says(claim, words)]
    for claim in saying[:_MOST_CLAIMS]:
        yield Found(kind="claim", id=claim.id, **told, **_snippet(report.text, claim.anchors[0].start, words))


def _says(claim: Claim, words: list[str]) -> bool:
    named = [anchor.text for anchor in claim.anchors] + [actor.name for actor in actors_of(claim)]
    named += [claim.where.name, claim.where.adm1 or ""] if claim.where else []
    said = {form for text in named for form in forms(text)}
    return all(word in said for word in words[:-1]) and any(form.startswith(words[-1]) for form in said)


def _snippet(text: str, first: int, words: list[str]) -> dict[str, Any]:
    start = max(0, first - _SNIPPET // 4)
    if start:
        start = text.find(" ", start, first) + 1 or start
    snippet = text[start : start + _SNIPPET]
    return {"snippet": snippet, "start": start, "spans": tuple(_spans(snippet, words))}


def _spans(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    """Where a word of the text is one of those sought; the last may be a beginning."""
    for token in _TOKEN.finditer(text):
        found = _token_forms(token[0])
        if any(form in words[:-1] or form.startswith(words[-1]) for form in found):
            yield token.start(), token.end()


@lru_cache(maxsize=65536)
def _token_forms(token: str) -> tuple[str, ...]:
    return tuple(forms(token))
