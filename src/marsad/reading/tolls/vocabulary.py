"""The table `tolls.yaml`, compiled for look-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any, Literal, get_args

from marsad.model.claim import Attribute, Outcome, Scope, Side
from marsad.reading.document import Token
from marsad.reading.language import table

Form = Literal["transitive", "persons", "fighters", "intransitive", "troops", "moves", "arrivals", "leavings", "state"]
_FORMS: tuple[Form, ...] = get_args(Form)
ACTIVE: tuple[Form, ...] = ("transitive", "persons", "fighters")
"""Forms in which somebody does it to the counted."""
SUFFERED: tuple[Form, ...] = ("state", "intransitive", "troops", "moves", "arrivals", "leavings")
"""Forms in which it is said of the counted themselves."""
_PLAIN = frozenset(
    {
        "the",
        "since",
        "their",
        "with",
        "into",
        "from",
        "been",
        "of",
        "in",
        "on",
        "government",
        "security",
        "military",
        "police",
        "is",
        "are",
        "was",
        "were",
        "be",
        "being",
        "still",
        "remain",
        "remains",
        "remained",
        "may",
        "might",
        "could",
        "under",
    }
)
"""Words that are in most sentences, and so trigger nothing."""
_SIDES: tuple[Side, ...] = ("civilians", "combatants", "unknown")


class Phrases:
    """Phrases of one or more words, found at a token by the longest match."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = frozenset(tuple(one.split()) for given in phrases for one in expand(given))
        self._sizes = sizes_by_first(self._phrases)
        self.openers = frozenset(self._sizes)

    def at(self, tokens: list[Token], i: int) -> int:
        """How many tokens a phrase takes that begins at token `i`; 0 where none does."""
        for size in self._sizes.get(tokens[i].lower, ()):
            if size == 1 or tuple([token.lower for token in tokens[i : i + size]]) in self._phrases:
                return min(size, len(tokens) - i)  # at the sentence's end a size takes in less
        return 0

    def before(self, tokens: list[Token], i: int) -> int:
        """How many tokens a phrase takes that ends just before token `i`; 0 where none does."""
        return next((size for size in (5, 4, 3, 2, 1) if i >= size and self.at(tokens, i - size) == size), 0)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or phrase says: the outcome, and how its sentence is built."""

    outcome: Outcome
    form: Form


@dataclass(frozen=True)
class Vocabulary:
    """Word classes; see the comments of `tolls.yaml`."""

    verbs: dict[tuple[str, ...], tuple[Meaning, ...]]
    sizes: dict[str, tuple[int, ...]]
    heads: dict[str, Outcome]
    heads_with: dict[str, tuple[Outcome, frozenset[str]]]
    of: dict[str, Outcome]
    of_with: dict[str, tuple[Outcome, frozenset[str]]]
    tolls: dict[Outcome, Phrases]
    toll_words: frozenset[str]
    people_only: frozenset[Outcome]
    plural: dict[str, Side]
    singular: dict[str, Side]
    attributes: dict[str, tuple[Attribute, ...]]
    attribute_heads: dict[str, frozenset[str]]
    person_endings: tuple[str, ...]
    ordinals: dict[str, int]
    many_movers: int
    words: dict[str, frozenset[str]]
    share_marks: Phrases
    far_share_marks: Phrases
    opening_share_marks: Phrases
    share_words: frozenset[str]
    nothing: Phrases
    summing: Phrases
    the_dead: dict[str, Outcome]
    scopes: list[tuple[Scope, re.Pattern[str]]]
    background: re.Pattern[str]
    origin: re.Pattern[str]
    by_war: re.Pattern[str]
    deeds_since: re.Pattern[str]
    in_campaign: re.Pattern[str]
    deeds_behind: re.Pattern[str]
    those_deeds: re.Pattern[str]
    war_goes_on: re.Pattern[str]
    recalled: re.Pattern[str]
    triggers: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The English vocabulary of tolls, read once."""
    data = table("tolls")
    verbs = _verbs(data["outcomes"])
    outcomes = data["outcomes"]
    heads = {word: name for name, forms in outcomes.items() for word in forms["heads"]}
    attributes: dict[str, list[Attribute]] = {}
    for name, words in data["attributes"].items():
        for word in words:
            attributes.setdefault(word, []).append(name)
    of = {word: name for name, forms in outcomes.items() for word in forms["of"]}
    toll_phrases = {name: forms["tolls"] for name, forms in outcomes.items()}
    return Vocabulary(
        verbs={phrase: tuple(meanings) for phrase, meanings in verbs.items()},
        sizes=sizes_by_first(verbs),
        heads=heads,
        heads_with=_conditions(outcomes, "heads_with"),
        of=of,
        of_with=_conditions(outcomes, "of_with"),
        tolls={name: Phrases(phrases) for name, phrases in toll_phrases.items() if phrases},
        toll_words=frozenset(one.split()[0] for phrases in toll_phrases.values() for phrase in phrases for one in expand(phrase)),
        person_endings=tuple(data["person_endings"]),
        ordinals=data["ordinals"],
        many_movers=data["many_movers"],
        people_only=frozenset(name for name, forms in outcomes.items() if forms.get("people")),
        plural=_sides(data["groups"]),
        singular=_sides(data["singular"]),
        attributes={word: tuple(names) for word, names in attributes.items()},
        attribute_heads={word: frozenset(names) for word, names in data["attribute_heads"].items()},
        words={name: frozenset(words) for name, words in data.items() if isinstance(words, list)},
        share_marks=Phrases(data["share_marks"]),
        far_share_marks=Phrases(data["far_share_marks"]),
        opening_share_marks=Phrases(data["opening_share_marks"]),
        share_words=frozenset(phrase for phrase in data["share_marks"] if " " not in phrase),
        nothing=Phrases(data["nothing"]),
        summing=Phrases(data["summing"]),
        the_dead=dict(data["the_dead"]),
        scopes=[(name, re.compile("|".join(patterns))) for name, patterns in data["scope"].items()],
        origin=re.compile("|".join(data["origin"])),
        by_war=re.compile(data["by_war"]),
        deeds_since=re.compile(data["deeds_since"]),
        in_campaign=re.compile(data["in_campaign"]),
        deeds_behind=re.compile(data["deeds_behind"]),
        those_deeds=re.compile(data["those_deeds"]),
        war_goes_on=re.compile(data["war_goes_on"]),
        recalled=re.compile(data["recalled"]),
        background=re.compile("|".join(data["background"])),
        triggers=_triggers(data, verbs),
    )


def risen_words() -> frozenset[str]:
    """Words that say that a figure replaces a smaller one: "rose", "climbed"."""
    return vocabulary().words["risen"]


def is_person(word: str) -> bool:
    """Whether a singular noun, lower-case, names a person: by the list, or by its ending ("beekeeper")."""
    words = vocabulary()
    if word in words.singular:
        return True
    known = word in words.words["no_persons"] or word in words.words["things"]
    return len(word) > 4 and not known and word.endswith(words.person_endings)


def sizes_by_first(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """First word of phrases -> how many words those that begin with it have, longest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in found.items()}


def expand(phrase: str) -> Iterator[str]:
    """The phrases that one with alternatives stands for: "in (|police) custody"."""
    parts = [part.split("|") for part in re.split(r"\(([^)]*)\)", phrase)] if "(" in phrase else [[phrase]]
    for choice in product(*parts):
        yield " ".join("".join(choice).split())


def _conditions(outcomes: Mapping[Outcome, Any], name: str) -> dict[str, tuple[Outcome, frozenset[str]]]:
    """Word -> its outcome and the words one of which must stand beside it."""
    return {
        word: (outcome, frozenset(beside)) for outcome, forms in outcomes.items() for word, beside in forms.get(name, {}).items()
    }


def singular_people() -> frozenset[str]:
    """Nouns of which one counts one person: "woman", "soldier"."""
    return frozenset(vocabulary().singular)


def _verbs(outcomes: Mapping[Outcome, Any]) -> dict[tuple[str, ...], list[Meaning]]:
    found: dict[tuple[str, ...], list[Meaning]] = {}
    for name, forms in outcomes.items():
        for form in _FORMS:
            for phrase in (one for given in forms.get(form, []) for one in expand(given)):
                found.setdefault(tuple(phrase.split()), []).append(Meaning(name, form))
    return found


def _sides(groups: Mapping[str, list[str]]) -> dict[str, Side]:
    return {word: side for side in _SIDES for word in groups[side]}


def _triggers(data: Mapping[str, Any], verbs: Mapping[tuple[str, ...], list[Meaning]]) -> frozenset[str]:
    """One word of every phrase that can say an outcome: the rarest that we can tell, its last longer one.

    Arrivals are left out: their words ("left", "reached") are in half of all sentences.
    """
    found: set[str] = set()
    for phrase, meanings in verbs.items():
        if all(meaning.form in ("arrivals", "leavings") for meaning in meanings):
            continue
        found.add(max((word for word in phrase if word not in _PLAIN), key=len))
    for forms in data["outcomes"].values():
        found |= {*forms["heads"], *forms["of"], *forms.get("heads_with", {}), *forms.get("of_with", {})}
    return frozenset(found | set(data["the_dead"]) | set(data["more_triggers"]))
