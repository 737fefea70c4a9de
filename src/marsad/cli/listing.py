"""Listings in the three forms that every command has: a table for people, JSON Lines and CSV for programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from marsad.errors import MarsadError
from marsad.observatory import Observatory
from marsad.table import spreadsheet_cell

F = TypeVar("F", bound=Callable[..., Any])
Row = dict[str, Any]


def with_observatory(command: F) -> F:
    """Add --observatory: the folder, which is the present one where it isn't said."""
    option = click.option(
        "--observatory",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        metavar="FOLDER",
        help="The observatory's folder.  [default: the present one]",
    )
    return option(command)


def with_format(command: F) -> F:
    """Add --format table|jsonl|csv."""
    forms = click.Choice(["table", "jsonl", "csv"])
    return click.option("--format", "form", type=forms, default="table", show_default=True)(command)


def with_clocks(command: F) -> F:
    """Add both clocks: what had been said by a day, and what we knew by an instant."""
    for name, text in (
        ("--known-at", "By what the record held then (a day or an instant)."),
        ("--as-of", "By what had been said then."),
    ):
        command = click.option(name, metavar="YYYY-MM-DD", help=text)(command)
    return command


def with_answer(command: F) -> F:
    """Add what every question about the record takes: both clocks, the observatory, the form of the listing."""
    return with_clocks(with_observatory(with_format(command)))


def with_person(command: F) -> F:
    """Add who decides, and why."""
    command = click.option("--why", default="", help="The reason, in your words.")(command)
    return click.option("--who", envvar="MARSAD_WHO", required=True, help="Your name in the record (or set MARSAD_WHO).")(command)


_VEIL = "marsad.veil"


def opened(folder: Path) -> Observatory:
    """The observatory in a folder, or a clear error. From here on nothing printed shows who a protected source is."""
    try:
        observatory = Observatory.open(folder)
        veil_anew(observatory)
    except MarsadError as error:
        raise told(error) from error
    return observatory


def veil_anew(observatory: Observatory) -> None:
    """Learn again which names must not be shown, after something was added."""
    click.get_current_context().meta[_VEIL] = observatory.veil()


def hidden(value: Any) -> Any:
    """Plain data as it may be shown: protected sources by their aliases."""
    veil = click.get_current_context().meta.get(_VEIL)
    return veil.of(msgspec.to_builtins(value)) if veil else value


def told(error: MarsadError) -> click.ClickException:
    """An error of ours as the command line prints it."""
    return click.ClickException(hidden(f"{error.message}. {error.remedy}"))


def listing(rows: Iterable[Row], columns: Sequence[str], form: str) -> None:
    """Print rows; a table and CSV have the columns named, JSON Lines everything. Protected sources go by their aliases."""
    rows = map(hidden, rows)
    if form == "jsonl":
        encoder = msgspec.json.Encoder()
        for row in rows:
            sys.stdout.buffer.write(encoder.encode(row) + b"\n")
        sys.stdout.buffer.flush()
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([spreadsheet_cell(row.get(column)) for column in columns] for row in rows)
    else:
        _table(rows, columns)


def _table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    from rich.table import Table
    from rich.text import Text

    from marsad.cli.show import console

    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_text(row.get(column))) for column in columns))
    console().print(table)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
