"""The English words for actors, ready to be matched: the table `actors` of the language, folded as names are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from marsad.gazetteer.actors_words import Word, fold, scan
from marsad.model import ActorKind
from marsad.reading.language import table

T = TypeVar("T")


class Head(NamedTuple):
    """What a head noun says: the actor's kind, which of a country's actors it is, whether it is one by itself."""

    role: str
    kind: ActorKind
    national: str | None
    alone: bool
    of_country: bool


class Phrases(Generic[T]):
    """Phrases of one or more words, found by their first word; the longest wins."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self.rows: dict[str, T] = {}
        self.longest: dict[str, int] = {}
        for phrase, value in rows:
            keys = [word.fold for word in scan(str(phrase))]
            self.rows.setdefault(" ".join(keys), value)
            self.longest[keys[0]] = max(self.longest.get(keys[0], 0), len(keys))

    def at(self, words: Sequence[Word], first: int, last: int) -> tuple[int, T] | None:
        """(length, value) of the longest phrase that begins at `first` and ends before `last`, unbroken by a sign."""
        start = words[first].fold
        longest = self.longest.get(start)
        if longest is None or first >= last:
            return None
        if longest > 1:
            folds = [start]
            for word in words[first + 1 : min(first + longest, last)]:
                if not word.glue:
                    break
                folds.append(word.fold)
            for length in range(len(folds), 1, -1):
                value = self.rows.get(" ".join(folds[:length]))
                if value is not None:
                    return length, value
        value = self.rows.get(start)
        return None if value is None else (1, value)


class Lexicon:
    """All word lists of the table, as sets of keys and as phrases."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.heads: Phrases[Head] = Phrases(
            (word, Head(role, row["kind"], row.get("national"), row["alone"], row.get("of_country", False)))
            for role, row in data["heads"].items()
            for word in row["words"]
        )
        self.deeds: Phrases[bool] = Phrases((word, True) for word in data["deeds"])
        self.offices: Phrases[bool] = Phrases((word, True) for word in data["offices"])
        self.titles: Phrases[bool] = Phrases((word, True) for word in data["titles"])
        self.ministries: Phrases[str] = Phrases(data["ministries"].items())
        self.stand_ins: Phrases[list[str]] = Phrases(data["stand_ins"].items())
        self.described: Phrases[list[str]] = Phrases(data["described"].items())
        self.describing_again = _keys(data["describing_again"])
        self.introducing = _keys(data["introducing"])
        self.plural_stand_ins: dict[str, list[str]] = data["plural_stand_ins"]
        self.bodies: Phrases[ActorKind] = Phrases((word, kind) for kind, words in data["bodies"].items() for word in words)
        self.parts = frozenset(data["parts"])
        self.modifiers = _keys(data["modifiers"])
        self.peoples = _keys(data["peoples"])
        self.sponsored = _keys(data["sponsored"])
        self.not_sponsor = _keys(data["not_sponsor"])
        self.passing = _keys(data["passing"])
        self.leanings = _keys(data["leanings"])
        self.deed_modifiers = _keys(data["deed_modifiers"])
        self.verbs = frozenset(form for row in data["verbs"] for form in _forms(str(row)))
        self.not_by = _keys(data["not_by"])
        self.addressing = frozenset(form for row in data["addressing"] for form in _forms(str(row)))
        self.auxiliaries = _keys(data["auxiliaries"])
        self.passive = _keys(data["passive"])
        self.kin = _keys(data["kin"])
        self.noun_verbs = _keys(data["noun_verbs"])
        self.of_towns = frozenset(form for row in data["of_towns"] for form in _forms(str(row)))
        self.owners = _keys(data["owners"])
        self.strangers = _keys(data["strangers"])
        self.hostile, self.foes = _keys(data["hostile"]) | _keys(data["foes"]), _keys(data["foes"])
        self.minded = _keys(data["minded"])
        self.adjectives = _keys(data["adjectives"])
        self.doers = _keys(data["doers"])
        self.sited, self.sites = _keys(data["sited"]), _keys(data["sites"])
        self.aircraft = _keys(data["aircraft"])
        self.placing = _keys(data["placing"])
        self.acting = _keys(data["acting"])
        self.dealing = _keys(data["dealing"])
        self.roles_after = _keys(data["roles_after"])
        self.speech = _keys(data["speech"])
        self.telling = _keys(data["telling"]) | self.speech
        self.counting = _keys(data["counting"])
        self.facilities = _keys(data["facilities"])
        self.not_names = _keys(data["not_names"])
        self.compass = _keys(data["compass"])
        self.units = _keys(data["units"])
        self.ordinals = _keys(data["ordinals"])
        self.body_openers = _keys(data["body_openers"])
        self.openers = _keys(data["openers"])
        self.group_words: dict[str, ActorKind] = {fold(word): kind for word, kind in data["group_words"].items()}
        self.bands: dict[str, ActorKind] = {fold(word): kind for word, kind in data["bands"].items()}
        self.following = _keys(data["following"]) | self.verbs | self.auxiliaries | self.placing | self.acting
        self.describing = frozenset(self.heads.longest) | self.modifiers | self.peoples | self.leanings
        self.starting = self.describing | frozenset(self.titles.longest) | {"the", "this"}
        self.mentioned = frozenset(data["mentioned"])
        self.coalitions: dict[str, str] = data["coalitions"]
        self.borders = frozenset(data["borders"])
        self.plain_soldiers = frozenset(data["plain_soldiers"])
        self.fought_in = frozenset(data["fought_in"])
        self.army_of: dict[str, str] = data["army_of"]
        self.known: dict[str, str] = data["known_descriptions"]


def _keys(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(" ".join([word.fold for word in scan(str(phrase))]) for phrase in words)


def _forms(row: str) -> list[str]:
    """A verb's forms: its own word, -s and -ed, and the irregular ones that are given."""
    lemma, *others = row.split()
    if lemma.endswith("e"):
        regular = [lemma + "s", lemma + "d"]
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        regular = [lemma[:-1] + "ies", lemma[:-1] + "ied"]
    elif lemma.endswith(("s", "sh", "ch", "x", "z")):
        regular = [lemma + "es", lemma + "ed"]
    else:
        regular = [lemma + "s", lemma + "ed", lemma + lemma[-1] + "ed"]
    return [lemma, *regular, *others]


@cache
def lexicon() -> Lexicon:
    """The lexicon of English, made once."""
    return Lexicon(table("actors"))
