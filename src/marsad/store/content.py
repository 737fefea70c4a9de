"""What the tables take from an entry, decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from marsad.errors import BadEntry
from marsad.model import Claim, Reading, ReportHead, SourceEntry
from marsad.store.chain import canonical
from marsad.store.records import Entry, StoredDecision, StoredReport

_FIXED = ("id", "kind")


class ReadText(msgspec.Struct, frozen=True):
    """What the tables take from a reading: its text, its claims, and each claim's own JSON."""

    id: str
    sha256: str
    reader: str
    claims: tuple[Claim, ...]
    bodies: tuple[str, ...]

    @classmethod
    def of(cls, reading: Reading) -> ReadText:
        """From the reading itself."""
        head, claims = reading.report, reading.claims
        return cls(head.id, head.sha256, reading.reader, claims, tuple(canonical(claim) for claim in claims))

    @classmethod
    def decode(cls, body: str) -> ReadText:
        """From its entry."""
        raw = _reading.decode(body)
        claims = tuple(_claim.decode(claim) for claim in raw.claims)
        return cls(raw.report.id, raw.report.sha256, raw.reader, claims, tuple(bytes(claim).decode() for claim in raw.claims))


class _StoredReading(msgspec.Struct, frozen=True):
    report: ReportHead
    claims: tuple[msgspec.Raw, ...] = ()
    reader: str = ""


Content = StoredReport | ReadText | SourceEntry | StoredDecision
_reading = msgspec.json.Decoder(_StoredReading)
_claim = msgspec.json.Decoder(Claim)
_decision = msgspec.json.Decoder(StoredDecision)
_DECODE: dict[str, Callable[[str], Content]] = {
    "report": msgspec.json.Decoder(StoredReport).decode,
    "reading": ReadText.decode,
    "source": msgspec.json.Decoder(SourceEntry).decode,
}


def content_of(entry: Entry) -> Content:
    """The entry's body, decoded. Raises BadEntry for one that can't be applied."""
    try:
        return _DECODE.get(entry.kind, decode_decision)(entry.body)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadEntry(f"entry {entry.seq} can't be applied: {error}") from None


def decode_decision(body: str) -> StoredDecision:
    """From its entry."""
    decision: StoredDecision = _decision.decode(body)
    return decision


def corrected(claim: Claim, corrections: Iterable[dict[str, Any]]) -> Claim:
    """The claim as it reads after the corrections. Raises BadEntry where a field or a value doesn't fit."""
    values: dict[str, Any] = msgspec.to_builtins(claim)
    for fields in corrections:
        for name, value in fields.items():
            if name not in values or name in _FIXED:
                raise BadEntry(f"a correction of claim {claim.id} names {name}, which can't be corrected")
            values[name] = value
    try:
        changed: Claim = msgspec.convert(values, Claim)
    except msgspec.ValidationError as error:
        raise BadEntry(f"a correction of claim {claim.id} doesn't fit: {error}") from None
    if not changed.anchors:
        raise BadEntry(f"a correction leaves claim {claim.id} without the words that say it")
    return changed


def targets_of(decision: StoredDecision) -> tuple[str, ...]:
    """What the decision is about; for a pair, both."""
    values = msgspec.structs.asdict(decision)
    names = (("one", "other"), ("report", "of"), ("claim",), ("target",))
    return next(tuple(values[name] for name in some) for some in names if some[0] in values)
