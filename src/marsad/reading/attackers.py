"""Who did it, where the report has told so before: "the attackers", one attack of many, what a raid "also" hit."""

from __future__ import annotations

from marsad.reading.casting import counted
from marsad.reading.incident import Event, Incident, words
from marsad.reading.marks import marked
from marsad.reading.sameness import is_singled_out

_NEAR = 2
"""Sentences back that "the attackers" may have attacked."""


def know_attackers(events: list[Event], incident: Incident) -> None:
    """Take "the attackers", who act or are hit, for those who made the attack told just before, where it names them."""
    sentence = incident.sentence
    heads = [head for head in counted(sentence, incident.doer_heads) if sentence.tokens[head].lower in words("attacking")]
    meant = [head for head in heads if any(sentence.tokens[one].lower == "the" for one in sentence.tokens[head].children)]
    near = [one for one in events if sentence.index - one.parts[-1].sentence.index <= _NEAR]
    near = [one for one in near if one.lead.give["family"] == "violence" and not _hits_attackers(one)]
    told = next((one.lead.doers for one in reversed(near) if one.lead.doers), [])
    if meant and told:
        incident.doers = list(told)
    hit = [head for head in (*incident.heads, *incident.match.words) if sentence.tokens[head].lower in words("attacking")]
    known = [head for head in hit if any(sentence.tokens[one].lower == "the" for one in sentence.tokens[head].children)]
    if known and told and all(one.actor.id is None for one in incident.victims):
        incident.victims = [one for one in told if one not in incident.doers]


def _hits_attackers(event: Event) -> bool:
    """Whether it is told how attackers were killed, by whom they didn't attack: "police killed all five attackers"."""
    lead = event.lead
    return any(lead.sentence.tokens[head].lower in words("attacking") for head in lead.heads)


def know_doers(events: list[Event], incident: Incident) -> None:
    """Take those who made the attacks told just before for the doers of one of them, and of what it "also" hit: "In the deadliest
    attack, a house was hit", "the raid, which also targeted X".
    """
    if incident.match.verbal or incident.doers or incident.give["family"] != "violence":
        return
    near = [one for one in events if incident.sentence.index - one.parts[-1].sentence.index <= _NEAR and one.lead.doers]
    if is_singled_out(incident):
        many = [one for one in near if one.lead.match.token.tag == "NNS" and one.lead.sentence is not incident.sentence]
        if many and (incident.match.frame.name == "attack" or incident.match.frame is many[-1].lead.match.frame):
            incident.doers, incident.match.frame = list(many[-1].lead.doers), many[-1].lead.match.frame
    elif "also" in incident.sentence.lowers and marked(incident, "known"):
        same = [one for one in near if one.lead.match.frame is incident.match.frame]
        incident.doers = list(same[-1].lead.doers) if same else []
