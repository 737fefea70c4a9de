"""Lengths of time and repetitions: "three days", "half an hour", "every Friday"."""

from __future__ import annotations

from marsad.reading.times.amounts import amount, duration, duration_value
from marsad.reading.times.context import Context
from marsad.reading.times.grammar import Match
from marsad.reading.times.stretch import Stretch


def length(match: Match, context: Context) -> Stretch | None:
    """Three days, several weeks, half an hour; an age is none."""
    after = match.words.lowers[match.end : match.end + 3]
    before = match.before()
    aged = after[:1] in (["old"], ["olds"]) or after[:2] in (["-", "old"], ["-", "olds"], ["of", "age"]) or before == "aged"
    if aged or match.get("unit") == ["second"] or before in ("$", "£", "€") or (before == "(" and after[:1] == [")"]):
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
    if set_word and match.in_a_name():
        return None
    if set_word:
        return Stretch(set_word, "SET")
    if number:
        return Stretch(f"XXXX-WXX-{number}", "SET")
    unit = match.rule.constants.get("unit") or match.lookup("UNIT", "unit")
    count = amount(match) if match.get("num") or "count" in match.rule.constants else 1
    return Stretch(duration_value(count, unit), "SET")
