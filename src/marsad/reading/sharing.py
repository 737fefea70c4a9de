"""What claims that belong together share of when and where: a toll its event's, a share its whole's."""

from __future__ import annotations

from marsad.model import Where
from marsad.reading.draft import Draft

_WIDE = 3
"""UCDP's where_prec from which a place can hold another."""
_BEFORE = 12
"""Characters in which a word stands before a place."""
_COUNTRY = 6
"""UCDP's where_prec of a country."""


def share_circumstances(drafts: list[Draft]) -> None:
    """A toll without a place or time of its own takes its event's, a share its whole's, another account that of the first."""
    for draft in drafts:
        if draft.version_of is not None:
            draft.where, draft.when = draft.where or draft.version_of.where, draft.when or draft.version_of.when
        if draft.kind != "toll":
            continue
        for link in ("part_of", "event"):
            other = draft.fields.get(link)
            if not isinstance(other, Draft):
                continue
            own = draft.where
            share = draft.fields.get("part_of") is not None  # "raids across X province killed 30, six of them in the town of Y"
            if link == "event" and not share and other.sentence is draft.sentence and _is_point_of(own, other.where):
                other.where = own  # "clashed with rebels in X province, killing three in the town of Y"
            if "where" not in draft.settled:
                opened = link == "event" and other.sentence is draft.sentence and _is_point_of(other.where, own)
                finer = opened or is_finer(other.where, draft.where)
                draft.where = other.where if finer and not _all_over(draft) else draft.where
            running = draft.fields.get("scope") == "cumulative" and link == "event" and "since" in draft.sentence.lowers
            told = link == "event" and other.sentence is not draft.sentence  # a share is of its whole's day wherever it was
            elsewhere = told and own is not None and draft.where != other.where
            lasting = told and other.when is not None and other.when.text.casefold().startswith("since")
            if "when" not in draft.settled and not (running or elsewhere or lasting):
                draft.when = draft.when or other.when


def _all_over(draft: Draft) -> bool:
    """Whether a toll's own words spread it over its land: "killed 25 people across Lebanon"."""
    if draft.where is None or not draft.sentence.start <= draft.where.anchor.start < draft.sentence.end:
        return False
    at = draft.where.anchor.start - draft.sentence.start
    return draft.sentence.text[max(0, at - _BEFORE) : at].rstrip().endswith(("across", "throughout", "all over", "parts of"))


def _is_point_of(one: Where | None, other: Where | None) -> bool:
    """Whether a place is a point that can lie in a district or region."""
    if one is None or other is None or one.lat is None or not (other.precision or 1) >= _WIDE > (one.precision or 1):
        return False
    return one.country == other.country and other.adm1 in (None, one.adm1)


def is_finer(one: Where | None, other: Where | None) -> bool:
    """Whether a place is the better of two: the only one, or a point in the country that the other only names."""
    if one is None or other is None:
        return other is None
    return (other.precision or 0) >= _COUNTRY and one.country == other.country and (one.precision or 9) < _COUNTRY
