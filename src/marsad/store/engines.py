"""SQLite and PostgreSQL: everything in which they differ."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Connection, Engine, Executable, Table, Text, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from marsad.errors import MissingExtra, StoreBusy, StoreError, StoreFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PG_FULL = {"53100"}
_PG_BUSY = {"55P03", "40001", "40P01", "57014"}
_WAIT_S = 30
_LASTING = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA wal_autocheckpoint=65536",  # pages, 256 MiB: a page that several batches touch goes to its place once
    "PRAGMA cache_size=-131072",
    "PRAGMA trusted_schema=OFF",
)
_PASSING = ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-65536")

PLAIN = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is ordered by code point on both."""

_SQLITE_GUARDS = (
    "CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER log_in_order BEFORE INSERT ON log"
    " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM log)"
    " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
)
_POSTGRESQL_GUARDS = (
    "CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
    "CREATE FUNCTION log_in_order() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM log) THEN"
    " RAISE EXCEPTION 'the log is append-only'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION log_refuse()",
    "CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()",
    "CREATE TRIGGER log_in_order BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION log_in_order()",
)


_WORDS = {
    "sqlite": (
        "DROP TABLE IF EXISTS words",
        "CREATE VIRTUAL TABLE words USING fts5("
        "body, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "DROP TABLE IF EXISTS words",
        "CREATE TABLE words (seq BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX words_found ON words USING gin (words)",
    ),
}
_ADD_WORDS = {
    "sqlite": "INSERT INTO words (rowid, body) VALUES (:seq, :words)",
    "postgresql": "INSERT INTO words (seq, words) VALUES (:seq, to_tsvector('simple', :words))",
}
_FIND_WORDS = {
    "sqlite": "SELECT rowid AS seq FROM words WHERE words MATCH :query AND rowid < :before ORDER BY rowid DESC LIMIT :most",
    "postgresql": "SELECT seq FROM words WHERE words @@ to_tsquery('simple', :query) AND seq < :before"
    " ORDER BY seq DESC LIMIT :most",
}
_LONGEST_WORD = 200
"""Characters: what is longer is no word, and PostgreSQL refuses it from 2,047 bytes on."""


class Database:
    """One database, opened: short transactions for reading and for writing, with the engine's errors told in our words."""

    def __init__(self, url: str | URL, *, lasting: bool = True) -> None:
        self.url = _known(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite(self.url, _LASTING if lasting else _PASSING) if self.sqlite else _postgresql(self.url)
        self._readers = self._engine if self.sqlite else self._engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the database as it is now, whatever is written meanwhile."""
        with _translated(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one transaction that writes; others wait. On leaving it is on the disk, or after an error as if it never was."""
        with _translated(), self._engine.connect() as connection:
            connection = connection.execution_options(marsad_writes=True)
            with connection.begin():
                if not self.sqlite:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{_WAIT_S}s'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(7236837)"))
                yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def guard_log(connection: Connection) -> None:
    """Triggers that refuse to change, remove or overwrite an entry, or to leave a number out."""
    for statement in _SQLITE_GUARDS if connection.dialect.name == "sqlite" else _POSTGRESQL_GUARDS:
        connection.exec_driver_sql(statement)


def lay_words(connection: Connection) -> None:
    """The index of words anew, and empty."""
    for statement in _WORDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def add_words(connection: Connection, rows: list[tuple[int, str]]) -> None:
    """File folded texts under the numbers of their entries."""
    if not rows:
        return
    values = [
        {"seq": seq, "words": " ".join(word for word in words.replace("\0", " ").split() if len(word) < _LONGEST_WORD)}
        for seq, words in rows
    ]
    connection.execute(text(_ADD_WORDS[connection.dialect.name]), values)


def find_words(connection: Connection, words: list[str], before: int, most: int) -> list[int]:
    """Entries that have all the words, the last by its beginning; the newest first, all before number `before`.

    The words must be folded: letters and digits alone, so that nothing in them is taken for the query's own signs.
    """
    if connection.dialect.name == "sqlite":
        query = " AND ".join(f'"{word}"' for word in words) + " *"
    else:
        query = " & ".join(f"'{word}'" for word in words) + ":*"
    found = connection.execute(text(_FIND_WORDS[connection.dialect.name]), {"query": query, "before": before, "most": most})
    return [int(seq) for seq in found.scalars()]


class alike(FunctionElement[bool]):
    """`alike(column, pattern)`: LIKE with a backslash for escape, capitals making no difference (on SQLite ASCII's alone)."""

    inherit_cache = True
    type = Boolean()


@compiles(alike, "sqlite")
def _alike_sqlite(element: alike, compiler: SQLCompiler, **how: Any) -> str:
    """SQLite's own LIKE makes none; ILIKE would be written with two copies of every text."""
    column, pattern = (compiler.process(part, **how) for part in element.clauses)
    return f"({column} LIKE {pattern} ESCAPE '\\')"


@compiles(alike, "postgresql")
def _alike_postgresql(element: alike, compiler: SQLCompiler, **how: Any) -> str:
    column, pattern = (compiler.process(part, **how) for part in element.clauses)
    return f"({column} ILIKE {pattern} ESCAPE '\\')"


def add_once(connection: Connection, table: Table) -> Executable:
    """The statement that adds a row where its key isn't there yet."""
    return (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(table).on_conflict_do_nothing()


def add_to(connection: Connection, table: Table, column: str) -> Executable:
    """The statement that adds a row, or where its key is there adds to its number."""
    insert = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(table)
    changed = {column: table.c[column] + insert.excluded[column]}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


@contextmanager
def scratch() -> Iterator[Database]:
    """A database in a temporary file, for as long as it is asked."""
    with tempfile.TemporaryDirectory(prefix="marsad-") as folder:
        database = Database(URL.create("sqlite", database=str(Path(folder) / "scratch.db")), lasting=False)
        try:
            yield database
        finally:
            database.close()


def disk_error(error: OSError) -> StoreError:
    """A failed write or read of a file, in our words."""
    if error.errno in _FULL:
        return StoreFull("the disk is full, or the file is larger than the system allows")
    return StoreError(
        f"the disk refused: {error.strerror or type(error).__name__}", remedy="Check the disk and the folder's permissions."
    )


def _known(url: str | URL) -> URL:
    try:
        made = make_url(url)
    except ArgumentError:
        raise StoreError("the database's address can't be read", remedy="Write it as postgresql://USER@HOST/NAME.") from None
    if made.get_backend_name() == "postgresql":
        return made.set(drivername="postgresql+pg8000")
    if made.get_backend_name() == "sqlite":
        return made.set(drivername="sqlite")
    raise StoreError(f"no store on {made.get_backend_name()}", remedy="Use SQLite (the default) or PostgreSQL.")


def _sqlite(url: URL, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _WAIT_S, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = (
            None  # we say BEGIN ourselves: the driver's own way begins too late for a safe read of the head
        )
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("marsad_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(url, hide_parameters=True, isolation_level="READ COMMITTED")
    except (ModuleNotFoundError, NoSuchModuleError):
        raise MissingExtra("PostgreSQL needs its driver", remedy='Run `pip install "marsad[postgresql]"`.') from None


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _in_our_words(error) from None


def _in_our_words(error: DBAPIError) -> StoreError:
    """Never the statement's values: a protected source's name could stand among them."""
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        return _of_sqlite(origin)
    details = origin.args[0] if origin is not None and origin.args and isinstance(origin.args[0], dict) else {}
    code, message = str(details.get("C", "")), str(details.get("M", "") or type(origin).__name__)
    if code in _PG_FULL:
        return StoreFull("the database's disk is full")
    if code in _PG_BUSY:
        return StoreBusy("another process holds the record")
    return StoreError(f"the database refused: {message}")


def _of_sqlite(origin: sqlite3.Error) -> StoreError:
    code = getattr(origin, "sqlite_errorcode", None) or 0
    if code & 0xFF == sqlite3.SQLITE_FULL:
        return StoreFull("the disk is full")
    if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy("another process holds the record")
    if code & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreError(f"the record's file is damaged: {origin}", remedy="Bring record.db back from a backup.")
    if code & 0xFF == sqlite3.SQLITE_IOERR:
        return StoreFull("the disk refused to take the record: it is full, or a limit or a fault stopped the write")
    return StoreError(f"the database refused: {origin}")
