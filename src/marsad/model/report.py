"""A report: somebody's text, with what is known about it from outside."""

from __future__ import annotations

from hashlib import sha256

import msgspec


class Report(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """`text` exactly as given; `published` an ISO day or time; `language` an ISO 639-1 code."""

    text: str
    id: str = "report"
    title: str | None = None
    source: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


class ReportHead(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a reading says of its report: everything but the text."""

    id: str
    source: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    sha256: str
    sentences: int = 0
    notes: tuple[str, ...] = ()
