"""Which language a text is in: by its function words where that is plain, else by py3langid."""

from __future__ import annotations

import re

_COMMON = frozenset(
    "the of and to in a that is was for on with as by at from it has have been were said be are an after".split()
)


def _by_script(text: str) -> str | None:
    """English for short Latin text: a wrong reading of it shows, an unread one doesn't."""
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    return "en" if letters and sum(c.isascii() for c in letters) / len(letters) > 0.97 else None
