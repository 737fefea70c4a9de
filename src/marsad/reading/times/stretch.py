"""Stretches of the calendar: a day, a month, half a year, a decade, and what TIMEX3 and UCDP call them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from marsad.model import Interval

Grain = Literal["part", "day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century", "none"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What an expression stands for: its TIMEX3 value and the days from `start` to `end`, as far as they are known.

    `grain` is the calendar unit of the value ("none" for durations, sets and vague references). `dated` is False where the
    expression doesn't place anything on the calendar.
    """

    value: str | None = None
    type: TimeType = "DATE"
    start: date | None = None
    end: date | None = None
    grain: Grain = "none"

    @property
    def precision(self) -> int | None:
        """UCDP's date_prec: 1 a day, 2 two to six days, 3 a week, 4 eight days to a month, 5 more; open ends are 5."""
        if self.start is None and self.end is None:
            return None
        if self.start is None or self.end is None:
            return 5
        days = (self.end - self.start).days + 1
        return 1 if days == 1 else 2 if days < 7 else 3 if days == 7 else 4 if days <= 31 else 5

    def interval(self) -> Interval | None:
        """The contract's interval, or None where nothing is known."""
        if self.value is None and self.start is None and self.end is None:
            return None
        return Interval(
            start=self.start.isoformat() if self.start else None,
            end=self.end.isoformat() if self.end else None,
            precision=self.precision,
            value=self.value,
            type=self.type,
        )

    def with_part(self, suffix: str) -> Stretch:
        """This day's morning, night or hour: `2024-11-29` and `TEV`."""
        return replace(self, value=f"{self.value}{suffix}", type="TIME", grain="part")

    def narrowed(self, edge: Literal["start", "mid", "end"]) -> Stretch:
        """The first, middle or last third of the days; the value stays, as TIMEX3 puts "early" into `mod`."""
        if self.start is None or self.end is None:
            return self
        days = (self.end - self.start).days + 1
        third = max(1, days // 3)
        if edge == "start":
            return replace(self, end=self.start + DAY * (third - 1))
        if edge == "end":
            return replace(self, start=self.end - DAY * (third - 1))
        return replace(self, start=self.start + DAY * third, end=self.end - DAY * third) if days > 2 else self


UNKNOWN = Stretch()


def day(when: date) -> Stretch:
    """One day."""
    return Stretch(when.isoformat(), "DATE", when, when, "day")


def days(first: date, last: date) -> Stretch:
    """The days from the first to the last, as an ISO 8601 interval."""
    return Stretch(f"{first.isoformat()}/{last.isoformat()}", "DATE", first, last, "none")


def week(when: date) -> Stretch:
    """The ISO week that holds a day."""
    iso = when.isocalendar()
    monday = when - DAY * when.weekday()
    return Stretch(f"{iso.year:04d}-W{iso.week:02d}", "DATE", monday, monday + DAY * 6, "week")


def weekend(when: date) -> Stretch:
    """The Saturday and Sunday of the ISO week that holds a day."""
    whole = week(when)
    assert whole.end is not None
    return Stretch(f"{whole.value}-WE", "DATE", whole.end - DAY, whole.end, "weekend")


def months(year: int, first: int, count: int, value: str, grain: Grain) -> Stretch:
    """`count` months from the first, which may reach into the next year."""
    last = first + count - 1
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    end = date(end_year, end_month, monthrange(end_year, end_month)[1])
    return Stretch(value, "DATE", date(year, first, 1), end, grain)


def month(year: int, number: int) -> Stretch:
    """One month."""
    return months(year, number, 1, f"{year:04d}-{number:02d}", "month")


def quarter(year: int, number: int) -> Stretch:
    """One quarter of a year, 1 to 4."""
    return months(year, 3 * number - 2, 3, f"{year:04d}-Q{number}", "quarter")


def half(year: int, number: int) -> Stretch:
    """One half of a year, 1 or 2."""
    return months(year, 6 * number - 5, 6, f"{year:04d}-H{number}", "half")


def season(year: int, code: str) -> Stretch:
    """A season of the northern year by months; the winter is the one that begins in the year."""
    return months(year, SEASONS[code], 3, f"{year:04d}-{code}", "season")


def year(number: int) -> Stretch:
    """One year."""
    return months(number, 1, 12, f"{number:04d}", "year")


def years(first: int, last: int) -> Stretch:
    """Several years, as an ISO 8601 interval."""
    return Stretch(f"{first:04d}/{last:04d}", "DATE", date(first, 1, 1), date(last, 12, 31), "none")


def decade(first: int) -> Stretch:
    """Ten years; the value is the first three digits."""
    return Stretch(f"{first // 10:03d}", "DATE", date(first, 1, 1), date(first + 9, 12, 31), "decade")


def century(number: int) -> Stretch:
    """A hundred years; the value is the first two digits."""
    first = max(1, 100 * (number - 1))
    return Stretch(f"{number - 1:02d}", "DATE", date(first, 1, 1), date(100 * number - 1, 12, 31), "century")


def shifted(when: date, unit: str, count: int) -> Stretch:
    """The calendar unit (D, W, WE, M, Q, Y, DE, CE) that lies `count` units from the one that holds a day.

    Raises ValueError or OverflowError outside the years 1 to 9999.
    """
    if unit == "D":
        return day(when + DAY * count)
    if unit in ("W", "WE"):
        return (week if unit == "W" else weekend)(when + DAY * (7 * count))
    if unit == "M":
        index = when.year * 12 + when.month - 1 + count
        return month(index // 12, index % 12 + 1)
    if unit == "Q":
        index = when.year * 4 + (when.month - 1) // 3 + count
        return quarter(index // 4, index % 4 + 1)
    if unit == "Y":
        return year(when.year + count)
    if unit == "DE":
        return decade(when.year // 10 * 10 + 10 * count)
    return century(when.year // 100 + 1 + count)


def valid_day(year_number: int, month_number: int, day_number: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year_number, month_number, day_number)
    except ValueError:
        return None
