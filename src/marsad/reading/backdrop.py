"""The place and the day that a paragraph opens with, for what it tells next: "In X, ...", "Kharkiv region:"."""

from __future__ import annotations

import re

from marsad.gazetteer.places import distance
from marsad.model import PlaceMention, TimeMention
from marsad.reading.belonging import Spot, says, told_of_another, words
from marsad.reading.datelines import is_headed, is_label
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.several import lies_within
from marsad.reading.stated import when_of, where_of
from marsad.reading.whereabouts import own_places, placed_in, stood_in

DATED = ("event", "toll", "control", "movement")
NO_DAY = ("DURATION", "SET")
_OPENING = 40
"""Letters within which the place that opens a sentence is named."""
_COMMA = re.compile(r"(?: [a-z]+)?,")
_SET = ("in", "at", "near", "around", "outside")
_RIGHT_IN = ("in ", "at ", "ar ", "de ")
"""What the words right before a place end in ("in", "near", "outside") that something is told to be in."""
_TOWNS = 3
"""UCDP's where_prec of a district, past which a place is wider than a town's."""
_LAND = 200
"""Kilometres from a town within which its province lies."""


def carry_scenes(document: Document, drafts: list[Draft]) -> None:
    """Give what a paragraph tells after "In X," or "On Friday," that place and time, until another is named."""
    waiting: dict[int, list[Draft]] = {}
    for draft in drafts:
        alone = all(document.sentence_at(anchor.start).index == draft.sentence.index for anchor in draft.anchors)
        told = draft.kind in DATED and not draft.background and (draft.where is None or draft.when is None)
        if alone and told and draft.fields.get("scope", "incident") == "incident":
            waiting.setdefault(draft.sentence.index, []).append(draft)
    if not waiting:
        return
    place: PlaceMention | None = None
    time: TimeMention | None = None
    headed = False
    for sentence in document.sentences:
        gap = document.text[document.sentences[sentence.index - 1].end : sentence.start] if sentence.index else ""
        if "\n" in gap and not headed:
            place = time = None
        headed = False
        if (sentence.tokens and sentence.tokens[0].lower in words("anew")) or is_headed(document, sentence):
            time = None  # "A week earlier, ... Meanwhile, a labourer was shot"
        places = own_places(document, sentence)
        times = [one for one in within(document.times, sentence.start, sentence.end) if one.interval and one.interval.start]
        heading = _is_heading(sentence, places)
        if places:
            place = (
                places[0] if heading or (_opens(sentence, places[0]) and not _finer_named(document, sentence, places)) else None
            )
            headed = heading
        if places and time is not None and not words("steps").isdisjoint(re.findall(r"\w+", time.text.casefold())):
            time = None  # "The previous night, ... . In X, ..."
        if times:
            dated = times[0].interval is not None and times[0].interval.type not in NO_DAY
            time = times[0] if dated and _opens(sentence, times[0]) else None
        for draft in waiting.get(sentence.index, ()):
            if not places and place is not None and draft.where is None and "where" not in draft.settled:
                draft.where = where_of(place) if place.place is not None else None
            if not times and time is not None and draft.when is None and "when" not in draft.settled:
                draft.when = when_of(time)


def _finer_named(document: Document, sentence: Sentence, places: list[PlaceMention]) -> bool:
    """Whether the region or label that sets a scene is followed by a place in it: what is told next happened there."""
    size = (places[0].place.precision or 1) if places[0].place is not None else 0
    wide = size >= 3 or (size and is_label(document, sentence, places[0]))
    return bool(wide) and any(one.place is None or (one.place.precision or 9) < max(3, size) for one in places[1:])


def _is_heading(sentence: Sentence, places: list[PlaceMention]) -> bool:
    """Whether a line is no more than a place: "Kharkiv region:"."""
    if not places or len(sentence.tokens) > 6:
        return False
    named = {token.i for place in places for token in sentence.tokens_in(place.start, place.end)}
    rest = [token for token in sentence.tokens if token.i not in named]
    return all(token.lower in words("heading_words") for token in rest)


def _opens(sentence: Sentence, mention: PlaceMention | TimeMention) -> bool:
    """Whether a mention sets the scene: it begins the sentence, before its comma, and isn't when or where somebody speaks."""
    before = [token for token in sentence.tokens[:10] if token.end <= mention.start]
    if any(token.lower not in words("openers") for token in before) or len(before) > 8:
        return False
    if isinstance(mention, PlaceMention) and not before:
        return any(token.text == ":" for token in sentence.tokens[1:5])
    after = next((token for token in sentence.tokens if token.start >= mention.end), None)
    comma = any(token.text == "," for token in sentence.tokens[:12] if token.start >= mention.end)
    if after is None or not comma or (not before and not isinstance(mention, TimeMention)) or sentence.tokens[0].text == ",":
        return False
    root = next((token for token in sentence.tokens if token.head == token.i), None)
    return not (sentence.parsed and isinstance(mention, TimeMention) and root is not None and says(sentence, root.i))


def without_opening(document: Document, spot: Spot, places: list[PlaceMention]) -> list[PlaceMention]:
    """The places of a draft without the one that only opens its sentence, where a place in its land is told behind that.

    "Kursk: shells hit a car in X; one died" and "In Hodeidah, two died when a mine exploded in X" are of X.
    """
    sentence = spot.sentence
    opening = places[0] if places else None
    if opening is None or opening.start - sentence.start > _OPENING:
        return places
    trigger = sentence.tokens[spot.trigger].start
    first = next((token.lower for token in sentence.tokens if token.lower not in words("turns")), "")
    set_in = first in _SET and _COMMA.match(document.text, opening.end) is not None
    if not (set_in or is_label(document, sentence, opening)) or opening.start > trigger:
        return places
    before = sentence.tokens_in(opening.end, trigger)
    end = next((token.start for token in reversed(before) if token.text == ";"), opening.end)
    behind = within(document.places, opening.end, sentence.end)
    held = bool(behind) and (placed_in(document, opening, behind[0]) or lies_within(opening.place, behind[0].place))
    around = behind[0].start if held else -1  # "In Beni, in North Kivu, ...", "In X, the last stronghold in the Y region, ..."
    if any(_near(opening, one) for one in behind if one.start < end and one.start != around):
        return places[1:]
    if not set_in:  # "Deir ez-Zor: gunmen fired on a bus south of X"
        others = [one for one in stood_in(document, sentence) if one is not opening]
        return places[1:] if any(_near(opening, one) for one in others) else places
    between = [one for one in stood_in(document, sentence) if opening.start < one.start < trigger and one.start != around]
    if any(_near(opening, one) and document.text[opening.end : one.start] != ", " for one in between):
        return places[1:]  # "In the X area, militiamen attacked Y at dawn and withdrew"
    end = next((token.start for token in sentence.tokens_in(trigger, sentence.end) if token.text == ";"), sentence.end)
    for place in stood_in(document, sentence)[1:]:
        token = sentence.token_at(place.start)
        follows = token is not None and trigger < place.start < end and document.text[place.start - 3 : place.start] in _RIGHT_IN
        if follows and token is not None and _near(opening, place) and not told_of_another(sentence, token.i, spot.trigger):
            return places[1:]
    return places


def _near(opening: PlaceMention, place: PlaceMention) -> bool:
    """Whether a place can lie in the land about the one that opens a sentence."""
    one, other = opening.place, place.place
    if lies_within(other, one):
        return True
    if one is None or other is None:
        return True
    if (other.precision or 1) > _TOWNS >= (one.precision or 1):
        return False  # "In X, the capital of Y, ...", "In X, the last stronghold in Darfur, ..."
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return True
    return one.country == other.country and distance(one.lat, one.lon, other.lat, other.lon) < _LAND
