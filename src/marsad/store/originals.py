"""Originals: the bytes that reports came as, each in a file named by its SHA-256."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from marsad.errors import StoreError
from marsad.store.engines import disk_error

_STALE = 3600
_AT_ONCE = 8


class Originals:
    """A folder of `ab/abcdef...`. A file is there whole or not at all: it is written aside, synced and renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where the original of that SHA-256 lies."""
        return self.folder / digest[:2] / digest

    def add_all(self, originals: Iterable[tuple[str, bytes]]) -> None:
        """Keep them; on return they are on the disk. Raises StoreFull where there is no room."""
        try:
            with ThreadPoolExecutor(_AT_ONCE) as pool:  # waiting for the disk is most of it
                changed: set[Path] = set().union(*pool.map(self._add, dict(originals).items()))
                list(pool.map(_sync, changed))
        except OSError as error:
            raise disk_error(error) from error

    def _add(self, original: tuple[str, bytes]) -> set[Path]:
        """The folders that changed."""
        digest, content = original
        path = self.path(digest)
        if path.exists() and path.stat().st_size == len(content):
            return set()
        new = not path.parent.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{digest}.{os.getpid()}.part")
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        return {path.parent, self.folder} if new else {path.parent}

    def read(self, digest: str) -> bytes:
        """The bytes, checked. Raises StoreError where they are gone or were changed."""
        if fault := self.fault(digest):
            raise StoreError(f"the original {digest} {fault}", remedy="Bring it back from a backup; its name is its SHA-256.")
        return self.path(digest).read_bytes()

    def fault(self, digest: str) -> str | None:
        """What is wrong with the original, or None."""
        try:
            with self.path(digest).open("rb") as file:
                found = sha256()
                while chunk := file.read(1 << 20):
                    found.update(chunk)
        except FileNotFoundError:
            return "is missing"
        except OSError as error:
            return f"can't be read ({error.strerror})"
        return None if found.hexdigest() == digest else "was changed"

    def sweep(self) -> None:
        """Remove what a killed process left half written, once it is an hour old."""
        for path in self.folder.glob("*/.*.part"):
            if time.time() - path.stat().st_mtime > _STALE:
                path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make the folder's new names last."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
