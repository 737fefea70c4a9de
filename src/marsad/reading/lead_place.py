"""Where the lead's incident was: places vote, by how closely they belong to its tolls."""

from __future__ import annotations

import re

from marsad.model import Anchor, Place
from marsad.reading.document import Document, within
from marsad.reading.draft import Draft
from marsad.reading.language import table
from marsad.reading.passing import headed_for, is_passed, measured_from
from marsad.reading.several import of_several


def place_of(document: Document, sources: list[Draft], told: list[Draft]) -> Place | None:
    """The place that most says for: the drafts' own, then the title's, then what stands near; the finest one of its region."""
    votes: dict[tuple[str | None, str | None], float] = {}
    options = _options(document, sources, told)
    for weight, place in options:
        key = (place.country, place.adm1)
        votes[key] = votes.get(key, 0.0) + weight
    regions = {key: vote for key, vote in votes.items() if key[1] is not None}
    if not options:
        return next((draft.where for draft in [*sources, *told] if draft.where is not None), None)
    best = max(regions or votes, key=lambda key: votes[key])
    fitting = [(weight, place) for weight, place in options if (place.country, place.adm1) == best]
    return max(fitting, key=lambda option: (option[0] >= 1.0, -(option[1].precision or 9), option[0]))[1]


def title_of(document: Document) -> str:
    """The report's title, else the headline that its text begins with, without its dates; empty where it has neither."""
    first = next(iter(document.sentences), None)
    if document.report.title or first is None or not first.headline:
        return document.report.title or ""
    title = first.text
    for time in within(document.times, first.start, first.end):
        title = title.replace(time.text, " ")
    return title


def _options(document: Document, sources: list[Draft], told: list[Draft]) -> list[tuple[float, Place]]:
    """Places with the weight that each has for being the lead's."""
    weights = table("lead")["where"]
    stated = [
        (draft, draft.where)
        for draft in [*sources, *told]
        if draft.where is not None and not _is_dateline(document, draft.where.anchor)
    ]
    stated = [one for one in stated if one[1].country is not None]  # a village of no known land tells no region
    found: list[tuple[float, Place]] = [(weights["own" if draft is sources[0] else "told"], where) for draft, where in stated]
    country = _main_country(document, found)
    title = title_of(document).casefold()
    middle = sources[0].sentence
    for n, mention in enumerate(document.places):
        if mention.place is None or _is_dateline(document, mention.anchor) or country not in (None, mention.place.country):
            continue
        if is_passed(document, mention):
            continue  # "a medical source in X", "rebels backed by X", "the road to X"
        if headed_for(document.sentence_at(mention.start), mention):
            continue  # "left for Y"
        if _is_one_of_many(document, n):
            continue
        distance = abs(document.sentence_at(mention.start).index - middle.index)
        weight = weights["here"] if distance == 0 else weights["near"] / (1 + distance)
        name = mention.text.casefold()
        titled = name in title and not measured_from(document, mention)  # "troops clash east of X"
        if titled and re.search(rf"\b{re.escape(name)}\b", title) and not _told_before(document, name, n):
            weight += weights["title"]
        found.append((weight, mention.place))
    return found


def _is_one_of_many(document: Document, n: int) -> bool:
    """Whether the nth place stands in a list of places far from one another: "attacks in Hasaka and Aleppo" were in neither."""
    mention = document.places[n]
    sentence = document.sentence_at(mention.start)
    return document.places[n].place is not None and sentence.index == 0 and of_several(document, mention) is None


def _told_before(document: Document, name: str, n: int) -> bool:
    """Whether one of the first `n` places is of the name, too."""
    return any(document.text[other.start : other.end].casefold() == name for other in document.places[:n])


def _main_country(document: Document, stated: list[tuple[float, Place]]) -> str | None:
    """The country that the tolls' own places and the report's other places name most."""
    votes: dict[str, float] = {}
    named = (one for one in document.places if one.place is not None and not within(document.actors, one.start, one.end))
    for weight, place in [*stated, *((1.0, mention.place) for mention in named if mention.place is not None)]:
        if place.country is not None:
            votes[place.country] = votes.get(place.country, 0.0) + weight
    return max(votes, key=lambda name: votes[name], default=None)


def _is_dateline(document: Document, mention: Anchor) -> bool:
    """Whether a place is where the report was filed: "MOSCOW (Agency)", "BEIRUT - "."""
    return (mention.text.isupper() and len(mention.text) > 3) or re.match(
        r"\s*\([A-Z][\w ]+\)", document.text[mention.end : mention.end + 20]
    ) is not None
