"""What a piece is, told by its first bytes and, where these leave it open, by its name."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from marsad.intake.faults import EncryptedDocument, UnknownForm
from marsad.intake.limits import Limits, unpacked
from marsad.intake.pieces import Piece

Form = Literal["text", "html", "pdf", "docx", "email", "jsonl", "json", "csv", "feed", "warc", "wacz", "zip", "gzip"]

_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"WARC/", "warc"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"ID3", b"OggS")
_SUFFIXES: dict[str, Form] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".eml": "email",
    ".rss": "feed",
    ".atom": "feed",
}
_TYPES: dict[str, Form] = {
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "message/rfc822": "email",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
}
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[ \t][^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")
_MAIL = re.compile(rb"^(?:From|Received|Return-Path|MIME-Version|Message-ID|Delivered-To):", re.IGNORECASE | re.MULTILINE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|article)[\s>]", re.IGNORECASE)
_OFFICE = {"xl/workbook.xml": "a spreadsheet: save its sheets as CSV", "ppt/presentation.xml": "a set of slides: save it as PDF",
           "mimetype": "an OpenDocument file or e-book: save it as DOCX or PDF"}  # fmt: skip


def recognise(piece: Piece, limits: Limits) -> Form:
    """The piece's form; `UnknownForm` names what it seems to be instead."""
    head = piece.head()
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return _packed(piece, form, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise EncryptedDocument(
            f"{piece.name} is an encrypted or an old Office document", remedy="Save it as DOCX without a password and add that."
        )
    if head.startswith(_PICTURES) or head[4:8] == b"ftyp":
        raise UnknownForm(f"{piece.name} is a picture, sound or film", remedy="Add a transcript of what it says as text.")
    return _text_form(piece, head)


def _packed(piece: Piece, form: Form, limits: Limits) -> Form:
    if form == "gzip":
        with unpacked(piece.open(), piece.name, limits) as stream:
            return "warc" if stream.read(5) == b"WARC/" else "gzip"
    if form != "zip":
        return form
    import zipfile

    try:
        with piece.open() as stream, zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = set()
    if not names:
        return {".docx": "docx", ".wacz": "wacz"}.get(piece.suffix, "zip")  # type: ignore[return-value]
    if "word/document.xml" in names or piece.suffix == ".docx":
        return "docx"
    for part, what in _OFFICE.items():
        if part in names:
            raise UnknownForm(f"{piece.name} is {what}")
    return "wacz" if "datapackage.json" in names and any(name.startswith("archive/") for name in names) else "zip"


def _text_form(piece: Piece, head: bytes) -> Form:
    sent = _TYPES.get((piece.media_type or "").partition(";")[0].strip().lower())
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head.decode(encoding, "replace").lstrip()
    if text.startswith(("{", "[")):
        return _json_form(piece, text)
    if text.startswith("<"):
        if _FEED.search(text) and not _PAGE.search(text[:500]):
            return "feed"
        if sent or piece.suffix in _SUFFIXES or _PAGE.search(text):
            return sent or _SUFFIXES.get(piece.suffix, "html")
        if text.startswith("<?xml"):
            raise UnknownForm(f"{piece.name} is XML, but no RSS or Atom feed and no page")
    if sent or piece.suffix in _SUFFIXES:
        return sent or _SUFFIXES[piece.suffix]
    block = _HEADER.match(head.removeprefix(b"From ")) if piece.suffix != ".txt" else None
    return "email" if block and _MAIL.search(block[0]) else "text"


def _json_form(piece: Piece, text: str) -> Form:
    """One object a line, or one value for the whole file."""
    if piece.suffix in (".jsonl", ".ndjson"):
        return "jsonl"
    if text.startswith("["):
        return "json" if piece.suffix == ".json" or re.match(r"\[\s*(?:[{\]]|$)", text) else "text"
    line, end, _ = text.partition("\n")
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError:
        return "json" if piece.suffix == ".json" or re.match(r'\{\s*(?:"|$)', text) else "text"
    return "json" if piece.suffix == ".json" and not end else "jsonl"
