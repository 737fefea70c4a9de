"""Movements: who reinforces, advances, withdraws, flees, or was seen where."""

from __future__ import annotations

from functools import lru_cache

from marsad.model import Actor, Place
from marsad.reading.casting import (
    FIGHTERS,
    actors_at,
    doers_at,
    fighting,
    lemma_set,
    named_before,
    phrase_end,
    places_at,
    previous_actors,
    where_of,
    word_set,
)
from marsad.reading.control import tells
from marsad.reading.document import Document
from marsad.reading.draft import Draft
from marsad.reading.frames import Frames, Match, frames_of, is_aim, modifiers
from marsad.reading.syntax import anchor_of, noun_phrase


def frames() -> Frames:
    """The movement frames."""
    return frames_of("movements")


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
                found = _drafts(document, match)
                if found and not tells(document, sentence, match.trigger):
                    drafts += found
    return _one_advance(drafts)


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


def _drafts(document: Document, match: Match) -> list[Draft]:
    if match.verbal and is_aim(match.sentence, match.trigger, lemma_set("real_infinitives")):
        return []
    action = match.frame.give["action"]
    actors = _actors(document, match)
    if not actors or not _plausible(document, match, actors):
        return []
    fields: dict[str, object] = {"actors": actors, "action": action}
    if action != "present":
        fields["to"] = _place(document, match, "to")
        origin = _place(document, match, "from")
        fields["origin"] = origin if origin != fields["to"] else None
    anchor = anchor_of(document, match.sentence, _span(document, match, with_who=action == "present" or not match.verbal))
    draft = Draft("movement", f"movement.{match.frame.name}", match.sentence, match.trigger, [anchor], fields)
    at = places_at(document, match.sentence, match.role("at" if action == "present" else "to"))
    if at and action == "present":
        draft.where = where_of(at[0])
        draft.settled.add("where")
    return [draft]


def _actors(document: Document, match: Match) -> tuple[Actor, ...]:
    sentence = match.sentence
    heads = match.role("who")
    if match.verbal and match.frame.give["action"] != "present":
        mentions = doers_at(document, sentence, heads, match.trigger)
    else:
        mentions = actors_at(document, sentence, heads)
    if not match.verbal:
        mentions = named_before(document, sentence, modifiers(sentence, match.trigger)) + mentions
    people = match.frame.give["action"] == "flee"
    actors = fighting(mentions, people=people)
    if people:
        actors = tuple(actor for actor in actors if actor.kind not in ("media", "organisation"))
    if actors or not heads:
        return actors
    word = sentence.tokens[heads[0]].lower
    if word in ("its", "their"):
        return _owner(document, match) or previous_actors(document, sentence, singular=word == "its")
    if people and word in word_set("civilians") | {"thousands", "hundreds", "dozens"}:
        return (Actor(None, sentence.tokens[heads[0]].lower, "civilians"),)
    return ()


def _owner(document: Document, match: Match) -> tuple[Actor, ...]:
    """Whom "their" means in "beyond their advances in the city, the rebels captured": the subject that follows."""
    sentence = match.sentence
    if match.verbal:
        return ()
    later = [head for token in sentence.tokens[match.trigger :] if token.dep == "nsubj" for head in (token.i,)]
    return fighting(actors_at(document, sentence, later[:1]))


def _plausible(document: Document, match: Match, actors: tuple[Actor, ...]) -> bool:
    """Whether an actor of this kind can be said to have moved so, and enough is said of where."""
    sentence = match.sentence
    action = match.frame.give["action"]
    names = match.role("to") + match.role("from") + match.role("at")
    placed = bool(places_at(document, sentence, names))
    nouns = {sentence.tokens[head].lower for head in names}
    if action == "flee":
        return True
    if not any(actor.kind in FIGHTERS - {"unknown", "international"} for actor in actors):
        return False
    if action == "present":
        return (placed or bool(nouns & _spots())) and match.verbal
    if action == "reinforce":
        return not match.verbal or len(match.words) > 1 or _sends_forces(match)
    if action == "advance" and match.verbal and len(match.words) == 1 and match.token.lower not in word_set("bare_advance"):
        return placed or bool(nouns & _spots())
    return True


def _spots() -> frozenset[str]:
    return word_set("military_sites") | word_set("civil_sites") | word_set("spots")


def _sends_forces(match: Match) -> bool:
    cargo = {match.sentence.tokens[head].lower for head in match.role("cargo")}
    return bool(cargo & (word_set("armed") | {"reinforcements", "tanks", "warships", "warplanes", "artillery", "armour"}))


def _place(document: Document, match: Match, role: str) -> Place | None:
    found = places_at(document, match.sentence, match.role(role))
    return found[0].place if found else None


def _span(document: Document, match: Match, *, with_who: bool) -> tuple[int, int]:
    heads = [
        head
        for role in ("to", "from", "at", "cargo")
        for head in match.role(role)
        if head > match.trigger and (role in ("at", "cargo") or places_at(document, match.sentence, [head]))
    ]
    first, last = min(match.words), max(match.words[-1] + 1, *(phrase_end(match.sentence, head) for head in heads), 0)
    if with_who:
        own = [head for head in match.role("who") if fighting(actors_at(document, match.sentence, [head]))]
        for head in own + ([] if match.verbal else modifiers(match.sentence, match.trigger)):
            if match.sentence.tokens[head].start < match.token.start:
                first = min(first, noun_phrase(match.sentence, head)[0])
            else:
                last = max(last, phrase_end(match.sentence, head))
    return first, last
