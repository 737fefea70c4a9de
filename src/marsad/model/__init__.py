"""The nouns: frozen structs, no I/O."""

from marsad.model.actor import Actor, ActorKind
from marsad.model.anchor import Anchor
from marsad.model.claim import Agreement, Claim, Control, Event, Group, Movement, Relation, Source, Statement, Toll
from marsad.model.figure import Figure
from marsad.model.interval import Interval, When
from marsad.model.mention import ActorMention, Mention, NumberMention, PlaceMention, TimeMention
from marsad.model.place import Place, Relative, Where
from marsad.model.reading import FailedReading, Failure, FailureHead, Lead, Losses, Reading
from marsad.model.record import (
    AnyDecision,
    Assessment,
    Correction,
    Judgement,
    Known,
    Retraction,
    Review,
    SourceEntry,
)
from marsad.model.report import Report, ReportHead

__all__ = [
    "Actor",
    "ActorKind",
    "ActorMention",
    "Agreement",
    "Anchor",
    "AnyDecision",
    "Assessment",
    "Claim",
    "Control",
    "Correction",
    "Event",
    "FailedReading",
    "Failure",
    "FailureHead",
    "Figure",
    "Group",
    "Interval",
    "Judgement",
    "Known",
    "Lead",
    "Losses",
    "Mention",
    "Movement",
    "NumberMention",
    "Place",
    "PlaceMention",
    "Reading",
    "Relation",
    "Relative",
    "Report",
    "ReportHead",
    "Retraction",
    "Review",
    "Source",
    "SourceEntry",
    "Statement",
    "TimeMention",
    "Toll",
    "When",
    "Where",
]
