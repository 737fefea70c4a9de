"""A stretch of words that may name a place, and how likely its name names one at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.gazetteer.places import Candidate
from marsad.reading.document import Sentence, Token
from marsad.reading.places.words import Words

DASHES = ("-", "\u2013", "\u2010")
WORLD = {"continent", "sea", "country"}
_KEPT = 50_000
EVERYDAY = "everyday word -3.0"
"""The reason that a spot has which is a word too."""


@dataclass(slots=True)
class Spot:
    """A stretch that may name a place; `score` weighs the evidence that it does, `hint` the kinds that the text calls it.

    `placed`: a word stands before it that only places follow.
    """

    sentence: Sentence
    first: int
    last: int
    start: int
    end: int
    key: str
    candidates: tuple[Candidate, ...]
    score: float = 0.0
    hint: frozenset[str] = frozenset()
    close: bool = False
    placed: bool = False
    feature: bool = False
    listed: bool = False
    container: Spot | None = None
    holds: Spot | None = None
    chained: bool = False
    reasons: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str) -> None:
        """Weigh in one piece of evidence."""
        self.score += points
        self.reasons.append(f"{reason} {points:+.1f}")


def prior(candidate: Candidate, key: str) -> float:
    """How likely a name that this place bears names a place."""
    if candidate.match == "part":
        return -1.5
    if candidate.kind in WORLD:
        return 3.2
    if candidate.kind == "region":
        return 3.0 if candidate.match == "name" else 2.2
    if candidate.kind == "county":
        return 2.5 if " " in key else 1.8 if candidate.country == "GB" else 1.0
    size = math.log10(candidate.population + 10)
    points = min(3.2, (size - 3.6) * 1.25)
    return max(-0.5, points - (0.7 if candidate.match != "name" and size < 5.5 else 0.0))


def is_name(token: Token) -> bool:
    """Whether the word is written as a name: a capital, or a script that has none."""
    return NAMED[token.text]


def is_seat(tokens: list[Token], i: int, words: Words) -> bool:
    """Whether a party's letter stands before the name at `i`: "Rep. Ann Lee, R-Dover"."""
    if i < 3 or tokens[i - 1].text not in DASHES or tokens[i - 3].text not in (",", "("):
        return False
    letter = tokens[i - 2]
    joined = letter.end == tokens[i - 1].start and tokens[i - 1].end == tokens[i].start
    return joined and letter.text.isupper() and letter.lower in words.parties


def looks_named(word: str) -> bool:
    """Whether a word has a capital, or is of a script that has none."""
    return NAMED[word]


class _Named(dict[str, bool]):
    """The same of every word met so far."""

    def __missing__(self, word: str) -> bool:
        if len(self) >= _KEPT:
            self.clear()
        char = word[0]
        if char.islower():
            named = word[1:2] in ("'", "’") and word[2:3].isupper()
        else:
            named = char.isupper() or (char.isalpha() and ord(char) > 0x24F)
        self[word] = named
        return named


NAMED = _Named()
"""Whether each word looks like a name (`looks_named`)."""


def titled(tokens: list[Token], words: Words, share: float) -> bool:
    """Whether nearly every word is capitalised, as in a headline, so that capitals say little."""
    long = [token for token in tokens if len(token.text) > 3 and token.text[0].isalpha()]
    named = [NAMED[token.text] for token in long]
    return (
        len(long) > 3
        and sum(named) >= share * len(long)
        and any(name and token.lower in words.common for name, token in zip(named[1:], long[1:], strict=True))
    )


def instead(found: list[Spot], wholes: Sequence[Spot]) -> list[Spot]:
    """Spots in order, with whole names instead of what the index knows of parts of them."""
    kept = [one for one in found if not any(whole.first < one.last and one.first < whole.last for whole in wholes)]
    return sorted([*kept, *wholes], key=lambda one: one.first)
