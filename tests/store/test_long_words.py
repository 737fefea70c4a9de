"""A text without spaces is taken in and found like any other: its time grows with its length, and no faster."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.observatory import Observatory
from marsad.store.words import forms

SAID = "Shelling killed twelve civilians in Aleppo on Monday, the health office said."
LONG = {
    "five megabytes without a space": "x" * 5_000_000,
    "a word of 100,000 letters": "x" * 100_000,
    "an Arabic word of 100,000 letters": "ال" * 50_000,
    "100,000 apostrophes": "'" * 100_000,
    "50,000 letters, each with an apostrophe": "l’" * 50_000,
    "25,000 scripts that never end": "<script>" * 25_000,
    "100,000 turned directions": "\u202e" * 100_000,
    "100,000 spaces": " " * 100_000 + "x",
    "100,000 capitals": "A" * 100_000 + "!",
    "100,000 opening quotes": "\u201c" * 100_000,
}


@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
def test_it_is_taken_in(tmp_path: Path, long: str) -> None:
    """Added, kept whole, and found by the words beside it; with what was quadratic here it took from a minute to hours."""
    with Observatory.create(tmp_path / "o") as observatory:
        outcome = observatory.add_text(f"{SAID}\n\n{long}", title="long", published="2024-12-10")
        assert outcome.state in ("added", "unread")
        assert outcome.claims == len(list(observatory.claims()))
        assert len(observatory.store.report(outcome.id).report.text) >= len(long)
        assert [one.id for one in observatory.search("health office").rows if one.kind == "report"] == [outcome.id]


def test_words_are_joined_as_they_were() -> None:
    """The parts of words with apostrophes are found too."""
    assert {"lecole", "ecole"} <= set(forms("l'école"))
    assert forms("x'") == ["x"]
