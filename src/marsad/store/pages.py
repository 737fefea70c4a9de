"""The store's listings, a page at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from marsad.model import Known
from marsad.model.heard import Heard
from marsad.store import asking, listing
from marsad.store import newest as newer
from marsad.store.engines import Database
from marsad.store.hearing import heard, said_by
from marsad.store.matched import Look
from marsad.store.naming import ActorCount, actors, naming, sources_of
from marsad.store.newest import Pile
from marsad.store.records import Count, Found, GroupLine, Page, ReportLine, Unseen, Wanted
from marsad.store.searching import search


class Listings(ABC):
    """What the store lists by pages: each costs what a page costs, whatever the record's size."""

    _database: Database

    @abstractmethod
    def _known(self, row: Any, parties: dict[str, bool]) -> Known:
        """The claim of a row as it is known, under its originator's one name."""

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

    def piles(self, *, as_of: str | None = None, known_at: str | int | None = None, report: str | None = None) -> list[Pile]:
        """Every report (or one), the last that came in first, with how many nobody has reviewed until now."""
        with self._database.reading() as connection:
            return newer.piles(connection, as_of, asking.upto(connection, known_at), report)

    def group_sizes(self, claims: list[str]) -> dict[str, tuple[str, int]]:
        """Claim -> the group that it was last matched into, and how many claims that has; one that isn't matched isn't there."""
        with self._database.reading() as connection:
            return newer.sizes(connection, claims)

    def claim_ids(self, kind: str | None = None, *, as_of: str | None = None, known_at: str | int | None = None) -> list[str]:
        """The ids of the claims that hold (of a kind), each once, in the order of `claims`."""
        with self._database.reading() as connection:
            return asking.claim_ids(connection, Wanted(kind=kind), as_of, asking.upto(connection, known_at))

    def unseen_claims(self) -> int:
        """How many claims that hold nobody has reviewed."""
        with self._database.reading() as connection:
            return newer.unseen(connection)

    def newest(
        self, of: newer.Of, wanted: Wanted | None = None, words: str | None = None, *, limit: int = 50,
        after: str | None = None, as_of: str | None = None, known_at: str | int | None = None,
    ) -> Page[tuple[str, ...]]:  # fmt: skip
        """The claims of each incident or toll, the newest day first: a group as last matched; in the past, each claim by itself.

        `wanted`, `words`: those of which a claim is wanted, and holds the words in a name or a type, or elsewhere.
        """
        asked = newer.Asked(of, wanted or Wanted(), words)
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            if as_of is None and last is None:
                return newer.newest_groups(connection, asked, limit=limit, after=after)
            return newer.newest_claims(connection, asked, limit=limit, after=after, as_of=as_of, last=last)

    def claims_page(
        self, wanted: Wanted | None, words: str, *, limit: int = 50, after: str | None = None, as_of: str | None = None,
        known_at: str | int | None = None,
    ) -> Page[Known]:  # fmt: skip
        """Claims that hold, in the order of `claims`, that hold the words: in a name or in what they quote, or elsewhere."""
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            parties = {entry.name: entry.party for entry in sources_of(connection, last)}
            chosen: dict[str, Any] = {"limit": limit, "after": after, "as_of": as_of, "last": last}
            return newer.claims_page(connection, lambda row: self._known(row, parties), wanted or Wanted(), words, **chosen)

    def newest_claims(
        self, of: newer.Of, wanted: Wanted, *, fighting: Sequence[str] = (), limit: int = 30, as_of: str | None = None,
        known_at: str | int | None = None,
    ) -> list[str]:  # fmt: skip
        """The newest claims that are wanted; `fighting`: in reports where one of these sides or actors fights."""
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            return newer.told_last(connection, newer.Asked(of, wanted, None), fighting, limit=limit, as_of=as_of, last=last)

    def heard(self, *, known_at: str | int | None = None) -> list[Heard]:
        """Who says how much in which report, in every version that was ever the newest."""
        with self._database.reading() as connection:
            return list(heard(connection, asking.upto(connection, known_at)))

    def actors(self, *, as_of: str | None = None, known_at: str | int | None = None) -> list[ActorCount]:
        """The actors of the record, those with most claims first."""
        with self._database.reading() as connection:
            return actors(connection, as_of, asking.upto(connection, known_at))

    def naming(
        self, actor: str, *, limit: int = 100, offset: int = 0, as_of: str | None = None, known_at: str | int | None = None
    ) -> list[str]:
        """The reports that name an actor (by id or folded name), those said last first."""
        with self._database.reading() as connection:
            return naming(connection, actor, limit, offset, as_of, asking.upto(connection, known_at))

    def said_by(self, name: str, *, limit: int = 100, as_of: str | None = None, known_at: str | int | None = None) -> list[str]:
        """The claims that a source first said, by the name that they give it, the newest first."""
        with self._database.reading() as connection:
            return said_by(connection, name, limit, as_of, asking.upto(connection, known_at))

    def published(self, *, known_at: str | int | None = None) -> tuple[str, str] | None:
        """First and last day on which a report was published; None where none has a day."""
        with self._database.reading() as connection:
            return newer.published(connection, asking.upto(connection, known_at))

    def filed_with(self, report: str) -> list[str]:
        """The reports that matching files under a key of this report, itself among them."""
        with self._database.reading() as connection:
            return newer.filed_with(connection, report)

    def newest_among(
        self, of: newer.Of, wanted: Wanted | None, words: str | None, claims: list[str], *, as_of: str | None = None,
        known_at: str | int | None = None,
    ) -> list[str]:  # fmt: skip
        """Those of these claims that are asked for, in the order of `newest`."""
        with self._database.reading() as connection:
            asked, last = newer.Asked(of, wanted or Wanted(), words), asking.upto(connection, known_at)
            return newer.among(connection, asked, claims, as_of, last)

    def totals_since(self, days: Sequence[str], *, as_of: str | None = None, known_at: str | int | None = None) -> list[str]:
        """The claims of running totals since one of these days."""
        with self._database.reading() as connection:
            return newer.totals_since(connection, days, as_of, asking.upto(connection, known_at))

    def linked(
        self, reports: Sequence[str] | None = None, *, as_of: str | None = None, known_at: str | int | None = None
    ) -> dict[str, str]:
        """Event -> the event that it is said to be part of; in some reports, or in all."""
        with self._database.reading() as connection:
            return newer.linked(connection, reports, as_of, asking.upto(connection, known_at))

    def most_told(self, wanted: Wanted | None = None, words: str | None = None, *, limit: int = 12) -> list[str]:
        """The claims of the running totals that have most of them."""
        with self._database.reading() as connection:
            return newer.most_told(connection, newer.Asked("toll", wanted or Wanted(), words), limit)

    def placed(
        self, *, place: str | None = None, as_of: str | None = None, known_at: str | int | None = None
    ) -> list[tuple[Any, ...]]:
        """Where claims are (or those at one place), counted: a `Spot`'s fields, then kind, report and how many."""
        with self._database.reading() as connection:
            return newer.placed(connection, place, as_of, asking.upto(connection, known_at))

    @contextmanager
    def looking(self) -> Iterator[Look]:
        """Looks up claims by what they are filed under, as the record stands, for who weighs them."""
        with self._database.reading() as connection:
            yield Look(connection, None, None)

    def groups_of(self, claims: Iterable[str]) -> dict[str, GroupLine]:
        """Claim -> the group that it was last matched into, without its members; what isn't matched isn't there."""
        with self._database.reading() as connection:
            return listing.groups_of(connection, list(claims))

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
