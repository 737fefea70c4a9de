"""What the actor list is made of, and where it is kept."""

from __future__ import annotations

import zlib
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from marsad.model import ActorKind
from marsad.model.claim import SourceKind

NEEDS_ARTICLE = 1
LOCAL = 2
SHORT = 4
PRIME = 8
NEEDS_CAPITAL = 16
NEEDS_CAPITALS = 32


class Affiliation(msgspec.Struct, frozen=True, omit_defaults=True, rename={"since": "from", "until": "to"}):
    """How an actor stood to another (an id of the list), from when to when (ISO year, month or day)."""

    with_: str = msgspec.field(name="with")
    relation: str
    since: str | None = None
    until: str | None = None


class Renaming(msgspec.Struct, frozen=True, omit_defaults=True, rename={"since": "from"}):
    """What an actor is called from a day on (ISO): the army of a state whose rulers fell."""

    since: str
    name: str


class ActorEntry(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One actor of the list. `side` groups allies, `countries` are where it acts (its own first)."""

    id: str
    name: str
    kind: ActorKind
    side: str | None = None
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    renamed: tuple[Renaming, ...] = ()
    ucdp: str | None = None
    source_kind: SourceKind | None = None
    speaks_for: str | None = None
    source: str = "own knowledge, public record"


class Country(msgspec.Struct, frozen=True, omit_defaults=True):
    """A country's name and the adjective that its actors are named by."""

    name: str
    label: str


class Packed(msgspec.Struct, frozen=True):
    """The whole list: entries, the places of each key in them with flags, and what a word says of a country."""

    stamp: int
    entries: list[ActorEntry]
    keys: dict[str, list[tuple[int, int]]]
    firsts: dict[str, int]
    small_firsts: dict[str, int]
    countries: dict[str, Country]
    geo: dict[str, list[tuple[str, str]]]
    geo_firsts: dict[str, int]


def data_files() -> list[Traversable]:
    """The list's YAML files, by name."""
    folder = files("marsad.gazetteer") / "data" / "actors"
    return sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)


def stamp_of(sources: list[Traversable]) -> int:
    """A check sum of the YAML files, by which a stale table is known."""
    stamp = 1
    for file in sources:
        stamp = zlib.crc32(file.read_bytes(), stamp)
    return stamp
