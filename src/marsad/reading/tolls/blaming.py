"""Who is named as the killer beside a noun: "responsible for the deaths of 3,000 people", "the killing of six by herdsmen"."""

from __future__ import annotations

from marsad.model import Actor
from marsad.reading.casting import doers_at, fighting
from marsad.reading.document import Document, Sentence
from marsad.reading.syntax import roles
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.verbs import Link

_BLAME = 5
"""Tokens from "responsible" to the deaths."""


def to_blame(document: Document, sentence: Sentence, link: Link, counted: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Who is said to be "responsible for the deaths of 3,000 people"."""
    tokens = sentence.tokens
    near = range(link.trigger - 1, max(0, link.trigger - _BLAME), -1)
    at = next((i for i in near if tokens[i].lower == "responsible"), None)
    if at is None or at + 1 >= len(tokens) or tokens[at + 1].lower != "for" or tokens[at].dep != "acomp":
        return ()
    doers = fighting(doers_at(document, sentence, roles(sentence, tokens[at].head).subject, tokens[at].head))
    return tuple(actor for actor in doers if actor not in counted)


def by_whom(document: Document, sentence: Sentence, link: Link, count: Count) -> tuple[Actor, ...]:
    """Whom "the killing of six people by herdsmen" names."""
    tokens = sentence.tokens
    deed = tokens[link.trigger].lower in ("killing", "murder", "execution", "massacre", "abduction", "kidnapping", "arrest")
    if not deed or count.last >= len(tokens) or tokens[count.last].lower != "by":
        return ()
    return tuple(fighting(doers_at(document, sentence, tokens[count.last].children, link.trigger)))
