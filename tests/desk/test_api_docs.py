"""The commands of docs/api.md run as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from desk_kinds import Running

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_examples_run(desk: Running) -> None:
    """Each gives an answer; only the one that shows an error is one."""
    commands = re.findall(r"^    (curl .+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(commands) > 5
    for command in commands:
        command = command.replace("curl ", 'curl -s -o /dev/null -w "%{http_code}" ', 1)
        if "--json" in command:  # curl before 7.82
            command = command.replace("--json", '-H "Content-Type: application/json" --data-binary')
        given = {"DESK": desk.address.rstrip("/"), "PATH": "/usr/bin:/bin"}
        run = subprocess.run(["bash", "-c", command], env=given, capture_output=True, text=True, check=True)
        assert run.stdout in (("400",) if "yesterday" in command else ("200", "201")), command


def test_every_address_is_on_the_page(desk: Running) -> None:
    """What the document describes is told of in words."""
    page = PAGE.read_text("utf-8")
    with desk.client() as client:
        paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert [path for path in paths if path.replace("{id}", "ID") not in page] == []
