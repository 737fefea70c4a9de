"""From values to places on a chart, and round numbers for its axes."""

from __future__ import annotations

from datetime import date, timedelta
from math import floor, log10

import msgspec


class Scale(msgspec.Struct, frozen=True):
    """A straight line from [first, last] to [start, end] in pixels."""

    first: float
    last: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value stands, to a tenth of a pixel."""
        width = self.last - self.first or 1.0
        return round(self.start + (value - self.first) / width * (self.end - self.start), 1)


def time_scale(first: float, last: float, *, before: int, after: int, width: int, mirrored: bool) -> Scale:
    """Time from `before` pixels after the edge where reading starts to `after` pixels before the other edge."""
    return Scale(first, last, width - before, after) if mirrored else Scale(first, last, before, width - after)


def left_of(x: float, wide: float, *, mirrored: bool) -> float:
    """The left edge of what starts at x and is `wide` long in time's direction."""
    return round(x - wide, 1) if mirrored else x


def ticks(top: float, about: int = 4) -> list[int]:
    """Round numbers from 0 to beyond `top`: steps of 1, 2 or 5 times a power of ten, whole."""
    if top <= 0:
        return [0, 1]
    raw = top / about
    power = 10.0 ** floor(log10(raw))
    step = max(1, int(next(unit for unit in (1, 2, 5, 10) if unit * power >= raw) * power))
    return list(range(0, int(top) + step + (0 if int(top) % step else 1 - step), step)) or [0, step]


def day_ticks(first: date, last: date, about: int = 6) -> list[date]:
    """Days at even distance from the first on."""
    span = max(1, (last - first).days)
    step = next((unit for unit in (1, 2, 5, 7, 14, 30, 90, 180, 365) if span / unit <= about), span // about)
    return [first + timedelta(days=number) for number in range(0, span + 1, step)]
