"""Questions about a few claims, a report or a page of things: each costs what it shows, whatever the record's size."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from marsad.desk.hiding import hidden, hidden_known
from marsad.desk.judged import UNSEEN, Judged, judged
from marsad.desk.moment import Moment
from marsad.desk.whereabouts import Whereabout, rows_of, whereabouts
from marsad.ledger.events import Incident
from marsad.ledger.series import Series
from marsad.ledger.tally import Tally
from marsad.ledger.veil import Veil
from marsad.matching import Matches
from marsad.model import Known
from marsad.observatory import Observatory
from marsad.store import ActorCount, Copy, Page, Pile, ReportRow, StoredDecision, StoredReport, Wanted

T = TypeVar("T")
_AT_ONCE = 60
"""Things on a page; half of them at a moment in the past, where they have to be matched anew."""


class Narrow(ABC):
    """The half of `Answers` that asks about parts of the record; the other half gives it what it stands on."""

    observatory: Observatory

    @abstractmethod
    def _ask(self, question: Hashable, make: Callable[[], T]) -> T:
        """An answer with aliases in it, kept."""

    @abstractmethod
    def veil(self) -> Veil:
        """Hides protected sources."""

    @abstractmethod
    def report(self, id: str, moment: Moment, version: int | None = None) -> StoredReport:
        """A report with its text."""

    @abstractmethod
    def reports(self, moment: Moment) -> list[ReportRow]:
        """The newest version of every report."""

    @abstractmethod
    def decisions(self, moment: Moment, *, undone: bool = False) -> list[StoredDecision]:
        """What people decided."""

    @abstractmethod
    def real(self, id: str, moment: Moment) -> str:
        """The id of a report that is shown under this one."""

    def _covered(self, known: Iterable[Known], moment: Moment) -> list[Known]:
        """The claims with aliases."""
        veil, known = self.veil(), list(known)
        if not veil:
            return known
        store = self.observatory.store
        texts = {id: store.report(id, **moment.clocks).report.text for id in {item.report for item in known}}
        return [hidden_known(item, texts[item.report], veil) for item in known]

    def claims(self, ids: Sequence[str], moment: Moment) -> dict[str, Known]:
        """Claim id -> what is known, of those of these claims that hold."""
        found = self._covered(self.observatory.store.claims(ids=ids, **moment.clocks), moment)
        return {item.claim.id: item for item in found}

    def claim_ids(self, moment: Moment, kind: str | None = None) -> list[str]:
        """The ids of the claims that hold (of a kind), in the order in which the record gives the claims."""
        return self._ask(("claim ids", kind, moment.clock), lambda: self.observatory.store.claim_ids(kind, **moment.clocks))

    def claims_in(self, report: str, moment: Moment) -> list[Known]:
        """A report's claims in the order of their words."""
        wanted = Wanted(report=self.real(report, moment))
        found = self._covered(self.observatory.store.claims(wanted, **moment.clocks), moment)
        return sorted(found, key=lambda item: (item.claim.anchors[0].start if item.claim.anchors else 1 << 60, item.claim.id))

    def judged(self, ids: Sequence[str], moment: Moment) -> dict[str, Judged]:
        """How these claims stand with our people; one that nobody looked at isn't there."""
        decided = self.observatory.store.decisions_on
        found = [one for kind in ("review", "correction") for one in decided(ids, kind=kind, known_at=moment.known_at)]
        return judged(hidden(found, self.veil()))

    def sizes(self, ids: Sequence[str], moment: Moment) -> dict[str, tuple[str, int]]:
        """Claim id -> its matched group's id and how many claims that has."""
        return self.observatory.groups_of(ids, **moment.clocks)

    def piles(self, moment: Moment) -> list[Pile]:
        """Every report with how many claims it has and how many of them are new, the last that came in first."""

        def make() -> list[Pile]:
            found = self.observatory.store.piles(**moment.clocks)
            if moment.known_at is None:
                return found
            seen = [id for id, one in judged(self.decisions(moment)).items() if one.state != UNSEEN.state]
            counted = Counter(item.report for item in self.observatory.store.claims(ids=seen, **moment.clocks))
            return [msgspec.structs.replace(pile, unseen=pile.claims - counted[pile.report]) for pile in found]

        return self._ask(("piles", moment.as_of, moment.known_at), make)

    def new(self) -> int:
        """How many claims nobody has judged by now."""
        return self.observatory.store.unseen_claims()

    def rows(self, ids: Sequence[str], moment: Moment) -> dict[str, ReportRow]:
        """Report id -> its newest version, of these reports."""
        if self.veil():
            return {row.id: row for row in self.reports(moment) if row.id in set(ids)}
        return {row.id: row for row in self.observatory.store.reports(ids=ids, **moment.clocks)}

    def copies(self, id: str, moment: Moment) -> list[ReportRow]:
        """The reports that say a report's words once more, the last that came in first."""
        found = self.observatory.store.decisions(kind="copy", target=self.real(id, moment), known_at=moment.known_at)
        ids = [one.report for one in found if isinstance(one, Copy) and one.report != self.real(id, moment)]
        rows = hidden(list(self.observatory.store.reports(ids=ids, **moment.clocks)), self.veil())
        return sorted((row for row in rows if row.copy_of == id), key=lambda row: (-row.seq, row.id))

    def members(self, group: str) -> list[str]:
        """The claims by which a group can be asked about: those that it has now, or the one that it is named by."""
        return self.observatory.store.members(group)

    def event(self, id: str, moment: Moment) -> Incident | None:
        """One incident, by its id or a claim's."""
        about = self.members(id)
        found = self._ask(("event", id, moment.clock), lambda: list(self.observatory.events(about=about, **moment.clocks)))
        return next((one for one in found if one.id == id or id in one.claims), None)

    def events_about(self, claims: Sequence[str], moment: Moment) -> list[Incident]:
        """The incidents of some claims."""
        return self._ask(
            ("events about", tuple(claims), moment.clock), lambda: list(self.observatory.events(about=claims, **moment.clocks))
        )

    def events_during(self, start: str | None, end: str | None, moment: Moment) -> list[Incident]:
        """The incidents of some days."""
        wanted = Wanted(kind="event", start=start, end=end)
        return self._ask(("events of", start, end, moment.clock), lambda: list(self.observatory.events(wanted, **moment.clocks)))

    def events_page(
        self, moment: Moment, wanted: Wanted | None = None, words: str | None = None, after: str | None = None,
        limit: int | None = None,
    ) -> Page[Incident]:  # fmt: skip
        """A page of incidents, the newest day first; where sources are protected, `words` leave none out."""
        chosen, sought = self._page(moment, after, limit), None if self.veil() else words
        return self._ask(
            ("events page", wanted, sought, after, limit, moment.clock),
            lambda: self.observatory.newest_incidents(wanted, sought, **chosen),
        )

    @staticmethod
    def _page(moment: Moment, after: str | None, limit: int | None) -> dict[str, Any]:
        return {"limit": limit or (_AT_ONCE if moment.now else _AT_ONCE // 2), "after": after, **moment.clocks}

    def tolls_page(
        self, moment: Moment, wanted: Wanted | None = None, words: str | None = None, after: str | None = None,
        limit: int | None = None,
    ) -> Page[Tally]:  # fmt: skip
        """The tolls of a page of things, the newest day first; where sources are protected, `words` leave none out."""
        chosen, sought = self._page(moment, after, limit), None if self.veil() else words
        return self._ask(
            ("tolls page", wanted, sought, after, limit, moment),
            lambda: self.observatory.newest_tolls(wanted, sought, policy=moment.policy, **chosen),
        )

    def claims_page(self, moment: Moment, wanted: Wanted, words: str, after: str | None, limit: int) -> Page[Known]:
        """A page of claims that hold the words, or nearly; not for where sources are protected, whose names the words may be."""
        chosen = self._page(moment, after, limit)
        return self._ask(
            ("claims page", wanted, words, after, limit, moment.clock),
            lambda: self.observatory.store.claims_page(wanted, words, **chosen),
        )

    def largest_series(self, moment: Moment, wanted: Wanted | None = None, words: str | None = None) -> list[Series]:
        """The running totals of the few things of which most figures were given."""
        return self._ask(
            ("largest series", wanted, words, moment.clock),
            lambda: list(self.observatory.series(about=self.observatory.store.most_told(wanted, words), **moment.clocks)),
        )

    def tolls_about(self, claims: Sequence[str], moment: Moment) -> list[Tally]:
        """The tolls of what some claims speak of."""
        return self._ask(
            ("tolls about", tuple(claims), moment),
            lambda: list(self.observatory.tolls(policy=moment.policy, about=claims, **moment.clocks)),
        )

    def toll(self, id: str, moment: Moment) -> list[Tally]:
        """The toll that an id leads to, which may have been given long ago; one for each originator under a policy of one."""
        return self._ask(("toll", id, moment), lambda: list(self.observatory.toll(id, policy=moment.policy, **moment.clocks)))

    def compare_about(self, claims: Sequence[str], moment: Moment) -> dict[str, dict[str, list[Tally]]]:
        """Tally id -> policy -> tallies, of what some claims speak of."""
        asked = ("compare about", tuple(claims), moment.clock)
        return self._ask(asked, lambda: self.observatory.compare(about=claims, **moment.clocks))

    def series_about(self, claims: Sequence[str], moment: Moment) -> list[Series]:
        """Each originator's running totals of what some claims speak of."""
        asked = ("series about", tuple(claims), moment.clock)
        return self._ask(asked, lambda: list(self.observatory.series(about=claims, **moment.clocks)))

    def near(self, report: str, moment: Moment) -> list[str]:
        """A report and all that matching compares with it: those that are filed under one of its places and days."""
        return hidden(self.observatory.store.filed_with(self.real(report, moment)), self.veil())

    def claims_in_all(self, reports: Iterable[str], moment: Moment) -> list[Known]:
        """All claims of some reports."""
        return [item for report in reports for item in self.claims_in(report, moment)]

    def places(self, moment: Moment) -> dict[str, Whereabout]:
        """Address -> place, of every place that a claim names, most claims first."""
        return self._ask(("places", moment.clock), lambda: whereabouts(rows_of(self.observatory.store.placed(**moment.clocks))))

    def place(self, id: str, moment: Moment) -> Whereabout | None:
        """One place by its address."""
        if ":" not in id:
            return self.places(moment).get(id)
        placed = lambda: whereabouts(rows_of(self.observatory.store.placed(place=id, **moment.clocks)))  # noqa: E731
        return self._ask(("place", id, moment.clock), placed).get(id)

    def actors(self, moment: Moment) -> list[ActorCount]:
        """The actors that claims name, those with most claims first."""
        return self._ask(("actors", moment.clock), lambda: self.observatory.store.actors(**moment.clocks))

    def claims_naming(self, actor: str, moment: Moment, *, limit: int, offset: int) -> list[Known]:
        """All claims of some reports that name an actor, those said last first."""
        store = self.observatory.store
        reports = store.naming(actor, limit=limit, offset=offset, **moment.clocks)
        found = self._covered(store.claims(reports=reports, **moment.clocks), moment)
        return sorted(found, key=lambda item: item.published or item.known_at, reverse=True)

    def said_by(self, source: str, moment: Moment, limit: int) -> list[Known]:
        """The newest claims that a source first said, by the name under which the record knows it."""
        ids = self.observatory.store.said_by(source, limit=limit, **moment.clocks)
        return sorted(self.claims(ids, moment).values(), key=lambda item: item.published or item.known_at, reverse=True)

    def matches_in(self, reports: Iterable[str], moment: Moment) -> Matches:
        """Which claims of some reports speak of one thing, and why."""
        store = self.observatory.store
        ids = [self.real(report, moment) for report in reports]
        return self.observatory.matches(item for id in ids for item in store.claims(Wanted(report=id), **moment.clocks))
