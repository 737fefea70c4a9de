"""Names doubted so far that the report's places make likelier: local news names the small towns around those it is sure of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from marsad.gazetteer.places import Candidate, distance
from marsad.reading.document import Document, within
from marsad.reading.places.chains import LIST
from marsad.reading.places.choosing import FAMILIAR
from marsad.reading.places.company import says
from marsad.reading.places.spots import EVERYDAY, Spot
from marsad.reading.places.words import words

_SURE = 1.6
_NEIGHBOURS = 120
_WELL_KNOWN = 30_000
_LEAST, _AMID = -4.2, 1.7
"""The score below which nothing is made of a name, and how much of the report has to lie about an everyday word's town."""
_SOMEBODYS = 2.2
"""The same of a name that somebody in the report bears."""
_PLACED = re.compile(
    r"(?:in|to|from|near|of|hit|and|toward|towards|around|outside|at|through|between) before|in a list|'s after|civic|home"
)
_WELL_PLACED = re.compile(
    r"(?:in|to|from|near|of|toward|towards|around|outside|at|through|between) before|in a list|bearing of|civic|home"
)
"""Reasons of a spot that say that its name stands where places do, and those that say so of an everyday word."""
_PARTS = re.compile(
    r"(?:title|given name|initial|unknown name|capitalised word|place) (?:before|after)|organisation|within|acronym|part of|"
    r"somebody's names"
)
"""Reasons that make a name part of a longer one."""


def believe(
    document: Document,
    spots: list[Spot],
    kept: Sequence[Spot],
    chosen: Mapping[int, Candidate | None],
    people: set[str],
    enough: float,
) -> bool:
    """Raise to `enough` the names that the places chosen so far make likelier; whether there were any.

    Only in lands whose towns bear everybody's names. A name that people bear, or an everyday word ("Republic"), needs a word of
    place beside it, and where it is a word or somebody's here, several places about its town.
    """
    local = {one.id: one for one in chosen.values() if one is not None and one.country in FAMILIAR}
    known = [one for i, one in chosen.items() if one is not None and one.id in local and one.is_town and kept[i].score >= _SURE]
    changed = False
    for i, spot in enumerate(spots if known else ()):
        if not _LEAST < spot.score < enough or within(document.times, spot.start, spot.end):
            continue
        beside = [one for one in spots[max(0, i - 1) : i + 2] if one is not spot and one.score >= enough]
        if _beside(spot, known, people) or _amid(spot, local.values(), people, listed=_listed(document, spot, beside)):
            spot.add(enough - spot.score, "near a town of the report")
            changed = True
    return changed


def _beside(spot: Spot, known: list[Candidate], people: set[str]) -> bool:
    """Whether a town of the name lies near one of the report's, where little speaks against the name."""
    if spot.score <= -0.5 or spot.key in people or any(reason.startswith("somebody's names") for reason in spot.reasons):
        return False
    everyday = EVERYDAY in spot.reasons
    named = everyday or words().is_borne(spot.key)
    if named and not any(_PLACED.match(reason) for reason in spot.reasons):
        return False
    least = _WELL_KNOWN if everyday else 0
    towns = [one for one in spot.candidates if one.is_town and one.match == "name" and one.population >= least]
    return any(one.id != other.id and close(one, other) for one in towns for other in known)


def _amid(spot: Spot, local: Iterable[Candidate], people: set[str], *, listed: bool) -> bool:
    """Whether a town of the name lies amid the report's places, and the name stands where places do."""
    if spot.sentence.headline or any(_PARTS.match(reason) for reason in spot.reasons):
        return False
    if not listed and not any(_WELL_PLACED.match(reason) for reason in spot.reasons):
        return False
    towns = [one for one in spot.candidates if one.is_town and one.match == "name" and one.country in FAMILIAR]
    least = _SOMEBODYS if spot.key in people else _AMID
    others = [other for other in local if other.kind != "region"]
    return any(sum(says(one, other) for other in others) >= least for one in towns)


def _listed(document: Document, spot: Spot, beside: list[Spot]) -> bool:
    """Whether it stands in a list with a place that is kept."""
    for other in beside:
        start, end = (other.end, spot.start) if other.end <= spot.start else (spot.end, other.start)
        if other.sentence is spot.sentence and LIST.fullmatch(document.text, start, end):
            return True
    return False


def close(one: Candidate, other: Candidate) -> bool:
    """Whether two places of one land are neighbours."""
    near = abs(one.lat - other.lat) < 1 and one.country == other.country
    return near and distance(one.lat, one.lon, other.lat, other.lon) < _NEIGHBOURS
