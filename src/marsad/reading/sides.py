"""Who did it and to whom, where the event's own words don't say: what its tolls and the sentence about it tell."""

from __future__ import annotations

from functools import lru_cache

from marsad.model import Actor, Group
from marsad.reading import casting
from marsad.reading.document import Document, within
from marsad.reading.draft import Draft
from marsad.reading.language import table

_HARM = ("killed", "injured", "captured", "missing")
CIVILIANS = Actor(None, "civilians", "civilians")


def name_layers(document: Document, drafts: list[Draft]) -> None:
    """Give a bomb or mine without a doer the one whom its sentence says to have laid it: "a device planted by rebels"."""
    for event in drafts:
        if event.kind != "event" or event.fields["side_a"] or not event.fields["event_type"].startswith("ASSAULT"):
            continue
        tokens = event.sentence.tokens
        for token in tokens[:-2]:
            if token.lower in _laid() and tokens[token.i + 1].lower == "by":
                found = within(document.actors, tokens[token.i + 2].start, tokens[min(token.i + 4, len(tokens) - 1)].end)
                event.fields["side_a"] = casting.fighting(found[:1])


def blame(drafts: list[Draft]) -> None:
    """Give an attack without a doer the one whom a statement about it accuses: "holds X responsible for the ambush"."""
    for statement in drafts:
        actor, content = statement.fields.get("addressee"), statement.fields.get("content")
        if statement.kind != "statement" or statement.fields["act"] != "accuse" or actor is None or not content:
            continue
        anchor = next((one for one in statement.anchors if content in one.text), None)
        start = anchor.start + anchor.text.rfind(content) if anchor is not None else 0
        for event in drafts if anchor is not None else ():
            inside = any(start <= one.start < start + len(content) for one in event.anchors)
            attack = event.kind == "event" and event.fields["event_type"].startswith("ASSAULT")
            if attack and inside and not event.fields["side_a"] and actor.kind not in ("civilians", "person"):
                event.fields["side_a"] = (actor,)


@lru_cache(maxsize=1)
def _laid() -> frozenset[str]:
    return frozenset(table("events")["laid"])


def complete_sides(drafts: list[Draft]) -> None:
    """Give an attack without a victim the people of the tolls that it caused, as far as their words say who they were."""
    tolls: dict[int, list[Draft]] = {}
    for draft in drafts:
        event = draft.fields.get("event")
        if draft.kind == "toll" and isinstance(event, Draft) and draft.fields["outcome"] in _HARM:
            tolls.setdefault(id(event), []).append(draft)
    for event in drafts:
        if event.kind == "event" and not event.fields["side_b"] and event.fields["event_type"].startswith("ASSAULT"):
            event.fields["side_b"] = _victims(event, tolls.get(id(event), []))


def _victims(event: Draft, tolls: list[Draft]) -> tuple[Actor, ...]:
    """The people of the tolls told in the event's own sentences, without those who did it."""
    told = {event.sentence.index} | {toll.sentence.index for toll in tolls if toll.attribution == event.attribution}
    found: list[Actor] = []
    for toll in tolls:
        group = toll.fields["group"]
        if toll.sentence.index in told and isinstance(group, Group):
            found += group.actors or ((CIVILIANS,) if group.side == "civilians" else ())
    mine = event.fields["side_a"]
    sides = {actor.side for actor in mine if actor.side}
    return tuple(dict.fromkeys(one for one in found if one not in mine and one.side not in sides))
