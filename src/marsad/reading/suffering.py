"""What was done to things and people that only some verbs do to them: burned, looted, made harmless, taken away."""

from __future__ import annotations

from marsad.reading.casting import phrase_words, word_set
from marsad.reading.governing import governor
from marsad.reading.incident import Incident, words


def brings_down(incident: Incident) -> bool:
    """Whether what flew or was fired was destroyed: "destroyed 31 drones", "intercepted two missiles"."""
    told = {incident.sentence.tokens[i].lower for i in incident.match.words}
    return incident.match.token.lemma not in words("searches") and bool(told & words("arms"))


def is_disarmed(incident: Incident) -> bool:
    """Whether a weapon is made harmless, whoever did it: "experts defused a device"."""
    told = {incident.sentence.tokens[i].lower for i in incident.match.words if i != incident.trigger}
    found = incident.match.roles.passive and bool(told & words("caches"))  # "a cache of weapons was discovered"
    return found or any(incident.sentence.tokens[head].lower in words("arms") for head in incident.heads)


def is_destroyed(incident: Incident, *, doer: bool) -> bool:
    """Whether things were burned, looted or wrecked: a verb that means nothing else needs no known thing, others do."""
    sure = incident.match.token.lemma in incident.give["sure"]
    hands = {incident.sentence.tokens[head].lower for head in incident.doer_heads}
    told = {token.lower for head in incident.heads for token in phrase_words(incident.sentence, head)}
    told |= {incident.sentence.tokens[i].lower for i in incident.match.words}
    if hands and hands <= words("peaceable") and told & words("grown"):
        return False  # "farmers burned crop stubble"
    if told & words("hardware") and not sure:
        return False
    if incident.match.token.lemma == "sack":
        return doer and bool(incident.places)
    thing = bool(incident.sorts & {"property", "doer_crowd"}) or bool(word_set("property") & told)
    emptied = incident.match.roles.passive and incident.match.token.lemma in incident.give["plundering"] and bool(incident.heads)
    return (thing and (doer or sure)) or (sure and doer and bool(incident.heads)) or (emptied and "civil" not in incident.sorts)


def is_taken(incident: Incident) -> bool:
    """Whether people were seized, and no place or thing: "the pastor was seized by bandits"."""
    tokens = incident.sentence.tokens
    people = all(one.actor.kind in ("civilians", "person", "organisation") for one in incident.victims)
    named = any(one.actor.kind in ("civilians", "person") for one in incident.victims)
    heads = [tokens[head].lower for head in incident.heads]
    bodily = (
        named
        or (bool(heads) and word_set("civilians").issuperset(heads))
        or any(_bears_title(incident, i) for i in incident.heads)
    )
    return bodily and people and not incident.places


def _bears_title(incident: Incident, head: int) -> bool:
    """Whether a name stands behind what somebody is: "Pastor Jean X"."""
    first = phrase_words(incident.sentence, head)[:1]
    return incident.sentence.tokens[head].tag.startswith("NNP") and bool(first) and first[0].lower in word_set("civilians")


def are_people(incident: Incident) -> bool:
    """Whether those who were beaten are only called men or boys."""
    return any(incident.sentence.tokens[head].lower in words("taken_people") for head in incident.heads)


def is_found(incident: Incident) -> bool:
    """Whether arms that a noun names are told to be found, seized or stopped."""
    link = governor(incident.sentence, incident.trigger)
    return link is not None and incident.sentence.tokens[link[0]].lemma in words("searches") | words("stopping")


def is_hacked(incident: Incident) -> bool:
    """Whether people are told to be killed with what somebody must have used, though nobody is named: "with machetes"."""
    tokens = incident.sentence.tokens
    means = incident.match.roles.by("with") if incident.match.roles.passive else []
    counted = any(tokens[one].tag == "CD" for head in incident.heads for one in (head, *tokens[head].children))
    used = any(tokens[head].lower in words("blades") for head in means)
    return counted and used and incident.match.token.lemma in words("on_the_living")


def is_where(incident: Incident) -> bool:
    """Whether what a search is told to have found only says where: "found a body in a tunnel"."""
    tokens = incident.sentence.tokens
    found = [tokens[i] for i in incident.match.words if i > incident.trigger]
    return any(one.dep == "pobj" and tokens[one.head].lower in ("in", "inside", "near", "at", "under") for one in found)
