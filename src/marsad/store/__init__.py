"""Where the record is kept: an append-only log, the originals, and tables that are made from the log."""

from marsad.store.records import (
    Added,
    Copy,
    Entry,
    Head,
    Incoming,
    Item,
    Problem,
    ReportRow,
    StoredDecision,
    StoredReport,
    Undo,
    Wanted,
    public_name,
)
from marsad.store.store import Store

__all__ = [
    "Added",
    "Copy",
    "Entry",
    "Head",
    "Incoming",
    "Item",
    "Problem",
    "ReportRow",
    "Store",
    "StoredDecision",
    "StoredReport",
    "Undo",
    "Wanted",
    "public_name",
]
