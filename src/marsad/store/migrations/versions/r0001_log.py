"""The log, and a table of settings."""

import sqlalchemy as sa
from alembic import op

from marsad.store.engines import PLAIN, guard_log

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table("meta", sa.Column("name", PLAIN, primary_key=True), sa.Column("value", PLAIN, nullable=False))
    op.create_table(
        "log",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("at", PLAIN, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        *(sa.Column(name, PLAIN, nullable=False) for name in ("who", "why", "body", "previous", "hash")),
    )
    op.create_index("log_at", "log", ["at"])
    guard_log(op.get_bind())
