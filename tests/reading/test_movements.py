"""Movements: who reinforces, advances, withdraws, flees, or was seen where."""

from __future__ import annotations

from typing import Any

import pytest
from frame_corpus import counter_examples, drafts, examples, says


@pytest.mark.parametrize(("rule", "text", "row"), examples("movements"))
def test_examples(rule: str, text: str, row: dict[str, Any]) -> None:
    found = drafts(text, "movement")
    assert [draft for draft in found if says(draft, row["claim"])], [draft.fields for draft in found]


@pytest.mark.parametrize(("rule", "text"), counter_examples("movements"))
def test_counter_examples(rule: str, text: str) -> None:
    assert not drafts(text, "movement")


def test_a_withdrawal_is_told_once() -> None:
    text = "Government troops withdrew from the city of Goma on Monday."
    assert len(drafts(text, "control")) + len(drafts(text, "movement")) == 1


def test_an_advance_named_again_is_one_movement() -> None:
    found = drafts("Rebels advanced on Tuesday. The rebels made advances in the east as well.", "movement")
    assert len(found) == 1
