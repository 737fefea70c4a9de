"""The place and the day that a paragraph opens with, for what it tells next: "In X, ...", "Kharkiv region:"."""

from __future__ import annotations

from marsad.model import PlaceMention, TimeMention
from marsad.reading.belonging import says, words
from marsad.reading.casting import when_of, where_of
from marsad.reading.datelines import is_label
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.whereabouts import own_places

DATED = ("event", "toll", "control", "movement")
NO_DAY = ("DURATION", "SET")


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
        places = own_places(document, sentence)
        times = [one for one in within(document.times, sentence.start, sentence.end) if one.interval and one.interval.start]
        heading = _is_heading(sentence, places)
        if places:
            place = (
                places[0] if heading or (_opens(sentence, places[0]) and not _finer_named(document, sentence, places)) else None
            )
            headed = heading
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
    wide = places[0].place is not None and ((places[0].place.precision or 1) >= 3 or is_label(document, sentence, places[0]))
    return wide and any(one.place is None or (one.place.precision or 9) < 3 for one in places[1:])


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
