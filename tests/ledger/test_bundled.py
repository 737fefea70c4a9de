"""The bundled reports, read and counted. Matching is by hand; figures that reading still misses may be absent, not wrong."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import msgspec
import pytest

from marsad import Reader, Report
from marsad.ledger.control import control
from marsad.ledger.events import events
from marsad.ledger.series import series
from marsad.ledger.sources import Originators
from marsad.ledger.tolls import count
from marsad.matching import match
from marsad.model import Control, Event, Known, Toll

OBSERVATORY = "Syrian Observatory for Human Rights (SOHR)"
SERIES = (130, 200, 242, 255, 277, 311, 327, 412, 417, 704, 727)


@pytest.fixture(scope="module")
def known() -> list[Known]:
    made, reader = [], Reader()
    for line in files("marsad.demo").joinpath("reports/aleppo2024.jsonl").read_text("utf-8").splitlines():
        report = msgspec.convert(json.loads(line), Report)
        for claim in reader.read(report.text, published=report.published, source=report.source).claims:
            who = claim.attribution[-1].name if claim.attribution else report.source or report.id
            told: dict[str, Any] = {"outlet": report.source, "published": report.published, "known_at": "2024-12-31T00:00:00Z"}
            made.append(Known(claim=claim, report=report.id, originator=who, **told))
    return made


@pytest.fixture(scope="module")
def offensive(known: list[Known]) -> dict[str, str]:
    """All running totals of the offensive in one group."""
    return {
        item.claim.id: "offensive" for item in known
        if isinstance(item.claim, Toll) and item.claim.scope == "cumulative" and not item.claim.background
        and item.claim.outcome == "killed"
    }  # fmt: skip


def test_the_observatorys_count_is_one_running_series_and_never_a_sum(known: list[Known], offensive: dict[str, str]) -> None:
    found = [one for one in series(known, groups=offensive) if one.originator == OBSERVATORY and one.line.label == "all"]
    [one] = [one for one in found if one.group == "offensive"]
    numbers = [step.entry.best for step in one.steps]
    assert set(numbers) <= set(SERIES)
    assert numbers == sorted(numbers, key=lambda number: number or 0)
    assert {242, 311, 412, 417} <= set(numbers)
    for day, most in (("2024-11-29", 255), ("2024-11-30", 327), ("2024-12-02", 417), ("2024-12-08", 727)):
        tallies = [t for t in count(known, groups=offensive, as_of=day) if t.group == "offensive" and t.line.label == "all"]
        assert all((t.high or 0) <= most for t in tallies)


def test_outlets_that_quote_the_observatory_add_no_originator(known: list[Known]) -> None:
    originators = Originators(known)
    quoting = {item.outlet for item in known if originators.name(item) == OBSERVATORY}
    assert len(quoting) >= 4


def test_the_strike_at_the_hospital_is_one_event_with_a_rising_toll(known: list[Known]) -> None:
    inside = [item.claim for item in known if item.report == "aleppo-08" and isinstance(item.claim, Event)]
    strikes = [claim.id for claim in inside if "hospital" in claim.anchors[0].text]
    assert strikes
    matched = dict.fromkeys(strikes, "hospital")
    tallies = [
        t for t in count(known, groups=matched) if t.group == "hospital" and t.outcome == "killed" and t.line.label == "all"
    ]
    [tally] = tallies
    assert tally.high == 12
    assert tally.best in (9, 12)  # medics and the observatory both stand by their figures
    assert 5 in [entry.best for entry in (*tally.counted, *tally.set_aside)]


def test_the_dormitory_that_two_sides_blame_on_each_other_is_contested(known: list[Known]) -> None:
    groups = {claim: group.id for group in match(known).groups for claim in group.members}
    [one] = [one for one in events(known, groups) if one.contested]
    assert {actor.name for actor in one.side_a} == {"Syrian Arab Army (SAA)", "terrorist organisations"}
    assert (one.place and one.place.name, one.start, one.denied) == ("Aleppo", "2024-11-29", True)


def test_control_of_the_cities_by_day(known: list[Known]) -> None:
    names = {one.place.name for one in control(known)}
    assert {"Aleppo", "Saraqib"} <= names
    [city] = [one for one in control(known, place="Aleppo", as_of="2024-12-01") if not one.area]
    [now] = [now for now in city.now if now.layer == "reported"]
    assert now.spell.extent == "most"
    assert now.age == "current"
    assert any(isinstance(item.claim, Control) for item in known)
