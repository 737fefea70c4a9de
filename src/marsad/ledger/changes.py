"""What every figure was, is, and why it moved: two moments of what we knew, compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from marsad.ledger.clock import instant
from marsad.ledger.lasting import paired
from marsad.ledger.policy import Policy
from marsad.ledger.runs import number
from marsad.ledger.sources import Beyond
from marsad.ledger.tally import Tally
from marsad.ledger.tolls import lay, tally_all
from marsad.ledger.voices import Bucket
from marsad.model import AnyDecision, Assessment, Correction, Judgement, Known, Retraction, Review, SourceEntry, Toll


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A tally that moved. `before` is None for a new one, `after` for one that is gone; `why` names what came."""

    id: str
    before: Tally | None
    after: Tally | None
    moved: tuple[str, ...]
    why: tuple[str, ...]
    claims: tuple[str, ...]
    decisions: tuple[str, ...]


def changes(
    since: str, known: Sequence[Known], *, groups: Mapping[str, str], known_then: Sequence[Known] | None = None,
    groups_then: Mapping[str, str] | None = None, policy: Policy | None = None, decisions: Sequence[AnyDecision] = (),
    sources: Sequence[SourceEntry] = (), beyond: Beyond | None = None, as_of: str | None = None, until: str | None = None,
    decisions_then: Sequence[AnyDecision] | None = None, only: Callable[[Bucket], bool] | None = None,
) -> list[Change]:  # fmt: skip
    """Tallies that differ between what we knew at `since` and at `until` (now without).

    Where `known` has decisions applied already (as the store gives it), `known_then` is what was known at `since`; else `known`
    must hold claims that were retracted since. `groups_then` is the matching as it was, and `decisions_then` what people had
    decided, where they differ. `only` says which tallies are wanted.
    """
    before = lay(
        known if known_then is None else known_then,
        groups if groups_then is None else groups_then,
        decisions if decisions_then is None else decisions_then,
        sources,
        beyond=beyond,
        as_of=as_of,
        known_at=since,
    )
    after = lay(known, groups, decisions, sources, beyond=beyond, as_of=as_of, known_at=until)
    then, now = (tally_all(ground, policy, only) for ground in (before, after))
    news = _News(since, until, (*(known_then or ()), *known), decisions)
    return [
        news.change((is_now or was).id, was, is_now, moved)  # type: ignore[union-attr]
        for was, is_now in paired(then, now, split=policy is not None and policy.one_originator)
        if (moved := _moved(was, is_now))
    ]


def _moved(before: Tally | None, after: Tally | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ("new",) if before is None else ("gone",)
    names = ("low", "best", "high", "independent", "grade")
    found = [f"{name} {_shown(getattr(before, name))} to {_shown(getattr(after, name))}" for name in names
             if getattr(before, name) != getattr(after, name)]  # fmt: skip
    had, has = ({flag.name for flag in tally.flags} for tally in (before, after))
    found += [f"flag {name} added" for name in sorted(has - had)] + [f"flag {name} gone" for name in sorted(had - has)]
    return tuple(found)


def _shown(value: object) -> str:
    return "unknown" if value is None else str(value)


class _News:
    """What came between the two moments."""

    def __init__(self, since: str, until: str | None, known: Sequence[Known], decisions: Sequence[AnyDecision]) -> None:
        first, last = instant(since, end=True) or "", instant(until, end=True) or "9"
        self._claims = {item.claim.id: item for item in known}
        self._fresh = {item.claim.id for item in known if first < (instant(item.known_at) or "") <= last}
        self._decisions = sorted(
            (one for one in decisions if first < (instant(one.at) or "") <= last), key=lambda one: (one.at, one.id)
        )

    def change(self, id: str, before: Tally | None, after: Tally | None, moved: tuple[str, ...]) -> Change:
        """The change with its reasons."""
        held = {
            claim for tally in (before, after) if tally for entry in (*tally.counted, *tally.set_aside) for claim in entry.claims
        }
        came = sorted(held & self._fresh)
        decided = [one for one in self._decisions if self._touches(one, held)]
        why = [self._arrived(claim) for claim in came] + [_says(one) for one in decided]
        if not why:
            why = ["its claims were matched otherwise"]
        return Change(id=id, before=before, after=after, moved=moved, why=tuple(why), claims=tuple(came),
                      decisions=tuple(one.id for one in decided))  # fmt: skip

    def _touches(self, one: AnyDecision, held: set[str]) -> bool:
        items = [self._claims[claim] for claim in held if claim in self._claims]
        names = held | {item.report for item in items} | {item.originator for item in items}
        return bool(_targets(one) & names)

    def _arrived(self, claim: str) -> str:
        item = self._claims[claim]
        figure = f" {number(item.claim.figure)}" if isinstance(item.claim, Toll) else ""
        return f"arrived {(instant(item.known_at) or '')[:10]}: {item.originator}{figure} (report {item.report}, claim {claim})"


def _targets(one: AnyDecision) -> set[str]:
    named = (getattr(one, name, None) for name in ("one", "other", "target", "claim", "report"))
    return {str(target) for target in named if target}


def _says(one: AnyDecision) -> str:
    why = f": {one.why}" if one.why else ""
    if isinstance(one, Judgement):
        return f"{one.who} judged {one.one} and {one.other} {one.verdict}{why}"
    if isinstance(one, Retraction):
        return f"{one.who} retracted {one.target}{why}"
    if isinstance(one, Assessment):
        return f"{one.who} assessed {one.target} {one.reliability or ''}{one.credibility or ''}{why}"
    if isinstance(one, Correction):
        return f"{one.who} corrected {one.claim} ({', '.join(sorted(one.fields))}){why}"
    if isinstance(one, Review):
        verdict = {True: "accepted", False: "rejected", None: "took back the review of"}[one.accepted]
        return f"{one.who} {verdict} {one.claim}{why}"
    return f"{one.who} decided on {', '.join(sorted(_targets(one)))}{why}"
