"""What is asked about a part of the record is what the whole record says of it, at every moment; and what is remembered moves."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from marsad.desk.answers import Answers
from marsad.desk.moment import Moment
from marsad.observatory import Observatory
from marsad.store import Wanted

CLOCKS = ({}, {"as_of": "2024-12-02"})


@pytest.mark.parametrize("clocks", CLOCKS)
def test_a_part_is_as_in_the_whole(bundled: Path, clocks: dict[str, Any]) -> None:
    """Incidents, tolls and running totals about some claims are those of the whole record."""
    with Observatory.open(bundled) as observatory:
        members = observatory.store.members
        for one in observatory.events(**clocks):
            assert one in list(observatory.events(about=members(one.id), **clocks))
        tallies, strands = list(observatory.tolls(**clocks)), list(observatory.series(**clocks))
        for group in {one.group for one in tallies}:
            about = members(group)
            found = [one for one in observatory.tolls(about=about, **clocks) if one.group == group]
            assert found == [one for one in tallies if one.group == group]
            steps = [one for one in observatory.series(about=about, **clocks) if one.group == group]
            assert steps == [one for one in strands if one.group == group]
        wanted = Wanted(kind="event", start="2024-11-28", end="2024-12-01")
        days = [one for one in observatory.events(**clocks) if one.start <= "2024-12-01" and one.end >= "2024-11-28"]
        assert list(observatory.events(wanted, **clocks)) == days


@pytest.mark.parametrize("clocks", CLOCKS)
def test_pages_are_the_whole(bundled: Path, clocks: dict[str, Any]) -> None:
    """Page after page there is every incident and every toll, once; words and filters leave out what doesn't hold them."""
    with Observatory.open(bundled) as observatory:
        incidents: list[Any] = []
        tallies: list[Any] = []
        for found, ask in ((incidents, observatory.newest_incidents), (tallies, observatory.newest_tolls)):
            after = None
            while not found or after:
                page: Any = ask(limit=4, after=after, **clocks)
                found += page.rows
                after = page.after
        assert sorted(incidents, key=lambda one: one.id) == sorted(observatory.events(**clocks), key=lambda one: one.id)
        assert sorted(tallies, key=lambda one: one.id) == sorted(observatory.tolls(**clocks), key=lambda one: one.id)
        named = observatory.newest_incidents(None, "idlib", **clocks).rows
        assert {one.id for one in incidents if one.place and one.place.name == "Idlib"} <= {one.id for one in named}


def test_a_judgement_leaves_alone_what_does_not_rest_on_it(bundled: Path, tmp_path: Path) -> None:
    """A review moves the piles and the tolls, not the places; of a claim on control also the control; and undo the same."""
    shutil.copytree(bundled, tmp_path / "o")
    with Observatory.open(tmp_path / "o") as observatory:
        answers, now = Answers(observatory), Moment()
        places, control = answers.places(now), answers.control(now)
        new = sum(pile.unseen for pile in answers.piles(now))
        toll = next(item.claim.id for item in observatory.claims(Wanted(kind="toll")))
        held = next(item.claim.id for item in observatory.claims(Wanted(kind="control")))
        observatory.review(toll, False, who="Rim")
        assert answers.places(now) is places
        assert answers.control(now) is control
        assert sum(pile.unseen for pile in answers.piles(now)) == new - 1 == answers.new()
        decided = observatory.review(held, False, who="Rim")
        assert answers.control(now) is not control
        assert list(answers.control(now)) == list(observatory.control())
        observatory.undo(decided.id, who="Rim")
        assert list(answers.control(now)) == list(control)
