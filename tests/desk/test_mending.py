"""A person mends the place and the actors of a claim: chosen among what the lists have, as a correction that can be undone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from desk_kinds import Running
from test_pages import _posts

from marsad.model import Control, Event, Known, Relation, Toll
from marsad.model.roles import actors_of

expect = pytest.importorskip("playwright.sync_api").expect

TEXT = (
    "Shelling by government forces killed four civilians in Ariha on 20 December 2024, rescuers said. "
    "Opposition fighters captured the village of Tell Marda from the army on Saturday."
)


@pytest.fixture
def report(desk: Running) -> str:
    """A report of an attack and a capture."""
    return desk.observatory.add_text(TEXT, source="Morning Post", published="2024-12-21").id


def _claim(desk: Running, report: str, kind: type) -> Known:
    return next(item for item in desk.observatory.claims() if item.report == report and isinstance(item.claim, kind))


def _now(desk: Running, claim: str) -> Any:
    return next(item.claim for item in desk.observatory.claims() if item.claim.id == claim)


def _mend(desk: Running, claim: str, **fields: str) -> Any:
    with desk.client() as client:
        return _posts(desk, client, f"/claims/{claim}/correct", **fields)


def _offered(answer: Any) -> list[str]:
    return re.findall(r'type="radio" name="[^"]+" value="([^"]+)"', answer.text)


def test_a_place_is_taken_among_those_of_its_name(desk: Running, report: str) -> None:
    """Nothing is written until a person says which; the words stay, the point is the new place's; undo brings the old one."""
    claim = _claim(desk, report, Event).claim
    old, head = claim.where, desk.observatory.store.head()
    assert old
    asked = _mend(desk, claim.id, where="Saraqib", **{"where.precision": "2"})
    assert asked.status_code == 400
    assert "Take the place that is meant" in asked.text
    assert desk.observatory.store.head() == head
    taken = _offered(asked)[0]
    assert _mend(desk, claim.id, where="Saraqib", **{"where.take": taken, "where.precision": "2"}).status_code == 303
    new = _now(desk, claim.id).where
    assert (new.id, new.precision, new.text, new.anchor) == (taken, 2, old.text, old.anchor)
    assert new.lat != old.lat
    (decision,) = desk.observatory.store.decisions()
    desk.observatory.undo(decision.id, who="Rim")
    assert _now(desk, claim.id).where == old
    assert desk.observatory.verify() == []


def test_a_place_is_no_more_exact_than_it_can_be(desk: Running, report: str) -> None:
    """A province is no exact place, how exact a chosen one is must be said, and a name that no list has gets no point."""
    claim = _claim(desk, report, Event).claim
    asked = _mend(desk, claim.id, where="Idlib")
    region = next(id for id in _offered(asked) if re.fullmatch(r"geonames:SY\.\w+", id))
    for exact, says in (("", "Say how exactly"), ("1", "take a coarser one"), ("9", "take a coarser one")):
        refused = _mend(desk, claim.id, where="Idlib", **{"where.take": region, "where.precision": exact})
        assert (refused.status_code, says in refused.text) == (400, True), exact
        assert f'name="where.take" value="{region}"' in refused.text, "what was taken stays taken"
    assert not list(desk.observatory.store.decisions())
    assert _mend(desk, claim.id, where="Idlib", **{"where.take": region, "where.precision": "4"}).status_code == 303
    assert (_now(desk, claim.id).where.id, _now(desk, claim.id).where.precision) == (region, 4)
    assert _mend(desk, claim.id, **{"where": "Idlib", "where.precision": "5"}).status_code == 303
    assert _now(desk, claim.id).where.precision == 5
    name = "Zzyxq Qarya"
    assert _offered(_mend(desk, claim.id, where=name)) == [f"={name}"]
    kept = {"where.take": f"={name}", "where.precision": "1"}
    assert _mend(desk, claim.id, where=name, **kept).status_code == 303
    where = _now(desk, claim.id).where
    assert (where.name, where.id, where.lat, where.precision) == (name, None, None, None)
    assert _mend(desk, claim.id, where="").status_code == 303
    assert _now(desk, claim.id).where is None


def test_actors_are_added_renamed_and_removed(desk: Running, report: str) -> None:
    """A name of the list is that actor; one that it lacks is kept only where a person says so; those not touched stay."""
    claim = _claim(desk, report, Control).claim
    assert isinstance(claim, Control)
    first = claim.actors[0]
    assert _mend(desk, claim.id, **{"actors.1": "Hezbollah"}).status_code == 303
    changed = _now(desk, claim.id)
    assert changed.actors[0] == first
    assert changed.actors[1].id
    asked = _mend(desk, claim.id, **{"actors.0": "Tell Marda brigade"})
    assert asked.status_code == 400
    assert "no such name" in asked.text
    kept = {"actors.0": "Tell Marda brigade", "actors.0.take": "=Tell Marda brigade", "actors.1": ""}
    assert _mend(desk, claim.id, **kept).status_code == 303
    assert [(one.id, one.name) for one in _now(desk, claim.id).actors] == [(None, "Tell Marda brigade")]
    begun = _mend(desk, claim.id, **{"actors.0": "Hayat Tahrir"})
    taken = _offered(begun)[0]
    assert _mend(desk, claim.id, **{"actors.0": "Hayat Tahrir", "actors.0.take": taken}).status_code == 303
    assert _now(desk, claim.id).actors[0].id == taken
    for decision in reversed(list(desk.observatory.store.decisions())):
        desk.observatory.undo(decision.id, who="Rim")
    assert _now(desk, claim.id) == claim


def test_every_claim_of_the_demo_opens_and_stays_as_it_is(desk: Running) -> None:
    """A form that is sent as it was given changes nothing, of every kind of claim; each actor and place stands in it."""
    head = desk.observatory.store.head()
    kinds: set[type] = set()
    with desk.client() as client:
        for item in desk.observatory.claims():
            if type(item.claim) in kinds and len(actors_of(item.claim)) < 2:
                continue
            kinds.add(type(item.claim))
            page = client.get(f"/claims/{item.claim.id}/edit").text.partition('class="stack editing"')[2]
            sent = {name: _plain(value) for name, value in re.findall(r'<input name="([^"]+)" value="([^"]*)"', page)}
            sent |= dict(re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', page))
            assert {one.name for one in actors_of(item.claim)} <= set(sent.values())
            assert _mend(desk, item.claim.id, **sent).status_code == 303
    assert desk.observatory.store.head() == head
    assert len(kinds) == 7


def _plain(text: str) -> str:
    for sign, written in (("'", "&#39;"), ('"', "&#34;"), ("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        text = text.replace(written, sign)
    return text


def test_who_a_relation_is_of_must_be_said(desk: Running) -> None:
    """Both ends of a relation stay, or become somebody else."""
    claim = next(item.claim for item in desk.observatory.claims() if isinstance(item.claim, Relation))
    assert "Write who it is" in _mend(desk, claim.id, **{"from": ""}).text
    assert _mend(desk, claim.id, to="Hezbollah").status_code == 303
    assert _now(desk, claim.id).subject == claim.subject
    assert _now(desk, claim.id).object.id != claim.object.id


@pytest.mark.parametrize("language", ["en", "ar"])
def test_place_and_actors_are_mended_by_keyboard(desk: Running, chromium: Any, report: str, language: str) -> None:
    """e, the name, Enter, the place that is meant, Enter; the card reads otherwise, and u takes it back."""
    toll = _claim(desk, report, Toll).claim
    page = chromium.new_page(viewport={"width": 1280, "height": 800}, locale=language)
    page.goto(f"{desk.address}inbox?report={report}&kind=toll")
    page.wait_for_selector(".live .claim.current")
    page.keyboard.press("e")
    field = page.locator('.editing input[name="where"]')
    field.fill("Saraqib")
    field.press("Enter")
    page.wait_for_selector(".editing .choices")
    expect(page.locator(".editing .choices input").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".claim.current .facts")).to_contain_text("Saraqib")
    page.keyboard.press("e")
    who = page.locator('.editing input[name="responsible.0"]')
    who.fill("Hezbollah")
    who.press("Enter")
    expect(page.locator(".claim.current .what")).to_contain_text("Hezbollah")
    assert _now(desk, toll.id).responsible[0].id
    page.keyboard.press("u")
    expect(page.locator(".claim.current .what")).not_to_contain_text("Hezbollah")
    page.keyboard.press("u")
    expect(page.locator(".claim.current .facts")).not_to_contain_text("Saraqib")
    assert _now(desk, toll.id) == toll
    page.close()
