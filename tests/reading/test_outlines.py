"""Outlines of patterns: what a line must hold before its pattern is searched for; a line that matches is never turned away."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.language import table
from marsad.reading.outlines import ACTOR, Outlines, fits
from marsad.reading.signs import compiled

MACROS: dict[str, str | list[str]] = {
    "det": ["the", "a"],
    "helper": ["backer", "backers", "old friend"],
    "leading": ["led", "headed"],
    "named": "(?:{det} )?(?:[a-z]+ ){0,2}[§%]\\d+(?: group)?",
}


def needs(pattern: str) -> list[tuple[set[str], bool]]:
    return [(set(need.words), need.next) for need in Outlines(MACROS).of(pattern)]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("§\\d+ {leading} by {named}", [({ACTOR}, False), ({"led", "headed"}, True), ({"by"}, True), ({ACTOR}, False)]),
        ("§\\d+(?: {det})? {leading}", [({ACTOR}, False), ({"led", "headed"}, False)]),
        ("(?P<x>[§@]\\d+) (?:and|or) (?!not)§\\d+", [({ACTOR}, False), ({"and", "or"}, True), ({ACTOR}, True)]),
        ("{helper} of §\\d+", [({"of"}, False), ({ACTOR}, True)]),  # "old friend" is two words
        ("back(?:s|ed) §\\d+", [({ACTOR}, False)]),  # part of a word
        ("an? ally(?: or two)? of", [({"ally"}, False), ({"of"}, False)]),
        ("(?:no longer|not) part", [({"part"}, False)]),
        ("x(?: y)?z w", [({"w"}, False)]),
    ],
)
def test_what_a_pattern_needs(pattern: str, wanted: list[tuple[set[str], bool]]) -> None:
    assert needs(pattern) == wanted


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("§ led by the §", True),
        ("§ was led by §", False),
        ("led by §", False),
        ("§ and § headed by a §", True),
        ("§ led by", False),
    ],
)
def test_a_line_fits_in_order(line: str, there: bool) -> None:
    assert fits(Outlines(MACROS).of("§\\d+ {leading} by {named}"), line.split()) is there


WORDS = table("relations")
PATTERNS = sorted({pattern for rule in WORDS["rules"] for pattern in rule["patterns"]})
SIGNS = ["§0", "§1", "%2", "@3", "'s", "-", ",", "the", "of", "by", "with", "and", "which", "is", "to", "its"]


@given(st.data())
def test_no_line_that_a_rule_matches_is_turned_away(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    cues = sorted({word for need in Outlines(WORDS["macros"]).of(pattern) for word in need.words} - {ACTOR})
    line = data.draw(st.lists(st.sampled_from(SIGNS + cues), max_size=12))
    if re.search(compiled(pattern, WORDS["macros"]), " ".join(line) + " "):
        assert fits(Outlines(WORDS["macros"]).of(pattern), [ACTOR if word[0] in "§%@" else word for word in line])
