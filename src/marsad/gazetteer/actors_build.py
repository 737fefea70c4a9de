"""The actor list's YAML made into one table that loads in milliseconds.

The YAML under data/actors is the source; `python -m marsad.gazetteer.actors build` writes data/actors.json beside it. Countries
(countries.yaml) are made into their state, government, armed forces, police, security forces and ministries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from marsad.errors import DataError
from marsad.gazetteer.actors_table import (
    LOCAL,
    NEEDS_ARTICLE,
    NEEDS_CAPITAL,
    NEEDS_CAPITALS,
    PRIME,
    SHORT,
    ActorEntry,
    Country,
    Packed,
    Renaming,
    data_files,
    stamp_of,
)
from marsad.gazetteer.actors_words import key_of, scan
from marsad.model import ActorKind

Row = dict[str, Any]
Keys = dict[str, list[tuple[int, int]]]

_MINISTRIES = {
    "mod": ("defence", "defense"),
    "mofa": ("foreign", "foreign affairs"),
    "moi": ("interior", "internal affairs"),
    "moh": ("health", "public health"),
}
_ARMY_WORDS = (
    "army",
    "military",
    "armed forces",
    "forces",
    "troops",
    "soldiers",
    "defence forces",
    "defense forces",
)


def build() -> Packed:
    """Read the YAML and make the table. Raises DataError, naming the file and the entry, where one doesn't keep its form."""
    sources = data_files()
    entries: list[tuple[ActorEntry, int]] = []
    countries: dict[str, Row] = {}
    for file in sources:
        data = yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if file.name == "countries.yaml":
            countries = data
        else:
            entries += [_entry(row, data, file.name) for row in data["actors"]]
    curated = {entry.id for entry, _ in entries}
    national = [(entry, LOCAL) for iso, row in countries.items() for entry in _country_actors(iso, row)]
    keys: Keys = {}
    _add_keys(keys, entries, 0)
    made: Keys = {}
    extra = [(entry, flags) for entry, flags in national if entry.id not in curated]
    _add_keys(made, extra, len(entries))
    for key, rows in made.items():
        keys.setdefault(key, rows)  # a curated name is never shared with a made one
    geo = _geo(countries)
    everyone = [entry for entry, _ in entries] + [msgspec.structs.replace(entry, aliases=()) for entry, _ in extra]
    small = {key: rows for key, rows in keys.items() if any(not flags & (SHORT | NEEDS_CAPITAL) for _, flags in rows)}
    return Packed(
        stamp_of(sources),
        everyone,
        keys,
        _firsts(keys),
        _firsts(small),
        {iso: Country(row["name"], _label(row)) for iso, row in countries.items()},
        geo,
        _firsts(geo),
    )


def _entry(row: Row, data: Row, file: str) -> tuple[ActorEntry, int]:
    known = {
        "id",
        "name",
        "aliases",
        "abbr",
        "abbr_local",
        "kind",
        "side",
        "country",
        "aff",
        "ucdp",
        "source_kind",
        "speaks_for",
        "source",
        "prime",
    }
    if not {"id", "name", "kind"} <= row.keys() or row.keys() - known:
        raise DataError(
            f"{file}: entry {row.get('id') or row.get('name')} lacks id, name or kind, or has a field that none knows"
        )
    country = row.get("country", data.get("country"))
    countries = [country] if isinstance(country, str) else country or []
    plain = {
        "id": row["id"],
        "name": row["name"],
        "kind": row["kind"],
        "side": row.get("side"),
        "countries": countries,
        "aliases": row.get("aliases", []),
        "abbreviations": row.get("abbr", []) + row.get("abbr_local", []),
        "affiliations": row.get("aff", []),
        "ucdp": row.get("ucdp"),
        "source_kind": row.get("source_kind"),
        "speaks_for": row.get("speaks_for"),
        "source": row.get("source", data.get("source", "own knowledge, public record")),
    }
    try:
        entry = msgspec.convert(plain, ActorEntry)
    except msgspec.ValidationError as error:
        raise DataError(f"{file}: entry {row['id']}: {error}") from error
    return entry, (LOCAL if "abbr_local" in row else 0) | (PRIME if row.get("prime") else 0)


def _label(row: Row) -> str:
    return str(row.get("label") or (row.get("adj") or [row["name"]])[0])


def _country_actors(iso: str, row: Row) -> Iterator[ActorEntry]:
    label, low = _label(row), iso.lower()
    adjectives = [*dict.fromkeys([label, *row.get("adj", []), *row.get("abbr", [])])]
    names = [row["name"], *row.get("aliases", []), *row.get("abbr", [])]
    side = f"{low}.gov"

    def made(slug: str, name: str, kind: ActorKind, aliases: list[str], **more: Any) -> ActorEntry:
        return ActorEntry(
            id=f"{low}.{slug}",
            name=name,
            kind=kind,
            side=side,
            countries=(iso,),
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias != name)),
            **more,
        )

    def national(*words: str) -> list[str]:
        return [f"{adjective} {word}" for word in words for adjective in adjectives] + [f"{names[0]} {word}" for word in words]

    def of(*words: str) -> list[str]:
        return [f"{word} of {name}" for word in words for name in names]

    yield made("state", row["name"], "state", names[1:], ucdp=row.get("ucdp"))
    yield made(
        "gov",
        f"{label} government",
        "government",
        national("government", "authorities", "regime") + of("Government"),
        renamed=msgspec.convert(row.get("rulers_later", []), tuple[Renaming, ...]),
        source_kind="official",
        ucdp=row.get("ucdp") or f"Government of {row['name']}",
    )
    yield made(
        "mil",
        row.get("army", f"{label} military"),
        "military",
        row.get("army_aliases", []) + national(*_ARMY_WORDS) + of("Armed Forces", "Army"),
        abbreviations=tuple(row.get("army_abbr", [])),
        renamed=msgspec.convert(row.get("army_later", []), tuple[Renaming, ...]),
        source_kind="official",
    )
    yield made("forces", f"{label} government forces", "military", national("government forces", "regime forces"))
    yield made("security", f"{label} security forces", "police", national("security forces"), source_kind="official")
    yield made(
        "police",
        f"{label} police",
        "police",
        national("police", "national police") + of("National Police"),
        source_kind="official",
    )
    for slug, words in _MINISTRIES.items():
        aliases = [
            alias
            for word in words
            for alias in national(f"{word} ministry", f"ministry of {word}") + of(f"Ministry of {word.title()}")
        ]
        yield made(slug, f"{label} {words[0]} ministry", "government", aliases, source_kind="official")


def _add_keys(keys: Keys, entries: list[tuple[ActorEntry, int]], first: int) -> None:
    for place, (entry, flags) in enumerate(entries, first):
        prime = flags & PRIME
        for alias in (entry.name, *entry.aliases):
            words = scan(alias)
            bare = len(words) == 1 and words[0].article
            flag = prime | (NEEDS_ARTICLE if bare else 0) | (NEEDS_CAPITAL if words[0].cap else 0)
            flag |= NEEDS_CAPITALS if entry.kind == "state" and len(alias) <= 4 and alias.isupper() else 0
            _put(keys, key_of(words), place, flag)
        for short in entry.abbreviations:
            words = scan(short)
            _put(keys, key_of(words), place, SHORT | prime | (flags & LOCAL))


def _put(keys: Keys, key: str, place: int, flag: int) -> None:
    """Note an entry under a key; of two spellings with one key the freer one's demands stand."""
    rows = keys.setdefault(key, [])
    for at, (other, known) in enumerate(rows):
        if other == place and (known & SHORT) == (flag & SHORT):
            rows[at] = (place, known & flag)
            return
    rows.append((place, flag))


def _firsts(keys: dict[str, Any]) -> dict[str, int]:
    firsts: dict[str, int] = {}
    for key in keys:
        first, length = key.split(" ", 1)[0], key.count(" ") + 1
        if length > firsts.get(first, 0):
            firsts[first] = length
    return firsts


def _geo(countries: dict[str, Row]) -> dict[str, list[tuple[str, str]]]:
    geo: dict[str, list[tuple[str, str]]] = {}

    def put(text: str, what: str, iso: str) -> None:
        rows = geo.setdefault(key_of(scan(text)), [])
        if (what, iso) not in rows:
            rows.append((what, iso))

    for iso, row in countries.items():
        adjectives = row.get("adj", [])
        for name in (row["name"], *row.get("aliases", [])):
            put(name, "name", iso)
            if not row.get("abbr") and " " not in name and name not in adjectives:
                put(f"{name}s", "owner", iso)
        for short in row.get("abbr", []):
            put(short, "short", iso)
        for adjective in adjectives:
            put(adjective, "adj", iso)
        for people in row.get("people", [f"{adjective}s" for adjective in adjectives]):
            put(people, "people", iso)
        for capital in row.get("capital", []):
            put(capital, "seat", iso)
        for town in row.get("towns", []):
            put(town, "town", iso)
    return geo
