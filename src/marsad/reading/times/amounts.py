"""How many of which unit: "two and a half years", "several days", "half an hour"."""

from __future__ import annotations

from marsad.reading.times.grammar import Match
from marsad.reading.times.stretch import Stretch


def amount(match: Match, name: str = "num") -> float | None:
    """The number bound in a match; None where the words don't give one ("several")."""
    if "count" in match.rule.constants:
        return float(match.rule.constants["count"])
    words = match.get(name)
    if not words:
        return 1.0 if match.get("one") else None
    total, seen = 0.0, False
    for position, word in enumerate(words):
        number = match.number(word)
        if number is not None:
            total, seen = total + number, True
        elif word in ("hundred", "thousand"):
            total, seen = max(total, 1.0) * (100 if word == "hundred" else 1000), True
        elif word == "half" and position:
            total += 0.5
    return total if seen else None


def duration_value(count: float | None, unit: str) -> str:
    """The TIMEX3 value of so many units: P3D, PT30M, P2.5Y, PXW, P1DE."""
    if unit == "FN":
        count, unit = (None if count is None else count * 2), "W"
    if count is not None and count != int(count):
        count, unit = _finer(count, unit)
    text = "X" if count is None else f"{count:g}" if count != int(count) else str(int(count))
    return f"PT{text}{unit[1]}" if unit in ("TH", "TM", "TS") else f"P{text}{unit}"


def _finer(count: float, unit: str) -> tuple[float, str]:
    if count == 0.5:
        for larger, factor, smaller in (("TH", 60, "TM"), ("Y", 12, "M"), ("D", 24, "TH")):
            if unit == larger:
                return count * factor, smaller
    return count, unit


def duration(count: float | None, unit: str) -> Stretch:
    """A length of time that stands nowhere on the calendar."""
    return Stretch(duration_value(count, unit), "DURATION")


def in_days(count: float, unit: str) -> float | None:
    """About how many days so many units are, or None for a unit of the clock under a day."""
    days = {
        "D": 1.0,
        "W": 7.0,
        "FN": 14.0,
        "WE": 7.0,
        "M": 30.4375,
        "Q": 91.3125,
        "Y": 365.25,
        "DE": 3652.5,
        "CE": 36525.0,
        "TH": 1 / 24,
        "TM": 1 / 1440,
        "TS": 1 / 86400,
    }
    return count * days[unit] if unit in days else None
