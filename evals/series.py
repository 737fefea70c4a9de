"""The Palestine series as claims: daily and cumulative never mix, and every fall and revision is flagged with its date.

Counts the falls and revisions in the raw files by a few plain lines of its own, and compares their days with the ledger's flags.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from marsad.intake import Arrival, arrivals
from marsad.ledger.series import series
from marsad.ledger.tolls import count
from marsad.model import Known, Toll

SHARED = Path(os.environ.get("MARSAD_SHARED", Path(__file__).parent.parent.parent / "shared"))
Row = dict[str, Any]
UNCODED = {"famine_cum"}  # no toll of people killed


def known_of(path: Path) -> list[Known]:
    """A file's rows as claims."""
    made = []
    for item in arrivals([path]):
        assert isinstance(item, Arrival), item
        report = item.report
        made += [
            Known(
                claim=claim, report=report.id, known_at="2026-09-01T00:00:00Z", published=report.published, outlet=report.source,
                originator=claim.attribution[-1].name if claim.attribution else report.source or report.id,
            )
            for claim in item.claims
        ]  # fmt: skip
    return made


def flat(row: Row, prefix: str = "") -> Row:
    """Nested keys with dots."""
    found: Row = {}
    for key, value in row.items():
        found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


def raw_falls(rows: list[Row], column: str) -> set[str]:
    """Days on which a running total is lower than on the last day that has one (a new phase starts a new count)."""
    days: set[str] = set()
    last: tuple[Any, int] = (None, 0)
    for row in rows:
        number = row.get(column)
        if number is not None:
            if last[0] == row.get("phase") and number < last[1]:
                days.add(row["report_date"])
            last = (row.get("phase"), number)
    return days


def raw_revisions(rows: list[Row], daily: str, total: str) -> set[str]:
    """Days on which the total's step isn't the count of the days since the last total, and the total didn't fall."""
    by_day = {row["report_date"]: row for row in rows}
    days = set()
    for day, row in by_day.items():
        length = max(1, round(row.get("report_period", 24) / 24))
        eve = by_day.get((date.fromisoformat(day) - timedelta(days=length)).isoformat(), {})
        now, then, own = row.get(total), eve.get(total), row.get(daily)
        if None not in (now, then, own) and now >= then and now - then != own:  # type: ignore[operator]
            days.add(day)
    return days


def measure(name: str) -> None:
    """One file's figures."""
    path = SHARED / "data" / f"palestine_{name}_daily.json"
    rows = [flat(row) for row in json.loads(path.read_text("utf-8"))]
    known = known_of(path)
    began = time.perf_counter()
    tallies = count(known, groups={})
    taken = time.perf_counter() - began
    made = series(known, groups={})
    scopes: dict[str, str] = {item.claim.id: item.claim.scope for item in known if isinstance(item.claim, Toll)}
    mixed = sum(
        1 for tally in tallies for entry in (*tally.counted, *tally.set_aside)
        if any(scopes[claim] != tally.scope for claim in entry.claims)
    )  # fmt: skip
    print(f"{name}: {len(known)} claims, {len(tallies)} tallies in {taken:.2f} s")
    print(f"   scopes {dict(Counter(scopes.values()))}; tallies that mix them: {mixed}")
    print(f"   a figure above every claim's own: {sum(_above(tally, known) for tally in tallies)}")
    for flagged in ("falls", "revised"):
        dates = Counter(flag.date for one in made for flag in one.flags if flag.name == flagged)
        shown = ", ".join(sorted(day or "?" for day in dates)[:12])
        print(f"   {flagged}: {sum(dates.values())} flags on {len(dates)} days: {shown}")
    columns = sorted({key for row in rows for key in row if key.split(".")[-1].endswith(("_cum", "_cum_reported"))} - UNCODED)
    for column in columns:
        days = raw_falls(rows, column)
        if days:
            flags = {flag.date for one in made for flag in one.flags if flag.name == "falls"}
            print(f"   falls of {column} in the file: {len(days)}; flagged {len(days & flags)}; not: {sorted(days - flags)[:6]}")
    for daily, total in (("killed", "killed_cum"), ("injured", "injured_cum")):
        days = raw_revisions(rows, daily, total)
        flags = {flag.date for one in made for flag in one.flags if flag.name in ("revised", "falls")}
        missed = sorted(days - flags)[:6]
        print(f"   {total} against {daily}: {len(days)} days that don't step so; flagged {len(days & flags)}; not: {missed}")


def _above(tally: Any, known: list[Known]) -> bool:
    """Whether a tally's high is more than any single claim of it says: then something was added up."""
    tops = [top for entry in tally.counted for top in (entry.high, entry.best, entry.low) if top is not None]
    return tally.high is not None and tally.high > max(tops, default=0)


def main() -> None:
    """Measure the three files."""
    for name in ("gaza", "west_bank", "lebanon"):
        measure(name)


if __name__ == "__main__":
    main()
