"""Who says it: the corpus beside the rules, and chains over several sentences."""

from __future__ import annotations

from typing import Any

import pytest
from claim_corpus import reader
from speaking import draft_at, prepare, rows

from marsad.model import Toll
from marsad.reading.attribution import attribute

MATCH = rows("attribution", "match")
OWN = rows("attribution", "own")
TOLLS = rows("attribution", "tolls")


@pytest.mark.parametrize("case", MATCH, ids=lambda case: f"{case['rule']}: {case['text'][:60]}")
def test_a_claim_has_its_source(case: dict[str, Any]) -> None:
    draft, document = draft_at(case["text"], case["words"])
    attribute(document, [draft])
    names = [source.name for source in draft.attribution]
    assert len(names) == len(case["chain"]), names
    assert all(part.casefold() in name.casefold() for part, name in zip(case["chain"], names, strict=True)), names
    if "kind" in case:
        assert draft.attribution[-1].kind == case["kind"]


@pytest.mark.parametrize("case", TOLLS, ids=lambda case: f"{case['rule']}: {case['text'][:60]}")
def test_a_toll_is_said_by_whoever_counts_on(case: dict[str, Any]) -> None:
    claims = reader().read(case["text"], published="2024-11-30").claims
    toll = next(claim for claim in claims if isinstance(claim, Toll) and claim.figure.point == case["figure"])
    names = [source.name for source in toll.attribution]
    assert len(names) == len(case["chain"]), names
    assert all(part.casefold() in name.casefold() for part, name in zip(case["chain"], names, strict=True)), names


@pytest.mark.parametrize("case", OWN, ids=lambda case: f"{case['rule']}: {case['text'][:60]}")
def test_the_reports_own_voice_has_none(case: dict[str, Any]) -> None:
    draft, document = draft_at(case["text"], case["words"])
    attribute(document, [draft])
    assert draft.attribution == ()


def test_a_source_is_anchored_on_its_own_words() -> None:
    text = "The Syrian Observatory for Human Rights said jets bombed Saraqib. It added that 4 people were killed."
    draft, document = draft_at(text, "killed")
    attribute(document, [draft])
    anchor = draft.attribution[0].anchor
    assert anchor is not None
    assert anchor.text == "It"
    assert document.text[anchor.start : anchor.end] == "It"


def test_a_share_is_said_by_whoever_says_its_whole() -> None:
    text = "Medics said 30 people were killed. Among the dead were three children."
    whole, document = draft_at(text, "killed", kind="toll")
    share, _ = draft_at(text, "children", kind="toll")
    share.fields["part_of"] = whole
    attribute(document, [whole, share])
    assert [source.name for source in share.attribution] == ["Medics"]


def test_what_a_reader_has_settled_stays() -> None:
    draft, document = draft_at("The army said rebels captured the town.", "captured")
    draft.settled.add("attribution")
    attribute(document, [draft])
    assert draft.attribution == ()


def test_a_text_without_sentences_to_parse_is_no_problem() -> None:
    attribute(prepare("\u2014\u2014 \u2026"), [])
