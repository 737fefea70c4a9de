"""Matching a part of a record that is too large to hold: what is near is looked up as it is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from marsad.matching.accounts import Kind, above, answers, counts, kind_of
from marsad.matching.blocking import keys
from marsad.matching.facets import Span, Spot, ordinal, span_of, spot
from marsad.matching.groups import Group, Link
from marsad.matching.matches import Lookup, Matches
from marsad.model import Judgement, Known, Toll


class _Part(NamedTuple):
    """What an account of some claims of a report may be filed under."""

    kind: Kind
    scope: str
    spot: Spot | None
    span: Span | None
    published: int | None
    country: str | None
    originators: frozenset[str]


def filing(report: Iterable[Known]) -> frozenset[str]:
    """The keys that a store files a version of a report under, so that `Near` can look it up.

    All that any account of it may have, whichever of its claims are in it: a person's judgement may take an account apart, a
    correction may change a claim (which then is there twice), a retraction leave a part.
    """
    told = list(report)
    items = [item for item in told if counts(item.claim)]
    named = _roots(told)
    parts: dict[str, list[Known]] = defaultdict(list)
    for item in items:
        parts[named[item.claim.id]].append(item)
    countries = {item.claim.where.country for item in items if item.claim.where and item.claim.where.country}
    return frozenset(key for part in parts.values() for one in _forms(part, countries) for key in keys(one))


def _forms(part: list[Known], countries: set[str]) -> Iterator[_Part]:
    published = ordinal(part[0].published)
    claims = [item.claim for item in part]
    who = frozenset(item.originator.casefold() for item in part)
    kinds = {(kind_of(claim), claim.scope if isinstance(claim, Toll) else "") for claim in claims}
    spots = {spot([claim.where]) for claim in claims}
    spans = {span_of([claim.when], published) for claim in claims}
    for (kind, scope), place, span in product(kinds, spots, spans):
        for country in [place.country] if place and place.country else [None, *sorted(countries)]:
            yield _Part(kind, scope, place, span, published, country, who)


def _roots(report: Sequence[Known]) -> dict[str, str]:
    """Claim -> the claim at the top of what its report links it to, whatever then keeps the two apart."""
    claims = {item.claim.id: item.claim for item in report if counts(item.claim)}
    answered = answers(report)
    roots: dict[str, str] = {}
    for id in claims:
        root = id
        for _ in range(8):  # a ring, which no reader makes, must not hang us
            higher = above(claims[root], claims, answered)
            if higher is None or higher not in claims:
                break
            root = higher
        roots[id] = root
    return roots


def mates(report: Iterable[Known]) -> dict[str, frozenset[str]]:
    """Claim -> those that its report puts into one account with it."""
    parts: dict[str, set[str]] = defaultdict(set)
    named = _roots(list(report))
    for id, root in named.items():
        parts[root].add(id)
    return {id: frozenset(parts[root]) for id, root in named.items()}


class Near:
    """Groups about some claims, as `match` of the whole record gives them. Reports are looked up once, and then at hand."""

    def __init__(self, judgements: Iterable[Judgement], lookup: Lookup) -> None:
        self._matches = Matches(judgements)
        self._lookup = lookup
        self._asked: set[str] = set()
        self._reports: dict[str, dict[str, Known]] = {}

    def reach(self, claims: Iterable[str]) -> tuple[tuple[Group, ...], ...]:
        """The groups of the claims and of all that is tied to them, a tuple for each tied set."""
        claims = frozenset(claims)
        self._matches.add(*self._look_up(frozenset(), claims))
        return self._matches.reach(claims, self._look_up)

    def beside(self, claim: str) -> list[tuple[Link, Known, bool]]:
        """What is near a claim, as `Matches.beside` gives it, with a claim of the other account."""
        self.reach([claim])
        known = {id: item for claims in self._reports.values() for id, item in claims.items()}
        return [(link, known[link.other], together) for link, together in self._matches.beside(claim)]

    def _look_up(self, keys: frozenset[str], claims: frozenset[str]) -> Sequence[Known]:
        new = (keys | claims) - self._asked
        self._asked |= new
        found = [item for item in self._lookup(keys & new, claims & new) if item.report not in self._reports] if new else []
        for item in found:
            self._reports.setdefault(item.report, {})
        for item in found:
            self._reports[item.report][item.claim.id] = item
        return found

    def report(self, id: str) -> Mapping[str, Known]:
        """A report's claims by id, of those that were looked up."""
        return self._reports.get(id, {})
