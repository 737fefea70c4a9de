"""What a reader of a figure must know: flags on a tally, and the incident's grade."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.ledger.blame import Blame, admitted, contests
from marsad.ledger.checks import sum_flags
from marsad.ledger.rules import Context
from marsad.ledger.sorting import Sorted
from marsad.ledger.tally import Check, Flag, Grade
from marsad.ledger.voices import Bucket, Voice


def flags_of(
    sorting: Sorted, found: list[Voice], checks: Iterable[Check], accused: list[Blame], context: Context, bucket: Bucket
) -> tuple[Flag, ...]:
    """All flags, each once, in a fixed order."""
    made = [flag for run in sorting.runs for flag in run.flags] + sum_flags(checks)
    made += _sources(sorting, context) + _accounts(sorting, found) + _kind(sorting, bucket)
    pair = contests(accused)
    if pair:
        made.append(Flag("contested", f"{pair[0].says}; {pair[1].says}"))
    return tuple(sorted(set(made), key=lambda flag: (flag.name, flag.date or "", flag.says)))


def _sources(sorting: Sorted, context: Context) -> list[Flag]:
    names = {voice.originator for voice in sorting.counted}
    behind = context.originators.independent(names)
    made = []
    if behind == 1:
        made.append(Flag("single_source", f"{min(names)} is the only originator"))
    if 0 < behind < context.policy.needs:
        made.append(Flag("provisional", f"{behind} of {context.policy.needs} independent originators that the policy needs"))
    if sorting.counted and all(voice.party for voice in sorting.counted):
        made.append(Flag("party_only", "only parties to the conflict give a figure"))
    return made


def _accounts(sorting: Sorted, found: list[Voice]) -> list[Flag]:
    made = []
    for voice in found:
        if voice.toll.modality == "denied":
            made.append(Flag("denied", f"{voice.originator} denies it"))
    copies = {voice.known.report for voice, rule, _ in sorting.aside if rule == "copy"}
    if copies:
        made.append(Flag("copy", f"copies set aside: {', '.join(sorted(copies))}"))
    if any(rule == "as_of_differ" for _, rule, _ in sorting.aside):
        made.append(Flag("as_of_differ", "figures that count to an earlier day are set aside"))
    return made


def _kind(sorting: Sorted, bucket: Bucket) -> list[Flag]:
    made = []
    if bucket.estimate:
        made.append(Flag("estimate", "an estimate, kept apart from counts"))
    if bucket.line.attributes:
        made.append(Flag("share", "a share of a group, not to be added to it"))
    counted = sorting.counted
    if counted and all(voice.figure.bound == "at_least" for voice in counted):
        made.append(Flag("open_ended", 'every figure is "at least": nobody gives a ceiling'))
    if counted and all(voice.figure.bound == "vague" for voice in counted):
        made.append(Flag("vague", "only vague words are given"))
    if any(voice.summed for voice in counted):
        made.append(Flag("summed", "an account's groups were added up, since it gives no total"))
    return made


def grade_of(sorting: Sorted, accused: list[Blame], context: Context) -> Grade:
    """Airwars' grade of an incident."""
    if not sorting.counted:
        return "discounted"
    if admitted(accused):
        return "confirmed"
    if contests(accused):
        return "contested"
    credible = {voice.originator for voice in sorting.stands if not voice.party}
    return "fair" if context.originators.independent(credible) >= 2 else "weak"
