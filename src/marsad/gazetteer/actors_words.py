"""A text cut into words for matching names: folded, with articles and possessives told apart.

Both sides of a comparison pass through here, the names of the list and the words of a report, so "Hay'at Tahrir al-Sham"
and "Hayat Tahrir Al Sham" become the same key, and nothing looser than that ever does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[A-Z]{2,5}/A(?![^\W_])|[^\W_]+(?:['’ʼʿʾ‘`´][^\W_]+)*")
_SIGNS = str.maketrans("", "", "'’ʼʿʾ‘`´./")
# "SPLM/A", movement and army, is one word: "SPLM/A-IO" and "SPLM/A" are enemies.
_GLUE = {
    " ": " ",
    "-": "-",
    "–": "-",
    "‑": "-",
    "\n": " ",
    "\u00a0": " ",
    "": "-",
    " '": " ",
    " ‘": " ",
    ' "': " ",
    " “": " ",
    "' ": " ",
    "’ ": " ",
    '" ': " ",
    "” ": " ",
    "  ": " ",
    " & ": " ",
    "\r\n": " ",
    "- ": "-",
}
_ARTICLES = frozenset({"al", "el", "ash", "as", "ar", "at", "ad", "an", "az", "es", "ul"})


class Word(NamedTuple):
    """A word of a text: `fold` is its key, `glue` what joins it to the word before (" ", "-", or "" for a break).

    `start` and `end` are offsets that leave a possessive 's out; `article` tells an Arabic article that was taken off the key.
    """

    text: str
    fold: str
    start: int
    end: int
    cap: bool
    glue: str
    article: bool
    possessive: bool


_KEPT = 50_000


@lru_cache(maxsize=32768)
def fold(word: str) -> str:
    """A word's key: no case, no diacritics, no apostrophes or full stops."""
    if word.isascii() and word.isalnum():
        return word.lower()
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return plain.translate(_SIGNS).casefold()


class _Known(dict[str, tuple[str, bool, bool, bool]]):
    """What a word's letters alone tell, worked out once: key, not written small, may be an article, ends in s."""

    def __missing__(self, raw: str) -> tuple[str, bool, bool, bool]:
        if len(self) >= _KEPT:
            self.clear()
        article = len(raw) < 4 and raw.lower() in _ARTICLES
        found = self[raw] = fold(raw), not raw[0].islower(), article, raw[-1] in "sS"
        return found


_KNOWN = _Known()


def scan(text: str, offset: int = 0) -> list[Word]:
    """The words of a text, in order; `offset` is added to the places where they stand. Linear in the text's length."""
    words: list[Word] = []
    last = 0
    held: tuple[int, str] | None = None
    new, known, glues = tuple.__new__, _KNOWN, _GLUE  # `new` is twice as fast as the named tuple's own
    for match in _WORD.finditer(text):
        raw = match.group()
        start, end = match.span()
        glue = glues.get(text[last:start], "") if last else ""
        last = end
        key, cap, article, hissing = known[raw]
        possessive = False
        if hissing:
            if len(raw) > 2 and raw[-2] in "'’`´‘":
                raw, end, possessive = raw[:-2], end - 2, True
                key, cap, article, _ = known[raw]
            elif text.startswith(("'", "’"), end):
                possessive = True
        if held is not None:
            if glue == "-" or (glue == " " and cap):
                first, outer = held
                words.append(Word(text[first:end], key, first + offset, end + offset, cap, outer, True, possessive))
                held = None
                continue
            words.append(_plain(text, held, offset))
            held = None
        elif article and not possessive and _opens(text, raw, end):
            held = (start, glue)
            continue
        words.append(new(Word, (raw, key, start + offset, end + offset, cap, glue, False, possessive)))
    if held is not None:
        words.append(_plain(text, held, offset))
    return words


def _opens(text: str, raw: str, end: int) -> bool:
    """Whether an Arabic article stands before a word that it belongs to: joined by a hyphen, or "al" and "el" by a space."""
    return text.startswith(("-", "–", "‑"), end) or (raw in ("al", "Al", "el", "El") and text.startswith(" ", end))


def _plain(text: str, held: tuple[int, str], offset: int) -> Word:
    start, glue = held
    end = start
    while end < len(text) and text[end].isalpha():
        end += 1
    raw = text[start:end]
    return Word(raw, raw.lower(), start + offset, end + offset, raw[:1].isupper(), glue, False, False)


def key_of(words: Sequence[Word]) -> str:
    """The words' keys in a row: what a name is looked up by."""
    return " ".join([word.fold for word in words])
