"""The lead: one row for the report's own main incident, with nothing counted twice and nothing made up."""

from __future__ import annotations

import pytest
from claim_corpus import reader

from marsad.model import Lead, Losses


def lead_of(text: str, title: str | None = None) -> Lead:
    """The lead of a text of the test's day."""
    lead = reader().read(text, published="2024-11-30", title=title).lead
    assert lead is not None
    return lead


def points(losses: Losses | None) -> dict[str, int]:
    """The groups that a lead speaks of, and the one number of each."""
    groups = ("total", "civilians", "combatants", "unknown", "children", "women")
    return {name: one.point for name in groups if losses and (one := getattr(losses, name)) is not None}


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Shelling killed 57 people in a camp, including 12 children and 9 women. Another 83 were wounded.",
         {"total": 57, "civilians": 57, "children": 12, "women": 9}, {"total": 83, "civilians": 83}),
        ("At least 45 rebels and 43 soldiers have been killed in two days of fighting.", {"total": 88, "combatants": 88}, {}),
        ("The raid killed three fighters and a civilian, a monitor said.", {"total": 4, "civilians": 1, "combatants": 3}, {}),
        ("A bomb killed 16 people at a market on Friday. The death toll later rose to 19.", {"total": 19, "civilians": 19}, {}),
        ("A car bomb killed five soldiers. The war has killed more than 500,000 people since 2011.",
         {"total": 5, "combatants": 5}, {}),
        ("52 dead as rival groups clash. At least 50 fighters and two civilians were killed on Tuesday.",
         {"total": 52, "civilians": 2, "combatants": 50}, {}),
        ("Twelve people were hurt in a blast at a school.", {}, {"total": 12, "civilians": 12}),
        ("Ten people were killed in Aleppo, seven in Homs and three in Idlib.", {"total": 20, "unknown": 20}, {}),
        ("An ambush near Homs killed 26 people on Monday. Of them, 19 were militiamen and 11 were jihadists.",
         {"total": 26, "combatants": 19}, {}),
        ("A raid on Homs killed 40 people on Monday, including 30 soldiers, 12 of them from Latakia.",
         {"total": 40, "combatants": 30}, {}),
    ],
)  # fmt: skip
def test_the_lead_counts_each_person_once(text: str, killed: dict[str, int], injured: dict[str, int]) -> None:
    lead = lead_of(text)
    assert points(lead.killed) == killed
    assert points(lead.injured) == injured


def test_parts_of_a_running_total_are_the_campaigns_lead() -> None:
    lead = lead_of(
        "Rebels captured most of Aleppo on Saturday. A monitor reported a death toll of 311 in recent days, including "
        "183 fighters, 100 soldiers and 28 civilians."
    )
    assert points(lead.killed) == {"total": 311, "civilians": 28, "combatants": 283}
    assert lead.where is not None
    assert lead.where.name == "Aleppo"


def test_the_title_tells_that_neighbouring_tolls_are_the_news_together() -> None:
    lead = lead_of(
        "An air strike killed at least 10 people in Raqqa. Another strike killed 10 people in Idlib.",
        title="Air strikes kill 20 civilians in Syria",
    )
    assert lead.killed is not None
    assert lead.killed.total is not None
    assert lead.killed.total.low == 20


def test_a_capture_by_rebels_and_by_the_army_have_their_own_labels() -> None:
    assert lead_of("Rebels captured the town of Saraqib on Friday.").acled_type == "Non-state actor overtakes territory"
    assert lead_of("The Syrian army recaptured the town of Saraqib on Friday.").acled_type == "Government regains territory"


def test_the_dateline_is_not_the_place() -> None:
    lead = lead_of("BEIRUT (Agency) - An air strike on the city of Raqqa killed nine people on Friday, activists said.")
    assert lead.where is not None
    assert lead.where.adm1 == "Raqqa"


def test_a_report_without_an_incident_has_no_lead() -> None:
    assert reader().read("The committee met to discuss its budget for next year.", published="2024-11-30").lead is None


def test_the_headline_of_a_text_is_its_title() -> None:
    lead = lead_of(
        "US and British jets strike Hodeidah, nine killed\n\n"
        "ADEN, Nov 30 - A tanker was hit by a missile in the Gulf of Aden on Thursday and two of its crew were killed.\n\n"
        "Warplanes then struck Hodeidah before dawn on Friday. The raids killed nine people, the health ministry said."
    )
    assert points(lead.killed)["total"] == 9


def test_the_day_in_a_headline_counts_nobody() -> None:
    lead = lead_of(
        "Daily bulletin of 3 November\n\nA shell killed five farmers near Saraqib on Friday.\n\n"
        "Shelling of the market in Ariha killed three traders on Saturday."
    )
    assert points(lead.killed)["total"] == 5
