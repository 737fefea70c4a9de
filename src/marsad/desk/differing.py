"""What changed between two versions of a text, word by word, without reading through what didn't."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import msgspec
from markupsafe import Markup

from marsad.desk.marking import plain

_WORD = re.compile(r"\s+|[^\s]+")
_SENTENCE = re.compile(r"[^.!?\u061f\n]*(?:[.!?\u061f]+\s*|\n|$)")
_MOST = 3_000
"""More pieces than this on either side are not compared with each other: that takes the square of their number."""
_AROUND = 240


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of a text beside another: it stays, is new, or is gone."""

    tag: str
    text: str


def stretches(old: str, new: str) -> list[Stretch]:
    """How `new` differs from `old`, in order: by words, where there are too many by sentences, else as a whole.

    All stretches but those that are gone are `new`; all but those that are new are `old`.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    first = _alike(before, after)
    last = _alike(before[first:][::-1], after[first:][::-1])
    inner, outer = before[first : len(before) - last], after[first : len(after) - last]
    made = [Stretch("equal", "".join(after[:first]))]
    if max(len(inner), len(outer)) > _MOST:
        inner, outer = _SENTENCE.findall("".join(inner)), _SENTENCE.findall("".join(outer))
    if max(len(inner), len(outer)) > _MOST:
        made += [Stretch("del", "".join(inner)), Stretch("ins", "".join(outer))]
    else:
        made += _compared(inner, outer)
    made.append(Stretch("equal", "".join(after[len(after) - last :])))
    return [one for one in made if one.text]


def difference(old: str, new: str, *, longest: int | None = None) -> tuple[Markup, int]:
    """The difference as HTML with <ins> and <del>, and how many characters of it are left out.

    With `longest`, what stays the same is shown only about what changed, once the two texts are longer than that.
    """
    tags = {"equal": "{}", "del": "<del>{}</del>", "ins": "<ins>{}</ins>"}
    found = stretches(old, new)
    short = longest is not None and sum(len(one.text) for one in found) > longest
    made, room, left = [], longest or 0, 0
    for at, one in enumerate(found):
        shown = one.text
        if short:
            shown = _about(one, at == 0, at == len(found) - 1)[: max(0, room)]
            room -= len(shown)
            left += max(0, len(one.text) - len(shown))
        made.append(Markup(tags[one.tag]).format(plain(shown)))
    return Markup("").join(made), left


def _about(one: Stretch, is_first: bool, is_last: bool) -> str:
    if one.tag != "equal" or len(one.text) <= 2 * _AROUND:
        return one.text
    start, end = ("" if is_first else one.text[:_AROUND]), ("" if is_last else one.text[-_AROUND:])
    return f"{start} … {end}"


def _alike(one: list[str], other: list[str]) -> int:
    """With how many equal pieces the two begin."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _compared(before: list[str], after: list[str]) -> list[Stretch]:
    made = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append(Stretch("equal", "".join(after[c:d])))
            continue
        made += [Stretch("del", "".join(before[a:b])), Stretch("ins", "".join(after[c:d]))]
    return made
