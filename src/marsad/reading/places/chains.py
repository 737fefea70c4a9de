"""What names of places that stand together say of one another: "Town, Region, Country", "X in Y", lists, "the city"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from marsad.gazetteer.places import distance
from marsad.reading.document import Document
from marsad.reading.places.choosing import contains
from marsad.reading.places.spots import Spot
from marsad.reading.places.words import words

HOLDERS = {"region", "country", "county"}
_CHAIN = re.compile(r"\s*,\s*|\s+\(|\s+")
LIST = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s*/\s*|\s*[-–]\s*|\s+to\s+")
_OWNS = re.compile(r"['\u2019]s\s+(?:\w+ern\s+)?")
_THE_CITY = re.compile(r"\b[Tt]he (?:city|town)\b(?! of\b)")
_STATES = {"US", "CA", "AU"}
"""Countries whose states stand behind their towns."""
_SET_OFF = re.compile(r"[,.;)](?:\s|$)|\s*$")
_SOON = 240
_EXTENT = {"region": 400, "county": 150}
"""Kilometres from its middle within which all of a land lies."""


def chain(document: Document, spots: list[Spot]) -> None:
    """ "Town, Region, Country": each is held by the next, which makes both likelier to be places."""
    for i in range(len(spots) - 2, -1, -1):
        spot, after = spots[i], spots[i + 1]
        if spot.sentence is not after.sentence or after.start - spot.end > 30:
            continue
        between = document.text[spot.end : after.start]
        direct = _CHAIN.fullmatch(between) or _typed_chain().fullmatch(between)
        if not direct and not _within_pattern().fullmatch(between):
            continue
        holder = after if after.candidates or after.container is None else after.container  # "Tallar in Sabal district of Homs"
        guessed = all(one.match == "sound" for one in spot.candidates)
        if not any(contains(outer, inner) for outer in holder.candidates for inner in spot.candidates):
            if guessed or (not direct and _is_elsewhere(spot, holder)) or _is_of_state(document, spot, holder):
                spot.candidates = ()  # a namesake, or another spelling of a place elsewhere, is another place
            if not spot.candidates and any(one.kind in HOLDERS for one in holder.candidates):
                owned = spots[i + 2] if i + 2 < len(spots) and _owns(document, after, spots[i + 2]) else holder
                spot.container = owned
                if not direct and spot.score > 0:
                    spot.add(0.8, "said to lie in the next")
            continue
        if _regions_listed(document, spots, i):
            continue
        spot.container, holder.holds = holder, spot
        spot.chained = after.chained = True
        spot.add(3.0 if direct else 1.5, "held by the next")
        after.add(2.0, "holds the one before")
    _share_holder(document, spots)


def _is_of_state(document: Document, spot: Spot, holder: Spot) -> bool:
    """Whether "Stroud, Ontario, Canada" is said of a town that the index knows from other lands only."""
    if not any(one.kind == "region" and one.country in _STATES and one.match == "name" for one in holder.candidates):
        return False
    towns = spot.candidates and all(one.kind in ("town", "village", "county") for one in spot.candidates)
    return bool(towns) and _SET_OFF.match(document.text, holder.end) is not None and document.text[spot.end] == ","


def _is_elsewhere(spot: Spot, holder: Spot) -> bool:
    """Whether every place of a name is far from where the text says that it lies."""
    lands = [one for one in holder.candidates if one.match == "name" and (not holder.hint or one.kind in holder.hint)]
    if not lands or any(one.kind not in _EXTENT for one in lands):
        return False
    return all(
        distance(one.lat, one.lon, outer.lat, outer.lon) > _EXTENT[outer.kind] for one in spot.candidates for outer in lands
    )


@lru_cache(maxsize=1)
def _typed_chain() -> re.Pattern[str]:
    """What stands between a place of a told kind and the one that holds it: "X village, Y Township"."""
    return re.compile(rf"\s+(?:{'|'.join(sorted(words().types))}),\s+")


@lru_cache(maxsize=1)
def _within_pattern() -> re.Pattern[str]:
    """What stands between a place and the one that it is said to lie in: ", in", " village in the northern", " zone of"."""
    types = "|".join(sorted(words().types))
    return re.compile(rf"(?:(?:\s+(?:{types}))?,?\s+in|\s+(?:{types})\s+of)\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}")


def called_cities(document: Document, spots: list[Spot]) -> None:
    """A name of a region and its town is the town's where the text goes on with "the city": "In Marib, shells hit the city"."""
    for i, spot in enumerate(spots):
        kinds = {one.kind for one in spot.candidates if one.match == "name"}
        if spot.hint or not kinds >= {"region", "town"}:
            continue
        after = next((one.start for one in spots[i + 1 :] if one is not spot.container), len(document.text))
        end = min(after, spot.end + _SOON)
        if _THE_CITY.search(document.text, spot.end, end):
            spot.hint = words().types["city"]


def _share_holder(document: Document, spots: list[Spot]) -> None:
    """Names of a list that the index lacks lie where the text puts its last one: "X and Y in southern Lebanon"."""
    for spot, after in reversed(list(pairwise(spots))):
        listed = spot.sentence is after.sentence and LIST.fullmatch(document.text, spot.end, after.start)
        if listed and not spot.candidates and spot.container is None:
            spot.container = after.container


def _owns(document: Document, land: Spot, spot: Spot) -> bool:
    """Whether a country only says whose the region behind it is: "in Niger's Tillaberi region"."""
    close = land.end <= spot.start and _OWNS.fullmatch(document.text, land.end, spot.start) is not None
    return close and any(contains(outer, inner) for outer in land.candidates for inner in spot.candidates)


def _regions_listed(document: Document, spots: list[Spot], i: int) -> bool:
    """Whether the spot and the next are two of a list of regions or countries ("Washington, Pennsylvania and Oregon")."""

    def broad(spot: Spot) -> bool:
        return any(one.kind in ("region", "country") and one.match == "name" for one in spot.candidates)

    def listed(one: Spot, other: Spot) -> bool:
        return one.sentence is other.sentence and LIST.fullmatch(document.text[one.end : other.start]) is not None

    def apart(one: Spot, other: Spot) -> bool:
        return not any(contains(outer, inner) for outer in other.candidates for inner in one.candidates if inner.kind == "region")

    spot, after = spots[i], spots[i + 1]
    if (
        _country(spot)
        and _country(after)
        and not any(inner.kind == "region" and contains(outer, inner) for outer in after.candidates for inner in spot.candidates)
    ):
        return True
    if i > 0 and _country(spot) and _country(after) and _country(spots[i - 1]) and listed(spots[i - 1], spot):
        return True
    if not (broad(spot) and broad(after) and apart(spot, after)):
        return False
    before = i > 0 and broad(spots[i - 1]) and listed(spots[i - 1], spot) and apart(spots[i - 1], spot)
    later = i + 2 < len(spots) and broad(spots[i + 2]) and listed(after, spots[i + 2]) and apart(after, spots[i + 2])
    return before or later


def _country(spot: Spot) -> bool:
    return any(one.kind == "country" and one.match == "name" for one in spot.candidates)
