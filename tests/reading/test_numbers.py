"""Numbers: every number of the corpus's sentences with its bounds, and the figures that count nothing."""

from __future__ import annotations

from typing import Any

import pytest
from claim_corpus import counter_examples, examples

from marsad.model import Report
from marsad.reading.document import Document
from marsad.reading.numbers import find_numbers, value_of


def numbers_in(text: str) -> list[str]:
    """The numbers of a text as the corpus writes them."""
    found = find_numbers(Document(Report(text=text)))
    return [f"{one.text} = {one.figure.low}/{one.figure.best}/{one.figure.high} {one.figure.bound}" for one in found]


@pytest.mark.parametrize(("rule", "example"), examples("numbers"), ids=lambda value: value if isinstance(value, str) else None)
def test_a_sentence_gives_its_numbers(rule: str, example: dict[str, Any]) -> None:
    assert numbers_in(example["text"]) == example["numbers"]


@pytest.mark.parametrize(("rule", "text"), counter_examples("numbers"))
def test_what_counts_nothing_is_no_number(rule: str, text: str) -> None:
    assert numbers_in(text) == []


def test_the_quoted_words_stand_in_the_text() -> None:
    text = "At least 28 of the 311 dead"
    for mention in find_numbers(Document(Report(text=text))):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("a hundred and five", 105),
        ("1.2 million", 1_200_000),
        ("twenty-one", 21),
        ("two hundred thousand", 200_000),
        ("half a million", 500_000),
    ],
)
def test_number_words_have_their_value(phrase: str, value: int) -> None:
    assert value_of(phrase) == value
