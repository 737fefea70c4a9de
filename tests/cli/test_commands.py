"""The commands as a person types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = (
    "Rebels seized the town of Saraqib on Friday, the Syrian Observatory for Human Rights said. "
    "At least 12 people, including three children, were killed in shelling."
)


def marsad(*arguments: str, stdin: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    raw = stdin.encode() if isinstance(stdin, str) else stdin
    return subprocess.run([sys.executable, "-m", "marsad", *arguments], input=raw, capture_output=True, check=False)


def lines(run: subprocess.CompletedProcess[bytes]) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in run.stdout.decode().split("\n") if line]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    rows = [json.dumps({"id": f"r{i}", "text": TEXT.replace("12", str(12 + i)), "published": "2024-11-30"}) for i in range(40)]
    rows.insert(3, "{broken")
    (folder / "many.jsonl").write_text("\n".join(rows))
    return folder


def test_extract_prints_one_line_for_each_report_in_their_order(reports: Path) -> None:
    run = marsad("extract", str(reports))
    assert run.returncode == 0
    got = lines(run)
    assert [line["report"]["id"] for line in got] == ["r0", "r1", "r2", "many:4", *(f"r{i}" for i in range(3, 40))]
    assert got[3]["error"].keys() == {"stage", "message", "remedy"}
    assert "line 4" in got[3]["error"]["message"]
    tolls = [claim for claim in got[0]["claims"] if claim["kind"] == "toll"]
    assert [(claim["figure"]["best"], claim["figure"]["bound"]) for claim in tolls] == [(12, "at_least"), (3, "exact")]
    assert tolls[1]["part_of"] == tolls[0]["id"]
    assert all(TEXT[a["start"] : a["end"]] == a["text"] for claim in got[0]["claims"] for a in claim["anchors"])


def test_several_workers_print_the_same_bytes(reports: Path) -> None:
    assert marsad("extract", str(reports), "--workers", "2").stdout == marsad("extract", str(reports)).stdout


def test_exit_status_tells_whether_reports_failed(reports: Path, tmp_path: Path) -> None:
    assert marsad("extract", str(reports), "--strict").returncode == 1
    (tmp_path / "empty.txt").write_text("")
    assert marsad("extract", str(tmp_path / "empty.txt")).returncode == 1


def test_standard_input_and_options() -> None:
    run = marsad("extract", "-", "--published", "2024-11-30", "--source", "AFP", stdin=TEXT)
    (line,) = lines(run)
    assert (line["report"]["id"], line["report"]["source"], line["report"]["published"]) == ("stdin", "AFP", "2024-11-30")
    control = next(claim for claim in line["claims"] if claim["kind"] == "control")
    assert control["when"]["start"] == "2024-11-29"
    assert control["where"]["country"] == "SY"
    assert [source["kind"] for source in control["attribution"]] == ["observatory"]


def test_without_a_publication_date_relative_times_stay_unresolved_and_it_says_so() -> None:
    (line,) = lines(marsad("extract", "-", stdin=TEXT))
    assert any("no publication date" in note for note in line["report"]["notes"])
    assert all(claim["when"] is None for claim in line["claims"])


def test_a_report_in_another_language_is_recorded_and_not_guessed_at() -> None:
    text = "Les rebelles ont pris la ville de Saraqib vendredi, a indiqué l'Observatoire syrien des droits de l'homme."
    (line,) = lines(marsad("extract", "-", stdin=text))
    assert line["report"]["language"] == "fr"
    assert line["claims"] == []
    assert any("fr" in note for note in line["report"]["notes"])


def test_the_table_and_json_are_for_people_and_programs() -> None:
    table = marsad("extract", "-", "--format", "table", stdin=TEXT).stdout.decode()
    assert "captured by rebels" in table
    assert "at least 12 killed" in table
    assert "3 killed: children, of the at least 12" in table
    assert [row["version"] for row in json.loads(marsad("extract", "-", "--format", "json", stdin=TEXT).stdout)] == [1]


def test_explain_names_the_rules_that_fired() -> None:
    shown = marsad("explain", "-", "--published", "2024-11-30", stdin=TEXT).stdout.decode()
    assert "rule control.captured" in shown
    assert "Saraqib" in shown
    assert "2024-11-29" in shown


def test_demo_ties_every_claim_to_words() -> None:
    shown = marsad("demo").stdout.decode()
    assert "written for this demo" in shown
    assert "Syrian Observatory for Human Rights" in shown
    assert "Traceback" not in shown


def test_the_reader_stops_when_nobody_listens(reports: Path) -> None:
    run = subprocess.run(f"{sys.executable} -m marsad extract {reports} | head -1", shell=True, capture_output=True, check=False)
    assert run.stdout.count(b"\n") == 1
    assert b"Traceback" not in run.stderr
