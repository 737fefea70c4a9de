"""What is asked about a part of the record is what the whole record says of it, at every moment; and what is remembered moves."""

from __future__ import annotations

import gc
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from marsad.desk.answers import Answers
from marsad.desk.moment import Moment
from marsad.gazetteer.folding import fold
from marsad.ledger.changes import changes
from marsad.ledger.policy import policy as policy_named
from marsad.ledger.registry import heard, registry_of
from marsad.ledger.sources import Beyond
from marsad.model.roles import actors_of, fighters_of
from marsad.observatory import Observatory
from marsad.store import Copy, Undo, Wanted

CLOCKS = ({}, {"as_of": "2024-12-02"}, {"as_of": "2024-11-29"}, {"as_of": "2024-12-06"})


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


@pytest.mark.parametrize("clocks", [*CLOCKS, {"known_at": "2100-01-01"}])
def test_campaigns_by_pages_are_those_of_the_whole_record(bundled: Path, clocks: dict[str, Any]) -> None:
    """Page after page there is every campaign, once; each by itself has the incidents that the whole record gives it."""
    with Observatory.open(bundled) as observatory:
        whole = {one.id: one for one in observatory.campaigns(**clocks)}
        found: list[Any] = []
        after = None
        while not found or after:
            page = observatory.campaigns_page(limit=2, after=after, **clocks)
            found += page.rows
            after = page.after
        assert sorted(one.id for one in found) == sorted(whole)
        for one in found:
            assert (one.start, one.end, one.running) == (whole[one.id].start, whole[one.id].end, whole[one.id].running)
            assert observatory.campaign(one.id, **clocks) == whole[one.id]
        assert observatory.campaign("since-1999-01-01-SY", **clocks) is None
        assert observatory.campaign("event-none", **clocks) is None


@pytest.mark.parametrize("clocks", [*CLOCKS, {"known_at": "2100-01-01"}])
def test_control_by_a_name_is_as_in_the_whole(bundled: Path, clocks: dict[str, Any]) -> None:
    """A place by its name, however it is written, or by its key, with an id or without one."""
    with Observatory.open(bundled) as observatory:
        whole = list(observatory.control(**clocks))
        assert whole
        for one in whole:
            same = [other for other in whole if fold(other.place.name) == fold(one.place.name)]
            assert list(observatory.control(one.place.name.upper(), **clocks)) == same
            assert list(observatory.control(one.key, **clocks)) == [one]
        assert not list(observatory.control("Zzyxq", **clocks))


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


def test_what_is_kept_is_no_garbage_to_look_through(bundled: Path) -> None:
    """Claims and what is made of them can't refer to themselves, so Python's search for garbage passes them by."""
    with Observatory.open(bundled) as observatory:
        answers, now = Answers(observatory), Moment()
        kept = (answers.known(now).values(), answers.control(now), answers.events(now), answers.tolls(now), observatory.series())
        for found in kept:
            one = next(iter(found))
            assert not gc.is_tracked(one)
            parts = [getattr(one, name) for name in one.__struct_fields__]
            assert not any(gc.is_tracked(part) for part in parts if hasattr(part, "__struct_fields__"))


DAYS = ("2024-11-28", "2024-12-01", "2024-12-05", "2024-12-20", None)


def test_who_holds_a_place_on_any_day_comes_from_the_words_at_hand(bundled: Path) -> None:
    """The words that are read once give for every day, and every place, what the record as of that day says."""
    with Observatory.open(bundled) as observatory:
        told = observatory.holders()
        for day in DAYS:
            assert told.control(day) == list(observatory.control(as_of=day))
            for one in told.control(day):
                assert list(observatory.control(one.key, as_of=day)) == [one] == told.control(day, one.key)


def test_what_a_later_version_dropped_stands_on_the_days_before_it(tmp_path: Path) -> None:
    """A figure that its page has changed since is, as of a day before, in the group of the others that tell of the same thing."""
    first, other = "https://news.example/1", "https://news.example/2"
    said = "Shelling of the market in {place} killed {number} people on 2 December 2024, rescuers said."
    with Observatory.create(tmp_path / "o") as observatory:
        for url, source, number, place, day in (
            (first, "Morning Post", 5, "Idlib", "2024-12-03"), (other, "Evening Post", 6, "Idlib", "2024-12-03"),
            ("https://news.example/3", "Night Post", 9, "Hama", "2024-12-03"), (first, "Morning Post", 12, "Idlib", "2024-12-06"),
        ):  # fmt: skip
            text = said.format(place=place, number=number)
            assert observatory.add_text(text, url=url, source=source, published=day).state in ("added", "new version")
        for day, figures in (("2024-12-04", {5, 6, 9}), ("2024-12-06", {6, 9, 12}), (None, {6, 9, 12})):
            tallies = list(observatory.tolls(as_of=day))
            assert {entry.best for one in tallies for entry in (*one.counted, *one.set_aside)} == figures
            assert len({one.group for one in tallies}) == 2
            for one in tallies:
                claims = [id for entry in (*one.counted, *one.set_aside) for id in entry.claims]
                assert one in list(observatory.tolls(about=claims, as_of=day))
            incidents = list(observatory.events(as_of=day))
            assert sorted(observatory.newest_incidents(as_of=day).rows, key=lambda one: one.id) == sorted(
                incidents, key=lambda one: one.id
            )
            week = Wanted(kind="event", start="2024-12-01", end="2024-12-07")
            assert list(observatory.events(week, as_of=day)) == incidents


def _two_records(observatory: Observatory, at: str, policy: str | None) -> list[Any]:
    """The changes from two whole records laid side by side."""
    laid: dict[str, Any] = observatory._grounds.lay(None, None, None).given
    then: dict[str, Any] = observatory._grounds.lay(None, None, at).given
    decided = [one for one in observatory.store.decisions() if not isinstance(one, Copy | Undo)]
    return changes(
        at, laid["known"], groups=laid["groups"], sources=laid["sources"], beyond=laid["beyond"], decisions=decided,
        known_then=then["known"], groups_then=then["groups"], decisions_then=then["decisions"],
        policy=policy_named(policy) if policy else None,
    )  # fmt: skip


@pytest.mark.parametrize("policy", [None, "single_source"])
def test_changes_from_the_log_are_those_of_two_records(bundled: Path, tmp_path: Path, policy: str | None) -> None:
    """Reports that came and people's decisions: what they moved is what laying both records side by side shows, page by page."""
    shutil.copytree(bundled, tmp_path / "o")
    with Observatory.open(tmp_path / "o") as observatory:
        claims = list(observatory.claims(Wanted(kind="toll")))
        before = observatory.store.head()
        _next_second(before.at)
        text = "Shelling of the market in Idlib killed 14 people on 1 December 2024, rescuers said."
        observatory.add_text(text, source="Morning Post", published="2024-12-02")
        observatory.review(claims[0].claim.id, False, who="Rim", why="misread")
        figure = {"low": 77, "best": 77, "high": 77, "bound": "exact"}
        observatory.correct(claims[5].claim.id, {"figure": figure}, who="Rim", why="misread")
        observatory.retract(claims[-1].claim.id, who="Rim", why="gone")
        observatory.judge(claims[2].claim.id, claims[9].claim.id, "same", who="Rim")
        observatory.assess(claims[12].originator, reliability="E", who="Rim")
        for since in ("2000-01-01", *sorted({entry.at for entry in observatory.store.log(before.seq)})[:3]):
            found = list(observatory.changes(since, policy=policy))
            assert found == _two_records(observatory, since, policy)
            assert _by_id(_pages_of_changes(observatory, since, policy=policy, limit=3)) == _by_id(found)


def test_a_change_is_on_one_page_though_what_tied_it_is_gone(tmp_path: Path) -> None:
    """A report that is retracted, and another of its event that came since, stand on pages of their own: one change, whole."""
    said = "Shelling of the market in Idlib killed {} people on 1 December 2024, {} said."
    with Observatory.create(tmp_path / "o") as observatory:
        first, _ = (
            observatory.add_text(said.format(number, who), source=source, published="2024-12-02")
            for number, who, source in ((14, "rescuers", "Morning Post"), (16, "the governor", "Noon Post"))
        )
        since = observatory.store.head().at
        _next_second(since)
        observatory.add_text(said.format(18, "a doctor"), source="Evening Post", published="2024-12-02")
        observatory.retract(first.id, who="Rim", why="withdrawn by its paper")
        (change,) = observatory.changes(since)
        assert change.before
        assert change.after
        assert (change.before.low, change.after.low, change.after.high) == (14, 16, 18)
        assert _pages_of_changes(observatory, since, limit=1) == [change]


def _next_second(at: str) -> None:
    """Wait until an instant, which is a whole second, is later."""
    while datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") <= at:
        time.sleep(0.05)


def _pages_of_changes(observatory: Observatory, since: str, **chosen: Any) -> list[Any]:
    paged, after, first = [], None, True
    while first or after:
        page = observatory.changes_page(since, after=after, **chosen)
        paged, after, first = [*paged, *page.rows], page.after, False
    return paged


def _by_id(found: list[Any]) -> list[Any]:
    return sorted(found, key=lambda one: (one.id, one.why, str(one.after)))


@pytest.mark.parametrize("clocks", CLOCKS)
def test_pages_of_agreements_are_the_whole(bundled: Path, clocks: dict[str, Any]) -> None:
    """Page after page there is every agreement with every event that would breach it, the newest first."""
    with Observatory.open(bundled) as observatory:
        found: list[Any] = []
        after = None
        while not found or after:
            page = observatory.agreements_page(limit=2, after=after, **clocks)
            found, after = [*found, *page.rows], page.after
            if not page.rows:
                break
        assert found == list(observatory.agreements(**clocks))[::-1]


@pytest.mark.parametrize("clocks", CLOCKS)
def test_actors_and_sources_are_counted_as_their_claims_are(bundled: Path, clocks: dict[str, Any]) -> None:
    """Who is named in how many claims and reports, and who first said what, is what reading every claim shows."""
    with Observatory.open(bundled) as observatory:
        claims = list(observatory.claims(**clocks))
        fighting = frozenset(key for item in observatory.claims() for key in fighters_of(item.claim))
        due = registry_of(map(heard, claims), observatory.store.sources(), {}, Beyond(fighting=fighting))
        assert list(observatory.sources(**clocks)) == due
        named: dict[str, list[Any]] = {}
        for item in claims:
            for key in {actor.id or fold(actor.name) for actor in actors_of(item.claim)}:
                named.setdefault(key, []).append(item)
        found = observatory.store.actors(**clocks)
        assert {one.name: (one.claims, one.reports) for one in found} == {
            key: (len(items), len({item.report for item in items})) for key, items in named.items()
        }
        for one in found:
            reports = observatory.store.naming(one.name, **clocks)
            assert set(reports) == {item.report for item in named[one.name]}
            assert one.report == min(reports)
        for line in due:
            said = {item.claim.id for item in claims if item.originator == line.name}
            assert set(observatory.store.said_by(line.name, **clocks)) == said or len(said) > 100
