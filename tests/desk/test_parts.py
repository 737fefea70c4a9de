"""The desk's pure parts: marking, moments, labels, charts, forms, names."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.desk.charts.scales import ticks
from marsad.desk.differing import stretches
from marsad.desk.forms import inside
from marsad.desk.guard import Guard, NotNamed, clean_name
from marsad.desk.labels import _LABELS
from marsad.desk.marking import Span, marked, quoted
from marsad.desk.moment import BadMoment, Moment
from marsad.desk.words import Words
from marsad.ledger.tally import FlagName, Role
from marsad.model import Figure, claim

WORDS = st.text(st.sampled_from("ab <>&\"'.\n\u202eق"), min_size=1, max_size=60)


def _text(html: str) -> str:
    html = re.sub(r'<span class="sign"[^>]*>U\+([0-9A-F]+)</span>', lambda found: chr(int(found[1], 16)), html)
    return unescape(re.sub(r"</?mark[^>]*>", "", html))


@given(WORDS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6))
def test_marking_keeps_the_text_and_marks_exactly_the_words(text: str, places: list[tuple[int, int]]) -> None:
    """Without its marks the text is what it was; each claim's pieces together are its words; no element gets in."""
    spans = [Span(start, start + size, f"c{number}") for number, (start, size) in enumerate(places)]
    html = str(marked(text, spans, longest=None))
    assert _text(html) == text
    for span in spans:
        pieces = re.findall(rf'<mark data-claims="[^"]*\b{span.claim}\b[^"]*"[^>]*>(.*?)</mark>', html, re.S)
        assert _text("".join(pieces)) == text[span.start : span.end]
    assert not re.search(r"<(?!/?mark\b|/?span\b)", html)


@given(
    st.lists(st.sampled_from(["One thing. ", "Ten died there. ", "No? ", "line\n", "word " * 30]), min_size=1, max_size=8),
    st.data(),
)
def test_a_quote_holds_the_words(parts: list[str], data: st.DataObject) -> None:
    """However the sentence is cut, the words that say the claim are in it."""
    text = "".join(parts)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    pieces = re.findall(r"<mark[^>]*>(.*?)</mark>", str(quoted(text, [Span(start, end, "c")])))
    assert _text("".join(pieces)) == text[start:end].replace("\n", " ")


@given(WORDS, WORDS)
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    """What stays and is new is the new text; what stays and is gone has every word of the old one."""
    made = stretches(old, new)
    assert "".join(one.text for one in made if one.tag != "del") == new
    assert "".join(one.text for one in made if one.tag != "ins").split() == old.split()


def test_a_moment_is_its_address() -> None:
    """What a query says comes back in every link, and only that."""
    moment = Moment.of({"as_of": "2024-12-01", "known_at": "2024-12-02T10:00:00Z", "policy": "ibc_two_source", "page": "2"})
    link = moment.link("/report#claim-1", id="a b&c")
    assert link == "/report?as_of=2024-12-01&known_at=2024-12-02T10%3A00%3A00Z&policy=ibc_two_source&id=a+b%26c#claim-1"
    assert Moment.of({}).link("/tolls") == "/tolls"
    assert moment.link("/tolls", as_of=None, known_at=None, policy=None) == "/tolls"
    with pytest.raises(BadMoment):
        Moment.of({"policy": "mine"})


def test_every_code_has_a_label() -> None:
    """Nothing that the model can say is shown as a bare code."""
    kinds = (
        claim.Modality, claim.Outcome, claim.Scope, claim.Side, claim.Attribute, claim.Status, claim.Extent, claim.Action,
        claim.Act, claim.AgreementType, claim.AgreementStatus, claim.RelationType, FlagName, Role,
    )  # fmt: skip
    assert {code for kind in kinds for code in get_args(kind)} - set(_LABELS) == set()


def test_numbers_are_never_more_exact_than_they_are() -> None:
    """A bound stays a bound, and unknown isn't nought."""
    words = Words()
    assert words.number(None) == "–"
    assert words.figure(Figure.at_least(1300)) == "at least 1,300"
    assert words.figure(Figure.at_most(9)) == "up to 9"
    assert words.figure(Figure(20, None, None, "vague")) == "20 or more"
    assert words.days("2024-11-27", "2024-11-30") == "27–30 Nov 2024"
    assert words.days("2024-11-27", "2024-12-02") == "27 Nov – 2 Dec 2024"


@given(st.integers(0, 10**9))
def test_ticks_reach_beyond_the_top(top: int) -> None:
    """An axis starts at nought, has even steps and ends at or above the highest figure."""
    marks = ticks(top)
    assert marks[0] == 0
    assert marks[-1] >= top
    assert len({b - a for a, b in pairwise(marks)}) == 1
    assert len(marks) <= 8


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", None, "/\n/evil"])
def test_no_form_leads_outside(address: str | None) -> None:
    """An address to go back to is one of this desk."""
    assert inside(address, "/inbox") == "/inbox"


def test_a_judgement_needs_a_name() -> None:
    """Everybody may see; whoever has no name may not decide; a name has no hidden signs."""
    guard = Guard()
    assert guard.may(None, "see")
    with pytest.raises(NotNamed):
        guard.need(guard.person(None), "review", "c1")
    assert guard.need(guard.person("Rim%20Haddad"), "review", "c1") == "Rim Haddad"
    assert clean_name("  A\u202eB\x00 \n C ") == "AB C"
