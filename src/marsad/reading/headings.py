"""The places that head parts of a report: "Taiz: ..." before a paragraph, "Taiz" on a line of its own above some."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from marsad.model import Place, PlaceMention, Where
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import lists_of
from marsad.reading.stated import where_of

_SEVERAL = 2
_LINE = 40
"""Letters of a heading that has a line of its own."""
_LINES_UP = 8
"""Lines above a sentence within which its heading stands."""
_DISTRICT = 3
"""UCDP's where_prec of a district: what a heading names is the area around a town."""


def heading_place(document: Document, sentence: Sentence) -> Place | None:
    """The place of the short heading that a paragraph opens with: "Lubero territory: ...", "Taiz. ..."."""
    mention = heading_mention(document, sentence)
    return mention.place if mention is not None else None


def heading_mention(document: Document, sentence: Sentence) -> PlaceMention | None:
    """The mention of that place."""
    start = document.text.rfind("\n", 0, sentence.start) + 1
    found = _heading().match(document.text, start)
    if found is None or found.end() > document.text.find("\n", start) > -1:
        return None
    if found[1].isupper() and sum(name.isupper() for name in _heading().findall(document.text)) < _SEVERAL:
        return None  # one in capitals is a dateline
    places = [one for one in within(document.places, *found.span(1)) if one.place is not None]
    return places[0] if len(places) == 1 and _only_names(document, found[1], places) else None


def lined_place(document: Document, sentence: Sentence, *, whole: bool = False) -> Where | None:
    """The place that heads the lines of a sentence, as an area; of the `whole` of it whatever else its paragraph names."""
    mention = _line_mention(document, sentence, whole=whole)
    if mention is None or mention.place is None:
        return None
    return replace(where_of(mention), precision=max(mention.place.precision or 1, _DISTRICT))


def line_place(document: Document, sentence: Sentence) -> Place | None:
    """The place on a line of its own above a sentence, where the report has several such: a bulletin by provinces."""
    mention = _line_mention(document, sentence)
    return mention.place if mention is not None else None


def _line_mention(document: Document, sentence: Sentence, *, whole: bool = False) -> PlaceMention | None:
    end = document.text.rfind("\n", 0, sentence.start)
    for _ in range(_LINES_UP):
        if end <= 0:
            return None
        start = document.text.rfind("\n", 0, end) + 1
        line = document.text[start:end].strip()
        end = start - 1
        if line and len(line) <= _LINE and line[-1] not in '.!?;,"\u201d':
            break
    else:
        return None
    places = [one for one in within(document.places, start, start + len(line) + 1) if one.place is not None]
    if not whole and within(document.places, document.text.rfind("\n", 0, sentence.start) + 1, sentence.start):
        return None  # another place has been told of in its own paragraph
    named = places and _only_names(document, line, places[:1])
    return places[0] if named and len(places) == 1 and _headings(document) >= _SEVERAL else None


def _headings(document: Document) -> int:
    """How many lines of a report hold the name of a place alone."""
    lines = _LONE.finditer(document.text)
    held = ((one[1], within(document.places, *one.span(1))) for one in lines)
    return sum(len(places) == 1 and _only_names(document, line, list(places)) for line, places in held)


def _only_names(document: Document, line: str, places: list[PlaceMention]) -> bool:
    """Whether a line says nothing but a place and of what kind it is."""
    named = "".join(document.text[one.start : one.end] for one in places)
    rest = re.findall(r"\w+", line.casefold().replace(named.casefold(), " "))
    return bool(named) and all(word in _words("heading_words") for word in rest)


_LONE = re.compile(r"^([A-Z][\w'\u2019 ,:-]{2,38})$", re.MULTILINE)


@lru_cache(maxsize=1)
def _heading() -> re.Pattern[str]:
    return re.compile(r"^(?:[-\u2013\u2022*] ?)?([A-Z][\w'\u2019 -]{2,38}?)(?:[:.]| [-\u2013\u2014])(?=\s)", re.MULTILINE)


_words = lists_of("circumstances")
