"""Which language a text is in: by its function words where that is plain, else by py3langid."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_COMMON = frozenset("the of and to in a that is was for on with as by at from it has have been were said be are an after".split())
_PIDGIN = frozenset("dey wey di na dem wetin una sey abi dis dat".split())
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4_000
_PLAIN = 0.12
_SURE = 0.7


def language_of(text: str) -> str | None:
    """The ISO 639-1 code, or None where the text is too short or too mixed to say."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    if not words:
        return None
    if sum(word in _COMMON for word in words) / len(words) >= _PLAIN:
        return "en"
    code, sure = _identifier().classify(text[:_SAMPLE])
    if code == "pcm" and _PIDGIN.isdisjoint(words):  # Nigeria's names alone make a short English text look like its Pidgin
        return "en"
    return str(code) if sure >= _SURE else _by_script(text)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """py3langid's model, loaded only for a text that isn't plainly English: that takes most of a second."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)


def _by_script(text: str) -> str | None:
    """English for short Latin text: a wrong reading of it shows, an unread one doesn't."""
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    return "en" if letters and sum(c.isascii() for c in letters) / len(letters) > 0.97 else None
