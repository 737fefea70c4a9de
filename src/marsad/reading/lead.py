"""The lead: the report's own main incident as one row, reconciled within the report alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from marsad.model import Actor, Figure, Interval, Lead, Losses, Place
from marsad.model.claim import Outcome, Side
from marsad.reading.document import Document
from marsad.reading.draft import Draft
from marsad.reading.language import table

_NEWS = ("asserted", "possible")


@dataclass(slots=True)
class LeadChoice:
    """The drafts that the lead is made of: what happened, its tolls by outcome, and its circumstances."""

    event: Draft | None
    tolls: dict[Outcome, list[Draft]] = field(default_factory=dict)
    parts: dict[Outcome, list[Draft]] = field(default_factory=dict)
    where: Place | None = None
    when: Interval | None = None


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
        _add_tolls(choice, main, news)
    _place(choice, main, news)
    return choice


def build_lead(choice: LeadChoice, names: dict[int, str]) -> Lead:
    """The lead row of a choice; `names` gives each draft's claim id by `id(draft)`."""
    event = choice.event
    claims = [*([event] if event else []), *(draft for group in (choice.tolls, choice.parts) for drafts in group.values() for draft in drafts)]
    losses = {outcome: _losses(choice, outcome) for outcome in ("killed", "injured")}
    side_a, side_b = _sides(event, choice)
    return Lead(
        claims=tuple(dict.fromkeys(names[id(draft)] for draft in claims if id(draft) in names)),
        event_type=_event_type(event), acled_type=_acled_type(event), where=choice.where, when=choice.when,
        side_a=side_a, side_b=side_b, killed=losses["killed"], injured=losses["injured"])


def _main_toll(document: Document, tolls: list[Draft]) -> Draft | None:
    """The toll that the report is about: the dead before the injured, stated early, named in the title, of one incident."""
    wholes = [toll for toll in tolls if toll.fields["part_of"] is None and toll.fields["figure"].point != 0]
    best = max(wholes, key=lambda toll: _weight(document, toll, wholes), default=None)
    return best if best is not None and best.fields["outcome"] in ("killed", "injured") else None


def _weight(document: Document, toll: Draft, wholes: list[Draft]) -> float:
    weights = table("lead")["weights"]
    figure: Figure = toll.fields["figure"]
    score = weights["outcome"].get(toll.fields["outcome"], -9.0) + weights["scope"][toll.fields["scope"]]
    score -= weights["per_sentence"] * min(toll.sentence.index, 12)
    score -= weights["per_toll_before"] * min(wholes.index(toll), 6)
    if figure.point is None:
        score += weights["vague"]
    if toll.modality == "possible":
        score += weights["possible"]
    if figure.point and _in_title(document, toll):
        score += weights["in_title"]
    if figure.point == 1 and len(wholes) > 1:
        score += weights["single"]
    return score


def _in_title(document: Document, toll: Draft) -> bool:
    """Whether the title names the figure."""
    title = document.report.title or ""
    number = str(toll.fields["figure"].point)
    if not title:
        return False
    words = {str(value): word for value, word in enumerate(table("lead")["number_words"])}
    wanted = number if number not in words else f"{number}|{words[number]}"
    return re.search(rf"\b(?:{wanted})\b", title.replace(",", ""), re.IGNORECASE) is not None


def _event_of(document: Document, main: Draft | None, news: list[Draft]) -> Draft | None:
    """What happened: the event of the main toll, the event told beside it, or the first event or capture of the report."""
    linked = main.fields.get("event") if main is not None else None
    if isinstance(linked, Draft):
        return linked
    doings = [draft for draft in news if draft.modality == "asserted" and (
        draft.kind == "control" and draft.fields.get("status") in ("captured", "lost", "withdrawn")
        or draft.kind == "event" and str(draft.fields.get("event_type", "")).startswith(tuple(table("lead")["events"])))]
    if main is None:
        return doings[0] if doings else None
    if main.fields["scope"] == "cumulative":
        return next((draft for draft in doings if draft.kind == "control"), doings[0] if doings else None)
    here = [draft for draft in doings if draft.sentence is main.sentence]
    return here[0] if here else None


def _add_tolls(choice: LeadChoice, main: Draft, news: list[Draft]) -> None:
    """The tolls of the lead's incident: the main one, those told with it, their parts, and the injured beside them."""
    tolls = [draft for draft in news if draft.kind == "toll" and draft.fields["figure"].point != 0]
    outcome: Outcome = main.fields["outcome"]
    choice.tolls[outcome] = _with_siblings(main, tolls)
    if outcome == "killed":
        injured = [toll for toll in tolls if toll.fields["outcome"] == "injured" and toll.fields["part_of"] is None
                   and 0 <= toll.sentence.index - main.sentence.index <= 3]
        if injured:
            choice.tolls["injured"] = _with_siblings(injured[0], tolls)
    for name, wholes in choice.tolls.items():
        choice.parts[name] = [toll for toll in tolls if toll.fields["part_of"] in wholes and toll not in wholes]


def _with_siblings(main: Draft, tolls: list[Draft]) -> list[Draft]:
    """The toll and those that one verb counts beside it: "12 civilians and five soldiers were killed"."""
    found = [main]
    for toll in tolls:
        fields = toll.fields
        if toll is not main and fields["outcome"] == main.fields["outcome"] and fields["part_of"] is None and (
                toll.sentence is main.sentence and toll.trigger == main.trigger and fields["scope"] == main.fields["scope"]):
            found.append(toll)
    return found


def _place(choice: LeadChoice, main: Draft | None, news: list[Draft]) -> None:
    """Where and when: of the event, else of the toll, else of the nearest draft that says it."""
    sources = [draft for draft in (main, choice.event) if draft is not None]
    if main is not None and main.fields["scope"] == "cumulative":
        sources.reverse()
    around = sorted(news, key=lambda draft: abs(draft.sentence.index - sources[0].sentence.index))
    choice.where = next((draft.where for draft in [*sources, *around] if draft.where is not None), None)
    choice.when = next((draft.when for draft in [*sources, *around] if draft.when is not None and draft.when.start), None)


def _losses(choice: LeadChoice, outcome: Outcome) -> Losses | None:
    wholes, parts = choice.tolls.get(outcome, []), choice.parts.get(outcome, [])
    if not wholes:
        return None
    return Losses(total=_sum(wholes), civilians=_side(wholes, parts, "civilians"), combatants=_side(wholes, parts, "combatants"),
                  unknown=_side(wholes, [], "unknown"), children=_share(wholes, parts, "children"), women=_share(wholes, parts, "women"))


def _sum(drafts: list[Draft]) -> Figure | None:
    """The sum of disjoint tolls; a bound that one of them lacks is lacking in the sum."""
    figures: list[Figure] = [draft.fields["figure"] for draft in drafts]
    if len(figures) < 2:
        return figures[0] if figures else None
    low, best, high = ([getattr(figure, name) for figure in figures] for name in ("low", "best", "high"))
    ends = [None if None in values else sum(values) for values in (low, best, high)]
    bound = "exact" if all(figure.bound == "exact" for figure in figures) else "at_least" if ends[2] is None else "between"
    return Figure(ends[0], ends[1], ends[2], bound)


def _side(wholes: list[Draft], parts: list[Draft], side: Side) -> Figure | None:
    """The losses of one side: tolls of that side, else the parts of that side that aren't shares by age or sex."""
    own = [draft for draft in wholes if draft.fields["group"].side == side]
    if own:
        return _sum(own)
    plain = [draft for draft in parts if draft.fields["group"].side == side and not {"children", "women"} & set(draft.fields["group"].attributes)]
    return _sum(plain)


def _share(wholes: list[Draft], parts: list[Draft], attribute: str) -> Figure | None:
    """The children or the women among the losses, where a figure is theirs alone."""
    return _sum([draft for draft in [*parts, *wholes] if draft.fields["group"].attributes == (attribute,)])


def _sides(event: Draft | None, choice: LeadChoice) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    if event is None:
        responsible = [actor for drafts in choice.tolls.values() for draft in drafts for actor in draft.fields.get("responsible", ())]
        return tuple(dict.fromkeys(responsible)), ()
    if event.kind == "control":
        actors, previous = event.fields.get("actors", ()), event.fields.get("previous", ())
        return (actors, previous) if event.fields.get("status") == "captured" else (previous, actors)
    return tuple(event.fields.get("side_a", ())), tuple(event.fields.get("side_b", ()))


def _event_type(event: Draft | None) -> str | None:
    if event is None:
        return None
    return "COERCE/seize" if event.kind == "control" else event.fields.get("event_type")


def _acled_type(event: Draft | None) -> str | None:
    """ACLED's label: of a capture it depends on who took the place."""
    if event is None or event.kind != "control":
        return event.fields.get("acled_type") if event else None
    labels: dict[str, str] = table("lead")["capture"]
    taker = event.fields.get("actors", ()) if event.fields.get("status") == "captured" else event.fields.get("previous", ())
    kinds = {actor.kind for actor in taker}
    return labels["government"] if kinds & {"state", "government", "military", "police"} and not kinds & {"rebel", "militia"} else labels["other"]
