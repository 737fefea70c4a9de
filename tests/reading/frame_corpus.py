"""Runs the corpora that stand beside the frames: every example gives its claim, every counter-example none of that kind."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from marsad.model import Report
from marsad.reading.draft import Draft
from marsad.reading.reader import Reader

KINDS = {"events": "event", "control": "control", "movements": "movement"}


@lru_cache(maxsize=1)
def reader() -> Reader:
    """One reader for all tests."""
    return Reader()


def drafts(text: str, kind: str, published: str = "2024-11-30") -> list[Draft]:
    """The drafts of one kind that a text gives."""
    return [draft for draft in reader().documents(Report(text=text, id="test", published=published))[1] if draft.kind == kind]


def examples(name: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(rule, text, row) of every example of a corpus."""
    return [(row["rule"], one["text"], one) for row in _rows(name) for one in row.get("match", [])]


def counter_examples(name: str) -> list[tuple[str, str]]:
    """(rule, text) of every counter-example."""
    return [(row["rule"], text) for row in _rows(name) for text in row.get("reject", [])]


def _rows(name: str) -> list[dict[str, Any]]:
    source = files("marsad.reading.language").joinpath("en", "corpus", f"{name}.yaml")
    return list(yaml.safe_load(source.read_text(encoding="utf-8")))


def value(draft: Draft, field: str) -> str:
    """What a draft says in one field, as words."""
    if field == "where":
        return draft.where.name if draft.where else ""
    found = draft.fields.get({"from": "origin"}.get(field, field))
    if isinstance(found, tuple):
        return "/".join(getattr(one, "name", str(one)) for one in found)
    return str(getattr(found, "name", found))


def says(draft: Draft, claim: dict[str, str]) -> bool:
    """Whether a draft has every value of an expected claim in it."""
    return all(str(wanted).casefold() in value(draft, field).casefold() for field, wanted in claim.items())
