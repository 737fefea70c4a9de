"""Matching as the record keeps it: whatever comes, goes and is judged, it is what matching everything gives."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching_world import PLACES, records, toll, where

from marsad.grouping import placed
from marsad.matching import match
from marsad.model import Correction, Judgement, Known, Reading, Report, ReportHead, Retraction
from marsad.observatory import Observatory
from marsad.store import Incoming, StoredDecision, Wanted

_settings = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def items_of(report: list[Known], version: int = 0) -> list[Any]:
    """The report and its reading, as they come in."""
    head = report[0]
    text = Report(id=head.report, text=f"{head.report} {version}", source=head.outlet, published=head.published)
    told = ReportHead(id=text.id, source=text.source, published=text.published, sha256=text.sha256)
    return [Incoming(report=text), Reading(report=told, claims=tuple(item.claim for item in report), reader=f"test {version}")]


def by_report(record: list[Known]) -> list[list[Known]]:
    found: dict[str, list[Known]] = {}
    for item in record:
        found.setdefault(item.report, []).append(item)
    return list(found.values())


def kept(observatory: Observatory) -> dict[str, str]:
    """Claim -> group, as the record keeps it."""
    observatory.settle()
    return observatory.store.ground(None, grouping=observatory._grounds.grouping).groups


def due(observatory: Observatory) -> dict[str, str]:
    """Claim -> group, matched from scratch."""
    claims = list(observatory.store.claims())
    judgements = [one for one in observatory.store.decisions(kind="judgement") if isinstance(one, Judgement)]
    groups = match(claims, judgements).groups
    return placed(claims, {member: group.id for group in groups for member in group.members})


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Known], list[tuple[Any, ...]]]:
    """Claims, and what befalls them: arrivals, judgements, retractions, corrections, undos, new versions."""
    record = draw(records())
    names = [report[0].report for report in by_report(record)]
    ids = sorted({item.claim.id for item in record})
    verdicts = st.sampled_from(["same", "different", "unsure"])
    step = st.one_of(
        st.tuples(st.just("comes"), st.sampled_from(names)),
        st.tuples(st.just("edited"), st.sampled_from(names), st.integers(0, 3)),
        st.tuples(st.just("judged"), st.sampled_from(ids), st.sampled_from(ids), verdicts),
        st.tuples(st.just("retracted"), st.sampled_from([*ids, *names])),
        st.tuples(st.just("moved"), st.sampled_from(ids), st.sampled_from(sorted(PLACES))),
        st.tuples(st.just("undone"), st.integers(0, 20)),
        st.tuples(st.just("matched")),
    )
    return record, draw(st.lists(step, min_size=3, max_size=14))


def befall(observatory: Observatory, record: list[Known], steps: list[tuple[Any, ...]]) -> None:
    """What comes to nothing (a judgement on a claim that isn't there yet) is left out."""
    reports = {report[0].report: report for report in by_report(record)}
    made: list[str] = []
    for number, (what, *about) in enumerate(steps):
        told: dict[str, Any] = {"id": f"d{number:03}", "who": "editor", "at": f"2024-03-06T00:{number:02}:00Z"}
        decision: StoredDecision | None = None
        there = {item.claim.id for item in observatory.store.claims()}
        if what == "comes":
            observatory.store.append(items_of(reports[about[0]]), at=told["at"])
        elif what == "edited" and reports[about[0]][about[1] :]:
            observatory.store.append(items_of(reports[about[0]][about[1] :], number + 1), at=told["at"])
        elif what == "matched":
            observatory.settle()
        elif what == "undone" and made:
            undone = observatory.store.undo(made[about[0] % len(made)], who="editor", at=told["at"])
            made += [undone.id] if undone.seq else []
        elif what == "judged" and {*about[:2]} <= there and about[0] != about[1]:
            decision = Judgement(one=about[0], other=about[1], verdict=about[2], **told)
        elif what == "retracted" and (about[0] in there or any(observatory.store.reports(id=about[0]))):
            decision = Retraction(target=about[0], **told)
        elif what == "moved" and about[0] in there:
            decision = Correction(claim=about[0], fields={"where": where(about[1])}, **told)
        if decision is not None:
            made.append(observatory.store.add_decision(decision).id)


@_settings
@given(lives())
def test_what_is_kept_is_what_matching_everything_gives(life: tuple[list[Known], list[tuple[Any, ...]]]) -> None:
    record, steps = life
    with tempfile.TemporaryDirectory() as folder, Observatory.create(Path(folder) / "o") as observatory:
        befall(observatory, record, steps)
        assert kept(observatory) == due(observatory)
        assert observatory.verify() == []


@_settings
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing_that_is_kept(record: list[Known], random: Any) -> None:
    reports = by_report(record)
    made = []
    for turn in range(2):
        with tempfile.TemporaryDirectory() as folder, Observatory.create(Path(folder) / "o") as observatory:
            for report in reports:
                observatory.store.append(items_of(report), at="2024-03-05T00:00:00Z")
                if turn and random.random() < 0.5:
                    observatory.settle()
            observatory.settle()
            made.append(tables_of(observatory))
        random.shuffle(reports)
    assert made[0] == made[1]


def tables_of(observatory: Observatory) -> dict[str, list[tuple[Any, ...]]]:
    """What matching wrote, row by row."""
    from sqlalchemy import select

    from marsad.store import tables

    with observatory.store._database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables.matched
        }


def wishes() -> st.SearchStrategy[Wanted]:
    """What somebody may ask for."""
    places = sorted({values["id"] for values in PLACES.values() if values})
    days = st.sampled_from([None, "2024-02-25", "2024-03-01", "2024-03-03"])
    return st.builds(
        Wanted,
        place=st.sampled_from([None, *places]),
        country=st.sampled_from([None, None, "XA"]),
        start=days,
        end=days,
        outcome=st.sampled_from([None, "killed"]),
        scope=st.sampled_from([None, None, "incident"]),
    )


@_settings
@given(lives(), wishes(), st.sampled_from([None, "2024-03-03"]))
def test_an_answer_for_a_place_is_the_rows_of_the_whole_answer(
    life: tuple[list[Known], list[tuple[Any, ...]]], wanted: Wanted, as_of: str | None
) -> None:
    from marsad.grounds import Laid, incidents_wanted, tallies_wanted

    record, steps = life
    everything = [("comes", report[0].report) for report in by_report(record)]
    with tempfile.TemporaryDirectory() as folder, Observatory.create(Path(folder) / "o") as observatory:
        befall(observatory, record, [*everything, *steps])
        for known_at in (None, "2024-03-06T00:04:00Z"):
            clocks: dict[str, Any] = {"as_of": as_of, "known_at": known_at}
            laid = Laid({"known": list(observatory.store.claims(**clocks))}, None)
            rows = tallies_wanted(observatory.tolls(**clocks), wanted, laid)
            assert list(observatory.tolls(wanted, **clocks)) == rows
            incidents = incidents_wanted(observatory.events(**clocks), wanted, laid)
            assert list(observatory.events(wanted, **clocks)) == incidents


def test_a_killed_run_is_taken_up_by_the_next_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Matching that dies in the middle leaves its reports waiting, and what was matched before as it was."""
    record = [
        [Known(claim=toll(f"r{n}", n), report=f"r{n}", known_at="", originator="x", published="2024-03-02")] for n in range(4)
    ]
    with Observatory.create(tmp_path / "o") as observatory:
        observatory.store.append(items_of(record[0]) + items_of(record[1]))
        before = kept(observatory)
        observatory.store.append(items_of(record[2]) + items_of(record[3]))
        grouping = observatory._grounds.grouping
        with monkeypatch.context() as patched:
            patched.setattr(type(grouping), "near", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                observatory.settle()
        with observatory.store._database.reading() as connection:
            from marsad.store.matched import is_waiting

            assert is_waiting(connection)
        assert observatory.store.ground(None, grouping=grouping).groups == before
    with Observatory.open(tmp_path / "o") as again:
        assert kept(again) == due(again)
        assert again.verify() == []
