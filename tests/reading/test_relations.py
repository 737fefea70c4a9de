"""Relations: each rule's corpus, and that a report's repeated relation is one claim."""

from __future__ import annotations

from typing import Any

import pytest
from claim_corpus import claims_in, counter_examples, examples, named

from marsad.model import Relation


@pytest.mark.parametrize(("rule", "example"), examples("relations"), ids=lambda value: value if isinstance(value, str) else None)
def test_a_sentence_gives_its_relations_and_no_other(rule: str, example: dict[str, Any]) -> None:
    found = claims_in(example["text"], Relation)
    shown = [(claim.subject.name, claim.relation, claim.object.name) for claim in found]
    assert len(found) == len(example["relations"]), shown
    for one, relation, other in example["relations"]:
        assert any(named(a, one) and kind == relation and named(b, other) for a, kind, b in shown), (one, relation, other, shown)


@pytest.mark.parametrize(("rule", "text"), counter_examples("relations"))
def test_a_counter_example_gives_none(rule: str, text: str) -> None:
    assert [(claim.subject.name, claim.relation, claim.object.name) for claim in claims_in(text, Relation)] == []


def test_a_repeated_relation_is_one_claim_with_all_its_words() -> None:
    text = "The Iran-backed Houthis fired a missile. Aid workers said that the Iran-backed Houthis had held two of them."
    (claim,) = claims_in(text, Relation)
    assert [anchor.text for anchor in claim.anchors] == ["Iran-backed Houthis", "Iran-backed Houthis"]
    assert claim.background


def test_the_one_who_is_backed_stands_first() -> None:
    for text in ("Turkish-backed factions advanced.", "The factions, backed by Turkey, advanced.", "Turkey backs the factions."):
        for claim in claims_in(text, Relation):
            assert (claim.relation, claim.object.name) == ("backed_by", "Turkey")


def test_a_change_told_as_news_is_no_background() -> None:
    (told,) = claims_in("The Sudan Liberation Army has split from the Sudan Revolutionary Front.", Relation)
    (old,) = claims_in("The Islamic State split off from al-Qaeda in 2014.", Relation)
    assert (told.background, old.background) == (False, True)


def test_support_that_is_denied_is_denied_by_who_denies_it() -> None:
    (claim,) = claims_in("Rwanda, which denies backing the M23, has soldiers in Goma.", Relation)
    assert (claim.modality, [source.name for source in claim.attribution]) == ("denied", ["Rwanda"])


def test_what_one_takes_another_for_is_told_by_the_one() -> None:
    (claim,) = claims_in("Turkey considers the YPG an extension of the PKK.", Relation)
    assert [source.name for source in claim.attribution] == ["Turkey"]
