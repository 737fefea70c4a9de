"""A person's own additions: GeoNames country files and UCDP GED files become an overlay beside the built-in index."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TextIO

from marsad.errors import GazetteerError
from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Gazetteer
from marsad.gazetteer.records import Record, stored, write
from marsad.gazetteer.sources import short

MOST_NAMED = 20
_FEATURES = {
    "ADM1": "region",
    "ADM2": "county",
    "AIRF": "base",
    "AIRB": "base",
    "AIRP": "facility",
    "DAM": "dam",
    "CMP": "camp",
    "CMPRF": "camp",
    "INSM": "base",
    "MILB": "base",
    "FT": "base",
    "BDG": "crossing",
    "PSTB": "crossing",
    "HSP": "facility",
    "PRN": "facility",
    "OILF": "area",
    "RGN": "area",
    "MT": "mountain",
    "MTS": "mountain",
    "VAL": "valley",
    "PASS": "mountain",
    "ISL": "island",
    "ISLS": "island",
    "STM": "river",
    "LK": "lake",
    "DSRT": "desert",
    "PLN": "area",
}
_GONE = {"PPLH", "PPLQ", "PPLW"}
_UCDP_WORDS = re.compile(
    r"\s+(?:village|town|city|neighbou?rhood|area|camp|district|governorate|airport|farms?|quarter|suburb)s?$", re.IGNORECASE
)


@dataclass
class Added:
    """What a file gave: places taken, and each row that couldn't be, by number and reason."""

    places: int = 0
    skipped: list[str] = field(default_factory=list)

    def skip(self, row: int, reason: str) -> None:
        """Note a row that was left out."""
        self.skipped.append(f"row {row}: {reason}")


def add(path: Path, overlay: Path, gazetteer: Gazetteer) -> Added:
    """Add the places of a file to the overlay; adding it again changes nothing.

    Takes GeoNames' country files (`SY.txt`, `SY.zip`, `allCountries.zip`: 19 columns, tabs) and UCDP GED (`.csv`, `.csv.gz`).
    A bad row is left out and named; raises GazetteerError where the file is neither.
    """
    added = Added()
    with _opened(path) as lines:
        first = lines.readline()
        lines.seek(0)
        if first.count("\t") == 18:
            found = list(_geonames(lines, gazetteer, added))
        elif "where_coordinates" in first and "latitude" in first:
            found = list(_ucdp(lines, gazetteer, added))
        else:
            raise GazetteerError(
                f"{path} is neither a GeoNames country file nor a UCDP GED file.",
                remedy="Give a file of 19 columns parted by tabs, as GeoNames has them, or UCDP's CSV.",
            )
    added.places = len(found)
    merged = {record.id: record for record in (*(stored(overlay) if overlay.exists() else ()), *found)}
    overlay.parent.mkdir(parents=True, exist_ok=True)
    draft = overlay.with_suffix(".draft")
    write(draft, (merged[key] for key in sorted(merged)), source="the user's own files", keep_names=True)
    draft.replace(overlay)
    return added


def _opened(path: Path) -> TextIO:
    """The file's text, seekable, out of its archive."""
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
                return _text(archive.read(names[0]))
        return _text(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
    except (OSError, IndexError, zipfile.BadZipFile, EOFError) as error:
        raise GazetteerError(f"{path} can't be opened ({error}).", remedy="Check the file and add it again.") from error


def _text(data: bytes) -> TextIO:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace", newline="")


def _geonames(lines: Iterable[str], gazetteer: Gazetteer, added: Added) -> Iterator[Record]:
    """Towns, regions and useful features of a GeoNames file."""
    regions: dict[str, str | None] = {}
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 19:
            added.skip(number, f"{len(cells)} columns, not 19")
            continue
        kind = "town" if cells[6] == "P" and cells[7] not in _GONE else _FEATURES.get(cells[7])
        if kind is None:
            continue
        try:
            lat, lon, size = float(cells[4]), float(cells[5]), int(cells[14] or 0)
        except ValueError as error:
            added.skip(number, str(error))
            continue
        if not cells[1] or not (-90 <= lat <= 90 and -180 <= lon <= 180):
            added.skip(number, "no name, or a point that isn't on Earth")
            continue
        code = f"{cells[8]}.{cells[10]}"
        if code not in regions:
            region = gazetteer.region(code)
            regions[code] = region.name if region else None
        identity = f"geonames:{code}" if kind == "region" else f"geonames:{cells[0]}"
        names = (cells[1], short(cells[1])) if kind == "region" else (cells[1],)
        yield Record(
            identity,
            cells[1],
            cells[8] or None,
            regions[code],
            lat,
            lon,
            size,
            kind,
            names,
            tuple(name for name in cells[3].split(",") if len(name) > 1 and not name.islower()),
        )


def _ucdp(lines: TextIO, gazetteer: Gazetteer, added: Added) -> Iterator[Record]:
    """The places that UCDP's events name to about 25 km, each at the median of its points."""
    points: dict[tuple[str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for number, row in enumerate(csv.DictReader(lines), start=2):
        try:
            lat, lon, precision = float(row["latitude"]), float(row["longitude"]), int(row["where_prec"])
        except (KeyError, TypeError, ValueError) as error:
            added.skip(number, f"no usable point ({error})")
            continue
        name = (row.get("where_coordinates") or "").strip()
        if not name or not (-90 <= lat <= 90 and -180 <= lon <= 180):
            added.skip(number, "no name, or a point that isn't on Earth")
            continue
        if precision <= 2:
            points[name, row.get("country") or "", row.get("adm_1") or ""].append((lat, lon, precision))
    for (name, country, adm1), found in sorted(points.items()):
        bare = _UCDP_WORDS.sub("", name)
        lat, lon = median(point[0] for point in found), median(point[1] for point in found)
        state = (one for one in gazetteer.lookup(re.sub(r"\s*\(.*", "", country)) if one.kind == "country")
        code = next((one.country for one in state), None)
        yield Record(
            f"ucdp:{fold(country)}/{fold(adm1)}/{fold(name)}".replace(" ", "-"),
            bare,
            code,
            short(adm1) or None,
            round(lat, 5),
            round(lon, 5),
            500,
            "town",
            (bare, name),
        )
