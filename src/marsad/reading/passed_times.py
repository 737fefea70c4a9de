"""Times that a sentence only passes by: in a statement's words, in an aside, the beginning of what has lasted since."""

from __future__ import annotations

import calendar
import re
from datetime import date

import msgspec

from marsad.model import TimeMention, When
from marsad.reading.document import Document
from marsad.reading.draft import Draft
from marsad.reading.syntax import ancestors

_SPAN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_YEAR, _MONTH, _DAY = 5, 4, 1
"""UCDP's date_prec of a year, a month and a day."""


def at_its_start(when: When | None) -> When | None:
    """The day, month or year itself that a "since" opens: "since 2011, when X entered Y" tells that X entered in 2011."""
    span = _SPAN.fullmatch(when.value or "") if when is not None and when.text.casefold().startswith("since") else None
    if when is None or span is None:
        return when
    year, month, day = (int(one) if one else None for one in span.groups())
    if year is None:
        return when
    last = month or 12
    end = date(year, last, day or calendar.monthrange(year, last)[1])
    first = date(year, month or 1, day or 1)
    precision = _DAY if day else _MONTH if month else _YEAR
    return msgspec.structs.replace(when, start=first.isoformat(), end=end.isoformat(), precision=precision)


def is_said(draft: Draft, time: TimeMention) -> bool:
    """Whether a time stands in the words of a statement: "accused the army of shelling the camp on Friday" dates the shelling."""
    content = draft.fields.get("content") if draft.kind == "statement" else None
    if not content:
        return False
    if _in_passing(draft, time):
        return True
    starts = [(one.start, one.text.rfind(content)) for one in draft.anchors]
    return any(at >= 0 and start + at <= time.start < start + at + len(content) for start, at in starts)


def since_then(document: Document, time: TimeMention) -> bool:
    """Whether a time only dates what something has lasted since: "have killed 6,000 since the February 2021 coup"."""
    return document.text[max(0, time.start - 10) : time.start].endswith("since the ")


def _in_passing(draft: Draft, time: TimeMention) -> bool:
    """Whether a time is that of something told in passing: "the junta, which broke with Paris in 2022, accuses X"."""
    sentence = draft.sentence
    inside = sentence.tokens_in(time.start, time.end)
    chain = [inside[-1].i, *ancestors(sentence, inside[-1].i)] if sentence.parsed and inside else []
    clause = next((one for one in chain if sentence.tokens[one].dep == "relcl"), None)
    return clause is not None and clause != draft.trigger and clause not in ancestors(sentence, draft.trigger)
