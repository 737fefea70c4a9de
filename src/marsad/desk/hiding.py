"""Protected sources behind their aliases, in everything that the pages and the API get: words, names, and where words stand.

A text with aliases in it is no longer as long as it was, so the anchors of its claims are moved with it: they always fit the
text that is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec

from marsad.ledger.veil import Veil
from marsad.model import Anchor, Known
from marsad.store import Found
from marsad.table import Table

T = TypeVar("T")
Span = tuple[int, int]
Move = Callable[[int, int], tuple[int, int, str]]


def hidden(value: T, veil: Veil, move: Move | None = None) -> T:
    """The value with aliases: structs, tables, lists and dicts to any depth; codes of the model stay as they are."""
    return _hide(value, veil, move) if veil else value


def hidden_known(item: Known, text: str, veil: Veil) -> Known:
    """A claim with aliases, its anchors where the words stand in the text with aliases."""
    return hidden(item, veil, moved(text, veil)) if veil else item


def hidden_found(found: Found, veil: Veil) -> Found:
    """What a search found, with aliases; the words that were sought are marked where they stand now."""
    if not veil:
        return found
    move = moved(found.snippet, veil)
    spans = tuple(move(start, end)[:2] for start, end in found.spans)
    return msgspec.structs.replace(hidden(found, veil), spans=tuple(dict.fromkeys(spans)))


def moved(text: str, veil: Veil) -> Move:
    """Says where a stretch of the text stands once aliases are in it, and what then stands there."""
    names = list(veil.found(text))
    shown = veil.text(text)
    starts = [start for start, _, _ in names]
    shifts = [0]
    for start, end, alias in names:
        shifts.append(shifts[-1] + len(alias) - (end - start))

    def place(at: int, *, last: bool) -> int:
        """A position in the new text; one inside a name goes to the alias' beginning, or its end."""
        n = bisect_right(starts, at - 1 if last else at)
        if n and at < names[n - 1][1]:
            start, _, alias = names[n - 1]
            return start + shifts[n - 1] + (len(alias) if last else 0)
        return at + shifts[n]

    def move(start: int, end: int) -> tuple[int, int, str]:
        first, after = place(start, last=False), place(end, last=True)
        return first, after, shown[first:after]

    return move


def _hide(value: Any, veil: Veil, move: Move | None) -> Any:
    if isinstance(value, str):
        return veil.text(value)
    if isinstance(value, Anchor) and move is not None:
        return Anchor(*move(value.start, value.end))
    if isinstance(value, msgspec.Struct):
        fields = {name: _hide(held, veil, move) for name in _worded(type(value)) if (held := getattr(value, name)) is not None}
        return msgspec.structs.replace(value, **fields)
    if isinstance(value, dict):
        return {_hide(name, veil, move): _hide(held, veil, move) for name, held in value.items()}
    if isinstance(value, Table):
        return [_hide(held, veil, move) for held in value]
    if isinstance(value, list | tuple):
        made = [_hide(held, veil, move) for held in value]
        return tuple(made) if isinstance(value, tuple) else made
    return value


@cache
def _worded(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a struct that can hold words of people, not codes."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if not _coded(field.type))


def _coded(kind: Any) -> bool:
    parts: Sequence[Any] = get_args(kind)
    if get_origin(kind) is Literal or kind in (int, float, bool, type(None)):
        return True
    return bool(parts) and all(_coded(part) for part in parts if part is not Ellipsis)
