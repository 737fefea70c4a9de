"""When and where: the corpus beside the rules, read as whole reports."""

from __future__ import annotations

from typing import Any

import pytest
from claim_corpus import PUBLISHED, examples, reader

CASES = examples("circumstances")


@pytest.mark.parametrize(("rule", "case"), CASES, ids=[f"{rule}: {case['text'][:50]}" for rule, case in CASES])
def test_a_claim_stands_where_and_when_its_text_says(rule: str, case: dict[str, Any]) -> None:
    claims = reader().read(case["text"], published=PUBLISHED).claims
    mine = [claim for claim in claims if any(anchor.text.startswith(case["words"]) for anchor in claim.anchors)]
    assert mine, [[anchor.text for anchor in claim.anchors] for claim in claims]
    claim = mine[0]
    if "where" in case:
        assert case["where"] in claim.where.name if case["where"] and claim.where else claim.where == case["where"]
    if "when" in case:
        assert (claim.when.start if claim.when else None) == case["when"]
    if "lat" in case:
        assert claim.where is not None
        assert claim.where.lat == (pytest.approx(case["lat"], abs=0.1) if case["lat"] else None)
    if "distance" in case:
        assert claim.where is not None
        assert claim.where.relative is not None
        assert claim.where.relative.distance_km == case["distance"]
