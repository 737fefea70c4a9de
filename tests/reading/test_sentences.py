"""Where sentences begin and end; together they hold every word, at its own place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rebels took Saraqib. The army denied it.", ["Rebels took Saraqib.", "The army denied it."]),
        ("Gen. Smith met Mr. Jones in the U.S. Capitol.", ["Gen. Smith met Mr. Jones in the U.S. Capitol."]),
        ("It came from the U.S. The army left.", ["It came from the U.S.", "The army left."]),
        ("About 3.5 km away. Two died.", ["About 3.5 km away.", "Two died."]),
        ('"We left." Then they came.', ['"We left."', "Then they came."]),
        ("He arrived at 5 p.m. on Friday. Nobody was there.", ["He arrived at 5 p.m. on Friday.", "Nobody was there."]),
        ("TOLL RISES IN IDLIB\nFive people died.", ["TOLL RISES IN IDLIB", "Five people died."]),
        ("Rebels seize town\n\nThe town fell on Friday.", ["Rebels seize town", "The town fell on Friday."]),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(text)] == wanted


def test_a_wrapped_line_goes_on_even_before_a_capital() -> None:
    text = (
        "At least 12 people, including three children, were killed when shells hit a market, the\n"
        "White Helmets said. The army denied that it had shelled the town, which lies north of\n"
        "Hama. Nobody answered."
    )
    assert [sentence.text.replace("\n", " ")[-12:] for sentence in split_sentences(text)] == [
        "elmets said.",
        "rth of Hama.",
        "dy answered.",
    ]


def test_items_of_a_list_are_apart_however_even_their_lines() -> None:
    items = [f"- In {town} on Monday two houses were hit by shells from the east bank" for town in ("Sumy", "Izium", "Kupiansk")]
    assert [sentence.text for sentence in split_sentences("\n".join(items))] == items


def test_a_headline_is_told_from_a_sentence() -> None:
    first, second = split_sentences("Rebels seize town\nThe town fell on Friday.")
    assert first.headline
    assert not second.headline


def test_a_stretch_without_an_end_is_cut() -> None:
    assert max(len(sentence.text) for sentence in split_sentences("word " * 5_000)) <= 1_200


@given(st.text(alphabet=st.sampled_from("aZ .!?\n\t\"'é…1,;"), max_size=300))
def test_no_word_is_lost_and_offsets_are_true(text: str) -> None:
    sentences = split_sentences(text)
    assert all(text[one.start : one.end] == one.text and one.text.strip() for one in sentences)
    assert "".join("".join(one.text.split()) for one in sentences) == "".join(text.split())
