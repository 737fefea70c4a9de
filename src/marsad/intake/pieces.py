"""What every form of intake takes and gives: a piece goes in, arrivals and rejections come out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import msgspec

from marsad.errors import EmptyText, MarsadError, MissingExtra, TooLarge
from marsad.intake.limits import Limits, read_most
from marsad.intake.reports import Rejected
from marsad.model import Claim, Report

_HEAD = 16_384


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that came in: the report in it, and the bytes that it came as.

    `original` is byte for byte what was there: the file, the page, the message, the row with its header. `name` says where it
    stood ("dump.csv:17", "archive.warc:https://..."). `claims` are those that a coder already made of it, anchored on the
    report's text; they are empty where the text has yet to be read.
    """

    report: Report
    original: bytes
    media_type: str
    name: str
    claims: tuple[Claim, ...] = ()


Item = Arrival | Rejected


@dataclass(frozen=True)
class Piece:
    """Bytes to be taken in: `name` is how errors call it, `id` the report's id where it brings none."""

    name: str
    id: str
    open: Callable[[], BinaryIO]
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    depth: int = 0

    @classmethod
    def of_file(cls, path: Path, id: str) -> Piece:
        """A file on disk."""
        return cls(path.name, id, lambda: path.open("rb"))

    @classmethod
    def of_bytes(cls, raw: bytes, name: str, id: str) -> Piece:
        """Bytes in memory."""
        return cls(name, id, lambda: io.BytesIO(raw))

    @property
    def suffix(self) -> str:
        """The name's suffix in lower case, with its dot."""
        return Path(self.name).suffix.lower()

    def head(self) -> bytes:
        """The first bytes, enough to tell what it is."""
        with self.open() as stream:
            return stream.read(_HEAD)

    def read(self, most: int) -> bytes:
        """All of it; `TooLarge` beyond `most` bytes."""
        with self.open() as stream:
            return read_most(stream, self.name, most)

    def part(self, raw: bytes, name: str, id: str) -> Piece:
        """A piece within this one, one level deeper."""
        return replace(Piece.of_bytes(raw, name, id), depth=self.depth + 1)


@dataclass(frozen=True)
class Context:
    """What holds for a whole run: facts for reports that don't bring their own, limits, and how to take in a piece within one."""

    take: Callable[[Piece, Context], Iterator[Item]]
    published: str | None = None
    source: str | None = None
    form: str | None = None
    mapping: object | None = None
    limits: Limits = field(default_factory=Limits)

    def inside(self) -> Context:
        """The context for what an archive, a message or a page holds: its form is told by its content."""
        return replace(self, form=None)

    def arrival(
        self, piece: Piece, text: str, original: bytes, media_type: str, *, title: str | None = None, source: str | None = None,
        published: str | None = None, url: str | None = None, language: str | None = None,
    ) -> Arrival:  # fmt: skip
        """The arrival of one document; raises `EmptyText` or `TooLarge` where its text is none or too long."""
        if not text.strip():
            raise EmptyText(f"{piece.name} has no text")
        if len(text) > self.limits.report:
            raise TooLarge(f"the text of {piece.name} is longer than {self.limits.report:,} characters")
        report = Report(
            text=text, id=piece.id, title=title or None, source=source or self.source, published=published or self.published,
            language=language or None, url=url or piece.url,
        )  # fmt: skip
        return Arrival(report=report, original=original, media_type=media_type, name=piece.name)


def missing_extra(error: ImportError) -> MissingExtra:
    """The error for a part that isn't installed."""
    return MissingExtra(f"this form needs the package {error.name}", stage="intake", remedy="pip install 'marsad[intake]'")


def rejected(piece: Piece, error: MarsadError) -> Rejected:
    """The rejection of a whole piece."""
    return Rejected(piece.id, error)
