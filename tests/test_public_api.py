"""The public names are there, sorted, and quick to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

import marsad


def test_every_public_name_is_there_and_they_are_sorted() -> None:
    assert marsad.__all__ == sorted(marsad.__all__)
    assert all(getattr(marsad, name) is not None for name in marsad.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = marsad.nothing


def test_importing_marsad_loads_no_parser() -> None:
    code = "import sys, marsad; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
