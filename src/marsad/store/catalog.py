"""The reports that a batch speaks of, as the tables and the batch so far have them: asked for at once, and then at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, or_, select

from marsad.store import tables

T = TypeVar("T")
MANY = 500
"""How many values a question names at once."""

_r, _g = tables.reports.c, tables.readings.c
_COLUMNS = (_r.id, _r.url, _r.version, _r.given, _r.sha256, _r.seq, _r.said, _r.outlet, _r.published)


class Version(msgspec.Struct, kw_only=True):
    """A version of a report, and the entries and digests of its readings, the newest last."""

    version: int
    given: str
    sha256: str
    seq: int
    said: str
    outlet: str | None
    published: str | None
    readings: list[tuple[int, str]] = msgspec.field(default_factory=list)


class Catalog:
    """Answers by id, address and text which report is meant."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._versions: dict[str, list[Version]] = {}
        self._of_given: dict[str, str | None] = {}
        self._of_url: dict[str, str | None] = {}

    def expect(self, ids: Iterable[str], urls: Iterable[str | None]) -> None:
        """Look up what isn't at hand. A name that the tables lack is remembered as lacking."""
        new = [id for id in dict.fromkeys(ids) if id not in self._of_given]
        new_urls = [url for url in dict.fromkeys(urls) if url is not None and url not in self._of_url]
        found = {id for some in chunks(new) for id in self._ask(or_(_r.id.in_(some), _r.given.in_(some)))}
        found |= {id for some in chunks(new_urls) for id in self._ask(_r.url.in_(some))}
        self._load([id for id in sorted(found) if id not in self._versions])
        for id in new:
            self._of_given.setdefault(id, None)
        for url in new_urls:
            self._of_url.setdefault(url, None)

    def _ask(self, condition: ColumnElement[bool]) -> Iterable[str]:
        return self._connection.execute(select(_r.id).where(condition)).scalars().all()

    def _load(self, ids: list[str]) -> None:
        for some in chunks(ids):
            rows = self._connection.execute(select(*_COLUMNS).where(_r.id.in_(some)).order_by(_r.seq)).all()
            for row in rows:
                values = row._asdict()
                id, url = values.pop("id"), values.pop("url")
                self.add(id, url, Version(**values))
            query = select(_g.report, _g.version, _g.seq, _g.digest).where(_g.report.in_(some)).order_by(_g.seq)
            for report, version, seq, digest in self._connection.execute(query):
                self._versions[report][version - 1].readings.append((seq, digest))

    def add(self, id: str, url: str | None, version: Version) -> None:
        """A version that is in the tables, or on its way there."""
        self._versions.setdefault(id, []).append(version)
        if self._of_given.get(version.given) is None or id == version.given:
            self._of_given[version.given] = id
        if url is not None and self._of_url.get(url) is None:
            self._of_url[url] = id

    def family(self, given: str, url: str | None) -> tuple[str, list[Version]]:
        """The report that a text with this id and address is a version of (a new one: itself), and its versions."""
        self.expect([given], [url])
        id = self._of_given[given] or (self._of_url[url] if url is not None else None) or given
        return id, self.versions(id)

    def locate(self, given: str, digest: str) -> tuple[str, Version] | None:
        """The report (and version) that a reading with this id and text hash is of."""
        self.expect([given], [])
        id = self._of_given[given] or given
        versions = self.versions(id)
        found = next((version for version in versions if version.sha256 == digest and version.given == given), None)
        found = found or next((version for version in versions if version.sha256 == digest), None)
        return None if found is None else (id, found)

    def versions(self, id: str) -> list[Version]:
        """In the order in which they came."""
        self.expect([id], [])
        return self._versions.get(id, [])


def chunks(values: list[T]) -> Iterator[list[T]]:
    """The values, as many at a time as a question may name."""
    for start in range(0, len(values), MANY):
        yield values[start : start + MANY]
