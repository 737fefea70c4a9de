"""Speed: `marsad extract` beside spaCy's plain pipeline on the same texts; writes bench/results.md.

    python -m bench [--runs N]

Figures are medians over the runs; the two commands take turns, so that a slow moment slows both. Absolute times are this
machine's; the ratios carry.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("MARSAD_SHARED", HERE.parent.parent / "shared"))
REPORTS = SHARED / "data" / "fakes_dev.reports.jsonl"

ROWS = (
    ("reports a second, after the start", "steady_docs_per_s", ".1f", "at least 40"),
    ("reports a second, all in", "docs_per_s", ".1f", ""),
    ("start to first claim, s", "first_result_s", ".2f", "under 2"),
    ("peak memory, MiB", "peak_rss_mb", ".0f", "under 600"),
)


def speed(reports: Path, command: str, other: str, runs: int) -> dict[str, Any]:
    """The figures of two commands, one core a process."""
    call = [
        sys.executable,
        str(SHARED / "score" / "speed.py"),
        str(reports),
        command,
        "--vs",
        other,
        "--runs",
        str(runs),
        "--json",
    ]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    run = subprocess.run(call, capture_output=True, text=True, check=False, env={**os.environ, **single})
    if run.returncode:
        raise SystemExit(run.stderr)
    return dict(json.loads(run.stdout))


def main() -> None:
    """Measure and write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    marsad = f"{sys.executable} -m marsad extract {{}}"
    with tempfile.TemporaryDirectory() as folder:
        many = Path(folder) / "many.jsonl"
        rows = [json.loads(line) for line in REPORTS.read_text(encoding="utf-8").split("\n") if line]
        many.write_text("".join(json.dumps({**row, "id": f"{row['id']}-{turn}"}) + "\n" for turn in range(4) for row in rows))
        beside = speed(REPORTS, marsad, f"{sys.executable} {HERE / 'plain_spacy.py'} {{}}", runs)
        workers = speed(many, f"{marsad} --workers 2", marsad, max(3, runs // 2))
    one, plain, two, alone = beside["command"], beside["vs"], workers["command"], workers["vs"]
    lines = [
        "# Speed",
        "",
        f"`make bench`; {beside['reports']} reports of FA-KES; medians of {runs} runs.",
        "",
        "| | marsad | spaCy, plain | ratio | bar |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {one[key]:{form}} | {plain[key]:{form}} | {beside['ratio'][key]:.2f} | {bar} |"
            for name, key, form, bar in ROWS
        ),
        "",
        f"Two workers against one, on the same reports four times over: {two['steady_docs_per_s']:.1f} against "
        f"{alone['steady_docs_per_s']:.1f} a second, a ratio of {workers['ratio']['steady_docs_per_s']:.2f}; whole run "
        f"{workers['ratio']['docs_per_s']:.2f}.",
    ]
    print("\n".join(lines))
    (HERE / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
