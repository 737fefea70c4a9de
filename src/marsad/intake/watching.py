"""Feeds that an observatory follows: each asked at its own pace, and left alone for longer when it fails.

The list is a file in the observatory's folder. It is no part of the record: it says where to look, not what was found.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from marsad.errors import InputError, MarsadError
from marsad.intake.faults import FetchFailed
from marsad.intake.limits import FetchSettings
from marsad.intake.pieces import Item
from marsad.intake.reports import Rejected
from marsad.intake.web import Seen, fetch_changed, fetched_arrivals, plain_address

FILE = "feeds.json"
EVERY = 30
"""Minutes between two visits, where nothing else is said."""
LEAST = 5
_LONGEST = timedelta(days=1)


class Feed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A feed: its address, every how many minutes to look, what was seen there, how often it failed in a row, when it is due."""

    url: str
    every: int = EVERY
    seen: Seen = Seen()
    failures: int = 0
    asked: str | None = None
    due: str | None = None
    problem: str | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to look again."""
        return self.due is None or self.due <= _text(now)


class Visit(msgspec.Struct, frozen=True):
    """What a visit gave: the feed as it is from now on, and what came in; nothing where nothing had changed."""

    feed: Feed
    items: tuple[Item, ...] = ()


class FeedList:
    """The feeds of an observatory, kept in its folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def all(self) -> list[Feed]:
        """The feeds, in the order in which they were added."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=list[Feed])
        except FileNotFoundError:
            return []
        except (OSError, msgspec.DecodeError) as error:
            raise InputError(f"the list of feeds {FILE} can't be read: {error}", remedy="Mend or remove the file.") from error

    def add(self, url: str, *, every: int = EVERY) -> Feed:
        """Follow a feed; one that is followed already gets the new pace. Raises `FetchRefused` for what is no plain address."""
        plain_address(url)
        feeds = self.all()
        found = next((feed for feed in feeds if feed.url == url), Feed(url=url))
        found = msgspec.structs.replace(found, every=max(LEAST, every))
        self._write([feed for feed in feeds if feed.url != url] + [found])
        return found

    def remove(self, url: str) -> None:
        """Follow it no longer; what came from it stays."""
        feeds = self.all()
        left = [feed for feed in feeds if feed.url != url]
        if len(left) == len(feeds):
            raise InputError(f"{url} is no feed of this observatory", remedy="`marsad feed list` shows them.")
        self._write(left)

    def keep(self, feed: Feed) -> None:
        """What a visit made of a feed; one that was removed meanwhile stays removed."""
        self._write([feed if old.url == feed.url else old for old in self.all()])

    def _write(self, feeds: list[Feed]) -> None:
        aside = self._file.with_suffix(".part")
        try:
            aside.write_bytes(msgspec.json.format(msgspec.json.encode(feeds)) + b"\n")
            os.replace(aside, self._file)
        except OSError as error:
            raise InputError(f"the list of feeds can't be written: {error.strerror}", remedy="Free some space.") from error


def visit(feed: Feed, settings: FetchSettings | None = None, *, now: Callable[[], datetime] | None = None) -> Visit:
    """Look at a feed once. Whatever goes wrong with it is its own `Rejected`, and doubles its pause (to a day at most).

    A feed that came whole is asked the next time only for what has changed; one that broke off is fetched anew.
    """
    moment = now() if now else datetime.now(UTC)
    try:
        found = fetch_changed(feed.url, settings, feed.seen)
    except MarsadError as error:
        return Visit(_failed(feed, error, moment), (Rejected(feed.url, error),))
    due = _text(moment + timedelta(minutes=feed.every))
    calm = msgspec.structs.replace(feed, failures=0, problem=None, asked=_text(moment), due=due)
    if found is None:
        return Visit(calm)
    items = tuple(fetched_arrivals(found))
    broken = next((item for item in items if isinstance(item, Rejected) and item.id in (feed.url, found.url)), None)
    if broken:
        return Visit(_failed(feed, broken.error, moment), items)
    return Visit(msgspec.structs.replace(calm, seen=found.seen), items)


def _failed(feed: Feed, error: MarsadError, moment: datetime) -> Feed:
    pause = min(_LONGEST, timedelta(minutes=feed.every) * 2 ** min(feed.failures + 1, 12))
    asked = getattr(error, "wait", None) if isinstance(error, FetchFailed) else None
    pause = max(pause, min(_LONGEST, timedelta(seconds=asked))) if asked else pause
    return msgspec.structs.replace(
        feed, failures=feed.failures + 1, problem=error.message, asked=_text(moment), due=_text(moment + pause), seen=Seen()
    )


def due_feeds(feeds: list[Feed], moment: datetime) -> Iterator[Feed]:
    """Those whose time has come."""
    return (feed for feed in feeds if feed.is_due(moment))


def seconds_until_due(feeds: list[Feed], moment: datetime) -> float:
    """How long until the first feed is due."""
    dues = [datetime.fromisoformat(feed.due) for feed in feeds if feed.due]
    return max(0.0, min(((due - moment).total_seconds() for due in dues), default=0.0)) if len(dues) == len(feeds) else 0.0


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
