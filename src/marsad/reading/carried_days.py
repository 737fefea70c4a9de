"""On which day something was that no words of its own sentence date: a live entry's, or that of what was told just before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marsad.model import PlaceMention, TimeMention, When
from marsad.reading.datelines import is_label
from marsad.reading.days_apart import come_after
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.language import lists_of
from marsad.reading.staying import is_spread
from marsad.reading.whereabouts import may_be_one, own_places

_CLOCK = re.compile(r"(?:[-\u2013\u2022*] ?)?(\d{1,2}[:.h]\d{2}(?: ?(?:GMT|UTC|[ap]\.?m\.?))?)(?= ?[-\u2013\u2014:|]| [A-Z]|\n)")
_TOLD = ("event", "toll", "control")
_DATED = (*_TOLD, "movement")
_NEAR = 2
"""Sentences on within which things are told of one day."""
_HOURS_ON = 4
"""Sentences back that "Hours later" goes, a paragraph between."""
_MONTH = 4
"""UCDP's date_prec of eight days to a month."""
_NIGHT = re.compile(r"\b(?:late|night|evening|midnight|overnight)\b", re.IGNORECASE)
_OPENING = 40
"""Letters within which a sentence's opening names its place."""
_HOURS = re.compile(r"hours?|minutes?|moments", re.IGNORECASE)
_AFTER = re.compile(r",? (?:later|after(?:wards)?)\b")

_words = lists_of("circumstances")


def date_entries(document: Document, drafts: list[Draft]) -> None:
    """Give what a live report's entry tells ("17:05 - ...") the day that it was published, where no other is named."""
    day = document.published.isoformat() if document.published else None
    for draft in drafts if day else ():
        start = document.text.rfind("\n\n", 0, draft.sentence.start)
        clock = _CLOCK.match(document.text, start + 2 if start >= 0 else 0)
        scope = draft.fields.get("scope", "incident")
        so_far = scope == "cumulative" and "since" not in draft.sentence.lowers  # "seven bodies have been found so far"
        told = draft.kind in _TOLD and not draft.background and (scope == "incident" or so_far)
        long = any(_is_long(one) for one in within(document.times, draft.sentence.start, draft.sentence.end))
        if clock is None or not told or long or draft.when is not None or "when" in draft.settled:
            continue
        if "had" in draft.sentence.lowers and _names_a_day(document, clock.end(), draft.sentence.start):
            continue  # "denies that two men died in Friday's strike. The monitor had reported five dead"
        anchor = document.anchor(*clock.span(1))
        draft.when = When(start=day, end=day, precision=1, value=day, type="DATE", text=anchor.text, anchor=anchor)


def _is_long(time: TimeMention) -> bool:
    """Whether a time is a month or more: "in the past year"."""
    return time.interval is not None and (time.interval.precision or 1) >= _MONTH


def _names_a_day(document: Document, start: int, end: int) -> bool:
    """Whether an entry has named a day before a sentence."""
    return any(one.interval is not None and one.interval.precision == 1 for one in within(document.times, start, end))


def carry_days(document: Document, drafts: list[Draft]) -> None:
    """Give what happened in a sentence that names no time the day of what was told just before it, unless the words go back."""
    before: Draft | None = None
    for sentence, told in _by_sentence(document, drafts):
        timed = any(not _is_hours_later(document, one) for one in within(document.times, sentence.start, sentence.end))
        for draft in told if before is not None and not timed and not _earlier(sentence) else ():
            if _is_open(draft) and not is_spread(draft) and before is not None and _is_one_scene(document, before, draft):
                draft.when = None if _is_next_night(document, before, sentence) else before.when
        before = next((one for one in reversed(told) if one.when is not None), None if timed or before is None else before)


def count_days(document: Document, drafts: list[Draft]) -> None:
    """Give what a deed told before came some days after the day that this makes: "The raid comes two days after gunmen ..."."""
    told = sorted((one for one in drafts if one.kind in _DATED and not one.background), key=lambda one: one.start)
    for draft in drafts:
        if draft.when is None and "when" not in draft.settled and not _words("coming_words").isdisjoint(draft.sentence.lowers):
            draft.when = come_after(document, draft, told)


def _by_sentence(document: Document, drafts: list[Draft]) -> Iterator[tuple[Sentence, list[Draft]]]:
    """The sentences that tell of something, with what they tell."""
    found: dict[int, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda one: one.start):
        if draft.kind in _DATED and not draft.background:
            found.setdefault(draft.sentence.index, []).append(draft)
    for index in sorted(found):
        yield document.sentences[index], found[index]


def _is_open(draft: Draft) -> bool:
    """Whether a draft has no day yet and can take one: an event, or the dead of one incident that no event stands for."""
    if draft.when is not None or "when" in draft.settled:
        return False
    if draft.kind == "toll":
        alone = draft.fields.get("event") is None and draft.fields.get("part_of") is None
        return alone and draft.fields.get("scope", "incident") == "incident"
    return draft.kind == "event"


def _is_one_scene(document: Document, before: Draft, draft: Draft) -> bool:
    """Whether two things are told in one breath: near, in one paragraph, of one place as far as they name any."""
    gap = draft.sentence.index - before.sentence.index
    dated = before.when is not None and before.when.precision == 1 and before.fields.get("scope", "incident") == "incident"
    broken = "\n" in document.text[before.sentence.end : draft.sentence.start]
    later = broken and _opens_later(document, draft.sentence)
    if not (dated and 0 < gap <= (_HOURS_ON if later else _NEAR)) or (broken and not later):
        return False
    places = own_places(document, draft.sentence)
    if places and is_label(document, draft.sentence, places[0]):
        return False
    same = draft.where is None or before.where is None or may_be_one(before.where, draft.where)
    return same or (draft.kind == "event" and not (_is_step(before) or _opens_elsewhere(document, draft.sentence, places)))


def _opens_later(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence opens a short while after what was told: "An hour later, ..."."""
    first = next(iter(within(document.times, sentence.start, sentence.end)), None)
    return first is not None and first.start - sentence.start < _OPENING and _is_hours_later(document, first)


def _is_step(before: Draft) -> bool:
    """Whether a day was told by a step back or on ("a day earlier", "the previous night"): what is told next needn't be of it."""
    return before.when is not None and not _words("steps").isdisjoint(re.findall(r"\w+", before.when.text.casefold()))


def _opens_elsewhere(document: Document, sentence: Sentence, places: list[PlaceMention]) -> bool:
    """Whether a sentence begins with another scene than the one before: "In X, ...", "Meanwhile, ..."."""
    first = sentence.tokens[0].lower
    return first in _words("turns") or (first in _words("site") and bool(places) and places[0].start - sentence.start < _OPENING)


def _is_hours_later(document: Document, time: TimeMention) -> bool:
    """Whether a time only says that something came a short while after: "hours later"."""
    return _HOURS.search(time.text) is not None and (
        _AFTER.match(document.text, time.end) is not None or time.text.endswith("later")
    )


def _is_next_night(document: Document, before: Draft, sentence: Sentence) -> bool:
    """Whether what came hours after something late in a day may be of the next: "On Friday night ... . A few hours later ..."."""
    late = before.when is not None and _NIGHT.search(before.when.text) is not None
    return late and any(_is_hours_later(document, one) for one in within(document.times, sentence.start, sentence.end))


def _earlier(sentence: Sentence) -> bool:
    """Whether a sentence goes back in time: it says "had" of something, or "earlier"."""
    return not _words("earlier").isdisjoint(sentence.lowers)
