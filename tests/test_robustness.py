"""Whatever is handed in comes back as a reading or as a named error, in its place, with anchors that stand in the text."""

from __future__ import annotations

import json
import time
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.cuts import corpus_texts
from marsad.errors import EmptyText, InputError, NotText, TooLarge
from marsad.extraction import read_all
from marsad.model import Anchor, Reading, Report
from marsad.reading import Reader

REPORT = (
    "At least 12 soldiers were killed on Tuesday when Turkish-backed rebels shelled an army post near Aleppo, a monitor said.\n"
    "The army denied that it had lost the post. A truce between the army and the rebels, brokered by Turkey, collapsed."
)
WORDS = [
    "killed",
    "soldiers",
    "Aleppo",
    "on Friday",
    "at least",
    "12",
    "said",
    "Turkish-backed",
    "rebels",
    "truce",
    "captured",
    ",",
    ".",
    "\n",
    '"',
    "(",
    "-",
    "million",
    "between",
    "and",
    "10,000",
    "Russia",
    "al-",
    "'s",
    "not",
    "the",
    "\u202e",
    "\x00",
    "\U0001f4a3",
    "حلب",
    "城",
    "\ud83d",
    "<p>",
    "&nbsp;",
    "since 2016",
    "kilometers southwest of",
    "\t\t",
    "…",
    "—",
]


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader()


def anchors_of(reading: Reading) -> list[Anchor]:
    claimed = [anchor for claim in reading.claims for anchor in claim.anchors]
    said = [source.anchor for claim in reading.claims for source in claim.attribution if source.anchor]
    dated = [claim.when.anchor for claim in reading.claims if claim.when]
    placed = [claim.where.anchor for claim in reading.claims if claim.where]
    return [*claimed, *said, *dated, *placed, *(mention.anchor for mention in reading.mentions)]


def check(text: str, **known: str) -> None:
    try:
        reading = reader().read(text, **known)  # type: ignore[arg-type]
    except InputError:
        return
    sound = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    for anchor in anchors_of(reading):
        assert sound[anchor.start : anchor.end] == anchor.text != ""
    assert all(claim.anchors for claim in reading.claims)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from([" ", ""]))
def test_words_in_any_order_are_read_or_refused(words: list[str], joint: str) -> None:
    check(joint.join(words), published="2024-11-30")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, len(REPORT)), st.integers(0, len(REPORT)), st.text(max_size=12))
def test_a_report_cut_and_soiled_anywhere_is_read_or_refused(first: int, last: int, dirt: str) -> None:
    check(REPORT[:first] + dirt + REPORT[last:], published="2024-11-30")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Ardenian Monitoring Group has documented, since the raid began, the killing of 12 people.",
        "The ministry counted 30 dead, but the mayor, citing a nurse who spoke to Radio Ardena, put it at 40.",
        "The deaths have brought to 242 the number of people killed, and the shelling caused no casualties on Sunday.",
        "Judges jailed five guards for shooting dead a boy, a charge that the army rejected as a lie.",
        "The council said its men had killed 63 raiders. Fourteen soldiers died, it went on, as was reported by the same man.",
        "Rebels, backed by Turkey and led by the Northern Front, took the town, 40 kilometers southwest of Aleppo, on Friday.",
    ],
)
def test_a_sentence_broken_off_behind_any_word_is_read(sentence: str) -> None:
    words = sentence.split()
    for end in range(1, len(words) + 1):
        check(" ".join(words[:end]), published="2024-11-30")
        check(" ".join(words[:end]).rstrip(",."), published="2024-11-30")


def test_what_the_rules_were_written_for_is_read_when_it_breaks_off() -> None:
    """A fifth of the corpora's examples, each cut behind one of its words; `python -m evals.cuts` cuts all behind all."""
    texts = corpus_texts()
    assert len(texts) > 1000
    for n, text in enumerate(texts[::5]):
        words = text.split(" ")
        check(" ".join(words[: 1 + n % len(words)]).rstrip(",."), published="2024-11-30")


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200b"])
def test_a_text_without_words_is_empty_or_holds_nothing(text: str) -> None:
    if not text.strip():
        with pytest.raises(EmptyText):
            reader().read(text)
    else:
        assert reader().read(text).claims == ()


def test_binary_data_and_books_are_refused_by_name() -> None:
    with pytest.raises(NotText):
        reader().read("\x00\x01\x02\x03" * 500)
    with pytest.raises(TooLarge):
        reader().read("killed " * 150_000)


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31", "yesterday", "2024-02-31", ""])
def test_an_impossible_publication_date_is_left_out_with_a_note(published: str) -> None:
    reading = reader().read(REPORT, published=published)
    assert reading.claims
    assert reading.report.published is None
    assert any("relative times" in note for note in reading.report.notes)


@pytest.mark.parametrize("number", ["9" * 400, "1e999", "between 9 and 3", "999,999,999 million million million", "0", "3.14.15"])
def test_absurd_numbers_break_nothing(number: str) -> None:
    check(f"{number} people were killed in Aleppo on Monday.", published="2024-11-30")


def test_half_a_surrogate_pair_is_replaced_in_place() -> None:
    text = "Boom \ud83d! Rebels shelled Aleppo on Monday and killed 12 soldiers."
    (line,) = read_all([Report(text=text, id="cut \ud83d", published="2024-11-30")], reader=reader())
    told = json.loads(line)
    assert told["report"]["id"] == "cut \ufffd"
    assert any("12 soldiers" in text[anchor["start"] : anchor["end"]] for claim in told["claims"] for anchor in claim["anchors"])


def test_a_bad_report_loses_none_of_its_batch() -> None:
    texts = [REPORT, "", "\x00" * 900, "a" * 300_000, '"' * 5000, REPORT, "\ud83d", REPORT]
    items = [Report(text=text, id=str(i), published="2024-11-30") for i, text in enumerate(texts)]
    lines = [json.loads(line) for line in read_all(items, reader=reader())]
    assert all(line["error"]["message"] and line["error"]["remedy"] for line in lines if "error" in line)
    assert [line["report"]["id"] for line in lines] == [item.id for item in items]
    assert ["error" in line for line in lines] == [False, True, True, True, False, False, False, False]
    assert len(lines[0]["claims"]) == len(lines[5]["claims"]) == len(lines[7]["claims"]) > 0


@pytest.mark.parametrize(
    "unit", [".", "!", "killed-", "a", "9", "(", '"A ', "and ", "al-", "Mar Apr ", "<", "&", "1,", "\n", "Aleppo, "]
)
def test_a_long_run_of_one_thing_takes_no_longer_than_its_length(unit: str) -> None:
    reader().read(REPORT)
    began = time.process_time()
    check((unit * (40_000 // len(unit)))[:40_000] + " Rebels shelled Aleppo.", published="2024-11-30")
    assert time.process_time() - began < 5
