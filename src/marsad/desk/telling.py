"""Claims in a line, in the interface's language: what, who says so, where and when, as precisely as the claim knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from marsad.desk.labels import label
from marsad.desk.words import Words
from marsad.ledger.events import Incident
from marsad.ledger.tally import Entry, Line, Spot, Tally
from marsad.model import Actor, Agreement, Claim, Control, Event, Figure, Movement, Place, Relation, Statement, Toll


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A claim for the eyes: `what` in a line, its chain of sources, and the small print."""

    kind: str
    what: str
    chain: tuple[str, ...]
    when: str
    where: str
    where_precision: int | None
    when_precision: int | None
    modality: str | None
    background: bool
    confidence: float
    words: tuple[str, ...]


def kind_of(claim: Claim) -> str:
    """The claim's kind, by its name in the public format."""
    return type(claim).__name__.lower()


def tell(claim: Claim, words: Words) -> Told:
    """The claim in words."""
    when = claim.when
    spans = isinstance(claim, Toll) and claim.scope in ("cumulative", "period")  # its days are those that the figure is of
    return Told(
        kind=kind_of(claim), what=_TELL[type(claim)](claim, words), chain=tuple(source.name for source in claim.attribution),
        when=words.days(when.start, when.end) if when else "", where=place(claim.where),
        where_precision=claim.where.precision if claim.where else None,
        when_precision=when.precision if when and not spans else None,
        modality=None if claim.modality == "asserted" else label(words, claim.modality), background=claim.background,
        confidence=claim.confidence, words=tuple(anchor.text for anchor in claim.anchors),
    )  # fmt: skip


def names(actors: tuple[Actor, ...], words: Words) -> str:
    """Actors in a row."""
    return words.row([actor.name for actor in actors])


def event_type(event: Event | Incident, words: Words) -> str:
    """What kind of event it is: ACLED's label, else PLOVER's."""
    return label(words, event.acled_type or (event.event_type or "event").lower())


def counted(figure: Figure, outcome: str, words: Words) -> str:
    """A figure with its outcome, "at least 1,300 killed": the noun follows the number where a language counts so."""
    if figure.bound in ("between", "vague"):
        low, high = words.number(figure.low or 0), figure.high
        if high is None:
            return words("%(said)s, or more", said=_counted(figure.low or 0, outcome, words))
        return words("%(low)s to %(high)s", low=low, high=_counted(high, outcome, words))
    value = {"at_least": figure.low, "at_most": figure.high}.get(figure.bound, figure.best)
    return words.bounded(_counted(value, outcome, words), figure.bound)


def figure_of(entry: Entry) -> Figure:
    """The figure of an entry in a tally, with its bound."""
    low, best, high = entry.low, entry.best, entry.high
    if high is None:
        return Figure(low if low is not None else best, None, None, "at_least")
    if low == high:
        return Figure(low, low, low, "exact")
    if low is None:
        return Figure(None, None, high, "at_most")
    return Figure(low, best, high, "about" if best is not None else "between")


def _counted(number: int | None, outcome: str, words: Words) -> str:
    said = words.number(number)
    forms = {
        "killed": lambda n: words.many("%(said)s killed", "%(said)s killed", n, said=said),
        "injured": lambda n: words.many("%(said)s injured", "%(said)s injured", n, said=said),
        "missing": lambda n: words.many("%(said)s missing", "%(said)s missing", n, said=said),
        "captured": lambda n: words.many("%(said)s captured", "%(said)s captured", n, said=said),
        "displaced": lambda n: words.many("%(said)s displaced", "%(said)s displaced", n, said=said),
        "detained": lambda n: words.many("%(said)s detained", "%(said)s detained", n, said=said),
    }
    return forms[outcome](number or 0)


def standing(status: str, who: str, words: Words) -> str:
    """A status of control with whose it is, "held by X"."""
    return {
        "captured": words("captured by %(actors)s", actors=who), "held": words("held by %(actors)s", actors=who),
        "contested": words("contested by %(actors)s", actors=who), "besieged": words("besieged by %(actors)s", actors=who),
        "lost": words("lost by %(actors)s", actors=who), "withdrawn": words("withdrawn by %(actors)s", actors=who),
    }[status]  # fmt: skip


def site(name: str | None, words: Words) -> str:
    """What of a place is spoken of: a site by its name; for what has none, the ledger's words for it."""
    unnamed = {"a site": words("a site in it"), "places in it": words("places in it")}
    return unnamed.get(name, words.apart(name)) if name else ""


def place(value: Place | Spot | None) -> str:
    """A place with its region and country, each once."""
    if value is None:
        return ""
    region = value.adm1 if value.adm1 and value.adm1 != value.name else None
    shown = ", ".join(part for part in (value.name, region, value.country) if part)
    relative = getattr(value, "relative", None)
    if relative and relative.distance_km is not None:
        shown += f" ({relative.distance_km:g} km {relative.bearing or ''} / {relative.of})"
    return shown


def group(line: Line, words: Words) -> str:
    """Whom a toll counts."""
    if line.attributes:
        base = words.row([label(words, name) for name in line.attributes])
    else:
        base = label(words, line.side or ("people" if line.actors else "all"))
    return words("%(people)s of %(actors)s", people=base, actors=words.row(line.actors)) if line.actors else base


def days(tally: Tally, words: Words) -> str:
    """The days that a tally covers."""
    return words.days(tally.start, tally.end)


def nobody(tally: Tally) -> tuple[str, ...]:
    """Who says that there was nobody, where that is all that is said and the policy doesn't count it; else nothing."""
    said = [entry for entry in tally.set_aside if entry.rule != "rejected"]
    if tally.counted or not said or any(entry.high != 0 for entry in said):
        return ()
    return tuple(dict.fromkeys(entry.originator for entry in said))


def as_said(tally: Tally) -> Tally:
    """A tally as tables show it: a zero that was said stands as 0, by those who say it; only what is unknown is a dash."""
    names = nobody(tally)
    return msgspec.structs.replace(tally, low=0, best=0, high=0, originators=names) if names else tally


def _event(claim: Event, words: Words) -> str:
    said = event_type(claim, words)
    if claim.side_a or claim.side_b:
        said += f": {names(claim.side_a, words) or label(words, 'unknown')}"
    said += f" {words.onward} {names(claim.side_b, words)}" if claim.side_b else ""
    said += f" · {words.apart(label(words, claim.weapon))}" if claim.weapon else ""
    return said + (f" · {words('first since %(time)s', time=claim.first_since)}" if claim.first_since else "")


def _toll(claim: Toll, words: Words) -> str:
    line = Line(claim.group.side, tuple(actor.name for actor in claim.group.actors), claim.group.attributes)
    said = counted(claim.figure, claim.outcome, words)
    if line.attributes or line.actors or line.side in ("civilians", "combatants"):
        said += f": {group(line, words)}"
    said += f" · {label(words, claim.scope)}" if claim.scope != "incident" else ""
    return said + (f" · {words('by %(actors)s', actors=names(claim.responsible, words))}" if claim.responsible else "")


def _control(claim: Control, words: Words) -> str:
    who = names(claim.actors, words) or label(words, "unknown")
    said = standing(claim.status, who, words)
    if claim.status in ("lost", "withdrawn"):
        said = f"{label(words, claim.status)}: {who}"
    said += f" · {label(words, claim.extent)}" if claim.extent in ("most", "part") else ""
    said += f" ({words.row(claim.sites)})" if claim.sites else ""
    return said + (f" · {words('from %(actors)s', actors=names(claim.previous, words))}" if claim.previous else "")


def _movement(claim: Movement, words: Words) -> str:
    said = f"{names(claim.actors, words) or label(words, 'unknown')}: {label(words, claim.action)}"
    said += f" · {words('from %(place)s', place=words.apart(claim.origin.name))}" if claim.origin else ""
    return said + (f" · {words('to %(place)s', place=words.apart(claim.to.name))}" if claim.to else "")


def _statement(claim: Statement, words: Words) -> str:
    said = f"{words.apart(claim.speaker.name) if claim.speaker else label(words, 'unknown')}: {label(words, claim.act)}"
    said += f" ({words('to %(actor)s', actor=words.apart(claim.addressee.name))})" if claim.addressee else ""
    return said + (f" “{words.apart(claim.content)}”" if claim.content else "")


def _agreement(claim: Agreement, words: Words) -> str:
    said = label(words, claim.agreement_type) + (f" {label(words, claim.status)}" if claim.status else "")
    said += f": {names(claim.parties, words)}" if claim.parties else ""
    return said + (f" · {words('brokered by %(actors)s', actors=names(claim.brokers, words))}" if claim.brokers else "")


def _relation(claim: Relation, words: Words) -> str:
    return f"{words.apart(claim.subject.name)} {label(words, claim.relation)} {words.apart(claim.object.name)}"


_TELL: dict[type[Claim], Callable[[Any, Words], str]] = {
    Event: _event, Toll: _toll, Control: _control, Movement: _movement, Statement: _statement, Agreement: _agreement,
    Relation: _relation,
}  # fmt: skip
