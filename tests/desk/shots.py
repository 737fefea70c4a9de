"""Pictures of every page, to be looked at.

    python tests/desk/shots.py FOLDER [PAGE ...] [--language ar] [--scheme dark] [--width 360] [--height 720] [--whole]

They are made from the bundled observatory in a real Chromium; a name says page, language, scheme and width.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from importlib.resources import as_file, files
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from marsad.observatory import Observatory

sys.path.insert(0, str(Path(__file__).parent))
from conftest import FLAGS, Running


def pages(observatory: Observatory) -> dict[str, str]:
    """Name -> address, of every page and of the fullest of its things."""
    toll = max(observatory.tolls(), key=lambda one: (len(one.counted) + len(one.set_aside), one.id))
    event = max(observatory.events(), key=lambda one: (len(one.claims), one.id))
    return {
        "inbox": "/inbox?report=aleppo-04", "reports": "/reports", "report": "/report?id=aleppo-04", "tolls": "/tolls",
        "tolls-policy": "/tolls?policy=acled_conservative", "toll": f"/tolls/{toll.id}", "events": "/events",
        "event": f"/events/{event.id}", "edit": f"/claims/{toll.counted[0].claims[0]}/edit",
        "match": f"/claims/{toll.counted[0].claims[0]}/match", "map": "/map?as_of=2024-12-06", "campaigns": "/campaigns",
        "campaign": "/campaigns/since-2024-11-27-SY", "places": "/places", "place": "/places/geonames:170063",
        "actors": "/actors", "actor": "/actor?id=sy.hts", "sources": "/sources", "agreements": "/agreements",
        "search": "/search?q=Aleppo", "changes": "/changes?since=2024-11-01",
        "past": "/reports?known_at=2020-01-01", "log": "/log", "who": "/who",
        "error": "/nowhere",
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("page", nargs="*")
    parser.add_argument("--language", action="append")
    parser.add_argument("--scheme", action="append")
    parser.add_argument("--width", action="append", type=int)
    parser.add_argument("--height", type=int)
    parser.add_argument("--whole", action="store_true", help="the whole page and not only its first screen")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as held, Observatory.create(Path(held) / "aleppo") as observatory:
        with as_file(files("marsad") / "demo" / "reports" / "aleppo2024.jsonl") as path:
            list(observatory.add([path], who="demo"))
        desk = Running(observatory, who="Rim")
        found = shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
            wanted = product(given.language or ["en", "ar"], given.scheme or ["light", "dark"], given.width or [1440, 360])
            for language, scheme, width in wanted:
                height = given.height or (900 if width > 600 else 740)
                size = {"width": width, "height": height}
                context = browser.new_context(viewport=size, color_scheme=scheme, locale=language, reduced_motion="reduce")
                page = context.new_page()
                for name, address in pages(observatory).items():
                    if given.page and name not in given.page:
                        continue
                    page.goto(desk.address.rstrip("/") + address)
                    if name == "map":
                        page.wait_for_selector("#map[data-day]")
                    page.screenshot(path=given.folder / f"{name}-{language}-{scheme}-{width}.png", full_page=given.whole)
                context.close()
            browser.close()
        desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
