"""People in a source network can be in danger: what leaves the house shows a protected source by its alias alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from marsad.ledger.sources import Originators
from marsad.model import Known, SourceEntry

_PEOPLE = frozenset(("correspondent", "witness", "official", "other"))
_BETWEEN = r"(?:[\s_+.,\-\u2010-\u2015]|%20)+"
UNNAMED = "protected source"
"""What stands for a protected source that has no alias."""


class Veil:
    """Puts aliases in place of protected names: the registry's name and id, what reports call the source, a person's each part.

    It hides too much rather than too little.
    """

    def __init__(self, sources: Iterable[SourceEntry], known: Iterable[Known] = ()) -> None:
        sources = tuple(sources)
        secret = [entry for entry in sources if entry.protected]
        names: dict[str, str] = {}
        if secret:
            called = _called(tuple(known), sources)
            for entry in secret:
                for name in (*_spellings(entry), *called.get(entry.name, ())):
                    names[_key(name)] = entry.alias or UNNAMED
        self._aliases = {name: alias for name, alias in names.items() if name}
        ordered = sorted(self._aliases, key=lambda name: (-len(name), name))
        inside = "|".join(_BETWEEN.join(map(re.escape, name.split())) for name in ordered)
        self._pattern = re.compile(rf"(?<![^\W_])(?:{inside})(?![^\W_])", re.IGNORECASE) if ordered else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def text(self, text: str) -> str:
        """The words, with aliases."""
        return self._pattern.sub(lambda found: self._aliases[_key(found[0])], text) if self._pattern else text

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where names stand that are hidden, in order: start, end, and the alias in their place."""
        if self._pattern is not None:
            yield from ((one.start(), one.end(), self._aliases[_key(one[0])]) for one in self._pattern.finditer(text))

    def of(self, value: Any) -> Any:
        """Plain data (dicts, lists, strings), with aliases in every string, keys included."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.of(name): self.of(inner) for name, inner in value.items()}
        return [self.of(inner) for inner in value] if isinstance(value, list | tuple) else value


def _key(name: str) -> str:
    return " ".join(re.sub(_BETWEEN, " ", name.casefold()).split())


def _spellings(entry: SourceEntry) -> Iterator[str]:
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", entry.name)
    yield from (entry.name, entry.id, bare)
    yield from re.findall(r"\(([^()]+)\)\s*$", entry.name)
    if entry.kind in _PEOPLE:
        yield from (word for word in bare.split() if len(word) > 3 and not word.islower())


def _called(known: tuple[Known, ...], sources: tuple[SourceEntry, ...]) -> dict[str, set[str]]:
    """Registered name -> what reports call that source; not what could be said of anybody ("residents")."""
    originators = Originators(known, sources)
    made: dict[str, set[str]] = {}
    for item in known:
        chain = item.claim.attribution
        said = chain[-1].name if chain else item.outlet
        given = {item.originator, said} if said else {item.originator}
        made.setdefault(originators.name(item), set()).update(name for name in given if name and name != name.lower())
        for link in chain[:-1]:
            made.setdefault(originators.canonical(link.name), set()).update({link.name} if link.name != link.name.lower() else ())
        if item.outlet:
            made.setdefault(originators.canonical(item.outlet), set()).add(item.outlet)
    return made
