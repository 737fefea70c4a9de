"""Movements: who reinforces, advances, withdraws, flees, or was seen where."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from marsad.model import Actor, Place, PlaceMention
from marsad.reading.advances import one_advance
from marsad.reading.casting import (
    actors_at,
    counted,
    fighting,
    phrase_end,
    phrase_words,
    places_at,
    word_set,
)
from marsad.reading.control import tells
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.extents import control_words
from marsad.reading.frames import Frames, Match, frames_of, modifiers
from marsad.reading.movers import movers, same_force, same_people, seen_moving
from marsad.reading.recalling import FIGHTERS
from marsad.reading.stated import where_of
from marsad.reading.syntax import ancestors, anchor_of, children, conjuncts, noun_phrase, roles
from marsad.reading.toponyms import town_meant, town_owning, unlisted_at
from marsad.reading.unmoved import is_unmoved, moves_otherwise
from marsad.reading.ways import Way, along, cargo, is_reached, meant, movement_words, names_unlisted, ways

_COUNTRY = 6
_SENT = ("reinforcement", "reinforcements")
_ARMED = frozenset({"military", "rebel", "militia"})


def frames() -> Frames:
    """The movement frames."""
    return frames_of("movements")


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Word forms that a sentence must hold one of to be worth parsing for movements."""
    return frames().triggers


def read_movements(document: Document) -> list[Draft]:
    """The report's movements; a capture that control tells is not told again, a withdrawal is both."""
    drafts: list[Draft] = []
    for sentence in document.sentences:
        if sentence.parsed:
            for match in frames().find(sentence):
                found = _drafts(document, match, drafts)
                if found and (match.frame.give["action"] == "withdraw" or not tells(document, sentence, match.trigger)):
                    drafts += found
    return one_advance(drafts)


def _drafts(document: Document, match: Match, before: list[Draft]) -> list[Draft]:
    if is_unmoved(document, match):
        return []
    moved = same_people(document, match, before)
    if match.frame.give.get("follow") and not moved:
        return []
    moved = moved or same_force(match, before, at_large=True) or movers(document, match) or same_force(match, before)
    action = _action(document, match, moved)
    if not moved or not _plausible(document, match, moved, action):
        return []
    if action == "present":
        return _presences(document, match, {"actors": moved, "action": action})
    found = ways(document, match)
    if action in ("withdraw", "flee") and all(to is None for to, _ in found):
        found = [(_headed_for(document, match), origin) for _, origin in found]
    spots = {match.sentence.tokens[head].lower for head in match.role("to")} & _spots()
    if match.frame.give.get("led") and found[0][0] is None and not spots:
        return []  # "left the town for a day"
    if match.frame.name == "left-for" and found[0][1] is None:
        found = [(to, _watched_from(document, match)) for to, _ in found]
    if action == "withdraw" and found == [(None, None)]:
        found = [(None, _left_behind(document, match, moved, before))]
    if action == "flee" and _is_ordered(match):
        return []
    if action == "flee":  # one flight, wherever they went
        found = found[:1]
        moved = _not_of(moved, found)
    return [_draft(document, match, {"actors": moved, "action": action, "to": to, "origin": origin}) for to, origin in found]


def _presences(document: Document, match: Match, fields: dict[str, object]) -> list[Draft]:
    """Where somebody is: one claim for each place of a list."""
    heads = match.role("at")[:1]
    listed = [one for head in heads for one in conjuncts(match.sentence, head)[1:] if match.sentence.tokens[one].tag == "NNP"]
    found = [_draft(document, match, fields)]
    for place in places_at(document, match.sentence, listed) if found[0].where is not None else []:
        also = _draft(document, match, dict(fields))
        also.where = where_of(place)
        if also.where.name != found[0].where.name if found[0].where else False:
            found.append(also)
    return found


def _is_ordered(match: Match) -> bool:
    """Whether people are only told to go: "ordered residents to leave"."""
    above = match.sentence.tokens[match.token.head]
    to = any(match.sentence.tokens[one].lower == "to" for one in children(match.sentence, match.trigger, "aux"))
    return match.verbal and to and above.lemma in movement_words("ordering") and match.token.dep in ("ccomp", "xcomp", "advcl")


def _headed_for(document: Document, match: Match) -> Place | None:
    """Where those go of whom a participle says so: "left X, heading for Y"."""
    for clause in children(match.sentence, match.trigger, "advcl"):
        if match.sentence.tokens[clause].lemma in ("head", "make"):
            found = places_at(
                document, match.sentence, roles(match.sentence, clause).by("for", "to", "towards", "toward", "into")
            )
            return (found[0].place or Place(name=found[0].text)) if found else None
    return None


def _watched_from(document: Document, match: Match) -> Place | None:
    """Where those are who see others leave: "witnesses in X reported seeing a convoy leaving for Y"."""
    sentence, watched = match.sentence, False
    for above in ancestors(sentence, match.trigger):
        watched = watched or sentence.tokens[above].lemma in movement_words("seeing")
        subjects = children(sentence, above, "nsubj") if watched else []
        found = places_at(document, sentence, [one for head in subjects for one in roles(sentence, head).by("in", "at", "near")])
        if found:
            return found[0].place
    return None


def _left_behind(document: Document, match: Match, moved: tuple[Actor, ...], before: list[Draft]) -> Place | None:
    """Where somebody left of whom only that is told: "moved into X but pulled out two days later", "took X after troops left"."""
    if before and before[-1].sentence is match.sentence and before[-1].fields["actors"] == moved:
        place: Place | None = before[-1].fields.get("to")
        return place
    return _main_place(document, match)


def _main_place(document: Document, match: Match) -> Place | None:
    """The place that the main clause goes to or takes: "took X after troops left"."""
    above = match.token.head
    marked = children(match.sentence, match.trigger, "mark")
    if not match.verbal or match.token.dep != "advcl" or above > match.trigger or not marked:
        return None
    main = roles(match.sentence, above)
    found = places_at(document, match.sentence, main.object + main.by("into", "to", "in", "on"))
    return found[0].place if found else None


def _not_of(moved: tuple[Actor, ...], found: list[Way]) -> tuple[Actor, ...]:
    """Those who fled without the army that a bare "soldiers" was taken for, where they fled into that army's own country."""
    lands = {to.country.casefold() for to, _ in found if to is not None and to.country and to.precision == _COUNTRY}
    return tuple(
        Actor(None, "soldiers", "military") if one.kind == "military" and (one.id or "").split(".")[0] in lands else one
        for one in moved
    )


def _draft(document: Document, match: Match, fields: dict[str, object]) -> Draft:
    """The claim; its place is settled where the words lead to one, or to one that nobody knows."""
    action, moved = fields["action"], cast("tuple[Actor, ...]", fields["actors"])
    anchor = anchor_of(
        document,
        match.sentence,
        _span(document, match, with_who=action == "present" or not match.verbal or bool(seen_moving(match))),
    )
    draft = Draft("movement", f"movement.{match.frame.name}", match.sentence, match.trigger, [anchor], fields)
    at = places_at(document, match.sentence, (match.role("at") if action == "present" else ()) or match.role("to"))
    if action == "present" and not at:
        named = (unlisted_at(document, match.sentence, head) for head in match.role("at") if head > match.trigger)
        at = [one for one in named if one is not None][:1]
        at = at or [town for head in match.role("at") if (town := town_meant(document, match.sentence, head)) is not None][:1]
        at = at or [town for head in match.role("at") if (town := town_owning(document, match.sentence, head)) is not None][:1]
    to, origin = fields.get("to"), fields.get("origin")
    crossed = match.token.lemma == "cross" and bool(match.roles.object)  # "crossed the river into X"
    listed = (
        crossed or len(conjuncts(match.sentence, (match.role("to") or [match.trigger])[0])) > 1
    )  # of a list, each has its own
    if at and action == "present":
        draft.where = where_of(at[0])
        draft.settled.add("where")
    elif not match.verbal and to is origin is None and all(one.kind == "state" for one in moved):
        draft.settled.add("where")  # "since the United States began its withdrawal"
    elif (listed or match.frame.give.get("within") or (to is None and origin is not None)) and (
        own := _mention(document, match, to or origin)
    ):
        draft.where = where_of(own)
        draft.settled.add("where")
    elif not at and to is not None and action != "present" and (own := _mention(document, match, to)):
        draft.where = where_of(own)  # "towards the town": the one told of before
        draft.settled.add("where")
    elif not at and action == "withdraw" and origin is to is None and _from_unknown(document, match):
        draft.settled.add("where")  # where they left nobody knows
    elif not any(place.place for place in at) and _leads_to_unknown(document, match):
        draft.where = where_of(at[0]) if at else None
        draft.settled.add("where")
    return draft


def _mention(document: Document, match: Match, end: object) -> PlaceMention | None:
    """Where the sentence, or one before it, names the place that a movement leads to, or else comes from."""
    named = within(document.places, match.token.start, match.sentence.end) + within(document.places, 0, match.token.start)[::-1]
    return next((one for one in named if end and (one.place or Place(name=one.text)) == end), None)


def _leads_to_unknown(document: Document, match: Match, role: str = "to") -> bool:
    """Whether the way leads to a name that the gazetteer lacks: then no place that stands nearby is where it was."""
    heads = [head for head in match.role(role) if head > match.trigger]
    named = [token for head in heads for token in phrase_words(match.sentence, head) if token.tag == "NNP"]
    return any(not within(document.times, one.start, one.end) for one in named)


def _from_unknown(document: Document, match: Match) -> bool:
    """Whether they left what no name says: "withdrew from X" that nobody knows, "the withdrawal from the western sector"."""
    lands = {match.sentence.tokens[head].lower for head in match.role("from") if head > match.trigger} & movement_words("lands")
    return _leads_to_unknown(document, match, "from") or (not match.verbal and bool(lands))


def _action(document: Document, match: Match, moved: tuple[Actor, ...]) -> str:
    """The frame's action; a flight where only civilians cross, leave or arrive; "redeployed from A to B" reinforces B."""
    action = str(match.frame.give["action"])
    moved_things = [one for one in match.roles.object if not match.sentence.tokens[one].lower.endswith(("ward", "wards"))]
    if match.frame.name == "moved" and (match.roles.passive or moved_things):
        return "reinforce"
    if action == "reinforce" and any(match.sentence.tokens[one].lower == "home" for one in match.token.children):
        return "withdraw"  # "before flying home from X"
    heads = counted(match.sentence, seen_moving(match) or match.role("who"))
    if action == "advance" and any(match.sentence.tokens[head].lower in _SENT for head in heads):
        return "reinforce"  # "reinforcements poured into the town", "a column of reinforcements heading east"
    who = {match.sentence.tokens[head].lower for head in seen_moving(match) or match.role("who")}
    if match.frame.name == "left-for" and who & (movement_words("wheels") | movement_words("machines") | {*_SENT}):
        return "advance"  # "a convoy of 40 trucks left for the front"
    described = match.token.dep == "acl" and not (match.roles.by("from") and match.roles.by("to"))
    if match.roles.passive and match.token.lemma == "deploy" and (_lasts(match) or described):
        return "present"
    if match.token.lemma == "redeploy" and match.roles.by("outside"):
        return "withdraw"
    if action == "present" and match.token.lemma == "deploy" and not match.roles.passive and _sends(match):
        return "reinforce"  # "has deployed troops along the border"
    if action == "withdraw" and match.token.lemma == "redeploy" and places_at(document, match.sentence, match.role("to")):
        return "reinforce"
    if (
        action in ("advance", "withdraw", "reinforce")
        and match.token.lemma in movement_words("flights")
        and moved
        and all(actor.kind == "civilians" for actor in moved)
    ):
        return "flee"
    if action == "advance" and match.token.lemma == "cross" and _gives_up(match):
        return "flee"  # "crossed into X and were disarmed"
    if action == "flee" and moved and all(actor.kind in FIGHTERS for actor in moved):
        lowers = {token.lower for token in match.sentence.tokens}
        if match.token.lemma == "cross" and lowers.isdisjoint(movement_words("fleeing")):
            return "advance"
        if match.token.lemma == "evacuate":
            return "withdraw"
    return action


def _gives_up(match: Match) -> bool:
    """Whether those who cross a border are told to have laid down their arms behind it, or sought refuge."""
    joined = [match.sentence.tokens[one] for one in children(match.sentence, match.trigger, "conj", "advcl", "xcomp")]
    return any(one.lower in movement_words("fleeing") for one in joined)


def _lasts(match: Match) -> bool:
    """Whether they are there and need not have come: "are deployed in", "were still deployed on"."""
    beside = {match.sentence.tokens[i].lower for i in match.token.children}
    return bool(beside & movement_words("lasting")) and "to" not in beside


def _plausible(document: Document, match: Match, moved: tuple[Actor, ...], action: str) -> bool:
    """Whether an actor of this kind can be said to have moved so, and enough is said of where."""
    sentence = match.sentence
    names = [meant(document, match, head) for head in match.role("to") + match.role("from") + match.role("at")]
    if match.frame.name in ("flee", "arrived") and {sentence.tokens[head].lower for head in names} & movement_words("elsewhere"):
        return False
    armed = {sentence.tokens[head].lower for head in match.role("who")} & (word_set("armed") | movement_words("at_large"))
    placed = bool(places_at(document, sentence, names)) or (
        (bool(armed) or any(one.kind in _ARMED for one in moved))
        and (names_unlisted(document, match, names) or any(is_reached(match, head) for head in names))
    )
    parts = [one for head in names for prep in children(sentence, head, "prep") for one in children(sentence, prep, "pobj")]
    manned = match.words[1:] if match.token.lemma == "man" else ()
    nouns = {sentence.tokens[head].lower for head in (*names, *parts, *manned)}
    if action == "flee":
        town = match.token.lemma in ("leave", "quit") and bool(nouns & movement_words("towns"))  # "have been leaving the town"
        return match.frame.name == "flee" or placed or town or bool(nouns & movement_words("havens"))
    if not any(_can_move(sentence, match, actor) for actor in moved):
        return False
    if moves_otherwise(match, moved):
        return False
    if match.token.lemma == "make" and not placed and all(actor.kind in ("state", "government") for actor in moved):
        return False  # "the country makes progress in its reforms"
    if action == "present":
        said = set(children(sentence, match.trigger, "acomp", "attr", "oprd", "xcomp")).difference(match.words)
        if match.token.lemma in ("remain", "stay") and said:
            return False  # "remains steadfast in support of", but "remain stationed in"
        return (placed or bool(nouns & _spots())) and match.verbal
    if action == "reinforce" and (match.frame.give.get("cargo") or match.frame.name == "moved"):
        return _moves_forces(match, placed) or (match.roles.passive and placed and all(one.kind in _ARMED for one in moved))
    if (not match.verbal or len(match.words) > 1) and not match.frame.give.get("toward"):
        return True
    if action == "withdraw" and not names and _main_place(document, match):
        return True
    troops = {sentence.tokens[head].lower for head in match.role("who")} & word_set("armed", "forces")
    if _goes_off(match) and (troops or all(one.kind in _ARMED for one in moved)):
        return True
    if match.token.lemma in movement_words("plain") or match.frame.give.get("toward"):
        return placed or bool(nouns & (word_set("military_sites") | movement_words("towns")))
    if action == "advance" and match.token.lower not in word_set("bare_advance"):
        return placed or bool(nouns & _spots())
    return True


def _sends(match: Match) -> bool:
    """Whether forces are the object of a verb."""
    sent = {token.lower for head in match.roles.object for token in phrase_words(match.sentence, head)}
    return bool(sent & (word_set("armed", "forces", "units") | movement_words("cargo")))


def _goes_off(match: Match) -> bool:
    """Whether a bare verb tells that somebody goes away: "the fighters began leaving", "the battalion left two days before"."""
    about, sentence = match.roles, match.sentence
    further = children(sentence, match.trigger, "xcomp", "ccomp", "oprd", "acomp", "prt", "dative")
    left = [sentence.tokens[one].lower for one in about.object] in ([], ["it"])
    start = [one for one in match.role("from") if one not in about.object]
    return match.token.lemma in ("leave", "depart") and left and not (about.passive or further or start)


def _can_move(sentence: Sentence, match: Match, actor: Actor) -> bool:
    """Whether an actor moves as a force does; peacekeepers and unnamed gunmen do where the words speak of armed people."""
    if actor.kind in FIGHTERS - {"unknown", "international"}:
        return True
    if actor.kind == "organisation" or actor.kind == "civilians" or actor.kind == "media":
        return False
    heads = match.role("who") + match.role("cargo")
    lowers = {token.lower for head in heads for token in phrase_words(sentence, head)}
    lowers |= set(actor.name.casefold().split()) if {sentence.tokens[head].lower for head in heads} == {"they"} else set()
    bodies = {"men", "fighters", "convoy", "column", "trucks", "vehicles", "enemy"} | movement_words("watchers")
    bodies |= movement_words("at_large")
    if actor.kind == "international" and set(actor.name.casefold().replace("(", " ").split()) & movement_words("missions"):
        return True
    carries_force = bool(lowers & bodies) and lowers.isdisjoint(movement_words("relief_words"))  # "a UN aid convoy" is none
    return carries_force or bool(lowers & word_set("armed"))


def _spots() -> frozenset[str]:
    return word_set("military_sites", "civil_sites", "spots") | control_words("terrain")


def _moves_forces(match: Match, placed: bool) -> bool:
    """Whether what is sent are forces; where nothing is named, whether forces themselves were sent or deployed somewhere."""
    force = word_set("armed") | movement_words("cargo")
    sentence = match.sentence
    if not match.verbal:
        return True
    border = any(match.sentence.tokens[head].lower in ("border", "frontier", "front") for head in match.role("to"))
    if match.token.lemma == "move" and not (placed or match.roles.passive or border):
        return False  # "must move its fighters north of the river"
    sent = cargo(match)
    if match.roles.passive or not sent:
        who = {sentence.tokens[head].lower for head in counted(sentence, match.role("who") + sent)}
        return bool(who & force) and (placed or match.roles.passive)
    words = {token.lower for head in sent for token in phrase_words(sentence, head)}
    return bool(words & force) or (bool(words & movement_words("watchers")) and not words & movement_words("polls"))


def _span(document: Document, match: Match, *, with_who: bool) -> tuple[int, int]:
    heads = [
        head
        for role in ("to", "from", "at", "cargo")
        for head in match.role(role)
        if head > match.trigger and (role in ("at", "cargo") or places_at(document, match.sentence, [head]))
    ]
    heads += along(match)
    first, last = min(match.words), max(max(match.words) + 1, *(phrase_end(match.sentence, head) for head in heads), 0)
    if with_who:
        who = seen_moving(match) or match.role("who")
        own = [head for head in who if fighting(actors_at(document, match.sentence, [head]))]
        for head in own + ([] if match.verbal else modifiers(match.sentence, match.trigger)):
            if match.sentence.tokens[head].start < match.token.start:
                first = min(first, noun_phrase(match.sentence, head)[0])
            else:
                last = max(last, phrase_end(match.sentence, head))
    return first, last
