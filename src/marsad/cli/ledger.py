"""Commands that ask the ledger: tolls under named policies, running totals, and how a figure came about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from marsad.cli.listing import listing, opened, told, with_clocks, with_format, with_observatory
from marsad.errors import MarsadError
from marsad.ledger.series import Series
from marsad.ledger.tally import Tally

_POLICIES = ("ucdp_range", "acled_conservative", "ibc_two_source", "airwars_incident", "single_source")


def _with_choice(command: Any) -> Any:
    """Add what the tolls are of: place, days, outcome, group."""
    for option in (
        click.option("--outcome", type=click.Choice(["killed", "injured", "missing", "captured", "displaced", "detained"])),
        click.option("--to", "end", metavar="YYYY-MM-DD", help="Up to this day."),
        click.option("--from", "start", metavar="YYYY-MM-DD", help="From this day on."),
        click.option("--place", help="The name of a place, or of its region."),
    ):
        command = option(command)
    return command


@click.command()
@_with_choice
@click.option("--group", help="Only a group: all, civilians, combatants, children, women ...")
@click.option("--policy", type=click.Choice(_POLICIES), default="ucdp_range", show_default=True)
@with_clocks
@with_observatory
@with_format
def tolls(
    folder: Path, form: str, group: str | None, policy: str, as_of: str | None, known_at: str | None, **chosen: str | None
) -> None:
    """Show the tolls: low, best and high under a policy, who says so, and what a reader must know."""
    with opened(folder) as observatory:
        try:
            found = observatory.tolls(policy=policy, as_of=as_of, known_at=known_at)
        except MarsadError as error:
            raise told(error) from error
    kept = (tally for tally in found if _chosen(tally, group, **chosen))
    columns = ["id", "outcome", "group", "scope", "days", "place", "low", "best", "high", "originators", "flags"]
    listing((_row(tally) for tally in kept), columns, form)


def _chosen(tally: Tally, group: str | None, place: str | None, start: str | None, end: str | None, outcome: str | None) -> bool:
    spot = tally.place
    names = {name.casefold() for name in (spot.name, spot.adm1, spot.country) if name} if spot else set()
    return (
        (place is None or place.casefold() in names)
        and (outcome is None or tally.outcome == outcome)
        and (group is None or group.casefold() in tally.line.label.casefold())
        and (start is None or (tally.end or tally.start or "9") >= start)
        and (end is None or (tally.start or "0") <= end)
    )


def _row(tally: Tally) -> dict[str, Any]:
    days = tally.start if tally.start == tally.end or tally.end is None else f"{tally.start} to {tally.end}"
    return {
        "id": tally.id,
        "outcome": tally.outcome,
        "group": tally.line.label,
        "scope": tally.scope,
        "days": days,
        "place": tally.place.name if tally.place else None,
        "low": tally.low,
        "best": tally.best,
        "high": tally.high,
        "originators": list(tally.originators),
        "flags": [flag.name.replace("_", " ") for flag in tally.flags],
        "policy": tally.policy,
        "tally": tally,
    }


@click.command()
@click.option("--originator", help="Only one source's own count.")
@with_clocks
@with_observatory
@with_format
def series(folder: Path, form: str, originator: str | None, as_of: str | None, known_at: str | None) -> None:
    """Show each originator's own running totals: a later figure replaces the earlier one, and is never added to it."""
    with opened(folder) as observatory:
        found = observatory.series(as_of=as_of, known_at=known_at)
    kept = (one for one in found if originator is None or originator.casefold() in one.originator.casefold())
    listing((_strand(one) for one in kept), ["originator", "outcome", "group", "since", "figures", "flags"], form)


def _strand(one: Series) -> dict[str, Any]:
    return {
        "originator": one.originator,
        "outcome": one.outcome,
        "group": one.line.label,
        "since": one.start,
        "figures": " → ".join(f"{step.number} ({step.day})" for step in one.steps),
        "flags": [flag.says for flag in one.flags],
        "series": one,
    }
