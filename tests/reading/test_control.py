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


def test_each_place_of_a_list_has_its_own_day() -> None:
    text = "Rebels took Adigrat on Tuesday and Adi Gudem, south of Mekelle, on Wednesday."
    days = {draft.where.name: draft.when.start for draft in drafts(text, "control") if draft.where and draft.when}
    assert days == {"Adigrat": "2024-11-26", "Adi Gudem": "2024-11-27"}


def test_how_long_it_was_held_is_not_when_it_was_lost() -> None:
    found = {
        draft.fields["status"]: draft.when for draft in drafts("The RSF lost Sinja, which it had held since June.", "control")
    }
    assert found["lost"] is None
    assert found["held"] is not None
