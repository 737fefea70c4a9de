"""Villages: the share of the places that UCDP names in Syria that the gazetteer finds within 25 km.

    python evals/villages.py

Three lines: the built-in index; after `gazetteer add` of a GeoNames country file; after adding the UCDP file itself. There is no
GeoNames country file in the shared data, so one in its format is made from a third of UCDP's own places (every third name by its
checksum): the figure for the other two thirds shows that a file adds what it holds and no more.
"""

from __future__ import annotations

import csv
import gzip
import os
import re
import zlib
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from marsad.gazetteer.adding import add
from marsad.gazetteer.places import Gazetteer, distance

SHARED = Path(os.environ.get("MARSAD_SHARED") or Path(__file__).resolve().parents[2] / "shared")
WORDS = re.compile(r"\s+(?:village|town|city|neighbou?rhood|area|camp|district|airport|farms?|quarter|suburb)s?$", re.IGNORECASE)


def places(path: Path) -> dict[str, tuple[float, float]]:
    """Distinct names of events placed to about 25 km, each at the median of its points."""
    points = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["where_prec"] in ("1", "2") and row["where_coordinates"].strip():
                name = WORDS.sub("", row["where_coordinates"].strip())
                points[name].append((float(row["latitude"]), float(row["longitude"])))
    return {name: (median(p[0] for p in found), median(p[1] for p in found)) for name, found in points.items()}


def share(gazetteer: Gazetteer, wanted: dict[str, tuple[float, float]]) -> float:
    """Share of the names for which a Syrian candidate lies within 25 km."""
    near = sum(
        any(one.country == "SY" and distance(one.lat, one.lon, *point) <= 25 for one in gazetteer.lookup(name))
        for name, point in wanted.items()
    )
    return near / len(wanted)


def third(name: str) -> bool:
    """Whether the made-up country file holds the name."""
    return zlib.crc32(name.encode()) % 3 == 0


def country_file(path: Path, wanted: dict[str, tuple[float, float]]) -> None:
    """A file in GeoNames' format with a third of the places."""
    blank = ["", "", "", "", "", "0", "", "", "", ""]
    kept = [(name, *point) for name, point in sorted(wanted.items()) if third(name)]
    rows = [
        [str(9_000_000 + i), name, name, "", str(lat), str(lon), "P", "PPL", "SY", *blank]
        for i, (name, lat, lon) in enumerate(kept)
    ]
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    """Print the shares."""
    source = SHARED / "data" / "ucdp_ged_syria.csv.gz"
    wanted = places(source)
    held = {name: point for name, point in wanted.items() if third(name)}
    others = {name: point for name, point in wanted.items() if not third(name)}
    with TemporaryDirectory() as folder:
        none, one, two = Path(folder) / "none.db", Path(folder) / "geonames.db", Path(folder) / "ucdp.db"
        built_in = Gazetteer.open(overlay=none)
        print(f"places named: {len(wanted)}")
        print(f"built-in index: {share(built_in, wanted):.3f}")
        listing = Path(folder) / "SY.txt"
        country_file(listing, wanted)
        add(listing, one, built_in)
        grown = Gazetteer.open(overlay=one)
        print(f"with a country file of a third: that third {share(grown, held):.3f}, the others {share(grown, others):.3f}")
        add(source, two, built_in)
        print(f"with the UCDP file: {share(Gazetteer.open(overlay=two), wanted):.3f}")


if __name__ == "__main__":
    main()
