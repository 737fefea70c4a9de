"""Which of a name's places lie among the report's others: the small towns about a paper's home speak for one another."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from marsad.gazetteer.places import Candidate, distance
from marsad.reading.places.spots import Spot

LOCAL = {"town", "village", "neighbourhood", "county"}
"""Kinds of places small enough to lie beside another."""
_NEAR = ((40.0, 1.0), (90.0, 0.75), (160.0, 0.4))
"""Kilometres between two places, and how much the one speaks for the other."""
_ROUNDS = 3
_PULL = 1.6
"""How much company weighs against inhabitants when the senses of the others are settled."""
_PART = 2.0
"""What a county that goes by its first word has to make good."""
_SPEAKS = 1.1
_UNSURE = 0.35
"""Company that any common name finds somewhere."""

_Square = tuple[int, int]


class Company:
    """How much of the report lies about each place that it may mean.

    A name speaks for a place by the likeliest of its own places that lies near; how likely that is rests on how many bear the
    name, on their inhabitants, and in later rounds on their own company: a dozen doubtful names in one county settle one another.
    """

    def __init__(self, spots: Iterable[Spot], home: Sequence[Sequence[Candidate]] = ()) -> None:
        named: dict[str, dict[str, Candidate]] = {}
        for spot in spots:
            named.setdefault(spot.key, {}).update((one.id, one) for one in spot.candidates if one.kind in LOCAL)
        groups = [list(senses.values()) for senses in named.values() if senses]
        groups += [local for senses in home if (local := [one for one in senses if one.kind in LOCAL])]
        self._groups = groups
        self._company = {one.id: 0.0 for group in groups for one in group}
        self._near = self._neighbours()
        for _ in range(_ROUNDS):
            self._company = self._settled()

    def of(self, one: Candidate) -> float:
        """How many names of the report lie about the place; names that may lie elsewhere count in part."""
        return self._company.get(one.id, 0.0)

    def bonus(self, one: Candidate) -> float:
        """What its company adds to the score of a place."""
        return _SPEAKS * max(0.0, self.of(one) - _UNSURE)

    def _neighbours(self) -> dict[str, list[tuple[int, str, float]]]:
        """For each place the places of other names near it: the name's number, the place, and how much it says."""
        squares: dict[_Square, list[tuple[int, Candidate]]] = defaultdict(list)
        for number, group in enumerate(self._groups):
            for one in group:
                squares[_square(one)].append((number, one))
        near: dict[str, list[tuple[int, str, float]]] = {}
        for number, group in enumerate(self._groups):
            for one in group:
                near[one.id] = [
                    (other_number, other.id, gain)
                    for key in _about(_square(one))
                    for other_number, other in squares.get(key, ())
                    if other_number != number and (gain := says(one, other))
                ]
        return near

    def _settled(self) -> dict[str, float]:
        """The company of each place, from how likely the last round makes the others."""
        likely: dict[str, float] = {}
        for group in self._groups:
            weights = [math.exp(_size(one) + _PULL * self._company[one.id]) for one in group]
            total = sum(weights)
            for one, weight in zip(group, weights, strict=True):
                likely[one.id] = max(likely.get(one.id, 0.0), weight / total)
        found: dict[str, float] = {}
        for key, others in self._near.items():
            best: dict[int, float] = {}
            for number, other, gain in others:
                best[number] = max(best.get(number, 0.0), gain * likely[other])
            found[key] = sum(best.values())
        return found


def _size(one: Candidate) -> float:
    if one.kind == "county":
        return 3.5 - (_PART if one.match == "part" else 0.0)
    return math.log10(one.population + 300) - (0.5 if one.match != "name" else 0.0)


def says(one: Candidate, other: Candidate) -> float:
    """How much a place says for another; a town and the county of its name say nothing, as there is one in every state."""
    if one.id == other.id or one.country != other.country or _stem(one.name) == _stem(other.name):
        return 0.0
    gap = distance(one.lat, one.lon, other.lat, other.lon)
    return next((gain for most, gain in _NEAR if gap < most), 0.0)


def _stem(name: str) -> str:
    return name.split(" ", 1)[0]


def _square(one: Candidate) -> _Square:
    return int(one.lat // 1.5), int(one.lon // 3)


def _about(square: _Square) -> list[_Square]:
    return [(square[0] + dy, square[1] + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
