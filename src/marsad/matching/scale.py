"""The scale on which two accounts are weighed: findings, their bits, and the reasons in words (Fellegi and Sunter, 1969).

The weights are data: comparisons.yaml sets them by judgement, weights/<table>.json replaces those that were trained.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from marsad.matching.accounts import Account
from marsad.matching.measures import MEASURES
from marsad.matching.showing import show

Weights = dict[str, dict[str, float]]
Table = Literal["event", "row", "toll", "control"]


class Reason(msgspec.Struct, frozen=True):
    """One step of the waterfall: what was compared, what was found, in words, and its bits; None is "never the same"."""

    comparison: str
    level: str
    says: str
    bits: float | None


class _Level(msgspec.Struct, frozen=True):
    says: str
    bits: float = 0.0
    never: bool = False


class _Start(msgspec.Struct, frozen=True):
    bits: float
    says: str


class _Table(msgspec.Struct, frozen=True):
    start: _Start
    compare: dict[str, dict[str, _Level]]


class _Trained(msgspec.Struct, frozen=True):
    about: str
    start: float
    bits: Weights


class Scale:
    """Weighs accounts of one kind."""

    def __init__(self, table: _Table, trained: _Trained | None = None) -> None:
        self._table = table
        self.start = trained.start if trained else table.start.bits
        bits = trained.bits if trained else {}
        self._steps = [
            (MEASURES[name], {level: _bits(at, bits.get(name, {}).get(level)) for level, at in levels.items()})
            for name, levels in table.compare.items()
        ]
        most = [max(weight or 0 for weight in weights.values()) for _, weights in self._steps]
        self._begin = _milli(self.start)
        self._bound = [(measure, weights, sum(most[at + 1 :])) for at, (measure, weights) in enumerate(self._steps)]

    def weigh(self, one: Account, other: Account) -> int | None:
        """The sum in thousandths of a bit, above nought for "the same"; None for "never"."""
        total = self._begin
        for measure, weights in self._steps:
            bits = weights[measure(one, other)]
            if bits is None:
                return None
            total += bits
        return total

    def tie(self, one: Account, other: Account) -> int:
        """The weight where it is above nought, else 0; what can't get there any more is not looked at to the end."""
        total = self._begin
        for measure, weights, left in self._bound:
            bits = weights[measure(one, other)]
            if bits is None:
                return 0
            total += bits
            if total + left <= 0:
                return 0
        return total

    def findings(self, one: Account, other: Account) -> dict[str, str]:
        """Comparison -> level, of all comparisons."""
        return {name: MEASURES[name](one, other) for name in self._table.compare}

    def reasons(self, one: Account, other: Account) -> tuple[Reason, ...]:
        """The waterfall: where it starts, then each finding. Its bits add up to the weight."""
        made = [Reason("start", "start", self._table.start.says, self.start)]
        for (name, levels), (measure, weights) in zip(self._table.compare.items(), self._steps, strict=True):
            level = measure(one, other)
            bits = weights[level]
            words = show(name, levels[level].says, one, other)
            made.append(Reason(name, level, words, None if bits is None else bits / 1000))
        return tuple(made)

    def priors(self) -> Weights:
        """The bits that were set by judgement: what training starts from."""
        return {
            name: {level: at.bits for level, at in levels.items() if not at.never} for name, levels in self._table.compare.items()
        }

    def bits(self) -> Weights:
        """The bits in force."""
        steps = zip(self._table.compare, self._steps, strict=True)
        return {name: {level: at / 1000 for level, at in weights.items() if at is not None} for name, (_, weights) in steps}

    def trained(self, start: float, bits: Weights) -> Scale:
        """The same comparisons with other weights."""
        return Scale(self._table, _Trained("", start, bits))


def _bits(level: _Level, trained: float | None) -> int | None:
    return None if level.never else _milli(level.bits if trained is None else trained)


def _milli(bits: float) -> int:
    return round(bits * 1000)


def table_of(one: Account, other: Account) -> Table:
    """Which table weighs the two."""
    return "row" if one.kind == "event" and one.coder and other.coder else one.kind


@cache
def scale(table: Table) -> Scale:
    """The scale that comes with Marsad."""
    return Scale(_tables()[table], _trained(table))


@cache
def prior_scale(table: Table) -> Scale:
    """The scale by judgement alone, without training."""
    return Scale(_tables()[table])


@cache
def _tables() -> dict[Table, _Table]:
    raw = files("marsad.matching").joinpath("comparisons.yaml").read_text("utf-8")
    return msgspec.convert(yaml.load(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), dict[Table, _Table])


def _trained(table: Table) -> _Trained | None:
    file = files("marsad.matching").joinpath("weights", f"{table}.json")
    return msgspec.json.decode(file.read_bytes(), type=_Trained) if file.is_file() else None
