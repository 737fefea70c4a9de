"""Signatures of texts, kept up so that the copies of a new one are looked up, and not sought among all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from sqlalchemy import Connection, delete, select

from marsad.store import tables
from marsad.store.records import Signing, StoredReport

_stored = msgspec.json.Decoder(StoredReport)
_b, _r, _g, _s, _u = tables.bands.c, tables.reports.c, tables.readings.c, tables.signatures.c, tables.unsigned.c
_READ = (
    select(_u.seq, _u.report)
    .join(tables.reports, _r.seq == _u.seq)
    .where(select(_g.seq).where(_g.report == _r.id, _g.version == _r.version).exists())
    .order_by(_u.seq)
)
"""A text that has not been read comes again, in its turn: signed now, it would be taken for the original of what came before."""


def is_unsigned(connection: Connection, signing: Signing) -> bool:
    """Whether a text that was read has no signature of this maker."""
    return _is_foreign(connection, signing) or connection.execute(_READ.limit(1)).first() is not None


def _is_foreign(connection: Connection, signing: Signing) -> bool:
    maker = connection.execute(select(_s.maker).limit(1)).scalar()
    return maker not in (None, signing.maker)


def sign_some(connection: Connection, signing: Signing, body_of: Callable[[int], str], *, most: int) -> int:
    """Sign up to `most` of the texts that were read and have no signature; how many there were. Another maker's are dropped."""
    if _is_foreign(connection, signing):
        everyone = select(_s.seq, _s.report)
        connection.execute(tables.unsigned.insert().from_select(["seq", "report"], everyone))
        connection.execute(delete(tables.bands))
        connection.execute(delete(tables.signatures))
    rows = connection.execute(_READ.limit(most)).all()
    signatures, bands = [], []
    for seq, report in rows:
        body, keys = signing.sign(_stored.decode(body_of(seq)).report.text)
        signatures.append({"seq": seq, "report": report, "maker": signing.maker, "body": body})
        bands += [{"band": band, "seq": seq} for band in sorted(set(keys))]
    for table, values in ((tables.signatures, signatures), (tables.bands, bands)):
        if values:
            connection.execute(table.insert(), values)
    if rows:
        connection.execute(delete(tables.unsigned).where(_u.seq.in_([row.seq for row in rows])))
    return len(rows)


def sharing(connection: Connection, bands: Iterable[int]) -> list[tuple[str, str]]:
    """Report and signature of every text that shares a band."""
    inside = select(_b.seq).where(_b.band.in_(sorted(bands)))
    rows = connection.execute(select(_s.report, _s.body).where(_s.seq.in_(inside)).order_by(_s.seq))
    return [(row.report, row.body) for row in rows]
