"""Names in the record: sources, outlets, who fights; and the registry of sources."""

from __future__ import annotations

from typing import get_args

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from marsad.model import SourceEntry
from marsad.model.claim import SourceKind
from marsad.store import asking, tables
from marsad.store.catalog import chunks

_n = tables.named.c
_source = msgspec.json.Decoder(SourceEntry)


def sources_of(connection: Connection, last: int | None) -> list[SourceEntry]:
    """The registry, by id."""
    table = tables.sources
    rows = connection.execute(select(table.c.body).where(asking.held(table, last)).order_by(table.c.id))
    return [_source.decode(row.body) for row in rows]


def names(connection: Connection, last: int | None) -> dict[str, frozenset[str]]:
    """All names of sources by kind (`said:KIND`), and who fights: by leaps in an index; in the past, which has none, at once."""
    roles = (*(f"said:{kind}" for kind in get_args(SourceKind)), "fights")
    held = asking.held(tables.named, last)
    if last is None:
        return {role: frozenset(leaps(connection, _n.name, _n.role == role, held)) for role in roles}
    found: dict[str, set[str]] = {role: set() for role in roles}
    for role, name in connection.execute(select(_n.role, _n.name).where(asking.unindexed(_n.role).in_(roles), held).distinct()):
        found[role].add(name)
    return {role: frozenset(some) for role, some in found.items()}


def leaps(connection: Connection, column: ColumnElement[str], *held: ColumnElement[bool]) -> list[str]:
    """Every value of a column, in order, by leaps in an index that begins with what `held` fixes and then has the column."""
    first = select(func.min(column).label("value")).where(*held).cte(recursive=True)
    following = select(func.min(column)).where(*held, column > first.c.value).scalar_subquery()
    every = first.union_all(select(following).where(first.c.value.is_not(None)))
    return list(connection.execute(select(every.c.value).where(every.c.value.is_not(None))).scalars())


def said_in(connection: Connection, reports: set[str], last: int | None) -> dict[str, frozenset[str]]:
    """Report -> the names in its attributions."""
    found: dict[str, set[str]] = {}
    for some in chunks(sorted(reports)):
        query = select(_n.report, _n.name).where(_n.report.in_(some), _n.role.like("said:%"), asking.held(tables.named, last))
        for report, name in connection.execute(query):
            found.setdefault(report, set()).add(name)
    return {report: frozenset(names) for report, names in found.items()}


class ActorCount(msgspec.Struct, frozen=True):
    """An actor, by id or folded name: how a report writes it, in how many claims and reports, and the first of these by id."""

    name: str
    shown: str
    claims: int
    reports: int
    report: str


def actors(connection: Connection, as_of: str | None, last: int | None) -> list[ActorCount]:
    """All actors, those with most claims first; as the newest version of each report that had been said by then names them."""
    conditions = [_n.role == "actor", asking.held(tables.named, last)]
    conditions += [] if as_of is None else [_n.said <= asking.moment(as_of)]
    number = func.sum(_n.claims).label("claims")
    query = select(_n.name, func.min(_n.shown), number, func.count(), func.min(_n.report)).where(*conditions).group_by(_n.name)
    rows = connection.execute(query.order_by(number.desc(), func.min(_n.shown), _n.name))
    return [ActorCount(name, shown, int(claims), int(reports), report) for name, shown, claims, reports, report in rows]


def naming(connection: Connection, actor: str, limit: int, offset: int, as_of: str | None, last: int | None) -> list[str]:
    """The reports that name an actor, those said last first."""
    conditions = [_n.role == "actor", _n.name == actor, asking.held(tables.named, last)]
    conditions += [] if as_of is None else [_n.said <= asking.moment(as_of)]
    query = select(_n.report).where(*conditions).order_by(_n.said.desc(), _n.report).limit(limit).offset(offset)
    return list(connection.execute(query).scalars())
