"""A language's words and rules, as data: one folder a language, one YAML table a module of reading."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from marsad.errors import DataError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def table(name: str, language: str = "en") -> dict[str, Any]:
    """The table `NAME.yaml` of a language, read once."""
    source = files(__package__).joinpath(language, f"{name}.yaml")
    loaded = yaml.load(source.read_text(encoding="utf-8"), Loader=_Loader)
    if not isinstance(loaded, dict):
        raise DataError(f"{language}/{name}.yaml holds no table")
    return loaded


def lists_of(name: str) -> Callable[..., frozenset[str]]:
    """What gives the lists of words of the table `NAME.yaml`, each by the keys that lead to it.

    Readers ask for a list at nearly every word: it keeps its own, since asking by two names takes twice as long.
    """

    @cache
    def words(*path: str) -> frozenset[str]:
        return word_list(name, *path)

    return words


@cache
def word_lists(name: str, *lists: str) -> frozenset[str]:
    """The words of several lists of the table `NAME.yaml` together."""
    return frozenset[str]().union(*(word_list(name, one) for one in lists))


@cache
def word_list(name: str, *path: str) -> frozenset[str]:
    """A list of words of the table `NAME.yaml`, by the keys that lead to it."""
    found: Any = table(name)
    for part in path:
        found = found[part]
    return frozenset(found)
