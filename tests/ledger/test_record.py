"""Series, derivations, sources, and what moved a figure."""

from __future__ import annotations

from typing import Any

import pytest

from marsad.errors import DataError
from marsad.ledger.changes import changes
from marsad.ledger.policy import policy
from marsad.ledger.series import series
from marsad.ledger.sources import Originators, relays
from marsad.ledger.tolls import count
from marsad.ledger.why import why
from marsad.model import Correction, Figure, Known, Retraction, Source


def test_a_series_follows_each_originator_by_itself(make: Any) -> None:
    known = [make.toll(n, f"2024-11-{day}", scope="cumulative") for n, day in ((130, 28), (242, 29), (311, 30))]
    known += [make.toll(n, f"2024-11-{day}", "Ministry of health", scope="cumulative") for n, day in ((90, 28), (85, 29))]
    found = {one.originator: one for one in series(known, groups={item.claim.id: "g" for item in known})}
    assert len(found) == 2
    [ours] = [one for name, one in found.items() if name != "Ministry of health"]
    assert [step.number for step in ours.steps] == ["130", "242", "311"]
    assert [step.stands for step in ours.steps] == [False, False, True]
    assert ours.steps[0].replaced_by == ours.steps[1].entry.claims[0]
    [fall] = found["Ministry of health"].flags
    assert (fall.name, fall.date, fall.before, fall.after) == ("falls", "2024-11-29", 90, 85)


def test_a_step_that_is_not_the_days_own_count_is_flagged(make: Any) -> None:
    known = [
        make.toll(100, "2024-01-01", scope="cumulative", day=("2023-10-07", "2024-01-01"), place="X"),
        make.toll(160, "2024-01-02", scope="cumulative", day=("2023-10-07", "2024-01-02"), place="X"),
        make.toll(25, "2024-01-02", scope="period", day="2024-01-02", place="X"),
    ]
    [one] = series(known, groups={})
    [flag] = one.flags
    assert (flag.name, flag.date) == ("revised", "2024-01-02")
    assert "a step of 60; its own count for the time is 25" in flag.says


def test_an_outlet_back_at_its_own_older_figure_is_a_fall(make: Any) -> None:
    known = [
        make.toll(n, day, scope="cumulative", outlet="Desk")
        for n, day in ((97, "2024-01-01"), (100, "2024-01-02"), (97, "2024-01-03"))
    ]
    [one] = series(known, groups={item.claim.id: "g" for item in known})
    assert [flag.date for flag in one.flags] == ["2024-01-03"]


def test_why_goes_down_to_the_words(make: Any) -> None:
    known = [
        make.toll(5, "2024-12-01", event="e"),
        make.toll(12, "2024-12-02", ("Agency", "SOHR"), event="e", report="late"),
    ]
    [tally] = count(known, groups={})
    tree = why(tally, known)
    text = "\n".join(tree.lines())
    assert "low 12, best 12, high 12; 1 independent originator" in text
    assert '"12 dead"' in text
    assert "Agency > SOHR" in text
    assert "report late" in text
    assert "which replaces it" in text

    def leaves(node: Any) -> list[Any]:
        return [node] if node.step == "words" else [leaf for part in node.parts for leaf in leaves(part)]

    assert {leaf.report for leaf in leaves(tree)} == {item.report for item in known}


def test_changes_say_what_moved_a_figure_and_why(make: Any) -> None:
    early, late = {"known_at": "2024-12-01T00:00:00Z"}, {"known_at": "2024-12-03T00:00:00Z"}
    known = [make.toll(5, "2024-12-01", event="e", known=early), make.toll(12, "2024-12-02", event="e", known=late, id="new")]
    [change] = changes("2024-12-02", known, groups={})
    assert change.before is not None
    assert change.after is not None
    assert (change.before.best, change.after.best) == (5, 12)
    assert change.claims == ("new",)
    assert "12" in change.why[0]
    gone = Retraction(id="d", who="Ana", at="2024-12-05T00:00:00Z", why="wrong town", target="new")
    [change] = changes("2024-12-04", known, groups={}, decisions=[gone])
    assert change.after is not None
    assert change.after.best == 5
    assert change.why == ("Ana retracted new: wrong town",)
    assert changes("2024-12-06", known, groups={}, decisions=[gone]) == []


def test_names_of_one_originator_are_one(make: Any) -> None:
    full = "Syrian Observatory for Human Rights (SOHR)"
    known = [
        make.toll(1, "2024-12-01", name, report="r")
        for name in (full, "SOHR", "Syrian Observatory for Human Rights", "the Observatory's director", "Observatory")
    ]
    originators = Originators(known)
    assert {originators.name(item) for item in known} == {full}


def test_nameless_sources_of_two_outlets_are_not_known_to_be_one(make: Any) -> None:
    known = [make.toll(1, "2024-12-01", "residents", outlet=outlet, source_kind="witness") for outlet in ("A", "B")]
    originators = Originators(known)
    assert len({originators.name(item) for item in known}) == 2


def test_a_ministry_of_defence_of_a_side_is_a_party(make: Any) -> None:
    army = make.actor("Army", "military", "ru.gov")
    said = make.toll(1, "2024-12-01", "Russian defence ministry", source_kind="official")
    health = make.toll(1, "2024-12-01", "Lebanese health ministry", source_kind="official")
    assert not Originators([said]).party(said)
    attack = make.event("2024-12-01", side_a=(army,))
    assert Originators([said, attack]).party(said)
    assert not Originators([health, attack]).party(health)


def test_relays_are_learned_from_chains(make: Any) -> None:
    known = [make.toll(n, "2024-12-01", ("Agency", "Front"), outlet="Daily") for n in (1, 2)]
    found = {(relay.by, relay.of): relay.reports for relay in relays(known)}
    assert found == {("Daily", "Agency"): 2, ("Agency", "Front"): 2}


def test_there_is_no_such_policy() -> None:
    with pytest.raises(DataError, match="no counting policy 'x'"):
        policy("x")


def test_a_known_without_a_chain_is_its_outlets(make: Any) -> None:
    item: Known = make.toll(Figure.exact(1), "2024-12-01", (), outlet="Daily")
    assert Originators([item]).name(item) == "Daily"
    assert item.claim.attribution == ()
    assert Source("x").kind == "other"


def test_changes_between_two_readings_of_the_store(make: Any) -> None:
    then = [make.toll(5, "2024-12-01", event="e", id="a", report="r", known={"known_at": "2024-12-01T00:00:00Z"})]
    now = [make.toll(7, "2024-12-01", event="e", id="a", report="r", known={"known_at": "2024-12-01T00:00:00Z"})]
    fix = Correction(id="d", who="Ana", at="2024-12-05T00:00:00Z", why="misread", claim="a", fields={})
    [change] = changes("2024-12-04", now, groups={}, known_then=then, decisions=[fix])
    assert change.moved == ("low 5 to 7", "best 5 to 7", "high 5 to 7")
    assert change.why == ("Ana corrected a (): misread",)
