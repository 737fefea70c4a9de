"""What a pattern over a line of signs must find there, in order: seen at a glance, so that few lines need the pattern itself.

A pattern with its macros filled in is as long as a page, slow to compile and slow to search with. Its outline is the words and
actors that no match can do without. An outline may let a line pass that the pattern doesn't match, never the other way round:
whatever isn't plainly a whole word counts as a gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_MACRO = re.compile(r"\{(\w+)\}")
ACTOR = "§"
"""What stands for every actor's sign."""

_PIECE = re.compile(
    r"(?P<macro>\{[a-z_]+\})|(?P<look>\(\?<?[=!])|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<many>(?:[?*+]|\{\d+(?:,\d*)?\})\??)|(?P<actor>(?:\[[§%@]+\]|[§%@])\\d\+)|(?P<any>\[\^?\]?[^\]]*\]|\\.|[.$^])"
    r"|(?P<space> )|(?P<word>[^ |(){}\[\]\\?*+.$^§%@]+)|(?P<other>.)"
)


class Need(NamedTuple):
    """One of these words; `next`: right behind the need before it."""

    words: frozenset[str]
    next: bool


class _Gap(NamedTuple):
    """Anything or nothing; whether it begins and ends with a space where it is something."""

    opens: bool
    closes: bool


_Item = frozenset[str] | _Gap | None
"""Words, a gap, or (None) a space."""


class Outlines:
    """The outlines of patterns that share macros, each macro read once."""

    def __init__(self, macros: Mapping[str, str | list[str]]) -> None:
        self._macros = macros
        self._known: dict[str, list[_Item]] = {}

    def of(self, pattern: str) -> tuple[Need, ...]:
        """What every match of a pattern holds, in order."""
        items, _ = self._read(list(_PIECE.finditer(pattern)), 0)
        needs: list[Need] = []
        last = -1
        for i, item in enumerate(items):
            if isinstance(item, frozenset) and _bounded(items, i):
                needs.append(Need(item, bool(needs) and last == i - 2 and items[i - 1] is None))
                last = i
        return tuple(needs)

    def _read(self, pieces: list[re.Match[str]], at: int) -> tuple[list[_Item], int]:
        """The items from a piece on up to the bracket that closes, and the piece after that."""
        branches: list[list[_Item]] = [[]]
        while at < len(pieces) and pieces[at].lastgroup != "close":
            kind, text = pieces[at].lastgroup, pieces[at].group()
            at += 1
            if kind == "bar":
                branches.append([])
                continue
            inner: list[_Item] = [frozenset({text})] if kind == "word" else [None] if kind == "space" else [_Gap(False, False)]
            if kind in ("look", "open"):
                inner, at = self._read(pieces, at)
                if kind == "look":
                    continue
            elif kind == "actor":
                inner = [frozenset({ACTOR})]
            elif kind == "macro":
                inner = self._macro(text[1:-1])
            if at < len(pieces) and pieces[at].lastgroup == "many":
                inner = _repeated(inner, pieces[at].group(), single=kind == "word")
                at += 1
            branches[-1] += inner
        return _one_of(branches), at + 1

    def _macro(self, name: str) -> list[_Item]:
        if name not in self._known:
            body = self._macros[name]
            self._known[name], _ = self._read(list(_PIECE.finditer(body if isinstance(body, str) else "|".join(body))), 0)
        return self._known[name]


def fill(text: str, macros: dict[str, str | list[str]]) -> str:
    """A pattern with its {macros} put in; a list is any of its words."""
    while _MACRO.search(text):
        text = _MACRO.sub(lambda m: "(?:" + _alternatives(macros[m.group(1)]) + ")", text)
    return text


def compiled(text: str, macros: dict[str, str | list[str]]) -> re.Pattern[str]:
    """A pattern over whole signs of a line."""
    return re.compile(r"(?<!\S)(?:" + fill(text, macros) + r")(?=\s)")


def _alternatives(words: str | list[str]) -> str:
    return words if isinstance(words, str) else "|".join(words)


def fits(needs: Sequence[Need], words: Sequence[str]) -> bool:
    """Whether a line, as its words with `ACTOR` for each actor, holds all needs in order."""
    here = [-1]
    for need in needs:
        if need.next:
            here = [i + 1 for i in here if i + 1 < len(words) and words[i + 1] in need.words]
        else:
            here = [i for i in range(here[0] + 1, len(words)) if words[i] in need.words]
        if not here:
            return False
    return True


def _repeated(inner: list[_Item], times: str, *, single: bool) -> list[_Item]:
    """The items that may come several times or not at all; after a bare word the sign is only about its last letter."""
    if single:
        return [_Gap(False, False)]
    gap = _Gap(_opens(inner), _closes(inner))
    return [gap] if times[0] in "?*" or times.startswith("{0") else [*inner, gap]


def _one_of(branches: list[list[_Item]]) -> list[_Item]:
    """The items of alternatives: what each has a word of where each has but one, else a gap."""
    if len(branches) == 1:
        return branches[0]
    if [] in branches:
        return _repeated(_one_of([branch for branch in branches if branch]), "?", single=False)
    words = [[item for item in branch if isinstance(item, frozenset)] for branch in branches]
    plain = all(len(own) == 1 and _bounded(branch, branch.index(own[0])) for own, branch in zip(words, branches, strict=True))
    if not plain or any(None in branch for branch in branches):
        return [_Gap(all(map(_opens, branches)), all(map(_closes, branches)))]
    union = frozenset[str]().union(*(own[0] for own in words))
    return [union] if all(len(branch) == 1 for branch in branches) else [_Gap(False, True), union, _Gap(True, False)]


def _opens(items: list[_Item]) -> bool:
    """Whether items begin with a space."""
    first = items[0] if items else frozenset[str]()
    return first is None or (isinstance(first, _Gap) and first.opens)


def _closes(items: list[_Item]) -> bool:
    """Whether items end with a space."""
    last = items[-1] if items else frozenset[str]()
    return last is None or (isinstance(last, _Gap) and last.closes)


def _bounded(items: list[_Item], i: int) -> bool:
    """Whether what stands at `i` are whole words: only spaces, the ends, and gaps that keep a space from it are beside it."""
    before = i - 1
    while before >= 0 and isinstance(gap := items[before], _Gap) and gap.closes:
        before -= 1
    after = i + 1
    while after < len(items) and isinstance(gap := items[after], _Gap) and gap.opens:
        after += 1
    return (before < 0 or items[before] is None) and (after >= len(items) or items[after] is None)
