"""A batch that came in is kept: reports, what was read in them, and which of them repeat another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

import msgspec

from marsad.errors import MissingExtra
from marsad.intake import Arrival, Rejected, copies
from marsad.model import FailedReading, Reading, Report, ReportHead
from marsad.reading import Reader
from marsad.store import Added, Copy, Incoming, Store
from marsad.store import Item as Entry

_signature = msgspec.json.Decoder(copies.Signature)
CODED = "coded"
"""The reader's name on a reading whose claims a coder had already made."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one thing that was added."""

    id: str
    state: Literal["added", "new version", "known", "copy", "unread", "rejected"]
    claims: int = 0
    of: str | None = None
    stage: str | None = None
    message: str | None = None
    remedy: str | None = None


class Taking:
    """One run of intake: its batches, and the copies among them. `reader` gives the reader once something has to be read."""

    def __init__(self, store: Store, reader: Callable[[], Reader], who: str) -> None:
        self._store = store
        self._reader = reader
        self._who = who
        self._copies = _Copies(store)

    def keep(self, batch: list[Arrival | Rejected]) -> list[Outcome]:
        """One batch in one transaction; what became of each thing, in order."""
        whole = [item for item in batch if isinstance(item, Arrival)]
        incoming = [
            Incoming(report=item.report, original=item.original, media_type=item.media_type, by_url=not item.claims)
            for item in whole
        ]
        added = iter(self._store.append(incoming, who=self._who))
        outcomes, entries = [], list[Entry]()
        fresh: list[tuple[int, Arrival, Added]] = []
        for item in batch:
            if isinstance(item, Rejected):
                error = item.error
                outcomes.append(
                    Outcome(id=item.id, state="rejected", stage=error.stage, message=error.message, remedy=error.remedy)
                )
                continue
            kept = next(added)
            if kept.seq is not None or any(self._store.reports(unread=True, id=kept.id)):  # what a crash kept from being read
                fresh.append((len(outcomes), item, kept))
            outcomes.append(Outcome(id=kept.id, state="known" if kept.seq is None else "added"))
        for (at, item, kept), reading in zip(fresh, self._readings(fresh), strict=True):
            outcome = _outcome(kept, reading)
            if isinstance(reading, Reading):
                entries.append(reading)
            original = None if item.claims else self._copies.original_of(item.report, kept.id)
            if original is not None:
                entries.append(_copy(kept.id, original))
                outcome = msgspec.structs.replace(outcome, state="copy", of=original)
            outcomes[at] = outcome
        self._store.append(entries, who=self._who)
        self._copies.settle()
        return outcomes

    def _readings(self, fresh: list[tuple[int, Arrival, Added]]) -> list[Reading | FailedReading]:
        """A coder's claims as they are; else what our reader makes of the text."""
        unread = [_under(item.report, kept.id) for _, item, kept in fresh if not item.claims]
        read = iter(self._reader().read_many(unread) if unread else ())
        return [_coded(_under(item.report, kept.id), item) if item.claims else next(read) for _, item, kept in fresh]


class Signatures:
    """What the store keeps of a text so that its copies are known again. Raises MissingExtra."""

    def __init__(self) -> None:
        self.maker = copies.version()

    def sign(self, text: str) -> tuple[str, list[int]]:
        """The signature, and its bands."""
        made = copies.signature(text)
        return msgspec.json.encode(made, order="sorted").decode(), copies.bands(made)


def signing() -> Signatures | None:
    """The maker of signatures; None where rensa isn't installed: copies are then not recognised."""
    try:
        return Signatures()
    except MissingExtra:
        return None


class _Copies:
    """Finds the original of a syndicated copy among the texts of the record and of this run."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._signing = signing()
        self._run = copies.Copies()
        self.settle()

    def settle(self) -> None:
        """Sign what was read: the last batch, or what a rebuilt record lacks."""
        while self._signing is not None and self._store.sign(self._signing):
            pass

    def original_of(self, report: Report, id: str) -> str | None:
        """The report that this one repeats word for word, or None; this one is kept for those that follow."""
        if self._signing is None:
            return None
        signature = copies.signature(report.text)
        there = ((one, _signature.decode(body)) for one, body in self._store.sharing(copies.bands(signature)))
        found = [copy for copy in self._run.find(signature, there) if copy.which != "whole" and copy.id != id]
        self._run.add(id, signature)
        return found[0].id if found else None


def _under(report: Report, id: str) -> Report:
    """The report under the id that the record gave it."""
    return report if report.id == id else msgspec.structs.replace(report, id=id)


def _coded(report: Report, item: Arrival) -> Reading:
    """The reading that a coder's row amounts to."""
    head = ReportHead(
        id=report.id,
        source=report.source,
        title=report.title,
        published=report.published,
        language=report.language,
        url=report.url,
        sha256=report.sha256,
    )
    return Reading(report=head, claims=item.claims, reader=CODED)


def _outcome(kept: Added, reading: Reading | FailedReading) -> Outcome:
    if isinstance(reading, FailedReading):
        error = reading.error
        return Outcome(id=kept.id, state="unread", stage=error.stage, message=error.message, remedy=error.remedy)
    return Outcome(id=kept.id, state="new version" if kept.version > 1 else "added", claims=len(reading.claims))


def now() -> str:
    """This second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _copy(report: str, of: str) -> Copy:
    id = sha256(f"{report}\x1f{of}".encode()).hexdigest()[:16]
    return Copy(id=f"copy-{id}", who="marsad", at=now(), why="the same words", report=report, of=of)
