"""Marsad reads reports about armed conflict into sourced claims.

>>> import marsad
>>> reading = marsad.Reader().read(text, published="2024-11-30", source="AFP")
>>> reading.claims[0].anchors[0].text
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.errors import MarsadError
    from marsad.model import Reading, Report
    from marsad.observatory import Observatory
    from marsad.reading import Reader

__all__ = ["MarsadError", "Observatory", "Reader", "Reading", "Report", "__version__", "open"]
__version__ = "0.1.0"

_WHERE = {
    "Observatory": "marsad.observatory",
    "MarsadError": "marsad.errors",
    "Reader": "marsad.reading",
    "Reading": "marsad.model",
    "Report": "marsad.model",
}


def __getattr__(name: str) -> Any:
    """Names of the public API, imported when they are first used: `import marsad` stays quick."""
    if name not in _WHERE:
        raise AttributeError(f"module 'marsad' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_WHERE[name]), name)


def open(folder: str | Path) -> Observatory:
    """The observatory in a folder (made by `marsad init`); close it, or use it as a context manager."""
    from marsad.observatory import Observatory

    return Observatory.open(folder)
