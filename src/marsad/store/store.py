"""The store: what is appended, and what can be asked.

Everything is added in batches. When `append` returns, the batch is on the disk; when it raises, or the process dies in it, the
record is as it was before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from sqlalchemy import Connection, Select, select

from marsad.errors import NoStore, StoreError, UnknownEntry
from marsad.model import Claim, Known, Reading, Report, SourceEntry
from marsad.store import asking, opening, tables
from marsad.store.catalog import chunks
from marsad.store.checking import log_entries, problems_of
from marsad.store.content import decode_decision
from marsad.store.engines import Database
from marsad.store.instants import now
from marsad.store.laying import Laying
from marsad.store.matched import AtHand, is_waiting, match_some
from marsad.store.naming import sources_of
from marsad.store.originals import Originals
from marsad.store.projection import Projector
from marsad.store.records import (
    Added,
    Entry,
    Grouping,
    Head,
    Incoming,
    Item,
    Problem,
    ReportRow,
    Signing,
    StoredDecision,
    StoredReport,
    Undo,
    Wanted,
)
from marsad.store.records import public_name as _public_name
from marsad.store.signing import is_unsigned, sharing, sign_some
from marsad.store.writing import Batch, body_reader, read_head

Originator = Callable[[Claim, str | None, str], str]
"""From a claim, its report's outlet and its report's id to who first said it."""

_AHEAD = timedelta(minutes=5)
_reading = msgspec.json.Decoder(Reading)
_stored = msgspec.json.Decoder(StoredReport)


class Store(Laying):
    """An observatory's record. Safe to use from several threads; several processes may read, and write in turn."""

    def __init__(self, place: opening.Place, database: Database, originator: Originator | None, clock: Callable[[], str]) -> None:
        self.name = place.name
        self.settings = place.settings
        self.engine = "sqlite" if database.sqlite else "postgresql"
        self.originals = Originals(place.originals) if place.originals else None
        self._database = database
        self._originator = originator
        self._clock = clock
        super().__init__()
        self._at_hand = AtHand()

    @classmethod
    def create(
        cls, folder: str | Path, *, name: str | None = None, database: str | None = None, originator: Originator | None = None,
        clock: Callable[[], str] = now,
    ) -> Store:  # fmt: skip
        """A new observatory in the folder; `database` is PostgreSQL's address, if it isn't a file there. Raises StoreExists."""
        folder = Path(folder)
        name = name or folder.resolve().name
        opening.lay_out(folder)
        store = cls._start(opening.place_of(folder, name, database, {}), originator, clock)
        opening.write_settings(folder, name, database)
        return store

    @classmethod
    def open(cls, where: str | Path, *, originator: Originator | None = None, clock: Callable[[], str] = now) -> Store:
        """The observatory in a folder, or at a database's address (then without the originals). Raises NoStore, NewerStore.

        `originator` says who first said a claim, in place of the end of its attribution chain; `clock` gives the present instant.
        """
        place = opening.find(where)
        if place.file is not None and not place.file.exists():
            raise NoStore(f"the record of {place.name} is gone", remedy="Bring record.db back from a backup.")
        return cls._start(place, originator, clock)

    @classmethod
    def _start(cls, place: opening.Place, originator: Originator | None, clock: Callable[[], str]) -> Store:
        store = cls(place, Database(place.url), originator, clock)
        try:
            with store._database.reading() as connection:
                current = opening.is_current(connection)
            if not current:
                store._prepare()
        except BaseException:
            store.close()
            raise
        if store.originals:
            store.originals.sweep()
        return store

    def _prepare(self) -> None:
        with self._database.writing() as connection:
            if opening.prepare(connection):
                _rebuild(connection)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def append(self, items: Iterable[Item], *, who: str = "", why: str = "", at: str | None = None) -> list[Added]:
        """All of them or none, in their order; what the record holds already adds nothing.

        `at` is when the observatory knew (a decision brings its own); an instant before the last entry's counts as that one's.
        Raises BadEntry, UnknownEntry, StoreFull, StoreBusy.
        """
        latest = (datetime.fromisoformat(self._clock()) + _AHEAD).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._database.writing() as connection:
            batch = Batch(connection, who=who, why=why, at=at or self._clock(), latest=latest)
            added = batch.add(items)
            if batch.originals:
                self._need_originals().add_all(batch.originals)
        return added

    def add_report(
        self, report: Report, original: bytes | None = None, media_type: str = "text/plain", *,
        at: str | None = None, who: str = "",
    ) -> Added:  # fmt: skip
        """The report, or a new version of it where the record has another text under its id or address."""
        return self.append([Incoming(report=report, original=original, media_type=media_type)], who=who, at=at)[0]

    def add_reading(self, reading: Reading, *, at: str | None = None, who: str = "") -> Added:
        """What a reader made of a report that is in the record; it takes the place of the earlier reading of that text."""
        return self.append([reading], who=who, at=at)[0]

    def add_source(self, source: SourceEntry, *, at: str | None = None, who: str = "", why: str = "") -> Added:
        """A source, or what has become of it."""
        return self.append([source], who=who, why=why, at=at)[0]

    def add_decision(self, decision: StoredDecision) -> Added:
        """A person's decision."""
        return self.append([decision])[0]

    def undo(self, decision: str, *, who: str, why: str = "", at: str | None = None) -> Added:
        """Take a decision back; taking back an undo brings the decision back. One that is taken back already stays so."""
        at = at or self._clock()
        id = "undo-" + sha256(f"{decision} {self.head().seq}".encode()).hexdigest()[:16]
        return self.append([Undo(id=id, who=who, at=at, why=why, target=decision)])[0]

    def reports(
        self, *, as_of: str | None = None, known_at: str | int | None = None, versions: bool = False, unread: bool = False,
        ids: Sequence[str] | None = None, id: str | None = None, url: str | None = None, sha256: str | None = None,
        outlet: str | None = None,
    ) -> Iterator[ReportRow]:  # fmt: skip
        """The newest version of every report (or of some), or all `versions`; `unread` gives those that wait for a reading."""
        equal = {"id": id, "url": url, "sha256": sha256, "outlet": outlet}
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            query = asking.reports_query(as_of=as_of, last=last, versions=versions, unread=unread, equal=equal, ids=ids)
            for row in _stream(connection, query):
                yield ReportRow(**row._mapping)

    def report(
        self, id: str, *, version: int | None = None, as_of: str | None = None, known_at: str | int | None = None
    ) -> StoredReport:
        """A report with its text, as it came. Raises UnknownEntry."""
        return _stored.decode(self._report_body(id, version, as_of, known_at)[1])

    def reading(
        self, id: str, *, version: int | None = None, as_of: str | None = None, known_at: str | int | None = None
    ) -> Reading | None:
        """The newest reading of a report as its reader gave it, mentions and lead included. Raises UnknownEntry."""
        row, _ = self._report_body(id, version, as_of, known_at)
        table = tables.readings
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            query = select(table.c.seq).where(table.c.report == id, table.c.version == row.version)
            query = query.where(*([] if last is None else [table.c.seq <= last])).order_by(table.c.seq.desc()).limit(1)
            seq = connection.execute(query).scalar()
            return None if seq is None else _reading.decode(body_reader(connection)(seq))

    def _report_body(self, id: str, version: int | None, as_of: str | None, known_at: str | int | None) -> tuple[ReportRow, str]:
        rows = list(self.reports(id=id, as_of=as_of, known_at=known_at, versions=version is not None))
        row = next((row for row in rows if version in (None, row.version)), None)
        if row is None:
            raise UnknownEntry(f"the record holds no report {id}" + (f", version {version}" if version else ""))
        with self._database.reading() as connection:
            return row, body_reader(connection)(row.seq)

    def original(self, digest: str) -> bytes:
        """The bytes of an original, by its SHA-256. Raises StoreError where they are gone or were changed."""
        return self._need_originals().read(digest)

    def claims(
        self, wanted: Wanted | None = None, *, as_of: str | None = None, known_at: str | int | None = None,
        ids: Sequence[str] | None = None, reports: Sequence[str] | None = None,
    ) -> Iterator[Known]:  # fmt: skip
        """The claims that hold (of these `ids`, or `reports`), corrected and without the retracted, by report and place in it.

        `as_of`: of the reports that had been published by then (a report without a date was published when we got it).
        `known_at`: by what the record held then; an instant, or an entry's number.
        """
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            for some in [None] if ids is None else chunks(list(ids)):
                yield from self._claims(connection, wanted or Wanted(), as_of, last, ids=some, reports=reports)

    def _claims(
        self, connection: Connection, wanted: Wanted, as_of: str | None, last: int | None, **chosen: Any
    ) -> Iterator[Known]:
        parties = {entry.name: entry.party for entry in sources_of(connection, last)}
        column = wanted.originator if self._originator is None else None
        for row in _stream(connection, asking.claims_query(wanted, column, as_of, last, **chosen)):
            known = self._known(row, parties)
            if wanted.originator in (None, known.originator):
                yield known

    def _ever(self, connection: Connection, kind: str) -> Iterator[tuple[Known, str | None]]:
        parties = {entry.name: entry.party for entry in sources_of(connection, None)}
        for *row, until in _stream(connection, asking.ever_query(kind)):
            yield self._known(row, parties), until

    def _known(self, row: Any, parties: dict[str, bool]) -> Known:
        known = asking.known_of(row, parties)
        if self._originator is None:
            return known
        claim, originator = known.claim, self._originator(known.claim, known.outlet, known.report)
        party = parties.get(originator, bool(claim.attribution) and claim.attribution[-1].kind == "party")
        return msgspec.structs.replace(known, originator=originator, party=party)

    def decisions(
        self, *, kind: str | None = None, target: str | None = None, since: str | int | None = None,
        known_at: str | int | None = None, undone: bool = False,
    ) -> Iterator[StoredDecision]:  # fmt: skip
        """Decisions that stand, in the order of the log; with `undone`, also those that were taken back; made after `since`."""
        with self._database.reading() as connection:
            first, last = asking.upto(connection, since), asking.upto(connection, known_at)
            query = asking.decisions_query(kind=kind, target=target, last=last, undone=undone, first=first)
            for row in connection.execute(query):
                yield decode_decision(row.body)

    def decisions_on(self, targets: Sequence[str], *, kind: str, known_at: str | int | None = None) -> Iterator[StoredDecision]:
        """Decisions of one kind that stand, on some claims, by when they were made."""
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            query = asking.decisions_query(kind=kind, target=None, last=last, undone=False)
            found = [row.body for some in chunks(list(targets)) for row in connection.execute(query.where(asking.targets(some)))]
        yield from sorted(map(decode_decision, found), key=lambda one: (one.at, one.id))

    def sources(self, *, known_at: str | int | None = None) -> list[SourceEntry]:
        """The registry, by id."""
        with self._database.reading() as connection:
            return sources_of(connection, asking.upto(connection, known_at))

    def public_name(self, name: str) -> str:
        """What may stand in an export for a source's name or id: the name, or a protected source's alias."""
        found = [source for source in self.sources() if name in (source.name, source.id)]
        return _public_name(next((source for source in found if source.protected), found[0])) if found else name

    def match(self, grouping: Grouping, *, most: int = 200) -> int:
        """Match up to `most` of the reports whose claims changed; how many there were. A crash leaves them waiting."""
        with self._database.reading() as connection:
            if not is_waiting(connection):
                return 0
        with self._database.writing() as connection:
            return match_some(connection, grouping, self._at_hand, seq=read_head(connection).seq, most=most)

    def sign(self, signing: Signing, *, most: int = 200) -> int:
        """Sign up to `most` of the texts that were read and aren't signed; how many there were. A crash leaves them unsigned."""
        with self._database.reading() as connection:
            if not is_unsigned(connection, signing):
                return 0
        with self._database.writing() as connection:
            return sign_some(connection, signing, body_reader(connection), most=most)

    def sharing(self, bands: Iterable[int]) -> list[tuple[str, str]]:
        """Report and signature of every signed text, of any version, that shares one of the bands."""
        with self._database.reading() as connection:
            return sharing(connection, bands)

    def log(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        """Entries by number, `last` included."""
        with self._database.reading() as connection:
            yield from log_entries(connection, first, last)

    def head(self) -> Head:
        """The end of the log, to be kept outside: `verify(known=...)` then shows that nothing up to it was changed or cut off."""
        with self._database.reading() as connection:
            return read_head(connection)

    def verify(
        self, *, known: Head | None = None, grouping: Grouping | None = None, signing: Signing | None = None
    ) -> list[Problem]:
        """Everything that is wrong with the log, the tables and the originals; empty where all is well.

        With a `grouping` what was matched is checked, too, if no report waits to be; with a `signing` the texts' signatures.
        """
        with self._database.reading() as connection:
            return problems_of(connection, self.originals, known, grouping, signing)

    def rebuild(self) -> None:
        """Make all tables anew from the log."""
        with self._database.writing() as connection:
            self._at_hand.drop()
            _rebuild(connection)

    def _need_originals(self) -> Originals:
        if self.originals is None:
            raise StoreError("the store was opened without its originals", remedy="Open the observatory's folder instead.")
        return self.originals


def _rebuild(connection: Connection) -> None:
    opening.lay_tables(connection)
    Projector(connection, body_reader(connection)).replay(log_entries(connection))


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    yield from connection.execution_options(yield_per=1000).execute(query)
