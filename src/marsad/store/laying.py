"""The ground of answers: which claims bear on what is asked, and their groups, at any moment."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from marsad.model import Event, Known
from marsad.store import asking, grounds
from marsad.store.catalog import chunks
from marsad.store.hindsight import Dropped, dropped
from marsad.store.naming import names
from marsad.store.pages import Listings
from marsad.store.records import Ground, Grouping, Wanted
from marsad.store.since import Both, Moment, Touched, between, touched
from marsad.store.writing import read_head


class Laying(Listings):
    """The half of the store that lays out claims with their groups.

    What had been said by a day stands in the groups of today; what we knew at a moment is matched anew, as it was then.
    """

    def __init__(self) -> None:
        self._names: tuple[int, dict[str, frozenset[str]]] = (-1, {})
        self._dropped: tuple[tuple[int, str], Dropped] = ((-1, ""), {})

    @abstractmethod
    def _claims(
        self, connection: Connection, wanted: Wanted, as_of: str | None, last: int | None, **chosen: Any
    ) -> Iterator[Known]:
        """The claims that are wanted and hold at the moment."""

    @abstractmethod
    def _ever(self, connection: Connection, kind: str) -> Iterator[tuple[Known, str | None]]:
        """Every claim of a kind that some newest version made, and until when it stood."""

    def ground(
        self, wanted: Wanted | None, kinds: Sequence[str] = (), *, grouping: Grouping | None, as_of: str | None = None,
        known_at: str | int | None = None, tolls_within: bool = False,
    ) -> Ground:  # fmt: skip
        """The claims of these kinds that hold and their groups: all of them, or those that bear on what is wanted.

        Of what we knew at a moment, what is at the place wanted is matched anew; where no place is wanted, the groups are left to
        be made. Without a `grouping` there are no groups, and only what is wanted. `tolls_within`: tolls of other groups than
        those asked for may be left out.
        """
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            all_names, claims = self._names_at(connection, last), self._holding(connection, as_of, last)
            if grouping is None:
                return grounds.ground(connection, list(claims(wanted, kinds=kinds)), {}, all_names, last)
            if last is None:
                gone = self._dropped_by(connection, grouping, as_of)
                return grounds.present(connection, claims, wanted, kinds, all_names, gone, tolls_within=tolls_within)
            if wanted is not None and grounds.is_narrow(wanted):
                seeds = grounds.seeds_of(claims, wanted, kinds)
                return grounds.past(connection, claims, seeds, kinds, grouping, all_names, as_of=as_of, last=last)
            return grounds.ground(connection, list(claims()), {}, all_names, last)

    def ground_about(
        self, some: Sequence[str], kinds: Sequence[str] = (), *, grouping: Grouping, as_of: str | None = None,
        known_at: str | int | None = None, tolls_within: bool = False,
    ) -> Ground:  # fmt: skip
        """The claims of these kinds in all reports that have a claim in a group of one of these claims.

        `tolls_within`: tolls of other groups may be left out.
        """
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            all_names, claims = self._names_at(connection, last), self._holding(connection, as_of, last)
            if last is None:
                gone = self._dropped_by(connection, grouping, as_of)
                groups = grounds.about(connection, list(some)) | {gone[id].group for id in some if id in gone}
                return grounds.of_groups(connection, claims, groups, kinds, all_names, gone, tolls_within=tolls_within)
            seeds = [item for few in chunks(list(some)) for item in claims(ids=few)]
            return grounds.past(connection, claims, seeds, kinds, grouping, all_names, as_of=as_of, last=last)

    def ground_of_groups(self, groups: Iterable[str], kinds: Sequence[str] = ()) -> Ground:
        """The claims of these kinds in all reports that have a claim in one of the groups, as last matched."""
        with self._database.reading() as connection:
            claims = self._holding(connection, None, None)
            return grounds.of_groups(connection, claims, set(groups), kinds, self._names_at(connection, None))

    def ever(self, kind: str) -> tuple[list[tuple[Known, str | None]], Ground]:
        """The claims of a kind of every version that was ever the newest, with when a newer took its place; and their ground.

        The ground holds those of them that hold now.
        """
        with self._database.reading() as connection:
            known = list(self._ever(connection, kind))
            said = {item.report for item, _ in known}
            now = [item for item, until in known if until is None]
            return known, grounds.ground(connection, now, {}, self._names_at(connection, None), None, reports=said)

    def _holding(self, connection: Connection, as_of: str | None, last: int | None) -> grounds.Claims:
        def claims(wanted: Wanted | None = None, **chosen: Any) -> Iterator[Known]:
            return self._claims(connection, wanted or Wanted(), as_of, last, **chosen)

        return claims

    def _dropped_by(self, connection: Connection, grouping: Grouping, as_of: str | None) -> Dropped:
        """Kept for the day asked for last."""
        if as_of is None:
            return {}
        key = (read_head(connection).seq, asking.moment(as_of))
        if self._dropped[0] != key:
            self._dropped = key, dropped(connection, grouping, as_of)
        return self._dropped[1]

    def touched(self, since: str | int, until: str | int | None = None) -> list[Touched]:
        """The reports whose claims, or what people say of them, have changed since an instant or an entry: the newest first."""
        with self._database.reading() as connection:
            last = asking.upto(connection, until)
            return touched(connection, asking.upto(connection, since) or 0, read_head(connection).seq if last is None else last)

    def between(
        self, reports: Mapping[str, bool], since: str | int, until: str | int | None, kinds: Sequence[str], grouping: Grouping
    ) -> Both:
        """The record at both moments, about all that these reports (-> whether they were parted) are tied to."""
        with self._database.reading() as connection:
            first, last = asking.upto(connection, since), asking.upto(connection, until)
            then, now = (Moment(one, self._holding(connection, None, one)) for one in (first, last))
            return between(connection, reports, then, now, kinds, grouping, self._names_at(connection, last))

    def members(self, group: str) -> list[str]:
        """The claims of a group, or one claim of a group of the past; a claim's own id, or nothing, where it is none."""
        with self._database.reading() as connection:
            return grounds.members_of(connection, group)

    def last_held(self, claims: Iterable[str]) -> dict[str, int | None]:
        """Claim -> the entry after which it held last; None for one that holds now. One that never held isn't there."""
        with self._database.reading() as connection:
            return grounds.last_held(connection, sorted(claims))

    def places_called(self, name: str) -> list[Wanted]:
        """What to ask for by the name of a place, a region or a country, however it is written; empty where there is none."""
        with self._database.reading() as connection:
            return grounds.places_called(connection, name)

    def controlled(self, name: str, *, as_of: str | None = None, known_at: str | int | None = None) -> dict[str, Wanted]:
        """The places of that name (or key) of whose control something is said: the ledger's key -> what to ask for."""
        with self._database.reading() as connection:
            return grounds.controlled(connection, name, as_of, asking.upto(connection, known_at))

    def earlier(self, event: Event, day: str, *, as_of: str | None = None, known_at: str | int | None = None) -> list[Known]:
        """The events until a day that tell whether one was the first: all at its place, and some in its country."""
        with self._database.reading() as connection:
            last = asking.upto(connection, known_at)
            return grounds.earlier(connection, self._holding(connection, as_of, last), event, day, as_of=as_of, last=last)

    def names(self) -> dict[str, frozenset[str]]:
        """All names in claims that hold, by role (see the table `named`)."""
        with self._database.reading() as connection:
            return self._names_at(connection, None)

    def fighting(self, *, known_at: str | int | None = None) -> frozenset[str]:
        """Sides and ids of who is recorded to fight."""
        with self._database.reading() as connection:
            return self._names_at(connection, asking.upto(connection, known_at)).get("fights", frozenset())

    def _names_at(self, connection: Connection, last: int | None) -> dict[str, frozenset[str]]:
        """Kept for the moment asked for last, since they change with an entry alone."""
        seq = read_head(connection).seq if last is None else last
        kept = self._names
        if kept[0] != seq:
            kept = self._names = seq, names(connection, last)
        return kept[1]
