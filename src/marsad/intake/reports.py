"""Reports from text files, folders, JSON, JSON Lines and standard input; what can't be taken in is named and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from marsad.errors import EmptyText, InputError, MalformedLine, MarsadError, NotText, TooLarge
from marsad.model import Report

LARGEST = 8_000_000
"""Bytes of one report: no report that a person wrote is as long; a dump of many is."""

TEXT_SUFFIXES = (".txt", ".text", ".md", ".htm", ".html")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Rejected(msgspec.Struct, frozen=True):
    """An item that is no report, and why."""

    id: str
    error: MarsadError


class _Row(msgspec.Struct, kw_only=True):
    """One line of a file of reports; unknown fields are let be."""

    text: str
    id: str | int | None = None
    title: str | None = None
    source: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None


def open_reports(
    paths: Iterable[str | Path], *, published: str | None = None, source: str | None = None
) -> Iterator[Report | Rejected]:
    """The reports of files, folders (their text and JSON Lines files), JSON and "-" (standard input), in the order given.

    `published` and `source` hold for reports that don't bring their own. A report without an id gets its file's stem, in a JSON
    Lines file or a JSON list STEM:NUMBER; a stem that comes twice is numbered.
    """
    stems: dict[str, int] = {}
    for path in paths:
        if str(path) == "-":
            yield from _from_stream(sys.stdin.buffer, "stdin", published, source)
            continue
        for file in _files(Path(path)):
            if isinstance(file, Rejected):
                yield file
                continue
            stem = file.stem
            stems[stem] = stems.get(stem, 0) + 1
            name = stem if stems[stem] == 1 else f"{stem}-{stems[stem]}"
            yield from _from_file(file, name, published, source)


def count_reports(paths: Iterable[str | Path]) -> int | None:
    """How many reports there are, for a progress bar; None where only reading would tell."""
    total = 0
    for path in paths:
        if str(path) == "-":
            return None
        for file in _files(Path(path)):
            if isinstance(file, Path) and file.suffix.lower() == ".jsonl":
                with file.open("rb") as lines:
                    total += sum(1 for line in lines if line.strip())
            else:
                total += 1
    return total


def _files(path: Path) -> Iterator[Path | Rejected]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in (*TEXT_SUFFIXES, ".jsonl"))
        if not found:
            yield Rejected(
                path.name, InputError(f"the folder {path} holds no report", remedy="It should hold .txt or .jsonl files.")
            )
        yield from found
    elif path.is_file():
        yield path
    else:
        yield Rejected(path.stem, InputError(f"there is no file {path}", remedy="Check the path."))


def _from_file(file: Path, name: str, published: str | None, source: str | None) -> Iterator[Report | Rejected]:
    try:
        stream = file.open("rb")
    except OSError as error:
        yield Rejected(name, InputError(f"{file} can't be opened: {error.strerror}", remedy="Check the file's permissions."))
        return
    with stream:
        if file.suffix.lower() == ".jsonl":
            yield from _from_lines(stream, name, published, source)
        elif file.suffix.lower() == ".json":
            yield from _from_json(stream, name, published, source)
        else:
            yield _from_text(stream, name, published, source)


def _from_stream(stream: BinaryIO, name: str, published: str | None, source: str | None) -> Iterator[Report | Rejected]:
    """Standard input: JSON Lines where it begins with a brace, else one report's text."""
    buffered = stream if hasattr(stream, "peek") else None
    if buffered is not None and buffered.peek(64).lstrip()[:1] == b"{":
        yield from _from_lines(stream, name, published, source)
    else:
        yield _from_text(stream, name, published, source)


def _from_text(stream: BinaryIO, name: str, published: str | None, source: str | None) -> Report | Rejected:
    raw = stream.read(LARGEST + 1)
    try:
        if len(raw) > LARGEST:
            raise TooLarge(f"{name} is larger than {LARGEST:,} bytes")
        text = decode(raw, name)
        if not text.strip():
            raise EmptyText(f"{name} has no text")
    except InputError as error:
        return Rejected(name, error)
    return Report(text=text, id=name, published=published, source=source)


def decode(raw: bytes, name: str) -> str:
    """Text from bytes: UTF-8, or what a byte order mark says. Another encoding isn't guessed at: a wrong guess changes words."""
    encoding = next((code for mark, code in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in raw[:4096]:
            raise NotText(
                f"{name} is a binary file, not text", remedy="Give the text of the document, saved as UTF-8."
            ) from error
        raise NotText(
            f"{name} isn't {encoding.upper()} (byte {error.start:,})",
            remedy="Convert it, for example: iconv -f WINDOWS-1256 -t UTF-8.",
        ) from error


def _from_lines(stream: BinaryIO, name: str, published: str | None, source: str | None) -> Iterator[Report | Rejected]:
    decoder = msgspec.json.Decoder(_Row)
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        if not line.strip():
            continue
        item = f"{name}:{number}"
        if len(line) > LARGEST and not line.endswith(b"\n"):
            _skip_line(stream)
            yield Rejected(item, TooLarge(f"line {number} of {name} is larger than {LARGEST:,} bytes"))
            continue
        try:
            row = decoder.decode(line.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Rejected(item, MalformedLine(f"line {number} of {name} is no report: {error}"))
            continue
        yield _of_row(row, item, published, source)


def _from_json(stream: BinaryIO, name: str, published: str | None, source: str | None) -> Iterator[Report | Rejected]:
    """One report's object, or a list of them: read as prose, braces and keys would be the text that claims are anchored in."""
    raw = stream.read(LARGEST + 1).removeprefix(b"\xef\xbb\xbf").strip()
    if len(raw) > LARGEST:
        yield Rejected(name, TooLarge(f"{name} is larger than {LARGEST:,} bytes", remedy="Give many reports as JSON Lines."))
        return
    listed = raw.startswith(b"[")
    try:
        rows = msgspec.json.decode(raw, type=list[msgspec.Raw]) if listed else [raw]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        yield Rejected(name, MalformedLine(f"{name} is no list of reports: {error}"))
        return
    for number, row in enumerate(rows, 1):
        item = f"{name}:{number}" if listed else name
        try:
            yield _of_row(msgspec.json.decode(row, type=_Row), item, published, source)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Rejected(item, MalformedLine(f"{item} is no report: {error}"))


def _of_row(row: _Row, item: str, published: str | None, source: str | None) -> Report:
    return Report(
        text=row.text,
        id=str(row.id) if row.id is not None else item,
        title=row.title,
        source=row.source or source,
        published=row.published or published,
        language=row.language,
        url=row.url,
    )


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(LARGEST)) and not rest.endswith(b"\n"):
        pass
