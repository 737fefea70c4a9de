"""The forms of words that the tables list by one: a noun's plural, a verb's inflections, a phrase's alternatives."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

from marsad.reading.language import table

T = TypeVar("T")

_CRAFT = re.compile(r"(?:f|mig|su|mi|yak|jf|ah|uh|mq|tu|ka|y|ftc|an|il)-?\d{1,4}[a-z]{0,2}s?")


def expand(phrase: str) -> list[tuple[str, ...]]:
    """The phrases that one with alternatives stands for: "take|seize control of" gives two; a hyphen is a gap."""
    return list(product(*(word.split("|") for word in phrase.replace("-", " ").split())))


def noun_forms(noun: str) -> set[str]:
    """A noun and its plural."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return {noun, noun + "es"}
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return {noun, noun[:-1] + "ies"}
    return {noun, noun + "s"}


def is_craft(word: str) -> bool:
    """Whether a word in small letters is a warplane's or helicopter's type: "f-16s", "mi-35"."""
    return _CRAFT.fullmatch(word) is not None


def verb_forms(verb: str) -> set[str]:
    """A verb and its forms; those that no rule makes come from the table of irregular verbs."""
    return set(_verb_forms(verb))


@lru_cache(maxsize=2048)
def _verb_forms(verb: str) -> tuple[str, ...]:
    words = table("frames")
    forms = {verb, *_third_person(verb)}
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) else verb
    double = verb + verb[-1] if verb in words["doubling"] else stem
    forms.add("dying" if verb == "die" else double + "ing")
    if verb in words["irregular"]:
        forms.update(words["irregular"][verb])
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        forms.add(verb[:-1] + "ied")
    else:
        forms.add(verb + "d" if verb.endswith("e") else (double if verb in words["doubling"] else stem) + "ed")
    return tuple(forms)


def _third_person(verb: str) -> set[str]:
    if verb.endswith(("s", "x", "ch", "sh", "o", "z")):
        return {verb + "es"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb[:-1] + "ies"}
    return {verb + "s"}


class TriggerPhrases(Generic[T]):
    """The phrases that a word triggers, the longest first: the other words of each, and what it stands for."""

    def __init__(self) -> None:
        self._all: list[tuple[tuple[str, ...], T]] = []
        self._bare: list[tuple[tuple[str, ...], T]] = []
        self._next: set[str] = set()

    def add(self, rest: tuple[str, ...], meaning: T) -> None:
        """One more phrase; of those as long, the first added comes first."""
        (self._all if rest else self._bare).append((rest, meaning))
        self._next.update(rest[:1])

    def close(self) -> None:
        """Put them in their order."""
        self._all = [*sorted(self._all, key=lambda phrase: -len(phrase[0])), *self._bare]

    def among(self, words: frozenset[str]) -> list[tuple[tuple[str, ...], T]]:
        """Those that may stand in a sentence of these words: only the bare word where no phrase can go on."""
        return self._bare if self._next.isdisjoint(words) else self._all
