"""PLOVER's gold records and PETRARCH's test sentences as a smoke test: an event found, of the right root, by the right side?

    python -m evals.plover

Marsad codes what happens on the ground, so the roots of words and diplomacy (AGREE, CONSULT, REQUEST, ...) are counted
apart. A claim of any kind counts with the root that it stands for: a capture is COERCE, a call REQUEST, an agreement AGREE.
Sides are compared with the words of the gold where it has words: right when they share the beginning of a word.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from marsad.model import Agreement, Claim, Control, Event, Movement, Reading, Statement
from marsad.reading.reader import Reader

DATA = Path(os.environ.get("MARSAD_SHARED", Path(__file__).parents[2] / "shared")) / "data"
MATERIAL = ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT")
_ACTS = {
    "confirm": "CONSULT",
    "deny": "REJECT",
    "call_for": "REQUEST",
    "accuse": "ACCUSE",
    "warn": "THREATEN",
    "threaten": "THREATEN",
    "announce": "CONSULT",
    "claim_responsibility": "CONSULT",
}
_MOVES = {"reinforce": "MOBILIZE", "advance": "MOBILIZE", "present": "MOBILIZE", "withdraw": "RETREAT", "flee": "RETREAT"}
Row = dict[str, Any]


def root_of(claim: Claim) -> str | None:
    """The PLOVER root that a claim stands for; None for tolls and relations."""
    if isinstance(claim, Event):
        return (claim.event_type or "").split("/")[0] or None
    if isinstance(claim, Statement):
        return _ACTS[claim.act]
    if isinstance(claim, Movement):
        return _MOVES[claim.action]
    if isinstance(claim, Agreement):
        return "AGREE"
    if isinstance(claim, Control):
        return "RETREAT" if claim.status == "withdrawn" else "COERCE"
    return None


def names_of(claim: Claim, *fields: str) -> set[str]:
    """The words of the actors in some fields of a claim."""
    found: set[str] = set()
    for name in fields:
        value = getattr(claim, name, None) or ()
        for actor in value if isinstance(value, tuple) else (value,):
            found |= set(actor.name.casefold().split())
    return found


def rows(name: str) -> list[tuple[Row, Row]]:
    """Reports of a set with their gold rows."""
    reports = {row["id"]: row for row in map(json.loads, (DATA / f"{name}.reports.jsonl").open(encoding="utf-8"))}
    gold = map(json.loads, (DATA / f"{name}.codings.gold.jsonl").open(encoding="utf-8"))
    return [(reports[row["id"]], row) for row in gold]


def measure(reader: Reader, name: str) -> None:
    """Print one set's figures."""
    asked: Counter[str] = Counter()
    got: Counter[str] = Counter()
    silent = wrong = sides = sided = 0
    for report, gold in rows(name):
        reading = reader.read(report["text"], published=report.get("published"))
        roots = {root for claim in reading.claims if (root := root_of(claim))}
        events = {root_of(claim) for claim in reading.claims if isinstance(claim, Event)}
        if not gold["codings"]:
            silent += 1
            wrong += bool(events)
        for coding in gold["codings"][:1]:
            root = coding.get("root")
            if root:
                asked[root] += 1
                got[root] += root in roots
            if root in MATERIAL and root in roots and coding["source"] and coding["source"][0].get("text"):
                sided += 1
                sides += _right_side(reading, coding, root)
    _print(name, asked, got, (silent, wrong), (sides, sided))


def _right_side(reading: Reading, coding: Row, root: str) -> bool:
    wanted = set(" ".join(one.get("text", "") for one in coding["source"]).casefold().split())
    given: set[str] = set()
    for claim in reading.claims:
        if root_of(claim) == root:
            given |= names_of(claim, "side_a", "actors", "speaker")
    return bool({word[:4] for word in wanted} & {word[:4] for word in given})


def _print(name: str, asked: Counter[str], got: Counter[str], quiet: tuple[int, int], sides: tuple[int, int]) -> None:
    on_ground = sum(asked[root] for root in MATERIAL), sum(got[root] for root in MATERIAL)
    print(
        f"{name}: root found, events on the ground {on_ground[1]}/{on_ground[0]}; all {sum(got.values())}/{sum(asked.values())}; "
        f"doer right {sides[0]}/{sides[1]}; event where gold has none {quiet[1]}/{quiet[0]}"
    )
    print("   " + ", ".join(f"{root} {got[root]}/{asked[root]}" for root in sorted(asked)))


def main() -> None:
    """Measure the three sets."""
    reader = Reader()
    for name in ("plover", "petrarch_news", "petrarch_units"):
        measure(reader, name)


if __name__ == "__main__":
    main()
