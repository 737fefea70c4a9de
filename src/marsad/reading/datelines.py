"""Where and when a report was written, which is neither where nor when anything happened: datelines, datelined days, bylines."""

from __future__ import annotations

import re

from marsad.model import PlaceMention, TimeMention
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import table, word_list

_AFTER_DATELINE = re.compile(r"(?:,\s*[A-Z][\w. ]+)?\s*(?:\([A-Z][^)]{1,30}\)\s*[-–—]*|[-–—]{1,2}\s)")
_DATE_LINE = re.compile(r"[\W\d]*(?:[A-Z][a-z]{2,8}(?:[\W\d]+|$)){0,3}")
_BYLINE = re.compile(r"(?:By|From|Reporting (?:by|from))\b[^.;:]{0,60}?(?: in|,)? ?|Reporting from ")
_SEAT = re.compile(r"[A-Z][A-Z' -]{2,24}(?:, [A-Z][\w. ]{2,40})?(?:, | \()$")
"""Where a dateline was written, before its day: "JUBA, Nov 28 - ", "JUBA (28 November) - "."""
_FULL_DATE = re.compile(r"(?:19|20)\d\d")
_AFTER_DATE = re.compile(r"[\s.:|]*(?:$|\n|[-\u2013\u2014(]|[\"\u201c']?[A-Z0-9])")
_FAR = 90
"""Characters of its line before the day of a dateline, and `_HEAD` before that line: a headline or two."""
_HEAD = 300
_BULLET = re.compile(r"\W*(?:\d+[.)]\s*)?")
_LABEL_END = re.compile(r"(?: [a-z]+(?:-[a-z]+)?){0,2}:\s")
_KIND = 40
"""Characters in which a label says what kind of place it names."""
_OPENING = 5
"""Tokens within which a sentence's heading ends."""
HEADING = re.compile(r"^([A-Z][A-Z'’ -]{2,24}[A-Z])(?: ?:| [-–—]) ", re.MULTILINE)
"""A place in capitals that opens a paragraph: "KUNDUZ: Nine soldiers died"."""


def is_date_line(document: Document, sentence: Sentence, time: TimeMention) -> bool:
    """Whether a date only says when the report was written: the day of publication in full, set before its words without
    a preposition ("Saturday 30 November 2024 Rebels took X"), or the date of a dateline ("IDLIB, Nov. 28 - ...")."""
    interval = time.interval
    if interval is None or interval.start is None or interval.start != interval.end:
        return False
    line = document.text.rfind("\n", 0, time.start) + 1
    opens = time.start - line < _FAR and line < _HEAD
    if opens and _SEAT.fullmatch(document.text, line, time.start):
        return True
    if document.published is not None and interval.start != document.published.isoformat():
        return False
    if opens and document.text.startswith(":", time.end) and not word_list("attribution", "titles").isdisjoint(sentence.lowers):
        return True  # "Control update, 27 August: rebels take X"
    if not _AFTER_DATE.match(document.text, time.end):
        return False
    before = [token.text for token in sentence.tokens_before(time.start)[-2:]]
    free = not before or not before[-1].islower() or before[-1] in table("circumstances")["dated"]
    if free and _FULL_DATE.search(time.text):
        return True
    lined = document.text[time.end :].lstrip(" .")[:1] in ("-", "\u2013", "\u2014", "(")
    return lined and opens and not any(word.islower() for word in before)


def is_dateline(document: Document, sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a place only says where the report was written: "MOSCOW (Agency)", "ALEPPO, Syria -" before its first words."""
    before = document.text[sentence.start : place.start]
    after = document.text[place.end : place.end + 40]
    if after[:1] in ("\n", "") and _BYLINE.fullmatch(before.rpartition("\n")[2]):
        return True
    if not (_AFTER_DATELINE.match(after) or (place.text.isupper() and len(place.text) > 3)):
        return False
    return not any(c.islower() for c in before) or _DATE_LINE.fullmatch(before) is not None


def is_headed(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence opens with a place as its heading, or is one in capitals: "Donetsk oblast: two killed", "NIGER."."""
    if len(sentence.tokens) < _OPENING and sentence.text.isupper():
        return True
    if ":" not in sentence.lowers:
        return False
    colon = next((token for token in sentence.tokens[:_OPENING] if token.text == ":"), None)
    return colon is not None and bool(within(document.places, sentence.start, colon.start))


def heading_of(document: Document, sentence: Sentence) -> re.Match[str] | None:
    """The heading (see `HEADING`) of the paragraph that a sentence stands in; its first group is the name."""
    return HEADING.match(document.text, document.text.rfind("\n", 0, sentence.start) + 1)


def section_of(document: Document, sentence: Sentence) -> re.Match[str] | None:
    """The heading of a sentence's paragraph in a round-up, where several open so: one alone is a dateline."""
    heading = heading_of(document, sentence)
    return heading if heading is not None and len(set(HEADING.findall(document.text))) > 1 else None


def is_label(document: Document, sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a place opens its sentence as a label, perhaps with its kind: "Kursk: ...", "- Homs province: ..."."""
    before, after = document.text[sentence.start : place.start], document.text[place.end : place.end + _KIND]
    return _BULLET.fullmatch(before) is not None and _LABEL_END.match(after) is not None
