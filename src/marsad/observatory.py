"""The line that the house stands on, as code: a thing becomes a report, a report becomes claims, claims become the record.

    intake ──> reading ──> matching ──> ledger

`Observatory` holds the rooms together; it and `extraction` are the only modules that know them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from marsad.collecting import no_collecting
from marsad.deciding import Deciding
from marsad.errors import StoreError
from marsad.grounds import COUNTED, Grounds, Laid, incidents_wanted, tallies_wanted
from marsad.grouping import by_their_names, is_matched
from marsad.intake import Arrival, FetchSettings, Rejected, arrival_of_text, arrivals, arrivals_of
from marsad.ledger.agreements import Tie, Truce, agreements, relations
from marsad.ledger.changes import Change
from marsad.ledger.control import Holders, PlaceControl, control, holders
from marsad.ledger.events import Campaign, Incident, campaigns, events
from marsad.ledger.history import FirstSince, first_since
from marsad.ledger.lasting import follow
from marsad.ledger.policy import policy as policy_named
from marsad.ledger.registry import SourceLine, registry_of
from marsad.ledger.series import Series, series
from marsad.ledger.sources import Beyond, Originators
from marsad.ledger.standing import stand
from marsad.ledger.tally import Tally
from marsad.ledger.tolls import compare, count
from marsad.ledger.veil import Veil
from marsad.ledger.why import Derivation, why
from marsad.matching import Matches
from marsad.model import Judgement, Known
from marsad.model.heard import Heard
from marsad.paging import Paged
from marsad.reading import Reader
from marsad.store import Problem, ReportRow, Store, Wanted
from marsad.table import Table
from marsad.taking import CODED, Outcome, Taking, signing

__all__ = ["CODED", "Observatory", "Outcome"]

Record = TypeVar("Record")

_TOGETHER = 64


class Observatory(Paged, Deciding):
    """One observatory: its record in a folder, its reader, what it can be asked. Use it as a context manager, or close it."""

    def __init__(self, store: Store, reader: Reader | None = None) -> None:
        self.store = store
        self._reader = reader
        self._grounds = Grounds(store)

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
        made = Matches(one for one in self.store.decisions(kind="judgement") if isinstance(one, Judgement))
        known = list(known)
        made.add(*by_their_names(known, Originators(known, self.store.sources())))
        return made

    @no_collecting()
    def tolls(
        self,
        wanted: Wanted | None = None,
        *,
        policy: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
        about: Sequence[str] | None = None,
    ) -> Table[Tally]:
        """The tolls of a place and time under a named policy, each with what counted, what was set aside and why.

        Each row is the whole tally, as it stands in the tolls of the whole record; `wanted` says which rows, and `about` which
        claims' groups they are of.
        """
        laid = self._lay(wanted, as_of, known_at, kinds=COUNTED, about=about, tolls_within=True)
        chosen = policy_named(policy) if policy else None
        found = count(**laid.given, within=laid.complete, policy=chosen, only=lambda bucket: laid.may_want(bucket, wanted))
        return self._table(tallies_wanted(found, wanted, laid))

    def toll(self, id: str, *, policy: str | None = None, as_of: str | None = None, known_at: str | None = None) -> Table[Tally]:
        """The toll that an id, once given, leads to at a moment, whatever has joined or left it since; none: nothing of it holds.

        Under a policy of one originator it is a tally for each.
        """

        def at_moment(claims: frozenset[str]) -> Table[Tally]:
            return self.tolls(policy=policy, as_of=as_of, known_at=known_at, about=sorted(claims))

        return self._table(follow(id, at_moment, self._last_tolls))

    def _last_tolls(self, claims: frozenset[str]) -> list[Tally]:
        """The tolls that claims were in when they last held."""
        lasts: dict[int | None, list[str]] = {}
        for claim, seq in self.store.last_held(claims).items():
            lasts.setdefault(seq, []).append(claim)
        laid = [self._grounds.about(some, None, seq, kinds=COUNTED) for seq, some in lasts.items()]
        return [tally for one in laid for tally in tallies_wanted(count(**one.given, within=one.complete), None, one)]

    def compare(
        self, wanted: Wanted | None = None, *, as_of: str | None = None, known_at: str | None = None,
        about: Sequence[str] | None = None,
    ) -> dict[str, dict[str, list[Tally]]]:  # fmt: skip
        """The same tolls under every policy, side by side: tally id -> policy -> tallies."""
        laid = self._lay(wanted, as_of, known_at, kinds=COUNTED, about=about)
        found = {
            id: {policy: tallies_wanted(tallies, wanted, laid) for policy, tallies in policies.items()}
            for id, policies in compare(**laid.given).items()
        }
        return {id: policies for id, policies in found.items() if any(policies.values())}

    def series(
        self, wanted: Wanted | None = None, *, as_of: str | None = None, known_at: str | None = None,
        about: Sequence[str] | None = None,
    ) -> Table[Series]:  # fmt: skip
        """Each originator's own running totals, with what replaced what and every fall."""
        laid = self._lay(wanted, as_of, known_at, kinds=COUNTED, about=about)
        return self._table([one for one in series(**laid.given) if laid.has(one.group)])

    def why(self, tally: Tally, *, as_of: str | None = None, known_at: str | None = None) -> Derivation:
        """The whole derivation of a toll of a moment, down to the words of the reports."""
        reports = {entry.report for entry in (*tally.counted, *tally.set_aside)}
        clocks = {"as_of": as_of, "known_at": known_at}
        return why(tally, [item for report in sorted(reports) for item in self.store.claims(Wanted(report=report), **clocks)])

    def events(
        self, wanted: Wanted | None = None, *, as_of: str | None = None, known_at: str | None = None,
        about: Sequence[str] | None = None,
    ) -> Table[Incident]:  # fmt: skip
        """The incidents of the record, of a place and time, or `about` some claims: what happened, who says so, if contested.

        Days are looked up at a past moment where `wanted` is of the kind "event"; else the whole record is read.
        """
        laid = self._lay(wanted, as_of, known_at, kinds=COUNTED, about=about)
        return self._table(incidents_wanted(events(**laid.given, before=self._grounds.earlier(laid)), wanted, laid))

    def campaigns(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[Campaign]:
        """Campaigns with their incidents and running tolls."""
        return self._table(campaigns(**self._lay(None, as_of, known_at).given))

    def control(self, place: str | None = None, *, as_of: str | None = None, known_at: str | None = None) -> Table[PlaceControl]:
        """Who holds each place (or one), in three layers: claimed by a party, reported by others, assessed by our people.

        A place goes by its gazetteer id or its name; by how reports spell it where it is the name of none on record.
        """
        self.settle()
        keys = self.store.controlled(place, as_of=as_of, known_at=known_at) if place and ":" not in place else {}
        if place and ":" in place:
            keys = {place: Wanted(place=place)}
        if not keys:
            laid = self._lay(None, as_of, known_at, kinds=("control",))
            return self._table(control(place=place, **laid.without("groups")))
        laids = [(key, self._lay(wanted, as_of, known_at, kinds=("control",))) for key, wanted in keys.items()]
        found = [one for key, laid in laids for one in control(place=key, **laid.without("groups"))]
        return self._table(sorted(found, key=lambda one: (one.place.name, one.key)))

    def holders(self) -> Holders:
        """Every word on who holds a place: gives for any day what `control` does, without asking again."""
        ever, given = self._grounds.ever("control")
        return holders(ever, **given)

    def agreements(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[Truce]:
        """Truces and other agreements, how they stand, and the recorded events that would breach them."""
        return self._table(agreements(**self._lay(None, as_of, known_at, kinds=("agreement", *COUNTED)).given))

    def relations(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[Tie]:
        """Who stands how to whom, dated: what was once true is no present identity."""
        laid = self._lay(None, as_of, known_at, kinds=("relation",))
        return self._table(relations(**laid.without("groups", "sources", "beyond")))

    def firsts(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[FirstSince]:
        """Claims that something was the first since a time: supported, contradicted (by which events) or unknown."""
        return self._table(first_since(**self._lay(None, as_of, known_at).without("sources", "beyond")))

    def sources(self, *, as_of: str | None = None, known_at: str | None = None) -> Table[SourceLine]:
        """The sources: what people entered about each, what its reports show, and whom it passes on."""
        return self._table(self.sources_heard(self.store.heard(known_at=known_at), as_of=as_of, known_at=known_at))

    def sources_heard(self, heard: Iterable[Heard], *, as_of: str | None = None, known_at: str | None = None) -> list[SourceLine]:
        """The same from what `Store.heard` gave: for another day it needn't be asked again."""
        rated = stand((), self._grounds.assessments(known_at), known_at=known_at).reliability
        beyond = Beyond(fighting=self.store.fighting(known_at=known_at))
        return registry_of(heard, self.store.sources(known_at=known_at), rated, beyond, as_of)

    def veil(self) -> Veil:
        """Puts aliases in place of protected sources' names, in whatever is shown or handed on."""
        sources = self.store.sources()
        return Veil(sources, self.store.claims() if any(entry.protected for entry in sources) else ())

    def _table(self, records: list[Record]) -> Table[Record]:
        veil = self.veil()
        return Table(records, hide=veil.of if veil else None)

    def changes(self, since: str, *, policy: str | None = None, until: str | None = None) -> Table[Change]:
        """What every toll was at `since`, what it is (at `until`), and why it moved: from the log of what came between."""
        self.settle()
        return self._table(self._changes(self.store.touched(since, until), since, policy, until))

    def groups_of(
        self, claims: Sequence[str], *, as_of: str | None = None, known_at: str | None = None
    ) -> dict[str, tuple[str, int]]:
        """Claim -> the group that it was matched into and how many claims that has; one that isn't matched isn't there."""
        if as_of is None and known_at is None:
            self.settle()
            return self.store.group_sizes(list(claims))
        groups = self._grounds.about(claims, as_of, known_at).given["groups"]
        sizes = Counter(groups.values())
        return {id: (groups[id], sizes[groups[id]]) for id in claims if is_matched(groups.get(id))}

    def _lay(
        self, wanted: Wanted | None, as_of: str | None, known_at: str | None, *, kinds: Sequence[str] = (),
        about: Sequence[str] | None = None, tolls_within: bool = False,
    ) -> Laid:  # fmt: skip
        if about is not None:
            return self._grounds.about(about, as_of, known_at, kinds=kinds, tolls_within=tolls_within)
        return self._grounds.lay(wanted, as_of, known_at, kinds=kinds, tolls_within=tolls_within)

    def verify(self) -> list[Problem]:
        """Everything that is wrong with the log, the derived tables and the originals; empty where all is well."""
        self.settle()
        return self.store.verify(grouping=self._grounds.grouping, signing=signing())
