"""Judgements against what a reader linked: where both can't hold, claims leave their report's account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marsad.matching.accounts import accounts_of
from marsad.matching.verdicts import Pair, Verdicts
from marsad.model import Known


def settle(verdicts: Verdicts, reports: Sequence[Iterable[Known]]) -> Verdicts:
    """The verdicts with the claims that must stand alone. `reports` are all that hold a judged claim.

    A person may call two events one, and two tolls of theirs different: then the tolls leave the events they were read with.
    """
    alone: set[str] = set()
    while clash := _clash(verdicts.without(alone), reports):
        pair, members = clash
        more = set(pair) - alone or (verdicts.judged & members) - alone
        if not more:
            break
        alone |= more
    return verdicts.without(alone)


def _clash(verdicts: Verdicts, reports: Sequence[Iterable[Known]]) -> tuple[Pair, frozenset[str]] | None:
    """The first pair called different whose accounts other judgements make one, and all claims of what is so made."""
    whole: dict[str, set[str]] = {}
    for report in reports:
        for account in accounts_of(report, verdicts):
            union = set(account.claims)
            for claim in account.claims:
                union |= verdicts.sets.get(claim, frozenset())
            for claim in tuple(union):
                union |= whole.get(claim, set())
            for claim in union:
                whole[claim] = union
    found = [(pair, frozenset(union)) for union in whole.values() if (pair := verdicts.clash(union))]
    return min(found, key=lambda item: item[0], default=None)
