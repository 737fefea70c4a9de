"""What an incident hit: people, places and things by the heads of the phrases that name them."""

from __future__ import annotations

from marsad.model import ActorMention, PlaceMention
from marsad.reading.casting import actors_at, doers_at, places_at, word_set
from marsad.reading.datelines import is_label
from marsad.reading.document import Document, Sentence
from marsad.reading.frames import Match
from marsad.reading.incident import Incident, words
from marsad.reading.language import word_lists
from marsad.reading.onlookers import is_watcher
from marsad.reading.opponents import extend
from marsad.reading.syntax import children, is_owned, noun_phrase
from marsad.reading.toponyms import note, unlisted_at

_COUNTRY = 6
"""UCDP's where_prec of a country."""


def sites_at(document: Document, sentence: Sentence, heads: list[int]) -> list[PlaceMention]:
    """The places that heads name or stand in, no country that only says whose a thing is."""
    return [place for place in places_at(document, sentence, heads) if not _is_flag(sentence, place, heads)]


def aim(document: Document, made: Incident, heads: list[int], *, shown: bool = True) -> None:
    """What was hit: actors on the other side, places, or neither; `shown`: its words belong to the anchor."""
    if not heads:
        return
    bystanders = bool(made.give.get("mutual")) and not made.match.verbal  # "the clashes killed three civilians": no side of them
    for mention in actors_at(document, made.sentence, heads):
        known = mention in made.victims or mention in made.doers or is_watcher(mention.actor)
        known = known or (bystanders and mention.actor.kind == "civilians")
        if not known and not is_trigger(made, mention):
            made.victims.append(mention)
    if not made.victims:  # "the mission said its post was hit"
        mine = {mention.actor for mention in made.doers}
        owned = [head for head in heads if is_owned(made.sentence, head)]
        owners = doers_at(document, made.sentence, owned, made.trigger)  # "their vehicle" is not that of the gunmen told before
        made.victims += [one for one in owners if one.actor not in mine and one.actor.kind != "unknown"]
    acting = ("government", "state") if made.near else ("government",)
    seats = [one.start for one in made.victims if one.actor.kind in acting]  # "Damascus lost 40 men" was not in Damascus
    whence = [head for head in heads if _is_home(made.sentence, head)]  # "peacekeepers from Ghana" were not hit in Ghana
    sited = [head for head in heads if head not in whence]
    hit = [place for place in places_at(document, made.sentence, sited) if place.start not in seats]
    hit = [place for place in hit if not (_is_flag(made.sentence, place, sited) or is_label(document, made.sentence, place))]
    aired = made.give["family"] == "protest" and made.match.frame.name not in words("met")
    if not aired:  # "a march against the eviction from X" was elsewhere
        made.places += [place for place in hit if place not in made.places]
    if shown:
        extend(made, heads)


def aim_at_village(document: Document, made: Incident) -> None:
    """Take the bare name after "attacked" or "shelled" for a village that no gazetteer knows, where nothing else was hit."""
    fits = made.match.frame.name in words("aimed_at_places") and made.doers
    if not fits or made.victims or made.places or made.near:
        return
    heads = [head for head in made.match.roles.object if head > made.match.trigger]
    place = next((one for head in heads if (one := unlisted_at(document, made.sentence, head)) is not None), None)
    if place is not None:
        note(document, place)
        made.places.append(place)


def aim_at_named(document: Document, made: Incident) -> None:
    """Take whom a phrase names itself, or whose drones it tells to be down, for those hit: "engaged the militants"."""
    if made.match.frame.name == "clash" or (
        made.match.frame.name == "disrupted-weapons" and made.match.token.lemma not in words("searches")
    ):
        tokens = made.sentence.tokens
        hit = words("arms") | word_set("armed")
        named = [i for i in (*made.match.words, *made.doer_heads) if i != made.trigger and tokens[i].lower in hit]
        aim(document, made, [i for i in named if tokens[i].lower in words("arms") or i in made.match.words])


def is_brought_down(made: Incident) -> bool:
    """Whether the only party to what was shot down is an aircraft or weapon, whose passive lost its "was"."""
    if made.match.frame.name != "disrupted-weapons" or made.heads or made.match.token.tag not in ("VBD", "VBN", "VBP"):
        return False
    tokens = made.sentence.tokens
    return bool(made.doer_heads) and all(tokens[head].lower in word_lists("events", "manned", "arms") for head in made.doer_heads)


def is_into_air(made: Incident) -> bool:
    """Whether shots were fired at nobody: "fired in the air to push them back"."""
    if made.match.frame.name != "shooting":
        return False
    tokens, words_of = made.sentence.tokens, [made.trigger, *made.match.words, *made.match.roles.object]
    preps = [prep for i in words_of for prep in children(made.sentence, i, "prep") if tokens[prep].lower in ("in", "into")]
    return any(tokens[head].lower == "air" for prep in preps for head in children(made.sentence, prep, "pobj"))


def _is_flag(sentence: Sentence, place: PlaceMention, heads: list[int]) -> bool:
    """Whether a country only says whose a thing is: "at a US destroyer in the Red Sea"."""
    if place.place is None or place.place.precision != _COUNTRY:
        return False
    phrases = ((sentence.tokens[noun_phrase(sentence, head, of=False)[0]].start, sentence.tokens[head].start) for head in heads)
    return any(first <= place.start < last for first, last in phrases)


def _is_home(sentence: Sentence, head: int) -> bool:
    """Whether people are only told where they are from: "workers from Ghana"."""
    people = sentence.tokens[head].lower in word_set("civilians", "armed")
    preps = [sentence.tokens[one].lower for one in children(sentence, head, "prep")]
    return people and "from" in preps and not {"in", "at", "near"} & set(preps)


def is_trigger(made: Incident, mention: ActorMention) -> bool:
    """Whether a mention is the action itself or what does such actions ("suicide bombers")."""
    tokens = made.sentence.tokens
    if mention.start < made.match.token.end and tokens[made.match.words[0]].start < mention.end:
        return True
    hunted = made.match.verbal and any(
        one.actor.kind in ("military", "police") for one in made.doers
    )  # "troops killed two gunmen"
    return mention.text.casefold().split()[-1] in words("never_victims") and not hunted


def told_of(match: Match) -> list[int]:
    """Whom a passive tells of by a word of its own phrase: "a woman was snatched", "hostages were freed"."""
    people = match.frame.name in words("on_persons") and match.roles.passive
    return [i for i in match.words if match.sentence.tokens[i].dep == "nsubjpass"] if people else []


def is_post(sentence: Sentence, head: int) -> bool:
    """Whether a word is for a post that is held, which hits nobody."""
    return sentence.tokens[head].lower in ("position", "positions", "post", "base")
