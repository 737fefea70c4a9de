"""A row as text: a line "key: value" for each filled cell, and where each cell's words stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from marsad.intake.faults import BadRow
from marsad.model import Anchor


class Cells:
    """The filled cells of one row in order, by path ("deaths.best", "actors.1"), as words with their anchors in `text`."""

    def __init__(self, row: dict[str, Any], before: Mapping[str, str], leave_out: tuple[str, ...], item: str) -> None:
        self.item = item
        self.words: dict[str, Anchor] = {}
        lines: list[str] = []
        at = 0
        found = list(before.items())
        _flatten(row, "", found)
        for path, words in found:
            if path in leave_out or path in self.words:
                continue
            start = at + len(path) + 2
            self.words[path] = Anchor(start, start + len(words), words)
            lines.append(f"{path}: {words}\n")
            at = start + len(words) + 1
        self.text = "".join(lines)

    def get(self, path: str | None) -> str | None:
        """The words of a cell; None where it is empty."""
        anchor = self.words.get(path) if path else None
        return anchor.text if anchor else None

    def all(self, paths: tuple[str, ...]) -> list[Anchor]:
        """The filled cells of these paths, "actors.*" for every item of a list."""
        found: list[Anchor] = []
        for path in paths:
            if not path.endswith(".*"):
                found += [self.words[path]] if path in self.words else []
                continue
            head = path[:-1]
            found += [anchor for key, anchor in self.words.items() if key.startswith(head) and key[len(head) :].isdigit()]
        return found

    def number(self, path: str | None, lowest: float, highest: float, *, whole: bool = False) -> float | None:
        """A cell as a number within its bounds; `BadRow` else."""
        words = self.get(path)
        if words is None:
            return None
        try:
            number = float(words)
        except ValueError:
            number = float("nan")
        if not lowest <= number <= highest or (whole and number != int(number)):
            self.bad(path, "whole number" if whole else "number", f" from {lowest:g} to {highest:g}" if highest < 1e9 else "")
        return number

    def day(self, path: str | None, form: str | None = None) -> date | None:
        """A cell as a day; `BadRow` for what is none."""
        words = self.get(path)
        if words is None:
            return None
        try:
            return datetime.strptime(words, form).date() if form else date.fromisoformat(words[:10])
        except ValueError:
            self.bad(path, f"day ({form or 'YYYY-MM-DD'})")

    def bad(self, path: str | None, wanted: str, more: str = "") -> NoReturn:
        """Raise the error for a cell that isn't what its column holds."""
        words = self.get(path) or ""
        shown = words if len(words) <= 40 else words[:37] + "..."
        raise BadRow(f"{self.item}: {path} is {shown!r}, no {wanted}{more}; the row's cells may have shifted")


def _flatten(value: Any, path: str, found: list[tuple[str, str]]) -> None:
    """Add the filled cells within a value, by path, to `found`."""
    kind = type(value)
    if kind is str:
        words = value if value.isalnum() else " ".join(value.split())
        if words:
            found.append((path, words))
    elif kind is dict:
        for key, inner in value.items():
            _flatten(inner, f"{path}.{key}" if path else str(key), found)
    elif kind is list:
        for number, inner in enumerate(value, 1):
            _flatten(inner, f"{path}.{number}", found)
    elif value is not None:
        found.append((path, str(value).lower() if kind is bool else str(value)))
