"""What is broken, hostile or not what it says gets a clear error of its own, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import random
from pathlib import Path

import pypdf
import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st
from made import ATOM, GED, GED_ROW, PAGE, RSS, STORY, bomb, docx, fault, given, message, pdf, warc, zipped

from marsad.errors import EmptyText, InputError, MalformedLine, MarsadError, NotText, TooLarge
from marsad.intake import Arrival, Rejected, arrivals_of, read_feed
from marsad.intake.faults import BadRow, Bomb, BrokenDocument, EncryptedDocument, UnknownForm
from marsad.intake.limits import Limits

ENTITIES = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def locked() -> bytes:
    """A PDF with a password."""
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(io.BytesIO(pdf(STORY))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "kind", "says"),
    [
        ("a.pdf", pdf(STORY)[:200], BrokenDocument, "broken PDF"),
        ("a.pdf", b"%PDF-1.7\nnothing", BrokenDocument, "broken PDF"),
        ("a.pdf", locked(), EncryptedDocument, "encrypted"),
        ("a.pdf", pdf(""), EmptyText, "only pictures"),
        ("a.docx", docx(STORY)[:300], BrokenDocument, "damaged"),
        ("a.docx", zipped({"other.xml": "<a/>"}), BrokenDocument, "lacks its part"),
        ("a.docx", docx(body="<w:document"), BrokenDocument, "well-formed"),
        ("a.docx", docx(body=ENTITIES + "<r>&b;</r>"), Bomb, "entities"),
        ("a.docx", docx("x" * 50_000_000), Bomb, "times its size"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), EncryptedDocument, "Office"),
        ("a.xlsx", zipped({"xl/workbook.xml": "<a/>"}), UnknownForm, "spreadsheet"),
        ("a.zip", zipped({"a.txt": bytes(60_000_000)}), Bomb, "times its size"),
        ("a.zip", b"PK\x03\x04" + bytes(100), BrokenDocument, "damaged"),
        ("a.wacz", zipped({"datapackage.json": "{}", "archive/x.warc.gz": bomb()}), UnknownForm, ""),
        ("a.gz", gzip.compress(STORY.encode() * 50, mtime=0)[:60], BrokenDocument, "cut short"),
        ("a.gz", b"\x1f\x8b" + bytes(80), BrokenDocument, "damaged"),
        ("a.json", b'{"text": "A.', BrokenDocument, "whole JSON"),
        ("a.json", b'{"name": "thing"}', UnknownForm, "no reports"),
        ("a.csv", b"when,what\n1,2\n", UnknownForm, "when, what"),
        ("a.csv", b"", EmptyText, "header"),
        ("a.html", b"<html><body></body></html>", EmptyText, "no article"),
        ("a.html", PAGE.replace("Residents", "سكان").encode("cp1256"), NotText, "encoding"),
        ("a.txt", "حلب".encode("cp1256"), NotText, "UTF-8"),
        ("a.txt", b"\x00\x01\x02\x03" * 30 + b"\xff", NotText, "binary"),
        ("a.xml", b"<?xml version='1.0'?><invoice/>", UnknownForm, "no RSS"),
        ("a.rss", (ENTITIES + RSS.partition("?>")[2]).encode(), Bomb, "entities"),
        ("a.eml", b"From: a@example.org\nSubject: \n\n", EmptyText, "without words"),
        ("a.warc", b"WARC/1.0\r\nbroken", BrokenDocument, "damaged or cut short"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(50), UnknownForm, "picture"),
    ],
)
def test_each_fault_is_named_with_a_remedy(tmp_path: Path, name: str, raw: bytes, kind: type[Exception], says: str) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.txt").write_text(STORY)
    if kind is UnknownForm and not says:
        kind = MarsadError
    error = fault(tmp_path / name)
    assert isinstance(error, kind), repr(error)
    assert says in str(error)
    assert len(given(tmp_path)[0]) == 1


def test_a_packed_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(bomb())
    assert isinstance(fault(tmp_path / "a.txt.gz"), Bomb | TooLarge)
    lines = gzip.compress(b'{"text": "A."}\n' * 200_000)
    (tmp_path / "b.jsonl.gz").write_bytes(lines)
    good, bad = given(tmp_path / "b.jsonl.gz", limits=Limits(free=1_000_000, ratio=100))
    assert good
    assert isinstance(bad[-1].error, Bomb)
    nested = zipped({"1.txt": STORY})
    for depth in range(5):
        nested = zipped({f"{depth}.zip": nested})
    (tmp_path / "c.zip").write_bytes(nested)
    assert isinstance(fault(tmp_path / "c.zip"), Bomb)


def test_a_truncated_archive_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    for packed in (True, False):
        first = warc({"https://t.example/a": PAGE.encode()}, packed=packed)
        second = warc({"https://t.example/b": PAGE.encode()}, packed=packed)
        for cut in (10, len(second) // 2, len(second) - 12):
            (tmp_path / "x.warc").write_bytes(first + second[:cut])
            good, bad = given(tmp_path / "x.warc")
            assert good[0].report.id == "https://t.example/a"
            assert all(item.original == PAGE.encode() for item in good)
            assert len(bad) == 1
            assert isinstance(bad[0].error, BrokenDocument), bad[0].error


def test_a_shifted_row_is_named_by_number_and_reason(tmp_path: Path) -> None:
    cells = GED_ROW.split(",")
    more = ",".join([*cells[:3], "extra", *cells[3:]])
    fewer = ",".join(cells[:3] + cells[4:])
    shifted = ",".join([*cells[:3], "extra", *cells[3:-1]])
    (tmp_path / "g.csv").write_text("\n".join([GED, GED_ROW, more, fewer, shifted, GED_ROW.replace("77", "78", 1)]) + "\n")
    good, bad = given(tmp_path / "g.csv")
    assert [item.report.id for item in good] == ["ucdp-77", "ucdp-78"]
    assert [item.id for item in bad] == ["g:3", "g:4", "g:5"]
    assert all(isinstance(item.error, BadRow) for item in bad)
    assert "row 2 (line 3) of g.csv has 25 cells, more than the 24 columns" in str(bad[0].error)
    assert "fewer" in str(bad[1].error)
    assert "shifted" in str(bad[2].error)


def test_a_quote_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    rows = ["id,text,source", "1,A.,x", '2,"never closed,x', "3,C.,x", '4,"a line\nbreak",x', '5,5" gun,x', "6,F.,x"]
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n")
    good, bad = given(tmp_path / "t.csv")
    assert [item.report.id for item in good] == ["1", "3", "4", "5", "6"]
    assert [(item.id, type(item.error)) for item in bad] == [("t:3", BadRow)]


def test_a_row_in_another_encoding_costs_one_row(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,text\n1,A.\n2,caf\xe9\n3,C.\n")
    good, bad = given(tmp_path / "t.csv")
    assert [item.report.id for item in good] == ["1", "3"]
    assert isinstance(bad[0].error, NotText)
    assert "row 2 (line 3)" in str(bad[0].error)


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [
        '{"text": "A."}',
        "{broken",
        '{"text": 5}',
        '{"other": 1}',
        '{"text": " "}',
        '{"text": "B.", "published": "AFP"}',
        '{"text": "C."}',
    ]
    (tmp_path / "t.jsonl").write_text("\n".join(rows))
    good, bad = given(tmp_path / "t.jsonl")
    assert [item.report.text for item in good] == ["A.", "C."]
    assert [item.id for item in bad] == ["t:2", "t:3", "t:4", "t:5", "t:6"]
    assert [type(item.error) for item in bad] == [MalformedLine, MalformedLine, MalformedLine, EmptyText, BadRow]


def test_a_feed_without_end_is_stopped() -> None:
    entry = "<item><title>Shelling in Marun {}</title></item>"
    feed = "<rss><channel><title>T</title>" + "".join(entry.format(number) for number in range(40)) + "</channel></rss>"
    items = list(read_feed(feed.encode(), limits=Limits(entries=25)))
    assert len(items) == 26
    assert isinstance(items[-1], Rejected)
    assert isinstance(items[-1].error, Bomb)


def test_a_feed_cut_short_gives_its_whole_entries() -> None:
    items = list(read_feed(RSS[: RSS.index("resume")].encode()))
    assert isinstance(items[0], Arrival)
    assert isinstance(items[-1], Rejected)
    assert isinstance(items[-1].error, BrokenDocument)
    assert len(items) == 2


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    assert "no file" in str(fault(tmp_path / "none.pdf"))
    (tmp_path / "empty").mkdir()
    assert "no file" in str(fault(tmp_path / "empty"))


def test_a_part_that_is_not_installed_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pypdf", None)
    (tmp_path / "a.pdf").write_bytes(pdf(STORY))
    (tmp_path / "b.txt").write_text(STORY)
    good, bad = given(tmp_path)
    assert [item.report.id for item in good] == ["b"]
    assert "marsad[intake]" in bad[0].error.remedy


def test_a_long_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 500)
    assert isinstance(fault(tmp_path / "a.txt", limits=Limits(report=1000)), TooLarge)
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "w" * 3000}) + '\n{"text": "A."}\n')
    good, bad = given(tmp_path / "b.jsonl", limits=Limits(report=1000))
    assert isinstance(bad[0].error, TooLarge)
    assert [item.report.text for item in good] == ["A."]


SEEDS = [
    pdf(STORY),
    docx(STORY),
    message(x_txt=b"A."),
    warc({"https://t.example/": PAGE.encode()}, packed=False),
    PAGE.encode(),
    RSS.encode(),
    ATOM.encode(),
    f"{GED}\n{GED_ROW}\n".encode(),
    b'{"text": "A."}\n' * 3,
    zipped({"a.txt": STORY}),
    gzip.compress(b"A b c."),
]


@settings(max_examples=60, deadline=None)
@cases(
    st.sampled_from(range(len(SEEDS))),
    st.integers(0, 2**32),
    st.sampled_from(["", ".txt", ".csv", ".html", ".eml", ".json", ".pdf"]),
)
def test_damaged_bytes_give_arrivals_or_errors(seed: int, chance: int, suffix: str) -> None:
    source = random.Random(chance)
    raw = bytearray(SEEDS[seed])
    for _ in range(source.randint(1, 12)):
        raw[source.randrange(len(raw))] = source.randrange(256)
    raw = raw[: source.randint(1, len(raw))]
    for item in arrivals_of(bytes(raw), f"x{suffix}"):
        assert isinstance(item, Arrival) or isinstance(item.error, InputError)
