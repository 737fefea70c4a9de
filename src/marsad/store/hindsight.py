"""What had been said by a day, in the groups of today: where the claims belong that a later version of their report dropped."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, and_, select

from marsad.store import asking, tables
from marsad.store.catalog import chunks
from marsad.store.matched import Look
from marsad.store.naming import names, sources_of
from marsad.store.records import Grouping

_c, _m = tables.claims.c, tables.members.c
_MATCHED = ("event", "toll", "control")


class Place(NamedTuple):
    """The group that a claim belongs to, and its report."""

    group: str
    report: str


Dropped = dict[str, Place]
"""Claim -> its place, of claims that no group of today holds."""


def dropped(connection: Connection, grouping: Grouping, as_of: str) -> Dropped:
    """The claims that stood on that day and that no group of today holds: an older version's.

    They are matched with what had been said by then. They go with the claim of today that they are put together with; with none
    such, they make a group of their own.
    """
    ours = and_(_m.claim == _c.id, _m.report == _c.report)
    query = select(_c.id, _c.report).outerjoin(tables.members, ours).where(_m.claim.is_(None), _c.said_until.is_not(None))
    rows = connection.execute(query.where(asking.unindexed(_c.kind).in_(_MATCHED), *asking.holding(as_of, None))).all()
    if not rows:
        return {}
    look = Look(connection, as_of, None)
    grouping = grouping.knowing(names(connection, None), sources_of(connection, None))
    near = grouping.near(look.judgements(), look.near)
    old = {row.id: row.report for row in rows}
    lines = [line for tied in near.reach(sorted(old)) for line in tied]
    lines += [line for report in sorted(set(old.values())) for line in near.unmatched(report)]
    made: Dropped = {}
    for line in sorted(lines, key=lambda line: line.id):
        inside = sorted(claim for claim, _ in line.members)
        new = [claim for claim in inside if claim in old]
        if new:
            group = _group_of(connection, [claim for claim in inside if claim not in old]) or line.id
            made |= {claim: Place(group, old[claim]) for claim in new}
    return made


def _group_of(connection: Connection, claims: list[str]) -> str | None:
    """Today's group of the first of these that has one."""
    found: dict[str, str] = {}
    for some in chunks(claims):
        rows = connection.execute(select(_m.claim, _m.group_id).where(_m.claim.in_(some)).order_by(_m.group_id))
        found |= {row.claim: row.group_id for row in rows}
    return found[min(found)] if found else None
