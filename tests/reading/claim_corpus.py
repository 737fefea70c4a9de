"""What the corpus tests of the claim readers share: one reader, a corpus's sentences, names compared by their words."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from marsad.model import Agreement, Relation, Statement
from marsad.reading.reader import Reader

PUBLISHED = "2024-11-30"
C = TypeVar("C", Agreement, Relation, Statement)


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader, made once."""
    return Reader()


def claims_in(text: str, kind: type[C]) -> list[C]:
    """The claims of one kind that the reader finds in a text."""
    return [claim for claim in reader().read(text, published=PUBLISHED).claims if isinstance(claim, kind)]


def examples(name: str) -> list[tuple[str, dict[str, Any]]]:
    """(rule, example) of every sentence that must match."""
    return [(row["rule"], example) for row in _rows(name) for example in row.get("match", ())]


def counter_examples(name: str) -> list[tuple[str, str]]:
    """(rule, sentence) of every sentence that must not."""
    return [(row["rule"], text) for row in _rows(name) for text in row.get("reject", ())]


def _rows(name: str) -> list[dict[str, Any]]:
    source = files("marsad.reading.language").joinpath("en", "corpus", f"{name}.yaml")
    rows: list[dict[str, Any]] = yaml.safe_load(source.read_text("utf-8"))
    return rows


def named(value: str, wanted: str) -> bool:
    """Whether a name holds the words that are wanted."""
    return wanted.casefold() in value.casefold()
