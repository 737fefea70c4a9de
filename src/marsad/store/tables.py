"""The tables. `log` is the record; all others are projections: what the log says, laid out for questions.

A row that can stop to hold has `since` and `until`: the numbers of the entries that made it hold and made it stop.
A claim also has `said` and `said_until`: when its report was said, and when a newer version of the report took its place.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Connection, Double, Index, Integer, MetaData, String, Table, and_

from marsad.store.engines import PLAIN

PROJECTION = 6
"""The layout of the projections; one more whenever a table here, or what projection.py writes, changes."""

_kept = MetaData()
_derived = MetaData()


def _text(name: str, *, null: bool = False, key: bool = False) -> Column[str]:
    return Column(name, PLAIN, nullable=null, primary_key=key)


def _number(name: str, *, null: bool = False, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null, primary_key=key, autoincrement=False)


log = Table(
    "log", _kept,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    _text("at"), Column("kind", String(16), nullable=False),
    _text("who"), _text("why"), _text("body"), _text("previous"), _text("hash"),
    Index("log_at", "at"),
)  # fmt: skip

meta = Table("meta", _kept, _text("name", key=True), _text("value"))

reports = Table(
    "reports", _derived,
    _text("id", key=True), _number("version", key=True), _number("seq"), _text("given"), _text("known_at"), _text("said"),
    _text("published", null=True), _text("outlet", null=True), _text("title", null=True), _text("language", null=True),
    _text("url", null=True),
    _text("sha256"), _text("original", null=True), _text("media_type"),
    Index("reports_given", "given", "sha256"),
    Index("reports_url", "url"), Index("reports_sha256", "sha256"), Index("reports_seq", "seq"),
    Index("reports_said", "said", "id"),
)  # fmt: skip

readings = Table(
    "readings", _derived,
    _number("seq", key=True), _text("report"), _number("version"), _text("reader"), _text("digest"), _number("until", null=True),
    Index("readings_report", "report", "version"),
)  # fmt: skip

claims = Table(
    "claims", _derived,
    _number("since", key=True), _number("n", key=True), _number("until", null=True),
    _text("said"), _text("said_until", null=True),
    _text("report"), _number("version"), _text("id"), _number("position"), _text("known_at"),
    _text("kind"), _text("outcome", null=True), _text("side", null=True), _text("scope", null=True),
    _number("low", null=True), _number("best", null=True), _number("high", null=True),
    _text("place", null=True), _text("place_name", null=True), _text("country", null=True), _text("adm1", null=True),
    Column("lat", Double), Column("lon", Double), _number("where_precision", null=True),
    _text("first_day"), _text("last_day"), _number("when_precision", null=True),
    _text("originator"), _text("outlet", null=True), _text("published", null=True), Column("background", Boolean, nullable=False),
    _text("status", null=True), Column("accepted", Boolean, nullable=True), _text("body"),
    Index("claims_report", "report", "version", "position"),
    Index("claims_id", "id"),
    Index("claims_place", "place", "kind", "first_day", "last_day"),
    Index("claims_area", "country", "adm1", "kind", "first_day", "last_day"),
    Index("claims_day", "kind", "first_day", "last_day"),
    Index("claims_originator", "originator", "kind"),
)  # fmt: skip
_unseen = and_(claims.c.until.is_(None), claims.c.said_until.is_(None), claims.c.accepted.is_(None))
Index("claims_unseen", claims.c.since, claims.c.n, claims.c.said, sqlite_where=_unseen, postgresql_where=_unseen)
_ended, _standing = claims.c.until.is_not(None), claims.c.until.is_(None)
_dropped = and_(_standing, claims.c.said_until.is_not(None))
Index("claims_ended", claims.c.until, sqlite_where=_ended, postgresql_where=_ended)
Index("claims_dropped", claims.c.said_until, sqlite_where=_dropped, postgresql_where=_dropped)
Index(
    "claims_newest", claims.c.kind, claims.c.last_day, claims.c.id, claims.c.said, claims.c.said_until,
    sqlite_where=_standing, postgresql_where=_standing,
)  # fmt: skip

named = Table(
    "named", _derived,
    _number("since", key=True), _text("report", key=True), _text("role", key=True), _text("name", key=True),
    _number("until", null=True), _text("said"), _text("shown"), _number("claims"),
    Index("named_report", "report"),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Who occurs in a report's claims, in how many of them, once for each role: `actor` (id, or folded name), `fights` (a side or an
id), `said:KIND` (a link of an attribution chain), `outlet` (where it says something itself). `said` is the report's."""
_named = named.c.until.is_(None)
Index(
    "named_role", named.c.role, named.c.name, named.c.report, named.c.said, named.c.claims,
    sqlite_where=_named, postgresql_where=_named,
)  # fmt: skip
_renamed = named.c.until.is_not(None)
Index("named_ended", named.c.until, sqlite_where=_renamed, postgresql_where=_renamed)

decisions = Table(
    "decisions", _derived,
    _number("since", key=True), _text("id", key=True), _number("until", null=True), _number("seq"), _text("kind"),
    _text("target"), _text("other", null=True), _text("who"), _text("body"),
    Index("decisions_id", "id"), Index("decisions_target", "target", "kind"), Index("decisions_other", "other"),
)  # fmt: skip

sources = Table(
    "sources", _derived,
    _number("since", key=True), _text("id"), _number("until", null=True), _text("name"), _text("body"),
    Index("sources_id", "id"), Index("sources_name", "name"),
)  # fmt: skip

counts = Table(
    "counts", _derived,
    _text("by", key=True), _text("name", key=True), _number("number"),
    Index("counts_most", "by", "number", "name"),
)  # fmt: skip
"""How many claims that hold are of a `kind`, at a `place`, first said by a `source`; in how many reports an `actor` occurs."""

waiting = Table("waiting", _derived, _text("report", key=True), _text("day"), Index("waiting_day", "day", "report"))
"""Reports whose claims, or judgements on them, have changed since they were last matched."""

filings = Table(
    "filings", _derived, _text("key", key=True), _text("report", key=True), Index("filings_report", "report"),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Under which keys of place and days a report's claims are looked up for matching: all that it ever had, in any version."""

groups = Table(
    "groups", _derived,
    _text("id", key=True), _text("home"), _text("kind"), _text("type", null=True), _text("outcome", null=True),
    _text("place", null=True), _text("place_name", null=True), _text("country", null=True), _text("adm1", null=True),
    Column("lat", Double), Column("lon", Double), _number("where_precision", null=True),
    _text("first_day"), _text("last_day"), _text("from_day"), _text("to_day"),
    _number("claims"), _number("reports"), _number("sources"),
    Index("groups_home", "home"), Index("groups_newest", "kind", "last_day", "id"), Index("groups_days", "to_day", "from_day"),
)  # fmt: skip
"""The groups of the claims that hold. What `home` several share is tied: they were told apart together. `first_day` to
`last_day` is when it was; `from_day` to `to_day` holds every day that a claim in it names, or was said on."""

members = Table(
    "members", _derived,
    _text("group_id", key=True), _text("claim", key=True), _text("report", key=True),
    Index("members_claim", "claim"), Index("members_report", "report"),
    sqlite_with_rowid=False,
)  # fmt: skip

spots = Table(
    "spots", _derived,
    _text("group_id", key=True), _number("n", key=True), _text("place", null=True), _text("place_name"),
    _text("country", null=True), _text("adm1", null=True), _text("from_day"), _text("to_day"),
    Index("spots_place", "place", "to_day", "from_day"), Index("spots_name", "place_name", "to_day", "from_day"),
    Index("spots_area", "country", "adm1", "to_day", "from_day"),
)  # fmt: skip
"""The places that a group's claims name, with its days."""

called = Table("called", _derived, _text("role", key=True), _text("name", key=True), _text("called"))
"""What matching calls a source, by role and name as in `named`, where no report says more; a row without a role is the state of
the registry. Where a name comes to mean another, the reports that have it are matched anew."""

unsigned = Table("unsigned", _derived, _number("seq", key=True), _text("report"))
"""Texts of reports, by their entries, that have no signature yet; a coder's rows are alike by their form, and get none."""

signatures = Table("signatures", _derived, _number("seq", key=True), _text("report"), _text("maker"), _text("body"))
"""What copies of a text are known by; of every version of a report that was read."""

bands = Table("bands", _derived, _number("band", key=True), _number("seq", key=True), sqlite_with_rowid=False)
"""Where texts that may be alike meet: the signatures are in `signatures`."""

signed = (signatures, bands)
"""Made by signing, which runs after the entries were added; a function of the texts that were read."""

matched = (filings, groups, members, spots)
"""Made by matching, which runs after the entries were added; a function of the claims that hold and of the judgements."""

projections = (reports, readings, claims, decisions, sources, named, counts)


def lay(connection: Connection) -> None:
    """All that is derived anew, and empty."""
    _derived.drop_all(connection)
    _derived.create_all(connection)
