"""What a sentence only sums up, recalls or dates by: deeds of a long time, a war of years, a crowd's grievance, no happening."""

from __future__ import annotations

import re
from datetime import timedelta

from marsad.model import TimeMention
from marsad.reading.casting import lemma_set
from marsad.reading.document import Document, within
from marsad.reading.governing import governor
from marsad.reading.incident import Incident, words
from marsad.reading.syntax import children

_YEARS = re.compile(r"P[\d.X]+Y|P\d+DE")
_BESIDE = 60
"""Characters behind a verb within which a time says how long it went on."""
_WAR = 1000
"""Dead from which they are a war's, and no one deed's."""
_TREND = timedelta(days=31)
"""How long ago what has grown since is no single happening."""


def counts_a_stretch(document: Document, incident: Incident) -> bool:
    """Whether words count or sum up what happened over a stretch of time: "killed 300 militants in 24 hours", "violence has
    surged since 2022".
    """
    if _is_trend(document, incident) or _counts_a_war(document, incident) or _documents_many(document, incident):
        return True
    if not incident.match.verbal or incident.match.token.lemma not in words("counts_dead"):
        return False  # "shelled 11 villages in 24 hours" is told as one thing
    sentence = incident.sentence
    times = within(document.times, incident.match.token.end, min(sentence.end, incident.match.token.end + 2 * _BESIDE))
    return any(time.interval is not None and time.interval.type == "DURATION" and time.interval.start for time in times)


def _counts_a_war(document: Document, incident: Incident) -> bool:
    """Whether so many are told to be killed that no one deed is meant: "it has killed more than 14,000 people"."""
    if not incident.match.verbal or incident.match.token.lemma not in words("counts_dead"):
        return False
    first = incident.match.token.end
    last = max((incident.sentence.tokens[head].end for head in incident.heads), default=first)
    many = any((number.figure.low or 0) >= _WAR for number in within(document.numbers, first, last))
    times = within(document.times, incident.sentence.start, incident.sentence.end) if many else []
    return many and not any(one.interval is not None and one.interval.precision == 1 for one in times)  # "on 7 May"


def _documents_many(document: Document, incident: Incident) -> bool:
    """Whether killings are only counted since a day: "has documented the killing of 31 civilians since the start of August"."""
    if incident.match.verbal or incident.match.frame.name not in words("of_whom"):
        return False
    sentence = incident.sentence
    counted = any(sentence.tokens[one].tag == "CD" for head in incident.heads for one in (head, *sentence.tokens[head].children))
    link = governor(sentence, incident.trigger)
    reports = link is not None and link[1] == "object" and sentence.tokens[link[0]].lemma in lemma_set("reports")
    return counted and reports and "since" in sentence.lowers


def _is_trend(document: Document, incident: Incident) -> bool:
    """Whether a noun of violence is only said to have grown since a day more than a month ago."""
    sentence, token = incident.sentence, incident.match.token
    verb = sentence.tokens[token.head]
    if incident.match.verbal or token.dep != "nsubj" or verb.lemma not in words("trends") or document.published is None:
        return False
    since = next((one for one in sentence.tokens[verb.i :] if one.lower == "since"), None)
    if since is None:
        return False
    starts = [time.interval.start for time in within(document.times, since.start, sentence.end) if time.interval is not None]
    return all(start is not None and start[:10] < str(document.published - _TREND) for start in starts[:1])


def dates_another(incident: Incident) -> bool:
    """Whether a noun only tells since when something else counts: "fifty have died since the protests began on 18 June"."""
    link = governor(incident.sentence, incident.trigger)
    if incident.match.verbal or link is None or link[1] != "subject":
        return False
    if incident.give.get("mutual") and incident.near:  # "since fighting resumed in X four days ago"
        return False
    return any(incident.sentence.tokens[i].lower == "since" for i in children(incident.sentence, link[0], "mark"))


def is_aired(incident: Incident) -> bool:
    """Whether a crowd's grievance is a deed told before, of another place and day: "women marched to protest the killings"."""
    link = None if incident.match.verbal else governor(incident.sentence, incident.trigger)
    if link is None or incident.doers or incident.victims or incident.places:
        return False
    if incident.near and link[1] != "noun":
        return False
    lemma = incident.sentence.tokens[link[0]].lemma
    if link[1] == "noun" and lemma in words("airs"):  # "in protest at the arrests"
        return True
    return (lemma in words("airing") and link[1] == "object") or (lemma in words("airs") and link[1] in words("aired"))


def is_standing(document: Document, incident: Incident) -> bool:
    """Whether a verb tells of a war of years that only describes who fights it: "which has fought the government since 2007"."""
    token = incident.match.token
    if incident.match.frame.name != "clash" or not incident.match.verbal:
        return False
    if token.dep == "relcl" and token.tag in ("VBZ", "VBP"):
        return True
    tokens = incident.sentence.tokens
    wars = [head for prep in children(incident.sentence, token.i, "prep") for head in children(incident.sentence, prep, "pobj")]
    if any(tokens[head].lower in words("wars") and tokens[tokens[head].head].lower == "in" for head in wars):
        return True  # "fought alongside the army in the war of 2020"
    behind = within(document.times, token.end, min(incident.sentence.end, token.end + _BESIDE))
    return any(_in_years(document, time) for time in behind)


def _in_years(document: Document, time: TimeMention) -> bool:
    """Whether a time counts years: "for 15 years", "since 2007"."""
    interval = time.interval
    if interval is None or document.published is None:
        return False
    began = interval.start or ""
    long_ago = began[:4].isdigit() and int(began[:4]) < document.published.year - 1 and interval.start != interval.end
    return bool(_YEARS.fullmatch(interval.value or "")) or (long_ago and time.text.casefold().startswith("since"))
