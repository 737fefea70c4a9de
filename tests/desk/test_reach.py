"""The desk without a pointer, and on paper: every page by keyboard alone, and what a printed page carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from desk_kinds import Running
from test_axe import _own
from test_pages import PAGES

expect = pytest.importorskip("playwright.sync_api").expect

_WAITING = """() => {
    const open = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    const groups = new Set();
    return [...document.querySelectorAll(open)].filter((one) => {
        if (one.tabIndex < 0 || one.disabled || one.closest('dialog, [inert]')) return false;
        if (!one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
        if (one.type !== 'radio') return true;
        const known = groups.has(one.name); groups.add(one.name); return !known;
    }).map((one, at) => { one.dataset.reach = at; return one.outerHTML.slice(0, 160); });
}"""
"""Numbers what can be operated now; of a group of radio buttons, one stop."""

_STOP = """() => {
    const own = document.activeElement;
    if (!own || own === document.body) return null;
    const style = getComputedStyle(own), box = own.getBoundingClientRect();
    const at = own.type === 'radio' ? document.querySelector(`input[name="${own.name}"][data-reach]`) : own;
    return {
        at: at?.dataset.reach ?? null,
        says: own.outerHTML.slice(0, 120),
        ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0,
    };
}"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a visitor who has asked for less motion."""
    made = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield made
    made.close()


def _walk(page: Any) -> list[dict[str, Any]]:
    """Every stop of the Tab key from the page's top to its end."""
    page.locator(".skip").focus()
    stops = [page.evaluate(_STOP)]
    for _ in range(2_000):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or stop["at"] == stops[0]["at"]:
            return stops
        stops.append(stop)
    raise AssertionError(f"{page.url}: Tab comes to no end")


@pytest.mark.parametrize("half", [0, 1])
def test_every_control_is_reached_and_seen(desk: Running, page: Any, half: int) -> None:
    """Tab stops at everything that can be operated, each stop has a ring and is in sight; the first one skips to the content."""
    lost: list[str] = []
    for address in (*PAGES, *_own(desk))[half::2]:
        page.goto(desk.address.rstrip("/") + address)
        if address.startswith("/map"):
            page.wait_for_selector("#map[data-day]")
        waiting = page.evaluate(_WAITING)
        stops = _walk(page)
        assert "skip" in waiting[0], address
        reached = {stop["at"] for stop in stops}
        lost += [f"{address}: not reached: {one}" for at, one in enumerate(waiting) if str(at) not in reached]
        lost += [f"{address}: no ring: {stop['says']}" for stop in stops if not stop["ringed"]]
        lost += [f"{address}: out of sight: {stop['says']}" for stop in stops if not stop["inside"]]
    assert lost == []


def test_the_skip_link_skips(desk: Running, page: Any) -> None:
    """Enter on the first stop: the next one is in the content."""
    page.goto(desk.address + "tolls")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def takes_and_gives_back(page: Any, dialog: str, first: str, before: Any) -> None:
    """An open dialog has the focus on its first control; Escape closes it and gives the focus back to where it was."""
    expect(page.locator(f"{dialog} {first}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(dialog)).to_be_hidden()
    expect(before).to_be_focused()


def test_search_opens_answers_and_closes(desk: Running, page: Any) -> None:
    """Ctrl+K from anywhere; an answer is gone to by arrow and Enter; Escape gives the focus back to where it was."""
    page.goto(desk.address + "tolls")
    chosen = page.locator("main form.filter select").first
    chosen.focus()
    page.keyboard.press("Control+k")
    takes_and_gives_back(page, "#palette", "input", chosen)
    page.keyboard.press("Control+k")
    page.keyboard.type("Maskana")
    page.keyboard.press("Control+a")
    page.keyboard.type("Aleppo")
    page.wait_for_selector("#palette .found a")
    page.keyboard.press("ArrowDown")
    address = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def test_dialogs_close_on_escape_and_give_the_focus_back(desk: Running, page: Any) -> None:
    """Help, merging and mending: opened by key, closed by Escape, and the focus is where it was."""
    page.goto(desk.address + "inbox?report=aleppo-04")
    page.wait_for_selector(".claim.current")
    button = page.locator(".claim.current button[data-key=a]")
    button.focus()
    page.keyboard.press("?")
    takes_and_gives_back(page, "#help", "button", button)
    page.keyboard.press("m")
    page.wait_for_selector("#panel[open]")
    assert page.evaluate("document.querySelector('#panel').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("e")
    page.wait_for_selector(".claim.current .editing")
    assert page.evaluate("document.querySelector('.editing').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator(".editing")).to_have_count(0)
    assert page.evaluate("document.activeElement.classList.contains('current')")
    moment = page.locator("details.moment summary")
    moment.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("details.moment")).not_to_have_attribute("open", "")
    expect(moment).to_be_focused()


def test_the_current_claim_is_where_the_focus_is(desk: Running, page: Any) -> None:
    """Whoever goes by Tab judges the card that they are on, never another; an Arabic keyboard's keys are the same keys."""
    page.goto(desk.address + "inbox?report=aleppo-04")
    page.wait_for_selector(".claim.current")
    third = page.locator("#cards .claim").nth(2)
    third.locator('input[name="claim"]').focus()
    expect(third).to_have_class("claim s-unseen current")
    page.keyboard.press("a")
    expect(third).to_have_attribute("data-state", "accepted")
    fourth = page.locator("#cards .claim").nth(3)
    expect(fourth).to_have_class("claim s-unseen current")
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '\u0642', code: 'KeyR', bubbles: true }))")
    expect(fourth).to_have_attribute("data-state", "rejected")


def test_the_maps_slider_is_reached_and_moved(desk: Running, page: Any) -> None:
    """Tab comes to the slider; an arrow there is a day, and the table beside says so."""
    page.goto(desk.address + "map?as_of=2024-12-01")
    page.wait_for_selector('#map[data-day="2024-12-01"]')
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "day":
            break
    expect(page.locator("#day")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('#map[data-day="2024-12-02"]')
    expect(page.locator("#map-head")).to_contain_text("2 Dec 2024")


def test_paper_has_the_content_and_its_address(desk: Running, page: Any) -> None:
    """Printed, no page has navigation, forms or buttons, or is wider than a sheet; it says its address."""
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    wrong: list[str] = []
    for address in (*PAGES, *_own(desk)):
        page.goto(desk.address.rstrip("/") + address)
        head = page.locator("main .printed").inner_text()
        wrong += [] if address.split("?")[0] in head else [f"{address} isn't named: {head}"]
        wrong += [f"{address}: {one}" for one in page.evaluate(_SEEN)]
    assert wrong == []


@pytest.mark.parametrize("address", ["inbox?report=aleppo-04&", "tolls?", "map?"])
def test_paper_says_the_moment_and_is_light(desk: Running, page: Any, address: str) -> None:
    """In the dark too a page prints dark on white, with both the day that it stands for and the policy."""
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{desk.address}{address}as_of=2024-12-06&policy=ibc_two_source")
    head = page.locator("main .printed").inner_text()
    assert "6 Dec 2024" in head
    assert "Two independent originators" in head
    assert page.evaluate(_SEEN) == []


_SEEN = """() => {
    const parts = [...document.querySelectorAll('nav, form, button, input, select, textarea, dialog, #toast, .skip')];
    const left = parts.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 0);
    const width = document.documentElement.scrollWidth, wide = width > innerWidth ? [`${width} px wide`] : [];
    const [ink, paper] = ['color', 'backgroundColor'].map((name) => getComputedStyle(document.documentElement)[name]);
    const dark = ink === 'rgb(0, 0, 0)' && paper === 'rgb(255, 255, 255)' ? [] : [`${ink} on ${paper}`];
    return [...left.map((one) => one.outerHTML.slice(0, 120)), ...wide, ...dark];
}"""
