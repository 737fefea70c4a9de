"""What people decide: every judgement, correction, retraction, review and assessment is an entry with who, when and why."""

from __future__ import annotations

from abc import ABC, abstractmethod
from hashlib import sha256
from typing import Any

import msgspec

from marsad.ledger.registry import SourceLine, entry_for
from marsad.model import AnyDecision, Assessment, Correction, Judgement, Retraction, Review
from marsad.model.record import Credibility, Reliability, Verdict
from marsad.store import Added, Store
from marsad.table import Table
from marsad.taking import now


class Deciding(ABC):
    """The half of an observatory that takes people's word. Each of them wins over what a machine found, and can be undone."""

    store: Store

    @abstractmethod
    def sources(self) -> Table[SourceLine]:
        """The sources: what people entered about each, and what its reports show."""

    def set_source(self, name: str, *, who: str, why: str = "", **fields: Any) -> Added:
        """Enter a source, or change what is entered of it (fields of `SourceEntry`); what isn't given stays."""
        entry = msgspec.structs.replace(entry_for(name, self.sources()), **fields)
        return self.store.add_source(entry, who=who, why=why)

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

    def review(self, claim: str, accepted: bool | None, *, who: str, why: str = "") -> Added:
        """A person has looked at a claim: accepted, rejected (it then counts nowhere), or None: back to unseen."""
        return self._decide(Review(**self._signed(who, why, claim, str(accepted)), claim=claim, accepted=accepted))

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
        """What every decision has. Its id begins with its place in the log, so that of two in one second the later is known."""
        seq = self.store.head().seq + 1
        id = sha256("\x1f".join([str(seq), who, why, *content]).encode()).hexdigest()[:12]
        return {"id": f"d{seq:09}-{id}", "who": who, "at": now(), "why": why}

    def undo(self, decision: str, *, who: str, why: str = "") -> Added:
        """Take a decision back; taking back an undo brings the decision back."""
        return self.store.undo(decision, who=who, why=why)
