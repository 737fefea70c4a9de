"""Every form is told by its content and becomes a report with what it says of itself."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest
from made import ATOM, MORE, PAGE, RSS, STORY, docx, given, message, one, pdf, warc, zipped

from marsad.errors import EmptyText
from marsad.intake import Rejected, arrivals, arrivals_of, read_feed
from marsad.intake.arrivals import FORMS, Arrival
from marsad.intake.faults import UnknownForm


@pytest.mark.parametrize(
    ("name", "raw", "media_type", "words"),
    [
        ("a.txt", STORY.encode(), "text/plain", STORY),
        ("a", STORY.encode("utf-16"), "text/plain", STORY),
        ("a.html", PAGE.encode(), "text/html", STORY),
        ("a", PAGE.encode(), "text/html", STORY),
        ("a.pdf", pdf(STORY), "application/pdf", STORY),
        ("a.bin", pdf(STORY), "application/pdf", STORY),
        (
            "a.docx",
            docx(STORY, MORE),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            STORY + "\n" + MORE,
        ),
        ("a.eml", message(), "message/rfc822", STORY),
        ("a", message(), "message/rfc822", STORY),
        ("a.jsonl", json.dumps({"text": STORY}).encode(), "application/json", STORY),
        ("a.json", json.dumps([{"text": STORY}], indent=1).encode(), "application/json", STORY),
        ("a.csv", f'id;text\n1;"{STORY}"\n'.encode(), "text/csv", STORY),
        ("a.txt.gz", gzip.compress(STORY.encode()), "text/plain", STORY),
        ("a.zip", zipped({"deep/b.txt": STORY}), "text/plain", STORY),
        ("a.warc.gz", warc({"https://times.example/1": PAGE.encode()}), "text/html", STORY),
        ("a.warc", warc({"https://times.example/1": PAGE.encode()}, packed=False), "text/html", STORY),
        (
            "a.wacz",
            zipped({"datapackage.json": "{}", "archive/d.warc.gz": warc({"https://t.example/": PAGE.encode()})}),
            "text/html",
            STORY,
        ),
        ("a.xml", ATOM.encode(), "application/xml", STORY),
    ],
)
def test_each_form_gives_its_words_and_its_bytes(tmp_path: Path, name: str, raw: bytes, media_type: str, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    arrival = one(file)
    assert words in arrival.report.text
    assert arrival.media_type == media_type
    assert arrival.original
    assert not arrival.claims


def test_the_original_is_kept_byte_for_byte(tmp_path: Path) -> None:
    for name, raw in (
        ("a.txt", "\ufeffA b\r\n c".encode()),
        ("b.html", PAGE.encode()),
        ("c.pdf", pdf(STORY)),
        ("d.eml", message()),
    ):
        (tmp_path / name).write_bytes(raw)
        assert one(tmp_path / name).original == raw
    line = b'{"text": "A b.",   "id": 5}'
    (tmp_path / "e.jsonl").write_bytes(line + b"\r\n")
    assert one(tmp_path / "e.jsonl").original == line
    (tmp_path / "f.json").write_bytes(b"[ " + line + b" ]")
    assert one(tmp_path / "f.json").original == line


def test_a_page_brings_title_day_outlet_and_language(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(PAGE)
    report = one(tmp_path / "p.html").report
    assert (report.title, report.published, report.source, report.language) == (
        "Seven killed in Tell Marun",
        "2024-03-05",
        "Harbour Times",
        "en",
    )
    assert "All rights" not in report.text
    assert report.text.startswith("Seven killed")


def test_a_page_in_an_old_encoding_is_read_by_what_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="windows-1256"').replace("Residents", "سكان")
    (tmp_path / "p.html").write_bytes(page.encode("cp1256"))
    assert "سكان" in one(tmp_path / "p.html").report.text


def test_a_message_is_a_report_and_so_is_each_thing_attached(tmp_path: Path) -> None:
    (tmp_path / "m.eml").write_bytes(
        message(note_docx=docx(MORE), list_jsonl=b'{"text": "A."}\n{"text": "B.", "id": "b"}', photo_png=b"\x89PNG")
    )
    good, bad = given(tmp_path / "m.eml")
    assert [item.report.id for item in good] == ["m", "m/note.docx", "m/list.jsonl:1", "b"]
    first = good[0].report
    assert (first.title, first.source, first.published) == (
        "Shelling in Tell Marun",
        "Desk of the Harbour Times",
        "2031-03-05T09:30:00Z",
    )
    assert first.text.startswith("Shelling in Tell Marun\n\n" + STORY)
    assert [item.id for item in bad] == ["m/photo.png"]


def test_what_the_options_say_holds_only_where_the_report_is_silent(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "A.", "source": "AFP", "published": "2020-01-01"}))
    good, _ = given(tmp_path, published="2031-03-05", source="Desk")
    assert [(item.report.source, item.report.published) for item in good] == [("Desk", "2031-03-05"), ("AFP", "2020-01-01")]


def test_a_folder_is_read_in_order_and_unknown_files_are_named(tmp_path: Path) -> None:
    for name in ("b.txt", "a/x.txt", ".hidden/y.txt", "__MACOSX/z.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n")
    good, bad = given(tmp_path)
    assert [item.report.id for item in good] == ["x", "b"]
    assert [(item.id, type(item.error)) for item in bad] == [("c", UnknownForm)]


def test_files_of_one_name_keep_their_ids_whatever_the_order(tmp_path: Path) -> None:
    for folder, text in (("one", "First."), ("two", "Second."), ("three", "First.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(text)
    good, _ = given(tmp_path / "one", tmp_path / "two", tmp_path / "three")
    first, second, third = (item.report.id for item in good)
    assert first == third == "story"
    assert second.startswith("story-")
    again, _ = given(tmp_path / "one" / "story.txt", tmp_path / "two")
    assert [item.report.id for item in again] == [first, second]


def test_standard_input_may_be_of_any_form(monkeypatch: pytest.MonkeyPatch) -> None:
    for raw, words in ((STORY.encode(), STORY), (json.dumps({"text": "A."}).encode(), "A."), (pdf(STORY), STORY)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        (item,) = arrivals(["-"])
        assert isinstance(item, Arrival)
        assert item.report.text == words


def test_feeds_give_their_entries_with_outlet_and_moment() -> None:
    first, second = read_feed(RSS.encode(), name="times")
    assert isinstance(first, Arrival)
    assert isinstance(second, Arrival)
    assert first.report.text == f"Seven killed in Tell Marun\n\n{STORY}\n{MORE}"
    assert (first.report.id, first.report.source, first.report.published, first.report.url) == (
        "times#n-1",
        "Harbour Times",
        "2031-03-05T10:00:00Z",
        "https://times.example/1",
    )
    assert second.report.id == "https://times.example/2"
    assert second.report.text == "Truce talks resume"
    (entry,) = read_feed(ATOM.encode())
    assert isinstance(entry, Arrival)
    assert (entry.report.id, entry.report.published) == ("urn:m:1", "2031-03-05T08:00:00Z")


def test_a_feed_with_broken_markup_is_read_as_far_as_it_says_anything() -> None:
    entries = list(read_feed(RSS.replace("Truce talks resume", "Truce &nbsp; talks & more").encode()))
    assert all(isinstance(entry, Arrival) for entry in entries)
    assert len(entries) == 2


def test_an_archive_gives_its_pages_by_address_and_leaves_the_rest(tmp_path: Path) -> None:
    raw = warc({"https://t.example/a": PAGE.encode()}) + warc({"https://t.example/b.css": b"p {}"}, content_type="text/css")
    raw += warc({"https://t.example/c": PAGE.replace("7", "9").encode()})
    (tmp_path / "x.warc.gz").write_bytes(raw)
    good, bad = given(tmp_path / "x.warc.gz")
    assert not bad
    assert [item.report.id for item in good] == ["https://t.example/a", "https://t.example/c"]
    assert good[0].report.url == "https://t.example/a"
    assert good[0].original == PAGE.encode()
    assert good[0].name == "x.warc.gz:https://t.example/a"


CHAT = {
    "name": "Marun Channel",
    "type": "public_channel",
    "id": 99,
    "messages": [
        {"id": 1, "type": "service", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2031-03-05T10:00:00", "date_unixtime": "1930471200", "text": STORY},
        {
            "id": 3,
            "type": "message",
            "date": "2031-03-05T10:05:00",
            "text": ["Shelling in ", {"type": "bold", "text": "Marun"}, "."],
        },
        {"id": 4, "type": "message", "date": "2031-03-05T10:06:00", "photo": "photos/1.jpg", "text": ""},
    ],
}


@pytest.mark.parametrize("export", [CHAT, {"about": "x", "chats": {"list": [CHAT]}}])
def test_a_telegram_export_gives_its_messages(tmp_path: Path, export: dict[str, object]) -> None:
    (tmp_path / "result.json").write_text(json.dumps(export, indent=1))
    good, bad = given(tmp_path / "result.json")
    assert [item.report.id for item in good] == ["telegram:99/2", "telegram:99/3"]
    assert [item.report.source for item in good] == ["Marun Channel"] * 2
    assert good[0].report.published == "2031-03-05T10:00:00Z"
    assert (good[1].report.text, good[1].report.published) == ("Shelling in Marun.", "2031-03-05T10:05:00")
    assert [(item.id, type(item.error)) for item in bad] == [("telegram:99/4", EmptyText)]


def test_bytes_in_memory_are_told_by_what_the_sender_says() -> None:
    (item,) = arrivals_of(
        STORY.encode("cp1252"), "note", media_type="text/plain", charset="windows-1252", url="https://t.example/n"
    )
    assert isinstance(item, Arrival)
    assert (item.report.id, item.report.url, item.report.text) == ("https://t.example/n", "https://t.example/n", STORY)


def test_a_form_can_be_said_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    assert one(tmp_path / "a.txt", form="text").report.text == PAGE
    with pytest.raises(UnknownForm) as error:
        given(tmp_path / "a.txt", form="parchment")
    assert "ucdp_ged" in error.value.remedy
    assert {"rows", "ucdp_ged", "telegram", "csv", "jsonl"} <= set(FORMS)


def test_a_table_of_reports_keeps_its_facts(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f'id,published,source,text\nr1,2031-03-05,AFP,"{STORY}\nSecond line, it said."\n,,,"B."\n')
    first, second = given(tmp_path / "t.csv")[0]
    assert (first.report.id, first.report.published, first.report.source) == ("r1", "2031-03-05", "AFP")
    assert first.report.text.endswith("\nSecond line, it said.")
    assert first.original.decode().startswith("id,published")
    assert second.report.id == "t:4"


def test_no_file_is_lost_without_a_word(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.jsonl").write_text('{"text": "A."}\nbroken\n')
    items = list(arrivals([tmp_path]))
    assert len(items) == 40
    assert sum(isinstance(item, Rejected) for item in items) == 20
