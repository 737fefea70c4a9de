"""Which reports are copies of one another: the same words under another byline, dateline or outlet, whole or cut short.

A copy brings nothing of its own: nearly all its words stand in the other in the same order, and it has no number and hardly
a name that the other lacks. So an update with a new toll, the day's report written to the same pattern, and the same story
told in other words are no copies. Only reports in words are asked about: coded rows are alike by their form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Literal
from zlib import crc32

import msgspec

from marsad.intake.pieces import missing_extra

PERMUTATIONS = 128
SHINGLE = 3
BANDS = 32
LIKE = 0.8
"""Share of the shorter text's word triples that must stand in the other. Measured: tests/intake/test_copies.py prints the gap."""

_FEW = 12
_TOKEN = re.compile(r"\d[\d.,:]*\d|[^\W_]+(?:['’][^\W_]+)*")
_NAME = re.compile(r"(?<=[\w,;)] )[^\W\d_a-z][^\W_]+")
"""A capital within a sentence: one that begins a sentence says nothing."""
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen dozens score scores hundred hundreds thousand "
    "thousands million".split()
)
_TOP = re.compile(
    r"""By\s+[^\n]{2,80} | (?:Updated|Published|Posted|Last\ modified|Issued)\b[^\n]{0,60} | [^\n]{0,40}\b\d{4}\b[^\n]{0,25} |
        [A-Z][\w.'’-]*(?:(?:,\ ?|\ )[A-Z][\w.'’-]*){0,4},?""",
    re.VERBOSE,
)
"""A line above a story. It and a line below are tried one line at a time, and no word of theirs can be cut in two ways: both
keep a text of nothing but blanks or capitals from taking hours."""
_DATELINE = re.compile(r"\A\s*[A-Z][\w.'’/ -]{1,40}(?:,\s*[A-Z][\w.'’ -]{1,30})?(?:,?\s*\(?[A-Z]\w{2,9}\.?\s+\d{1,2}\)?)?"
                       r"\s*(?:\([^()\n]{2,40}\)\s*)?(?:--?|[–—])\s+")  # fmt: skip
_TAIL = re.compile(
    r"""\((?:Reporting|Writing|Editing|Additional|With)\b[^\n]* | \(?(?:©|Copyright|\(c\))[^\n]* | Source\s*:[^\n]* |
        (?:Read\ more|Also\ read|Related|Follow\ us|Subscribe|Share\ this|All\ rights\ reserved)\b[^\n]* |
        This\ (?:article|story|report|material)\b[^\n]{0,200} | [-–—]?\s*[A-Z][\w.'’-]*(?:[ /,][A-Z][\w.'’-]*){0,4}[/,]?""",
    re.VERBOSE,
)
"""A line below a story."""


class Signature(msgspec.Struct, frozen=True):
    """What is kept of a text to know its copies again: MinHash digest, number of word triples, hashes of its numbers and names.

    Only signatures of one `version` compare; a text's signature is made anew from its words where the version changed.
    """

    version: str
    digest: tuple[int, ...]
    size: int
    numbers: frozenset[int]
    names: frozenset[int]


class Copy(msgspec.Struct, frozen=True):
    """A text that says the same. `which`: this text is the "same" as the other, a "part" of it, or the "whole" of which it is a
    part; `likeness`: share of the shorter's word triples that stand in the longer, estimated.
    """

    id: str
    which: Literal["same", "part", "whole"]
    likeness: float


def version() -> str:
    """That of the signatures that are made here and now. Raises MissingExtra."""
    return f"rensa-{_hashes().ALGORITHM_VERSION}-{SHINGLE}"


def _hashes() -> Any:
    try:
        from rensa import RMinHash
    except ImportError as error:
        raise missing_extra(error) from error
    return RMinHash


def signature(text: str) -> Signature:
    """The signature of a report's text, without byline, dateline and what outlets put under a story. Raises MissingExtra."""
    body = _body(text)
    words = [word.casefold() for word in _TOKEN.findall(body)]
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))} if words else set()
    hashes = _hashes()(num_perm=PERMUTATIONS, seed=20)
    hashes.update(sorted(shingles))
    return Signature(
        version=version(),
        digest=tuple(hashes.digest()),
        size=len(shingles),
        numbers=_hashed(word for word in words if word[0].isdigit() or word in _NUMBERS),
        names=_hashed(name.casefold() for name in _NAME.findall(body) if not name[0].islower()),
    )


def _body(text: str) -> str:
    lines = [line.strip() for line in text.strip().split("\n")]
    first = next((n for n, line in enumerate(lines) if line and not _TOP.fullmatch(line)), len(lines))
    body = _DATELINE.sub("", "\n".join(lines[first:]).strip(), count=1)
    lines = body.split("\n")
    last = next((n for n in range(len(lines) - 1, 0, -1) if lines[n] and not _TAIL.fullmatch(lines[n])), 0)
    return "\n".join(lines[: last + 1]).strip() or body


def _hashed(words: Iterable[str]) -> frozenset[int]:
    return frozenset(crc32(word.encode()) for word in words)


def compare(one: Signature, other: Signature) -> tuple[Literal["same", "part", "whole"], float] | None:
    """How `one` is a copy of `other`, and how like; None where it is none."""
    if one.version != other.version or not one.size or not other.size:
        return None
    same = sum(map(int.__eq__, one.digest, other.digest)) / PERMUTATIONS
    shared = same * (one.size + other.size) / (1 + same)
    likeness = min(1.0, shared / min(one.size, other.size))
    if likeness < (1.0 if min(one.size, other.size) < _FEW else LIKE):
        return None
    adds, lacks = _adds(one, other), _adds(other, one)
    if adds and lacks:
        return None
    if not adds and not lacks and abs(one.size - other.size) <= max(one.size, other.size) // 10:
        return "same", likeness
    return ("part" if lacks or (not adds and one.size < other.size) else "whole"), likeness


def _adds(one: Signature, other: Signature) -> bool:
    """Whether `one` says something that `other` doesn't: a number, or more than a stray name."""
    return bool(one.numbers - other.numbers) or len(one.names - other.names) > len(one.names) // _FEW


class Copies:
    """The signatures of some texts, to be asked for the copies of one."""

    def __init__(self) -> None:
        self._signatures: dict[str, Signature] = {}
        self._bands: dict[int, list[str]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._signatures)

    def add(self, id: str, signature: Signature) -> None:
        """Keep a text's signature under its id; one that is there already is kept as it is."""
        if id in self._signatures or not signature.size:
            return
        self._signatures[id] = signature
        for key in bands(signature):
            self._bands[key].append(id)

    def find(self, signature: Signature, others: Iterable[tuple[str, Signature]] = ()) -> list[Copy]:
        """The texts, of these and of `others`, that it copies or that copy it: the likest first, then by id."""
        near = {id for key in bands(signature) for id in self._bands.get(key, ())}
        pairs = [*((id, self._signatures[id]) for id in near), *others]
        found = [Copy(id, *how) for id, other in pairs if (how := compare(signature, other))]
        return sorted(found, key=lambda copy: (-copy.likeness, copy.id))


def bands(signature: Signature) -> list[int]:
    """What two texts that are alike nearly always share one of: whole numbers of 64 bits, to be looked up in an index."""
    rows = PERMUTATIONS // BANDS
    if not signature.size:
        return []
    parts = (signature.digest[at : at + rows] for at in range(0, PERMUTATIONS, rows))
    return [
        int.from_bytes(blake2b(repr((n, part)).encode(), digest_size=8).digest(), signed=True) for n, part in enumerate(parts)
    ]
