"""A place as the index stores it, what kinds there are, and the tables of the index."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TypeVar

from marsad.gazetteer.folding import fold, pattern, without_article

Key = TypeVar("Key", str, int)

SCHEMA = 1
PRECISION = {
    "town": 1,
    "village": 2,
    "neighbourhood": 1,
    "camp": 1,
    "base": 1,
    "facility": 1,
    "crossing": 1,
    "dam": 1,
    "pocket": 2,
    "county": 3,
    "region": 4,
    "area": 5,
    "mountain": 5,
    "valley": 5,
    "river": 5,
    "desert": 5,
    "island": 5,
    "road": 5,
    "lake": 5,
    "country": 6,
    "continent": 6,
    "sea": 7,
}
NAME, ALIAS, PART, SOUND = range(4)
MATCHES = ("name", "alias", "part", "sound")

_TABLES = """
CREATE TABLE place (row INTEGER PRIMARY KEY, id TEXT, name TEXT, country TEXT, adm1 TEXT, lat REAL, lon REAL, population INTEGER,
                    kind TEXT);
CREATE TABLE name (key TEXT PRIMARY KEY, hits BLOB) WITHOUT ROWID;
CREATE TABLE sound (key TEXT PRIMARY KEY, hits BLOB) WITHOUT ROWID;
CREATE TABLE alias (row INTEGER PRIMARY KEY, names TEXT, aliases TEXT);
CREATE TABLE cell (key INTEGER PRIMARY KEY, hits BLOB);
CREATE TABLE demonym (key TEXT PRIMARY KEY, country TEXT) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
TRANSLITERATED = frozenset(
    "AE AF AM AZ BH BY BG CF DJ DZ EG ER ET GE IL IQ IR JO KG KW KZ LB LY MA ML MM MR NE OM PK PS QA RU SA SD SO SS SY TD TJ TM "
    "TN TR UA UZ YE".split()
)


class Record(NamedTuple):
    """One place; `names` are its main names, `aliases` its others, `parts` short forms that need a word beside them."""

    id: str
    name: str
    country: str | None
    adm1: str | None
    lat: float
    lon: float
    population: int
    kind: str
    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def cell(lat: float, lon: float) -> int:
    """The half-degree square that holds the point."""
    return int((lat + 90) * 2) * 720 + int((lon + 180) * 2) % 720


def write(
    path: Path, records: Iterable[Record], *, source: str, demonyms: Iterable[tuple[str, str]] = (), keep_names: bool = False
) -> int:
    """Write a new index with the records; returns how many. The same records give the same bytes.

    `keep_names` keeps the names as they were written, so that `stored` can give the records back.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as base:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + _TABLES)
        names: list[tuple[str, int]] = []
        sounds: list[tuple[str, int]] = []
        cells: list[tuple[int, int]] = []
        count = 0
        for row, record in enumerate(records, start=1):
            base.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)", (row, *record[:8]))
            if keep_names:
                base.execute("INSERT INTO alias VALUES (?,?,?)", (row, "\t".join(record.names), "\t".join(record.aliases)))
            names.extend((key, row << 2 | match) for key, match in _keys(record))
            sounds.extend((key, row << 2 | SOUND) for key in _sounds(record))
            if record.kind == "town":
                cells.append((cell(record.lat, record.lon), row << 2))
            count = row
        base.executemany("INSERT INTO name VALUES (?,?)", _grouped(names))
        base.executemany("INSERT INTO sound VALUES (?,?)", _grouped(sounds))
        base.executemany("INSERT INTO cell VALUES (?,?)", _grouped(cells))
        base.executemany("INSERT OR IGNORE INTO demonym VALUES (?,?)", demonyms)
        base.executemany("INSERT INTO meta VALUES (?,?)", [("schema", str(SCHEMA)), ("source", source), ("places", str(count))])
        base.execute("CREATE INDEX region ON place (id) WHERE kind = 'region'")
        base.commit()
        base.execute("VACUUM")
    return count


def stored(path: Path) -> list[Record]:
    """The records of an index that kept its names."""
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute(
            "SELECT id, name, country, adm1, lat, lon, population, kind, names, aliases FROM place JOIN alias USING (row)"
        )
        return [Record._make((*row[:8], tuple(row[8].split("\t")), tuple(filter(None, row[9].split("\t"))), ())) for row in rows]


def _keys(record: Record) -> Iterator[tuple[str, int]]:
    seen = set()
    arabic = record.country in TRANSLITERATED
    for match, names in ((NAME, record.names), (ALIAS, record.aliases), (PART, record.parts)):
        for name in names:
            key = fold(name)
            if key and key not in seen:
                seen.add(key)
                yield key, match
    if arabic:
        for key in sorted(seen):
            short = without_article(key)
            if short and short not in seen:
                seen.add(short)
                yield short, ALIAS


def _sounds(record: Record) -> set[str]:
    if record.country not in TRANSLITERATED:
        return set()
    return {key for name in (*record.names, *record.aliases) if (key := pattern(fold(name)))}


def _grouped(pairs: list[tuple[Key, int]]) -> Iterator[tuple[Key, bytes]]:
    pairs.sort()
    for key, group in groupby(pairs, key=lambda pair: pair[0]):
        yield key, array("I", sorted({hit for _, hit in group})).tobytes()
