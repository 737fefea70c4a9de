"""What is newest, a page at a time: groups as last matched, claims of a moment in the past, reports with what waits in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select, tuple_

from marsad.model import Known
from marsad.store import asking, tables
from marsad.store.catalog import chunks
from marsad.store.engines import alike
from marsad.store.listing import after_of, cursor, no_end
from marsad.store.records import Page, Wanted

Of = Literal["event", "toll"]
_c, _g, _m, _n = tables.claims.c, tables.groups.c, tables.members.c, tables.named.c
_k, _r = tables.called.c, tables.reports.c


class Pile(msgspec.Struct, frozen=True):
    """A report and its claims: how many hold, and how many of them nobody has reviewed. `seq` is its newest version's entry."""

    report: str
    seq: int
    claims: int
    unseen: int


def piles(connection: Connection, as_of: str | None, last: int | None, report: str | None = None) -> list[Pile]:
    """Every report (or one), the last that came in first."""
    unseen = func.sum(case((_c.accepted.is_(None), 1), else_=0))
    counted = select(_c.report, func.count().label("claims"), unseen.label("unseen")).where(*asking.holding(as_of, last))
    came = select(_r.id, func.max(_r.seq).label("seq")).where(*asking.reported(tables.reports, as_of, last))
    if report is not None:
        counted, came = counted.where(_c.report == report), came.where(_r.id == report)
    some, all_ = counted.group_by(_c.report).subquery(), came.group_by(_r.id).subquery()
    query = select(all_.c.id, all_.c.seq, some.c.claims, some.c.unseen).outerjoin(some, some.c.report == all_.c.id)
    rows = connection.execute(query.order_by(all_.c.seq.desc(), all_.c.id))
    return [Pile(row[0], int(row[1]), int(row[2] or 0), int(row[3] or 0)) for row in rows]


def sizes(connection: Connection, claims: list[str]) -> dict[str, tuple[str, int]]:
    """Claim -> the group that it was matched into, and how many claims that has."""
    query = select(_m.claim, _g.id, _g.claims).join(tables.groups, _g.id == _m.group_id).where(_g.kind != "unmatched")
    rows = (row for some in chunks(claims) for row in connection.execute(query.where(_m.claim.in_(some))))
    return {row[0]: (row[1], int(row[2])) for row in rows}


def unseen(connection: Connection) -> int:
    """How many claims that hold nobody has reviewed."""
    query = select(func.count()).where(_c.until.is_(None), _c.said_until.is_(None), _c.accepted.is_(None))
    return int(connection.execute(query).scalar() or 0)


def saying(words: str) -> ColumnElement[bool]:
    """The claims that hold the words in a name of a place, an actor or a source, or in a type; perhaps also elsewhere."""
    called = select(_k.name).where(alike(_k.called, _like(words)))
    return or_(_holding_words(words, *_SAYING), _c.originator.in_(called))


def _holding_words(words: str, *columns: str) -> ColumnElement[bool]:
    return or_(*(alike(_c[name], _like(words)) for name in columns))


def _like(words: str) -> str:
    """What holds the words, and perhaps more: case beyond ASCII is not every database's, and JSON writes some signs otherwise."""
    return "%" + "".join(_sign(sign) for sign in words) + "%"


def _sign(sign: str) -> str:
    if sign in '"\\' or ord(sign) < 32:
        return "%"
    if not sign.isascii() and (sign.casefold(), sign.upper()) != (sign, sign):
        return "_" if len(sign.casefold()) == len(sign.upper()) == 1 else "%"
    return f"\\{sign}" if sign in "%_" else sign


class Asked(msgspec.Struct, frozen=True):
    """Things of which a claim of a kind is wanted, and holds the words."""

    of: Of
    wanted: Wanted
    words: str | None

    def claims(self, as_of: str | None, last: int | None, *, by_kind: bool = True) -> list[ColumnElement[bool]]:
        """The claims that make a thing one that is asked for. A claim's time is its own days, or the day that it was said on.

        Not `by_kind`: they are looked up by something else.
        """
        equal = ((name, getattr(self.wanted, name)) for name in _EQUAL)
        wanted = [_c[name] == value for name, value in equal if value is not None]
        if self.wanted.start is not None:
            wanted.append(or_(_c.last_day >= self.wanted.start, _c.said >= self.wanted.start))
        if self.wanted.end is not None:
            wanted.append(_c.first_day <= self.wanted.end)
        kind = _c.kind if by_kind else asking.unindexed(_c.kind)
        return [kind == self.of, *asking.holding(as_of, last), *wanted, *([saying(self.words)] if self.words else [])]

    @property
    def narrow(self) -> bool:
        """Whether not all are asked for."""
        return bool(self.words) or any(value is not None for value in msgspec.structs.astuple(self.wanted))


_EQUAL = ("outcome", "scope", "side", "place", "place_name", "country", "adm1", "report", "background")


def _with(asked: Asked) -> Select[Any]:
    """The groups that have a claim that is asked for: the claims are found first, and their groups by them."""
    return select(_m.group_id).where(_m.claim.in_(select(_c.id).where(*asked.claims(None, None))))


def newest_groups(connection: Connection, asked: Asked, *, limit: int, after: str | None) -> Page[tuple[str, ...]]:
    """The claims of each incident, or of each thing that has a toll, as last matched: those with the newest last day first."""
    query = select(_g.id, _g.last_day).where(_g.kind == "event" if asked.of == "event" else _g.outcome.is_not(None))
    if asked.narrow:
        query = query.where(_g.id.in_(_with(asked)))
    elif asked.of == "event":  # its claims by their ids: SQLite would read all of the kind for every group
        ours = (
            select(_m.group_id)
            .join(tables.claims, _c.id == _m.claim)
            .where(_m.group_id == _g.id, asking.unindexed(_c.kind) == "event", *asking.holding(None, None))
        )
        query = query.where(ours.correlate(tables.groups).exists())
    if after is not None:
        day, id = after_of(after)
        query = query.where(or_(_g.last_day < day, and_(_g.last_day == day, _g.id < id)))
    rows = connection.execute(query.order_by(_g.last_day.desc(), _g.id.desc()).limit(limit + 1)).all()
    members: dict[str, list[str]] = {row.id: [] for row in rows[:limit]}
    for group, claim in connection.execute(select(_m.group_id, _m.claim).where(_m.group_id.in_(list(members)))):
        members[group].append(claim)
    shown = tuple(tuple(sorted(claims)) for claims in members.values())
    return Page(rows=shown, after=cursor(rows[limit - 1].last_day, rows[limit - 1].id) if len(rows) > limit else None)


def newest_claims(
    connection: Connection, asked: Asked, *, limit: int, after: str | None, as_of: str | None, last: int | None
) -> Page[tuple[str, ...]]:
    """At a moment in the past: the claims of a kind, one by one, those with the newest last day first."""
    query: Select[Any] = select(_c.id, _c.last_day).where(*asked.claims(as_of, last))
    if after is not None:
        day, id = after_of(after)
        query = query.where(or_(_c.last_day < day, and_(_c.last_day == day, _c.id < id)))
    rows = connection.execute(query.order_by(_c.last_day.desc(), _c.id.desc()).limit(limit + 1)).all()
    shown = tuple((row.id,) for row in rows[:limit])
    return Page(rows=shown, after=cursor(rows[limit - 1].last_day, rows[limit - 1].id) if len(rows) > limit else None)


_SAYING = ("originator", "outlet", "place_name", "adm1", "country", "body")


def claims_page(
    connection: Connection, known_of: Callable[[Any], Known], wanted: Wanted, words: str, *, limit: int, after: str | None,
    as_of: str | None, last: int | None,
) -> Page[Known]:  # fmt: skip
    """Claims that hold the words, perhaps elsewhere than where they are sought; in the order of `asking.claims_query`."""
    order = (_c.version, _c.position, _c.since)
    query = asking.claims_query(wanted, wanted.originator, as_of, last).add_columns(*order).where(_holding_words(words, *_SAYING))
    if after is not None:
        *numbers, report = after.split("~", 3)
        if len(numbers) < 3 or not all(number.isascii() and number.isdigit() for number in numbers):
            raise no_end(after)
        query = query.where(tuple_(_c.report, *order) > tuple_(report, *map(int, numbers)))
    rows = connection.execute(query.limit(limit + 1)).all()
    shown = tuple(known_of(row[:-3]) for row in rows[:limit])
    return Page(rows=shown, after=cursor(*rows[limit - 1][-3:], shown[-1].report) if len(rows) > limit else None)


def told_last(
    connection: Connection, asked: Asked, fighting: Sequence[str], *, limit: int, as_of: str | None, last: int | None
) -> list[str]:
    """The claims that are asked for, those with the newest last day first; of reports where one of these fights."""
    query: Select[Any] = select(_c.id).where(*asked.claims(as_of, last))
    if fighting:
        named = select(_n.report).where(_n.role == "fights", _n.name.in_(fighting), asking.held(tables.named, last))
        query = query.where(_c.report.in_(named))
    return list(connection.execute(query.order_by(_c.last_day.desc(), _c.id.desc()).limit(limit)).scalars())


def among(connection: Connection, asked: Asked, claims: list[str], as_of: str | None, last: int | None) -> list[str]:
    """Those of these claims that are asked for, the newest last day first."""
    query = select(_c.last_day, _c.id).where(*asked.claims(as_of, last, by_kind=False))
    found = [tuple(row) for some in chunks(claims) for row in connection.execute(query.where(_c.id.in_(some)))]
    return [id for _, id in sorted(found, reverse=True)]


def totals_since(connection: Connection, days: Sequence[str], as_of: str | None, last: int | None) -> list[str]:
    """The claims of running totals since one of these days."""
    told = (_c.kind == "toll", _c.scope == "cumulative", _c.background.is_(False))
    query = select(_c.id).where(*told, *asking.holding(as_of, last)).order_by(_c.id)
    return [id for some in chunks(list(days)) for id in connection.execute(query.where(_c.first_day.in_(some))).scalars()]


class _Part(msgspec.Struct):
    id: str
    campaign: str | None = None


def linked(connection: Connection, reports: Sequence[str] | None, as_of: str | None, last: int | None) -> dict[str, str]:
    """Event -> the event that it is said to be part of; in some reports, or in all."""
    query = select(_c.body).where(_c.body.like('%"campaign":"%'), *asking.holding(as_of, last)).order_by(_c.id)
    if reports is None:
        found = list(connection.execute(query.where(_c.kind == "event")).scalars())
    else:
        found = [row for some in chunks(list(reports)) for row in connection.execute(query.where(_c.report.in_(some))).scalars()]
    parts = (msgspec.json.decode(body, type=_Part) for body in found)
    return {part.id: part.campaign for part in parts if part.campaign}


def most_told(connection: Connection, asked: Asked, limit: int) -> list[str]:
    """The claims of the running totals that have most of them."""
    query = select(_g.id).where(_g.kind == "toll")
    if asked.narrow:
        query = query.where(_g.id.in_(_with(asked)))
    some = connection.execute(query.order_by(_g.claims.desc(), _g.id).limit(limit)).scalars().all()
    return sorted(connection.execute(select(_m.claim).where(_m.group_id.in_(some))).scalars())


def published(connection: Connection, last: int | None) -> tuple[str, str] | None:
    """First and last day on which a report was published, by the newest version of each; None where none has a day."""
    query = asking.reports_query(as_of=None, last=last, versions=False, unread=False, equal={})
    days = query.where(_r.published.is_not(None)).order_by(None).with_only_columns(func.min(_r.published), func.max(_r.published))
    first, end = connection.execute(days).one()
    return (first[:10], end[:10]) if first else None


def filed_with(connection: Connection, report: str) -> list[str]:
    """The report and all that matching compares with it."""
    f = tables.filings.c
    keys = select(f.key).where(f.report == report)
    found = connection.execute(select(f.report).where(f.key.in_(keys)).distinct()).scalars()
    return sorted({report, *found})


def placed(connection: Connection, place: str | None, as_of: str | None, last: int | None) -> list[tuple[Any, ...]]:
    """Where the claims that hold are: (name, id, country, adm1, lat, lon, precision, kind, report, how many)."""
    columns = (_c.place_name, _c.place, _c.country, _c.adm1, _c.lat, _c.lon, _c.where_precision, _c.kind, _c.report)
    held = [_c.place_name.is_not(None) if place is None else _c.place == place, *asking.holding(as_of, last)]
    query = select(*columns, func.count()).where(*held).group_by(*columns)
    return [tuple(row) for row in connection.execute(query)]
