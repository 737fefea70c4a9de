"""Times of day: "3:30 p.m.", "0300 GMT", "at dawn"."""

from __future__ import annotations

from marsad.reading.times import stretch as cal
from marsad.reading.times.context import Context
from marsad.reading.times.grammar import Match
from marsad.reading.times.stretch import Stretch


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
    if plain and match.before() not in match.grammar.lists["clock_cues"]:
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
    if context.hour_said is not None:
        return cal.day(context.hour_said).with_part(suffix)
    if context.published is not None and not context.narrative:
        return Stretch(f"{context.published.isoformat()}{suffix}", "TIME", grain="part")
    return Stretch(f"XXXX-XX-XX{suffix}", "TIME", grain="part")


def part(match: Match, context: Context) -> Stretch | None:
    """At dawn, in the early hours, around noon."""
    suffix = match.rule.constants.get("suffix") or match.lookup("PART", "part")
    if match.before() in ("good", "every", "each", "one", "a", "an"):  # "a night raid"
        return None
    return _on_day(context, suffix)
