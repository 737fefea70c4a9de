"""An observatory's folder: `marsad.toml`, the database and the originals."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, inspect, select
from sqlalchemy.engine import URL

from marsad.errors import NewerStore, NoStore, StoreError, StoreExists
from marsad.store import tables
from marsad.store.engines import disk_error, lay_words
from marsad.store.migrations import migrate

SETTINGS = "marsad.toml"
_LOCAL = "record.db"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an observatory is kept. `originals` is None where only the database's address is known."""

    name: str
    url: str | URL
    originals: Path | None
    settings: dict[str, Any]
    file: Path | None = None


def lay_out(folder: Path) -> None:
    """Make the folder, as yet without its settings. Raises StoreExists."""
    if (folder / SETTINGS).exists():
        raise StoreExists(f"there is an observatory in {folder.name} already")
    try:
        (folder / "originals").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error) from error


def write_settings(folder: Path, name: str, database: str | None) -> None:
    """What makes the folder an observatory: the last step, so that one that broke off can be made again."""
    lines = [
        "# An observatory of Marsad.",
        f"name = {json.dumps(name, ensure_ascii=False)}",
        f"database = {json.dumps(database or _LOCAL, ensure_ascii=False)}",
        "",
        "[settings]",
        "",
    ]
    try:
        aside = folder / f"{SETTINGS}.part"
        aside.write_text("\n".join(lines), encoding="utf-8")
        os.replace(aside, folder / SETTINGS)
    except OSError as error:
        raise disk_error(error) from error


def place_of(folder: Path, name: str, database: str | None, settings: dict[str, Any]) -> Place:
    """Where the observatory of a folder is kept."""
    database = database or _LOCAL
    if "://" in database:
        return Place(name=name, url=database, originals=folder / "originals", settings=settings)
    file = (folder / database).resolve()
    url = URL.create("sqlite", database=str(file))
    return Place(name=name, url=url, originals=folder / "originals", settings=settings, file=file)


def find(where: str | Path) -> Place:
    """The observatory in a folder, or at a database's address. Raises NoStore."""
    if "://" in str(where):
        return Place(name=str(where).rsplit("/", 1)[-1].partition("?")[0], url=str(where), originals=None, settings={})
    folder = Path(where)
    try:
        found = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise NoStore(f"{folder} holds no observatory") from None
    except OSError as error:
        raise disk_error(error) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{folder / SETTINGS} can't be read: {error}", remedy="Mend the file.") from None
    name, database = str(found.get("name", folder.name)), str(found.get("database", _LOCAL))
    return place_of(folder, name, database, found.get("settings", {}))


def is_current(connection: Connection) -> bool:
    """Whether the tables are this program's. Raises NewerStore where they are ahead of it."""
    if not inspect(connection).has_table("meta"):
        return False
    found = connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == "projection")).scalar()
    if found is not None and int(found) > tables.PROJECTION:
        raise NewerStore(f"the store's tables are of form {found}, this program knows forms up to {tables.PROJECTION}")
    return found == str(tables.PROJECTION)


def prepare(connection: Connection) -> bool:
    """Make or migrate the log's tables; whether the projections have to be rebuilt. Raises NewerStore."""
    migrate(connection)
    return not is_current(connection)


def lay_tables(connection: Connection) -> None:
    """The projections anew, and empty."""
    tables.lay(connection)
    lay_words(connection)
    connection.execute(tables.meta.delete().where(tables.meta.c.name == "projection"))
    connection.execute(tables.meta.insert(), {"name": "projection", "value": str(tables.PROJECTION)})
