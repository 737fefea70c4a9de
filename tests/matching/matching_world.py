"""A small made-up world of claims for the tests of matching."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from marsad.model import Actor, Anchor, Claim, Control, Event, Figure, Group, Judgement, Known, Source, Toll, When, Where

PLACES: dict[str, dict[str, Any]] = {
    "Marna": {"country": "XA", "adm1": "North", "lat": 10.0, "lon": 20.0, "precision": 1, "id": "p1"},
    "Marna Gate": {"country": "XA", "adm1": "North", "lat": 10.02, "lon": 20.01, "precision": 1, "id": "p2"},
    "Tell Oro": {"country": "XA", "adm1": "North", "lat": 10.3, "lon": 20.2, "precision": 1, "id": "p3"},
    "near Marna": {"country": "XA", "adm1": "North", "lat": 10.0, "lon": 20.0, "precision": 2, "id": "p1"},
    "North": {"country": "XA", "adm1": "North", "lat": 10.2, "lon": 20.1, "precision": 4, "id": "a1"},
    "South": {"country": "XA", "adm1": "South", "lat": 7.0, "lon": 20.1, "precision": 4, "id": "a2"},
    "Xanadia": {"country": "XA", "lat": 9.0, "lon": 20.0, "precision": 6, "id": "c1"},
    "Qasr Lut": {},
    "Borda": {"country": "XB", "lat": 10.1, "lon": 20.1, "precision": 1, "id": "p4"},
}
ARMY = Actor("xa.mil", "Xanadian army", "military", "xa.gov")
STATE = Actor("xa.gov", "Xanadia", "state", "xa.gov")
FRONT = Actor("xa.front", "Marna Front", "rebel", "xa.opp")
GUNMEN = Actor(None, "gunmen", "unknown")
CIVILIANS = Actor(None, "civilians", "civilians")


def where(name: str) -> Where:
    """One of the world's places."""
    return Where(name=name, text=name, anchor=Anchor(0, len(name), name), **PLACES[name])


def when(start: str, end: str | None = None) -> When:
    """A day, or days."""
    return When(
        start=start, end=end or start, precision=1 if end in (None, start) else 2, text=start, anchor=Anchor(0, len(start), start)
    )


def _id(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _common(words: str, place: str | None, start: str | None, end: str | None) -> dict[str, Any]:
    return {
        "anchors": (Anchor(0, len(words), words),), "where": where(place) if place else None,
        "when": when(start, end) if start else None,
    }  # fmt: skip


def event(
    report: str, words: str, *, place: str | None = "Marna", on: str | None = "2024-03-01", until: str | None = None,
    type: str = "ASSAULT/aerial", by: tuple[Actor, ...] = (), against: tuple[Actor, ...] = (), **more: Any,
) -> Event:  # fmt: skip
    """An event claim."""
    return Event(
        id=_id(report, words, place, on, type, by, against),
        event_type=type,
        side_a=by,
        side_b=against,
        **_common(words, place, on, until),
        **more,
    )


def toll(
    report: str, number: int | Figure, *, of: Event | None = None, place: str | None = "Marna", on: str | None = "2024-03-01",
    until: str | None = None, outcome: Any = "killed", scope: Any = "incident", side: Any = "unknown", **more: Any,
) -> Toll:  # fmt: skip
    """A toll claim; `of` is its event."""
    figure = Figure.exact(number) if isinstance(number, int) else number
    return Toll(
        id=_id(report, figure, place, on, until, outcome, scope, side, more), outcome=outcome, figure=figure,
        scope=scope, group=Group(side),
        event=of.id if of else None, **_common(f"{number} people", place, on, until), **more,
    )  # fmt: skip


def control(
    report: str,
    status: Any,
    *actors: Actor,
    place: str | None = "Marna",
    on: str | None = "2024-03-01",
    extent: Any = "unknown",
    **more: Any,
) -> Control:
    """A control claim."""
    words = f"{status} {place}"
    return Control(
        id=_id(report, words, actors, on, extent),
        actors=actors,
        status=status,
        extent=extent,
        **_common(words, place, on, None),
        **more,
    )


def known(
    report: str, *claims: Claim, originator: str = "medics", published: str | None = "2024-03-02", outlet: str = "Daily"
) -> list[Known]:
    """The claims as the observatory knows them."""
    return [
        Known(
            claim=claim, report=report, known_at="2024-03-05T00:00:00Z", originator=originator, outlet=outlet, published=published
        )
        for claim in claims
    ]


def judge(one: Claim | str, other: Claim | str, verdict: Any, minute: int = 0) -> Judgement:
    """A judgement made at that minute."""
    a, b = (claim if isinstance(claim, str) else claim.id for claim in (one, other))
    return Judgement(
        id=_id("j", a, b, verdict, minute), who="editor", at=f"2024-03-06T00:{minute:02}:00Z", one=a, other=b, verdict=verdict
    )


_DAYS = st.sampled_from([None, "2024-03-01", "2024-03-02", "2024-03-04"])
_ACTORS = st.lists(st.sampled_from([ARMY, STATE, FRONT, GUNMEN, CIVILIANS]), max_size=2, unique=True).map(tuple)
_PLACES = st.sampled_from([None, *PLACES])
_WORDS = st.sampled_from(["bombed a market", "shells hit the market", "clashes near the mill", "gunmen raided a farm", "a blast"])
_TYPES = st.sampled_from(["ASSAULT", "ASSAULT/aerial", "ASSAULT/heavy-weapons", "ASSAULT/firearms", "COERCE/arrest"])
_FIGURES = st.sampled_from(
    [
        Figure.exact(0),
        Figure.exact(2),
        Figure.exact(9),
        Figure.exact(12),
        Figure.at_least(9),
        Figure.at_most(12),
        Figure(12, None, 99, "vague"),
    ]
)
_SIDES = st.sampled_from(["unknown", "unknown", "civilians", "combatants"])
_ROW = (Source("Coders"),)


@st.composite
def reports(draw: st.DrawFn) -> list[Known]:
    """The claims of one report, or of one coded row."""
    name = f"r{draw(st.integers(0, 10**6))}"
    more: dict[str, Any] = (
        {"attribution": _ROW, "confidence": 1.0}
        if draw(st.booleans())
        else {"modality": draw(st.sampled_from(["asserted", "denied", "planned"]))}
    )
    claims: dict[str, Claim] = {}
    for _ in range(draw(st.integers(1, 2))):
        place, on = draw(_PLACES), draw(_DAYS)
        made = event(name, draw(_WORDS), place=place, on=on, type=draw(_TYPES), by=draw(_ACTORS), against=draw(_ACTORS), **more)
        counts = [
            toll(name, draw(_FIGURES), of=made if draw(st.booleans()) else None, place=place, on=on, side=draw(_SIDES))
            for _ in range(draw(st.integers(0, 2)))
        ]
        claims |= {claim.id: claim for claim in (made, *counts)}
    if draw(st.booleans()):
        running = toll(
            name,
            draw(_FIGURES),
            place=draw(_PLACES),
            on="2024-02-20",
            until=draw(_DAYS) or "2024-03-02",
            scope=draw(st.sampled_from(["cumulative", "period"])),
        )
        held = control(
            name,
            draw(st.sampled_from(["captured", "lost", "held", "contested"])),
            *draw(_ACTORS),
            place=draw(_PLACES),
            on=draw(_DAYS),
        )
        claims |= {claim.id: claim for claim in (running, held)}
    outlet, published = draw(st.sampled_from(["Daily", "Wire"])), draw(st.sampled_from([None, "2024-03-02", "2024-03-05"]))
    tellers = st.sampled_from(["medics", "army"])
    one = draw(tellers)
    return [
        item
        for claim in claims.values()
        for item in known(
            name, claim, outlet=outlet, published=published, originator=one if draw(st.booleans()) else draw(tellers)
        )
    ]


@st.composite
def records(draw: st.DrawFn) -> list[Known]:
    """The claims of some reports, which bear different names."""
    made = draw(st.lists(reports(), min_size=2, max_size=6, unique_by=lambda report: report[0].report))
    return [item for report in made for item in report]


@st.composite
def judged(draw: st.DrawFn) -> tuple[list[Known], list[Judgement]]:
    """The claims of some reports, and judgements on some of them, made at different minutes."""
    record = draw(records())
    ids = sorted({item.claim.id for item in record})
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(ids), st.sampled_from(ids), st.sampled_from(["same", "different", "unsure"])), max_size=6
        )
    )
    return record, [judge(one, other, verdict, minute) for minute, (one, other, verdict) in enumerate(pairs) if one != other]
