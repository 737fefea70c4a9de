"""Parses of a place that opens a sentence with what it is: "In X, the capital of Y, shells killed nine"."""

from __future__ import annotations

from marsad.reading.document import Sentence, Token
from marsad.reading.hanging import hang
from marsad.reading.syntax import children

_SCENES = frozenset({"in", "at", "near", "outside", "around"})
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_SUBJECTS = ("nsubj", "nsubjpass")
_NAME = 6
"""Tokens within which the place's name ends."""
_DESCRIBED = 16
"""Tokens that what it is has at most."""


def free_described_scene(sentence: Sentence) -> None:
    """What an opening place is hangs on the place, not on the verb: the subject comes behind it."""
    tokens = sentence.tokens
    opening = next((token for token in tokens[sentence.begin : sentence.begin + 1] if token.lower in _SCENES), None)
    if opening is None:
        return
    first = next((one.i for one in tokens[opening.i + 1 : opening.i + _NAME] if one.text == ","), None)
    if first is None or not tokens[first - 1].tag.startswith("NN") or first + 3 >= len(tokens):
        return
    last = next((one.i for one in tokens[first + 1 : first + _DESCRIBED] if one.text == ","), None)
    if last is None or not _describes(tokens[first + 1 : last]):
        return
    inside = range(first + 1, last)
    head = next((i for i in inside if tokens[i].head not in inside and tokens[i].dep in _SUBJECTS), None)
    if head is None or tokens[head].head <= last:
        return
    verb, place = tokens[head].head, first - 1
    behind = [one for one in children(sentence, head, "appos") if one > last]
    own = [one for one in children(sentence, verb, *_SUBJECTS) if one > last]
    if not (behind or own):
        return
    if not own:
        hang(sentence, behind[0], verb, tokens[head].dep)
    hang(sentence, head, place, "appos")


def _describes(words: list[Token]) -> bool:
    """Whether words between two commas are a noun's phrase: "the army's last stronghold in the Darfur region"."""
    opens = bool(words) and (words[0].tag in ("DT", "PRP$", "CD") or any(one.tag == "POS" for one in words))
    return opens and not any(one.tag in _FINITE for one in words)
