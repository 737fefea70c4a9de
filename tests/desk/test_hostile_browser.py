"""A hostile report in a real browser: on no page does any of it run, and no file of it is a formula."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import httpx
from desk_kinds import Running

from marsad.observatory import Outcome

NAME = 'O\'"Brien" </bdi><script>alert(2)</script>'
FORMULA = '=HYPERLINK("https://evil.example")'
BIG = 5_000_000
PLACES = "Rebels captured Maskana, the health office said. Shelling killed twelve civilians in Aleppo on Monday"
TEXT = "\n\n".join(
    [
        f"<script>alert(1)</script><img src=x onerror=alert(1)> \u202eeltit\u202c {FORMULA} &lt;script&gt; &#x3c;b&#x3e; \u0000",
        f"{PLACES}, {NAME} said. </textarea></main><svg onload=alert(3)><a href=javascript:alert(4)>go</a>",
        "\u201c" * 100 + PLACES + "\u201d" * 100 + ".",
        "{{ 7 * 7 }} ${alert(5)} <style>body{display:none}</style><iframe src=https://evil.example></iframe>",
    ]
)
LIVE = "script:not([src]), main img, iframe, [onerror], [onload], style, [href^='javascript' i]"
WATCH = "document.addEventListener('securitypolicyviolation', e => console.error('policy ' + e.violatedDirective))"


def _add(desk: Running) -> list[Outcome]:
    """The report, a newer version under the same hostile address, and a copy that ends in a word of five megabytes."""
    given = {"title": f"<b>{NAME}</b>", "source": f"{FORMULA} {NAME}", "url": "javascript:alert(7)//<script>"}
    texts = (TEXT, TEXT.replace("twelve", "thirteen"), f"{TEXT}\n\n{'x' * BIG}")
    dates = ("2024-12-10", "2024-12-11", "2024-12-12")
    made = [
        desk.observatory.add_text(text, published=day, **given | ({"url": None} if text == texts[2] else {}))
        for text, day in zip(texts, dates, strict=True)
    ]
    assert [one.state for one in made] == ["added", "new version", "copy"]
    assert made[0].claims
    return made


def _addresses(desk: Running, client: httpx.Client, made: list[Outcome]) -> list[str]:
    """Every page there is, with the report's own things first."""
    ids = {one.id for one in made}
    claims = [item.claim.id for item in desk.observatory.claims() if item.report in ids]
    listed = "".join(client.get(path).text for path in ("/sources", "/actors", "/places", "/campaigns"))
    links = [
        unescape(one) for one in dict.fromkeys(re.findall(r'href="(/(?:sources/|actor\?|places/|campaigns/)[^"]+)"', listed))
    ]
    hostile = [link for link in links if "script" in link.casefold()]
    sources = re.findall(r'href="(/sources/[^"]+)"[^>]*>(?:<bdi>)?[^<]*(?:HYPERLINK|Brien)', client.get("/sources").text)
    assert sources
    return [
        "/inbox", "/reports", "/tolls", "/events", "/log", "/changes?since=2020-01-01", "/map?as_of=2024-12-10&back=all",
        "/places", "/campaigns", "/actors", "/sources", "/agreements", "/who", "/search?q=captured", f"/{quote(NAME, safe='')}",
        *(f"/{page}{quote(NAME)}" for page in ("search?q=", "tolls?q=", "actor?id=")),
        *(f"/{page}={quote(one)}" for one in sorted(ids) for page in ("inbox?report", "report?id")),
        f"/report?id={quote(made[0].id)}&version=2&against=1",
        *(f"/claims/{claim}/{form}" for claim in claims[:2] for form in ("edit", "match")),
        *(f"/events/{one.id}" for one in [e for e in desk.observatory.events() if ids & set(e.reports)][:2]),
        *(f"/tolls/{one.id}" for one in [t for t in desk.observatory.tolls() if any(e.report in ids for e in t.counted)][:2]),
        *hostile[:3], *map(unescape, sources[:2]), *links[:2],
    ]  # fmt: skip


def test_nothing_of_it_runs(desk: Running, chromium: Any) -> None:
    """Every page is opened with listeners for dialogs, for what the policy refuses and for requests that leave: there is none."""
    made = _add(desk)
    page = chromium.new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: seen.append(message.text) if message.text.startswith("policy") else None)
    page.on("request", lambda asked: None if asked.url.startswith((desk.address, "data:")) else seen.append(asked.url))
    page.add_init_script(WATCH)
    with desk.client() as client:
        addresses = _addresses(desk, client, made)
    for address in addresses:
        answer = page.goto(desk.address.rstrip("/") + address, wait_until="load")
        assert answer is not None
        assert answer.status < 500, address
        assert len(answer.body()) < 2_000_000, address
        assert (
            page.locator("script:not([src]), main img, iframe, [onerror], [onload], style, [href^='javascript' i]").count() == 0
        ), address
        assert page.locator("main").is_visible(), address
    assert seen == []
    page.close()


def test_no_file_of_it_is_a_formula(desk: Running) -> None:
    """Cells that a spreadsheet would calculate begin with a sign that stops it; the original comes as a download."""
    made = _add(desk)
    with desk.client() as client:
        for name in ("reports", "claims", "events", "tolls", "control"):
            rows = list(csv.reader(io.StringIO(client.get(f"/api/v1/{name}?format=csv").text)))
            assert len(rows) > 1
            assert [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-[^\d]", cell)] == []
            for form in ("jsonl", "geojson"):
                answer = client.get(f"/api/v1/{name}", params={"format": form})
                assert answer.status_code in (200, 406, 400), (name, form)
                assert "html" not in answer.headers["content-type"]
                assert answer.headers["x-content-type-options"] == "nosniff"
        answer = client.get("/map/data?as_of=2024-12-10&back=all")
        assert answer.headers["content-type"].startswith("application/geo+json")
        for one in made:
            answer = client.get("/original", params={"id": one.id})
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment")
            assert b"<script>alert(1)</script>" in answer.content
