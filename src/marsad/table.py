"""Tables: what the observatory answers with. A sequence of records, which data frames and Arrow take as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

import msgspec

from marsad.errors import MissingExtra

T = TypeVar("T")
Row = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Table(Sequence[T], Generic[T]):
    """Records in their order. As a list for Python; `to_pandas` and `to_arrow` give columns, `rows` plain dicts.

    A record within a record is spread ("place.name"); lists of records stay lists. `hide` is applied to every word that leaves
    this way, so that a protected source goes by its alias.
    """

    def __init__(self, records: Iterable[T], *, hide: Callable[[Any], Any] | None = None) -> None:
        self._records = tuple(records)
        self._hide = hide

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Table[T]: ...
    def __getitem__(self, at: int | slice) -> T | Table[T]:
        if isinstance(at, slice):
            return Table(self._records[at], hide=self._hide)
        return self._records[at]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        return iter(self._records)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Table):
            return self._records == other._records
        return list(self._records) == other if isinstance(other, list) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._records)

    def __repr__(self) -> str:
        return f"Table({list(self._records)!r})"

    def rows(self) -> list[Row]:
        """Each record as a flat dict."""
        plain = [msgspec.to_builtins(record) for record in self._records]
        return [_flat(self._hide(row) if self._hide else row) for row in plain]

    def to_pandas(self) -> Any:
        """A pandas DataFrame, a row for each record. Raises `MissingExtra` where pandas isn't installed."""
        try:
            import pandas
        except ImportError as error:
            raise _missing("pandas") from error
        rows = self.rows()
        return pandas.DataFrame(rows, columns=_columns(rows))

    def to_arrow(self) -> Any:
        """A pyarrow Table, a row for each record. Raises `MissingExtra` where pyarrow isn't installed."""
        try:
            import pyarrow
        except ImportError as error:
            raise _missing("pyarrow") from error
        rows = self.rows()
        return pyarrow.table({name: _array(pyarrow, [row.get(name) for row in rows]) for name in _columns(rows)})


def spreadsheet_cell(value: Any) -> str:
    """A value for a spreadsheet: words that it would take for a formula get an apostrophe before them."""
    text = "" if value is None else ", ".join(map(_words, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int | float) else text


def _words(value: Any) -> str:
    """A record in a list by its name, else as JSON; anything else as it is."""
    if isinstance(value, dict):
        return str(value["name"]) if value.get("name") else msgspec.json.encode(value).decode()
    return str(value)


def _columns(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _array(pyarrow: Any, values: list[Any]) -> Any:
    """A column; one whose values are of several types (a correction's new values) as JSON."""
    try:
        return pyarrow.array(values)
    except pyarrow.ArrowException:
        return pyarrow.array([None if value is None else msgspec.json.encode(value).decode() for value in values])


def _flat(row: Row, before: str = "") -> Row:
    made: Row = {}
    for name, value in row.items():
        made |= _flat(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": value}
    return made


def _missing(package: str) -> MissingExtra:
    return MissingExtra(f"this needs the package {package}", stage="tables", remedy="pip install 'marsad[tables]'")
