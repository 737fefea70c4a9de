"""The observatory as its doors use it: what is pasted or dropped, and what a person's review does."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main
from marsad.observatory import Observatory
from marsad.reading import Reader
from marsad.store import Wanted

TEXT = "Shelling killed five people in Idlib on Friday, medics said."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def observatory(tmp_path: Path, reader: Reader) -> Iterator[Observatory]:
    made = Observatory.create(tmp_path / "obs")
    made._reader = reader
    with made:
        yield made


def test_a_pasted_text_is_read_and_kept_and_twice_adds_nothing(observatory: Observatory) -> None:
    first = observatory.add_text(TEXT, title="Friday", source="North", published="2024-11-30", who="Rim")
    assert (first.state, first.claims > 0) == ("added", True)
    assert observatory.add_text(TEXT, source="North", published="2024-11-30", who="Rim").state == "known"
    (row,) = observatory.reports_page().rows
    assert (row.id, row.title, row.outlet, row.published, row.claims) == (first.id, "Friday", "North", "2024-11-30", first.claims)
    assert row.original is not None
    assert observatory.store.original(row.original) == TEXT.encode()
    assert observatory.add_text("   ").state == "rejected"


def test_a_dropped_file_takes_the_same_way(observatory: Observatory) -> None:
    page = f"<html><head><title>Friday</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>".encode()
    (outcome,) = observatory.add_bytes("friday.html", page, published="2024-11-30", source="North")
    assert (outcome.state, outcome.id, outcome.claims > 0) == ("added", "friday", True)
    (bomb,) = observatory.add_bytes("bomb.gz", gzip.compress(b"x" * 300_000_000))
    assert bomb.state == "rejected"
    assert bomb.remedy


def test_a_rejected_claim_counts_nowhere_until_that_is_undone(observatory: Observatory) -> None:
    observatory.add_text(TEXT, source="North", published="2024-11-30")
    (tally,) = [one for one in observatory.tolls() if one.outcome == "killed"]
    (claim,) = tally.counted[0].claims
    assert claim in [row.known.claim.id for row in observatory.inbox().rows]
    decision = observatory.review(claim, False, who="Rim", why="another town")
    (after,) = [one for one in observatory.tolls() if one.outcome == "killed"]
    assert (after.best, after.counted) == (None, ())
    assert after.set_aside[0].reason == "rejected by Rim: another town"
    assert claim not in [row.known.claim.id for row in observatory.inbox().rows]
    observatory.undo(decision.id, who="Rim")
    assert [one for one in observatory.tolls() if one.outcome == "killed"] == [tally]
    observatory.review(claim, True, who="Rim")
    assert observatory.reports_page().rows[0].reviewed == 1
    observatory.review(claim, None, who="Rim")
    assert observatory.reports_page().rows[0].reviewed == 0
    assert observatory.verify() == []


def test_the_commands_review_and_search(observatory: Observatory, tmp_path: Path) -> None:
    observatory.add_text(TEXT, source="North", published="2024-11-30")
    claim = observatory.inbox().rows[0].known.claim.id
    place = ["--observatory", str(tmp_path / "obs")]
    run = CliRunner().invoke
    assert run(main, ["review", claim, "--who", "Rim", *place]).exit_code == 2
    for verdict, left in (("--accept", False), ("--unsee", True), ("--reject", False)):
        assert run(main, ["review", claim, verdict, "--who", "Rim", *place]).exit_code == 0
        assert (claim in [row.known.claim.id for row in observatory.inbox().rows]) is left
    found = run(main, ["search", "shelling", "--format", "jsonl", *place])
    assert found.exit_code == 0
    assert '"kind":"report"' in found.output


def test_incidents_come_by_pages_newest_first_and_as_the_whole_record_has_them(observatory: Observatory) -> None:
    for day, place, number in ((28, "Idlib", 3), (29, "Saraqib", 4), (30, "Idlib", 5), (30, "Hama", 6)):
        text = f"Shelling killed {number} people in {place} on {day} November 2024, medics said."
        observatory.add_text(text, source="North", published=f"2024-12-0{number - 2}")
    whole = observatory.events()
    rows, after = [], None
    while True:
        page = observatory.incidents(limit=2, after=after)
        rows += page.rows
        after = page.after
        if after is None:
            break
    assert sorted(rows, key=lambda one: one.id) == sorted(whole, key=lambda one: one.id)
    assert [one.end for one in rows] == sorted((one.end for one in rows), reverse=True)
    at_idlib = observatory.incidents(Wanted(place_name="Idlib"))
    assert {one.id for one in at_idlib.rows} == {one.id for one in whole if one.place and one.place.name == "Idlib"}
    assert {one.id for one in observatory.incidents(sources=1).rows} == {one.id for one in whole}
    assert observatory.incidents(sources=0).rows == ()


STORY = "Shelling killed five people in Idlib on Friday, medics said. " + "Rescuers searched the rubble of the old market. " * 5
EDITED = STORY.replace("old market", "old market hall")


def test_copies_are_known_across_runs_and_after_a_rebuild(observatory: Observatory) -> None:
    first = observatory.add_text(STORY, source="North", published="2024-11-30")
    assert observatory.add_text("By Our Staff\n" + STORY, source="South", published="2024-11-30").of == first.id
    assert observatory.verify() == []
    observatory.store.rebuild()
    assert observatory.add_text("(Agency) - " + STORY, source="West", published="2024-11-30").of == first.id
    assert observatory.verify() == []


def test_a_page_that_was_edited_is_no_copy_of_itself_and_what_repeats_either_is_one(observatory: Observatory) -> None:
    url = "https://north.example/friday"
    first = observatory.add_text(STORY, source="North", published="2024-11-30", url=url)
    assert observatory.add_text(EDITED, source="North", published="2024-11-30", url=url).state == "new version"
    for outlet, text in (("South", STORY), ("West", EDITED)):
        assert observatory.add_text(f"By Our Staff\n{text}", source=outlet, published="2024-11-30").of == first.id
    assert observatory.verify() == []


def test_a_signature_that_was_changed_is_found_and_another_makers_are_made_anew(observatory: Observatory) -> None:
    first = observatory.add_text(STORY, source="North", published="2024-11-30")
    with observatory.store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE bands SET band = band + 1")
    assert [problem.where.partition(":")[0] for problem in observatory.verify()] == ["bands"]
    with observatory.store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE signatures SET maker = 'older'")
    assert observatory.add_text("By Our Staff\n" + STORY, source="South", published="2024-11-30").of == first.id
    assert observatory.verify() == []


STRIKE = "Government air strikes hit the town of Saraqib on Friday for the first time since 2016, residents said."
EARLIER = "A government air strike hit the town of Saraqib on Sunday, residents said."


def test_the_first_since_is_checked_against_all_that_came_before_also_where_only_some_days_are_asked_for(
    observatory: Observatory,
) -> None:
    """What contradicts it lies years before the days that are wanted."""
    observatory.add_text(STRIKE, source="North", published="2024-11-30")
    days = Wanted(kind="event", start="2024-11-01", end="2024-12-31")
    (alone,) = [one for one in observatory.events(days) if one.firsts]
    assert [first.verdict for first in alone.firsts] == ["unknown"]
    observatory.add_text(EARLIER, source="South", published="2020-03-02")
    (whole,) = [one for one in observatory.events() if one.firsts]
    assert [first.verdict for first in whole.firsts] == ["contradicted"]
    for wanted in (
        days,
        Wanted(kind="event", start="2024-11-01", end="2024-12-31", place=whole.place.id if whole.place else None),
    ):
        assert list(observatory.events(wanted)) == [whole]
    assert [one for one in observatory.incidents().rows if one.firsts] == [whole]


def test_an_earlier_one_that_was_rejected_contradicts_no_first(observatory: Observatory) -> None:
    """By whatever question, and only while the rejection stands."""
    observatory.add_text(STRIKE, source="North", published="2024-11-30")
    observatory.add_text(EARLIER, source="South", published="2020-03-02")
    (earlier,) = [one.claim.id for one in observatory.claims(Wanted(kind="event", end="2020-12-31"))]
    for accepted, verdict in ((None, "contradicted"), (False, "unknown"), (True, "contradicted"), (False, "unknown")):
        observatory.review(earlier, accepted, who="Rim")
        asked = [
            observatory.events(),
            observatory.events(Wanted(kind="event", start="2024-11-01", end="2024-12-31")),
            observatory.incidents().rows,
        ]
        told = [[first.verdict for one in rows for first in one.firsts] for rows in asked]
        assert told == [[verdict]] * 3
        assert [first.verdict for first in observatory.firsts()] == [verdict]


def test_a_first_is_asked_of_the_record_as_it_was_known(observatory: Observatory) -> None:
    """What is gone now vouched then for the years between: at that moment the first stood."""
    observatory.add_text(STRIKE.replace("2016", "2021"), source="North", published="2024-11-30")
    observatory.add_text(EARLIER, source="South", published="2021-03-02")
    vouching = [
        observatory.add_text(
            f"A government air strike hit the town of Homs on {day}, residents said.", source="South", published="2023-12-01"
        ).id
        for day in ("3 May 2022", "6 June 2023")
    ]
    known_at = observatory.store.head().at
    while datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") <= known_at:
        time.sleep(0.05)  # an instant is a whole second
    for report in vouching:
        observatory.retract(report, who="Rim", why="withdrawn")
    there = next(one.claim.where.id for one in observatory.claims() if one.claim.where and one.claim.where.name == "Saraqib")
    for clocks, verdict in (({}, "unknown"), ({"known_at": known_at}, "supported")):
        assert [first.verdict for first in observatory.firsts(**clocks)] == [verdict]
        (at,) = [one for one in observatory.events(Wanted(kind="event", place=there), **clocks) if one.firsts]
        assert [first.verdict for first in at.firsts] == [verdict]


def test_a_place_is_asked_for_by_its_name_however_it_is_written_or_by_its_id(observatory: Observatory) -> None:
    """The same row by either, and as among all places."""
    observatory.add_text("Rebels captured Saraqib on Friday, residents said.", source="North", published="2024-11-30")
    observatory.add_text("Rebels captured Hama on Friday, residents said.", source="North", published="2024-11-30")
    rows = {one.place.name: one for one in observatory.control()}
    assert len(rows) == 2
    for name, row in rows.items():
        assert list(observatory.control(name)) == list(observatory.control(name.upper())) == [row]
        assert list(observatory.control(row.place.id)) == [row]
        assert [one.place for one in observatory.control(name, as_of="2024-12-02")] == [row.place]
    assert not observatory.control("Nowhere")
