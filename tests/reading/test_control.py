"""Control: who took, holds, lost, besieges or left a place, and how much of it."""

from __future__ import annotations

from typing import Any

import pytest
from frame_corpus import counter_examples, drafts, examples, says


@pytest.mark.parametrize(("rule", "text", "row"), examples("control"))
def test_examples(rule: str, text: str, row: dict[str, Any]) -> None:
    found = drafts(text, "control")
    assert [draft for draft in found if says(draft, row["claim"])], [(draft.fields, draft.where) for draft in found]
    assert len(found) == row.get("claims", 1)


@pytest.mark.parametrize(("rule", "text"), counter_examples("control"))
def test_counter_examples(rule: str, text: str) -> None:
    assert not drafts(text, "control")


def test_an_aim_is_no_capture() -> None:
    assert not drafts("Rebels launched an offensive to capture the town of Saraqib.", "control")
