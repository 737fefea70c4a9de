"""Names that no index knows, where the words about them say that they are a place's: "the village of X", "X, a hamlet near Y"."""

from __future__ import annotations

import re

from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Gazetteer
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.places.spots import DASHES, WORLD, Spot, is_name
from marsad.reading.places.words import Words

_ENDINGS = {"village", "town", "township", "district", "subdistrict", "territory", "commune", "woreda", "county", "camp"}
_LONGEST, _PLACED = 4, 3
"""Words of a name that its own words call a place, and of one that only stands where places do."""
_WELL_KNOWN = 100_000
"""Inhabitants of a town whose name is no mere part of a longer one that the index lacks."""
_LIKELY, _SURE = 1.5, 2.5
"""Scores of a spot that is taken for a place, and of one beside which the names of a list are."""
_PAIR = 2
"""Words of a name of which the index may know the first; in more, what it knows stands in a list that lost its commas."""
_BRIEF = 4
"""Letters of a name that many places go by as a short form."""
_AT_PEOPLE = {"attacks", "assaults"}
"""What is made on a people ("attacks on Masalit") as often as on a village."""
_LIST = re.compile(r"\s*,\s*(?:and\s+|or\s+)?(?:(?:on|of|at|in|near)\s+)?|\s+(?:and|or)\s+(?:(?:on|of|at|in|near)\s+)?")


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
        while first < last and tokens[first].lower == "the":
            first += 1
        if first == 0 and last > 1 and tokens[0].lower in table.strict:  # its capital is the sentence's
            first = 1
            if any(self.gazetteer.find(fold(self.text[tokens[i].start : tokens[last - 1].end])) for i in range(1, last)):
                return None
        if last - first > 1 and tokens[last - 1].lower in _ENDINGS:
            last -= 1  # "in Natogyi Township"
        if first == 0 or not 0 < self._length(tokens, first, last) <= _LONGEST:
            return None
        called, typed = self._is_called(tokens, first, last), self._is_typed(tokens, last)
        if not (called or typed or self._is_placed(tokens, first, last)):
            return None
        return self._named(sentence, first, last, called=called, typed=typed)

    def _named(self, sentence: Sentence, first: int, last: int, *, called: bool = False, typed: bool = False) -> Spot | None:
        """The spot of a name, unless its words are everyday ones, or somebody's."""
        tokens, table = sentence.tokens, self.words
        names = tokens[first:last]
        featured = len(names) > 1 and names[0].lower in table.features
        told = called or typed or featured
        bound = {i for i in range(1, len(names)) if names[i - 1].text in DASHES}  # "Mayi-Moya": no first name
        free = [called or featured or i in bound for i in range(len(names))]
        if not all(self._plain_name(token, told=told, called=own) for token, own in zip(names, free, strict=True)):
            return None
        plain = table.features, table.articles, DASHES
        own = [token for token in names if not any(token.lower in some for some in plain)]
        if not any(self._tells(token, told=called or featured) for token in own):
            return None
        start, end = names[0].start, names[-1].end
        key = fold(self.text[start:end])
        if not key or key in table.never or key in self.people or any(a < end and start < b for a, b, _ in self.actors):
            return None
        close = tokens[first - 1].lower in table.close
        spot = Spot(sentence, first, last, start, end, key, self.gazetteer.sounding(key), close=close)
        spot.add(2.5 if called else 1.6, "called a place")
        return spot

    @staticmethod
    def _length(tokens: list[Token], first: int, last: int) -> int:
        return sum([is_name(token) for token in tokens[first:last]])

    def _is_called(self, tokens: list[Token], first: int, last: int) -> bool:
        """Whether the words say what it is: "the village of X", "X, a farming village in ..."."""
        kind = tokens[first - 2].lower if first > 1 and tokens[first - 1].lower in ("of", "called", "named") else ""
        return kind in self.words.types or self._explained(tokens, last) or self._of_state(tokens, last)

    def _of_state(self, tokens: list[Token], last: int) -> bool:
        """Whether a state's short form follows: "Kelliher, Minn."."""
        if last + 1 >= len(tokens) or tokens[last].text != ",":
            return False
        token = tokens[last + 1]
        dotted = token.text if token.text[-1] == "." else token.text + "."
        return dotted in self.words.abbreviations and self.text.startswith(dotted, token.start)

    def _is_typed(self, tokens: list[Token], last: int) -> bool:
        """Whether the word behind it says what it is: "X village", "X displacement camp"."""
        behind = [token.lower for token in tokens[last : last + 2]]
        table = self.words
        return bool(behind) and (behind[0] in table.typed or (behind[0] in table.camp_words and behind[-1] in table.typed))

    def _is_placed(self, tokens: list[Token], first: int, last: int) -> bool:
        """Whether it stands where nothing but a place does: "in X", "fire on X", "stormed X"."""
        table, before, after = self.words, tokens[first - 1], tokens[last] if last < len(tokens) else None
        if after is not None and (after.text in ("'s", "\u2019s", "-") or after.text[0].isdigit()):
            return False
        if self._length(tokens, first, last) > _PLACED:
            return False
        if before.lower in table.strict:  # "in Tebu lands" is no place called so
            things = after is not None and after.text.islower() and after.text[-1] == "s" and not self._ends(after)
            return not things or (after is not None and after.lower in table.types)
        hit = before.lower in table.entered or (
            before.lower in ("on", "of", "upon") and first > 1 and tokens[first - 2].lower in table.struck - _AT_PEOPLE
        )
        return hit and tokens[last - 1].lower not in table.family and tokens[last - 1].text[-1] != "s" and self._ends(after)

    def _ends(self, after: Token | None) -> bool:
        """Whether a name may end here as a place's: before a stop, a preposition or a verb, not "officials" or "fighters"."""
        return after is None or not after.text[0].isalpha() or after.lower in self.words.behind

    def _covers(self, tokens: list[Token], found: list[Spot], first: int, last: int) -> bool:
        """Whether what the index knows of a stretch is no mere part of a longer name: all of it, or a well-known place.

        Where more than one word is left, it is one of a list that lost its commas.
        """
        if any((one.first <= first and last <= one.last) or self._well_known(one) for one in found):
            return True
        own = [one for one in found if one.score >= _LIKELY and one.key not in self.words.features]
        return bool(own) and self._length(tokens, first, last) > _PAIR

    def _well_known(self, spot: Spot) -> bool:
        if spot.last - spot.first == 1 and spot.key in self.words.features:
            return False
        if spot.score < _LIKELY:
            return False
        named = [one for one in spot.candidates if one.match == "name" or (one.match == "alias" and len(spot.key) > _BRIEF)]
        return (
            any(one.kind in WORLD or one.population >= _WELL_KNOWN for one in named)
            or " " in spot.key
            or "-" in self.text[spot.start : spot.end]
        )

    def _listed(self, sentence: Sentence, spare: list[tuple[int, int]], found: list[Spot]) -> list[Spot]:
        """The names of a list that the index lacks, beside places that are sure: "in Oicha, Mayi-Moya and Eringeti"."""
        added: list[Spot] = []
        for first, last in [*spare, *reversed(spare)]:
            if (
                any(one.first < last and first < one.last for one in added)
                or self._length(sentence.tokens, first, last) > _PLACED
            ):
                continue
            start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
            beside = [one for one in (*found, *added) if self._beside(one, start, end)]
            after = sentence.tokens[last] if last < len(sentence.tokens) else None
            inside = [one for one in found if first <= one.first and one.last <= last]
            if (
                not beside
                or not self._ends(after)
                or self._speaks(sentence.tokens, last)
                or self._covers(sentence.tokens, inside, first, last)
            ):
                continue
            spot = self._named(sentence, first, last)
            if spot is not None:
                spot.close = beside[0].close
                added.append(spot)
        return added

    def _speaks(self, tokens: list[Token], last: int) -> bool:
        """Whether the name is put in before what its bearer says: "a clerk from Kraków, Ewa Nowa, said"."""
        return last + 1 < len(tokens) and tokens[last].text == "," and tokens[last + 1].lower in self.words.speaks

    def _beside(self, spot: Spot, start: int, end: int) -> bool:
        sure = spot.score >= _SURE or "called a place" in " ".join(spot.reasons)
        first, last = (spot.end, start) if spot.end <= start else (end, spot.start)
        return sure and 0 < last - first < 12 and _LIST.fullmatch(self.text, first, last) is not None

    def _explained(self, tokens: list[Token], last: int) -> bool:
        """Whether an apposition says that the name is a place's: "Mushere, a farming village in ..."."""
        opening = tokens[last : last + 2]
        if len(opening) < 2 or opening[0].text != "," or opening[1].lower not in ("a", "an", "the"):
            return False
        return any(token.lower in self.words.types for token in tokens[last + 2 : last + 5] if token.text.islower())

    def _plain_name(self, token: Token, *, told: bool, called: bool) -> bool:
        """Whether it may be part of a place's name: nobody's, no acronym, and no everyday word unless the words say so."""
        table, lower = self.words, token.lower
        if not is_name(token):
            return (lower in table.joiners and lower not in ("and", "of", "the", "for")) or token.text in DASHES
        if lower in table.articles or lower in table.features:
            return True
        known = (
            (lower in table.common and not told)
            or (lower in table.given and not called)
            or lower in self.gazetteer.demonyms
            or lower in table.titles
            or lower in table.organisations
            or lower in table.never
            or lower in self.people
        )
        return not known and token.text[1:].islower() and len(lower) > 1

    def _tells(self, token: Token, *, told: bool) -> bool:
        """Whether a word is more than an everyday one, and long enough to be no short form."""
        return is_name(token) and token.lower not in self.words.common and (len(token.lower) > 3 or told)
