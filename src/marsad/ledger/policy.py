"""Counting policies: tables of rules with a text for people (policies/*.yaml, docs/counting-policies.md)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from marsad.errors import DataError
from marsad.model.claim import Outcome, Scope


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How figures become a low, a best and a high. Each rule named here has its words in rules.py or prefer.py.

    `leave_out`: a claim that one of these speaks against is set aside. `widen_only`: it widens the range, and doesn't set best.
    `best`: the first by `prefer`; the lowest; or only a figure that all agree on. `vague`: numbers that words stand for; a vague
    word not listed stands for its lower bound. `needs`: independent originators without which a figure is provisional.
    """

    name: str
    title: str
    text: str
    best: Literal["preferred", "lowest", "agreed"]
    bounds: Literal["range", "best"] = "range"
    prefer: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    widen_only: tuple[str, ...] = ()
    not_counted: dict[Outcome, str] = {}
    scopes: tuple[Scope, ...] = ("incident", "period", "cumulative", "delta")
    supersede: bool = True
    vague: dict[str, int] = {}
    vague_high: bool = True
    at_least_deaths: int = 0
    needs: int = 1
    stale_days: int | None = None
    grades: bool = False
    one_originator: bool = False
    originator: str | None = None

    def of(self, originator: str) -> Policy:
        """The policy held to one named originator."""
        return msgspec.structs.replace(self, originator=originator)


DEFAULT = "ucdp_range"


@cache
def policies() -> dict[str, Policy]:
    """The policies that come with Marsad, by name, the default first."""
    found = {}
    for entry in sorted((files("marsad.ledger") / "policies").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            value = yaml.load(entry.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            try:
                policy = msgspec.convert(value, Policy)
            except msgspec.ValidationError as error:
                raise DataError(f"the policy {entry.name}: {error}") from error
            found[policy.name] = policy
    return dict(sorted(found.items(), key=lambda item: (item[0] != DEFAULT, item[0])))


def policy(name: str = DEFAULT) -> Policy:
    """A policy by its name. Raises DataError where there is none."""
    found = policies().get(name)
    if found is None:
        raise DataError(f"there is no counting policy {name!r}", remedy=f"It is one of: {', '.join(policies())}.")
    return found
