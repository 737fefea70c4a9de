"""A report's text with the words of its claims marked, harmless whatever stands in it.

Spans may cross: the text is cut at every edge, and each piece names all the claims that it belongs to. Signs that can't be
seen but change what is seen (direction overrides, controls) are shown as marks with their name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice, pairwise, takewhile

import msgspec
from markupsafe import Markup, escape

from marsad.desk.mentions import Meant

LONGEST = 60_000
_BACK = 2_000
_SENTENCE = re.compile(r"[.!?\u061f\u06d4\u3002][\"'\u201d\u2019)]*\s|\n")
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb"
    "\\ud800-\\udfff\\U000e0000-\\U000e007f]"
)
"""Signs that nobody sees: controls, direction marks and overrides, tags, half characters; not the joiners that scripts need."""
_ISOLATES = "\u2068\u2069"


class Span(msgspec.Struct, frozen=True, order=True):
    """Half-open stretch of the text that says a claim; `kind` is the claim's."""

    start: int
    end: int
    claim: str
    kind: str = ""


def marked(text: str, spans: Iterable[Span], *, longest: int | None = LONGEST, mentions: Iterable[Meant] = ()) -> Markup:
    """The text as HTML, pieces that say claims within <mark data-claims="id id" data-kinds="kind kind">.

    A mention is a link to what it was resolved to (`#mention-0`); mentions don't overlap one another. A text that is longer than
    `longest` ends with the last sentence before it.
    """
    end = len(text) if longest is None else cut_at(text, longest)
    inside = sorted(span for span in spans if 0 <= span.start < span.end and span.start < end)
    names = sorted((one for one in mentions if 0 <= one.start < one.end <= end), key=lambda one: one.start)
    edges = sorted({0, end, *(edge for span in inside for edge in (span.start, span.end) if edge < end)})
    opening: dict[int, list[Span]] = {}
    for span in inside:
        opening.setdefault(span.start, []).append(span)
    made, open_spans, first = [], list[Span](), 0
    for start, stop in pairwise(edges):
        open_spans = [span for span in open_spans if span.end > start] + opening.get(start, [])
        while first < len(names) and names[first].end <= start:
            first += 1
        made.append(_piece(_linked(text, start, stop, names, first), open_spans))
    return Markup("").join(made)


def _linked(text: str, start: int, stop: int, names: Sequence[Meant], first: int) -> Markup:
    """A stretch of the text with the mentions in it, the first of them or a later one; one that began before is no link again."""
    made, at = [], start
    for one in takewhile(lambda one: one.start < stop, islice(names, first, None)):
        begin, end = max(one.start, start), min(one.end, stop)
        body = plain(text[begin:end])
        if begin == one.start:
            link = '<a class="mention m-{}" href="#mention-{}" title="{}">{}</a>'
            body = Markup(link).format(one.kind, one.n, bare(one.says), body)
        else:
            body = Markup('<span class="mention m-{}">{}</span>').format(one.kind, body)
        made += [plain(text[at:begin]), body]
        at = end
    return Markup("").join([*made, plain(text[at:stop])])


def cut_at(text: str, longest: int) -> int:
    """Where a text of at most `longest` characters ends: at its last sentence, else its last word; the text's end if it fits."""
    if len(text) <= longest:
        return len(text)
    earliest = max(0, longest - _BACK)
    ends = [found.end() for found in _SENTENCE.finditer(text, earliest, longest)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", earliest, longest)
    return space + 1 if space >= 0 else longest


def quoted(text: str, spans: Iterable[Span], *, around: int = 90) -> Markup:
    """The sentence or so about the spans, marked, with an ellipsis where the text goes on."""
    inside = sorted(spans)
    if not inside:
        return Markup("")
    first, last = inside[0].start, max(span.end for span in inside)
    start, stop = _widen(text, first, last, around)
    moved = [Span(span.start - start, span.end - start, span.claim, span.kind) for span in inside]
    body = marked(text[start:stop].replace("\n", " "), moved, longest=None)
    return Markup("").join([Markup("… ") if start else "", body, Markup(" …") if stop < len(text.rstrip()) else ""])


def plain(text: str) -> Markup:
    """Somebody's words as HTML: escaped, unseen signs shown."""
    return Markup(_UNSEEN.sub(lambda found: _sign(found[0]), str(escape(text))))


def bare(value: object) -> object:
    """What a template prints: unseen signs of a text stand as [U+202E]; anything else is as it is.

    Isolates that open and close in turn stay: names in a line of another direction have them (words.py), and they change nothing
    outside of themselves.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    kept = _ISOLATES if _in_turn(value) else ""
    return _UNSEEN.sub(
        lambda found: found[0] if found[0] in kept else "" if found[0] == "\r" else f"[U+{ord(found[0]):04X}]", value
    )


def _in_turn(text: str) -> bool:
    """Whether every isolate is closed before the next one opens."""
    return re.fullmatch(rf"(?:{_ISOLATES})*", re.sub(f"[^{_ISOLATES}]", "", text)) is not None


def _widen(text: str, first: int, last: int, around: int) -> tuple[int, int]:
    """To the ends of the sentence, but no further than `around` characters: at a space then."""
    left, right = max(0, first - around), min(len(text), last + around)
    start = max(
        (text.rfind(sign, left, first) + len(sign) for sign in (". ", "! ", "? ", "\n") if sign in text[left:first]), default=-1
    )
    if start < 0:
        start = 0 if left == 0 else text.find(" ", left, first) + 1 or left
    ends = [at + 1 for sign in (". ", "! ", "? ", ".\n", "\n") if (at := text.find(sign, last, right)) >= 0]
    stop = min(ends, default=-1)
    if stop < 0:
        stop = len(text) if right == len(text) else text.rfind(" ", last, right)
    return start, stop if stop > last else right


def _piece(body: Markup, spans: list[Span]) -> Markup:
    if not spans:
        return body
    claims = " ".join(dict.fromkeys(span.claim for span in spans))
    kinds = " ".join(dict.fromkeys(span.kind for span in spans if span.kind))
    return Markup('<mark data-claims="{}" data-kinds="{}">{}</mark>').format(claims, kinds, body)


@cache
def _sign(char: str) -> str:
    if char == "\r":
        return ""
    name = unicodedata.name(char, "control sign").lower()
    return Markup('<span class="sign" title="{}">U+{}</span>').format(name, f"{ord(char):04X}")
