"""Control told by a word before a place: "the rebel-held town of X", "Houthi-controlled Y"."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor, PlaceMention
from marsad.reading.actors import resolve_actor
from marsad.reading.casting import where_of
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.extents import control_words
from marsad.reading.holdings import is_place, named_places
from marsad.reading.language import table
from marsad.reading.recalling import FIGHTERS
from marsad.reading.syntax import anchor_of

_HYPHENS = ("-", "\u2010", "\u2011")


def held_by_name(document: Document, sentence: Sentence) -> Iterator[Draft]:
    """The places that a sentence names as held by somebody; background, and of no time of their own."""
    if sentence.lowers.isdisjoint(control_words("holding_words")):
        return
    tokens = sentence.tokens
    for token in tokens[2:]:
        if token.lower not in control_words("holding_words") or tokens[token.i - 1].text not in _HYPHENS:
            continue
        holder, head = _holder(document, sentence, token.i - 2), token.head
        if holder is None or head <= token.i or not tokens[head].tag.startswith("N"):
            continue
        for place in _places(document, sentence, head):
            yield _draft(document, sentence, (token.i - 2, head), holder, place)


def _holder(document: Document, sentence: Sentence, i: int) -> Actor | None:
    token = sentence.tokens[i]
    mention = next(iter(within(document.actors, token.start, token.end)), None)
    actor = mention.actor if mention else resolve_actor(token.text, document, ActorList.open(), token.start)
    if actor is None and token.lower in table("control")["holders"]:
        name, kind = table("control")["holders"][token.lower]
        actor = Actor(None, name, kind)
    return actor if actor is not None and actor.kind in FIGHTERS - {"unknown", "international"} else None


def _places(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The places of the phrase, where it is a place's name or a part of one: not "rebel-held prisoners in X"."""
    if not is_place(document, sentence, head) and sentence.tokens[head].lower not in control_words("towns"):
        return []
    return [one for one in named_places(document, sentence, head) if one.place is not None]


def _draft(document: Document, sentence: Sentence, words: tuple[int, int], holder: Actor, place: PlaceMention) -> Draft:
    first, head = words
    extent = "part" if sentence.tokens[head].lower in control_words("extents", "part") else "unknown"
    fields = {"actors": (holder,), "status": "held", "extent": extent, "sites": (), "previous": ()}
    last = max([head, *(one.i for one in sentence.tokens_in(place.start, place.end))])
    anchor = anchor_of(document, sentence, (first, last + 1))
    draft = Draft("control", "control.held-by-name", sentence, first + 2, [anchor], fields, background=True, confidence=0.7)
    draft.where = where_of(place)
    draft.settled |= {"where", "when", "background"}
    return draft
