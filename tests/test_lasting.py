"""A toll's id, once given, leads to that toll for ever: at any moment, by every door, whatever joins it or is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main
from marsad.ledger.lasting import claims_of
from marsad.ledger.tally import Tally
from marsad.observatory import Observatory
from marsad.reading import Reader
from marsad.store import Store

NINE = "Shelling of the market in Idlib killed nine people on Friday, medics said."
TWELVE = "The death toll of Friday's shelling of the market in Idlib has risen to 12 people killed, medics said."
MOMENTS = ("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z")
ORDERS = ([NINE, TWELVE], [TWELVE, NINE])


class World:
    """An observatory with a clock of its own."""

    def __init__(self, folder: Path, reader: Reader) -> None:
        self.now = MOMENTS[0]
        self.folder = folder
        self.observatory = Observatory(Store.create(folder, clock=lambda: self.now), reader)

    def add(self, text: str, moment: str, source: str) -> str:
        self.now = moment
        return self.observatory.add_text(text, source=source, published="2024-12-01").id

    def killed(self, **clocks: str) -> Tally:
        (tally,) = [one for one in self.observatory.tolls(**clocks) if one.outcome == "killed"]
        return tally


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(params=ORDERS, ids=["rises", "came late"])
def world(request: pytest.FixtureRequest, tmp_path: Path, reader: Reader) -> Iterator[World]:
    made = World(tmp_path / "o", reader)
    for number, text in enumerate(request.param):
        made.add(text, MOMENTS[number], f"Paper {number}")
    with made.observatory:
        yield made


def test_an_old_id_and_a_new_one_lead_to_one_toll_now_and_before(world: World) -> None:
    now, before = world.killed(), world.killed(known_at=MOMENTS[0])
    assert (now.low, now.high) != (before.low, before.high)
    for id in {now.id, before.id}:
        assert list(world.observatory.toll(id)) == [now]
        assert list(world.observatory.toll(id, known_at=MOMENTS[0])) == [before]


def test_of_the_two_orders_one_changes_the_id(tmp_path: Path, reader: Reader) -> None:
    """Else the others here show nothing."""
    changed = []
    for number, texts in enumerate(ORDERS):
        made = World(tmp_path / str(number), reader)
        for at, text in enumerate(texts):
            made.add(text, MOMENTS[at], f"Paper {texts.index(text)}")
        with made.observatory:
            changed.append(made.killed().id != made.killed(known_at=MOMENTS[0]).id)
    assert any(changed)


@pytest.mark.parametrize("which", [0, 1])
def test_it_leads_on_when_the_claim_that_names_it_is_retracted(world: World, which: int) -> None:
    before = world.killed()
    entry = before.counted[which] if which < len(before.counted) else before.set_aside[which - len(before.counted)]
    world.now = "2099-01-01T00:00:00Z"
    world.observatory.retract(entry.report, who="Rim", why="another town")
    (after,) = world.observatory.toll(before.id)
    assert entry.report not in [one.report for one in (*after.counted, *after.set_aside)]
    assert after == world.killed()


def test_once_nothing_of_it_holds_it_leads_nowhere_now_and_still_there_before(world: World) -> None:
    before = world.killed()
    told = world.observatory.why(before)
    world.now = "2099-01-01T00:00:00Z"
    for report in {one.report for one in (*before.counted, *before.set_aside)}:
        world.observatory.retract(report, who="Rim", why="another town")
    assert not world.observatory.toll(before.id)
    assert list(world.observatory.toll(before.id, known_at=MOMENTS[1])) == [before]
    assert world.observatory.why(before, known_at=MOMENTS[1]) == told
    assert not world.observatory.toll("toll-none")
    assert not world.observatory.toll("none")


def test_what_moved_is_one_toll_that_rose_and_not_one_gone_and_one_new(world: World) -> None:
    changes = [one for one in world.observatory.changes(MOMENTS[0]) if (one.after or one.before).outcome == "killed"]  # type: ignore[union-attr]
    (change,) = changes
    assert change.before
    assert change.after
    for told, there in ((change.before, world.killed(known_at=MOMENTS[0])), (change.after, world.killed())):
        assert (told.id, told.low, told.best, told.high, claims_of(told)) == (
            there.id, there.low, there.best, there.high, claims_of(there),
        )  # fmt: skip
    assert change.id == world.killed().id


def test_the_commands_take_an_old_id(world: World) -> None:
    old = world.killed(known_at=MOMENTS[0])
    now = world.killed()
    world.observatory.close()
    runner = CliRunner()
    said = runner.invoke(main, ["why", old.id, "--observatory", str(world.folder)])
    assert said.exit_code == 0, said.output
    assert said.output == runner.invoke(main, ["why", now.id, "--observatory", str(world.folder)]).output
    assert f"best {now.best}" in said.output
    then = runner.invoke(main, ["why", now.id, "--known-at", MOMENTS[0], "--observatory", str(world.folder)])
    assert f"best {old.best}" in then.output
    assert runner.invoke(main, ["why", "toll-none", "--observatory", str(world.folder)]).exit_code == 1
