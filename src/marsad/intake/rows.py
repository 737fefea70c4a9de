"""Tables and lines: reports one a row, or rows that a coder filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from marsad.errors import EmptyText, MalformedLine, MarsadError, NotText, TooLarge
from marsad.intake.coding import code_row
from marsad.intake.delimited import read_records
from marsad.intake.faults import BadRow, BrokenDocument, UnknownForm
from marsad.intake.mapping import Mapping, mapping_for
from marsad.intake.pieces import Arrival, Context, Item, Piece
from marsad.intake.reports import Rejected
from marsad.intake.telegram import is_telegram, read_chats
from marsad.model import Report

_FACTS = ("title", "source", "published", "language", "url")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


def read_lines(piece: Piece, context: Context) -> Iterator[Item]:
    """JSON Lines: a line with "text" is a report; lines of a known or a given mapping are coded rows."""
    chosen = context.mapping if isinstance(context.mapping, Mapping) else None
    with piece.open() as stream:
        number = 0
        while line := stream.readline(context.limits.report + 1):
            number += 1
            item = f"{piece.id}:{number}"
            if len(line) > context.limits.report and not line.endswith(b"\n"):
                while (rest := stream.readline(context.limits.report)) and not rest.endswith(b"\n"):
                    pass
                yield Rejected(item, TooLarge(f"line {number} of {piece.name} is larger than {context.limits.report:,} bytes"))
                continue
            line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if line.strip():
                yield _of_line(line, item, f"{piece.name}:{number}", piece, chosen, context)


def _of_line(line: bytes, item: str, name: str, piece: Piece, chosen: Mapping | None, context: Context) -> Item:
    try:
        row = msgspec.json.decode(line)
        if not isinstance(row, dict):
            raise MalformedLine(f"{name} is no JSON object")
        return _of_row(row, item, name, line.rstrip(b"\r\n"), "application/json", piece, chosen, context)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Rejected(item, MalformedLine(f"{name} is no whole JSON object: {error}"))
    except MarsadError as error:
        return Rejected(item, error)


def _of_row(
    row: dict[str, Any], item: str, name: str, original: bytes, media_type: str, piece: Piece, chosen: Mapping | None,
    context: Context,
) -> Arrival:  # fmt: skip
    mapping = chosen or (None if isinstance(row.get("text"), str) else mapping_for(row))
    if mapping is None:
        report = _report(row, item, name, context)
        return Arrival(report=report, original=original, media_type=media_type, name=name)
    coder = context.source or piece.id.removesuffix(".rows")
    report, claims = code_row(mapping, row, item, coder=coder, published=context.published)
    return Arrival(report=report, original=original, media_type=media_type, name=name, claims=claims)


def _report(row: dict[str, Any], item: str, name: str, context: Context) -> Report:
    """The report of a row that has its text in it."""
    text = row.get("text")
    if not isinstance(text, str):
        wrong = "has no text" if text is None else f"has a text that is {text!r:.40}"
        raise MalformedLine(f"{name} {wrong}", remedy='A report needs "text"; coded rows of another form need --mapping FILE.')
    if not text.strip():
        raise EmptyText(f"{name} has an empty text")
    if len(text) > context.limits.report:
        raise TooLarge(f"the text of {name} is longer than {context.limits.report:,} characters")
    facts = {key: row.get(key) or None for key in _FACTS}
    for key, value in facts.items():
        if value is not None and not isinstance(value, str):
            raise MalformedLine(f"{name}: {key} is {value!r:.40}, no string")
    if facts["published"] and not _MOMENT.fullmatch(str(facts["published"])):
        raise BadRow(f"{name}: published is {str(facts['published'])[:40]!r}, no ISO day; the row's cells may have shifted")
    id = row.get("id")
    facts["source"] = facts["source"] or context.source
    facts["published"] = facts["published"] or context.published
    return Report(text=text, id=str(id) if id not in (None, "") else item, **facts)


def read_json(piece: Piece, context: Context) -> Iterator[Item]:
    """One JSON value: a Telegram export, a list of reports or coded rows, or one report."""
    try:
        raw = piece.read(context.limits.document).removeprefix(b"\xef\xbb\xbf")
        value = msgspec.json.decode(raw)
        kept = msgspec.json.decode(raw, type=list[msgspec.Raw]) if isinstance(value, list) else [msgspec.Raw(raw)]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenDocument(f"{piece.name} is no whole JSON: {error}") from error
    if is_telegram(value):
        yield from read_chats(raw, piece, context)
        return
    rows = value if isinstance(value, list) else [value]
    chosen = context.mapping if isinstance(context.mapping, Mapping) else None
    if not rows or not any(isinstance(row, dict) and (chosen or "text" in row or mapping_for(row)) for row in rows[:10]):
        remedy = "Give a mapping of its keys: --mapping FILE."
        raise UnknownForm(f"{piece.name} is JSON, but holds no reports and no rows that we know", remedy=remedy)
    for number, row in enumerate(kept, 1):
        item = f"{piece.id}:{number}"
        yield _of_line(bytes(row), item, f"{piece.name}:{number}", piece, chosen, context)


def read_table(piece: Piece, context: Context) -> Iterator[Item]:
    """A table with a header (parted by commas, tabs, ...): reports where it has a column "text", else coded rows."""
    records = read_records(piece, context.limits)
    header = next(records, None)
    if header is None or isinstance(header.cells, MarsadError):
        raise header.cells if header and isinstance(header.cells, MarsadError) else EmptyText(f"{piece.name} has no header")
    columns = [cell.strip() for cell in header.cells]
    twice = next((column for column in columns if column and columns.count(column) > 1), None)
    if twice:
        raise UnknownForm(f"{piece.name} has two columns {twice!r}", remedy="Rename one of them.")
    chosen = context.mapping if isinstance(context.mapping, Mapping) else None
    chosen = chosen or (None if "text" in columns else mapping_for(columns))
    if chosen is None and "text" not in columns:
        raise UnknownForm(
            f"{piece.name} is a table of {', '.join(columns[:6])} ..., which we don't know",
            remedy='It needs a column "text", or a mapping of its columns: --mapping FILE.',
        )
    for number, record in enumerate(records, 1):
        item, name = f"{piece.id}:{record.line}", f"row {number} (line {record.line}) of {piece.name}"
        try:
            row = _fitted(record.cells, columns, name)
            yield _of_row(row, item, name, header.raw + record.raw, "text/csv", piece, chosen, context)
        except MarsadError as error:
            yield Rejected(item, error)


def _fitted(cells: list[str] | MarsadError, columns: list[str], name: str) -> dict[str, Any]:
    if isinstance(cells, MarsadError):
        raise type(cells)(f"{name}: {cells.message}", remedy=cells.remedy) if isinstance(cells, NotText | BadRow) else cells
    if len(cells) > len(columns) and not any(cell.strip() for cell in cells[len(columns) :]):
        cells = cells[: len(columns)]
    if len(cells) != len(columns):
        more = "more" if len(cells) > len(columns) else "fewer"
        raise BadRow(f"{name} has {len(cells)} cells, {more} than the {len(columns)} columns")
    return dict(zip(columns, cells, strict=True))
