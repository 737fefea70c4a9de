"""Who stands in a sentence without being in what it tells: monitors that count, people that an "-ing" only describes."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor
from marsad.reading.casting import word_set
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import table


def is_watcher(actor: Actor) -> bool:
    """Whether an actor is a monitor or a news agency, which tells of the fighting and isn't in it."""
    if actor.id is None:
        return actor.name.split()[-1].casefold() in table("attribution")["roles"]["kinds"]["observatory"]
    return ActorList.open().source_kind(actor) in ("observatory", "agency")


def in_the_field(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The doers, an army in its ministry's stead: "the defence ministry said its jets had killed nine"."""
    listed = ActorList.open()
    found = []
    for actor in actors:
        iso = listed.country_of(actor) if actor.id and actor.id.endswith(".mod") else None
        army = listed.national(iso, "mil") if iso else None
        found.append(listed.actor(army) if army else actor)
    return tuple(dict.fromkeys(found))


def describes_next(document: Document, sentence: Sentence, i: int) -> bool:
    """Whether an "-ing" only describes the people right behind it: "hunted down fleeing rebels", "two retreating columns"."""
    token = sentence.tokens[i]
    if token.tag not in ("VBG", "JJ") or not token.lower.endswith("ing") or i + 1 >= len(sentence.tokens):
        return False
    if i and sentence.tokens[i - 1].lower in word_set("helping"):
        return False
    after = sentence.tokens[i + 1]
    named = within(document.actors, after.start, after.end)
    return bool(named) and named[0].start == after.start and token.lower in word_set("leaving")
