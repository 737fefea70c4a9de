"""What reading a report gives: mentions, claims and the lead row. One of these is one line of `marsad extract`."""

from __future__ import annotations

import msgspec

from marsad.model.actor import Actor
from marsad.model.claim import Claim
from marsad.model.figure import Figure
from marsad.model.interval import Interval
from marsad.model.mention import Mention
from marsad.model.place import Place
from marsad.model.report import ReportHead


class Losses(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """The lead's figures of one outcome; a group that the report doesn't speak of is absent."""

    total: Figure | None = None
    civilians: Figure | None = None
    combatants: Figure | None = None
    unknown: Figure | None = None
    children: Figure | None = None
    women: Figure | None = None


class Lead(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The report's own main incident as one row, reconciled within the report alone."""

    claims: tuple[str, ...] = ()
    event_type: str | None = None
    acled_type: str | None = None
    where: Place | None = None
    when: Interval | None = None
    side_a: tuple[Actor, ...] = ()
    side_b: tuple[Actor, ...] = ()
    killed: Losses | None = None
    injured: Losses | None = None


class Reading(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Mentions and claims in text order, and the lead, or None where the report has no incident."""

    version: int = 1
    report: ReportHead
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    lead: Lead | None = None
    reader: str = ""


class Failure(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What went wrong with one report: at which stage, what, and the remedy."""

    stage: str
    message: str
    remedy: str


class FailureHead(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The report that failed."""

    id: str


class FailedReading(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The line for a report that can't be read; the run goes on."""

    report: FailureHead
    error: Failure
