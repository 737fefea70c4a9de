"""From the log to the tables: what an entry changes in them. Adding an entry and rebuilding run the same lines.

The claims of a report that hold are a function of its versions, their newest readings and the decisions that stand
(`_holding`). After every entry that touches a report, the table is brought up to that: rows that no longer hold get `until`,
new ones `since`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, bindparam, func, or_, select

from marsad.errors import BadEntry
from marsad.model import Claim, ReportHead, SourceEntry
from marsad.store import tables
from marsad.store.chain import canonical
from marsad.store.columns import claim_columns, plain
from marsad.store.instants import instant
from marsad.store.records import Entry, StoredDecision, StoredReport

_MANY = 500
_FIXED = ("id", "kind")


class _StoredReading(msgspec.Struct, frozen=True):
    """A reading's entry with its claims left as the bytes that they are."""

    report: ReportHead
    claims: tuple[msgspec.Raw, ...] = ()
    reader: str = ""


class _Id(msgspec.Struct, frozen=True):
    id: str


_report = msgspec.json.Decoder(StoredReport)
_reading = msgspec.json.Decoder(_StoredReading)
_source = msgspec.json.Decoder(SourceEntry)
_id = msgspec.json.Decoder(_Id)
_claim = msgspec.json.Decoder(Claim)
decode_decision = msgspec.json.Decoder(StoredDecision).decode

_r, _d, _c = tables.reports.c, tables.decisions.c, tables.claims.c
_VERSIONS = select(_r.version, _r.said, _r.outlet, _r.published).where(_r.id == bindparam("report")).order_by(_r.said, _r.version)
_BY_GIVEN = select(_r.id, _r.version).where(_r.given == bindparam("given"), _r.sha256 == bindparam("sha256"))
_BY_ID = select(_r.id, _r.version, _r.sha256, _r.seq).where(_r.id == bindparam("id"))
_BY_URL = select(_r.id).where(_r.url == bindparam("url")).order_by(_r.seq).limit(1)
_STANDING_READINGS = select(tables.readings.c.version, tables.readings.c.seq).where(
    tables.readings.c.report == bindparam("report"), tables.readings.c.until.is_(None)
)
_ROWS = select(_c.since, _c.n, _c.until, _c.said_until, _c.version, _c.id, _c.known_at, _c.body).where(
    _c.report == bindparam("report")
)
_END_READING = (
    tables.readings.update()
    .where(
        tables.readings.c.report == bindparam("r"), tables.readings.c.version == bindparam("v"), tables.readings.c.until.is_(None)
    )
    .values(until=bindparam("now"))
)
_END_CLAIM = tables.claims.update().where(_c.since == bindparam("s"), _c.n == bindparam("m")).values(until=bindparam("now"))
_END_DECISION = tables.decisions.update().where(_d.id == bindparam("i"), _d.until.is_(None)).values(until=bindparam("now"))


def locate(connection: Connection, given: str, digest: str) -> tuple[str, int] | None:
    """The report (and its version) that a reading with this id and text hash is of."""
    row = connection.execute(_BY_GIVEN, {"given": given, "sha256": digest}).first()
    return None if row is None else (row[0], row[1])


def family(connection: Connection, given: str, url: str | None) -> tuple[str, list[tuple[int, str, int]]]:
    """The report that a new text is a version of (itself if of none), and version, text hash and entry of what is there."""
    rows = connection.execute(_BY_ID, {"id": given}).all()
    if not rows:
        as_given = connection.execute(select(_r.id).where(_r.given == given).limit(1)).scalar()
        found = as_given or (url and connection.execute(_BY_URL, {"url": url}).scalar())
        rows = connection.execute(_BY_ID, {"id": found}).all() if found else []
    return (rows[0][0] if rows else given), [(row[1], row[2], row[3]) for row in rows]


class Projector:
    """Applies entries, one after the other. `body_of` gives an earlier entry's body by its number."""

    def __init__(self, connection: Connection, body_of: Callable[[int], str]) -> None:
        self._connection = connection
        self._body_of = body_of
        self._n = 0
        self._now: Entry | None = None
        self._decided = connection.execute(select(func.count()).select_from(tables.decisions)).scalar_one() > 0

    def apply(self, entry: Entry) -> None:
        """What the entry changes. Raises BadEntry or UnknownEntry where it can't be: then the transaction must go."""
        self._now, self._n = entry, 0
        if entry.kind == "report":
            self._apply_report(entry)
        elif entry.kind == "reading":
            self._apply_reading(entry)
        elif entry.kind == "source":
            self._apply_source(entry)
        else:
            self._decided = True
            self._apply_decision(entry)

    def _apply_report(self, entry: Entry) -> None:
        stored = _report.decode(entry.body)
        report = stored.report
        url = report.url if stored.by_url else None
        id, known = family(self._connection, report.id, url)
        published = (instant(report.published) if report.published else None) or entry.at
        self._insert(
            tables.reports,
            id=id, version=len(known) + 1, seq=entry.seq, given=report.id, known_at=entry.at, said=published,
            published=plain(report.published), outlet=plain(report.source), title=plain(report.title),
            language=plain(report.language), url=url, sha256=report.sha256, original=stored.original,
            media_type=plain(stored.media_type),
        )  # fmt: skip
        if known:
            self._refresh(id)

    def _apply_reading(self, entry: Entry) -> None:
        reading = _reading.decode(entry.body)
        found = locate(self._connection, reading.report.id, reading.report.sha256)
        if found is None:
            raise BadEntry(f"entry {entry.seq} reads a report that the log lacks")
        report, version = found
        self._connection.execute(_END_READING, {"r": report, "v": version, "now": entry.seq})
        digest = sha256(entry.body.encode()).hexdigest()
        self._insert(tables.readings, seq=entry.seq, report=report, version=version, reader=plain(reading.reader), digest=digest)
        self._refresh(report)

    def _apply_source(self, entry: Entry) -> None:
        source = _source.decode(entry.body)
        table = tables.sources
        ending = table.update().where(table.c.id == source.id, table.c.until.is_(None)).values(until=entry.seq)
        self._connection.execute(ending)
        self._insert(table, since=entry.seq, id=source.id, name=plain(source.name), body=entry.body)

    def _apply_decision(self, entry: Entry) -> None:
        decision = decode_decision(entry.body)
        targets = _targets(decision)
        self._insert(
            tables.decisions, since=entry.seq, id=decision.id, seq=entry.seq, kind=entry.kind, target=targets[0],
            other=targets[1] if len(targets) > 1 else None, who=plain(decision.who), body=entry.body,
        )  # fmt: skip
        if entry.kind == "undo":
            self._end(targets[0])
        else:
            self._touch(entry.kind, targets[0])

    def _end(self, id: str) -> None:
        """A decision stops to stand; where it was an undo, what that had ended stands again."""
        row = self._last(id)
        self._connection.execute(_END_DECISION, {"i": id, "now": self._seq})
        if row.kind == "undo":
            self._resume(row.target)
        else:
            self._touch(row.kind, row.target)

    def _resume(self, id: str) -> None:
        row = self._last(id)
        self._insert(tables.decisions, **{**row._mapping, "since": self._seq, "until": None})
        if row.kind == "undo":
            self._end(row.target)
        else:
            self._touch(row.kind, row.target)

    def _last(self, id: str) -> Row[Any]:
        row = self._connection.execute(select(tables.decisions).where(_d.id == id).order_by(_d.since.desc()).limit(1)).first()
        if row is None:
            raise BadEntry(f"entry {self._seq} takes back a decision that the log lacks")
        return row

    def _touch(self, kind: str, target: str) -> None:
        """Bring up the reports that a correction or retraction touches."""
        if kind in ("correction", "retraction"):
            rows = self._connection.execute(
                select(_c.report).where(or_(_c.id == target, _c.report == target)).distinct().order_by(_c.report)
            )
            for report in rows.scalars().all():
                self._refresh(report)

    def _refresh(self, report: str) -> None:
        """Make the rows of the report's claims that hold those that should."""
        rows = self._connection.execute(_ROWS, {"report": report}).all()
        open_ = {(row.version, row.id): row for row in rows if row.until is None}
        first: dict[tuple[int, str], str] = {}
        for row in rows:
            key = (row.version, row.id)
            first[key] = min(row.known_at, first.get(key, row.known_at))
        new = []
        for values in self._holding(report):
            key = (values["version"], values["id"])
            there = open_.pop(key, None)
            if there is not None and (there.body, there.said_until) == (values["body"], values["said_until"]):
                continue
            if there is not None:
                self._close(there)
            new.append(self._row(values, first.get(key)))
        for row in open_.values():
            self._close(row)
        if new:
            self._connection.execute(tables.claims.insert(), new)

    def _close(self, row: Any) -> None:
        self._connection.execute(_END_CLAIM, {"s": row.since, "m": row.n, "now": self._seq})

    def _row(self, values: dict[str, Any], known_at: str | None) -> dict[str, Any]:
        self._n += 1
        return {"since": self._seq, "n": self._n, "until": None, "known_at": known_at or self._entry.at, **values}

    def _holding(self, report: str) -> Iterator[dict[str, Any]]:
        """Of every version that was ever the newest said, its newest reading: corrected, and less what is retracted."""
        versions = self._connection.execute(_VERSIONS, {"report": report}).all()
        standing = dict(self._connection.execute(_STANDING_READINGS, {"report": report}).tuples().all())
        for version, after in pairwise([*versions, None]):
            until = None if after is None else after.said
            if version is None or version.version not in standing or version.said == until:
                continue
            seq = standing[version.version]
            body = self._entry.body if seq == self._seq else self._body_of(seq)
            said = {"said": version.said, "said_until": until, "report": report, "version": version.version}
            for position, claim, raw in self._decided_claims(report, _reading.decode(body).claims):
                columns = claim_columns(claim, report, version.outlet, version.said[:10])
                yield {**said, "position": position, "published": plain(version.published), "body": raw, **columns}

    def _decided_claims(self, report: str, raws: tuple[msgspec.Raw, ...]) -> Iterator[tuple[int, Claim, str]]:
        claims = [_claim.decode(raw) for raw in raws]
        corrections, retracted = self._standing(report, [claim.id for claim in claims])
        if report in retracted:
            return
        for position, (claim, raw) in enumerate(zip(claims, raws, strict=True)):
            if claim.id in retracted:
                continue
            if claim.id in corrections:
                changed = corrected(claim, corrections[claim.id])
                yield position, changed, canonical(changed)
            else:
                yield position, claim, bytes(raw).decode()

    def _standing(self, report: str, ids: list[str]) -> tuple[dict[str, list[dict[str, Any]]], set[str]]:
        """Corrections by claim in the order of the log, and what is retracted."""
        corrections: dict[str, list[dict[str, Any]]] = {}
        retracted: set[str] = set()
        for some in _chunks([report, *ids]) if self._decided else ():
            query = select(_d.kind, _d.target, _d.body).where(_d.target.in_(some), _d.until.is_(None)).order_by(_d.seq)
            for kind, target, body in self._connection.execute(query.where(_d.kind.in_(("correction", "retraction")))):
                if kind == "retraction":
                    retracted.add(target)
                else:
                    corrections.setdefault(target, []).append(msgspec.json.decode(body)["fields"])
        return corrections, retracted

    def _insert(self, table: Table, **values: Any) -> None:
        self._connection.execute(table.insert(), values)

    @property
    def _entry(self) -> Entry:
        if self._now is None:
            raise BadEntry("no entry")
        return self._now

    @property
    def _seq(self) -> int:
        return self._entry.seq


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


def _targets(decision: StoredDecision) -> tuple[str, ...]:
    """What the decision is about; for a pair, both."""
    values = msgspec.structs.asdict(decision)
    names = (("one", "other"), ("report", "of"), ("claim",), ("target",))
    return next(tuple(values[name] for name in some) for some in names if some[0] in values)


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _MANY):
        yield ids[start : start + _MANY]
