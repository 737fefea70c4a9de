"""What goes with a toll: its scope, whether it is background, who is counted by name, who is said to have done it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from marsad.model import Actor, Anchor
from marsad.model.claim import Scope
from marsad.reading.casting import actors_at, fighting
from marsad.reading.document import Document, Sentence, within
from marsad.reading.syntax import roles
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

_FINITE = ("VBD", "VBZ", "VBP")
_OLD = timedelta(days=60)
_RECORD_REACH = 110
_COUNTED_KINDS = frozenset(
    {"state", "government", "military", "police", "rebel", "militia", "organisation", "international", "unknown"}
)


def scope_of(document: Document, sentence: Sentence, start: int, end: int) -> Scope:
    """The scope that the words about the stretch [start, end) give; `incident` where none do."""
    for scope, pattern in vocabulary().scopes:
        for match in pattern.finditer(sentence.text):
            at = sentence.start + match.start(), sentence.start + match.end()
            if _near(sentence, at, (start, end)) and not _record(sentence, match):
                return scope
    return "incident"


def background_cause(document: Document, sentence: Sentence, start: int, end: int) -> Literal["war", "old", "record"] | None:
    """Why a toll is background: the war to date or an old incident; `record` where the news is a record."""
    for match in vocabulary().background.finditer(sentence.text):
        at = sentence.start + match.start(), sentence.start + match.end()
        overlaps = at[0] < end and start < at[1]
        if overlaps or _near(sentence, at, (start, end)):
            return "record" if _record(sentence, match) else "war"
    if document.published is None:
        return None
    ends = [
        _last_day(time.interval.end)
        for time in within(document.times, sentence.start, sentence.end)
        if time.interval
        and time.interval.end
        and time.interval.type == "DATE"
        and _near(sentence, (time.start, time.end), (start, end))
    ]
    old = document.published - _OLD
    dated = any(
        re.search(r"\b(?:19|20)\d\d\b|\byears? ago\b|\blast year\b", time.text)
        for time in within(document.times, sentence.start, sentence.end)
    )
    return "old" if dated and ends and all(day is not None and day < old for day in ends) else None


def _last_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _record(sentence: Sentence, match: re.Match[str]) -> bool:
    """ "the deadliest attack since ..." dates a record and no toll."""
    if not match.group().lower().startswith("since"):
        return False
    before = sentence.text[max(0, match.start() - _RECORD_REACH) : match.start()].lower()
    return any(re.search(rf"\b{word}\b", before) for word in vocabulary().words["records"])


def _near(sentence: Sentence, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether no other clause lies between two stretches."""
    first, second = sorted((one, other))
    words = vocabulary().words
    for token in sentence.tokens:
        if token.start < first[1] or token.end > second[0]:
            continue
        if token.tag in _FINITE and token.lower not in words["auxiliaries"] and (token.lower,) not in vocabulary().verbs:
            return False
        if token.lower in ("who", "which", "that", ";") or (token.lower in ("when", "as", "while") and token.tag != "RB"):
            return False
    return True


def counted_actors(document: Document, anchor: Anchor) -> tuple[Actor, ...]:
    """The actors whom a counted group names: "183 fighters from HTS"."""
    inside = within(document.actors, anchor.start, anchor.end)
    plain = vocabulary().plural
    return tuple(
        dict.fromkeys(
            mention.actor
            for mention in inside
            if mention.actor.kind in _COUNTED_KINDS
            and (mention.actor.id is not None or mention.actor.name.lower() not in plain)
            and mention.actor.name.lower() not in vocabulary().words["no_actors"]
        )
    )


def responsible(
    document: Document, sentence: Sentence, link: Link, count: Count, counted: tuple[Actor, ...]
) -> tuple[Actor, ...]:
    """The actors that the sentence makes the doers of a killing; none where it names none."""
    if not sentence.parsed or not sentence.tokens[link.trigger].tag.startswith("VB"):
        return ()
    heads = [head for head in roles(sentence, link.trigger).subject if not count.first <= head < count.last]
    heads += (
        [inner for head in heads for inner in roles(sentence, head).by("by")] if heads else _doers_before(sentence, link.trigger)
    )
    return tuple(actor for actor in fighting(actors_at(document, sentence, heads)) if actor not in counted)


def _doers_before(sentence: Sentence, trigger: int) -> list[int]:
    """Whom "by" names in the words just before the verb: "shelling by the army killed 12"."""
    for i in range(trigger - 1, -1, -1):
        token = sentence.tokens[i]
        if token.lower == "by":
            return [child for child in token.children if child < trigger]
        if token.lower in (",", ";") or token.tag in _FINITE:
            return []
    return []
