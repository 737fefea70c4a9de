"""Who relays whom, about one source: on the left whom it passes on, on the right who passes it on."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from marsad.ledger.sources import Relay

_ROW, _MOST = 30, 12


class Node(msgspec.Struct, frozen=True):
    """A source beside the one in the middle: where it stands, and in how many reports."""

    name: str
    y: int
    reports: int
    width: float


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """The drawing: its height, the middle, and both columns."""

    height: int
    middle: int
    of: tuple[Node, ...]
    by: tuple[Node, ...]


def relays(passes: Sequence[Relay], passed: Sequence[Relay]) -> Graph | None:
    """The graph of one source, the most frequent first; None where nobody relays."""
    if not passes and not passed:
        return None
    rows = max(min(len(passes), _MOST), min(len(passed), _MOST), 1)
    height = rows * _ROW + 10
    return Graph(
        height=height, middle=height // 2,
        of=_column([(one.of, one.reports) for one in passes], height),
        by=_column([(one.by, one.reports) for one in passed], height),
    )  # fmt: skip


def _column(pairs: Sequence[tuple[str, int]], height: int) -> tuple[Node, ...]:
    shown = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    first = (height - len(shown) * _ROW) // 2 + _ROW // 2
    return tuple(Node(name, first + n * _ROW, reports, 1 + min(reports, 10) * 0.4) for n, (name, reports) in enumerate(shown))
