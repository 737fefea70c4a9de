"""From the log to the tables: what an entry changes in them. Adding an entry and rebuilding run the same lines.

The claims of a report that hold are a function of its versions, their newest readings and the decisions that stand
(`_holding`). After every entry that touches a report, the table is brought up to that: rows that no longer hold get `until`,
new ones `since`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice, pairwise
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, bindparam, or_, select

from marsad.errors import BadEntry
from marsad.model import Claim, SourceEntry
from marsad.store import tables
from marsad.store.catalog import MANY, Catalog, Version, chunks
from marsad.store.chain import canonical
from marsad.store.columns import Naming, claim_columns, names_of, plain
from marsad.store.content import Content, ReadText, content_of, corrected, targets_of
from marsad.store.gathering import Gathered
from marsad.store.instants import instant
from marsad.store.records import Entry, StoredDecision, StoredReport
from marsad.store.words import words_of_claims, words_of_report

_CHANGING = ("body", "said_until", "position")


_d, _c, _n = tables.decisions.c, tables.claims.c, tables.named.c
_HAD = (_c.since, _c.n, _c.until, _c.said_until, _c.version, _c.id, _c.position, _c.known_at, _c.body)
_ROWS = select(*_HAD, _c.kind, _c.place, _c.originator).where(_c.report == bindparam("report"))
_END_READING = (
    tables.readings.update()
    .where(
        tables.readings.c.report == bindparam("r"), tables.readings.c.version == bindparam("v"), tables.readings.c.until.is_(None)
    )
    .values(until=bindparam("now"))
)
_END_CLAIM = tables.claims.update().where(_c.since == bindparam("s"), _c.n == bindparam("m")).values(until=bindparam("now"))
_END_NAME = (
    tables.named.update()
    .where(_n.report == bindparam("r"), _n.role == bindparam("o"), _n.name == bindparam("m"), _n.until.is_(None))
    .values(until=bindparam("now"))
)
_ACCEPT = tables.claims.update().where(_c.id == bindparam("i")).values(accepted=bindparam("a"))
_END_DECISION = tables.decisions.update().where(_d.id == bindparam("i"), _d.until.is_(None)).values(until=bindparam("now"))


class Projector:
    """Applies entries, one after the other. `body_of` gives an earlier entry's body by its number.

    New rows are gathered and written together; whatever asks the tables calls `flush` first. A report that comes and is read for
    the first time asks nothing.
    """

    def __init__(self, connection: Connection, body_of: Callable[[int], str], *, searching: bool = True) -> None:
        self.catalog = Catalog(connection)
        self._out = Gathered(connection, searching=searching)
        self._connection = connection
        self._body_of = body_of
        self._n = 0
        self._now: Entry | None = None
        self._asked: set[str] = set()
        self._decided: set[str] = set()

    def replay(self, entries: Iterable[Entry]) -> None:
        """Apply entries as the log has them. Raises BadEntry for one that can't be."""
        waiting = iter(entries)
        while some := list(islice(waiting, MANY)):
            contents = [content_of(entry) for entry in some]
            self.expect(contents)
            for entry, content in zip(some, contents, strict=True):
                self.apply(entry, content)
            self.flush()
            self.catalog = Catalog(self._connection)
            self._asked.clear()
            self._decided.clear()

    def expect(self, contents: Iterable[Content]) -> None:
        """Look up together what applying them will ask for."""
        ids: list[str] = []
        urls: list[str | None] = []
        targets: list[str] = []
        for content in contents:
            if isinstance(content, StoredReport):
                ids.append(content.report.id)
                urls.append(content.report.url if content.by_url else None)
            elif isinstance(content, ReadText):
                ids.append(content.id)
                targets += [claim.id for claim in content.claims]
        self.catalog.expect(ids, urls)
        self._ask([*ids, *targets])

    def _ask(self, targets: Iterable[str]) -> None:
        """Look up which of them a decision was ever made about."""
        new = [target for target in dict.fromkeys(targets) if target not in self._asked]
        self._asked |= set(new)
        for some in chunks(new):
            self._decided |= set(self._connection.execute(select(_d.target).where(_d.target.in_(some))).scalars())

    def flush(self) -> None:
        """Write what was gathered."""
        self._out.flush()

    def apply(self, entry: Entry, content: Content) -> None:
        """What the entry changes. Raises BadEntry where it can't be: then the transaction must go."""
        self._now, self._n = entry, 0
        if isinstance(content, StoredReport):
            self._apply_report(entry, content)
        elif isinstance(content, ReadText):
            self._apply_reading(entry, content)
        elif isinstance(content, SourceEntry):
            self._apply_source(entry, content)
        else:
            self._apply_decision(entry, content)

    def _apply_report(self, entry: Entry, stored: StoredReport) -> None:
        report = stored.report
        url = report.url if stored.by_url else None
        id, known = self.catalog.family(report.id, url)
        version = Version(
            version=len(known) + 1, given=report.id, sha256=report.sha256, seq=entry.seq,
            said=(instant(report.published) if report.published else None) or entry.at,
            outlet=plain(report.source), published=plain(report.published),
        )  # fmt: skip
        self.catalog.add(id, url, version)
        self.gather(
            tables.reports,
            id=id, version=version.version, seq=entry.seq, given=report.id, known_at=entry.at, said=version.said,
            published=version.published, outlet=version.outlet, title=plain(report.title), language=plain(report.language),
            url=url, sha256=version.sha256, original=stored.original, media_type=plain(stored.media_type),
        )  # fmt: skip
        if stored.by_url:
            self.gather(tables.unsigned, seq=entry.seq, report=id)
        self._out.word(entry.seq, lambda: words_of_report(report))
        if version.version > 1:
            self._refresh(id)

    def _apply_reading(self, entry: Entry, read: ReadText) -> None:
        found = self.catalog.locate(read.id, read.sha256)
        if found is None:
            raise BadEntry(f"entry {entry.seq} reads a report that the log lacks")
        report, version = found
        if version.readings:
            self.flush()
            self._connection.execute(_END_READING, {"r": report, "v": version.version, "now": entry.seq})
        digest = sha256(entry.body.encode()).hexdigest()
        version.readings.append((entry.seq, digest))
        reader = plain(read.reader)
        self.gather(
            tables.readings, seq=entry.seq, report=report, version=version.version, reader=reader, digest=digest, until=None
        )
        self._out.word(entry.seq, lambda: words_of_claims(read.claims))
        self._refresh(report, read)

    def _apply_source(self, entry: Entry, source: SourceEntry) -> None:
        self.flush()
        table = tables.sources
        ending = table.update().where(table.c.id == source.id, table.c.until.is_(None)).values(until=entry.seq)
        self._connection.execute(ending)
        self.gather(table, since=entry.seq, id=source.id, until=None, name=plain(source.name), body=entry.body)

    def _apply_decision(self, entry: Entry, decision: StoredDecision) -> None:
        targets = targets_of(decision)
        self.gather(
            tables.decisions, since=entry.seq, id=decision.id, until=None, seq=entry.seq, kind=entry.kind, target=targets[0],
            other=targets[1] if len(targets) > 1 else None, who=plain(decision.who), body=entry.body,
        )  # fmt: skip
        self._decided.add(targets[0])
        if entry.kind == "undo":
            self._end(targets[0])
        else:
            self._touch(entry.kind, *targets[:2])

    def _end(self, id: str) -> None:
        """A decision stops to stand; where it was an undo, what that had ended stands again."""
        row = self._last(id)
        self._connection.execute(_END_DECISION, {"i": id, "now": self._seq})
        if row.kind == "undo":
            self._resume(row.target)
        else:
            self._touch(row.kind, row.target, row.other)

    def _resume(self, id: str) -> None:
        row = self._last(id)
        self.gather(tables.decisions, **{**row._mapping, "since": self._seq, "until": None})
        if row.kind == "undo":
            self._end(row.target)
        else:
            self._touch(row.kind, row.target, row.other)

    def _last(self, id: str) -> Row[Any]:
        self.flush()
        row = self._connection.execute(select(tables.decisions).where(_d.id == id).order_by(_d.since.desc()).limit(1)).first()
        if row is None:
            raise BadEntry(f"entry {self._seq} takes back a decision that the log lacks")
        return row

    def _touch(self, kind: str, target: str, other: str | None = None) -> None:
        """Bring up what a correction, retraction or review touches; a judgement's claims are to be matched anew."""
        targets = [target, *([other] if other else [])]
        if kind in ("correction", "retraction"):
            self.flush()
            rows = self._connection.execute(
                select(_c.report).where(or_(_c.id == target, _c.report == target)).distinct().order_by(_c.report)
            )
            for report in rows.scalars().all():
                self._refresh(report)
        elif kind == "judgement":
            self.flush()
            query = select(_c.report, _c.said).where(_c.id.in_(targets)).distinct()
            for report, said in self._connection.execute(query).all():
                self._out.wait(report, said[:10])
        elif kind == "review":
            self._decided.add(target)
            self.flush()
            self._connection.execute(_ACCEPT, {"i": target, "a": self._accepted([target]).get(target)})

    def _refresh(self, report: str, read: ReadText | None = None) -> None:
        """Make the rows of the report's claims that hold those that should; `read` is the reading that has just come."""
        rows = self._rows(report)
        held = {(row.version, row.id): row for row in rows if row.until is None}
        first: dict[tuple[int, str], str] = {}
        for row in rows:
            key = (row.version, row.id)
            first[key] = min(row.known_at, first.get(key, row.known_at))
        holding = list(self._holding(report, read))
        accepted = self._accepted([values["id"] for _, values in holding])
        now = [(claim, values) for claim, values in holding if values["said_until"] is None]
        names = names_of((claim for claim, _ in now), (values["outlet"] for _, values in now))
        self._name(report, names, max((values["said"] for _, values in now), default=""), known=bool(rows))
        for _, values in holding:
            key = (values["version"], values["id"])
            there = held.pop(key, None)
            if there is not None and all(getattr(there, name) == values[name] for name in _CHANGING):
                continue
            if there is not None:
                self._close(there)
            self._n += 1
            dated = {"known_at": first.get(key, self._entry.at), "accepted": accepted.get(key[1])}
            self.gather(tables.claims, since=self._seq, n=self._n, until=None, **dated, **values)
            if values["said_until"] is None:
                self._out.count(1, kind=values["kind"], place=values["place"], source=values["originator"])
        for row in held.values():
            self._close(row)
        self._out.wait(report, max((values["said"] for _, values in holding), default=self._entry.at)[:10])

    def _name(self, report: str, names: dict[tuple[str, str], Naming], said: str, *, known: bool) -> None:
        """Make the names that occur in the report, said then, those; `known` is whether there may be others."""
        there: dict[tuple[str, str], tuple[Naming, str]] = {}
        if known:
            query = select(_n.role, _n.name, _n.shown, _n.claims, _n.said).where(_n.report == report, _n.until.is_(None))
            there = {(row.role, row.name): (Naming(row.shown, row.claims), row.said) for row in self._connection.execute(query)}
        for (role, name), held in there.items():
            if (names.get((role, name)), said) != held:
                self._connection.execute(_END_NAME, {"r": report, "o": role, "m": name, "now": self._seq})
                self._out.count(-1, **{role: name})
        for (role, name), naming in names.items():
            if there.get((role, name)) != (naming, said):
                more = {"said": said, **naming._asdict()}
                self.gather(tables.named, since=self._seq, report=report, role=role, name=name, until=None, **more)
                self._out.count(1, **{role: name})

    def _accepted(self, claims: list[str]) -> dict[str, bool]:
        """What people's newest reviews that stand say of these claims; one that is unseen, or was made so, is not in it."""
        decided = [id for id in claims if id in self._decided]
        found: dict[str, tuple[str, str, bool | None]] = {}
        if decided:
            self.flush()
        for some in chunks(decided):
            query = select(_d.target, _d.body).where(_d.target.in_(some), _d.until.is_(None), _d.kind == "review")
            for target, body in self._connection.execute(query):
                raw = msgspec.json.decode(body)
                newest = (raw["at"], raw["id"], raw["accepted"])
                found[target] = max(found.get(target, newest), newest, key=lambda one: one[:2])
        return {target: accepted for target, (_, _, accepted) in found.items() if accepted is not None}

    def _rows(self, report: str) -> list[Any]:
        """All rows of the report's claims; none, unasked, where this is the first reading of it."""
        if sum(len(version.readings) for version in self.catalog.versions(report)) < 2 and self._entry.kind == "reading":
            return []
        self.flush()
        return list(self._connection.execute(_ROWS, {"report": report}))

    def _close(self, row: Any) -> None:
        self._connection.execute(_END_CLAIM, {"s": row.since, "m": row.n, "now": self._seq})
        if row.said_until is None:
            self._out.count(-1, kind=row.kind, place=row.place, source=row.originator)

    def _holding(self, report: str, read: ReadText | None) -> Iterator[tuple[Claim, dict[str, Any]]]:
        """Of every version that was ever the newest said, its newest reading: corrected, and less what is retracted."""
        versions = sorted(self.catalog.versions(report), key=lambda version: (version.said, version.version))
        for version, after in pairwise([*versions, None]):
            until = None if after is None else after.said
            if version is None or not version.readings or version.said == until:
                continue
            text = read if read is not None and version.readings[-1][0] == self._seq else self._text(version)
            said = {"said": version.said, "said_until": until, "report": report, "version": version.version}
            for position, claim, body in self._decided_claims(report, text):
                columns = claim_columns(claim, report, version.outlet, version.said[:10])
                yield claim, {**said, "position": position, "published": version.published, "body": body, **columns}

    def _text(self, version: Version) -> ReadText:
        self.flush()
        return ReadText.decode(self._body_of(version.readings[-1][0]))

    def _decided_claims(self, report: str, read: ReadText) -> Iterator[tuple[int, Claim, str]]:
        corrections, retracted = self._standing(report, [claim.id for claim in read.claims])
        if report in retracted:
            return
        for position, (claim, body) in enumerate(zip(read.claims, read.bodies, strict=True)):
            if claim.id in retracted:
                continue
            if claim.id in corrections:
                changed = corrected(claim, corrections[claim.id])
                yield position, changed, canonical(changed)
            else:
                yield position, claim, body

    def _standing(self, report: str, ids: list[str]) -> tuple[dict[str, list[dict[str, Any]]], set[str]]:
        """Corrections by claim in the order of the log, and what is retracted."""
        corrections: dict[str, list[dict[str, Any]]] = {}
        retracted: set[str] = set()
        self._ask([report, *ids])
        decided = [id for id in (report, *ids) if id in self._decided]
        if decided:
            self.flush()
        for some in chunks(decided):
            query = select(_d.kind, _d.target, _d.body).where(_d.target.in_(some), _d.until.is_(None)).order_by(_d.seq)
            for kind, target, body in self._connection.execute(query.where(_d.kind.in_(("correction", "retraction")))):
                if kind == "retraction":
                    retracted.add(target)
                else:
                    corrections.setdefault(target, []).append(msgspec.json.decode(body)["fields"])
        return corrections, retracted

    def gather(self, table: Table, **values: Any) -> None:
        """A row to be written with the next `flush`."""
        self._out.gather(table, **values)

    @property
    def _entry(self) -> Entry:
        if self._now is None:
            raise BadEntry("no entry")
        return self._now

    @property
    def _seq(self) -> int:
        return self._entry.seq
