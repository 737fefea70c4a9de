"""Relative places: "40 kilometers southwest of Aleppo", beside a named place or alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from marsad.gazetteer.places import Candidate
from marsad.model import Relative
from marsad.reading.document import Document, within
from marsad.reading.places.spots import Spot
from marsad.reading.places.words import Words, words

_ROSE = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_TOWNS = {"town", "village", "neighbourhood", "camp"}
_THE_CITY = re.compile(r"(?:of|from)\s+(?:the|that|this)\s+(?:\w+\s+)?(?:city|town|capital|village)\b")

_APPOSED = 90
"""Characters within which a phrase stands behind "the town"."""
_LIES = r"is|lies|lying|located|situated|some|about|around|roughly|nearly|just|only|over|almost|approximately"
"""Small words between a place and how far it lies from another."""
_THE_TOWN = re.compile(
    r"\b(?:the|this|that)\s+(?:\w+\s+)?(?:city|town|village|settlement|hub|port)\b(?:\s+(?:on|in|by)\s+[^.,;:]{1,40})?,?\s*"
    rf"(?:(?:which|that)\s+)?(?:(?:{_LIES})\s+){{0,3}}\Z",
    re.IGNORECASE,
)

_BETWEEN = re.compile(
    rf"\s*[,(–—-]?\s*(?:(?:which|that)\s+)?"
    rf"(?:(?:{_LIES}|less than|more than|town|city|village|a|the|in|\w+ province,?)\s+){{0,4}}"
)


@dataclass(slots=True)
class Phrase:
    """A relative phrase; `beside` is the position of the place that it describes, None where it stands alone."""

    start: int
    end: int
    relative: Relative
    base: Candidate
    beside: int | None
    point: tuple[float, float] | None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    table = words()
    units = "|".join(sorted(table.units, key=len, reverse=True))
    bearings = "|".join(sorted(table.bearings, key=len, reverse=True))
    number = r"\d[\d,]*(?:\.\d+)?|" + "|".join(sorted(table.numbers, key=len, reverse=True))
    return re.compile(
        rf"\b(?P<number>{number})(?:\s+(?:dozen|hundred))?\s*-?\s*(?P<unit>{units})\b\.?(?:\s*\([^)]{{1,30}}\)|\s*/\s*\d+\s*\w+)?"
        rf"\s*(?:(?:due|to the|further)\s+)?(?P<bearing>{bearings})?\s*(?=(?:of|from)\b)",
        re.IGNORECASE,
    )


def _measures(text: str) -> Iterator[re.Match[str]]:
    """Each "40 kilometers southwest" before "of"; looks for the unit first, which is quick."""
    done = 0
    for unit in _units().finditer(text):
        match = _pattern().search(text, max(done, unit.start() - 20), unit.end() + 70)
        if match is not None and match.start("unit") == unit.start():
            done = match.end()
            yield match


@lru_cache(maxsize=1)
def _units() -> re.Pattern[str]:
    return re.compile(r"(?<=[\d\s-])(?:" + "|".join(sorted(words().units, key=len, reverse=True)) + r")\b", re.IGNORECASE)


def phrases(document: Document, pairs: list[tuple[Spot, Candidate | None]], table: Words) -> list[Phrase]:
    """Every phrase that says how far a place is from a named one."""
    found = []
    for match in _measures(document.text):
        following = next((i for i, (spot, _) in enumerate(pairs) if spot.start >= match.end()), None)
        beside = _beside(document, pairs, match.start())
        base, end = _base(document, pairs, match.end(), following, beside)
        if base is None or base.kind not in (*_TOWNS, "base", "facility", "crossing", "dam"):
            continue
        number = _number(match["number"], table) * table.units[match["unit"].lower()]
        bearing = table.bearings[match["bearing"].lower()] if match["bearing"] else None
        if beside is not None and (one := pairs[beside][1]) is not None and one.id == base.id:
            continue
        relative = Relative(round(number, 1), bearing, base.name)
        point = _point(base, number, bearing) if bearing else None
        found.append(Phrase(match.start(), end, relative, base, beside, point))
    return found


def _number(text: str, table: Words) -> float:
    lower = text.lower()
    return table.numbers[lower] if lower in table.numbers else float(lower.replace(",", ""))


def _base(
    document: Document, pairs: list[tuple[Spot, Candidate | None]], offset: int, following: int | None, beside: int | None
) -> tuple[Candidate | None, int]:
    """The place it is measured from, and where the phrase ends: the next name, or "the city" that the report is about."""
    city = _THE_CITY.match(document.text, offset)
    if following is not None:
        spot, one = pairs[following]
        between = document.text[offset : spot.start]
        plain = len(between) < 40 and not re.search(r"[.;!?,]", between)
        if one is not None and plain and (not city or between.rstrip().endswith(" of")):
            return one, spot.end
    if not city:
        return None, offset
    earlier = [(spot, one) for i, (spot, one) in enumerate(pairs) if one is not None and spot.end <= offset and i != beside]
    before = [one for spot, one in earlier if one.is_town and not within(document.actors, spot.start, spot.end)]
    counts = Counter(one.id for one in before)
    nearest = {one.id: i for i, one in enumerate(before)}
    return max(before, key=lambda one: (counts[one.id], nearest[one.id]), default=None), city.end()


def _beside(document: Document, pairs: list[tuple[Spot, Candidate | None]], start: int) -> int | None:
    """The place right before the phrase, if nothing but a comma and small words stands between."""
    before = [i for i, (spot, _) in enumerate(pairs) if spot.end <= start]
    if not before:
        return None
    between = document.text[pairs[before[-1]][0].end : start]
    if _BETWEEN.fullmatch(between):
        return before[-1]
    return _told_of(document, pairs, before, start)


def _told_of(document: Document, pairs: list[tuple[Spot, Candidate | None]], before: list[int], start: int) -> int | None:
    """The town that "the town, some 40 km south of X," speaks of: the last one named before it that does nothing itself."""
    the_town = _THE_TOWN.search(document.text, max(0, start - _APPOSED), start)
    if the_town is None:
        return None
    for i in reversed(before):
        spot, one = pairs[i]
        if one is not None and one.is_town and spot.end <= the_town.start() and not within(document.actors, spot.start, spot.end):
            return i
    return None


def _point(base: Candidate, km: float, bearing: str) -> tuple[float, float]:
    """The point `km` away on the bearing."""
    angle, step, lat = math.radians(_ROSE.index(bearing) * 22.5), km / 6371.0, math.radians(base.lat)
    other = math.asin(math.sin(lat) * math.cos(step) + math.cos(lat) * math.sin(step) * math.cos(angle))
    turn = math.atan2(math.sin(angle) * math.sin(step) * math.cos(lat), math.cos(step) - math.sin(lat) * math.sin(other))
    return round(math.degrees(other), 4), round((base.lon + math.degrees(turn) + 180) % 360 - 180, 4)
