"""Web pages: the article in them, its title, day, outlet and address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marsad.errors import EmptyText
from marsad.intake.markup import decode_page
from marsad.intake.pieces import Arrival, Context, Item, Piece

_LANGUAGE = re.compile(r"<html[^>]{0,400}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def read_page(piece: Piece, context: Context) -> Iterator[Item]:
    """The page as one arrival."""
    raw = piece.read(context.limits.document)
    yield page_arrival(piece, raw, context)


def page_arrival(piece: Piece, raw: bytes, context: Context) -> Arrival:
    """The article of the page; its headline, where the text lacks it, stands before the text.

    The day is one that the page itself states (metadata or a dated line), never one guessed from its words.
    """
    import trafilatura

    text = decode_page(raw, piece.name, piece.charset)
    if not text.strip():
        raise EmptyText(f"{piece.name} has no text")
    found = trafilatura.bare_extraction(
        text, url=piece.url, with_metadata=True, include_comments=False, include_tables=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise EmptyText(f"{piece.name} has no article in it", remedy="Copy the article's words into a text file and add that.")
    language = _LANGUAGE.search(text[:4000])
    date = found.date if found.date and _DATE.fullmatch(found.date) else None
    return context.arrival(
        piece, with_headline(found.title, found.text or ""), raw, "text/html", title=found.title, published=date,
        source=found.sitename or found.hostname, url=piece.url or found.url,
        language=language[1].lower()[:2] if language else None,
    )  # fmt: skip


def with_headline(title: str | None, text: str) -> str:
    """The text, with its headline before it where it lacks it: a headline's words are the report's too."""
    title = " ".join((title or "").split())
    if not text.strip():
        return title
    if not title or title.casefold() in " ".join(text[: len(title) + 200].split()).casefold():
        return text
    return f"{title}\n\n{text}"
