"""What was matched, kept up: reports that wait are filed and matched with what is near; groups that this touches are made anew.

Groups that are tied to one another have one home. What changes in a report bears on nothing but the homes of its claims, old and
new: those are taken apart, and what comes of them is written in their stead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, delete, select

from marsad.model import Judgement, Known, SourceEntry
from marsad.store import asking, tables
from marsad.store.asking import known_of
from marsad.store.catalog import chunks
from marsad.store.chain import canonical
from marsad.store.content import decode_decision
from marsad.store.engines import add_once
from marsad.store.naming import names, sources_of
from marsad.store.records import Grouping, GroupLine, Neighbourhood

_c, _d, _w = tables.claims.c, tables.decisions.c, tables.waiting.c
_f, _g, _m, _n, _k = tables.filings.c, tables.groups.c, tables.members.c, tables.named.c, tables.called.c
_AT_HAND = 5000
"""Reports after which matching starts with nothing at hand again: it takes some 50 kB for each."""
_COLUMNS = [name for name in tables.groups.c.keys() if name != "home"]  # noqa: SIM118 a collection of columns, not a dict


def is_waiting(connection: Connection) -> bool:
    """Whether a report waits to be matched, or the registry has changed."""
    if connection.execute(select(_w.report).limit(1)).first() is not None:
        return True
    stamp = connection.execute(select(_k.called).where(_k.role == "")).scalar()
    return stamp is not None and stamp != _stamp(sources_of(connection, None))


def _stamp(sources: list[SourceEntry]) -> str:
    return sha256(canonical(sources).encode()).hexdigest()


def _rename(
    connection: Connection, grouping: Grouping, all_names: Mapping[str, frozenset[str]], sources: list[SourceEntry]
) -> None:
    """Let the reports wait in which a source has come to be called otherwise."""
    there = {(row.role, row.name): row.called for row in connection.execute(select(tables.called))}
    keys = {(role, name) for role, some in all_names.items() if role != "fights" for name in some}
    registry = ("", "sources")
    if there.keys() == keys | {registry} and there[registry] == _stamp(sources):
        return
    due = {registry: _stamp(sources), **{(role, name): grouping.called(role, name) for role, name in keys}}
    moved = [key for key, called in due.items() if key in there and there[key] != called and key != registry]
    for role, name in moved:
        found = select(_n.report).where(_n.role == role, _n.name == name, _n.until.is_(None))
        rows = [{"report": report, "day": ""} for report in connection.execute(found).scalars().all()]
        if rows:
            connection.execute(add_once(connection, tables.waiting), rows)
    gone = [{"o": role, "m": name} for (role, name), called in there.items() if due.get((role, name)) != called]
    if gone:
        connection.execute(delete(tables.called).where(_k.role == bindparam("o"), _k.name == bindparam("m")), gone)
    new = [(key, called) for key, called in sorted(due.items()) if there.get(key) != called]
    _insert(connection, tables.called, [{"role": role, "name": name, "called": called} for (role, name), called in new])


class AtHand:
    """What matching has looked up and weighed, kept from one lot of reports to the next while no entry is added.

    Used in writing transactions alone, so that of several threads one has it at a time.
    """

    def __init__(self) -> None:
        self._kept: tuple[int, Grouping, Look, Neighbourhood] | None = None

    def drop(self) -> None:
        """Have nothing."""
        self._kept = None

    @contextmanager
    def at(self, connection: Connection, grouping: Grouping, seq: int) -> Iterator[tuple[Grouping, Look, Neighbourhood]]:
        """What is at hand for the record as entry `seq` left it; after an error it is dropped, for it may be half."""
        kept, self._kept = self._kept, None
        if kept is None or kept[0] != seq or kept[2].size > _AT_HAND:
            sources = sources_of(connection, None)
            grouping = grouping.knowing(all_names := names(connection, None), sources)
            _rename(connection, grouping, all_names, sources)
            look = Look(connection, None, None)
            kept = seq, grouping, look, grouping.near(look.judgements(), look.near)
        kept[2].connection = connection
        yield kept[1:]
        self._kept = kept


def match_some(connection: Connection, grouping: Grouping, hand: AtHand, *, seq: int, most: int) -> int:
    """File and match up to `most` of the reports that wait, the oldest days first; how many there were.

    `seq` is the record's last entry: while that is the same, what is at hand holds.
    """
    with hand.at(connection, grouping, seq) as (grouping, look, near):
        return _match(connection, grouping, look, near, most)


def _match(connection: Connection, grouping: Grouping, look: Look, near: Neighbourhood, most: int) -> int:
    waiting = list(connection.execute(select(_w.report).order_by(_w.day, _w.report).limit(most)).scalars())
    if not waiting:
        return 0
    _refile(connection, grouping, waiting)
    seeds = {item.claim.id for item in look.reports(waiting)}
    seeds |= _judged_with(look, grouping, seeds)
    homes = {home for some in chunks(waiting) for home in connection.execute(_homes(_m.report.in_(some))).scalars()}
    lines = _anew(connection, near, seeds, homes)
    alone = [line for report in waiting for line in near.unmatched(report)]
    _write(connection, homes, [*lines, *((line,) for line in alone)])
    for some in chunks(waiting):
        connection.execute(delete(tables.waiting).where(_w.report.in_(some)))
    return len(waiting)


def _anew(connection: Connection, near: Neighbourhood, seeds: set[str], homes: set[str]) -> list[tuple[GroupLine, ...]]:
    """All groups that the seeds, and the claims of these homes, are in now; `homes` grows by those that they were in."""
    asked: set[str] = set()
    while True:
        new = sorted(homes - asked)
        asked |= homes
        for some in chunks(new):
            seeds |= set(
                connection.execute(select(_m.claim).join(tables.groups, _g.id == _m.group_id).where(_g.home.in_(some))).scalars()
            )
        lines = list(near.reach(seeds))
        claims = sorted({claim for tied in lines for line in tied for claim, _ in line.members})
        homes |= {home for some in chunks(claims) for home in connection.execute(_homes(_m.claim.in_(some))).scalars()}
        if homes <= asked:
            return lines


def _homes(condition: ColumnElement[bool]) -> Select[Any]:
    return select(_g.home).join(tables.members, _g.id == _m.group_id).where(condition).distinct()


def _refile(connection: Connection, grouping: Grouping, reports: list[str]) -> None:
    """The keys of all that these reports ever held: a question about the past finds them, too."""
    for some in chunks(reports):
        columns = (_c.report, _c.version, *asking.KNOWN)
        rows = connection.execute(select(*columns).where(_c.report.in_(some)).order_by(_c.report, _c.version, _c.since, _c.n))
        versions: dict[tuple[str, int], list[Known]] = {}
        for report, version, *row in rows:
            versions.setdefault((report, version), []).append(known_of(row, {}))
        due = {(key, report) for (report, _), items in versions.items() for key in grouping.filing(items)}
        there = {(key, report) for key, report in connection.execute(select(_f.key, _f.report).where(_f.report.in_(some)))}
        _insert(connection, tables.filings, [{"key": key, "report": report} for key, report in sorted(due - there)])
        gone = [{"k": key, "r": report} for key, report in sorted(there - due)]
        if gone:
            connection.execute(delete(tables.filings).where(_f.key == bindparam("k"), _f.report == bindparam("r")), gone)


def _write(connection: Connection, homes: Iterable[str], lines: list[tuple[GroupLine, ...]]) -> None:
    for some in chunks(sorted(homes)):
        inside = select(_g.id).where(_g.home.in_(some))
        connection.execute(delete(tables.members).where(_m.group_id.in_(inside)))
        connection.execute(delete(tables.spots).where(tables.spots.c.group_id.in_(inside)))
        connection.execute(delete(tables.groups).where(_g.home.in_(some)))
    groups, members, spots = [], [], []
    for tied in lines:
        home = min(line.id for line in tied)
        for line in tied:
            groups.append({"home": home, **{name: getattr(line, name) for name in _COLUMNS}})
            members += [{"group_id": line.id, "claim": claim, "report": report} for claim, report in line.members]
            days = {"from_day": line.from_day, "to_day": line.to_day}
            for n, (place, name, country, adm1) in enumerate(line.spots):
                spots.append(
                    {"group_id": line.id, "n": n, "place": place, "place_name": name, "country": country, "adm1": adm1, **days}
                )
    for table, rows in ((tables.groups, groups), (tables.members, members), (tables.spots, spots)):
        _insert(connection, table, rows)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _judged_with(look: Look, grouping: Grouping, claims: set[str]) -> set[str]:
    """The claims that people's judgements, and what a report puts together, lead to from these: a judgement on one may let
    another judgement on the chain give way, or hold again.
    """
    pairs = look.judged()
    found: set[str] = set()
    left = {claim for claim in claims if claim in pairs}
    while left:
        found |= left
        others = {other for claim in left for other in pairs[claim]}
        mates = {mate for claim in left | others for mate in look.mates(claim, grouping)}
        left = {claim for claim in others | mates if claim in pairs} - found
        found |= others | mates
    return found


class Look:
    """Looks up claims and judgements of a moment, for matching."""

    def __init__(self, connection: Connection, as_of: str | None, last: int | None) -> None:
        self.connection = connection
        self._as_of, self._last = as_of, last
        self._given: set[str] = set()
        self._mates: dict[str, frozenset[str]] = {}

    def reports(self, reports: Iterable[str]) -> list[Known]:
        """All claims of these reports that hold at the moment."""
        return list(known_in(self.connection, sorted(reports), self._as_of, self._last))

    @property
    def size(self) -> int:
        """How many reports `near` has given."""
        return len(self._given)

    def near(self, keys: frozenset[str], claims: frozenset[str]) -> list[Known]:
        """All claims of the reports that are filed under one of the keys, or have one of the claims; a report is given once.

        Most of what a key finds has been found under another: it is not read from its JSON again.
        """
        found: set[str] = set()
        for some in chunks(sorted(keys)):
            found |= set(self.connection.execute(select(_f.report).where(_f.key.in_(some)).distinct()).scalars())
        for some in chunks(sorted(claims)):
            found |= set(self.connection.execute(select(_c.report).where(_c.id.in_(some)).distinct()).scalars())
        new = found - self._given
        self._given |= new
        return self.reports(new)

    def judgements(self) -> list[Judgement]:
        """Those that stand."""
        query = select(_d.body).where(_d.kind == "judgement", asking.held(tables.decisions, self._last)).order_by(_d.seq)
        found = (decode_decision(body) for body in self.connection.execute(query).scalars())
        return [one for one in found if isinstance(one, Judgement)]

    def judged(self) -> dict[str, set[str]]:
        """Claim -> those that a judgement ever named with it."""
        pairs: dict[str, set[str]] = {}
        for one, other in self.connection.execute(select(_d.target, _d.other).where(_d.kind == "judgement").distinct()):
            pairs.setdefault(one, set()).add(other)
            pairs.setdefault(other, set()).add(one)
        return pairs

    def mates(self, claim: str, grouping: Grouping) -> frozenset[str]:
        """The claims that belong together with it in its report."""
        if claim not in self._mates:
            query = select(_c.report).where(_c.id == claim, *asking.holding(self._as_of, self._last)).distinct()
            self._mates[claim] = frozenset((claim,))
            for report in self.connection.execute(query).scalars().all():
                for id, mates in grouping.mates(self.reports([report])).items():
                    self._mates[id] = self._mates.get(id, frozenset()) | mates
        return self._mates[claim]


def known_in(connection: Connection, reports: list[str], as_of: str | None, last: int | None) -> Iterator[Known]:
    """All claims of these reports that hold at the moment; whether a source is party to the war is not looked up."""
    for some in chunks(reports):
        query = select(*asking.KNOWN).where(_c.report.in_(some), *asking.holding(as_of, last))
        for row in connection.execute(query.order_by(_c.report, _c.version, _c.position, _c.since)):
            yield known_of(row, {})
