"""Commands about sources: who they are, how reliable, who passes on whom; and which of them are protected."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click
import msgspec

from marsad.cli.listing import hidden, listing, opened, told, veil_anew, with_answer, with_observatory, with_person
from marsad.errors import MarsadError
from marsad.ledger.registry import SourceLine
from marsad.model.claim import SourceKind
from marsad.model.record import Reliability


@click.command()
@click.option("--relays", is_flag=True, help="Who passes on whom instead, and how often.")
@with_answer
def sources(folder: Path, form: str, relays: bool, as_of: str | None, known_at: str | None) -> None:
    """List the sources: outlets, agencies, observatories, parties, officials ... those entered, and those that reports name."""
    with opened(folder) as observatory:
        found = observatory.sources(as_of=as_of, known_at=known_at)
    if relays:
        passed = (msgspec.structs.asdict(relay) for line in found for relay in line.relays)
        listing(passed, ["by", "of", "reports", "first", "last"], form)
        return
    columns = ["name", "kind", "party", "reliability", "language", "parent", "claims", "reports", "first", "last", "relays"]
    listing(map(_row, found), columns, form)


def _row(line: SourceLine) -> dict[str, Any]:
    row = msgspec.structs.asdict(line)
    row["party"] = "yes" if line.party else "no"
    row["relays"] = [f"{relay.of} ({relay.reports})" for relay in line.relays]
    row["protected"] = "yes" if line.protected else "no"
    return row


@click.group()
def source() -> None:
    """Sources in the registry."""


@source.command("set")
@click.argument("name")
@click.option("--kind", type=click.Choice(get_args(SourceKind)))
@click.option("--party/--no-party", default=None, help="Whether it fights in this war.")
@click.option("--reliability", type=click.Choice(get_args(Reliability)), help="A completely reliable ... F can't be judged.")
@click.option("--language", help="Its language, by ISO code.")
@click.option("--parent", help="The source whose house it belongs to: of one house is not independent.")
@click.option("--protected/--no-protected", default=None, help="Whether its identity must appear in nothing that is shown.")
@click.option("--alias", help="What a protected source goes by.")
@with_person
@with_observatory
def source_set(name: str, who: str, why: str, folder: Path, **given: Any) -> None:
    """Enter the source NAME, or change what is entered. What isn't said stays; of a new one, what its reports show is taken."""
    fields = {field: value for field, value in given.items() if value is not None}
    with opened(folder) as observatory:
        try:
            added = observatory.set_source(name, who=who, why=why, **fields)
        except MarsadError as error:
            raise told(error) from error
        veil_anew(observatory)
    words = f"is on record as entry {added.seq}" if added.seq else "was on record so already"
    click.echo(hidden(f"{name} {words}"))
