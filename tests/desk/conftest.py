"""A real desk: the bundled observatory, a real server on this machine, a real browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import httpx
import pytest

from marsad.desk.serving import address_of, listen, server
from marsad.observatory import Observatory

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an observatory that holds the bundled reports; not to be written to."""
    folder = tmp_path_factory.mktemp("bundled") / "aleppo"
    with Observatory.create(folder) as observatory, as_file(files("marsad") / "demo" / "reports" / "aleppo2024.jsonl") as path:
        list(observatory.add([path], who="demo"))
    return folder


class Running:
    """A desk that is open: its observatory and its address."""

    def __init__(self, observatory: Observatory, *, who: str | None = None) -> None:
        self.observatory = observatory
        self._listening = listen(port=0)
        self._server = server(observatory, who=who)
        self.address = address_of(self._listening)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listening]}, daemon=True)
        self._thread.start()

    def client(self) -> httpx.Client:
        """A browser's stand-in that keeps cookies."""
        return httpx.Client(base_url=self.address, timeout=60)

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()


@pytest.fixture
def desk(bundled: Path, tmp_path: Path) -> Iterator[Running]:
    """The desk of a copy of the bundled observatory; Rim sits at it."""
    shutil.copytree(bundled, tmp_path / "aleppo")
    with Observatory.open(tmp_path / "aleppo") as observatory:
        running = Running(observatory, who="Rim")
        yield running
        running.close()


@pytest.fixture
def nameless(bundled: Path, tmp_path: Path) -> Iterator[Running]:
    """The same where nobody has said their name."""
    shutil.copytree(bundled, tmp_path / "aleppo")
    with Observatory.open(tmp_path / "aleppo") as observatory:
        running = Running(observatory)
        yield running
        running.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real Chromium: the system's, else Playwright's own; skipped where there is neither."""
    api = pytest.importorskip("playwright.sync_api")
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    with api.sync_playwright() as playwright:
        if found is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium: install Debian's chromium, or run `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
