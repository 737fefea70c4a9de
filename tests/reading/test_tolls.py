"""Tolls: every rule's sentences, with all the tolls that each holds, and the sentences that hold none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from claim_corpus import counter_examples, examples, reader

from marsad.model import Figure, Toll

SIDES = ("civilians", "combatants", "mixed", "unknown")
ATTRIBUTES = ("children", "women", "medical", "journalists", "aid_workers", "officers")
SCOPES = ("incident", "period", "cumulative", "delta")


def tolls_in(text: str) -> list[Toll]:
    """The tolls that the reader finds in a text of the test's day."""
    claims = reader().read(text, published="2024-11-30").claims
    return [claim for claim in claims if isinstance(claim, Toll)]


def figure_words(figure: Figure) -> str:
    """A figure as the corpus writes it."""
    forms = {
        "exact": f"{figure.best}",
        "at_least": f"{figure.best}+",
        "at_most": f"{figure.high}-",
        "about": f"~{figure.best}",
        "between": f"{figure.low}..{figure.high}",
        "vague": "vague",
    }
    return forms[figure.bound]


def wanted_names(words: str, mark: str) -> Iterator[str]:
    """The names after "by" or "actor"."""
    for found in re.finditer(rf"\b{mark} ((?:[A-Z]\w*\s?)+)", words):
        yield found.group(1).strip()


def check(toll: Toll, words: str, tolls: list[Toll]) -> None:
    """Compare a toll with the corpus's words for it."""
    plain = words.split(" by ")[0].split(" actor ")[0].split(" of ")[0].split()
    assert [toll.outcome, figure_words(toll.figure)] == plain[:2], words
    sides = [word for word in plain if word in SIDES]
    assert toll.group.side == (sides[0] if sides else "unknown"), words
    assert set(toll.group.attributes) - {"officers"} == {word for word in plain if word in ATTRIBUTES}, words
    scopes = [word for word in plain if word in SCOPES]
    assert toll.scope == (scopes[0] if scopes else "incident"), words
    assert toll.background == ("background" in plain), words
    assert toll.modality == ("possible" if "possible" in plain else "asserted"), words
    whole = re.search(r" of (\S+)", words)
    larger = next((figure_words(other.figure).strip("+") for other in tolls if other.id == toll.part_of), None)
    assert larger == (whole.group(1) if whole else None), words
    for name in wanted_names(words, "by"):
        assert any(name in actor.name for actor in toll.responsible), toll.responsible
    for name in wanted_names(words, "actor"):
        assert any(name in actor.name for actor in toll.group.actors), toll.group.actors


@pytest.mark.parametrize(("rule", "example"), examples("tolls"), ids=lambda value: value if isinstance(value, str) else None)
def test_a_sentence_gives_its_tolls(rule: str, example: dict[str, Any]) -> None:
    tolls = tolls_in(example["text"])
    assert len(tolls) == len(example["tolls"]), [
        (toll.outcome, figure_words(toll.figure), toll.anchors[0].text) for toll in tolls
    ]
    for toll, words in zip(tolls, example["tolls"], strict=True):
        check(toll, words, tolls)


@pytest.mark.parametrize(("rule", "text"), counter_examples("tolls"))
def test_a_counter_example_gives_no_toll(rule: str, text: str) -> None:
    assert [(toll.outcome, toll.anchors[0].text) for toll in tolls_in(text)] == []


def test_an_anchor_is_the_shortest_phrase_with_number_and_group() -> None:
    (toll,) = tolls_in("The observatory reported a death toll of 311 on Saturday.")
    assert toll.anchors[0].text == "death toll of 311"
    (toll,) = tolls_in("The raid near the river killed at least 15 civilians on Friday.")
    assert toll.anchors[0].text == "at least 15 civilians"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HTS and allied factions attacked the army near Aleppo. The monitor counted 183 dead rebels.", ["rebels"]),
        ("HTS attacked the army near Aleppo. The monitor counted 183 dead rebels.", ["Hay'at Tahrir al-Sham (HTS)"]),
    ],
)
def test_rebels_are_a_groups_where_it_fights_alone(text: str, names: list[str]) -> None:
    assert [actor.name for toll in tolls_in(text) for actor in toll.group.actors] == names
