"""RSS and Atom feeds: each entry is a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from marsad.errors import EmptyText, MarsadError
from marsad.intake.faults import Bomb, BrokenDocument, UnknownForm
from marsad.intake.limits import Limits
from marsad.intake.markup import parse_xml, plain_text
from marsad.intake.moments import iso_moment, mail_day
from marsad.intake.pages import with_headline
from marsad.intake.pieces import Arrival, Context, Item, Piece
from marsad.intake.reports import Rejected

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENDS = (b"</rss>", b"</feed>", b"rdf>", b":feed>", b":rss>")
_TEXTS = ("encoded", "content", "description", "summary")
_DAYS = ("published", "pubdate", "date", "issued", "updated", "modified")


def read_feed(raw: bytes, *, name: str = "feed", source: str | None = None, limits: Limits | None = None) -> Iterator[Item]:
    """The entries of a feed's bytes. An entry's id is its own (guid), else its address; its source is the feed's title."""
    context = Context(take=_nothing_inside, source=source, limits=limits or Limits())
    try:
        yield from read_feed_piece(Piece.of_bytes(raw, name, name), context)
    except MarsadError as error:
        yield Rejected(name, error)


def _nothing_inside(piece: Piece, context: Context) -> Iterator[Item]:
    yield from ()


def read_feed_piece(piece: Piece, context: Context) -> Iterator[Item]:
    """The entries of a feed, at most `limits.entries`. Of a feed that is cut short the last, cut entry is left out."""
    raw = piece.read(context.limits.document)
    root = parse_xml(raw, piece.name, forgiving=True)
    if _local(root) not in ("rss", "feed", "rdf"):
        raise UnknownForm(f"{piece.name} is XML, but no RSS or Atom feed")
    entries = [element for element in root.iter() if _local(element) in ("item", "entry")]
    whole = raw.rstrip()[-200:].lower().rstrip(b"\0").endswith(_ENDS) or b"\0" in raw[:4]
    outlet = _text_of(next((element for element in root.iter() if _local(element) == "title"), None)) or None
    for number, entry in enumerate(entries if whole else entries[:-1], 1):
        if number > context.limits.entries:
            raise Bomb(f"{piece.name} has more than {context.limits.entries:,} entries; the rest was left out")
        try:
            yield _entry(entry, number, outlet, piece, context)
        except MarsadError as error:
            yield Rejected(f"{piece.id}:{number}", error)
    if not whole:
        kept = max(0, len(entries) - 1)
        raise BrokenDocument(f"{piece.name} is cut short after {kept} entries", remedy="Fetch the feed again.")


def _entry(entry: _Element, number: int, outlet: str | None, piece: Piece, context: Context) -> Arrival:
    from lxml import etree

    parts: dict[str, _Element] = {}
    for child in entry:
        if len(child) or child.text or child.attrib:
            parts.setdefault(_local(child), child)
    title = plain_text(_text_of(parts.get("title"))).replace("\n", " ") or None
    body = next((text for text in (plain_text(_text_of(parts.get(key))) for key in _TEXTS) if text), "")
    url = _link(entry)
    own = _text_of(parts.get("guid")) or _text_of(parts.get("id"))
    id = own if re.match(r"(?:https?:|urn:|tag:)", own) else f"{piece.id}#{own}" if own else url or f"{piece.id}:{number}"
    if not title and not body:
        raise EmptyText(f"entry {number} of {piece.name} has no words")
    published = next((day for day in (_moment(_text_of(parts.get(key))) for key in _DAYS) if day), None)
    original = etree.tostring(entry, encoding="utf-8", with_tail=False)
    within = replace(piece, id=id, name=f"{piece.name}:{number}", url=None)
    return context.arrival(
        within, with_headline(title, body), original, "application/xml", title=title, source=outlet, published=published, url=url
    )


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _text_of(element: _Element | None) -> str:
    """The words of an element; markup within it (Atom's xhtml) comes as markup."""
    if element is None:
        return ""
    if not len(element):
        return (element.text or "").strip()
    from lxml import etree

    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return ((element.text or "") + re.sub(r"</?\w+:", lambda tag: "</" if "/" in tag[0] else "<", inner)).strip()


def _link(entry: _Element) -> str | None:
    links = (child for child in entry if _local(child) == "link" and child.get("rel", "alternate") == "alternate")
    addresses = ((link.get("href") or link.text or "").strip() for link in links)
    return next((address for address in addresses if address.startswith(("http://", "https://"))), None)


def _moment(text: str) -> str | None:
    if not text:
        return None
    try:
        return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else iso_moment(datetime.fromisoformat(text))
    except ValueError:
        return mail_day(text)
