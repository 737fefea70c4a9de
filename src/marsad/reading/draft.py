"""A claim in the making: readers fill drafts, refer to one another's, and `finish` makes the immutable claims of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

import msgspec

from marsad.model import (
    Agreement,
    Anchor,
    Claim,
    Control,
    Event,
    Movement,
    Relation,
    Source,
    Statement,
    Toll,
    When,
    Where,
)
from marsad.model.claim import Modality
from marsad.reading.document import Sentence

Kind = Literal["event", "toll", "control", "movement", "statement", "agreement", "relation"]

_CLASSES: dict[str, type[Claim]] = {
    "event": Event,
    "toll": Toll,
    "control": Control,
    "movement": Movement,
    "statement": Statement,
    "agreement": Agreement,
    "relation": Relation,
}
LINKS = ("part_of", "event", "campaign", "about")


@dataclass(slots=True, eq=False)
class Draft:
    """One claim before its id is known.

    `fields` holds what its kind has: contract names, but `subject` and `object` for a relation's from and to, and `origin` for a
    movement's from; a link (`part_of`, `event`, `campaign`, `about`) is another draft. `trigger` is the token that made the rule
    fire: attribution, modality, time and place are looked for about it. A stage that knows better than the general one sets
    `attribution`, `modality`, `background`, `when` or `where` itself and names it in `settled`.
    """

    kind: Kind
    rule: str
    sentence: Sentence
    trigger: int
    anchors: list[Anchor]
    fields: dict[str, Any] = field(default_factory=dict)
    attribution: tuple[Source, ...] = ()
    modality: Modality = "asserted"
    background: bool = False
    when: When | None = None
    where: Where | None = None
    confidence: float = 0.7
    settled: set[str] = field(default_factory=set)
    echoes: list[Anchor] = field(default_factory=list)
    """Words that speak of it without saying it: "denied having shelled the camp"."""

    version_of: Draft | None = None
    """Of an event: that of which it is another party's account."""

    @property
    def start(self) -> int:
        """Where its first words stand."""
        return self.anchors[0].start


def finish(drafts: list[Draft], digest: str) -> tuple[list[Claim], dict[int, str]]:
    """The claims of the drafts in text order, links turned to ids, and the id of each draft by `id(draft)`.

    A claim's id is a hash of the report's digest and of what the claim says, so reading again gives the same id.
    """
    ordered = sorted(drafts, key=lambda draft: (draft.start, draft.anchors[0].end, draft.kind, draft.rule))
    names: dict[int, str] = {}
    seen: dict[str, int] = {}
    for draft in ordered:
        base = _content_hash(draft, digest)
        seen[base] = seen.get(base, 0) + 1
        names[id(draft)] = base if seen[base] == 1 else f"{base}-{seen[base]}"
    return [_claim(draft, names) for draft in ordered], names


def _content_hash(draft: Draft, digest: str) -> str:
    fields = [(key, draft.fields[key]) for key in sorted(draft.fields) if key not in LINKS]
    content = [digest, draft.kind, sorted((a.start, a.end) for a in draft.anchors), fields]
    return sha256(msgspec.json.encode(content)).hexdigest()[:16]


def _claim(draft: Draft, names: dict[int, str]) -> Claim:
    fields = dict(draft.fields)
    for link in LINKS:
        if isinstance(fields.get(link), Draft):
            fields[link] = names.get(id(fields[link]))
    return _CLASSES[draft.kind](
        id=names[id(draft)],
        anchors=tuple(draft.anchors),
        attribution=draft.attribution,
        modality=draft.modality,
        background=draft.background,
        when=draft.when,
        where=draft.where,
        confidence=round(draft.confidence, 2),
        rule=draft.rule,
        **fields,
    )
