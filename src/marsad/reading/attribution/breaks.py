"""Where in a sentence another clause may begin that is no longer what the speaker says."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.reading.attribution.words import words
from marsad.reading.document import Sentence


def breaks_of(sentence: Sentence) -> Iterator[int]:
    """Tokens at which another clause may begin that is no longer the speaker's: ", while", ", and", ";", "adding"."""
    table = words()
    contrast, side = table["contrast"], table["side"]
    for token in sentence.tokens[1:]:
        comma = sentence.tokens[token.i - 1].text == ","
        goes_on = token.tag == "VBG" and token.lower in table.cues and token.lower not in table["relays"]
        told = token.lower in ("a", "an") and any(
            one.lower in table["comments"] for one in sentence.tokens[token.i + 1 : token.i + 3]
        )
        told = told or token.lower == "something"
        joined = comma and (told or token.lower in ("and", "which") or token.lower in side)
        if joined or token.text in (";", ":") or token.lower in contrast or (goes_on and (comma or token.dep == "advcl")):
            yield token.i
