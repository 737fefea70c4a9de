"""Those who act, suffer, speak or are spoken of."""

from __future__ import annotations

from typing import Literal

import msgspec

ActorKind = Literal[
    "state",
    "government",
    "military",
    "police",
    "rebel",
    "militia",
    "civilians",
    "person",
    "organisation",
    "media",
    "international",
    "unknown",
]


class Actor(msgspec.Struct, frozen=True, gc=False):
    """`id` and `name` are the actor list's; an actor that the list lacks has no id and the text's own words as name."""

    id: str | None
    name: str
    kind: ActorKind = "unknown"
    side: str | None = None
