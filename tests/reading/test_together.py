"""What two clauses tell apart they tell together: no place, day, victim or doer wanders from one to the other."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest

from marsad import Reader
from marsad.model import Control, Event, Movement, Toll
from marsad.model.claim import Claim

CLAUSES = (
    "shells killed five farmers in Nyala on Sunday",
    "the Sudanese army shelled a market in El Fasher on Monday",
    "the Rapid Support Forces captured the town of Bara on Saturday",
    "the Rapid Support Forces withdrew from Er Rahad on Sunday",
    "gunmen abducted three aid workers in Zalingei on Saturday",
    "some 2,000 people fled Umm Ruwaba on Monday",
    "the Sudanese army advanced towards Kosti on Sunday",
    "two doctors were killed in Ed Daein on Saturday",
)
JOINED = (
    "{first}. {Second}.",
    "{first}; {second}.",
    "{first}, while {second}.",
    "{first}, and {second}.",
    "{first}, but {second}.",
    "{first} after {second}.",
    "{first}, hours after {second}.",
    "{first}. Meanwhile, {second}.",
)
PAIRS = [(first, CLAUSES[i - apart]) for i, first in enumerate(CLAUSES) for apart in (1, 3, 4)]
Told = tuple[object, ...]


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader()


def told(text: str) -> Counter[Told]:
    """What a text tells, each claim by its fields without its words."""
    return Counter(_fields(claim) for claim in reader().read(text, published="2024-11-26").claims)


def _fields(claim: Claim) -> Told:
    match claim:
        case Toll():
            own: Told = (claim.outcome, claim.figure.low, claim.group.side, claim.responsible)
        case Event():
            own = (claim.acled_type, claim.side_a, claim.side_b)
        case Control():
            own = (claim.status, claim.actors, claim.previous)
        case Movement():
            own = (claim.action, claim.actors, claim.to and claim.to.name)
        case _:
            own = ()
    where, when = claim.where and claim.where.name, claim.when and claim.when.start
    return (type(claim).__name__, *own, where, when, claim.modality, claim.background)


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


@lru_cache(maxsize=len(CLAUSES))
def alone(clause: str) -> Counter[Told]:
    return told(capital(clause) + ".")


@pytest.mark.parametrize("joined", JOINED)
def test_clauses_tell_together_what_they_tell_apart(joined: str) -> None:
    wrong = []
    for first, second in PAIRS:
        text = joined.format(first=capital(first), second=second, Second=capital(second))
        if told(text) != alone(first) + alone(second):
            wrong.append(text)
    assert wrong == []
