"""How a claim stands, and what is history: the corpus beside the rules."""

from __future__ import annotations

from typing import Any

import pytest
from speaking import draft_at, rows

from marsad.reading.modality import judge

CASES = rows("modality", "match")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']}: {case['text'][:60]}")
def test_a_claim_stands_as_its_clause_says(case: dict[str, Any]) -> None:
    draft, document = draft_at(case["text"], case["words"], kind=case.get("kind", "event"))
    judge(document, [draft])
    if "is" in case:
        assert draft.modality == case["is"]
    if "background" in case:
        assert draft.background is case["background"]


def test_a_toll_of_none_is_no_denial() -> None:
    draft, document = draft_at("No civilians were hurt in the raid.", "civilians", kind="toll")
    judge(document, [draft])
    assert draft.modality == "asserted"


def test_what_a_reader_has_settled_stays() -> None:
    draft, document = draft_at("The army will attack the town.", "attack")
    draft.settled |= {"modality", "background"}
    judge(document, [draft])
    assert (draft.modality, draft.background) == ("asserted", False)
