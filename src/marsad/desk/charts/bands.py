"""Who holds a place through time: a lane for each layer and site, solid up to the last word, fainter in the silence after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from marsad.desk.atlas import Mode, mode_of, status
from marsad.desk.charts.scales import Scale, day_ticks, left_of, time_scale
from marsad.desk.labels import label
from marsad.desk.sides import Side, side_of
from marsad.desk.telling import site as named
from marsad.desk.words import Words
from marsad.ledger.control import LAYERS, Contest, PlaceControl, Spell

WIDTH = 720
_LEFT, _RIGHT, _TOP, _LANE, _FOOT = 8, 8, 4, 42, 26
_SLIVER = 5.0


class Band(msgspec.Struct, frozen=True):
    """A stretch: `solid` wide while somebody says so, then `silent` wide until it is said otherwise; x's are left edges."""

    x: float
    solid: float
    silent_x: float
    silent: float
    mode: Mode
    letter: str
    colour: int
    says: str
    claim: str


class Lane(msgspec.Struct, frozen=True):
    """A layer's row; `y` is the top of its bands, 18 high."""

    name: str
    y: int
    bands: tuple[Band, ...]


class Bands(msgspec.Struct, frozen=True):
    """All that the template draws; `contests` are stretches (x, width, words) of their own lane at the end."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    contests: tuple[tuple[float, float, str], ...]
    contest_y: int
    across: tuple[tuple[float, str], ...]
    says: str


def bands(control: PlaceControl, until: str, sides: Mapping[str, Side], words: Words) -> Bands | None:
    """The chart of a place up to a day; None where nothing is said of it."""
    if not control.timeline:
        return None
    first = min(date.fromisoformat(spell.start[:10]) for spell in control.timeline)
    last = max(date.fromisoformat(until), *(date.fromisoformat(spell.last_said[:10]) for spell in control.timeline))
    ends, mirrored = max(last.toordinal(), first.toordinal() + 1) + 0.5, words.direction == "rtl"
    x = time_scale(first.toordinal(), ends, before=_LEFT, after=_RIGHT, width=WIDTH, mirrored=mirrored)
    lanes = tuple(
        Lane(name, _TOP + number * _LANE + 18, tuple(_band(spell, x, last, sides, words) for spell in spells))
        for number, (name, spells) in enumerate(_lanes(control.timeline, words))
    )
    height = _TOP + len(lanes) * _LANE + (_LANE if control.contests else 0)
    contests = tuple(_contest(x, one, last, mirrored) for one in control.contests)
    across = tuple((x(day.toordinal()), words.day(day.isoformat())) for day in day_ticks(first, last))
    says = "; ".join(f"{lane.name}: {words.row([band.says for band in lane.bands])}" for lane in lanes)
    return Bands(WIDTH, height + _FOOT, lanes, contests, _TOP + len(lanes) * _LANE + 18, across, says)


def _lanes(timeline: Iterable[Spell], words: Words) -> list[tuple[str, list[Spell]]]:
    found: dict[tuple[int, str], list[Spell]] = {}
    for spell in timeline:
        found.setdefault((LAYERS.index(spell.layer), spell.site or ""), []).append(spell)
    return [
        (
            label(words, LAYERS[layer]) + (f" · {named(site, words)}" if site else ""),
            sorted(found[layer, site], key=lambda spell: spell.start),
        )
        for layer, site in sorted(found)
    ]


def _at(x: Scale, day: str) -> float:
    return x(date.fromisoformat(day[:10]).toordinal())


def _wide(x: Scale, start: str, end: str | None, last: date) -> float:
    to = x(date.fromisoformat(end[:10]).toordinal() if end else last.toordinal() + 0.5)
    return round(max(_SLIVER, abs(to - _at(x, start))), 1)


def _contest(x: Scale, one: Contest, last: date, mirrored: bool) -> tuple[float, float, str]:
    wide = _wide(x, one.start, one.end, last)
    return left_of(_at(x, one.start), wide, mirrored=mirrored), wide, one.says


def _band(spell: Spell, x: Scale, last: date, sides: Mapping[str, Side], words: Words) -> Band:
    side = sides[side_of(spell.actors[0])]
    whole = _wide(x, spell.start, spell.end, last)
    solid = min(whole, round(max(_SLIVER, abs(_at(x, spell.last_said) - _at(x, spell.start))), 1))
    mirrored, start = words.direction == "rtl", _at(x, spell.start)
    silent_x = left_of(start, whole, mirrored=True) if mirrored else round(start + solid, 1)
    days = words.days(spell.start, spell.last_said)
    return Band(
        left_of(start, solid, mirrored=mirrored), solid, silent_x, round(whole - solid, 1), mode_of(spell), side.letter,
        side.colour, f"{status(spell, words)} ({days})", spell.claims[0],
    )  # fmt: skip
