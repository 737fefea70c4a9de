"""Spans of actors, places and times against re3d: precision, recall and F1 by type, an overlap of spans being a hit.

    python evals/re3d.py [--errors]

re3d tags nominals ("mourners", "we") and offices too, which Marsad leaves alone, so its recall has a ceiling;
`named` is the recall on the gold spans that hold a capitalised word. Data: re3d (Dstl and others, 2017), read from the shared
data folder (MARSAD_SHARED).
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from marsad.gazetteer.actors import ActorList
from marsad.model import Report
from marsad.reading.actors import find_actors
from marsad.reading.document import Document
from marsad.reading.sentences import split_sentences

SHARED = Path(os.environ.get("MARSAD_SHARED", Path(__file__).resolve().parents[1].parent / "shared"))
ACTORS = {"Organisation", "Person"}
EITHER = {"Nationality", "Location"}


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file of the shared data."""
    return [json.loads(line) for line in (SHARED / "data" / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def actors_of(text: str, actors: ActorList) -> Document:
    """A document with its actors found, nothing else."""
    document = Document(Report(text=text), sentences=split_sentences(text))
    document.actors = find_actors(document, actors)
    return document


def matched(predicted: list[tuple[int, int]], gold: list[tuple[int, int]]) -> dict[int, int]:
    """Gold index to predicted index, one to one, in text order, the closest overlap first."""
    pairs = sorted(
        (-(min(p[1], g[1]) - max(p[0], g[0])) / max(p[1] - p[0], g[1] - g[0]), i, j)
        for i, p in enumerate(predicted)
        for j, g in enumerate(gold)
        if p[0] < g[1] and g[0] < p[1]
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in pairs:
        if j not in taken and i not in used:
            taken[j] = i
            used.add(i)
    return taken


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list what was missed and what was too much")
    options = parser.parse_args()
    actors = ActorList.open()
    gold = {row["id"]: row["entities"] for row in rows("re3d_dev.entities.gold.jsonl")}
    hits = predicted = wanted = named = named_hits = neutral = 0
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for report in rows("re3d_dev.reports.jsonl"):
        entities = gold[report["id"]]
        right = [(one["start"], one["end"]) for one in entities if one["type"] in ACTORS]
        other = [(one["start"], one["end"]) for one in entities if one["type"] in EITHER]
        found = [(one.start, one.end) for one in actors_of(report["text"], actors).actors]
        pairs = matched(found, right)
        used = set(pairs.values())
        loose = [span for i, span in enumerate(found) if i not in used]
        # an actor inside a gold mention that is matched already, or one that re3d calls a nationality, counts neither way
        judged = [span for span in loose if not any(a < span[1] and span[0] < b for a, b in right + other)]
        neutral += len(loose) - len(judged)
        hits += len(pairs)
        predicted += len(pairs) + len(judged)
        wanted += len(right)
        for j, span in enumerate(right):
            text = report["text"][span[0] : span[1]]
            if any(
                word[:1].isupper()
                for word in text.split()
                if word.lower() not in ("the", "we", "i", "a", "it", "he", "they", "our")
            ):
                named += 1
                named_hits += j in pairs
            if j not in pairs:
                missed[text] += 1
        extra.update(report["text"][a:b] for a, b in judged)
    precision, recall = hits / max(1, predicted), hits / max(1, wanted)
    print(
        f"actors: P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}  "
        f"(gold {wanted}, found {predicted}, set aside {neutral})  named recall {named_hits / named:.3f} of {named}"
    )
    if options.errors:
        print("missed:", *(f"{text!r} {count}" for text, count in missed.most_common()), sep="\n  ")
        print("too much:", *(f"{text!r} {count}" for text, count in extra.most_common()), sep="\n  ")


if __name__ == "__main__":
    main()
