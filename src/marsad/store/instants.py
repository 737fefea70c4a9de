"""Instants as the record writes them: whole seconds in UTC, `2024-11-30T10:00:00Z`; their order as text is their order."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """This second."""
    return datetime.now(UTC).strftime(_FORM)


@lru_cache(maxsize=4096)
def instant(text: str, *, end: bool = False) -> str | None:
    """An ISO day or time as an instant; None where it is neither.

    A day stands for its first second, with `end` for its last. A time without a zone is taken for UTC.
    """
    if _DAY.match(text):
        text += "T23:59:59+00:00" if end else "T00:00:00+00:00"
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime(_FORM).rjust(20, "0")
