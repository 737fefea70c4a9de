"""A coded row becomes a report and its coder's claims, by a mapping. Every claim is anchored on the row's own cells."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec

from marsad.errors import EmptyText
from marsad.gazetteer.actors import ActorList
from marsad.intake.celltext import Cells
from marsad.intake.faults import BadMapping
from marsad.intake.mapping import Choice, Link, Mapping, Named, TollMap, WhenMap
from marsad.model import Actor, Anchor, Claim, Event, Figure, Group, Place, Report, Source, Toll, When, Where

_SPANS = ((1, 1), (6, 2), (7, 3), (31, 4))
_LARGEST = 1e10


Coded = tuple[Report, tuple[Claim, ...]]


def code_row(mapping: Mapping, row: dict[str, Any], item: str, *, coder: str, published: str | None) -> Coded:
    """The row's report, its text "key: value" lines, and the claims that the mapping makes of it.

    `item` names the row in errors and is its id where it has none; `coder` says the claims where the mapping names no coder.
    Raises `BadRow` for a cell that isn't what its column holds.
    """
    cells = Cells(row, mapping.lines, mapping.leave_out, item)
    if not cells.words:
        raise EmptyText(f"{item} is empty")
    own = cells.get(mapping.id)
    named = mapping.coder or Named(name=coder)
    report = Report(
        text=cells.text, id=mapping.prefix + own if own else item, title=cells.get(mapping.title),
        source=cells.get(mapping.source) or named.name, published=_published(mapping, cells) or published,
    )  # fmt: skip
    return report, _Coding(mapping, cells, named, report.sha256).claims()


def _published(mapping: Mapping, cells: Cells) -> str | None:
    words = cells.get(mapping.published.column) if mapping.published else None
    if words is None or mapping.published is None:
        return None
    if mapping.published.pattern is None:
        return words
    found = re.search(mapping.published.pattern, words)
    return found[1] if found else None


class _Coding:
    """One row on its way to claims."""

    def __init__(self, mapping: Mapping, cells: Cells, coder: Named, digest: str) -> None:
        self.mapping, self.cells, self.coder, self.digest = mapping, cells, coder, digest
        self.where, self.country = self._where()
        sides = mapping.sides
        self.times: dict[int, When | None] = {}
        self.sides = {"a": self._actors(sides.a), "b": self._actors(sides.b)}

    def claims(self) -> tuple[Claim, ...]:
        """The event, then the tolls in the mapping's order."""
        made: list[Claim] = []
        event = self._event()
        if event:
            made.append(event)
        tolls: dict[str, Toll] = {}
        for column in self.mapping.tolls:
            toll = self._toll(column, tolls, event)
            if toll:
                tolls[column.name] = toll
        return (*made, *tolls.values())

    def _id(self, rule: str, anchors: tuple[Anchor, ...]) -> str:
        content = [self.digest, rule, [(anchor.start, anchor.end) for anchor in anchors]]
        return sha256(msgspec.json.encode(content)).hexdigest()[:16]

    def _event(self) -> Event | None:
        event = self.mapping.event
        anchors = tuple(self.cells.all(event.anchors)) if event else ()
        if event is None or not anchors:
            return None
        rule = f"{self.mapping.name}.event"
        return Event(
            id=self._id(rule, anchors), anchors=anchors, attribution=self._chain(self.mapping.origin), rule=rule,
            when=self._when(self.mapping.when), where=self.where, confidence=1.0,
            event_type=self._choose(event.type), acled_type=self._choose(event.acled),
            side_a=self.sides["a"], side_b=self.sides["b"], weapon=self.cells.get(event.weapon),
        )  # fmt: skip

    def _toll(self, column: TollMap, others: dict[str, Toll], event: Event | None) -> Toll | None:
        numbers = tuple(self._count(path) for path in (column.low, column.best, column.high))
        known = [number for number in numbers if number is not None]
        if not known or (max(known) == 0 and not column.zero) or self._repeats(column):
            return None
        figure, ordered = _figure(*numbers)
        one = figure.low == figure.high
        paths = (column.best or column.low or column.high,) if one else (column.low, column.best, column.high)
        anchors = tuple(sorted(set(self.cells.all(tuple(path for path in paths if path)))))
        rule = f"{self.mapping.name}.{column.name}" + ("" if ordered else ".unordered")
        scope: Any = self._choose(column.scope) or "incident"
        whole = others.get(column.part_of or "")
        fits = whole is not None and (whole.figure.high is None or figure.low is None or figure.low <= whole.figure.high)
        return Toll(
            id=self._id(rule, anchors), anchors=anchors, confidence=1.0, rule=rule, where=self.where,
            attribution=self._chain(self.mapping.origin if column.origin is None else column.origin),
            when=self._when(column.when or self.mapping.when), outcome=column.outcome, figure=figure, scope=scope,
            group=Group(column.side, self._people(column), column.attributes), part_of=whole.id if whole and fits else None,
            event=event.id if event and scope in ("incident", "period") else None,
            responsible=self.sides.get(self._choose(column.responsible) or "", ()),
        )  # fmt: skip

    def _count(self, path: str | None) -> int | None:
        number = self.cells.number(path, 0, _LARGEST, whole=True)
        return None if number is None else int(number)

    def _repeats(self, column: TollMap) -> bool:
        same = self._count(column.unless_same_as)
        return same is not None and same == self._count(column.best)

    def _people(self, column: TollMap) -> tuple[Actor, ...]:
        return (Actor(None, column.people),) if column.people else self.sides.get(column.of or "", ())

    def _choose(self, value: str | Choice | None) -> str | None:
        if not isinstance(value, Choice):
            return value
        return value.values.get(self.cells.get(value.column) or "", value.default)

    def _chain(self, links: tuple[Link, ...]) -> tuple[Source, ...]:
        """The coder, then whom the row names as its origin."""
        chain = [Source(self.coder.name, self.coder.kind)]
        for link in links:
            anchor = self.cells.words.get(link.column or "")
            if link.name:
                chain.append(Source(link.name, link.kind))
            elif anchor is None or any(mark in anchor.text for mark in link.several):
                continue
            elif link.names is not None:
                chain += [Source(named.name, named.kind, anchor) for named in link.names.get(anchor.text, ())]
            else:
                chain.append(_source(anchor, link))
        return tuple(chain)

    def _actors(self, columns: tuple[str, ...]) -> tuple[Actor, ...]:
        sides = self.mapping.sides
        names = dict.fromkeys(anchor.text for anchor in self.cells.all(columns) if anchor.text not in sides.nobody)
        return tuple(
            Actor(None, name, "civilians") if name in sides.civilians else _actor(name, self.country or "") for name in names
        )

    def _where(self) -> tuple[Where | None, str | None]:
        columns = self.mapping.where
        if columns is None:
            return None, None
        cells, fixed = self.cells, columns.fixed
        label = cells.get(columns.country)
        country = columns.countries.get(label or "") or (_country(label) if label else None) or (fixed.country if fixed else None)
        anchor = next((cells.words[path] for path in columns.name if path in cells.words), None)
        if anchor is None:
            return None, country
        lat, lon = cells.number(columns.lat, -90, 90), cells.number(columns.lon, -180, 180)
        precision = self._precision()
        place = Place(
            name=_without(anchor.text, columns.drop), country=country,
            adm1=_without(cells.get(columns.adm1) or "", columns.drop) or None,
            lat=lat if lon is not None else None, lon=lon if lat is not None else None, precision=precision,
        )  # fmt: skip
        if fixed:
            given = {key: value for key, value in msgspec.structs.asdict(fixed).items() if value is not None}
            place = msgspec.structs.replace(place, **given)
        return Where(**msgspec.structs.asdict(place), text=anchor.text, anchor=anchor), country

    def _precision(self) -> int | None:
        columns = self.mapping.where
        words = self.cells.get(columns.precision) if columns else None
        if columns is None or words is None:
            return None
        if columns.precisions is None:
            return int(self.cells.number(columns.precision, 1, 7, whole=True) or 0)
        if words not in columns.precisions:
            self.cells.bad(columns.precision, f"code of a precision ({', '.join(columns.precisions)})")
        return columns.precisions[words]

    def _when(self, columns: WhenMap | None) -> When | None:
        """The interval; worked out once, though many tolls have the same."""
        if columns is not None and id(columns) not in self.times:
            self.times[id(columns)] = self._interval(columns)
        return self.times[id(columns)] if columns is not None else None

    def _interval(self, columns: WhenMap) -> When | None:
        cells = self.cells
        first, last = cells.day(columns.start, columns.format), cells.day(columns.end, columns.format)
        anchor = cells.words.get(columns.start or "") or cells.words.get(columns.end)
        since = self._choose(columns.since)
        if last and since:
            first = _fixed_day(since)
        elif last and columns.hours is not None:
            hours = columns.hours if isinstance(columns.hours, int) else self._count(columns.hours)
            first = last - timedelta(days=max(1, round((hours or 24) / 24)) - 1)
        first, last = first or last, last or first
        if first is None or last is None or anchor is None:
            return None
        if first > last:  # a slip of the coder's: what is known is that it was between the two
            first, last = last, first
        given = cells.number(columns.precision, 1, 5, whole=True)
        days = (last - first).days + 1
        precision = int(given) if given else next((code for most, code in _SPANS if days <= most), 5)
        value = first.isoformat() if first == last else None
        start, end = first.isoformat(), last.isoformat()
        return When(start=start, end=end, precision=precision, value=value, text=anchor.text, anchor=anchor)


def _fixed_day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise BadMapping(f"since: {words!r} is no day (YYYY-MM-DD)") from error


def _figure(low: int | None, best: int | None, high: int | None) -> tuple[Figure, bool]:
    """The figure, and whether the coder's bounds are in order; where they aren't, the best alone is the figure."""
    known = [number for number in (low, best, high) if number is not None]
    if known != sorted(known):
        return Figure.exact(best if best is not None else known[0]), False
    if known[0] == known[-1] and (best is not None or len(known) == 2):
        return Figure.exact(known[0]), True
    if high is None:
        return Figure(low, best, None, "at_least"), True
    if low is None and best is None:
        return Figure.at_most(high), True
    return Figure(low, best, high, "between"), True


def _without(name: str, words: tuple[str, ...]) -> str:
    """The name without a last word that only says what kind of place it is."""
    head, _, last = name.rpartition(" ")
    return head if head and last in words else name


def _spellings(name: str) -> list[str]:
    """The name, and its parts before and within brackets: "Russia (Soviet Union)"."""
    found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", name)
    return [name, found[1], found[2]] if found else [name]


@lru_cache(maxsize=4096)
def _country(label: str) -> str | None:
    if re.fullmatch(r"[A-Z]{2}", label):
        return label
    actors = ActorList.open()
    return next((code for code in map(actors.country, _spellings(label)) if code), None)


@lru_cache(maxsize=16384)
def _actor(name: str, country: str) -> Actor:
    """The actor list's, else one by the row's own words."""
    actors = ActorList.open()
    for spelling in _spellings(name)[:2]:
        entry = actors.lookup(spelling, (country,) if country else ())
        if entry:
            return actors.actor(entry)
    return Actor(None, name, "government" if name.startswith("Government of ") else "unknown")


@lru_cache(maxsize=16384)
def _source_name(words: str) -> tuple[str, Any]:
    actors = ActorList.open()
    entry = actors.lookup(words)
    return (entry.name, actors.source_kind(actors.actor(entry))) if entry else (words, None)


def _source(anchor: Anchor, link: Link) -> Source:
    name, kind = _source_name(anchor.text)
    return Source(name, kind or link.kind, anchor)
