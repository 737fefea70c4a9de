"""Events: what happened on the ground, who did it to whom, with what; one draft an event however often the report names it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from marsad.model import ActorMention, PlaceMention, Where
from marsad.reading.acled import Scene, choose
from marsad.reading.belief import NOT_SO, believable
from marsad.reading.casting import fighting, heading_of, where_of, word_set
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.event_links import link_tolls, set_campaigns, set_first_since
from marsad.reading.incidents import Incident, frames, words
from marsad.reading.modality import modality_of
from marsad.reading.scenes import incidents_of
from marsad.reading.syntax import children, clause_of, noun_phrase

__all__ = ["link_tolls", "read_events", "triggers"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 2
"""Sentences back that a verb's bare killing may still belong to an earlier incident."""


@dataclass(slots=True, eq=False)
class Event:
    """An event of the report: the incident that tells most of it, and all that speak of it."""

    lead: Incident
    parts: list[Incident] = field(default_factory=list)


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Word forms that a sentence must hold one of to be worth parsing for events."""
    return frames().triggers


def read_events(document: Document) -> list[Draft]:
    """The report's events as drafts; mentions of one event in several sentences are one draft with several anchors."""
    events: list[Event] = []
    craft = words("aircraft")
    air = not all(craft.isdisjoint(sentence.lowers) for sentence in document.sentences)
    for sentence in document.sentences:
        if not sentence.parsed:
            continue
        for incident in incidents_of(document, sentence, air=air):
            if incident.signs & NOT_SO and not _marked(incident, "known"):
                continue
            known = _known(document, events, incident)
            if known is None:
                events += [Event(incident, [incident])] if believable(document, incident) else []
            elif _standing(incident) == _standing(known.lead):
                _add(known, incident)
            elif _standing(known.lead) == "denied" and believable(document, incident):
                events[events.index(known)] = Event(incident, [incident])
            elif _marked(incident, "known") or _standing(incident) == "denied":
                continue
            elif believable(document, incident):
                events.append(Event(incident, [incident]))
    drafts = [_draft(document, event) for event in events]
    _tell_shots_once(drafts)
    set_first_since(document, drafts)
    set_campaigns(drafts)
    return drafts


def _tell_shots_once(drafts: list[Draft]) -> None:
    """A protest whose shooting is an event of its own is told by its own label."""
    deadly = "Excessive force against protesters"
    shots = {one.sentence.index for one in drafts if one.fields["acled_type"] == deadly and one.rule != "event.protest"}
    for draft in drafts:
        told = draft.rule == "event.protest" and draft.fields["acled_type"] == deadly
        if told and shots & {draft.sentence.index, draft.sentence.index + 1}:
            draft.fields.update(acled_type="Protest with intervention", event_type="PROTEST/demo")


def _standing(incident: Incident) -> str:
    """How its own sentence puts an incident: told, denied, or to come; only those of one standing are one event."""
    modality = modality_of(incident.sentence, incident.trigger if incident.told_by is None else incident.told_by)
    return "told" if modality in ("asserted", "possible") else "denied" if modality == "denied" else "to come"


# ---------------------------------------------------------------- which incidents are one event


def _known(document: Document, events: list[Event], incident: Incident) -> Event | None:
    """The earlier event that an incident speaks of again; None if it is a new one."""
    if _marked(incident, "other"):
        return None
    same = [event for event in reversed(events) if _same_event(document, event, incident)]
    by_word = [event for event in same if any(part.match.token.lower == incident.match.token.lower for part in event.parts)]
    by_frame = [event for event in same if any(part.match.frame.name == incident.match.frame.name for part in event.parts)]
    return next(iter(by_word or by_frame or same), None)


def _same_event(document: Document, event: Event, incident: Incident) -> bool:
    lead = event.lead
    if lead.give["family"] != incident.give["family"]:
        return False
    if incident.match.frame.name == "killing" and incident.match.verbal and not incident.doers:
        return False
    same_frame = _same_kind(lead, incident)
    if _marked(lead, "other") and not lead.doers and incident.doers and incident.match.token.tag == "NNS":
        return False  # "a second strike hit", then "Russian raids": not shown to be one
    definite = _marked(incident, "known")
    generic = incident.match.frame.name in words("generic")
    if lead.give["family"] == "protest":
        same_frame = True
    back = incident.sentence.index - event.parts[-1].sentence.index
    if lead.give.get("campaign") and not same_frame and not _shared(lead.doers, incident.doers):
        return False
    fuller = (
        generic
        and lead.rank >= incident.rank
        and (
            definite
            or _is_blast(event, incident)
            or (incident.match.verbal and back <= _NEAR and _shared(lead.doers, incident.doers))
        )
    )
    vaguer = (
        same_frame is False
        and definite is False
        and lead.match.frame.name in words("generic")
        and back <= 1
        and incident.rank > lead.rank
        and not lead.give.get("campaign")
        and bool(_names(lead.doers) & _names(incident.doers))
    )
    if not (same_frame or fuller or vaguer) or (_marked(incident, "new") and not _retold(event, incident)):
        return False
    if not (_agree(lead.doers, incident.doers) and _agree(lead.victims, incident.victims)):
        return False
    headline = (
        same_frame and lead.sentence.index == 0 and incident.sentence.index <= _NEAR and _shared(lead.doers, incident.doers)
    )
    if not (headline or _one_place(event, incident)) or not _one_day(document, event, incident, definite):
        return False
    return not _apart(document, event, incident)


def _apart(document: Document, event: Event, incident: Incident) -> bool:
    """Whether two incidents stand under the headings of different places ("KUNDUZ: ...", "KABUL: ..."), or in different years."""
    headings = [heading_of(document, part.sentence) for part in (incident, *event.parts)]
    mine, *theirs = [heading.group(1) if heading else "" for heading in headings]
    if mine and all(other and other != mine for other in theirs):
        return True
    years = _years(incident)
    if incident.match.frame.name == "crowd":  # "the 2021 strike, remembered by many of the marchers"
        years |= set(_YEAR.findall(incident.sentence.text))
    if document.published is not None:
        years.discard(str(document.published.year))
    others = {year for part in event.parts for year in _years(part)}
    return bool(years or others) and years != others and not (years & others)


def _years(incident: Incident) -> set[str]:
    """The year that an action is given: "the 2019 bombing", "in 2019, when a bomb killed", "killed in 2019"."""
    sentence = incident.sentence
    tokens = sentence.tokens
    if not _YEAR.search(sentence.text):
        return set()
    found = set() if incident.match.verbal else set(range(noun_phrase(sentence, incident.trigger, of=False)[0], incident.trigger))
    clause = clause_of(sentence, incident.trigger)
    for i in (incident.trigger, clause):
        found |= {
            year
            for prep in children(sentence, i, "prep")
            if tokens[prep].lower in ("in", "during")
            for one in children(sentence, prep, "pobj")
            for year in (one, *tokens[one].children)
        }
    for i in range(incident.trigger - 2, max(1, incident.trigger - 14), -1):  # "since 2019, when a car bomb killed"
        if tokens[i].lower == "when":
            found |= {i - 1, i - 2}
            break
    return {tokens[i].text for i in found if _YEAR.fullmatch(tokens[i].text)}


def _same_kind(one: Incident, other: Incident) -> bool:
    """Whether two incidents are of one frame, or of frames that give the same mode and label ("shelling", "rocket")."""
    a, b = one.give, other.give
    return one.match.frame.name == other.match.frame.name or (
        a["type"] == b["type"] and a["label"] == b["label"] and "/" in a["type"]
    )


def _is_blast(event: Event, incident: Incident) -> bool:
    """Whether "a blast" can be the bomb of an event told just before."""
    near = incident.sentence.index - event.parts[-1].sentence.index <= _NEAR
    return (
        near
        and incident.match.frame.name == "explosion"
        and event.lead.give["type"] in ("ASSAULT/explosives", "ASSAULT/suicide-attack")
    )


def _retold(event: Event, incident: Incident) -> bool:
    """Whether "an attack" may tell again what a headline told, or shares whom or where it hit; "a blast" that of a bomb."""
    if _is_blast(event, incident) or event.lead.sentence.headline or event.lead.sentence.index == 0:
        return True
    names = {place.text for part in event.parts for place in part.places}
    return bool(names & {place.text for place in incident.places} or _names(event.lead.victims) & _names(incident.victims))


def _shared(one: list[ActorMention], other: list[ActorMention]) -> bool:
    return bool(one and other) and _agree(one, other)


def _marked(incident: Incident, name: str) -> bool:
    """Whether the action noun's own words say that it is known already ("the attack"), or another one ("a second attack")."""
    if incident.match.verbal:
        return False
    sentence = incident.sentence
    first = min(incident.match.words)
    own = {sentence.tokens[i].lower for i in sentence.tokens[incident.trigger].children if i < incident.trigger}
    if first > 0:
        own.add(sentence.tokens[first - 1].lower)
    return bool(own & words(name))


def _names(mentions: list[ActorMention]) -> set[str]:
    return {mention.actor.name.casefold() for mention in mentions}


def _agree(one: list[ActorMention], other: list[ActorMention]) -> bool:
    """Whether two lists can be the same people: one is silent, they share a name, or one only describes what the other names."""
    if not one or not other or _names(one) & _names(other):
        return True
    if all(mention.actor.id for mention in one) and all(mention.actor.id for mention in other):
        return _kin(one, other)
    return any(a.actor.kind == b.actor.kind or "unknown" in (a.actor.kind, b.actor.kind) for a in one for b in other)


def _kin(one: list[ActorMention], other: list[ActorMention]) -> bool:
    """A state, its government and its forces act as one."""
    state = {"state", "government", "military"}
    sides = [
        {mention.actor.side for mention in mentions if mention.actor.side and mention.actor.kind in state}
        for mentions in (one, other)
    ]
    return bool(sides[0] & sides[1])


def _one_place(event: Event, incident: Incident) -> bool:
    known = {place.place.name if place.place else place.text for part in event.parts for place in part.places or part.near}
    mine = {place.place.name if place.place else place.text for place in incident.places or incident.near}
    if not known or not mine or known & mine:
        return True
    wide = [place for one in (incident, *event.parts) for place in one.places or one.near]
    towns = [{place.text for place in one.places} - _wide(one.places) for one in (incident, event.lead)]
    if event.lead.give["family"] == "protest" and all(towns) and not towns[0] & towns[1]:
        return False  # two marches in two towns of one region
    return bool(_wide(wide))


def _wide(places: list[PlaceMention]) -> set[str]:
    """The names of places that are regions or larger."""
    return {place.text for place in places if place.place is not None and (place.place.precision or 1) >= 4}


def _one_day(document: Document, event: Event, incident: Incident, definite: bool) -> bool:
    """Whether the days that both name, if both do, are the same."""
    mine = _day(document, incident)
    if mine is None or definite:
        return True
    days = {_day(document, part) for part in event.parts} - {None}
    return not days or mine in days


def _day(document: Document, incident: Incident) -> str | None:
    """The day that stands nearest to the trigger in its sentence."""
    at = incident.match.token.start
    days = [
        (abs(time.start - at), time.interval.start)
        for time in within(document.times, incident.sentence.start, incident.sentence.end)
        if time.interval is not None and time.interval.start and (time.interval.precision or 9) <= 2
    ]
    return str(min(days)[1]) if days else None


def _add(event: Event, incident: Incident) -> None:
    event.parts.append(incident)
    lead = event.lead
    if incident.rank > lead.rank and not incident.signs & NOT_SO:
        event.lead = incident
        incident, lead = lead, incident
    for name in ("doers", "victims", "places"):
        mine, other = getattr(lead, name), getattr(incident, name)
        if not mine or (name != "places" and not any(m.actor.id for m in mine) and any(m.actor.id for m in other)):
            setattr(lead, name, list(other))
    lead.sorts |= incident.sorts


# ---------------------------------------------------------------- drafts


def _draft(document: Document, event: Event) -> Draft:
    lead = event.lead
    give = lead.give
    doers = fighting(lead.doers, people=True)
    sides = {actor.side for actor in doers if actor.side}
    side_b = tuple(actor for actor in fighting(lead.victims, people=True) if actor not in doers and actor.side not in sides)
    if lead.places and "civil_site" not in lead.sorts:
        lead.sorts.add("town")
    riot = "doer_crowd" in lead.sorts
    label = choose(str(give["label"]), Scene(doers, side_b, frozenset(lead.sorts | _crowd_sorts(document, event))))
    fields: dict[str, object] = {
        "event_type": _type_of("PROTEST" if riot else str(give["type"]), label),
        "acled_type": label,
        "side_a": doers,
        "side_b": side_b,
    }
    if give.get("weapon"):
        fields["weapon"] = _weapon(lead, str(give["weapon"]))
    anchors = sorted({part.anchor(document) for part in event.parts}, key=lambda anchor: (anchor.start, anchor.end))
    draft = Draft(
        "event", f"event.{lead.match.frame.name}", lead.sentence, lead.trigger, anchors, fields, confidence=_confidence(lead)
    )
    if lead.told_by is not None:  # "foiled an attack": the attack was made, whatever became of it
        draft.modality = modality_of(lead.sentence, lead.told_by)
        draft.settled.add("modality")
    where = _target_place(event)
    if where is not None:
        draft.where = where
        draft.settled.add("where")
    return draft


def _target_place(event: Event) -> Where | None:
    """What was hit, as a place; where the headline only names the country, the finer place that is told further on."""
    if not event.lead.places:
        return None
    first = event.lead.places[0]
    if first.place is None or (first.place.precision or 1) < 6:
        return where_of(first)
    finer = (one for part in event.parts for one in part.places + part.near if one.place is not None)
    inside = (one for one in finer if one.place and one.place.country == first.place.country and (one.place.precision or 9) < 6)
    return where_of(next(inside, first))


def _type_of(event_type: str, label: str) -> str:
    """The PLOVER type, with the mode that the chosen label settles."""
    if label == "Air/drone strike" and event_type == "ASSAULT/explosives":
        return "ASSAULT/aerial"
    if label == "Armed clash" and event_type.startswith("COERCE"):
        return "ASSAULT/heavy-weapons"
    if label == "Excessive force against protesters":
        return event_type if event_type.startswith("ASSAULT") else "ASSAULT/crowd-control"
    if label == "Violent demonstration" and event_type.startswith("PROTEST"):
        return "PROTEST/riot"
    return event_type


def _weapon(lead: Incident, default: str) -> str:
    """The words of the text where the trigger itself names the weapon, else the frame's word."""
    token = lead.match.token
    return default if lead.match.verbal else " ".join(lead.sentence.tokens[i].lower for i in lead.match.words) or token.lower


def _confidence(lead: Incident) -> float:
    score = 0.6 + 0.1 * bool(lead.doers) + 0.1 * bool(lead.victims or lead.places)
    return score + 0.1 * bool(lead.signs & {"does", "strikes", "happens", "harmed"})


def _crowd_sorts(document: Document, event: Event) -> set[str]:
    """For a protest: whether it turned violent or was met with force, by the words of the sentences that speak of it."""
    if event.lead.give["family"] != "protest":
        return set()
    lowers = {
        token.lower
        for part in event.parts
        for sentence in _about(document, part.sentence)
        for token in sentence.tokens
        if token.i == 0 or sentence.tokens[token.i - 1].lower not in ("no", "without", "any")
    }
    found = {name for name in ("dispersal", "crowd_violence") if lowers & words(name)}
    police = lowers & {"police", "soldiers", "troops", "forces", "army", "officers", "guards", "military", "soldier", "gendarmes"}
    deadly = lowers & {"killed", "killing", "fatally", "dead"} or (lowers & {"live", "shot"} and not lowers & words("not_live"))
    if police and deadly:
        found.add("live_fire")
    return found


def _about(document: Document, sentence: Sentence) -> list[Sentence]:
    """The sentence and the next one, where that goes on about the crowd or the police."""
    following = document.sentences[sentence.index + 1 : sentence.index + 2]
    return [
        sentence,
        *(
            one
            for one in following
            if {token.lower for token in one.tokens} & (word_set("protesters") | {"police", "shot", "killed"})
        ),
    ]
