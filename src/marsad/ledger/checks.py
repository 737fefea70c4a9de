"""Whole and shares: each account's parts against its whole, the gap named and never mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from marsad.ledger.tally import Check, Flag, Line, Part
from marsad.ledger.voices import EVERYBODY, Bucket, Voice

_Account = tuple[str, str, str, str | None, str | None, str, str]


def check_sums(buckets: Mapping[Bucket, list[Voice]]) -> dict[Bucket, list[Check]]:
    """Checks of every account (a report's words of one originator) that gives a whole and groups of it."""
    accounts: dict[_Account, list[tuple[Bucket, Voice]]] = defaultdict(list)
    for bucket, found in buckets.items():
        for voice in found:
            if not voice.summed and not voice.unspecified and voice.toll.modality in ("asserted", "possible"):
                accounts[*bucket[:5], voice.known.report, voice.originator].append((bucket, voice))
    made: dict[Bucket, list[Check]] = defaultdict(list)
    for members in accounts.values():
        if len(members) > 1:
            for bucket, check in _account(members):
                made[bucket].append(check)
    return {bucket: sorted(found) for bucket, found in made.items()}


def _account(members: list[tuple[Bucket, Voice]]) -> Iterable[tuple[Bucket, Check]]:
    for bucket, whole in members:
        point = whole.figure.point
        if point is None or bucket.line.attributes:
            continue
        parts = [voice for _, voice in members if voice is not whole and _is_part(voice, whole)]
        lines = [voice.line for voice in parts]
        if parts and len(set(lines)) == len(lines):
            yield bucket, _check(whole, point, parts)


def _is_part(voice: Voice, whole: Voice) -> bool:
    """Groups are parts; a share of an attribute is none. A link says of which whole; without one, of the account's total."""
    if voice.line.attributes or voice.line == EVERYBODY or voice.figure.point is None:
        return False
    return voice.toll.part_of == whole.toll.id or (voice.toll.part_of is None and whole.line == EVERYBODY)


def _check(whole: Voice, point: int, parts: list[Voice]) -> Check:
    parts = sorted(parts, key=_as_told)
    made = tuple(Part(voice.line.label, voice.figure.point or 0, voice.toll.id) for voice in parts)
    total = sum(part.number for part in made)
    complete = _complete([voice.line for voice in parts])
    shown = " + ".join(str(part.number) for part in made)
    says = f"{point}: {shown}" + ("" if len(made) == 1 else f" = {total}")
    exact = whole.figure.bound == "exact" and all(voice.figure.bound == "exact" for voice in parts)
    broken = total > point if not complete else total != point
    if not broken:
        says += ", which holds" if complete and total == point else ", a part of it"
    elif exact or (total > point and whole.figure.bound == "exact"):
        says += f", a gap of {point - total}" if total < point else f", {total - point} more than the whole"
    else:
        says, complete = says + ", within the bounds given", False
    return Check(whole.toll.id, point, made, total, point - total, complete, says)


def _as_told(voice: Voice) -> tuple[int, bool, tuple[str, ...]]:
    """In the order of the words."""
    start = voice.toll.anchors[0].start if voice.toll.anchors else 0
    return (start, voice.line.side != "civilians", voice.claims)


def _complete(lines: list[Line]) -> bool:
    """Whether the groups look like all there is: civilians and fighters are both named."""
    sides = {line.side for line in lines}
    return {"civilians", "combatants"} <= sides


def sum_flags(checks: Iterable[Check]) -> list[Flag]:
    """A flag for each check that doesn't hold."""
    return [
        Flag("parts_do_not_sum", check.says) for check in checks
        if (check.gap and check.complete) or "more than the whole" in check.says
    ]  # fmt: skip
