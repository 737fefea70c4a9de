"""Lists of speakers right before a verb: "..., residents, an official and the army told us"."""

from __future__ import annotations

from marsad.reading.attribution.speakers import can_speak
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.syntax import Phrase

_ROW, _ITEM = 5, 9
"""Items of a list of speakers, and tokens of one."""


def row_before(document: Document, sentence: Sentence, i: int) -> list[Phrase]:
    """First words and heads of the speakers that a verb follows: "..., residents, an official and the army told us"."""
    tokens, end = sentence.tokens, i
    while end > 0 and (tokens[end - 1].lower in words()["between"] or tokens[end - 1].lower.endswith("ly")):
        end -= 1
    found: list[Phrase] = []
    last = "and"
    while end > 1 and len(found) < _ROW:
        first = next((k for k in range(end - 1, max(-1, end - _ITEM), -1) if _parts(tokens[k])), -1)
        head = _item_head(document, sentence, first + 1, end) if last in (",", "and") and (first >= 0 or end < _ITEM) else None
        if head is None or (found and first >= 0 and tokens[first].lower == "and"):
            break  # "17 soldiers and three drivers, sources and residents said": another list
        found.insert(0, (first + 1, head))
        if first < 0 or (len(found) == 1 and tokens[first].lower != "and"):
            break
        last, end = tokens[first].lower, first - (first > 0 and tokens[first - 1].text == ",")
    return found if len(found) > 2 else []


def _parts(token: Token) -> bool:
    """Whether a token parts the items of a list."""
    return token.text == "," or token.lower == "and"


def _item_head(document: Document, sentence: Sentence, first: int, last: int) -> int | None:
    """Who speaks in an item of a list: the last who can, nothing but a phrase with a preposition behind; no verb in it."""
    tokens = sentence.tokens[first:last]
    if not tokens or any(token.tag.startswith(("VBD", "VBZ", "VBP", "VBG", "MD")) or token.tag == "''" for token in tokens):
        return None
    prep = next((token.i for token in tokens if token.tag == "IN"), last)
    behind = tokens[-1].tag.startswith("N") and prep > first
    bare = len(tokens) == 1 and tokens[0].tag == "NN" and tokens[0].lower != "police"  # "security and local sources"
    return prep - 1 if behind and not bare and can_speak(document, sentence, prep - 1) else None
