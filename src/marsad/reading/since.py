"""From when a running toll counts: "since rebels attacked on Wednesday" lasts from that day to the publication."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import msgspec

from marsad.model import When
from marsad.reading.document import Document
from marsad.reading.draft import Draft
from marsad.reading.language import lists_of
from marsad.reading.staying import is_spread

_REACH = 14
_LENGTHS = ((1, 1), (6, 2), (7, 3), (31, 4))


def run_since(document: Document, drafts: list[Draft]) -> None:
    """Let each running toll's `when` last from its first day to the publication; one without a day has that of the figure before.

    A day counts as the first where "since", or the beginning of a war ("that began in 2011"), stands before it in its clause.
    """
    told: dict[str, When] = {}
    for draft in drafts:
        if draft.kind != "toll" or draft.fields["scope"] != "cumulative":
            continue
        outcome = draft.fields["outcome"]
        whole = draft.fields["part_of"]
        again = draft.rule.endswith("-put") and outcome in told and "when" not in draft.settled
        if again and not (draft.when and draft.when.text.startswith("since")):
            draft.when = told[outcome]  # a day beside "spoke of 12" is that of speaking
        elif whole is not None and whole.when is not None and whole.fields["scope"] == "cumulative":
            draft.when = whole.when  # a share counts from when its whole does
        elif draft.when is not None:
            draft.when = _lasting(document, draft.when)
            if not draft.background:
                told[outcome] = draft.when


def go_on(document: Document, drafts: list[Draft]) -> None:
    """Give a long toll without a time that of the one just before it: "5,601 died in 2024. A further 2,212 were injured"."""
    tolls = [draft for draft in drafts if draft.kind == "toll"]
    for before, draft in pairwise(tolls):
        near = 0 <= draft.sentence.index - before.sentence.index <= 1 and draft.fields["scope"] == before.fields["scope"]
        if near and draft.fields["scope"] in ("period", "cumulative") and draft.fields["outcome"] != before.fields["outcome"]:
            if "\n" in document.text[before.start : draft.start]:
                continue
            moved = before.sentence is not draft.sentence and is_spread(draft)
            draft.when = draft.when or (None if "when" in draft.settled else before.when)
            draft.where = draft.where or (None if "where" in draft.settled or moved else before.where)


def date_series(drafts: list[Draft]) -> None:
    """Give running counts of one sentence the time that ends it: "74 have been killed and 1,500 arrested since 2015"."""
    tolls = [draft for draft in drafts if draft.kind == "toll" and draft.fields["scope"] == "cumulative"]
    for draft, after in reversed(list(pairwise(tolls))):
        if draft.sentence is after.sentence and draft.when is None and "when" not in draft.settled:
            draft.when = after.when


def _lasting(document: Document, when: When) -> When:
    published = document.published
    if published is None or when.start is None or when.type != "DATE" or not _opens(document, when):
        return when
    try:
        first = date.fromisoformat(when.start[:10])
    except ValueError:
        return when
    if first > published:
        return when
    days = (published - first).days + 1
    precision = next((grade for most, grade in _LENGTHS if days <= most), 5)
    return msgspec.structs.replace(when, end=published.isoformat(), precision=precision)


def _opens(document: Document, when: When) -> bool:
    """Whether the words of a clause before a day make it the first of a time that goes on."""
    if when.anchor is None:
        return False
    sentence = document.sentence_at(when.anchor.start)
    before = [token.lower for token in sentence.tokens if token.start < when.anchor.start][-_REACH:]
    for word in reversed(before):
        if word in _words("first_days"):
            return True
        if word in (",", ";", ":", "."):
            return False
    return False


_words = lists_of("circumstances")
