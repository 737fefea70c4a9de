"""What is history and no news: background that a report tells to explain what happened now."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from marsad.model import TimeMention
from marsad.reading.belonging import is_compared, is_happening
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.language import lists_of, table
from marsad.reading.other_times import brings_up
from marsad.reading.syntax import ancestors, children, clause_of

_SINCE = re.compile(r"\bsince (?:\w+ ){1,7}$")
"""Behind it stands the day on which something else began: "the deadliest attack since the war began in April"."""
_MONTH, _MIDDLE = 4, "15"
"""UCDP's date_prec of a month, and the day of its middle."""
_WEEK = timedelta(days=7)
_RECORD = 14
"""Tokens from "deadliest" to its "since"."""


def is_background(document: Document, draft: Draft) -> bool:
    """Whether a claim is history: dated long before publication, under such a heading, or the war's own beginning."""
    sentence = draft.sentence
    return (
        _is_old(document, draft)
        or _under_heading(document, sentence)
        or _tells_history(document, draft)
        or (draft.kind == "toll" and _counts_the_war(document, draft))
        or _is_standing(draft)
        or _is_past(draft)
    )


def _is_old(document: Document, draft: Draft) -> bool:
    times = [time for time in within(document.times, draft.sentence.start, draft.sentence.end) if time.interval is not None]
    mine = [time for time in times if _dates(document, draft, time) and time.text.casefold() not in _words("until_now")]
    mine = [time for time in mine if _is_taken_up(draft, time)] or mine
    clause = draft.kind in ("event", "control", "movement") and draft.sentence.parsed
    passing = clause and draft.sentence.tokens[clause_of(draft.sentence, draft.trigger)].dep == "relcl"
    passing = passing or (clause and any(_is_recent(document, time) for time in within(document.times, 0, draft.sentence.start)))
    return bool(mine) and all(_long_ago(document, time, passing=passing) for time in mine)


def _is_recent(document: Document, time: TimeMention) -> bool:
    """Whether a time is a day of the week before publication: a report that has such tells of no month as its news."""
    interval = time.interval
    if interval is None or interval.precision != 1 or document.published is None or not interval.start:
        return False
    try:
        return abs(document.published - date.fromisoformat(interval.start[:10])) <= _WEEK
    except ValueError:
        return False


def _is_taken_up(draft: Draft, time: TimeMention) -> bool:
    """Whether a clause on the time tells the draft: "most recently in October, when raids killed four"."""
    sentence = draft.sentence
    if not sentence.parsed:
        return False
    own = sentence.tokens[clause_of(sentence, draft.trigger)]
    return own.dep == "relcl" and time.start <= sentence.tokens[own.head].start < time.end


def _long_ago(document: Document, time: TimeMention, *, passing: bool = False) -> bool:
    """Whether a time lies back further than news does; of a month told in `passing` its middle counts."""
    interval = time.interval
    if interval is None or document.published is None:
        return False
    end = interval.start if time.text.casefold().startswith("since") else interval.end or interval.start
    if not end:
        return False
    if passing and interval.start and interval.precision == _MONTH and interval.start.endswith("-01"):
        end = interval.start[:8] + _MIDDLE
    try:
        return date.fromisoformat(end[:10]) < document.published - timedelta(days=int(table("modality")["old_after"]))
    except ValueError:
        return False


def _dates(document: Document, draft: Draft, time: TimeMention) -> bool:
    """Whether a time belongs to the claim: in its words, at its clause, or at a clause that its own hangs on."""
    sentence = draft.sentence
    if sentence.parsed and (first := sentence.token_at(time.start)) and _dates_war(sentence, draft, first.i):
        return True
    if draft.kind != "toll" and _is_taken_up(draft, time):  # "since 2011, when X entered Y"
        return True
    before = document.text[max(sentence.start, time.start - 60) : time.start].casefold()
    since = time.text.casefold().startswith("since") or before.rstrip().endswith("since")
    if since and ("first" in before or "worst" in before or "dead" in before or ("since" not in before and draft.kind != "toll")):
        return False
    opened = _SINCE.search(before)
    inside = sentence.tokens[draft.trigger].start >= time.start - len(before) + (opened.start() if opened else 0)
    if opened and not (inside and draft.start < time.start):  # "since protests broke out in 2011" dates the protests
        return False
    token = sentence.token_at(time.start)
    if token is None or (time.interval is not None and time.interval.type in ("SET", "DURATION") and not time.interval.start):
        return False
    if not sentence.parsed:
        return True
    if is_compared(sentence, draft.anchors, token.i) or brings_up(sentence, draft.trigger, token.i):
        return False
    while sentence.tokens[token.head].end <= time.end and token.head > token.i:  # "last year": the year
        token = sentence.tokens[token.head]
    noun = sentence.tokens[token.head]
    if (
        token.dep in ("compound", "amod", "nummod", "nmod", "poss")
        and noun.tag.startswith("N")
        and noun.i != token.i
        and not noun.lower.endswith("day")
        and draft.kind not in ("agreement",)
    ):
        inner = any(anchor.start <= time.start < anchor.end for anchor in draft.anchors)
        return noun.i == draft.trigger or (inner and draft.trigger == noun.i)
    if draft.kind == "agreement":
        inside = any(anchor.start <= time.start < anchor.end for anchor in draft.anchors)
        return inside or draft.trigger in ancestors(sentence, token.i)
    if _hangs_on(sentence, token.i, draft.trigger):
        return True
    own, its = clause_of(sentence, draft.trigger), clause_of(sentence, token.i)
    if sentence.tokens[own].dep == "relcl" and sentence.tokens[own].head in (token.i, *ancestors(sentence, token.i)):
        return True
    return own == its or (its in ancestors(sentence, own) and time.start < sentence.tokens[own].start)


def _dates_war(sentence: Sentence, draft: Draft, time: int) -> bool:
    """Whether a time dates the war that a relative clause tells of: "the 2020 war, in which A took B"."""
    above = [draft.trigger, *ancestors(sentence, draft.trigger)]
    nouns = {sentence.tokens[one].head for one in above if sentence.tokens[one].dep == "relcl"}
    wars = {one for one in nouns if sentence.tokens[one].lower in _words("history_nouns")}
    inner = (one for one in ancestors(sentence, time) if sentence.tokens[one].dep == "relcl")
    return not wars.isdisjoint(ancestors(sentence, time)) and all(sentence.tokens[one].head not in wars for one in inner)


def _hangs_on(sentence: Sentence, i: int, trigger: int) -> bool:
    """Whether a word hangs on the trigger, and not on a relative clause or apposition about something else there."""
    while i != trigger:
        token = sentence.tokens[i]
        if token.head in (i, -1) or (token.dep in ("relcl", "appos") and token.head != trigger):
            return False
        if token.dep == "acl" and token.head != trigger and not is_happening(token.lemma):
            return False  # "the militia, driven out last year, ambushed a patrol"
        i = token.head
    return True


def _under_heading(document: Document, sentence: Sentence) -> bool:
    for earlier in reversed(document.sentences[: sentence.index]):
        if earlier.headline and len(earlier.tokens) <= 4 and any(character.isalpha() for character in earlier.text):
            return earlier.tokens[0].lower in _words("headings")
    return False


def _tells_history(document: Document, draft: Draft) -> bool:
    """ "The conflict began in 2011": a war's own beginning, months ago; "fighting erupted in Goma" is news."""
    token = draft.sentence.tokens[draft.trigger]
    if not draft.sentence.parsed or token.lower not in _words("history_nouns"):
        return False
    verb = draft.sentence.tokens[token.head]
    if token.dep not in ("nsubj", "nsubjpass") or verb.lemma not in _words("history_verbs") or verb.tag != "VBD":
        return False
    times = within(document.times, verb.end, draft.sentence.end)
    return any(time.interval is not None and (time.interval.precision or 0) >= 4 for time in times)


def _counts_the_war(document: Document, draft: Draft) -> bool:
    """ "more than 500,000 people have been killed since the war began": a toll of the whole war, not of these days."""
    tokens = draft.sentence.tokens
    for token in tokens[:-1]:
        if token.lower != "since" or _closes_record(draft, token) or brings_up(draft.sentence, draft.trigger, token.i):
            continue
        following = [one.lower for one in tokens[token.i + 1 : token.i + 6]]
        if following[0] == "then":
            times = [time for time in within(document.times, 0, token.start) if time.interval and time.interval.start]
            return bool(times) and _long_ago(document, times[-1])
        if any(word in _words("since_words") for word in following):
            after = within(document.times, token.end, draft.sentence.end)
            return not after or any(_long_ago(document, time) for time in after)
    return False


def _closes_record(draft: Draft, since: Token) -> bool:
    """Whether "since" is since when nothing was so bad: "in one of the deadliest attacks since the war began"."""
    tokens = draft.sentence.tokens
    between = tokens[max(0, since.i - _RECORD) : since.i]
    records = table("circumstances")["records"]
    behind = draft.start > since.start  # "the deadliest attack since the war began killed 40"
    return any(
        (behind or one.start >= draft.start) and one.lower in records and tokens[one.i + 1].lower != "of" for one in between
    )


def _is_standing(draft: Draft) -> bool:
    """ "Idlib, which the group controls": a state of things that describes a place or a group in passing."""
    sentence = draft.sentence
    if draft.kind != "control" or draft.fields.get("status") != "held" or not sentence.parsed:
        return False
    token = sentence.tokens[draft.trigger]
    return token.dep in ("relcl", "acl", "amod", "appos", "compound") and token.lemma in _words("standing_verbs")


def _is_past(draft: Draft) -> bool:
    """Whether its words set it in a past that is over: "used to hold the town", "who once shelled the town", "was 12 when"."""
    sentence = draft.sentence
    if not sentence.parsed or draft.kind not in ("event", "control", "toll", "movement"):
        return False
    if _childhood().search(sentence.text) is not None:
        return True
    tokens = sentence.tokens
    token = tokens[draft.trigger]
    above = tokens[token.head]
    if above.lower == "used" and token.dep == "xcomp" and tokens[above.i + 1].lower == "to":
        return True
    return any(tokens[child].lower in _words("long_ago") for child in children(sentence, draft.trigger, "advmod"))


@lru_cache(maxsize=1)
def _childhood() -> re.Pattern[str]:
    return re.compile(table("modality")["childhood"])


_words = lists_of("modality")
