"""Archives: WARC and WACZ web archives, and plain zip files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast
from zipfile import ZipFile, ZipInfo

from marsad.errors import MarsadError
from marsad.intake.faults import BrokenDocument
from marsad.intake.limits import Limits, open_zip, read_most, unpacked
from marsad.intake.pieces import Context, Item, Piece
from marsad.intake.reports import Rejected

_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/rss+xml", "application/atom+xml",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document")  # fmt: skip


def read_warc(piece: Piece, context: Context) -> Iterator[Item]:
    """Every page, text, PDF and feed that the archive's responses hold; its address is its id. What a page draws in isn't read.

    An archive that is cut short or damaged gives what stands before the damage, then the error.
    """
    with closing(_plain(piece, context.limits)) as stream:
        yield from _records(stream, piece, context)


def _plain(piece: Piece, limits: Limits) -> BinaryIO:
    with piece.open() as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return unpacked(piece.open(), piece.name, limits) if packed else piece.open()


def _records(stream: BinaryIO, piece: Piece, context: Context) -> Iterator[Item]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    archive = ArchiveIterator(stream)
    records = iter(archive)
    while True:
        number += 1
        try:
            record = next(records)
            if not record.rec_type:
                raise ValueError("it has no header")
            found = _response(record, piece, context.limits)
            cut = _drain(record)
        except StopIteration:
            break
        except (ArchiveLoadFailed, EOFError, ValueError, AttributeError, KeyError, IndexError) as error:
            raise BrokenDocument(f"{piece.name} is damaged or cut short at record {number}: {str(error)[:120]}") from error
        if cut:
            raise BrokenDocument(f"{piece.name} is cut short in record {number} ({_address(record)}): {cut:,} bytes are missing")
        if isinstance(found, Piece):
            yield from context.take(found, context.inside())
        elif found is not None:
            yield found
    if number == 1:
        raise BrokenDocument(f"{piece.name} holds no WARC record")
    if archive.err_count:
        raise BrokenDocument(f"{piece.name} has {archive.err_count} records of a wrong length; what follows them may be missing")


def _address(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _response(record: Any, piece: Piece, limits: Limits) -> Piece | Rejected | None:
    """The record's document, or None where it is none that we read."""
    address = _address(record)
    if record.rec_type == "response" and record.http_headers is not None:
        headers = record.http_headers
        if headers.get_statuscode() != "200":
            return None
    elif record.rec_type == "resource":
        headers = record.rec_headers
    else:
        return None
    sent = str(headers.get_header("Content-Type") or "")
    media_type = sent.partition(";")[0].strip().lower()
    if media_type not in _PAGES or not address.startswith(("http://", "https://")):
        return None
    try:
        raw = read_most(record.content_stream(), f"{piece.name}:{address}", limits.document)
    except MarsadError as error:
        return Rejected(address, error)
    inside = piece.part(raw, f"{piece.name}:{address}", address)
    return replace(inside, media_type=media_type, charset=charset_of(sent), url=address)


def charset_of(sent: str) -> str | None:
    """The charset that a Content-Type names."""
    _, _, rest = sent.lower().partition("charset=")
    return rest.partition(";")[0].strip(" \"'") or None


def _drain(record: Any) -> int:
    """Read the record to its end; how many bytes it lacks."""
    while record.raw_stream.read(1 << 16):
        pass
    return max(0, int(getattr(record.raw_stream, "limit", 0)))


def read_wacz(piece: Piece, context: Context) -> Iterator[Item]:
    """The WARC files of a WACZ."""
    with open_zip(piece.open(), piece.name, context.limits) as archive:
        found = [info for info in archive.infolist() if info.filename.startswith("archive/") and not info.is_dir()]
        if not found:
            raise BrokenDocument(f"{piece.name} has no archive in it")
        for info in found:
            yield from context.take(_member(piece, archive, info), context.inside())


def read_zip(piece: Piece, context: Context) -> Iterator[Item]:
    """Every file of a zip as a piece of its own, named ZIP/PATH."""
    with open_zip(piece.open(), piece.name, context.limits) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            parts = PurePosixPath(info.filename).parts
            if not info.is_dir() and not any(part.startswith(".") or part == "__MACOSX" for part in parts):
                yield from context.take(_member(piece, archive, info), context.inside())


def _member(piece: Piece, archive: ZipFile, info: ZipInfo) -> Piece:
    """A member as a piece; it is unpacked as it is read, and never to more than the size that was checked."""
    path = PurePosixPath(info.filename)

    def opened() -> BinaryIO:
        return cast(BinaryIO, archive.open(info))

    return Piece(f"{piece.name}/{info.filename}", f"{piece.id}/{path.with_suffix('')}", opened, depth=piece.depth + 1)
