"""Control: who captured, holds, lost, besieges or left a place, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from marsad.model import Actor, PlaceMention
from marsad.reading.casting import (
    actors_at,
    doers_at,
    fighting,
    lemma_set,
    named_before,
    phrase_end,
    places_at,
    speaking_for,
    where_of,
    word_set,
)
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.extents import control_words, extent_of
from marsad.reading.frames import Frames, Match, frames_of, is_aim, modifiers
from marsad.reading.holdings import below, named_places, set_by_verb, town_of
from marsad.reading.onlookers import describes_next
from marsad.reading.syntax import ancestors, anchor_of, children, noun_phrase
from marsad.reading.toponyms import note, unlisted_at


def frames() -> Frames:
    """The control frames."""
    return frames_of("control")


_DONE_TO = ("dobj", "nsubjpass")
_BACK = 5
"""Sentences back that a part without a name may belong to a town."""


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Word forms that a sentence must hold one of to be worth parsing for control."""
    return frames().triggers


@lru_cache(maxsize=32)
def _any_of(*names: str) -> frozenset[str]:
    """The words of several lists together."""
    return frozenset().union(*(control_words(name) for name in names))


def read_control(document: Document) -> list[Draft]:
    """The report's claims of control, one for each place or site that a sentence names."""
    drafts: list[Draft] = []
    for sentence in document.sentences:
        if sentence.parsed:
            for match in frames().find(sentence):
                for draft in _drafts(document, match):
                    near = within(document.places, sentence.start, sentence.end)
                    if not near or (draft.where is None and all(one.place and (one.place.precision or 9) >= 6 for one in near)):
                        _place_part(draft, drafts)
                    drafts.append(draft)
    return drafts


def _place_part(draft: Draft, before: list[Draft]) -> None:
    """Where a part or site without a name lies.

    "The old quarter", "the southern districts" are the town's that control was last told of; "the camp" is the one of before.
    """
    sites = draft.fields["sites"]
    if draft.where is None and sites:
        kind = sites[0].split()[-1].casefold()
        told = [one for one in before if one.fields["sites"] and one.fields["sites"][0].casefold().split()[-1] == kind]
        own = draft.anchors[0].text.casefold().split()
        if not told and "the" in own and draft.fields["status"] != "held":
            told = [one for one in before[-1:] if draft.sentence.index - one.sentence.index <= 2]
        if told and 0 < draft.sentence.index - told[-1].sentence.index <= _BACK and told[-1].where is not None:
            draft.where = told[-1].where
            draft.settled.add("where")
    if draft.where is not None or sites:
        return
    near = [one for one in before if one.where is not None and 0 <= draft.sentence.index - one.sentence.index <= _BACK]
    where = near[-1].where if near else None
    if where is not None and (where.precision or 9) <= 2:
        draft.where = where
        draft.settled.add("where")


def tells(document: Document, sentence: Sentence, trigger: int) -> bool:
    """Whether a verb or noun of a sentence makes a claim of control."""
    return any(match.trigger == trigger and next(_drafts(document, match), None) is not None for match in frames().find(sentence))


def _drafts(document: Document, match: Match) -> Iterator[Draft]:
    if match.verbal and is_aim(match.sentence, match.trigger, lemma_set("real_infinitives")):
        return
    if match.verbal and describes_next(document, match.sentence, match.trigger):
        return
    if (
        not match.verbal
        and match.sentence.tokens[match.token.head].lemma in control_words("over")
        and match.token.dep in _DONE_TO
    ):
        return  # "broke the siege of X", "the blockade was lifted"
    pointed = [one for head in match.role("what") for one in _pointed(document, match, head)]
    heads = [head for head in pointed if _holdable(document, match, head)]
    if not heads or (match.frame.give.get("alone") and not _falls(document, match, heads)):
        return
    if {token.lower for token in match.sentence.tokens[match.trigger + 1 :]} & control_words(
        "whole"
    ) and match.token.lemma == "hold":
        return
    if match.frame.name == "withdrawn" and not match.roles.passive and (_moves_people(match) or _goes_to(match)):
        return
    if match.frame.give.get("weak") and any(match.sentence.tokens[one].dep == "prt" for one in match.token.children):
        return  # "took up positions in X"
    if match.token.dep == "acl" and any(match.sentence.tokens[one].lower == "them" for one in match.roles.object):
        return
    heads = [head for head in heads if not _goes_on(document, match, head, heads)]
    actors = _actors(document, match)
    if not actors and not _says_enough(match):
        return
    previous = _losers(document, match, heads)
    if match.frame.give.get("loser") and not previous:
        return  # "thousands were driven from the town", "cleared the road of mines"
    gone = match.frame.name == "driven-out" and match.roles.passive and not actors
    if gone:  # nobody is said to have taken it: "the rebels were driven out of X"
        actors, previous = previous, ()
    for head in heads:
        if not actors and not places_at(document, match.sentence, [head]) and not _is_known(document, match, head):
            continue
        yield from _claims(document, match, head, actors, previous, status="lost" if gone else _status(match))


def _status(match: Match) -> str:
    """The frame's status, turned where it is told that it is over, or that it goes on."""
    status = str(match.frame.give["status"])
    if status == "held" and _no_longer(match):
        return "lost"
    lasting = match.verbal and match.token.lemma in control_words("lasting") and match.token.tag in ("VBZ", "VBP")
    return "held" if lasting else status


def _goes_on(document: Document, match: Match, head: int, heads: list[int]) -> bool:
    """Whether a nameless thing is told of together with another one: "towns" of "50 towns and villages in the north"."""
    sentence = match.sentence
    joined = [one for one in heads if one in children(sentence, head, "conj") or head in children(sentence, one, "conj")]
    many = [one for one in (head, *joined) if sentence.tokens[one].tag == "NNS"]
    pair = [one for one in many if sentence.tokens[one].lower in control_words("unnamed")]
    if head not in pair or len(pair) < 2 or places_at(document, sentence, [head]):
        return False
    return any(places_at(document, sentence, [one]) for one in pair) or head < max(pair)


def _goes_to(match: Match) -> bool:
    """Whether a move from one place to another is told: "left Gao for Ansongo"."""
    return match.token.lemma in ("leave", "quit", "depart") and bool(match.roles.by("for"))


def _moves_people(match: Match) -> bool:
    """Whether it is people who were brought away, not a force that left: "the embassy evacuated 45 nationals from Niamey"."""
    lowers = {match.sentence.tokens[head].lower for head in match.roles.object}
    return bool(lowers & (word_set("civilians") | control_words("people")))


def _pointed(document: Document, match: Match, head: int) -> list[int]:
    """What "it" means where it was taken or held in the same sentence: "seized Gharyan in April and lost it in June"."""
    token = match.sentence.tokens[head]
    if token.lower in control_words("relatives") and match.verbal and match.token.dep == "relcl" and token.head == match.trigger:
        by = [match.sentence.tokens[one].lower for one in match.roles.subject]
        return [match.token.head] if not {"we", "i", "he", "she"} & set(by) else []  # "the village, which rebels had captured"
    if token.lower != "it" or not match.verbal:
        return [head]
    earlier = [one for one in frames().find(match.sentence) if one.trigger < match.trigger and one.verbal]
    if earlier:
        return earlier[-1].role("what")[:1]
    for above in ancestors(match.sentence, match.trigger):  # "the town changed hands when the army recaptured it"
        for subject in children(match.sentence, above, "nsubj", "nsubjpass"):
            if above != match.trigger and places_at(document, match.sentence, [subject]):
                return [subject]
    return []


def _is_known(document: Document, match: Match, head: int) -> bool:
    """Whether "the town" or "the old quarter" is part of or stands for a place named before it, in the report's last stretch."""
    sentence = match.sentence
    first, last = noun_phrase(sentence, head, of=False)
    own = {token.lower for token in sentence.tokens[first:last]}
    if not own & {"the", "its", "this", "that"} or sentence.tokens[head].lower not in control_words("unnamed"):
        return False
    begin = document.sentences[max(0, sentence.index - _BACK)].start
    return any(
        one.place is not None and (one.place.precision or 9) <= 2
        for one in within(document.places, begin, sentence.tokens[head].start)
    )


def _falls(document: Document, match: Match, heads: list[int]) -> bool:
    """Whether "fell" tells the fall of a named place, nothing else: not "fell silent", "fell by 3 %"."""
    sentence = match.sentence
    after = sentence.tokens[match.trigger + 1 : match.trigger + 2]
    if any(token.lower in control_words("falling") for token in after) and not (
        within(document.times, after[0].start, sentence.end)[:1] and after[0].lower == "on"
    ):
        return False
    named = any(within(document.places, sentence.tokens[head].start, sentence.tokens[head].end) for head in heads)
    return named and not match.roles.object and not children(sentence, match.trigger, "acomp", "oprd", "attr", "dobj")


def _says_enough(match: Match) -> bool:
    """Whether a claim without an actor still tells something: a loss, a siege or a fall does."""
    status = match.frame.give["status"]
    if match.frame.give.get("alone") or status in ("besieged", "contested"):
        return True
    return status in ("captured", "lost") and match.roles.passive


def _actors(document: Document, match: Match) -> tuple[Actor, ...]:
    sentence = match.sentence
    heads = match.role("who")
    mentions = (
        doers_at(document, sentence, heads, match.trigger)
        if match.verbal
        else named_before(document, sentence, modifiers(sentence, match.trigger)) + actors_at(document, sentence, heads)
    )
    ours = [head for head in heads if {sentence.tokens[i].lower for i in (head, *sentence.tokens[head].children)} & {"we", "our"}]
    own = {sentence.tokens[head].lower for head in heads} & control_words("own_forces")
    return fighting(mentions) or (speaking_for(document, sentence, match.trigger) if ours or own else ())


def _holdable(document: Document, match: Match, head: int) -> bool:
    """Whether the object can be held: a named place, a part of one, or a site."""
    token = match.sentence.tokens[head]
    if match.frame.give.get("roads"):
        return token.lower in control_words("roads")
    if token.lower in control_words("shares") or token.tag == "CD":
        whole = _whole(match.sentence, head)
        if whole != head and match.sentence.tokens[whole].lower in control_words("unnamed"):
            return True
    named = bool(places_at(document, match.sentence, [head]))
    if token.lower in control_words("not_places") and not named:
        return False
    if match.frame.give.get("weak") and token.lower in control_words("posts"):
        return True
    if match.frame.give.get("weak") and _is_taken(document, match, head):
        return True
    if match.frame.give.get("weak"):
        known = bool(within(document.places, token.start, token.end)) or (named and token.lower in control_words("towns"))
        return known or (match.token.lemma == "take" and _by_force(document, match) and bool(_unlisted(document, match, head)))
    if named:
        return token.lower in _any_of("towns", "sites", "unnamed") or _is_place(document, match.sentence, head)
    return token.lower in _any_of("sites", "unnamed") or bool(_unlisted(document, match, head))


def _by_force(document: Document, match: Match) -> bool:
    """Whether an armed force does what is done to people as often: what "Ukrainian units abandoned" is a place."""
    doers = doers_at(document, match.sentence, match.role("who"), match.trigger)
    forces = any(one.actor.kind in ("military", "rebel", "militia") for one in doers)
    return forces and match.token.lemma not in control_words("freeing")


def _is_taken(document: Document, match: Match, head: int) -> bool:
    """Whether a weak verb takes a site: from somebody ("took three caves from X"), or in a place ("cleared the silo in X")."""
    token = match.sentence.tokens[head]
    if match.frame.give["status"] != "captured" or token.lower not in control_words("sites") - control_words("passages"):
        return False
    if any(match.sentence.tokens[one].lower == "of" for one in children(match.sentence, match.trigger, "prep")):
        return False  # "cleared the building of mines"
    return bool(_losers(document, match, [head]) or places_at(document, match.sentence, [head]) or set_by_verb(document, match))


def _whole(sentence: Sentence, head: int) -> int:
    """What a share is of: "capital" of "80 per cent of the capital"."""
    for prep in children(sentence, head, "prep"):
        if sentence.tokens[prep].lower == "of":
            return next(iter(children(sentence, prep, "pobj")), head)
    return head


def _is_place(document: Document, sentence: Sentence, head: int) -> bool:
    token = sentence.tokens[head]
    return bool(within(document.places, token.start, token.end))


def _losers(document: Document, match: Match, heads: list[int]) -> tuple[Actor, ...]:
    """Who held the place before: the parse may hang "from ..." on the last place of a list."""
    sentence = match.sentence
    lost = match.role("previous") or [
        inner
        for head in heads
        for prep in children(sentence, head, "prep")
        if sentence.tokens[prep].lower == "from"
        for inner in children(sentence, prep, "pobj")
    ]
    return fighting(actors_at(document, sentence, lost))


def _claims(
    document: Document, match: Match, head: int, actors: tuple[Actor, ...], previous: tuple[Actor, ...], *, status: str
) -> Iterator[Draft]:
    sentence = match.sentence
    give = match.frame.give
    places: list[PlaceMention | None] = [
        *(
            named_places(document, sentence, head)
            or _unlisted(document, match, head)
            or town_of(document, sentence, head)
            or set_by_verb(document, match)
        )
    ] or [None]
    sites = _sites(document, sentence, head)
    for place in places:
        fields = {
            "actors": actors,
            "status": status,
            "extent": extent_of(sentence, match, head, sites),
            "sites": sites,
            "previous": () if match.frame.give.get("swap") else tuple(actor for actor in previous if actor not in actors),
        }
        anchor = anchor_of(document, sentence, _span(match, head))
        draft = Draft("control", f"control.{match.frame.name}", sentence, match.trigger, [anchor], fields)
        if give["status"] in ("held", "besieged") and match.token.dep in ("relcl", "acl"):
            draft.background = True
            draft.settled.add("background")
        draft.confidence = 0.6 + 0.1 * bool(actors) + 0.2 * bool(place)
        if place is None and places_at(document, sentence, match.role("who")):
            draft.settled.add("where")  # "handed three villages to Y": Y took them, they aren't shown to lie there
        if place is not None:
            draft.where = where_of(place)
            draft.settled.add("where")
            if place.place is None:
                note(document, place)
        yield draft


def _no_longer(match: Match) -> bool:
    """Whether it was so and isn't any more: "no longer in government hands"."""
    lowers = [token.lower for token in match.sentence.tokens[max(0, match.trigger - 2) : max(match.words)]]
    return any(pair == ("no", "longer") for pair in pairwise(lowers))


def _unlisted(document: Document, match: Match, head: int) -> list[PlaceMention]:
    """A place that the gazetteer lacks: the bare object of a verb that takes places, or the name about a town, part or site."""
    sentence = match.sentence
    lower = sentence.tokens[head].lower
    if lower in _any_of("towns", "sites", "shares", "unnamed"):
        named = below(sentence, head) + children(sentence, head, "poss", "compound")
    elif match.token.lemma in control_words("personal") and len(match.words) == 1 and not _by_force(document, match):
        named = []
    else:
        named = [head]
    found = (unlisted_at(document, sentence, name) for name in named)
    return [one for one in found if one is not None][:1]


def _span(match: Match, head: int) -> tuple[int, int]:
    first, _ = noun_phrase(match.sentence, head)
    own = [one for one in match.role("what") if match.sentence.tokens[one].lower == "it"]
    if own and head not in own:
        return min(match.words), max(*own, *match.words) + 1
    return min(first, *match.words), max(phrase_end(match.sentence, head), max(match.words) + 1)


def _sites(document: Document, sentence: Sentence, head: int) -> tuple[str, ...]:
    """The words of a site, where the head is one and not itself the name of a place."""
    token = sentence.tokens[head]
    if token.lower not in control_words("sites") or _is_place(document, sentence, head):
        return ()
    first, last = noun_phrase(sentence, head, of=False)
    while first < last - 1 and sentence.tokens[first].lower in ("the", "a", "an", "its", "their", "several", "all", "some"):
        first += 1
    return (document.text[sentence.tokens[first].start : sentence.tokens[last - 1].end],)
