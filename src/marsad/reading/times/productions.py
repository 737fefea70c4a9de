"""What a time rule makes of the words that it matched: one function for each `make` of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from marsad.reading.times import stretch as cal
from marsad.reading.times.amounts import amount, duration, duration_value, in_days
from marsad.reading.times.context import Context, weekday_near
from marsad.reading.times.grammar import Match
from marsad.reading.times.stretch import UNKNOWN, Stretch

Production = Callable[[Match, Context], Stretch | None]


def iso(match: Match, context: Context) -> Stretch | None:
    """2024-11-27, 2024-11-27T03:30."""
    words = match.get("when")[0]
    number = [int(part) for part in words[:10].split("-")]
    when = cal.valid_day(*number)
    if when is None:
        return None
    whole = cal.day(when)
    return whole.with_part(words[10:].upper()) if len(words) > 10 else whole


def week_of_month(match: Match, context: Context) -> Stretch | None:
    """The first week of July: the month's first seven days; the value is the ISO week with most of them."""
    whole = month(match, context)
    nth = 5 if match.get("nth") == ["last"] else _ordinal(match, "nth")
    if whole is None or whole.start is None or whole.end is None or not nth or nth > 5:
        return whole
    start = whole.end - cal.DAY * 6 if nth == 5 else whole.start + cal.DAY * 7 * (nth - 1)
    return Stretch(cal.week(start + cal.DAY * 3).value, "DATE", start, start + cal.DAY * 6, "week")


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
    month, number = match.lookup("MONTH", "month"), _ordinal(match, "day")
    if number is None or not 1 <= number <= 31:
        return None
    if not match.get("month"):
        here = context.last.start if context.last and context.last.start else context.published
        found = cal.valid_day(here.year, here.month, number) if here else None
        return cal.day(found) if found else UNKNOWN
    year = match.year("year")
    if year is None:
        year = context.year_of_month(match, month, number)
        weekday = match.lookup("WEEKDAY", "weekday")
        if year is not None and weekday:
            year = next((y for y in (year, year - 1, year + 1)
                         if (when := cal.valid_day(y, month, number)) and when.isoweekday() == weekday), year)
    if year is None:
        return Stretch(f"XXXX-{month:02d}-{number:02d}") if cal.valid_day(2000, month, number) else None
    found = cal.valid_day(year, month, number) if year else None
    return cal.day(found) if found else None


def date_range(match: Match, context: Context) -> Stretch | None:
    """27-28 November, Nov 27-30."""
    month, first, last = match.lookup("MONTH", "month"), _ordinal(match, "day"), _ordinal(match, "day2")
    year = match.year("year") or context.year_of_month(match, month, last)
    if year is None:
        return Stretch(f"XXXX-{month:02d}-{first:02d}/XXXX-{month:02d}-{last:02d}") if first and last else None
    start, end = cal.valid_day(year, month, first or 0), cal.valid_day(year, month, last or 0)
    return cal.days(start, end) if start and end and start < end else None


def month(match: Match, context: Context) -> Stretch | None:
    """November, November 2016, last May, October of that year."""
    number, year = match.lookup("MONTH", "month"), match.year("year")
    which, constant = match.which(), match.rule.constants.get("year")
    if year is None and constant:
        year = context.year if context.year is not None else context.published.year if context.published else None
        year = year - 1 if year is not None and constant == "previous" else year
    elif year is None and which is not None:
        if context.today is None:
            return UNKNOWN
        year = context.today.year
        if match.rule.name == "month of next year":
            year += which
        elif which < 0 and number >= context.today.month:
            year -= 1
        elif which > 0 and number <= context.today.month:
            year += 1
    elif year is None:
        year = context.year_of_month(match, number)
    return cal.month(year, number) if year else Stretch(f"XXXX-{number:02d}")


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


def decade(match: Match, context: Context) -> Stretch | None:
    """1990s, the '80s."""
    tens = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
            "nineties": 90}
    words = match.get("decade")[0]
    digits = "".join(c for c in words if c.isdecimal())
    if match.before() in match.grammar.lists["possessive_ages"]:
        return None
    if len(digits) == 4:
        return cal.decade(int(digits)) if int(digits) >= 1000 else None
    number = int(digits) if digits else tens[words]
    marked = words[0] in "'’" or match.words.lowers[match.start] == "the" or match.before() in ("and", "to", "mid", "early", "late")
    if digits and not marked:
        return None
    return cal.decade((2000 if number in (0, 10) else 1900) + number)


def century(match: Match, context: Context) -> Stretch | None:
    """The 19th century."""
    number = _ordinal(match, "nth")
    return cal.century(number) if number and number <= 30 else None


def quarter(match: Match, context: Context) -> Stretch | None:
    """The third quarter of 2008; without a year the last one that has begun."""
    number = _ordinal(match, "nth")
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


def weekday(match: Match, context: Context) -> Stretch | None:
    """Friday, last Friday, Friday of last week."""
    number = match.lookup("WEEKDAY", "weekday") or match.lookup("WEEKDAYS", "weekday")
    which, when = match.which(), context.published
    if match.before() in match.grammar.lists["named_days"] and match.which() is None:
        return None
    if when is None:
        return UNKNOWN
    if "week" in match.rule.constants:
        monday = when - cal.DAY * when.weekday()
        return cal.day(monday + cal.DAY * (7 * (which or 0) + number - 1))
    if which is None:
        found = weekday_near(when, number, context.tense(match))
        return cal.day(found - cal.DAY * 7 * int(match.rule.constants.get("back", 0)))
    if which < 0:
        return cal.day(weekday_near(when - cal.DAY, number, "past"))
    if which > 0:
        return cal.day(weekday_near(when + cal.DAY, number, "future"))
    if context.tense(match) == "past":
        return cal.day(weekday_near(when, number, "past"))
    return cal.day(when + cal.DAY * (number - when.isoweekday()))


def deictic(match: Match, context: Context) -> Stretch | None:
    """Today, yesterday afternoon, tonight, this morning."""
    shift = match.rule.constants.get("shift", match.lookup("DEICTIC", "day"))
    suffix = match.rule.constants.get("suffix") or match.lookup("PART", "part")
    if context.published is None:
        return UNKNOWN
    whole = cal.shifted(context.published, "D", shift)
    return whole.with_part(suffix) if suffix else whole


def overnight(match: Match, context: Context) -> Stretch | None:
    """The night before the publication, or between two weekdays; both its days."""
    when = context.published
    if when is None:
        return UNKNOWN
    first, second = match.lookup("WEEKDAY", "weekday"), match.lookup("WEEKDAY", "weekday2")
    end = weekday_near(when, second or first, None) if first else when
    evening = end - cal.DAY if second or not first else end
    return Stretch(f"{evening.isoformat()}TNI", "TIME", evening, end, "part")


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
    same = (match.lookup("MONTH", "month"), _ordinal(match, "day")) == (when.month, when.day)
    return cal.day(when) if same else date_(match, context)


def period(match: Match, context: Context) -> Stretch | None:
    """Last month, this week, late last year, the end of the month, the weekend."""
    unit, which = match.lookup("UNIT", "unit"), match.which()
    today = context.today
    if match.rule.constants.get("which") == "this" and unit == "D":
        here = context.last_day.start if context.last_day else today
        return cal.day(here) if here else UNKNOWN
    if context.narrative and which is not None and context.last_day is None and context.last is not None:
        today = context.last.start
    if today is None or unit not in ("D", "W", "WE", "M", "Q", "Y", "DE", "CE"):
        return duration(1, unit) if unit in ("TH", "TM") else UNKNOWN
    if unit == "WE":
        return _weekend(match, context, today, which)
    if unit == "D" and which:
        base = context.last_day.start if context.last_day and context.last_day.start else today
        return cal.shifted(base, "D", which)
    found = cal.shifted(today, unit, which or 0)
    if not which and context.published == today and found.end and not match.get("edge") and context.tense(match) == "past":
        return replace(found, end=min(found.end, today))
    return _edged(found, match, today if which == 0 or which is None else None)


def _weekend(match: Match, context: Context, today: date, which: int | None) -> Stretch:
    if which == 1 or (which is None and context.tense(match) == "future"):
        return cal.shifted(today, "WE", 0 if which is None or today.isoweekday() < 5 else 1)
    if which == 0 and context.tense(match) != "past":
        return cal.shifted(today, "WE", 0)
    back = 0 if today.isoweekday() >= 6 and which != -1 else -1
    return cal.shifted(today, "WE", back)


def _edged(found: Stretch, match: Match, today: date | None) -> Stretch:
    edge = match.lookup("EDGE", "edge")
    word = (match.get("edge") or [""])[0]
    if not edge or found.start is None or found.end is None:
        return found
    if today and word == "earlier":
        return Stretch(found.value, "DATE", found.start, max(found.start, today), found.grain)
    if today and word == "later":
        return Stretch(found.value, "DATE", min(today, found.end), found.end, found.grain)
    return found.narrowed(edge)


def window(match: Match, context: Context) -> Stretch | None:
    """The past 24 hours, the next three days: a duration that ends, or begins, at the publication."""
    count, unit, which = amount(match), match.lookup("UNIT", "unit"), match.which()
    if match.get("unit") == ["quarter"]:
        return period(match, context)
    found = duration(count, unit)
    days = in_days(count, unit) if count is not None else None
    if context.published is None or context.narrative:
        return found
    here = context.published
    try:
        reach = cal.DAY * max(1, round(days)) if days is not None else None
        if which and which > 0:
            return Stretch(found.value, found.type, here, here + reach if reach else None)
        return Stretch(found.value, found.type, here - reach if reach else None, here)
    except OverflowError:
        return found


def ago(match: Match, context: Context) -> Stretch | None:
    """Two weeks ago, four days later, a year earlier, as fine as its unit."""
    constants = match.rule.constants
    count, unit = amount(match), constants.get("unit") or match.lookup("UNIT", "unit")
    direction, text_anchor = constants["direction"], constants.get("anchor") == "text"
    if unit == "FN":
        count, unit = (None if count is None else count * 2), "W"
    if count is None:
        return _vaguely(direction, unit, context, text_anchor)
    if unit in ("TH", "TM", "TS"):
        return duration(count, unit)
    here = context.anchor(unit) if text_anchor else context.today
    if here is None:
        return UNKNOWN
    if constants.get("unit") and context.last and context.last.grain in ("month", "quarter", "week") and context.last.start:
        return cal.shifted(context.last.start, {"month": "M", "quarter": "Q", "week": "W"}[context.last.grain],
                           -{"month": 12, "quarter": 4, "week": 52}[context.last.grain])
    if count != int(count):
        days = in_days(count, unit)
        try:
            return cal.shifted(here + direction * timedelta(days=days or 0), "M" if unit in ("Y", "DE") else "D", 0)
        except OverflowError:
            return UNKNOWN
    return cal.shifted(here, unit if unit != "WE" else "W", direction * int(count))


def _vaguely(direction: int, unit: str, context: Context, text_anchor: bool) -> Stretch:
    if text_anchor:
        return duration(None, unit)
    value = "PAST_REF" if direction < 0 else "FUTURE_REF"
    return Stretch(value, "DATE", None, context.published) if direction < 0 else Stretch(value, "DATE", context.published)


def neighbour(match: Match, context: Context) -> Stretch | None:
    """The next day, that year, the previous month, the same night: beside the last date of the text."""
    words = match.get("which")
    shift = 0
    if words:
        shift = {"next": 1, "following": 1, "subsequent": 1, "ensuing": 1, "after": 1, "previous": -1, "preceding": -1, "prior": -1,
                 "before": -1, "earlier": -1}.get(words[-1], 0)
    elif match.rule.constants.get("which") == "previous":
        shift = 1 if "after" in match.words.lowers[match.start : match.end] else -1
    unit = "D" if match.rule.constants.get("unit") == "day" else \
        "Y" if match.rule.constants.get("unit") == "year" else match.lookup("UNIT", "unit")
    here = context.anchor(unit)
    if here is None:
        return UNKNOWN
    found = cal.shifted(here, unit, shift)
    part = match.lookup("PART", "part")
    return found.with_part(part) if part and found.value else _edged(found, match, None)


def length(match: Match, context: Context) -> Stretch | None:
    """Three days, several weeks, half an hour; an age is none."""
    after = match.words.lowers[match.end : match.end + 3]
    before = match.before()
    if (after[:1] and after[0] in ("old", "olds")) or after[:2] in (["-", "old"], ["-", "olds"], ["of", "age"]) or before == "aged":
        return None
    if match.get("unit") == ["second"] or before in ("$", "£", "€") or (before == "(" and after[:1] == [")"]):
        return None
    count = amount(match, "num2") if match.get("num2") else amount(match)
    unit = match.lookup("UNIT", "unit")
    if match.rule.constants.get("count") == 1 and match.get("unit")[0].endswith("s"):
        return duration(None, unit)
    if count is None and not (match.get("some") or match.rule.constants.get("some")):
        return None
    return duration(count, unit)


def one_unit(match: Match, context: Context) -> Stretch | None:
    """A year: a duration, or a set after a number ("15 a year")."""
    unit = match.lookup("UNIT", "unit")
    if match.get("one") == ["a"]:
        before = match.words.lowers[max(0, match.start - 2) : match.start]
        if any(word[0].isdecimal() or match.number(word) for word in before[-2:]):
            return Stretch(duration_value(1, unit), "SET")
    if match.get("unit") == ["quarter"]:
        return None
    after = match.words.lowers[match.end : match.end + 2]
    if after[:1] == ["old"] or after == ["-", "old"]:
        return None
    return duration(1, unit)


def repeated(match: Match, context: Context) -> Stretch | None:
    """Daily, every two weeks, each night, on Fridays."""
    set_word, number = match.lookup("SET", "set"), match.lookup("WEEKDAY", "weekday") or match.lookup("WEEKDAYS", "weekday")
    if set_word:
        return Stretch(set_word, "SET")
    if number:
        return Stretch(f"XXXX-WXX-{number}", "SET")
    unit = match.rule.constants.get("unit") or match.lookup("UNIT", "unit")
    count = amount(match) if match.get("num") or "count" in match.rule.constants else 1
    return Stretch(duration_value(count, unit), "SET")


def clock(match: Match, context: Context) -> Stretch | None:
    """3:30 p.m., 0300 GMT, noon, on the day that the text speaks of."""
    words = match.get("hour")[0]
    known = match.number(words)
    if ":" in words or "." in words:
        hour, minute = (int(part) for part in words.replace(".", ":").split(":")[:2])
    elif len(words) == 4 and words.isdecimal():
        hour, minute = int(words[:2]), int(words[2:])
    else:
        hour, minute = int(known) if known is not None else 99, 0
    half_words = (match.get("half") or [""])[0]
    part = match.lookup("PART", "part")
    plain = not half_words and not match.get("zone") and match.rule.name == "clock"
    if plain and match.before() not in ("at", "from", "until", "till", "by", "around", "about", "before", "after", "to", "since", "and"):
        return None
    if (half_words.startswith("p") or part in ("TAF", "TEV")) and hour < 12:
        hour += 12
    elif half_words.startswith("a") and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    zone = match.get("zone")
    shifted = {"+", "-"} & set(match.words.lowers[match.start : match.end])
    suffix = f"T{hour:02d}:{minute:02d}" + ("Z" if zone and zone[0] in match.grammar.utc and not shifted else "")
    return _on_day(context, suffix)


def _on_day(context: Context, suffix: str) -> Stretch:
    """The hour of the last day that the text names; without one the publication's in the value alone: the day isn't said."""
    base = context.last_day
    if base is not None and base.start is not None:
        return Stretch(f"{base.start.isoformat()}{suffix}", "TIME", base.start, base.start, "part")
    if context.published is not None and not context.narrative:
        return Stretch(f"{context.published.isoformat()}{suffix}", "TIME", grain="part")
    return Stretch(f"XXXX-XX-XX{suffix}", "TIME", grain="part")


def part(match: Match, context: Context) -> Stretch | None:
    """At dawn, in the early hours, around noon."""
    suffix = match.rule.constants.get("suffix") or match.lookup("PART", "part")
    if match.before() in ("good", "every", "each", "one"):
        return None
    return _on_day(context, suffix)


def edge(match: Match, context: Context) -> Stretch | None:
    """"Late" and "the end of": nothing by themselves, they join the date that follows."""
    return Stretch(grain="none")


def reference(match: Match, context: Context) -> Stretch | None:
    """Now, recently, in recent days, soon."""
    value = match.rule.constants["value"]
    if value == "PAST_REF":
        return Stretch(value, "DATE", None, context.published)
    return Stretch(value, "DATE", context.published if value == "FUTURE_REF" else None)


def at_the_time(match: Match, context: Context) -> Stretch | None:
    """At the time: the last date of the text, else the past."""
    return Stretch("PAST_REF", "DATE", None, context.published)


def the_future(match: Match, context: Context) -> Stretch | None:
    """The near future."""
    return Stretch("FUTURE_REF", "DATE", context.published)


def before_christ(match: Match, context: Context) -> Stretch | None:
    """575 BC: a value without days, as the calendar here begins with year 1."""
    number = match.number(match.get("year")[0])
    return Stretch(f"BC{int(number):04d}") if number else None


def _ordinal(match: Match, name: str) -> int | None:
    words = match.get(name)
    if not words:
        return None
    known = match.lookup("ORDWORD", name) or match.lookup("QUARTER", name)
    digits = "".join(c for c in words[0] if c.isdecimal())
    return known or (int(digits) if digits else None)


PRODUCTIONS: dict[str, Production] = {
    "iso": iso, "week_of_month": week_of_month, "numeric_date": numeric_date, "date": date_, "date_range": date_range, "month": month, "year": year,
    "year_after_prefix": year_after_prefix, "year_range": year_range, "decade": decade, "century": century, "quarter": quarter,
    "half": half, "season": season, "weekday": weekday, "deictic": deictic, "overnight": overnight, "holiday": holiday,
    "fixed": fixed, "period": period, "window": window, "ago": ago, "neighbour": neighbour, "duration": length,
    "one_unit": one_unit, "repeated": repeated, "clock": clock, "part": part, "edge": edge, "reference": reference,
    "at_the_time": at_the_time, "the_future": the_future, "before_christ": before_christ,
}
