"""What an answer stands on: the claims that bear on what is wanted, with the groups that they were matched into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, select

from marsad.gazetteer.folding import fold
from marsad.model import Event, Known, Toll
from marsad.store import asking, tables
from marsad.store.catalog import chunks
from marsad.store.hindsight import Dropped
from marsad.store.matched import Look
from marsad.store.naming import leaps, names, said_in, sources_of
from marsad.store.records import Ground, Grouping, Wanted

_g, _m, _s, _n = tables.groups.c, tables.members.c, tables.spots.c, tables.named.c
Names = dict[str, frozenset[str]]
_NAMED = ("event", "toll", "control", "claim")
"""What a group's name begins with; a claim's follows."""
_PLACES = ("place", "place_name", "country", "adm1")
Claims = Callable[..., Iterator[Known]]
"""(wanted, kinds, reports) -> the claims that hold at the moment."""


def is_narrow(wanted: Wanted) -> bool:
    """Whether a place, a report, a claim or the incidents of some days are wanted: that can be looked up at any moment.

    A toll may count to a day that its claim doesn't name; an incident's days are always those of a claim.
    """
    named = any(getattr(wanted, name) is not None for name in (*_PLACES, "report", "id"))
    return named or (wanted.kind == "event" and (wanted.start is not None or wanted.end is not None))


def seeds_of(claims: Claims, wanted: Wanted, kinds: Sequence[str]) -> list[Known]:
    """The claims about which the groups are that may be wanted."""
    names = [name for name in (*_PLACES, "report", "id") if getattr(wanted, name) is not None] or ["start", "end"]
    narrow = Wanted(**{name: getattr(wanted, name) for name in names})
    return list(claims(narrow, kinds=kinds if names == ["start", "end"] else ()))


def about(connection: Connection, claims: list[str]) -> set[str]:
    """The groups that have one of the claims, as last matched."""
    return {id for some in chunks(claims) for id in connection.execute(select(_m.group_id).where(_m.claim.in_(some))).scalars()}


def members_of(connection: Connection, id: str) -> list[str]:
    """The claims of a group as last matched; of one that was only in the past, the claim that it is named by; else nothing."""
    found = list(connection.execute(select(_m.claim).where(_m.group_id == id).order_by(_m.claim)).scalars())
    kind, _, named = id.partition("-")
    c = tables.claims.c
    return found or list(connection.execute(select(c.id).where(c.id == (named if kind in _NAMED else id)).limit(1)).scalars())


def last_held(connection: Connection, claims: list[str]) -> dict[str, int | None]:
    """Claim -> the entry after which it held last; None for one that holds now. One that never held isn't there."""
    c = tables.claims.c
    found: dict[str, int | None] = {}
    for some in chunks(claims):
        query = select(c.id, c.until).where(c.id.in_(some), c.said_until.is_(None)).order_by(c.until.is_(None), c.until)
        found |= {id: None if until is None else until - 1 for id, until in connection.execute(query)}
    return found


def present(
    connection: Connection, claims: Claims, wanted: Wanted | None, kinds: Sequence[str], all_names: Names, gone: Dropped, *,
    tolls_within: bool = False,
) -> Ground:  # fmt: skip
    """In today's groups: all claims of these kinds, or those in reports that have a claim in a group which may be wanted.

    `gone` are the claims that stand on the day asked for and in no group of today.
    """
    if wanted is None:
        known = list(claims(kinds=kinds))
        pairs = connection.execute(select(_m.claim, _m.group_id).order_by(_m.group_id))
        groups = {row[0]: row[1] for row in pairs} | {id: place.group for id, place in gone.items()}
        return ground(connection, known, groups, all_names, None)
    found = set(connection.execute(candidates(wanted)).scalars()) | {place.group for place in gone.values()}
    if kinds and "control" not in kinds:
        found = {id for id in found if not id.startswith("control-")}
    return of_groups(connection, claims, found, kinds, all_names, gone, tolls_within=tolls_within)


_NONE: Dropped = {}


def of_groups(
    connection: Connection, claims: Claims, complete: set[str], kinds: Sequence[str], all_names: Names, gone: Dropped = _NONE, *,
    tolls_within: bool = False,
) -> Ground:  # fmt: skip
    """All claims of these kinds in the reports that have a claim in one of the groups of today.

    `tolls_within`: of tolls but those in the groups, and the wholes of which they are a part.
    """
    if tolls_within and not gone:
        return _with_tolls(connection, claims, complete, kinds, all_names)
    reports, groups = {place.report for place in gone.values() if place.group in complete}, dict[str, str]()
    for some in chunks(sorted(complete)):
        reports |= set(connection.execute(select(_m.report).where(_m.group_id.in_(some)).distinct()).scalars())
    for some in chunks(sorted(reports)):
        pairs = connection.execute(select(_m.claim, _m.group_id).where(_m.report.in_(some)).order_by(_m.group_id))
        groups.update({row[0]: row[1] for row in pairs})
    groups |= {id: place.group for id, place in gone.items()}
    known = [item for some in chunks(sorted(reports)) for item in claims(kinds=kinds, reports=some)]
    return ground(connection, known, groups, all_names, None, complete=frozenset(complete))


def _with_tolls(connection: Connection, claims: Claims, complete: set[str], kinds: Sequence[str], all_names: Names) -> Ground:
    groups, reports = dict[str, str](), set[str]()
    for some in chunks(sorted(complete)):
        rows = connection.execute(select(_m.claim, _m.group_id, _m.report).where(_m.group_id.in_(some)).order_by(_m.group_id))
        for claim, group, report in rows:
            groups[claim] = group
            reports.add(report)
    others = [kind for kind in kinds if kind != "toll"]
    known = [item for some in chunks(sorted(reports)) for item in claims(kinds=others, reports=some)]
    tolls = [item for some in chunks(sorted(groups)) for item in claims(kinds=("toll",), ids=some)]
    wholes = {item.claim.part_of for item in tolls if isinstance(item.claim, Toll) and item.claim.part_of} - groups.keys()
    tolls += [item for some in chunks(sorted(wholes)) for item in claims(kinds=("toll",), ids=some)]
    return ground(connection, known + tolls, groups, all_names, None, complete=frozenset(complete))


def places_called(connection: Connection, name: str) -> list[Wanted]:
    """What to ask for by the name of a place, a region or a country, whatever its capitals."""
    countries = leaps(connection, _s.country)
    within = [_s.country.is_(None), *(_s.country == country for country in countries)]
    regions = sorted({region for inside in within for region in leaps(connection, _s.adm1, inside)})
    named: dict[str, list[str]] = {"place_name": leaps(connection, _s.place_name), "adm1": regions, "country": countries}
    pairs = ((column, value) for column, values in named.items() for value in values if value.casefold() == name.casefold())
    return [msgspec.structs.replace(Wanted(), **{column: value}) for column, value in pairs]


def controlled(connection: Connection, name: str, as_of: str | None, last: int | None) -> dict[str, Wanted]:
    """The places of that name, however it is written, or of that key, of whose control something is said.

    Key -> what to ask for; one that the gazetteer lacks goes by its name and country. Empty where there is none, and where one
    without an id is written in several ways.
    """
    c, found = tables.claims.c, dict[str, Wanted]()
    query = select(c.place, c.place_name, c.country).where(c.kind == "control", *asking.holding(as_of, last))
    rows = {
        tuple(row) for row in connection.execute(query.where(c.place_name.is_not(None)))
    }  # SQLite would sort by another index
    for place, called, country in sorted(rows, key=repr):
        key = place or f"{fold(called)}|{country or ''}"
        if name != key and fold(called) != fold(name):
            continue
        wanted = Wanted(place=place) if place else Wanted(place_name=called, country=country)
        if found.setdefault(key, wanted) != wanted:
            return {}
    return found


_SOME = 20


def earlier(
    connection: Connection, claims: Claims, event: Event, day: str, *, as_of: str | None = None, last: int | None = None
) -> list[Known]:
    """The events until a day that tell whether one was the first: all at its place, and one or some a year in its country.

    At a moment some, of which one may have been rejected then; now, one that is not.
    """
    where = event.where
    if where is None or not event.first_since:
        return []
    if where.precision in (3, 4):
        there = Wanted(kind="event", country=where.country, adm1=where.adm1, end=day)
    elif where.precision == 6:
        there = Wanted(kind="event", country=where.country, end=day)
    else:
        by_id = where.id is not None
        there = Wanted(kind="event", place=where.id, place_name=None if by_id else where.name, country=where.country, end=day)
    c, years = tables.claims.c, range(int(event.first_since[:4]) + 1, int(day[:4]))
    told = select(c.id).where(c.kind == "event", c.country == where.country, c.when_precision.is_not(None))
    told = told.where(*asking.holding(as_of, last), *([c.accepted.is_not(False)] if last is None else []))
    told = told.limit(1 if last is None else _SOME)
    ones = [
        id for year in years
        for id in connection.execute(told.where(c.first_day.between(f"{year}-01-01", f"{year}-12-31"))).scalars()
    ]  # fmt: skip
    return [*claims(there), *(item for some in chunks(ones) for item in claims(Wanted(kind="event"), ids=some))]


def candidates(wanted: Wanted) -> Select[Any]:
    """The groups that may be wanted: one of their claims names the place, and their days meet those asked for."""
    placed = [_s[name] == value for name in _PLACES if (value := getattr(wanted, name)) is not None]
    row: Any = _s if placed else _g
    conditions: list[ColumnElement[bool]] = list(placed)
    if wanted.kind == "event" and not placed:
        conditions.append(_g.kind.in_(("event", "unmatched")))
    if wanted.start is not None:
        conditions.append(row.to_day >= wanted.start)
    if wanted.end is not None:
        conditions.append(row.from_day <= wanted.end)
    query = select(_s.group_id if placed else _g.id).where(*conditions).distinct()
    for name, column in (("report", _m.report), ("id", _m.claim)):
        if (value := getattr(wanted, name)) is not None:
            inside = select(_m.group_id).where(column == value)
            query = query.where((_s.group_id if placed else _g.id).in_(inside))
    return query


def past(
    connection: Connection, claims: Claims, seeds: Sequence[Known], kinds: Sequence[str], grouping: Grouping, all_names: Names, *,
    as_of: str | None, last: int | None,
) -> Ground:  # fmt: skip
    """At a moment: the groups about some claims, matched anew as the record stood."""
    look = Look(connection, as_of, last)
    grouping = grouping.knowing(names(connection, None), sources_of(connection, None))
    near = grouping.near(look.judgements(), look.near)
    tied = [line for lines in near.reach(item.claim.id for item in seeds) for line in lines]
    inside = {report for line in tied for _, report in line.members} | {item.report for item in seeds}
    lines = [*tied, *(line for report in sorted(inside) for line in near.unmatched(report))]
    groups = {claim: line.id for line in sorted(lines, key=lambda line: line.id) for claim, _ in line.members}
    known = [item for some in chunks(sorted(inside)) for item in claims(kinds=kinds, reports=some)]
    # what these reports say of other things must not fall to the event that they tie it to
    others = [item.claim.id for item in known if isinstance(item.claim, Event | Toll) and item.claim.id not in groups]
    for line in (line for tied in near.reach(others) for line in tied):
        for claim, _ in line.members:
            groups.setdefault(claim, line.id)
    return ground(connection, known, groups, all_names, last, complete=frozenset(line.id for line in lines))


def ground(
    connection: Connection, known: list[Known], groups: dict[str, str], all_names: Names, last: int | None,
    reports: set[str] | None = None, *, complete: frozenset[str] | None = None,
) -> Ground:  # fmt: skip
    """These claims in their groups, of which those in `complete` have all that is theirs (None: whoever asks will see).

    With the names in these `reports`, else in those of the claims.
    """
    said = said_in(connection, {item.report for item in known} if reports is None else reports, last)
    return Ground(known=known, groups=groups, complete=complete, names=all_names, said=said)
