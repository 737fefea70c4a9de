"""Incidents, campaigns, claims of a first, control of places, agreements, relations."""

from __future__ import annotations

from typing import Any

import pytest

from marsad.ledger.agreements import agreements, relations
from marsad.ledger.called import called
from marsad.ledger.control import control
from marsad.ledger.events import campaigns, events
from marsad.ledger.history import first_since
from marsad.ledger.maprows import control_map
from marsad.model import Actor, Anchor, Review


def test_an_incident_has_the_finest_place_and_time_that_its_claims_support(make: Any) -> None:
    known = [
        make.event("2024-12-02", id="a", place=make.at("Region", precision=4), day=("2024-11-27", "2024-12-01", 2)),
        make.event("2024-12-02", "B", id="b", place="Town", day="2024-12-01", event_type="ASSAULT"),
        make.toll(9, "2024-12-02", "C", event="b"),
    ]
    [one] = events(known, {"a": "g", "b": "g"})
    assert one.place is not None
    assert (one.place.name, one.place.precision) == ("Town", 1)
    assert (one.start, one.end, one.date_precision) == ("2024-12-01", "2024-12-01", 1)
    assert one.event_type == "ASSAULT/aerial"
    assert one.originators[:2] == ("B", "C")
    assert len(one.originators) == 3


def test_a_strike_that_two_sides_blame_on_each_other_is_one_contested_event(make: Any) -> None:
    rebels, army = make.actor("terrorists", "rebel"), make.actor("Army", "military", "gov")
    known = [
        make.event("2024-11-29", "State media", id="a", side_a=(rebels,), place="Town"),
        make.event("2024-11-29", "Rebel command", id="b", side_a=(army,), place="Town"),
    ]
    [one] = events(known, {"a": "g", "b": "g"})
    assert one.contested == "State media names terrorists; Rebel command names Army"


def test_a_joint_attack_is_not_contested(make: Any) -> None:
    one, two = make.actor("A", "military", "a"), make.actor("B", "state", "b")
    [event] = events([make.event("2024-11-29", side_a=(one, two))], {})
    assert event.contested is None


def test_a_denied_attack_with_an_accusation_in_return_is_contested(make: Any) -> None:
    rebels, army = make.actor("rebels", "rebel"), make.actor("Army", "military", "gov")
    known = [
        make.event("2024-11-29", "commander", id="a", side_a=(rebels,), modality="denied"),
        make.statement(rebels, "accuse", "a", "2024-11-29", addressee=army),
    ]
    [event] = events(known, {})
    assert event.denied
    assert event.contested


def test_planned_events_have_not_happened(make: Any) -> None:
    assert events([make.event("2024-11-29", modality="planned")], {}) == []


def test_a_campaign_holds_its_incidents_and_its_running_tolls(make: Any) -> None:
    known = [
        make.event("2024-11-30", id="inside", place="Town", day="2024-11-29"),
        make.event("2024-11-30", id="before", place="Town", day="2024-11-20"),
        make.event("2024-11-30", id="abroad", place=make.at("Port", country="LB"), day="2024-11-29"),
        make.toll(311, "2024-11-30", id="total", scope="cumulative", day=("2024-11-27", "2024-11-30"), place="Town"),
    ]
    [one] = campaigns(known, {})
    assert (one.start, one.by) == ("2024-11-27", "days")
    assert one.incidents == ("inside",)
    assert one.running == ("total",)


def test_a_campaign_that_events_name(make: Any) -> None:
    known = [make.event("2024-11-30", id="offensive"), make.event("2024-11-30", id="raid", campaign="offensive")]
    [one] = campaigns(known, {})
    assert (one.id, one.by, one.incidents) == ("offensive", "link", ("raid",))


def firsts(make: Any, *years: str) -> Any:
    force = make.actor("Air force", "military", "x")
    known = [make.event("2024-11-30", id="now", place="City", day="2024-11-30", side_a=(force,), first_since="2021")]
    known += [make.event(f"{day[:4]}-12-31", place="City", day=day, side_a=(force,)) for day in years]
    known += [make.event(f"{year}-12-31", place="Elsewhere", day=f"{year}-05-05") for year in ("2022", "2023")]
    [found] = first_since(known, {})
    return found


def test_first_since_against_history(make: Any) -> None:
    assert firsts(make).verdict == "unknown"
    assert firsts(make, "2021-06-01").verdict == "supported"
    found = firsts(make, "2021-06-01", "2023-02-03")
    assert found.verdict == "contradicted"
    assert len(found.by) == 1


def test_first_since_is_unknown_where_the_record_is_blank(make: Any) -> None:
    force = make.actor("Air force", "military", "x")
    known = [
        make.event("2024-11-30", place="City", day="2024-11-30", side_a=(force,), first_since="2021"),
        make.event("2021-12-31", place="City", day="2021-06-01", side_a=(force,)),
    ]
    [found] = first_since(known, {})
    assert found.verdict == "unknown"
    assert "nothing at all of 2022, 2023" in found.says


def test_what_was_rejected_decides_about_no_first_and_is_no_first_itself(make: Any) -> None:
    force = make.actor("Air force", "military", "x")
    known = [
        make.event("2024-11-30", id="now", place="City", day="2024-11-30", side_a=(force,), first_since="2021"),
        make.event("2021-12-31", place="City", day="2021-06-01", side_a=(force,)),
        make.event("2023-12-31", id="wrong", place="City", day="2023-02-03", side_a=(force,)),
        make.event("2022-12-31", place="Elsewhere", day="2022-05-05"),
        make.event("2023-12-31", id="quiet", place="Elsewhere", day="2023-05-05"),
    ]

    def rejecting(*claims: str) -> list[str]:
        made = [Review(id=f"d{one}", who="Ana", at="2025-01-02T00:00:00Z", claim=one, accepted=False) for one in claims]
        return [one.verdict for one in first_since(known, {}, decisions=made)]

    assert rejecting() == ["contradicted"]
    assert rejecting("wrong") == ["supported"]
    assert rejecting("wrong", "quiet") == ["unknown"]
    assert rejecting("now") == []


def sides(make: Any) -> tuple[Any, Any]:
    return make.actor("Army", "military", "gov"), make.actor("Rebels", "rebel", "opp")


def test_control_in_layers_with_a_contest_that_a_withdrawal_settles(make: Any) -> None:
    army, rebels = sides(make)
    known = [
        make.control(rebels, "captured", "Hama", "2024-12-03", "Observatory", source_kind="observatory"),
        make.control(army, "held", "Hama", "2024-12-04", "Army", extent="all"),
        make.control(army, "withdrawn", "Hama", "2024-12-05", "Army"),
    ]
    [one] = control(known, as_of="2024-12-04")
    assert one.contested
    assert "Rebels took it" in one.contests[0].says
    [one] = control(known, as_of="2024-12-06")
    assert not one.contested
    assert one.contests[0].end == "2024-12-05T00:00:00Z"
    layers = {(spell.layer, spell.status) for spell in one.timeline}
    assert layers == {("reported", "captured"), ("claimed", "held"), ("claimed", "withdrawn")}


def test_a_change_of_hands_is_no_contest(make: Any) -> None:
    army, rebels = sides(make)
    known = [
        make.control(army, "held", "Town", "2024-12-01", "Agency", source_kind="agency"),
        make.control(rebels, "captured", "Town", "2024-12-02", "Agency", source_kind="agency"),
    ]
    [one] = control(known)
    assert not one.contests
    assert [(spell.status, spell.end) for spell in one.timeline] == [("held", "2024-12-02T00:00:00Z"), ("captured", None)]


def test_a_denied_loss_is_a_claim_to_hold(make: Any) -> None:
    army, _ = sides(make)
    [one] = control([make.control(army, "withdrawn", "Hama", "2024-11-30", "Army", modality="denied")])
    assert one.now[0].spell.status == "held"


def test_status_ages_and_says_as_of_when(make: Any) -> None:
    army, _ = sides(make)
    known = [make.control(army, "held", "Town", "2024-01-01", "Army")]
    for day, age in (("2024-01-05", "current"), ("2024-01-20", "ageing"), ("2024-06-01", "stale")):
        [one] = control(known, as_of=day)
        assert (one.now[0].said, one.now[0].age) == ("2024-01-01", age)
    [one] = control(known)
    assert one.now[0].age == "unknown"


def test_people_assess_by_accepting_a_claim(make: Any) -> None:
    _, rebels = sides(make)
    known = [make.control(rebels, "captured", "Town", "2024-01-01", "Front", id="c")]
    accepted = Review(id="d", who="Ana", at="2024-01-02T00:00:00Z", claim="c", accepted=True)
    [one] = control(known, decisions=[accepted])
    assert one.now[0].layer == "assessed"
    [one] = control(known)
    assert one.now[0].layer == "claimed"


def test_a_site_is_not_the_town(make: Any) -> None:
    army, rebels = sides(make)
    known = [
        make.control(army, "held", "Town", "2024-01-01", "Agency", source_kind="agency"),
        make.control(rebels, "captured", "Town", "2024-01-02", "Agency", source_kind="agency", extent="site", sites=("airport",)),
    ]
    [one] = control(known)
    assert not one.contested
    [row] = control_map([one])
    assert row.actors == ("Army",)
    assert {spell.site for spell in one.timeline} == {None, "airport"}


def test_the_map_draws_an_area_as_an_area(make: Any) -> None:
    _, rebels = sides(make)
    where = make.at("Province", precision=4, lat=36.0, lon=37.0)
    [row] = control_map(control([make.control(rebels, "held", where, "2024-01-01", "Front", extent="most")]))
    assert row.area
    assert (row.extent, row.precision) == ("most", 4)


def test_places_are_found_by_name_or_id(make: Any) -> None:
    _, rebels = sides(make)
    known = [make.control(rebels, "held", name, "2024-01-01") for name in ("Alpha", "Beta")]
    assert [one.place.name for one in control(known, place="beta")] == ["Beta"]
    assert [one.place.name for one in control(known, place="place:Alpha")] == ["Alpha"]


def test_a_truce_lists_what_would_breach_it(make: Any) -> None:
    army, rebels = sides(make)
    region = make.at("Province", precision=4, adm1="Province", id="p")
    known = [
        make.agreement(
            "2020-03-06", id="t", parties=(army, rebels), brokers=(make.actor("Broker", "state", "br"),), status="agreed",
            day="2020-03-05", place=region,
        ),
        make.event("2020-03-04", id="before", place=make.at("Town", adm1="Province"), day="2020-03-04", side_a=(army,)),
        make.event("2020-04-01", id="breach", place=make.at("Town", adm1="Province"), day="2020-04-01", side_a=(army,)),
        make.event("2020-04-01", id="away", place=make.at("Port", adm1="Coast"), day="2020-04-01", side_a=(army,)),
    ]  # fmt: skip
    [truce] = agreements(known, {})
    assert [breach.event for breach in truce.breaches] == ["breach"]
    assert truce.brokers[0].name == "Broker"
    assert truce.status == "agreed"


def test_formerly_linked_is_no_present_tie(make: Any) -> None:
    one, other = make.actor("Front", "rebel", "f"), make.actor("Network", "rebel", "n")
    known = [
        make.relation(one, "part_of", other, "2015-01-01", day="2015-01-01"),
        make.relation(one, "formerly_linked_with", other, "2024-11-28"),
        make.relation(one, "backed_by", make.actor("State", "state", "s"), "2024-11-28"),
    ]
    present = {tie.relation: tie.present for tie in relations(known)}
    assert present == {"part_of": False, "formerly_linked_with": False, "backed_by": True}


def test_who_took_villages_of_a_province_has_not_taken_the_province(make: Any) -> None:
    _, rebels = sides(make)
    province = make.at("Province", precision=4)
    some = make.control(
        rebels, "captured", province, "2024-01-02", "Agency", source_kind="agency", anchors=(_words("a dozen villages"),)
    )
    whole = make.control(rebels, "captured", province, "2024-01-02", "Agency", source_kind="agency", anchors=(_words("took it"),))
    near = make.control(
        rebels, "captured", make.at("Town", precision=2), "2024-01-02", "Agency", source_kind="agency",
        anchors=(_words("50 villages"),),
    )  # fmt: skip
    unlisted = make.control(
        rebels, "captured", make.at("Farm", precision=None), "2024-01-02", "Agency", source_kind="agency",
        anchors=(_words("the town of Farm"),),
    )  # fmt: skip
    assert [spell.site for one in control([near, unlisted]) for spell in one.timeline] == [None, "places in it"]
    [one] = control([some])
    assert [(spell.site, spell.words) for spell in one.timeline] == [("places in it", "a dozen villages")]
    assert control_map([one])[0].status == "unknown"
    assert control_map(control([whole]))[0].status == "captured"


def _words(text: str) -> Anchor:
    return Anchor(0, len(text), text)


@pytest.mark.parametrize(
    ("who", "kind", "layer"),
    [
        ("rebels' joint command", "other", "claimed"), ("spokesman for their operations room", "official", "claimed"),
        ("a militia leader", "other", "claimed"), ("security sources", "official", "reported"),
        ("residents", "witness", "reported"), ("Rebel Radio", "outlet", "reported"),
    ],
)  # fmt: skip
def test_what_those_who_fight_say_themselves_is_claimed_and_not_reported(make: Any, who: str, kind: str, layer: str) -> None:
    _, rebels = sides(make)
    [one] = control([make.control(rebels, "captured", "Town", "2024-01-02", who, source_kind=kind, outlet="Agency")])
    assert [spell.layer for spell in one.timeline] == [layer]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("rebel", "rebels"), ("Rebel units", "rebels"), ("rebel fighters", "rebels"), ("militants", "militants"),
        ("Kurdish-led fighters", "Kurdish-led fighters"), ("allied factions", "allied factions"), ("rebel army", "rebel army"),
    ],
)  # fmt: skip
def test_forces_that_reports_only_describe_have_one_name(words: str, name: str) -> None:
    assert called(Actor(None, words, "rebel")).name == name
    assert called(Actor("x.front", words, "rebel")).name == words  # a listed one has its own
