"""Running totals by originator: a step line each, its range as a band, a ring where a total falls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from marsad.desk.charts.scales import Scale, day_ticks, ticks, time_scale
from marsad.desk.telling import figure_of
from marsad.desk.words import Words
from marsad.ledger.series import Series

WIDTH, HEIGHT = 720, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 14, 30
COLOURS = 6


class Dot(msgspec.Struct, frozen=True):
    """A figure on its day: where it stands, what it says, whether it is lower than the one before."""

    x: float
    y: float
    says: str
    falls: bool


class Line(msgspec.Struct, frozen=True):
    """An originator's line: its path, its band of low to high, its dots; `colour` is one of six, which come again dashed."""

    name: str
    colour: int
    dashed: bool
    path: str
    band: str
    dots: tuple[Dot, ...]


class Chart(msgspec.Struct, frozen=True):
    """All that the template draws; `bounds`: where time starts, top, where it ends, bottom; `says` is the same in words."""

    width: int
    height: int
    lines: tuple[Line, ...]
    across: tuple[tuple[float, str], ...]
    down: tuple[tuple[float, str], ...]
    bounds: tuple[float, int, float, int]
    figures_x: float
    says: str


def running(strands: Sequence[Series], words: Words) -> Chart | None:
    """The chart of some running totals; None where no figure has a number and a day."""
    points = [_points(strand, words) for strand in strands]
    days = [day for found in points for day, *_ in found]
    if not days:
        return None
    top = max(max(high, best) for found in points for _, _, best, high, _ in found)
    marks = ticks(top)
    first, last = min(days), max(days)
    until = max(last.toordinal(), first.toordinal() + 1)
    mirrored = words.direction == "rtl"
    x = time_scale(first.toordinal(), until, before=_LEFT, after=_RIGHT, width=WIDTH, mirrored=mirrored)
    y = Scale(0, marks[-1], HEIGHT - _BOTTOM, _TOP)
    lines = tuple(
        _line(strand, found, number, x, y, words)
        for number, (strand, found) in enumerate(zip(strands, points, strict=True))
        if found
    )
    across = tuple((x(day.toordinal()), words.day(day.isoformat())) for day in day_ticks(first, last))
    says = words.row([f"{line.name}: {line.dots[0].says} {words.onward} {line.dots[-1].says}" for line in lines])
    down = tuple((y(mark), words.number(mark)) for mark in marks)
    figures_x = x.start + (8 if mirrored else -8)
    return Chart(WIDTH, HEIGHT, lines, across, down, (x.start, _TOP, x.end, HEIGHT - _BOTTOM), figures_x, says)


_Point = tuple[date, int, int, int, str]


def _points(strand: Series, words: Words) -> list[_Point]:
    """Day, low, best, high of each step that has a number."""
    made = []
    for step in strand.steps:
        entry = step.entry
        best = entry.best if entry.best is not None else entry.low if entry.low is not None else entry.high
        try:
            day = date.fromisoformat(step.day[:10])
        except ValueError:
            continue
        if best is not None:
            low, high = (value if value is not None else best for value in (entry.low, entry.high))
            made.append((day, low, best, high, words.figure(figure_of(entry))))
    return made


def _line(strand: Series, points: list[_Point], number: int, x: Scale, y: Scale, words: Words) -> Line:
    path, upper, lower, dots = "", "", "", list[Dot]()
    before: int | None = None
    for day, _, best, high, said in points:
        across = x(day.toordinal())
        path += f"H{across}V{y(best)}" if path else f"M{across} {y(best)}"
        upper += f"H{across}V{y(high)}" if upper else f"M{across} {y(high)}"
        dots.append(Dot(across, y(best), f"{said} ({words.day(day.isoformat())})", before is not None and best < before))
        before = best
    for at in range(len(points) - 1, -1, -1):
        across, down = x(points[at][0].toordinal()), y(points[at][1])
        lower += f"L{across} {down}"
        lower += f"V{y(points[at - 1][1])}" if at else ""
    wide = any(high > low for _, low, _, high, _ in points)
    return Line(strand.originator, number % COLOURS, number >= COLOURS, path, f"{upper}{lower}Z" if wide else "", tuple(dots))
