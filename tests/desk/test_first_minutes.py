"""The first minutes of a new analyst, in a real browser."""

from __future__ import annotations

from typing import Any

from desk_kinds import Running

REPORT = """Shelling kills nine in Maskana

Artillery fire killed nine civilians in Maskana on Tuesday, the provincial health office said.
"""


def _states(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all("#cards .claim", "cards => cards.map(card => card.dataset.state)")
    return found


def test_paste_see_accept_undo(nameless: Running, chromium: Any) -> None:
    """A pasted report shows its claims beside marked words; a accepts, r rejects, u takes back; the name is asked for once."""
    page = chromium.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(nameless.address)
    page.get_by_role("link", name="Say your name").click()
    page.get_by_label("Your name").fill("Rim Haddad")
    page.get_by_role("button", name="Go on").click()

    page.get_by_text("Add a report").click()
    page.get_by_label("The text").fill(REPORT)
    page.get_by_label("Published", exact=True).fill("2024-12-10")
    page.get_by_label("Source", exact=True).fill("Steppe Gazette")
    page.get_by_role("button", name="Read it").click()

    page.wait_for_selector(".claim.current")
    said = page.locator(".text mark").all_inner_texts()
    assert any("nine civilians" in words for words in said)
    assert page.locator("#cards .claim", has_text="9 killed: civilians").count() == 1

    page.locator("#cards .claim", has_text="9 killed: civilians").click()
    page.keyboard.press("a")
    page.wait_for_selector('.claim[data-state="accepted"]')
    assert page.locator('.claim[data-state="accepted"]', has_text="9 killed").count() == 1
    assert "Rim Haddad" in page.locator('.claim[data-state="accepted"]').inner_text()

    page.keyboard.press("u")
    page.wait_for_selector('.claim[data-state="accepted"]', state="detached")
    page.wait_for_selector(".claim.current")
    assert set(_states(page)) == {"unseen"}

    page.locator("#cards .claim", has_text="9 killed: civilians").click()
    page.keyboard.press("r")
    page.wait_for_selector('.claim[data-state="rejected"]')
    assert problems == []
    page.close()


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
