"""What counting gives: a tally, with every claim that counted or was set aside, and why."""

from __future__ import annotations

from typing import Literal

import msgspec

from marsad.model.claim import Attribute, Outcome, Scope, Side

FlagName = Literal[
    "falls", "parts_do_not_sum", "originator_disagrees", "single_source", "denied", "copy", "contested",
    "provisional", "party_only", "open_ended", "vague", "share", "estimate", "summed", "revised", "as_of_differ",
]  # fmt: skip
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
Role = Literal["best", "low", "high", "counts", "widens", "aside"]


class Line(msgspec.Struct, frozen=True, gc=False, order=True):
    """Whom a tally counts. Nothing set is everybody; attributes make it a share, never a group to be added."""

    side: Side | None = None
    actors: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()

    @property
    def label(self) -> str:
        """For people: "all", "civilians", "combatants of X", "children"."""
        if self.attributes:
            base = ", ".join(name.replace("_", " ") for name in self.attributes)
        elif self.side is None:
            base = "all" if not self.actors else "people"
        else:
            base = "people of several groups" if self.side == "mixed" else self.side
        return f"{base} of {', '.join(self.actors)}" if self.actors else base


class Spot(msgspec.Struct, frozen=True, gc=False):
    """The finest place that the claims of a thing support; `precision` is where_prec."""

    name: str
    id: str | None = None
    country: str | None = None
    adm1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A figure in a tally. `claims` has more than one id where an account's groups were added up; `reason` is in words."""

    claims: tuple[str, ...]
    report: str
    originator: str
    outlet: str | None
    said: str
    low: int | None
    best: int | None
    high: int | None
    words: str
    role: Role
    rule: str
    reason: str


class Flag(msgspec.Struct, frozen=True, gc=False, order=True):
    """Something a reader of the figure must know. A fall has its `date` and the figures before and after."""

    name: FlagName
    says: str
    date: str | None = None
    before: int | None = None
    after: int | None = None


class Part(msgspec.Struct, frozen=True, gc=False, order=True):
    """A part of a whole, as one account gives it."""

    label: str
    number: int
    claim: str


class Check(msgspec.Struct, frozen=True, gc=False, order=True):
    """An account's whole against its parts: `gap` is whole minus sum, 0 where it holds."""

    claim: str
    whole: int
    parts: tuple[Part, ...]
    sum: int
    gap: int
    complete: bool
    says: str


class Tally(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One figure of the record under one policy. Bounds that nobody gives are None, never 0.

    `id` is the same under every policy, and leads to the same toll for ever (`ledger/lasting.py`), though another claim may come
    to name it; `group` is the matched group (an event, a running toll). An `estimate` is never counted with documented cases.
    """

    id: str
    policy: str
    group: str
    outcome: Outcome
    line: Line
    scope: Scope
    start: str | None = None
    end: str | None = None
    place: Spot | None = None
    event: str | None = None
    campaign: str | None = None
    estimate: bool = False
    low: int | None = None
    best: int | None = None
    high: int | None = None
    counted: tuple[Entry, ...] = ()
    set_aside: tuple[Entry, ...] = ()
    originators: tuple[str, ...] = ()
    independent: int = 0
    flags: tuple[Flag, ...] = ()
    checks: tuple[Check, ...] = ()
    grade: Grade | None = None
    event_clarity: int = 1

    def has(self, name: FlagName) -> bool:
        """Whether it carries this flag."""
        return any(flag.name == name for flag in self.flags)
