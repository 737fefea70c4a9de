"""A text made readable without moving a character: tags, entities and control signs become blanks of the same length."""

from __future__ import annotations

import re
from html import unescape

_MARKUP = re.compile(r"</?[a-zA-Z!][^<>\n]{0,2000}>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_OPENING = re.compile(r"<(script|style)\b[^<>]*>", re.IGNORECASE)
_CLOSING = {name: re.compile(rf"</{name}\s{{0,100}}>", re.IGNORECASE) for name in ("script", "style")}
_BLOCK = re.compile(
    r"</?(?:p|br|div|h[1-6]|li|ul|ol|tr|td|th|table|title|article|section|blockquote|header|footer)\b", re.IGNORECASE
)
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_REFERENCE = re.compile(
    r"(?<=[^\s\[])(?:[ \t]?\[(?:\d{1,3}|[a-z]|(?:note|nb|fn) ?\d{1,3}|[a-z][a-z ]{1,24} needed|(?:by )?wh(?:o|en|ere|ich|om)\?)\]"
    r"(?::\d{1,4}(?:[-\u2013]\d{1,4})?)?)+",
    re.IGNORECASE,
)
"""Marks of an encyclopedia's footnotes behind a word or stop: "[3][4]", "[note 1]", "[citation needed]", "[12]:45"."""


def readable(text: str) -> str:
    """The text with what isn't words blanked out; same length, so that offsets into one are offsets into the other."""
    if "<" in text or "&" in text:
        text = _MARKUP.sub(_blank, _without_scripts(text))
    if "[" in text:
        text = _REFERENCE.sub(_blank, text)
    return _CONTROL.sub(" ", text)


def _without_scripts(text: str) -> str:
    """Scripts and styles as line ends. Not by one pattern: it would look to the text's end for each that is never closed."""
    made: list[str] = []
    kept, unclosed = 0, set[str]()
    for opening in _OPENING.finditer(text):
        name = opening[1].casefold()
        if opening.start() < kept or name in unclosed:
            continue
        closing = _CLOSING[name].search(text, opening.end())
        if closing is None:
            unclosed.add(name)
            continue
        made += [text[kept : opening.start()], "\n" * (closing.end() - opening.start())]
        kept = closing.end()
    return "".join([*made, text[kept:]])


def _blank(found: re.Match[str]) -> str:
    words = found.group()
    if words.startswith("&"):
        sign = unescape(words)
        return sign + " " * (len(words) - 1) if len(sign) == 1 and sign.isprintable() else " " * len(words)
    return ("\n" if _BLOCK.match(words) else " ") * len(words)
