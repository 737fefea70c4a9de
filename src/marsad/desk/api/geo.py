"""GeoJSON (RFC 7946) of what has a place. A point is drawn only where the record knows a point: see `POINTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from marsad.ledger.tally import Spot
from marsad.model import Place

Placed = Spot | Place | None
POINTS = 2
"""UCDP's where_prec up to which a place is a point: 1 exact, 2 near a known point. From 3 on it is an area."""


def collection(items: Iterable[Any], placed: Callable[[Any], Placed]) -> dict[str, Any]:
    """A FeatureCollection; each item is the `properties` of its feature."""
    return {"type": "FeatureCollection", "features": [_feature(item, placed(item)) for item in items]}


def _feature(item: Any, place: Placed) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry(place), "properties": item}


def geometry(place: Placed) -> dict[str, Any] | None:
    """A point, or None where the place isn't known so finely."""
    if place is None or place.lat is None or place.lon is None or place.precision is None or place.precision > POINTS:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}
