"""The states and governments that words stand for: "France", "French", "Paris"."""

from __future__ import annotations

from functools import lru_cache

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor
from marsad.reading.document import Document, Sentence, Token, within


@lru_cache(maxsize=20_000)
def state_of(word: str) -> Actor | None:
    """The state that a nationality, a country's name or an abbreviation stands for."""
    actors = actor_list()
    iso = actors.demonym(word) or actors.country(word)
    entry = actors.national(iso, "state") if iso else actors.lookup(word) if word.isupper() else None
    return actors.actor(entry) if entry else None


def capital_of(token: Token) -> Actor | None:
    """The government that a capital stands for: "demanded that Baghdad act"."""
    iso = actor_list().capital(token.text) if token.tag.startswith("NNP") else None
    return seated_in(iso) if iso else None


def seated_in(iso: str) -> Actor | None:
    """The government of a country."""
    entry = actor_list().national(iso, "gov")
    return actor_list().actor(entry) if entry else None


def state_named(document: Document, token: Token) -> Actor | None:
    """The state whose name, not a nationality, ends in the token: "France", "the United Arab Emirates"."""
    if not token.text[:1].isupper() or not token.tag.startswith("NNP"):
        return None
    place = next(iter(within(document.places, token.start, token.end)), None)
    name = place.text if place is not None and place.end == token.end else token.text
    return None if actor_list().demonym(name) and not actor_list().country(name) else state_of(name)


@lru_cache(maxsize=1)
def actor_list() -> ActorList:
    """The actor list, opened once."""
    return ActorList.open()


def nation_at(sentence: Sentence, i: int) -> Actor | None:
    """The state whose nationality ends at a token: "Ukrainian", "South Sudanese"."""
    words = [token.text for token in sentence.tokens[max(0, i - 1) : i + 1]]
    whole = state_of(" ".join(words)) if len(words) == 2 and words[0][:1].isupper() else None
    return whole or state_of(words[-1])
