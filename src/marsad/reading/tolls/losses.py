"""Whose own dead are counted: "the rebels lost 35 men", "put the army's losses at 12", "acknowledging only three dead"."""

from __future__ import annotations

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor, ActorMention
from marsad.model.claim import Side
from marsad.reading.casting import doers_at, fighting
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.syntax import roles
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

_FIGHTING = ("military", "rebel", "militia")
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
    owned = tokens[link.first - 2]
    if link.rule.endswith("-losses") and owned.tag in ("PRP$", "JJ") and owned.text.islower():  # "JNIM put its own dead at nine"
        told = next((k for k in range(link.first - 1, -1, -1) if tokens[k].lower in words["put"]), None)
        return () if told is None else fighting(doers_at(document, sentence, roles(sentence, told).subject, told))
    for k in range(1, min(count.first, link.first)):
        if tokens[k].lower in words["losses"] and tokens[k - 1].lower != "of":
            owner = tokens[k - 2 if k > 1 and tokens[k - 1].tag == "POS" else k - 1]
            named = fighting(_men_of(document, owner) or within(document.actors, owner.start, owner.end))
            put = any(token.lower in words["put"] or token.lower in words["toll_links"] for token in tokens[k + 1 : count.first])
            return named if put and count.elided else ()
    return ()


def _men_of(document: Document, owner: Token) -> list[ActorMention]:
    """Whose "Kurdish losses", "Israeli losses" are: the forces that the report calls so, else the land's army."""
    if not owner.text[:1].isupper():
        return []
    own = [one for one in within(document.actors, owner.start, owner.end) if one.actor.kind in _FIGHTING]
    called = own or [one for one in document.actors if one.actor.kind in _FIGHTING and one.text.startswith(f"{owner.text} ")]
    actors = ActorList.open()
    iso = actors.demonym(owner.text) or actors.country(owner.text)
    entry = actors.national(iso, "mil") if iso else None
    army = [ActorMention(owner.start, owner.end, owner.text, actors.actor(entry))] if entry is not None else []
    return called[:1] or army


def losses_of(tokens: list[Token], count: Count) -> Side | None:
    """ "put civilian losses at 415 dead": the side whose losses are counted."""
    words = vocabulary().words
    opens = max((k + 1 for k in range(count.first) if tokens[k].text == ";"), default=0)
    for k in range(opens + 1, count.first):
        owner = tokens[k - 2 if tokens[k - 1].tag == "POS" else k - 1].lower
        counted = tokens[k].lower in words["labels"] or tokens[k].lower in words["losses"]
        name = tokens[k - 2 if tokens[k - 1].tag == "POS" else k - 1].tag in ("JJ", "NNP", "NNPS")
        people = name and tokens[k - 1].text[:1].isupper()
        own = (owner in ("its", "their") or people) and tokens[k].lower == "losses"  # "brings its losses to 24 dead"
        if counted and (own or owner in ("civilian", *words["fighting_losses"])):
            return "civilians" if owner == "civilian" else "combatants"
    return "combatants" if ranks_of(tokens, count) is not None else None


def ranks_of(tokens: list[Token], count: Count) -> int | None:
    """The word for whose "two dead and ten wounded in its own ranks" are: a possessive, or the force behind "of"."""
    words, reach = vocabulary().words, min(len(tokens) - 1, count.last + _RANKS)
    for k in range(max(0, count.first - _RANKS), reach):
        if tokens[k].text == ";" or tokens[k].lower not in words["labels"]:
            continue
        of = k + 1 + (k + 2 < len(tokens) and tokens[k + 2].lower == "the") + 1
        if tokens[k].lower == "ranks" and of < len(tokens) and tokens[k + 1].lower == "of":
            return of  # "12 dead in the ranks of the army"
        own = k - 1 - (tokens[k - 1].lower == "own")
        if own > 1 and tokens[own].tag == "POS":
            return own - 1  # "11 dead in the army's ranks"
        if own > 0 and tokens[own].tag == "PRP$" and tokens[own - 1].tag == "IN":
            return own
    return None
