"""The tables of language/en/places.yaml and the word lists, in the form the engine reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from marsad.gazetteer.folding import fold
from marsad.reading.language import table


@dataclass(frozen=True)
class Words:
    """Sets of words in the form they are compared in: lower-case, unless the name says otherwise."""

    inside: frozenset[str]
    about: frozenset[str]
    close: frozenset[str]
    struck: frozenset[str]
    civic: frozenset[str]
    bands: frozenset[str]
    settlements: frozenset[str]
    types: dict[str, frozenset[str]]
    capital_types: frozenset[str]
    auxiliaries: frozenset[str]
    undergone: frozenset[str]
    features: frozenset[str]
    directions: frozenset[str]
    titles: frozenset[str]
    organisations: frozenset[str]
    of_names: frozenset[str]
    speaks: frozenset[str]
    hyphenated: frozenset[str]
    never: frozenset[str]
    articles: frozenset[str]
    joiners: frozenset[str]
    strict: frozenset[str]
    entered: frozenset[str]
    assailed: frozenset[str]
    peoples: frozenset[str]
    rural: frozenset[str]
    typed: frozenset[str]
    camp_words: frozenset[str]
    behind: frozenset[str]
    abbreviations: dict[str, str]
    tails: frozenset[str]
    heads: frozenset[str]
    county_heads: frozenset[str]
    listed_types: frozenset[str]
    units: dict[str, float]
    bearings: dict[str, str]
    numbers: dict[str, float]
    common: frozenset[str]
    parties: frozenset[str]
    trusting: frozenset[str]
    borders: frozenset[str]
    federal: frozenset[str]
    towns_too: frozenset[str]
    openers: frozenset[str]
    determiners: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words one of which stands by every name of a feature or a listed county."""
        return self.tails | self.heads | self.county_heads | self.listed_types

    @cached_property
    def before(self) -> frozenset[str]:
        """Small words that stand before a place, and have a capital where a sentence opens."""
        return self.inside | self.about | self.strict | self.openers

    @cached_property
    def generic(self) -> frozenset[str]:
        """Words that alone name nothing, though they stand in names: University, Mayor, Northern, City."""
        return self.organisations | self.titles | self.directions | self.of_names | frozenset(self.types)

    def is_borne(self, name: str) -> bool:
        """Whether people bear it as a name."""
        return name in self.given or name in self.family


_SETS = (
    "inside",
    "about",
    "close",
    "struck",
    "civic",
    "bands",
    "settlements",
    "features",
    "directions",
    "titles",
    "organisations",
    "of_names",
    "speaks",
    "hyphenated",
    "joiners",
    "strict",
    "entered",
    "assailed",
    "peoples",
    "rural",
    "typed",
    "camp_words",
    "behind",
    "capital_types",
    "auxiliaries",
    "undergone",
    "openers",
    "determiners",
    "towns_too",
    "federal",
    "borders",
    "trusting",
    "tails",
    "heads",
    "county_heads",
    "listed_types",
    "parties",
)
_KINDS: dict[str, set[str]] = {
    "town": {"town", "village", "neighbourhood"},
    "region": {"region"},
    "county": {"county", "region", "neighbourhood"},
    "camp": {"camp"},
    "facility": {"facility"},
    "area": {"area", "pocket", "desert", "mountain", "region"},
    "island": {"island", "region", "country"},
    "mountain": {"mountain"},
    "river": {"river", "valley", "sea", "lake"},
    "site": set(),
}


@lru_cache(maxsize=1)
def words() -> Words:
    """The words, read once."""
    rules = table("places")
    given, family = _list("place_people.txt").split("\n-\n")
    types: dict[str, frozenset[str]] = {}
    for kind, names in rules["types"].items():
        for name in names:
            types[name] = types.get(name, frozenset()) | _KINDS[kind]
    lower = {key: frozenset(str(word).lower() for word in rules[key]) for key in _SETS}
    return Words(
        **lower,
        types=types,
        never=frozenset(fold(str(name)) for name in rules["never"]),
        articles=frozenset(rules["lowercase_names"]),
        abbreviations=_abbreviations(rules["abbreviations"]),
        units={str(unit): float(km) for unit, km in rules["units"].items()},
        bearings=dict(rules["bearings"]),
        numbers={str(word): float(number) for word, number in rules["numbers"].items()},
        common=frozenset(_list("place_words.txt").split("\n")),
        given=frozenset(given.split("\n")),
        family=frozenset(family.split("\n")),
    )


def _abbreviations(listed: dict[str, str]) -> dict[str, str]:
    """Short form to region code; an American state's postal code is the end of its region code."""
    found = dict(listed)
    for code in list(listed.values()):
        if code.startswith("US."):
            found[code[3:]] = code
    for code in ("US.AK", "US.HI", "US.ID", "US.IA", "US.ME", "US.OH", "US.TX", "US.UT"):
        found[code[3:]] = code
    return found


def _list(name: str) -> str:
    text = files("marsad.reading.language").joinpath("en", name).read_text("utf-8")
    return "\n".join(line for line in text.split("\n") if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def regions_first() -> dict[str, str]:
    """Names that mean a region, not its town, where the words about them don't say which; the region's id by folded name."""
    return dict(table("places")["regions_first"])


@lru_cache(maxsize=1)
def state_seats() -> dict[str, str]:
    """The seats of American states, by the state."""
    return dict(table("places")["state_seats"])
