"""What actors are called in the record: one name for those whom reports describe and don't name ("rebel units")."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
import yaml

from marsad.gazetteer.folding import fold
from marsad.model import Actor


class _Words(msgspec.Struct, frozen=True):
    described: dict[str, list[str]]
    forces: frozenset[str]


@cache
def _words() -> tuple[dict[str, str], frozenset[str]]:
    raw = files("marsad.ledger").joinpath("called.yaml").read_text("utf-8")
    words = msgspec.convert(yaml.load(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _Words)
    return {word: name for name, listed in words.described.items() for word in listed}, words.forces


@lru_cache(maxsize=16384)
def called(actor: Actor) -> Actor:
    """The actor under its one name; a listed one, and whoever is described more closely ("Kurdish-led fighters"), as it is."""
    names, forces = _words()
    words = [] if actor.id else fold(actor.name).split()
    found = {names[word] for word in words if word in names}
    if len(found) != 1 or any(word not in names and word not in forces for word in words):
        return actor
    return msgspec.structs.replace(actor, name=found.pop())


def call_all(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """All of them, each once, in their order."""
    return tuple(dict.fromkeys(called(actor) for actor in actors))
