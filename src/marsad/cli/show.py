"""Readings as a person wants to see them: what happened, who says so, in which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from marsad.model import (
    Actor,
    Agreement,
    Claim,
    Control,
    Event,
    FailedReading,
    Figure,
    Interval,
    Lead,
    Losses,
    Movement,
    Place,
    Reading,
    Relation,
    Source,
    Statement,
    Toll,
)

_KINDS = ("event", "toll", "control", "movement", "statement", "agreement", "relation")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def console() -> Console:
    """Standard output; wide enough for the words where it is no terminal."""
    made = Console(highlight=False)
    return made if made.is_terminal else Console(highlight=False, width=150)


def show_failure(out: Console, failed: FailedReading) -> None:
    """One report that could not be read."""
    out.print(Text(f"✗ {failed.report.id}: {failed.error.message} ({failed.error.stage})", style="red"))
    out.print(Text(f"  {failed.error.remedy}", style="dim"))


def show_reading(out: Console, reading: Reading) -> None:
    """A report's claims, grouped by kind, and its lead."""
    head = reading.report
    title = " · ".join(part for part in (head.source, day(head.published), head.title or head.id) if part)
    out.print()
    out.print(Text(title, style="bold"))
    for note in head.notes:
        out.print(Text(f"  note: {note}", style="yellow"))
    if reading.lead:
        out.print(Text(f"  in short: {lead_words(reading.lead)}", style="green"))
    if not reading.claims:
        out.print(Text("  no claims", style="dim"))
        return
    out.print(_claims_table(reading.claims))


def _claims_table(claims: tuple[Claim, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column("", no_wrap=True)
    for name, ratio in (("what", 9), ("who says so", 6), ("when, where", 6), ("the words", 9)):
        table.add_column(name, ratio=ratio, overflow="fold")
    table.expand = True
    ordered = sorted(claims, key=lambda claim: _KINDS.index(kind_of(claim)))
    by_id = {claim.id: claim for claim in claims}
    for kind, group in groupby(ordered, key=kind_of):
        for number, claim in enumerate(group):
            style = "dim" if claim.background else ""
            words = " … ".join(f"“{anchor.text}”" for anchor in claim.anchors)
            table.add_row(
                Text(kind if number == 0 else "", style="cyan"),
                Text(describe(claim, by_id), style=style),
                Text(chain(claim.attribution), style=style),
                Text(circumstances(claim), style=style),
                Text(words, style="dim"),
            )
    return table


def kind_of(claim: Claim) -> str:
    """The claim's kind, by its contract name."""
    return type(claim).__name__.lower()


def describe(claim: Claim, by_id: dict[str, Claim] | None = None) -> str:
    """What a claim says, in a line."""
    words = _DESCRIBE[type(claim)](claim)
    if isinstance(claim, Toll) and claim.part_of and by_id and claim.part_of in by_id:
        whole = by_id[claim.part_of]
        words += f", of the {figure(whole.figure)}" if isinstance(whole, Toll) else ""
    notes: list[str] = [claim.modality] if claim.modality != "asserted" else []
    notes += ["background"] if claim.background else []
    return f"{words} ({', '.join(notes)})" if notes else words


def _event(claim: Event) -> str:
    words = claim.acled_type or claim.event_type or "event"
    words += f": {names(claim.side_a) or 'unknown'}" if claim.side_a or claim.side_b else ""
    words += f" → {names(claim.side_b)}" if claim.side_b else ""
    words += f", with {claim.weapon}" if claim.weapon else ""
    return words + (f", first since {claim.first_since}" if claim.first_since else "")


def _toll(claim: Toll) -> str:
    group = claim.group
    whom = [attribute.replace("_", " ") for attribute in group.attributes] or (
        [group.side] if group.side in ("civilians", "combatants") else []
    )
    words = f"{figure(claim.figure)} {claim.outcome}: {', '.join(whom)}" if whom else f"{figure(claim.figure)} {claim.outcome}"
    words += f" [{names(group.actors)}]" if group.actors else ""
    words += f", {claim.scope}" if claim.scope != "incident" else ""
    return words + (f", by {names(claim.responsible)}" if claim.responsible else "")


def _control(claim: Control) -> str:
    words = f"{claim.status} by {names(claim.actors) or 'unknown'}"
    if claim.status in ("lost", "withdrawn"):
        words = f"{claim.status}: {names(claim.actors) or 'unknown'}"
    words += f", {claim.extent} of it" if claim.extent in ("all", "most", "part") else ""
    words += f" ({', '.join(claim.sites)})" if claim.sites else ""
    return words + (f", from {names(claim.previous)}" if claim.previous else "")


def _movement(claim: Movement) -> str:
    words = f"{names(claim.actors) or 'unknown'}: {claim.action}"
    words += f" from {claim.origin.name}" if claim.origin else ""
    return words + (f" to {claim.to.name}" if claim.to else "")


def _statement(claim: Statement) -> str:
    words = f"{claim.speaker.name if claim.speaker else 'unknown'}: {claim.act.replace('_', ' ')}"
    words += f" (to {claim.addressee.name})" if claim.addressee else ""
    return words + (f" “{claim.content}”" if claim.content else "")


def _agreement(claim: Agreement) -> str:
    words = claim.agreement_type + (f" {claim.status.replace('_', ' ')}" if claim.status else "")
    words += f": {names(claim.parties)}" if claim.parties else ""
    return words + (f", brokered by {names(claim.brokers)}" if claim.brokers else "")


def _relation(claim: Relation) -> str:
    return f"{claim.subject.name} {claim.relation.replace('_', ' ')} {claim.object.name}"


_DESCRIBE: dict[type[Claim], Callable[[Any], str]] = {
    Event: _event,
    Toll: _toll,
    Control: _control,
    Movement: _movement,
    Statement: _statement,
    Agreement: _agreement,
    Relation: _relation,
}


def names(actors: tuple[Actor, ...]) -> str:
    """Actors' names in a row."""
    return ", ".join(actor.name for actor in actors)


def chain(sources: tuple[Source, ...]) -> str:
    """An attribution, nearest speaker first."""
    return " ← ".join(source.name for source in sources)


def figure(value: Figure) -> str:
    """A figure with its bound, never more exact than it is."""
    if value.bound == "at_least":
        return f"at least {value.low:,}"
    if value.bound == "at_most":
        return f"up to {value.high:,}"
    if value.bound == "about":
        return f"about {value.best:,}"
    if value.bound in ("between", "vague"):
        return f"{value.low or 0:,} to {value.high:,}" if value.high is not None else f"{value.low:,} or more"
    return f"{value.best:,}"


def circumstances(claim: Claim) -> str:
    """When and where, as precisely as the claim knows."""
    return " · ".join(part for part in (interval(claim.when), place(claim.where)) if part)


def interval(value: Interval | None) -> str:
    """A stretch of days, for people."""
    if value is None:
        return ""
    if value.start and value.end and value.start != value.end:
        return f"{day(value.start)} to {day(value.end)}"
    return day(value.start) or (f"until {day(value.end)}" if value.end else "")


def place(value: Place | None) -> str:
    """A place with its region's or country's name."""
    if value is None:
        return ""
    region = value.adm1 if value.adm1 and value.adm1 != value.name else None
    words = ", ".join(part for part in (value.name, region, value.country) if part)
    if value.relative and value.relative.distance_km is not None:
        words += f" ({value.relative.distance_km:g} km {value.relative.bearing or ''} of {value.relative.of})".replace("  ", " ")
    return words


def day(text: str | None) -> str:
    """An ISO day as "30 Nov 2024"; other text as it is."""
    try:
        value = date.fromisoformat(str(text)[:10])
    except ValueError:
        return text or ""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def lead_words(lead: Lead) -> str:
    """The lead row in a line."""
    parts = [lead.acled_type or lead.event_type or "", place(lead.where), interval(lead.when)]
    sides = " → ".join(one for one in (names(lead.side_a), names(lead.side_b)) if one)
    return " · ".join(part for part in (*parts, sides, losses("killed", lead.killed), losses("injured", lead.injured)) if part)


def losses(outcome: str, value: Losses | None) -> str:
    """The lead's figures of one outcome."""
    if value is None:
        return ""
    groups = [(name, getattr(value, name)) for name in ("civilians", "combatants", "children", "women")]
    shown = ", ".join(f"{name} {figure(one)}" for name, one in groups if one)
    total = figure(value.total) if value.total else ""
    return f"{outcome} {total}{f' ({shown})' if shown and total else shown}".strip()
