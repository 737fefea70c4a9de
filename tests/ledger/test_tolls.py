"""Tolls: what counts once, what replaces what, what is never added, and what a figure's flags say."""

from __future__ import annotations

from typing import Any

import pytest

from marsad.ledger.policy import policies, policy
from marsad.ledger.series import series
from marsad.ledger.tally import Tally
from marsad.ledger.tolls import compare, count
from marsad.model import Actor, Anchor, Assessment, Correction, Figure, Retraction, Review, SourceEntry

SERIES = (
    ("2024-11-27", 130), ("2024-11-28", 200), ("2024-11-29T08:00:00Z", 242), ("2024-11-29T20:00:00Z", 255),
    ("2024-11-30T10:00:00Z", 277), ("2024-11-30T18:00:00Z", 311), ("2024-11-30T23:30:00Z", 327), ("2024-12-01", 412),
)  # fmt: skip


def of(tallies: list[Tally], label: str = "all", outcome: str = "killed", scope: str | None = None) -> Tally:
    found = [t for t in tallies if t.line.label == label and t.outcome == outcome and scope in (None, t.scope)]
    assert len(found) == 1, [(t.line.label, t.outcome, t.scope) for t in tallies]
    return found[0]


def figures(tally: Tally) -> tuple[int | None, int | None, int | None]:
    return tally.low, tally.best, tally.high


def running(make: Any, **more: Any) -> list[Any]:
    return [make.toll(n, said, scope="cumulative", day=("2024-11-27", said[:10]), **more) for said, n in SERIES]


def test_a_running_total_is_replaced_and_never_added(make: Any) -> None:
    known = running(make)
    tally = of(count(known, groups={item.claim.id: "offensive" for item in known}))
    assert figures(tally) == (412, 412, 412)
    assert [entry.best for entry in tally.set_aside] == [n for _, n in SERIES[:-1]]
    assert "412 on 2024-12-01, which replaces it" in tally.set_aside[-1].reason


def test_at_an_earlier_moment_the_earlier_total_stands(make: Any) -> None:
    known = running(make)
    groups = {item.claim.id: "offensive" for item in known}
    assert of(count(known, groups=groups, as_of="2024-11-29")).best == 255
    assert of(count(known, groups=groups, as_of="2024-11-29T12:00:00Z")).best == 242
    assert count(known, groups=groups, known_at="2024-12-30") == []


def test_ten_outlets_that_quote_one_observatory_are_one_originator(make: Any) -> None:
    known = [
        make.toll(
            311, "2024-11-30", ("an agency", "SOHR"), outlet=f"Outlet {n}", scope="cumulative", day=("2024-11-27", "2024-11-30")
        )
        for n in range(10)
    ]
    tally = of(count(known, groups={item.claim.id: "g" for item in known}))
    assert tally.independent == 1
    assert len(tally.counted) == 1
    assert len(tally.set_aside) == 9
    assert tally.has("single_source")
    assert all("passed on by Outlet" in entry.reason for entry in tally.set_aside)


def test_an_outlet_late_with_an_old_figure_makes_no_fall(make: Any) -> None:
    known = [*running(make), make.toll(277, "2024-12-02", scope="cumulative", day=("2024-11-27", "2024-12-02"), outlet="Late")]
    tally = of(count(known, groups={item.claim.id: "g" for item in known}))
    assert tally.best == 412
    assert not tally.has("falls")
    assert any(entry.rule == "older" for entry in tally.set_aside)


def test_more_than_720_after_727_says_nothing_new(make: Any) -> None:
    known = [
        make.toll(727, "2024-12-05", scope="cumulative"),
        make.toll(Figure.at_least(720), "2024-12-06", scope="cumulative"),
    ]
    tally = of(count(known, groups={item.claim.id: "g" for item in known}))
    assert figures(tally) == (727, 727, 727)
    assert not tally.has("falls")


def test_a_total_that_falls_is_flagged_with_its_date(make: Any) -> None:
    known = [make.toll(61, "2024-12-01", scope="cumulative"), make.toll(44, "2024-12-02", scope="cumulative")]
    tally = of(count(known, groups={item.claim.id: "g" for item in known}))
    assert tally.best == 44
    [flag] = [flag for flag in tally.flags if flag.name == "falls"]
    assert (flag.date, flag.before, flag.after) == ("2024-12-02", 61, 44)


def whole(make: Any, total: int, civilians: int, rebels: int, army: int) -> list[Any]:
    same: dict[str, Any] = {"report": "r1", "scope": "cumulative"}
    return [
        make.toll(total, "2024-12-02", id="whole", **same),
        make.toll(civilians, "2024-12-02", side="civilians", part_of="whole", **same),
        make.toll(rebels, "2024-12-02", side="combatants", actors=(Actor(None, "rebels", "rebel"),), part_of="whole", **same),
        make.toll(army, "2024-12-02", side="combatants", actors=(Actor("x", "Army", "military"),), part_of="whole", **same),
    ]


def test_parts_that_do_not_sum_are_shown_with_the_gap(make: Any) -> None:
    tallies = count(whole(make, 417, 44, 219, 137), groups={})
    tally = of(tallies)
    assert figures(tally) == (417, 417, 417)
    [check] = tally.checks
    assert (check.sum, check.gap) == (400, 17)
    assert check.says.startswith("417: 44 + ")
    assert check.says.endswith("= 400, a gap of 17")
    assert tally.has("parts_do_not_sum")
    assert of(tallies, "civilians").best == 44


def test_parts_that_sum_are_not_flagged(make: Any) -> None:
    tally = of(count(whole(make, 311, 28, 183, 100), groups={}))
    assert tally.checks[0].gap == 0
    assert not tally.has("parts_do_not_sum")


def test_a_part_alone_is_no_broken_sum(make: Any) -> None:
    known = whole(make, 311, 28, 183, 100)[:2]
    tally = of(count(known, groups={}))
    assert not tally.has("parts_do_not_sum")


def test_a_share_larger_than_its_whole_is_flagged(make: Any) -> None:
    known = whole(make, 20, 28, 0, 0)[:2]
    assert of(count(known, groups={})).has("parts_do_not_sum")


def test_children_are_a_share_and_are_not_added(make: Any) -> None:
    known = [
        make.toll(20, "2024-11-28", id="whole", report="r", side="civilians", event="e"),
        make.toll(5, "2024-11-28", report="r", side="civilians", attributes=("children",), part_of="whole", event="e"),
    ]
    tallies = count(known, groups={})
    assert of(tallies).best == 20
    assert of(tallies, "children").best == 5
    assert of(tallies, "children").has("share")


def test_outcomes_are_never_added_to_one_another(make: Any) -> None:
    known = [make.toll(9, "2024-12-01", event="e"), make.toll(10, "2024-12-01", outcome="injured", event="e")]
    assert {t.outcome: t.best for t in count(known, groups={})} == {"killed": 9, "injured": 10}


def test_five_then_twelve_is_one_event_with_a_rising_toll(make: Any) -> None:
    known = [
        make.toll(5, "2024-12-01T09:00:00Z", event="e1"),
        make.toll(Figure.at_least(12), "2024-12-01T15:00:00Z", event="e2"),
    ]
    [tally] = count(known, groups={"e1": "hospital", "e2": "hospital"})
    assert figures(tally) == (12, 12, 12)
    assert tally.has("open_ended")
    assert [entry.best for entry in tally.set_aside] == [5]
    assert not tally.has("falls")


@pytest.mark.parametrize(("low", "rule"), [(240, "less_specific"), (231, "superseded")])
def test_a_headlines_round_number_is_no_earlier_figure(make: Any, low: int, rule: str) -> None:
    known = [
        make.toll(Figure.at_least(low), "2024-11-29", scope="cumulative", day=("2024-11-27", "2024-11-29")),
        make.toll(242, "2024-11-29", scope="cumulative", day=("2024-11-27", "2024-11-29")),
    ]
    [tally] = count(known, groups={item.claim.id: "g" for item in known})
    assert tally.best == 242
    assert [entry.rule for entry in tally.set_aside] == [rule]


def test_scopes_are_kept_apart(make: Any) -> None:
    known = [
        make.toll(311, "2024-11-30", scope="cumulative", day=("2024-11-27", "2024-11-30")),
        make.toll(16, "2024-11-30", scope="incident"),
        make.toll(56, "2024-11-30", scope="period", day="2024-11-30"),
        make.toll(15, "2024-11-30", scope="delta"),
    ]
    tallies = count(known, groups={item.claim.id: "g" for item in known})
    assert {t.scope: t.best for t in tallies} == {"cumulative": 311, "incident": 16, "period": 56, "delta": 15}


def test_two_days_of_a_daily_count_are_two_tallies(make: Any) -> None:
    known = [make.toll(n, day, scope="period", day=day, place="X") for day, n in (("2024-11-29", 40), ("2024-11-30", 56))]
    assert [t.best for t in count(known, groups={})] == [40, 56]


def test_groups_of_an_account_without_a_total_are_added_for_an_incident_only(make: Any) -> None:
    def two(scope: str) -> list[Any]:
        return [
            make.toll(6, "2024-12-01", side="civilians", report="r", scope=scope, event="e", day="2024-12-01"),
            make.toll(4, "2024-12-01", side="combatants", report="r", scope=scope, event="e", day="2024-12-01"),
        ]

    tally = of(count(two("incident"), groups={}))
    assert tally.best == 10
    assert tally.has("summed")
    known = two("cumulative")
    assert {t.line.label for t in count(known, groups={item.claim.id: "g" for item in known})} == {"civilians", "combatants"}


def test_a_party_that_counts_its_enemy_dead_widens_the_range_and_does_not_set_best(make: Any) -> None:
    enemy = {"side": "combatants", "actors": (Actor(None, "rebels", "rebel"),), "event": "e"}
    known = [
        make.toll(20, "2024-11-30", "SOHR", **enemy),
        make.toll(300, "2024-12-01", "Ministry of war", source_kind="party", known={"party": True}, **enemy),
    ]
    tally = of(count(known, groups={}), "combatants of armed groups")
    assert figures(tally) == (20, 20, 300)
    alone = of(count(known[1:], groups={}), "combatants of armed groups")
    assert figures(alone) == (None, None, 300)
    assert alone.has("party_only")


def test_an_independent_originator_is_preferred_to_a_party(make: Any) -> None:
    known = [
        make.toll(9, "2024-11-30", "SOHR", event="e"),
        make.toll(2, "2024-12-01", "Army", source_kind="party", known={"party": True}, event="e"),
    ]
    tally = of(count(known, groups={}))
    assert figures(tally) == (2, 9, 9)
    assert "not party to the conflict" in next(entry.reason for entry in tally.counted if entry.role == "best")


def test_denials_plans_and_rejections_are_set_aside_with_reasons(make: Any) -> None:
    known = [
        make.toll(9, "2024-11-30", "A", event="e"),
        make.toll(9, "2024-11-30", "B", event="e", modality="denied"),
        make.toll(40, "2024-11-30", "C", event="e", id="bad"),
    ]
    review = Review(id="d1", who="Ana", at="2024-12-02T00:00:00Z", why="another town", claim="bad", accepted=False)
    tally = of(count(known, groups={}, decisions=[review]))
    assert figures(tally) == (9, 9, 9)
    assert {entry.reason for entry in tally.set_aside} == {"it is a denial", "rejected by Ana: another town"}
    assert tally.has("denied")


def test_a_copy_does_not_count_twice(make: Any) -> None:
    known = [
        make.toll(9, "2024-11-30", (), report="r1", outlet="Wire", event="e1"),
        make.toll(9, "2024-11-30", (), report="r2", outlet="Wire", event="e2", known={"copy_of": "r1"}),
    ]
    [tally] = count(known, groups={"e1": "g", "e2": "g"})
    assert tally.independent == 1
    assert tally.has("copy")


def test_sources_of_one_house_are_one(make: Any) -> None:
    known = [make.toll(9, "2024-11-30", "State radio", event="e"), make.toll(9, "2024-11-30", "State agency", event="e")]
    house = [
        SourceEntry(id="h", name="House"),
        SourceEntry(id="a", name="State radio", parent="h"),
        SourceEntry(id="b", name="State agency", parent="h"),
    ]
    assert of(count(known, groups={})).independent == 2
    assert of(count(known, groups={}, sources=house)).independent == 1


def test_assessments_leave_out_the_unreliable(make: Any) -> None:
    known = [make.toll(9, "2024-11-30", "A", event="e"), make.toll(90, "2024-11-30", "B", event="e")]
    rated = Assessment(id="d", who="Ana", at="2024-12-01T00:00:00Z", target="B", reliability="E")
    assert figures(of(count(known, groups={}, decisions=[rated]))) == (9, 9, 9)
    assert figures(of(count(known, groups={}, decisions=[rated], known_at="2025-01-01"))) == (9, 9, 9)
    early = [
        make.toll(n, "2024-11-30", by, event="e", known={"known_at": "2024-11-30T00:00:00Z"}) for n, by in ((9, "A"), (90, "B"))
    ]
    assert of(count(early, groups={}, decisions=[rated], known_at="2024-11-30")).high == 90


def test_a_correction_changes_the_figure_and_a_retraction_takes_it_out(make: Any) -> None:
    known = [make.toll(9, "2024-11-30", "A", event="e", id="a"), make.toll(30, "2024-11-30", "B", event="e", id="b")]
    fix = Correction(id="d", who="Ana", at="2024-12-01T00:00:00Z", claim="b",
                     fields={"figure": {"low": 3, "best": 3, "high": 3, "bound": "exact"}})  # fmt: skip
    assert figures(of(count(known, groups={}, decisions=[fix]))) == (3, 3, 9)
    gone = Retraction(id="d2", who="Ana", at="2024-12-02T00:00:00Z", target="b")
    assert count(known, groups={}, decisions=[fix, gone]) == count(known[:1], groups={})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ucdp_range", (12, 15, 99)),
        ("acled_conservative", (12, 12, 12)),
        ("ibc_two_source", (12, None, 15)),
        ("airwars_incident", (12, None, 15)),
    ],
)
def test_policies_read_a_vague_word_and_a_number(make: Any, name: str, expected: tuple[int | None, ...]) -> None:
    known = [
        make.toll(15, "2024-12-01", "A", event="e"),
        make.toll(Figure(12, None, 99, "vague"), "2024-12-01", "B", event="e"),
    ]
    assert figures(of(count(known, groups={}, policy=policy(name)))) == expected


def test_acled_words_stand_for_their_numbers_and_injuries_are_not_counted(make: Any) -> None:
    known = [
        make.toll(Figure(100, None, 999, "vague"), "2024-12-01", "A", event="e"),
        make.toll(7, "2024-12-01", outcome="injured", event="e"),
    ]
    tallies = count(known, groups={}, policy=policy("acled_conservative"))
    assert figures(of(tallies)) == (100, 100, 100)
    injured = of(tallies, outcome="injured")
    assert figures(injured) == (None, None, None)
    assert injured.set_aside[0].reason == "injuries are not counted under this policy"


def test_two_sources_or_provisional(make: Any) -> None:
    one = [make.toll(9, "2024-12-01", "A", event="e")]
    two = [*one, make.toll(9, "2024-12-01", "B", event="e")]
    ibc = policy("ibc_two_source")
    assert of(count(one, groups={}, policy=ibc)).has("provisional")
    assert not of(count(two, groups={}, policy=ibc)).has("provisional")
    assert of(count(two, groups={}, policy=ibc)).best == 9


def test_airwars_grades(make: Any) -> None:
    army, rebels = make.actor("Army", "military", "gov"), make.actor("Front", "rebel", "opp")
    grade = policy("airwars_incident")

    def graded(*known: Any) -> str | None:
        return of(count(known, groups={}, policy=grade)).grade

    one, two = make.toll(9, "2024-12-01", "A", event="e"), make.toll(9, "2024-12-01", "B", event="e")
    event = make.event("2024-12-01", "A", id="e", side_a=(army,))
    assert graded(one, event) == "weak"
    assert graded(one, two, event) == "fair"
    assert graded(one, two, event, make.statement(army, "claim_responsibility", "e", "2024-12-02")) == "confirmed"
    accusing = make.statement(army, "accuse", "e", "2024-12-02", addressee=rebels)
    assert graded(one, two, event, accusing) == "contested"
    assert graded(make.toll(9, "2024-12-01", "A", event="e", modality="denied")) == "discounted"


def test_single_source_gives_each_originators_own_count(make: Any) -> None:
    known = [make.toll(9, "2024-12-01", "A", event="e"), make.toll(12, "2024-12-01", "B", event="e")]
    own = policy("single_source")
    assert [(t.originators, t.best) for t in count(known, groups={}, policy=own)] == [(("A",), 9), (("B",), 12)]
    assert [t.best for t in count(known, groups={}, policy=own.of("B"))] == [12]


def test_all_policies_stand_side_by_side(make: Any) -> None:
    known = [make.toll(9, "2024-12-01", "A", event="e"), make.toll(12, "2024-12-01", "B", event="e")]
    [beside] = compare(known, groups={}).values()
    assert list(beside) == list(policies())
    assert next(iter(policies())) == "ucdp_range"
    assert len(policies()) == 5


def test_an_old_total_of_another_originator_is_set_aside(make: Any) -> None:
    known = [make.toll(50, "2024-11-01", "A", scope="cumulative"), make.toll(400, "2024-12-01", "B", scope="cumulative")]
    tally = of(count(known, groups={item.claim.id: "g" for item in known}))
    assert figures(tally) == (400, 400, 400)
    assert tally.has("as_of_differ")


def test_an_estimate_is_kept_apart_from_a_count(make: Any) -> None:
    known = [
        make.toll(500, "2024-12-01", "A", scope="cumulative"),
        make.toll(900, "2024-12-01", "B", scope="cumulative", anchors=(Anchor(0, 12, "an estimated 900 dead"),)),
    ]
    tallies = count(known, groups={item.claim.id: "g" for item in known})
    assert {(t.best, t.estimate, t.has("estimate")) for t in tallies} == {(500, False, False), (900, True, True)}


def test_two_forces_of_one_kind_in_one_account_do_not_replace_each_other(make: Any) -> None:
    def of_a_kind(name: str) -> dict[str, Any]:
        return {"side": "combatants", "actors": (Actor(None, name, "rebel"),), "report": "r", "scope": "cumulative"}

    known = [
        make.toll(65, "2024-11-28", **of_a_kind("main faction")),
        make.toll(18, "2024-11-28", **of_a_kind("allied factions")),
    ]
    tallies = count(known, groups={item.claim.id: "g" for item in known})
    assert sorted(t.best or 0 for t in tallies) == [18, 65]


def test_fighters_beside_those_of_a_side_are_the_others(make: Any) -> None:
    known = [
        make.toll(218, "2024-11-29", side="combatants", scope="cumulative", report="r1"),
        make.toll(183, "2024-11-30", side="combatants", scope="cumulative", report="r2"),
        make.toll(
            100, "2024-11-30", side="combatants", scope="cumulative", report="r2", actors=(Actor("a", "Army", "military"),)
        ),
    ]
    tallies = count(known, groups={item.claim.id: "g" for item in known})
    assert not any(t.has("falls") for t in tallies)
    assert of(tallies, "combatants").best == 218


def test_strikes_that_two_sides_blame_on_each_other_are_contested(make: Any) -> None:
    army, rebels = make.actor("Army", "military"), make.actor("terrorists", "rebel")
    known = [
        make.toll(4, "2024-11-29", "State media", event="e"),
        make.event("2024-11-29", "State media", id="e", side_a=(rebels,)),
        make.statement(rebels, "accuse", "e", "2024-11-29", addressee=army),
    ]
    assert of(count(known, groups={})).has("contested")


def test_fighters_by_one_account_and_civilians_by_another_make_no_common_total(make: Any) -> None:
    known = [
        make.event("2024-12-02", "Rescuers", id="e"),
        make.toll(3, "2024-12-02", "Rescuers", id="a", side="civilians", event="e"),
        make.toll(40, "2024-12-02", "State agency", id="b", side="combatants", event="e"),
    ]
    tallies = count(known, groups={"e": "g", "a": "g", "b": "g"})
    assert {tally.line.label: figures(tally) for tally in tallies} == {"civilians": (3, 3, 3), "combatants": (40, 40, 40)}
    whole = make.toll(43, "2024-12-02", "Hospital", id="c", event="e")
    tallies = count([*known, whole], groups={"e": "g", "a": "g", "b": "g", "c": "g"})
    assert figures(of(tallies)) == (43, 43, 43)


@pytest.mark.parametrize("name", ["MHM", "the Monitor", "Monitor's director", "Marna Hills Monitor (MHM)"])
def test_a_source_under_several_names_is_one_originator(make: Any, name: str) -> None:
    known = [
        make.toll(9, "2024-11-30", "Marna Hills Monitor", outlet="A", scope="cumulative", day=("2024-11-27", "2024-11-30")),
        make.toll(9, "2024-11-30", name, outlet="B", scope="cumulative", day=("2024-11-27", "2024-11-30")),
    ]
    tally = of(count(known, groups={item.claim.id: "g" for item in known}))
    assert (tally.independent, len(tally.originators)) == (1, 1)


def test_letters_that_may_stand_for_two_names_stand_for_neither(make: Any) -> None:
    names = ("Marna Hills Monitor", "Market Harvest Mission", "MHM")
    known = [make.toll(9, "2024-11-30", name, id=name) for name in names]
    tally = of(count(known, groups=dict.fromkeys(names, "g")))
    assert tally.independent == 3


def test_allies_of_a_named_force_are_not_all_its_kind_and_the_whole_is_not_the_others(make: Any) -> None:
    front = Actor("x.front", "Front", "rebel", "opp")
    told = {"report": "r", "scope": "cumulative", "day": ("2024-11-27", "2024-11-28"), "side": "combatants"}
    known = [
        make.toll(130, "2024-11-28", id="whole", **told),
        make.toll(65, "2024-11-28", id="front", part_of="whole", actors=(front,), **told),
        make.toll(18, "2024-11-28", id="allies", part_of="whole", actors=(Actor(None, "allied factions", "rebel"),), **told),
        make.toll(214, "2024-12-01", id="later", actors=(Actor(None, "armed factions", "rebel"),), **(told | {"report": "s"})),
    ]
    found = {tally.line.label: tally.best for tally in count(known, groups={item.claim.id: "g" for item in known})}
    assert found == {
        "combatants": 130, "combatants of Front": 65, "combatants of allied factions": 18, "combatants of armed groups": 214,
    }  # fmt: skip


def test_a_step_whose_parts_do_not_sum_keeps_its_flag_when_a_later_one_replaces_it(make: Any) -> None:
    told = {"scope": "cumulative", "day": ("2024-11-27", "2024-12-02"), "report": "r"}
    known = [
        make.toll(417, "2024-12-02", id="whole", **told),
        make.toll(44, "2024-12-02", id="a", part_of="whole", side="civilians", **told),
        make.toll(356, "2024-12-02", id="b", part_of="whole", side="combatants", **told),
        make.toll(704, "2024-12-05", id="next", scope="cumulative", day=("2024-11-27", "2024-12-05")),
    ]
    [one] = [one for one in series(known, groups={item.claim.id: "g" for item in known}) if one.line.label == "all"]
    assert [(flag.name, flag.date) for flag in one.flags] == [("parts_do_not_sum", "2024-12-02")]
    assert "a gap of 17" in one.flags[0].says
