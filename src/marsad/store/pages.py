"""The store's listings, a page at a time."""

from __future__ import annotations

from typing import Any

from marsad.model import Known
from marsad.store import asking, listing
from marsad.store.engines import Database
from marsad.store.naming import sources_of
from marsad.store.records import Count, Found, GroupLine, Page, ReportLine, Unseen, Wanted
from marsad.store.searching import search


class Listings:
    """What the store lists by pages: each costs what a page costs, whatever the record's size."""

    _database: Database

    def _known(self, row: Any, parties: dict[str, bool]) -> Known:
        raise NotImplementedError

    def reports_page(
        self, *, limit: int = 50, after: str | None = None, as_of: str | None = None, known_at: str | int | None = None,
        unread: bool = False, outlet: str | None = None,
    ) -> Page[ReportLine]:  # fmt: skip
        """Reports by when they were said, the newest first, with how many of their claims hold and were reviewed."""
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            chosen: dict[str, Any] = {"unread": unread, "equal": {"outlet": outlet}}
            return listing.reports_page(connection, limit=limit, after=after, as_of=as_of, last=last, **chosen)

    def unseen(
        self, wanted: Wanted | None = None, *, actor: str | None = None, limit: int = 50, after: str | None = None
    ) -> Page[Unseen]:
        """Claims that nobody has reviewed, those that came last first; `actor` is an id or a name that the claim gives."""
        with self._database.reading() as connection:
            parties = {entry.name: entry.party for entry in sources_of(connection, None)}

            def known_of(row: Any) -> Known:
                return self._known(row, parties)

            return listing.unseen_page(connection, known_of, wanted or Wanted(), actor=actor, limit=limit, after=after)

    def groups_page(
        self, kind: str = "event", wanted: Wanted | None = None, *, limit: int = 50, after: str | None = None,
        sources: int | None = None,
    ) -> Page[GroupLine]:  # fmt: skip
        """Groups of a kind (event, toll, control) as last matched, by their last day, the newest first.

        `sources`: only those that have no more originators (1: what needs a second source).
        """
        with self._database.reading() as connection:
            return listing.groups_page(connection, kind, wanted or Wanted(), limit=limit, after=after, sources=sources)

    def counts(self, by: listing.By, *, limit: int = 50, after: str | None = None) -> Page[Count]:
        """How many claims hold of each kind, place or source, or in how many reports an actor occurs; the most first."""
        with self._database.reading() as connection:
            return listing.counts_page(connection, by, limit=limit, after=after)

    def search(self, query: str, *, limit: int = 20, after: str | None = None) -> Page[Found]:
        """Reports (up to `limit`) whose title and text, or whose names of places and actors, hold all words of the query.

        The newest first, each followed by claims that say it. Case, accents and Arabic's articles make no difference; the last
        word may be a beginning. Nothing in the query is a sign of its own.
        """
        with self._database.reading() as connection:
            return search(connection, query, sources_of(connection, None), limit=limit, after=after)
