"""Who only says so is no casualty: people behind "according to", or before "confirmed that five died"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from marsad.reading.document import Token
from marsad.reading.language import table, word_list
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.vocabulary import vocabulary

_LONGEST = 4
"""Words of the longest phrase before a source."""


def is_cited(tokens: list[Token], first: int) -> bool:
    """Whether the people whose phrase begins at `first` are told as a source: "according to two doctors", "citing a nurse"."""
    before = tuple([token.lower for token in tokens[max(0, first - _LONGEST) : first]])
    return any(before[-size:] in _phrases() for size in range(1, len(before) + 1))


def tells(tokens: list[Token], at: Mapping[int, Count], i: int) -> bool:
    """Whether the verb at `i` tells of others who come: "a doctor confirmed that five died", "reported five people killed"."""
    if tokens[i].lower not in vocabulary().words["linking"] or tokens[i].tag == "VBN" or i + 1 >= len(tokens):
        return False
    return tokens[i + 1].lower == "that" or (i + 1 in at and not at[i + 1].elided)


def speaks(tokens: list[Token], count: Count) -> bool:
    """Whether a count is of those who tell: "One of them, a herder, said that ..."."""
    counted = tokens[count.first if count.pronoun or count.head is None else count.head]
    apposed = counted.dep == "appos" and tokens[counted.head].lower == "one"
    teller = tokens[counted.head] if apposed else counted
    of_them = count.pronoun or apposed
    return of_them and teller.dep == "nsubj" and tokens[teller.head].lower in _saying()


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    return word_list("attribution", "plainly") | {"recalled", "added", "recounted", "described"}


@lru_cache(maxsize=1)
def _phrases() -> frozenset[tuple[str, ...]]:
    words = table("attribution")
    told = [("by", article, noun, "of") for article in ("the", "an") for noun in words["tallies"]]
    return frozenset([tuple(phrase) for phrase in words["according"]] + [(word,) for word in words["relays"]] + told)
