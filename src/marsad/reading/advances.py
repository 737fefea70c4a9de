"""Advances told twice: "rebels make progress", then "the rebel advance"."""

from __future__ import annotations

from marsad.reading.draft import Draft


def one_advance(drafts: list[Draft]) -> list[Draft]:
    """Of advances by the same unnamed sort of fighters, to no other place, one: "rebels make progress", "the rebel advance"."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next(
            (one for one in kept if draft.fields["action"] == "advance" == one.fields["action"] and _alike(one, draft)), None
        )
        if twin is None:
            kept.append(draft)
            continue
        twin.anchors += draft.anchors
        twin.fields["to"] = twin.fields["to"] or draft.fields["to"]
        twin.fields["actors"] = max(twin.fields["actors"], draft.fields["actors"], key=lambda actors: actors[0].id is not None)
    return kept


def _aims(draft: Draft) -> bool:
    """Whether an advance is told with what it leads to."""
    tokens = draft.sentence.tokens
    behind = [tokens[one] for one in tokens[draft.trigger].children]
    return tokens[draft.trigger].tag[:1] == "V" and any(
        one.dep == "dobj" or one.lower in ("into", "towards", "toward") for one in behind
    )


def _alike(one: Draft, other: Draft) -> bool:
    a, b = one.fields["actors"][0], other.fields["actors"][0]
    if one.sentence is other.sentence and one.fields["to"] != other.fields["to"]:
        return False  # "inch towards its centre and have edged closer to X"
    if one.fields["to"] != other.fields["to"] and any(_aims(each) for each in (one, other) if each.fields["to"] is None):
        return False  # "advanced towards X" and "entered the outskirts"
    same = a == b or (a.kind == b.kind and a.id is None and b.id is None)
    return same and (one.fields["to"] is None or other.fields["to"] is None or one.fields["to"] == other.fields["to"])
