"""The incident in the making, which its readers fill in; and the frames and word lists that they read by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marsad.model import ActorMention, Anchor, PlaceMention
from marsad.reading.document import Document, Sentence
from marsad.reading.frames import Frames, Match, frames_of
from marsad.reading.language import lists_of


@dataclass(slots=True, eq=False)
class Incident:
    """One action of one sentence, in the making.

    `places` were hit, `near` is where it was, `heads` are the tokens of what was hit, `sorts` what its words say of its scene.
    """

    match: Match
    doers: list[ActorMention] = field(default_factory=list)
    victims: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    near: list[PlaceMention] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    doer_heads: list[int] = field(default_factory=list)
    sorts: set[str] = field(default_factory=set)
    tokens: set[int] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)
    """Why it can be believed: does, suffers, strikes, happens, harmed, acts; or not: unreal, talk, failed."""
    told_by: int | None = None
    """The verb that settles whether it happened: of "repelled an attack", of "fired to disperse the crowd"."""

    sentence: Sentence = field(init=False)
    setting: list[PlaceMention] | None = None
    """Where its words and paragraph set it, once asked (`settings`)."""

    def __post_init__(self) -> None:
        self.sentence = self.match.sentence

    @property
    def give(self) -> Mapping[str, Any]:
        """What the frame produces."""
        return self.match.frame.give

    @property
    def rank(self) -> int:
        """How telling its kind is."""
        return int(self.match.frame.give["rank"])

    @property
    def trigger(self) -> int:
        """Its verb or noun."""
        return self.match.trigger

    def anchor(self, document: Document) -> Anchor:
        """The words that say it."""
        tokens = self.sentence.tokens
        first, last = min(self.tokens), max(self.tokens)
        while last > first and not any(c.isalnum() for c in tokens[last].text):
            last -= 1
        return document.anchor(tokens[first].start, tokens[last].end)


@dataclass(slots=True, eq=False)
class Event:
    """An event of the report: the incident that tells most of it, and all that speak of it."""

    lead: Incident
    parts: list[Incident] = field(default_factory=list)
    denials: list[Incident] = field(default_factory=list)
    """Where a party denies that it did it."""

    version_of: Event | None = None
    """The event that this is another party's account of."""


def in_brief(incident: Incident) -> bool:
    """Whether it stands in the headline, which tells in brief what the body tells in full."""
    sentence = incident.sentence
    return sentence.headline or (sentence.index == 0 and sentence.text.rstrip()[-1:] not in tuple('.!?"\u201d'))


def frames() -> Frames:
    """The event frames."""
    return frames_of("events")


words = lists_of("events")
"""A word list of the table `events`."""
