"""`verify`: is the log whole, are the originals as they came, and do the tables say what the log says?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select, tuple_
from sqlalchemy.exc import SQLAlchemyError

from marsad.errors import BadEntry
from marsad.store import tables
from marsad.store.chain import check
from marsad.store.engines import scratch
from marsad.store.matched import AtHand, is_waiting, match_some
from marsad.store.originals import Originals
from marsad.store.projection import Projector
from marsad.store.records import Entry, Grouping, Head, Problem, Signing
from marsad.store.signing import is_unsigned, sign_some
from marsad.store.writing import body_reader

_PAGE = 1000


def log_entries(connection: Connection, first: int = 0, last: int | None = None) -> Iterator[Entry]:
    """Entries by number, `last` included; a page at a time, so that a long log needs no memory."""
    log = tables.log
    for row in _pages(connection, log, select(log).where(*([log.c.seq <= last] if last is not None else [])), (first - 1,)):
        yield Entry(**row._mapping)


def problems_of(
    connection: Connection, originals: Originals | None, known: Head | None, grouping: Grouping | None = None,
    signing: Signing | None = None,
) -> list[Problem]:  # fmt: skip
    """Everything that is wrong, the log first; with a `grouping` and a `signing` also where these give something else."""
    problems: list[Problem] = []
    with scratch() as database, database.writing() as other:
        tables.lay(other)
        entries = check(log_entries(connection), problems, known)
        body_of = body_reader(connection)
        if _replay(entries, Projector(other, body_of, searching=False), problems):
            compared: tuple[Table, ...] = tables.projections
            if grouping is not None and not is_waiting(connection):
                hand = AtHand()
                while match_some(other, grouping, hand, seq=0, most=_PAGE):
                    pass
                compared += tables.matched
            if signing is not None and not is_unsigned(connection, signing):
                while sign_some(other, signing, body_of, most=_PAGE):
                    pass
                compared += tables.signed
            problems += [fault for table in compared for fault in _differences(connection, other, table)]
    if originals is not None:
        problems += _altered(connection, originals)
    return problems


def _replay(entries: Iterator[Entry], projector: Projector, problems: list[Problem]) -> bool:
    """Apply the log to empty tables; whether that went to the end. The chain is checked to the end in any case."""
    try:
        projector.replay(entries)
    except (BadEntry, SQLAlchemyError) as error:
        message = error.message if isinstance(error, BadEntry) else "the log can't be applied"
        problems.append(Problem(kind="log", where="the log", message=message))
        for _ in entries:
            pass
        return False
    return True


def _differences(connection: Connection, other: Connection, table: Table) -> Iterator[Problem]:
    """At most one problem a table: its first row that isn't as the log says, and how many there are."""
    keys = [column.name for column in table.primary_key]
    first, count = "", 0
    pairs = zip_longest(_pages(connection, table, select(table)), _pages(other, table, select(table)))
    for found, due in pairs:
        if found is None or due is None or tuple(found) != tuple(due):
            row = due if found is None else found
            first = first or ", ".join(f"{key} {row._mapping[key]}" for key in keys if row is not None)
            count += 1
            if found is None or due is None or [found._mapping[key] for key in keys] != [due._mapping[key] for key in keys]:
                break
    if count:
        yield Problem(
            kind="projection",
            where=f"{table.name}: {first}",
            message="the table doesn't say what the log says; `rebuild` mends it",
        )


def _altered(connection: Connection, originals: Originals) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in _pages(connection, tables.reports, select(tables.reports)):
        if row.original is not None and row.original not in seen:
            seen.add(row.original)
            if fault := originals.fault(row.original):
                yield Problem(
                    kind="original",
                    where=row.original,
                    message=f"the original of report {row.id}, version {row.version}, {fault}",
                )


def _pages(connection: Connection, table: Table, query: Select[Any], after: tuple[Any, ...] | None = None) -> Iterator[Row[Any]]:
    """All rows in the order of the primary key."""
    keys = list(table.primary_key)
    query = query.order_by(*keys).limit(_PAGE)
    while True:
        page = query if after is None else query.where(tuple_(*keys) > tuple_(*after))
        rows = connection.execute(page).all()
        yield from rows
        if len(rows) < _PAGE:
            return
        after = tuple(rows[-1]._mapping[key.name] for key in keys)
