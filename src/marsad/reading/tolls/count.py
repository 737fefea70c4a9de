"""A number and whom it counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.model import Figure
from marsad.model.claim import Attribute, Outcome, Side

Spans = dict[int, tuple[int, Figure]]
"""First token of each number of a sentence -> one past its last token, and its figure."""

INSIDE = ("JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS", "VBN", "VBG", "CD", "AFX", "FW", "RB", "XX", "ADD")
"""Tags of words that can stand in a noun phrase before its head."""

SINGLE = frozenset({"a", "an", "one", "another"})
"""Words that open one person: "a child"."""


@dataclass(slots=True)
class Count:
    """A number and whom it counts, as token positions of one sentence.

    [first, last) is the whole phrase, [first, number_end) the number. `head` is the counted noun, None where it is left out
    ("killed five"); `known` says that the noun is in the vocabulary, `nation` that it is a people's name that no list has;
    `named` is the outcome of those that it is of ("two of the wounded"), `family` holds those of a person and his kin who are
    children or women.
    """

    first: int
    number_end: int
    last: int
    figure: Figure
    head: int | None = None
    side: Side = "unknown"
    attributes: tuple[Attribute, ...] = ()
    known: bool = False
    thing: bool = False
    more: bool = False
    single: bool = False
    pronoun: bool = False
    nation: bool = False
    out_of: int | None = None
    named: Outcome | None = None
    family: list[Count] = field(default_factory=list)

    @property
    def elided(self) -> bool:
        """Whether the counted noun is left out."""
        return self.head is None
