"""Settings: where the words about an incident say that it was, as far as that tells two incidents apart."""

from __future__ import annotations

from marsad.model import PlaceMention
from marsad.reading.casting import places_at
from marsad.reading.datelines import is_dateline
from marsad.reading.document import Document, Sentence, within
from marsad.reading.frames import modifiers
from marsad.reading.incident import Incident
from marsad.reading.syntax import ancestors, children, roles

_AT = ("in", "at", "near", "outside", "inside", "around", "into", "on", "through", "across")
_OPENING = 8
"""Tokens within which a place that opens a sentence begins: "In the western city of X, ..."."""
_REGION = 4
"""UCDP's where_prec from which a place is a region or larger."""
_AROUND = 2
"""UCDP's where_prec of what was near a place."""
_FAR_UP = 2
"""Verbs above an incident's own that may name its place: "pursued them into X, killing two"."""


def setting_of(document: Document, incident: Incident) -> list[PlaceMention]:
    """The places of an incident: what was hit and where it was, else what its noun, clause, sentence or paragraph says."""
    if incident.setting is None:
        incident.setting = _found(document, incident)
    return incident.setting


def paragraph_of(document: Document, sentence: Sentence) -> int:
    """Where the paragraph of a sentence begins."""
    return document.text.rfind("\n", 0, sentence.start) + 1


def is_fine(mention: PlaceMention) -> bool:
    """Whether a place is finer than a region; an unknown name is one."""
    return mention.place is None or (mention.place.precision or 1) < _REGION


def may_be_one_place(one: PlaceMention, other: PlaceMention) -> bool:
    """Whether two mentions can be one place: of one name, or one holds the other; an unknown name is another place, unless the
    known one only says around what it was: "east of the city"."""
    a, b = one.place, other.place
    if a is None or b is None:
        known = a or b
        return one.text == other.text or (known is not None and (known.precision or 1) >= _AROUND)
    if a.name == b.name:
        return True
    if a.country and b.country and a.country != b.country:
        return False
    wide = max(a.precision or 1, b.precision or 1)
    return wide >= 6 or (wide >= _REGION and (not a.adm1 or not b.adm1 or a.adm1 == b.adm1))


def is_around(one: PlaceMention, other: PlaceMention) -> bool:
    """Whether a headline's place only says around which city of its region the other is: "east of Aleppo"."""
    a, b = one.place, other.place
    if a is None or b is None or (a.precision or 1) != _AROUND:
        return False
    return (a.country, a.adm1) == (b.country, b.adm1)


def _found(document: Document, incident: Incident) -> list[PlaceMention]:
    own = incident.places + incident.near
    if own:
        return own
    sentence = incident.sentence
    if not incident.match.verbal:
        before = [sentence.tokens[i] for i in modifiers(sentence, incident.trigger)]
        own = [place for token in before for place in within(document.places, token.start, token.end)]
    chain = [incident.trigger, *ancestors(sentence, incident.trigger)][: _FAR_UP + 1]
    chain += [one for told in chain for one in roles(sentence, told).object]  # "set up roadblocks at X"
    chain += [*incident.match.role("both"), *(sentence.tokens[hit].head for hit in incident.heads)]
    chain += [verb for hit in incident.heads for verb in children(sentence, hit, "acl")]  # "repelled an attempt to push into X"
    for told in chain:
        at = roles(sentence, told).by(*_AT)
        within_it = [inner for head in at for inner in roles(sentence, head).by(*_AT)]  # "in air raids on their strongholds in X"
        own = own or places_at(document, sentence, at) or places_at(document, sentence, within_it)
    return own or _of_paragraph(document, sentence)


def _of_paragraph(document: Document, sentence: Sentence) -> list[PlaceMention]:
    """The place that opens the sentence, or the last of its paragraph that one opens: "In X, ..."."""
    start = paragraph_of(document, sentence)
    index = sentence.index
    while index >= 0 and document.sentences[index].start >= start:
        opening = _opening(document, document.sentences[index])
        if opening:
            return opening
        index -= 1
    return []


def _opening(document: Document, sentence: Sentence) -> list[PlaceMention]:
    tokens = sentence.tokens[: _OPENING + 1]
    if tokens[0].lower not in _AT or not any(token.text == "," for token in sentence.tokens[: _OPENING + 4]):
        return []
    places = within(document.places, sentence.start, tokens[-1].end)
    return [place for place in places[:1] if not is_dateline(document, sentence, place)]
