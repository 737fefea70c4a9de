"""One batch into the log: each item is checked against the record, sealed, and applied to the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256

import msgspec
from sqlalchemy import Connection, select

from marsad.errors import BadEntry, UnknownEntry
from marsad.model import Claim, Correction, Reading, Retraction, SourceEntry
from marsad.model.record import Decision
from marsad.store import tables
from marsad.store.chain import GENESIS, canonical, seal
from marsad.store.content import Content, ReadText, corrected
from marsad.store.instants import instant
from marsad.store.projection import Projector
from marsad.store.records import Added, Copy, Entry, Head, Incoming, Item, StoredDecision, StoredReport, Undo

_claim = msgspec.json.Decoder(Claim)
_LOG_HEAD = select(tables.log.c.seq, tables.log.c.hash, tables.log.c.at).order_by(tables.log.c.seq.desc()).limit(1)
_BODY = select(tables.log.c.body)


def read_head(connection: Connection) -> Head:
    """The end of the log; of an empty one, number 0."""
    row = connection.execute(_LOG_HEAD).first()
    return Head(seq=0, hash=GENESIS, at="") if row is None else Head(seq=row.seq, hash=row.hash, at=row.at)


def body_reader(connection: Connection) -> Callable[[int], str]:
    """What gives the body of an entry by its number."""

    def body_of(seq: int) -> str:
        return str(connection.execute(_BODY.where(tables.log.c.seq == seq)).scalar_one())

    return body_of


class Batch:
    """Items on their way into the log, in a writing transaction. `originals` are the bytes that have to be on the disk first."""

    def __init__(self, connection: Connection, *, who: str, why: str, at: str, latest: str) -> None:
        self._connection = connection
        self._head = read_head(connection)
        self._projector = Projector(connection, body_reader(connection))
        self._who, self._why, self._at, self._latest = who, why, at, latest
        self.originals: list[tuple[str, bytes]] = []

    def add(self, items: Iterable[Item]) -> list[Added]:
        """Into the log, but for what the record holds already. Raises BadEntry or UnknownEntry."""
        pairs = [(item, _content(item)) for item in items]
        self._projector.expect(content for _, content in pairs)
        added = [self._add(item, content) for item, content in pairs]
        self._projector.flush()
        return added

    def _add(self, item: Item, content: Content) -> Added:
        if isinstance(content, StoredReport) and isinstance(item, Incoming):
            return self._add_report(item, content)
        if isinstance(content, ReadText):
            return self._add_reading(item, content)
        self._projector.flush()
        if isinstance(content, SourceEntry):
            return self._add_source(content)
        return self._add_decision(content)  # type: ignore[arg-type]

    def _add_report(self, item: Incoming, stored: StoredReport) -> Added:
        report = item.report
        _refuse_zero(report.id, report.url)
        id, versions = self._projector.catalog.family(report.id, report.url if item.by_url else None)
        digest, number = report.sha256, len(versions) + 1
        for version in versions:
            if version.sha256 == digest:
                return Added(id=id, seq=None, version=version.version)
        if item.original is not None and stored.original is not None:
            self.originals.append((stored.original, item.original))
        return Added(id=id, seq=self._append("report", canonical(stored), stored), version=number)

    def _add_reading(self, item: Item, read: ReadText) -> Added:
        found = self._projector.catalog.locate(read.id, read.sha256)
        if found is None:
            raise UnknownEntry(f"reading of report {read.id}: the record doesn't hold that text")
        ids = {claim.id for claim in read.claims}
        if len(ids) < len(read.claims):
            raise BadEntry(f"reading of report {read.id}: two of its claims have one id")
        _refuse_zero(*ids)
        report, version = found
        body = canonical(item)
        digest = sha256(body.encode()).hexdigest() if version.readings else ""
        if digest in {there for _, there in version.readings}:
            return Added(id=report, seq=None, version=version.version)
        return Added(id=report, seq=self._append("reading", body, read), version=version.version)

    def _add_source(self, source: SourceEntry) -> Added:
        _refuse_zero(source.id)
        body = canonical(source)
        table = tables.sources
        there = self._connection.execute(select(table.c.body).where(table.c.id == source.id, table.c.until.is_(None))).scalar()
        return Added(id=source.id, seq=None if there == body else self._append("source", body, source))

    def _add_decision(self, decision: StoredDecision) -> Added:
        _refuse_zero(*(value for value in msgspec.structs.astuple(decision) if isinstance(value, str)))
        body = canonical(decision)
        there = self._connection.execute(
            select(tables.decisions.c.body).where(tables.decisions.c.id == decision.id).limit(1)
        ).scalar()
        if there == body:
            return Added(id=decision.id, seq=None)
        if there is not None:
            raise BadEntry(f"decision {decision.id} is on record with other content")
        kind = str(decision.__struct_config__.tag)
        if self._check(decision):
            return Added(id=decision.id, seq=None)
        return Added(id=decision.id, seq=self._append(kind, body, decision))

    def _check(self, decision: StoredDecision) -> bool:
        """Whether it has been done already. Raises UnknownEntry where it speaks of what isn't there."""
        if isinstance(decision, Undo):
            return self._undone(decision)
        if isinstance(decision, Copy):
            if decision.report == decision.of:
                raise BadEntry(f"decision {decision.id}: a report can't be its own copy")
            for report in (decision.report, decision.of):
                self._need(self._is_report(report), decision, report)
        elif isinstance(decision, Retraction):
            self._need(self._is_report(decision.target) or self._is_claim(decision.target), decision, decision.target)
        else:
            for name in ("one", "other", "claim"):
                if (claim := getattr(decision, name, None)) is not None:
                    self._need(self._is_claim(claim), decision, claim)
        if isinstance(decision, Correction):
            self._check_correction(decision)
        return False

    def _undone(self, decision: Undo) -> bool:
        table = tables.decisions
        rows = self._connection.execute(select(table.c.until).where(table.c.id == decision.target)).scalars().all()
        self._need(bool(rows), decision, decision.target)
        return None not in rows

    def _check_correction(self, decision: Correction) -> None:
        """It must give a claim of the contract's form."""
        claims = tables.claims.c
        for body in self._connection.execute(select(claims.body).where(claims.id == decision.claim)).scalars().all():
            corrected(_claim.decode(body), [decision.fields])

    def _need(self, there: bool, decision: Decision, what: str) -> None:
        if not there:
            raise UnknownEntry(f"decision {decision.id}: the record holds no {what}")

    def _is_report(self, id: str) -> bool:
        return self._connection.execute(select(tables.reports.c.id).where(tables.reports.c.id == id).limit(1)).first() is not None

    def _is_claim(self, id: str) -> bool:
        return self._connection.execute(select(tables.claims.c.id).where(tables.claims.c.id == id).limit(1)).first() is not None

    def _append(self, kind: str, body: str, content: Content) -> int:
        who, why, at = self._who, self._why, self._at
        if isinstance(content, Decision):
            who, why, at = content.who, content.why, content.at
        at = self._instant(at)
        seq = self._head.seq + 1
        hash = seal(self._head.hash, seq, at, kind, who, why, body)
        entry = Entry(seq=seq, at=at, kind=kind, who=who, why=why, body=body, previous=self._head.hash, hash=hash)  # type: ignore[arg-type]
        self._projector.gather(tables.log, **msgspec.structs.asdict(entry))
        self._projector.apply(entry, content)
        self._head = Head(seq=seq, hash=hash, at=at)
        return seq

    def _instant(self, text: str) -> str:
        """When the record knew: not in time to come, nor before the last entry, for the log's clock never runs backwards."""
        at = instant(text)
        if at is None:
            raise BadEntry(f"{text!r} is no instant", remedy="Write it as 2024-11-30T10:00:00Z.")
        if at > self._latest:
            raise BadEntry(f"{at} is still to come", remedy="Check the clock of the machine that the entry comes from.")
        return max(at, self._head.at)


def _content(item: Item) -> Content:
    """What the tables take from it."""
    if isinstance(item, Reading):
        return ReadText.of(item)
    if isinstance(item, Incoming):
        digest = None if item.original is None else sha256(item.original).hexdigest()
        size = len(item.original or b"")
        return StoredReport(report=item.report, original=digest, size=size, media_type=item.media_type, by_url=item.by_url)
    return item


def _refuse_zero(*texts: str | None) -> None:
    if any(text is not None and "\0" in text for text in texts):
        raise BadEntry("an id, an address or a reason holds the zero character")
