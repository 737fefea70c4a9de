"""The part of a country or region that the text names: "southern Lebanon" is said of no more than that part."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from marsad.model import Where
from marsad.reading.document import Document
from marsad.reading.draft import Draft
from marsad.reading.language import table

_WIDE = 4
"""UCDP's where_prec from which a place has parts that are told apart."""
_REACH = 20


def name_parts(document: Document, drafts: list[Draft]) -> None:
    """Call a country or region of which a draft names a part by that part; where it lies, and how finely, stays."""
    for draft in drafts:
        if draft.where is not None:
            draft.where = _part_of(document, draft.where)


def _part_of(document: Document, where: Where) -> Where:
    if where.anchor is None or (where.precision or 0) < _WIDE or where.relative is not None:
        return where
    part = _pattern().search(document.text, max(0, where.anchor.start - _REACH), where.anchor.start)
    if part is None or where.name.casefold().startswith(part[1].casefold()):
        return where
    return msgspec.structs.replace(where, name=f"{part[1]} {where.name}")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(table("circumstances")["part_of"], re.IGNORECASE)
