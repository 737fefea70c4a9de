"""What the columns of a table of coded events mean: the form of a mapping file (docs/add-a-source.md), and those we bring."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from marsad.intake.faults import BadMapping
from marsad.model.claim import Attribute, Outcome, Scope, Side, SourceKind


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Choice(_Part, frozen=True, kw_only=True):
    """A value that depends on a column's: `values` by the cell's words, else `default`."""

    column: str
    values: dict[str, str]
    default: str | None = None


class Named(_Part, frozen=True, kw_only=True):
    """One who says something."""

    name: str
    kind: SourceKind = "other"


class Link(_Part, frozen=True, kw_only=True):
    """A link of the attribution chain: a fixed `name`, or a column whose words name it (by `names` where they are codes; a code
    that `names` gives nothing for names nobody). A cell that holds one of `several` names more than one, so nobody as the origin.
    """

    name: str | None = None
    column: str | None = None
    kind: SourceKind = "other"
    names: dict[str, list[Named]] | None = None
    several: tuple[str, ...] = ()


class WhenMap(_Part, frozen=True, kw_only=True):
    """Columns of the first and last day and of date_prec. A running total has a fixed `since` instead of a start, a period its
    length in `hours` (a column, or a number) up to `end`. `format` is strptime's where days aren't ISO.
    """

    end: str
    start: str | None = None
    precision: str | None = None
    since: str | Choice | None = None
    hours: int | str | None = None
    format: str | None = None


class Fixed(_Part, frozen=True, kw_only=True):
    """A place that holds for the whole table."""

    country: str | None = None
    adm1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None


class WhereMap(_Part, frozen=True, kw_only=True):
    """`name`: columns of the place's name, the first filled one counts. `precisions` turns the table's scale into where_prec.
    `drop` holds words that a name or an adm1 ends in ("town", "governorate")."""

    name: tuple[str, ...]
    country: str | None = None
    adm1: str | None = None
    lat: str | None = None
    lon: str | None = None
    precision: str | None = None
    precisions: dict[str, int] | None = None
    countries: dict[str, str] = {}
    drop: tuple[str, ...] = ()
    fixed: Fixed | None = None


class SidesMap(_Part, frozen=True, kw_only=True):
    """Columns of the actors: a did it, b suffered it or fought back; `actors.*` takes every item of a list. `nobody` are words
    that name nobody."""

    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    civilians: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()


class EventMap(_Part, frozen=True, kw_only=True):
    """PLOVER root and mode, ACLED label; `anchors`: columns whose words say it."""

    type: str | Choice | None = None
    acled: str | Choice | None = None
    weapon: str | None = None
    anchors: tuple[str, ...]


class TollMap(_Part, frozen=True, kw_only=True):
    """A figure: `best` alone, or with `low` and `high`. `zero: true` where a nought is a statement and not a blank.

    `part_of` names another toll of the mapping; `unless_same_as` a column whose equal value makes this one a mere repetition.
    """

    name: str
    outcome: Outcome
    best: str | None = None
    low: str | None = None
    high: str | None = None
    side: Side = "unknown"
    attributes: tuple[Attribute, ...] = ()
    of: str | None = None
    people: str | None = None
    responsible: str | Choice | None = None
    scope: Scope | Choice = "incident"
    part_of: str | None = None
    when: WhenMap | None = None
    origin: tuple[Link, ...] | None = None
    zero: bool = False
    unless_same_as: str | None = None


class Picked(_Part, frozen=True, kw_only=True):
    """A column's words, or what the pattern's first group takes of them."""

    column: str
    pattern: str | None = None


class Mapping(_Part, frozen=True, kw_only=True):
    """How a row becomes a report with claims. `recognise`: columns that tell the table when all are there; `lines`: what is
    true of the whole table, put before each row's own lines; `leave_out`: columns that aren't rendered."""

    name: str
    about: str = ""
    coder: Named | None = None
    recognise: tuple[str, ...] = ()
    id: str | None = None
    prefix: str = ""
    title: str | None = None
    source: str | None = None
    published: Picked | None = None
    lines: dict[str, str] = {}
    leave_out: tuple[str, ...] = ()
    when: WhenMap | None = None
    where: WhereMap | None = None
    sides: SidesMap = SidesMap()
    event: EventMap | None = None
    tolls: tuple[TollMap, ...] = ()
    origin: tuple[Link, ...] = ()

    def fits(self, columns: Iterable[str]) -> bool:
        """Whether a table with these columns is of this form."""
        return bool(self.recognise) and set(self.recognise) <= set(columns)


def load_mapping(path: Path) -> Mapping:
    """A mapping from a YAML file; `BadMapping` names the key that is wrong."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadMapping(f"the mapping {path} can't be read: {error.strerror}", remedy="Check the path.") from error
    return _mapping(raw, path.name)


def _mapping(raw: bytes, name: str) -> Mapping:
    import yaml  # slow to load, and not every run needs a mapping

    try:
        value: Any = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        mapping = msgspec.convert(value, Mapping)
    except yaml.YAMLError as error:
        raise BadMapping(f"{name} is no YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise BadMapping(f"{name}: {error}") from error
    names = [toll.name for toll in mapping.tolls]
    for toll in mapping.tolls:
        if toll.part_of is not None and toll.part_of not in names[: names.index(toll.name)]:
            raise BadMapping(f"{name}: the toll {toll.name!r} is part of {toll.part_of!r}, which doesn't stand before it")
        if toll.best is None and toll.low is None and toll.high is None:
            raise BadMapping(f"{name}: the toll {toll.name!r} names no column")
    if len(set(names)) < len(names):
        raise BadMapping(f"{name}: two tolls have the same name")
    if mapping.event is None and not mapping.tolls:
        raise BadMapping(f"{name} makes no claim: it has neither an event nor a toll")
    return mapping


@cache
def built_in() -> dict[str, Mapping]:
    """The mappings that come with Marsad, by name."""
    folder = files("marsad.intake") / "mappings"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda entry: entry.name)
    mappings = [_mapping(entry.read_bytes(), entry.name) for entry in found]
    return {mapping.name: mapping for mapping in mappings}


def mapping_for(columns: Iterable[str]) -> Mapping | None:
    """The mapping of ours that a table with these columns is of."""
    known = set(columns)
    return next((mapping for mapping in built_in().values() if mapping.fits(known)), None)
