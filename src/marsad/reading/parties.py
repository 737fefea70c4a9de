"""Whether two accounts can name the same people: by name, by kind, as one state's forces, or because one of them is silent."""

from __future__ import annotations

from marsad.model import ActorMention
from marsad.reading.incident import words


def names_of(mentions: list[ActorMention]) -> set[str]:
    """The names of the actors, in small letters."""
    return {mention.actor.name.casefold() for mention in mentions}


def agree(one: list[ActorMention], other: list[ActorMention]) -> bool:
    """Whether two lists can be the same people: one is silent, they share a name, or one only describes what the other names."""
    if not one or not other or names_of(one) & names_of(other):
        return True
    if (_irregulars(one) and _regulars(other)) or (_regulars(one) and _irregulars(other)):
        return False
    if all(mention.actor.id for mention in one) and all(mention.actor.id for mention in other):
        return _kin(one, other)
    return any(a.actor.kind == b.actor.kind or "unknown" in (a.actor.kind, b.actor.kind) for a in one for b in other)


def _irregulars(mentions: list[ActorMention]) -> bool:
    return all(mention.text.casefold().split()[-1] in words("irregulars") for mention in mentions)


def _regulars(mentions: list[ActorMention]) -> bool:
    """Whether all are a state's: gunmen are not its troops."""
    return all(mention.actor.kind in ("state", "government", "military", "police") for mention in mentions)


def _kin(one: list[ActorMention], other: list[ActorMention]) -> bool:
    """A state, its government and its forces act as one."""
    state = {"state", "government", "military"}
    sides = [
        {mention.actor.side for mention in mentions if mention.actor.side and mention.actor.kind in state}
        for mentions in (one, other)
    ]
    return bool(sides[0] & sides[1])


def named_alike(one: list[ActorMention], other: list[ActorMention]) -> bool:
    """Whether both lists name somebody in the same words, or the forces of one state."""
    known = all(mention.actor.id for mention in (*one, *other))
    return bool(names_of(one) & names_of(other)) or (known and bool(one and other) and _kin(one, other))


def shared(one: list[ActorMention], other: list[ActorMention]) -> bool:
    """Whether both lists name somebody, and can be the same people."""
    return bool(one and other) and agree(one, other)
