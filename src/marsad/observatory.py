"""The line that the house stands on, as code: a thing becomes a report, a report becomes claims, claims become the record.

    intake ──> reading ──> matching ──> ledger

`Observatory` holds the rooms together; it and `extraction` are the only modules that know them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from marsad.errors import StoreError
from marsad.intake import Arrival, FetchSettings, Rejected, arrival_of_text, arrivals, arrivals_of
from marsad.ledger.agreements import Tie, Truce, agreements, relations
from marsad.ledger.changes import Change, changes
from marsad.ledger.control import PlaceControl, control
from marsad.ledger.events import Campaign, Incident, campaigns, events
from marsad.ledger.history import FirstSince, first_since
from marsad.ledger.policy import policy as policy_named
from marsad.ledger.registry import SourceLine, entry_for, registry
from marsad.ledger.series import Series, series
from marsad.ledger.sources import Originators
from marsad.ledger.tally import Tally
from marsad.ledger.tolls import compare, count
from marsad.ledger.veil import Veil
from marsad.ledger.why import Derivation, why
from marsad.matching import Matches
from marsad.model import (
    AnyDecision,
    Assessment,
    Correction,
    Judgement,
    Known,
    Retraction,
    Review,
)
from marsad.model.record import Credibility, Reliability, Verdict
from marsad.reading import Reader
from marsad.store import Added, Copy, Found, Page, Problem, ReportLine, ReportRow, Store, Undo, Unseen, Wanted
from marsad.table import Table
from marsad.taking import CODED, Outcome, Taking, now

__all__ = ["CODED", "Observatory", "Outcome"]

Record = TypeVar("Record")

_TOGETHER = 64


class Observatory:
    """One observatory: its record in a folder, its reader, what it can be asked. Use it as a context manager, or close it."""

    def __init__(self, store: Store, reader: Reader | None = None) -> None:
        self.store = store
        self._reader = reader

    @classmethod
    def create(cls, folder: str | Path, *, name: str | None = None) -> Observatory:
        """A new observatory in a folder that is empty or not there yet."""
        return cls(Store.create(folder, name=name))

    @classmethod
    def open(cls, folder: str | Path) -> Observatory:
        """The observatory in a folder."""
        return cls(Store.open(folder))

    def close(self) -> None:
        """Let go of the record."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def reader(self) -> Reader:
        """The reader, made when it is first needed: loading it takes a second."""
        if self._reader is None:
            self._reader = Reader()
        return self._reader

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        form: str | None = None,
        published: str | None = None,
        source: str | None = None,
        mapping: str | Path | None = None,
        who: str = "",
    ) -> Iterator[Outcome]:
        """Take in, read and keep whatever the paths (or web addresses) hold; what each thing became, in order.

        What is reported as added is on the disk. Adding the same thing twice adds nothing; a syndicated copy is hung under its
        original; what can't be taken in is named and the rest goes on.
        """
        found = arrivals(paths, form=form, published=published, source=source, mapping=mapping, fetching=self.fetching)
        yield from self.take(found, who=who)

    def add_bytes(
        self,
        name: str,
        data: bytes,
        *,
        form: str | None = None,
        published: str | None = None,
        source: str | None = None,
        who: str = "",
    ) -> Iterator[Outcome]:
        """Take in a file that is at hand as bytes, dropped on a page perhaps; `name` is the file's."""
        return self.take(arrivals_of(data, name, form=form, published=published, source=source), who=who)

    def add_text(
        self,
        text: str,
        *,
        title: str | None = None,
        source: str | None = None,
        published: str | None = None,
        url: str | None = None,
        who: str = "",
    ) -> Outcome:
        """Take in a text that somebody pasted. Its id is made of its words: pasting it twice adds nothing."""
        pasted = arrival_of_text(text, title=title, source=source, published=published, url=url)
        (outcome,) = self.take(iter([pasted]), who=who)
        return outcome

    def take(self, items: Iterable[Arrival | Rejected], *, who: str = "") -> Iterator[Outcome]:
        """Read and keep what has come in already, as `add` does."""
        taking, waiting = Taking(self.store, lambda: self.reader, who), iter(items)
        while batch := list(islice(waiting, _TOGETHER)):
            yield from taking.keep(batch)

    @property
    def fetching(self) -> FetchSettings:
        """How far a fetch from the web may go: `[settings.fetch]` of the observatory's marsad.toml."""
        try:
            return msgspec.convert(self.store.settings.get("fetch", {}), FetchSettings)
        except msgspec.ValidationError as error:
            raise StoreError(f"marsad.toml, settings.fetch: {error}", remedy="Mend that line.") from error

    def claims(self, wanted: Wanted | None = None, *, as_of: str | None = None, known_at: str | None = None) -> Table[Known]:
        """The claims that hold, on both clocks: said by `as_of`, known to us by `known_at`."""
        return self._table(list(self.store.claims(wanted, as_of=as_of, known_at=known_at)))

    def reports(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[ReportRow]:
        """The reports of the record, newest version of each."""
        return self._table(list(self.store.reports(as_of=as_of, known_at=known_at)))

    def matches(self, known: Iterable[Known]) -> Matches:
        """Which of the claims speak of one thing, people's judgements first."""
        made = Matches(decision for decision in self._decisions() if isinstance(decision, Judgement))
        known = list(known)
        originators = Originators(known, self.store.sources())
        made.add(*(msgspec.structs.replace(item, originator=originators.name(item)) for item in known))
        return made

    def tolls(
        self,
        wanted: Wanted | None = None,
        *,
        policy: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Table[Tally]:
        """The tolls of a place and time under a named policy, each with what counted, what was set aside and why."""
        ground = self._ground(wanted, as_of, known_at)
        return self._table(count(**ground, policy=policy_named(policy) if policy else None))

    def compare(
        self, wanted: Wanted | None = None, *, as_of: str | None = None, known_at: str | None = None
    ) -> dict[str, dict[str, list[Tally]]]:
        """The same tolls under every policy, side by side: tally id -> policy -> tallies."""
        return compare(**self._ground(wanted, as_of, known_at))

    def series(self, wanted: Wanted | None = None, *, as_of: str | None = None, known_at: str | None = None) -> Table[Series]:
        """Each originator's own running totals, with what replaced what and every fall."""
        return self._table(series(**self._ground(wanted, as_of, known_at)))

    def why(self, tally: Tally) -> Derivation:
        """The whole derivation of a toll, down to the words of the reports."""
        return why(tally, self.store.claims())

    def events(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[Incident]:
        """The incidents of the record: what happened, who says so, what is contested."""
        return self._table(events(**self._ground(None, as_of, known_at)))

    def campaigns(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[Campaign]:
        """Campaigns with their incidents and running tolls."""
        return self._table(campaigns(**self._ground(None, as_of, known_at)))

    def control(self, place: str | None = None, *, as_of: str | None = None, known_at: str | None = None) -> Table[PlaceControl]:
        """Who holds each place (or one), in three layers: claimed by a party, reported by others, assessed by our people."""
        ground = self._ground(None, as_of, known_at)
        del ground["groups"]
        return self._table(control(place=place, **ground))

    def agreements(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[Truce]:
        """Truces and other agreements, how they stand, and the recorded events that would breach them."""
        return self._table(agreements(**self._ground(None, as_of, known_at)))

    def relations(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[Tie]:
        """Who stands how to whom, dated: what was once true is no present identity."""
        ground = self._ground(None, as_of, known_at)
        return self._table(relations(**{name: value for name, value in ground.items() if name not in ("groups", "sources")}))

    def firsts(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[FirstSince]:
        """Claims that something was the first since a time: supported, contradicted (by which events) or unknown."""
        ground = self._ground(None, as_of, known_at)
        del ground["sources"]
        return self._table(first_since(**ground))

    def sources(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[SourceLine]:
        """The sources: what people entered about each, what its reports show, and whom it passes on."""
        ground = self._ground(None, as_of, known_at)
        del ground["groups"]
        return self._table(registry(**ground))

    def set_source(self, name: str, *, who: str, why: str = "", **fields: Any) -> Added:
        """Enter a source, or change what is entered of it (fields of `SourceEntry`); what isn't given stays."""
        entry = msgspec.structs.replace(entry_for(name, self.sources()), **fields)
        return self.store.add_source(entry, who=who, why=why)

    def veil(self) -> Veil:
        """Puts aliases in place of protected sources' names, in whatever is shown or handed on."""
        sources = self.store.sources()
        return Veil(sources, self.store.claims() if any(entry.protected for entry in sources) else ())

    def _table(self, records: list[Record]) -> Table[Record]:
        veil = self.veil()
        return Table(records, hide=veil.of if veil else None)

    def changes(self, since: str, *, policy: str | None = None, until: str | None = None) -> Table[Change]:
        """What every toll was at `since`, what it is (at `until`), and why it moved."""
        ground = self._ground(None, None, until)
        del ground["known_at"]
        then = list(self.store.claims(known_at=since))
        groups = {member: group.id for group in self.matches(then).groups for member in group.members}
        chosen = policy_named(policy) if policy else None
        return self._table(changes(since, **ground, known_then=then, groups_then=groups, policy=chosen, until=until))

    def _ground(self, wanted: Wanted | None, as_of: str | None, known_at: str | None) -> dict[str, Any]:
        """What the ledger stands on: the claims asked for, their groups, the decisions and sources of that moment."""
        known = list(self.store.claims(wanted, as_of=as_of, known_at=known_at))
        groups = {member: group.id for group in self.matches(known).groups for member in group.members}
        return {
            "known": known,
            "groups": groups,
            "decisions": self._decisions(known_at),
            "sources": self.store.sources(known_at=known_at),
            "as_of": as_of,
            "known_at": known_at,
        }

    def _decisions(self, known_at: str | None = None) -> list[AnyDecision]:
        return [one for one in self.store.decisions(known_at=known_at) if not isinstance(one, Copy | Undo)]

    def judge(self, one: str, other: str, verdict: Verdict, *, who: str, why: str = "") -> Added:
        """Whether two claims speak of the same thing: a person's word, which wins over any score."""
        return self._decide(Judgement(**self._signed(who, why, one, other, verdict), one=one, other=other, verdict=verdict))

    def correct(self, claim: str, fields: dict[str, Any], *, who: str, why: str) -> Added:
        """A claim reads otherwise from now on; the old reading stays on record."""
        signed = self._signed(who, why, claim, msgspec.json.encode(fields, order="sorted").decode())
        return self._decide(Correction(**signed, claim=claim, fields=fields))

    def retract(self, target: str, *, who: str, why: str) -> Added:
        """A claim, or all claims of a report, no longer count."""
        return self._decide(Retraction(**self._signed(who, why, target), target=target))

    def review(self, claim: str, accepted: bool | None, *, who: str, why: str = "") -> Added:
        """A person has looked at a claim: accepted, rejected (it then counts nowhere), or None: back to unseen."""
        return self._decide(Review(**self._signed(who, why, claim, str(accepted)), claim=claim, accepted=accepted))

    def assess(
        self,
        target: str,
        *,
        reliability: Reliability | None = None,
        credibility: Credibility | None = None,
        who: str,
        why: str = "",
    ) -> Added:
        """Our own people's view: reliability of a source (A-F), credibility of a claim (1-6)."""
        signed = self._signed(who, why, target, str(reliability), str(credibility))
        return self._decide(Assessment(**signed, target=target, reliability=reliability, credibility=credibility))

    def reports_page(self, **chosen: Any) -> Page[ReportLine]:
        """A page of reports, the newest said first, with how many of their claims hold and were reviewed (Store.reports_page)."""
        return self.store.reports_page(**chosen)

    def inbox(self, wanted: Wanted | None = None, **chosen: Any) -> Page[Unseen]:
        """A page of the claims that nobody has reviewed, those that came last first (Store.unseen)."""
        return self.store.unseen(wanted, **chosen)

    def search(self, query: str, *, limit: int = 20, after: str | None = None) -> Page[Found]:
        """A page of what holds all the words: reports, and the claims in them that say so (Store.search)."""
        return self.store.search(query, limit=limit, after=after)

    def _decide(self, decision: AnyDecision) -> Added:
        return self.store.add_decision(decision)

    def _signed(self, who: str, why: str, *content: str) -> dict[str, str]:
        """What every decision has. Its id begins with its place in the log, so that of two in one second the later is known."""
        seq = self.store.head().seq + 1
        id = sha256("\x1f".join([str(seq), who, why, *content]).encode()).hexdigest()[:12]
        return {"id": f"d{seq:09}-{id}", "who": who, "at": now(), "why": why}

    def undo(self, decision: str, *, who: str, why: str = "") -> Added:
        """Take a decision back; taking back an undo brings the decision back."""
        return self.store.undo(decision, who=who, why=why)

    def verify(self) -> list[Problem]:
        """Everything that is wrong with the log, the derived tables and the originals; empty where all is well."""
        return self.store.verify()
