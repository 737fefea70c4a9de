"""Sides: each has one letter and one colour on every page and at every moment, so that nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from marsad.gazetteer.actors import ActorList
from marsad.gazetteer.folding import fold
from marsad.ledger.control import PlaceControl
from marsad.model import Actor

COLOURS = 6


class Side(msgspec.Struct, frozen=True):
    """A side in the legend: `colour` is one of six, which come again with other letters; `actors` are those seen of it."""

    key: str
    name: str
    letter: str
    colour: int
    actors: tuple[str, ...]


def side_of(actor: Actor) -> str:
    """The side's key: the listed side, else the actor itself. Whom reports only describe ("rebels") is put on nobody's side."""
    return actor.side or actor.id or fold(actor.name)


def sides_of(found: Iterable[PlaceControl]) -> dict[str, Side]:
    """Side key -> side, of everybody who ever held or left a place: the order of first appearance gives letter and colour."""
    first: dict[str, tuple[str, str]] = {}
    actors: dict[str, dict[str, Actor]] = {}
    for spell in (spell for place in found for spell in place.timeline):
        for actor in spell.actors:
            key = side_of(actor)
            first[key] = min(first.get(key, ("~", "")), (spell.start, key))
            actors.setdefault(key, {})[actor.name] = actor
    ordered = sorted(first, key=lambda key: first[key])
    return {key: _side(key, number, actors[key]) for number, key in enumerate(ordered)}


def _side(key: str, number: int, actors: Mapping[str, Actor]) -> Side:
    listed = _actors().get(key)
    name = listed.name if listed else " / ".join(sorted(actors))
    return Side(key, name, letter(number), number % COLOURS, tuple(sorted(actors)))


@cache
def _actors() -> ActorList:
    return ActorList.open()


def letter(number: int) -> str:
    """A to Z, then A2 to Z2 and so on."""
    turn, place = divmod(number, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")
