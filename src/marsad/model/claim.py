"""A claim: one assertion, who made it, when and where, and the words that say it.

The seven kinds and their fields are those of the public format (docs/format.md).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from marsad.model.actor import Actor
from marsad.model.anchor import Anchor
from marsad.model.figure import Figure
from marsad.model.interval import When
from marsad.model.place import Place, Where

SourceKind = Literal["observatory", "party", "agency", "outlet", "correspondent", "official", "witness", "medical", "un", "other"]
Modality = Literal["asserted", "denied", "planned", "called_for", "possible", "conditional"]
Outcome = Literal["killed", "injured", "missing", "captured", "displaced", "detained"]
Scope = Literal["incident", "cumulative", "period", "delta"]
Side = Literal["civilians", "combatants", "mixed", "unknown"]
Attribute = Literal["children", "women", "medical", "journalists", "aid_workers", "officers"]
Status = Literal["captured", "held", "lost", "contested", "besieged", "withdrawn"]
Extent = Literal["all", "most", "part", "site", "unknown"]
Action = Literal["reinforce", "advance", "withdraw", "flee", "present"]
Act = Literal["confirm", "deny", "call_for", "accuse", "warn", "threaten", "announce", "claim_responsibility"]
AgreementType = Literal["truce", "ceasefire", "peace", "evacuation", "exchange"]
AgreementStatus = Literal["agreed", "in_force", "threatened", "violated", "ended"]
RelationType = Literal["backed_by", "ally_of", "formerly_linked_with", "part_of", "leads", "opposes"]


class Source(msgspec.Struct, frozen=True, gc=False):
    """One link of an attribution chain: who says it."""

    name: str
    kind: SourceKind = "other"
    anchor: Anchor | None = None


class Group(msgspec.Struct, frozen=True, gc=False):
    """Whom a toll counts; attributes are shares of a group, not groups to be added."""

    side: Side = "unknown"
    actors: tuple[Actor, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class _Claim(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag_field="kind"):
    id: str
    anchors: tuple[Anchor, ...]
    attribution: tuple[Source, ...] = ()
    modality: Modality = "asserted"
    background: bool = False
    when: When | None = None
    where: Where | None = None
    confidence: float = 0.5
    rule: str | None = None


class Event(_Claim, frozen=True, kw_only=True, tag="event"):
    """Something that happened: type (PLOVER root and mode, ACLED label), who did it to whom, with what."""

    event_type: str | None = None
    acled_type: str | None = None
    side_a: tuple[Actor, ...] = ()
    side_b: tuple[Actor, ...] = ()
    weapon: str | None = None
    campaign: str | None = None
    first_since: str | None = None


class Toll(_Claim, frozen=True, kw_only=True, tag="toll"):
    """How many people died, were hurt, taken or driven out."""

    outcome: Outcome
    group: Group
    figure: Figure
    scope: Scope = "incident"
    part_of: str | None = None
    event: str | None = None
    responsible: tuple[Actor, ...] = ()


class Control(_Claim, frozen=True, kw_only=True, tag="control"):
    """Who holds, took or lost how much of a place."""

    actors: tuple[Actor, ...] = ()
    status: Status
    extent: Extent = "unknown"
    sites: tuple[str, ...] = ()
    previous: tuple[Actor, ...] = ()


class Movement(_Claim, frozen=True, kw_only=True, tag="movement", rename={"origin": "from", "to": "to"}):
    """Who went where, or was seen there (`where` then is the place)."""

    actors: tuple[Actor, ...] = ()
    action: Action
    origin: Place | None = None
    to: Place | None = None


class Statement(_Claim, frozen=True, kw_only=True, tag="statement"):
    """An act of speech: confirm, deny, call for, accuse, warn, threaten, announce, claim responsibility."""

    speaker: Actor | None = None
    act: Act
    addressee: Actor | None = None
    about: str | None = None
    content: str | None = None


class Agreement(_Claim, frozen=True, kw_only=True, tag="agreement"):
    """A truce, ceasefire, peace, evacuation or exchange, and how it stands."""

    agreement_type: AgreementType
    parties: tuple[Actor, ...] = ()
    brokers: tuple[Actor, ...] = ()
    status: AgreementStatus | None = None


class Relation(_Claim, frozen=True, kw_only=True, tag="relation", rename={"subject": "from", "object": "to"}):
    """How one actor stands to another: `subject` is backed by, ally of, part of, leads, opposes `object`."""

    subject: Actor
    object: Actor
    relation: RelationType


Claim = Event | Toll | Control | Movement | Statement | Agreement | Relation
