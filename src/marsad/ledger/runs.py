"""One originator's figures for one thing in the order of saying: the later replaces the earlier; repeats count once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.ledger.tally import Flag
from marsad.ledger.voices import Voice, ceiling, floor
from marsad.model import Figure


@dataclass(slots=True)
class Run:
    """`stands` is the figure that holds now; `aside` the others with rule and reason; `flags` falls and disagreements."""

    stands: Voice
    aside: list[tuple[Voice, str, str]] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)


def number(figure: Figure) -> str:
    """A figure as people write it."""
    low, high = floor(figure), figure.high
    if figure.bound == "vague" or figure.bound == "between":
        return f"{low if low is not None else '?'} to {high if high is not None else '?'}"
    words = {"at_least": "at least ", "at_most": "at most ", "about": "about "}.get(figure.bound, "")
    return f"{words}{figure.point if figure.point is not None else high}"


def run(found: Iterable[Voice]) -> Run:
    """Follow one originator through its figures."""
    ordered = sorted(found, key=lambda voice: voice.key)
    made = Run(ordered[0])
    seen = {_triple(ordered[0]): ordered[0].said}
    for voice in ordered[1:]:
        before = made.stands
        rule = _nothing_new(voice, before, seen)
        if rule:
            made.aside.append((voice, *rule))
            continue
        seen.setdefault(_triple(voice), voice.said)
        made.stands = voice
        if before.said == voice.said and _rounds(before.figure, voice.figure):
            made.aside.append((before, "less_specific", f"it says in round numbers the {number(voice.figure)} of the same day"))
            continue
        made.aside.append((before, *_replaced(before, voice)))
        made.flags += _flags(before, voice)
    return made


def _triple(voice: Voice) -> tuple[int | None, int | None, int | None]:
    return (voice.figure.low, voice.figure.best, voice.figure.high)


def _nothing_new(
    voice: Voice, before: Voice, seen: dict[tuple[int | None, int | None, int | None], str]
) -> tuple[str, str] | None:
    by = f" by {voice.known.outlet}" if voice.known.outlet else ""
    if _triple(voice) == _triple(before):
        if voice.known.copy_of:
            return "copy", f"report {voice.known.report} is a copy of {voice.known.copy_of}"
        return "repeat", f"the same figure of {voice.originator}, passed on{by}"
    if _triple(voice) in seen and voice.known.outlet != before.known.outlet:  # the same outlet would have known better
        return "older", f"{voice.originator} gave this figure on {seen[_triple(voice)][:10]} already and has replaced it since"
    if _within(voice.figure, before.figure):
        return "less_specific", f"it says no more than the {number(before.figure)} of {before.said[:10]} does already"
    return None


def _within(new: Figure, old: Figure) -> bool:
    """Whether a new figure is only a vaguer way to say the old one."""
    point, low = old.point, floor(new)
    if point is None or new.bound == "exact" or (new.bound, new.low) == (old.bound, old.low):
        return False
    if new.bound == "at_least":
        return low is not None and low <= point
    return (low is None or low <= point) and (new.high is None or point <= new.high)


def _rounds(round_: Figure, sharp: Figure) -> bool:
    """Whether "more than 240" is how a headline says 242: the figure cut down to its tens or hundreds."""
    low, point = floor(round_), sharp.point
    if round_.bound != "at_least" or not low or point is None:
        return False
    return any(low % step == 0 and 0 <= point - low < step for step in (10, 100) if point >= 10 * step)


def _replaced(before: Voice, after: Voice) -> tuple[str, str]:
    if before.said == after.said:
        return (
            "superseded",
            f"{after.originator} gives {number(after.figure)} at the same time; tolls rise, so that is taken for its later one",
        )
    return "superseded", f"{after.originator} gave {number(after.figure)} on {after.said[:10]}, which replaces it"


def _flags(before: Voice, after: Voice) -> list[Flag]:
    flags = []
    top, bottom = ceiling(after.figure), floor(before.figure)
    if after.figure.bound != "at_least" and top is not None and bottom is not None and top < bottom:
        says = f"{after.originator}: {number(before.figure)} on {before.said[:10]}, {number(after.figure)} on {after.said[:10]}"
        flags.append(Flag("falls", says, after.said[:10], before.figure.point or bottom, after.figure.point or top))
    elif before.said == after.said and after.toll.scope != "cumulative":
        says = f"{after.originator} gives {number(before.figure)} and {number(after.figure)} on {after.said[:10]}"
        flags.append(Flag("originator_disagrees", says, after.said[:10]))
    return flags
