"""What a lead is made of, and the figures that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.model import Figure, Interval, Losses, Place
from marsad.model.claim import Outcome, Side
from marsad.model.figure import Bound
from marsad.reading.draft import Draft


@dataclass(slots=True)
class LeadChoice:
    """The drafts that the lead is made of: what happened, its tolls by outcome, and its circumstances.

    Of each outcome `wholes` are disjoint and are added, `repeats` say the same figure again, `parts` are shares of them.
    """

    event: Draft | None
    wholes: dict[Outcome, list[Draft]] = field(default_factory=dict)
    repeats: dict[Outcome, list[Draft]] = field(default_factory=dict)
    parts: dict[Outcome, list[Draft]] = field(default_factory=dict)
    where: Place | None = None
    when: Interval | None = None
    civilian_setting: bool = False

    def of(self, outcome: Outcome) -> list[Draft]:
        """Every draft of an outcome."""
        return [*self.wholes.get(outcome, []), *self.repeats.get(outcome, []), *self.parts.get(outcome, [])]


def losses_of(choice: LeadChoice, outcome: Outcome) -> Losses | None:
    wholes = choice.wholes.get(outcome, [])
    if not wholes:
        return None
    total = _sum(wholes)
    sides = {side: _side(choice, outcome, side) for side in ("civilians", "combatants", "unknown")}
    if (
        choice.civilian_setting
        and sides["civilians"] is None
        and sides["combatants"] is None
        and _just_people(choice.of(outcome))
    ):
        sides["civilians"], sides["unknown"] = total, None
    return Losses(
        total=total,
        civilians=sides["civilians"],
        combatants=sides["combatants"],
        unknown=sides["unknown"],
        children=_share(choice, outcome, "children"),
        women=_share(choice, outcome, "women"),
    )


def _just_people(drafts: list[Draft]) -> bool:
    """Whether no word says that the counted are anything but people: no actor, no fighter among them."""
    return all(not draft.fields["group"].actors and draft.fields["group"].side not in ("combatants", "mixed") for draft in drafts)


def _sum(drafts: list[Draft]) -> Figure | None:
    """The sum of disjoint tolls; a bound that one of them lacks is lacking in the sum."""
    figures: list[Figure] = [draft.fields["figure"] for draft in drafts]
    if len(figures) < 2:
        return figures[0] if figures else None
    low, best, high = ([getattr(figure, name) for figure in figures] for name in ("low", "best", "high"))
    ends = [None if None in values else sum(values) for values in (low, best, high)]
    bound: Bound = "exact" if all(figure.bound == "exact" for figure in figures) else "at_least" if ends[2] is None else "between"
    return Figure(ends[0], ends[1], ends[2], bound)


def _side(choice: LeadChoice, outcome: Outcome, side: Side) -> Figure | None:
    """The losses of one side: tolls of that side, else the parts of that side that aren't shares by age or sex."""
    wholes, repeats = choice.wholes[outcome], choice.repeats[outcome]
    known = {draft.fields["group"].side for draft in [*wholes, *repeats]} - {"unknown"}
    if side == "unknown":
        told = known | {
            draft.fields["group"].side
            for draft in choice.parts[outcome]
            if not {"children", "women"} & set(draft.fields["group"].attributes)
        } - {"unknown"}
        return None if told else _sum(wholes)
    own = [draft for draft in wholes if draft.fields["group"].side == side]
    if not own:
        own = [draft for draft in repeats if draft.fields["group"].side == side][:1]
    if own:
        return _sum(own)
    plain = [
        draft for draft in choice.parts[outcome] if draft.fields["group"].side == side and not draft.fields["group"].attributes
    ]
    plain = [draft for draft in plain if not any(draft.fields["part_of"] is one for one in plain)]  # a share of a share is in it
    together, total = _sum(_told_together(plain)), _sum(wholes)
    if together is None or total is None or total.high is None or (together.low or 0) <= total.high:
        return together
    first: Figure = plain[0].fields["figure"]  # parts that don't sum: "26 killed; 19 were militiamen and 11 jihadists"
    return first


def _share(choice: LeadChoice, outcome: Outcome, attribute: str) -> Figure | None:
    """The children or the women among the losses, where a figure is theirs alone."""
    own = [draft for draft in choice.of(outcome) if draft.fields["group"].attributes == (attribute,)]
    return _sum(_told_together(own))


def _told_together(drafts: list[Draft]) -> list[Draft]:
    """Those that the first verb with any counts together: a later one tells the same again."""
    return [draft for draft in drafts if draft.sentence is drafts[0].sentence and draft.trigger == drafts[0].trigger]
