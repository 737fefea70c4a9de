"""What can be written: reports, and what people decide. Every decision carries a name, and the record keeps them all."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from marsad.desk.api.call import Sender
from marsad.desk.hiding import hidden
from marsad.errors import InputError
from marsad.model.record import Verdict
from marsad.observatory import Outcome
from marsad.store import Added

Sending = NamedDependency[Sender]
ClaimId = Annotated[str, Meta(min_length=1, max_length=200, examples=["c-5f0c1a7be2d94630"])]
Why = Annotated[str, Meta(max_length=2000, examples=["the same strike, by the hour"])]


class NotTaken(InputError):
    """A text that the record can't take in."""


class NewReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to be taken in, read and kept."""

    text: Annotated[str, Meta(examples=["Artillery fire killed nine civilians in Maskana on Tuesday, the health office said."])]
    title: Annotated[str | None, Meta(examples=["Shelling kills nine in Maskana"])] = None
    source: Annotated[str | None, Meta(examples=["Steppe Gazette"])] = None
    published: Annotated[str | None, Meta(examples=["2024-12-10"])] = None


class NewReview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person has looked at a claim."""

    claim: ClaimId
    accepted: Annotated[bool | None, Meta(examples=[True])]
    why: Why = ""


class NewJudgement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether two claims speak of the same thing."""

    one: ClaimId
    other: ClaimId
    verdict: Annotated[Verdict, Meta(examples=["same"])]
    why: Why = ""


class NewCorrection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim reads otherwise from now on."""

    claim: ClaimId
    fields: Annotated[
        dict[str, Any], Meta(min_length=1, examples=[{"figure": {"low": 9, "best": 9, "high": 9, "bound": "exact"}}])
    ]
    why: Annotated[str, Meta(min_length=1, max_length=2000, examples=["the report says nine"])]


class NewRetraction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim, or all claims of a report, no longer count."""

    target: Annotated[str, Meta(min_length=1, examples=["aleppo-04"])]
    why: Annotated[str, Meta(min_length=1, max_length=2000, examples=["the outlet took it back"])]


class NewUndo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision is taken back."""

    decision: Annotated[str, Meta(min_length=1, examples=["d000000042-0a1b2c3d4e5f"])]
    why: Why = ""


@post("/reports", sync_to_thread=True, status_code=201)
def add_report(sender: Sending, data: JSONBody[NewReport]) -> Response[Outcome]:
    """Take in a text. The answer comes when it is on the disk; the same text again adds nothing (200, `known`)."""
    who = sender.need("add")
    outcome = sender.visit.answers.add_text(data.text, title=data.title, source=data.source, published=data.published, who=who)
    if outcome.state == "rejected":
        raise NotTaken(outcome.message or "it can't be taken in", stage=outcome.stage, remedy=outcome.remedy)
    return _sent(sender, outcome, 200 if outcome.state == "known" else 201, "/api/v1/report?" + urlencode({"id": outcome.id}))


@post("/reviews", sync_to_thread=True, status_code=201)
def add_review(sender: Sending, data: JSONBody[NewReview]) -> Response[Added]:
    """Accept a claim, reject it (it then counts nowhere), or with null take it back to new."""
    who = sender.need("review", data.claim)
    return _decided(sender, lambda record: record.review(data.claim, data.accepted, who=who, why=data.why))


@post("/judgements", sync_to_thread=True, status_code=201)
def add_judgement(sender: Sending, data: JSONBody[NewJudgement]) -> Response[Added]:
    """Say whether two claims speak of the same thing: it wins over any score."""
    who = sender.need("judge", data.one)
    return _decided(sender, lambda record: record.judge(data.one, data.other, data.verdict, who=who, why=data.why))


@post("/corrections", sync_to_thread=True, status_code=201)
def add_correction(sender: Sending, data: JSONBody[NewCorrection]) -> Response[Added]:
    """Mend a claim's fields (docs/format.md); the old reading stays on record."""
    who = sender.need("correct", data.claim)
    return _decided(sender, lambda record: record.correct(data.claim, data.fields, who=who, why=data.why))


@post("/retractions", sync_to_thread=True, status_code=201)
def add_retraction(sender: Sending, data: JSONBody[NewRetraction]) -> Response[Added]:
    """Retract a claim or a whole report."""
    who = sender.need("retract", data.target)
    return _decided(sender, lambda record: record.retract(data.target, who=who, why=data.why))


@post("/undos", sync_to_thread=True, status_code=201)
def add_undo(sender: Sending, data: JSONBody[NewUndo]) -> Response[Added]:
    """Take a decision back; taking back an undo brings it back."""
    who = sender.need("undo", data.decision)
    return _decided(sender, lambda record: record.undo(data.decision, who=who, why=data.why))


def _decided(sender: Sender, act: Any) -> Response[Any]:
    added: Added = sender.visit.answers.write(act)
    return _sent(sender, added, 201, f"/api/v1/judgements/{added.id}")


def _sent(sender: Sender, thing: Any, status: int, where: str) -> Response[Any]:
    veil = sender.visit.answers.veil()
    headers = {"location": veil.text(where), "cache-control": "no-store"}
    return Response(msgspec.json.encode(hidden(thing, veil)), status_code=status, media_type="application/json", headers=headers)


HANDLERS = (add_report, add_review, add_judgement, add_correction, add_retraction, add_undo)
