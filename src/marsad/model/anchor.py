"""A stretch of a report's text: the words that say something."""

from __future__ import annotations

import msgspec


class Anchor(msgspec.Struct, frozen=True, gc=False, order=True):
    """Half-open stretch [start, end) in Unicode code points; `text` is exactly what stands there."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Anchor:
        """The stretch of `text` from `start` to `end`."""
        return cls(start, end, text[start:end])

    def overlaps(self, other: Anchor) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
