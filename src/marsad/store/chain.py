"""The seal of the log: every entry's hash covers the entry and, through the hash before it, all that went before.

    hash = SHA-256( previous hash in hex, newline, JSON array [seq, at, kind, who, why], newline, body )

in UTF-8; JSON without blanks, characters beyond ASCII as they are. The first entry's previous hash is 64 zeros. Anybody can
check it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import msgspec

from marsad.errors import BadEntry
from marsad.store.records import Entry, Head, Problem

GENESIS = "0" * 64

_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> str:
    """JSON of a struct: keys sorted, no blanks. Raises BadEntry for text that isn't whole characters."""
    try:
        return _encoder.encode(value).decode()
    except UnicodeEncodeError:
        raise BadEntry("the entry holds half a character (a lone surrogate)") from None


def seal(previous: str, seq: int, at: str, kind: str, who: str, why: str, body: str) -> str:
    """The entry's hash, in hex."""
    return sha256(f"{previous}\n{canonical([seq, at, kind, who, why])}\n{body}".encode()).hexdigest()


def check(entries: Iterable[Entry], problems: list[Problem], known: Head | None = None) -> Iterator[Entry]:
    """Pass the entries on, and note every place where the chain doesn't hold.

    After a fault the check goes on from the entry as it stands, so that each tampering is named once. `known` is a head that
    somebody kept: the chain must lead through it.
    """
    last, previous, at = 0, GENESIS, ""
    for entry in entries:
        for message in _faults(entry, last, previous, at):
            problems.append(Problem(kind="log", where=f"entry {entry.seq}", message=message))
        if known is not None and entry.seq == known.seq and entry.hash != known.hash:
            problems.append(
                Problem(kind="log", where=f"entry {entry.seq}", message="its hash is not the one of the head that was kept")
            )
        last, previous, at = entry.seq, entry.hash, entry.at
        yield entry
    if known is not None and last < known.seq:
        problems.append(
            Problem(kind="log", where=f"entry {last}", message=f"the log ends here; the head that was kept is entry {known.seq}")
        )


def _faults(entry: Entry, last: int, previous: str, at: str) -> Iterator[str]:
    if entry.seq != last + 1:
        yield (
            f"chain broken: entry {last + 1} is missing"
            if entry.seq == last + 2
            else f"chain broken: entries {last + 1} to {entry.seq - 1} are missing"
        )
    if entry.previous != previous:
        yield (
            f"chain broken: it was not sealed to entry {last} as that stands"
            if last
            else "chain broken: it is not the first entry"
        )
    if entry.hash != seal(entry.previous, entry.seq, entry.at, entry.kind, entry.who, entry.why, entry.body):
        yield "chain broken: the entry was changed after it was sealed"
    if entry.at < at:
        yield "the clock runs backwards"
