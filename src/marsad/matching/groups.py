"""What matching gives: groups of claims, and why their claims stand together."""

from __future__ import annotations

import msgspec

from marsad.matching.accounts import Kind
from marsad.matching.scale import Reason


class Group(msgspec.Struct, frozen=True):
    """Claims that speak of one event, one running toll or one change of control; `members` are sorted ids, `reports` too.

    The id names the smallest member: once another is smaller it leads, by that name, to the group that has it.
    """

    id: str
    kind: Kind
    members: tuple[str, ...]
    reports: tuple[str, ...]


class Link(msgspec.Struct, frozen=True):
    """Why two accounts are one: the smallest claim of each, the bits, the waterfall.

    `bits` is None where they were decided on, or stand apart, whatever they weigh; `judgement` is then the person's, if any.
    """

    one: str
    other: str
    bits: float | None
    why: tuple[Reason, ...]
    judgement: str | None = None


def group_of(kind: Kind, members: set[str], reports: set[str]) -> Group:
    """The group with its id."""
    ordered = tuple(sorted(members))
    return Group(f"{kind}-{ordered[0]}", kind, ordered, tuple(sorted(reports)))
