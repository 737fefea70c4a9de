"""From weights of pairs to groups: average linkage under constraints.

Groups grow from the strongest mean weight down while it is above nought. A pair that is never the same keeps its two groups
apart; a pair that was not compared counts as `UNCOMPARED`. Weights are whole numbers, so that sums don't depend on the order of
adding, and ties go to the smaller members: the groups are a function of the set alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

UNCOMPARED = -6_000
_MOST = 12_000

Edges = Mapping[int, Mapping[int, int | None]]


class _Tie:
    """What lies between two groups: the sum over compared pairs, how many there are, and whether one forbids them to be one."""

    __slots__ = ("count", "never", "total")

    def __init__(self) -> None:
        self.total, self.count, self.never = 0, 0, False

    def add(self, other: _Tie) -> None:
        self.total += other.total
        self.count += other.count
        self.never = self.never or other.never


def clusters(
    size: int, edges: Edges, bound: Iterable[tuple[int, int]], barred: frozenset[tuple[int, int]], *, by_best: bool = False
) -> list[list[int]]:
    """Groups of 0 to `size` - 1, sorted. `edges[i][j]` both ways; `bound` pairs are one, `barred` (i < j) pairs never are.

    `by_best`: what ties two groups counts, and not what fails to: for series, whose far ends have little in common.
    """
    if by_best:
        edges = {
            one: {other: weight for other, weight in row.items() if weight is None or weight > 0} for one, row in edges.items()
        }
    home = _bind(size, bound)
    members: dict[int, list[int]] = {}
    for item in range(size):
        members.setdefault(home[item], []).append(item)
    ties = _ties(edges, home, barred)
    heap = [
        entry
        for one, row in ties.items()
        for other, tie in row.items()
        if one < other and (entry := _entry(one, other, tie, members, by_best))
    ]
    heapify(heap)
    while heap:
        _, one, other, sizes = heappop(heap)
        if one in members and other in members and sizes == (len(members[one]), len(members[other])):
            _merge(one, other, members, ties, heap, by_best)
    return sorted(sorted(group) for group in members.values())


_Entry = tuple[float, int, int, tuple[int, int]]


def _entry(one: int, other: int, tie: _Tie, members: dict[int, list[int]], by_best: bool) -> _Entry | None:
    if tie.never:
        return None
    sizes = (len(members[one]), len(members[other]))
    pairs = tie.count if by_best else sizes[0] * sizes[1]
    total = tie.total + (pairs - tie.count) * UNCOMPARED
    return (-total / pairs, one, other, sizes) if total > 0 else None


def _merge(
    one: int, other: int, members: dict[int, list[int]], ties: dict[int, dict[int, _Tie]], heap: list[_Entry], by_best: bool
) -> None:
    """The group `other` goes into `one`, whose name is the smaller."""
    members[one] += members.pop(other)
    row, gone = ties[one], ties.pop(other)
    del row[other], gone[one]
    for third, tie in gone.items():
        del ties[third][other]
        if third in row:
            row[third].add(tie)
        else:
            row[third] = ties[third][one] = tie
    for third, tie in row.items():
        low, high = (one, third) if one < third else (third, one)
        if entry := _entry(low, high, tie, members, by_best):
            heappush(heap, entry)


def _bind(size: int, bound: Iterable[tuple[int, int]]) -> list[int]:
    """Item -> the smallest item that it is bound to."""
    home = list(range(size))
    for one, other in bound:
        low, high = sorted((home[one], home[other]))
        if low != high:
            home = [low if at == high else at for at in home]
    return home


def _ties(edges: Edges, home: list[int], barred: frozenset[tuple[int, int]]) -> dict[int, dict[int, _Tie]]:
    ties: dict[int, dict[int, _Tie]] = {at: {} for at in set(home)}
    for one, row in edges.items():
        for other, weight in row.items():
            if one < other and home[one] != home[other]:
                tie = _tie(ties, home[one], home[other])
                if weight is None:
                    tie.never = True
                else:
                    tie.total += max(-_MOST, min(_MOST, weight))
                    tie.count += 1
    for one, other in barred:
        if home[one] != home[other]:
            _tie(ties, home[one], home[other]).never = True
    return ties


def _tie(ties: dict[int, dict[int, _Tie]], one: int, other: int) -> _Tie:
    tie = ties[one].get(other)
    if tie is None:
        tie = ties[one][other] = ties[other][one] = _Tie()
    return tie
