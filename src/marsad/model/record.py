"""The record's nouns: a claim as the observatory knows it, and what people decide about it. All are appended, none is changed.

Two clocks: `published` (with the claim's own `when`) says when it happened or was said, `known_at` when the observatory knew it.
Instants are ISO 8601 in UTC with a trailing Z.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from marsad.model.claim import Claim, SourceKind

Verdict = Literal["same", "different", "unsure"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]
Layer = Literal["claimed", "reported", "assessed"]


class Known(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A claim with what its report tells about it: what matching and the ledger work on.

    `originator` is who first said it: the end of the attribution chain, else the outlet, else the report. `party` is whether the
    originator fights in this war. A report that is a syndicated copy has the original in `copy_of`.
    """

    claim: Claim
    report: str
    known_at: str
    originator: str
    outlet: str | None = None
    published: str | None = None
    party: bool = False
    copy_of: str | None = None


class Decision(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What every decision has: its own id, who made it, when, and why."""

    id: str
    who: str
    at: str
    why: str = ""


class Judgement(Decision, frozen=True, kw_only=True, tag_field="decision", tag="judgement"):
    """Whether two claims speak of the same event, running toll or change of control; the newest wins over any score."""

    one: str
    other: str
    verdict: Verdict


class Review(Decision, frozen=True, kw_only=True, tag_field="decision", tag="review"):
    """A person has looked at a claim: accepted, rejected, or (None) taken back to unseen."""

    claim: str
    accepted: bool | None


class Correction(Decision, frozen=True, kw_only=True, tag_field="decision", tag="correction"):
    """A claim reads otherwise from now on: contract fields and their new values; the old reading stays on record."""

    claim: str
    fields: dict[str, Any]


class Retraction(Decision, frozen=True, kw_only=True, tag_field="decision", tag="retraction"):
    """A claim, or all claims of a report, no longer count: its source took it back, or it should never have stood."""

    target: str


class Assessment(Decision, frozen=True, kw_only=True, tag_field="decision", tag="assessment"):
    """Our own people's view on the Admiralty's two axes: reliability of a source, credibility of a claim's information."""

    target: str
    reliability: Reliability | None = None
    credibility: Credibility | None = None


class SourceEntry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A source in the registry. A protected one appears under `alias` in everything that leaves the house."""

    id: str
    name: str
    kind: SourceKind = "other"
    party: bool = False
    reliability: Reliability = "F"
    language: str | None = None
    parent: str | None = None
    protected: bool = False
    alias: str | None = None


AnyDecision = Judgement | Review | Correction | Retraction | Assessment
