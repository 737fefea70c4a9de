"""Events: what happened on the ground, who did it to whom, with what; one draft an event however often the report names it."""

from __future__ import annotations

from functools import lru_cache

from marsad.model import Actor, Place, Where
from marsad.reading.acled import Scene, choose
from marsad.reading.attackers import know_attackers, know_doers
from marsad.reading.belief import NOT_SO, believable
from marsad.reading.casting import counted, fighting, word_set
from marsad.reading.dated import over_time
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.event_links import link_tolls, set_campaigns, set_first_since
from marsad.reading.incident import Event, Incident, frames, in_brief, words
from marsad.reading.language import word_list
from marsad.reading.marks import marked
from marsad.reading.modality import modality_of
from marsad.reading.onlookers import in_the_field, is_watcher
from marsad.reading.passing import spans_land
from marsad.reading.sameness import add_to, known_event
from marsad.reading.scenes import incidents_of
from marsad.reading.several import lies_within
from marsad.reading.sides import CIVILIANS, PROTESTERS
from marsad.reading.stated import where_of
from marsad.reading.summing import counts_a_stretch, dates_another, is_aired
from marsad.reading.syntax import children, subtree
from marsad.reading.versions import countered, tells_otherwise

__all__ = ["link_tolls", "read_events", "triggers"]

_LAND = 5
"""UCDP's where_prec from which a place is a land, or a great part of one."""


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Word forms that a sentence must hold one of to be worth parsing for events."""
    return frames().triggers


def read_events(document: Document) -> list[Draft]:
    """The report's events as drafts; mentions of one event in several sentences are one draft with several anchors."""
    events: list[Event] = []
    air = any(_is_flown(sentence) for sentence in document.sentences)
    for sentence in document.sentences:
        if not sentence.parsed:
            continue
        for incident in incidents_of(document, sentence, air=air):
            if (
                (incident.signs & NOT_SO and not marked(incident, "known"))
                or counts_a_stretch(document, incident)
                or _nowhere(document, incident)
            ):
                continue
            if dates_another(incident) or is_aired(incident):
                continue
            know_attackers(events, incident)
            _take_in(document, events, incident)
    made = {id(event): _draft(document, event) for event in events}
    for event in events:
        if event.version_of is not None:
            made[id(event)].version_of = made[id(event.version_of)]
    drafts = list(made.values())
    _tell_shots_once(drafts)
    set_first_since(document, drafts)
    set_campaigns(drafts)
    return drafts


def _is_flown(sentence: Sentence) -> bool:
    """Whether a sentence speaks of aircraft or of what they do: "air strikes"."""
    lowers = sentence.lowers
    return not words("aircraft").isdisjoint(lowers) or ("air" in lowers and not words("air_deeds").isdisjoint(lowers))


def _take_in(document: Document, events: list[Event], incident: Incident) -> None:
    """Make an incident a part of the event that it tells again, or an event of its own where it is to be believed."""
    other = countered(events, incident)
    known = known_event(document, events, incident) if other is None else None
    standing = _standing(incident)
    if other is not None:
        events += [Event(incident, [incident], version_of=other)] if believable(document, incident) else []
    elif standing == "denied" and _denies_all(incident):
        events += [Event(incident, [incident])] if believable(document, incident) else []
    elif known is None:
        know_doers(events, incident)
        events += [Event(incident, [incident])] if believable(document, incident) else []
    elif tells_otherwise(known, incident) and believable(document, incident):
        if incident.match.frame.name == "attack":  # "said it had hit a depot": with what, the others told
            incident.match.frame = known.lead.match.frame
        if incident.told_by is not None and not incident.doers:  # "had beaten the assault back": that of those told before
            mine = {one.actor for one in incident.victims}
            incident.doers = [one for one in known.lead.doers if one.actor not in mine]
        events.append(Event(incident, [incident], version_of=known))
    elif standing == (before := _standing(known.lead)):
        add_to(document, known, incident)
    elif before == "denied" and believable(document, incident):
        first = len(events) if known.lead.sentence is incident.sentence else events.index(known)
        events[first : first + 1] = [Event(incident, [incident])]
    elif standing == "denied":
        known.denials.append(incident)
        events += [Event(incident, [incident], version_of=known)] if believable(document, incident) else []
    elif not marked(incident, "known") and believable(document, incident):
        events.append(Event(incident, [incident]))


def _denies_all(incident: Incident) -> bool:
    """Whether a denial is of no one deed: "has denied targeting civilians"."""
    tokens = incident.sentence.tokens
    heads = [tokens[head] for head in incident.heads]
    bare = all(one.tag == "NNS" and not any(tokens[i].tag in ("DT", "CD", "PRP$") for i in one.children) for one in heads)
    return bool(heads) and bare and incident.match.verbal and not incident.places and "civil" in incident.sorts


def _nowhere(document: Document, incident: Incident) -> bool:
    """Whether deeds of a long time are summed up without a place ("1,200 strikes this year"): no happening told here."""
    campaign = incident.give.get("campaign") or incident.give["family"] == "protest"
    token = incident.match.token
    counted = token.tag == "NNS" and any(incident.sentence.tokens[one].tag == "CD" for one in token.children)
    if incident.match.verbal and incident.doers and _are_ships(incident):
        return False  # "have attacked over 100 merchant ships since November"
    many = incident.match.verbal or counted or incident.match.frame.name != "clash"  # "the fighting of recent days" is one
    unspecified = incident.match.frame.name in words("generic") and not (incident.doers or incident.victims or incident.places)
    if counted and unspecified and not incident.match.verbal:  # "recorded four incidents"
        return True
    if many and not incident.places and _by_the_war(incident):
        return True
    return many and not campaign and not incident.places and over_time(document, incident, so_far=True)


def _by_the_war(incident: Incident) -> bool:
    """ "The war has killed 14,000 people": what a whole war came to so far is no happening."""
    tokens = incident.sentence.tokens
    helpers = {tokens[one].lower for one in children(incident.sentence, incident.match.trigger, "aux")}
    if not incident.match.verbal or helpers.isdisjoint(("has", "have", "had")):
        return False
    doers = {tokens[one].lower for one in children(incident.sentence, incident.match.trigger, "nsubj")}
    people = any(tokens[head].lower in ("people", "civilians", "persons") for head in incident.heads)
    war = not doers.isdisjoint(word_list("modality", "history_nouns")) or ("it" in doers and people)
    return war and any(tokens[one].tag == "CD" for head in incident.heads for one in tokens[head].children)


def _are_ships(incident: Incident) -> bool:
    """Whether what was hit is ships, which lie at no place that a text names."""
    tokens = incident.sentence.tokens
    ships = [head for head in incident.heads if tokens[head].tag == "NNS" and tokens[head].lower in word_set("vessels")]
    return bool(ships) or any(tokens[head].lower == "shipping" for head in incident.heads)


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


# ---------------------------------------------------------------- drafts


def _draft(document: Document, event: Event) -> Draft:
    lead = event.lead
    give = lead.give
    mentions = [one for one in lead.doers if not is_watcher(one.actor)]
    doers = _told_by_name(in_the_field(fighting(mentions, people=True)))
    if not doers or all(one.kind in ("rebel", "militia", "state", "government") for one in doers):  # "supporters of the X front"
        doers = next(filter(None, map(_crowd, (lead, *event.parts))), ()) or doers
    sides = {actor.side for actor in doers if actor.side}
    feud = bool(lead.match.role("both"))  # "fighting between" two brigades of one side
    others = [actor for actor in fighting(lead.victims, people=True) if actor not in doers]
    side_b = tuple(actor for actor in others if actor.side not in sides or (feud and actor.id))
    side_b = _told_by_name(side_b)
    if lead.places and "civil_site" not in lead.sorts:
        lead.sorts.add("town")
    riot = "doer_crowd" in lead.sorts and lead.match.frame.name not in words("bodily")
    if _is_air_strike(lead, doers):
        give = frames().named["airstrike"].give
    label = choose(str(give["label"]), Scene(doers, side_b, frozenset(lead.sorts | _crowd_sorts(document, event))))
    beaten_off = lead.told_by is not None and give["family"] == "violence" and "civil" not in lead.sorts
    if label == "Attack" and beaten_off and not any(one.kind == "civilians" for one in (*doers, *side_b)):
        label = "Armed clash"
    if label == "Attack" and "mob" in lead.sorts:
        label = "Mob violence"
    downed = give["family"] == "disrupted" and lead.match.token.lemma in words("downing")
    fields: dict[str, object] = {
        "event_type": "ASSAULT/destroy"
        if downed and label != "Armed clash"
        else _type_of("PROTEST" if riot else str(give["type"]), label, marched=_marched(lead)),
        "acled_type": label,
        "side_a": doers,
        "side_b": side_b or _unnamed_civilians(lead, label),
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
    if lead.match.verbal and _are_ships(lead) and over_time(document, lead, so_far=True):
        draft.background = True  # "have attacked over 100 ships since November 2023": what went before this news
        draft.settled.add("background")
    if give["family"] == "relations" and not lead.near:  # an ambassador was expelled from no town told of before
        draft.settled.add("where")
    draft.echoes = [denied.anchor(document) for denied in event.denials]
    where = _target_place(document, event)
    if where is not None:
        draft.where = where
        draft.settled.add("where")
    return draft


def _crowd(lead: Incident) -> tuple[Actor, ...]:
    """Who protested, as the text calls them: "teachers", "residents"; bare "thousands" who marched are protesters."""
    if lead.give["family"] != "protest" or lead.match.frame.name in words("met"):
        return ()
    own = [lead.trigger] if lead.match.frame.name == "crowd" else []
    heads = [lead.sentence.tokens[head] for head in counted(lead.sentence, lead.doer_heads or own)]
    called = [one.lower for one in heads if one.tag in ("NNS", "CD") or one.lower in word_set("civilians", "protesters")]
    named = (PROTESTERS.name if name in word_set("amounts") or not name.isalpha() else name for name in called)
    return tuple(Actor(None, name, "civilians") for name in dict.fromkeys(named))


def _unnamed_civilians(lead: Incident, label: str) -> tuple[Actor, ...]:
    """Civilians as those who were hit, where the text counts or describes them or names where they live: "raped 15 women"."""
    if lead.give["family"] == "protest" and lead.match.frame.name not in words("met"):
        return ()
    if lead.match.frame.name in words("met") or ("protest" in lead.sorts and "doer_crowd" not in lead.sorts):
        return (PROTESTERS,)
    if lead.give.get("mutual") or lead.give["family"] not in words("on_people") or lead.sorts & {"armed", "doer_crowd"}:
        return ()
    told = (
        "unarmed" in lead.sorts
        or lead.match.frame.name == "seizing"
        or (label == "Attack" and "peopled" in lead.sorts and "military_site" not in lead.sorts)
    )
    return (CIVILIANS,) if told else ()


def _told_by_name(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Without the bare "fighters" who are those of a force that is named beside them."""
    sides = [one.side for one in actors]
    actors = tuple(one for i, one in enumerate(actors) if one.side is None or one.side not in sides[:i] or one.kind != "military")
    bare = {one for one in actors if one.id is None and one.name in words("bare_fighters")}
    return tuple(one for one in actors if one not in bare) if len(bare) < len(actors) else actors


def _is_air_strike(lead: Incident, doers: tuple[Actor, ...]) -> bool:
    """Whether a bare "strike" that no ground force is said to have made came from the air, as they do."""
    if lead.match.frame.name != "attack" or lead.match.verbal or lead.match.token.lemma != "strike":
        return False
    flies = all(one.kind in ("state", "military", "government", "international") for one in doers)
    return flies and lead.sentence.lowers.isdisjoint(words("fired"))


def _target_place(document: Document, event: Event) -> Where | None:
    """What was hit, as a place: the body's before the headline's, a town told further on before its region or country."""
    if not event.lead.places or spans_land(document, event.lead.places[0]):
        return None
    first = event.lead.places[0]
    told = next((part.places[0] for part in event.parts if part.places and not in_brief(part)), first)
    sentence = event.lead.sentence
    wide = first.place is not None and (first.place.precision or 1) >= _LAND
    if wide and any(lies_within(one.place, first.place) for one in within(document.places, sentence.start, sentence.end)):
        return None  # "a convoy between X and Y in southern Mali"
    if in_brief(event.lead) and first.place and _is_finer(told.place, first.place):
        first = told
    named = (one for part in event.parts for one in part.places + part.near)
    return where_of(next((one for one in named if lies_within(one.place, first.place)), first))


def _is_finer(told: Place | None, brief: Place) -> bool:
    """Whether the body's place says no less than the headline's; a village that no list knows more than "east of the city"."""
    if told is None:
        return brief.relative is not None or (brief.precision or 1) > 1
    return (told.precision or 1) <= (brief.precision or 1)


def _marched(lead: Incident) -> bool:
    """Whether it is told what the crowd did, however it was met."""
    return lead.give["family"] == "protest" and bool(lead.doer_heads) and lead.match.frame.name not in words("met")


def _type_of(event_type: str, label: str, *, marched: bool) -> str:
    """The PLOVER type, with the mode that the chosen label settles."""
    if label == "Air/drone strike" and event_type in ("ASSAULT/explosives", "ASSAULT/heavy-weapons"):
        return "ASSAULT/aerial"
    if label == "Abduction/forced disappearance":
        return "ASSAULT/abduct"
    if label == "Armed clash" and event_type.startswith("COERCE"):
        return "ASSAULT/heavy-weapons"
    if label == "Excessive force against protesters" and not marched:
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
        for token in _without_grievance(sentence)
        if not _names_police(sentence, token)
        and (token.i == 0 or sentence.tokens[token.i - 1].lower not in ("no", "without", "any"))
    }
    found = {name for name in ("dispersal", "crowd_violence") if lowers & words(name)}
    police = lowers & {"police", "soldiers", "troops", "forces", "army", "officers", "guards", "military", "soldier", "gendarmes"}
    deadly = lowers & {"killed", "killing", "dead"} or (lowers & {"live", "shot"} and not lowers & words("not_live"))
    if police and deadly:
        found.add("live_fire")
    return found


def _names_police(sentence: Sentence, token: Token) -> bool:
    """Whether a word only says which police it was: "riot police"."""
    after = sentence.tokens[token.i + 1 : token.i + 2]
    return token.lower == "riot" and bool(after) and after[0].lower in words("riot_police")


def _without_grievance(sentence: Sentence) -> list[Token]:
    """The words of a sentence but for what a crowd protests against: "marched over the killing of two students by police"."""
    if not sentence.parsed:
        return sentence.tokens
    aired: set[int] = set()
    for token in sentence.tokens:
        above = sentence.tokens[token.head]
        complaint = token.dep == "prep" and token.lower in words("aired") and not _harms(above.lemma)
        if complaint or (token.dep == "dobj" and above.lemma in words("airing")):
            aired.update(range(*subtree(sentence, token.i)))
    return [token for token in sentence.tokens if token.i not in aired]


def _harms(lemma: str) -> bool:
    """Whether a verb harms, so that what is over or against whom hangs on it is no complaint."""
    return lemma in word_list("frames", "harmed") or lemma == "fire"


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
