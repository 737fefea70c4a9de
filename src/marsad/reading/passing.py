"""Names of places that a text only passes by: where somebody speaks, sits, comes from, goes to or is brought.

Such a place is neither where the next thing happened nor what "the town" takes up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from marsad.model import PlaceMention
from marsad.reading.belonging import of_speaker, says
from marsad.reading.datelines import is_dateline, section_of
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import lists_of, table
from marsad.reading.places.words import words as place_words
from marsad.reading.several import apart
from marsad.reading.syntax import clause_of

_LONG_POST = 60
_WORD = re.compile(r"\s+(\w+)")
_KIND_BEFORE = re.compile(r"(\w+) of (?:\w+ )?$")
_KIND_BEHIND = re.compile(r"(?:,? (?:an?|the)(?: [a-z-]+){0,2})? ([a-z]+)\b")

_words = lists_of("circumstances")


def headed_for(sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a place is where something goes to or comes from, so that what is told next needn't be there."""
    before = [token.lower for token in sentence.tokens_before(place.start)[-4:]]
    while before and before[-1] in _words("placing"):
        before.pop()
    return bool(before) and (before[-1] in _words("headed") or before[-2:] == ["due", "in"])


def told_there(sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a place is only where somebody spoke, or who: "he told a forum in Seoul", "officials in Seoul said"."""
    token = sentence.token_at(place.start)
    if not sentence.parsed:
        return not sentence.lowers.isdisjoint(_words("told_at"))
    if token is None:
        return False
    verb = sentence.tokens[clause_of(sentence, token.i)]
    told = verb.lemma in _words("telling") and token.i > verb.i
    return told or (says(sentence, verb.i) and of_speaker(sentence, token.i, verb.i))


def is_taken_to(document: Document, place: PlaceMention) -> bool:
    """Whether a place is only the name of where the hurt or the dead were brought: "were taken to X hospital"."""
    behind = _WORD.match(document.text, place.end)
    if _pattern("brought").search(document.text, max(0, place.start - _LONG_POST), place.start) is not None:
        return True
    brought = document.text[max(0, place.start - 8) : place.start].casefold().removesuffix("the ").endswith(" to ")
    return brought and behind is not None and behind[1].casefold() in _words("infirmaries")


def takes_in(document: Document, sentence: Sentence, start: int) -> bool:
    """Whether the place that starts there is only a hospital's that took people in: "the hospital in X received six bodies"."""
    if sentence.lowers.isdisjoint(_words("received")):
        return False
    return _pattern("infirmary").search(document.text, max(sentence.start, start - _LONG_POST), start) is not None


def spans_land(document: Document, mention: PlaceMention) -> bool:
    """Whether a name is one end of a stretch that things were spread over: "struck cities from X to Y" was in neither alone."""
    before = within(document.places, max(0, mention.start - _LONG_POST), mention.start)[-1:]
    if before and document.text[before[0].end : mention.start].strip() in ("to", "to the", "and to"):
        return spans_land(document, before[0])
    return _pattern("spread").search(document.text, max(0, mention.start - _LONG_POST), mention.start) is not None


def is_of_post(document: Document, place: PlaceMention) -> bool:
    """Whether a place is only what one of the counted rules: "including a so-called governor of X"."""
    return _pattern("of_post").search(document.text, max(0, place.start - _LONG_POST), place.start) is not None


def is_over_border(document: Document, place: PlaceMention) -> bool:
    """Whether a place lies over a border that the text stays on this side of: "near the border with Syria"."""
    return _pattern("across").search(document.text, max(0, place.start - 40), place.start) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table("circumstances")[name])


def is_only_from(document: Document, mention: PlaceMention) -> bool:
    """Whether a name only says whose or where from somebody is: "reinforcements from Kosti", "Moscow's men", a dateline."""
    if _pattern("its_force").match(document.text, mention.end) or left_for(document, mention):
        return True
    before_it = document.text[max(0, mention.start - _LONG_POST) : mention.start]
    if before_it.endswith(("from ", "from the ")):
        return _pattern("left_behind").search(before_it) is None
    before = within(document.places, max(0, mention.start - _LONG_POST), mention.start)[-1:]
    if before and apart(document, before[0], mention) and is_only_from(document, before[0]):
        return True  # "from X and Y"
    return mention.text.isupper() and len(mention.text) > 3 and section_of(document, document.sentence_at(mention.start)) is None


def left_for(document: Document, mention: PlaceMention) -> bool:
    """Whether a name only says where somebody went off to: "pulled out towards Bara"."""
    return _pattern("off_to").search(document.text, max(0, mention.start - 60), mention.start) is not None


def measured_from(document: Document, mention: PlaceMention) -> bool:
    """Whether a name only says from where another place is measured: "60 km north-east of X", "south of X"."""
    before = document.text[max(0, mention.start - _LONG_POST) : mention.start].casefold()
    return _pattern("measured").search(before) is not None


def measures_another(document: Document, mention: PlaceMention) -> bool:
    """Whether a name only says how far off a town told before it lies: "This town, some 40 km south of X, is calm"."""
    if mention.place is None or not measured_from(document, mention):
        return False
    told = (one.place.relative for one in document.places if one.place is not None and one.start < mention.start)
    return any(one is not None and one.of == mention.place.name for one in told)


def is_passed(document: Document, mention: PlaceMention) -> bool:
    """Whether a name is none that "the town" can take up: it acts, is measured from, heard from, fled to or brought to."""
    if within(document.actors, mention.start, mention.end) or measured_from(document, mention):
        return True
    if is_taken_to(document, mention) or is_over_border(document, mention):
        return True
    if _pattern("passed").search(document.text, max(0, mention.start - _LONG_POST), mention.start) is not None:
        return True
    sentence = document.sentence_at(mention.start)
    if is_dateline(document, sentence, mention):
        return section_of(document, sentence) is None
    if (sentence.parsed and told_there(sentence, mention)) or takes_in(document, sentence, mention.start):
        return True
    before = within(document.places, sentence.start, mention.start)[-1:]  # "fled to X and Y"
    return bool(before) and apart(document, before[0], mention) and is_passed(document, before[0])


def taken_up(document: Document, mentions: Sequence[PlaceMention], word: str, *, pointer: str = "the") -> PlaceMention | None:
    """Which of some places "the WORD" takes up: the last that the text doesn't only pass by; of several in a list none.

    One that somebody only comes from is taken up where there is no other; with another `pointer` so is the one that the report
    was written in ("this town"), and the last one even where it was only passed ("fled to X. That town is besieged").
    """
    aside: PlaceMention | None = None
    for i in range(len(mentions) - 1, -1, -1):
        mention = mentions[i]
        if pointer == "that" and fits(document, mention, word):
            return mention
        if pointer == "this" and is_dateline(document, document.sentence_at(mention.start), mention):
            return aside or mention
        if word == "city" and i and _is_city_beside(document, mentions[i - 1], mention):
            return mention
        if is_passed(document, mention) or not fits(document, mention, word):
            continue
        if i and apart(document, mentions[i - 1], mention):
            return None
        if not is_only_from(document, mention):
            return mention
        aside = aside or mention
    return aside


def _is_city_beside(document: Document, town: PlaceMention, mention: PlaceMention) -> bool:
    """Whether a name is that of the city which a smaller place is measured from: "the village of X, south of Y"."""
    near = 0 < mention.start - town.end < _LONG_POST and measured_from(document, mention)
    return near and not _kinds(document, town).isdisjoint(_words("smaller"))


def fits(document: Document, mention: PlaceMention, word: str) -> bool:
    """Whether a place can be what "the WORD" means, as far as the words about its name tell: no hamlet is "the city"."""
    barred, wanted = _kinds_of("unlike").get(word), _kinds_of("alike").get(word)
    if word == "city" and mention.place is None and word not in _kinds(document, mention):
        return False  # one that no gazetteer knows is a village
    if barred is None and wanted is None:
        return True
    kinds = _kinds(document, mention)
    return (barred is None or barred.isdisjoint(kinds)) and (wanted is None or not wanted.isdisjoint(kinds))


@lru_cache(maxsize=2)
def _kinds_of(name: str) -> dict[str, frozenset[str]]:
    return {word: frozenset(kinds) for word, kinds in table("circumstances")[name].items()}


def _kinds(document: Document, mention: PlaceMention) -> set[str]:
    """What the words about the name call the place, wherever the text has it: "the village of X", "X, a mining town"."""
    text, found, start = document.text, set(mention.text.casefold().split()), document.text.find(mention.text)
    while start >= 0:
        end = start + len(mention.text)
        told = _KIND_BEFORE.search(text, max(0, start - 40), start), _KIND_BEHIND.match(text, end)
        found.update(one[1].casefold() for one in told if one is not None)
        start = text.find(mention.text, end)
    return found & place_words().types.keys()
