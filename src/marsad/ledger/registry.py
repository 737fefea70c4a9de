"""Sources as the observatory knows them: what people entered about each, and what its reports show of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from marsad.gazetteer.folding import fold
from marsad.ledger.clock import instant, said
from marsad.ledger.sources import Beyond, Originators, Relay, links_of
from marsad.ledger.standing import stand
from marsad.model import AnyDecision, Known, SourceEntry, Statement
from marsad.model.claim import Source, SourceKind
from marsad.model.heard import Heard
from marsad.model.record import Reliability
from marsad.model.roles import fighters_of


class SourceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A source. `claims`: that it first said; `reports`: in how many; `first`, `last`: when; `relays`: whom it passes on.

    `registered`: people entered it; else all here was learned from attributions, and its reliability can't be judged yet (F).
    """

    name: str
    id: str | None = None
    kind: SourceKind = "other"
    party: bool = False
    reliability: Reliability = "F"
    language: str | None = None
    parent: str | None = None
    protected: bool = False
    alias: str | None = None
    registered: bool = False
    claims: int = 0
    reports: int = 0
    first: str | None = None
    last: str | None = None
    relays: tuple[Relay, ...] = ()


def registry(
    known: Sequence[Known], sources: Iterable[SourceEntry] = (), decisions: Iterable[AnyDecision] = (), *,
    as_of: str | None = None, known_at: str | None = None,
) -> list[SourceLine]:  # fmt: skip
    """All sources, by name: the registered and those that the record speaks of. The newest assessment of a source holds."""
    standing = stand(known, decisions, as_of=as_of, known_at=known_at)
    fighting = frozenset(key for item in standing.known for key in fighters_of(item.claim))
    return registry_of(map(heard, standing.known), sources, standing.reliability, Beyond(fighting=fighting))


def heard(item: Known) -> Heard:
    """What a claim tells of sources."""
    chain = tuple(Source(link.name, link.kind) for link in item.claim.attribution)
    told: dict[str, Any] = {"outlet": item.outlet, "originator": item.originator, "party": item.party}
    return Heard(report=item.report, said=said(item), chain=chain, **told)


def registry_of(
    rows: Iterable[Heard], sources: Iterable[SourceEntry], reliability: Mapping[str, str], beyond: Beyond,
    as_of: str | None = None,
) -> list[SourceLine]:  # fmt: skip
    """The same from what was heard, of any version: what stood on the day asked for."""
    sources, told = tuple(sources), _standing(rows, as_of)
    originators = Originators([one for one, _ in told], sources, beyond)
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    passed: dict[tuple[str, str], list[Heard]] = defaultdict(list)
    for known, same in told:
        name = originators.name(known)
        tallies[name].add(known, same, originators.party(known))
        for pair in pairwise(links_of(known, name)):
            passed[pair] += same
    entries = {entry.name: entry for entry in sources}
    graded = {originators.canonical(target): grade for target, grade in reliability.items()}
    relayed: dict[str, list[Relay]] = defaultdict(list)
    for (by, of), found in passed.items():
        if by != of:
            days = [one.said for one in found]
            relayed[by].append(Relay(by, of, len({one.report for one in found}), min(days), max(days)))
    lines = (_line(name, entries.get(name), tallies[name], relayed.get(name, [])) for name in {*entries, *tallies, *relayed})
    made = [msgspec.structs.replace(line, reliability=graded.get(line.name, line.reliability)) for line in lines]
    return sorted(made, key=lambda line: (fold(line.name), line.name))


def _standing(rows: Iterable[Heard], as_of: str | None) -> list[tuple[Known, list[Heard]]]:
    """What stood then: rows with the same sources, in reports that name the same ones, together, with one claim for them."""
    day = instant(as_of, end=True)
    if day is None:
        found = [one for one in rows if one.until is None]
    else:
        found = [one for one in rows if one.said <= day and (one.until is None or one.until > day)]
    inside: dict[str, set[Source]] = defaultdict(set)
    for one in found:
        inside[one.report].update(one.chain)
    named = {report: frozenset(link.name for link in links) for report, links in inside.items()}
    same: dict[tuple[Any, ...], list[Heard]] = defaultdict(list)
    for one in found:
        nameless = one.outlet or one.report if one.chain else one.report if one.originator == one.report else None
        same[one.originator, one.chain, one.outlet, one.party, named[one.report], nameless].append(one)
    return [(_known(some), some) for some in same.values()]


def _known(same: list[Heard]) -> Known:
    first = same[0]
    claim = Statement(id="", anchors=(), attribution=first.chain, act="announce")
    return Known(
        claim=claim, report=first.report, known_at=first.said, originator=first.originator, outlet=first.outlet,
        party=first.party,
    )  # fmt: skip


class _Tally:
    """What one source first said."""

    def __init__(self) -> None:
        self.claims = 0
        self.party = False
        self.reports: set[str] = set()
        self.days: list[str] = []
        self.kinds: Counter[SourceKind] = Counter()

    def add(self, known: Known, same: list[Heard], party: bool) -> None:
        """Some more of it."""
        number = sum(one.claims for one in same)
        self.claims += number
        self.party |= party
        self.reports.update(one.report for one in same)
        self.days += (one.said[:10] for one in same)
        chain = known.claim.attribution
        self.kinds[chain[-1].kind if chain else "outlet"] += number


def _line(name: str, entry: SourceEntry | None, told: _Tally, passed: list[Relay]) -> SourceLine:
    kinds = told.kinds
    kind = min(kinds, key=lambda kind: (-kinds[kind], kind)) if kinds else "outlet" if passed else "other"
    line = SourceLine(
        name=name, kind=kind, party=told.party, claims=told.claims, reports=len(told.reports),
        first=min(told.days, default=None), last=max(told.days, default=None),
        relays=tuple(sorted(passed, key=lambda relay: (-relay.reports, relay.of))),
    )  # fmt: skip
    if entry is None:
        return line
    return msgspec.structs.replace(
        line, id=entry.id, kind=entry.kind, party=entry.party, reliability=entry.reliability, language=entry.language,
        parent=entry.parent, protected=entry.protected, alias=entry.alias, registered=True,
    )  # fmt: skip


def entry_for(name: str, lines: Iterable[SourceLine]) -> SourceEntry:
    """The registry's entry for a source, by its name or id; for one that isn't entered yet, one with what was learned of it."""
    found = next((line for line in lines if name in (line.name, line.id)), None)
    if found is None:
        return SourceEntry(id=_slug(name), name=name)
    return SourceEntry(
        id=found.id or _slug(found.name), name=found.name, kind=found.kind, party=found.party, reliability=found.reliability,
        language=found.language, parent=found.parent, protected=found.protected, alias=found.alias,
    )  # fmt: skip


def _slug(name: str) -> str:
    return "-".join(fold(name).split()) or name
