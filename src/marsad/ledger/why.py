"""Why a figure is what it is: a tree from the tally down to the words of the reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from marsad.ledger.tally import Entry, Tally
from marsad.model import Known

Step = Literal["tally", "range", "flags", "checks", "counted", "set_aside", "claim", "words"]


class Derivation(msgspec.Struct, frozen=True):
    """One step: what it says, and what it rests on. A `words` leaf is a report's own text, with its offsets."""

    step: Step
    says: str
    parts: tuple[Derivation, ...] = ()
    claim: str | None = None
    report: str | None = None
    chain: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None

    def lines(self, depth: int = 0) -> list[str]:
        """The tree as indented text."""
        return ["  " * depth + self.says, *(line for part in self.parts for line in part.lines(depth + 1))]


def why(tally: Tally, known: Iterable[Known]) -> Derivation:
    """The whole derivation of a tally; `known` are the claims that it was counted from."""
    by_id = {item.claim.id: item for item in known}
    parts = [Derivation("range", _range(tally))]
    for step, entries, words in (("counted", tally.counted, "counted"), ("set_aside", tally.set_aside, "set aside")):
        if entries:
            leaves = tuple(_entry(entry, by_id) for entry in entries)
            parts.append(Derivation(step, f"{len(entries)} {words}", leaves))  # type: ignore[arg-type]
    if tally.checks:
        parts.append(
            Derivation("checks", "whole and parts", tuple(_leaf(by_id, check.claim, check.says) for check in tally.checks))
        )
    if tally.flags:
        flags = tuple(Derivation("flags", f"{flag.name}: {flag.says}") for flag in tally.flags)
        parts.append(Derivation("flags", "flags", flags))
    return Derivation("tally", _title(tally), tuple(parts))


def _title(tally: Tally) -> str:
    place = f", {tally.place.name}" if tally.place else ""
    days = tally.start if tally.start == tally.end else f"{tally.start} to {tally.end}"
    return f"{tally.outcome}, {tally.line.label}, {tally.scope}{place}, {days}, under {tally.policy}"


def _range(tally: Tally) -> str:
    shown = ["unknown" if number is None else str(number) for number in (tally.low, tally.best, tally.high)]
    voices = f"{tally.independent} independent originator{'' if tally.independent == 1 else 's'}"
    return f"low {shown[0]}, best {shown[1]}, high {shown[2]}; {voices}: {', '.join(tally.originators) or 'none'}"


def _entry(entry: Entry, by_id: Mapping[str, Known]) -> Derivation:
    says = f"{entry.said[:10]} {entry.originator}: {entry.words} ({entry.reason})"
    return Derivation("claim", says, tuple(_leaf(by_id, claim) for claim in entry.claims), entry.claims[0], entry.report)


def _leaf(by_id: Mapping[str, Known], claim: str, says: str | None = None) -> Derivation:
    item = by_id.get(claim)
    if item is None:
        return Derivation("claim", says or f"claim {claim}", claim=claim)
    chain = tuple(link.name for link in item.claim.attribution)
    by = f", by {' > '.join(chain)}" if chain else ", in the report's own voice"
    words = tuple(
        Derivation("words", f'"{anchor.text}"', (), claim, item.report, chain, anchor.start, anchor.end)
        for anchor in item.claim.anchors
    )
    return Derivation("claim", says or f"claim {claim} of report {item.report}{by}", words, claim, item.report, chain)
