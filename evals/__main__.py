"""Accuracy: reads every set of ../shared/data with `marsad extract`, runs every scorer, writes evals/results.md.

    python -m evals [--only NAME ...] [--workers N]

The shared folder stands beside the checkout; MARSAD_SHARED names another.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import marsad

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("MARSAD_SHARED", HERE.parent.parent / "shared"))
SCORE, DATA = SHARED / "score", SHARED / "data"
Row = dict[str, Any]


def extract(reports: Path, folder: Path, *options: str, workers: int = 2) -> Path:
    """The output lines of `marsad extract` on a file of reports."""
    out = folder / f"{reports.parent.name}.{reports.stem}.out.jsonl"
    command = [sys.executable, "-m", "marsad", "extract", str(reports), "--workers", str(workers), *options]
    with out.open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    return out


def score(name: str, out: Path, *arguments: str | Path) -> Row:
    """A scorer's figures."""
    command = [sys.executable, str(SCORE / f"{name}.py"), str(out), *map(str, arguments), "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if not run.stdout:
        raise SystemExit(f"{name}.py failed:\n{run.stderr}")
    return dict(json.loads(run.stdout))


def percent(value: float | None) -> str:
    """A share as people read it."""
    return "-" if value is None else f"{100 * value:.1f} %"


def tolls(folder: Path) -> list[str]:
    out = extract(DATA / "fakes_dev.reports.jsonl", folder)
    got = score("tolls", out, DATA / "fakes_dev.tolls.gold.jsonl")
    rows = [
        (f"killed, {group}", got[f"killed_{group}"]["exact"], got[f"killed_{group}"]["n"], bar)
        for group, bar in (("total", "88 %"), ("civilians", "80 %"), ("combatants", ""), ("children", "85 %"), ("women", "85 %"))
    ]
    rows.append(("governorate", got["adm1"]["right"], got["adm1"]["n"], "85 %"))
    rows.append(("whole row", got["killed_whole_row"]["exact"], got["killed_whole_row"]["n"], ""))
    rows.append(("day, exact", got["date"]["exact"], got["date"]["n"], ""))
    return [
        "| FA-KES lead | exact | of | bar |",
        "|---|---|---|---|",
        *(f"| {a} | {percent(b)} | {n} | {c} |" for a, b, n, c in rows),
    ]


def places(folder: Path) -> list[str]:
    out = extract(DATA / "geo_geovirus.reports.jsonl", folder)
    got = score("places", out, DATA / "geo_geovirus.places.gold.jsonl")
    found, resolved = got["recognition"]["overlap"], got["resolution"]
    return [
        "| GeoVirus | figure | bar |",
        "|---|---|---|",
        f"| recognition P / R | {percent(found['p'])} / {percent(found['r'])} | |",
        f"| recognition F1 | {percent(found['f1'])} | 80 % |",
        f"| within 161 km, of the matched | {percent(resolved['matched_acc_161km'])} | 92 % |",
        f"| within 161 km, of all | {percent(resolved['acc_161km'])} | |",
        f"| median error | {resolved['median_km']:.1f} km | |",
        "",
        "| own local and world news | F1 | within 161 km, of the matched | of all |",
        "|---|---|---|---|",
        *(own_places(half, folder) for half in sorted((HERE / "places").iterdir()) if half.is_dir()),
    ]


def own_places(half: Path, folder: Path) -> str:
    """A row of the toponyms benchmark (`places/README.md`)."""
    got = score("places", extract(half / "reports.jsonl", folder), half / "places.gold.jsonl")
    found, resolved = got["recognition"]["overlap"], got["resolution"]
    figures = found["f1"], resolved["matched_acc_161km"], resolved["acc_161km"]
    return f"| {half.name} | {' | '.join(percent(one) for one in figures)} |"


def times(folder: Path) -> list[str]:
    out = extract(DATA / "meantime.reports.jsonl", folder)
    got = score("times", out, DATA / "meantime.times.gold.jsonl")
    return [
        "| MEANTIME | F1 | bar |",
        "|---|---|---|",
        f"| relaxed | {percent(got['relaxed']['f1'])} | 85 % |",
        f"| value | {percent(got['value']['f1'])} | 75 % |",
        f"| strict | {percent(got['strict']['f1'])} | |",
        f"| type | {percent(got['type']['f1'])} | |",
    ]


def facts(folder: Path) -> list[str]:
    sets = [
        (
            "the sample report",
            SHARED / "seed" / "report.txt",
            SHARED / "seed" / "facts.gold.jsonl",
            ("--published", "2024-11-30", "--source", "AFP"),
        )
    ]
    sets += [
        (f"own reports, {half}", HERE / "facts" / half / "reports.jsonl", HERE / "facts" / half / "facts.gold.jsonl", ())
        for half in sorted(folder.name for folder in (HERE / "facts").iterdir() if folder.is_dir())
    ]
    lines = ["| facts | found | of | wrong rows | of | forbidden met | anchors |", "|---|---|---|---|---|---|---|"]
    for name, reports, gold, options in sets:
        out = extract(reports, folder, *options, workers=1)
        got = score("facts", out, gold, "--reports", reports)
        n, claims = got["facts"], got["precision"]
        wrong = claims["claims"] - claims["backed"]
        lines.append(
            f"| {name} | {n['found']} ({percent(n['recall'])}) | {n['total']} | {wrong} "
            f"({percent(wrong / claims['claims'] if claims['claims'] else 0)}) | {claims['claims']} "
            f"| {got['forbidden']['found']} of {got['forbidden']['total']} | {violations(out, reports)} |"
        )
    return lines


def anchors(folder: Path) -> list[str]:
    lines = ["| contract (anchors.py) | reports | violations |", "|---|---|---|"]
    for reports in sorted(DATA.glob("*.reports.jsonl")):
        out = extract(reports, folder)
        lines.append(
            f"| {reports.name.removesuffix('.reports.jsonl')} | {sum(1 for _ in out.open())} | {violations(out, reports)} |"
        )
    return lines


def violations(out: Path, reports: Path) -> str:
    """What the contract checker finds."""
    run = subprocess.run(
        [sys.executable, str(SCORE / "anchors.py"), str(out), "--reports", str(reports), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "none" if run.returncode == 0 else f"SOME: {run.stdout[:200]}"


def own(name: str) -> Callable[[Path], list[str]]:
    """A measure of ours, that prints its figures."""

    def measure(folder: Path) -> list[str]:
        run = subprocess.run(
            [sys.executable, "-m", f"evals.{name}"], capture_output=True, text=True, check=False, cwd=HERE.parent
        )
        return ["```", *(run.stdout if run.returncode == 0 else run.stdout + run.stderr[-500:]).strip().split("\n"), "```"]

    return measure


MEASURES: dict[str, Callable[[Path], list[str]]] = {
    "facts": facts,
    "tolls": tolls,
    "places": places,
    "times": times,
    "anchors": anchors,
    **{name: own(name) for name in ("villages", "re3d", "plover", "clusters", "series", "fuzz", "cuts")},
}


def main() -> None:
    """Run the measures and write them down."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--only", nargs="+", choices=list(MEASURES), default=list(MEASURES), metavar="NAME")
    args = command.parse_args()
    versions = f"marsad {marsad.__version__}, Python {platform.python_version()}, spaCy {version('spacy')}"
    parts = [f"# Accuracy\n\n`make eval`, {datetime.now(UTC):%Y-%m-%d}; {versions}."]
    with tempfile.TemporaryDirectory() as folder:
        for name in args.only:
            print(f"{name} ...", file=sys.stderr)
            lines = MEASURES[name](Path(folder))
            print("\n".join(lines), end="\n\n")
            parts.append(f"## {name}\n\n" + "\n".join(lines))
    if len(args.only) == len(MEASURES):
        (HERE / "results.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
