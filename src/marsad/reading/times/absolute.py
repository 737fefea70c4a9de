"""Dates that say where they stand: days, months, years, decades, quarters, seasons, holidays."""

from __future__ import annotations

from datetime import date

from marsad.reading.times import stretch as cal
from marsad.reading.times.context import Context
from marsad.reading.times.grammar import Match
from marsad.reading.times.stretch import UNKNOWN, Stretch

_YEAR, _QUARTER = 12, 3
"""Months of a year and of a quarter."""
_THEN = 30
"""Words from a date within which "since then" means it."""


def iso(match: Match, context: Context) -> Stretch | None:
    """2024-11-27, 2024-11-27T03:30."""
    words = match.get("when")[0]
    number = [int(part) for part in words[:10].split("-")]
    when = cal.valid_day(*number)
    if when is None:
        return None
    whole = cal.day(when)
    return whole.with_part(words[10:].upper()) if len(words) > 10 else whole


def numeric_date(match: Match, context: Context) -> Stretch | None:
    """12/5/2016: the one reading that the calendar or the publication allows; both days' span where neither tells."""
    words = match.get("when")[0]
    sign = next(c for c in words if not c.isdecimal())
    first, second, year = (int(part) for part in words.split(sign))
    if year < 100:
        if sign != "/" and (first > 31 or second > 12):
            return None
        year += 2000 if year < 50 else 1900
    readings = [cal.valid_day(year, second, first), cal.valid_day(year, first, second)]
    found = sorted({when for when in readings if when})
    if sign == "." and readings[0]:
        found = [readings[0]]
    if len(found) == 2 and context.published:
        near = [when for when in found if -60 <= (when - context.published).days <= 3]
        found = near if len(near) == 1 else found
    if not found:
        return None
    return cal.day(found[0]) if len(found) == 1 else Stretch(f"{year:04d}", "DATE", found[0], found[1], "none")


def date_(match: Match, context: Context) -> Stretch | None:
    """27 November 2024, Nov. 27, Friday 29 November."""
    month, number = match.lookup("MONTH", "month"), match.ordinal("day")
    if number is None or not 1 <= number <= 31:
        return None
    if not match.get("month"):
        here = context.last.start if context.last and context.last.start else context.published
        found = cal.valid_day(here.year, here.month, number) if here else None
        return cal.day(found) if found else UNKNOWN
    year = match.year("year")
    if year is not None:
        context.said[month, number] = year
    if year is None:
        year = context.said.get((month, number)) or context.year_of_month(match, month, number)
        weekday = match.lookup("WEEKDAY", "weekday")
        if year is not None and weekday:
            year = next(
                (
                    y
                    for y in (year, year - 1, year + 1)
                    if (when := cal.valid_day(y, month, number)) and when.isoweekday() == weekday
                ),
                year,
            )
    if year is None:
        return Stretch(f"XXXX-{month:02d}-{number:02d}") if cal.valid_day(2000, month, number) else None
    found = cal.valid_day(year, month, number) if year else None
    return cal.day(found) if found else None


def date_range(match: Match, context: Context) -> Stretch | None:
    """27-28 November, Nov 27-30."""
    month, first, last = match.lookup("MONTH", "month"), match.ordinal("day"), match.ordinal("day2")
    year = match.year("year") or context.year_of_month(match, month, last)
    if year is None:
        return Stretch(f"XXXX-{month:02d}-{first:02d}/XXXX-{month:02d}-{last:02d}") if first and last else None
    start, end = cal.valid_day(year, month, first or 0), cal.valid_day(year, month, last or 0)
    return cal.days(start, end) if start and end and start < end else None


def date_pair(match: Match, context: Context) -> Stretch | None:
    """September 13 and 14: both days where the one follows the other, else the first."""
    first, last = match.ordinal("day"), match.ordinal("day2")
    return date_range(match, context) if first and last == first + 1 else date_(match, context)


def said_before(match: Match, context: Context) -> Stretch | None:
    """Then, of "since then": the date that the sentence or the one before it has given last."""
    last = context.last
    near = last is not None and match.start - context.last_end <= _THEN
    return last if near and last is not None and last.grain in ("day", "part", "month", "year") else None


def month(match: Match, context: Context) -> Stretch | None:
    """November, November 2016, last May, October of that year."""
    number, year = match.lookup("MONTH", "month"), match.year("year")
    which, constant = match.which(), match.rule.constants.get("year")
    if year is None and constant:
        year = context.year if context.year is not None else context.published.year if context.published else None
        year = year - 1 if year is not None and constant == "previous" else year
    elif year is None and which is not None:
        of_text = context.narrative or match.get("which")[-1] in ("following", "previous", "preceding")
        here = context.last.start if of_text and context.last else context.published
        if here is None:
            return UNKNOWN
        year = here.year
        if match.rule.name == "month of next year":
            year += which
        elif which < 0 and number >= here.month:
            year -= 1
        elif which > 0 and number <= here.month:
            year += 1
    elif year is None:
        year = context.year_of_month(match, number)
    return cal.month(year, number) if year else Stretch(f"XXXX-{number:02d}")


def week_of_month(match: Match, context: Context) -> Stretch | None:
    """The first week of July: the month's first seven days; the value is the ISO week with most of them."""
    whole = month(match, context)
    nth = 5 if match.get("nth") == ["last"] else match.ordinal("nth")
    if whole is None or whole.start is None or whole.end is None or not nth or nth > 5:
        return whole
    start = whole.end - cal.DAY * 6 if nth == 5 else whole.start + cal.DAY * 7 * (nth - 1)
    return Stretch(cal.week(start + cal.DAY * 3).value, "DATE", start, start + cal.DAY * 6, "week")


def year(match: Match, context: Context) -> Stretch | None:
    """2016, '82, the year 1916."""
    number = match.year("year")
    return cal.year(number) if number else None


def year_after_prefix(match: Match, context: Context) -> Stretch | None:
    """post-2003, mid-2011; other words with a hyphen and four digits are names of things."""
    before = match.words.lowers[match.start - 2] if match.start >= 2 else ""
    if before not in ("pre", "post", "mid", "early", "late"):
        return None
    return year(match, context)


def year_range(match: Match, context: Context) -> Stretch | None:
    """2015-16, 1980-1988."""
    first, words = match.year("year"), match.get("year2")[0]
    assert first is not None
    last = int(words) if len(words) == 4 else first // 100 * 100 + int(words)
    return cal.years(first, last) if first < last <= first + 150 else None


def before_christ(match: Match, context: Context) -> Stretch | None:
    """575 BC: a value without days, as the calendar here begins with year 1."""
    number = match.number(match.get("year")[0])
    return Stretch(f"BC{int(number):04d}") if number else None


def decade(match: Match, context: Context) -> Stretch | None:
    """1990s, the '80s."""
    words = match.get("decade")[0]
    digits = "".join(c for c in words if c.isdecimal())
    if match.before() in match.grammar.lists["possessive_ages"]:
        return None
    if len(digits) == 4:
        return cal.decade(int(digits)) if int(digits) >= 1000 else None
    number = int(digits) if digits else match.lookup("TENS", "decade")
    marked = words[0] in "'’" or match.words.lowers[match.start] == "the" or match.before() in match.grammar.lists["decade_cues"]
    if digits and not marked:
        return None
    return cal.decade((2000 if number in (0, 10) else 1900) + number)


def century(match: Match, context: Context) -> Stretch | None:
    """The 19th century."""
    number = match.ordinal("nth")
    return cal.century(number) if number and number <= 30 else None


def quarter(match: Match, context: Context) -> Stretch | None:
    """The third quarter of 2008; without a year the last one that has begun."""
    number = match.ordinal("nth")
    if not number or number > 4:
        return None
    when = context.published
    year_number = match.year("year")
    if year_number is None:
        if when is None:
            return UNKNOWN if context.year is None else cal.quarter(context.year, number)
        which = match.which()
        begun = number <= (when.month + 2) // 3
        later = context.tense(match) == "future"
        year_number = when.year + (which if which is not None else 0 if begun or later else -1)
    return cal.quarter(year_number, number)


def half(match: Match, context: Context) -> Stretch | None:
    """The first half of 2016, of this year."""
    year_number = match.year("year")
    if year_number is None:
        if context.published is None:
            return UNKNOWN
        year_number = context.published.year + (match.which() or 0)
    return cal.half(year_number, 1 if match.get("nth") == ["first"] else 2)


def months_of_year(match: Match, context: Context) -> Stretch | None:
    """The first three months of 2024, the last two months of the year."""
    number = match.number(match.get("count")[0])
    year_number = match.year("year")
    if year_number is None:
        if context.published is None:
            return UNKNOWN
        year_number = context.published.year + (match.which() or 0)
    if number is None or not 1 < number < _YEAR:
        return None
    count = int(number)
    first = 1 if match.get("edge") in (["first"], ["opening"]) else _YEAR + 1 - count
    value = {3: "Q", 6: "H"}.get(count)
    part = f"{year_number:04d}-{value}{(first - 1) // count + 1}" if value else f"P{count}M"
    return cal.months(year_number, first, count, part, "quarter" if count <= _QUARTER else "half")


def season(match: Match, context: Context) -> Stretch | None:
    """The winter of 1941, last summer."""
    code, year_number, which = match.lookup("SEASON", "season"), match.year("year"), match.which()
    if year_number is None:
        when = context.published if not context.narrative else None
        if when is None:
            if context.year is None:
                return UNKNOWN
            year_number = context.year
        else:
            begun = cal.SEASONS[code] <= when.month
            future = context.tense(match) == "future"
            year_number = when.year - (not begun and not future and which != 1)
            if which == -1 and cal.SEASONS[code] <= when.month < cal.SEASONS[code] + 3:
                year_number -= 1
            if which == 1 and begun:
                year_number += 1
    return cal.season(year_number, code)


def holiday(match: Match, context: Context) -> Stretch | None:
    """Christmas Day, New Year's Eve."""
    text = match.rule.constants.get("day") or match.lookup("HOLIDAY", "day")
    month_number, number = int(text[:2]), int(text[3:])
    year_number = match.year("year") or context.year_of_month(match, month_number, number)
    found = cal.valid_day(year_number, month_number, number) if year_number else None
    if found is None:
        return Stretch(f"XXXX-{text}")
    return cal.day(found - cal.DAY if match.get("eve") and found > date.min else found)


def fixed(match: Match, context: Context) -> Stretch | None:
    """A day that has become a name ("the September 11 attacks"); another month and day is a plain date."""
    when = date.fromisoformat(match.rule.constants["day"])
    before = match.rule.constants.get("before")
    named = before is None or match.after() in match.grammar.lists[before]
    if not named or (match.lookup("MONTH", "month"), match.ordinal("day")) != (when.month, when.day):
        return date_(match, context)
    context.said[when.month, when.day] = when.year
    return cal.day(when)
