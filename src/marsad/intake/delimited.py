"""Records of a delimited table, each with the bytes that it came as. A quote that never closes costs its own row alone."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from marsad.errors import MarsadError, NotText, TooLarge
from marsad.intake.faults import BadRow
from marsad.intake.limits import Limits
from marsad.intake.pieces import Piece

_LONGEST = 2000
_DELIMITERS = ",;\t|"


class Record(msgspec.Struct, frozen=True):
    """`line`: where it begins, from 1; `cells`: its cells, or why there are none; `raw`: its bytes."""

    line: int
    cells: list[str] | MarsadError
    raw: bytes


def read_records(piece: Piece, limits: Limits) -> Iterator[Record]:
    """The records, the header first. Text is UTF-8 or what a byte order mark says; a line in another encoding is named."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.report))  # reports are longer than the library's default
    with piece.open() as stream:
        lines = _Lines(stream, limits)
        columns = 0
        delimiter = ","
        while True:
            number = lines.number + 1
            first = lines.take()
            if first is None:
                return
            if not first.strip():
                continue
            if not columns:
                text = _decoded(first)
                delimiter = max(_DELIMITERS, key=text.count) if isinstance(text, str) else ","
            record = _record(first, number, lines, delimiter, columns)
            columns = columns or (len(record.cells) if isinstance(record.cells, list) else 0)
            yield record


class _Lines:
    """Lines of bytes that can be put back; UTF-16 becomes UTF-8."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream, self._most = stream, limits.report
        self._back: deque[bytes] = deque()
        self.number = 0
        mark = stream.read(3)
        if mark[:2] in (b"\xff\xfe", b"\xfe\xff"):
            encoding = "utf-16-le" if mark[:2] == b"\xff\xfe" else "utf-16-be"
            whole = (mark[2:] + stream.read(limits.document + 1)).decode(encoding, "replace")
            self._back.extend(line.encode() for line in io.StringIO(whole, newline=""))
        elif mark != codecs.BOM_UTF8:
            self._back.extend((mark + stream.readline(self._most)).splitlines(keepends=True))

    def take(self) -> bytes | None:
        """The next line."""
        line = self._back.popleft() if self._back else self._stream.readline(self._most)
        self.number += bool(line)
        return line or None

    def put_back(self, lines: list[bytes]) -> None:
        """Give lines back that don't belong to the record."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _record(first: bytes, number: int, lines: _Lines, delimiter: str, columns: int) -> Record:
    """The record that begins with this line: as many lines as its quotes want, unless the first alone fits the columns better."""
    taken = [first]
    size, quotes = len(first), first.count(b'"')
    while quotes % 2 and len(taken) <= _LONGEST and size <= lines._most:
        more = lines.take()
        if more is None:
            break
        taken.append(more)
        size, quotes = size + len(more), quotes + more.count(b'"')
    cells = _cells(taken, delimiter)
    whole = quotes % 2 == 0 and isinstance(cells, list)
    if whole and (len(taken) == 1 or not columns or len(cells) == columns):  # type: ignore[arg-type]
        return Record(number, cells, b"".join(taken))
    lines.put_back(taken[1:])
    if size > lines._most and len(taken) == 1:
        return Record(number, TooLarge("the line is longer than any report"), b"")
    return Record(number, _cells(taken[:1], delimiter, strict=True), first)


def _cells(taken: list[bytes], delimiter: str, *, strict: bool = False) -> list[str] | MarsadError:
    text = _decoded(b"".join(taken))
    if not isinstance(text, str):
        return text
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict), [])
    except csv.Error as error:
        why = "a quote is opened and never closed" if "unexpected end" in str(error) else f"it can't be taken apart: {error}"
        return BadRow(why)


def _decoded(raw: bytes) -> str | NotText:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        remedy = "Convert the table, for example: iconv -f WINDOWS-1252 -t UTF-8."
        return NotText(f"it isn't UTF-8 (byte {error.start:,} of the row)", remedy=remedy)
