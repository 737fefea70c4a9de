"""Map and time: who holds which place by whose word, and what happened where, on a day; the same as GeoJSON and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromQuery

from marsad.desk.atlas import Day, Mark, marks, shapes
from marsad.desk.basemap import basemap
from marsad.desk.security import policy
from marsad.desk.sides import Side
from marsad.desk.visit import Here, Visit, asset
from marsad.ledger.clock import days_between
from marsad.ledger.control import LAYERS

BACK = {"1": 1, "7": 7, "30": 30, "all": None}
"""How many days of events, by what stands in the address."""
_PAGE = 100
LAYER_CHOICES = ("all", *LAYERS)


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """What the map and the table beside it show."""

    day: Day
    first: str
    last: str
    layer: str
    marks: list[Mark]
    sides: dict[str, Side]

    @property
    def listed(self) -> list[Mark]:
        """What isn't drawn."""
        return [one for one in self.marks if one.drawn == "list"]

    @property
    def told(self) -> list[Mark]:
        """What the table has a row for."""
        return [one for one in self.marks if one.held or one.total or one.contested or one.pieces]

    @property
    def legend(self) -> list[Side]:
        """The sides of the day's marks, in the order of their letters."""
        seen = {held.side for mark in self.marks for held in mark.held if self.layer in ("all", held.layer)}
        return [side for key, side in self.sides.items() if key in seen]


def drawing(visit: Visit, layer: str | None, back: str | None) -> Drawing | None:
    """The map's content; None where no report has a day. Without `as_of` it is the last day on which something was said."""
    answers, moment = visit.answers, visit.moment
    span = answers.span(moment)
    if span is None:
        return None
    day = Day(moment.as_of[:10] if moment.as_of else span[1], BACK.get(back or "", 7))
    sides = answers.sides(moment)
    first = None if day.back is None else (date.fromisoformat(day.day) - timedelta(days=day.back - 1)).isoformat()
    incidents = answers.events(moment) if first is None else answers.events_during(first, day.day, moment)
    found = marks(answers.control(moment), incidents, day, sides, visit.words)
    chosen = layer if layer in LAYER_CHOICES else "all"
    return Drawing(day=day, first=span[0], last=span[1], layer=chosen, marks=found, sides=sides)


@get("/map", sync_to_thread=True)
def map_page(
    visit: Here, layer: FromQuery[str | None] = None, back: FromQuery[str | None] = None, page: FromQuery[int] = 1
) -> Response[str]:
    """The map of a day, with its slider, its legend and its table."""
    found = drawing(visit, layer, back)
    days = days_between(found.first, found.last) if found else 0
    at = min(days, max(0, days_between(found.first, found.day.day))) if found else 0
    told = found.told if found else []
    pages = max(1, -(-len(told) // _PAGE))
    page = min(max(1, page), pages)
    beneath = basemap(visit.answers.observatory.store.settings)
    made = visit.page(
        "map.html", drawing=found, days=days, at=at, layers=LAYER_CHOICES, backs=tuple(BACK), back=back if back in BACK else "7",
        rows=told[(page - 1) * _PAGE : page * _PAGE], page=page, pages=pages, basemap=beneath,
        ready=asset("vendor/leaflet/leaflet.js") is not None,
    )  # fmt: skip
    if beneath:
        made.headers["content-security-policy"] = policy(beneath.origin)
    return made


@get("/map/data", sync_to_thread=True)
def map_data(visit: Here, layer: FromQuery[str | None] = None, back: FromQuery[str | None] = None) -> Response[bytes]:
    """The map of a day as GeoJSON. An area has no geometry: `region` names its outline among the bundled shapes."""
    asked = [visit.answers.head().hash, visit.words.language, layer, back, *visit.moment.query().items()]
    tag = f'"{sha256(repr(asked).encode()).hexdigest()[:20]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "cookie, accept-language"}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    found = drawing(visit, layer, back)
    body = msgspec.json.encode(collection(visit, found) if found else {"type": "FeatureCollection", "features": []})
    return Response(body, media_type="application/geo+json", headers=headers)


def collection(visit: Visit, found: Drawing) -> dict[str, Any]:
    """The drawing as a FeatureCollection; what can't be drawn is not in it (the table has it)."""
    drawn = [one for one in found.marks if one.drawn != "list" and (one.events or _shown(one, found.layer))]
    countries = sorted({one.country for one in drawn if one.country and shapes(one.country)})
    return {
        "type": "FeatureCollection",
        "day": found.day.day,
        "shapes": {code: asset(f"vendor/shapes/admin1/{code}.json") for code in countries},
        "features": [_feature(visit, one, found.layer) for one in drawn],
    }


def _shown(mark: Mark, layer: str) -> bool:
    return bool(mark.contested) or any(layer in ("all", held.layer) for held in mark.held)


def _feature(visit: Visit, mark: Mark, layer: str) -> dict[str, Any]:
    held = [one for one in mark.held if layer in ("all", one.layer)]
    geometry = {"type": "Point", "coordinates": [mark.lon, mark.lat]} if mark.drawn == "point" else None
    properties = {
        "name": mark.name, "drawn": mark.drawn, "region": mark.region, "label": [mark.lat, mark.lon], "precision": mark.precision,
        "why": mark.why, "contested": mark.contested, "link": visit.link(f"/places/{mark.id}"), "says": spoken(visit, mark, held),
        "held": [
            {
                "layer": one.layer, "mode": one.mode, "letter": one.letter, "colour": one.colour, "age": one.age,
                "says": f"{visit.label(one.layer)}: {one.says}", "age_says": one.age_says,
            }
            for one in held
        ],
        "events": [
            {
                "what": one.what, "when": one.when, "near": one.near, "contested": one.contested, "age": one.age,
                "link": visit.link(f"/events/{one.id}"),
            }
            for one in mark.events
        ],
        "total": mark.total,
    }  # fmt: skip
    return {"type": "Feature", "id": f"{mark.drawn}:{mark.key}", "geometry": geometry, "properties": properties}


def spoken(visit: Visit, mark: Mark, held: Sequence[Any]) -> str:
    """A mark in one sentence, for whoever hears the map."""
    said = [mark.name if not mark.why else f"{mark.name} ({mark.why})"]
    said += [f"{visit.label(one.layer)}: {one.says}, {one.age_says}" for one in held]
    said += [visit.words("contested")] if mark.contested else []
    said += [visit.words.many("%(n)s event", "%(n)s events", mark.total)] if mark.total else []
    return "; ".join(said)


HANDLERS = (map_page, map_data)
