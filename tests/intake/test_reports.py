"""Files, folders and lines become reports; what can't is named and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import EmptyText, MalformedLine, NotText, TooLarge
from marsad.intake import Rejected, open_reports
from marsad.intake import reports as module
from marsad.model import Report


def all_of(*paths: Path, **given_: str) -> list[Report | Rejected]:
    return list(open_reports(list(paths), **given_))


def only_error(*paths: Path) -> Exception:
    (item,) = all_of(*paths)
    assert isinstance(item, Rejected)
    assert item.error.remedy
    return item.error


def test_a_text_file_keeps_every_character(tmp_path: Path) -> None:
    text = "Line one\r\nline two\tإدلب 𝒳\n"
    file = tmp_path / "story.txt"
    file.write_bytes(text.encode())
    (report,) = all_of(file, published="2024-11-30", source="AFP")
    assert report == Report(text=text, id="story", published="2024-11-30", source="AFP")


def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes("حلب".encode("utf-16"))
    (report,) = all_of(file)
    assert isinstance(report, Report)
    assert report.text == "حلب"


def test_lines_bring_their_own_facts_and_fall_back_on_the_options(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    rows = [{"text": "A.", "id": 7, "published": "2020-01-01", "url": "x", "other": []}, {"text": "B."}]
    file.write_text("\n\n".join(map(json.dumps, rows)))
    first, second = all_of(file, published="2024-11-30", source="AFP")
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.id, first.published, first.source, first.url) == ("7", "2020-01-01", "AFP", "x")
    assert (second.id, second.published) == ("many:3", "2024-11-30")


def test_a_malformed_line_is_named_by_its_number_and_the_run_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text('{"text": "A."}\n{"text": 5}\n{broken\n[]\n{"text": "B."}\n')
    items = all_of(file)
    assert [item.id for item in items] == ["many:1", "many:2", "many:3", "many:4", "many:5"]
    assert [type(item) for item in items] == [Report, Rejected, Rejected, Rejected, Report]
    assert all(
        isinstance(item.error, MalformedLine) and "line" in str(item.error) for item in items if isinstance(item, Rejected)
    )


def test_a_json_file_is_read_as_its_reports_and_never_as_prose(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text(json.dumps({"text": "A.", "published": "2020-01-01"}, indent=1))
    many.write_text('[{"text": "A."}, {"text": 5}, {"text": "B.", "id": "b"}]')
    (report,) = all_of(one)
    assert isinstance(report, Report)
    assert (report.id, report.text, report.published) == ("one", "A.", "2020-01-01")
    items = all_of(many)
    assert [(item.id, type(item)) for item in items] == [("many:1", Report), ("many:2", Rejected), ("b", Report)]


@pytest.mark.parametrize("raw", [b"", b"A bomb killed two.", b'{"text": "A."', b'[{"text": "A."}, ', b"[1]", b"\xff"])
def test_a_json_file_that_holds_no_report_is_named(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(raw)
    assert isinstance(only_error(file), MalformedLine)


@pytest.mark.parametrize(
    ("raw", "error"),
    [(b"", EmptyText), (b" \n\t ", EmptyText), (b"\x89PNG\x00\x00\xff\xfe" * 20, NotText), ("حلب".encode("cp1256"), NotText)],
)
def test_what_is_no_text_gets_a_clear_error(tmp_path: Path, raw: bytes, error: type[Exception]) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(raw)
    assert isinstance(only_error(file), error)


def test_a_file_larger_than_any_report_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 1000)
    big = tmp_path / "big.txt"
    big.write_text("word " * 1000)
    assert isinstance(only_error(big), TooLarge)
    lines = tmp_path / "big.jsonl"
    lines.write_text(json.dumps({"text": "word " * 1000}) + "\n" + json.dumps({"text": "short"}) + "\n")
    first, second = all_of(lines)
    assert isinstance(first, Rejected)
    assert isinstance(first.error, TooLarge)
    assert isinstance(second, Report)


def test_a_folder_gives_its_files_in_order_and_stems_stay_unique(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/a.txt", "skip.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [item.id for item in all_of(tmp_path)] == ["a", "b", "a-2"]


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    assert "no file" in str(only_error(tmp_path / "none.txt"))
    assert "no report" in str(only_error(tmp_path))


@given(st.binary(max_size=400))
def test_any_bytes_give_reports_or_errors(raw: bytes) -> None:
    import io

    for item in module._from_lines(io.BytesIO(raw), "x", None, None):
        assert isinstance(item, Report | Rejected)
