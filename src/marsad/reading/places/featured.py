"""Rivers, lakes, islands, passes and the like, and counties named together: toponyms, but never the town of the same name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Candidate, Gazetteer
from marsad.reading.document import Sentence, Token
from marsad.reading.places.spots import Spot, is_name
from marsad.reading.places.words import Words

_OWN, _LISTED = 3, 9
"""Words of a feature's own name, and names of a list of counties."""
_SURE = 2.5
_APART = {"and", "or", "&", "/", "at", "in", "by", "to", "from"}
_COUNTY = frozenset({"county", "region"})
_TOWNS = {"town", "village", "neighbourhood"}


class Features:
    """Finds names that their own words call a feature of the land or a county, whether the index knows them or not."""

    def __init__(self, text: str, gazetteer: Gazetteer, words: Words, actors: Sequence[tuple[int, int, str | None]]) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.words = words
        self.actors = actors

    def spots(self, sentence: Sentence, found: list[Spot]) -> list[Spot]:
        """Whole names to stand instead of what the index knows of parts of them."""
        tokens, table = sentence.tokens, self.words
        if table.telling.isdisjoint(sentence.lowers):
            return []
        added: list[Spot] = []
        for i, token in enumerate(tokens):
            if token.lower in table.listed_types:
                added += self._list(sentence, i)
            elif token.lower in table.county_heads and is_name(token):
                added += self._headed(sentence, i, county=True)
            elif is_name(token):
                if token.lower in table.tails:
                    added += self._tailed(sentence, i)
                if token.lower in table.heads:
                    added += self._headed(sentence, i, county=False)
        return [one for one in added if not any(self._known(one, other) for other in found)]

    @staticmethod
    def _known(one: Spot, other: Spot) -> bool:
        """Whether the index has the whole name, or a longer one; of a name in a list it may know the town only."""
        if (one.first, one.last) == (other.first, other.last):
            return not one.listed or (bool(one.hint) and not one.candidates)
        return other.first <= one.first and one.last <= other.last

    def _tailed(self, sentence: Sentence, at: int) -> Iterator[Spot]:
        """ "Pat Mayse Lake": the names before the word, where nothing follows that makes an organisation or a street of it."""
        tokens = sentence.tokens
        if at + 1 < len(tokens) and self._goes_on(tokens, at + 1):
            return
        first = self._back(tokens, at)
        if first < at and self._named(tokens, first, at):
            yield from self._spot(sentence, first, at + 1, (first, at))

    def _headed(self, sentence: Sentence, at: int, *, county: bool) -> Iterator[Spot]:
        """ "Lough Derg", "Strait of Juan de Fuca", "Co Offaly": the names behind the word."""
        tokens, last = sentence.tokens, at + 1
        if at and is_name(tokens[at - 1]) and tokens[at - 1].lower not in self.words.determiners:
            return
        if last < len(tokens) and tokens[last].text == ".":
            last += 1
        start = last
        while last < len(tokens) and (
            is_name(tokens[last]) or (tokens[last].lower in self.words.joiners and last + 1 < len(tokens))
        ):
            if tokens[last].lower in _APART or tokens[last].lower in self.words.tails:
                break
            last += 1
        while last > start and not is_name(tokens[last - 1]):
            last -= 1
        if not start < last <= start + _OWN + 1 or self._goes_on(tokens, last):
            return
        if any(token.lower in self.words.organisations for token in tokens[start:last]):
            return
        yield from self._spot(sentence, at, last, (start, last), _COUNTY if county else frozenset())

    def _list(self, sentence: Sentence, at: int) -> Iterator[Spot]:
        """ "Limestone, Madison and Morgan counties", "the Buzi and Pungwe rivers": each name of the list."""
        tokens, end, segments = sentence.tokens, at, list[tuple[int, int]]()
        while end > 0 and len(segments) < _LISTED:
            first = self._back(tokens, end)
            if first == end:
                break
            segments.append((first, end))
            end = first
            while end > 0 and (tokens[end - 1].text == "," or tokens[end - 1].lower in ("and", "or", "&")):
                end -= 1
            if end == first:
                break
        county = tokens[at].lower in self.words.types and "county" in self.words.types[tokens[at].lower]
        for first, last in segments if len(segments) > 1 else ():
            yield from self._spot(sentence, first, last, (first, last), _COUNTY if county else frozenset(), tokens[at].lower)

    def _back(self, tokens: list[Token], end: int) -> int:
        """Where the name that ends before `end` begins: no word that only opens the sentence is part of it."""
        first = end
        while first > 0 and end - first < _OWN and is_name(tokens[first - 1]):
            first -= 1
        while first < end and (
            tokens[first].lower in self.words.determiners or (first == 0 and tokens[0].lower in self.words.before)
        ):
            first += 1
        return first

    def _named(self, tokens: list[Token], first: int, last: int) -> bool:
        """Whether a word of the name is more than a direction or a title."""
        own = [token.lower.rstrip(".") for token in tokens[first:last]]
        if any(word in self.words.titles or word in self.gazetteer.demonyms for word in own):
            return False
        return any(word not in self.words.generic and word not in self.words.never for word in own)

    def _goes_on(self, tokens: list[Token], at: int) -> bool:
        """Whether a longer name goes on here: "Grass Lake Elementary", "Hudson Valley-based"."""
        if at >= len(tokens):
            return False
        token = tokens[at]
        if token.text in ("-", "\u2013") and token.start == tokens[at - 1].end:
            return True
        return is_name(token) and token.start - tokens[at - 1].end <= 1

    def _spot(
        self, sentence: Sentence, first: int, last: int, own: tuple[int, int], hint: frozenset[str] = frozenset(), kind: str = ""
    ) -> Iterator[Spot]:
        tokens = sentence.tokens
        start, end = tokens[first].start, tokens[last - 1].end
        key = fold(self.text[start:end])
        if not key or any(a < end and start < b for a, b, _ in self.actors):
            return
        bare = fold(self.text[tokens[own[0]].start : tokens[own[1] - 1].end])
        yield Spot(
            sentence,
            first,
            last,
            start,
            end,
            key,
            self._meant(key, bare, tokens[last - 1].lower if last > own[1] else kind, hint),
            score=_SURE,
            hint=hint,
            feature=True,
            listed=bool(kind),
            reasons=[f"a feature's name {_SURE:+.1f}"],
        )

    def _meant(self, key: str, bare: str, word: str, hint: frozenset[str]) -> tuple[Candidate, ...]:
        """What the index has of such a thing: counties for a county, and for a river no town by it."""
        if hint:
            known = (*self.gazetteer.find(bare), *self.gazetteer.find(f"{bare} county"))
            return tuple({one.id: one for one in known if one.kind in hint}.values())
        if word == "township":
            return self.gazetteer.find(bare)
        kinds = self.words.types.get(word, frozenset()) - _TOWNS
        return tuple(one for one in (*self.gazetteer.find(key), *self.gazetteer.find(bare)) if one.kind in kinds)
