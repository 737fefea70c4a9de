"""Robustness: every example of the corpora, broken off behind each of its words; a rule that looks at the next word has none.

    python -m evals.cuts [--workers 2]

The tests read a fifth of the examples at one word each; this reads them all at all (some forty thousand texts) and prints each
error once, with the first text that met it. Exit status 1 where there was one.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files

import yaml

from marsad.errors import InputError
from marsad.reading import Reader


def examples(node: object) -> Iterator[str]:
    """Whatever has several words in a corpus: its examples, and what they give."""
    if isinstance(node, str):
        yield from [node] if node.count(" ") > 3 else []
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from examples(one)


def corpus_texts() -> list[str]:
    """The examples of all corpora, each once, in the order of the alphabet."""
    corpora = (files("marsad.reading.language.en") / "corpus").iterdir()
    return sorted({text for file in corpora for text in examples(yaml.safe_load(file.read_text(encoding="utf-8")))})


def cuts(texts: list[str]) -> list[str]:
    """Each text cut behind each of its words, without the sign that closes it there, each once."""
    found: dict[str, None] = {}
    for text in texts:
        words = text.split(" ")
        found |= {" ".join(words[:end]).rstrip(",."): None for end in range(1, len(words) + 1)}
    return [text for text in found if text.strip()]


def errors_in(texts: list[str]) -> dict[str, list[str]]:
    """What went wrong, by error and line of code: the texts that met it."""
    reader = Reader()
    found: dict[str, list[str]] = {}
    for text in texts:
        try:
            reading = reader.read(text, published="2024-11-30")
            for anchor in (anchor for claim in reading.claims for anchor in claim.anchors):
                assert text[anchor.start : anchor.end] == anchor.text != ""
        except InputError:
            continue
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            found.setdefault(f"{type(error).__name__} at {last.filename.rsplit('/', 1)[-1]}:{last.lineno}", []).append(text)
    return found


def main() -> None:
    """Read all cuts and say which of them broke the reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    texts = cuts(corpus_texts())
    lots = [texts[k :: args.workers] for k in range(args.workers)]
    counted: Counter[str] = Counter()
    first: dict[str, str] = {}
    with ProcessPoolExecutor(args.workers) as pool:
        for found in pool.map(errors_in, lots):
            for error, met in found.items():
                counted[error] += len(met)
                first.setdefault(error, met[0])
    print(f"{len(texts)} texts, {sum(counted.values())} broke the reader")
    for error, number in counted.most_common():
        print(f"  {number} x {error}: {first[error]!r}")
    sys.exit(bool(counted))


if __name__ == "__main__":
    main()
