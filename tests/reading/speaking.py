"""What the tests of attribution, modality and statements share: documents with tokens, syntax and actors, and corpus rows."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from marsad.gazetteer.actors import ActorList
from marsad.model import Report
from marsad.reading.actors import find_actors
from marsad.reading.document import Document
from marsad.reading.draft import Draft, Kind
from marsad.reading.numbers import find_numbers
from marsad.reading.parser import Parser
from marsad.reading.sentences import split_sentences
from marsad.reading.times import find_times


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser()


def prepare(text: str, published: str = "2024-11-30") -> Document:
    """A document with everything the stages here look at."""
    document = Document(Report(text=text, published=published))
    document.published = date.fromisoformat(published)
    document.sentences = split_sentences(text)
    _parser().tokenise(document.sentences)
    document.numbers = find_numbers(document)
    document.times = find_times(document)
    document.actors = find_actors(document, ActorList.open())
    _parser().parse(document.sentences)
    return document


def draft_at(text: str, words: str, *, kind: Kind = "event") -> tuple[Draft, Document]:
    """A draft whose trigger is the last of these words, where they stand last in the text."""
    document = prepare(text)
    end = text.rindex(words) + len(words)
    sentence = document.sentence_at(end - 1)
    token = sentence.token_at(end - 1)
    assert token is not None
    return Draft(kind, "test", sentence, token.i, [document.anchor(end - len(words), end)]), document


def rows(name: str, group: str) -> list[dict[str, Any]]:
    """The examples of a corpus file in one group, each with its rule's name."""
    source = files("marsad.reading.language") / "en" / "corpus" / f"{name}.yaml"
    found: list[dict[str, Any]] = []
    for rule in yaml.safe_load(source.read_text(encoding="utf-8")):
        for case in rule.get(group, []):
            found.append({"rule": rule["rule"], **(case if isinstance(case, dict) else {"text": case})})
    return found
