"""The table `tolls.yaml`, compiled for look-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from marsad.model.claim import Attribute, Outcome, Scope, Side
from marsad.reading.document import Token
from marsad.reading.language import table

Form = Literal["transitive", "intransitive", "state", "fighters", "of", "toll"]
_FORMS: tuple[Form, ...] = ("transitive", "fighters", "intransitive", "state")
_SIDES: tuple[Side, ...] = ("civilians", "combatants", "unknown")


class Phrases:
    """Phrases of one or more words, found at a token by the longest match."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append(words)
        for options in self._by_first.values():
            options.sort(key=len, reverse=True)

    def at(self, tokens: list[Token], i: int) -> int:
        """How many tokens a phrase takes that begins at token `i`; 0 where none does."""
        for words in self._by_first.get(tokens[i].lower, ()):
            if all(i + k < len(tokens) and tokens[i + k].lower == word for k, word in enumerate(words)):
                return len(words)
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
    firsts: dict[str, tuple[tuple[str, ...], ...]]
    heads: dict[str, Outcome]
    heads_with: dict[str, tuple[Outcome, frozenset[str]]]
    of: dict[str, Outcome]
    tolls: dict[Outcome, Phrases]
    toll_words: frozenset[str]
    people_only: frozenset[Outcome]
    plural: dict[str, Side]
    singular: dict[str, Side]
    attributes: dict[str, tuple[Attribute, ...]]
    attribute_heads: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]
    share_marks: Phrases
    far_share_marks: Phrases
    share_words: frozenset[str]
    nothing: Phrases
    the_dead: dict[str, Outcome]
    scopes: list[tuple[Scope, re.Pattern[str]]]
    background: re.Pattern[str]
    origin: re.Pattern[str]
    triggers: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The English vocabulary of tolls, read once."""
    data = table("tolls")
    verbs = _verbs(data["outcomes"])
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(verbs, key=len, reverse=True):
        firsts.setdefault(phrase[0], []).append(phrase)
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
        firsts={word: tuple(phrases) for word, phrases in firsts.items()},
        heads=heads,
        heads_with={
            word: (name, frozenset(before))
            for name, forms in outcomes.items()
            for word, before in forms.get("heads_with", {}).items()
        },
        of=of,
        tolls={name: Phrases(phrases) for name, phrases in toll_phrases.items() if phrases},
        toll_words=frozenset(phrase.split()[0] for phrases in toll_phrases.values() for phrase in phrases),
        people_only=frozenset(name for name, forms in outcomes.items() if forms.get("people")),
        plural=_sides(data["groups"]),
        singular=_sides(data["singular"]),
        attributes={word: tuple(names) for word, names in attributes.items()},
        attribute_heads={word: frozenset(names) for word, names in data["attribute_heads"].items()},
        words={name: frozenset(words) for name, words in data.items() if isinstance(words, list)},
        share_marks=Phrases(data["share_marks"]),
        far_share_marks=Phrases(data["far_share_marks"]),
        share_words=frozenset(phrase for phrase in data["share_marks"] if " " not in phrase),
        nothing=Phrases(data["nothing"]),
        the_dead=dict(data["the_dead"]),
        scopes=[(name, re.compile("|".join(patterns), re.IGNORECASE)) for name, patterns in data["scope"].items()],
        origin=re.compile("|".join(data["origin"]), re.IGNORECASE),
        background=re.compile("|".join(data["background"]), re.IGNORECASE),
        triggers=_triggers(data, verbs),
    )


def risen_words() -> frozenset[str]:
    """Words that say that a figure replaces a smaller one: "rose", "climbed"."""
    return vocabulary().words["risen"]


def singular_people() -> frozenset[str]:
    """Nouns of which one counts one person: "woman", "soldier"."""
    return frozenset(vocabulary().singular)


def _verbs(outcomes: Mapping[Outcome, Any]) -> dict[tuple[str, ...], list[Meaning]]:
    found: dict[tuple[str, ...], list[Meaning]] = {}
    for name, forms in outcomes.items():
        for form in _FORMS:
            for phrase in forms.get(form, []):
                found.setdefault(tuple(phrase.split()), []).append(Meaning(name, form))
    return found


def _sides(groups: Mapping[str, list[str]]) -> dict[str, Side]:
    return {word: side for side in _SIDES for word in groups[side]}


def _triggers(data: Mapping[str, Any], verbs: Mapping[tuple[str, ...], object]) -> frozenset[str]:
    """One word of every phrase that can say an outcome: the rarest that we can tell, its last longer one."""
    found: set[str] = set()
    for phrase in verbs:
        found.add(max(phrase, key=len) if len(phrase) > 1 else phrase[0])
    for forms in data["outcomes"].values():
        found |= {*forms["heads"], *forms["of"], *forms.get("heads_with", {})}
    return frozenset(found | set(data["the_dead"]) | set(data["more_triggers"]))
