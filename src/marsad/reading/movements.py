"""Movements: who reinforces, advances, withdraws, flees, or was seen where."""

from __future__ import annotations

from functools import lru_cache

from marsad.model import Actor, Place
from marsad.reading.casting import (
    FIGHTERS,
    actors_at,
    counted,
    doers_at,
    fighting,
    lemma_set,
    named_before,
    phrase_end,
    phrase_words,
    places_at,
    previous_actors,
    where_of,
    word_set,
)
from marsad.reading.control import tells
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.forms import noun_forms
from marsad.reading.frames import Frames, Match, frames_of, is_aim, modifiers
from marsad.reading.language import table
from marsad.reading.onlookers import describes_next
from marsad.reading.syntax import ancestors, anchor_of, children, noun_phrase
from marsad.reading.toponyms import is_wider, note, town_meant, unlisted_at

_TOWARDS = ("to", "toward", "towards", "into")


def frames() -> Frames:
    """The movement frames."""
    return frames_of("movements")


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(form for word in table("movements")[name] for form in (word, *noun_forms(word)))


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Word forms that a sentence must hold one of to be worth parsing for movements."""
    return frames().triggers


def read_movements(document: Document) -> list[Draft]:
    """The report's movements; a capture or a withdrawal from a place that control tells is not told again."""
    drafts: list[Draft] = []
    for sentence in document.sentences:
        if sentence.parsed:
            for match in frames().find(sentence):
                found = _drafts(document, match, drafts)
                if found and not tells(document, sentence, match.trigger):
                    drafts += found
    return _one_advance(drafts)


def _leads_people(match: Match) -> bool:
    """Whether somebody is led away, so that nobody withdraws: "marched 20 men off"."""
    if match.frame.give["action"] != "withdraw" or match.roles.passive:
        return False
    led = {match.sentence.tokens[head].lower for head in match.roles.object}
    return bool(led & (word_set("civilians") | {"men", "hostages", "captives"}) - word_set("armed"))


def _one_advance(drafts: list[Draft]) -> list[Draft]:
    """Of advances by the same unnamed sort of fighters, to no other place, one: "rebels make progress", "the rebel advance"."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next(
            (one for one in kept if draft.fields["action"] == "advance" == one.fields["action"] and _alike(one, draft)), None
        )
        if twin is None:
            kept.append(draft)
            continue
        twin.anchors += draft.anchors
        twin.fields["to"] = twin.fields["to"] or draft.fields["to"]
        twin.fields["actors"] = max(twin.fields["actors"], draft.fields["actors"], key=lambda actors: actors[0].id is not None)
    return kept


def _alike(one: Draft, other: Draft) -> bool:
    a, b = one.fields["actors"][0], other.fields["actors"][0]
    same = a == b or (a.kind == b.kind and a.id is None and b.id is None)
    return same and (one.fields["to"] is None or other.fields["to"] is None or one.fields["to"] == other.fields["to"])


def _drafts(document: Document, match: Match, before: list[Draft]) -> list[Draft]:
    if match.verbal and is_aim(match.sentence, match.trigger, lemma_set("real_infinitives")):
        return []
    marks = children(match.sentence, match.trigger, "mark")
    if match.verbal and any(match.sentence.tokens[one].lower == "before" for one in marks):
        return []
    if match.verbal and describes_next(document, match.sentence, match.trigger):
        return []
    if (match.roles.passive and match.token.lemma == "parade") or _leads_people(match):
        return []  # prisoners are paraded, or marched away
    if any(match.sentence.tokens[head].lower in _words("munitions") for head in match.role("who")):
        return []
    moved = _same_people(match, before) or _actors(document, match)
    action = _action(document, match, moved)
    if not moved or not _plausible(document, match, moved, action):
        return []
    fields: dict[str, object] = {"actors": moved, "action": action}
    if action != "present":
        fields["to"], fields["origin"] = _way(document, match)
        if match.frame.give.get("led") and fields["to"] is None:
            return []  # "left the town for a day"
        same = before and before[-1].sentence is match.sentence and before[-1].fields["actors"] == moved
        if action == "withdraw" and fields["to"] is None and fields["origin"] is None and same:
            fields["origin"] = before[-1].fields.get("to")  # "moved into X but pulled out two days later"
    anchor = anchor_of(document, match.sentence, _span(document, match, with_who=action == "present" or not match.verbal))
    draft = Draft("movement", f"movement.{match.frame.name}", match.sentence, match.trigger, [anchor], fields)
    at = places_at(document, match.sentence, (match.role("at") if action == "present" else ()) or match.role("to"))
    if action == "present" and not at:
        named = (unlisted_at(document, match.sentence, head) for head in match.role("at") if head > match.trigger)
        at = [one for one in named if one is not None][:1]
    if at and action == "present":
        draft.where = where_of(at[0])
        draft.settled.add("where")
    elif not any(place.place for place in at) and _leads_to_unknown(document, match):
        draft.where = where_of(at[0]) if at else None
        draft.settled.add("where")
    return [draft]


def _leads_to_unknown(document: Document, match: Match) -> bool:
    """Whether the way leads to a name that the gazetteer lacks: then no place that stands nearby is where it was."""
    heads = [head for head in match.role("to") if head > match.trigger]
    named = [token for head in heads for token in phrase_words(match.sentence, head) if token.tag == "NNP"]
    return any(not within(document.times, one.start, one.end) for one in named)


def _same_people(match: Match, before: list[Draft]) -> tuple[Actor, ...]:
    """Whom "they", "some 8,500 of them" or "another 500" means just after a flight was told: those who fled."""
    heads = match.role("who")
    if not before or not heads or match.token.lemma not in _words("flights") | {"flee"}:
        return ()
    last = before[-1]
    token = match.sentence.tokens[heads[0]]
    meant = token.lower == "they" or token.tag == "CD"
    near = 0 <= match.sentence.index - last.sentence.index <= 1
    return tuple(last.fields["actors"]) if meant and near and last.fields["action"] == "flee" else ()


def _action(document: Document, match: Match, moved: tuple[Actor, ...]) -> str:
    """The frame's action; a flight where only civilians cross, leave or arrive; "redeployed from A to B" reinforces B."""
    action = str(match.frame.give["action"])
    if match.roles.passive and match.token.lemma == "deploy" and _lasts(match):
        return "present"
    if action == "withdraw" and match.token.lemma == "redeploy" and places_at(document, match.sentence, match.role("to")):
        return "reinforce"
    if (
        action in ("advance", "withdraw", "reinforce")
        and match.token.lemma in _words("flights")
        and moved
        and all(actor.kind == "civilians" for actor in moved)
    ):
        return "flee"
    if action == "flee" and moved and all(actor.kind in FIGHTERS for actor in moved):
        lowers = {token.lower for token in match.sentence.tokens}
        if match.token.lemma == "cross" and lowers.isdisjoint(_words("fleeing")):
            return "advance"
        if match.token.lemma == "evacuate":
            return "withdraw"
    return action


def _lasts(match: Match) -> bool:
    """Whether they are there and need not have come: "are deployed in", "were still deployed on"."""
    beside = {match.sentence.tokens[i].lower for i in match.token.children}
    return bool(beside & _words("lasting")) and "to" not in beside


def _actors(document: Document, match: Match) -> tuple[Actor, ...]:
    sentence = match.sentence
    heads = counted(sentence, _evacuated(match) or match.role("who"))
    mentions = doers_at(document, sentence, heads, match.trigger)
    if not match.verbal:
        mentions = named_before(document, sentence, modifiers(sentence, match.trigger)) + mentions
    flight = match.frame.give["action"] == "flee" or match.token.lemma in _words("flights")
    actors = fighting(mentions, people=flight or any(sentence.tokens[head].lower in ("men", "forces") for head in heads))
    actors = tuple(actor for actor in actors if actor.kind not in ("media", "organisation"))
    if match.frame.give.get("cargo") and not any(actor.kind in FIGHTERS for actor in actors):
        actors = fighting(actors_at(document, sentence, match.role("cargo"))) or actors
    if actors or not heads:
        return actors
    word = sentence.tokens[heads[0]].lower
    if flight and word in ("he", "she"):  # "He fled to X": the person told of before
        people = [one.actor for one in within(document.actors, 0, sentence.start) if one.actor.kind == "person"]
        return tuple(people[-1:])
    if word in ("its", "their"):
        return _owner(document, match) or (() if _asked(match) else previous_actors(document, sentence, singular=word == "its"))
    if flight and word in _words("refugees"):
        sort = sentence.tokens[heads[0] - 1].lower if heads[0] else ""
        return (Actor(None, f"{sort} {word}" if sort in _words("sorts") else word, "civilians"),)
    return ()


def _evacuated(match: Match) -> list[int]:
    """Whom somebody else brought away: "the embassy evacuated 45 nationals"."""
    if match.token.lemma != "evacuate" or match.roles.passive:
        return []
    return [head for head in match.roles.object if match.sentence.tokens[head].lower in _words("refugees")]


def _owner(document: Document, match: Match) -> tuple[Actor, ...]:
    """Whom "their" means in "beyond their advances in the city, the rebels captured": the subject that follows."""
    sentence = match.sentence
    if match.verbal:
        return ()
    above = set(ancestors(sentence, match.trigger))
    later = [one.i for one in sentence.tokens[match.trigger :] if one.dep == "nsubj" and one.head in above]
    return fighting(actors_at(document, sentence, later[:1]))


def _asked(match: Match) -> bool:
    """Whether somebody asks for it ("called for their withdrawal"): then it isn't theirs who ask."""
    return any(match.sentence.tokens[up].lemma in _words("asking") for up in ancestors(match.sentence, match.trigger))


def _plausible(document: Document, match: Match, moved: tuple[Actor, ...], action: str) -> bool:
    """Whether an actor of this kind can be said to have moved so, and enough is said of where."""
    sentence = match.sentence
    names = match.role("to") + match.role("from") + match.role("at")
    if match.frame.name in ("flee", "arrived") and {sentence.tokens[head].lower for head in names} & _words("elsewhere"):
        return False
    placed = bool(places_at(document, sentence, names))
    nouns = {sentence.tokens[head].lower for head in names}
    if action == "flee":
        return match.frame.name == "flee" or placed or bool(nouns & _words("havens"))
    if not any(_can_move(sentence, match, actor) for actor in moved):
        return False
    if match.token.lemma == "make" and not placed and all(actor.kind in ("state", "government") for actor in moved):
        return False  # "the country makes progress in its reforms"
    if match.frame.give.get("cargo"):
        return _moves_forces(match, placed)
    if action == "present":
        if match.token.lemma in ("remain", "stay") and children(sentence, match.trigger, "acomp", "attr", "oprd", "xcomp"):
            return False  # "remains steadfast in support of"
        return (placed or bool(nouns & _spots())) and match.verbal
    if not match.verbal or (len(match.words) > 1 and not match.frame.give.get("toward")):
        return True
    if match.token.lemma in _words("plain") or match.frame.give.get("toward"):
        return placed or bool(nouns & (word_set("military_sites") | _words("towns")))
    if action == "advance" and match.token.lower not in word_set("bare_advance"):
        return placed or bool(nouns & _spots())
    return True


def _can_move(sentence: Sentence, match: Match, actor: Actor) -> bool:
    """Whether an actor moves as a force does; peacekeepers and unnamed gunmen do where the words speak of armed people."""
    if actor.kind in FIGHTERS - {"unknown", "international"}:
        return True
    if actor.kind == "organisation" or actor.kind == "civilians" or actor.kind == "media":
        return False
    heads = match.role("who") + match.role("cargo")
    lowers = {token.lower for head in heads for token in phrase_words(sentence, head)}
    return bool(lowers & (word_set("armed") | {"men", "fighters", "convoy", "column", "trucks", "vehicles"}))


def _spots() -> frozenset[str]:
    return word_set("military_sites", "civil_sites", "spots")


def _cargo(match: Match) -> list[int]:
    """What is sent: the trigger's own last noun ("moved a brigade from Homs"), else what the role holds."""
    own = [i for i in match.words[1:] if match.sentence.tokens[i].tag.startswith("N")]
    return own[-1:] if own and match.verbal else match.role("cargo")


def _moves_forces(match: Match, placed: bool) -> bool:
    """Whether what is sent are forces; where nothing is named, whether forces themselves were sent or deployed somewhere."""
    force = word_set("armed") | _words("cargo")
    sentence = match.sentence
    if not match.verbal:
        return True
    sent = _cargo(match)
    if match.roles.passive or not sent:
        who = {sentence.tokens[head].lower for head in match.role("who") + sent}
        return bool(who & force) and (placed or match.roles.passive)
    return any(token.lower in force for head in sent for token in phrase_words(sentence, head))


def _way(document: Document, match: Match) -> tuple[Place | None, Place | None]:
    """Where to and where from; a place that the sentence gives with "from", or where the left homes stood, is the latter."""
    to, origin = _place(document, match, "to"), _place(document, match, "from")
    lowers = {match.sentence.tokens[i].lower for i in match.words}
    if origin is None and to is not None and lowers & {"homes", "houses", "villages"}:
        return (None, to) if not match.roles.by("to", "into", "for", "toward", "towards") else (to, None)
    if to != origin:
        return to, origin
    tokens = match.sentence.tokens
    return (None, origin) if any(token.lower == "from" for token in tokens[match.trigger :]) else (to, None)


def _place(document: Document, match: Match, role: str) -> Place | None:
    cargo = _cargo(match)
    heads = [head for head in match.role(role) if head not in cargo]
    if role == "from" and not heads:
        heads = [
            inner
            for head in cargo
            for prep in children(match.sentence, head, "prep")
            if match.sentence.tokens[prep].lower == "from"
            for inner in children(match.sentence, prep, "pobj")
        ]
    found = places_at(document, match.sentence, heads)
    if role == "to" and not found:
        found = places_at(document, match.sentence, _along(match))
    if found and found[0].place is not None and not (heads and is_wider(document, match.sentence, heads[0], found)):
        return found[0].place
    return _unlisted(document, match, heads, role)


def _unlisted(document: Document, match: Match, heads: list[int], role: str) -> Place | None:
    """The town that "the town" means, or a name that the gazetteer lacks after "to", "into", "from" and verbs of going there."""
    sentence = match.sentence
    heads += [inner for head in heads for inner in _edges(sentence, head)]
    led = [one for one in heads if one > match.trigger]
    for head in led:
        town = town_meant(document, sentence, head)
        if town is not None:
            return town.place or Place(name=town.text)
        name = unlisted_at(document, sentence, head)
        if name is not None and (role == "from" or match.token.lemma not in _words("plain_names")):
            note(document, name)
            return Place(name=name.text)
    return None


def _edges(sentence: Sentence, head: int) -> list[int]:
    """What it is the edge of: "the outskirts of the town", "the village of X"."""
    if sentence.tokens[head].lower not in _words("edges") | _words("towns"):
        return []
    return [end for prep in children(sentence, head, "prep") for end in children(sentence, prep, "pobj")]


def _along(match: Match) -> list[int]:
    """Where the road leads: "along the road towards Ulang"."""
    sentence = match.sentence
    ways = match.roles.by("along", "up", "down", "through", "on") if match.frame.give["action"] in ("advance", "withdraw") else []
    return [
        end
        for way in ways
        for prep in children(sentence, way, "prep")
        if sentence.tokens[prep].lower in _TOWARDS
        for end in children(sentence, prep, "pobj")
    ]


def _span(document: Document, match: Match, *, with_who: bool) -> tuple[int, int]:
    heads = [
        head
        for role in ("to", "from", "at", "cargo")
        for head in match.role(role)
        if head > match.trigger and (role in ("at", "cargo") or places_at(document, match.sentence, [head]))
    ]
    heads += _along(match)
    first, last = min(match.words), max(max(match.words) + 1, *(phrase_end(match.sentence, head) for head in heads), 0)
    if with_who:
        own = [head for head in match.role("who") if fighting(actors_at(document, match.sentence, [head]))]
        for head in own + ([] if match.verbal else modifiers(match.sentence, match.trigger)):
            if match.sentence.tokens[head].start < match.token.start:
                first = min(first, noun_phrase(match.sentence, head)[0])
            else:
                last = max(last, phrase_end(match.sentence, head))
    return first, last
