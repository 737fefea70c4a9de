"""Who says how much in which report: read from the claims without making claims of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from marsad.model.claim import Source, SourceKind
from marsad.model.heard import Heard
from marsad.store import asking, tables
from marsad.store.naming import sources_of

_c = tables.claims.c
_HEARD = (_c.report, _c.said, _c.said_until, _c.outlet, _c.originator)


class _Link(msgspec.Struct, frozen=True):
    name: str
    kind: SourceKind = "other"


class _Body(msgspec.Struct):
    attribution: tuple[_Link, ...] = ()


_body = msgspec.json.Decoder(_Body)


def heard(connection: Connection, last: int | None) -> Iterator[Heard]:
    """What every version that was ever the newest says, as the record stood at entry `last`."""
    parties = {entry.name: entry.party for entry in sources_of(connection, last)}
    counted: Counter[tuple[tuple[Any, ...], tuple[_Link, ...]]] = Counter()
    query = select(*_HEARD, _c.body).where(asking.held(tables.claims, last))
    for *row, body in connection.execution_options(yield_per=2000).execute(query):
        counted[tuple(row), _body.decode(body).attribution] += 1
    chains: dict[tuple[_Link, ...], tuple[Source, ...]] = {}
    for ((report, said, until, outlet, originator), links), number in counted.items():
        if links not in chains:
            chains[links] = tuple(Source(link.name, link.kind) for link in links)
        party = parties.get(originator, bool(links) and links[-1].kind == "party")
        yield Heard(
            report=report, said=said, until=until, outlet=outlet, originator=originator, party=party, chain=chains[links],
            claims=number,
        )  # fmt: skip


def said_by(connection: Connection, name: str, limit: int, as_of: str | None, last: int | None) -> list[str]:
    """The claims that a source first said, by the name that they give it, the newest first."""
    query = select(_c.id).where(_c.originator == name, *asking.holding(as_of, last))
    return list(connection.execute(query.order_by(_c.said.desc(), _c.report, _c.position).limit(limit)).scalars())
