"""Names in the record: sources, outlets, who fights; and the registry of sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import msgspec
from sqlalchemy import Connection, func, select

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
    """All names of sources by kind (`said:KIND`), and who fights: found by leaps in the index, not by reading it."""
    return {
        role: frozenset(_names(connection, role, last)) for role in (*(f"said:{kind}" for kind in get_args(SourceKind)), "fights")
    }


def _names(connection: Connection, role: str, last: int | None) -> Iterable[str]:
    held = (_n.role == role, asking.held(tables.named, last))
    first = select(func.min(_n.name).label("name")).where(*held).cte(recursive=True)
    following = select(func.min(_n.name)).where(*held, _n.name > first.c.name).scalar_subquery()
    every = first.union_all(select(following).where(first.c.name.is_not(None)))
    return connection.execute(select(every.c.name).where(every.c.name.is_not(None))).scalars()


def said_in(connection: Connection, reports: set[str], last: int | None) -> dict[str, frozenset[str]]:
    """Report -> the names in its attributions."""
    found: dict[str, set[str]] = {}
    for some in chunks(sorted(reports)):
        query = select(_n.report, _n.name).where(_n.report.in_(some), _n.role.like("said:%"), asking.held(tables.named, last))
        for report, name in connection.execute(query):
            found.setdefault(report, set()).add(name)
    return {report: frozenset(names) for report, names in found.items()}
