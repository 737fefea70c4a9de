"""A stretch of days that a time expression stands for."""

from __future__ import annotations

from typing import Literal

import msgspec

from marsad.model.anchor import Anchor

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]


class Interval(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """`value` is the expression's TIMEX3 value; `start`, `end` are ISO days, `precision` UCDP's date_prec (1-5).

    For one day `end` equals `start`. Without a publication date a relative expression has neither, only its value where that
    needs none.
    """

    start: str | None = None
    end: str | None = None
    precision: int | None = None
    value: str | None = None
    type: TimeType = "DATE"


class When(Interval, frozen=True, kw_only=True):
    """A claim's time: the interval and the words that say it."""

    text: str
    anchor: Anchor
