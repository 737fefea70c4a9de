"""Which words of a sentence may name a place: runs of names, the longest match in each, and the evidence for and against."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Gazetteer
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.places.featured import Features
from marsad.reading.places.spots import NAMED, WORLD, Spot, instead, is_name, titled
from marsad.reading.places.weighing import Weigher
from marsad.reading.places.words import Words

LONGEST = 6
_ENGLISH_TOO = {"as", "at", "an", "the", "in", "on", "of"}
_DASHES = ("-", "–", "‐")
_APART = {"and", "or", "&", "/", "at", "as", "on", "in", "by"}


class Spotter(Weigher):
    """Finds the spots of a document; remembers the family names of people it meets."""

    def __init__(self, document: Document, gazetteer: Gazetteer, words: Words) -> None:
        super().__init__(document, gazetteer, words)
        self._features = Features(self.text, gazetteer, words, self.actors)
        self._names: list[bool] = []
        self._owners: frozenset[int] = frozenset()

    def spots(self) -> list[Spot]:
        """Every spot, in text order, weighed by its own sentence."""
        found: list[Spot] = []
        for sentence in self.document.sentences:
            if sentence.tokens:
                found += self._sentence(sentence)
        return found

    def _sentence(self, sentence: Sentence) -> list[Spot]:
        tokens = sentence.tokens
        self._names = [NAMED[token.text] for token in tokens]
        self._owners = frozenset(i for i, name in enumerate(self._names) if name and self._owns(tokens[i].lower))
        shouting = titled(tokens, self.words, 0.75 if sentence.headline else 0.9)
        found: list[Spot] = []
        spare: list[tuple[int, int]] = []
        for first, last in self._runs(tokens):
            here = self._run(sentence, first, last, shouting)
            for begin, end in () if shouting else self._lacking(sentence, first, last, here):
                whole = self._unknown(sentence, begin, end)
                if whole is None:
                    spare.append((begin, end))
                else:
                    here = instead(here, [whole])
            self._note_people(tokens, first, last, here)
            found += here
        found = instead(found, self._listed(sentence, spare, found)) if spare and found else found
        features = () if shouting else self._features.spots(sentence, found)
        return instead(found, features) if features else found

    def _runs(self, tokens: list[Token]) -> Iterator[tuple[int, int]]:
        """[first, last) of each stretch of capitalised words, with the small words and hyphens that may join them."""
        names, articles, i = self._names, self.words.articles, 0
        while i < len(tokens):
            if not names[i] and not (tokens[i].lower in articles and self._begins(tokens, i)):
                i += 1
                continue
            end = i + 1 if names[i] else i + 2
            while end < len(tokens) and end - 1 not in self._owners:
                step = self._joined(tokens, end)
                if not step:
                    break
                end += step
            end = next((owner + 1 for owner in range(i, end) if owner in self._owners), end) if self._owners else end
            yield i, end
            i = end

    def _owns(self, word: str) -> bool:
        """Whether it is a country's possessive that lost its apostrophe ("Syrias Aleppo"): no part of the next name."""
        if word[-1] != "s" or len(word) < 5 or word in self.gazetteer.demonyms:
            return False
        if any(one.kind in WORLD or one.kind == "region" for one in self.gazetteer.find(fold(word))):
            return False
        return any(one.kind == "country" and one.match == "name" for one in self.gazetteer.find(fold(word[:-1])))

    def _begins(self, tokens: list[Token], i: int) -> bool:
        token = tokens[i]
        if self._names[i]:
            return True
        return (
            token.lower in self.words.articles
            and i + 2 < len(tokens)
            and tokens[i + 1].text in _DASHES
            and tokens[i + 1].start == token.end
            and self._names[i + 2]
        )

    def _joined(self, tokens: list[Token], end: int) -> int:
        """How many tokens from `end` still belong to the run (0: none)."""
        if self._names[end]:
            return 1
        if not self._joins(tokens[end]):
            return 0
        for length in (1, 2, 3):
            middle = tokens[end : end + length]
            if end + length >= len(tokens) or not all(self._joins(one) for one in middle):
                return 0
            apart = middle[0].start != tokens[end - 1].end or tokens[end + length].start != middle[-1].end
            if middle[0].text in _DASHES and apart:
                return 0
            if self._names[end + length]:
                return length + 1
        return 0

    def _joins(self, token: Token) -> bool:
        return token.lower in self.words.joiners or token.text in (*_DASHES, "'", "’", "&", "/")

    def _run(self, sentence: Sentence, first: int, last: int, shouting: bool) -> list[Spot]:
        """The spots of a run that the index knows."""
        found, i = [], first
        while i < last:
            spot = self._longest(sentence, i, last) if self._may_start(sentence.tokens, i) else None
            if spot is None:
                i += 1
                continue
            self._weigh(spot, first, last, shouting)
            found.append(spot)
            i = spot.last
        return found

    def _lacking(self, sentence: Sentence, first: int, last: int, here: list[Spot]) -> Iterator[tuple[int, int]]:
        """[first, last) of each name of a run that the index doesn't know the whole of, cut where "and" joins two of them."""
        tokens, begin = sentence.tokens, first
        held = {i for one in here for i in range(one.first, one.last)}
        cuts = [
            i
            for i in range(first + 1, last - 1)
            if tokens[i].lower in _APART and tokens[i + 1].text not in _DASHES and i not in held
        ]
        for end in [*cuts, last]:
            inside = [one for one in here if begin <= one.first and one.last <= end]
            if self._owners.isdisjoint(range(begin, end)) and not self._covers(tokens, inside, begin, end):
                yield begin, end
            begin = end + 1

    def _may_start(self, tokens: list[Token], i: int) -> bool:
        if tokens[i].lower in _ENGLISH_TOO and i + 1 < len(tokens) and tokens[i + 1].text not in _DASHES:
            return False
        return self._begins(tokens, i)

    def _longest(self, sentence: Sentence, first: int, limit: int) -> Spot | None:
        tokens = sentence.tokens
        if limit + 1 < len(tokens) and tokens[limit].text in ("'s", "’s") and is_name(tokens[limit + 1]) and first + 4 > limit:
            limit += 2
            while limit < len(tokens) and (step := self._joined(tokens, limit)):
                limit += step
        for last in range(min(limit, first + LONGEST + 4), first, -1):
            if not self._names[last - 1]:
                continue
            start, end = tokens[first].start, tokens[last - 1].end - (last - 1 in self._owners)
            if end - start > 60:
                continue
            key = fold(self.text[start:end])
            if not key or (last - first > 1 and key.count(" ") == 0 and "-" not in self.text[start:end]):
                continue
            if (
                key in self.words.never
                or key in self.gazetteer.demonyms
                or (self._generic(key) and not self._named_so(key, tokens, last))
            ):
                return None
            candidates = self.gazetteer.find(key)
            if len(key) <= 4 and not self.text[start:end].isupper():
                candidates = tuple(one for one in candidates if one.kind != "country" or fold(one.name) == key or len(key) == 4)
            if candidates and not self._money(start, end):
                end = end - 1 if self.text[end - 1] == "." and "." not in self.text[start : end - 1] else end
                return Spot(sentence, first, last, start, end, key, candidates)
        return None

    def _generic(self, key: str) -> bool:
        """Whether the word alone names nothing: University, Mayor, Northern, City."""
        table = self.words
        return (
            key in table.organisations
            or key in table.titles
            or key in table.directions
            or key in table.types
            or key in table.of_names
        )

    def _named_so(self, key: str, tokens: list[Token], last: int) -> bool:
        """Whether a word for a kind of place is a town's own name here: "a man from Canton", but not "Canton of Bern"."""
        return key in self.words.towns_too and not (last < len(tokens) and tokens[last].lower == "of")

    def _money(self, start: int, end: int) -> bool:
        """Whether it is part of a sum ("US$")."""
        return "$" in self.text[max(0, start - 1) : end + 1]

    def _note_people(self, tokens: list[Token], first: int, last: int, here: list[Spot]) -> None:
        """Remember the family name of "Given Family" and "Title Family"."""
        for i in range(first, last - 1):
            one, other = tokens[i], tokens[i + 1]
            first_part = one.lower.rstrip(".")
            person = (
                one.lower in self.words.given
                or first_part in self.words.titles
                or (len(first_part) == 1 and first_part.isalpha())
            )
            if not person or not is_name(other) or other.lower in self.words.titles:
                continue
            if any(spot.score > 0 and spot.first <= i < spot.last for spot in here):
                continue
            self.people.add(other.lower)
            if i + 3 == last and is_name(tokens[i + 2]):
                self.people.add(tokens[i + 2].lower)
