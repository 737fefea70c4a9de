"""Names to actors: armed groups, governments, forces, monitors, agencies and those who speak for them.

A name is matched by its exact or normalised words only (case, diacritics, apostrophes, Arabic articles), never by how alike two
strings look: "Syrian National Army" and "Syrian Arab Army" are enemies. Where several actors share a name or an abbreviation,
the report's countries decide, or nobody does.
"""

from __future__ import annotations

import sys
from collections.abc import Container, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from marsad.errors import DataError
from marsad.gazetteer.actors_table import (
    LOCAL,
    NEEDS_ARTICLE,
    NEEDS_CAPITAL,
    NEEDS_CAPITALS,
    PRIME,
    SHORT,
    ActorEntry,
    Packed,
    data_files,
    stamp_of,
)
from marsad.gazetteer.actors_words import Word, key_of, scan
from marsad.model import Actor
from marsad.model.claim import SourceKind

GeoKind = Literal["name", "owner", "short", "adj", "people", "seat", "town"]


class ActorList:
    """The actor list, ready to be searched. Open it once; it never changes."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._by_id = {entry.id: entry for entry in packed.entries}
        self._actors: dict[str, Actor] = {}
        self._first_geo = lru_cache(maxsize=20_000)(self._first_geo_of)  # the same few words are asked for at every sentence

    @classmethod
    def open(cls) -> ActorList:
        """The list that comes with Marsad: the built table where it is there and fresh, else made from the YAML now."""
        return _opened()

    def __len__(self) -> int:
        return len(self._packed.entries)

    @property
    def entries(self) -> Sequence[ActorEntry]:
        """All entries, the curated ones before those made from the country table."""
        return self._packed.entries

    def get(self, id: str | None) -> ActorEntry | None:
        """The entry with this id."""
        return self._by_id.get(id) if id else None

    def actor(self, entry: ActorEntry) -> Actor:
        """The entry as the actor that mentions and claims carry."""
        made = self._actors.get(entry.id)
        if made is None:
            made = self._actors[entry.id] = Actor(entry.id, _shown(entry), entry.kind, entry.side)
        return made

    def on(self, actor: Actor, day: str) -> Actor:
        """The actor by the name that it has on a day (ISO): Syria's army is no Syrian Arab Army after December 2024."""
        entry = self.get(actor.id)
        names = [one.name for one in entry.renamed if one.since <= day] if entry is not None else []
        return replace(actor, name=names[-1]) if names and entry is not None and actor.name == _shown(entry) else actor

    def lookup(self, text: str, countries: Sequence[str] = ()) -> ActorEntry | None:
        """The actor that `text` names, or None; `countries` (ISO codes, the likeliest first) tell namesakes apart."""
        words = scan(text)
        found = self.named(words, countries) if words else None
        if found is None and len(words) > 1 and words[0].fold == "the":
            return self.named(words[1:], countries)
        return found

    @property
    def longest(self) -> Mapping[str, int]:
        """How many words the longest name has that begins with a key."""
        return self._packed.firsts

    @property
    def keys(self) -> Container[str]:
        """The keys of all names (see `key_of`)."""
        return self._packed.keys

    def named(self, words: Sequence[Word], countries: Sequence[str] = ()) -> ActorEntry | None:
        """The actor whose name these words are (see `lookup`)."""
        rows = self._packed.keys.get(key_of(words))
        if not rows:
            return None
        raw = "-".join(word.text for word in words)
        fit = [(place, flags) for place, flags in rows if self._fits(place, flags, words, raw)]
        return self._chosen(fit, countries)

    def known(self, words: Sequence[Word]) -> bool:
        """Whether these words are a name on the list, be it shared by several actors."""
        rows = self._packed.keys.get(key_of(words))
        if not rows:
            return False
        raw = "-".join(word.text for word in words)
        return any(self._fits(place, flags, words, raw) for place, flags in rows)

    def _fits(self, place: int, flags: int, words: Sequence[Word], raw: str) -> bool:
        if flags & SHORT:
            plain = raw.replace(".", "")
            return any(plain == short.replace(" ", "-").replace(".", "") for short in self._packed.entries[place].abbreviations)
        if flags & NEEDS_ARTICLE and not words[0].article:
            return False
        if flags & NEEDS_CAPITALS and not raw.replace(".", "").isupper():
            return False
        return bool(words[0].cap or not flags & NEEDS_CAPITAL)

    def _chosen(self, rows: list[tuple[int, int]], countries: Sequence[str]) -> ActorEntry | None:
        entries = self._packed.entries
        for country in countries:
            for place, _ in rows:
                if country in entries[place].countries:
                    return entries[place]
        rows = [(place, flags) for place, flags in rows if flags & PRIME or not flags & LOCAL or not flags & SHORT]
        primes = [place for place, flags in rows if flags & PRIME]
        if primes:
            return entries[primes[0]]
        return entries[rows[0][0]] if len({place for place, _ in rows}) == 1 else None

    def source_kind(self, actor: Actor) -> SourceKind:
        """What kind of source the actor is where it speaks."""
        entry = self.get(actor.id)
        if entry and entry.source_kind:
            return entry.source_kind
        if actor.kind in ("state", "government", "police"):
            return "official"
        if actor.kind in ("rebel", "militia", "military"):
            return "party"
        return "outlet" if actor.kind == "media" else "other"

    def country_of(self, actor: Actor) -> str | None:
        """The actor's own country (ISO code)."""
        entry = self.get(actor.id)
        return entry.countries[0] if entry and entry.countries else None

    def geo(self, words: Sequence[Word]) -> list[tuple[GeoKind, str]]:
        """What these words say of countries: pairs of how (name, adjective, people, seat of government, town) and ISO code."""
        rows = self._packed.geo.get(key_of(words))
        if not rows or not words[0].cap:
            return []
        if rows[0][0] == "short" and not words[0].text.replace(".", "").isupper():
            return []
        return rows  # type: ignore[return-value]

    @property
    def longest_small(self) -> Mapping[str, int]:
        """The same for names that may be written small ("peshmerga")."""
        return self._packed.small_firsts

    @property
    def longest_geo(self) -> Mapping[str, int]:
        """How many words the longest name of a country, people or town has that begins with a key."""
        return self._packed.geo_firsts

    def _first_geo_of(self, text: str, *kinds: str) -> str | None:
        words = scan(text)
        return next((iso for what, iso in self.geo(words) if what in kinds), None) if words else None

    def demonym(self, text: str) -> str | None:
        """The country (ISO code) of a demonym: "Syrian" or "Syrians" to "SY"."""
        return self._first_geo(text, "adj", "people")

    def country(self, text: str) -> str | None:
        """The country (ISO code) of a country's name or abbreviation."""
        return self._first_geo(text, "name", "short")

    def capital(self, text: str) -> str | None:
        """The country (ISO code) whose government a capital stands for."""
        return self._first_geo(text, "seat")

    def label(self, iso: str) -> str:
        """The adjective that a country's actors are named by ("Syrian")."""
        return self._packed.countries[iso].label

    def national(self, iso: str, slug: str) -> ActorEntry | None:
        """A country's state, gov, mil, forces, security, police, mod, mofa, moi or moh."""
        return self.get(f"{iso.lower()}.{slug}")


@cache
def _opened() -> ActorList:
    built = files("marsad.gazetteer") / "data" / "actors.json"
    if built.is_file():
        try:
            packed = msgspec.json.decode(built.read_bytes(), type=Packed)
        except msgspec.DecodeError:
            packed = None
        if packed is not None and packed.stamp == stamp_of(data_files()):
            return ActorList(packed)
    from marsad.gazetteer.actors_build import build  # YAML is slow to load and needed here only

    return ActorList(build())


def write() -> Path:
    """Make the table from the YAML and write it beside it; returns where. The list works without it, only slower to open."""
    from marsad.gazetteer.actors_build import build

    target = Path(str(files("marsad.gazetteer") / "data" / "actors.json"))
    target.write_bytes(msgspec.json.encode(build()))
    return target


if __name__ == "__main__":
    if sys.argv[1:] != ["build"]:
        raise DataError("usage: python -m marsad.gazetteer.actors build")
    print(write())


def _shown(entry: ActorEntry) -> str:
    """The name with the abbreviation that many know better: "Hay'at Tahrir al-Sham (HTS)"."""
    short = entry.abbreviations[0] if entry.abbreviations else ""
    return (
        f"{entry.name} ({short})"
        if short and entry.kind != "person" and short.casefold() not in entry.name.casefold()
        else entry.name
    )
