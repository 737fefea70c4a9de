"""Who holds each place, as rows for a map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from marsad.ledger.control import Age, PlaceControl
from marsad.model.claim import Extent, Status
from marsad.model.record import Layer


class MapRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place for a map: one row, never finer than its claims. `layer` is the one that the status is taken from."""

    key: str
    name: str
    country: str | None
    adm1: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    area: bool
    actors: tuple[str, ...]
    status: Status | Literal["unknown"]
    extent: Extent
    layer: Layer | None
    said: str | None
    days: int | None
    age: Age
    contested: bool


def control_map(found: Iterable[PlaceControl]) -> list[MapRow]:
    """A row for each place: what our people assessed, else the newest that others report or a party claims."""
    return [_row(one) for one in found]


def _row(one: PlaceControl) -> MapRow:
    newest = max(one.now, key=lambda now: (now.layer == "assessed", now.spell.last_said, now.layer == "reported"), default=None)
    spot, spell = one.place, newest.spell if newest else None
    return MapRow(
        key=one.key, name=spot.name, country=spot.country, adm1=spot.adm1, lat=spot.lat, lon=spot.lon, precision=spot.precision,
        area=one.area, contested=one.contested, actors=tuple(actor.name for actor in spell.actors) if spell else (),
        status=spell.status if spell else "unknown", extent=spell.extent if spell else "unknown",
        layer=newest.layer if newest else None, said=newest.said if newest else None, days=newest.days if newest else None,
        age=newest.age if newest else "unknown",
    )  # fmt: skip
