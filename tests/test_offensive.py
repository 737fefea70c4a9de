"""A running count as a monitor publishes it and outlets pass it on: read for real, matched and counted in every order.

The reports (offensive.yaml) are our own words; the figures are those of the offensive on Aleppo of 2024.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.ledger.events import events
from marsad.ledger.series import Series, series
from marsad.ledger.sources import Originators
from marsad.ledger.tally import Tally
from marsad.ledger.tolls import count
from marsad.matching import match
from marsad.model import Event, Known, Report
from marsad.observatory import Observatory
from marsad.reading import Reader

MONITOR = "Syrian Observatory for Human Rights (SOHR)"
_REPORTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("offensive.yaml").read_text("utf-8"))


def _told(name: str) -> tuple[tuple[str, str, str], ...]:
    """When, by whom and in which words."""
    return tuple((at, outlet, text) for at, outlet, text in _REPORTS[name])


COUNT = _told("count")
NUMBERS = [130, 200, 242, 255, 277, 311, 327, 412, 417]
QUOTED: list[str] = _REPORTS["quoted"]
"""One figure, as ten outlets pass it on."""


def _known(reader: Reader, id: str, text: str, published: str, source: str) -> list[Known]:
    reading = reader.read(text, published=published, source=source)
    return [
        Known(
            claim=claim, report=id, known_at="2024-12-31T00:00:00Z", outlet=source, published=published,
            originator=claim.attribution[-1].name if claim.attribution else source,
        )
        for claim in reading.claims
    ]  # fmt: skip


@cache
def running() -> tuple[Known, ...]:
    """The claims of the monitor's own count, and of ten outlets that quote one figure of it."""
    reader = Reader()
    made = [known for n, (at, outlet, text) in enumerate(COUNT) for known in _known(reader, f"count-{n}", text, at, outlet)]
    for n, text in enumerate(QUOTED):
        made += _known(reader, f"quoted-{n}", text, "2024-11-30T19:00:00Z", f"Outlet {n}")
    return tuple(made)


def counted(known: list[Known], *, as_of: str | None = None) -> tuple[list[Series], list[Tally]]:
    """Running totals and tolls, matched as an observatory matches."""
    originators = Originators(known)
    named = [known_as(item, originators.name(item)) for item in known]
    groups = {member: group.id for group in match(named).groups for member in group.members}
    return series(known, groups=groups, as_of=as_of), count(known, groups=groups, as_of=as_of)


def known_as(item: Known, name: str) -> Known:
    return Known(**{field: getattr(item, field) for field in Known.__struct_fields__} | {"originator": name})


def whole(found: list[Series]) -> Series:
    """The monitor's running total of all the killed: there is one."""
    [one] = [one for one in found if one.originator == MONITOR and one.line.label == "all"]
    return one


def test_the_monitors_count_is_one_running_series_whose_figures_are_never_added() -> None:
    found, tolls = counted(list(running()))
    assert [step.entry.best for step in whole(found).steps] == NUMBERS
    assert [step.stands for step in whole(found).steps] == [False] * 8 + [True]
    [total] = [tally for tally in tolls if tally.scope == "cumulative" and tally.line.label == "all"]
    assert (total.low, total.best, total.high) == (417, 417, 417)
    assert not {entry.best for entry in total.counted} - {417}


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(running()))))
def test_the_order_in_which_claims_arrive_changes_nothing(order: list[int]) -> None:
    known = running()
    assert counted([known[at] for at in order]) == counted(list(known))


@pytest.mark.parametrize(
    ("day", "number"), [("2024-11-28", 200), ("2024-11-29", 255), ("2024-11-30", 327), ("2024-12-01", 412), ("2024-12-05", 417)]
)
def test_as_of_each_day_the_newest_figure_stands(day: str, number: int) -> None:
    _, tolls = counted(list(running()), as_of=day)
    [total] = [tally for tally in tolls if tally.scope == "cumulative" and tally.line.label == "all"]
    assert total.best == number


def test_ten_outlets_that_quote_the_monitor_are_one_originator() -> None:
    quoted = [item for item in running() if item.report.startswith("quoted")]
    assert len({item.outlet for item in quoted}) == 10
    _, tolls = counted(quoted)
    [total] = [tally for tally in tolls if tally.scope == "cumulative" and tally.line.label == "all"]
    assert (total.best, total.originators, total.independent) == (311, (MONITOR,), 1)
    assert len(total.set_aside) + len(total.counted) >= 10
    assert total.has("single_source")


def test_a_breakdown_that_does_not_sum_is_shown_with_its_gap_and_one_that_does_holds() -> None:
    _, tolls = counted(list(running()))
    [total] = [tally for tally in tolls if tally.scope == "cumulative" and tally.line.label == "all"]
    [flag] = [flag for flag in total.flags if flag.name == "parts_do_not_sum"]
    assert flag.says == "417: 44 + 219 + 137 = 400, a gap of 17"
    _, before = counted(list(running()), as_of="2024-12-01")
    [total] = [tally for tally in before if tally.scope == "cumulative" and tally.line.label == "all"]
    assert [check.gap for check in total.checks] == [0]
    assert not total.has("parts_do_not_sum")


HOSPITAL = _told("hospital")
DORMITORY = _told("dormitory")


def _asked(folder: Path, told: tuple[tuple[str, str, str], ...], question: Any) -> list[Any]:
    """The answer of an observatory to which the reports came in this order, and in the other."""
    answers = []
    for name, ordered in (("one", told), ("other", told[::-1])):
        with Observatory.create(folder / name) as observatory:
            for at, outlet, text in ordered:
                report = Report(id=f"{outlet}-{at}", text=text, published=at, source=outlet)
                list(observatory.take([_arrival(report)]))
            answers.append(question(observatory))
    assert answers[0] == answers[1]
    return list(answers[0])


def _killed(one: Observatory) -> list[Tally]:
    """The tolls of all the killed."""
    return [tally for tally in one.tolls() if tally.outcome == "killed" and tally.line.label == "all"]


def _arrival(report: Report) -> Any:
    from marsad.intake import Arrival

    return Arrival(report=report, original=report.text.encode(), media_type="text/plain", name=report.id or "")


def test_five_then_twelve_killed_at_the_hospital_is_one_event_with_a_rising_toll(tmp_path: Path) -> None:
    [strike] = _asked(tmp_path, HOSPITAL, lambda one: [event for event in one.events() if event.acled_type == "Air/drone strike"])
    assert len(strike.reports) == 3
    tolls = _asked(tmp_path / "tolls", HOSPITAL, _killed)
    [toll] = tolls
    assert (toll.low, toll.high, toll.independent) == (9, 12, 2)
    [replaced] = [entry for entry in toll.set_aside if entry.best == 5]
    assert replaced.rule == "superseded"


def test_a_strike_that_two_sides_blame_on_each_other_is_one_contested_event(tmp_path: Path) -> None:
    [shelling] = _asked(tmp_path, DORMITORY, lambda one: list(one.events()))
    assert shelling.contested
    assert len(shelling.reports) == 2
    tolls = _asked(tmp_path / "tolls", DORMITORY, _killed)
    [toll] = tolls
    assert (toll.low, toll.best, toll.high) == (4, 4, 4)
    assert toll.has("contested")


def test_events_are_the_same_in_every_order(tmp_path: Path) -> None:
    reader = Reader()
    known = [
        item for n, (at, outlet, text) in enumerate(HOSPITAL + DORMITORY) for item in _known(reader, f"r{n}", text, at, outlet)
    ]
    groups = {member: group.id for group in match(known).groups for member in group.members}
    assert [item for item in known if isinstance(item.claim, Event)]
    assert events(known, groups) == events(known[::-1], groups)
