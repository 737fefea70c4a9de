"""First-level regions of each country, tied to the gazetteer's regions where its towns agree.

The shapes are Natural Earth's of about 2013, with GeoNames' codes. Where a country has since been divided anew, a code may stand
for another area than it did; so a shape gets a region's id only if the gazetteer's towns say that the two are one.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

Feature = dict[str, Any]
AGREE = 0.8
NEAR = 0.05  # degrees: a town this near to a border may stand on either side of it, so it says nothing


class Towns(NamedTuple):
    """A country's towns: longitudes, latitudes, and the name of the region that each is in."""

    lon: np.ndarray
    lat: np.ndarray
    region: np.ndarray


class Regions:
    """The gazetteer's regions, with the towns that tell where each lies."""

    def __init__(self, places: Path) -> None:
        with closing(sqlite3.connect(f"file:{places}?mode=ro", uri=True)) as index:
            self.names: dict[str, str] = dict(index.execute("SELECT id, name FROM place WHERE kind = 'region'"))
            self._shared = Counter(index.execute("SELECT country, name FROM place WHERE kind = 'region'"))
            rows = index.execute(
                "SELECT country, lon, lat, adm1 FROM place WHERE kind = 'town' AND adm1 IS NOT NULL ORDER BY row"
            )
            found: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
            for country, lon, lat, adm1 in rows:
                found[country].append((lon, lat, adm1))
        self.towns = {
            country: Towns(*(np.array(column) for column in zip(*towns, strict=True))) for country, towns in found.items()
        }

    def same(self, country: str, code: str | None, geometry: Mapping[str, Any]) -> str | None:
        """The id of the region that this shape is, or None where the towns don't bear its code out."""
        identity = f"geonames:{code}"
        name = self.names.get(identity)
        towns = self.towns.get(country)
        if name is None or towns is None:
            return None
        within, own = _inside(towns, geometry), towns.region == name
        both = np.count_nonzero(within & own)
        strange = _deep(towns, within & ~own, geometry)
        # two regions may share a name, as a city and the province about it: then the towns of one lie outside the other
        missing = 0 if self._shared[country, name] > 1 else _deep(towns, own & ~within, geometry)
        return identity if both and both >= AGREE * (both + max(strange, missing)) else None


def write_regions(source: Path, places: Path, target: Path, owners: Mapping[str, str]) -> None:
    """A GeoJSON file for each country, by ISO code, that has regions: their names, and the gazetteer's ids where known."""
    known = Regions(places)
    countries: dict[str, list[Feature]] = defaultdict(list)
    for country, code, name, geometry in _shapes(source, owners):
        identity = known.same(country, code, geometry)
        label = known.names[identity] if identity else name
        shape: Feature = {"type": "Feature", "properties": {"name": label}, "geometry": geometry}
        countries[country].append({**shape, "id": identity} if identity else shape)
    target.mkdir(parents=True, exist_ok=True)
    for country, features in countries.items():
        table = {"type": "FeatureCollection", "features": features}
        (target / f"{country}.geojson").write_text(json.dumps(table, ensure_ascii=False), "utf-8")


def _shapes(source: Path, owners: Mapping[str, str]) -> Iterator[tuple[str, str | None, str, Feature]]:
    """Country, GeoNames code, name and geometry of each named shape."""
    for path in sorted(source.glob("???.json")):
        for feature in json.loads(path.read_text("utf-8")).get("features", ()):
            table = feature["properties"]
            country = owners.get(path.stem) or table.get("iso_a2") or ""
            code = table.get("gn_a1_code") or f"{country}.{feature.get('id')}"
            if len(country) == 2 and country.isalpha() and table.get("name") and feature.get("geometry"):
                yield country, code, table["name"], feature["geometry"]


def _inside(towns: Towns, geometry: Mapping[str, Any]) -> np.ndarray:
    """Which towns lie inside; a hole's border is crossed once more, so holes need no case of their own."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    within = np.zeros(len(towns.lon), dtype=bool)
    for polygon in polygons:
        outer = np.array(polygon[0])[:, :2]
        near = np.flatnonzero(
            (towns.lon >= outer[:, 0].min())
            & (towns.lon <= outer[:, 0].max())
            & (towns.lat >= outer[:, 1].min())
            & (towns.lat <= outer[:, 1].max())
        )
        for ring in polygon if near.size else ():
            within[near] ^= _crossings(np.array(ring)[:, :2], towns.lon[near], towns.lat[near])
    return within


def _deep(towns: Towns, which: np.ndarray, geometry: Mapping[str, Any]) -> int:
    """How many of these towns stand farther than NEAR from the shape's border."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [np.array(ring)[:, :2] for polygon in polygons for ring in polygon]
    points = np.column_stack((towns.lon[which], towns.lat[which]))
    return sum(all(_distance(ring, point) > NEAR for ring in rings) for point in points)


def _distance(ring: np.ndarray, point: np.ndarray) -> float:
    """From a point to the nearest spot of a ring, in degrees of latitude."""
    scale = np.array([np.cos(np.radians(point[1])), 1.0])
    start, end = (ring[:-1] - point) * scale, (ring[1:] - point) * scale
    along = end - start
    length = np.einsum("ij,ij->i", along, along)
    share = np.clip(-np.einsum("ij,ij->i", start, along) / np.where(length == 0, 1, length), 0, 1)
    return float(np.min(np.linalg.norm(start + share[:, None] * along, axis=1)))


def _crossings(ring: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Whether a line eastward from each point crosses the ring an odd number of times."""
    odd = np.zeros(len(lon), dtype=bool)
    x, y = ring[:, 0], ring[:, 1]
    for at in range(len(lon)):
        up = (y[:-1] > lat[at]) != (y[1:] > lat[at])
        x1, y1, x2, y2 = x[:-1][up], y[:-1][up], x[1:][up], y[1:][up]
        odd[at] = np.count_nonzero(lon[at] < x1 + (lat[at] - y1) * (x2 - x1) / (y2 - y1)) % 2 == 1
    return odd
