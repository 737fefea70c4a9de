"""`marsad extract`: reports in, one line of claims each out."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from marsad.extraction import decode_line, read_all
from marsad.intake import count_reports, open_reports
from marsad.model import FailedReading, Reading


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("--published", metavar="YYYY-MM-DD", help="Publication day of reports that don't bring their own.")
@click.option("--source", metavar="NAME", help="Outlet of reports that don't bring their own.")
@click.option("--format", "form", type=click.Choice(["jsonl", "table", "json"]), default="jsonl", show_default=True)
@click.option("--workers", type=click.IntRange(0, 256), default=1, show_default=True, help="Processes; 0: one for each core.")
@click.option("--strict", is_flag=True, help="Exit with 1 if any report fails, not only if all do.")
def extract(reports: tuple[str, ...], published: str | None, source: str | None, form: str, workers: int, strict: bool) -> None:
    """Read REPORTs into claims, each with the words that say it.

    A REPORT is a text file, a folder of them, a .jsonl file with one report a line, a .json file with one or a list of them, or
    - for standard input. A report that can't be read gives a line with the error; the run goes on.
    """
    lines = read_all(open_reports(reports, published=published, source=source), workers=workers)
    try:
        good, bad = _print(_with_progress(lines, reports), form)
    except BrokenPipeError:  # the reader of our output has had enough: nothing to report, and nothing to flush
        sys.stderr.close()
        sys.exit(0)
    if bad:
        click.echo(f"{bad} of {good + bad} reports could not be read; see the lines with an error", err=True)
    sys.exit(1 if bad and (strict or not good) else 0)


def _print(lines: Iterator[bytes], form: str) -> tuple[int, int]:
    """Print each line in the form asked for; how many were readings and how many errors."""
    counts = [0, 0]
    out = sys.stdout.buffer
    for number, line in enumerate(lines):
        counts[line.startswith(b'{"report":')] += 1
        if form == "table":
            _print_table(decode_line(line))
        else:
            out.write(
                (b"" if form == "jsonl" else b"[\n" if number == 0 else b",\n") + line + (b"\n" if form == "jsonl" else b"")
            )
            out.flush()
    if form == "json":
        out.write(b"\n]\n" if sum(counts) else b"[]\n")
        out.flush()
    return counts[0], counts[1]


def _print_table(reading: Reading | FailedReading) -> None:
    from marsad.cli.show import console, show_failure, show_reading

    if isinstance(reading, FailedReading):
        show_failure(console(), reading)
    else:
        show_reading(console(), reading)


def _with_progress(lines: Iterator[bytes], reports: tuple[str, ...]) -> Iterator[bytes]:
    """The lines, with a bar on the terminal while they go to a file or pipe."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        return lines
    from rich.console import Console
    from rich.progress import track

    return iter(track(lines, "reading", total=count_reports(reports), console=Console(stderr=True)))
