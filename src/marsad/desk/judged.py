"""What people have decided about each claim so far: the newest word of each sort."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from marsad.model import Correction, Judgement, Review
from marsad.store import StoredDecision

State = Literal["unseen", "accepted", "rejected"]


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """How a claim stands with our people: `state` by its newest review, `corrected` by whom, and the decisions on it."""

    state: State = "unseen"
    by: str | None = None
    at: str | None = None
    why: str = ""
    corrected: str | None = None


UNSEEN = Judged()


def judged(decisions: Iterable[StoredDecision]) -> dict[str, Judged]:
    """Claim id -> how it stands; a claim that nobody looked at isn't there."""
    found: dict[str, Judged] = {}
    for one in decisions:
        if isinstance(one, Review):
            state: State = "unseen" if one.accepted is None else "accepted" if one.accepted else "rejected"
            held = found.get(one.claim, UNSEEN)
            found[one.claim] = msgspec.structs.replace(held, state=state, by=one.who, at=one.at, why=one.why)
        elif isinstance(one, Correction):
            held = found.get(one.claim, UNSEEN)
            found[one.claim] = msgspec.structs.replace(held, corrected=one.who)
    return found


def about(one: StoredDecision) -> tuple[str, ...]:
    """The claims, reports or sources that a decision is about."""
    if isinstance(one, Judgement):
        return (one.one, one.other)
    return tuple(str(value) for name in ("claim", "target", "report") if (value := getattr(one, name, None)))
