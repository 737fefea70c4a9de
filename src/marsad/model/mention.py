"""Names, times and numbers as they stand in a text, and what each was resolved to."""

from __future__ import annotations

import msgspec

from marsad.model.actor import Actor
from marsad.model.anchor import Anchor
from marsad.model.figure import Figure
from marsad.model.interval import Interval
from marsad.model.place import Place


class _Mention(msgspec.Struct, frozen=True, gc=False, tag_field="kind"):
    start: int
    end: int
    text: str

    @property
    def anchor(self) -> Anchor:
        """The stretch of text that the mention is."""
        return Anchor(self.start, self.end, self.text)


class PlaceMention(_Mention, frozen=True, tag="place"):
    """A toponym that the text uses as a place; `place` is None where it can't be resolved."""

    place: Place | None = None


class TimeMention(_Mention, frozen=True, tag="time"):
    """A time expression."""

    interval: Interval | None = None


class ActorMention(_Mention, frozen=True, tag="actor"):
    """A named actor, or a description that stands for one ("the rebels")."""

    actor: Actor


class NumberMention(_Mention, frozen=True, tag="number"):
    """A number, with the words that bound it ("at least 28")."""

    figure: Figure


Mention = PlaceMention | TimeMention | ActorMention | NumberMention
