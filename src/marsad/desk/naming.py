"""What a name that a person writes means: the places and actors that it may be. The person takes one, or keeps the name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from marsad.gazetteer.actors import ActorList
from marsad.gazetteer.actors_table import ActorEntry
from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Candidate, Gazetteer
from marsad.model import Actor, Place

_PLACES, _ACTORS, _MANY = 8, 6, 40


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a written name may mean; `value` is sent by who takes it, `kind` is a code, `more` tells it from others."""

    value: str
    name: str
    kind: str = ""
    more: str = ""


class Ask(ValueError):
    """A name that may mean several things, or nothing that is listed: what to do, as a text of the interface, and the choices."""

    def __init__(self, says: str, choices: tuple[Choice, ...]) -> None:
        super().__init__(says)
        self.choices = choices


def _(text: str) -> str:
    return text


_WHICH = _("Take the place that is meant.")
_NO_PLACE = _("The gazetteer has no such place: write another name, or keep it.")
_NO_ACTOR = _("The list of actors has no such name: take one that it has, or keep yours.")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The places, opened once."""
    return Gazetteer.open()


def finest(place: Place) -> int:
    """The finest of UCDP's where_prec that such a place can have: a province is none of 1, the exact place."""
    found = (one.precision for one in gazetteer().search(place.name, _MANY) if one.id == place.id)
    return next(found, 1)


def place_named(name: str, taken: str, country: str | None) -> Place:
    """The place that a person took among those of a name, without a precision yet. Raises Ask where none of them is taken.

    Those of the claim's `country` are offered first; where no place goes by the name, those whose names are like it.
    """
    if taken == _as_written(name).value:
        return Place(name=name)
    exact = [one.id for one in gazetteer().find(fold(name))]
    found = [one for one in gazetteer().search(name, _MANY) if not exact or one.id in exact]
    found = sorted(found, key=lambda one: country is not None and one.country != country)[:_PLACES]
    one = next((one for one in found if one.id == taken), None)
    if one is None:
        says = _WHICH if found else _NO_PLACE
        raise Ask(says, (*map(_place_choice, found), _as_written(name)))
    return Place(name=one.name, country=one.country, adm1=one.adm1, lat=one.lat, lon=one.lon, id=one.id)


def _place_choice(one: Candidate) -> Choice:
    within = [part for part in (one.adm1, one.country) if part and part != one.name]
    more = f"{', '.join(within)} ({one.lat:.2f}, {one.lon:.2f})"
    return Choice(value=one.id, name=one.name, kind=f"place.{one.kind}", more=more)


def _as_written(name: str) -> Choice:
    return Choice(value=f"={name}", name=name, kind="as_written")


def actor_named(name: str, taken: str, near: Mapping[str, Actor], country: str | None) -> Actor:
    """The actor that a name means: one `near` (by the name that is shown), one of the list, or the one that a person took.

    Raises Ask where the list has no such name and nobody said to keep it.
    """
    listed = ActorList.open()
    if name in near:
        return near[name]
    if taken == _as_written(name).value:
        return Actor(None, name)
    found = listed.lookup(name, [country] if country else ()) or _spelt(listed).get(fold(name))
    if found is not None and not taken:
        return listed.actor(found)
    some = {entry.id: entry for entry in _holding(listed, name)}
    if taken in some:
        return listed.actor(some[taken])
    raise Ask(_NO_ACTOR, (*(_actor_choice(listed, entry) for entry in some.values()), _as_written(name)))


@lru_cache(maxsize=1)
def _spelt(listed: ActorList) -> dict[str, ActorEntry]:
    """Folded name, as the list and as claims write it -> the actor; names that several share are in none."""
    found: dict[str, set[str]] = {}
    for entry in listed.entries:
        for name in (*_names(entry), listed.actor(entry).name):
            found.setdefault(fold(name), set()).add(entry.id)
    alone = {name: listed.get(min(ids)) for name, ids in found.items() if len(ids) == 1}
    return {name: entry for name, entry in alone.items() if entry is not None}


def _names(entry: ActorEntry) -> Iterator[str]:
    yield from (entry.name, *entry.aliases, *entry.abbreviations)


def _holding(listed: ActorList, name: str) -> Iterable[ActorEntry]:
    """The actors of which a name has all the words, or their beginnings; the shortest names first."""
    words = fold(name).split()
    found = [
        (min(map(len, held)), entry.name, entry) for entry in listed.entries
        if (held := [other for other in _names(entry) if words and _has(fold(other).split(), words)])
    ]  # fmt: skip
    return [entry for _, _, entry in sorted(found, key=lambda one: one[:2])[:_ACTORS]]


def _has(words: list[str], sought: list[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in sought)


def _actor_choice(listed: ActorList, entry: ActorEntry) -> Choice:
    return Choice(value=entry.id, name=listed.actor(entry).name, kind=entry.kind, more=", ".join(entry.countries[:3]))
