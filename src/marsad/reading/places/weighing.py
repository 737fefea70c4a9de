"""How likely a name is a place: the evidence for and against, from its own form and the words about it."""

from __future__ import annotations

from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Candidate
from marsad.reading.document import Token
from marsad.reading.places.spots import WORLD, Spot, is_name, is_seat, prior
from marsad.reading.places.unlisted import Unlisted

_LANDS = {"state", "government", "unknown"}
_SURE = 3.0
"""The score of a name that words of place stand by, so that it is nobody's."""
_NATURAL, _GREAT = {"river", "island", "mountain"}, 1_000_000
_WELL_KNOWN_NAME = 2.4
_LONG = 3
"""Words of a place's name that may hold an organisation's word."""
_MIDDLES = ("centre", "center", "city", "town", "ville")  # "Rutshuru-centre"


class Weigher(Unlisted):
    """Weighs a spot by its own sentence."""

    def _weigh(self, spot: Spot, first: int, last: int, shouting: bool) -> None:
        tokens = spot.sentence.tokens
        self._weigh_name(spot, shouting)
        if is_seat(tokens, spot.first, self.words):
            spot.add(3.0, "a lawmaker's seat")
            return
        spot.placed = self._stands_placed(spot, tokens)
        self._weigh_left(spot, tokens, first, shouting)
        self._weigh_right(spot, tokens, last, shouting)
        if self._within_actor(spot):
            spot.add(-6, "within an actor's name")
        elif self._explained(tokens, spot.last):  # "Shamaa, a village seized in May"
            spot.add(2.5, "called a place")

    def _stands_placed(self, spot: Spot, tokens: list[Token]) -> bool:
        """Whether a word that only places follow stands before it, or before the name that it is joined to by "and"."""
        i = spot.first - 1
        if i > 1 and tokens[i].lower in ("and", "or") and is_name(tokens[i - 1]):
            i -= 1
            while i > 0 and is_name(tokens[i]):
                i -= 1
            after = tokens[spot.last].lower if spot.last < len(tokens) else ""
            if after in self.words.speaks and tokens[i].lower != "between":
                return False
        if i < 1 or is_name(tokens[i]) or tokens[i - 1].lower in self.words.trusting:
            return False
        before = tokens[i].lower
        if i < spot.first - 1 and before in ("to", "from"):  # "home to Geelong and Melbourne"
            return any(prior(one, spot.key) >= _WELL_KNOWN_NAME for one in spot.candidates)
        return before in self.words.strict or (before in self.words.inside and before not in self.words.bearings)

    def _within_actor(self, spot: Spot) -> bool:
        """Whether the name is part of an actor's ("Aleppo Brigade") or one that is no land; "Kenya's army" still names Kenya."""
        for start, end, kind in self.actors:
            if start <= spot.start and spot.end <= end:
                if (start, end) == (spot.start, spot.end):
                    if kind == "person" and spot.placed:
                        return False  # "schools in Sparta", where somebody is called so too
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
        if spot.key in self.words.common and not (famous and any(self._great(one, spot) for one in spot.candidates)):
            spot.add(-3, "everyday word")
        if spot.key in self.words.given:
            spot.add(-0.5 if famous else -1.2 if best >= 1.8 else -1.5, "given name")
        elif spot.key in self.words.family:
            spot.add(-0.3 if famous else -1.0, "family name")
        if len(spot.key) <= 3 and not famous:
            spot.add(-1.5, "short")
        if word.isupper() and len(word) <= 5 and not shouting and not self._listed_acronym(spot):
            spot.add(-2.5, "acronym")

    @staticmethod
    def _great(one: Candidate, spot: Spot) -> bool:
        """Whether it is a land, or a river, a range or an island as well known as one: Borneo, the Indus, but not West Nile."""
        if one.kind in WORLD:
            return True
        alone = spot.first == 0 or not is_name(spot.sentence.tokens[spot.first - 1])
        return alone and one.kind in _NATURAL and one.match == "name" and one.population >= _GREAT

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
        elif before in self.words.peoples:
            spot.add(-8, "a people")
        elif before in self.words.rural:
            spot.hint = frozenset({"region"})
            spot.add(1.5, f"{before} before")
        elif before in self.words.inside:
            spot.add(2.2, f"{before} before")
            spot.close = before in self.words.close
            if i and before in self.words.bearings:
                self._weigh_phrase(spot, tokens, i)
            if i and tokens[i - 1].lower in self.words.borders:
                self._weigh_border(spot)
        elif before == "of" and i > 1 and tokens[i - 1].text == "," and tokens[i - 2].text.isdigit():
            spot.add(2.2, "home after somebody's age")  # "Ann Willard, 25, of Nixa"
        elif before == "of" and i:
            self._weigh_of(spot, tokens[i - 1], tokens[i - 2] if i > 1 else None)
        elif before in ("on", "upon") and i and tokens[i - 1].lower in self.words.struck:
            spot.add(1.5, "hit before")
        elif before in self.words.assailed:
            spot.add(2.0, f"{before} before")
        elif before in self.words.about or before in self.words.entered:
            spot.add(1.0, f"{before} before")
        elif before in self.words.types:
            spot.hint = self.words.types[before]
            spot.add(1.5, f"{before} before")

    def _weigh_phrase(self, spot: Spot, tokens: list[Token], i: int) -> None:
        if tokens[i - 1].lower in self.words.inside:
            spot.add(0.5, "placed")

    @staticmethod
    def _weigh_border(spot: Spot) -> None:
        """Over a border lies a country, unless an American state bears the name."""
        lands = [one for one in spot.candidates if one.match == "name" and one.kind in ("country", "region")]
        if any(one.kind == "country" for one in lands) and not any(one.kind == "region" and one.country == "US" for one in lands):
            spot.hint = frozenset({"country"})

    def _weigh_of(self, spot: Spot, noun: Token, side: Token | None = None) -> None:
        if noun.text[:1].isupper() and noun.lower in self.words.of_names:
            spot.add(-7, f"{noun.lower} of")
        elif noun.lower in self.words.types:
            quarters = noun.lower == "districts" and side is not None and side.lower in self.words.directions
            spot.hint = self.words.types["city" if quarters else noun.lower]  # "the southern districts of X": X is a city
            everyday = spot.key in self.words.common and noun.text.islower()
            spot.add(6 if everyday else 3, f"{noun.lower} of")
        elif noun.lower in self.words.bearings or noun.lower in self.words.close or noun.lower == "outside":
            spot.close = True
            spot.add(3, "bearing of")
        else:
            spot.add(0.5 if spot.key in self.words.given else 1.0, "of before")  # "the loss of Hassan"

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
        if spot.key == "us" and token.text[0].isupper() and lower in self.words.federal:  # "U.S. Rep. Ann Lee"
            spot.add(-8, "an office")
            return
        rest = self._rest(tokens, i, last) if lower != "lga" else []
        if rest and not shouting and self._organisation(rest):
            spot.add(-4, "organisation's word after")
        elif lower in self.words.types and (token.text.islower() or lower in self.words.capital_types):
            spot.hint = self.words.types["region" if self._has(spot, lower) else lower]
            spot.add(1.5, f"{lower} after")
        elif i < last and is_name(token):
            self._weigh_following(spot, token, following, shouting)
        elif i < last and token.lower in ("of", "and", "the", "for"):
            return
        elif token.lower in self.words.bands:
            spot.add(-4, "an armed band's name")
        elif token.lower in self.words.civic:
            spot.add(1.0, "civic word after")
        elif token.lower in self.words.speaks or self._is_whose(spot, tokens):
            spot.add(-1.5 if not spot.placed and not self._comes_from(spot, tokens) else 0.0, "speaks")
        elif lower in ("was", "were", "is", "has", "have", "had") and self._undergoes(tokens, i):
            spot.add(1.2, "shelled or the like")
        elif token.text in (":", ".") and self._heads_line(spot, tokens, token):
            spot.add(1.5, "heads a line")
        elif token.text in ("'s", "’s"):
            church = following is not None and following.lower in self.words.organisations and spot.key.startswith("saint ")
            spot.add(-7 if church else 0.3, "'s after")

    def _heads_line(self, spot: Spot, tokens: list[Token], sign: Token) -> bool:
        """Whether a line begins with the name and goes on behind it: "Kursk: two villages fell", "Kursk. Two villages fell"."""
        if any(one.text[:1].isalnum() for one in tokens[: spot.first]):
            return False
        opens = not self.text[: spot.start].rpartition("\n")[2].strip(" *•-–")
        return sign.text == ":" or (opens and self.text[sign.end : sign.end + 1] == " " and sign.start == spot.end)

    @staticmethod
    def _comes_from(spot: Spot, tokens: list[Token]) -> bool:
        """Whether somebody from there speaks: "a senator from Wajir said"."""
        return spot.first > 0 and tokens[spot.first - 1].lower == "from"

    def _is_whose(self, spot: Spot, tokens: list[Token]) -> bool:
        """Whether the text goes on with what somebody does, and nothing before the name calls for a place: "Galion, who has"."""
        following = [token.lower for token in tokens[spot.last : spot.last + 2]]
        if len(following) < 2 or following[0] != "," or following[1] not in ("who", "whose"):
            return False
        calling = self.words.before | self.words.assailed | self.words.entered
        return spot.first == 0 or tokens[spot.first - 1].lower not in calling

    def _rest(self, tokens: list[Token], first: int, last: int) -> list[Token]:
        """The names that go on behind a name in its run, up to another place of several words that is joined to it."""
        names: list[Token] = []
        for i in range(first, last):
            if tokens[i].lower in ("and", "or", "&") and self._opens_place(tokens, i + 1, last):
                break
            if is_name(tokens[i]):
                names.append(tokens[i])
        return names

    def _opens_place(self, tokens: list[Token], first: int, last: int) -> bool:
        """Whether a place of several words begins here: "Bagley and Park Rapids"."""
        first += tokens[first].lower == "the"
        ends = range(min(last, first + _LONG), first + 1, -1)
        return any(self.gazetteer.find(fold(self.text[tokens[first].start : tokens[end - 1].end])) for end in ends)

    def _has(self, spot: Spot, things: str) -> bool:
        """Whether the name's land has what stands behind it: "gunmen raid Plateau villages"."""
        return things in self.words.settlements and any(one.kind == "region" and one.match == "name" for one in spot.candidates)

    def _undergoes(self, tokens: list[Token], i: int) -> bool:
        """Whether the verb behind a name tells what befalls places: "X was shelled", "X has been retaken"."""
        verb = next((one.lower for one in tokens[i : i + 4] if one.lower not in self.words.auxiliaries), "")
        return verb in self.words.undergone

    def _organisation(self, rest: list[Token]) -> bool:
        """Whether the words after the match make an organisation's name of it; a title after them is a person's."""
        for token in rest:
            lower = token.lower.rstrip(".")
            if lower in self.words.titles:
                return False
            if lower in self.words.organisations:
                return not (token is rest[0] and lower == "state" and len(rest) == 1)
        return False

    def _is_somebody(self, spot: Spot, token: Token, following: Token | None) -> bool:
        """Whether a person's names go on behind it: "Regina Kingston" in no list of places, "Kansas Ray Bolivar"."""
        if " " in spot.key or spot.score > _SURE:
            return False
        if token.lower in self.words.given and following is not None and is_name(following):
            return following.lower not in self.words.titles and following.lower not in self.words.organisations
        return spot.key in self.words.given and (self.words.is_borne(token.lower) or bool(self.gazetteer.find(fold(token.text))))

    def _weigh_following(self, spot: Spot, token: Token, following: Token | None, shouting: bool) -> None:
        lower = token.lower.rstrip(".")
        if self._is_somebody(spot, token, following):
            spot.add(-2.5, "somebody's names go on")
        elif lower in self.words.titles:
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
