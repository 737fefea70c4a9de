"""What people decided about pairs of claims, and what follows from it.

The newest judgement on a pair holds; "unsure" takes an earlier one back. "Different" stands for its pair against any chain of
"same": of such a chain the oldest judgement gives way, and is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from marsad.model import Judgement

Pair = tuple[str, str]


class Contradiction(msgspec.Struct, frozen=True):
    """A "same" that gives way, since with others it would join a pair that a person called different."""

    judgement: str
    one: str
    other: str
    says: str


def pair_of(one: str, other: str) -> Pair:
    """The two ids in their order."""
    return (one, other) if one <= other else (other, one)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`same`: accepted pairs -> judgement; `different`: pairs kept apart -> judgement; `sets`: claim -> those it is one with.

    `alone` are claims that leave their report's account, so that both a "same" and a "different" about it can hold.
    """

    same: dict[Pair, str]
    different: dict[Pair, str]
    sets: dict[str, frozenset[str]]
    foes: dict[str, frozenset[str]]
    contradictions: tuple[Contradiction, ...] = ()
    alone: frozenset[str] = frozenset()

    def allow(self, id: str, others: Iterable[str]) -> bool:
        """Whether the claim may be of one thing with all the others."""
        foes = self.enemies((id,))
        return not foes or not any(self._friends(other) & foes for other in others)

    def clash(self, ids: Iterable[str]) -> Pair | None:
        """The first two of the claims that are called different."""
        members = set(ids)
        return min((pair_of(id, foe) for id in members for foe in self.foes.get(id, ()) if foe in members), default=None)

    def without(self, alone: Iterable[str]) -> Verdicts:
        """The same verdicts with these claims taken out of their reports' accounts."""
        return replace(self, alone=frozenset(alone))

    def _friends(self, id: str) -> frozenset[str]:
        return self.sets.get(id) or frozenset((id,))

    def enemies(self, ids: Iterable[str]) -> frozenset[str]:
        """The claims that one of these, or what it is one with, is called different from."""
        if not self.foes:
            return frozenset()
        return frozenset(foe for id in ids for friend in self._friends(id) for foe in self.foes.get(friend, ()))

    @property
    def judged(self) -> frozenset[str]:
        """All claims that a judgement in force speaks of."""
        return frozenset(self.sets).union(self.foes)


UNJUDGED = Verdicts({}, {}, {}, {})


def verdicts_of(judgements: Iterable[Judgement]) -> Verdicts:
    """What follows from the judgements, in whatever order they come."""
    newest: dict[Pair, Judgement] = {}
    for judgement in sorted(judgements, key=lambda judgement: (judgement.at, judgement.id)):
        newest[pair_of(judgement.one, judgement.other)] = judgement
    different = {
        pair: judgement.id for pair, judgement in newest.items() if judgement.verdict == "different" and pair[0] != pair[1]
    }
    foes: dict[str, set[str]] = defaultdict(set)
    for one, other in different:
        foes[one].add(other)
        foes[other].add(one)
    ordered = sorted(
        ((pair, judgement) for pair, judgement in newest.items() if judgement.verdict == "same" and pair[0] != pair[1]),
        key=lambda item: (item[1].at, item[1].id), reverse=True,
    )  # fmt: skip
    same, sets, contradictions = _joined(ordered, foes)
    frozen = {id: frozenset(others) for id, others in foes.items()}
    return Verdicts(same, different, {id: frozenset(members) for id, members in sets.items()}, frozen, tuple(contradictions))


def _joined(
    ordered: list[tuple[Pair, Judgement]], foes: dict[str, set[str]]
) -> tuple[dict[Pair, str], dict[str, set[str]], list[Contradiction]]:
    """The accepted "same", newest first; the sets they make; and those that would join what is called different."""
    same: dict[Pair, str] = {}
    sets: dict[str, set[str]] = {}
    contradictions = []
    for pair, judgement in ordered:
        mine, theirs = (sets.get(id) or {id} for id in pair)
        barred = min((pair_of(id, foe) for id in mine for foe in foes.get(id, ()) if foe in theirs), default=None)
        if barred is not None:
            says = (
                f"{pair[0]} and {pair[1]} were called the same, but that would join {barred[0]} and {barred[1]}, called different"
            )
            contradictions.append(Contradiction(judgement.id, *pair, says))
            continue
        same[pair] = judgement.id
        union = mine | theirs
        for id in union:
            sets[id] = union
    return same, sets, contradictions
