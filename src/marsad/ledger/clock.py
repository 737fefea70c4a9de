"""Instants in UTC whose order as text is their order, and the days that they lie in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from marsad.model import Known, When

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@lru_cache(maxsize=65536)
def instant(text: str | None, *, end: bool = False) -> str | None:
    """An ISO day or time as `2024-11-30T10:00:00Z`; None where it is neither. A day is its first second, with `end` its last."""
    if not text:
        return None
    if _DAY.match(text):
        text += "T23:59:59+00:00" if end else "T00:00:00+00:00"
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def said(known: Known) -> str:
    """When it was said: the report's publication; for a report without a date, when we got it."""
    return instant(known.published) or instant(known.known_at) or ""


def counted_to(known: Known) -> str:
    """As of when a running total or a control claim holds: the end of its stretch of days, if that is before publication."""
    when = known.claim.when
    told = said(known)
    if when is None or when.start is None or when.end is None or when.start >= when.end:
        return told
    end = instant(when.end)
    return end if end and end[:10] < told[:10] else told


def days_between(one: str, other: str) -> int:
    """Whole days from one instant or day to another."""
    return (date.fromisoformat(other[:10]) - date.fromisoformat(one[:10])).days


def days_of(when: When | None, told: str) -> tuple[str, str]:
    """First and last day that a claim speaks of; the day it was said where it gives none."""
    start = (when.start or when.end) if when else None
    end = (when.end or when.start) if when else None
    return (start or told[:10], end or told[:10])
