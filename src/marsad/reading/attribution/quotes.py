"""Quotations: what stands in one belongs to whoever is said to speak beside it, over as many sentences as it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marsad.reading.attribution.speech import Speech

_MARK = re.compile("[\"\u201c\u201d\u00ab\u00bb]|``|''")
_PARAGRAPH = re.compile(r"\n\s*\n")
_FEWEST = 4
_NEAR = 60


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between quotation marks that hold at least four words; one left open ends with its paragraph."""
    for start, end in _paragraphs(text):
        opened: int | None = None
        for mark in _MARK.finditer(text, start, end):
            opens = mark.group() in ("\u201c", "\u00ab", "``") or (mark.group() == '"' and opened is None)
            if opens and opened is None:
                opened = mark.end()
            elif opened is not None and not opens:
                if len(text[opened : mark.start()].split()) >= _FEWEST:
                    yield opened, mark.start()
                opened = None
        if opened is not None and len(text[opened:end].split()) >= _FEWEST and text[opened - 1] in "\u201c\u00ab":
            yield opened, end


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def widen(text: str, speeches: list[Speech]) -> None:
    """Give each quotation of several sentences to the speech that introduces or closes it."""
    last: tuple[int, Speech] | None = None
    for start, end in quotations(text):
        speech = _beside(start, end, speeches)
        if speech is None and last is not None and start - last[0] <= 4:
            speech = last[1]
        if speech is None:
            continue
        if not all(speech.covers(place) for place in (start, end - 1)):
            speech.spans.append((start, end))
        cue = speech.sentence.tokens[speech.cue]
        last = (max(end, speech.sentence.end if cue.start > end else end), speech)


def _beside(start: int, end: int, speeches: list[Speech]) -> Speech | None:
    """The speech that the quotation is part of: its content holds some of it, or its sentence an end of it; the nearest first."""
    best: tuple[bool, int, Speech] | None = None
    for speech in speeches:
        cue, sentence = speech.sentence.tokens[speech.cue], speech.sentence
        if start <= cue.start < end or not any(sentence.start <= place < sentence.end for place in (start, end - 1)):
            continue
        gap = cue.start - end if cue.start >= end else start - cue.end
        apart = not any(first < end and start < last for first, last in speech.spans)
        if apart and (gap > _NEAR or speech.rule not in ("attribution.say", "attribution.tell", "attribution.nearby")):
            continue
        if best is None or (apart, gap) < best[:2]:
            best = (apart, gap, speech)
    return best[2] if best else None
