"""Changes of the log's own tables, in their order (Alembic). The projections aren't migrated but rebuilt."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from marsad.errors import NewerStore

NEWEST = "0001"


def migrate(connection: Connection) -> None:
    """Bring the tables up to this program. Raises NewerStore for a store that is ahead of it."""
    found = _revision(connection)
    if found == NEWEST:
        return
    if found is not None and found > NEWEST:
        raise NewerStore(f"the store is of form {found}, this program knows forms up to {NEWEST}")
    from alembic import command  # slow to import, and needed only here
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "marsad.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
