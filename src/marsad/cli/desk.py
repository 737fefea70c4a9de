"""`marsad serve`: the desk in the browser, on this machine."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from marsad.cli.listing import opened, told
from marsad.errors import MarsadError, MissingExtra
from marsad.observatory import Observatory


@click.command()
@click.option("--observatory", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="FOLDER",
              help="The observatory's folder.  [default: the present one]")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="Only this machine's own addresses: there is no login yet.")
@click.option("--port", type=click.IntRange(0, 65535), default=8160, show_default=True, help="0 takes any that is free.")
@click.option("--who", envvar="MARSAD_WHO", help="Your name in the record, where nobody else sits here (or set MARSAD_WHO).")
@click.option("--demo", is_flag=True, help="Show the bundled Aleppo observatory, which is gone when you stop.")
def serve(folder: Path, host: str, port: int, who: str | None, demo: bool) -> None:
    """Show an observatory in the browser: inbox, reports, events, tolls, changes."""
    if not demo:
        with opened(folder) as observatory:
            _serve(observatory, host, port, who)
        return
    with TemporaryDirectory() as place, Observatory.create(Path(place) / "aleppo", name="aleppo") as observatory:
        click.echo("reading the bundled reports ...")
        with as_file(files("marsad") / "demo" / "reports" / "aleppo2024.jsonl") as path:
            list(observatory.add([path], who="demo"))
        _serve(observatory, host, port, who)


def _serve(observatory: Observatory, host: str, port: int, who: str | None) -> None:
    try:
        from marsad.desk import serve as show
    except ImportError as error:
        missing = MissingExtra(f"the desk needs {error.name}", remedy='Install it with: pip install "marsad[desk]"')
        raise told(missing) from error
    try:
        show(observatory, host=host, port=port, who=who, ready=_ready)
    except MarsadError as error:
        raise told(error) from error


def _ready(address: str) -> None:
    click.echo(f"the desk is open at {address} (this machine only); stop it with Ctrl+C")
