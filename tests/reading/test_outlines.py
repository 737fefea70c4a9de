"""Outlines of patterns: what a line must hold before its pattern is searched for; a line that matches is never turned away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading import agreement_patterns
from marsad.reading.language import table
from marsad.reading.outlines import ACTOR, Outlines, compiled, fits

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


RELATIONS = table("relations")["macros"]
OUTLINES = Outlines(RELATIONS)
PATTERNS = [
    *((compiled(text, RELATIONS), OUTLINES.of(text)) for rule in table("relations")["rules"] for text in rule["patterns"]),
    *(
        (agreement_patterns.pattern(name, text), needs)
        for name in ("parties_after", "parties_before", "brokers_after", "brokered_after", "brokers_before")
        for text, needs in agreement_patterns.outlined(name)
    ),
]
SIGNS = ["§0", "§1", "%2", "@3", "'s", "-", ",", "the", "of", "by", "with", "and", "which", "is", "to", "its", "between"]


@given(st.data())
def test_no_line_that_a_rule_matches_is_turned_away(data: st.DataObject) -> None:
    pattern, needs = data.draw(st.sampled_from(PATTERNS))
    cues = sorted({word for need in needs for word in need.words} - {ACTOR})
    line = data.draw(st.lists(st.sampled_from(SIGNS + cues), max_size=12))
    if pattern.search(" ".join(line) + " "):
        assert fits(needs, [ACTOR if word[0] in "§%@" else word for word in line])
