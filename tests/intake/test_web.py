"""A fetch goes to public addresses only, stays within its limits, and keeps what it got."""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from made import PAGE, RSS, STORY, bomb, one

from marsad.errors import TooLarge
from marsad.intake.arrivals import Arrival
from marsad.intake.faults import Bomb, FetchFailed, FetchRefused
from marsad.intake.limits import FetchSettings
from marsad.intake.reports import Rejected
from marsad.intake.web import check_address, fetch, fetch_arrivals

HERE = FetchSettings(allow_private=True, seconds=3)


class Handler(BaseHTTPRequestHandler):
    """Pages of a small site, some of them hostile."""

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        """One of the site's pages."""
        pages = {"/page": (PAGE.encode(), "text/html; charset=utf-8"), "/feed": (RSS.encode(), "application/rss+xml")}
        if self.path in pages:
            self.answer(*pages[self.path])
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/bomb":
            self.answer(bomb(), "text/html", coding="gzip")
        elif self.path == "/short":
            self.answer(b"half", "text/plain", length=400)
        elif self.path in ("/endless", "/drip"):
            self.endless(b"x" * 60_000 if self.path == "/endless" else b"x", 0.0 if self.path == "/endless" else 0.05)
        elif self.path == "/headers":
            with suppress(OSError):
                for _ in range(200):
                    self.wfile.write(b"H")
                    self.wfile.flush()
                    time.sleep(0.05)
        else:
            self.send_error(404)

    def answer(self, body: bytes, kind: str, *, coding: str | None = None, length: int | None = None) -> None:
        """One whole answer."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(body)))
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        self.wfile.write(body)

    def endless(self, block: bytes, wait: float) -> None:
        """An answer without end."""
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(block)
                time.sleep(wait)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The site's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_page_is_fetched_and_kept_as_warc_with_its_hash(site: str, tmp_path: Path) -> None:
    found = fetch(f"{site}/page", HERE)
    assert (found.status, found.media_type, found.charset) == (200, "text/html", "utf-8")
    assert found.body == PAGE.encode()
    assert found.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert found.warc_sha256 == hashlib.sha256(found.warc).hexdigest()
    (tmp_path / "kept.warc.gz").write_bytes(found.warc)
    kept = one(tmp_path / "kept.warc.gz")
    assert kept.report.id == f"{site}/page"
    assert kept.original == found.body


def test_a_page_and_a_feed_become_arrivals(site: str) -> None:
    (page,) = fetch_arrivals(f"{site}/page", HERE)
    assert isinstance(page, Arrival)
    assert STORY in page.report.text
    assert page.report.id == page.report.url == f"{site}/page"
    entries = list(fetch_arrivals(f"{site}/feed", HERE))
    assert [entry.report.id for entry in entries if isinstance(entry, Arrival)] == [f"{site}/feed#n-1", "https://times.example/2"]


def test_without_the_setting_this_machine_is_out_of_reach(site: str) -> None:
    with pytest.raises(FetchRefused, match="no public address"):
        fetch(f"{site}/page")
    (item,) = fetch_arrivals(f"{site}/page")
    assert isinstance(item, Rejected)
    assert item.error.stage == "fetching"


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "2130706433", "0.0.0.0", "[::1]", "[::ffff:10.0.0.1]", "10.1.2.3", "172.16.0.1", "192.168.1.1",
     "169.254.169.254", "[fe80::1]", "[fc00::1]", "100.64.0.1", "224.0.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"],
)  # fmt: skip
def test_private_addresses_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises((FetchRefused, FetchFailed)):
        fetch(f"http://{host}/", FetchSettings(seconds=2))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/hosts", "ftp://example.org/", "gopher://x/", "http://", "http://a:b@example.org/", "http://exa mple/", "page"],
)
def test_only_plain_http_addresses_are_fetched(url: str) -> None:
    with pytest.raises(FetchRefused):
        fetch(url)


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(FetchRefused, match=r"10\.0\.0\.1"):
        check_address("rebound.example", 80, allow_private=False)


def test_the_connection_goes_to_the_address_that_was_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = socket.getaddrinfo

    def once(host: str, *rest: object, **more: object) -> object:
        if host == "names.example":
            asked.append(host)
            return real("127.0.0.1", *rest, **more)  # type: ignore[arg-type]
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert fetch(site.replace("127.0.0.1", "names.example") + "/page", HERE).status == 200
    assert len(asked) == 1


def test_redirects_are_followed_checked_and_counted(site: str) -> None:
    assert fetch(f"{site}/to/{site}/page", HERE).url == f"{site}/page"
    with pytest.raises(FetchRefused, match="no http"):
        fetch(f"{site}/to/file:///etc/hosts", HERE)
    with pytest.raises(FetchFailed, match="redirects more than"):
        fetch(f"{site}/to/{site}/to/{site}/page", FetchSettings(allow_private=True, redirects=1))


def test_a_redirect_into_a_private_network_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import marsad.intake.web as web

    real = web._public
    monkeypatch.setattr(web, "_public", lambda address: address == "127.0.0.1" or real(address))
    with pytest.raises(FetchRefused, match="169"):
        fetch(f"{site}/to/http://169.254.169.254/secret", FetchSettings(seconds=3))


def test_limits_of_size_and_time_hold(site: str) -> None:
    with pytest.raises(TooLarge):
        fetch(f"{site}/endless", FetchSettings(allow_private=True, largest=1_000_000))
    for path in ("/drip", "/headers"):
        started = time.monotonic()
        with pytest.raises(FetchFailed):
            fetch(site + path, FetchSettings(allow_private=True, seconds=0.6))
        assert time.monotonic() - started < 2
    with pytest.raises((Bomb, TooLarge)):
        fetch(f"{site}/bomb", HERE)


def test_an_answer_that_is_none_is_named(site: str) -> None:
    with pytest.raises(FetchFailed, match="404"):
        fetch(f"{site}/none", HERE)
    with pytest.raises(FetchFailed, match="broke off after 4 of 400"):
        fetch(f"{site}/short", HERE)
    with pytest.raises(FetchFailed, match="doesn't answer"):
        fetch("http://127.0.0.1:9/", HERE)
    with pytest.raises(FetchFailed, match="resolved"):
        fetch("http://no-such-name.invalid/", HERE)
