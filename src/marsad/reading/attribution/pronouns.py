"""Whom a pronoun means among the speakers so far: "it said", "they added", "their version"."""

from __future__ import annotations

from marsad.model import Source
from marsad.reading.attribution.memory import Memory
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Token
from marsad.reading.syntax import Phrase


def is_pronoun(token: Token) -> bool:
    """Whether a token stands for a speaker told of before."""
    return _sort_of(token) is not None and token.text != "WHO"


def _sort_of(token: Token) -> str | None:
    """What a pronoun can stand for: "person", "thing" ...; none for a noun."""
    return words().pronouns.get(token.lower) or words().objects.get(token.lower)


def by_pronoun(token: Token, phrase: Phrase, memory: Memory) -> Source | None:
    """The speaker that a pronoun, or "another", stands for."""
    if is_pronoun(token):
        return memory.last(_sort_of(token) or "any")
    if token.lower in ("another", "one", "others") and phrase[1] - phrase[0] == 1:
        last = memory.last("person")  # another of the same sort, where that one has no name
        return last if last is None or last.name.split()[-1].islower() else None
    return None


def owner_meant(document: Document, token: Token, memory: Memory) -> Source | None:
    """The speaker that "its", "their", "his" or "her" means: "Its assessment was that P"."""
    sort = words().owners.get(token.lower)
    again = memory.last(sort) if sort else None
    return Source(again.name, again.kind, document.anchor(token.start, token.end)) if again is not None else None
