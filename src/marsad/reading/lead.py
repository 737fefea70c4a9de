"""The lead: the report's own main incident as one row, reconciled within the report alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from math import log10

from marsad.model import Actor, Figure, Lead, When
from marsad.model.claim import Outcome
from marsad.reading.acled import label_of
from marsad.reading.datelines import is_date_line
from marsad.reading.document import Document, within
from marsad.reading.draft import Draft
from marsad.reading.language import table
from marsad.reading.lead_figures import LeadChoice, losses_of
from marsad.reading.lead_place import place_of, title_of
from marsad.reading.stated import when_of
from marsad.reading.tolls import risen_words, singular_people

_NEWS = ("asserted", "possible")
_NEARBY = 5
_DAY_REACH = 3
_DATELINE = 60
_ROUNDED = 1.05
_FILED = re.compile(r"(?:,? (?:19|20)\d\d)?\s*(?:\([^)\n]*\)\s*)?(?:[-–—]{1,2}\s|[.:]? *\n)")


def choose_lead(document: Document, drafts: list[Draft]) -> LeadChoice | None:
    """The main incident of a report; None where the report has none.

    It is the incident with the dead where there is one, told by its place in the text, its figure in the title and its scope;
    else the first event or change of control. A cumulative toll counts only where the lead is that campaign.
    """
    news = [draft for draft in drafts if not draft.background and draft.modality in _NEWS]
    main = _main_toll(document, [draft for draft in news if draft.kind == "toll"])
    event = _event_of(document, main, news)
    if main is None and event is None:
        return None
    choice = LeadChoice(event)
    if main is not None:
        _add_tolls(choice, main, news, title_of(document))
        choice.civilian_setting = _names_civilians(document) and not _fought(event)
    _place(document, choice, main, news)
    return choice


def build_lead(choice: LeadChoice, names: dict[int, str]) -> Lead:
    """The lead row of a choice; `names` gives each draft's claim id by `id(draft)`."""
    event = choice.event
    claims = [*([event] if event else []), *(draft for outcome in choice.wholes for draft in choice.of(outcome))]
    losses = {outcome: losses_of(choice, outcome) for outcome in ("killed", "injured")}
    side_a, side_b = _sides(event, choice)
    return Lead(
        claims=tuple(dict.fromkeys(names[id(draft)] for draft in claims if id(draft) in names)),
        event_type=_event_type(event),
        acled_type=label_of(event) if event else None,
        where=choice.where,
        when=choice.when,
        side_a=side_a,
        side_b=side_b,
        killed=losses["killed"],
        injured=losses["injured"],
    )


def _main_toll(document: Document, tolls: list[Draft]) -> Draft | None:
    """The toll that the report is about: the dead before the injured, stated early, named in the title, of one incident."""
    wholes = [toll for toll in tolls if toll.fields["part_of"] is None and toll.fields["figure"].point != 0]
    for outcome in ("killed", "injured"):
        options = [toll for toll in wholes if toll.fields["outcome"] == outcome]
        if options:
            return _exacter(max(options, key=lambda toll: _weight(document, toll, options)), options)
    return None


def _exacter(main: Draft, wholes: list[Draft]) -> Draft:
    """The body's 242 where the headline has rounded it to "more than 240"."""
    figure: Figure = main.fields["figure"]
    if not main.sentence.headline or figure.bound != "at_least" or not figure.best:
        return main
    for toll in wholes:
        point = toll.fields["figure"].point
        if toll.fields["figure"].bound == "exact" and point and figure.best < point <= figure.best * _ROUNDED:
            return toll
    return main


def _weight(document: Document, toll: Draft, wholes: list[Draft]) -> float:
    weights = table("lead")["weights"]
    figure: Figure = toll.fields["figure"]
    score: float = weights["scope"][toll.fields["scope"]]
    score -= weights["per_sentence"] * min(toll.sentence.index, 12)
    score -= weights["per_toll_before"] * min(wholes.index(toll), 6)
    size = figure.point or (figure.high if figure.bound == "between" else None)
    if size:
        score += weights["size"] * log10(size)
    if size is None:
        score += weights["vague"]
    elif size >= weights["war_size"] and not _in_title(document, toll):
        score += weights["of_a_war"]
    if toll.rule.endswith("-losses"):
        score += weights["losses"]
    if toll.modality == "possible":
        score += weights["possible"]
    if figure.point and _in_title(document, toll):
        score += weights["in_title"]
    if _of_headline(document, toll):
        score += weights["of_headline"]
    if any(word in risen_words() for word in toll.anchors[-1].text.lower().split()):
        score += weights["risen"]
    score -= weights["per_day"] * _age(document, toll)
    if figure.point == 1 and len(wholes) > 1:
        score += weights["single"]
    return score


def _age(document: Document, toll: Draft) -> int:
    """Days from the toll's own date to the publication, ten at most; 0 where either is unknown."""
    if toll.when is None or not toll.when.end or document.published is None:
        return 0
    try:
        return max(0, min(10, (document.published - date.fromisoformat(toll.when.end[:10])).days))
    except ValueError:
        return 0


def _in_title(document: Document, toll: Draft) -> bool:
    """Whether the title names the figure; of a single person, the noun."""
    title = title_of(document)
    if toll.fields["figure"].point == 1:
        named = {word for anchor in toll.anchors for word in anchor.text.lower().split()} & set(re.findall(r"\w+", title.lower()))
        return any(word in singular_people() for word in named)
    return toll.fields["figure"].point in set(_numbers(title))


def _of_headline(document: Document, toll: Draft) -> bool:
    """Whether the toll's event is one that the headline tells."""
    event, first = toll.fields.get("event"), document.sentences[0]
    return isinstance(event, Draft) and first.headline and any(anchor.start < first.end for anchor in event.anchors)


def _numbers(title: str) -> Iterator[int]:
    """The numbers of a title."""
    words: list[str] = table("lead")["number_words"]
    for word in re.findall(r"\w+", title.replace(",", "").lower()):
        if word.isdigit():
            yield int(word)
        elif word in words:
            yield words.index(word)


def _event_of(document: Document, main: Draft | None, news: list[Draft]) -> Draft | None:
    """What happened: the event of the main toll, the event told beside it, or the first event or capture of the report."""
    linked = main.fields.get("event") if main is not None else None
    if isinstance(linked, Draft):
        return linked
    doings = [
        draft
        for draft in news
        if draft.modality == "asserted"
        and (
            (draft.kind == "control" and draft.fields.get("status") in ("captured", "lost", "withdrawn"))
            or (draft.kind == "event" and str(draft.fields.get("event_type", "")).startswith(tuple(table("lead")["events"])))
        )
    ]
    if main is None:
        return doings[0] if doings else None
    if main.fields["scope"] == "cumulative":
        return next((draft for draft in doings if draft.kind == "control"), doings[0] if doings else None)
    told = {document.sentence_at(anchor.start).index for anchor in main.anchors}
    near = [draft for draft in doings if min(abs(draft.sentence.index - index) for index in told) <= 1 and draft.kind == "event"]
    near = [draft for draft in near if not _sets_out_anew(draft, max(told))]
    return min(near, key=lambda draft: draft.sentence.index not in told, default=None)


def _sets_out_anew(event: Draft, told: int) -> bool:
    """Whether an event is told after the main toll, in a sentence that names a place of its own: "In Sittwe, shells hit ..."."""
    where = event.where
    return event.sentence.index > told and where is not None and event.sentence.start <= where.anchor.start < event.sentence.end


def _add_tolls(choice: LeadChoice, main: Draft, news: list[Draft], title: str) -> None:
    """The tolls of the lead's incident: the main one, those told with it, their parts, and the injured beside them."""
    tolls = [draft for draft in news if draft.kind == "toll" and draft.fields["figure"].point != 0]
    outcome: Outcome = main.fields["outcome"]
    _gather(choice, outcome, main, tolls)
    _add_up_to_title(choice, outcome, main, tolls, title)
    if outcome == "killed":
        injured = next(
            (
                toll
                for toll in tolls
                if toll.fields["outcome"] == "injured"
                and toll.fields["part_of"] is None
                and 0 <= toll.sentence.index - main.sentence.index <= _NEARBY
            ),
            None,
        )
        if injured is not None:
            _gather(choice, "injured", injured, tolls)


def _gather(choice: LeadChoice, outcome: Outcome, main: Draft, tolls: list[Draft]) -> None:
    same = [toll for toll in tolls if toll.fields["outcome"] == outcome]
    repeats = [toll for toll in same if toll is not main and _repeats(main, toll)]
    wholes = _with_siblings(main, same) if not repeats else [main]
    choice.wholes[outcome] = wholes
    choice.repeats[outcome] = [] if len(wholes) > 1 else repeats
    holders = [*wholes, *choice.repeats[outcome]]
    parts = [toll for toll in same if any(toll.fields["part_of"] is holder for holder in holders) and toll not in holders]
    if len(wholes) == 1:
        parts += [toll for toll in _breakdown(main, same) if toll not in parts and toll not in holders]
        parts += [toll for toll in _within(main, same) if toll not in parts and toll not in holders]
    choice.parts[outcome] = parts


def _add_up_to_title(choice: LeadChoice, outcome: Outcome, main: Draft, tolls: list[Draft], title: str) -> None:
    """Where the title's figure is the sum of the main toll and its neighbours, the title's news is all of them."""
    options = [
        toll
        for toll in tolls
        if toll.fields["outcome"] == outcome and toll.fields["part_of"] is None and toll.fields["figure"].point
    ]
    if main not in options or main.fields["figure"].point in set(_numbers(title)):
        return
    at = options.index(main)
    for size in (2, 3, 4):
        run = options[at : at + size]
        if len(run) == size and sum(toll.fields["figure"].point for toll in run) in set(_numbers(title)):
            choice.wholes[outcome] = run
            choice.repeats[outcome] = []
            choice.parts[outcome] = [part for part in choice.parts[outcome] if part not in run]
            return


def _repeats(main: Draft, toll: Draft) -> bool:
    """Whether a toll gives the main one's figure once more."""
    one, other = main.fields, toll.fields
    sides = {one["group"].side, other["group"].side} - {"unknown", "mixed"}
    return (
        other["part_of"] is None
        and one["figure"].point is not None
        and one["figure"].point == other["figure"].point
        and one["figure"].point > 1
        and len(sides) < 2
    )


def _with_siblings(main: Draft, tolls: list[Draft]) -> list[Draft]:
    """The toll and those that one verb counts beside it: "12 civilians and five soldiers were killed"."""
    return [
        main,
        *(
            toll
            for toll in tolls
            if toll is not main
            and toll.fields["part_of"] is None
            and toll.sentence is main.sentence
            and toll.trigger == main.trigger
            and toll.fields["scope"] == main.fields["scope"]
        ),
    ]


def _breakdown(main: Draft, tolls: list[Draft]) -> list[Draft]:
    """Tolls told side by side that add up to the main one: "88 dead ... 45 fighters and 43 soldiers had been killed"."""
    total = main.fields["figure"].point
    options = [toll for toll in tolls if toll is not main and toll.fields["part_of"] is None and toll.fields["figure"].point]
    for i in range(len(options)):
        for size in (2, 3, 4):
            run = options[i : i + size]
            if (
                len(run) == size
                and run[-1].sentence.index - run[0].sentence.index <= 1
                and (sum(toll.fields["figure"].point for toll in run) == total)
            ):
                return run
    return []


def _within(main: Draft, tolls: list[Draft]) -> list[Draft]:
    """Children or women counted in an incident that the main toll sums up with others, in its place and after it."""
    total = main.fields["figure"].point
    found: list[Draft] = []
    for toll in tolls:
        group, point = toll.fields["group"], toll.fields["figure"].point
        near = 0 <= toll.sentence.index - main.sentence.index <= _NEARBY
        fits = point is not None and total is not None and point <= total and toll.fields["scope"] == "incident"
        if near and fits and group.attributes in (("children",), ("women",)) and _compatible(main, toll):
            found.append(toll)
    return found


def _compatible(main: Draft, toll: Draft) -> bool:
    """Whether two tolls can be of one place; a place that the main toll's own sentence doesn't name says nothing."""
    a, b = main.where, toll.where
    if a is not None and not main.sentence.start <= a.anchor.start < main.sentence.end:
        return True
    if a is None or b is None or a.country != b.country:
        return a is None or b is None
    return a.adm1 is None or b.adm1 is None or a.adm1 == b.adm1


def _fought(event: Draft | None) -> bool:
    """Whether the event was a fight, whose dead may be fighters."""
    return event is not None and (event.kind == "control" or event.fields.get("acled_type") in table("lead")["fights"])


def _names_civilians(document: Document) -> bool:
    """Whether the report speaks of civilians, women, children, homes: then dead "people" of no side are civilians."""
    words = frozenset(table("lead")["civilian_setting"])
    return not all(words.isdisjoint(sentence.lowers) for sentence in document.sentences)


def _place(document: Document, choice: LeadChoice, main: Draft | None, news: list[Draft]) -> None:
    """Where and when: of the event and its tolls, else of the nearest draft that says it."""
    sources = [draft for draft in (main, choice.event) if draft is not None]
    if main is not None and main.fields["scope"] == "cumulative":
        sources.reverse()
    around = sorted(news, key=lambda draft: abs(draft.sentence.index - sources[0].sentence.index))
    outcome: Outcome = main.fields["outcome"] if main is not None else "killed"
    told = [draft for draft in choice.of(outcome) if draft not in sources]
    choice.where = place_of(document, sources, told)
    around = [draft for draft in around if draft.fields.get("scope") != "cumulative"]
    dated = [draft for draft in [*sources, *told, *around] if draft.when is not None and draft.when.start]
    own = [draft for draft in dated if draft in sources or draft in told]
    own = [draft for draft in [*own, *choice.parts.get(outcome, [])] if not _dateline(document, draft.when)]
    day = next((draft for draft in own if draft.when and draft.when.precision == 1), None)
    choice.when = next((draft.when for draft in ([day] if day else own)), None) or _day_told(document, sources)
    near = next((draft.when for draft in dated), None)
    choice.when = choice.when or (near if near and near.precision in (1, 2) else None) or _date_line(document) or near
    if main is not None and main.fields["scope"] == "cumulative" and main.when is not None:
        choice.when = main.when


def _dateline(document: Document, when: When | None) -> bool:
    """Whether a day is that of filing, or none is given: "PORT SUDAN, April 14 - "."""
    if when is None or when.anchor is None:
        return when is None
    line = document.text.rfind("\n", 0, when.anchor.start) + 1
    return when.anchor.end - line <= _DATELINE and _FILED.match(document.text, when.anchor.end) is not None


def _date_line(document: Document) -> When | None:
    """The day that heads the report: a lead without a day of its own is news of that day."""
    heads = within(document.times, 0, document.sentences[0].end)
    time = next((one for one in heads if is_date_line(document, document.sentences[0], one)), None)
    return when_of(time) if time is not None else None


def _day_told(document: Document, sources: list[Draft]) -> When | None:
    """The last day that the text names before the main incident, in its paragraph or just above."""
    told = [document.sentence_at(anchor.start) for draft in sources for anchor in draft.anchors]
    last = max(told, key=lambda sentence: sentence.index)
    first = document.sentences[max(0, last.index - _DAY_REACH)]
    for time in reversed(within(document.times, first.start, last.end)):
        interval = time.interval
        if (
            interval is not None
            and interval.precision == 1
            and interval.start
            and interval.type in ("DATE", "TIME")
            and document.published is not None
            and interval.start[:10] <= document.published.isoformat()
            and not _FILED.match(document.text, time.end)
        ):
            return when_of(time)
    return None


def _sides(event: Draft | None, choice: LeadChoice) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    if event is None:
        responsible = [
            actor for drafts in choice.wholes.values() for draft in drafts for actor in draft.fields.get("responsible", ())
        ]
        return tuple(dict.fromkeys(responsible)), ()
    if event.kind == "control":
        actors, previous = event.fields.get("actors", ()), event.fields.get("previous", ())
        return (actors, previous) if event.fields.get("status") == "captured" else (previous, actors)
    return tuple(event.fields.get("side_a", ())), tuple(event.fields.get("side_b", ()))


def _event_type(event: Draft | None) -> str | None:
    if event is None:
        return None
    return "COERCE/seize" if event.kind == "control" else event.fields.get("event_type")
