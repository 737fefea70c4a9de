"""Names that no index knows, where the words about them say that they are a place's: "the village of X", "X, a hamlet near Y"."""

from __future__ import annotations

import re

from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Gazetteer
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.places.spots import Spot, is_name
from marsad.reading.places.words import Words

_TYPED = {"village", "town", "district", "camp", "villages", "city", "suburb", "subdistrict"}
_ENDINGS = {"village", "town", "township", "district", "subdistrict", "territory", "commune", "woreda", "county", "camp"}
_STRICT = {"in", "at", "near", "outside", "inside", "around"}
_DASHES = ("-", "\u2013", "\u2010")


class Unlisted:
    """Finds the spots of a document whose names the index lacks."""

    def __init__(self, document: Document, gazetteer: Gazetteer, words: Words) -> None:
        self.document = document
        self.text = document.text
        self.gazetteer = gazetteer
        self.words = words
        self.people: set[str] = set()
        self.actors = [(mention.start, mention.end, mention.actor.kind) for mention in document.actors]
        outlet = document.report.source or ""
        if " " in outlet:  # "told the Juba Echo": the outlet's own name
            self.actors += [(one.start(), one.end(), "media") for one in re.finditer(re.escape(outlet), self.text)]

    def _unknown(self, sentence: Sentence, first: int, last: int) -> Spot | None:
        """A name that the index lacks, where the words before or after it say that it is a place."""
        tokens, table = sentence.tokens, self.words
        if first == 0 and last > 1 and tokens[0].lower in (*_STRICT, "at"):  # its capital is the sentence's
            first = 1
            if any(self.gazetteer.find(fold(self.text[tokens[i].start : tokens[last - 1].end])) for i in range(1, last)):
                return None
        if last - first > 1 and tokens[last - 1].lower in _ENDINGS:
            last -= 1  # "in Natogyi Township"
        names = tokens[first:last]
        if len(names) > 4 or first == 0:
            return None
        before, after = tokens[first - 1], tokens[last] if last < len(tokens) else None
        called = before.lower in ("of", "called", "named") and first > 1 and tokens[first - 2].lower in table.types
        if not all(self._plain_name(token, called=called) for token in names):
            return None
        typed = after is not None and after.lower in _TYPED | _ENDINGS
        ended = after is None or (after.text not in ("'s", "’s", "-") and not after.text[0].isdigit())
        placed = before.lower in _STRICT and ended and len(names) <= 3
        called = called or self._explained(tokens, last)
        if not (called or typed or placed) or all(token.lower in table.features | table.articles for token in names):
            return None
        start, end = names[0].start, names[-1].end
        key = fold(self.text[start:end])
        if not key or key in table.never or key in self.people or any(a < end and start < b for a, b, _ in self.actors):
            return None
        spot = Spot(sentence, first, last, start, end, key, self.gazetteer.sounding(key), close=before.lower in table.close)
        spot.add(2.5 if called else 1.6, "called a place")
        return spot

    def _longer(self, sentence: Sentence, spot: Spot, first: int, last: int) -> Spot | None:
        """The whole of a place's name that the index knows only the beginning of: "the villages of Qarah Sufla and ..."."""
        if spot.last >= last or not all(self._plain_name(token) for token in sentence.tokens[spot.last : last]):
            return None
        if any(self.gazetteer.find(fold(token.text)) for token in sentence.tokens[spot.last : last]):
            return None
        before = sentence.tokens[first - 2 : first] if first > 1 else []
        typed = [token.lower in self.words.types for token in before[:1]]
        return self._unknown(sentence, first, last) if typed == [True] and before[1].lower == "of" else None

    def _explained(self, tokens: list[Token], last: int) -> bool:
        """Whether an apposition says that the name is a place's: "Mushere, a farming village in ..."."""
        opening = tokens[last : last + 2]
        if len(opening) < 2 or opening[0].text != "," or opening[1].lower not in ("a", "an", "the"):
            return False
        return any(token.lower in self.words.types for token in tokens[last + 2 : last + 5] if token.text.islower())

    def _plain_name(self, token: Token, *, called: bool = False) -> bool:
        """Whether it may be part of a place's name: no everyday word, no acronym, and no person's unless the words say so."""
        table, lower = self.words, token.lower
        if not is_name(token):
            return (lower in table.joiners and lower not in ("and", "of", "the", "for")) or token.text in _DASHES
        if lower in table.articles or lower in table.features:
            return True
        known = (
            lower in table.common
            or (lower in table.given and not called)
            or lower in self.gazetteer.demonyms
            or lower in table.titles
            or lower in table.organisations
            or lower in table.never
            or lower in self.people
        )
        return not known and token.text[1:].islower() and len(lower) > 3
