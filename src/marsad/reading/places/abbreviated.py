"""Short forms of states: "Springfield, Ill.", "Sen. Ann Lee, D-Calif."; the town before one lies there, known or not."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Candidate, Gazetteer
from marsad.reading.document import Document, Sentence, within
from marsad.reading.places.choosing import contains
from marsad.reading.places.spots import DASHES, Spot, is_name, is_seat
from marsad.reading.places.words import words

_SURE = 4.0
_TOLD = 2.5
_BEFORE = {",", "(", *DASHES}


def with_abbreviations(document: Document, gazetteer: Gazetteer, spots: list[Spot]) -> list[Spot]:
    """Spots, with the short form of a state that stands after a comma, or after a party's letter, as one of its own."""
    ends = {spot.end: spot for spot in spots}
    added: list[Spot] = []
    for sentence in document.sentences:
        for i, end, region in _short_forms(document, gazetteer, sentence):
            town = ends.get(sentence.tokens[i - 2].end)
            known = town is not None and any(contains(region, one) for one in town.candidates)
            dotted = document.text[end - 1] == "."
            if not known and not dotted:
                continue
            if town is not None and not known and sentence.tokens[i - 1].text == ",":
                _lies_there(document, town)
            start = sentence.tokens[i].start
            added.append(Spot(sentence, i, i + 1, start, end, fold(region.name), (region,), score=_SURE))
    taken = [(one.start, one.end) for one in added]
    rest = [spot for spot in spots if not any(start < spot.end and spot.start < end for start, end in taken)]
    return sorted(rest + added, key=lambda spot: spot.start)


def _short_forms(document: Document, gazetteer: Gazetteer, sentence: Sentence) -> Iterator[tuple[int, int, Candidate]]:
    """Number, end and state of each short form of a sentence that stands behind a name and a comma, or a party's letter."""
    tokens, short = sentence.tokens, words().abbreviations
    for i in range(2, len(tokens)):
        if tokens[i - 1].text not in _BEFORE or not is_name(tokens[i - 2]):
            continue
        token = tokens[i]
        dotted = token.text if token.text in short else token.text + "."
        if dotted not in short or (tokens[i - 1].text in DASHES and not is_seat(tokens, i, words())):
            continue
        region = gazetteer.region(short[dotted])
        if region is not None:
            yield i, token.end + (document.text[token.end : token.end + 1] == "." and dotted != token.text), region


def _lies_there(document: Document, town: Spot) -> None:
    """Make of a name that the index knows from elsewhere only the town of the state: "Vernon, Vt."."""
    alone = town.first == 0 or not is_name(town.sentence.tokens[town.first - 1])
    listed = any(one.kind == "region" and one.match == "name" for one in town.candidates)
    if not alone or listed or within(document.actors, town.start, town.end):
        return
    town.candidates = ()
    town.add(max(0.0, _TOLD - town.score), "a state's town")
