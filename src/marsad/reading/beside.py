"""Deeds that a sentence only tells beside another, of which they are a part: raids in which people were arrested."""

from __future__ import annotations

from marsad.reading.governing import governor
from marsad.reading.incident import Incident, words
from marsad.reading.syntax import ancestors, children


def is_told_beside(incident: Incident, found: list[Incident]) -> bool:
    """Whether an incident is a part of another one that its sentence tells."""
    others = [one for one in found if one is not incident]
    if incident.match.token.lemma == "rob" and any(set(one.heads) & set(incident.heads) for one in others):
        return True  # "beaten and robbed"
    if incident.match.frame.name == "confiscation" and any(_loot(incident, one) for one in others):
        return True  # "torched a health post and made off with medicines"
    if incident.give["family"] == "arrest" and incident.match.token.lemma == "capture":
        return any(one.give["family"] == "violence" for one in others)  # "ambushed a convoy, capturing a commander"
    if _joins_arrest(incident, others) or any(_joins_verb(incident, one) for one in others):
        return True
    return _is_search(incident, found) or _is_wreck_of(incident, found) or _is_in_fight(incident, found)


def _joins_arrest(incident: Incident, others: list[Incident]) -> bool:
    """Let a raid made to arrest people tell the arrest where; whether it was: "forces raided X, arresting 11"."""
    if not incident.match.verbal or incident.match.token.lemma != "raid":
        return False
    for one in others:
        token = one.match.token
        if one.give["family"] == "arrest" and token.head == incident.trigger and token.dep in ("advcl", "conj"):
            one.tokens |= incident.tokens
            one.near = one.near or incident.places or incident.near
            return True
    return False


def _joins_verb(incident: Incident, other: Incident) -> bool:
    """Let a raid tell the verb before it where; whether it is that verb's: "killed two and captured four in a raid on X"."""
    link = None if incident.match.verbal or incident.doers else governor(incident.sentence, incident.trigger)
    if link is None or link[1] != "in" or incident.match.token.lower not in ("raid", "operation") or not other.match.verbal:
        return False
    verb = incident.sentence.tokens[link[0]]
    one = verb.dep == "conj" and verb.head == other.trigger and not children(incident.sentence, verb.i, "nsubj", "nsubjpass")
    if one:
        other.places = other.places or incident.places
        other.near = other.near or incident.near
    return one


def _loot(incident: Incident, other: Incident) -> bool:
    """Whether the same people are told in one breath to have burned and robbed."""
    joined = incident.match.token.dep == "conj" and incident.match.token.head == other.trigger
    return joined and other.give["family"] == "destruction" and incident.doer_heads == other.doer_heads


def _is_search(incident: Incident, found: list[Incident]) -> bool:
    """Whether raids are only how people were arrested: "detained 14 suspects over links to the group in dawn raids"."""
    if incident.match.verbal or incident.match.token.lemma != "raid" or incident.victims or incident.heads:
        return False
    above = ancestors(incident.sentence, incident.trigger)
    return any(one.match.verbal and one.trigger in above and one.give["family"] in words("searching") for one in found)


def _is_wreck_of(incident: Incident, found: list[Incident]) -> bool:
    """Whether what was destroyed is told beside whom they killed: "killed 14 fighters and destroyed three vehicles"."""
    if incident.match.frame.name != "wrecking":
        return False
    mine = {one.actor for one in incident.doers}
    others = [
        one for one in found if one is not incident and one.give["family"] == "violence" and one.match.frame.name != "repelled"
    ]
    return any(mine & {one.actor for one in other.doers} or "does" in other.signs for other in others)


def _is_in_fight(incident: Incident, found: list[Incident]) -> bool:
    """Whether who was hit fell in the fight of the sentence: "officers exchanged fire with them, and one was hit"."""
    hit = incident.match.verbal and incident.match.roles.passive and not incident.doers and "armed" in incident.sorts
    plain = hit and "civil" not in incident.sorts and incident.match.frame.name in ("attack", "shooting")
    return plain and any(one.match.verbal and one.give.get("mutual") and one.doers for one in found if one is not incident)
