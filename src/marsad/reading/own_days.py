"""The day that each place of a list has of its own: "took X on 3 May and Y on 7 May"."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model import TimeMention
from marsad.reading.casting import phrase_end
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.language import word_list
from marsad.reading.stated import when_of

_ASIDE = 8
"""Words that an aside behind a name may have: "X, south of Y, on Monday"."""
_BEHIND = 3
"""Words behind a name within which its day begins: "X on Monday", "X, on Monday"."""


def on_own_day(document: Document, draft: Draft, heads: Sequence[int], head: int) -> None:
    """Date one of several places by the time right behind it, where each of them has one; one told by the other's has none."""
    if len(heads) < 2:
        return
    days = {one: _day_behind(document, draft.sentence, one) for one in heads}
    own = days[head]
    if own is None or any(day is None for day in days.values()) or len({day.start for day in days.values() if day}) < len(heads):
        return
    following = not word_list("circumstances", "following").isdisjoint(own.text.casefold().split())
    draft.when = None if following else when_of(own)
    draft.settled.add("when")


def _day_behind(document: Document, sentence: Sentence, head: int) -> TimeMention | None:
    """The time that begins right behind a name, no other name between."""
    tokens = sentence.tokens
    first = phrase_end(sentence, head)
    if first < len(tokens) and tokens[first].text == ",":  # "X, south of Y, on Monday"
        first = next((one.i for one in tokens[first + 1 : first + _ASIDE] if one.text == ","), first)
    for token in tokens[first : first + _BEHIND]:
        times = within(document.times, token.start, token.end)
        if times:
            return times[0]
        if token.lower not in ("on", "in", "at", ",", "by", "the", "early", "late"):
            return None
    return None
