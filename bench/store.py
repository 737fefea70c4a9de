"""The store at scale: loading, questions, one more report, checking, and death at random moments; writes bench/store.md.

    python -m bench.store [--reports N] [--days N] [--kills N] [--database URL] [--keep FOLDER]

The reports are the bundled ones, varied in place, day and figure: a hundred thousand of them make about a million claims.
"""

from __future__ import annotations

import argparse
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import msgspec
from msgspec.structs import replace

from marsad.model import Claim, Figure, Reading, Report
from marsad.observatory import Observatory
from marsad.store import Incoming, Item, Store, Wanted

HERE = Path(__file__).parent
PLACES, DAYS, BATCH = 2000, 1000, 100
CHECKED = 2000
"""Reports up to which the whole record is verified and rebuilt, too: that matches everything from nothing."""
COUNTRIES = ("SY", "UA", "SD", "MM", "YE", "ML", "CD", "IQ", "SO", "AF")
"""Each has a tenth of the places, spread over five degrees by seven."""
FIRST = date(2022, 3, 1)


def bundled() -> list[tuple[Report, Reading]]:
    """The demonstration's reports, read."""
    from marsad.reading import Reader  # slow to import, and the imports that are killed don't need it

    lines = files("marsad").joinpath("demo/reports/aleppo2024.jsonl").read_bytes().splitlines()
    reports = [msgspec.json.decode(line, type=Report) for line in lines if line]
    return [
        (report, reading)
        for report, reading in zip(reports, Reader().read_many(reports), strict=True)
        if isinstance(reading, Reading)
    ]


def varied(base: list[tuple[Report, Reading]], number: int) -> tuple[Incoming, Reading]:
    """Report `number`: one of the bundled, at another place and day, with other figures. A few places have most of the war."""
    dice = random.Random(number)
    report, reading = base[number % len(base)]
    place, day = int(PLACES * dice.random() ** 3), FIRST + timedelta(days=dice.randrange(DAYS))
    report = replace(report, id=f"r{number}", text=f"{report.text}\n{number}", published=day.isoformat())
    head = replace(reading.report, id=report.id, sha256=report.sha256, published=report.published)
    claims = tuple(moved(claim, number, place, day, dice) for claim in reading.claims)
    return Incoming(report=report, original=report.text.encode()), replace(reading, report=head, claims=claims)


def moved(claim: Claim, number: int, place: int, day: date, dice: random.Random) -> Claim:
    """The claim there and then."""
    changes: dict[str, object] = {"id": sha256(f"{number} {claim.id}".encode()).hexdigest()[:16]}
    if claim.where is not None:
        spread, number = random.Random(place), place % len(COUNTRIES)
        there = {"lat": 5.0 * number + 5 * spread.random() - 20, "lon": 8.0 * number + 7 * spread.random()}
        there |= {"country": COUNTRIES[number], "adm1": f"Province {place % 14}"}
        changes["where"] = replace(claim.where, id=f"geonames:{place}", name=f"Place {place}", **there)
    if claim.when is not None:
        changes["when"] = replace(claim.when, start=(day - timedelta(days=dice.randrange(3))).isoformat(), end=day.isoformat())
    if getattr(claim, "figure", None) is not None:
        changes["figure"] = Figure.exact(dice.randrange(1, 400))
    return replace(claim, **changes)


def batches(base: list[tuple[Report, Reading]], reports: int, start: int = 0) -> Iterator[tuple[int, list[Item]]]:
    """Number of the last report, and reports with their readings."""
    for first in range(start, reports, BATCH):
        last = min(first + BATCH, reports)
        yield last, [item for number in range(first, last) for item in varied(base, number)]


def load(store: Store, reports: int) -> tuple[int, float, float]:
    """Load what is lacking: claims, seconds spent in the store, and seconds of processor in it."""
    claims, spent, worked = 0, 0.0, 0.0
    for last, items in batches(bundled(), reports, sum(1 for _ in store.reports())):
        begun, before = time.perf_counter(), time.process_time()
        store.append(items, who="bench")
        spent += time.perf_counter() - begun
        worked += time.process_time() - before
        claims += sum(len(item.claims) for item in items if isinstance(item, Reading))
        if last % 5000 == 0:
            print(f"  {last} reports: {claims / spent:.0f} claims a second, {claims / worked:.0f} of processor", file=sys.stderr)
    return claims, spent, worked


def settled(observatory: Observatory) -> tuple[str, str]:
    """How many reports are matched a second."""
    begun, before, done = time.perf_counter(), time.process_time(), 0
    while some := observatory.store.match(observatory._grounds.grouping, most=200):
        done += some
        if done % 5000 < some:
            print(
                f"  {done} matched: {(time.process_time() - before) / done * 1000:.1f} ms of processor a report", file=sys.stderr
            )
    spent, worked = time.perf_counter() - begun, time.process_time() - before
    rate = f"{done / spent:.0f}, {done / worked:.0f}" if done else "none waited"
    return "reports matched a second, after the import: of the clock, of the processor", rate


def questions(observatory: Observatory) -> list[tuple[str, str]]:
    """How long `Observatory.tolls` of a place and period takes: fetched, matched, counted."""
    rows = []
    dice = random.Random(1)
    for name, places, days in (
        ("busiest place, a month", range(1), 31),
        ("any place, a year", range(PLACES), min(365, DAYS - 1)),
    ):
        spent, worked, found = [], [], []
        for _ in range(40):
            begin = FIRST + timedelta(days=dice.randrange(max(1, DAYS - days)))
            start, end = begin.isoformat(), (begin + timedelta(days=days)).isoformat()
            wanted = Wanted(place=f"geonames:{dice.choice(places)}", outcome="killed", start=start, end=end)
            begun, before = time.perf_counter(), time.process_time()
            found.append(len(observatory.tolls(wanted)))
            spent.append((time.perf_counter() - begun) * 1000)
            worked.append((time.process_time() - before) * 1000)
        slow = sorted(spent)[int(len(spent) * 0.95)]
        what = f"tolls, {name} ({statistics.median(found):.0f} rows), ms: median, 95 %, median of processor"
        rows.append((what, f"{statistics.median(spent):.1f}, {slow:.1f}, {statistics.median(worked):.1f}"))
    return rows


def pages(observatory: Observatory) -> list[tuple[str, str]]:
    """How long the desk's pages take, ms of the clock and of the processor."""
    asked = {
        "reports": lambda: observatory.reports_page(),
        "inbox": lambda: observatory.inbox(),
        "incidents": lambda: observatory.incidents(),
        "search": lambda: observatory.search("shelling"),
        "places": lambda: observatory.store.counts("place"),
        "control, all places": lambda: observatory.control(),
    }
    rows = []
    for name, ask in asked.items():
        begun, before = time.perf_counter(), time.process_time()
        ask()
        spent = f"{(time.perf_counter() - begun) * 1000:.0f}, {(time.process_time() - before) * 1000:.0f}"
        rows.append((f"page: {name}, ms: of the clock, of the processor", spent))
    return rows


def timed(name: str, work: object) -> tuple[str, str]:
    """Seconds of a call."""
    begun = time.perf_counter()
    found = work() if callable(work) else None
    if found:
        raise SystemExit(f"{name}: {found[:3]}")
    return name, f"{time.perf_counter() - begun:.1f}"


def one_more(observatory: Observatory, reports: int) -> list[tuple[str, str]]:
    """A single report with its reading: acknowledged, matched, and the tolls that it bears on counted."""
    base, store = bundled(), observatory.store
    spent, worked = [], []
    first = reports + 10**7 + store.head().seq
    for number in range(first, first + 30):
        report, reading = varied(base, number)
        begun, before = time.perf_counter(), time.process_time()
        store.append([report, reading])
        observatory.settle()
        observatory.tolls(Wanted(report=report.report.id))
        spent.append(time.perf_counter() - begun)
        worked.append(time.process_time() - before)
    what = "one more report, kept, matched and counted, s: median, slowest, median of processor"
    return [(what, f"{statistics.median(spent):.2f}, {max(spent):.2f}, {statistics.median(worked):.2f}")]


def kills(times: int) -> tuple[str, str]:
    """Kill an import at random moments; it goes on each time where its last acknowledged batch ended."""
    with tempfile.TemporaryDirectory() as folder:
        Store.create(Path(folder) / "o").close()
        (Path(folder) / "base.json").write_bytes(msgspec.json.encode(bundled()))
        acknowledged, dice, grown = 0, random.Random(7), 0
        for _ in range(times):
            child = subprocess.Popen(
                [sys.executable, "-m", "bench.store", "--import-into", f"{folder}/o", str(acknowledged)],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(dice.random() * 2)
            child.send_signal(signal.SIGKILL)
            said = [int(line) for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
            child.wait()
            before, acknowledged = acknowledged, max([acknowledged, *said])
            with Store.open(Path(folder) / "o") as store:
                there = sum(1 for _ in store.reports())
                unread = sum(1 for _ in store.reports(unread=True))
                if there < acknowledged or there % BATCH or unread:
                    raise SystemExit(f"killed: {acknowledged} acknowledged, {there} there, {unread} half")
            grown += acknowledged > before
        with Observatory.open(Path(folder) / "o") as observatory:
            problems = observatory.verify()
            if problems:
                raise SystemExit(f"killed: {problems[:3]}")
    return f"kill -9 at random moments of an import: {times} ({grown} amid batches)", "nothing lost, nothing half"


def import_into(folder: str, start: int) -> None:
    """The import that is killed: a line once it has begun, and the number of the last report whenever a batch is acknowledged."""
    base = msgspec.json.decode((Path(folder).parent / "base.json").read_bytes(), type=list[tuple[Report, Reading]])
    with Observatory.open(folder) as observatory:
        for last, items in batches(base, 10**9, start):
            if last == start + BATCH:
                print("begun", flush=True)
            observatory.store.append(items, who="bench")
            print(last, flush=True)
            observatory.settle()


def measure(observatory: Observatory, reports: int, record: Path) -> tuple[int, list[tuple[str, str]]]:
    """The claims that the record holds in the end, and the figures."""
    store = observatory.store
    claims, spent, worked = load(store, reports)
    rate = f"{claims / spent:.0f}, {claims / worked:.0f}" if claims else "loaded before"
    rows = [("claims a second, loading: of the clock, of the processor", rate), settled(observatory)]
    total = sum(count.number for count in store.counts("kind").rows)
    rows += [*questions(observatory), *pages(observatory), *one_more(observatory, reports)]
    if record.exists():
        rows.append(("record, bytes a claim", f"{record.stat().st_size / total:.0f}"))
    print(rows, file=sys.stderr)
    if reports <= CHECKED:
        rows += [timed("verify, matching included, s", observatory.verify), timed("rebuild, s", store.rebuild)]
    return total, rows


def main() -> None:
    """Measure and write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=DAYS, help="over so many days: fewer reports in fewer days are as dense")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="the store, taken up again where it is there")
    parser.add_argument("--import-into", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    globals()["DAYS"] = options.days
    if options.import_into:
        import_into(options.import_into[0], int(options.import_into[1]))
        return
    with tempfile.TemporaryDirectory() as passing:
        folder = options.keep or Path(passing) / "o"
        store = Store.open(folder) if folder.exists() else Store.create(folder, database=options.database)
        with Observatory(store) as observatory:
            total, rows = measure(observatory, options.reports, folder / "record.db")
    if options.kills:
        rows.append(kills(options.kills))
    lines = ["# The store", "", f"`python -m bench.store`; {options.reports} reports, {total} claims; two cores, shared.", ""]
    lines += ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    print("\n".join(lines))
    if not options.database:
        (HERE / "store.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
