"""A time rule ready to be searched for in a string of class characters, and what its pattern says of where it can fire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from marsad.errors import DataError


class Places(dict[frozenset[str], list[int]]):
    """Where in a text the characters of a need stand, found when they are asked for."""

    def __init__(self, chars: str) -> None:
        super().__init__()
        self.of_char: dict[str, list[int]] = {}
        for i, char in enumerate(chars):
            self.of_char.setdefault(char, []).append(i)

    def __missing__(self, need: frozenset[str]) -> list[int]:
        here = [self.of_char[char] for char in need & self.of_char.keys()]
        found = self[need] = here[0] if len(here) == 1 else sorted(chain.from_iterable(here))
        return found


@dataclass(frozen=True)
class Rule:
    """A named pattern, what is made of a match (`make`, with constants) and its place in the file.

    `needs` are sets of characters of which a text must hold one each, or the rule can't fire. `reach` is how many words a match
    and what it looks at can have together.
    """

    name: str
    pattern: str
    needs: tuple[frozenset[str], ...]
    make: str
    constants: dict[str, Any]
    order: int
    groups: dict[str, list[int]]
    reach: int

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; compiled when it is first needed, as that takes most of the loading time."""
        return re.compile(self.pattern)

    def find(self, chars: str, places: Places) -> Iterator[re.Match[str]]:
        """Every match, as `finditer` would; `places` says where the characters of each need stand."""
        if not self.needs:
            yield from self.regex.finditer(chars)
            return
        rarest = min([places[need] for need in self.needs], key=len)
        search, reach, position = self.regex.search, self.reach, 0
        for place in rarest:  # every match holds one of them, or looks at one
            last = place + reach
            if position > last:
                continue
            if position < place - reach:
                position = place - reach
            while position <= last and (match := search(chars, position, last + reach)) and match.start() <= last:
                yield match
                position = match.end() if match.end() > match.start() else match.end() + 1
            if position <= last:
                position = last + 1


def reach(parts: list[str]) -> int:
    """At most how many characters a pattern takes or looks at."""
    widths, longest = [0], [0]  # of the branch being read and the longest one before it, for each open bracket
    for part in parts:
        if part.startswith("(") and part.endswith(("(", ":", "=", "!")):
            widths.append(0)
            longest.append(0)
        elif part in ("|", ")"):
            longest[-1], widths[-1] = max(longest[-1], widths[-1]), 0
            if part == ")":
                widths.pop()
                widths[-1] += longest.pop()
        elif part in ("*", "+"):
            raise DataError("time rules know no bounds: write what may repeat as often as it may")
        elif part not in ("", "?"):
            widths[-1] += 1
    return max(longest[-1], widths[-1])


def needs(parts: list[str]) -> tuple[frozenset[str], ...]:
    """What every match of a pattern holds: sets of characters, one of each."""
    needs, position = _needs_of_branches([part for part in parts if part], 0)
    assert position == len([part for part in parts if part])
    return tuple(needs)


def _needs_of_branches(parts: list[str], position: int) -> tuple[list[frozenset[str]], int]:
    branches: list[list[frozenset[str]]] = [[]]
    while position < len(parts) and parts[position] != ")":
        part = parts[position]
        position += 1
        if part == "|":
            branches.append([])
            continue
        if part.startswith("(") and part.endswith(("(", ":", "=", "!")):
            inner, position = _needs_of_branches(parts, position)
            position += 1
            inner = [] if part in ("(?!", "(?<!") else inner
        else:
            inner = [frozenset(part.strip("()[]"))]
        if position < len(parts) and parts[position] in ("?", "*"):
            position += 1
            inner = []
        elif position < len(parts) and parts[position] == "+":
            position += 1
        branches[-1].extend(inner)
    if len(branches) == 1:
        return branches[0], position
    if all(branches):
        return [frozenset().union(*(min(branch, key=len) for branch in branches))], position
    return [], position
