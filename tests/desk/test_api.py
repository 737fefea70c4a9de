"""The API as a program meets it: lists and pages, moments, forms, ETags, problems, and what another site can't do."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import httpx
import pytest
from desk_kinds import Running

from marsad.model import Toll

API = "/api/v1"
LISTS = ("reports", "claims", "events", "tolls", "control", "judgements")


UNCOUNTED = ("events", "tolls")


def _followed(client: httpx.Client, address: str) -> list[Any]:
    """The items of all pages; the Link header says the same as the body."""
    items: list[Any] = []
    while address:
        answer = client.get(address)
        body = answer.json()
        items += body["items"]
        assert (answer.headers.get("link") is None) == (body["next"] is None)
        address = body["next"]
    return items


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_a_list_make_up_the_whole(desk: Running, name: str) -> None:
    """Following `next` gives every item once, in the order of one long page."""
    with desk.client() as client:
        whole = client.get(f"{API}/{name}?limit=1000").json()
        assert _followed(client, f"{API}/{name}?limit=7") == whole["items"]
    assert whole["total"] == (None if name in UNCOUNTED else len(whole["items"]))


CLOCKS = ("", "&as_of=2024-12-01", "&known_at=2100-01-01", "&as_of=2024-12-02&known_at=2100-01-01")


ASKED = (
    "events?", "events?background=true", "events?q=idlib", "tolls?", "tolls?policy=single_source",
    "tolls?outcome=killed&of=incident", "tolls?q=aleppo", "tolls?start=2024-12-01", "claims?q=aleppo", "claims?q=lepp&kind=toll",
    "claims?q=OBSERVATORY&review=unseen", "claims?q=killed&kind=event",
)  # fmt: skip


@pytest.mark.parametrize("clock", CLOCKS)
def test_short_pages_have_what_the_file_has(desk: Running, clock: str) -> None:
    """Page after page there is every row of the whole list once, at every moment, whatever is asked for."""
    with desk.client() as client:
        for asked in ASKED:
            found = [json.dumps(item, sort_keys=True) for item in _followed(client, f"{API}/{asked}&limit=12{clock}")]
            lines = client.get(f"{API}/{asked}&format=jsonl{clock}").text.splitlines()
            assert sorted(found) == sorted(json.dumps(json.loads(line), sort_keys=True) for line in lines), asked
            assert found, asked


def test_a_page_goes_on_where_it_ended_though_the_record_grows(desk: Running) -> None:
    """What comes in between two pages neither shifts a row onto the next page nor hides one."""
    with desk.client() as client:
        whole = [one["id"] for one in client.get(f"{API}/events?limit=1000").json()["items"]]
        first = client.get(f"{API}/events?limit=5").json()
        text = "Shelling killed four people in Ariha on 20 December 2024, rescuers said."
        assert client.post(f"{API}/reports", json={"text": text, "published": "2024-12-21"}).status_code == 201
        rest = [one["id"] for one in _followed(client, first["next"])]
        assert [one["id"] for one in first["items"]] + rest == whole
        assert len(client.get(f"{API}/events?limit=1000").json()["items"]) == len(whole) + 1


@pytest.mark.parametrize("clock", ["", "&as_of=2024-12-01"])
def test_claims_are_those_of_the_record_in_its_order(desk: Running, clock: str) -> None:
    """Of all kinds, of one, and of those judged so, page after page: what reading the record gives, in each form."""
    with desk.client() as client:
        first = client.get(f"{API}/claims?kind=toll&limit=1").json()["items"][0]["claim"]["id"]
        assert client.post(f"{API}/reviews", json={"claim": first, "accepted": True}).status_code == 201
        known = list(desk.observatory.claims(**({"as_of": "2024-12-01"} if clock else {})))
        tolls = [item.claim.id for item in known if isinstance(item.claim, Toll)]
        new = [item.claim.id for item in known if item.claim.id != first]
        for asked, due in (("", [item.claim.id for item in known]), ("kind=toll", tolls), ("review=unseen", new)):
            address, found = f"{API}/claims?{asked}&limit=40{clock}", []
            while address:
                body = client.get(address).json()
                assert body["total"] == len(due)
                found += [item["claim"]["id"] for item in body["items"]]
                address = body["next"]
            assert found == due
            lines = client.get(f"{API}/claims?{asked}&format=jsonl{clock}").text.splitlines()
            assert [json.loads(line)["claim"]["id"] for line in lines] == due
        lost = client.get(f"{API}/claims?limit=5&after=3~{tolls[0]}{clock}").json()["items"]
        start = [item.claim.id for item in known].index(tolls[0]) + 1
        assert [item["claim"]["id"] for item in lost] == [item.claim.id for item in known][start : start + 5]


def test_the_api_says_what_the_pages_say(desk: Running) -> None:
    """The tolls of a policy and a moment are those that the observatory counts."""
    with desk.client() as client:
        body = client.get(f"{API}/tolls?policy=acled_conservative&as_of=2024-12-01&limit=1000").json()
    counted = desk.observatory.tolls(policy="acled_conservative", as_of="2024-12-01")
    assert {one["id"]: (one["low"], one["best"], one["high"]) for one in body["items"]} == {
        one.id: (one.low, one.best, one.high) for one in counted
    }


def test_anchors_stand_in_the_text(desk: Running) -> None:
    """Each claim of a report has its words where it says."""
    with desk.client() as client:
        for row in client.get(f"{API}/reports").json()["items"]:
            body = client.get(f"{API}/report", params={"id": row["id"]}).json()
            for claim in body["claims"]:
                for anchor in claim["claim"]["anchors"]:
                    assert body["report"]["text"][anchor["start"] : anchor["end"]] == anchor["text"]


def test_an_etag_holds_until_the_record_changes(desk: Running) -> None:
    """The same question gets 304 until something is decided; another form or moment has another ETag."""
    with desk.client() as client:
        first = client.get(f"{API}/claims").headers["etag"]
        assert not first.startswith("W/")
        assert client.get(f"{API}/claims", headers={"if-none-match": first}).status_code == 304
        assert client.get(f"{API}/claims?format=csv").headers["etag"] != first
        assert client.get(f"{API}/claims?as_of=2024-12-01").headers["etag"] != first
        claim = client.get(f"{API}/claims?limit=1").json()["items"][0]["claim"]["id"]
        assert client.post(f"{API}/reviews", json={"claim": claim, "accepted": True}).status_code == 201
        assert client.get(f"{API}/claims", headers={"if-none-match": first}).status_code == 200


def test_a_point_is_drawn_only_where_the_record_knows_one(desk: Running) -> None:
    """GeoJSON has a point for precision 1 and 2, no geometry for an area; the Accept header asks for it too."""
    with desk.client() as client:
        answer = client.get(f"{API}/claims?limit=1000", headers={"accept": "application/geo+json"})
        assert answer.headers["content-type"].startswith("application/geo+json")
        features = answer.json()["features"]
    drawn = [one for one in features if one["geometry"]]
    assert drawn
    for feature in features:
        place = feature["properties"]["claim"]["where"]
        fine = bool(place and place["precision"] in (1, 2) and place["lat"] is not None)
        assert (feature["geometry"] is not None) == fine
    lon, lat = drawn[0]["geometry"]["coordinates"]
    assert (lon, lat) == (drawn[0]["properties"]["claim"]["where"]["lon"], drawn[0]["properties"]["claim"]["where"]["lat"])


def test_files_hold_the_whole_list_and_no_formula(desk: Running) -> None:
    """CSV and JSON Lines have every toll; a source that is called a formula is text in a spreadsheet."""
    text = "Shelling killed six civilians in Aleppo on Monday."
    with desk.client() as client:
        client.post(f"{API}/reports", json={"text": text, "source": '=HYPERLINK("http://x.example")', "published": "2024-12-10"})
        total = len(client.get(f"{API}/tolls?limit=1000").json()["items"])
        answer = client.get(f"{API}/tolls?format=csv")
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        lines = client.get(f"{API}/tolls?format=jsonl").text.splitlines()
        claims = list(csv.DictReader(io.StringIO(client.get(f"{API}/claims?format=csv").text)))
    assert answer.headers["content-disposition"].startswith("attachment")
    assert len(rows) == len(lines) == total
    assert all(json.loads(line)["id"] for line in lines)
    assert any(row["outlet"].startswith("'=") for row in claims)
    assert not any(cell.startswith(("=", "+", "@")) for row in (*rows, *claims) for cell in row.values())


def test_pages_offer_their_lists_as_files(desk: Running) -> None:
    """The links on the pages lead to the list that is shown, at the same moment."""
    with desk.client() as client:
        page = client.get("/tolls?outcome=killed&as_of=2024-12-01").text
        link = "/api/v1/tolls?as_of=2024-12-01&amp;format=csv&amp;outcome=killed"
        assert link in page
        rows = list(csv.DictReader(io.StringIO(client.get(link.replace("&amp;", "&")).text)))
        assert {row["outcome"] for row in rows} == {"killed"}
        assert "/api/v1/events?format=geojson" in client.get("/events").text


PROBLEMS = (
    ("GET", "tolls?as_of=yesterday", 400, "BadMoment"),
    ("GET", "tolls?policy=none", 400, "BadMoment"),
    ("GET", "tolls?limit=0", 400, None),
    ("GET", "tolls?after=x", 400, "BadQuestion"),
    ("GET", "judgements?format=geojson", 400, "BadQuestion"),
    ("GET", "claims/none", 404, "UnknownEntry"),
    ("GET", "report?id=none", 404, "UnknownEntry"),
    ("GET", "nowhere", 404, None),
    ("DELETE", "tolls", 405, None),
)


@pytest.mark.parametrize(("method", "path", "status", "kind"), PROBLEMS)
def test_problems_say_what_where_and_what_to_do(desk: Running, method: str, path: str, status: int, kind: str | None) -> None:
    """Every error is problem+json; its type leads to what that kind means."""
    with desk.client() as client:
        answer = client.request(method, f"{API}/{path}")
        body = answer.json()
        assert answer.status_code == body["status"] == status
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert body["detail"]
        assert body["remedy"]
        assert body["stage"]
        assert body["item"].startswith(API)
        if kind:
            assert client.get(body["type"]).json()["name"] == kind


def test_decisions_are_written_and_undone(desk: Running) -> None:
    """A review, a correction and a retraction stand in the list with their person; undo takes one back."""
    with desk.client() as client:
        toll = client.get(f"{API}/claims?kind=toll&limit=1").json()["items"][0]["claim"]
        why = "the report says so"
        figure = {"low": 131, "best": 131, "high": 131, "bound": "exact"}
        reviewed = client.post(
            f"{API}/reviews", json={"claim": toll["id"], "accepted": False, "why": why}, headers={"marsad-who": "Samar%20N"}
        )
        assert reviewed.status_code == 201
        one = client.get(reviewed.headers["location"]).json()
        assert (one["who"], one["accepted"], one["claim"]) == ("Samar N", False, toll["id"])
        client.post(f"{API}/corrections", json={"claim": toll["id"], "fields": {"figure": figure}, "why": why})
        assert client.get(f"{API}/claims/{toll['id']}").json()["claim"]["figure"] == figure
        assert client.post(f"{API}/undos", json={"decision": one["id"]}).status_code == 201
        kinds = [row["decision"] for row in client.get(f"{API}/judgements?of={toll['id']}").json()["items"]]
        assert kinds == ["correction"]
        client.post(f"{API}/retractions", json={"target": toll["id"], "why": why})
        assert client.get(f"{API}/claims/{toll['id']}").status_code == 404


def test_a_text_is_taken_in_once(desk: Running) -> None:
    """201 with an address, 200 for the same words again, 422 for none."""
    report = {"text": "Nine people were killed in Aleppo on Monday.", "published": "2024-12-10"}
    with desk.client() as client:
        first = client.post(f"{API}/reports", json=report)
        assert first.status_code == 201
        assert client.get(first.headers["location"]).json()["report"]["text"] == report["text"]
        assert client.post(f"{API}/reports", json=report).status_code == 200
        assert client.post(f"{API}/reports", json={"text": " "}).status_code == 422


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "application/x-www-form-urlencoded"}, "claim=x", 415),
        ({"content-type": "text/plain"}, '{"claim": "x", "accepted": true}', 415),
        ({"content-type": "application/json", "origin": "http://evil.example"}, '{"claim": "x", "accepted": true}', 403),
        ({"content-type": "application/json", "origin": "null"}, '{"claim": "x", "accepted": true}', 403),
        ({"content-type": "application/json", "sec-fetch-site": "cross-site"}, '{"claim": "x", "accepted": true}', 403),
        ({"content-type": "application/json", "host": "evil.example"}, '{"claim": "x", "accepted": true}', 421),
    ],
)
def test_another_site_writes_nothing(desk: Running, headers: dict[str, str], body: str, status: int) -> None:
    """Forms, foreign origins and foreign names are refused, with the desk's person sitting at it."""
    head = desk.observatory.store.head()
    with desk.client() as client:
        assert client.post(f"{API}/reviews", content=body, headers=headers).status_code == status
        assert "access-control-allow-origin" not in client.get(f"{API}/tolls", headers={"origin": "http://evil.example"}).headers
    assert desk.observatory.store.head() == head


def test_whoever_has_no_name_decides_nothing(nameless: Running) -> None:
    """Without a name a decision is refused, and the answer says how to give one."""
    with nameless.client() as client:
        claim = client.get(f"{API}/claims?limit=1").json()["items"][0]["claim"]["id"]
        answer = client.post(f"{API}/reviews", json={"claim": claim, "accepted": True})
        assert answer.status_code == 403
        assert answer.json()["type"].endswith("NotNamed")
    assert not list(nameless.observatory.store.decisions())


def _properties(schema: Any) -> Any:
    for name, one in schema["components"]["schemas"].items():
        for field, held in one.get("properties", {}).items():
            if field not in ("kind", "decision") or "const" not in held:
                yield f"{name}.{field}", held


def test_the_document_describes_every_field(desk: Running) -> None:
    """OpenAPI 3.1; each operation, parameter and field has words."""
    with desk.client() as client:
        schema = client.get(f"{API}/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert [name for name, held in _properties(schema) if not held.get("description")] == []
    for path in schema["paths"].values():
        for operation in path.values():
            assert operation["description"]
            assert all(one["description"] for one in operation.get("parameters", ()))
