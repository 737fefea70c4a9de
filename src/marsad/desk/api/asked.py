"""What can be asked: reports, claims, events, tolls, control and judgements, each as a list and one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Generic, Literal, TypeVar

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from marsad.desk.api import params
from marsad.desk.api.byids import ByIds
from marsad.desk.api.call import Call, Kind, Listing
from marsad.desk.api.params import (
    About,
    After,
    Background,
    From,
    Id,
    Limit,
    OfOutcome,
    OfReport,
    OfScope,
    OnePlace,
    ReportId,
    Reviewed,
    Undone,
    Until,
    Words,
)  # fmt: skip
from marsad.desk.judged import UNSEEN, about, judged
from marsad.desk.pages.events import named
from marsad.desk.pages.tolls import Filter
from marsad.desk.telling import kind_of
from marsad.errors import UnknownEntry
from marsad.ledger.control import PlaceControl
from marsad.ledger.events import Incident
from marsad.ledger.tally import Tally
from marsad.model import Known, Report
from marsad.store import ReportRow, StoredDecision, Wanted

T = TypeVar("T")
ClaimKind = Literal["event", "toll", "control", "movement", "statement", "agreement", "relation"]
DecisionKind = Literal["judgement", "review", "correction", "retraction", "assessment", "copy", "undo"]

Calling = NamedDependency[Call]


class Page(Listing, Generic[T], frozen=True, kw_only=True):
    """A page of a list."""

    items: list[T]


class OneReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report with its text and the claims in it."""

    report: Report
    version: int
    original: str | None
    claims: list[Known]


_REPORTS = Kind("reports", ReportRow.__struct_fields__, lambda row: row.id)
_CLAIMS = Kind(
    "claims",
    ("claim.id", "claim.kind", "report", "outlet", "originator", "party", "published", "known_at", "claim.modality",
     "claim.background",
     "claim.when.start", "claim.when.end", "claim.when.precision", "claim.where.name", "claim.where.adm1", "claim.where.country",
     "claim.where.lat", "claim.where.lon", "claim.where.precision", "claim.outcome", "claim.figure.low", "claim.figure.best",
     "claim.figure.high", "claim.figure.bound", "claim.confidence", "copy_of"),
    lambda item: item.claim.id, lambda item: item.claim.where,
)  # fmt: skip
_EVENTS = Kind(
    "events",
    ("id", "start", "end", "date_precision", "event_type", "acled_type", "weapon", "side_a", "side_b", "place.name", "place.adm1",
     "place.country", "place.lat", "place.lon", "place.precision", "originators", "reports", "contested", "denied", "background",
     "campaign"),
    lambda one: one.id, lambda one: one.place,
)  # fmt: skip
_TOLLS = Kind(
    "tolls",
    ("id", "policy", "outcome", "line.side", "line.actors", "line.attributes", "scope", "start", "end", "place.name",
     "place.adm1", "place.country", "place.lat", "place.lon", "place.precision", "low", "best", "high", "originators",
     "independent", "flags", "grade", "estimate", "event", "group"),
    lambda tally: tally.id, lambda tally: tally.place,
)  # fmt: skip
_CONTROL = Kind(
    "control",
    ("key", "place.name", "place.adm1", "place.country", "place.lat", "place.lon", "place.precision", "area", "contested", "now"),
    lambda one: one.key, lambda one: one.place,
)  # fmt: skip
_JUDGEMENTS = Kind(
    "judgements",
    ("id", "decision", "who", "at", "why", "claim", "accepted", "one", "other", "verdict", "target", "reliability", "credibility",
     "fields", "report", "of"),
    lambda one: one.id,
)  # fmt: skip


@get("/reports", sync_to_thread=True)
def reports(call: Calling, limit: Limit = 100, after: After = None) -> Response[Page[ReportRow]]:
    """The newest version of every report, the last that came in first."""
    return call.listing(_REPORTS, lambda: call.answers.reports(call.moment), limit=limit, after=after)


@get("/report", sync_to_thread=True)
def report(call: Calling, id: ReportId) -> Response[OneReport]:
    """One report: its text, and the claims in it in the order of their words."""

    def make() -> OneReport:
        stored = call.answers.report(id, call.moment)
        version = max(
            (row.version for row in call.answers.versions(id, call.moment) if row.sha256 == stored.report.sha256), default=1
        )
        claims = call.answers.claims_in(id, call.moment)
        return OneReport(report=stored.report, version=version, original=stored.original, claims=claims)

    return call.one(make)


@get("/claims", sync_to_thread=True)
def claims(
    call: Calling,
    kind: Annotated[ClaimKind | None, params.said("The claim's kind.")] = None,
    report: OfReport = None,
    review: Reviewed = None,
    q: Words = None, limit: Limit = 100, after: After = None,
) -> Response[Page[Known]]:  # fmt: skip
    """The claims that hold, by report and in the order of their words. With `q`, `total` is null and pages may have fewer."""
    judgements = judged(call.answers.decisions(call.moment)) if review else {}

    def holds(item: Known) -> bool:
        return kind in (None, kind_of(item.claim)) and _speaks(item, q) and (
            review in (None, judgements.get(item.claim.id, UNSEEN).state)
        )  # fmt: skip

    def make() -> Sequence[Known]:
        if not (report or q):
            ids = call.answers.claim_ids(call.moment, kind)
            wanted = [id for id in ids if judgements.get(id, UNSEEN).state == review] if review else ids
            return ByIds(wanted, lambda some: call.answers.claims(some, call.moment))
        known = call.answers.claims_in(report, call.moment) if report else call.answers.known(call.moment).values()
        return [item for item in known if holds(item)]

    if q and not (report or call.answers.veil()):
        return call.pages(
            _CLAIMS, lambda at, some: call.answers.claims_page(call.moment, Wanted(kind=kind), q, at, some), make,
            limit=limit, after=after, holds=holds,
        )  # fmt: skip
    return call.listing(_CLAIMS, make, limit=limit, after=after)


def _speaks(item: Known, q: str | None) -> bool:
    if not q:
        return True
    where = item.claim.where
    names = [item.originator, item.outlet, *(anchor.text for anchor in item.claim.anchors)]
    names += [where.name, where.adm1, where.country] if where else []
    return any(q.casefold() in name.casefold() for name in names if name)


@get("/claims/{id:str}", sync_to_thread=True)
def claim(call: Calling, id: Id) -> Response[Known]:
    """One claim."""
    return call.one(lambda: _found(call.answers.claim(id, call.moment), "claim", id))


@get("/events", sync_to_thread=True)
def events(
    call: Calling, q: Words = None,
    background: Background = False,
    limit: Limit = 100, after: After = None,
) -> Response[Page[Incident]]:  # fmt: skip
    """The incidents, those with the newest last day first. `total` is null, and a page may have fewer: the last has no `next`."""
    wanted = None if background or q else Wanted(background=False)

    def make() -> list[Incident]:
        return sorted(call.answers.events(call.moment), key=lambda one: (one.end, one.id), reverse=True)

    return call.pages(
        _EVENTS, lambda at, some: call.answers.events_page(call.moment, wanted, q or None, at, some), make,
        limit=limit, after=after, holds=lambda one: (background or not one.background) and named(one, q),
    )  # fmt: skip


@get("/events/{id:str}", sync_to_thread=True)
def event(call: Calling, id: Id) -> Response[Incident]:
    """One incident, by its own id or by that of a claim in it."""
    return call.one(lambda: _found(call.answers.event(id, call.moment), "event", id))


@get("/tolls", sync_to_thread=True)
def tolls(
    call: Calling,
    outcome: OfOutcome = None,
    of: OfScope = None,
    q: Words = None,
    start: From = None,
    end: Until = None,
    limit: Limit = 100, after: After = None,
) -> Response[Page[Tally]]:  # fmt: skip
    """The tolls under the policy: low, best, high, what counted and why. What has the newest last day stands first.

    Tolls of one thing (the killed and the injured of an attack) stand on one page, which may so have some more than `limit`,
    or fewer: the last has no `next`. `total` is null.
    """
    chosen = Filter(outcome=outcome, of=of, q=q or None, start=start or None, end=end or None)

    def make() -> list[Tally]:
        return sorted(call.answers.tolls(call.moment), key=lambda tally: (tally.end or "", tally.group, tally.id), reverse=True)

    return call.pages(
        _TOLLS, lambda at, some: call.answers.tolls_page(call.moment, chosen.wanted, chosen.q, at, some), make,
        limit=limit, after=after, holds=chosen.holds,
    )  # fmt: skip


@get("/tolls/{id:str}", sync_to_thread=True)
def toll(call: Calling, id: Id) -> Response[list[Tally]]:
    """One toll, by any id that it ever had: under some policies each originator's figure stands by itself, so it is a list."""

    def make() -> list[Tally]:
        return _found(call.answers.toll(id, call.moment) or None, "toll", id)

    return call.one(make)


@get("/control", sync_to_thread=True)
def control(
    call: Calling,
    place: OnePlace = None,
    limit: Limit = 100, after: After = None,
) -> Response[Page[PlaceControl]]:  # fmt: skip
    """Who holds each place, in three layers: claimed by a party, reported by others, assessed by our people."""

    def make() -> list[PlaceControl]:
        rows = call.answers.control(call.moment)
        wanted = place.casefold() if place else ""
        return [one for one in rows if not place or place in (one.key, one.place.id) or one.place.name.casefold() == wanted]

    return call.listing(_CONTROL, make, limit=limit, after=after)


@get("/judgements", sync_to_thread=True)
def judgements(
    call: Calling,
    kind: Annotated[DecisionKind | None, params.said("The sort of decision.")] = None,
    of: About = None,
    undone: Undone = False,
    limit: Limit = 100, after: After = None,
) -> Response[Page[StoredDecision]]:  # fmt: skip
    """What people decided, the newest first: reviews, matches, corrections, retractions, assessments."""

    def make() -> list[StoredDecision]:
        found: Iterable[StoredDecision] = call.answers.decisions(call.moment, undone=undone)
        kept = [one for one in found if kind in (None, one.__struct_config__.tag) and (not of or of in about(one))]
        return kept[::-1]

    return call.listing(_JUDGEMENTS, make, limit=limit, after=after)


@get("/judgements/{id:str}", sync_to_thread=True)
def judgement(call: Calling, id: Id) -> Response[StoredDecision]:
    """One decision, also one that was taken back."""
    found = (one for one in call.answers.decisions(call.moment, undone=True) if one.id == id)
    return call.one(lambda: _found(next(found, None), "judgement", id))


def _found(thing: T | None, kind: str, id: str) -> T:
    if thing is None:
        raise UnknownEntry(f"there is no {kind} {id} at this moment", remedy=f"See the list of {kind}s, or another moment.")
    return thing


HANDLERS = (reports, report, claims, claim, events, event, tolls, toll, control, judgements, judgement)
