"""What the reader took the names, times and numbers of a text for, in the interface's words."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from marsad.desk.labels import label
from marsad.desk.telling import place as place_told
from marsad.desk.words import Words
from marsad.model import Actor, Figure, Interval, Place
from marsad.model.mention import ActorMention, Mention, NumberMention, PlaceMention


class Meant(msgspec.Struct, frozen=True, kw_only=True):
    """A mention where it stands, and what it was resolved to: `what` in a line, `facts` the small print; None: it wasn't.

    Those that say the same and were taken for the same have the same `n`.
    """

    n: int
    start: int
    end: int
    text: str
    kind: str
    what: str | None
    facts: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """All of it in a line."""
        return " · ".join((self.what or "", *self.facts)) if self.what else ""


def meant(mentions: Iterable[Mention], words: Words, *, until: int | None = None) -> tuple[Meant, ...]:
    """The mentions of a text in order, those that begin before `until`; of two that begin together the longer."""
    found: list[Meant] = []
    numbers: dict[tuple[str, ...], int] = {}
    for one in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if (until is not None and one.start >= until) or (found and one.start < found[-1].end):
            continue
        kind, what, facts = _resolved(one, words)
        number = numbers.setdefault((one.text, kind, what or "", *facts), len(numbers))
        found.append(Meant(n=number, start=one.start, end=one.end, text=one.text, kind=kind, what=what, facts=facts))
    return tuple(found)


def _resolved(one: Mention, words: Words) -> tuple[str, str | None, tuple[str, ...]]:
    if isinstance(one, PlaceMention):
        return "place", place_told(one.place) or None, _place(one.place, words) if one.place else ()
    if isinstance(one, ActorMention):
        return "actor", one.actor.name, _actor(one.actor, words)
    if isinstance(one, NumberMention):
        return "number", words.figure(one.figure), _figure(one.figure, words)
    interval = one.interval
    if interval is None:
        return "time", None, ()
    days = words.days(interval.start, interval.end)
    vague = {"PAST_REF": words("the past"), "PRESENT_REF": words("the present"), "FUTURE_REF": words("the future")}
    what = days or vague.get(interval.value or "", interval.value)
    return "time", what, tuple(fact for fact in _interval(interval, words) if fact != what)


def _place(place: Place, words: Words) -> tuple[str, ...]:
    facts = []
    if place.precision is not None:
        facts.append(label(words, str(place.precision), "where.precision"))
    if place.lat is not None and place.lon is not None:
        facts.append(f"{place.lat:.4g}, {place.lon:.4g}")
    return (*facts, *((place.id,) if place.id else (words("not in the gazetteer"),)))


def _actor(actor: Actor, words: Words) -> tuple[str, ...]:
    kind = label(words, actor.kind) if actor.kind != "unknown" else words("of a kind that isn't known")
    return (kind, actor.id or words("not in the list of actors"))


def _figure(figure: Figure, words: Words) -> tuple[str, ...]:
    bounds = "%(low)s / %(best)s / %(high)s"
    numbers = {"low": words.number(figure.low), "best": words.number(figure.best), "high": words.number(figure.high)}
    return (words("low / best / high: %(bounds)s", bounds=bounds % numbers), label(words, figure.bound))


def _interval(interval: Interval, words: Words) -> tuple[str, ...]:
    facts = [f"{interval.start} – {interval.end}"] if interval.start and interval.end and interval.start != interval.end else []
    if interval.precision is not None:
        facts.append(label(words, str(interval.precision), "when.precision"))
    return (*facts, *((interval.value,) if interval.value else ()))
