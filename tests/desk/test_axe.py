"""Nobody is shut out: axe-core finds nothing on any page, in English and Arabic, light and dark, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from desk_kinds import Running
from test_pages import PAGES

axe = pytest.importorskip("axe_playwright_python.sync_playwright")


def _own(desk: Running) -> list[str]:
    """The pages of single things: the toll with most figures, the event with most claims, a claim, and nothing."""
    toll = max(desk.observatory.tolls(), key=lambda one: (len(one.counted) + len(one.set_aside), one.id))
    event = max(desk.observatory.events(), key=lambda one: (len(one.claims), one.id))
    claim = toll.counted[0].claims[0]
    return [f"/tolls/{toll.id}", f"/events/{event.id}", f"/claims/{claim}/edit", f"/claims/{claim}/match", "/nowhere"]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1440), ("en", "dark", 360), ("ar", "light", 360), ("ar", "dark", 1440), ("en", "light", 360)],
)
def test_axe_finds_nothing(desk: Running, chromium: Any, language: str, scheme: str, width: int) -> None:
    """The policy of the pages would keep axe out: for it alone the browser leaves the policy aside."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language, bypass_csp=True
    )
    page = context.new_page()
    found = []
    for address in (*PAGES, *_own(desk)):
        page.goto(desk.address.rstrip("/") + address)
        for one in axe.Axe().run(page).response["violations"]:
            found += [f"{address}: {one['id']}: {node['html'][:160]}" for node in one["nodes"]]
    assert found == []
    context.close()
