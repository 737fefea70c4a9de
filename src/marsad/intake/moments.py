"""Moments as the world writes them, as ISO."""

from __future__ import annotations

from datetime import UTC, datetime


def mail_day(date: str) -> str | None:
    """The moment in UTC, as ISO; None for what is no date."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return iso_moment(moment)


def iso_moment(moment: datetime) -> str:
    """An ISO moment: in UTC with its Z where the zone is known, else as it stands."""
    if moment.tzinfo is None:
        return moment.replace(microsecond=0).isoformat()
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
