"""Which incidents are one event: a deed told again is one row, another place, day, side or weapon makes another."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml
from claim_corpus import PUBLISHED, reader
from frame_corpus import drafts, value

from marsad.model.claim import Toll

ROWS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    files("marsad.reading.language").joinpath("en", "corpus", "sameness.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("row", ROWS["one"], ids=lambda row: row["text"][:40])
def test_one_event(row: dict[str, Any]) -> None:
    (found,) = drafts(row["text"], "event")
    assert "where" not in row or row["where"] in value(found, "where")
    assert "anchors" not in row or row["anchors"] == len(found.anchors)


@pytest.mark.parametrize("row", ROWS["two"], ids=lambda row: row["text"][:40])
def test_two_events(row: dict[str, Any]) -> None:
    assert len(drafts(row["text"], "event")) == 2


@pytest.mark.parametrize("row", ROWS["blamed"], ids=lambda row: row["text"][-60:])
def test_who_is_blamed_did_it_by_that_account(row: dict[str, Any]) -> None:
    (found,) = drafts(row["text"], "event")
    assert [actor.name for actor in found.fields["side_a"]] == [row["by"]] * bool(row["by"])


@pytest.mark.parametrize("row", ROWS["accounts"], ids=lambda row: row["text"][-60:])
def test_a_party_tells_its_own_account(row: dict[str, Any]) -> None:
    first, second = drafts(row["text"], "event")
    assert (first.modality, second.modality) == ("asserted", row["modality"])
    assert value(first, "where") == value(second, "where")
    assert first.when == second.when
    assert "by" not in row or [one.name for one in second.fields["side_a"]] == [row["by"]]
    assert first.fields["acled_type"] == second.fields["acled_type"]


@pytest.mark.parametrize("row", ROWS["versions"], ids=lambda row: row["text"][:40])
def test_a_counter_charge_is_another_account_of_the_same(row: dict[str, Any]) -> None:
    told = drafts(row["text"], "event")
    first, second = found = [one for one in told if one.modality != "denied"]
    assert [one.fields["side_a"][0].name if one.fields["side_a"] else "" for one in found] == row["by"]
    assert {value(one, "where") for one in found} == {row["where"]}
    assert first.when == second.when
    (denial, _) = drafts(row["text"], "statement")
    assert denial.fields["about"].anchors == first.anchors


@pytest.mark.parametrize("row", ROWS["linked"], ids=[f"{row['text'][:50]}" for row in ROWS["linked"]])
def test_a_toll_belongs_to_the_incident_of_its_place_and_day(row: dict[str, Any]) -> None:
    claims = reader().read(row["text"], published=PUBLISHED).claims
    (toll,) = [one for one in claims if isinstance(one, Toll) and any(a.text.startswith(row["words"]) for a in one.anchors)]
    event = next((one for one in claims if one.id == toll.event), None)
    assert (event is None) == (row["event"] is None)
    assert event is None or any(anchor.text.casefold().startswith(row["event"].casefold()) for anchor in event.anchors)
