"""What a map may draw of the record, and how finely: a point only where the claims are that exact, else an area, else a list.

UCDP's where_prec decides: 1 and 2 are points, 3 and 4 the first-level region (of which 3 is but a part), all others are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from marsad.desk.labels import label
from marsad.desk.naming import gazetteer
from marsad.desk.sides import Side, side_of
from marsad.desk.telling import event_type, names, site, standing
from marsad.desk.visit import STATIC
from marsad.desk.whereabouts import address_of, key_of
from marsad.desk.words import Words
from marsad.ledger.clock import days_between
from marsad.ledger.control import LAYERS, Age, PlaceControl, Spell, Standpoint, age_of
from marsad.ledger.events import Incident
from marsad.ledger.tally import Spot
from marsad.model.record import Layer

Drawn = Literal["point", "area", "list"]
Mode = Literal["holds", "part", "left", "contested", "besieged"]
_MODES: dict[str, Mode] = {
    "captured": "holds", "held": "holds", "lost": "left", "withdrawn": "left", "contested": "contested", "besieged": "besieged",
}  # fmt: skip
_SHOWN = 8


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What one layer says of a place on the day: `mode` and `side` are drawn, `says` and `age_says` are the same in words."""

    layer: Layer
    mode: Mode
    side: str
    letter: str
    colour: int
    says: str
    said: str
    age: Age
    age_says: str
    claim: str


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """An event in a list: what, on which days, whether only near the place, whether accounts disagree, how old it is then."""

    id: str
    what: str
    when: str
    where: str
    near: bool
    contested: bool
    age: Age


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the day. `drawn` says how; `why` why not finer. `region` is the id of the shape.

    `events` are the newest of `total`. What happened at no place that is given has no `key` and no `id`.
    """

    key: str
    id: str
    name: str
    country: str | None
    precision: int | None
    lat: float | None
    lon: float | None
    region: str | None
    drawn: Drawn
    why: str
    held: tuple[Held, ...] = ()
    contested: str | None = None
    pieces: tuple[str, ...] = ()
    events: tuple[Happened, ...] = ()
    total: int = 0


class Day(msgspec.Struct, frozen=True):
    """The day that is drawn, and how many days of events before it are (None: all)."""

    day: str
    back: int | None


def marks(
    places: Iterable[PlaceControl], incidents: Iterable[Incident], day: Day, sides: Mapping[str, Side], words: Words
) -> list[Mark]:
    """Everything of the day, by name: each place once for every fineness in which something is known of it."""
    spots: dict[tuple[str, Drawn], Spot] = {}
    controls: dict[tuple[str, Drawn], PlaceControl] = {}
    happened: dict[tuple[str, Drawn], list[Incident]] = {}
    for one in places:
        at = (one.key, fineness(one.place))
        spots[at], controls[at] = one.place, one
    for incident in sorted(incidents, key=lambda one: (one.end, one.id), reverse=True):
        if incident.background or not recent(incident, day):
            continue
        spot = incident.place or Spot(words("no place given"))
        at = (key_of(spot) if incident.place else "", fineness(spot))
        spots[at] = min(spots.get(at, spot), spot, key=lambda one: one.precision or 9)
        happened.setdefault(at, []).append(incident)
    made = [_mark(at[0], spot, at[1], controls.get(at), happened.get(at, []), day, sides, words) for at, spot in spots.items()]
    return sorted(made, key=lambda one: (one.name, one.key, one.drawn))


def recent(incident: Incident, day: Day) -> bool:
    """Whether an event lies in the days that are drawn."""
    return incident.start <= day.day and (day.back is None or days_between(incident.end, day.day) < day.back)


def fineness(spot: Spot) -> Drawn:
    """How finely a place may be drawn."""
    if spot.precision in (1, 2) and spot.lat is not None and spot.lon is not None:
        return "point"
    return "area" if spot.precision in (3, 4) and region_id(spot) in drawable(spot.country) else "list"


def region_id(spot: Spot) -> str | None:
    """The id of a place's first-level region: its own, or of the region that it lies in."""
    if spot.precision == 4 and spot.id and spot.id in drawable(spot.country):
        return spot.id
    return _region(spot.country, spot.adm1) if spot.country and spot.adm1 else None


@lru_cache(maxsize=4096)
def _region(country: str, name: str) -> str | None:
    found = [one for one in gazetteer().lookup(name) if one.kind == "region" and one.country == country]
    return found[0].id if len({one.id for one in found}) == 1 else None


def shapes(country: str | None) -> Path | None:
    """The file with a country's regions; None where the build has none."""
    path = STATIC / "vendor" / "shapes" / "admin1" / f"{country}.json"
    return path if country and country.isalpha() and path.is_file() else None


@lru_cache(maxsize=256)
def drawable(country: str | None) -> frozenset[str]:
    """The regions of a country whose shape is sure: a shape without an id is never drawn as one."""
    path = shapes(country)
    if path is None:
        return frozenset()
    found = msgspec.json.decode(path.read_bytes(), type=_Topology)
    return frozenset(one.id for one in found.objects["regions"].geometries if one.id)


class _Geometry(msgspec.Struct):
    id: str | None = None


class _Object(msgspec.Struct):
    geometries: list[_Geometry]


class _Topology(msgspec.Struct):
    objects: dict[str, _Object]


def _mark(
    key: str, spot: Spot, drawn: Drawn, control: PlaceControl | None, found: Sequence[Incident], day: Day,
    sides: Mapping[str, Side], words: Words,
) -> Mark:  # fmt: skip
    now = {one.layer: one for one in control.now} if control else {}
    contest = next((one for one in reversed(control.contests) if one.end is None), None) if control else None
    return Mark(
        key=key, id=address_of(key) if key else "", name=spot.name, country=spot.country,
        precision=spot.precision, lat=spot.lat, lon=spot.lon,
        region=region_id(spot) if drawn == "area" else None, drawn=drawn, why=why(spot, drawn, words) if key else "",
        held=tuple(held(now[layer], spot, day.day, sides, words) for layer in LAYERS if layer in now),
        contested=contest.says if contest else None, pieces=_pieces(control, words),
        events=tuple(happened(one, day.day, words) for one in found[:_SHOWN]), total=len(found),
    )  # fmt: skip


def why(spot: Spot, drawn: Drawn, words: Words) -> str:
    """Why a place is drawn as it is, in words; nothing for a place that is known exactly."""
    if drawn == "point":
        return words("near it, not exactly there") if spot.precision == 2 else ""
    if drawn == "area":
        return words("somewhere in the region") if spot.precision == 3 else words("the region as a whole")
    if spot.id is None and spot.precision is None:
        return words("the gazetteer doesn't know it")
    if spot.precision in (3, 4):
        return words("its region's outline isn't sure")
    coarse = {5: words("a stretch without an outline"), 6: words("no finer than the country"), 7: words("at sea or in the air")}
    return coarse.get(spot.precision or 0) or words("no point is known of it")


def held(now: Standpoint, spot: Spot, day: str, sides: Mapping[str, Side], words: Words) -> Held:
    """One layer's word on a place, ready to draw and to read."""
    spell = now.spell
    side = sides[side_of(spell.actors[0])]
    days = max(0, days_between(now.said, day))
    return Held(
        layer=now.layer, mode=mode_of(spell, spot), side=side.key, letter=side.letter, colour=side.colour,
        says=status(spell, words), said=now.said, age=age_of(days), age_says=ago(days, words), claim=spell.claims[-1],
    )  # fmt: skip


def mode_of(spell: Spell, spot: Spot | None = None) -> Mode:
    """How a status is drawn: who holds but a part, or a part of the region that is drawn for it, fills nothing whole."""
    mode = _MODES[spell.status]
    partly = spell.extent in ("part", "site") or spell.site is not None or (spot is not None and spot.precision == 3)
    return "part" if mode == "holds" and partly else mode


def status(spell: Spell, words: Words) -> str:
    """A spell in words: "held by X · most of it"."""
    who = names(spell.actors, words)
    said = standing(spell.status, who, words)
    return said + (f" · {label(words, spell.extent)}" if spell.extent in ("most", "part") else "")


def ago(days: int, words: Words) -> str:
    """How long before the day something was said."""
    return words.many("said %(n)s day before", "said %(n)s days before", days) if days else words("said that day")


def happened(one: Incident, day: str, words: Words) -> Happened:
    """An event for a list."""
    place = one.place
    return Happened(
        id=one.id, what=what(one, words), when=words.days(one.start, one.end) + ("" if one.dated else " ?"),
        where=place.name if place else "", near=place is not None and place.precision == 2,
        contested=bool(one.contested or one.denied), age=age_of(max(0, days_between(one.end, day))),
    )  # fmt: skip


def what(one: Incident, words: Words) -> str:
    """An event in a few words: its type, by whom, to whom."""
    said = event_type(one, words)
    if one.side_a or one.side_b:
        said += f": {names(one.side_a, words) or '?'}"
    return said + (f" {words.onward} {names(one.side_b, words)}" if one.side_b else "")


def _pieces(control: PlaceControl | None, words: Words) -> tuple[str, ...]:
    """What is said of sites in it, which is nothing about the whole."""
    if control is None:
        return ()
    return tuple(
        f"{site(spell.site, words)}: {status(spell, words)}" for spell in control.timeline if spell.site and spell.end is None
    )
