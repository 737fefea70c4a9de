"""What goes into the store and comes out of it, besides the model's own nouns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, Literal, Protocol, TypeVar

import msgspec

from marsad.model import AnyDecision, Judgement, Known, Reading, Report, SourceEntry
from marsad.model.record import Decision

LogKind = Literal["report", "reading", "source", "judgement", "review", "correction", "retraction", "assessment", "undo", "copy"]


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A report to be added, with the bytes that it came as.

    A report is a version of an earlier one where it has the same id, or (with `by_url`) the same address. Rows of a coded table
    that name a common source keep apart with `by_url=False`.
    """

    report: Report
    original: bytes | None = None
    media_type: str = "text/plain"
    by_url: bool = True


class Copy(Decision, frozen=True, kw_only=True, tag_field="decision", tag="copy"):
    """The report is a syndicated copy of another."""

    report: str
    of: str


class Undo(Decision, frozen=True, kw_only=True, tag_field="decision", tag="undo"):
    """A decision is taken back; taking back an undo brings the decision back."""

    target: str


StoredDecision = AnyDecision | Copy | Undo
Item = Incoming | Reading | SourceEntry | StoredDecision


class StoredReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report's entry in the log: the report, and the SHA-256, size and type of its original."""

    report: Report
    original: str | None = None
    size: int = 0
    media_type: str = "text/plain"
    by_url: bool = True


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing says of one version of a report; `given` is the id that this version came with, `said` its place in time."""

    id: str
    version: int
    seq: int
    given: str
    known_at: str
    said: str
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    url: str | None = None
    sha256: str
    original: str | None = None
    media_type: str
    copy_of: str | None = None


class ReportLine(ReportRow, frozen=True, kw_only=True):
    """A report in a listing: how many of its claims hold, and how many of them a person has accepted or rejected."""

    claims: int = 0
    reviewed: int = 0


class Unseen(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that nobody has reviewed."""

    known: Known


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims (of an actor: reports) are filed under a name; `shown` is the name for people."""

    name: str
    shown: str
    number: int


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search found: a report, or a claim in it, with a stretch of the report's text.

    `start` is where the snippet begins in the text; `spans` are the stretches in the snippet that hold a word that was sought.
    """

    kind: Literal["report", "claim"]
    id: str
    report: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    snippet: str = ""
    start: int = 0
    spans: tuple[tuple[int, int], ...] = ()


Row = TypeVar("Row")


class Page(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """A page of a listing; `after` asks for the next one, None where there is none."""

    rows: tuple[Row, ...]
    after: str | None = None


class GroupLine(msgspec.Struct, frozen=True, kw_only=True):
    """A group of claims in a listing: what the claims in it say together.

    `members` are (claim, report); `spots` (place id, name, country, first-level region). `sources` counts originators by name.
    Days as in the table `groups`.
    """

    id: str
    kind: str
    type: str | None = None
    outcome: str | None = None
    place: str | None = None
    place_name: str | None = None
    country: str | None = None
    adm1: str | None = None
    lat: float | None = None
    lon: float | None = None
    where_precision: int | None = None
    first_day: str
    last_day: str
    from_day: str
    to_day: str
    claims: int
    reports: int
    sources: int
    members: tuple[tuple[str, str], ...] = ()
    spots: tuple[tuple[str | None, str, str | None, str | None], ...] = ()


Lookup = Callable[[frozenset[str], frozenset[str]], list[Known]]
"""(keys, claim ids) -> all claims of every report that is filed under one of the keys or has one of the claims."""


class Neighbourhood(Protocol):
    """Groups about some claims; reports that were looked up stay at hand."""

    def reach(self, claims: Iterable[str]) -> Iterable[tuple[GroupLine, ...]]:
        """The groups of the claims and of all that is tied to them, a tuple for each tied set."""

    def unmatched(self, report: str) -> Iterable[GroupLine]:
        """Lines for a report's tolls and events that are not matched: what was planned, called for, or depends."""


class Grouping(Protocol):
    """Matching, as the store needs it: given in by who knows both rooms."""

    def knowing(self, names: Mapping[str, frozenset[str]], sources: Iterable[SourceEntry]) -> Grouping:
        """The same, where sources go by what the registry and all names of the record (by role) make of them."""

    def called(self, role: str, name: str) -> str:
        """The one name of a source."""

    def filing(self, version: Iterable[Known]) -> frozenset[str]:
        """The keys that a version of a report is filed under."""

    def mates(self, report: Iterable[Known]) -> dict[str, frozenset[str]]:
        """Claim -> those that belong together with it in its report."""

    def near(self, judgements: Iterable[Judgement], lookup: Lookup) -> Neighbourhood:
        """A start, with nothing looked up."""


class Signing(Protocol):
    """What makes signatures of texts: given in by who knows how copies are told. `maker` names the way in which it does."""

    maker: str

    def sign(self, text: str) -> tuple[str, list[int]]:
        """The signature, and the bands that texts like this one nearly always share one of."""


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger stands on: claims, and the group of each. `complete` are the groups whose claims are all in; None: all.

    `names` are all names of the record by role, `said` report -> the names in its attributions (see the table `named`).
    """

    known: list[Known]
    groups: dict[str, str]
    complete: frozenset[str] | None
    names: dict[str, frozenset[str]]
    said: dict[str, frozenset[str]]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What adding an item did: its id in the record and the entry's number, or None where the record held it already."""

    id: str
    seq: int | None
    version: int = 1


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log; `body` is canonical JSON, `hash` seals it to the one before (chain.py)."""

    seq: int
    at: str
    kind: LogKind
    who: str
    why: str
    body: str
    previous: str
    hash: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The end of the log: who keeps a copy of it outside can check later that nothing before it was changed."""

    seq: int
    hash: str
    at: str


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that `verify` found: what is wrong (log, original, projection), where, and a sentence."""

    kind: Literal["log", "original", "projection"]
    where: str
    message: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which claims: all that is given must hold. `place` is a gazetteer id; a claim's time meets the days `start` to `end`.

    A claim that says no time stands at the day of its report.
    """

    kind: str | None = None
    outcome: str | None = None
    scope: str | None = None
    side: str | None = None
    place: str | None = None
    place_name: str | None = None
    country: str | None = None
    adm1: str | None = None
    start: str | None = None
    end: str | None = None
    report: str | None = None
    id: str | None = None
    originator: str | None = None
    background: bool | None = None


def public_name(source: SourceEntry) -> str:
    """The name that may leave the house: a protected source has its alias, and without one is only that, a protected source."""
    return (source.alias or "protected source") if source.protected else source.name
