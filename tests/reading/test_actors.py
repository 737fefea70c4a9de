"""Actors of a report: every rule's examples, and what must hold on any text."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.gazetteer.actors import ActorList
from marsad.model import Report
from marsad.reading.actors import find_actors, resolve_actor
from marsad.reading.document import Document
from marsad.reading.sentences import split_sentences

CORPUS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (files("marsad.reading.language") / "en" / "corpus" / "actors.yaml").read_text(encoding="utf-8")
)
ACTORS = ActorList.open()


def read(text: str, published: str | None = None) -> Document:
    day = date.fromisoformat(published) if published else None
    document = Document(Report(text=text, published=published), sentences=split_sentences(text), published=day)
    document.actors = find_actors(document, ACTORS)
    return document


def plain(name: str) -> str:
    """A name without the abbreviation that is shown with it."""
    return re.sub(r" \([^)]*\)$", "", name)


def test_a_name_is_shown_with_the_abbreviation_that_many_know_better() -> None:
    (mention,) = read("HTS took Saraqib.").actors
    assert mention.actor.name == "Hay'at Tahrir al-Sham (HTS)"


@pytest.mark.parametrize(
    ("published", "army", "guards"),
    [
        ("2016-05-02", "Syrian Arab Army", "Afghan military"),
        ("2025-05-02", "Syrian army", "Taliban forces"),
    ],
)
def test_an_army_is_called_as_in_the_reports_day(published: str, army: str, guards: str) -> None:
    one, other = read("The Syrian army shelled Hama. Afghan troops crossed the border.", published).actors[:2]
    assert (plain(one.actor.name), one.actor.id) == (army, "sy.mil")
    assert plain(other.actor.name) == guards


def test_parts_of_a_force_and_officers_of_state_keep_their_own_names() -> None:
    names = [mention.actor.name for mention in read("The Ukrainian air force and Ukraine's president spoke.").actors]
    assert names == ["Ukrainian air force", "Ukraine's president"]


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule, examples in CORPUS.items() for example in examples],
    ids=lambda one: str(one)[:60],
)
def test_corpus(rule: str, example: dict[str, Any]) -> None:
    found = [[one.text, one.actor.id, plain(one.actor.name), one.actor.kind] for one in read(example["text"]).actors]
    for wanted in example.get("find", []):
        assert wanted in found, rule
    if example.get("only"):
        assert len(found) == len(example["find"]), (rule, found)
    for words in example.get("not", []):
        assert not any(words in one[0] for one in found), (rule, found)


PIECES = st.sampled_from(
    [
        "HTS",
        "Hay'at Tahrir al-Sham",
        "(SDF)",
        "Syrian",
        "Turkish-backed",
        "rebels",
        "the",
        "group",
        "Russia",
        "al-",
        "U.S.",
        "Liwa",
        "General",
        "and",
        ",",
        ".",
        "\n",
        "  ",
        "’s",
        "Ministry",
        "of",
        "Defence",
        "Defence Ministry",
        "by",
        "between",
        "Brigade",
        "İstanbul",
        "ß",
        "🚀",
        "-",
        "pro",
        "Front for",
        "IS",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join)))
def test_mentions_quote_the_text_and_never_overlap(text: str) -> None:
    mentions = read(text).actors
    assert all(text[one.start : one.end] == one.text and one.text and one.actor.name for one in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("the Observatory", "sy.sohr"),
        ("the Britain-based observatory", "sy.sohr"),
        ("the agency", "m.reuters"),
        ("the ministry", "sd.mod"),
        ("the harbour", None),
    ],
)
def test_descriptions_resolve_to_one_spoken_of(words: str, wanted: str | None) -> None:
    document = read(
        "The Syrian Observatory for Human Rights counted 12 dead in Syria. Sudan's defence ministry and Reuters said nothing."
    )
    actor = resolve_actor(words, document, ACTORS)
    assert (actor.id if actor else None) == wanted


def test_a_report_without_actors_is_empty() -> None:
    assert read("Rain fell on the hills all night.").actors == []
