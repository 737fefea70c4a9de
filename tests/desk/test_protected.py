"""A protected source is known by its alias alone: on every page, in every answer of the API, in every file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from desk_kinds import Running
from litestar import Litestar

from marsad.desk.app import make_app
from marsad.observatory import Outcome

NAME = "Ziyad Karkouti"
ALIAS = "source K7"
API = ("reports", "claims", "events", "tolls", "control", "judgements")
TEXT = (
    f"Shells fell on Maskana. {NAME} said that nine civilians were killed in Maskana on Tuesday. "
    f"The army holds Maskana, according to {NAME}."
)


@pytest.fixture
def report(desk: Running) -> Outcome:
    """A report by and of a protected person, whose name stands in the title and address too."""
    outcome = desk.observatory.add_text(TEXT, title=f"Maskana, by {NAME}", source=NAME, published="2024-12-11", who="Rim")
    desk.observatory.set_source(NAME, who="Rim", kind="witness", protected=True, alias=ALIAS)
    return outcome


def _named(text: str) -> list[str]:
    return re.findall(r"(?i).{0,60}(?:karkouti|ziyad).{0,30}", text)


def test_no_page_tells(desk: Running, report: Outcome) -> None:
    """Every page that speaks of the report has the alias and not the name; its marks stand on the right words."""
    with desk.client() as client:
        events = [one for one in desk.observatory.events() if report.id in one.reports]
        tolls = [one for one in desk.observatory.tolls() if any(entry.report == report.id for entry in one.counted)]
        assert tolls
        pages = [
            "/inbox", f"/inbox?report={report.id}", "/reports", f"/report?id={report.id}", "/tolls", "/events", "/changes",
            "/log", "/map", "/places", "/actors", "/sources", "/agreements", "/search?q=Maskana",
            *(f"/events/{one.id}" for one in events), *(f"/tolls/{one.id}" for one in tolls),
        ]  # fmt: skip
        for item in desk.observatory.claims():
            if item.report == report.id:
                pages += [f"/claims/{item.claim.id}/words", f"/claims/{item.claim.id}/edit", f"/claims/{item.claim.id}/match"]
        for page in pages:
            answer = client.get(page)
            assert answer.status_code in (200, 303), page
            assert _named(answer.headers.get("location", "")) == [], page
            assert _named(answer.text) == [], page
        text = client.get(f"/report?id={report.id}").text
        assert ALIAS in text
        assert any("nine civilians" in re.sub(r"<[^>]*>", "", words) for words in re.findall(r"<mark.*?</mark>", text, re.DOTALL))
        assert client.get(f"/original?id={report.id}").status_code == 403
        assert "No toll here" in client.get(f"/tolls?q={NAME}").text, "whoever knows the name learns nothing by it"
        assert "No event here" in client.get(f"/events?q={NAME}").text


def test_no_answer_of_the_api_tells(desk: Running, report: Outcome) -> None:
    """Every list in every form, and every single thing; anchors fit the text with the alias in it."""
    with desk.client() as client:
        for name in API:
            for form in ("json", "csv", "jsonl", "geojson"):
                answer = client.get(f"/api/v1/{name}", params={"format": form, "limit": 1000})
                assert _named(answer.text) == [], (name, form)
        body = client.get("/api/v1/report", params={"id": report.id}).json()
        assert _named(str(body)) == []
        assert ALIAS in body["report"]["text"]
        assert body["claims"]
        for claim in body["claims"]:
            for anchor in claim["claim"]["anchors"]:
                assert body["report"]["text"][anchor["start"] : anchor["end"]] == anchor["text"]
        assert _named(client.get("/api/v1/report", params={"id": f"by {NAME}"}).text) == []


def _routes(desk: Running) -> list[str]:
    """Every path of the desk that can be asked for, without static files."""
    secured: Any = make_app(desk.observatory)
    app = next(held for held in vars(secured).values() if isinstance(held, Litestar))
    found = {route.path for route in app.routes if "GET" in getattr(route, "methods", ())}
    return sorted(path for path in found if not path.startswith("/static"))


def _filled(desk: Running, report: Outcome, links: set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every path with every id that has to do with the report, and with the protected name itself for one."""
    own = [item.claim.id for item in desk.observatory.claims() if item.report == report.id]
    ids = {
        "claims": own,
        "events": [one.id for one in desk.observatory.events() if report.id in one.reports],
        "tolls": [one.id for one in desk.observatory.tolls() if any(entry.report == report.id for entry in one.counted)],
        "judgements": [one.id for one in desk.observatory.store.decisions()],
        "campaigns": [one.id for one in desk.observatory.campaigns()],
    }
    for kind in ("places", "sources", "campaigns"):
        ids.setdefault(kind, []).extend(link.split("/")[2] for link in links if link.startswith(f"/{kind}/"))
    for path in _routes(desk):
        if "{" in path:
            kind = path.removeprefix("/api/v1").split("/")[1]
            values = [*ids.get(kind, ())[:30], NAME, f"source:{NAME}"]
            yield from ((re.sub(r"\{[^}]+\}", value, path), {}) for value in values)
        else:
            yield path, {}
            yield path, {"id": report.id}
            yield path, {"id": NAME, "report": NAME, "q": NAME, "name": NAME, "since": NAME}
            yield path, {"as_of": NAME}
    for path, version in product(("/report", "/original"), ("1", "2")):
        yield path, {"id": report.id, "version": version, "against": "1"}


def test_no_route_tells(desk: Running, report: Outcome) -> None:
    """Whatever can be asked for: pages, pieces, files, lists, single things and errors. Who asks with the name gets it back as
    their own words only, in the forms and links that repeat the question."""
    desk.observatory.review(
        next(i.claim.id for i in desk.observatory.claims() if i.report == report.id), True, who="Rim", why=NAME
    )
    told = []
    with desk.client() as client:
        listed = "".join(client.get(path).text for path in ("/places", "/sources", "/campaigns", "/actors", "/map"))
        links = set(re.findall(r'href="(/[a-z]+/[^"?/]+)', listed))
        asked = 0
        for path, query in _filled(desk, report, links):
            answer = client.get(path, params=query)
            asked += 1
            assert answer.status_code < 500, (path, query)
            if NAME in path or NAME in query.values():
                continue
            if found := _named(answer.text) + _named(str(answer.headers.get("location", ""))):
                told.append((path, query, found[:2]))
    assert told == []
    assert asked > 80
