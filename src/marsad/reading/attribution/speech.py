"""One speech: who is said to say something, and the stretches of the text that hold it."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import Source
from marsad.reading.document import Sentence


@dataclass(slots=True, eq=False)
class Speech:
    """One source (with those it cites) and its content: stretches of the text, cue and source left out."""

    sentence: Sentence
    cue: int
    sources: tuple[Source, ...]
    spans: list[tuple[int, int]]
    rule: str
    relays: int = 0
    """How many of the sources only pass on what the next one says, as an agency that quotes an official."""

    together: tuple[Source, ...] = ()
    """Those who say it together with the speaker, as two governments that call for a thing."""

    @property
    def speaker(self) -> Source:
        """Who says it, whoever passes it on."""
        return self.sources[self.relays]

    def covers(self, position: int) -> bool:
        """Whether the character stands in the content."""
        return any(start <= position < end for start, end in self.spans)

    @property
    def size(self) -> int:
        """Characters of content: of two speeches that hold the same claim the larger is the outer one."""
        return sum(end - start for start, end in self.spans)
