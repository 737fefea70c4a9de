"""What the observatory answers, kept as long as it can't change: the only place that knows how pages stay quick.

An answer is a pure function of the log's end, the moment and the question; those three are its key. Protected sources stand in it
under their aliases (hiding.py): nothing that a page or the API can get says who they are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence, Sized
from hashlib import sha256
from threading import Lock, RLock, Thread
from typing import Any, TypeVar

import msgspec

from marsad.desk.hiding import hidden, hidden_found, hidden_known
from marsad.desk.moment import Moment
from marsad.desk.moved import Moved, Rests
from marsad.desk.narrow import Narrow
from marsad.desk.sides import Side, sides_of
from marsad.errors import MarsadError
from marsad.ledger.agreements import Tie, Truce
from marsad.ledger.changes import Change
from marsad.ledger.control import Holders, PlaceControl
from marsad.ledger.events import Campaign, Incident
from marsad.ledger.registry import SourceLine
from marsad.ledger.tally import Tally
from marsad.ledger.veil import Veil
from marsad.model import Known, Reading
from marsad.observatory import Observatory, Outcome
from marsad.store import Entry, Found, Head, Page, ReportRow, StoredDecision, StoredReport

T = TypeVar("T")
_KEPT, _LARGE = 512, 400_000
"""How many answers are kept, and how many things (claims, tolls, places) may be in all of them together."""
_RESTS: dict[str, Rests] = {
    "veil": "claims", "known": "claims", "claim ids": "claims", "shown": "claims", "text": "claims",
    "reports": "claims", "span": "claims",
    "places": "claims", "control": "control",
    "holders": "control", "sides": "control", "heard": "claims", "sources": "control",
}  # fmt: skip
"""By the first word of a question: on what its answer rests. What isn't named rests on everything."""


class Withheld(MarsadError):
    """What can't be shown without telling who a protected source is."""

    stage = "desk"
    remedy = "Whoever keeps the observatory finds it in its folder, under originals."


class Answers(Narrow):
    """Asks the observatory, and remembers."""

    def __init__(self, observatory: Observatory) -> None:
        self.observatory = observatory
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._moved = Moved(observatory.store)
        self._lock = RLock()
        self._making: dict[Hashable, RLock] = {}
        self._writing = Lock()
        self._reader = Thread(target=lambda: observatory.reader, name="reader", daemon=True)

    def warm(self, then: Callable[[], None] = lambda: None) -> None:
        """Load the reader aside, and ask what needs the whole record, so that nobody waits for it; then call `then`."""
        self._reader.start()
        Thread(target=self._warm, args=(then,), name="warming", daemon=True).start()

    def _warm(self, then: Callable[[], None]) -> None:
        now = Moment()
        try:
            for ask in (self.places, self.sides, self.sources, self.relations):
                ask(now)
        except MarsadError:  # the page that asks will say it
            pass
        self._reader.join()
        then()

    def head(self) -> Head:
        """The end of the log."""
        return self.observatory.store.head()

    def _ask(self, question: Hashable, make: Callable[[], T]) -> T:
        """An answer with aliases in it."""
        return self._keep(question, lambda: hidden(make(), self.veil()))

    def _keep(self, question: Hashable, make: Callable[[], T]) -> T:
        """The answer that is kept, or a new one; one at a time, since two that ask the same would do the work twice."""
        with self._lock:
            key = (self._moved.at(_RESTS.get(str(question[0]), "all") if isinstance(question, tuple) else "all"), question)
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[no-any-return]
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]  # type: ignore[no-any-return]
            try:
                made = make()
                with self._lock:
                    self._kept[key] = made
                    self._forget()
                return made
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _forget(self) -> None:
        """Let the answers go that were not asked for the longest, so that memory has a bound; the newest one stays."""
        large = sum(_size(one) for one in self._kept.values())
        while len(self._kept) > 1 and (len(self._kept) > _KEPT or large > _LARGE):
            large -= _size(self._kept.popitem(last=False)[1])

    def veil(self) -> Veil:
        """Hides protected sources; whatever is shown or handed on goes through it."""
        return self._keep(("veil",), self.observatory.veil)

    def known(self, moment: Moment) -> dict[str, Known]:
        """Claim id -> what is known, of the claims that hold."""
        return self._keep(("shown", moment.as_of, moment.known_at), lambda: self._shown(moment))

    def _shown(self, moment: Moment) -> dict[str, Known]:
        known, veil = self._known(moment), self.veil()
        if not veil:
            return known
        texts = {
            id: self.observatory.store.report(id, **moment.clocks).report.text for id in {one.report for one in known.values()}
        }
        return {id: hidden_known(item, texts[item.report], veil) for id, item in known.items()}

    def _known(self, moment: Moment) -> dict[str, Known]:
        """The same as they are: to match by."""
        clocks = moment.clocks
        return self._keep(
            ("known", moment.as_of, moment.known_at),
            lambda: {item.claim.id: item for item in self.observatory.claims(**clocks)},
        )

    def claim(self, id: str, moment: Moment) -> Known | None:
        """One claim, where it holds: without asking for all of them."""
        return self.claims([id], moment).get(id)

    def reports(self, moment: Moment) -> list[ReportRow]:
        """The newest version of every report, the last that came in first."""
        return self._ask(
            ("reports", moment.as_of, moment.known_at),
            lambda: sorted(self.observatory.store.reports(**moment.clocks), key=lambda row: (-row.seq, row.id)),
        )

    def real(self, id: str, moment: Moment) -> str:
        """The id of a report that is shown under this one: where it holds a protected name, it is shown with the alias."""
        if veil := self.veil():
            return next((row.id for row in self.observatory.store.reports(**moment.clocks) if id == veil.text(row.id)), id)
        return id

    def versions(self, id: str, moment: Moment) -> list[ReportRow]:
        """All versions of a report, by number."""
        real = self.real(id, moment)
        return hidden(list(self.observatory.store.reports(id=real, versions=True, known_at=moment.known_at)), self.veil())

    def report(self, id: str, moment: Moment, version: int | None = None) -> StoredReport:
        """A report with its text. Raises UnknownEntry."""
        real, store = self.real(id, moment), self.observatory.store
        if version is not None:
            return hidden(store.report(real, version=version, known_at=moment.known_at), self.veil())
        return hidden(store.report(real, **moment.clocks), self.veil())

    def text(self, id: str, moment: Moment) -> str:
        """A report's text."""
        return self._keep(("text", id, moment.as_of, moment.known_at), lambda: self.report(id, moment).report.text)

    def reading(self, id: str, moment: Moment) -> Reading | None:
        """What the reader made of a report."""
        return hidden(self.observatory.store.reading(self.real(id, moment), **moment.clocks), self.veil())

    def original(self, id: str, moment: Moment, version: int | None = None) -> bytes | None:
        """The bytes that a report came as. Raises Withheld where they name a protected source: bytes can't have aliases."""
        real, store = self.real(id, moment), self.observatory.store
        stored = store.report(real, version=version, **({"known_at": moment.known_at} if version is not None else moment.clocks))
        if self.veil() and hidden(stored, self.veil()) != stored:
            raise Withheld(f"the original of report {id} names a protected source")
        return None if stored.original is None else store.original(stored.original)

    def tolls(self, moment: Moment) -> Sequence[Tally]:
        """The tolls under the moment's policy."""
        clocks = moment.clocks
        return self._ask(("tolls", moment), lambda: self.observatory.tolls(policy=moment.policy, **clocks))

    def events(self, moment: Moment) -> Sequence[Incident]:
        """The incidents."""
        return self._ask(("events", moment.as_of, moment.known_at), lambda: self.observatory.events(**moment.clocks))

    def campaigns(self, moment: Moment, after: str | None) -> Page[Campaign]:
        """A page of campaigns, without what lies in their days."""
        limit = 40 if moment.known_at is None else 15
        asked = ("campaigns", moment.clock, after)
        return self._ask(asked, lambda: self.observatory.campaigns_page(limit=limit, after=after, **moment.clocks))

    def campaign(self, id: str, moment: Moment) -> Campaign | None:
        """One campaign with its incidents."""
        return self._ask(("campaign", id, moment.clock), lambda: self.observatory.campaign(id, **moment.clocks))

    def span(self, moment: Moment) -> tuple[str, str] | None:
        """First and last day on which a report of the record was published, whatever `as_of` says; None where none has a day."""

        def ends() -> tuple[str, str] | None:
            return self.observatory.store.published(known_at=moment.known_at)

        return self._ask(("span", moment.known_at), ends)

    def control(self, moment: Moment) -> Sequence[PlaceControl]:
        """Who holds each place."""
        if moment.known_at:
            return self._ask(("control", moment.as_of, moment.known_at), lambda: self.observatory.control(**moment.clocks))
        return self._ask(("control", moment.as_of), lambda: self._holders().control(moment.as_of))

    def sides(self, moment: Moment) -> dict[str, Side]:
        """Everybody who ever held or left a place, with a letter and a colour: the same on every day."""
        whole = msgspec.structs.replace(moment, as_of=None)
        return self._ask(("sides", moment.known_at), lambda: sides_of(self.control(whole)))

    def control_of(self, place: str, moment: Moment) -> PlaceControl | None:
        """Who holds one place, by its key."""
        if moment.known_at:
            made = self._ask(("control of", place, moment.clock), lambda: list(self.observatory.control(place, **moment.clocks)))
        else:
            made = self._ask(("control", moment.as_of, place), lambda: self._holders().control(moment.as_of, place))
        return next((one for one in made if one.key == place), None)

    def _holders(self) -> Holders:
        return self._keep(("holders",), self.observatory.holders)

    def search(self, query: str, *, limit: int, after: str | None = None) -> Page[Found]:
        """Reports and claims of the present record that hold all the words."""
        found, veil = self.observatory.search(query, limit=limit, after=after), self.veil()
        return Page(rows=tuple(hidden_found(row, veil) for row in found.rows), after=found.after)

    def agreements(self, moment: Moment, after: str | None) -> Page[Truce]:
        """Truces and other agreements, with what would breach them."""
        asked = ("agreements", moment.clock, after)
        return self._ask(asked, lambda: self.observatory.agreements_page(after=after, **moment.clocks))

    def relations(self, moment: Moment) -> Sequence[Tie]:
        """Who stands how to whom, dated."""
        return self._ask(("relations", moment.as_of, moment.known_at), lambda: self.observatory.relations(**moment.clocks))

    def sources(self, moment: Moment) -> dict[str, SourceLine]:
        """Key -> source. The key says nothing of the name: it is made of both and of the record's own seal."""
        return self._ask(("sources", moment.clock), lambda: {self._key(line.name): line for line in self._sources(moment)})

    def _sources(self, moment: Moment) -> list[SourceLine]:
        heard = self._keep(("heard", moment.known_at), lambda: self.observatory.store.heard(known_at=moment.known_at))
        return self.observatory.sources_heard(heard, **moment.clocks)

    def source_name(self, key: str, moment: Moment) -> str | None:
        """The name under which the record knows a source, for what is written about it: never shown."""
        return next((line.name for line in self._sources(moment) if self._key(line.name) == key), None)

    def _key(self, name: str) -> str:
        seal = self._keep(("veil", "seal"), lambda: next(self.observatory.store.log(1, 1)).hash)
        return sha256(f"{seal} {name}".encode()).hexdigest()[:12]

    def changes(self, since: str, moment: Moment, after: str | None = None) -> Page[Change]:
        """What tolls were at `since`, are, and why they moved: what the reports brought that were touched last."""
        return self._ask(
            ("changes", since, moment.known_at, moment.policy, after),
            lambda: self.observatory.changes_page(since, policy=moment.policy, until=moment.known_at, after=after),
        )

    def decisions(self, moment: Moment, *, undone: bool = False) -> list[StoredDecision]:
        """What people decided, in the order of the log."""
        return self._ask(
            ("decisions", moment.known_at, undone),
            lambda: list(self.observatory.store.decisions(known_at=moment.known_at, undone=undone)),
        )

    def log(self, first: int, last: int) -> list[Entry]:
        """Entries `first` to `last`."""
        return hidden(list(self.observatory.store.log(first, last)), self.veil())

    def write(self, act: Callable[[Observatory], T]) -> T:
        """One act on the record; acts go one after another."""
        with self._writing:
            return act(self.observatory)

    def add_text(self, text: str, *, title: str | None, source: str | None, published: str | None, who: str) -> Outcome:
        """A report that was pasted: taken in, read, kept."""
        self._wait_for_reader()
        return self.write(
            lambda observatory: observatory.add_text(text, title=title, source=source, published=published, who=who)
        )

    def add_file(self, name: str, data: bytes, *, source: str | None, published: str | None, who: str) -> list[Outcome]:
        """A file that was dropped or chosen: all that it holds taken in, read, kept; what became of each thing."""
        self._wait_for_reader()
        return self.write(
            lambda observatory: list(observatory.add_bytes(name, data, source=source, published=published, who=who))
        )

    def _wait_for_reader(self) -> None:
        if self._reader.ident is not None:
            self._reader.join()


def _size(answer: Any) -> int:
    return len(answer.rows) if isinstance(answer, Page) else len(answer) if isinstance(answer, Sized) else 1
