"""The map and what stands beside it: nothing finer than the claims, layers apart, the page and the data the same."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from desk_kinds import Running
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from marsad.desk.app import make_app
from marsad.desk.atlas import Day, drawable, fineness, marks, mode_of
from marsad.desk.basemap import basemap
from marsad.desk.security import policy
from marsad.desk.sides import letter, sides_of
from marsad.desk.visit import STATIC
from marsad.desk.whereabouts import address_of
from marsad.desk.words import Words
from marsad.errors import StoreError
from marsad.ledger.control import Contest, PlaceControl, Spell, Standpoint
from marsad.ledger.events import Incident
from marsad.ledger.tally import Spot
from marsad.model import Actor
from marsad.observatory import Observatory

built = pytest.mark.skipif(not (STATIC / "vendor" / "shapes").is_dir(), reason="the front-end files aren't built (make assets)")
BLUE, GREEN = Actor("xx.blue", "Blue Front", "rebel", "xx.blues"), Actor("xx.green", "Green Army", "military", "xx.greens")


def _spell(actor: Actor, said: str, **more: Any) -> Spell:
    given = {"layer": "reported", "status": "held", "extent": "unknown", "claims": ("c1",), "originators": ("Gazette",), **more}
    return Spell(actors=(actor,), start=said, last_said=said, **given)


def _place(spot: Spot, *spells: Spell, contests: tuple[Contest, ...] = ()) -> PlaceControl:
    now = tuple(Standpoint(layer=one.layer, spell=one, said=one.last_said, days=None, age="unknown") for one in spells)
    contested = any(one.end is None for one in contests)
    return PlaceControl(
        key=spot.id or f"{spot.name}|", place=spot, area=False, timeline=spells, contests=contests, now=now, contested=contested
    )


def _incident(number: int, spot: Spot | None, day: str) -> Incident:
    return Incident(
        id=f"event-{number}", event_type="ASSAULT", acled_type="Attack", place=spot, start=day, end=day, claims=(f"e{number}",),
        reports=("r1",), originators=("Gazette",),
    )  # fmt: skip


PRECISIONS = st.one_of(st.none(), st.integers(1, 7))
REGIONS = st.sampled_from([("SY", "Aleppo"), ("SY", "Nowhere"), ("UA", None), ("ZZ", "Aleppo"), (None, None)])


@given(PRECISIONS, st.booleans(), REGIONS)
def test_nothing_is_drawn_finer_than_its_claims(
    precision: int | None, located: bool, region: tuple[str | None, str | None]
) -> None:
    """A point needs precision 1 or 2 and a place on earth, an area 3 or 4 and a sure outline; the rest is in the list."""
    country, adm1 = region
    spot = Spot("Somewhere", "g:1", country, adm1, 36.0 if located else None, 37.0 if located else None, precision)
    drawn = fineness(spot)
    if drawn == "point":
        assert precision in (1, 2)
        assert located
    if drawn == "area":
        assert precision in (3, 4)
    mark = marks([], [_incident(1, spot, "2030-05-01")], Day("2030-05-01", 7), {}, Words())[0]
    assert (mark.region is not None) == (drawn == "area")
    assert mark.region is None or mark.region in drawable(country)
    assert mark.why or precision == 1 or (drawn == "point" and precision != 2)


def test_only_the_days_that_are_drawn_count() -> None:
    """Events after the day, before its span, or of the background aren't on the map; with all days all until then are."""
    spot = Spot("Tamarra", "g:1", "ZZ", None, 1.0, 2.0, 1)
    told = [_incident(1, spot, "2030-05-01"), _incident(2, spot, "2030-05-09"), _incident(3, spot, "2030-05-12")]
    told.append(msgspec.structs.replace(_incident(4, spot, "2030-05-09"), background=True))

    def shown(back: int | None) -> list[str]:
        return [one.id for mark in marks([], told, Day("2030-05-10", back), {}, Words()) for one in mark.events]

    assert shown(7) == ["event-2"]
    assert shown(None) == ["event-2", "event-1"]
    assert shown(1) == []


def test_layers_stay_apart_and_age() -> None:
    """Each layer keeps its own word and its own age in words; a contest shows with both accounts."""
    spot = Spot("Tamarra", "g:1", "ZZ", None, 1.0, 2.0, 1)
    contest = Contest(start="2030-05-01", end=None, claims=("c1", "c2"), says="A says so; B says otherwise")
    place = _place(
        spot, _spell(BLUE, "2030-05-01", layer="claimed"), _spell(GREEN, "2030-05-30", layer="reported"), contests=(contest,)
    )
    mark = marks([place], [], Day("2030-06-05", 7), sides_of([place]), Words())[0]
    assert [(one.layer, one.says, one.age, one.age_says) for one in mark.held] == [
        ("claimed", "held by Blue Front", "stale", "said 35 days before"),
        ("reported", "held by Green Army", "current", "said 6 days before"),
    ]
    assert mark.contested == "A says so; B says otherwise"
    assert len({(one.letter, one.colour) for one in mark.held}) == 2


def test_who_holds_a_part_fills_nothing_whole() -> None:
    """A part, a site, or a district of the region that is drawn in its place is dotted and never filled."""
    region, district = Spot("R", "g:2", "ZZ", "R", precision=4), Spot("D", "g:3", "ZZ", "R", precision=3)
    whole = _spell(BLUE, "2030-05-01")
    assert mode_of(whole, region) == "holds"
    assert mode_of(whole, district) == "part"
    assert mode_of(msgspec.structs.replace(whole, extent="part"), region) == "part"
    assert mode_of(msgspec.structs.replace(whole, site="airport"), region) == "part"
    assert mode_of(msgspec.structs.replace(whole, status="lost", extent="part"), region) == "left"


def test_a_side_keeps_its_letter() -> None:
    """Letter and colour come from the whole record's order of appearance, however the places are ordered; allies share them."""
    ally = Actor("xx.blue2", "Blue Youth", "rebel", "xx.blues")
    first = _place(Spot("A", "g:1"), _spell(BLUE, "2030-05-01"), _spell(GREEN, "2030-05-02"))
    second = _place(Spot("B", "g:2"), _spell(ally, "2030-05-03"))
    one, other = sides_of([first, second]), sides_of([second, first])
    assert one == other
    assert {key: side.letter for key, side in one.items()} == {"xx.blues": "A", "xx.greens": "B"}
    assert len({letter(number) for number in range(60)}) == 60


@pytest.mark.parametrize("address", ["https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example:8443/syria.pmtiles"])
def test_a_basemap_opens_its_one_origin(address: str) -> None:
    """Only where the settings name a basemap may anything leave the machine, and only to where it lies."""
    found = basemap({"map": {"basemap": address, "attribution": "X"}})
    assert found is not None
    assert found.origin in policy(found.origin)
    assert policy(found.origin).count("https://") == 2, "pictures and data"
    assert "https://" not in policy()
    assert basemap({}) is None


WRONG = ("javascript:alert(1)", "https://a.example; script-src *//{z}{x}{y}", "https://a.example/x.png", "file:///x.pmtiles")


@pytest.mark.parametrize("address", WRONG)
def test_what_is_no_basemap_is_refused(address: str) -> None:
    """A wrong address is named, with what to do, and opens nothing."""
    with pytest.raises(StoreError):
        basemap({"map": {"basemap": address}})


@built
def test_a_basemap_is_a_setting(bundled: Path, tmp_path: Path) -> None:
    """With one in marsad.toml the map's page, and no other, lets pictures in from its origin; a wrong one is said on the page."""
    shutil.copytree(bundled, tmp_path / "aleppo")
    toml = tmp_path / "aleppo" / "marsad.toml"
    given = toml.read_text("utf-8")
    for address, status in (("https://tiles.example/{z}/{x}/{y}.png", 200), ("tiles", 400)):
        toml.write_text(f'{given}\n[settings.map]\nbasemap = "{address}"\nattribution = "A & B"\n', "utf-8")
        with (
            Observatory.open(tmp_path / "aleppo") as observatory,
            TestClient(make_app(observatory), base_url="http://127.0.0.1") as client,
        ):
            page = client.get("/map")
            assert page.status_code == status
            assert ("https://tiles.example" in page.headers["content-security-policy"]) == (status == 200)
            assert "https://" not in client.get("/places").headers["content-security-policy"]
        assert ("A &amp; B" in page.text) == (status == 200)


@built
def test_the_data_is_the_page(desk: Running) -> None:
    """The GeoJSON has points for points only, names shapes that exist for areas, says the same as the table, and has an ETag."""
    with desk.client() as client:
        answer = client.get("/map/data?as_of=2024-12-01&back=all")
        page = unescape(client.get("/map?as_of=2024-12-01&back=all").text)
        assert answer.headers["content-type"].startswith("application/geo+json")
        again = client.get("/map/data?as_of=2024-12-01&back=all", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
        assert client.get("/map/data?as_of=2024-12-02&back=all").headers["etag"] != answer.headers["etag"]
        found = answer.json()
        assert {one["properties"]["drawn"] for one in found["features"]} == {"point", "area"}
        for one in found["features"]:
            told = one["properties"]
            assert (one["geometry"] is None) == (told["drawn"] == "area")
            assert told["precision"] in ((1, 2) if told["drawn"] == "point" else (3, 4))
            assert all(held["says"].partition(": ")[2] in page for held in told["held"])
            assert client.get(told["link"]).status_code == 200
        for shapes in found["shapes"].values():
            assert client.get(shapes).status_code == 200
    assert len(answer.content) < 30_000


def test_every_word_on_the_map_leads_to_its_report(desk: Running) -> None:
    """What the table says of a place opens the report at the claim; a claim that isn't there says so."""
    known = {item.claim.id: item for item in desk.observatory.claims()}
    with desk.client() as client:
        found = re.findall(r'href="(/claims/([^/"]+)/words[^"]*)"', client.get("/map?as_of=2024-12-06").text)
        assert len(found) > 5
        for address, claim in found:
            to = client.get(unescape(address)).headers["location"]
            assert to.endswith(f"#claim-{claim}")
            assert f"id={known[claim].report}" in to
        assert client.get("/claims/none/words").status_code == 404


def test_a_layer_alone_hides_the_others(desk: Running) -> None:
    """The page and the data of one layer hold nothing of another."""
    with desk.client() as client:
        page = client.get("/map?layer=claimed").text
        table = page[page.index('id="beside"') :]
        assert "Claimed by a party" in table
        assert "Reported by others" not in table
        assert 'href="#shape-reported"' not in table
        found = client.get("/map/data?layer=claimed").json()["features"]
        kinds = {held["layer"] for one in found for held in one["properties"]["held"]}
    assert kinds <= {"claimed"}


def test_places_and_campaigns_lead_to_the_words(desk: Running) -> None:
    """Every place that a claim names has its page, found by name; every link of place and campaign into a report stands there."""
    known = {item.claim.id: item for item in desk.observatory.claims()}
    with desk.client() as client:
        ids = {address_of(one.key) for one in desk.observatory.control()}
        listed = re.findall(r'href="/places/([^"?]+)"', client.get("/places").text)
        assert ids <= {id.replace("%3A", ":") for id in listed}
        assert "Saraqib" in client.get("/places?q=SARAQ").text
        assert "No place here" in client.get("/places?q=nowhere").text
        pages = [f"/places/{id}" for id in ids] + [f"/campaigns/{one.id}" for one in desk.observatory.campaigns()]
        for address in pages:
            text = client.get(address).text
            links = re.findall(r'href="/report\?id=([^"#]+)#claim-([^"]+)"', text)
            assert links, address
            for report, claim in links:
                assert known[claim].report == unescape(report), address
        assert client.get("/places/none").status_code == 404
        assert client.get("/campaigns/none").status_code == 404


def test_a_place_shows_every_spell(desk: Running) -> None:
    """The bands and the table of a place hold each stretch of each layer."""
    with desk.client() as client:
        for one in desk.observatory.control():
            text = client.get(f"/places/{address_of(one.key)}").text
            assert text.count('class="spell"') == len(one.timeline)
            assert text.count("<tr><td>claimed</td>") + text.count("<tr><td>reported</td>") == len(one.timeline)


def test_a_record_without_days_has_an_empty_map(bundled: Path) -> None:
    """Before the record began the pages stand, and say that there is nothing."""
    with Observatory.open(bundled) as observatory, TestClient(make_app(observatory), base_url="http://127.0.0.1") as client:
        assert "No report with a day" in client.get("/map?known_at=2020-01-01").text
        assert client.get("/map/data?known_at=2020-01-01").json()["features"] == []
        assert "No campaign yet" in client.get("/campaigns?known_at=2020-01-01").text


@pytest.mark.parametrize("page", ["/map?as_of=2024-12-01", "/places?as_of=2024-12-01"])
def test_control_can_be_taken_along(desk: Running, page: str) -> None:
    """The page's control as CSV, JSON Lines and GeoJSON, of the page's day."""
    with desk.client() as client:
        links = [unescape(link) for link in re.findall(r'href="(/api/v1/control[^"]+)"', client.get(page).text)]
        assert len(links) == 3
        for link in links:
            assert "as_of=2024-12-01" in link
            assert "Aleppo" in client.get(link).text
