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


def test_a_withdrawal_is_a_movement_and_a_loss_of_control() -> None:
    text = "Government troops withdrew from the city of Goma on Monday."
    assert [draft.fields["status"] for draft in drafts(text, "control")] == ["withdrawn"]
    assert [draft.fields["action"] for draft in drafts(text, "movement")] == ["withdraw"]


def test_a_capture_is_no_movement() -> None:
    assert not drafts("Rebels took over the city of Goma on Monday.", "movement")


def test_an_advance_named_again_is_one_movement() -> None:
    found = drafts("Rebels advanced on Tuesday. The rebels made advances in the east as well.", "movement")
    assert len(found) == 1
