"""A place that a name was resolved to."""

from __future__ import annotations

import msgspec

from marsad.model.anchor import Anchor


class Relative(msgspec.Struct, frozen=True, gc=False):
    """ "40 kilometers southwest of Aleppo": distance in km, compass bearing (16 points), the named place it is measured from."""

    distance_km: float | None
    bearing: str | None
    of: str | None


class Place(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=False):
    """Degrees north and east (WGS84); `country` ISO 3166 alpha-2; `precision` is UCDP's where_prec (1-7)."""

    name: str
    country: str | None = None
    adm1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    id: str | None = None
    relative: Relative | None = None


class Where(Place, frozen=True, kw_only=True):
    """A claim's place: the place and the words that say it."""

    text: str
    anchor: Anchor
