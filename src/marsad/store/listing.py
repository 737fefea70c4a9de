"""Listings a page at a time: what a page costs depends on the page, not on the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select

from marsad.errors import StoreError
from marsad.gazetteer.folding import fold
from marsad.model import Known
from marsad.model.roles import actors_of
from marsad.store import asking, tables
from marsad.store.catalog import chunks
from marsad.store.grounds import candidates
from marsad.store.records import Count, GroupLine, Page, ReportLine, Unseen, Wanted

By = Literal["kind", "place", "source", "actor"]
_c, _r, _n, _g = tables.claims.c, tables.reports.c, tables.named.c, tables.counts.c
_groups = tables.groups.c
_present = and_(_c.until.is_(None), _c.said_until.is_(None))


def cursor(*parts: object) -> str:
    """What a page ends with, as text for an address."""
    return "~".join(str(part) for part in parts)


def after_of(text: str) -> tuple[str, str]:
    """The two parts of a cursor. Raises StoreError for what is none."""
    first, mark, second = text.partition("~")
    if not mark:
        raise no_end(text)
    return first, second


def no_end(text: str) -> StoreError:
    """The error that a text is no cursor."""
    return StoreError(f"{text!r} doesn't end a page", remedy="Take `after` of the page before.")


def numbers_of(text: str) -> tuple[int, int]:
    """The two numbers of a cursor. Raises StoreError for what is none."""
    first, second = after_of(text)
    try:
        return int(first), int(second)
    except ValueError:
        raise no_end(text) from None


def reports_page(
    connection: Connection, *, limit: int, after: str | None, as_of: str | None, last: int | None, **chosen: Any
) -> Page[ReportLine]:
    """Reports by when they were said, the newest first."""
    query = asking.reports_query(as_of=as_of, last=last, versions=False, **chosen)
    if after is not None:
        said, id = after_of(after)
        query = query.where(or_(_r.said < said, and_(_r.said == said, _r.id < id)))
    query = query.order_by(None).order_by(_r.said.desc(), _r.id.desc()).limit(limit + 1)
    rows = connection.execute(query).all()
    shown = rows[:limit]
    counted = _counted(connection, [row.id for row in shown], as_of, last)
    lines = tuple(ReportLine(**row._mapping, claims=counted[row.id][0], reviewed=counted[row.id][1]) for row in shown)
    return Page(rows=lines, after=cursor(shown[-1].said, shown[-1].id) if len(rows) > limit else None)


def _counted(connection: Connection, reports: list[str], as_of: str | None, last: int | None) -> dict[str, tuple[int, int]]:
    """Report -> how many of its claims hold, and how many of them were reviewed."""
    reviewed = func.sum(case((_c.accepted.is_not(None), 1), else_=0))
    query = select(_c.report, func.count(), reviewed).where(_c.report.in_(reports), *asking.holding(as_of, last))
    found = {report: (int(number), int(seen)) for report, number, seen in connection.execute(query.group_by(_c.report))}
    return {report: found.get(report, (0, 0)) for report in reports}


def unseen_page(
    connection: Connection, known_of: Callable[[Any], Known], wanted: Wanted, *, actor: str | None, limit: int, after: str | None
) -> Page[Unseen]:
    """Claims that nobody has reviewed: those that came last first, a report's in its order."""
    conditions: list[ColumnElement[bool]] = [_c.accepted.is_(None)]
    if actor is not None:
        key = or_(_n.name.in_((actor, fold(actor))), _n.shown == actor)
        conditions.append(_c.report.in_(select(_n.report).where(_n.role == "actor", key, _n.until.is_(None))))
    if after is not None:
        since, n = numbers_of(after)
        conditions.append(or_(_c.since < since, and_(_c.since == since, _c.n > n)))
    query = asking.claims_query(wanted, wanted.originator, None, None).where(*conditions)
    query = query.add_columns(_c.since, _c.n).order_by(None).order_by(_c.since.desc(), _c.n)
    rows: list[Unseen] = []
    at, more = "", False
    for *columns, since, n in connection.execution_options(yield_per=200).execute(query):
        known = known_of(columns)
        if actor is not None and not any(one.id == actor or fold(one.name) == fold(actor) for one in actors_of(known.claim)):
            continue
        if len(rows) == limit:
            more = True
            break
        rows.append(Unseen(known=known))
        at = cursor(since, n)
    return Page(rows=tuple(rows), after=at if more else None)


def counts_page(connection: Connection, by: By, *, limit: int, after: str | None) -> Page[Count]:
    """How many there are under each name, the most first."""
    query = select(_g.name, _g.number).where(_g.by == by)
    if after is not None:
        number, name = after_of(after)
        query = query.where(or_(_g.number < int(number), and_(_g.number == int(number), _g.name < name)))
    rows = connection.execute(query.order_by(_g.number.desc(), _g.name.desc()).limit(limit + 1)).all()
    shown = tuple(Count(name=row.name, shown=_shown(connection, by, row.name), number=row.number) for row in rows[:limit])
    return Page(rows=shown, after=cursor(shown[-1].number, shown[-1].name) if len(rows) > limit else None)


def _shown(connection: Connection, by: By, name: str) -> str:
    """A name for people: a place's and an actor's as the first claim that has it writes it."""
    if by == "place":
        query = select(_c.place_name).where(_c.place == name, _present).limit(1)
    elif by == "actor":
        query = select(_n.shown).where(_n.role == "actor", _n.name == name, _n.until.is_(None)).limit(1)
    else:
        return name
    return str(connection.execute(query).scalar() or name)


def groups_of(connection: Connection, claims: list[str]) -> dict[str, GroupLine]:
    """Claim -> the group that it was last matched into; without their members."""
    m, found = tables.members.c, dict[str, GroupLine]()
    for some in chunks(claims):
        query = select(m.claim, tables.groups).join(tables.members, _groups.id == m.group_id).where(m.claim.in_(some))
        for row in connection.execute(query.order_by(_groups.id)):
            found[row.claim] = _line(row)
    return found


def _line(row: Row[Any]) -> GroupLine:
    return GroupLine(**{name: value for name, value in row._mapping.items() if name not in ("home", "claim")})


def groups_page(
    connection: Connection, kind: str, wanted: Wanted, *, limit: int, after: str | None, sources: int | None
) -> Page[GroupLine]:
    """Groups of a kind by their last day, the newest first; without their members."""
    g = tables.groups.c
    query = select(tables.groups).where(g.kind == kind)
    if any(value is not None for value in msgspec.structs.astuple(wanted)):
        query = query.where(g.id.in_(candidates(wanted)))
    if sources is not None:
        query = query.where(g.sources <= sources)
    if after is not None:
        day, id = after_of(after)
        query = query.where(or_(g.last_day < day, and_(g.last_day == day, g.id < id)))
    rows = connection.execute(query.order_by(g.last_day.desc(), g.id.desc()).limit(limit + 1)).all()
    shown = tuple(_line(row) for row in rows[:limit])
    return Page(rows=shown, after=cursor(shown[-1].last_day, shown[-1].id) if len(rows) > limit else None)
