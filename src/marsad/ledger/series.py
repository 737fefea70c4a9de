"""Running totals of each originator in time: what replaced what, where one falls, where its steps deny its daily counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from marsad.ledger.checks import sum_flags
from marsad.ledger.runs import number, run
from marsad.ledger.sources import Beyond
from marsad.ledger.tally import Check, Entry, Flag, Line
from marsad.ledger.tolls import entry_of, entry_order, lay
from marsad.ledger.voices import Bucket, Voice
from marsad.model import AnyDecision, Known, SourceEntry
from marsad.model.claim import Outcome


class Step(msgspec.Struct, frozen=True, gc=False):
    """One figure of a running total: `number` as people write it, `day` to which it counts, `replaced_by` the next."""

    day: str
    number: str
    entry: Entry
    stands: bool
    replaced_by: str | None = None


class Series(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One originator's running total of one thing. `steps` in order of saying; `repeats` passed a step on, or said no more.

    `compiled`: a table's own line instead, of what its coder (then the `originator`) took from several originators; in a group
    that ends in "filled in", with the coder's own figures where nobody reported.
    `flags`: `falls` with the date and both figures; `parts_do_not_sum` where a step's own parts don't; `revised` where a step
    isn't what the originator itself counted for its days.
    """

    group: str
    originator: str
    outcome: Outcome
    line: Line
    start: str | None
    compiled: bool = False
    steps: tuple[Step, ...]
    repeats: tuple[Entry, ...] = ()
    flags: tuple[Flag, ...] = ()


def series(
    known: Sequence[Known], *, groups: Mapping[str, str], decisions: Sequence[AnyDecision] = (),
    sources: Sequence[SourceEntry] = (), beyond: Beyond | None = None, as_of: str | None = None, known_at: str | None = None,
) -> list[Series]:  # fmt: skip
    """The running total of each originator, with supersessions and flagged falls and revisions. Nothing is added up."""
    ground = lay(known, groups, decisions, sources, beyond=beyond, as_of=as_of, known_at=known_at)
    own, tables, filled = _Strands(), _Strands(), _Strands()
    for bucket, found in ground.buckets.items():
        for voice in found:
            if voice.toll.modality != "asserted" or voice.unspecified or voice.toll.id in ground.standing.rejected:
                continue
            own.add(bucket, voice.originator, voice)
            coder = coder_of(voice.known)
            if coder and ground.originators.root(voice.originator) == voice.originator:
                name = f"table|{coder}|{_start(voice)}|{_place(voice)}"
                filled.add(bucket._replace(group=f"{name}|filled in"), coder, voice)
                if voice.originator != coder:
                    tables.add(bucket._replace(group=name), coder, voice)
    made = own.series(ground.checks) + tables.series(ground.checks, compiled=True) + filled.series(ground.checks, compiled=True)
    return sorted(made, key=lambda one: (one.group, one.outcome, one.line.label, one.originator, one.start or ""))


def coder_of(known: Known) -> str | None:
    """Who coded a table's row: the first link of the chain, which then stands on no words of the report."""
    chain = known.claim.attribution
    return chain[0].name if chain and chain[0].anchor is None else None


_Key = tuple[Bucket, str]
_Count = tuple[str, str, Line, str]


class _Strands:
    """Running totals by who tells them, and the same tellers' counts of days and weeks by first and last day."""

    def __init__(self) -> None:
        self._running: dict[_Key, list[Voice]] = defaultdict(list)
        self._daily: dict[_Count, dict[tuple[str, str], Voice]] = defaultdict(dict)

    def add(self, bucket: Bucket, name: str, voice: Voice) -> None:
        """File a figure; incidents and deltas have no place here."""
        if bucket.scope == "cumulative":
            self._running[bucket, name].append(voice)
        elif bucket.scope == "period" and bucket.start and bucket.end:
            days = self._daily[name, bucket.outcome, bucket.line, _place(voice)]
            held = days.get((bucket.start, bucket.end))
            if held is None or _rank(voice) > _rank(held):
                days[bucket.start, bucket.end] = voice

    def series(self, checks: Mapping[Bucket, list[Check]], *, compiled: bool = False) -> list[Series]:
        """All of them; of compiled ones only those that several originators feed."""
        made = []
        for (bucket, name), found in self._running.items():
            if compiled:
                if len({voice.originator for voice in found}) < 2:
                    continue
                found = _one_a_day(found)
            daily = self._daily.get((name, bucket.outcome, bucket.line, _place(found[0])), {})
            made.append(_series(bucket, name, found, daily, checks.get(bucket, []), compiled))
        return made


def _rank(voice: Voice) -> tuple[int, tuple[str, int, str, tuple[str, ...]]]:
    """What a coder reports of others comes before what it fills in itself."""
    return len(voice.known.claim.attribution), voice.key


def _one_a_day(found: list[Voice]) -> list[Voice]:
    days: dict[str, Voice] = {}
    for voice in sorted(found, key=_rank):
        days[voice.said[:10]] = voice
    return list(days.values())


def _start(voice: Voice) -> str:
    return (voice.toll.when.start if voice.toll.when else None) or ""


def _place(voice: Voice) -> str:
    where = voice.toll.where
    return (where.id or where.name) if where else ""


def _series(
    bucket: Bucket, name: str, voices: list[Voice], daily: Mapping[tuple[str, str], Voice], checks: list[Check], compiled: bool
) -> Series:
    followed = run(voices)
    kept = [(voice, rule, says) for voice, rule, says in followed.aside if rule == "superseded"]
    kept = sorted([*kept, (followed.stands, "stands", "the newest")], key=lambda item: item[0].key)
    steps = []
    for (voice, rule, says), after in zip(kept, [*kept[1:], None], strict=True):
        entry = entry_of(voice, "counts" if after is None else "aside", rule, says)
        steps.append(Step(voice.said[:10], number(voice.figure), entry, after is None, after[0].toll.id if after else None))
    repeats = [entry_of(voice, "aside", rule, says) for voice, rule, says in followed.aside if rule != "superseded"]
    flags = {*followed.flags, *_revisions(voices, name, daily), *_gaps(voices, checks)}
    starts = (voice.toll.when.start for voice in voices if voice.toll.when and voice.toll.when.start)
    return Series(
        group=bucket.group, originator=name, outcome=voices[0].toll.outcome, line=bucket.line, start=min(starts, default=None),
        compiled=compiled, steps=tuple(steps), repeats=tuple(sorted(repeats, key=entry_order)),
        flags=tuple(sorted(flags, key=lambda flag: (flag.date or "", flag.name, flag.says))),
    )  # fmt: skip


def _gaps(voices: list[Voice], checks: list[Check]) -> list[Flag]:
    """Steps whose own parts don't sum; a later step doesn't mend them."""
    days = {voice.toll.id: voice.said[:10] for voice in voices}
    return [
        msgspec.structs.replace(flag, date=days[check.claim])
        for check in checks if check.claim in days for flag in sum_flags([check])
    ]  # fmt: skip


def _revisions(voices: list[Voice], name: str, daily: Mapping[tuple[str, str], Voice]) -> list[Flag]:
    """Steps of the total against the originator's own count of exactly the days between; a fall has its own flag."""
    totals = {voice.said[:10]: voice.figure.point for voice in sorted(voices, key=lambda voice: voice.key)}
    made = []
    for (start, end), period in daily.items():
        then, now, own = totals.get(_eve(start)), totals.get(end), period.figure.point
        if now is None or then is None or own is None or now < then or now - then == own:
            continue
        says = (
            f"{name}: the total went from {then} to {now} on {end}, a step of {now - then}; its own count for the time is {own}"
        )
        made.append(Flag("revised", says, end, then, now))
    return made


def _eve(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
