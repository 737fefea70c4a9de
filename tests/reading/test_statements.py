"""Acts of speech: the corpus beside the rules, and what a statement is about."""

from __future__ import annotations

from typing import Any

import pytest
from claim_corpus import claims_in
from speaking import draft_at, prepare, rows

from marsad.model import Statement
from marsad.reading.statements import link_about, read_statements, triggers

MATCH = rows("statements", "match")
REJECT = rows("statements", "reject")


@pytest.mark.parametrize("case", MATCH, ids=lambda case: f"{case['rule']}: {case['text'][:60]}")
def test_a_statement_is_read_with_its_parts(case: dict[str, Any]) -> None:
    document = prepare(case["text"])
    draft, *others = read_statements(document)
    wanted = dict(case["claim"])
    assert draft.fields["act"] == wanted.pop("act")
    assert draft.rule == case["rule"]
    assert [one.fields["act"] for one in others] == case.get("then", [])
    for name, part in wanted.items():
        value = draft.fields[name]
        assert part.casefold() in getattr(value, "name", value).casefold()
    assert draft.fields["content"] in document.text
    assert any(token.lower in triggers() for token in document.sentences[0].tokens)


@pytest.mark.parametrize("case", REJECT, ids=lambda case: f"{case['rule']}: {case['text'][:60]}")
def test_other_uses_of_the_words_are_no_statement(case: dict[str, Any]) -> None:
    assert read_statements(prepare(case["text"])) == []


def test_a_statement_is_about_the_claim_in_its_content() -> None:
    text = "The Sudanese army denied that the airport had fallen to the rebels."
    claim, document = draft_at(text, "fallen", kind="control")
    (statement,) = read_statements(document)
    link_about([statement, claim])
    assert statement.fields["about"] is claim


def test_a_pronoun_that_denies_a_charge_is_the_accused() -> None:
    for text in (
        "Human Rights Watch accused M23 of blocking aid, but it denied this.",
        "M23 has been accused by Human Rights Watch of blocking aid; it rejects the charge.",
        "Human Rights Watch accused M23 of blocking aid. It rejected the accusation.",
    ):
        accusation, denial = claims_in(text, Statement)
        assert (accusation.act, denial.act) == ("accuse", "deny"), text
        assert [one.speaker.name for one in (denial,) if one.speaker] == ["M23"], text


def test_a_bare_denial_is_about_the_claim_before_it() -> None:
    text = "Ukraine said its troops captured the village. Russia denied the claim."
    claim, document = draft_at(text, "captured", kind="control")
    (statement,) = read_statements(document)
    link_about([statement, claim])
    assert statement.fields["about"] is claim


@pytest.mark.parametrize("text", ["The army vowed to retake the city of Goma.", "Haftar vowed in a recording to take Sirte."])
def test_a_vow_to_take_a_town_is_a_threat(text: str) -> None:
    (statement,) = claims_in(text, Statement)
    assert statement.act == "threaten"


@pytest.mark.parametrize("text", ["The governor promised to take aid to Goma.", "The party vowed to take steps in Goma."])
def test_a_vow_to_take_something_else_is_none(text: str) -> None:
    assert claims_in(text, Statement) == []
