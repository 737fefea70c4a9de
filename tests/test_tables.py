"""Whatever the observatory answers with goes into a data frame and into Arrow as it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import marsad
from marsad.errors import MissingExtra
from marsad.table import Table

ASKED: dict[str, Callable[[marsad.Observatory], Table[Any]]] = {
    "tolls": lambda one: one.tolls(), "series": lambda one: one.series(), "events": lambda one: one.events(),
    "campaigns": lambda one: one.campaigns(), "control": lambda one: one.control(), "agreements": lambda one: one.agreements(),
    "relations": lambda one: one.relations(), "changes": lambda one: one.changes("2000-01-01"),
    "claims": lambda one: one.claims(), "reports": lambda one: one.reports(), "sources": lambda one: one.sources(),
    "firsts": lambda one: one.firsts(),
}  # fmt: skip


@pytest.fixture(scope="module")
def observatory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[marsad.Observatory]:
    reports = Path(marsad.__file__).parent / "demo" / "reports" / "aleppo2024.jsonl"
    with marsad.Observatory.create(tmp_path_factory.mktemp("obs") / "aleppo") as made:
        assert {outcome.state for outcome in made.add([reports], who="Rim")} == {"added"}
        yield made


@pytest.mark.parametrize("name", ASKED)
def test_every_table_has_a_row_for_each_record_in_pandas_and_arrow(observatory: marsad.Observatory, name: str) -> None:
    table = ASKED[name](observatory)
    assert len(table) > 0
    frame, arrow = table.to_pandas(), table.to_arrow()
    assert len(frame) == arrow.num_rows == len(table) == len(list(table))
    assert list(frame.columns) == arrow.column_names
    assert "" not in frame.columns


def test_columns_hold_what_the_records_say(observatory: marsad.Observatory) -> None:
    tolls = observatory.tolls()
    frame = tolls.to_pandas()
    assert list(frame["id"]) == [tally.id for tally in tolls]
    assert [one.place.name for one in tolls if one.place] == list(frame["place.name"].dropna())
    unknown = tolls.to_arrow().column("low").null_count
    assert unknown == sum(tally.low is None for tally in tolls)  # what isn't known is null and not 0
    assert tolls[:3].to_arrow().num_rows == 3


def test_an_empty_table_is_one_too() -> None:
    assert Table([]).to_pandas().empty
    assert Table([]).to_arrow().num_rows == 0


@pytest.mark.parametrize(("package", "method"), [("pandas", "to_pandas"), ("pyarrow", "to_arrow")])
def test_without_the_package_the_error_says_how_to_get_it(package: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=package) as caught:
        getattr(Table([]), method)()
    assert caught.value.remedy == "pip install 'marsad[tables]'"
