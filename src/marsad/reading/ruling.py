"""Deeds of those who rule, bring relief or hold office: whether one who can do such a thing is told to have done it."""

from __future__ import annotations

from marsad.model import Actor, ActorMention
from marsad.reading.casting import phrase_words
from marsad.reading.incident import Incident, words
from marsad.reading.states import capital_of
from marsad.reading.syntax import children

OF_OFFICE = frozenset({"ruler", "giver", "office", "drilled", "visitor"})
"""What a frame `needs` whose deed only such people do."""

_RULING = frozenset({"state", "government", "military", "police", "rebel", "militia", "international"})
_GIVING = frozenset({"state", "government", "military", "international", "organisation"})


def is_done_in_office(incident: Incident) -> bool:
    """Whether a deed is told of one who can do it: a border closed by those who hold it, a post that a minister resigned."""
    needs, kinds = incident.give["needs"], {one.actor.kind for one in incident.doers}
    named = {word.lower for head in incident.doer_heads for word in phrase_words(incident.sentence, head)}
    heads = {incident.sentence.tokens[head].lower for head in incident.doer_heads}
    if needs == "office" and incident.match.token.tag == "VB":
        return False  # "refused to resign"
    if needs == "office":
        return bool(named & words("offices"))
    if needs == "giver" and incident.match.roles.passive and (incident.near or incident.places):
        return True  # "aid was airdropped over X"
    if needs == "giver":
        return bool(kinds & _GIVING or heads & words("givers"))
    if needs == "visitor":
        placed = bool(incident.near or incident.places)
        return placed and bool(heads & words("visitors")) and not incident.sentence.lowers.isdisjoint(words("talking"))
    if _closes_in(incident):
        return False
    if incident.match.frame.name == "closure" and (_stays_shut(incident) or _is_held_up(incident)):
        return True
    rules = bool(kinds & _RULING or heads & words("rulers"))
    return rules and (needs != "drilled" or "does" in incident.signs)


def _closes_in(incident: Incident) -> bool:
    """Whether "in on" stands behind the verb, however the parse took it: "closes in on the port"."""
    after = incident.sentence.tokens[incident.trigger + 1 : incident.trigger + 3]
    return [one.lower for one in after] == ["in", "on"]


def rulers(made: Incident) -> list[ActorMention]:
    """Who ordered a curfew or closed a border: a capital's government, or as the text calls them: "the governor"."""
    if made.match.frame.name == "visit":  # "a delegation from the region arrived"
        come = [made.sentence.tokens[head] for head in made.doer_heads]
        come = [one for one in come if one.lower in words("visitors")]
        return [ActorMention(one.start, one.end, one.text, Actor(None, one.lower, "organisation")) for one in come]
    if made.give["family"] not in words("ruled"):
        return []
    tokens = [made.sentence.tokens[head] for head in made.doer_heads]
    seats = ((one, capital_of(one)) for one in tokens)
    named = [ActorMention(one.start, one.end, one.text, actor) for one, actor in seats if actor is not None]
    nouns = [one for one in tokens if one.tag in ("NN", "NNS") and one.lower in words("rulers")]
    return named or [ActorMention(one.start, one.end, one.text, Actor(None, one.lower, "government")) for one in nouns]


def _stays_shut(incident: Incident) -> bool:
    """Whether a crossing is told to be closed, nobody says by whom, and no flood closed it: "Torkham crossing stayed closed"."""
    tokens, parts = incident.sentence.tokens, incident.match.roles
    shut = parts.object if parts.passive else parts.subject if incident.match.token.lemma in ("stay", "remain") else []
    called = [one for head in shut for one in (head, *children(incident.sentence, head, "appos"))]
    gates = any(tokens[head].lower in words("gates") for head in called)
    return gates and incident.sentence.lowers.isdisjoint(words("natural"))


def _is_held_up(incident: Incident) -> bool:
    """Whether an aid convoy is told to be stopped somewhere, nobody says by whom."""
    told = {incident.sentence.tokens[i].lower for i in incident.match.words}
    return incident.match.roles.passive and bool(incident.near) and bool(told & {"convoy", "convoys"})
