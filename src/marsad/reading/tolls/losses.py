"""Whose own dead are counted: "the rebels lost 35 men", "put the army's losses at 12", "acknowledging only three dead"."""

from __future__ import annotations

from marsad.model import Actor
from marsad.model.claim import Side
from marsad.reading.casting import doers_at, fighting
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.syntax import roles
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

_LAND = 4
"""UCDP's where_prec from which a place is a region, a state or larger: what fights, not where somebody lives."""
_RANKS = 9
"""Tokens between a count and the words for whose ranks it is of."""


def own_loss(sentence: Sentence, link: Link) -> bool:
    """Whether the verb tells of the subject's own dead: "the rebels lost 35 men", "the army buried seven"."""
    return link.active and sentence.tokens[link.trigger].lower in vocabulary().words["losers"]


def owned_up(document: Document, sentence: Sentence, count: Count) -> tuple[Actor, ...]:
    """The force that counts its own dead: "the group denied heavy losses, acknowledging only three dead"."""
    tokens, words = sentence.tokens, vocabulary().words
    i = count.first - 1
    while i > 0 and (tokens[i].tag == "RB" or tokens[i].lower in words["soft"]):
        i -= 1
    if not sentence.parsed or i < 1 or tokens[i].lower not in words["owning_up"]:
        return ()
    verb = tokens[i].head if tokens[i].dep in ("advcl", "conj", "xcomp") else i
    found = fighting(doers_at(document, sentence, roles(sentence, i).subject or roles(sentence, verb).subject, i))
    return tuple(one for one in found if one.kind in ("military", "police", "rebel", "militia"))


def own_men(document: Document, sentence: Sentence, count: Count, link: Link) -> bool:
    """ "Puntland says it has lost 68 men since the operation began": a land that fights counts its men."""
    if count.head is None or sentence.tokens[count.head].lower not in vocabulary().words["own_men"]:
        return False
    lands = within(document.places, sentence.start, sentence.tokens[link.first].start)
    return any((land.place.precision or 0) >= _LAND for land in lands if land.place)


def losers(document: Document, sentence: Sentence, link: Link, count: Count) -> tuple[Actor, ...]:
    """Whose dead a count is: the subject of "lost", or the owner of the losses ("put Taliban losses at 303 killed")."""
    if not sentence.parsed:
        return ()
    if own_loss(sentence, link):
        return fighting(doers_at(document, sentence, roles(sentence, link.trigger).subject, link.trigger))
    tokens, words = sentence.tokens, vocabulary().words
    if link.rule.endswith("-losses") and tokens[link.first - 2].tag in ("PRP$", "JJ"):  # "JNIM put its own dead at nine"
        told = next((k for k in range(link.first - 1, -1, -1) if tokens[k].lower in words["put"]), None)
        return () if told is None else fighting(doers_at(document, sentence, roles(sentence, told).subject, told))
    for k in range(1, min(count.first, link.first)):
        if tokens[k].lower in words["losses"] and tokens[k - 1].lower != "of":
            owner = tokens[k - 2 if k > 1 and tokens[k - 1].tag == "POS" else k - 1]
            named = within(document.actors, owner.start, owner.end)
            put = any(token.lower in words["put"] or token.lower in words["toll_links"] for token in tokens[k + 1 : count.first])
            return fighting(named) if put and count.elided else ()
    return ()


def losses_of(tokens: list[Token], count: Count) -> Side | None:
    """ "put civilian losses at 415 dead": the side whose losses are counted."""
    words = vocabulary().words
    opens = max((k + 1 for k in range(count.first) if tokens[k].text == ";"), default=0)
    for k in range(opens + 1, count.first):
        owner = tokens[k - 2 if tokens[k - 1].tag == "POS" else k - 1].lower
        counted = tokens[k].lower in words["labels"] or tokens[k].lower in words["losses"]
        own = owner in ("its", "their") and tokens[k].lower == "losses"  # "brings its losses to 24 dead"
        if counted and (own or owner in ("civilian", *words["fighting_losses"])):
            return "civilians" if owner == "civilian" else "combatants"
    return "combatants" if ranks_of(tokens, count) is not None else None


def ranks_of(tokens: list[Token], count: Count) -> int | None:
    """The word for whose "two dead and ten wounded in its own ranks" are: a possessive, or the force behind "of"."""
    words, reach = vocabulary().words, min(len(tokens) - 1, count.last + _RANKS)
    for k in range(max(0, count.first - _RANKS), reach):
        if tokens[k].text == ";" or tokens[k].lower not in words["labels"]:
            continue
        own = k - 1 - (tokens[k - 1].lower == "own")
        if own > 1 and tokens[own].tag == "POS":
            return own - 1  # "11 dead in the army's ranks"
        if own > 0 and tokens[own].tag == "PRP$" and tokens[own - 1].tag == "IN":
            return own
    return None
