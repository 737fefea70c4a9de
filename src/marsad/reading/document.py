"""What the reading modules pass along: a report cut into sentences and tokens, with the mentions found so far."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from marsad.gazetteer.places import Gazetteer
from marsad.model import ActorMention, Anchor, NumberMention, PlaceMention, Report, TimeMention
from marsad.model.claim import Modality

if TYPE_CHECKING:
    from marsad.reading.attribution.speech import Speech

_start, _end = attrgetter("start"), attrgetter("end")
M = TypeVar("M", bound=ActorMention | PlaceMention | TimeMention | NumberMention)


_ITEM = re.compile(r"\s*(?:[-*\u2022\u2013\u2014\u25cf\u25aa]|o\s|[A-Z][\w' -]{2,28}:\s(?=\d|[a-z]))")


class Token(Struct, gc=False):
    """A word or sign; `start`, `end` are code points of the report's text.

    `tag` (Penn Treebank), `dep` (ClearNLP labels), `head` (index in the sentence, its own for the root), `lemma` and
    `children` are there only in a parsed sentence; `lemma` is the lower-case word before that.
    """

    i: int
    text: str
    lower: str
    start: int
    end: int
    lemma: str = ""
    tag: str = ""
    dep: str = ""
    head: int = -1
    children: tuple[int, ...] = ()


@dataclass(slots=True)
class Sentence:
    """A sentence or headline; `tokens` always, their syntax only where `parsed`."""

    index: int
    start: int
    end: int
    text: str
    tokens: list[Token] = field(default_factory=list)
    parsed: bool = False
    headline: bool = False
    begin: int = 0
    """The token after its dateline, where it was parsed and has one."""
    known: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    """What `syntax.roles` has found in it."""
    phrases: dict[tuple[int, bool], tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)
    """The same of `syntax.noun_phrase`."""
    stands: dict[tuple[int, bool], Modality] = field(default_factory=dict, repr=False, compare=False)
    """The same of `modality.modality_of`."""
    _lowers: frozenset[str] | None = field(default=None, repr=False, compare=False)
    _singulars: frozenset[str] | None = field(default=None, repr=False, compare=False)

    @property
    def lowers(self) -> frozenset[str]:
        """Its words in small letters, each once: what every reader asks first, whether one of its own is there."""
        if self._lowers is None:
            self._lowers = frozenset([token.lower for token in self.tokens])
        return self._lowers

    @property
    def singulars(self) -> frozenset[str]:
        """The same, also without a plural's ending."""
        if self._singulars is None:
            here = self.lowers
            plurals = [word for word in here if word[-1] == "s"]
            self._singulars = here.union([word[:-1] for word in plurals], [word[:-2] for word in plurals if word[-2:] == "es"])
        return self._singulars

    @property
    def small(self) -> str:
        """Its text in small letters, each sign in its place."""
        small = self.text.lower()
        return small if len(small) == len(self.text) else "".join([sign.lower()[:1] for sign in self.text])

    @property
    def is_item(self) -> bool:
        """Whether it is written as an item of a list: behind a bullet or a label ("Latakia: 11 civilians")."""
        return _ITEM.match(self.text) is not None

    def token_at(self, offset: int) -> Token | None:
        """The token that holds the character at `offset` of the report."""
        position = bisect_right(self.tokens, offset, key=_end)
        if position < len(self.tokens) and self.tokens[position].start <= offset:
            return self.tokens[position]
        return None

    def tokens_before(self, offset: int) -> list[Token]:
        """The tokens that end before the character at `offset` of the report."""
        return self.tokens[: bisect_right(self.tokens, offset, key=_end)]

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """The tokens that share a character with [start, end)."""
        first = bisect_right(self.tokens, start, key=_end)
        return self.tokens[first : bisect_left(self.tokens, end, first, key=_start)]


class Mentions(list[M]):
    """Mentions in text order, not to be changed; where they start and end is kept, since that is asked all the time."""

    __slots__ = ("ends", "starts")

    def __init__(self, found: Iterable[M] = ()) -> None:
        super().__init__(found)
        self.starts = [mention.start for mention in self]
        self.ends = [mention.end for mention in self]


@dataclass(slots=True)
class Document:
    """A report on its way through the reading; each stage fills in its own list, in text order."""

    report: Report
    gazetteer: Gazetteer | None = field(default=None, repr=False, compare=False)
    """The index that its names are sought in."""
    sentences: list[Sentence] = field(default_factory=list)
    numbers: Mentions[NumberMention] = field(default_factory=Mentions)
    times: Mentions[TimeMention] = field(default_factory=Mentions)
    actors: Mentions[ActorMention] = field(default_factory=Mentions)
    places: Mentions[PlaceMention] = field(default_factory=Mentions)
    features: Mentions[PlaceMention] = field(default_factory=Mentions)
    """Rivers, lakes and the like that the index lacks: mentions, but nothing happens at them."""
    text: str = field(init=False, repr=False, compare=False)
    """The report's text."""
    published: date | None = None
    language: str | None = None
    notes: list[str] = field(default_factory=list)
    speeches: list[Speech] | None = None
    homes: dict[str, float] = field(default_factory=dict)
    """The countries (ISO codes) that its armed groups and forces act in, an actor counted once and shared out among them."""

    def __post_init__(self) -> None:
        self.text = self.report.text

    def anchor(self, start: int, end: int) -> Anchor:
        """The stretch of the report's text."""
        return Anchor.of(self.report.text, start, end)

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the offset, or the last one that begins before it."""
        position = bisect_right(self.sentences, offset, key=_start)
        return self.sentences[position - 1 if position else 0]


def within(mentions: Mentions[M], start: int, end: int) -> list[M]:
    """The mentions that share a character with [start, end)."""
    first = bisect_right(mentions.ends, start)
    if first == len(mentions) or mentions.starts[first] >= end:
        return []
    return mentions[first : bisect_left(mentions.starts, end, first)]
