"""How much of a place is held, taken or lost: all, most, part, a site."""

from __future__ import annotations

from functools import cache, lru_cache

from marsad.model.claim import Extent
from marsad.reading.document import Sentence
from marsad.reading.forms import noun_forms
from marsad.reading.frames import Match
from marsad.reading.language import word_list
from marsad.reading.numbers import count_of
from marsad.reading.syntax import children, noun_phrase


@cache
def control_words(*path: str) -> frozenset[str]:
    """A list of words of the table `control.yaml`."""
    return _with_plurals(*path) if path == ("sites",) else word_list("control", *path)


@lru_cache(maxsize=2)
def _with_plurals(*path: str) -> frozenset[str]:
    return frozenset(form for word in word_list("control", *path) for form in (word, *noun_forms(word)))


def extent_of(sentence: Sentence, match: Match, head: int, sites: tuple[str, ...]) -> Extent:
    """How much of a place a claim of control speaks of, by the words of the phrase and its verb."""
    if sites:
        return "site"
    if is_area(sentence, head) or sentence.tokens[head].lower in control_words("sides_of"):
        return "part"
    own = {sentence.tokens[i].lower for i in match.words}
    joined = head > 0 and sentence.tokens[head - 1].text == "-"  # "Rutshuru-centre" is the town's name
    if (sentence.tokens[head].lower in control_words("middles") and not joined) or own & control_words("footholds"):
        return "part"
    first, last = noun_phrase(sentence, head)
    lowers = {token.lower for token in sentence.tokens[first:last]}
    lowers -= {sentence.tokens[head].lower} if joined else set()
    lowers |= {sentence.tokens[child].lower for child in children(sentence, match.trigger, "advmod")}
    lowers |= {sentence.tokens[i].lower for i in range(min(match.words), max(match.words))}
    share = _percentage(sentence, first, head) or _fraction(sentence, head) or _ratio(sentence, head)
    if share is not None:
        return "all" if share >= 100 else "most" if share > 50 else "part"
    if sentence.tokens[head].lower in control_words("unnamed") and sentence.tokens[head].lower not in control_words("pieces"):
        lowers -= control_words("directions")
    extents: tuple[Extent, ...] = ("most", "part", "all")
    for extent in extents:
        if lowers & control_words("extents", extent):
            return extent
    return "unknown"


def is_area(sentence: Sentence, head: int) -> bool:
    """Whether it is so much land: "800 square kilometres", "40 hectares"."""
    lower = sentence.tokens[head].lower
    square = head > 0 and sentence.tokens[head - 1].lower in ("square", "sq", "sq.")
    return lower in control_words("areas") and (square or lower in ("hectares", "acres", "km2"))


def share_of(sentence: Sentence, head: int) -> Extent | None:
    """How much the words of a phrase alone say: "three quarters of X", "most of X"; None where they say nothing."""
    share = _percentage(sentence, noun_phrase(sentence, head)[0], head) or _fraction(sentence, head)
    if share is not None:
        return "all" if share >= 100 else "most" if share > 50 else "part"
    extents: tuple[Extent, ...] = ("most", "part", "all")
    return next((one for one in extents if sentence.tokens[head].lower in control_words("extents", one)), None)


def _fraction(sentence: Sentence, head: int) -> float | None:
    """How many per cent "two thirds" or "three quarters" are; None where the head is no such word."""
    parts = {"thirds": 3, "quarters": 4, "fifths": 5}.get(sentence.tokens[head].lower)
    counts = [count_of(sentence.tokens[one].lower) or 0 for one in children(sentence, head, "nummod")]
    return 100 * counts[0] / parts if parts and counts and 0 < counts[0] <= parts else None


def _ratio(sentence: Sentence, head: int) -> float | None:
    """How many per cent "14 of the 17 townships" are; None where no number is told of a number."""
    first = count_of(sentence.tokens[head].lower)
    wholes = [one for prep in children(sentence, head, "prep") for one in children(sentence, prep, "pobj")] if first else []
    counts = [count_of(sentence.tokens[one].lower) for whole in wholes for one in children(sentence, whole, "nummod")]
    return 100 * first / counts[0] if first and counts and counts[0] and first <= counts[0] else None


def _percentage(sentence: Sentence, first: int, head: int) -> float | None:
    """The figure of "some 80 per cent"; None where the head is none."""
    if sentence.tokens[head].lower not in ("percent", "cent", "%"):
        return None
    figures = [token.text for token in sentence.tokens[first:head] if token.text.replace(".", "", 1).isdigit()]
    return float(figures[-1]) if figures else None
