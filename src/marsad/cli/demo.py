"""`marsad demo`: the bundled reports, read before your eyes, and the record that they make."""

from __future__ import annotations

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.text import Text

from marsad.cli.ledger import show_days, show_series, show_tolls
from marsad.cli.show import console, show_reading
from marsad.observatory import Observatory

_PLACES = ("Aleppo", "Saraqib", "Hama")
_DAYS = (date(2024, 11, 28), date(2024, 12, 8))


@click.command()
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Keep the observatory there.")
def demo(keep: Path | None) -> None:
    """Read the bundled reports, print their claims, and the record that they make.

    The reports were written for this demo, on public facts of the Aleppo offensive of 27 November to 8 December 2024.
    """
    out = console()
    note = "Reports written for this demo, on public facts of the Aleppo offensive, 27 November to 8 December 2024."
    out.print(Text(note, style="italic"))
    with TemporaryDirectory() as folder, Observatory.create(keep or Path(folder) / "aleppo", name="aleppo") as observatory:
        with as_file(files("marsad") / "demo" / "reports" / "aleppo2024.jsonl") as path:
            outcomes = list(observatory.add([path], who="demo"))
        for outcome in outcomes:
            reading = observatory.store.reading(outcome.id)
            if reading is not None:
                show_reading(out, reading)
        claims = list(observatory.claims())
        tied = sum(1 for known in claims if known.claim.anchors)
        _heading(out, f"{len(outcomes)} reports, {len(claims)} claims, {tied} of them tied to the words that say them")
        _record(out, observatory)
        if keep:
            out.print(Text(f"\nThe observatory is in {keep}: cd {keep}; marsad tolls", style="bold"))
    opening = f"marsad serve --observatory {keep}" if keep else "marsad serve --demo"
    out.print(Text(f"\nSee it in the browser: {opening}, then open http://127.0.0.1:8160/", style="bold"))


def _record(out: Console, observatory: Observatory) -> None:
    """What the reports make together."""
    tolls = observatory.tolls()
    _heading(out, "The observatory's own running totals: a later figure replaces the earlier one, and is never added to it")
    show_series([one for one in observatory.series() if "Observatory" in one.originator and len(one.steps) > 1], "table")
    _heading(out, "Tolls that more than one source speaks of, under the policy ucdp_range")
    show_tolls([tally for tally in tolls if tally.independent > 1 or tally.has("contested")], "table")
    _heading(out, f"{', '.join(_PLACES)} by day: how each stood in the evening, who says so, and how old that word was")
    show_days(observatory, _DAYS, _PLACES, "table", areas=False)
    figure = max(
        (tally for tally in tolls if tally.best), key=lambda tally: (len(tally.counted) + len(tally.set_aside), tally.id)
    )
    _heading(out, f"Why {figure.best:,}? The derivation of one figure")
    for line in observatory.why(figure).lines():
        click.echo(line)


def _heading(out: Console, words: str) -> None:
    out.print(Text(f"\n{words}.", style="bold"))
