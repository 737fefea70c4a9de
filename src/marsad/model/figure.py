"""A number as a report gives it: bounds and, where there is one, a best value."""

from __future__ import annotations

from typing import Literal

import msgspec

Bound = Literal["exact", "at_least", "at_most", "about", "between", "vague"]


class Figure(msgspec.Struct, frozen=True, gc=False):
    """Whole numbers; unknown is None, never 0.

    `at_least`: best = low, high None. `at_most`: only high. `about`: all three, by the language's table. `vague`: bounds, no
    best. `between`: low and high; best None. See the contract, settled question 8.
    """

    low: int | None
    best: int | None
    high: int | None
    bound: Bound = "exact"

    @classmethod
    def exact(cls, number: int) -> Figure:
        """A plainly stated number."""
        return cls(number, number, number, "exact")

    @classmethod
    def at_least(cls, number: int) -> Figure:
        """A lower bound; the number is also the best we have."""
        return cls(number, number, None, "at_least")

    @classmethod
    def at_most(cls, number: int) -> Figure:
        """An upper bound only."""
        return cls(None, None, number, "at_most")

    @property
    def point(self) -> int | None:
        """The one number it stands for: best; else low where low is high or there is no high; else None."""
        if self.best is not None:
            return self.best
        return self.low if self.high is None or self.high == self.low else None
