"""The place index: names in any spelling, search for people, a person's own files."""

from __future__ import annotations

import gzip
import pickle
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import GazetteerError
from marsad.gazetteer.adding import add
from marsad.gazetteer.folding import fold, pattern
from marsad.gazetteer.places import Gazetteer, distance
from marsad.gazetteer.records import Record, write

ROW = "\t".join(
    [
        "9000001",
        "Tarbuqa",
        "Tarbuqa",
        "Tarbouqa,طربوقة",
        "36.1",
        "37.2",
        "P",
        "PPL",
        "SY",
        "",
        "09",
        "",
        "",
        "",
        "700",
        "",
        "400",
        "Asia/Damascus",
        "2024-01-01",
    ]
)


@lru_cache(maxsize=1)
def built_in() -> Gazetteer:
    return Gazetteer.open(overlay="no-additions.db")


@pytest.mark.parametrize("name", ["Aleppo", "aleppo", "Halab", "حلب", "Ḩalab", "Haleb"])
def test_one_place_in_many_spellings(name: str) -> None:
    assert "geonames:170063" in {one.id for one in built_in().lookup(name)}


@pytest.mark.parametrize(
    ("name", "meant"), [("Saraqab", "Saraqib"), ("Al-Qamishly", "Al Qamishli"), ("Khan Sheykhun", "Khan Shaykhun")]
)
def test_another_transliteration_is_found_by_its_sound(name: str, meant: str) -> None:
    assert any(one.name == meant for one in built_in().lookup(name))


def test_exact_beats_sound() -> None:
    assert all(one.match != "sound" for one in built_in().lookup("Homs"))


def test_countries_regions_counties_and_the_supplement() -> None:
    names = ("U.S.", "Idlib", "Fulton County", "Eastern Ghouta", "Red Sea")
    kinds = {name: {one.kind for one in built_in().lookup(name)} for name in names}
    assert "country" in kinds["U.S."]
    assert kinds["Idlib"] >= {"region", "town"}
    assert kinds["Fulton County"] == {"county"}
    assert kinds["Eastern Ghouta"] == {"pocket"}
    assert "sea" in kinds["Red Sea"]


@pytest.mark.parametrize(
    ("name", "country", "near"),
    [
        ("Komanda", "CD", (1.36, 29.77)),
        ("Tawila", "SD", (13.5, 24.87)),
        ("Aita al-Shaab", "LB", (33.1, 35.33)),
        ("Thantlang", "MM", (22.7, 93.43)),
        ("Kyaukphyu", "MM", (19.43, 93.53)),
        ("Renk", "SS", (11.75, 32.8)),
        ("Chunyshyne", "UA", (48.23, 37.22)),
        ("Guriel", "SO", (5.3, 45.88)),
    ],
)
def test_villages_that_cities_lack_are_known_without_false_precision(name: str, country: str, near: tuple[float, float]) -> None:
    found = [one for one in built_in().lookup(name) if one.country == country]
    assert found
    assert distance(found[0].lat, found[0].lon, *near) < 15
    assert found[0].precision == (1 if found[0].kind == "town" else 2)


def test_search_forgives_a_slip() -> None:
    assert built_in().search("Mosull", 3)[0].name == "Mosul"
    assert len(built_in().search("Springfield", 5)) == 5


def test_unknown_name_gives_nothing() -> None:
    assert built_in().lookup("Qwxzzvy") == []


def test_nearest_town_and_distance() -> None:
    near = built_in().nearest(36.2, 37.16)
    assert near is not None
    assert near.name == "Aleppo"
    assert distance(0, 0, 0, 1) == pytest.approx(111.2, abs=0.2)


def test_threads_and_copies_share_it() -> None:
    copy = pickle.loads(pickle.dumps(built_in()))
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda name: bool(copy.lookup(name)), ["Aleppo", "Homs", "Kyiv", "Goma"] * 20))


def test_a_country_file_is_added_once(tmp_path: Path) -> None:
    overlay, listing = tmp_path / "own.db", tmp_path / "SY.zip"
    with zipfile.ZipFile(listing, "w") as archive:
        archive.writestr("readme.txt", "about")
        wrong = ROW.replace("36.1", "north").replace("9000001", "9000002")
        archive.writestr("SY.txt", f"{ROW}\ntoo\tshort\n{wrong}\n")
    for _ in range(2):
        added = add(listing, overlay, built_in())
        assert added.places == 1
        assert [line.split(":")[0] for line in added.skipped] == ["row 2", "row 3"]
    found = Gazetteer.open(overlay=overlay).lookup("Tarbouqa")
    assert [(one.name, one.country, one.adm1) for one in found] == [("Tarbuqa", "SY", "Aleppo")]


def test_a_ucdp_file_is_added(tmp_path: Path) -> None:
    listing = tmp_path / "ged.csv.gz"
    listing.write_bytes(
        gzip.compress(
            b"id,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country\n"
            b"1,1,Tarbuqa village,Aleppo Governorate,,36.1,37.2,Syria\n2,2,Tarbuqa village,Aleppo Governorate,,36.3,37.2,Syria\n"
            b"3,4,Aleppo Governorate,Aleppo Governorate,,36.3,37.2,Syria\n4,1,Nowhere,,,x,37.2,Syria\n"
        )
    )
    added = add(listing, tmp_path / "own.db", built_in())
    assert added.places == 1
    assert added.skipped[0].startswith("row 5")
    (one,) = Gazetteer.open(overlay=tmp_path / "own.db").lookup("Tarbuqa")
    assert (one.country, one.adm1, one.lat) == ("SY", "Aleppo", 36.2)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "notes.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(GazetteerError, match="neither"):
        add(other, tmp_path / "own.db", built_in())
    with pytest.raises(GazetteerError, match="no place index"):
        Gazetteer(other)


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    record = Record("x:1", "Tarbuqa", "SY", "Aleppo", 36.1, 37.2, 700, "town", ("Tarbuqa",))
    for name in ("a.db", "b.db"):
        write(tmp_path / name, [record], source="test")
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()


def test_commands(tmp_path: Path) -> None:
    from marsad.cli.gazetteer import gazetteer

    (tmp_path / "SY.txt").write_text(ROW + "\nbad\n", encoding="utf-8")
    ran = CliRunner().invoke(gazetteer, ["add", str(tmp_path / "SY.txt"), "--to", str(tmp_path / "own.db")])
    assert ran.exit_code == 0
    assert "1 places" in ran.output
    assert "row 2" in ran.output
    shown = CliRunner().invoke(gazetteer, ["search", "Aleppo"], env={"COLUMNS": "200"})
    assert "geonames:170063" in shown.output


@given(st.text(max_size=80))
def test_folding_is_steady(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    pattern(fold(name))
