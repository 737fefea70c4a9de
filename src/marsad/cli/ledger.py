"""Commands that ask the ledger: tolls under named policies, running totals, and how a figure came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import msgspec

from marsad.cli.listing import hidden, listing, opened, told, with_answer, with_clocks, with_format, with_observatory
from marsad.errors import MarsadError
from marsad.ledger.agreements import Truce
from marsad.ledger.control import LAYERS, PlaceControl, Spell
from marsad.ledger.events import Incident
from marsad.ledger.maprows import control_map
from marsad.ledger.series import Series
from marsad.ledger.tally import Tally
from marsad.observatory import Observatory
from marsad.store import Wanted

_MOST_DAYS = 367
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
@with_answer
def tolls(
    folder: Path, form: str, group: str | None, policy: str, as_of: str | None, known_at: str | None, **chosen: str | None
) -> None:
    """Show the tolls: low, best and high under a policy, who says so, and what a reader must know."""
    with opened(folder) as observatory:
        try:
            found = list(_tolls(observatory, policy, {"as_of": as_of, "known_at": known_at}, **chosen))
        except MarsadError as error:
            raise told(error) from error
    show_tolls([tally for tally in found if group is None or group.casefold() in tally.line.label.casefold()], form)


def show_tolls(tallies: Iterable[Tally], form: str) -> None:
    """Tolls as a listing."""
    columns = ["id", "outcome", "group", "scope", "days", "place", "low", "best", "high", "originators", "flags"]
    listing((_row(tally) for tally in tallies), columns, form)


def _tolls(
    observatory: Observatory, policy: str, clocks: dict[str, str | None], place: str | None, **chosen: str | None
) -> Iterator[Tally]:
    """The tallies asked for; a place goes by its name, or its region's or country's."""
    observatory.settle()
    wishes = [Wanted()] if place is None else observatory.store.places_called(place)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for wish in wishes:
        for tally in observatory.tolls(msgspec.structs.replace(wish, **chosen), policy=policy, **clocks):
            if (tally.id, tally.originators) not in seen:
                seen.add((tally.id, tally.originators))
                yield tally


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
        "flags": [flag.name.replace("_", " ") for flag in tally.flags] + ([] if tally.counted else ["nothing counted"]),
        "policy": tally.policy,
        "tally": tally,
    }


@click.command()
@click.option("--originator", help="Only one source's own count.")
@with_answer
def series(folder: Path, form: str, originator: str | None, as_of: str | None, known_at: str | None) -> None:
    """Show each originator's own running totals: a later figure replaces the earlier one, and is never added to it."""
    with opened(folder) as observatory:
        found = observatory.series(as_of=as_of, known_at=known_at)
    show_series([one for one in found if originator is None or originator.casefold() in one.originator.casefold()], form)


def show_series(strands: Iterable[Series], form: str) -> None:
    """Running totals as a listing."""
    listing((_strand(one) for one in strands), ["originator", "outcome", "group", "since", "figures", "flags"], form)


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


@click.command()
@click.argument("toll")
@click.option("--policy", type=click.Choice(_POLICIES), default="ucdp_range", show_default=True)
@with_clocks
@with_observatory
def why(toll: str, policy: str, as_of: str | None, known_at: str | None, folder: Path) -> None:
    """Show how the figure TOLL (an id from `marsad tolls`, whenever it was given) came about, down to the words of reports."""
    with opened(folder) as observatory:
        found = observatory.toll(toll, policy=policy, as_of=as_of, known_at=known_at)
        if not found:
            raise click.ClickException(f"there is no toll {toll} under {policy} at this moment. `marsad tolls` lists them.")
        for line in observatory.why(found[0], as_of=as_of, known_at=known_at).lines():
            click.echo(hidden(line))


@click.command()
@click.option("--members", is_flag=True, help="One line for each report and event instead; a report's lead event first.")
@with_answer
def events(folder: Path, form: str, members: bool, as_of: str | None, known_at: str | None) -> None:
    """Show the incidents: type, sides, place, days, who says so, what is contested."""
    with opened(folder) as observatory:
        found = observatory.events(as_of=as_of, known_at=known_at)
        leads = {row.id: _lead_claims(observatory, row.id) for row in observatory.store.reports()} if members else {}
    if members:
        listing(_members(found, leads), ["id", "event"], form)
        return
    columns = ["id", "type", "side_a", "side_b", "place", "days", "originators", "reports", "contested", "first_since"]
    listing((_incident(one) for one in found), columns, form)


def _lead_claims(observatory: Observatory, report: str) -> tuple[str, ...]:
    reading = observatory.store.reading(report)
    return reading.lead.claims if reading and reading.lead else ()


def _members(found: Sequence[Incident], leads: dict[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """A line for each report and event; a report's lead event comes first."""
    for report, lead in leads.items():
        own = [one for one in found if report in one.reports]
        for one in sorted(own, key=lambda one: not set(one.claims) & set(lead)):
            yield {"id": report, "event": one.id}


def _incident(one: Incident) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.acled_type or one.event_type,
        "side_a": [actor.name for actor in one.side_a],
        "side_b": [actor.name for actor in one.side_b],
        "place": one.place.name if one.place else None,
        "days": _incident_days(one),
        "originators": list(one.originators),
        "reports": list(one.reports),
        "contested": one.contested or ("denied" if one.denied else None),
        "first_since": [f"{first.since}: {first.verdict}, {first.says}" for first in one.firsts],
        "event": one,
    }


def _incident_days(one: Incident) -> str:
    """Its days; of one without a day of its own, when it was reported."""
    days = one.start if one.start == one.end else f"{one.start} to {one.end}"
    return days if one.dated else f"reported {days}"


@click.command()
@with_answer
def firsts(folder: Path, form: str, as_of: str | None, known_at: str | None) -> None:
    """Check claims that something was the first since a time, against the record and imported history."""
    with opened(folder) as observatory:
        found = observatory.firsts(as_of=as_of, known_at=known_at)
    rows = (msgspec.structs.asdict(one) for one in found)
    listing(rows, ["claim", "report", "since", "verdict", "says", "by"], form)


@click.command()
@click.argument("place", required=False)
@click.option("--map", "as_map", is_flag=True, help="One row a place: what a map would show, never finer than the claim.")
@click.option("--days", metavar="FROM..TO", help="One row a day and place: how it stood at the end of each day.")
@with_answer
def control(
    place: str | None, as_map: bool, days: str | None, folder: Path, form: str, as_of: str | None, known_at: str | None
) -> None:
    """Show who holds PLACE (or every place), in three layers: claimed by a party, reported by others, assessed."""
    with opened(folder) as observatory:
        if days:
            show_days(observatory, _days_of(days), (place,) if place else None, form, known_at=known_at)
            return
        as_of = as_of or (date.today().isoformat() if as_map else None)  # a map says how old its words are
        found = observatory.control(place, as_of=as_of, known_at=known_at)
    if as_map:
        rows = (msgspec.structs.asdict(row) for row in control_map(found))
        listing(
            rows,
            [
                "name",
                "country",
                "lat",
                "lon",
                "precision",
                "area",
                "layer",
                "actors",
                "status",
                "extent",
                "said",
                "age",
                "contested",
            ],
            form,
        )
        return
    show_control(found, form)


def _days_of(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    try:
        made = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} isn't FROM..TO, as in 2024-11-28..2024-12-08") from error
    if not 0 <= (made[1] - made[0]).days < _MOST_DAYS:
        raise click.BadParameter(f"{text!r} must run forwards, and over less than {_MOST_DAYS} days")
    return made


def show_days(
    observatory: Observatory, days: tuple[date, date], places: tuple[str, ...] | None, form: str, *, areas: bool = True,
    known_at: str | None = None,
) -> None:  # fmt: skip
    """How each place stood at the end of each day: a column for each layer, with the day of the word and how it has aged."""
    rows = []
    for number in range((days[1] - days[0]).days + 1):
        day = (days[0] + timedelta(days=number)).isoformat()
        held = observatory.control(as_of=day, known_at=known_at)
        wanted = [one for one in held if places is None or _named(one, places)]
        rows += [_day(day, one) for one in wanted if one.now and (areas or not one.area)]
    listing(sorted(rows, key=lambda row: (row["place"], row["day"])), ["place", "day", *LAYERS, "contested"], form)


def _named(one: PlaceControl, places: tuple[str, ...]) -> bool:
    return one.place.name.casefold() in {place.casefold() for place in places}


def _day(day: str, one: PlaceControl) -> dict[str, Any]:
    stands: dict[str, Any] = {now.layer: f"{_stands(now.spell)} ({now.said}, {now.age})" for now in one.now}
    contested = [contest.says for contest in one.contests if contest.end is None]
    return {"place": _place_name(one), "day": day, **stands, "contested": contested}


def _stands(spell: Spell) -> str:
    extent = f" {spell.extent}" if spell.extent in ("most", "part") else ""
    return f"{', '.join(actor.name for actor in spell.actors)}: {spell.status}{extent}"


def _place_name(one: PlaceControl) -> str:
    """A place's name; that of an area says so, since a word on it may be on a few villages in it."""
    return f"{one.place.name} (area)" if one.area else one.place.name


def show_control(found: Iterable[PlaceControl], form: str) -> None:
    """Places' control as a listing, spell by spell."""
    columns = ["place", "layer", "since", "status", "who", "extent", "site", "last_said", "until", "originators", "words"]
    listing((row for one in found for row in _spells(one)), columns, form)


def _spells(one: PlaceControl) -> Iterator[dict[str, Any]]:
    for spell in one.timeline:
        yield {
            "place": _place_name(one),
            "layer": spell.layer,
            "since": spell.start[:10],
            "status": spell.status,
            "who": [actor.name for actor in spell.actors],
            "extent": spell.extent,
            "site": spell.site,
            "last_said": spell.last_said[:10],
            "until": spell.end and spell.end[:10],
            "originators": list(spell.originators),
            "words": spell.words,
        }
    for contest in one.contests:
        yield {
            "place": _place_name(one),
            "layer": "contested",
            "since": contest.start,
            "until": contest.end,
            "status": contest.says,
        }


@click.command()
@with_answer
def agreements(folder: Path, form: str, as_of: str | None, known_at: str | None) -> None:
    """Show truces and other agreements, how they stand, and what was recorded that would breach them."""
    with opened(folder) as observatory:
        found = observatory.agreements(as_of=as_of, known_at=known_at)
    columns = ["id", "type", "parties", "brokers", "region", "since", "status", "breaches"]
    listing((_truce(one) for one in found), columns, form)


def _truce(one: Truce) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.type,
        "parties": [actor.name for actor in one.parties],
        "brokers": [actor.name for actor in one.brokers],
        "region": one.region.name if one.region else None,
        "since": one.start,
        "status": one.status,
        "breaches": [breach.says for breach in one.breaches],
        "agreement": one,
    }


@click.command()
@with_answer
def relations(folder: Path, form: str, as_of: str | None, known_at: str | None) -> None:
    """Show who stands how to whom, and from when to when it was said."""
    with opened(folder) as observatory:
        found = observatory.relations(as_of=as_of, known_at=known_at)
    rows = (
        {
            "from": one.subject.name,
            "relation": one.relation,
            "to": one.object.name,
            "first": one.first,
            "last": one.last,
            "present": "yes" if one.present else "no",
        }
        for one in found
    )
    listing(rows, ["from", "relation", "to", "first", "last", "present"], form)


@click.command()
@click.option("--since", required=True, metavar="YYYY-MM-DD[THH:MM:SSZ]", help="What we knew then is compared with now.")
@click.option("--until", metavar="YYYY-MM-DD[THH:MM:SSZ]", help="... or with then.")
@with_observatory
@with_format
def changes(since: str, until: str | None, folder: Path, form: str) -> None:
    """Show what every toll was, is, and why it moved."""
    with opened(folder) as observatory:
        found = observatory.changes(since, until=until)
    rows = ({"id": one.id, "moved": list(one.moved), "why": list(one.why), "change": one} for one in found)
    listing(rows, ["id", "moved", "why"], form)
