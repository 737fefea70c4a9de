"""What an action noun's own words say of it: that it is known already, another one, or more than a single incident."""

from __future__ import annotations

from marsad.reading.casting import counted
from marsad.reading.governing import governor
from marsad.reading.incident import Event, Incident, in_brief, words
from marsad.reading.language import word_lists
from marsad.reading.settings import is_fine
from marsad.reading.syntax import children, noun_phrase


def marked(incident: Incident, name: str) -> bool:
    """Whether the action noun's own words say that it is known already ("the attack"), or another one ("a second attack")."""
    sentence = incident.sentence
    if incident.match.verbal:  # "a second drone struck"
        craft = [
            head for head in incident.doer_heads if sentence.tokens[head].lower in word_lists("events", "drones", "laid_things")
        ]
        return name == "other" and any(
            sentence.tokens[i].lower in words(name) for head in craft for i in sentence.tokens[head].children
        )
    first = min(incident.match.words)
    own = {sentence.tokens[i].lower for i in incident.match.token.children if i < incident.match.token.i}
    if first > 0:
        own.add(sentence.tokens[first - 1].lower)
    before = [token.lower for token in sentence.tokens[max(0, first - 2) : first]]
    if name == "known" and _of_another(incident):
        return False
    return bool(own & words(name)) or (name == "known" and _of_a_day(before))


def _of_another(incident: Incident) -> bool:
    """ "The killing of a militia leader": of somebody who was not told of before, whatever "the" says."""
    tokens = incident.sentence.tokens
    hit = [
        one
        for prep in children(incident.sentence, incident.trigger, "prep")
        if tokens[prep].lower == "of"
        for one in children(incident.sentence, prep, "pobj")
    ]
    return incident.match.frame.name in words("of_whom") and any(
        tokens[child].lower in ("a", "an") for one in hit for child in tokens[one].children
    )


def _of_a_day(before: list[str]) -> bool:
    """Whether a day owns the action: "Friday's bombing", or "Fridays bombing" where the sign was lost."""
    owner = before[-2] if before[-1:] in (["'s"], ["\u2019s"]) and len(before) > 1 else (before or [""])[-1].removesuffix("s")
    plain = before[-1:] in (["'s"], ["\u2019s"]) or (before or [""])[-1].endswith("days")
    return plain and owner.endswith("day")


def is_wider(parts: list[Incident], incident: Incident) -> bool:
    """Whether "the current assault", "his 14-month offensive" is more than an incident that the report told otherwise."""
    if incident.match.verbal or parts[0].give.get("campaign") or all(map(in_brief, parts)):
        return False
    first = noun_phrase(incident.sentence, incident.trigger, of=False)[0]
    own = [token.lower for token in incident.sentence.tokens[first : incident.trigger]]
    wider = not words("current").isdisjoint(own) or ("-" in own and not words("lasting").isdisjoint(own))
    return wider and all(part.match.token.lemma != incident.match.token.lemma for part in parts)


def is_one_of_many(event: Event, incident: Incident) -> bool:
    """Whether a strike on a town is one of those on a whole land that the body told of together: "strikes killed six in the
    south", then "a car was hit near X"."""
    token = incident.match.token
    mine = [place for place in incident.places + incident.near if is_fine(place)]
    counted = any(incident.sentence.tokens[one].tag == "CD" for one in token.children)
    if not mine or (not incident.match.verbal and token.tag == "NNS" and not counted) or marked(incident, "known"):
        return False
    body = [part for part in event.parts if not in_brief(part)]
    told = [place for part in body for place in part.places + part.near]
    many = any(part.sentence.tokens[i].tag == "NNS" for part in body for i in part.match.words)  # "raids", "launched 188 drones"
    return many and bool(told) and not any(is_fine(place) for place in told)


def died_in_it(lead: Incident, incident: Incident) -> bool:
    """Whether others than were aimed at are told to have died in the strike told of: "two herders died in the strike"."""
    link = None if incident.match.verbal else governor(incident.sentence, incident.trigger)
    inside = link is not None and link[1] in ("in", "during") and "harmed" in incident.signs
    one = lead.match.frame.name == incident.match.frame.name or incident.match.token.lemma == lead.match.token.lemma
    return inside and one and marked(incident, "known") and not incident.doers and not incident.places


def of_many(event: Event, incident: Incident) -> bool:
    """Whether "those attacks" are more than the one attack that was told."""
    token, lead = incident.match.token, event.lead.match
    pointed = any(incident.sentence.tokens[one].lower in ("those", "these") for one in token.children)
    return not incident.match.verbal and token.tag == "NNS" and pointed and not lead.verbal and lead.token.tag == "NN"


def are_attackers(incident: Incident) -> bool:
    """Whether those who were killed, nobody says by whom or where, are the attackers told of before."""
    if not (incident.match.verbal and incident.match.roles.passive) or incident.give["family"] != "violence":
        return False
    if incident.doers or incident.places or incident.near:
        return False
    tokens = incident.sentence.tokens
    heads = counted(incident.sentence, incident.heads)
    called = words("attacking") | words("never_victims") | words("irregulars")
    return bool(heads) and all(
        tokens[head].lower in called and any(tokens[child].lower == "the" for child in tokens[head].children) for head in heads
    )
