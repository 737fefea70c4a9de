"""Which words of a sentence may name a place: runs of names, the longest match in each, and the evidence for and against."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Gazetteer
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.places.spots import NAMED, WORLD, Spot, instead, is_name, prior, titled
from marsad.reading.places.unlisted import Unlisted
from marsad.reading.places.words import Words

LONGEST = 6
_ENGLISH_TOO = {"as", "at", "an", "the", "in", "on", "of"}
_LANDS = {"state", "government", "unknown"}
_DASHES = ("-", "–", "‐")
_MIDDLES = ("centre", "center", "city", "town", "ville")  # "Rutshuru-centre"
_APART = {"and", "or", "&", "/", "at", "as", "on", "in", "by"}


class Spotter(Unlisted):
    """Finds the spots of a document; remembers the family names of people it meets."""

    def __init__(self, document: Document, gazetteer: Gazetteer, words: Words) -> None:
        super().__init__(document, gazetteer, words)
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
        return instead(found, self._listed(sentence, spare, found)) if spare and found else found

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
            if key in self.words.never or key in self.gazetteer.demonyms or self._generic(key):
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

    def _weigh(self, spot: Spot, first: int, last: int, shouting: bool) -> None:
        tokens = spot.sentence.tokens
        self._weigh_name(spot, shouting)
        self._weigh_left(spot, tokens, first, shouting)
        self._weigh_right(spot, tokens, last, shouting)
        if self._within_actor(spot):
            spot.add(-6, "within an actor's name")
        elif self._explained(tokens, spot.last):  # "Shamaa, a village seized in May"
            spot.add(2.5, "called a place")

    def _within_actor(self, spot: Spot) -> bool:
        """Whether the name is part of an actor's ("Aleppo Brigade") or one that is no land; "Kenya's army" still names Kenya."""
        for start, end, kind in self.actors:
            if start <= spot.start and spot.end <= end:
                if (start, end) == (spot.start, spot.end):
                    return kind not in _LANDS and not self._listed_acronym(spot)
                return self.text[spot.end : spot.end + 2] not in ("'s", "’s")
        return False

    def _weigh_name(self, spot: Spot, shouting: bool) -> None:
        """How likely the name is a place at all."""
        best = max(prior(candidate, spot.key) for candidate in spot.candidates)
        spot.add(best, "known place")
        if " " in spot.key:
            spot.add(1.2, "several words")
            return
        word = self.text[spot.start : spot.end]
        famous = best >= 2.4
        if spot.key in self.words.common and not (famous and any(one.kind in WORLD for one in spot.candidates)):
            spot.add(-3, "everyday word")
        if spot.key in self.words.given:
            spot.add(-0.5 if famous else -1.5, "given name")
        elif spot.key in self.words.family:
            spot.add(-0.3 if famous else -1.0, "family name")
        if len(spot.key) <= 3 and not famous:
            spot.add(-1.5, "short")
        if word.isupper() and len(word) <= 5 and not shouting and not self._listed_acronym(spot):
            spot.add(-2.5, "acronym")

    @staticmethod
    def _listed_acronym(spot: Spot) -> bool:
        return any(one.kind in ("country", "region", "continent") and one.match == "name" for one in spot.candidates)

    def _weigh_left(self, spot: Spot, tokens: list[Token], first: int, shouting: bool) -> None:
        i = spot.first - 1
        if i >= first:
            self._weigh_neighbour(spot, tokens, i, shouting)
            return
        while i >= 0 and (tokens[i].lower == "the" or tokens[i].text in "\"“'‘(["):
            i -= 1
        if i < 0:
            return
        before = tokens[i].lower
        if before in self.words.titles and tokens[i].text[0].isupper():
            spot.add(-4, "title before")
        elif before in self.words.inside:
            spot.add(2.2, f"{before} before")
            spot.close = before in self.words.close
            if i and before in self.words.bearings:
                self._weigh_phrase(spot, tokens, i)
        elif before == "of" and i:
            self._weigh_of(spot, tokens[i - 1])
        elif before in ("on", "upon") and i and tokens[i - 1].lower in self.words.struck:
            spot.add(1.5, "hit before")
        elif before in self.words.about or before in self.words.entered:
            spot.add(1.0, f"{before} before")
        elif before in self.words.types:
            spot.hint = self.words.types[before]
            spot.add(1.5, f"{before} before")

    def _weigh_phrase(self, spot: Spot, tokens: list[Token], i: int) -> None:
        if tokens[i - 1].lower in self.words.inside:
            spot.add(0.5, "placed")

    def _weigh_of(self, spot: Spot, noun: Token) -> None:
        if noun.text[:1].isupper() and noun.lower in self.words.of_names:
            spot.add(-7, f"{noun.lower} of")
        elif noun.lower in self.words.types:
            spot.hint = self.words.types[noun.lower]
            everyday = spot.key in self.words.common and noun.text.islower()
            spot.add(6 if everyday else 3, f"{noun.lower} of")
        elif noun.lower in self.words.bearings or noun.lower in self.words.close or noun.lower == "outside":
            spot.close = True
            spot.add(3, "bearing of")
        else:
            spot.add(1.0, "of before")

    def _weigh_neighbour(self, spot: Spot, tokens: list[Token], i: int, shouting: bool) -> None:
        """What stands right before the match in its own run."""
        token = tokens[i]
        if token.lower == "the" and is_name(token):  # "The X camp was shelled"
            return self._weigh_left(spot, tokens, spot.first, shouting)
        while i > 0 and (token.lower in self.words.joiners or token.lower in ("-", "–", "&")) and not is_name(token):
            joiner = token
            i -= 1
            token = tokens[i]
            if joiner.lower == "of":
                return self._weigh_of(spot, token)
            if joiner.lower in ("and", "&", "/"):
                return spot.add(0.3, "and before")
            if joiner.lower in ("the", "in", "on", "at", "by") or joiner.lower in self.words.about:
                return self._weigh_left_word(spot, joiner)
        self._weigh_left_word(spot, token, shouting, i == 0)
        return None

    def _weigh_left_word(self, spot: Spot, token: Token, shouting: bool = False, opens: bool = False) -> None:
        lower = token.lower.rstrip(".")
        if lower in self.words.titles:
            spot.add(-4, "title before")
        elif lower in self.words.inside and (opens or shouting or not is_name(token)):
            spot.add(2.0, f"{lower} before")
            spot.close = lower in self.words.close
        elif lower in self.words.directions or lower in self.gazetteer.demonyms:
            spot.add(0.0, "direction before")
        elif lower in self.words.types:
            spot.hint = self.words.types[lower]
            spot.add(0.5, f"{lower} before")
        elif lower in self.words.about and (opens or not is_name(token)):
            spot.add(0.8, f"{lower} before")
        elif lower in self.words.common and (opens or shouting):
            spot.add(0.0, "everyday word before")
        elif lower in self.words.given:
            spot.add(-4, "given name before")
        elif token.text.endswith(".") and len(token.text) == 2:
            spot.add(-4, "initial before")
        elif self.gazetteer.find(lower) and any(one.kind in ("country", "region") for one in self.gazetteer.find(lower)):
            spot.add(-1.0, "place before")
        elif lower in self.words.common:
            spot.add(-2.0, "capitalised word before")
        else:
            spot.add(-3.5, "unknown name before")

    def _weigh_right(self, spot: Spot, tokens: list[Token], last: int, shouting: bool) -> None:
        i = spot.last
        if i >= len(tokens):
            return
        token = tokens[i]
        lower = token.lower.rstrip(".")
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.text in ("-", "–", "‐") and token.start == spot.end and following is not None and following.start == token.end:
            if following.lower in self.words.hyphenated:
                spot.add(-8, "only says what something is")
            elif not is_name(following) and following.lower not in _MIDDLES:
                spot.add(-2, "part of a compound")
            elif not (self.gazetteer.find(fold(following.text)) or following.lower in self.gazetteer.demonyms):
                spot.add(-3, "part of a compound name")
            return
        if lower == "local" and following is not None and following.lower == "government":  # "Bokkos Local Government Area"
            lower = "lga"
        rest = [one for one in tokens[i : max(last, i)] if is_name(one) and lower != "lga"]
        if rest and not shouting and self._organisation(rest):
            spot.add(-4, "organisation's word after")
        elif lower in self.words.types and (token.text.islower() or lower in self.words.capital_types):
            spot.hint = self.words.types[lower]
            spot.add(1.5, f"{lower} after")
        elif i < last and is_name(token):
            self._weigh_following(spot, token, following, shouting)
        elif i < last and token.lower in ("of", "and", "the", "for"):
            return
        elif token.lower in self.words.civic:
            spot.add(1.0, "civic word after")
        elif token.lower in self.words.speaks:
            spot.add(-1.5, "speaks")
        elif token.text == ":" and not any(one.text[:1].isalnum() for one in tokens[: spot.first]):
            spot.add(1.5, "heads a line")
        elif token.text in ("'s", "’s"):
            church = following is not None and following.lower in self.words.organisations and spot.key.startswith("saint ")
            spot.add(-7 if church else 0.3, "'s after")

    def _organisation(self, rest: list[Token]) -> bool:
        """Whether the words after the match make an organisation's name of it; a title after them is a person's."""
        for token in rest:
            lower = token.lower.rstrip(".")
            if lower in self.words.titles:
                return False
            if lower in self.words.organisations:
                return not (token is rest[0] and lower == "state" and len(rest) == 1)
        return False

    def _weigh_following(self, spot: Spot, token: Token, following: Token | None, shouting: bool) -> None:
        lower = token.lower.rstrip(".")
        if lower in self.words.titles:
            spot.add(0.3, "title after")
        elif lower in self.words.organisations:
            spot.add(-1.0, "organisation's word after")
        elif shouting and lower in self.words.common:
            spot.add(0.0, "everyday word after")
        elif lower in self.gazetteer.demonyms:
            spot.add(-1, "people after")
        elif lower in self.words.common:
            spot.add(-2.0, "capitalised word after")
        elif any(one.kind in ("country", "region") for one in self.gazetteer.find(fold(token.text))):
            spot.add(0.0, "place after")
        else:
            spot.add(-3.0, "unknown name after")
