"""The front-end files as `make assets` builds them; what is up to date stays."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from frontend.__main__ import ROOT, VENDOR


@pytest.fixture(scope="session")
def vendor() -> Path:
    with (Path(tempfile.gettempdir()) / "marsad-frontend.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker builds, the others find it built
        done = subprocess.run([sys.executable, "-m", "frontend"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return VENDOR
