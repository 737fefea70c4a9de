"""The day or year that an incident's own words give it, so that another of the report can be told from it."""

from __future__ import annotations

import re

from marsad.model import TimeMention
from marsad.reading.document import Document, Sentence, within
from marsad.reading.incident import Incident, in_brief
from marsad.reading.language import word_list
from marsad.reading.syntax import children, clause_of, noun_phrase

YEAR = re.compile(r"(?:19|20)\d\d")
_RECORD = 12
"""Tokens before "since" in which a record is told: "for the first time since"."""
_MONTH = 4
"""UCDP's date_prec up to which a stretch of time tells two incidents apart."""


def years_of(incident: Incident) -> set[str]:
    """The year that an action is given: "the 2019 bombing", "in 2019, when a bomb killed", "killed in 2019"."""
    sentence = incident.sentence
    tokens = sentence.tokens
    if not YEAR.search(sentence.text):
        return set()
    found = set() if incident.match.verbal else set(range(noun_phrase(sentence, incident.trigger, of=False)[0], incident.trigger))
    clause = clause_of(sentence, incident.trigger)
    for i in (incident.trigger, clause):
        found |= {
            year
            for prep in children(sentence, i, "prep")
            if tokens[prep].lower in ("in", "during")
            for one in children(sentence, prep, "pobj")
            for year in (one, *tokens[one].children)
        }
    for i in range(incident.trigger - 2, max(1, incident.trigger - 14), -1):  # "since 2019, when a car bomb killed"
        if tokens[i].lower == "when":
            found |= {i - 1, i - 2}
            break
    return {tokens[i].text for i in found if YEAR.fullmatch(tokens[i].text)}


_BREAKS = frozenset({"after", "before", "since", "while", "who", "which"})


def days_of(document: Document, incident: Incident) -> tuple[str, str] | None:
    """The first and last day of the time that stands nearest to the trigger in its sentence, no "after" or "before" between."""
    at = incident.match.token.start
    tokens = incident.sentence.tokens
    breaks = [token.start for token in tokens if token.lower in _BREAKS]
    whens = [token.start for token in tokens if token.lower == "when"]
    days = [
        (abs(time.start - at), time.interval.start, time.interval.end or time.interval.start)
        for time in within(document.times, incident.sentence.start, incident.sentence.end)
        if time.interval is not None
        and time.interval.start
        and time.interval.type not in ("DURATION", "SET")
        and (time.interval.precision or 9) <= _MONTH
        and not any(min(at, time.start) < mark < max(at, time.start) for mark in breaks)
        and not any(at < mark < time.start for mark in whens)  # but "killed on Monday when a drone dropped a bomb"
    ]
    return min(days)[1:] if days else None


def over_time(document: Document, incident: Incident, *, so_far: bool = False) -> bool:
    """Whether deeds of a long time are told together ("killed 32 last year", "1,200 strikes since May"): no single one of them;
    `so_far`: of a time that lasts till now.
    """
    sentence = incident.sentence
    if in_brief(incident):
        return False
    long = (
        time
        for time in within(document.times, sentence.start, sentence.end)
        if time.interval is not None
        and (time.interval.precision or 0) > _MONTH
        and not _is_record(sentence, time)
        and not (so_far and document.published is not None and str(time.interval.end) < str(document.published))
    )
    own = clause_of(sentence, incident.trigger)
    ends = [sentence.tokens_in(time.start, time.end)[-1:] for time in long]
    return any(clause_of(sentence, end[0].i) == own for end in ends if end)


def _is_record(sentence: Sentence, time: TimeMention) -> bool:
    """ "For the first time since 2016": how long it hadn't been so."""
    before = [token.lower for token in sentence.tokens_in(sentence.start, time.start)[-_RECORD:]]
    since = time.text.casefold().startswith("since") or before[-1:] == ["since"]
    return since and not set(before).isdisjoint(word_list("circumstances", "records"))
