"""Which place a phrase means where the gazetteer knows none of its words: a name that it lacks, or "the town" told of before."""

from __future__ import annotations

import re
from functools import lru_cache

from marsad.gazetteer.actors import ActorList
from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Candidate
from marsad.model import Place, PlaceMention
from marsad.reading.document import Document, Mentions, Sentence, Token, within
from marsad.reading.language import table
from marsad.reading.passing import is_only_from, taken_up
from marsad.reading.places.words import words as place_words
from marsad.reading.syntax import children, noun_phrase

_DASHES = ("-", "–", "‐", "'", "’")
_LONGEST = 4
_REGION = 4
_TOWN = 2
_BACK = 6
"""Sentences back that "the town" may have been named."""
_OF_TOWNS = "residents|inhabitants|people|population|streets|houses|market|airport|garrison|defenders|fall|capture|loss"
"""What a town has that no man has."""
_OF_PERSON = re.compile(rf",? (?:who|whom|whose(?! (?:{_OF_TOWNS})))\b|'s (?:death|family|body|lawyer|wife|son)\b| said\b")
_EDGE = re.compile(r"\b")
_TITLE = 30
"""Letters that a title may have."""
_JOINED = ("compound", "nmod", "amod", "punct", "poss", "nn", "npadvmod")


def unlisted_at(document: Document, sentence: Sentence, head: int, *, sure: bool = False) -> PlaceMention | None:
    """The bare proper name of a phrase that is no actor, no person and no everyday word: a village that the gazetteer lacks.

    Only to be asked of a phrase that nothing but a place can stand in ("captured X", "advanced on X"); if `sure` that nobody can
    either ("took control of X"), a name that people bear is a place's as well.
    """
    tokens = sentence.tokens
    if not (_may_name(tokens[head]) or _is_mistagged(sentence, head)):
        return None
    first = head
    while first > 0 and (tokens[first - 1].dep in _JOINED or tokens[first - 1].text in _DASHES):
        before = tokens[first - 1]
        if not (_may_name(before) or before.text in _DASHES or before.lower in place_words().articles):
            break
        first -= 1
    while tokens[first].text in _DASHES:
        first += 1
    last = head + 1
    while last + 1 < len(tokens) and tokens[last].text in _DASHES[:3] and tokens[last].start == tokens[last - 1].end:
        if tokens[last + 1].start != tokens[last].end:
            break
        last += 2
    if last < len(tokens) and tokens[last].text[:1].isupper() and tokens[last].tag.startswith("NNP"):
        return None
    start, end = tokens[first].start, tokens[last - 1].end
    name = document.text[start:end]
    actor, time = within(document.actors, start, end), within(document.times, start, end)
    if actor or time or within(document.numbers, start, end) or last - first > _LONGEST:
        return None
    if not _is_called(sentence, head) and (not _is_toponym(tokens[first:last], sure=sure) or _is_person(document, name)):
        return None
    return PlaceMention(start, end, name, _at_home(document, name))


def _at_home(document: Document, name: str) -> Place | None:
    """The only town of that name in the countries that the report's forces and places are of: "M23 took Rubaya"."""
    lands = {*document.homes, *(one.place.country for one in document.places if one.place is not None)}
    found = [one for one in _known(document, name) if one.country in lands and one.precision <= _TOWN]
    return found[0].as_place() if len({(one.lat, one.lon) for one in found}) == 1 else None


def _known(document: Document, name: str) -> tuple[Candidate, ...]:
    """The places of a name, by the index that the report is read with."""
    return document.gazetteer.find(fold(name)) if document.gazetteer is not None else ()


def _is_called(sentence: Sentence, head: int) -> bool:
    """Whether an apposition says what it is: "X, a fishing village on the lake"."""
    kinds = {sentence.tokens[child].lower for child in children(sentence, head, "appos")}
    return not kinds.isdisjoint(place_words().types)


def note(document: Document, mention: PlaceMention) -> None:
    """Add a name that a claim has shown to be a place to the report's mentions, unless it stands there."""
    if not within(document.places, mention.start, mention.end):
        document.places = Mentions(sorted([*document.places, mention], key=lambda one: (one.start, one.end)))


def _may_name(token: Token) -> bool:
    return token.tag in ("NNP", "NNPS") and token.text[:1].isupper() and not (token.text.isupper() and len(token.text) > 1)


def _is_mistagged(sentence: Sentence, head: int) -> bool:
    """Whether a name inside a sentence of lower-case verbs was tagged as a common noun: "who hold Tinzawan on the border"."""
    token = sentence.tokens[head]
    if token.tag not in ("NN", "NNS") or not token.text[:1].isupper() or token.text[1:2].isupper() or not head > 0:
        return False
    return any(one.tag.startswith("VB") and one.text[:1].islower() for one in sentence.tokens)


def _is_toponym(tokens: list[Token], *, sure: bool = False) -> bool:
    """Whether the words can be a place's name: not all of them everyday words or features, none a title or a person's name."""
    words, (barred, told) = place_words(), _no_names()
    own = [token.lower for token in tokens if token.text not in _DASHES and token.text not in words.articles]
    if sure:
        barred = barred - words.given
    elif any(fold(word) in words.given for word in own):
        return False
    if not barred.isdisjoint(own):
        return False
    return any(word not in told and len(word) > 2 for word in own) and own[-1] not in words.common


@lru_cache(maxsize=1)
def _no_names() -> tuple[frozenset[str], frozenset[str]]:
    """Words none of which is part of a place's name, and those that are no name by themselves."""
    words = place_words()
    barred = words.titles | words.organisations | words.never | words.given
    return barred, words.features | words.articles | words.common | words.directions | words.types.keys()


def _is_person(document: Document, name: str) -> bool:
    """Whether the report elsewhere shows the name to be somebody's: with a first name, a title or "who" about it."""
    text, start = document.text, document.text.find(name)
    while start >= 0:
        end = start + len(name)
        titled = _EDGE.match(text, end) and _title_before().search(text, max(0, start - _TITLE), start)
        if titled or (_EDGE.match(text, start) and _OF_PERSON.match(text, end)):
            return True
        start = text.find(name, start + 1)
    return False


@lru_cache(maxsize=1)
def _title_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(place_words().titles))})\.? \Z", re.IGNORECASE)


def town_meant(document: Document, sentence: Sentence, head: int) -> PlaceMention | None:
    """The place that "the city", "the Amhara town", "the mining hub" stands for: the last town named before it."""
    tokens = sentence.tokens
    if tokens[head].lower == "capital":
        return _capital(document, sentence, head)
    if tokens[head].lower in ("country", "territory"):
        return _nation(document, sentence, head)
    if tokens[head].lower not in _towns():
        return None
    own = children(sentence, head, "det")
    if not any(tokens[child].lower in ("the", "this", "that") for child in own) or children(sentence, head, "prep", "appos"):
        return None
    first, last = noun_phrase(sentence, head, of=False)
    if any(tokens[i].lower in _another() for i in range(first, last)):
        return None
    return _last_town(document, sentence, first, last)


def capital_of(document: Document, sentence: Sentence, head: int, found: list[PlaceMention]) -> list[PlaceMention]:
    """The town told of before that "the capital of South Kordofan" is, or nothing known: not the region itself."""
    region = found[0].place if found else None
    if (
        sentence.tokens[head].lower != "capital"
        or region is None
        or region.precision != _REGION
        or found[0].start < sentence.tokens[head].end
    ):
        return found
    begin = document.sentences[max(0, sentence.index - _BACK)].start
    towns = [one for one in within(document.places, begin, sentence.tokens[head].start) if one.place and one.place.precision == 1]
    return [one for one in towns if one.place and one.place.adm1 == region.adm1][-1:]


def _capital(document: Document, sentence: Sentence, head: int) -> PlaceMention | None:
    """The seat of government that "the Haitian capital" means, or "the capital" in a report about one country."""
    tokens = sentence.tokens
    first, last = noun_phrase(sentence, head, of=False)
    own = [token for token in tokens[first:head] if token.lower not in ("the", "sprawling", "war-torn", "besieged")]
    if tokens[first].lower != "the" or children(sentence, head, "prep", "appos", "relcl") or len(own) > 1:
        return None
    iso = ActorList.open().demonym(own[0].text) if own else _main_country(document) or _only_seat(document)
    seat = table("places")["seats"].get(iso)
    return _meant_by(document, tokens[first:last], seat, iso) if seat and iso else None


def _nation(document: Document, sentence: Sentence, head: int) -> PlaceMention | None:
    """The country that "the country" or "the national territory" means in a report about one."""
    first, last = noun_phrase(sentence, head, of=False)
    own = [token.lower for token in sentence.tokens[first:last]]
    iso = _main_country(document) if own in (["the", "country"], ["the", "national", "territory"]) else None
    state = ActorList.open().national(iso, "state") if iso else None
    if iso is None or state is None or children(sentence, head, "prep", "appos", "relcl"):
        return None
    return _meant_by(document, sentence.tokens[first:last], state.name, iso)


def _main_country(document: Document) -> str | None:
    """The country (ISO code) of most of the actors that a report names."""
    ranked = sorted(document.homes.items(), key=lambda pair: -pair[1])
    return ranked[0][0] if ranked and ranked[0][1] > sum(document.homes.values()) / 2 else None


def _only_seat(document: Document) -> str | None:
    """The country (ISO code) of the only seat of government that a report names."""
    seats: dict[str, str] = table("places")["seats"]
    towns = [one for one in document.places if one.place and not within(document.actors, one.start, one.end)]
    named = {one.place.country for one in towns if one.place and seats.get(one.place.country or "") == one.place.name}
    return named.pop() if len(named) == 1 else None


def _meant_by(document: Document, tokens: list[Token], name: str, iso: str) -> PlaceMention | None:
    """What a name means in a country, said in other words."""
    found = [one for one in _known(document, name) if one.country == iso]
    if not found:
        return None
    start, end = tokens[0].start, tokens[-1].end
    best = max(found, key=lambda one: (one.kind == "country", one.as_place().precision == 1, one.population))
    return PlaceMention(start, end, document.text[start:end], best.as_place())


def town_owning(document: Document, sentence: Sentence, head: int) -> PlaceMention | None:
    """The town that "its southern outskirts" or "several of its districts" is part of: the last one named before."""
    own = [one for prep in children(sentence, head, "prep") for one in children(sentence, prep, "pobj")]
    for one in (head, *own):
        if any(sentence.tokens[child].lower == "its" for child in children(sentence, one, "poss")):
            return _last_town(document, sentence, *noun_phrase(sentence, one, of=False), left=True)
    return None


def _last_town(document: Document, sentence: Sentence, first: int, last: int, *, left: bool = False) -> PlaceMention | None:
    """The last town named before a phrase, in the country that the phrase names, if it does; one that was `left` too."""
    tokens = sentence.tokens
    begin = document.sentences[max(0, sentence.index - _BACK)].start
    wider = {one.place.country for one in within(document.places, tokens[first].start, tokens[last - 1].end) if one.place}
    fit: list[PlaceMention] = []
    for mention in within(document.places, begin, tokens[first].start):
        place = mention.place
        if place is not None and ((place.precision or 9) > 2 or place.relative or (wider and place.country not in wider)):
            continue
        if left or not is_only_from(document, mention):
            fit.append(mention)
    return taken_up(document, fit, tokens[last - 1].lower, pointer=tokens[first].lower)


def region_meant(document: Document, sentence: Sentence, head: int) -> PlaceMention | None:
    """The region that "the province" stands for: the last one named before it."""
    own = {sentence.tokens[child].lower for child in sentence.tokens[head].children}
    if not own & {"the", "this", "that"} or children(sentence, head, "prep", "appos", "amod", "compound"):
        return None
    begin = document.sentences[max(0, sentence.index - _BACK)].start
    told = within(document.places, begin, sentence.tokens[head].start)
    return next((one for one in reversed(told) if one.place is not None and one.place.precision in (_REGION - 1, _REGION)), None)


def it_meant(document: Document, sentence: Sentence, head: int) -> PlaceMention | None:
    """The town that "it" stands for where somebody reaches or enters it: the last one told of."""
    return _last_town(document, sentence, head, head + 1, left=True)


def town_about(document: Document, sentence: Sentence, i: int) -> PlaceMention | None:
    """The town whose a thing is that a word before it says to be a town's: "the township office", "the village school"."""
    head = sentence.tokens[i].head
    first, last = noun_phrase(sentence, head, of=False)
    told = sentence.tokens[i].lower in _towns() and sentence.tokens[first].lower == "the" and i == first + 1
    return _last_town(document, sentence, first, last - 1) if told else None


def town_edged(document: Document, sentence: Sentence, head: int) -> PlaceMention | None:
    """The town whose "the outskirts" or "its centre" are: the last one told of."""
    first, last = noun_phrase(sentence, head, of=False)
    own = sentence.tokens[first].lower
    told = own == "its" or (own == "the" and sentence.tokens[head].lower.endswith("s"))  # not "the centre", of a district perhaps
    return _last_town(document, sentence, first, last, left=True) if told else None


def inner_of(document: Document, sentence: Sentence, head: int, found: list[PlaceMention]) -> list[PlaceMention]:
    """The places of a phrase, of "Jobar eastern Damascus" the one before the direction."""
    if len(found) != 1 or sentence.tokens[head].tag != "NNP":
        return found
    first = sentence.tokens[noun_phrase(sentence, head, of=False)[0]].start
    for one in within(document.places, first, found[0].start):
        if document.text[one.end : found[0].start].strip().casefold() in place_words().directions:
            return [one]
    return found


@lru_cache(maxsize=1)
def _towns() -> frozenset[str]:
    return frozenset(table("circumstances")["towns"])


@lru_cache(maxsize=1)
def _another() -> frozenset[str]:
    return frozenset(table("circumstances")["another"])


def is_wider(document: Document, sentence: Sentence, head: int, found: list[PlaceMention]) -> bool:
    """Whether the only place found in "the Amhara town" is the region that its adjective names."""
    token = sentence.tokens[head]
    if not found or token.lower not in _towns() or found[0].end > token.start:
        return False
    return found[0].place is not None and (found[0].place.precision or 9) >= 4
