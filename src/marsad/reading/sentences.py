"""A text is cut into sentences and headlines, without a model: fast, and steady on text that lost its punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from marsad.reading.document import Sentence
from marsad.reading.language import table

LONGEST = 1_200
"""Characters; a longer stretch without an end is cut at a space, so that no sentence can stall the parser."""

_NARROW, _WIDE, _RAGGED = 40, 130, 18
"""Characters: lines that are wrapped are this wide, and end this far before the margin at most."""

_STOP = re.compile(r"(?<![.!?…؟])[.!?…؟]+[\"'”’»)\]]*(?=\s)|[;](?=\s+[\"“]?[A-Z][a-z]+ )(?!.)|(?<=[a-z])\.(?=[A-Z][a-z]{2,}\s)")
_BREAK = re.compile(r"[ \t]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[\s]*|[ \t\xa0]*\t[ \t\xa0]*\t[\s]*")
_WORD_BEFORE = re.compile(r"([\w.&]+)\.$")
_NEXT = re.compile(r"\s*[\"'“‘(\[«]*(\w+)")
_DOTTED = re.compile(r"(?:\w\.)+\w")
_BULLET = re.compile(r"[-*\u2022\u2013\u2014\u25cf\u25aa]\s+[\"“'‘]?[A-Z0-9]")
"""How an item of a list begins: its line goes on with nothing."""
_SMALL_BULLET = re.compile(r"[-*\u2022\u2013\u2014\u25cf\u25aa]\s+[a-z]")
_ON_X = re.compile(r"\b(?:on|to|via) X$")
"""A site's name that looks like an initial: "he wrote on X."."""
_TERMINAL = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order, without tokens; together they hold every word of it."""
    sentences: list[Sentence] = []
    for start, end, ended in _blocks(text):
        for first, last in _pieces(text, start, end):
            headline = not ended and last == end and not _TERMINAL.search(text[first:last])
            sentences.append(Sentence(len(sentences), first, last, text[first:last], headline=headline))
    return sentences


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether it is the text's last) of each stretch between line breaks that really divide."""
    start, width = 0, _width(text)
    for gap in _BREAK.finditer(text):
        if _wrapped(text, start, gap, width):
            continue
        yield from _trimmed(text, start, gap.start(), False)
        start = gap.end()
    yield from _trimmed(text, start, len(text), True)


def _width(text: str) -> int | None:
    """The width to which a text's lines are wrapped; None where its line breaks are paragraphs'."""
    lines = text.split("\n")
    inner = [len(line) for line, after in pairwise(lines) if line.strip() and after.strip()]
    widest = max(inner, default=0)
    full = sum(length >= widest - _RAGGED for length in inner)
    longest = max(map(len, lines)) <= widest + _RAGGED  # a line that runs on is a paragraph, and those above it are headlines
    return widest if longest and _NARROW <= widest <= _WIDE and full >= 0.6 * len(inner) else None


def _wrapped(text: str, start: int, gap: re.Match[str], width: int | None) -> bool:
    """Whether a line break only wraps a line: a single one, after a line that is full or before a small letter."""
    if gap.group().count("\n") != 1 or gap.end() >= len(text) or _BULLET.match(text, gap.end()):
        return False
    if _SMALL_BULLET.match(text, gap.end()) and text[: gap.start()].rstrip()[-1:] in (":", ";", ","):
        return False  # "The Network: - calls on ...; - demands ..."
    line = text[max(start, text.rfind("\n", 0, gap.start()) + 1) : gap.start()].rstrip()
    if text[gap.end()].islower():
        return not _TERMINAL.search(line) or line.endswith((",", ";"))
    return width is not None and len(line) >= width - _RAGGED and not re.search(r"[.!?…:][\"'”’»)\]]*$", line)


def _trimmed(text: str, start: int, end: int, last: bool) -> Iterator[tuple[int, int, bool]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end, last


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences within one block."""
    first = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, first, stop, end):
            yield from _not_too_long(text, first, stop.end())
            first = stop.end()
            while first < end and text[first].isspace():
                first += 1
    if first < end:
        yield from _not_too_long(text, first, end)


def _not_too_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut + 1 if text[cut].isspace() else cut
    if start < end:
        yield start, end


def _ends_sentence(text: str, first: int, stop: re.Match[str], end: int) -> bool:
    """Whether the sign at `stop` ends the sentence that began at `first`."""
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return True
    word = following.group(1)
    if word[0].islower():
        return False
    before = _WORD_BEFORE.search(text, max(first, stop.start() - 20), stop.start() + 1)
    if not stop.group().startswith(".") or before is None:
        return True
    short = before.group(1).casefold()
    never, seldom, starters = _abbreviations()
    if short in never:
        return short == "no" and word.casefold() in starters and not word[0].isdigit()
    if short in seldom or _DOTTED.fullmatch(short):
        return word.casefold() in starters
    initial = len(short) == 1 and short.isalpha() and before.group(1).isupper()
    return not initial or _ON_X.search(text, max(first, stop.start() - 8), stop.start()) is not None


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    words = table("sentences")
    return frozenset(words["never"]), frozenset(words["seldom"]), frozenset(words["starters"])
