"""Robustness: reports cut, shuffled, soiled and blown up, read one by one; nothing may crash, hang or break the contract.

    python -m evals.fuzz [--number 2000] [--seed 20241130] [--limit 5] [--keep FILE]

Each mutated report is read under an alarm of --limit seconds of processor time. Refused (empty, binary, too long) is a right
answer and counted apart; a crash is any error that isn't Marsad's own. The lines are then checked by the shared contract checker,
and the lot is read once more as one batch, where every report must come back in its place. Exit status 1 where anything failed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from marsad.errors import MarsadError
from marsad.extraction import read_all
from marsad.model import Reading, Report
from marsad.reading import Reader, failure

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("MARSAD_SHARED", HERE.parent.parent / "shared"))
SETS = ("fakes_dev", "re3d_dev", "geo_geovirus", "plover", "petrarch_news", "petrarch_units", "meantime")
OTHERS = "قُتل خمسة في حلب, ударили по городу, 十二人が死亡, 다섯 명, นักรบ, ሰላም, হামলা, ‏שלום"
SIGNS = (
    "\x00\x01\x07\x08\x1b\x7f\x85\u200b\u200e\u202a\u202e\u2028\u2029\u2066\ufeff\ufffd\U0001f4a3\U0001f1f8\U0001f1fe\u0301\u20dd"
)
Mutation = Callable[[random.Random, str], str]


class Hung(Exception):
    """The alarm went off."""


def _cut(rng: random.Random, text: str) -> str:
    first, last = sorted(rng.sample(range(len(text) + 1), 2)) if text else (0, 0)
    return text[first:last]


def _shuffled_words(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


def _shuffled_signs(rng: random.Random, text: str) -> str:
    signs = list(text)
    for _ in range(max(1, len(signs) // 10)):
        a, b = rng.randrange(len(signs)), rng.randrange(len(signs))
        signs[a], signs[b] = signs[b], signs[a]
    return "".join(signs)


def _wrong_bytes(rng: random.Random, text: str) -> str:
    raw = bytearray(text.encode("utf-8", "replace"))
    for _ in range(max(1, len(raw) // 50)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return raw.decode(
        *rng.choice([("utf-8", "replace"), ("utf-8", "surrogateescape"), ("cp1252", "replace"), ("utf-16-le", "replace")])
    )


def _strewn(signs: str) -> Mutation:
    def mutate(rng: random.Random, text: str) -> str:
        parts = list(text)
        for _ in range(max(1, len(parts) // 25)):
            parts.insert(rng.randrange(len(parts) + 1), rng.choice(signs))
        return "".join(parts)

    return mutate


def _html(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    tags = [
        "<p>",
        "</div>",
        "<a href='x?a=1&b=2'>",
        "<br/>",
        "<script>if(a<b){x()}</script>",
        "&nbsp;",
        "&#8217;",
        "&#9999999;",
        "<!-- -->",
        "<",
        ">",
        "&",
        "<style>.a{",
        "<![CDATA[",
    ]
    for _ in range(max(1, len(words) // 8)):
        words.insert(rng.randrange(len(words) + 1), rng.choice(tags))
    return rng.choice(["", "<!doctype html><html><body>"]) + " ".join(words)


def _big_numbers(rng: random.Random, text: str) -> str:
    numbers = [
        "9" * 400,
        "1,000,000,000,000,000",
        "-5",
        "0",
        "1e999",
        "3.14.15",
        "٣٤",
        "½",
        "10-5",
        "between 9 and 3",
        "the year 99999",
        "40000000 kilometers southwest",
        "at least at least 5",
        "February 30",
        "2024-13-45",
        "25:61",
        "a hundred thousand million",
    ]
    words = text.split(" ")
    for _ in range(max(1, len(words) // 10)):
        words[rng.randrange(len(words))] = rng.choice(numbers)
    return " ".join(words)


def _nested_quotes(rng: random.Random, text: str) -> str:
    quotes = ['"', "'", "“", "”", "‘", "’", "«", "»", "((", "))", "[", "]", "``"]
    words = [rng.choice(quotes) * rng.randrange(4) + word for word in text.split(" ")]
    return rng.choice(['"' * 200, "(" * 300, ""]) + " ".join(words)


def _no_spaces(rng: random.Random, text: str) -> str:
    return text.replace(" ", rng.choice(["", "\u00a0", "_", "-", "\t"]))


def _only_signs(rng: random.Random, text: str) -> str:
    return "".join(rng.choice(".,;:!?-—\"'()[]…/\\|*#@$%^&~`<> \n") for _ in range(min(len(text), 3000) or 50))


def _long(rng: random.Random, text: str) -> str:
    return (text.replace("\n", " ") + " ") * (rng.choice([5_000, 20_000, 60_000]) // (len(text) + 1) + 1)


def _million(rng: random.Random, text: str) -> str:
    unit = rng.choice(["a", "killed ", "\u00e9", text[:40] or "x", "(", ". "])
    return (unit * (1_000_000 // len(unit) + 1))[:1_000_000]


def _one_word(rng: random.Random, text: str) -> str:
    return rng.choice(["a", "9", "-", ".", "killed-", "al-", "and "]) * rng.choice([1, 500, 30_000])


def _lists(rng: random.Random, text: str) -> str:
    words = text.split()
    return ", ".join(rng.choice(words or ["x"]) for _ in range(600)) + " and " + " and ".join(words[:200])


MUTATIONS: dict[str, Mutation] = {
    "cut": _cut,
    "doubled": lambda rng, text: text + text,
    "reversed": lambda rng, text: text[::-1],
    "shuffled words": _shuffled_words,
    "shuffled signs": _shuffled_signs,
    "wrong bytes": _wrong_bytes,
    "control signs": _strewn(SIGNS),
    "lone surrogates": _strewn("\ud800\udfff\udc80"),
    "nulls": _strewn("\x00"),
    "emoji": _strewn("💣🔥👩‍👩‍👧‍👦🏳️‍🌈"),
    "right-to-left": lambda rng, text: "\u202e" + text[: len(text) // 2] + "\u202c\u2067" + text[len(text) // 2 :],
    "mixed scripts": lambda rng, text: "\n".join(
        x for pair in zip(text.split("\n"), OTHERS.split(", ") * 99, strict=False) for x in pair
    ),
    "full width": lambda rng, text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and rng.random() < 0.3 else c for c in text),
    "html": _html,
    "big numbers": _big_numbers,
    "nested quotes": _nested_quotes,
    "no spaces": _no_spaces,
    "no full stops": lambda rng, text: text.replace(".", " ").replace("\n", " "),
    "lower case": lambda rng, text: text.lower(),
    "upper case": lambda rng, text: text.upper(),
    "lines broken": lambda rng, text: text.replace(" ", "\n"),
    "only signs": _only_signs,
    "one word": _one_word,
    "lists": _lists,
    "long": _long,
    "a million signs": _million,
}
RARE = {"long", "a million signs"}


def reports() -> list[Report]:
    """The reports that are mutated: the shared sets, the bundled ones and the benchmark's development half."""
    files = [SHARED / "data" / f"{name}.reports.jsonl" for name in SETS] + [HERE / "facts" / "dev" / "reports.jsonl"]
    rows = [json.loads(line) for file in files if file.exists() for line in file.read_text(encoding="utf-8").split("\n") if line]
    return [Report(text=row["text"], id=row["id"], published=row.get("published")) for row in rows]


def mutated(number: int, seed: int) -> Iterator[tuple[str, Report]]:
    """(kinds, report): each of `number` reports changed in one to three ways."""
    rng = random.Random(seed)
    sources = reports()
    names = sorted(MUTATIONS)
    for i in range(number):
        source = rng.choice(sources)
        kinds = [names[i % len(names)], *rng.sample([name for name in names if name not in RARE], rng.choice([0, 0, 1, 2]))]
        text = source.text
        for kind in kinds if kinds[0] not in RARE or rng.random() < 0.2 else kinds[1:]:
            text = MUTATIONS[kind](rng, text) if text else text
        published = rng.choice([source.published, None, "2024-11-30", "9999-12-31", "0001-01-01", "yesterday"])
        yield " + ".join(kinds), Report(text=text, id=f"fuzz-{i}", published=published)


def read_one(reader: Reader, report: Report, limit: float) -> tuple[str, Any, float]:
    """(outcome, line or trace, seconds): read, refused, crashed or hung."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        reading = reader.read_report(report)
        line: Any = msgspec.json.encode(reading)
        outcome = "read"
    except MarsadError as error:
        outcome, line = "refused", msgspec.json.encode(failure(report.id, error))
    except Hung:
        outcome, line = "hung", traceback.format_exc(limit=-6)
    except Exception:
        outcome, line = "crashed", traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return outcome, line, time.process_time() - began


def _alarm(*_: object) -> None:
    raise Hung


def sound(text: str) -> str:
    """The text as the reader takes it: lone surrogates, which no file can hold, are replacement characters."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def contract(lines: list[bytes], read: list[Report], folder: Path) -> str:
    """What the contract checker says of the lines; "" where all is well."""
    out, source = folder / "fuzz.out.jsonl", folder / "fuzz.reports.jsonl"
    out.write_bytes(b"\n".join(lines) + b"\n")
    source.write_text(
        "".join(json.dumps({"id": report.id, "text": sound(report.text)}) + "\n" for report in read), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, SHARED / "score" / "anchors.py", out, "--reports", source], capture_output=True, text=True
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def batch_holds(reader: Reader, items: list[Report]) -> bool:
    """Whether the whole lot as one batch gives each report its line, in order."""
    ids = [json.loads(line)["report"]["id"] for line in read_all(items, reader=reader)]
    return ids == [item.id for item in items]


def main() -> int:
    """Run it; prints the counts, 1 where anything failed."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20241130)
    parser.add_argument("--limit", type=float, default=5.0)
    parser.add_argument("--keep", type=Path, help="where to write the reports that failed")
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, _alarm)
    reader = Reader()
    reader.read("A first report, so that everything is loaded.")
    counts: Counter[str] = Counter()
    bad: list[dict[str, Any]] = []
    lines, items, times, claims = [], [], [], 0
    for kinds, report in mutated(options.number, options.seed):
        outcome, line, seconds = read_one(reader, report, options.limit)
        counts[outcome] += 1
        times.append((seconds, f"{report.id} ({kinds}, {len(report.text):,} characters)"))
        items.append(report)
        if outcome in ("read", "refused"):
            lines.append(line)
            claims += len(msgspec.json.decode(line, type=Reading).claims) if outcome == "read" else 0
        else:
            bad.append({"id": report.id, "kinds": kinds, "outcome": outcome, "text": report.text, "published": report.published})
            print(f"{report.id} {outcome}: {kinds}\n{line}")
    with tempfile.TemporaryDirectory() as folder:
        broken = contract(lines, items, Path(folder))
    failed = {row["id"] for row in bad}
    together = batch_holds(reader, [item for item in items if len(item.text) < 20_000 and item.id not in failed])
    print(f"{options.number} reports, {claims} claims: {dict(counts)}")
    for seconds, what in sorted(times, reverse=True)[:5]:
        print(f"{seconds:6.2f} s  {what}")
    print(broken or "every line keeps the contract")
    print("a batch keeps every report in its place" if together else "A BATCH LOST A REPORT")
    if options.keep and bad:
        options.keep.write_text("".join(json.dumps(row) + "\n" for row in bad), encoding="utf-8")
    return int(bool(bad or broken or not together))


if __name__ == "__main__":
    sys.exit(main())
