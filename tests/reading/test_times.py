"""Times: the rules' corpus, and what holds for any text and any day."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import resources
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Interval, Report, TimeMention
from marsad.reading.document import Document, Sentence
from marsad.reading.times import find_times

CORPUS = yaml.safe_load(resources.files("marsad.reading.language").joinpath("en", "corpus", "times.yaml").read_text("utf-8"))
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def times(text: str, published: str | None = "2024-11-30") -> list[TimeMention]:
    return find_times(Document(Report(text=text), published=date.fromisoformat(published) if published else None))


def test_a_headline_is_a_sentence_of_its_own() -> None:
    text = "Council to vote on Friday\nThe envoy said that shells fell."
    cut = text.index("\n")
    sentences = [Sentence(0, 0, cut, text[:cut], headline=True), Sentence(1, cut + 1, len(text), text[cut + 1 :])]
    document = Document(Report(text=text), published=date(2024, 11, 30), sentences=sentences)
    assert [row(mention) for mention in find_times(document)] == [["Friday", "2024-12-06", "DATE", "2024-12-06", "2024-12-06", 1]]


def row(mention: TimeMention) -> list[Any]:
    one = mention.interval
    return [mention.text] if one is None else [mention.text, one.value, one.type, one.start, one.end, one.precision]


@pytest.mark.parametrize("example", CORPUS["examples"], ids=lambda example: example[0])
def test_an_example_is_found(example: list[Any]) -> None:
    text, expected = example[0], [one for one in example[1:] if isinstance(one, list)]
    at = next((one["at"] for one in example if isinstance(one, dict)), "2024-11-30")
    assert [row(mention) for mention in times(text, None if at == "none" else at)] == expected


@pytest.mark.parametrize("text", CORPUS["never"])
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert [row(mention) for mention in times(text)] == []


def check(text: str, mentions: list[TimeMention]) -> None:
    last = 0
    for mention in mentions:
        assert mention.start >= last
        assert text[mention.start : mention.end] == mention.text != ""
        last = mention.end
        one = mention.interval or Interval()
        assert one.precision in (None, 1, 2, 3, 4, 5)
        if one.start and one.end:
            assert date.fromisoformat(one.start) <= date.fromisoformat(one.end)


PIECES = st.sampled_from(
    "since|on|in|the|May|March 5|2016|31|'80s|Friday|last|next|week|years|ago|later|two|and a half|early|late|night|of|-|,|.|"
    "\n\n|12/5/2016|2016-02-30|0001|9999|century|99 centuries|at|3:30|p.m.|GMT|from|to|until|will|overnight|same day|a|first|"
    "quarter|winter|9999 years|decade|weekend|end of|Christmas|4000|1/2/03|between|\u0663|5 BC".split("|")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map(" ".join), st.one_of(st.none(), st.dates()))
def test_any_heap_of_time_words_gives_valid_mentions(text: str, published: date | None) -> None:
    check(text, find_times(Document(Report(text=text), published=published)))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.one_of(st.none(), st.dates()))
def test_any_text_gives_valid_mentions(text: str, published: date | None) -> None:
    check(text, find_times(Document(Report(text=text), published=published)))


@given(st.sampled_from(WEEKDAYS), st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_weekday_of_the_past_is_within_the_last_seven_days(weekday: str, published: date) -> None:
    [mention] = times(f"They were hit on {weekday}.", published.isoformat())
    assert mention.interval is not None
    assert mention.interval.start is not None
    found = date.fromisoformat(mention.interval.start)
    assert WEEKDAYS[found.weekday()] == weekday
    assert timedelta(0) <= published - found < timedelta(7)


@given(st.sampled_from(WEEKDAYS), st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_weekday_to_come_is_within_the_next_seven_days(weekday: str, published: date) -> None:
    [mention] = times(f"They will meet on {weekday}.", published.isoformat())
    assert mention.interval is not None
    assert mention.interval.start is not None
    assert timedelta(0) <= date.fromisoformat(mention.interval.start) - published < timedelta(7)


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.dates(min_value=date(1900, 1, 1)),
    st.sampled_from(["{d.day} {m} {d.year}", "{m} {d.day}, {d.year}", "{d:%Y-%m-%d}", "{s} {d.day}, {d.year}"]),
)
def test_a_full_date_means_itself_whenever_it_is_published(day: date, published: date, form: str) -> None:
    month = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ][day.month - 1]
    [mention] = times("It fell on " + form.format(d=day, m=month, s=month[:3]) + ".", published.isoformat())
    assert mention.interval == Interval(start=day.isoformat(), end=day.isoformat(), precision=1, value=day.isoformat())
