"""Claims as cards: what stands on one, and which of them a filter shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from marsad.desk.judged import UNSEEN, Judged, State
from marsad.desk.marking import Span
from marsad.desk.telling import Told, kind_of, tell
from marsad.desk.words import Words
from marsad.model import Known


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A claim on the desk: what it says, how it stands, and the group it was matched into with how many others."""

    id: str
    report: str
    originator: str
    outlet: str | None
    published: str | None
    party: bool
    told: Told
    judged: Judged
    group: str | None = None
    others: int = 0


def card(item: Known, words: Words, judgement: Judged | None, group: tuple[str, int] | None = None) -> Card:
    """The card of a claim; `group` is the matched group's id and how many claims it has."""
    return Card(
        id=item.claim.id, report=item.report, originator=item.originator, outlet=item.outlet, published=item.published,
        party=item.party, told=tell(item.claim, words), judged=judgement or UNSEEN,
        group=group[0] if group else None, others=group[1] - 1 if group else 0,
    )  # fmt: skip


def spans(items: Iterable[Known]) -> list[Span]:
    """Where the claims stand in their report."""
    return [Span(a.start, a.end, item.claim.id, kind_of(item.claim)) for item in items for a in item.claim.anchors]


def tallied(items: Iterable[Known], judgements: Mapping[str, Judged]) -> Counter[State]:
    """How many claims are new, accepted, rejected."""
    return Counter(judgements.get(item.claim.id, UNSEEN).state for item in items)
