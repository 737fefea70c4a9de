"""The background of the map: the bundled outlines, and a map from outside where the observatory's marsad.toml names one.

    [settings.map]
    basemap = "https://tiles.example/{z}/{x}/{y}.png"    # or a PMTiles file's address, ending in .pmtiles
    attribution = "who made it"

Only then does anything leave the machine, and only to that one origin.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from marsad.errors import StoreError

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?|http://\[[0-9a-f:]+\](:\d{1,5})?")


class Basemap(msgspec.Struct, frozen=True):
    """A map to draw on: its address, the one origin that it comes from, of which kind it is, and whom to name."""

    address: str
    origin: str
    kind: Literal["tiles", "pmtiles"]
    attribution: str = ""


def basemap(settings: Mapping[str, Any]) -> Basemap | None:
    """The basemap of an observatory's settings; None where there is none. Raises StoreError where it can't be one."""
    chosen = settings.get("map", {})
    address = chosen.get("basemap") if isinstance(chosen, Mapping) else None
    if not address:
        return None
    parts = urlsplit(str(address))
    origin = f"{parts.scheme}://{parts.netloc}"
    tiles = all(name in str(address) for name in ("{z}", "{x}", "{y}"))
    packed = parts.path.endswith(".pmtiles")
    if not _ORIGIN.fullmatch(origin) or not (tiles or packed):
        remedy = "Write a web address with {z}, {x} and {y} in it, or one of a .pmtiles file, or take the line out."
        raise StoreError(f"marsad.toml, settings.map.basemap: {address!r} is no map", remedy=remedy)
    return Basemap(str(address), origin, "tiles" if tiles else "pmtiles", str(chosen.get("attribution", "")))
