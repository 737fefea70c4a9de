"""Rows on their way into the tables: gathered, and written together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam

from marsad.store import tables
from marsad.store.engines import add_once, add_to, add_words

_COUNTED = ("kind", "place", "source", "actor")
_counts = tables.counts.c
_GONE = tables.counts.delete().where(_counts.by == bindparam("b"), _counts.name == bindparam("m"), _counts.number == 0)


class Gathered:
    """What an entry adds to the tables, kept until `flush`: whatever asks the tables calls that first."""

    def __init__(self, connection: Connection, *, searching: bool) -> None:
        self._connection = connection
        self._searching = searching
        self._pending: dict[Table, list[dict[str, Any]]] = {}
        self._words: list[tuple[int, str]] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._waiting: dict[str, str] = {}

    def gather(self, table: Table, **values: Any) -> None:
        """A row of a table."""
        self._pending.setdefault(table, []).append(values)

    def word(self, seq: int, words: Callable[[], str]) -> None:
        """The folded words that an entry is found by."""
        if self._searching:
            self._words.append((seq, words()))

    def count(self, step: int, **names: str | None) -> None:
        """One more, or one fewer, under each of the names."""
        for by, name in names.items():
            if name is not None and by in _COUNTED:
                self._counts[by, name] += step

    def wait(self, report: str, day: str) -> None:
        """The report has to be matched; days are matched in their order."""
        self._waiting.setdefault(report, day)

    def flush(self) -> None:
        """Write everything."""
        for table, rows in self._pending.items():
            compiled = table.insert().compile(dialect=self._connection.dialect)
            values = itemgetter(*(compiled.positiontup or ()))
            self._connection.exec_driver_sql(str(compiled), [values(row) for row in rows])
        self._pending.clear()
        if self._waiting:
            rows = [{"report": report, "day": day} for report, day in self._waiting.items()]
            self._connection.execute(add_once(self._connection, tables.waiting), rows)
            self._waiting.clear()
        add_words(self._connection, self._words)
        self._words.clear()
        moved = sorted((by, name, step) for (by, name), step in self._counts.items() if step)
        self._counts.clear()
        if moved:
            rows = [{"by": by, "name": name, "number": step} for by, name, step in moved]
            self._connection.execute(add_to(self._connection, tables.counts, "number"), rows)
        if fewer := [{"b": by, "m": name} for by, name, step in moved if step < 0]:
            self._connection.execute(_GONE, fewer)
