"""What the entries between two moments touched, and both moments about it: two records needn't be laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, func, select

from marsad.model import Known
from marsad.store import grounds, tables
from marsad.store.catalog import chunks
from marsad.store.grounds import Claims, Names
from marsad.store.matched import Look
from marsad.store.naming import names, sources_of
from marsad.store.records import Ground, Grouping

_c, _d, _n, _r = tables.claims.c, tables.decisions.c, tables.named.c, tables.readings.c
_g, _m, _k = tables.groups.c, tables.members.c, tables.called.c


class Touched(msgspec.Struct, frozen=True):
    """A report, and the last entry that changed its claims or what people say of them.

    `parted`: claims of it went or changed, or were judged to be one with others or not: then it may have been matched otherwise.
    """

    report: str
    seq: int
    parted: bool


def touched(connection: Connection, first: int, last: int) -> list[Touched]:
    """The reports that the entries after `first`, up to `last`, touched: the last touched first."""
    found: dict[str, Touched] = {}

    def touch(rows: Iterable[tuple[str, int]], *, parted: bool) -> None:
        for report, seq in rows:
            held = found.get(report, Touched(report, 0, False))
            found[report] = Touched(report, max(held.seq, int(seq)), held.parted or parted)

    def between(column: ColumnElement[Any]) -> ColumnElement[bool]:
        return (column > first) & (column <= last)

    touch(_pairs(connection, select(_r.report, _r.seq).where(between(_r.seq))), parted=False)
    touch(_pairs(connection, select(_c.report, func.max(_c.until)).where(between(_c.until)).group_by(_c.report)), parted=True)
    made: dict[str, dict[str, int]] = {}
    for at in (_d.since, _d.until):
        for kind, target, other, seq in connection.execute(select(_d.kind, _d.target, _d.other, at).where(between(at))):
            some = made.setdefault(kind, {})
            some.update({name: max(int(seq), some.get(name, 0)) for name in (target, other) if name})
    for kind, some in made.items():
        if kind in ("judgement", "review", "assessment"):
            touch(_naming(connection, _c.id, some), parted=kind == "judgement")
        elif kind != "copy":  # what a correction or a retraction ended is above: this is what came back, or came instead
            touch(_pairs(connection, *_chosen(select(_c.report, _c.since), _c.since, set(some.values()))), parted=True)
    touch(_speaking(connection, made.get("assessment", {})), parted=False)
    return sorted(found.values(), key=lambda one: (-one.seq, one.report))


def _pairs(connection: Connection, *queries: Select[Any]) -> Iterator[tuple[str, int]]:
    for query in queries:
        yield from ((report, seq) for report, seq in connection.execute(query))


def _chosen(query: Select[Any], column: Any, values: Iterable[Any]) -> Iterator[Select[Any]]:
    """The query for the values, as many at a time as a question may name."""
    return (query.where(column.in_(some)) for some in chunks(sorted(values)))


def _naming(connection: Connection, column: Any, targets: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The reports that hold, or held, these claims."""
    for query in _chosen(select(_c.report, column).distinct(), column, targets):
        for report, target in connection.execute(query):
            yield report, targets[target]


def _speaking(connection: Connection, sources: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The reports that name a source, by any of its names."""
    if not sources:
        return
    called = connection.execute(select(_k.role, _k.name, _k.called).where(_k.role != "")).all()
    meant = dict(sources)
    for _, name, full in called:
        if name in sources:
            meant[full] = max(sources[name], meant.get(full, 0))
    for role, name, full in called:
        if seq := max(meant.get(name, 0), meant.get(full, 0)):
            query = select(_n.report).where(_n.role == role, _n.name == name, _n.until.is_(None))
            yield from ((report, seq) for report in connection.execute(query).scalars())


class Moment(msgspec.Struct, frozen=True):
    """How the record stands at entry `last`; None: now."""

    last: int | None
    claims: Claims


class _Side:
    """The groups of a moment, reached as they are asked for: claim -> (group, report), and which claims are tied."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.members: dict[str, tuple[str, str]] = {}
        self.tied: list[frozenset[str]] = []

    def _take(self, tied: Iterable[tuple[str, str, str]]) -> set[str]:
        found = list(tied)
        self.members |= {claim: (group, report) for claim, group, report in sorted(found, key=lambda one: one[1])}
        self.tied.append(frozenset(claim for claim, _, _ in found))
        return {claim for claim, _, _ in found}


class _Kept(_Side):
    """Now, as it is kept."""

    def reach(self, claims: set[str], reports: set[str]) -> set[str]:
        """All claims that are tied to these, or to those of these reports."""
        homes: set[str] = set()
        join = select(_g.home).join(tables.members, _g.id == _m.group_id).distinct()
        for column, values in ((_m.claim, claims), (_m.report, reports)):
            for some in chunks(sorted(values)):
                homes |= set(self._connection.execute(join.where(column.in_(some))).scalars())
        tied: dict[str, list[tuple[str, str, str]]] = {}
        query = select(_g.home, _m.claim, _m.group_id, _m.report).join(tables.groups, _g.id == _m.group_id)
        for some in chunks(sorted(homes)):
            for home, *member in self._connection.execute(query.where(_g.home.in_(some))):
                tied.setdefault(home, []).append((member[0], member[1], member[2]))
        return {claim for some in tied.values() for claim in self._take(some)}

    def beside(self, known: Sequence[Known]) -> dict[str, str]:
        """The groups of all claims of the reports that these are in."""
        found: dict[str, str] = {}
        for some in chunks(sorted({item.report for item in known})):
            pairs = self._connection.execute(select(_m.claim, _m.group_id).where(_m.report.in_(some)).order_by(_m.group_id))
            found |= {row.claim: row.group_id for row in pairs}
        return found


class _Anew(_Side):
    """A moment in the past, matched as it is asked for."""

    def __init__(self, connection: Connection, grouping: Grouping, last: int) -> None:
        super().__init__(connection)
        self._look = look = Look(connection, None, last)
        grouping = grouping.knowing(names(connection, None), sources_of(connection, None))
        self._near = grouping.near(look.judgements(), look.near)

    def reach(self, claims: set[str], reports: set[str]) -> set[str]:
        """All claims that are tied to these, or to those of these reports."""
        tied = list(self._near.reach(claims | {item.claim.id for item in self._look.reports(reports)}))
        tied += [(line,) for report in sorted(reports) for line in self._near.unmatched(report)]
        named = ([(claim, line.id, report) for line in lines for claim, report in line.members] for lines in tied)
        return {claim for some in named for claim in self._take(some)}


class Both(msgspec.Struct, frozen=True):
    """Both moments; `tied` are the sets of claims that were tied at one of them."""

    then: Ground
    now: Ground
    tied: list[frozenset[str]]


def between(
    connection: Connection, reports: Mapping[str, bool], then: Moment, now: Moment, kinds: Sequence[str], grouping: Grouping,
    all_names: Names,
) -> Both:  # fmt: skip
    """Both moments about what these reports (-> whether they were parted) are tied to.

    What was parted is matched anew as it was then, with all that this ties; all else, to which claims have but come, was in
    the groups of now. The groups that are complete in one are so in the other.
    """
    kept, before = _Kept(connection), _Anew(connection, grouping, then.last or 0)
    after = kept if now.last is None else _Anew(connection, grouping, now.last)
    parted = {report for report, is_parted in reports.items() if is_parted or now.last is not None}
    after.reach(set(), set(reports))
    done, left, touching = set[str](), set[str](), parted
    while left or touching:
        found = {claim for side in (before, after) for claim in side.reach(left, touching)}
        left, touching = found - done, set()
        done |= found
    inside = {report for side in (before, after) for _, report in side.members.values()}
    complete = frozenset(group for side in (before, after) for group, _ in side.members.values())
    laid = []
    for moment, sides in ((then, (after, before)), (now, (after,))):
        known = [item for some in chunks(sorted(inside)) for item in moment.claims(kinds=kinds, reports=some)]
        groups = kept.beside(known) | {claim: group for side in sides for claim, (group, _) in side.members.items()}
        laid.append(grounds.ground(connection, known, groups, all_names, None, complete=complete))
    return Both(laid[0], laid[1], [tied for side in (before, after) for tied in side.tied])
