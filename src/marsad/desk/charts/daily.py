"""How much there was on each day: a lane of bars for each kind of thing, over one axis of days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from marsad.desk.charts.scales import day_ticks, left_of, time_scale
from marsad.desk.words import Words

WIDTH = 720
_LEFT, _RIGHT, _TOP, _LANE, _BAR, _FOOT = 8, 8, 4, 46, 24, 24


class Bar(msgspec.Struct, frozen=True):
    """A day's bar."""

    x: float
    y: float
    width: float
    height: float
    says: str


class Row(msgspec.Struct, frozen=True):
    """A kind's lane: `kind` is its class, `y` its base line."""

    kind: str
    name: str
    y: int
    bars: tuple[Bar, ...]


class Daily(msgspec.Struct, frozen=True):
    """All that the template draws."""

    width: int
    height: int
    rows: tuple[Row, ...]
    across: tuple[tuple[float, str], ...]
    says: str


def daily(start: str, end: str, lanes: Mapping[tuple[str, str], Mapping[str, int]], words: Words) -> Daily:
    """The chart of `lanes`, (class, name) -> day -> how many, from day to day; a lane's highest bar is its highest day."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    mirrored = words.direction == "rtl"
    x = time_scale(first.toordinal(), last.toordinal() + 1, before=_LEFT, after=_RIGHT, width=WIDTH, mirrored=mirrored)
    wide = max(1.0, round(abs(x(first.toordinal() + 1) - x(first.toordinal())) - 2, 1))
    rows = []
    for number, ((kind, name), counts) in enumerate(lanes.items()):
        base, top = _TOP + (number + 1) * _LANE - 2, max(counts.values(), default=1)
        found = [(first + timedelta(days=offset)).isoformat() for offset in range((last - first).days + 1)]
        bars = tuple(
            Bar(
                left_of(x(date.fromisoformat(day).toordinal()), wide + 2, mirrored=mirrored) + 1,
                round(base - _BAR * counts[day] / top, 1), wide,
                round(_BAR * counts[day] / top, 1), f"{words.day(day)}: {name}, {words.number(counts[day])}",
            )
            for day in found if counts.get(day)
        )  # fmt: skip
        rows.append(Row(kind, f"{name} ({words.number(sum(counts.values()))})", base, bars))
    across = tuple((x(day.toordinal()), words.day(day.isoformat())) for day in day_ticks(first, last))
    return Daily(WIDTH, _TOP + len(rows) * _LANE + _FOOT, tuple(rows), across, words.row([row.name for row in rows]))
