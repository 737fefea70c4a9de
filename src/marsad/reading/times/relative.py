"""Times beside the publication ("last week", "Friday") or beside the text's last date ("the next day")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from marsad.reading.times import stretch as cal
from marsad.reading.times.amounts import amount, duration, in_days
from marsad.reading.times.context import Context, weekday_near
from marsad.reading.times.grammar import Match
from marsad.reading.times.stretch import UNKNOWN, Stretch


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


def period(match: Match, context: Context) -> Stretch | None:
    """Last month, this week, late last year, the end of the month, the weekend."""
    unit, which = match.lookup("UNIT", "unit"), match.which()
    today = context.today
    if match.rule.constants.get("which") == "this" and unit == "D":
        here = context.last_day.start if context.last_day else today
        return cal.day(here) if here else UNKNOWN
    if context.narrative and context.last is not None:
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
    sunday = today.isoweekday() == 7  # on a Saturday what happened "at the weekend" happened a week ago
    back = 0 if (sunday or (today.isoweekday() == 6 and context.tense(match) != "past")) and which != -1 else -1
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
    reach = cal.DAY * max(1, round(days)) if days is not None else None
    if which and which > 0:
        return Stretch(found.value, found.type, here, here + reach if reach else None)
    return Stretch(found.value, found.type, here - reach if reach else None, here)


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
        return cal.shifted(
            context.last.start,
            {"month": "M", "quarter": "Q", "week": "W"}[context.last.grain],
            -{"month": 12, "quarter": 4, "week": 52}[context.last.grain],
        )
    if count != int(count):
        days = in_days(count, unit)
        return cal.shifted(here + direction * timedelta(days=days or 0), "M" if unit in ("Y", "DE") else "D", 0)
    return cal.shifted(here, unit if unit != "WE" else "W", direction * int(count))


def _vaguely(direction: int, unit: str, context: Context, text_anchor: bool) -> Stretch:
    if text_anchor:
        return duration(None, unit)
    value = "PAST_REF" if direction < 0 else "FUTURE_REF"
    return Stretch(value, "DATE", None, context.published) if direction < 0 else Stretch(value, "DATE", context.published)


def neighbour(match: Match, context: Context) -> Stretch | None:
    """The next day, that year, the previous month, the same night: beside the last date of the text."""
    if match.rule.name == "a unit before or after":
        shift = 1 if match.words.lowers[match.end - 1] == "after" else -1
    else:
        shift = match.lookup("STEP", "which") or 0
    unit = (
        "D"
        if match.rule.constants.get("unit") == "day"
        else "Y"
        if match.rule.constants.get("unit") == "year"
        else match.lookup("UNIT", "unit")
    )
    here = context.anchor(unit)
    if here is None:
        return UNKNOWN
    found = cal.shifted(here, unit, shift)
    part = match.lookup("PART", "part")
    return found.with_part(part) if part and found.value else _edged(found, match, None)
