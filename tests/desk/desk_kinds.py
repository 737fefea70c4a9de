"""What the desk's tests share by name."""

from __future__ import annotations

from typing import Protocol

import httpx

from marsad.observatory import Observatory


class Running(Protocol):
    """A desk that is open (conftest.py)."""

    observatory: Observatory
    address: str

    def client(self) -> httpx.Client: ...
