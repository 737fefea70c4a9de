"""Feeds are followed politely, and a hostile or broken one costs the others nothing. Against a real server on this machine."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from marsad.cli import main
from marsad.intake.limits import FetchSettings
from marsad.intake.watching import Feed, FeedList, visit

ENTRY = "<item><guid>urn:x:{id}</guid><title>Shelling of {town}</title><description>{text}</description></item>"
TEXT = "Shelling killed five people in the town of Idlib on Friday, medics said. Rescuers searched the market for survivors."
BOMB = gzip.compress(b"<rss><channel>" + b" " * 8_000_000)
PAGE = f"<html><head><title>Idlib</title></head><body><article><h1>Shelling of Idlib</h1><p>{TEXT}</p></article></body></html>"


def rss(*entries: tuple[str, str, str], end: str = "</channel></rss>") -> bytes:
    inside = "".join(ENTRY.format(id=id, town=town, text=text) for id, town, text in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>North Wire</title>{inside}{end}'.encode()


class Site:
    """A site whose feeds a test may change; it notes what it was asked with."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.url = ""


class Handler(BaseHTTPRequestHandler):
    """The site."""

    site: Site

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        """A page, or one of the site's tricks."""
        self.site.asked[self.path].append(dict(self.headers))
        if self.path in self.site.pages:
            self.page(self.site.pages[self.path])
        elif self.path == "/bomb":
            self.whole(BOMB, {"Content-Encoding": "gzip"})
        elif self.path == "/busy":
            self.send_response(503)
            self.send_header("Retry-After", "7200")
            self.end_headers()
        elif self.path in ("/endless", "/drip"):
            self.pour(b"<item>" * 10_000 if self.path == "/endless" else b" ")
        else:
            self.send_error(404)

    def page(self, body: bytes) -> None:
        tag = f'"{hash(body)}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
        else:
            kind = "text/html; charset=utf-8" if body.startswith(b"<html") else "application/rss+xml"
            self.whole(body, {"ETag": tag, "Last-Modified": "Fri, 29 Nov 2024 10:00:00 GMT", "Content-Type": kind})

    def whole(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def pour(self, block: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(b"<rss><channel>")
            while True:
                self.wfile.write(block)
                time.sleep(0.02 if len(block) == 1 else 0)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    handler = type("Bound", (Handler,), {"site": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An observatory that may fetch from this machine, small things and quickly."""
    assert marsad("init", tmp_path / "obs").exit_code == 0
    with (tmp_path / "obs" / "marsad.toml").open("a") as settings:
        settings.write("[settings.fetch]\nallow_private = true\nseconds = 4.0\nlargest = 2000000\n")
    return tmp_path / "obs"


def marsad(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.output.splitlines() if line.startswith("{")]


def watch(folder: Path) -> list[dict[str, Any]]:
    return rows(marsad("watch", "--once", "--observatory", folder, "--format", "jsonl"))


def let_pass(folder: Path) -> None:
    """Let every feed be due."""
    feeds = FeedList(folder)
    for one in feeds.all():
        feeds.keep(Feed(url=one.url, every=one.every, seen=one.seen, failures=one.failures, asked=one.asked))


def test_what_is_new_is_added_and_what_has_not_changed_is_not_even_sent(site: Site, folder: Path) -> None:
    site.pages["/feed"] = rss(("1", "Idlib", TEXT))
    assert "followed" in marsad("feed", "add", f"{site.url}/feed", "--observatory", folder).output
    assert [row["result"] for row in watch(folder)] == ["1 added"]
    assert watch(folder) == []  # not due
    let_pass(folder)
    assert [row["result"] for row in watch(folder)] == ["nothing has changed"]
    second = site.asked["/feed"][1]
    assert second["If-None-Match"]
    assert second["If-Modified-Since"] == "Fri, 29 Nov 2024 10:00:00 GMT"
    site.pages["/feed"] = rss(("1", "Idlib", TEXT), ("2", "Hama", TEXT.replace("Idlib", "Hama").replace("five", "six")))
    let_pass(folder)
    assert [row["result"] for row in watch(folder)] == ["1 added, 1 known"]
    reports = rows(marsad("reports", "--observatory", folder, "--format", "jsonl"))
    assert [row["id"] for row in reports] == ["urn:x:1", "urn:x:2"]
    assert {row["outlet"] for row in reports} == {"North Wire"}


def test_hostile_and_broken_feeds_are_named_each_and_cost_the_good_ones_nothing(site: Site, folder: Path) -> None:
    site.pages |= {"/first": rss(("1", "Idlib", TEXT)), "/last": rss(("2", "Hama", TEXT.replace("Idlib", "Hama")))}
    site.pages["/cut"] = rss(("3", "Homs", TEXT.replace("Idlib", "Homs")), ("4", "Daraa", "x"), end="<item><ti")
    site.pages["/page"] = PAGE.encode()
    told = {
        "/first": "", "/endless": "larger than", "/drip": "took longer", "/bomb": "unpacks",
        "/busy": "answers 503", "/gone": "answers 404", "/cut": "cut short", "/last": "",
    }  # fmt: skip
    for path in told:
        assert marsad("feed", "add", f"{site.url}{path}", "--observatory", folder).exit_code == 0
    found = {row["feed"].removeprefix(site.url): row for row in watch(folder)}
    assert list(found) == list(told)
    assert (found["/first"]["result"], found["/last"]["result"]) == ("1 added", "1 added")
    for path, words in told.items():
        assert words in " ".join(found[path]["faults"]), (path, found[path])
    reports = rows(marsad("reports", "--observatory", folder, "--format", "jsonl"))
    assert {"urn:x:1", "urn:x:2", "urn:x:3"} <= {row["id"] for row in reports}
    listed = {row["url"].removeprefix(site.url): row for row in rows(_listed(folder))}
    assert listed["/first"]["failures"] == 0
    assert listed["/cut"]["failures"] == listed["/gone"]["failures"] == 1
    assert listed["/busy"]["due"] >= listed["/gone"]["due"]


def _listed(folder: Path) -> Result:
    return marsad("feed", "list", "--observatory", folder, "--format", "jsonl")


def test_a_private_address_is_refused_without_the_setting() -> None:
    seen = visit(Feed(url="http://127.0.0.1:9/feed"), FetchSettings(seconds=1))
    assert seen.feed.problem is not None
    assert "no public address" in seen.feed.problem


def test_a_feed_that_fails_is_left_alone_twice_as_long_each_time_and_a_day_at_most(site: Site) -> None:
    moment = datetime(2024, 12, 1, tzinfo=UTC)
    settings = FetchSettings(allow_private=True, seconds=20)
    one, pauses = Feed(url=f"{site.url}/gone", every=30), []
    for _ in range(8):
        one = visit(one, settings, now=lambda: moment).feed
        assert one.due
        pauses.append(datetime.fromisoformat(one.due) - moment)
    hours = [pause / timedelta(hours=1) for pause in pauses]
    assert hours == [1, 2, 4, 8, 16, 24, 24, 24]
    site.pages["/gone"] = rss(("1", "Idlib", TEXT))
    calm = visit(one, settings, now=lambda: moment).feed
    assert (calm.failures, calm.problem, calm.due) == (0, None, "2024-12-01T00:30:00Z")
    busy = visit(Feed(url=f"{site.url}/busy", every=5), settings, now=lambda: moment).feed
    assert busy.due == "2024-12-01T02:00:00Z"  # as it asked for


def test_a_page_by_its_address_is_kept_as_warc_under_its_hash_and_twice_adds_nothing(site: Site, folder: Path) -> None:
    site.pages["/story"] = PAGE.encode()
    first = marsad("add", f"{site.url}/story", "--observatory", folder, "--format", "jsonl", "--published", "2024-11-30")
    assert [row["state"] for row in rows(first)] == ["added"]
    kept = [file for file in (folder / "originals").rglob("*") if file.is_file()]
    assert len(kept) == 1
    assert b"WARC/1" in gzip.decompress(kept[0].read_bytes())
    assert TEXT.encode() in gzip.decompress(kept[0].read_bytes())
    again = marsad("add", f"{site.url}/story", "--observatory", folder, "--format", "jsonl", "--published", "2024-11-30")
    assert [row["state"] for row in rows(again)] == ["known"]
    assert "all is well" in marsad("verify", "--observatory", folder).output


def test_a_feed_is_removed_and_what_is_no_address_is_refused(folder: Path) -> None:
    marsad("feed", "add", "https://wire.example/rss", "--observatory", folder)
    assert "followed no longer" in marsad("feed", "remove", "https://wire.example/rss", "--observatory", folder).output
    assert rows(_listed(folder)) == []
    for arguments in (("remove", "https://wire.example/rss"), ("add", "file:///etc/passwd")):
        refused = marsad("feed", *arguments, "--observatory", folder)
        assert refused.exit_code == 1
        assert "Error: " in refused.output
    assert "feed add" in marsad("watch", "--once", "--observatory", folder).output
