"""Markup read safely: XML that declares no entities, and the plain text of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from marsad.errors import NotText
from marsad.intake.faults import Bomb, BrokenDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^>]{0,100}encoding\s*=\s*)["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table tbody td tfoot th thead title tr ul".split()
)
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object"})
_ENTITY = re.compile(rb"<!ENTITY\s", re.IGNORECASE)


def parse_xml(raw: bytes, name: str, *, forgiving: bool = False) -> _Element:
    """The root of an XML document. Entities are never resolved and nothing is fetched; a document that declares any is refused.

    `forgiving` reads on where the markup is broken, as feeds often are.
    """
    from lxml import etree

    if _ENTITY.search(raw[:100_000]) or b"<\0!\0E\0N\0T\0I\0T\0Y\0" in raw[:100_000]:
        remedy = "Remove its <!DOCTYPE ...> and add it again."
        raise Bomb(f"{name} declares XML entities, which can unpack without end", remedy=remedy)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=forgiving,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenDocument(f"{name} is no well-formed XML: {error}") from error
    if root is None:
        raise BrokenDocument(f"{name} has no XML that can be read")
    return root


def decode_page(raw: bytes, name: str, charset: str | None = None) -> str:
    """The text of a page's bytes: by its byte order mark, what the sender says, what the page says, else UTF-8; never a guess."""
    found = _DECLARED.search(raw[:4096])
    mark = next((code for mark, code in _MARKS if raw.startswith(mark)), None)
    encodings = [mark] if mark else [charset, found[1].decode("ascii") if found else None, "utf-8"]
    tried = []
    for encoding in encodings:
        if not encoding:
            continue
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            tried.append(encoding.upper())
    raise NotText(
        f"{name} isn't in the encoding that it should be ({', '.join(dict.fromkeys(tried))})",
        remedy="Convert it, for example: iconv -f WINDOWS-1256 -t UTF-8.",
    )


def plain_text(markup: str) -> str:
    """The words of a piece of HTML, a line for each block; markup that is none comes back as it is."""
    from lxml import html

    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        root = html.fromstring(f"<div>{markup}</div>")
    except (ValueError, AssertionError, SyntaxError):
        return markup.strip()
    lines = (" ".join(line.split()) for line in "".join(_words(root)).split("\n"))
    return "\n".join(line for line in lines if line)


def _words(root: _Element) -> Iterator[str]:
    """Texts and tails in document order, without recursion: a page may be nested without end."""
    silent = 0
    from lxml import etree

    for action, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if action in ("comment", "pi"):
            if not silent:
                yield element.tail or ""
            continue
        name = element.tag if isinstance(element.tag, str) else ""
        if action == "start":
            silent += name in _SILENT
            if name in _BLOCKS:
                yield "\n"
            if not silent:
                yield element.text or ""
        else:
            silent -= name in _SILENT
            if name in _BLOCKS:
                yield "\n"
            if not silent and element is not root:
                yield element.tail or ""
