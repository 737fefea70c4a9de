"""Stretches of reports in lists of results: marked where the words stand, without graphic words unless they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml
from markupsafe import Markup

from marsad.desk.marking import Span, marked

HIDDEN = "•"


@cache
def _graphic() -> re.Pattern[str]:
    words = yaml.safe_load(files("marsad.desk").joinpath("graphic.yaml").read_text("utf-8"))["words"]
    return re.compile(r"(?<!\w)(?:ال|و)?(?:" + "|".join(map(re.escape, words)) + r")\w*", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with graphic words as dots, as long as it was."""
    return _graphic().sub(lambda found: HIDDEN * len(found[0]), text)


def preview(text: str, spans: Iterable[tuple[int, int]], *, graphic: bool = False) -> Markup:
    """The stretch as HTML, what was sought within <mark>."""
    shown = text if graphic else masked(text)
    return marked(shown.replace("\n", " "), [Span(start, end, "") for start, end in spans], longest=None)
