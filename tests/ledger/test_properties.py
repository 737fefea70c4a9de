"""What must hold whatever arrives: order, duplicates and retractions leave no trace, and nothing cumulative is ever added up."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.ledger.changes import changes
from marsad.ledger.control import control
from marsad.ledger.events import events
from marsad.ledger.policy import policies
from marsad.ledger.series import series
from marsad.ledger.tally import Tally
from marsad.ledger.tolls import count
from marsad.ledger.voices import ceiling
from marsad.model import Actor, Anchor, Control, Event, Figure, Group, Known, Retraction, Source, Toll, When, Where

DAYS = tuple(f"2024-12-{day:02}" for day in range(1, 9))
ACTORS = (Actor("g.army", "Army", "military", "g"), Actor(None, "rebels", "rebel"), Actor("o.front", "Front", "rebel", "o"))
GROUPS = ("g1", "g2", "g3")
TOWN = Where(name="Town", text="Town", anchor=Anchor(0, 4, "Town"), country="SY", id="t")

figures = st.one_of(
    st.integers(0, 500).map(Figure.exact),
    st.integers(1, 500).map(Figure.at_least),
    st.integers(1, 500).map(Figure.at_most),
    st.integers(20, 500).map(lambda n: Figure(n - n // 10, n, n + n // 10, "about")),
    st.tuples(st.integers(1, 100), st.integers(0, 100)).map(lambda p: Figure(p[0], None, p[0] + p[1], "between")),
    st.sampled_from([Figure(12, None, 99, "vague"), Figure(100, None, 999, "vague")]),
)
groups = st.builds(
    Group,
    side=st.sampled_from(["unknown", "civilians", "combatants", "mixed"]),
    actors=st.lists(st.sampled_from(ACTORS), max_size=1).map(tuple),
    attributes=st.sampled_from([(), (), (), ("children",), ("women",)]),
)


@st.composite
def a_known(draw: Any, number: int) -> tuple[Known, str]:
    """A claim about one of three things, and which."""
    id, day = f"c{number}", draw(st.sampled_from(DAYS))
    report, group = f"r{draw(st.integers(0, 5))}", draw(st.sampled_from(GROUPS))
    who = draw(st.sampled_from(["Agency", "Observatory", "Ministry", "residents"]))
    chain = (Source(who, draw(st.sampled_from(["agency", "observatory", "party", "witness"]))),)
    shared: dict[str, Any] = {
        "id": id, "anchors": (Anchor(0, 2, "it"),), "attribution": chain,
        "modality": draw(st.sampled_from(["asserted", "asserted", "asserted", "denied", "possible"])),
        "when": draw(st.sampled_from([None, When(start=DAYS[0], end=day, text="x", anchor=Anchor(0, 1, "x"))])),
        "where": draw(st.sampled_from([None, TOWN])),
    }  # fmt: skip
    kind = draw(st.sampled_from(["toll", "toll", "toll", "event", "control"]))
    claim: Any
    if kind == "toll":
        claim = Toll(
            **shared, outcome=draw(st.sampled_from(["killed", "injured"])), group=draw(groups), figure=draw(figures),
            scope=draw(st.sampled_from(["incident", "incident", "cumulative", "period", "delta"])),
            part_of=draw(st.one_of(st.none(), st.integers(0, 12).map(lambda n: f"c{n}"))),
        )  # fmt: skip
    elif kind == "event":
        claim = Event(**shared, event_type="ASSAULT/aerial", side_a=(draw(st.sampled_from(ACTORS)),))
    else:
        status = draw(st.sampled_from(["captured", "held", "lost", "withdrawn"]))
        claim = Control(**shared, actors=(draw(st.sampled_from(ACTORS)),), status=status)
    known = Known(
        claim=claim, report=report, known_at=f"{draw(st.sampled_from(DAYS))}T12:00:00Z", originator=who, outlet=f"of {report}",
        published=day, copy_of=draw(st.sampled_from([None, None, "r0"])),
    )  # fmt: skip
    return known, group


@st.composite
def records(draw: Any) -> tuple[list[Known], dict[str, str]]:
    """Up to twelve claims, and the groups that they are matched to."""
    drawn = [draw(a_known(number)) for number in range(draw(st.integers(1, 12)))]
    return [known for known, _ in drawn], {known.claim.id: group for known, group in drawn}


def everything(known: list[Known], matched: dict[str, str], **more: Any) -> tuple[Any, ...]:
    """All that the ledger says of a record."""
    tallies = tuple(tuple(count(known, groups=matched, policy=one, **more)) for one in policies().values())
    return (*tallies, series(known, groups=matched, **more), events(known, matched, **more), control(known, **more))


@settings(deadline=None, max_examples=60)
@given(records(), st.randoms(use_true_random=False))
def test_order_of_arrival_and_duplicates_change_nothing(record: tuple[list[Known], dict[str, str]], random: Random) -> None:
    known, matched = record
    shuffled = known * 2
    random.shuffle(shuffled)
    assert everything(shuffled, matched) == everything(known, matched)


@settings(deadline=None, max_examples=60)
@given(records(), st.data())
def test_retracting_a_claim_equals_never_having_had_it(record: tuple[list[Known], dict[str, str]], data: Any) -> None:
    known, matched = record
    gone = data.draw(st.sampled_from(known))
    retraction = Retraction(id="d", who="Ana", at="2024-12-20T00:00:00Z", target=gone.claim.id)
    without = [item for item in known if item is not gone]
    assert everything(known, matched, decisions=[retraction]) == everything(without, matched)
    whole = Retraction(id="d", who="Ana", at="2024-12-20T00:00:00Z", target=gone.report)
    without = [item for item in known if item.report != gone.report]
    assert everything(known, matched, decisions=[whole]) == everything(without, matched)


@settings(deadline=None, max_examples=60)
@given(records(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_the_past_is_what_was_said_and_known_then(record: tuple[list[Known], dict[str, str]], said: str, had: str) -> None:
    known, matched = record
    then = [item for item in known if (item.published or "") <= said and item.known_at[:10] <= had]
    for one in policies().values():
        assert count(known, groups=matched, policy=one, as_of=said, known_at=had) == count(then, groups=matched, policy=one)


@settings(deadline=None, max_examples=100)
@given(records())
def test_figures_are_in_order_and_every_claim_is_accounted_for(record: tuple[list[Known], dict[str, str]]) -> None:
    known, matched = record
    for one in policies().values():
        for tally in count(known, groups=matched, policy=one):
            given_ones = [number for number in (tally.low, tally.best, tally.high) if number is not None]
            assert given_ones == sorted(given_ones)
            assert all(entry.reason for entry in (*tally.counted, *tally.set_aside))
    tallies = count(known, groups=matched)
    accounted = {claim for tally in tallies for entry in (*tally.counted, *tally.set_aside) for claim in entry.claims}
    assert accounted == {item.claim.id for item in known if isinstance(item.claim, Toll)}


@settings(deadline=None, max_examples=100)
@given(records())
def test_never_a_sum_of_cumulative_figures(record: tuple[list[Known], dict[str, str]]) -> None:
    known, matched = record
    stated = {item.claim.id: item.claim for item in known if isinstance(item.claim, Toll)}
    for one in policies().values():
        for tally in count(known, groups=matched, policy=one):
            entries = (*tally.counted, *tally.set_aside)
            assert {stated[claim].scope for entry in entries for claim in entry.claims} == {tally.scope}
            assert {stated[claim].outcome for entry in entries for claim in entry.claims} == {tally.outcome}
            if tally.scope != "incident":
                tops = [ceiling(stated[claim].figure) or 0 for entry in tally.counted for claim in entry.claims]
                assert all(len(entry.claims) == 1 for entry in entries)
                assert (tally.high or 0) <= max(tops, default=0)
            for a, b in combinations(tally.counted, 2):
                assert not set(a.claims) & set(b.claims)


@settings(deadline=None, max_examples=40)
@given(records(), st.sampled_from(DAYS))
def test_changes_turn_the_tallies_then_into_the_tallies_now(record: tuple[list[Known], dict[str, str]], since: str) -> None:
    known, matched = record
    then = {tally.id: tally for tally in count(known, groups=matched, known_at=since)}
    changed = changes(since, known, groups=matched)
    for before in filter(
        None, (change.before for change in changed)
    ):  # it may have borne another id, of a claim that led it then
        assert then.pop(before.id) == before
    assert all(change.why for change in changed)
    after = [change.after for change in changed if change.after is not None]
    assert Counter(map(_told, (*then.values(), *after))) == Counter(map(_told, count(known, groups=matched)))


def _told(tally: Tally) -> tuple[object, ...]:
    """What a tally says, whatever it is called."""
    return (tally.group, tally.outcome, tally.line, tally.scope, tally.low, tally.best, tally.high, tally.independent)
