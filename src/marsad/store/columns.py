"""The columns by which claims are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from marsad.gazetteer.folding import fold
from marsad.model import Claim
from marsad.model.roles import actors_of, fighters_of

_LARGEST = 2**63 - 1


def plain(text: str | None) -> str | None:
    """Text without the zero character, which PostgreSQL can't hold."""
    return text.replace("\0", "�") if text else text


def default_originator(claim: Claim, outlet: str | None, report: str) -> str:
    """The end of the attribution chain, else the outlet, else the report."""
    return claim.attribution[-1].name if claim.attribution else outlet or report


def claim_columns(claim: Claim, report: str, outlet: str | None, day: str) -> dict[str, Any]:
    """What a claim is found by. One that says no time stands at `day`, without a precision."""
    where, when, figure, group = claim.where, claim.when, getattr(claim, "figure", None), getattr(claim, "group", None)
    start = (when.start or when.end if when else None) or day
    end = (when.end or when.start if when else None) or day
    return {
        "id": claim.id,
        "kind": claim.__struct_config__.tag,
        "outcome": getattr(claim, "outcome", None),
        "side": group.side if group else None,
        "scope": getattr(claim, "scope", None),
        "low": _whole(figure and figure.low),
        "best": _whole(figure and figure.best),
        "high": _whole(figure and figure.high),
        "place": where and plain(where.id),
        "place_name": where and plain(where.name),
        "country": where and plain(where.country),
        "adm1": where and plain(where.adm1),
        "lat": where and where.lat,
        "lon": where and where.lon,
        "where_precision": where and where.precision,
        "first_day": plain(start),
        "last_day": plain(end),
        "when_precision": when.precision if when and (when.start or when.end) else None,
        "originator": plain(default_originator(claim, outlet, report)),
        "outlet": outlet,
        "background": claim.background,
        "status": getattr(claim, "status", None),
    }


def _whole(number: int | None) -> int | None:
    """Within what a database holds."""
    return None if number is None else max(-_LARGEST, min(_LARGEST, number))


class Naming(NamedTuple):
    """How a name is written, and in how many claims of the report it stands."""

    shown: str
    claims: int


def names_of(claims: Iterable[Claim], outlets: Iterable[str | None]) -> dict[tuple[str, str], Naming]:
    """(role, name) -> how it is written and how often: everybody whom the claims name; the first writing, by its letters.

    `outlets` are the claims' own, where they say something in their own voice.
    """
    found: dict[tuple[str, str], Naming] = {}
    for claim, outlet in zip(claims, outlets, strict=True):
        said = [(f"said:{link.kind}", link.name, link.name) for link in claim.attribution]
        said += [("outlet", outlet, outlet)] if outlet and not claim.attribution else []
        acting = [("actor", actor.id or fold(actor.name), actor.name) for actor in actors_of(claim)]
        fighting = [("fights", key, key) for key in fighters_of(claim)]
        named: dict[tuple[str, str], str] = {}
        for role, name, shown in (*said, *acting, *fighting):
            key, written = (role, plain(name) or ""), plain(shown) or ""
            named[key] = min(written, named.get(key, written))
        for key, written in named.items():
            before = found.get(key, Naming(written, 0))
            found[key] = Naming(min(written, before.shown), before.claims + 1)
    return found
