"""What is one and what is not, case by case: the rules that no weight may break, and the matches that users look for."""

from __future__ import annotations

from typing import Any

import pytest
from matching_world import ARMY, CIVILIANS, FRONT, STATE, control, event, judge, known, toll

from marsad.matching import Matches, match
from marsad.model import Claim, Event, Figure, Known

AIR, SHELLS = "ASSAULT/aerial", "ASSAULT/heavy-weapons"


def _strike(
    report: str, killed: int | None, words: str = "warplanes bombed a market", originator: str = "medics", **more: Any
) -> list[Known]:
    """A report of an air strike with its toll."""
    made = event(report, words, **more)
    place, on = more.get("place", "Marna"), more.get("on", "2024-03-01")
    claims: list[Claim] = [made] if killed is None else [made, toll(report, killed, of=made, place=place, on=on)]
    return known(report, *claims, originator=originator)


def _same(*reports: list[Known]) -> bool:
    matches = match([item for report in reports for item in report])
    return len({matches.group_of(report[0].claim.id) for report in reports}) == 1


def test_a_rising_toll_of_one_attack_is_one_event_with_both_figures() -> None:
    first, second = _strike("a", 9), _strike("b", 12, "a market was bombed")
    matches = match([*first, *second])
    group = matches.group_of(first[0].claim.id)
    assert group is not None
    assert set(group.members) == {item.claim.id for item in (*first, *second)}
    assert group.reports == ("a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(_strike("a", 9), _strike("b", 9, place="Tell Oro"), id="different towns"),
        pytest.param(_strike("a", 9), _strike("b", 9, place="Borda"), id="different countries"),
        pytest.param(_strike("a", 9), _strike("b", 12, on="2024-03-02"), id="a different day with a different toll"),
        pytest.param(_strike("a", 9), _strike("b", 9, on="2024-03-04"), id="days apart"),
        pytest.param(_strike("a", 9), _strike("b", 9, place="South"), id="another province"),
        pytest.param(
            _strike("a", 3, "fighters attacked a post", type="ASSAULT", by=(FRONT,), against=(ARMY,)),
            _strike("b", 3, "soldiers attacked a post", type="ASSAULT", by=(ARMY,), against=(FRONT,)),
            id="attack and counter-attack",
        ),
        pytest.param(
            _strike("a", None, by=(STATE,)),
            _strike("b", None, "gunmen seized a bus", type="COERCE/seize", by=(FRONT,)), id="another deed"
        ),
        pytest.param(
            known("a", event("a", "troops will storm the mill", modality="planned")),
            _strike("b", 9, "troops storm the mill"), id="a plan"
        ),
    ],
)  # fmt: skip
def test_never_merged(one: list[Known], other: list[Known]) -> None:
    assert not _same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(_strike("a", 9), _strike("b", 9, place="Marna Gate"), id="a quarter of the town"),
        pytest.param(_strike("a", 9), _strike("b", 9, place="near Marna"), id="near the town"),
        pytest.param(_strike("a", 9), _strike("b", 9, "a market was bombed", place="Xanadia"), id="the country alone"),
        pytest.param(_strike("a", 9, place="Qasr Lut"), _strike("b", 9, place="Qasr Lut"), id="a name that no map has"),
        pytest.param(_strike("a", 9), _strike("b", 9, "a market was bombed", on=None), id="no day, reported at the time"),
        pytest.param(
            _strike("a", 4, "shells hit a dormitory", type=SHELLS, by=(FRONT,), against=(CIVILIANS,)),
            _strike("b", 4, "the army shelled the dormitory", type=SHELLS, by=(ARMY,), against=(CIVILIANS,)),
            id="each side blames the other",
        ),
        pytest.param(
            _strike("a", 20, "clashes near the mill", type="ASSAULT", by=(FRONT,), against=(ARMY,)),
            _strike("b", 20, "clashes at the mill", type="ASSAULT", by=(ARMY,), against=(FRONT,)),
            id="a clash, its sides in either order",
        ),
    ],
)  # fmt: skip
def test_merged(one: list[Known], other: list[Known]) -> None:
    assert _same(one, other)


def test_alike_words_never_outweigh_who_holds_a_place() -> None:
    one = known("a", control("a", "captured", FRONT, extent="most"))
    other = known("b", control("b", "captured", ARMY, extent="most"))
    assert not _same(one, other)
    assert _same(one, known("c", control("c", "lost", ARMY)))
    assert _same(one, known("d", control("d", "captured", FRONT, on="2024-03-02")))
    assert not _same(one, known("e", control("e", "lost", FRONT)))


def _running(report: str, number: int, until: str, originator: str = "Observatory", **more: Any) -> list[Known]:
    given = {"on": "2024-02-20", "until": until, "scope": "cumulative", "place": "North"} | more
    return known(report, toll(report, number, **given), originator=originator, published=until)


def test_a_running_toll_is_one_series_of_one_originator() -> None:
    series = [_running("a", 130, "2024-02-22"), _running("b", 242, "2024-02-23"), _running("c", 277, "2024-02-24")]
    assert _same(*series)
    assert _same(*series, _running("d", 311, "2024-02-25", on=None, place=None))
    assert not _same(series[2], _running("e", 277, "2024-02-24", originator="ministry"))
    assert not _same(series[2], _running("f", 500_000, "2024-02-24", on="2011-03-15"))
    assert not _same(series[2], _running("g", 277, "2024-02-24", outcome="displaced"))
    assert not _same(series[2], _running("h", 30, "2024-02-24", on="2024-02-24", scope="period"))
    assert not _same(series[2], _strike("i", 277))


def test_a_denial_belongs_to_what_it_denies() -> None:
    told = event("a", "shells hit a dormitory", type=SHELLS)
    denial = event("a", "denied shelling it", type=SHELLS, place=None, on=None, modality="denied")
    assert match(known("a", told, denial)).group_of(told.id) == match(known("a", told, denial)).group_of(denial.id)


def test_a_match_explains_itself_in_words() -> None:
    first, second = _strike("a", 9), _strike("b", 12, "a market was bombed")
    link = match([*first, *second]).explain(first[0].claim.id, second[1].claim.id)
    assert link is not None
    assert link.bits is not None
    assert link.bits > 0
    said = {reason.comparison: reason.says for reason in link.why}
    assert said["place"] == "the same place: marna / marna"
    assert said["date"] == "the same day: 2024-03-01"
    assert said["killed"] == "close numbers of killed: 9 / 12"
    assert "market" in said["wording"]
    far = match([*first, *_strike("c", 9, place="Tell Oro")])
    apart = far.explain(first[0].claim.id, far.groups[-1].members[0]) or far.explain(first[0].claim.id, far.groups[0].members[0])
    assert apart is not None
    assert apart.bits is None
    assert any(reason.says.startswith("different towns") for reason in apart.why if reason.bits is None)


def test_a_chain_of_same_yields_to_an_explicit_different() -> None:
    reports = [_strike(name, None, place=place, on=None) for name, place in (("a", "Marna"), ("b", "Tell Oro"), ("c", "Borda"))]
    a, b, c = (report[0].claim.id for report in reports)
    matches = Matches([judge(a, b, "same", 1), judge(b, c, "same", 2), judge(a, c, "different", 0)])
    matches.add(*(item for report in reports for item in report))
    assert matches.group_of(b) == matches.group_of(c)
    assert matches.group_of(a) != matches.group_of(c)
    (given_way,) = matches.contradictions
    assert given_way.judgement == judge(a, b, "same", 1).id
    assert "called different" in given_way.says


def test_a_person_may_take_a_toll_from_its_event() -> None:
    made = event("a", "warplanes bombed a market")
    count = toll("a", 9, of=made)
    matches = match(known("a", made, count), [judge(made, count, "different")])
    assert matches.group_of(made.id) != matches.group_of(count.id)
    matches.judge(judge(made, count, "unsure", 1))
    assert matches.group_of(made.id) == matches.group_of(count.id)


def test_a_copy_of_a_text_is_in_the_group_of_the_text() -> None:
    first = _strike("a", 9)
    copy = [known("copy", item.claim)[0] for item in first]
    (group,) = match([*first, *copy]).groups
    assert group.reports == ("a", "copy")
    assert len(group.members) == 2


def _bombing(report: str, on: str | None, *, words: str = "bombed a market", killed: int | None = None) -> list[Known]:
    bombed = event(report, words, on=on, by=(ARMY,))
    counts = () if killed is None else (toll(report, killed, of=bombed, on=on),)
    return known(report, bombed, *counts, originator=report, outlet=report)


def test_an_undated_account_leaves_its_partner_for_a_likelier_one_and_comes_back() -> None:
    undated, first, likelier = (
        _bombing("undated", None, killed=9),
        _bombing("first", "2024-03-01", words="shells hit the market"),
        _bombing("likelier", "2024-03-02", killed=9),
    )
    matches = match([*undated, *first])
    before = matches.groups
    assert [group.reports for group in before] == [("first", "undated")]
    matches.add(*likelier)
    assert {group.reports for group in matches.groups} == {("first",), ("likelier", "undated")}
    assert matches.groups == match([*undated, *first, *likelier]).groups
    matches.remove(*likelier)
    assert matches.groups == before


def test_a_judgement_taken_back_leaves_no_trace_whatever_is_judged_next() -> None:
    one, other, third = (_bombing(f"r{day}", f"2024-03-{day}") for day in ("01", "11", "21"))
    matches = match([*one, *other, *third])
    before = matches.groups
    matches.judge(judge(one[0].claim, other[0].claim, "same", 1))
    assert matches.groups != before
    matches.judge(judge(one[0].claim, other[0].claim, "unsure", 2))
    matches.judge(judge(one[0].claim, third[0].claim, "unsure", 3))
    assert matches.groups == before


def _told(
    report: str, number: int, side: str, originator: str, words: str = "warplanes bombed a town"
) -> tuple[Event, list[Known]]:
    """A strike, and what one teller counts of it."""
    made = event(report, words)
    return made, [*known(report, made), *known(report, toll(report, number, of=made, side=side), originator=originator)]


def test_one_report_that_counts_patients_by_rescuers_and_fighters_by_the_army_doesnt_make_them_one_toll() -> None:
    strike, rescuers = _told("a", 3, "civilians", "rescuers")
    army = known("a", toll("a", Figure(12, None, 99, "vague"), of=strike, side="combatants"), originator="state agency")
    matches = match([*rescuers, *army])
    assert matches.group_of(rescuers[1].claim.id) == matches.group_of(strike.id)
    assert matches.group_of(army[0].claim.id) != matches.group_of(strike.id)
    joined = match([*rescuers, *army], [judge(strike, army[0].claim, "same")])
    assert joined.group_of(army[0].claim.id) == joined.group_of(strike.id)  # a person may know better


def test_one_tellers_civilians_and_fighters_stay_parts_of_one_account() -> None:
    strike, first = _told("a", 3, "civilians", "rescuers")
    second = known("a", toll("a", 4, of=strike, side="combatants"), originator="rescuers")
    matches = match([*first, *second])
    assert matches.group_of(second[0].claim.id) == matches.group_of(strike.id)


def test_two_reports_that_count_other_victims_are_not_one_and_a_total_of_all_may_be() -> None:
    _, civilians = _told("a", 16, "civilians", "monitor")
    _, fighters = _told("b", 40, "combatants", "ministry", "jets struck gatherings of militants")
    _, people = _told("c", 16, "unknown", "medics")
    assert not _same(civilians, fighters)
    assert _same(civilians, people)
    link = match([*civilians, *fighters]).explain(civilians[0].claim.id, fighters[0].claim.id)
    assert link is not None
    assert "other victims: civilians / combatants" in [reason.says for reason in link.why]
