"""Whom a statement is said to: the accused, the one urged, warned or threatened."""

from __future__ import annotations

from functools import lru_cache

from marsad.model import Actor
from marsad.model.actor import ActorKind
from marsad.reading import casting
from marsad.reading.attribution.naming import bare
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.language import table
from marsad.reading.signs import state_of
from marsad.reading.syntax import anchor_of, children, noun_phrase, roles

_ADDRESSED = ("accuse", "call_for", "warn", "threaten")


def addressee(document: Document, sentence: Sentence, verb: Token, act: str) -> Actor | None:
    """The actor that an act of speech is turned to: a listed one, else people or an office by the words of the text."""
    if act not in _ADDRESSED:
        return None
    for head in _heads(sentence, verb, act):
        actor = _actor(document, sentence, head)
        if actor is not None and noun_phrase(sentence, head)[0] > verb.i:
            return actor
    return None


def _heads(sentence: Sentence, verb: Token, act: str) -> list[int]:
    """Heads of who may be meant, the likeliest first: "on X" of blaming and calling, the object, who is to do what is asked."""
    objects = list(roles(sentence, verb.i).object)
    under = {"accuse": ("on",), "call_for": ("on", "upon", "to")}.get(act, ())
    on = [
        inner
        for above in (verb.i, *(objects if act == "accuse" else ()))
        for prep in children(sentence, above, "prep", "dative")
        if sentence.tokens[prep].lower in under
        for inner in children(sentence, prep, "pobj")
    ]
    clauses = [child for child in children(sentence, verb.i, "ccomp") if child > verb.i]
    inner = [one for child in clauses for one in children(sentence, child, "nsubj")]
    if act == "accuse":  # "holds X responsible for P", but not "accused X of P"
        inner = [one for one in inner if sentence.tokens[sentence.tokens[one].head].lower in words()["responsible"]]
    return [*on, *objects, *(inner if act in ("accuse", "call_for") else [])]


def _actor(document: Document, sentence: Sentence, head: int) -> Actor | None:
    token = sentence.tokens[head]
    described = token.lower in _people() or token.lower in words().roles
    named = bool(within(document.actors, token.start, token.end))
    carried = casting.mention_at(document, sentence, head) if named or not described else None  # "fighters of the UPC"
    if carried is not None:
        return carried.actor
    state = state_of(token.text)
    if state is not None or not described:
        return state
    name = bare(anchor_of(document, sentence, noun_phrase(sentence, head)).text)
    return Actor(None, name, _people().get(token.lower, "unknown"))


@lru_cache(maxsize=1)
def _people() -> dict[str, ActorKind]:
    listed: dict[ActorKind, list[str]] = table("statements")["addressees"]
    return {word: kind for kind, words_ in listed.items() for word in words_}
