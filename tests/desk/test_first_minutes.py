"""The first minutes of a new analyst, in a real browser."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from typing import Any

import pytest
from desk_kinds import Running

REPORT = """Shelling hits Jarabulus

Artillery fire killed nine civilians in Jarabulus on Tuesday, the provincial health office said.
"""
LATER = """More bodies found in Jarabulus

Fourteen civilians were killed by artillery fire in Jarabulus on Tuesday, the provincial health office said on Wednesday.
"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page on which nothing may go wrong."""
    made = chromium.new_page(viewport={"width": 1440, "height": 900}, locale="en")
    problems: list[str] = []
    made.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: problems.append(str(error)))
    yield made
    made.close()
    assert problems == []


def _states(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all("#cards .claim", "cards => cards.map(card => card.dataset.state)")
    return found


def _paste(page: Any, text: str, published: str, source: str) -> None:
    title, _, body = text.partition("\n\n")
    page.wait_for_selector(".claim.current")
    page.keyboard.press("p")
    page.get_by_label("The text").fill(body)
    page.get_by_label("Title (optional)").fill(title)
    page.get_by_label("Published", exact=True).fill(published)
    page.get_by_label("Source", exact=True).fill(source)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector(".text .body mark.now")


def _toll(page: Any) -> str:
    """The three numbers of the list's toll of civilians in Jarabulus, and its flags; the page stands at the list then."""
    page.get_by_role("link", name="Tolls", exact=True).click()
    page.get_by_label("Place or source").fill("Jarabulus")
    page.get_by_label("Place or source").press("Enter")
    page.wait_for_url("**/tolls?*q=Jarabulus*")
    row = page.locator("tbody tr", has_text="killed: civilians")
    return " ".join(row.locator("td.num").all_inner_texts())


def test_the_first_ten_minutes(nameless: Running, page: Any) -> None:
    """From opening the desk to a toll that rose, why, back again, the map's days, another policy and Arabic."""
    page.goto(nameless.address)
    page.get_by_role("link", name="Say your name").click()
    page.get_by_label("Your name").fill("Rim Haddad")
    page.get_by_role("button", name="Go on").click()

    # a report: its claims beside the words that say them
    _paste(page, REPORT, "2024-12-10", "Steppe Gazette")
    assert any("nine civilians" in words for words in page.locator(".text mark").all_inner_texts())
    card = page.locator("#cards .claim", has_text="9 killed: civilians")
    assert card.count() == 1

    # by keyboard: accept, back, reject, back, accept
    for key, state in (("a", "accepted"), ("u", "unseen"), ("r", "rejected"), ("u", "unseen"), ("a", "accepted")):
        if key != "u":
            card.click()
        page.keyboard.press(key)
        page.wait_for_function(
            "state => [...document.querySelectorAll('#cards .claim')].find(one => one.textContent.includes('9 killed'))"
            "?.dataset.state === state && document.querySelector('.claim.current')", arg=state,
        )  # fmt: skip
    assert "Rim Haddad" in card.inner_text()
    assert _toll(page) == "9 9 9"

    # a second report raises the toll: it shows, with what it was, and why
    page.get_by_role("link", name="Inbox", exact=True).click()
    _paste(page, LATER, "2024-12-11", "River Post")
    assert _toll(page) == "9 14 14"
    page.get_by_role("link", name="killed: civilians").click()
    grounds = page.locator(".grounds")
    assert grounds.locator("mark", has_text="nine civilians").count() == 1
    assert grounds.locator("mark", has_text="Fourteen civilians").count() == 1
    assert "it is the latest" in grounds.inner_text()
    page.get_by_role("link", name="Changes", exact=True).click()
    assert "Jarabulus" in page.locator("main").inner_text()

    # the new figure is rejected and the toll is what it was; undo, and it is back
    page.get_by_role("link", name="Inbox", exact=True).click()
    page.get_by_role("link", name="More bodies found").click()
    page.locator("#cards .claim", has_text="14 killed: civilians").click()
    page.keyboard.press("r")
    page.wait_for_selector('.claim[data-state="rejected"]')
    assert _toll(page) == "9 9 9"
    page.go_back()
    page.go_back()
    page.wait_for_selector(".claim.current")
    page.keyboard.press("u")
    page.wait_for_selector('.claim[data-state="rejected"]', state="detached")
    assert _toll(page) == "9 14 14"

    # another policy, the difference beside it
    chosen = page.locator("main form.filter")
    chosen.locator('select[name="policy"]').select_option("acled_conservative")
    chosen.get_by_role("button", name="Show").click()
    page.wait_for_url("**policy=acled_conservative**")
    assert page.locator("tbody tr", has_text="killed: civilians").locator("s.usual").count() > 0

    # the map's days
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_selector("#map[data-day]")
    page.locator("#day").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector('#map[data-day="2024-12-10"]')

    # and Arabic, at the same moment and policy
    page.get_by_role("button", name="العربية").click()
    page.wait_for_selector('html[dir="rtl"]')
    assert page.locator("h1").inner_text() == "الخريطة والزمن"
    assert "as_of=2024-12-10" in page.url
    assert "policy=acled_conservative" in page.url


def test_sixty_claims_by_keyboard(desk: Running, page: Any, record_property: Any) -> None:
    """Sixty claims in a row are judged with one key each, across reports; how long each took to the next is recorded."""
    page.goto(f"{desk.address}inbox?report=aleppo-01")
    page.wait_for_selector(".claim.current")
    waits: list[float] = []
    while len(waits) < 60:
        left = page.evaluate(_JUDGE)
        waits += left
        if len(waits) < 60:
            page.keyboard.press("j")
            page.wait_for_function("old => document.querySelector('.claim.current') && location.href !== old", arg=page.url)
    page.wait_for_function("() => document.querySelectorAll('.htmx-request').length === 0")
    told = {"judged": len(waits), "median_ms": round(statistics.median(waits), 1), "largest_ms": round(max(waits), 1)}
    record_property("review_rate", told)
    print("review rate:", json.dumps(told))
    done = [one for one in desk.observatory.store.decisions() if type(one).__name__ == "Review" and one.who == "Rim"]
    assert len({one.claim for one in done}) >= 60


_JUDGE = """async () => {
  const waits = [];
  const until = performance.now() + 60000;
  const painted = () => new Promise((done, stop) => performance.now() > until && stop(new Error('nothing follows the key'))
    || requestAnimationFrame(() => setTimeout(done)));
  const unseen = () => document.querySelectorAll('#cards .claim[data-state="unseen"]').length;
  for (let left = unseen(); left; left = unseen()) {
    const own = document.querySelector('.claim.current');
    const start = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: waits.length % 3 ? 'a' : 'r', bubbles: true }));
    while (document.querySelector('.claim.current') === own && left > 1) await painted();
    await painted();
    waits.push(performance.now() - start);
    while (unseen() === left) await painted();
  }
  return waits;
}"""


def test_keys_walk_through_the_claims(desk: Running, chromium: Any) -> None:
    """j and k go to the next and the previous claim, and the words of the claim light up; ? shows the keys."""
    page = chromium.new_page()
    page.goto(f"{desk.address}inbox?report=aleppo-04")
    first = page.locator(".claim.current").get_attribute("id")
    page.keyboard.press("j")
    second = page.locator(".claim.current").get_attribute("id")
    claim = (second or "").removeprefix("claim-")
    assert second != first
    assert page.locator(f'.text mark.now[data-claims~="{claim}"]').count() > 0
    page.keyboard.press("k")
    assert page.locator(".claim.current").get_attribute("id") == first
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.close()


def test_no_page_scrolls_sideways_on_a_phone(desk: Running, chromium: Any) -> None:
    """At 360 px every page fits its width."""
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    wide = []
    for address in (
        "inbox?report=aleppo-04", "reports", "report?id=aleppo-04", "tolls", "events", "changes", "log", "who",
        "map", "places", "places/geonames:170063", "campaigns", "campaigns/since-2024-11-27-SY",
    ):  # fmt: skip
        page.goto(desk.address + address)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(address)
    assert wide == []
    page.close()
