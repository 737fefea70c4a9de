"""Days that a clause settles for itself: "a day after launching an offensive", "in the past 24 hours", none after publication."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec.structs import replace

from marsad.model import When
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.language import table, word_list
from marsad.reading.stated import when_of
from marsad.reading.syntax import ancestors, children, clause_of

_SIGNS = {"after": -1, "before": 1}
_DAYS = {"day": 1, "days": 1, "night": 1, "week": 7, "weeks": 7}
_LONGER = {"month", "months", "year", "years"}
_OPENING = 3
_DATED = ("event", "toll", "control", "movement")


def days_apart(document: Document, sentence: Sentence, trigger: int, when: When) -> When | None:
    """The day of what is told at a trigger, where its clause counts from the sentence's; the sentence's where it doesn't count.

    None where the clause counts in months or years: the sentence's time isn't that of the clause. The words that count join
    the anchor.
    """
    mark = _mark(sentence, trigger)
    if mark is None or mark.i < 2 or when.anchor is None or when.anchor.start < sentence.start:
        return when
    if when.anchor.start > mark.start and mark.i > _OPENING:
        return when
    return _counted(document, sentence, mark, when)


def _counted(document: Document, sentence: Sentence, mark: Token, when: When) -> When | None:
    """The day that a clause counts from another: "two days after" that."""
    tokens = sentence.tokens
    unit, amount = tokens[mark.i - 1].lower, _amount(tokens[mark.i - 2])
    if unit in _LONGER and amount is not None:
        return None
    if unit not in _DAYS or amount is None or when.precision != 1 or when.start is None:
        return when
    try:
        day = date.fromisoformat(when.start[:10]) + timedelta(days=_SIGNS[mark.lower] * amount * _DAYS[unit])
    except (ValueError, OverflowError):  # the calendar ends with the years 1 and 9999
        return None
    anchor = document.anchor(tokens[mark.i - 2].start, mark.end)
    shown = day.isoformat()
    weekly = _DAYS[unit] == 7  # "a week after" is a week, give or take
    first, last = (day - timedelta(days=2), day + timedelta(days=2)) if weekly else (day, day)
    return replace(
        when, start=first.isoformat(), end=last.isoformat(), precision=2 if weekly else 1, value=shown, type="DATE",
        text=anchor.text, anchor=anchor,
    )  # fmt: skip


def counts_apart(sentence: Sentence, trigger: int) -> bool:
    """Whether the clause of a trigger counts its day from the sentence's: "two days after rebels attacked"."""
    mark = _mark(sentence, trigger)
    if mark is None or mark.i < 2:
        return False
    unit, amount = sentence.tokens[mark.i - 1].lower, _amount(sentence.tokens[mark.i - 2])
    return amount is not None and (unit in _DAYS or unit in _LONGER)


def come_after(document: Document, draft: Draft, told: Iterable[Draft]) -> When | None:
    """The day of what another deed came some days after, by the day of that: "The withdrawal comes a day after rebels took X"."""
    sentence = draft.sentence
    mark = _mark(sentence, draft.trigger) if sentence.parsed else None
    if mark is None or mark.i < 2 or not counts_apart(sentence, draft.trigger):
        return None
    verb = next(
        (i for i in ancestors(sentence, draft.trigger) if sentence.tokens[i].lemma in word_list("circumstances", "coming")), None
    )
    subjects = children(sentence, verb, "nsubj") if verb is not None else []
    noun = sentence.tokens[subjects[0]].lower if subjects else ""
    kinds = next((kinds for kinds, nouns in table("circumstances")["told_as"].items() if noun in nouns), None)
    before = [one for one in told if kinds and one.kind in kinds.split("_") and one.when and one.sentence.index < sentence.index]
    at = sentence.tokens[subjects[0]].start if subjects else -1
    meant = [one for one in before if any(anchor.start <= at < anchor.end for anchor in one.anchors)]  # "the blast": that one
    day = (meant or before)[-1].when if before else None
    return _counted(document, sentence, mark, day) if day is not None and day.precision == 1 else None


def _mark(sentence: Sentence, trigger: int) -> Token | None:
    """The "after" or "before" that opens the clause of a trigger."""
    for i in (trigger, *ancestors(sentence, trigger)):
        for one in (i, *children(sentence, i, "mark")):
            token = sentence.tokens[one]
            if token.lower in _SIGNS and token.i < trigger and (one != i or token.dep in ("prep", "mark")):
                return token
    return None


def _amount(token: Token) -> int | None:
    small = {"a": 1, "the": 1, "one": 1, **table("numbers")["units"]}
    found = small.get(token.lower)
    return int(token.text) if found is None and token.text.isdecimal() and len(token.text) < 3 else found


def long_before(draft: Draft) -> bool:
    """Whether a deed is only what another came some time after: "The attacks come a week after the army bombed a camp"."""
    sentence = draft.sentence
    if not sentence.parsed or draft.kind != "event":
        return False
    clause = clause_of(sentence, draft.trigger)
    marks = {sentence.tokens[one].lower for one in children(sentence, clause, "mark")}
    return bool(marks & {"after", "before"}) and bool(children(sentence, clause, "npadvmod"))


def told_past(document: Document, draft: Draft, when: When | None) -> When | None:
    """The day unless it is after publication: a weekday of what is told to have happened is the last one, no other day fits."""
    day = document.published
    if when is None or day is None or not when.start or when.start <= day.isoformat() or draft.kind not in _DATED:
        return when
    if draft.modality not in ("asserted", "possible", "denied"):
        return when
    if when.start != when.end or not any(name in when.text.casefold() for name in table("tags")["weekdays"]):
        return None
    start = (date.fromisoformat(when.start) - timedelta(days=7)).isoformat()
    return replace(when, start=start, end=start, value=when.value.replace(when.start, start) if when.value else None)


def stretch(document: Document, draft: Draft) -> When | None:
    """The days that a period's toll counts: "30 killed in the past 24 hours". An event happened on one of them: it has none."""
    if draft.fields.get("scope") != "period":
        return None
    for time in within(document.times, draft.sentence.start, draft.sentence.end):
        if time.interval is not None and time.interval.type == "DURATION" and time.interval.start:
            return when_of(time)
    return None
