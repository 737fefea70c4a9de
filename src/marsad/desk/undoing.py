"""What of one's own can be taken back: found from the end of the log, or by the entries' numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from marsad.desk.judged import about
from marsad.model import AnyDecision
from marsad.store import Entry, Store, StoredDecision

_KINDS = ("review", "judgement", "correction", "retraction", "assessment")
_TOGETHER = 100
_decision = msgspec.json.Decoder(AnyDecision)


def own_decisions(store: Store, who: str, entries: Iterable[int]) -> list[StoredDecision]:
    """The decisions with these numbers that are the person's and stand, the newest first."""
    found = []
    for number in sorted(set(entries), reverse=True):
        for entry in store.log(number, number):
            found += _standing(store, who, entry)
    return found


def last_entries(store: Store, who: str) -> list[StoredDecision]:
    """The person's newest decision that stands; none where there is none. An undo is none: again takes back the one before."""
    return next(([one] for one in _backwards(store, who)), [])


def _backwards(store: Store, who: str) -> Iterator[StoredDecision]:
    last = store.head().seq
    while last > 0:
        first = max(1, last - _TOGETHER + 1)
        for entry in reversed(list(store.log(first, last))):
            yield from _standing(store, who, entry)
        last = first - 1


def _standing(store: Store, who: str, entry: Entry) -> list[StoredDecision]:
    """The decision of an entry, where it is the person's and was not taken back."""
    if entry.who != who or entry.kind not in _KINDS:
        return []
    decision: AnyDecision = _decision.decode(entry.body)
    target = next(iter(about(decision)), None)
    return [one for one in store.decisions(target=target, kind=entry.kind) if one.id == decision.id]
