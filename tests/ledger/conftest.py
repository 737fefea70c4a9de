"""Short ways to make claims, so that a test shows only what matters to it."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from marsad.model import (
    Actor,
    Agreement,
    Anchor,
    Control,
    Event,
    Figure,
    Group,
    Known,
    Relation,
    Source,
    Statement,
    Toll,
    When,
    Where,
)


class Maker:
    """Makes claims with ids c1, c2, ... unless they are given one."""

    def __init__(self) -> None:
        self._numbers = count(1)

    @staticmethod
    def actor(name: str, kind: Any = "rebel", side: str | None = None) -> Actor:
        return Actor(side and f"{side}.x", name, kind, side)

    @staticmethod
    def days(start: str, end: str | None = None, precision: int = 1) -> When:
        return When(start=start, end=end or start, precision=precision, text=start, anchor=Anchor(0, len(start), start))

    @staticmethod
    def at(name: str, **more: Any) -> Where:
        more = {"country": "SY", "precision": 1, "id": f"place:{name}", **more}
        return Where(name=name, text=name, anchor=Anchor(0, len(name), name), **more)

    def _base(self, id: str | None, words: str, chain: tuple[str, ...], kind: Any, more: dict[str, Any]) -> dict[str, Any]:
        day, place = more.pop("day", None), more.pop("place", None)
        return {
            "id": id or f"c{next(self._numbers)}",
            "anchors": (Anchor(0, len(words), words),),
            "attribution": tuple(Source(name, kind) for name in chain),
            "when": (self.days(*day) if isinstance(day, tuple) else self.days(day)) if day else None,
            "where": self.at(place) if isinstance(place, str) else place,
            **more,
        }

    def known(self, claim: Any, report: str, published: str | None, outlet: str | None = None, **more: Any) -> Known:
        who = claim.attribution[-1].name if claim.attribution else outlet or report
        more = {"known_at": "2024-12-31T00:00:00Z", "originator": who, **more}
        return Known(claim=claim, report=report, published=published, outlet=outlet, **more)

    def toll(
        self, number: int | Figure, said: str, by: str | tuple[str, ...] = "SOHR", *, report: str | None = None,
        id: str | None = None, outlet: str | None = None, side: Any = "unknown", actors: tuple[Actor, ...] = (),
        attributes: tuple[Any, ...] = (), source_kind: Any = "observatory", known: dict[str, Any] | None = None, **more: Any,
    ) -> Known:  # fmt: skip
        chain = (by,) if isinstance(by, str) else by
        figure = Figure.exact(number) if isinstance(number, int) else number
        fields = {"outcome": "killed", **more}
        base = self._base(id, f"{figure.point} dead", chain, source_kind, fields)
        claim = Toll(**base, group=Group(side, actors, attributes), figure=figure)
        return self.known(claim, report or f"r-{claim.id}", said, outlet, **(known or {}))

    def event(
        self, said: str, by: str = "SOHR", *, report: str | None = None, id: str | None = None, words: str = "a strike",
        outlet: str | None = None, source_kind: Any = "observatory", **more: Any,
    ) -> Known:  # fmt: skip
        more = {"event_type": "ASSAULT/aerial", "acled_type": "Air/drone strike", **more}
        claim = Event(**self._base(id, words, (by,) if by else (), source_kind, more))
        return self.known(claim, report or f"r-{claim.id}", said, outlet)

    def control(
        self, who: Actor, status: Any, place: str, said: str, by: str = "", *, report: str | None = None, id: str | None = None,
        outlet: str | None = None, source_kind: Any = "party", **more: Any,
    ) -> Known:  # fmt: skip
        more = {"place": place, **more}
        claim = Control(
            **self._base(id, f"{status} {place}", (by,) if by else (), source_kind, more), actors=(who,), status=status
        )
        return self.known(claim, report or f"r-{claim.id}", said, outlet)

    def statement(self, speaker: Actor, act: Any, about: str, said: str, *, report: str = "r-s", **more: Any) -> Known:
        claim = Statement(**self._base(None, act, (), "other", more), speaker=speaker, act=act, about=about)
        return self.known(claim, report, said, "outlet")

    def agreement(self, said: str, *, id: str | None = None, type: Any = "truce", **more: Any) -> Known:
        claim = Agreement(**self._base(id, "a truce", (), "other", more), agreement_type=type)
        return self.known(claim, f"r-{claim.id}", said, "outlet")

    def relation(self, one: Actor, relation: Any, other: Actor, said: str, **more: Any) -> Known:
        claim = Relation(**self._base(None, relation, (), "other", more), subject=one, object=other, relation=relation)
        return self.known(claim, f"r-{claim.id}", said, "outlet")


@pytest.fixture
def make() -> Maker:
    return Maker()
