"""A long list of which only the ids are at hand: a page asks for its own things alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")
_AT_ONCE = 500


class ByIds(Sequence[T], Generic[T]):
    """The things of these ids, in this order; `find` gives those of some. What is gone by then is left out."""

    def __init__(self, ids: Sequence[str], find: Callable[[Sequence[str]], Mapping[str, T]]) -> None:
        self.ids, self._find = ids, find

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        """One thing, or some, asked for together."""
        if isinstance(at, int):
            return self._find([self.ids[at]])[self.ids[at]]
        found = self._find(self.ids[at])
        return [found[id] for id in self.ids[at] if id in found]

    def __iter__(self) -> Iterator[T]:
        for start in range(0, len(self.ids), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]
