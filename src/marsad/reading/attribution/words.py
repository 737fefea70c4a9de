"""The words of saying, from language/en/attribution.yaml, made ready to be looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from marsad.model.claim import SourceKind
from marsad.reading.language import table

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying: what it takes as content, and which kinds of source it needs (None: any that can speak; empty:
    any known one), and the only nouns it takes as object (empty: all)."""

    rule: str
    takes: frozenset[str]
    kinds: frozenset[str] | None
    objects: frozenset[str]


@dataclass(slots=True)
class Words:
    """The table, with verbs spread to their forms and lists made sets."""

    cues: dict[str, Cue] = field(default_factory=dict)
    quoting: frozenset[str] = frozenset()
    roles: dict[str, SourceKind] = field(default_factory=dict)
    phrases: dict[str, SourceKind] = field(default_factory=dict)
    represents: frozenset[str] = frozenset()
    qualifiers: dict[str, SourceKind] = field(default_factory=dict)
    again: dict[str, frozenset[str]] = field(default_factory=dict)
    according: tuple[tuple[str, ...], ...] = ()
    continues: tuple[tuple[str, ...], ...] = ()
    disowning: tuple[tuple[str, ...], ...] = ()
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    pronouns: dict[str, str] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    noted: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]

    @staticmethod
    def forms_of(verb: str) -> set[str]:
        """The inflected forms of a verb."""
        return _forms(table("attribution"), verb)


def inflected(verb: str, irregular: dict[str, list[str]], doubling: frozenset[str]) -> set[str]:
    """The inflected forms of an English verb: "deny" gives deny, denies, denied, denying."""
    stem, third = verb, verb + "s"
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        third = verb + "es"
    elif verb.endswith("y") and verb[-2] not in _VOWELS:
        third = verb[:-1] + "ies"
    if verb in doubling:
        stem = verb + verb[-1]
    past = stem[:-1] + "ied" if third.endswith("ies") else stem + ("d" if stem.endswith("e") else "ed")
    progressive = stem[:-1] + "ing" if stem.endswith("e") and not stem.endswith("ee") else stem + "ing"
    return {verb, third, progressive, *(irregular.get(verb) or [past])}


@lru_cache(maxsize=1)
def words() -> Words:
    """The table of attribution, read once."""
    data = table("attribution")
    made = Words(quoting=frozenset().union(*(_forms(data, verb) for verb in data["quoting"])))
    for rule, entry in data["verbs"].items():
        kinds = entry.get("kinds")
        cue = Cue(
            rule,
            frozenset(entry["takes"]),
            None if kinds is None else frozenset() if kinds == "any" else frozenset(kinds),
            frozenset(entry.get("objects", ())),
        )
        for verb in entry["words"]:
            made.cues.update(dict.fromkeys(_forms(data, verb), cue))
    for kind, names in data["roles"]["kinds"].items():
        for name in names:
            (made.phrases if " " in name else made.roles).setdefault(name, kind)
            if " " not in name and not name.endswith("s"):
                made.roles.setdefault(name + "s", kind)
    made.represents = frozenset(name for names in data["roles"]["represents"].values() for name in names)
    made.qualifiers = {name: kind for kind, names in data["qualifiers"].items() for name in names}
    made.again = {kind: frozenset(names) for kind, names in data["again"].items()}
    made.according = tuple(tuple(row) for row in data["according"])
    made.continues = tuple(tuple(row) for row in data["continues"])
    made.disowning = tuple(tuple(row) for row in data["disowning"])
    made.pronouns, made.objects, made.owners = data["pronouns"], data["objects"], data["owners"]
    lists = {name: value for name, value in data.items() if isinstance(value, list)}
    made.sets = {name: frozenset(value) for name, value in lists.items() if not isinstance(value[0], list)}
    made.noted = frozenset().union(*(_forms(data, verb) for verb in data["noted"]))
    made.sets["accounts"] = made["nouns"] | made["titles"]
    made.telling = (
        frozenset(made.cues)
        | made["relays"]
        | made["adverbs"]
        | made["nouns"]
        | made["going_on"]
        | made["titles"]
        | made["silence"]
        | made.noted
        | made.quoting
        | {"according", "as", "in", "by", "on", "per"}
    )
    return made


def _forms(data: dict[str, Any], verb: str) -> set[str]:
    return inflected(verb, data["irregular"], frozenset(data["doubling"]))
