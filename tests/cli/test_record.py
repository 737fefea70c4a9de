"""An observatory from the command line: made, fed, judged, checked."""

from __future__ import annotations

import json
import resource
import secrets
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from marsad.cli import main
from marsad.model import Report
from marsad.observatory import Observatory
from marsad.store import Incoming

REPORTS = [
    {
        "id": "a",
        "source": "North",
        "published": "2024-11-30",
        "text": "Shelling killed five people in Idlib on Friday, medics said.",
    },
    {
        "id": "b",
        "source": "South",
        "published": "2024-12-01",
        "text": "The toll from Friday's shelling of Idlib rose to seven, medics said.",
    },
]


def marsad(*arguments: str) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports.jsonl").write_text("\n".join([*map(json.dumps, REPORTS), "{broken"]))
    assert marsad("init", str(tmp_path / "obs")).exit_code == 0
    return tmp_path


def rows(result: Result) -> list[dict]:  # type: ignore[type-arg]
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.split("\n") if line]


def add(folder: Path) -> list[dict]:  # type: ignore[type-arg]
    return rows(marsad("add", folder / "reports.jsonl", "--observatory", folder / "obs", "--format", "jsonl", "--who", "Rim"))


def test_adding_names_what_each_thing_became_and_twice_adds_nothing(folder: Path) -> None:
    assert [row["state"] for row in add(folder)] == ["added", "added", "rejected"]
    assert [row["state"] for row in add(folder)] == ["known", "known", "rejected"]
    listed = rows(marsad("reports", "--observatory", folder / "obs", "--format", "jsonl"))
    assert [row["id"] for row in listed] == ["a", "b"]


def test_a_claim_leads_to_its_words_and_a_retracted_one_is_gone_until_that_is_undone(folder: Path) -> None:
    add(folder)
    place = ("--observatory", folder / "obs")
    tolls = rows(marsad("claims", "--kind", "toll", *place, "--format", "jsonl"))
    assert {row["report"] for row in tolls} == {"a", "b"}
    assert "five people" in tolls[0]["words"]
    done = marsad("retract", tolls[0]["id"], "--who", "Rim", "--why", "named the wrong town", *place)
    assert done.exit_code == 0
    assert len(rows(marsad("claims", "--kind", "toll", *place, "--format", "jsonl"))) == len(tolls) - 1
    decision = done.output.split()[0]
    assert marsad("undo", decision, "--who", "Rim", *place).exit_code == 0
    assert rows(marsad("claims", "--kind", "toll", *place, "--format", "jsonl")) == tolls


def test_the_record_can_be_checked_and_shows_a_changed_original(folder: Path) -> None:
    add(folder)
    assert "all is well" in marsad("verify", "--observatory", folder / "obs").output
    original = next(file for file in (folder / "obs" / "originals").rglob("*") if file.is_file())
    original.chmod(0o600)
    original.write_bytes(b"changed")
    changed = marsad("verify", "--observatory", folder / "obs")
    assert changed.exit_code == 1
    assert original.name in changed.output


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(folder: Path) -> None:
    (folder / "x.jsonl").write_text(json.dumps({"id": "=1+1", "title": "@cmd", "text": "Rebels seized Saraqib."}))
    marsad("add", folder / "x.jsonl", "--observatory", folder / "obs")
    listed = marsad("reports", "--observatory", folder / "obs", "--format", "csv").output
    assert "'=1+1" in listed
    assert "'@cmd" in listed


def test_a_folder_without_an_observatory_is_named_with_the_remedy(tmp_path: Path) -> None:
    result = marsad("reports", "--observatory", tmp_path)
    assert result.exit_code == 1
    assert "init" in result.output


def test_the_ledger_answers_from_the_record_and_a_figure_leads_to_the_words(folder: Path) -> None:
    add(folder)
    place = ("--observatory", folder / "obs")
    tolls = rows(marsad("tolls", "--outcome", "killed", *place, "--format", "jsonl"))
    assert {row["policy"] for row in tolls} == {"ucdp_range"}
    assert max(row["best"] for row in tolls if row["best"]) == 7
    why = marsad("why", tolls[0]["id"], *place)
    assert why.exit_code == 0
    assert "five people" in why.output or "seven" in why.output
    assert marsad("why", "toll-none", *place).exit_code == 1
    assert all("Idlib" in str(row["place"]) for row in rows(marsad("tolls", "--place", "Idlib", *place, "--format", "jsonl")))


@pytest.mark.parametrize("command", ["events", "control", "agreements", "relations", "series", "claims", "reports", "log"])
def test_every_listing_has_its_three_forms(folder: Path, command: str) -> None:
    add(folder)
    for form in ("table", "jsonl", "csv"):
        assert marsad(command, "--observatory", folder / "obs", "--format", form).exit_code == 0


def test_changes_say_what_moved_and_why(folder: Path) -> None:
    add(folder)
    moved = rows(marsad("changes", "--since", "2020-01-01", "--observatory", folder / "obs", "--format", "jsonl"))
    assert moved
    assert all(row["why"] for row in moved)


def test_reports_that_a_crash_kept_from_being_read_are_read_when_they_come_again(tmp_path: Path) -> None:
    story = (
        "Shelling killed five people in Idlib on Friday, medics said. " + "Rescuers searched the rubble of the old market. " * 5
    )
    reports = [Report(id=id, text=story, source=f"Outlet {id}", published="2024-11-30") for id in ("a", "b", "c")]
    (tmp_path / "reports.jsonl").write_bytes(b"\n".join(msgspec.json.encode(report) for report in reports))
    with Observatory.create(tmp_path / "obs") as observatory:
        observatory.store.append([Incoming(report=report) for report in reports])
    added = rows(marsad("add", tmp_path / "reports.jsonl", "--observatory", tmp_path / "obs", "--format", "jsonl"))
    assert [(row["state"], row["of"]) for row in added] == [("added", None), ("copy", "a"), ("copy", "a")]
    assert "all is well" in marsad("verify", "--observatory", tmp_path / "obs").output


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_disk_that_fills_up_is_named_and_what_was_told_as_added_is_there(tmp_path: Path) -> None:
    lines = [
        {
            "id": f"r{n}",
            "source": "North",
            "published": "2024-11-30",
            "text": f"Shelling killed {n} people in Idlib. {secrets.token_hex(900)}",
        }
        for n in range(2, 300)
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    marsad("init", tmp_path / "obs")
    command = [sys.executable, "-m", "marsad", "add", "many.jsonl", "--observatory", "obs", "--format", "jsonl"]
    limits = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000))}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, **limits)  # type: ignore[call-overload]
    assert done.returncode == 1
    assert "what was acknowledged before is safe" in done.stderr
    told = [row["id"] for line in done.stdout.splitlines() if (row := json.loads(line))["state"] != "unread"]
    assert 0 < len(told) < len(lines)
    kept = {row["id"] for row in rows(marsad("reports", "--observatory", tmp_path / "obs", "--format", "jsonl"))}
    assert set(told) <= kept
    again = rows(marsad("add", tmp_path / "many.jsonl", "--observatory", tmp_path / "obs", "--format", "jsonl"))
    assert {row["state"] for row in again if row["id"] in set(told)} == {"known"}
    assert {row["id"] for row in again} == {line["id"] for line in lines}
    assert "all is well" in marsad("verify", "--observatory", tmp_path / "obs").output


def test_an_address_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    marsad("init", tmp_path / "obs")
    refused = marsad("add", "ftp://wire.example/story", "--observatory", tmp_path / "obs", "--format", "jsonl")
    assert "no http or https address" in json.loads(refused.output)["message"]


def test_control_by_day_and_on_a_map_says_how_old_each_word_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rebels captured the town of Saraqib on 30 November 2024, residents said.")
    (tmp_path / "b.txt").write_text("The army still holds the town of Saraqib, the Syrian army said in a statement.")
    place = ("--observatory", tmp_path / "obs")
    marsad("init", tmp_path / "obs")
    marsad("add", tmp_path / "a.txt", "--published", "2024-11-30", *place)
    marsad("add", tmp_path / "b.txt", "--published", "2024-12-02", *place)
    days = rows(marsad("control", "Saraqib", "--days", "2024-11-29..2024-12-03", *place, "--format", "jsonl"))
    assert [row["day"] for row in days] == ["2024-11-30", "2024-12-01", "2024-12-02", "2024-12-03"]
    assert all(row["reported"] == "rebels: captured (2024-11-30, current)" for row in days)
    assert ["claimed" in row for row in days] == [False, False, True, True]
    assert [bool(row["contested"]) for row in days] == [False, False, True, True]
    [mapped] = rows(marsad("control", "--map", "--as-of", "2024-12-20", *place, "--format", "jsonl"))
    assert (mapped["said"], mapped["age"], mapped["contested"]) == ("2024-12-02", "ageing", True)
    assert rows(marsad("control", "--map", *place, "--format", "jsonl"))[0]["age"] == "stale"
    assert marsad("control", "--days", "2024-12-03..2024-11-29", *place).exit_code == 2
