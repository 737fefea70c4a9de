"""A bucket's figures are sorted out under a policy: what stands, what only widens the range, what is set aside and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from marsad.ledger.clock import days_between
from marsad.ledger.rules import LEAVE_OUT, WIDEN_ONLY, Context, fired
from marsad.ledger.runs import Run, run
from marsad.ledger.voices import Voice


@dataclass(slots=True)
class Sorted:
    """A bucket's figures on their way: what stands, what only widens, what was set aside."""

    stands: list[Voice] = field(default_factory=list)
    widens: list[tuple[Voice, str, str]] = field(default_factory=list)
    aside: list[tuple[Voice, str, str]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    @property
    def counted(self) -> list[Voice]:
        """All that bear on the range."""
        return self.stands + [voice for voice, _, _ in self.widens]


def sort_out(found: list[Voice], context: Context) -> Sorted:
    """Leave out, follow each originator to its newest figure, set stale totals aside, mark what only widens."""
    rules = context.policy
    made = Sorted()
    left: dict[str, list[Voice]] = defaultdict(list)
    for voice in found:
        reason = rules.not_counted.get(voice.toll.outcome)
        out = ("not_counted", reason) if reason else fired(rules.leave_out, LEAVE_OUT, voice, context)
        if out:
            made.aside.append((voice, *out))
        else:
            left[voice.originator].append(voice)
    kept: list[Voice] = []
    for name in sorted(left):
        if rules.supersede:
            followed = run(left[name])
            made.runs.append(followed)
            made.aside += followed.aside
            kept.append(followed.stands)
        else:
            kept += _each_once(left[name], made)
    for voice in _fresh(kept, made, context):
        only = fired(rules.widen_only, WIDEN_ONLY, voice, context)
        if only:
            made.widens.append((voice, *only))
        else:
            made.stands.append(voice)
    return made


def _each_once(found: list[Voice], made: Sorted) -> list[Voice]:
    """Every account kept, but no figure of one originator twice."""
    kept: dict[tuple[int | None, int | None, int | None], Voice] = {}
    for voice in sorted(found, key=lambda voice: voice.key):
        same = (voice.figure.low, voice.figure.best, voice.figure.high)
        if same in kept:
            made.aside.append((voice, "repeat", f"the same figure of {voice.originator}, passed on"))
        else:
            kept[same] = voice
    return list(kept.values())


def _fresh(kept: list[Voice], made: Sorted, context: Context) -> list[Voice]:
    """Running totals that count to about the same time: one of last week says nothing against this week's."""
    stale = context.policy.stale_days
    if stale is None or len(kept) < 2 or kept[0].toll.scope != "cumulative":
        return kept
    newest = max(voice.said for voice in kept)
    fresh = []
    for voice in kept:
        if days_between(voice.said, newest) > stale:
            says = f"it counts to {voice.said[:10]} only, others to {newest[:10]}"
            made.aside.append((voice, "as_of_differ", says))
        else:
            fresh.append(voice)
    return fresh
