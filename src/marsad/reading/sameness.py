"""Which incidents of a report are one event: a deed told again, not one that another place, day, side or weapon sets apart."""

from __future__ import annotations

import re
from functools import lru_cache

from marsad.reading.belief import NOT_SO, is_noun_dated
from marsad.reading.casting import counted, phrase_words, word_set
from marsad.reading.dated import YEAR, days_of, over_time, years_of
from marsad.reading.datelines import heading_of
from marsad.reading.document import Document
from marsad.reading.governing import governor
from marsad.reading.incident import Event, Incident, in_brief, words
from marsad.reading.language import table, word_lists
from marsad.reading.marks import are_attackers, died_in_it, is_one_of_many, is_wider, marked, of_many
from marsad.reading.other_times import came_before
from marsad.reading.parties import agree, named_alike, names_of, shared
from marsad.reading.settings import is_around, is_fine, may_be_one_place, paragraph_of, setting_of
from marsad.reading.syntax import ancestors
from marsad.reading.versions import owns_up

_ARMED = frozenset({"state", "government", "military", "police", "rebel", "militia", "unknown"})
_OF_AIR = frozenset({"ASSAULT/aerial", "ASSAULT/drone"})
"""The frames of which a headline's "strike" may be one in the body."""
_OPENING = 3
"""Sentences from the headline within which the body opens."""
_NEAR = 2
"""Sentences back that a bare killing may still belong to an incident."""


def add_to(document: Document, event: Event, incident: Incident) -> None:
    """Make an incident a part of the event that it tells again, which learns from it what it didn't know."""
    event.parts.append(incident)
    lead = event.lead
    if are_attackers(incident):
        return
    if incident.signs & NOT_SO:  # "urged the regime to end its attacks": it names whoever would make others
        return
    if in_brief(lead) and len(lead.places) > 1 and not in_brief(incident):  # "strikes on Tyre and Baalbek": this is one of them
        names = {place.text for place in setting_of(document, incident)}
        lead.places = [place for place in lead.places if place.text in names] or lead.places
    brief = in_brief(lead) and lead.match.frame.name == "killing" and incident.match.frame.name == "attack"
    if (incident.rank > lead.rank or brief) and not _takes_up_fight(event, incident):
        event.lead = incident
        incident, lead = lead, incident
    boast = owns_up(event, incident) and lead.victims  # whom he says that he hit need not be who was hit
    for name in ("doers", "places") if boast else ("doers", "victims", "places"):
        mine, other = getattr(lead, name), getattr(incident, name)
        if not mine or (name != "places" and not any(m.actor.id for m in mine) and any(m.actor.id for m in other)):
            setattr(lead, name, list(other))
    one, full = (incident, lead) if in_brief(incident) else (lead, incident)
    if in_brief(one) and "armed" in full.sorts and "civil" not in full.sorts:
        one.sorts.discard("civil")  # a headline's "leader" is the body's commander
    lead.sorts |= incident.sorts


def known_event(document: Document, events: list[Event], incident: Incident) -> Event | None:
    """The earlier event that an incident speaks of again; None if it is a new one."""
    if marked(incident, "other") or _is_compared(incident):
        return None
    if "answered" in incident.signs:  # "fired rockets in response to the killing": not what this sentence tells
        events = [event for event in events if event.lead.sentence is not incident.sentence]
        if incident.victims:  # "in retaliation for the killing of two gang members"
            events = [event for event in events if shared(event.lead.victims, incident.victims)]
    if _set_apart(incident):
        events = [event for event in events if all(in_brief(part) for part in event.parts)]
    if _came_before(incident):  # "..., hours after jets bombed X" isn't what the headline tells
        events = [event for event in events if any(not in_brief(part) or _came_before(part) for part in event.parts)]
    again = next((event for event in events if any(_is_repeated(part, incident) for part in event.parts)), None)
    if again is None and are_attackers(incident):  # "all of the assailants were gunned down": in the attack told of
        near = [event for event in events if incident.sentence.index - event.parts[-1].sentence.index <= _NEAR]
        again = next((event for event in reversed(near) if event.lead.give["family"] == "violence"), None)
    if again is not None:
        return again
    told = frozenset(name for name in ("known", "ensuing", "new") if marked(incident, name))
    same = [event for event in sorted(events, key=_last_told, reverse=True) if _same_event(document, event, incident, told)]
    by_word = [event for event in same if any(part.match.token.lower == incident.match.token.lower for part in event.parts)]
    by_frame = [event for event in same if any(part.match.frame.name == incident.match.frame.name for part in event.parts)]
    deaths = incident.match.frame.name == "killing" and not incident.match.verbal  # "No group has claimed the killings"
    deadly = [event for event in same if deaths and any(part.match.token.lemma in words("deadly") for part in event.parts)]
    return next(iter(deadly or by_word or by_frame or same), None)


def _is_compared(incident: Incident) -> bool:
    """Whether something is only measured by a deed: "a stronger response than Tuesday's barrage"."""
    token = incident.match.token
    above = incident.sentence.tokens[token.head]
    return not incident.match.verbal and token.dep == "pobj" and above.lower in ("than", "unlike", "like")


def _last_told(event: Event) -> tuple[bool, int, int]:
    """How late in the report an event was told last; one of the headline alone before all others."""
    part = event.parts[-1]
    return not all(map(in_brief, event.parts)), part.sentence.index, part.trigger


def _is_repeated(part: Incident, incident: Incident) -> bool:
    """Whether two incidents are one word of one sentence that the report prints twice, as a lead and in the body."""
    twice = part.sentence is not incident.sentence and part.trigger == incident.trigger
    return twice and part.sentence.text == incident.sentence.text


def _same_event(document: Document, event: Event, incident: Incident, told: frozenset[str]) -> bool:
    """Whether an incident can speak of an event again; `told` is what its own words mark it as."""
    lead = event.lead
    if lead.give["family"] != incident.give["family"] or event.version_of is not None:
        return False
    if _is_hit_elsewhere(document, event, incident) or is_wider(event.parts, incident) or of_many(event, incident):
        return False
    if incident.match.frame.name == "killing" and incident.match.verbal and not incident.doers:
        return False
    same_frame = _same_kind(lead, incident, brief=all(map(in_brief, event.parts)))
    if lead.give["family"] == "realignment" and _defects(lead) != _defects(incident):
        return False  # some surrendered, another had defected
    if marked(lead, "other") and not lead.doers and incident.doers and incident.match.token.tag == "NNS":
        return False  # "a second strike hit", then "Russian raids": not shown to be one
    definite = "known" in told
    generic = incident.match.frame.name in words("generic")
    if lead.give["family"] == "protest":  # the march, and how it was met, are told apart
        same_frame = (lead.match.frame.name in words("met")) == (incident.match.frame.name in words("met"))
        if _called(event.parts) and _called([incident]) and _called(event.parts).isdisjoint(_called([incident])):
            return False  # youths in one town, lawyers in another
    back = incident.sentence.index - event.parts[-1].sentence.index
    blown = in_brief(lead) and lead.match.frame.name in ("explosion", "bombing") and incident.match.frame.name in words("blasts")
    if lead.give.get("campaign") and not same_frame and not shared(lead.doers, incident.doers):
        return False
    fuller = (
        generic
        and lead.rank >= incident.rank
        and (
            definite
            or _is_blast(event, incident)
            or _sums_up(event, incident)
            or (incident.match.verbal and back <= _NEAR and shared(lead.doers, incident.doers))
        )
    )
    vaguer = (
        same_frame is False
        and definite is False
        and lead.match.frame.name in words("generic")
        and (back <= 1 or in_brief(lead))
        and incident.rank > lead.rank
        and not lead.give.get("campaign")
        and bool(names_of(lead.doers) & names_of(incident.doers))
    )
    follows = "ensuing" in told and back <= 1 and lead.match.frame.name in words("generic")
    taken_up = back <= 1 and _takes_up_fight(event, incident)
    owned_up = back <= _NEAR and owns_up(event, incident)
    bare = definite and back <= 1 and incident.match.frame.name == "ambush" and lead.rank > incident.rank
    detail = _details(event, incident)
    brief = generic and all(in_brief(part) for part in event.parts) and _fills_in(event, incident)
    again = generic and lead.rank >= incident.rank and back <= _NEAR and _are_known_men(event, incident)
    flown = in_brief(lead) and _is_bare_strike(lead) and incident.match.frame.name == "drone-strike"
    bombed = (
        in_brief(lead) and lead.match.frame.name in ("bombardment", "bombing") and incident.match.frame.name in words("flown")
    )
    brief = brief or (bombed and shared(lead.doers, incident.doers))
    brief = brief or _names_one_killing(document, event, incident)
    brief = brief or (flown and shared(lead.doers, incident.doers))
    one = again or brief or detail or blown or same_frame or fuller or vaguer or follows or taken_up or owned_up or bare
    if not one or ("new" in told and not _retold(event, incident)):
        return False
    if incident.told_by is not None and lead.match.frame.name not in words("beaten_off"):
        return False  # "We repelled their assaults": no shelling that was told before
    if is_one_of_many(event, incident):
        return False
    if not (agree(lead.doers, incident.doers) and (owned_up or _agree_on_victims(lead, incident, either=taken_up))):
        return False
    headline = all(map(in_brief, event.parts)) and same_frame and incident.sentence.index <= _NEAR
    headline = headline and shared(lead.doers, incident.doers)
    if not (headline or detail or _one_place(document, event, incident)) or not _one_day(document, event, incident, definite):
        return False
    if not _goes_on(document, event, incident, definite) or not _one_weapon(event, incident):
        return False
    return not _apart(document, event, incident)


def _is_hit_elsewhere(document: Document, event: Event, incident: Incident) -> bool:
    """Whether a house was hit at a place that the strikes told before don't name: "Eight more died when a house was hit in X"."""
    if not (incident.match.verbal and incident.match.roles.passive and incident.match.token.lemma in words("struck_by_air")):
        return False
    mine = {place.text for place in (*incident.places, *incident.near)}
    theirs = {place.text for part in event.parts for place in setting_of(document, part)}
    return bool(mine) and mine.isdisjoint(theirs) and not all(map(in_brief, event.parts))


def _defects(incident: Incident) -> bool:
    """Whether somebody went over to the other side, and didn't only lay down arms."""
    return incident.match.token.lemma.startswith(("defect", "desert", "switch"))


def _called(parts: list[Incident]) -> set[str]:
    """What those who protest are called, where that tells them from others."""
    heads = {part.sentence.tokens[head].lower for part in parts for head in counted(part.sentence, part.doer_heads)}
    return heads & (word_set("civilians") | words("crowds")) - words("anyone")


def _takes_up_fight(event: Event, incident: Incident) -> bool:
    """Whether "the fighting", "the gun battle" takes up a deed of armed men against armed men that was told just before."""
    lead = event.lead
    if incident.match.frame.name not in ("clash", "encounter") or lead.give.get("campaign"):
        return False
    if lead.match.frame.name in words("onsets") and _with_attackers(incident):
        return True
    if incident.match.verbal or not marked(incident, "known") or incident.doers:
        return False
    return all(side and all(one.actor.kind in _ARMED for one in side) for side in (lead.doers, lead.victims))


def _names_one_killing(document: Document, event: Event, incident: Incident) -> bool:
    """Whether a headline's "chief shot dead in X" is what the body tells, by whom, of the same place."""
    lead, kinds = event.lead, words("killings")
    if not (all(map(in_brief, event.parts)) and lead.match.frame.name in kinds and incident.match.frame.name in kinds):
        return False
    names = {place.text for place in setting_of(document, lead)}
    return not lead.doers and bool(names & {place.text for place in setting_of(document, incident)})


def _is_bare_strike(incident: Incident) -> bool:
    """Whether a headline's "strike" was only taken to come from the air: it may be a drone's."""
    bare = not incident.match.verbal or incident.match.token.lemma in words("struck_by_air")
    return incident.match.frame.name == "airstrike" and bare and len(incident.match.words) == 1


def _fills_in(event: Event, incident: Incident) -> bool:
    """Whether the body's opening tells in other words what a headline says that the same people did: "Bandits kill 13 in X"."""
    opening = incident.sentence.index - event.lead.sentence.index <= _OPENING
    plain = event.lead.match.frame.name in words("generic") and event.lead.rank <= 1
    return opening and plain and shared(event.lead.doers, incident.doers)


def _are_known_men(event: Event, incident: Incident) -> bool:
    """Whether "the gunmen", of whom nobody was told by name, are those of an attack whose doers weren't told."""
    tokens = incident.sentence.tokens
    heads = [head for head in incident.doer_heads if tokens[head].lower in word_lists("events", "irregulars", "attacking")]
    met = [head for head in heads if any(tokens[child].lower == "the" for child in tokens[head].children)]
    return bool(met) and not event.lead.doers and incident.match.verbal and all(one.actor.id is None for one in incident.doers)


def _details(event: Event, incident: Incident) -> bool:
    """Whether what stands behind a colon tells how: "Kharkiv was bombed again: a glide bomb tore into a block"."""
    lead = event.lead
    if lead.sentence is not incident.sentence or lead.match.frame.name not in words("generic") or marked(incident, "other"):
        return False
    return any(token.text == ":" for token in lead.sentence.tokens[lead.trigger : incident.trigger])


def _with_attackers(incident: Incident) -> bool:
    """Whether those fought are told of as who attacked: "clashes with the attackers", "the attacking groups"."""
    heads = incident.doer_heads + incident.heads + incident.match.roles.by("with", "between")
    named = [phrase_words(incident.sentence, head) for head in heads]
    return any(token.lower in words("attacking") and one[0].lower == "the" for one in named if one for token in one)


def _agree_on_victims(lead: Incident, incident: Incident, *, either: bool) -> bool:
    """Whether those hit can be the same; in "the exchange of fire" men of `either` side fall, and people who stood by."""
    if died_in_it(lead, incident):
        return True
    mutual = lead.give.get("mutual") and incident.give.get("mutual") and marked(incident, "known") and not incident.doers
    if not (either or mutual):
        return agree(lead.victims, incident.victims)
    return agree(lead.doers + lead.victims, [one for one in incident.victims if one.actor.kind != "civilians"])


def _apart(document: Document, event: Event, incident: Incident) -> bool:
    """Whether two incidents stand under the headings of different places ("KUNDUZ: ...", "KABUL: ..."), or in different years."""
    headings = [heading_of(document, part.sentence) for part in (incident, *event.parts)]
    mine, *theirs = [heading.group(1) if heading else "" for heading in headings]
    if mine and all(other and other != mine for other in theirs):
        return True
    if over_time(document, incident) != any(over_time(document, part) for part in event.parts):
        return True
    years = years_of(incident)
    if incident.match.frame.name == "crowd":  # "the 2021 strike, remembered by many of the marchers"
        years |= set(YEAR.findall(incident.sentence.text))
    if document.published is not None:
        years.discard(str(document.published.year))
    others = {year for part in event.parts for year in years_of(part)}
    return bool(years or others) and years != others and not (years & others)


def _same_kind(one: Incident, other: Incident, *, brief: bool = True) -> bool:
    """Whether two incidents are of one frame, or of frames that give the same mode and label ("shelling", "rocket"); `brief`:
    only a headline has told of the one so far.
    """
    a, b = one.give, other.give
    return one.match.frame.name == other.match.frame.name or (
        (a["type"] == b["type"] or (brief and in_brief(one) and _OF_AIR.issuperset((a["type"], b["type"]))))
        and a["label"] == b["label"]
        and "/" in a["type"]
    )


def _sums_up(event: Event, incident: Incident) -> bool:
    """Whether a noun sums up what its own clause tells: "a bomb killed four people in an attack blamed on the group"."""
    if incident.match.verbal or event.lead.sentence is not incident.sentence:
        return False
    link = governor(incident.sentence, incident.trigger)
    return link is not None and link[1] == "in" and event.lead.trigger < link[0] < incident.trigger


def _is_blast(event: Event, incident: Incident) -> bool:
    """Whether "a blast" can be the bomb of an event told just before, "two bombs" those that a jet dropped."""
    near = incident.sentence.index - event.parts[-1].sentence.index <= _NEAR
    told = event.lead.give["type"]
    one = _is_dropped(event, incident) or told in ("ASSAULT/explosives", "ASSAULT/suicide-attack")
    return near and incident.match.frame.name == "explosion" and one


def _is_dropped(event: Event, incident: Incident) -> bool:
    """Whether "two bombs" are those that the jets told of in the sentence before dropped."""
    bombs = incident.match.token.lemma == "bomb" and incident.match.token.tag == "NNS" and not marked(incident, "other")
    near = incident.sentence.index - event.parts[-1].sentence.index <= 1
    return bombs and near and not incident.match.verbal and event.lead.give["type"] == "ASSAULT/aerial"


def _retold(event: Event, incident: Incident) -> bool:
    """Whether "an attack" may tell again what a headline told, or shares whom or where it hit; "a blast" that of a bomb."""
    if _is_blast(event, incident) or event.lead.sentence.headline or event.lead.sentence.index == 0:
        return True
    names = {place.text for part in event.parts for place in part.places}
    return bool(names & {place.text for place in incident.places} or names_of(event.lead.victims) & names_of(incident.victims))


def _set_apart(incident: Incident) -> bool:
    """Whether the sentence's first words turn to something else: "Elsewhere", "Hours earlier", "In a separate attack"."""
    first = incident.sentence.tokens[0].start
    opening = incident.sentence.text[: incident.match.token.end - first]
    if is_singled_out(incident):
        return True
    return _turns("turns").match(opening) is not None and not marked(incident, "known")


def _came_before(incident: Incident) -> bool:
    return came_before(incident.sentence, incident.trigger)


def is_singled_out(incident: Incident) -> bool:
    """Whether a sentence opens with one attack of many: "In the deadliest attack, a house was hit"."""
    return _turns("singled_out").match(incident.sentence.text) is not None


@lru_cache(maxsize=2)
def _turns(name: str) -> re.Pattern[str]:
    return re.compile(table("events")[name], re.IGNORECASE)


def _one_place(document: Document, event: Event, incident: Incident) -> bool:
    """Whether the places that the body sets both in, if it does, can be one; the headline's, where the body has told none."""
    mine = setting_of(document, incident)
    body = [part for part in event.parts if not in_brief(part) and setting_of(document, part)]
    known = [place for part in body or event.parts for place in setting_of(document, part)]
    if any(map(is_fine, known)) and any(map(is_fine, mine)):  # two towns of the region that both name
        known, mine = [place for place in known if is_fine(place)], [place for place in mine if is_fine(place)]
    if not known and incident.places and not _is_dropped(event, incident) and _aims_elsewhere(document, event, incident):
        return False
    if not known or not mine or any(may_be_one_place(one, other) for one in known for other in mine):
        return True
    return not body and any(is_around(one, other) for one in known for other in mine)


def _aims_elsewhere(document: Document, event: Event, incident: Incident) -> bool:
    """Whether an attack on a place stands in another paragraph than one on something else: "strikes on power plants"."""
    here = paragraph_of(document, incident.sentence)
    body = [part for part in event.parts if not in_brief(part)]
    return bool(body) and bool(event.lead.heads) and all(paragraph_of(document, part.sentence) != here for part in body)


def _goes_on(document: Document, event: Event, incident: Incident, definite: bool) -> bool:
    """Whether a paragraph that doesn't refer back shares something with what was told in others, so that it can be that."""
    here = paragraph_of(document, incident.sentence)
    parts = [part for part in event.parts if not in_brief(part)]
    within = any(paragraph_of(document, part.sentence) == here for part in parts)
    if definite or not parts or within or _is_dropped(event, incident):
        return True
    names = {place.text for part in event.parts for place in setting_of(document, part)}
    tokens = incident.sentence.tokens
    denied = any(tokens[i].lemma in words("unblaming") for i in ancestors(incident.sentence, incident.trigger))
    alike = shared if denied else named_alike  # who denies it need not call himself as his accuser does
    people = any(alike(part.doers, incident.doers) or alike(part.victims, incident.victims) for part in event.parts)
    return bool(
        people or incident.give["family"] == "protest" or names & {place.text for place in setting_of(document, incident)}
    )


def _one_weapon(event: Event, incident: Incident) -> bool:
    """Whether a vague word can mean what was told: "the bombing" an air raid or a car bomb, not a beheading."""
    kind = "executing" if incident.match.verbal and incident.match.frame.name == "massacre" else incident.match.frame.name
    retells, noun = table("events")["retells"], incident.match.token.lemma
    told = retells.get(noun if noun in retells and not incident.match.verbal else kind)
    modes = {part.give["type"].partition("/")[2] for part in event.parts} - {""}
    return told is None or not modes or bool(modes & set(told))


def _one_day(document: Document, event: Event, incident: Incident, definite: bool) -> bool:
    """Whether the days that both name, if both do, are the same."""
    mine = days_of(document, incident)
    if mine is None or (definite and not is_noun_dated(document, incident)):
        return True
    told = [days for part in event.parts if (days := days_of(document, part)) is not None]
    return not told or any(days[0] <= mine[1] and mine[0] <= days[1] for days in told)
