"""The record at size: loading, matching, tolls, one more report, and death at random moments; writes bench/store.md.

    python -m bench.store [--reports N] [--kills N] [--keep FOLDER]

One command for all of it. The record stays in FOLDER, and a run that was stopped goes on where it was: the full one takes an hour
or more. Beside the clock stands the time of the processor, for on a shared machine the clock also tells what others do.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bench.varied import FIRST, PLACES, Base, batches, bundled, days_of, varied
from marsad.grouping import Groups
from marsad.model import Reading
from marsad.observatory import Observatory
from marsad.store import Store, Wanted
from marsad.taking import signing

HERE = Path(__file__).parent
LOT = 500
"""Reports that are loaded, and acknowledged, together."""
KILL_LOT = 20
OFTEN = 5000
"""Reports after which it says how far it is."""
Row = tuple[str, str]


class Span(msgspec.Struct):
    """A stretch of work: how much was done, in how many seconds of the clock and of the processor."""

    done: int = 0
    clock: float = 0.0
    worked: float = 0.0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Add what is done inside."""
        clock, worked = time.perf_counter(), time.process_time()
        yield
        self.clock += time.perf_counter() - clock
        self.worked += time.process_time() - worked


class State(msgspec.Struct):
    """What was measured up to now, kept beside the record."""

    loading: list[Span] = []
    signing: list[Span] = []
    matching: list[Span] = []
    load: list[float] = []
    kills: Row | None = None


class Run:
    """A measurement, taken up again where it stopped."""

    def __init__(self, folder: Path, reports: int) -> None:
        self.folder, self.reports, self.days = folder, reports, days_of(reports)
        self._file = folder / "measured.json"
        folder.mkdir(parents=True, exist_ok=True)
        self.state = msgspec.json.decode(self._file.read_bytes(), type=State) if self._file.exists() else State()
        record = folder / "record"
        self.observatory = Observatory(Store.open(record) if record.exists() else Store.create(record))
        self.base = bundled()

    @property
    def store(self) -> Store:
        """The record."""
        return self.observatory.store

    def note(self) -> None:
        """Keep what was measured."""
        self._file.write_bytes(msgspec.json.encode(self.state))

    def tell(self, what: str, spans: list[Span]) -> None:
        """Say how far it is, how fast it was, and how busy the machine is."""
        self.state.load.append(os.getloadavg()[0])
        at, busy = time.strftime("%H:%M:%S"), self.state.load[-1]
        print(f"{at} {what}: {rates(spans[-10:])}; load {busy:.1f}", file=sys.stderr, flush=True)

    def load(self) -> None:
        """Load the reports that the record lacks, and sign their texts."""
        maker, state = signing(), self.state
        there = sum(1 for _ in self.store.reports())
        for last, items in batches(self.base, self.reports, self.days, LOT, there):
            loading, signed = Span(), Span()
            with loading.timed():
                self.store.append(items, who="bench")
            loading.done = sum(len(item.claims) for item in items if isinstance(item, Reading))
            with signed.timed():
                while maker and (some := self.store.sign(maker)):
                    signed.done += some
            state.loading.append(loading)
            state.signing.append(signed)
            self.note()
            if last % OFTEN == 0:
                self.tell(f"{last} reports loaded, claims a second", state.loading)

    def match(self) -> None:
        """Match what waits."""
        grouping, spans = Groups(), self.state.matching
        while True:
            span = Span()
            with span.timed():
                span.done = self.store.match(grouping, most=200)
            if not span.done:
                break
            spans.append(span)
            self.note()
            if len(spans) % (OFTEN // 200) == 0:
                self.tell(f"{sum(span.done for span in spans)} reports matched, a second", spans)


def rates(spans: list[Span]) -> str:
    """Clock: of the lots the median, and the twentieth from the slow end; processor: all together."""
    clock = sorted(span.done / span.clock for span in spans if span.done)
    if not clock:
        return "-"
    worked = sum(span.done for span in spans) / sum(span.worked for span in spans)
    return f"{statistics.median(clock):.0f}, {clock[len(clock) // 20]:.0f}, {worked:.0f}"


def timings(clock: list[float], worked: list[float], form: str = ".0f") -> str:
    """Clock: median and 95th in a hundred; processor: the same."""
    slow = int(len(clock) * 0.95)
    found = (statistics.median(clock), sorted(clock)[slow], statistics.median(worked), sorted(worked)[slow])
    return ", ".join(f"{one:{form}}" for one in found)


def asked(questions: list[Callable[[], object]], scale: float = 1000) -> tuple[list[float], list[float], list[object]]:
    """Each question's time of the clock and of the processor, and its answer."""
    clock, worked, answers = [], [], []
    for question in questions:
        begun, before = time.perf_counter(), time.process_time()
        answers.append(question())
        clock.append((time.perf_counter() - begun) * scale)
        worked.append((time.process_time() - before) * scale)
    return clock, worked, answers


def tolls(run: Run) -> list[Row]:
    """How long the tolls of a place and a period take: fetched and counted."""
    rows, dice = [], random.Random(1)
    kinds = (("the busiest place, a month", range(1), 31), ("any place, a month", range(PLACES), 31),
             ("any place, a year", range(PLACES), 365))  # fmt: skip
    for name, places, length in kinds:
        questions = []
        for _ in range(40):
            begin = FIRST + timedelta(days=dice.randrange(max(1, run.days - length)))
            start, end = begin.isoformat(), (begin + timedelta(days=length)).isoformat()
            wanted = Wanted(place=f"geonames:{dice.choice(places)}", outcome="killed", start=start, end=end)
            questions.append(lambda wanted=wanted: run.observatory.tolls(wanted))
        clock, worked, found = asked(questions)
        rows.append((f"tolls of {name} ({statistics.median(map(len, found)):.0f} rows), ms", timings(clock, worked)))  # type: ignore[arg-type]
    return rows


def one_more(run: Run) -> list[Row]:
    """A report with its reading, and then a text that has to be read: kept, matched, and its tolls counted."""
    first = 10**7 + run.store.head().seq
    coming = [varied(run.base, number, run.days) for number in range(first, first + 30)]
    texts = [
        replace(report, published=(FIRST + timedelta(days=number)).isoformat()) for number, (report, _) in enumerate(run.base)
    ]
    run.observatory.reader.read_report(texts[-1])
    run.observatory.settle()

    def read_already(number: int) -> None:
        report, reading = coming[number]
        run.store.append([report, reading])
        run.observatory.tolls(Wanted(report=report.report.id))

    def in_words(number: int) -> None:
        added = run.observatory.add_text(f"{texts[number].text}\n{first}", published=texts[number].published)
        run.observatory.tolls(Wanted(report=added.id))

    rows = []
    for name, work, numbers in (
        ("one more report, kept, matched and counted, s", read_already, range(30)),
        ("one more text, read, sought among all for copies, kept, matched and counted, s", in_words, range(len(texts) - 1)),
    ):
        clock, worked, _ = asked([lambda number=number, work=work: work(number) for number in numbers], 1)
        rows.append((name, timings(clock, worked, ".2f")))
    return rows


def kills(times: int, base: Base) -> Row:
    """Kill an import at random moments, of adding and of matching; it goes on each time where its last acknowledged lot ended."""
    with tempfile.TemporaryDirectory() as folder:
        Store.create(Path(folder) / "o").close()
        (Path(folder) / "base.json").write_bytes(msgspec.json.encode(base))
        acknowledged, dice, grown, matched = 0, random.Random(7), 0, 0
        for _ in range(times):
            begun, said = killed(folder, acknowledged, dice.random() * 2)
            before, acknowledged = acknowledged, max([acknowledged, *said])
            with Observatory.open(Path(folder) / "o") as observatory:
                there = sum(1 for _ in observatory.store.reports())
                unread = sum(1 for _ in observatory.store.reports(unread=True))
                if there < acknowledged or there % KILL_LOT or unread:
                    raise SystemExit(f"killed: {acknowledged} acknowledged, {there} there, {unread} half")
                matched += observatory.settle() > 0
            grown += begun and acknowledged > before
        with Observatory.open(Path(folder) / "o") as observatory:
            if problems := observatory.verify():
                raise SystemExit(f"killed: {problems[:3]}")
    said = f"nothing lost, nothing half, in {there} reports; rebuilt and matched from nothing the record is the same bytes"
    return f"kill -9 at {times} random moments of an import ({grown} amid lots, {matched} with reports left to match)", said


def killed(folder: str, start: int, after: float) -> tuple[bool, list[int]]:
    """An import that dies `after` seconds; whether it had begun, and what it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.store", "--import-into", f"{folder}/o", str(start)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    begun = child.stdout.readline() == "begun\n"
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    said = [int(line) for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    child.wait()
    return begun, said


def import_into(folder: str, start: int) -> None:
    """The import that is killed: a line once it has begun, and how many reports there are whenever a lot is acknowledged."""
    base = msgspec.json.decode((Path(folder).parent / "base.json").read_bytes(), type=Base)
    with Observatory.open(folder) as observatory:
        print("begun", flush=True)
        for last, items in batches(base, 10**9, 30, KILL_LOT, start):
            observatory.store.append(items, who="bench")
            print(last, flush=True)
            observatory.settle()


def measure(run: Run, times: int) -> list[Row]:
    """All the figures, in the order of the issue's sentence."""
    run.load()
    run.match()
    total = sum(count.number for count in run.store.counts("kind").rows)
    state, record = run.state, sum(file.stat().st_size for file in (run.folder / "record").glob("record.db*"))
    rows = [
        ("claims on record; bytes a claim, the log and all tables together", f"{total}; {record / total:.0f}"),
        (f"claims loaded a second, in lots of {LOT} reports: median, slow, processor", rates(state.loading)),
        ("texts signed a second, by which copies are known: median, slow, processor", rates(state.signing)),
        ("reports matched a second, after loading: median, slow, processor", rates(state.matching)),
        *tolls(run), *one_more(run),
    ]  # fmt: skip
    if times and state.kills is None:
        state.kills = kills(times, run.base)
        run.note()
    return [*rows, *([state.kills] if state.kills else [])]


def written(run: Run, rows: list[Row]) -> str:
    """bench/store.md."""
    busy = run.state.load
    load = f"load {min(busy):.1f} to {max(busy):.1f} meanwhile" if busy else "load not noted"
    return "\n".join(
        (
            "# The record at size",
            "",
            f"`python -m bench.store --reports {run.reports}`: the bundled reports, varied over {run.days} days and {PLACES}",
            f"places in ten countries, a few of which have most of the war. Two cores, {load}: the clock tells of others, too.",
            "",
            "Rates: of all lots the median and the 5th in a hundred by the clock, then the mean by the processor.",
            "Times: the median and the 95th in a hundred by the clock, then the same two by the processor.",
            "",
            "| | |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in rows),
            "",
        )
    )


def main() -> None:
    """Measure and write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the record lies (a passing folder)")
    parser.add_argument("--import-into", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.import_into:
        import_into(options.import_into[0], int(options.import_into[1]))
        return
    run = Run(options.keep or Path(tempfile.gettempdir()) / f"marsad-bench-{options.reports}", options.reports)
    text = written(run, measure(run, options.kills))
    run.observatory.close()
    print(text)
    (HERE / "store.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
