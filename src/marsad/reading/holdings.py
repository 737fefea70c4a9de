"""Which place, town or part of one a claim of control is about."""

from __future__ import annotations

from marsad.model import PlaceMention
from marsad.reading.casting import places_at
from marsad.reading.document import Document, Sentence
from marsad.reading.extents import control_words
from marsad.reading.frames import Match
from marsad.reading.syntax import children
from marsad.reading.toponyms import is_wider, town_meant


def below(sentence: Sentence, head: int) -> list[int]:
    """The nouns that say of what, or where, a part or site is: "the whole of X", "the camp at X", "most of the town of X"."""
    inner = [
        name
        for prep in children(sentence, head, "prep")
        if sentence.tokens[prep].lower in control_words("placing")
        for name in children(sentence, prep, "pobj")
    ]
    return inner + [name for one in inner for name in (below(sentence, one) if one != head else [])]


def named_places(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The places that the phrase names; the town that "the Amhara town" means rather than the region."""
    found = places_at(document, sentence, [head])
    return (town_of(document, sentence, head) or found) if is_wider(document, sentence, head, found) else found


def town_of(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The town that "the town", "half of the town" or "the centre of the town" means."""
    for one in (head, *below(sentence, head)):
        found = town_meant(document, sentence, one)
        if found is not None:
            return [found]
    return []


def set_by_verb(document: Document, match: Match) -> list[PlaceMention]:
    """Where a site or an unnamed part is, by the verb's own "in ..." or "at ..."."""
    found = places_at(document, match.sentence, match.roles.by("in", "at", "near", "inside", "within"))
    return sorted(found, key=lambda place: (place.place.precision or 9) if place.place else 0)[:1]
