"""Agreements: the corpus of each status, and how a report's mentions of one agreement come together."""

from __future__ import annotations

from typing import Any

import pytest
from claim_corpus import claims_in, counter_examples, examples, named, reader

from marsad.model import Agreement, Statement


@pytest.mark.parametrize(("rule", "example"), examples("agreements"), ids=lambda value: value if isinstance(value, str) else None)
def test_a_sentence_gives_its_agreement(rule: str, example: dict[str, Any]) -> None:
    (claim,) = claims_in(example["text"], Agreement)
    for name, wanted in example["claim"].items():
        if name in ("parties", "brokers"):
            names = [actor.name for actor in getattr(claim, name)]
            assert len(names) == len(wanted), names
            assert all(any(named(one, part) for one in names) for part in wanted), names
        elif name == "attribution":
            assert named(claim.attribution[0].name, wanted)
        elif name == "where":
            assert claim.where is not None
            assert named(claim.where.name, wanted)
        elif name == "when":
            assert claim.when is not None
            assert claim.when.start == wanted
        else:
            assert getattr(claim, name) == wanted, name


@pytest.mark.parametrize(("rule", "text"), counter_examples("agreements"))
def test_a_counter_example_gives_none(rule: str, text: str) -> None:
    assert [claim.anchors for claim in claims_in(text, Agreement)] == []


def test_mentions_of_one_agreement_are_one_claim() -> None:
    text = (
        "Israel and Hamas agreed a ceasefire mediated by Qatar. The truce took effect on Sunday. "
        "Four days later the truce collapsed, officials said."
    )
    (claim,) = claims_in(text, Agreement)
    assert claim.status == "ended"
    assert len(claim.anchors) == 3


def test_two_agreements_with_other_parties_stay_apart() -> None:
    text = "The ceasefire between Israel and Hezbollah is holding. A truce between Ukraine and Russia expired."
    assert [claim.status for claim in claims_in(text, Agreement)] == ["in_force", "ended"]


def test_an_accusation_is_the_accusers_word_beside_the_agreement() -> None:
    text = "A ceasefire between Israel and Hezbollah took effect. Hezbollah accused Israel of violating the ceasefire."
    told, accused = claims_in(text, Agreement)
    assert (told.status, told.attribution) == ("in_force", ())
    assert accused.status == "violated"
    assert accused.attribution[0].name == "Hezbollah"


def test_truces_of_different_dates_are_different_agreements() -> None:
    text = (
        "A ceasefire between Israel and Hezbollah collapsed on Sunday. The truce, brokered by France, followed one signed in "
        "April 2023. Envoys recalled the truce of 1994."
    )
    found = claims_in(text, Agreement)
    assert len(found) == 3
    assert [claim.when.start[:4] for claim in found[1:] if claim.when and claim.when.start] == ["2023", "1994"]


def test_a_peace_accord_of_long_ago_is_not_the_truce_that_ends() -> None:
    text = "The truce with the ELN is over, the president said. The FARC signed a peace accord in 2016."
    found = [(claim.agreement_type, claim.background) for claim in claims_in(text, Agreement)]
    assert found == [("truce", False), ("peace", True)]


def test_until_when_an_agreement_runs_is_not_when_it_was_made() -> None:
    (claim,) = claims_in("The ceasefire has been extended until 4 December.", Agreement)
    assert claim.when is None or claim.when.start != "2024-12-04"


def test_one_announcement_of_a_truce_is_one_statement() -> None:
    text = "Oman declares truce in Marib\nOman on Tuesday declared a 48-hour truce in the Yemeni city of Marib. Talks went on."
    claims = reader().read(text, published="2024-11-30").claims
    assert [claim.act for claim in claims if isinstance(claim, Statement)] == ["announce"]
