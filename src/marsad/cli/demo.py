"""`marsad demo`: the bundled reports, read before your eyes."""

from __future__ import annotations

from importlib.resources import as_file, files

import click
from rich.text import Text

from marsad.cli.show import console, show_failure, show_reading
from marsad.extraction import decode_line, read_all
from marsad.intake import open_reports
from marsad.model import FailedReading


@click.command()
@click.option("--workers", type=click.IntRange(0, 256), default=1, show_default=True, help="Processes; 0: one for each core.")
def demo(workers: int) -> None:
    """Read the bundled reports and print their claims.

    The reports were written for this demo, on public facts of the Aleppo offensive of 27 November to 8 December 2024.
    """
    out = console()
    out.print(
        Text(
            "Reports written for this demo, on public facts of the Aleppo offensive, 27 November to 8 December 2024.",
            style="italic",
        )
    )
    reports = claims = anchored = 0
    with as_file(files("marsad") / "demo" / "reports" / "aleppo2024.jsonl") as path:
        for line in read_all(open_reports([path]), workers=workers):
            reading = decode_line(line)
            if isinstance(reading, FailedReading):
                show_failure(out, reading)
                continue
            show_reading(out, reading)
            reports += 1
            claims += len(reading.claims)
            anchored += sum(1 for claim in reading.claims if claim.anchors)
    out.print(Text(f"\n{reports} reports, {claims} claims, {anchored} of them tied to the words that say them.", style="bold"))
