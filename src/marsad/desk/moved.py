"""What the newest entries of the log moved: one judgement on one claim leaves every answer alone that doesn't rest on it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from marsad.store import Entry, Store, Wanted

Rests = Literal["claims", "control", "all"]
"""What an answer rests on: which claims hold, who is said to hold places, or anything at all."""
_EVERY: tuple[Rests, ...] = ("claims", "control", "all")
_MANY = 200


class Moved:
    """Knows by which entry each of them was last moved."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen = store.head().seq
        self._at: dict[Rests, int] = dict.fromkeys(_EVERY, self._seen)

    def at(self, rests: Rests) -> int:
        """The entry since which an answer that rests on this is the same."""
        seq = self._store.head().seq
        if seq - self._seen > _MANY:
            self._at = dict.fromkeys(_EVERY, seq)
        elif seq > self._seen:
            for entry in list(self._store.log(self._seen + 1, seq)):
                self._at.update(dict.fromkeys(self._by(entry), entry.seq))
        self._seen = seq
        return self._at[rests]

    def _by(self, entry: Entry) -> tuple[Rests, ...]:
        if entry.kind == "judgement":
            return ("all",)
        if entry.kind == "assessment":
            return ("control", "all")
        body: dict[str, Any] = msgspec.json.decode(entry.body) if entry.kind in ("review", "undo") else {}
        if entry.kind == "undo":
            body = self._reviewed(str(body["target"]))
        if "accepted" not in body:
            return _EVERY
        kinds = {known.claim.__struct_config__.tag for known in self._store.claims(Wanted(id=body["claim"]))}
        return ("control", "all") if "control" in kinds else ("all",)

    def _reviewed(self, decision: str) -> dict[str, Any]:
        """The review that was taken back, by the number in its id; nothing where it was another decision."""
        number = decision.removeprefix("d").partition("-")[0]
        found = self._store.log(int(number), int(number)) if number.isascii() and number.isdigit() else ()
        bodies = (msgspec.json.decode(entry.body) for entry in found if entry.kind == "review")
        return next((body for body in bodies if body.get("id") == decision), {})
