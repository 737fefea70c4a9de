"""What may be set where the last thing was told to be: no count of months, no displacement of a land, nothing countrywide."""

from __future__ import annotations

import re
from functools import lru_cache

from marsad.model import Where
from marsad.reading.days_apart import long_before
from marsad.reading.draft import Draft
from marsad.reading.language import table

_WIDE = 3  # UCDP's where_prec from which a place can hold another
_LAND_WIDE = 100_000
"""So many displaced are a region's or a land's, not those of the town told of before."""
_WAR_WIDE = 10_000
"""So many killed or hurt are a war's."""
_FRONT_WIDE = 500
"""So many killed in a stretch of time are a whole front's."""
_MONTH = 4
"""UCDP's date_prec of eight days to a month."""


def may_take(draft: Draft, place: Where) -> bool:
    """Whether a draft may be where the last thing was; a running toll only where that is a region or larger."""
    whole = draft.fields.get("part_of")
    if isinstance(whole, Draft) and whole.where is None and not may_take(whole, place):
        return False  # "280 have been killed since the truce took effect. ... at least 90 civilians among them"
    if draft.fields.get("outcome") in ("captured", "detained") and draft.sentence.lowers & {"still", "remain", "remains"}:
        return False  # "It still holds at least 11 hostages"
    scope = draft.fields.get("scope", "incident")
    running = scope == "period" or (scope == "cumulative" and (draft.when is not None or "since" in draft.sentence.lowers))
    low = draft.fields["figure"].low or 0 if draft.kind == "toll" else 0
    small = (place.precision or 1) <= _WIDE or place.id is None  # a village that no index has stands at its region's point
    running = running and (small or low >= _FRONT_WIDE)
    begun = draft.when is not None and draft.when.text.startswith(("since", "Since"))
    long = draft.kind == "event" and draft.when is not None and (draft.when.precision or 1) >= _MONTH and not begun
    wide = low >= (_LAND_WIDE if draft.fields.get("outcome") == "displaced" else _WAR_WIDE)
    return "where" not in draft.settled and not (running or wide or long or is_spread(draft)) and not long_before(draft)


def is_spread(draft: Draft) -> bool:
    """Whether a draft's sentence tells of a whole land: "22 people died in strikes across the country", "the war has killed"."""
    return _countrywide().search(draft.sentence.text) is not None


@lru_cache(maxsize=1)
def _countrywide() -> re.Pattern[str]:
    return re.compile(table("circumstances")["countrywide"])
