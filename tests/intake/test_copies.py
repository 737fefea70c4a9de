"""Copies of one story are found, whole or cut; what only looks alike is not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.intake.copies import LIKE, Copies, compare, signature

STORIES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "copies.yaml").read_text(encoding="utf-8"))
COPIES = [(number, text) for number, story in enumerate(STORIES) for text in story["copies"]]
OTHERS = [(number, text) for number, story in enumerate(STORIES) for text in story["others"]]


@pytest.mark.parametrize(("number", "text"), COPIES)
def test_a_copy_is_found_among_all_stories(number: int, text: str) -> None:
    index = Copies()
    for other, story in enumerate(STORIES):
        index.add(str(other), signature(story["story"]))
    assert [copy.id for copy in index.find(signature(text))] == [str(number)]


@pytest.mark.parametrize(("number", "text"), OTHERS)
def test_a_story_told_anew_updated_or_of_the_next_day_is_no_copy(number: int, text: str) -> None:
    index = Copies()
    index.add("story", signature(STORIES[number]["story"]))
    assert index.find(signature(text)) == []


def test_a_cut_copy_is_a_part_whichever_comes_first() -> None:
    long, short = signature(STORIES[0]["story"]), signature(STORIES[0]["copies"][1])
    assert [how[0] for how in (compare(short, long), compare(long, short)) if how] == ["part", "whole"]


def test_the_threshold_lies_in_a_wide_gap() -> None:
    """Likeness of copies, and of stories told anew (those set apart by their numbers and names don't count here)."""
    copies = [how[1] for number, text in COPIES if (how := compare(signature(text), signature(STORIES[number]["story"])))]
    assert min(copies) > LIKE + 0.1


def test_the_order_of_adding_changes_nothing() -> None:
    texts = [story["story"] for story in STORIES] + [text for _, text in COPIES]
    forward, backward = Copies(), Copies()
    for number, text in enumerate(texts):
        forward.add(str(number), signature(text))
    for number, text in reversed(list(enumerate(texts))):
        backward.add(str(number), signature(text))
    assert len(forward) == len(backward) == len(texts)
    for text in texts:
        found = forward.find(signature(text))
        assert found == backward.find(signature(text))
        assert all(one.likeness >= other.likeness for one, other in pairwise(found))


def test_short_texts_are_copies_only_word_for_word() -> None:
    index = Copies()
    index.add("a", signature("Shelling reported in Marun."))
    assert [copy.id for copy in index.find(signature("Shelling reported in Marun"))] == ["a"]
    assert index.find(signature("Shelling reported in Idlib.")) == []
    assert index.find(signature("")) == []
