"""What ties events to the rest of a report: when the last such one was, their campaign, the tolls they caused."""

from __future__ import annotations

import re

from marsad.model import Anchor, TimeMention
from marsad.reading.belonging import told_of_another
from marsad.reading.document import Document, Sentence
from marsad.reading.draft import Draft
from marsad.reading.language import word_list
from marsad.reading.other_times import came_before
from marsad.reading.reactions import is_pluperfect
from marsad.reading.syntax import ancestors, roles
from marsad.reading.whereabouts import may_be_one, placed_unknown, takes_up


def set_first_since(document: Document, drafts: list[Draft]) -> None:
    """ "For the first time since 2016", "the first airstrikes ... since March 2020": the time named is when it last happened."""
    for time in document.times:
        sentence = document.sentence_at(time.start)
        before = document.text[sentence.start : time.start + 6].casefold()
        since = before.rfind("since")
        first = before.rfind("first", 0, since)
        if since < 0 or len(before) - since > 14 or first < 0 or since - first > 90:
            continue
        at = sentence.start + first
        near = [
            (_apart(draft, at), place)
            for place, draft in enumerate(drafts)
            if any(sentence.start <= anchor.start < sentence.end for anchor in draft.anchors)
        ]
        if near:
            drafts[min(near)[1]].fields.setdefault("first_since", _value(time))


def _value(time: TimeMention) -> str:
    return time.interval.value if time.interval is not None and time.interval.value else time.text.removeprefix("since ")


def _apart(draft: Draft, at: int) -> int:
    return min(
        0 if anchor.start <= at < anchor.end else min(abs(anchor.start - at), abs(anchor.end - at)) for anchor in draft.anchors
    )


def set_campaigns(drafts: list[Draft]) -> None:
    """An incident is part of the campaign that the same side leads."""
    campaigns = [draft for draft in drafts if draft.rule == "event.offensive" and draft.fields["side_a"]]
    for draft in drafts:
        if draft.rule == "event.offensive" or not draft.fields["event_type"].startswith("ASSAULT"):
            continue
        led = [one for one in campaigns if set(one.fields["side_a"]) & set(draft.fields["side_a"])]
        if len(led) == 1:
            draft.fields["campaign"] = led[0]


_STANDING = ("still", "remain", "remains")
"""Words by which captives are told to be held, and not to be taken."""
_FAR_UP = 2
"""Verbs above a toll's own that may tell of the event: "fired on the crowd, killing five"."""
_REACH = 400
"""Characters over which a toll goes with an event that it doesn't name; past a whole paragraph, another has been spoken of."""
_MANY = 100_000
"""So many are displaced by no one incident told before."""
_BREAK = re.compile(r"\n[ \t]*\n")


def _is_standing(toll: Draft) -> bool:
    """Whether a toll's own verb says that captives are still held: "116 remain in Gaza", "25 are still being held"."""
    tokens = toll.sentence.tokens
    own = next(
        (i for i in (toll.trigger, *ancestors(toll.sentence, toll.trigger)) if tokens[i].tag.startswith("VB")), toll.trigger
    )
    return tokens[own].lower in _STANDING or any(tokens[one].lower in _STANDING for one in tokens[own].children)


def link_tolls(document: Document, drafts: list[Draft]) -> None:
    """Give each toll its event: of its own sentence the nearest, else the one that the sentences before spoke of."""
    events = [
        draft
        for draft in drafts
        if draft.kind == "event" and draft.fields["event_type"].startswith(("ASSAULT", "PROTEST", "COERCE/arrest"))
    ]
    for toll in drafts:
        if toll.kind != "toll" or toll.fields.get("event") is not None or toll.background:
            continue
        still = toll.fields["outcome"] in ("captured", "detained") and _is_standing(toll)
        if _answered(toll) or still:
            continue
        told = [event for event in events if not (event.background or _of_takers(toll, event))]
        hurt = toll.fields["outcome"] in ("killed", "injured")
        found = _event_of(document, toll, [one for one in told if one.fields["event_type"] != "COERCE/arrest"]) if hurt else None
        found = found or _event_of(document, toll, told)
        if found is not None:
            toll.fields["event"] = found


def _of_takers(toll: Draft, event: Draft) -> bool:
    """Whether an event only tells how those whose bodies were found had been taken before."""
    bodies = toll.fields["outcome"] == "killed" and toll.rule.endswith(("-of", "-joined"))
    return bodies and event.fields["event_type"] in ("ASSAULT/abduct", "COERCE/arrest")


def _answered(toll: Draft) -> bool:
    """Whether a toll is of what was answered: "fired rockets in response to the killing of two medics"."""
    tokens = toll.sentence.tokens
    token = tokens[toll.trigger]
    if not toll.rule.endswith("-of") or token.dep != "pobj" or token.head < 0:
        return False
    above = tokens[tokens[token.head].head]
    return above.lower in word_list("events", "answers")


def _event_of(document: Document, toll: Draft, events: list[Draft]) -> Draft | None:
    told = {document.sentence_at(anchor.start).index: anchor for anchor in reversed(toll.anchors)}
    running = toll.fields.get("scope") == "cumulative"
    for index, anchor in sorted(told.items(), key=lambda item: item[1] is not toll.anchors[0]):
        sentence = document.sentences[index]
        here = [(_apart(event, anchor.start), place) for place, event in enumerate(events) if _in(event, sentence)]
        here = [(gap, place) for gap, place in here if not _apart_there(toll, events[place])]
        if toll.fields.get("scope") == "period":  # "Total for the week: 96 incidents, 214 deaths"
            here = [(gap, place) for gap, place in here if events[place].sentence is sentence]
        if here and not (running and "since" in sentence.lowers):
            own = _by_syntax(toll, [events[place] for _, place in here]) if sentence is toll.sentence else None
            return own or events[min(here)[1]]  # of a running toll too: "the fighting has killed 60 people in two days"
    if running:
        return next((event for event in events if event.rule == "event.offensive" and event.start < toll.start), None)
    if toll.fields.get("scope") == "period" or (
        toll.fields["outcome"] == "displaced" and (toll.fields["figure"].low or 0) >= _MANY
    ):
        return None
    before = [event for event in events if event.start < toll.start and _latest(event, toll.start) is not None]
    before = [event for event in before if event.sentence is toll.sentence or not came_before(event.sentence, event.trigger)]
    before = [] if placed_unknown(document, toll) else [event for event in before if not _elsewhere(toll, event)]
    near = [(toll.start - (_latest(event, toll.start) or 0), place) for place, event in enumerate(before)]
    gap = min(near) if near else None
    if gap is None or gap[0] >= _REACH or len(_BREAK.findall(document.text, toll.start - gap[0], toll.start)) > 1:
        return None
    return before[gap[1]]


def _apart_there(toll: Draft, event: Draft) -> bool:
    """Whether one sentence tells of both in clauses and places of their own: "jets hit X, while two died in Y"."""
    if event.sentence is not toll.sentence or toll.where is None or event.where is None or may_be_one(toll.where, event.where):
        return False
    return told_of_another(toll.sentence, event.trigger, toll.trigger)


def _by_syntax(toll: Draft, events: list[Draft]) -> Draft | None:
    """The event whose word says the toll, does it, or governs it: "fired on people who blocked the road, killing five"."""
    sentence, trigger = toll.sentence, toll.trigger
    mine = {event.trigger: event for event in reversed(events) if event.sentence is sentence}
    if not sentence.parsed or not sentence.tokens[trigger].tag.startswith("VB"):
        return None
    subjects = [one for one in roles(sentence, trigger).subject if one in mine]
    above = [one for one in list(ancestors(sentence, trigger))[:_FAR_UP] if sentence.tokens[one].tag.startswith("VB")]
    return next((mine[one] for one in [trigger, *subjects, *above] if one in mine), None)


def _elsewhere(toll: Draft, event: Draft) -> bool:
    """Whether a toll's own sentence sets it in another place, or on another day, than an event told before it."""
    if takes_up(toll.sentence):  # "The blast killed two more in ..."
        return False
    mine, other = toll.where, event.where
    if mine is not None and other is not None and _names(toll.sentence, mine.anchor) and not may_be_one(mine, other):
        return True
    day, its = toll.when, event.when
    if day is not None and its is None and _names(toll.sentence, day.anchor) and is_pluperfect(toll.sentence, toll.trigger):
        return True  # "The army had lost an officer there on Monday"
    dated = day is not None and its is not None and day.precision == its.precision == 1 and _names(toll.sentence, day.anchor)
    return bool(dated and day and its and day.start != its.start)


def _names(sentence: Sentence, anchor: Anchor) -> bool:
    return sentence.start <= anchor.start < sentence.end


def _in(event: Draft, sentence: Sentence) -> bool:
    return any(sentence.start <= anchor.start < sentence.end for anchor in event.anchors)


def _latest(event: Draft, before: int) -> int | None:
    return max((anchor.end for anchor in event.anchors if anchor.end <= before), default=None)
