"""Documents of one report each: plain text, PDF and DOCX."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from marsad.errors import EmptyText
from marsad.intake.faults import Bomb, BrokenDocument, EncryptedDocument
from marsad.intake.limits import open_zip, read_member
from marsad.intake.markup import parse_xml
from marsad.intake.pieces import Context, Item, Piece
from marsad.intake.reports import decode

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pypdf import PdfReader

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_text(piece: Piece, context: Context) -> Iterator[Item]:
    """A text as it is, every character kept."""
    raw = piece.read(context.limits.report)
    yield context.arrival(piece, _decode(raw, piece), raw, "text/plain")


def _decode(raw: bytes, piece: Piece) -> str:
    """By what the sender says, where someone sent it; a file by its byte order mark or as UTF-8."""
    if piece.charset:
        try:
            return raw.decode(piece.charset)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(raw, piece.name)


def read_pdf(piece: Piece, context: Context) -> Iterator[Item]:
    """The words of a PDF, pages apart by an empty line. A scan has none and says so."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every flaw that it mends
    raw = piece.read(context.limits.document)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedDocument(f"{piece.name} is encrypted")
        text, title = _pdf_text(reader, piece, context), _pdf_title(reader)
    except pypdf.errors.LimitReachedError as error:
        raise Bomb(f"{piece.name} unpacks to too much: {error}") from error
    except (pypdf.errors.FileNotDecryptedError, pypdf.errors.DependencyError) as error:
        raise EncryptedDocument(f"{piece.name} is encrypted") from error
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise BrokenDocument(f"{piece.name} is a broken PDF: {str(error)[:200]}") from error
    if not text.strip():
        raise EmptyText(f"{piece.name} has no words in it, only pictures")
    yield context.arrival(piece, text, raw, "application/pdf", title=title)


def _pdf_text(reader: PdfReader, piece: Piece, context: Context) -> str:
    pages: list[str] = []
    length = 0
    if not len(reader.pages):
        raise BrokenDocument(f"{piece.name} is a broken PDF: it has no pages")
    for number, page in enumerate(reader.pages):
        if number >= context.limits.pages or length > context.limits.report:
            raise Bomb(f"{piece.name} has more than {context.limits.pages:,} pages, or no end of text")
        pages.append(page.extract_text().strip())
        length += len(pages[-1])
    return "\n\n".join(page for page in pages if page)


def _pdf_title(reader: PdfReader) -> str | None:
    title = reader.metadata.title if reader.metadata else None
    return title.strip() if isinstance(title, str) and not re.match(r"(?i)\s*(?:$|untitled|microsoft word)", title) else None


def read_docx(piece: Piece, context: Context) -> Iterator[Item]:
    """The words of a DOCX, a line for each paragraph; what was struck out in tracked changes isn't read."""
    raw = piece.read(context.limits.document)
    with open_zip(piece.open(), piece.name, context.limits) as archive:
        body = parse_xml(read_member(archive, "word/document.xml", piece.name, context.limits), piece.name)
        title = None
        if "docProps/core.xml" in archive.namelist():
            core = parse_xml(read_member(archive, "docProps/core.xml", piece.name, context.limits), piece.name)
            title = core.findtext("{http://purl.org/dc/elements/1.1/}title")
    text = "".join(_docx_words(body)).strip("\n")
    yield context.arrival(piece, text, raw, _DOCX, title=(title or "").strip() or None)


def _docx_words(body: _Element) -> Iterator[str]:
    for element in body.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag.startswith((_WORD, _STRICT)):
            continue
        name = tag.rpartition("}")[2]
        if name == "p":
            yield "\n"
        elif name == "t":
            yield element.text or ""
        elif name in _BREAKS and element.getparent() is not None and element.getparent().tag.endswith("}r"):
            yield _BREAKS[name]
