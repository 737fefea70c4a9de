"""Who holds, took or lost a place, and whether "their hold on X" is told to stand."""

from __future__ import annotations

from marsad.model import Actor, ActorMention
from marsad.reading.casting import actors_at, doers_at, fighting, lemma_set, named_before, phrase_end, unnamed_at
from marsad.reading.document import Document, Sentence, within
from marsad.reading.extents import control_words
from marsad.reading.frames import Match, is_aim, modifiers
from marsad.reading.language import table
from marsad.reading.referring import army_of_office, speaking_for, with_its_army
from marsad.reading.syntax import children, roles

_OWNED = ("in-hands", "brought-under", "returned-to")
"""Frames whose last word tells whose a place is: "in rebel hands"."""
_PAIR = 2
"""Words of a verb with its particle."""


def holders_of(document: Document, match: Match) -> tuple[Actor, ...]:
    """The actors of a claim of control: by the verb's subject, the noun's owner, or who is in control of it."""
    sentence = match.sentence
    heads = match.role("who")
    heads = by_whom_left(match) or [_led(sentence, head) for head in heads] or _whose_flag(match)
    if not heads and match.frame.name in ("fall-noun", "handover-noun"):  # the parse hung "to Y" on X: "the fall of X to Y"
        ends = [phrase_end(sentence, what) for what in match.role("what")]
        heads = [one for end in ends[:1] if end < len(sentence.tokens) for one in _to(sentence, end)]
    mentions = (
        doers_at(document, sentence, heads, match.trigger)
        if match.verbal
        else doers_at(document, sentence, heads, match.trigger)
        if match.frame.give.get("owned")
        else named_before(document, sentence, modifiers(sentence, match.trigger)) + actors_at(document, sentence, heads)
    )
    above = sentence.tokens[match.token.head]
    if match.frame.give.get("holder"):  # "with the rebels in control of the road"
        mentions = actors_at(document, sentence, [above.head])
    if not mentions and match.verbal and match.frame.give["status"] != "contested":
        mentions = unnamed_at(document, sentence, heads) or _police(match, heads)
    claimed = not match.verbal and match.frame.give["status"] in ("captured", "besieged") and match.token.dep == "dobj"
    if not mentions and claimed and above.lemma in control_words("claiming"):
        mentions = doers_at(document, sentence, roles(sentence, above.i).subject, above.i)
        return tuple(
            dict.fromkeys(army_of_office(one) for one in fighting(mentions))
        )  # "the ministry announced the capture of X"
    if match.frame.name in _OWNED:
        mentions = [_in_full(one) for one in mentions] or [one for head in heads for one in _called_so(document, sentence, head)]
    ours = [head for head in heads if {sentence.tokens[i].lower for i in (head, *sentence.tokens[head].children)} & {"we", "our"}]
    own = {sentence.tokens[head].lower for head in heads} & control_words("own_forces")
    told = with_its_army(sentence, heads, fighting(mentions))  # of "the ministry claimed to have taken X", too
    if told or not (ours or own):
        offices = {sentence.tokens[head].lower for head in heads} & control_words("offices")
        return tuple(dict.fromkeys(army_of_office(one) for one in told)) if offices else told
    return with_its_army(sentence, heads, speaking_for(document, sentence, match.trigger))


def _led(sentence: Sentence, head: int) -> int:
    """Who holds it where the parse takes their leader for it: "a faction led by NAME which controls X"; else the head."""
    tokens = sentence.tokens
    by = tokens[tokens[head].head]
    led = tokens[by.head]
    named = tokens[head].dep == "pobj" and by.dep == "agent" and led.dep == "acl"
    if not (named and led.lower in ("led", "headed", "commanded")):
        return head
    noun = tokens[led.head]
    return noun.head if noun.dep == "appos" else noun.i


def _called_so(document: Document, sentence: Sentence, head: int) -> list[ActorMention]:
    """Who was last called what a word says whose hands a place is in: "the military" of "in the military's hands"."""
    word = sentence.tokens[head].lower
    told = [one for one in within(document.actors, 0, sentence.start) if one.text.casefold() == word]
    return told[-1:] if word in control_words("rulers") else []


def _in_full(mention: ActorMention) -> ActorMention:
    """What the word before "hands" is called by itself: "jihadists" of "in jihadist hands"."""
    name, kind = table("control")["holders"].get(mention.text.casefold(), (None, None))
    if mention.actor.id is not None or name is None:
        return mention
    return ActorMention(mention.start, mention.end, mention.text, Actor(None, name, kind))


def is_handed_over(match: Match) -> bool:
    """Whether it is only told that a place was given away, not to whom: "has handed over two bases"."""
    particles = {match.sentence.tokens[one].lower for one in match.words[1:]}
    return match.frame.name == "handover" and bool(particles & control_words("handed")) and len(match.words) == _PAIR


def _whose_flag(match: Match) -> list[int]:
    """Whose flag was raised: "Azerbaijan's flag was raised over the parliament"."""
    tokens = match.sentence.tokens
    flags = [one for one in match.words if tokens[one].lower in ("flag", "flags")]
    return [whose for one in flags for whose in children(match.sentence, one, "poss", "amod", "compound")]


def by_whom_left(match: Match) -> list[int]:
    """By whom a place is said to have been left: "the post was evacuated by the police", not "a mine left by rebels"."""
    given_up = match.frame.name == "withdrawn" and match.verbal and match.roles.passive
    return match.roles.subject if given_up and match.token.lemma in control_words("giving_up") else []


def _police(match: Match, heads: list[int]) -> list[ActorMention]:
    """Bare "police", where a site or town is told, not a man: "police recaptured X, a drug lord"."""
    what = {match.sentence.tokens[head].lower for head in match.role("what")}
    plain = not what.isdisjoint(control_words("sites") | control_words("towns"))
    tokens = [match.sentence.tokens[head] for head in heads if match.sentence.tokens[head].lower == "police"] if plain else []
    return [ActorMention(one.start, one.end, one.text, Actor(None, "police", "police")) for one in tokens]


def _to(sentence: Sentence, i: int) -> list[int]:
    """What a "to" at this place leads to."""
    return children(sentence, i, "pobj") if sentence.tokens[i].lower == "to" else []


def is_kept(match: Match) -> bool:
    """Whether "their hold on X" is told to stand, not to be broken, sought or in question."""
    sentence, token = match.sentence, match.token
    above = sentence.tokens[token.head]
    if token.dep == "dobj":
        return above.lemma in control_words("keeping_hold") and not is_aim(sentence, above.i, lemma_set("real_infinitives"))
    return token.dep == "pobj" and above.lower in control_words("given") and sentence.tokens[above.head].tag[:1] != "N"


def one_sort(actors: tuple[Actor, ...], previous: tuple[Actor, ...]) -> bool:
    """Whether both are one unnamed sort, so that a pronoun was misread: "rebels" who drove out "rebel fighters"."""
    kinds = {one.kind for one in (*actors, *previous)}
    return bool(actors) and len(kinds) == 1 and all(one.id is None for one in (*actors, *previous))
