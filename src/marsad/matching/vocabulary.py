"""The few words that matching knows (vocabulary.yaml): families of modes, kin of actors, and words that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
import yaml

from marsad.gazetteer.folding import fold
from marsad.model import Actor

_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDINGS = re.compile(r"(?:ing|ed|es|s|ers|er|ion|ions)$")


class _Vocabulary(msgspec.Struct, frozen=True):
    families: dict[str, list[str]]
    neighbours: list[list[str]]
    labels: dict[str, str]
    mutual: list[str]
    kin: dict[str, list[str]]
    kin_words: dict[str, list[str]]
    nobody: list[str]
    nowhere: list[str]
    empty: str


@cache
def _vocabulary() -> _Vocabulary:
    raw = files("marsad.matching").joinpath("vocabulary.yaml").read_text("utf-8")
    return msgspec.convert(yaml.load(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _Vocabulary)


@cache
def _family_of_mode() -> dict[str, str]:
    return {mode: family for family, modes in _vocabulary().families.items() for mode in modes}


@lru_cache(maxsize=512)
def family_of(event_type: str | None, acled_type: str | None = None) -> str | None:
    """The family of a PLOVER mode ("ASSAULT/drone": air), else of an ACLED label; a root and "Attack" alone have none."""
    _, _, mode = (event_type or "").partition("/")
    return _family_of_mode().get(mode) or (_vocabulary().labels.get(acled_type or "") if not mode else None)


@lru_cache(maxsize=16384)
def is_mutual(text: str) -> bool:
    """Whether the words tell of a fight in which each side attacks the other."""
    return not _mutual().isdisjoint(_WORD.findall(text.casefold()))


@cache
def _mutual() -> frozenset[str]:
    return frozenset(_vocabulary().mutual)


@cache
def neighbours() -> frozenset[frozenset[str]]:
    """Pairs of families that reports take for one another."""
    return frozenset(frozenset(pair) for pair in _vocabulary().neighbours)


@cache
def _kin_tables() -> tuple[dict[str, str], dict[str, str], frozenset[str], frozenset[str]]:
    words = _vocabulary()
    return (
        {kind: kin for kin, kinds in words.kin.items() for kind in kinds},
        {word: kin for kin, listed in words.kin_words.items() for word in listed},
        frozenset(words.nobody),
        frozenset(_stem(word) for word in words.empty.split()) | frozenset(words.empty.split()),
    )


@lru_cache(maxsize=65536)
def kin_of(actor: Actor) -> str | None:
    """The kin of an actor: by its kind, else by the words of its name; None for nobody."""
    kinds, words, _, _ = _kin_tables()
    return kinds.get(actor.kind) or next((words[word] for word in fold(actor.name).split() if word in words), None)


@lru_cache(maxsize=65536)
def place_words(names: frozenset[str]) -> frozenset[str]:
    """The words of folded place names that name the place: "market in old town" has market and old."""
    return frozenset(word for name in names for word in name.split()) - _nowhere()


@cache
def _nowhere() -> frozenset[str]:
    return frozenset(_vocabulary().nowhere)


@lru_cache(maxsize=65536)
def naming_words(name: str) -> frozenset[str]:
    """The words of an actor's name that name it: "Unknown security force" has none, "Supporters of the RDR" has rdr."""
    _, words, nobody, _ = _kin_tables()
    folded = fold(name.partition("(")[0]).split() + re.findall(r"\(([A-Z]{2,})\)", name)
    return frozenset(word.lower() for word in folded if word.lower() not in nobody and word.lower() not in words)


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word)[:7] if len(word) > 4 else word


@lru_cache(maxsize=16384)
def _stems(text: str) -> frozenset[str]:
    empty = _kin_tables()[3]
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in empty)


def stems(texts: Iterable[str], names: Iterable[str] = ()) -> frozenset[str]:
    """The stems of the words that say what happened: no numbers, no empty words, none of the names."""
    found = frozenset[str]().union(*(_stems(text) for text in texts))
    return found.difference(*(_stems(name) for name in names))
