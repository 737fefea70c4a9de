"""What the desk's pages are built with: whole, licensed, naming no host, and true to the gazetteer."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from frontend import node
from frontend.__main__ import BUILD, PLACES
from frontend.regions import Regions, Towns, _deep, _inside

PERMISSIVE = {"0BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1"}
LOCK = Path(node.__file__).parent / "package-lock.json"
LATAKIA_TO_DEIR = {"type": "Polygon", "coordinates": [[[35.6, 34.0], [41.0, 34.0], [41.0, 37.0], [35.6, 37.0], [35.6, 34.0]]]}


def shapes(file: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each shape of a TopoJSON file with its geometry in degrees."""
    table = json.loads(file.read_text("utf-8"))
    scale, shift = np.array(table["transform"]["scale"]), np.array(table["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in table["arcs"]]

    def ring(numbers: list[int]) -> list[list[float]]:
        return np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]).tolist()

    (collection,) = table["objects"].values()
    for shape in collection["geometries"]:
        polygons = shape.get("arcs", []) if shape.get("type") == "MultiPolygon" else [shape.get("arcs", [])]
        yield shape, {"type": "MultiPolygon", "coordinates": [[ring(numbers) for numbers in polygon] for polygon in polygons]}


def test_every_file_is_in_the_manifest_with_its_hash(vendor: Path) -> None:
    manifest = json.loads((vendor / "manifest.json").read_text("utf-8"))
    found = {path.relative_to(vendor).as_posix(): path for path in vendor.rglob("*") if path.is_file()}
    del found["manifest.json"]
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()} == manifest["files"]


def test_every_package_is_permissively_licensed_and_says_so(vendor: Path) -> None:
    packages = json.loads((vendor / "manifest.json").read_text("utf-8"))["packages"]
    assert {package["licence"] for package in packages.values()} <= PERMISSIVE
    told = (vendor / "LICENSES.txt").read_text("utf-8")
    for name, package in packages.items():
        assert f"\n{name} {package['version']} (" in "\n" + told
    notice = (LOCK.parent.parent / "NOTICE").read_text("utf-8")
    direct = json.loads((LOCK.parent / "package.json").read_text("utf-8"))["dependencies"]
    assert [name for name in direct if name not in notice] == []


def test_the_lock_file_names_no_host_and_pins_every_package() -> None:
    text = LOCK.read_text("utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert [name for name, package in packages.items() if name and not package.get("integrity")] == []


def test_pages_ask_nobody_else(vendor: Path) -> None:
    """Style sheets point to files that are there, scripts to no source map that isn't."""
    for sheet in vendor.rglob("*.css"):
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", sheet.read_text("utf-8")):
            assert address.startswith("#") or (sheet.parent / address).is_file(), f"{sheet.name}: {address}"
    assert [script.name for script in vendor.rglob("*.js") if "sourceMappingURL" in script.read_text("utf-8")] == []


def test_every_font_is_used(vendor: Path) -> None:
    fonts = vendor / "fonts"
    named = set(re.findall(r"url\(([^)]+)\)", (fonts / "fonts.css").read_text("utf-8")))
    assert {path.name for path in fonts.glob("*.woff2")} == named


@pytest.mark.parametrize("country", ["SY", "UA", "YE", "SD", "SS", "SO", "MM", "AF", "PS"])
def test_a_regions_towns_are_in_its_shape(vendor: Path, country: str) -> None:
    """Simplified as it is, a shape with a gazetteer's id holds that region's towns, and hardly any other's."""
    known = Regions(PLACES)
    towns = known.towns[country]
    right = wrong = 0
    for shape, geometry in shapes(vendor / "shapes" / "admin1" / f"{country}.json"):
        if "id" in shape:
            assert shape["properties"]["name"] == known.names[shape["id"]]
            within = _inside(towns, geometry)
            right += int(np.count_nonzero(within & (towns.region == known.names[shape["id"]])))
            wrong += _deep(towns, within & (towns.region != known.names[shape["id"]]), geometry)
    assert right >= 20
    assert wrong <= 0.02 * (right + wrong)


def test_a_region_that_was_divided_since_has_no_id(vendor: Path) -> None:
    """Katanga became four provinces, and Beqaa's north a governorate of its own: the old shapes are nobody's now."""
    congo = {shape["properties"]["name"]: shape.get("id") for shape, _ in shapes(vendor / "shapes" / "admin1" / "CD.json")}
    lebanon = {shape["properties"]["name"]: shape.get("id") for shape, _ in shapes(vendor / "shapes" / "admin1" / "LB.json")}
    assert congo["Katanga"] is None
    assert congo["North Kivu"] == "geonames:CD.11"
    assert lebanon["Beqaa"] is None


def test_a_code_alone_ties_no_shape_to_a_region() -> None:
    assert Regions(PLACES).same("SY", "SY.09", LATAKIA_TO_DEIR) is None


def test_a_town_in_a_hole_is_outside() -> None:
    square = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    hole = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]
    towns = Towns(np.array([1.0, 5.0, 11.0]), np.array([1.0, 5.0, 5.0]), np.array(["a", "a", "a"]))
    assert _inside(towns, {"type": "Polygon", "coordinates": [square, hole]}).tolist() == [True, False, False]


def test_countries_go_by_the_gazetteers_codes(vendor: Path) -> None:
    with closing(sqlite3.connect(PLACES)) as index:
        codes = {code for (code,) in index.execute("SELECT DISTINCT country FROM place WHERE kind = 'town'")}
    for name in ("countries-50m.json", "countries-110m.json"):
        found = {shape.get("id"): shape["properties"]["name"] for shape, _ in shapes(vendor / "shapes" / name)}
        assert set(found) - {None} - codes <= {"AQ", "GS", "HM", "IO", "TF"}  # nobody lives there
        assert (found["SY"], found["UA"], found["XK"]) == ("Syria", "Ukraine", "Kosovo")


def test_axe_is_there_for_the_browser_tests(vendor: Path) -> None:
    assert "axe" in (BUILD / "axe.min.js").read_text("utf-8")[:200]
    assert not list(vendor.rglob("axe*"))


def test_an_unreachable_registry_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    found = node.find(BUILD) if shutil.which("npm") or (BUILD / "node").exists() else None
    if found is None:
        pytest.skip("Node is neither on this machine nor unpacked")
    with pytest.raises(node.FrontendError, match=r"npm ci failed in .*\n(.*\n)*.*ECONNREFUSED") as raised:
        node.install(found, tmp_path)
    assert "make assets" in raised.value.remedy
