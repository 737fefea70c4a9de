"""Who says how much in a report, and through whom: what is left of its claims where only their sources are asked for."""

from __future__ import annotations

import msgspec

from marsad.model.claim import Source


class Heard(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Claims of a version of a report with one attribution: how many. `said`: when it was; `until`: when a newer version was.

    `chain` has no anchors; `originator` and `party` are as a `Known` has them.
    """

    report: str
    said: str
    until: str | None = None
    outlet: str | None = None
    originator: str
    party: bool = False
    chain: tuple[Source, ...] = ()
    claims: int = 1
