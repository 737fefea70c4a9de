"""The map in a real browser: slider, layers, keys, motion, and nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from desk_kinds import Running

from marsad.desk.visit import STATIC

pytestmark = pytest.mark.skipif(
    not (STATIC / "vendor" / "leaflet").is_dir(), reason="the front-end files aren't built (make assets)"
)


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page whose every error and every request is kept."""
    made = chromium.new_page(viewport={"width": 1280, "height": 900})
    made.problems, made.asked = [], []
    made.on("console", lambda message: made.problems.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: made.problems.append(str(error)))
    made.on("request", lambda request: made.asked.append(request.url))
    yield made
    made.close()


def _open(page: Any, desk: Running, query: str = "") -> None:
    page.goto(f"{desk.address}map{query}")
    page.wait_for_selector("#map[data-day]")


def _day(page: Any) -> str | None:
    return parse_qs(urlsplit(page.url).query).get("as_of", [None])[0]


def _drawn(page: Any, day: str) -> None:
    page.wait_for_selector(f'#map[data-day="{day}"]')


def test_the_slider_sets_the_day_everywhere(desk: Running, page: Any) -> None:
    """An arrow key on the slider is a day: in the address, in the table and in every link; loading again shows it."""
    _open(page, desk, "?as_of=2024-11-30")
    slider = page.locator("#day")
    slider.focus()
    page.keyboard.press("ArrowRight")
    _drawn(page, "2024-12-01")
    assert _day(page) == "2024-12-01"
    assert slider.get_attribute("aria-valuetext") == "1 Dec 2024"
    assert "1 Dec 2024" in page.locator("#map-head").inner_text()
    assert "1 Dec 2024" in page.locator("details.moment summary").inner_text()
    assert "as_of=2024-12-01" in page.get_by_role("link", name="Tolls", exact=True).get_attribute("href")
    assert page.evaluate("document.activeElement.id") == "day"
    table = page.locator("#beside").inner_text()
    page.reload()
    _drawn(page, "2024-12-01")
    assert page.locator("#beside").inner_text() == table
    page.locator("#day").press("Home")
    _drawn(page, "2024-11-28")
    assert page.problems == []
    assert {urlsplit(address).netloc for address in page.asked} == {urlsplit(desk.address).netloc}


def test_it_plays_to_the_end_and_pauses(desk: Running, page: Any) -> None:
    """p plays day by day up to the last one and stops there; p again starts from the first."""
    _open(page, desk, "?as_of=2024-12-05")
    page.evaluate("document.getElementById('player').dataset.pace = '1'")
    page.keyboard.press("p")
    _drawn(page, "2024-12-08")
    page.wait_for_selector('#play[aria-pressed="false"]')
    assert _day(page) == "2024-12-08"
    page.evaluate("document.getElementById('player').dataset.pace = '100000'")
    page.locator("#play").press("Enter")
    page.wait_for_selector('#play[aria-pressed="true"]')
    _drawn(page, "2024-11-29")
    assert page.locator("#play").inner_text() == "Pause"
    page.locator("#play").press("Enter")
    assert page.locator("#play").get_attribute("aria-pressed") == "false"
    page.keyboard.press("[")
    _drawn(page, "2024-11-28")
    assert page.problems == []


def test_whoever_wants_no_motion_gets_steps(desk: Running, chromium: Any) -> None:
    """With reduced motion Play goes on by one day, and nothing moves by itself."""
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    _open(page, desk, "?as_of=2024-11-30")
    page.evaluate("document.getElementById('player').dataset.pace = '1'")
    page.locator("#play").click()
    _drawn(page, "2024-12-01")
    assert page.locator("#play").get_attribute("aria-pressed") == "false"
    page.locator("#play").click()
    _drawn(page, "2024-12-02")
    context.close()


def test_layers_are_switched_by_keyboard(desk: Running, page: Any) -> None:
    """An arrow key on the layers shows one alone, on the map, in the table and in the address."""
    _open(page, desk, "?as_of=2024-12-06")
    before = page.locator("#map .symbol use.shape").count()
    page.locator('input[name="layer"][value="all"]').focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('#map .symbol use.shape:not([href="#shape-claimed"])', state="detached")
    assert 0 < page.locator("#map .symbol use.shape").count() < before
    assert "layer=claimed" in page.url
    assert page.locator("#beside th", has_text="Reported by others").count() == 0
    assert page.problems == []


def test_a_mark_opens_by_keyboard_and_gives_the_focus_back(desk: Running, page: Any) -> None:
    """Each mark says all that it shows; Enter opens it with the focus inside, Escape closes it and returns."""
    _open(page, desk, "?as_of=2024-12-01&back=all")
    marks = page.locator("#map [data-mark]")
    assert marks.count() > 4
    assert all(marks.nth(number).locator(".sr").inner_text() for number in range(marks.count()))
    assert all(marks.nth(number).get_attribute("tabindex") == "0" for number in range(marks.count()))
    saraqib = page.locator('#map [data-mark$="164816"]')
    assert "reported: captured by rebels, said 1 day before" in saraqib.locator(".sr").inner_text()
    saraqib.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="All about this place")
    link.wait_for()
    page.wait_for_selector(".opened a:focus")
    page.keyboard.press("Escape")
    page.wait_for_selector(".opened", state="detached")
    assert page.evaluate("document.activeElement.dataset.mark").endswith("164816")
    area = page.locator('#map [data-mark="area:geonames:SY.12"]')
    assert area.locator(".row-of.area").count() == 1
    assert page.locator("#map path.area").count() >= 1
    assert page.problems == []


def test_the_map_works_without_scripts(desk: Running, chromium: Any) -> None:
    """Without JavaScript the form and the table do all of it."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.address}map")
    page.locator('#map-form input[name="as_of"]').fill("2024-11-30")
    page.get_by_label("claimed by a party").check()
    page.locator("#map-form").get_by_role("button", name="Show").click()
    assert _day(page) == "2024-11-30"
    assert "30 Nov 2024" in page.locator("#map-head").inner_text()
    assert page.locator("#beside tbody tr").count() > 2
    assert not page.locator("#player").is_visible()
    context.close()


def test_a_regions_name_stands_on_its_region(desk: Running, page: Any) -> None:
    """Where points crowd the middle of a region its name moves aside, and not onto another region."""
    _open(page, desk, "?as_of=2024-12-06")
    astray = page.evaluate(
        """() => [...document.querySelectorAll('.mark.area')].map((one) => {
            const own = one.getBoundingClientRect(), colour = /\\bc\\d\\b/.exec(one.innerHTML)?.[0];
            const under = document.elementsFromPoint((own.left + own.right) / 2, (own.top + own.bottom) / 2);
            return [one.textContent.trim(), colour, under.find((each) => each.matches('path.area'))?.getAttribute('class') ?? ''];
        }).filter(([, colour, area]) => !area.split(' ').includes(colour))"""
    )
    assert page.locator(".mark.area").count() > 1
    assert astray == []
