"""The line that the house stands on, as code: a thing becomes a report, a report becomes claims, claims become the record.

    intake ──> reading ──> matching ──> ledger

`Observatory` holds the rooms together; it and `extraction` are the only modules that know them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import msgspec

from marsad.errors import MarsadError, StoreError
from marsad.intake import Arrival, FetchSettings, Rejected, arrivals
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
    FailedReading,
    Judgement,
    Known,
    Reading,
    Report,
    ReportHead,
    Retraction,
)
from marsad.model.record import Credibility, Reliability, Verdict
from marsad.reading import Reader
from marsad.store import Added, Copy, Incoming, Problem, ReportRow, Store, Undo, Wanted
from marsad.store import Item as Entry
from marsad.table import Table

Record = TypeVar("Record")

_TOGETHER = 64
CODED = "coded"
"""The reader's name on a reading whose claims a coder had already made."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one thing that was added."""

    id: str
    state: Literal["added", "new version", "known", "copy", "unread", "rejected"]
    claims: int = 0
    of: str | None = None
    stage: str | None = None
    message: str | None = None
    remedy: str | None = None


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

    def take(self, items: Iterable[Arrival | Rejected], *, who: str = "") -> Iterator[Outcome]:
        """Read and keep what has come in already, as `add` does."""
        copies, waiting = _Copies(self.store), iter(items)
        while batch := list(islice(waiting, _TOGETHER)):
            yield from self._keep(batch, copies, who)

    @property
    def fetching(self) -> FetchSettings:
        """How far a fetch from the web may go: `[settings.fetch]` of the observatory's marsad.toml."""
        try:
            return msgspec.convert(self.store.settings.get("fetch", {}), FetchSettings)
        except msgspec.ValidationError as error:
            raise StoreError(f"marsad.toml, settings.fetch: {error}", remedy="Mend that line.") from error

    def _keep(self, batch: list[Arrival | Rejected], copies: _Copies, who: str) -> list[Outcome]:
        """One batch in one transaction."""
        whole = [item for item in batch if isinstance(item, Arrival)]
        incoming = [
            Incoming(report=item.report, original=item.original, media_type=item.media_type, by_url=not item.claims)
            for item in whole
        ]
        added = iter(self.store.append(incoming, who=who))
        unread = {row.id for row in self.store.reports(unread=True)}
        outcomes, entries = [], list[Entry]()
        fresh: list[tuple[int, Arrival, Added]] = []
        for item in batch:
            if isinstance(item, Rejected):
                error = item.error
                outcomes.append(
                    Outcome(id=item.id, state="rejected", stage=error.stage, message=error.message, remedy=error.remedy)
                )
                continue
            kept = next(added)
            if kept.seq is not None or kept.id in unread:  # also what a crash kept from being read
                fresh.append((len(outcomes), item, kept))
            outcomes.append(Outcome(id=kept.id, state="known" if kept.seq is None else "added"))
        for (at, item, kept), reading in zip(fresh, self._readings(fresh), strict=True):
            outcome = _outcome(kept, reading)
            if isinstance(reading, Reading):
                entries.append(reading)
            original = None if item.claims else copies.original_of(item.report, kept.id)
            if original is not None:
                entries.append(_copy(kept.id, original))
                outcome = msgspec.structs.replace(outcome, state="copy", of=original)
            outcomes[at] = outcome
        self.store.append(entries, who=who)
        return outcomes

    def _readings(self, fresh: list[tuple[int, Arrival, Added]]) -> list[Reading | FailedReading]:
        """A coder's claims as they are; else what our reader makes of the text."""
        unread = [_under(item.report, kept.id) for _, item, kept in fresh if not item.claims]
        read = iter(self.reader.read_many(unread) if unread else ())
        return [_coded(_under(item.report, kept.id), item) if item.claims else next(read) for _, item, kept in fresh]

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

    def _decide(self, decision: AnyDecision) -> Added:
        return self.store.add_decision(decision)

    def _signed(self, who: str, why: str, *content: str) -> dict[str, str]:
        """What every decision has; its id is a hash of what it says and of the record that it was made on."""
        head = self.store.head()
        id = sha256("\x1f".join([str(head.seq), who, why, *content]).encode()).hexdigest()[:16]
        return {"id": f"d-{id}", "who": who, "at": _now(), "why": why}

    def undo(self, decision: str, *, who: str, why: str = "") -> Added:
        """Take a decision back; taking back an undo brings the decision back."""
        return self.store.undo(decision, who=who, why=why)

    def verify(self) -> list[Problem]:
        """Everything that is wrong with the log, the derived tables and the originals; empty where all is well."""
        return self.store.verify()


class _Copies:
    """Finds the original of a syndicated copy among the texts of the record and of this run."""

    def __init__(self, store: Store) -> None:
        try:
            from marsad.intake import copies
        except ImportError:
            self._module, self._index = None, None
            return
        self._module, self._index = copies, copies.Copies()
        waiting = {row.id for row in store.reports(unread=True)}  # what a crash kept from being read comes again, in its turn
        try:
            for row in store.reports():
                if row.id in waiting:
                    continue
                self._index.add(row.id, copies.signature(store.report(row.id).report.text))
        except MarsadError:  # rensa isn't installed: copies are then not recognised
            self._module, self._index = None, None

    def original_of(self, report: Report, id: str) -> str | None:
        """The report that this one repeats word for word, or None; this one is kept for those that follow."""
        if self._module is None or self._index is None:
            return None
        signature = self._module.signature(report.text)
        found = [copy for copy in self._index.find(signature) if copy.which != "whole"]
        self._index.add(id, signature)
        return found[0].id if found else None


def _under(report: Report, id: str) -> Report:
    """The report under the id that the record gave it."""
    return report if report.id == id else msgspec.structs.replace(report, id=id)


def _coded(report: Report, item: Arrival) -> Reading:
    """The reading that a coder's row amounts to."""
    head = ReportHead(
        id=report.id,
        source=report.source,
        title=report.title,
        published=report.published,
        language=report.language,
        url=report.url,
        sha256=report.sha256,
    )
    return Reading(report=head, claims=item.claims, reader=CODED)


def _outcome(kept: Added, reading: Reading | FailedReading) -> Outcome:
    if isinstance(reading, FailedReading):
        error = reading.error
        return Outcome(id=kept.id, state="unread", stage=error.stage, message=error.message, remedy=error.remedy)
    return Outcome(id=kept.id, state="new version" if kept.version > 1 else "added", claims=len(reading.claims))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _copy(report: str, of: str) -> Copy:
    id = sha256(f"{report}\x1f{of}".encode()).hexdigest()[:16]
    return Copy(id=f"copy-{id}", who="marsad", at=_now(), why="the same words", report=report, of=of)
