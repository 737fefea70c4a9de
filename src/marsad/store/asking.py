"""Questions to the tables, with both clocks: what had been said as of a time, and what we knew by a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, or_, select

from marsad.errors import StoreError
from marsad.model import Claim, Known
from marsad.store import tables
from marsad.store.instants import instant
from marsad.store.records import Wanted

_k = tables.claims.c
KNOWN = (_k.body, _k.report, _k.known_at, _k.originator, _k.outlet, _k.published)
"""The columns that a `Known` is made of, but for whether it is a copy."""
_claim = msgspec.json.Decoder(Claim)
_EQUAL = ("kind", "outcome", "scope", "side", "place", "place_name", "country", "adm1", "report", "id", "background")


def moment(text: str) -> str:
    """A day's end or a time, as an instant. Raises StoreError where it is neither."""
    found = instant(text, end=True)
    if found is None:
        raise StoreError(f"{text!r} is neither a day nor a time", remedy="Write 2024-11-30 or 2024-11-30T10:00:00Z.")
    return found


def upto(connection: Connection, known_at: str | int | None) -> int | None:
    """The last entry that was known by then; None for now. A number is an entry's own."""
    if known_at is None or isinstance(known_at, int):
        return known_at
    log = tables.log.c
    query = select(log.seq).where(log.at <= moment(known_at)).order_by(log.at.desc(), log.seq.desc()).limit(1)
    return int(connection.execute(query).scalar() or 0)


def held(table: Table, last: int | None) -> ColumnElement[bool]:
    """The rows that hold after entry `last`."""
    if last is None:
        return table.c.until.is_(None)
    return and_(table.c.since <= last, or_(table.c.until.is_(None), table.c.until > last))


def known_of(row: Sequence[Any], parties: Mapping[str, bool]) -> Known:
    """The claim as it is known, from a row of `KNOWN` and (perhaps) the original of its report; `parties` fight, or don't."""
    body, report, known_at, originator, outlet, published, *copy_of = row
    claim = _claim.decode(body)
    last = claim.attribution[-1] if claim.attribution else None
    party = parties.get(originator, last is not None and last.kind == "party")
    return Known(
        claim=claim, report=report, known_at=known_at, originator=originator, outlet=outlet, published=published,
        party=party, copy_of=copy_of[0] if copy_of else None,
    )  # fmt: skip


def unindexed(column: Any) -> Any:
    """A column of text that its index isn't used for: SQLite would read all of a kind for a few reports."""
    return func.coalesce(column, "")


def holding(as_of: str | None, last: int | None) -> list[ColumnElement[bool]]:
    """The claims that hold on both clocks."""
    c = tables.claims.c
    if as_of is None:
        return [held(tables.claims, last), c.said_until.is_(None)]
    return [held(tables.claims, last), c.said <= moment(as_of), or_(c.said_until.is_(None), c.said_until > moment(as_of))]


def claims_query(
    wanted: Wanted, originator: str | None, as_of: str | None, last: int | None, *, kinds: Sequence[str] = (),
    reports: Sequence[str] | None = None, ids: Sequence[str] | None = None,
) -> Select[Any]:  # fmt: skip
    """The claims that hold, in an order that doesn't depend on the order of arrival; of all `kinds` where none is named."""
    c = tables.claims.c
    kind = c.kind if reports is None and ids is None else unindexed(c.kind)
    conditions = [
        *holding(as_of, last),
        *([kind.in_(kinds)] if kinds else []),
        *([] if reports is None else [c.report.in_(reports)]),
        *([] if ids is None else [c.id.in_(ids)]),
        *(c[name] == value for name in _EQUAL if (value := getattr(wanted, name)) is not None),
    ]
    if originator is not None:
        conditions.append(c.originator == originator)
    if wanted.start is not None:
        conditions.append(c.last_day >= wanted.start)
    if wanted.end is not None:
        conditions.append(c.first_day <= wanted.end)
    return select(*KNOWN, _copy_of(last).label("copy_of")).where(*conditions).order_by(c.report, c.version, c.position, c.since)


def claim_ids(connection: Connection, wanted: Wanted, as_of: str | None, last: int | None) -> list[str]:
    """The ids of the claims of that query; one that stands in two reports stands where it comes first."""
    query = claims_query(wanted, None, as_of, last).with_only_columns(tables.claims.c.id)
    return list(dict.fromkeys(connection.execute(query).scalars()))


def ever_query(kind: str) -> Select[Any]:
    """The claims of a kind in every version that was ever the newest said, with when a newer one took its place."""
    c = tables.claims.c
    query = select(*KNOWN, _copy_of(None).label("copy_of"), c.said_until).where(c.kind == kind, c.until.is_(None))
    return query.order_by(c.report, c.version, c.position, c.since)


def _copy_of(last: int | None) -> Any:
    d = tables.decisions
    return (
        select(d.c.other)
        .where(d.c.kind == "copy", d.c.target == tables.claims.c.report, held(d, last))
        .order_by(d.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )


def reports_query(
    *, as_of: str | None, last: int | None, versions: bool, unread: bool, equal: dict[str, str | None],
    ids: Sequence[str] | None = None,
) -> Select[Any]:  # fmt: skip
    """Reports by id; without `versions` the newest said of each."""
    r, d = tables.reports, tables.decisions
    copy_of = (
        select(d.c.other)
        .where(d.c.kind == "copy", d.c.target == r.c.id, held(d, last))
        .order_by(d.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    conditions = [*reported(r, as_of, last), *(r.c[name] == value for name, value in equal.items() if value is not None)]
    if ids is not None:
        conditions.append(r.c.id.in_(ids))
    if not versions:
        newer = r.alias()
        later = or_(newer.c.said > r.c.said, and_(newer.c.said == r.c.said, newer.c.version > r.c.version))
        conditions.append(~exists().where(newer.c.id == r.c.id, later, *reported(newer, as_of, last)))
    if unread:
        g = tables.readings.c
        conditions.append(
            ~exists().where(g.report == r.c.id, g.version == r.c.version, *([] if last is None else [g.seq <= last]))
        )
    return select(r, copy_of.label("copy_of")).where(*conditions).order_by(r.c.id, r.c.version)


def reported(r: Any, as_of: str | None, last: int | None) -> list[ColumnElement[bool]]:
    """The versions of reports that were there at a moment."""
    conditions = [] if last is None else [r.c.seq <= last]
    return conditions if as_of is None else [*conditions, r.c.said <= moment(as_of)]


def targets(some: Sequence[str]) -> ColumnElement[bool]:
    """The decisions on one of these."""
    return tables.decisions.c.target.in_(some)


def decisions_query(
    *, kind: str | None, target: str | None, last: int | None, undone: bool, first: int | None = None
) -> Select[Any]:
    """Decisions in the order of the log, of the entries after `first`; with `undone` also those that were taken back."""
    d = tables.decisions.c
    conditions: list[ColumnElement[bool]] = [] if undone else [held(tables.decisions, last)]
    if undone:
        conditions = [d.since == d.seq, *([] if last is None else [d.seq <= last])]
    if first is not None:
        conditions += [d.since > first, d.seq > first]
    if kind is not None:
        conditions.append(d.kind == kind)
    if target is not None:
        conditions.append(or_(d.target == target, d.other == target))
    return select(d.body).where(*conditions).order_by(d.seq)
