"""Sources as the observatory knows them: what people entered about each, and what its reports show of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from marsad.gazetteer.folding import fold
from marsad.ledger.clock import said
from marsad.ledger.sources import Originators, Relay, relays
from marsad.ledger.standing import stand
from marsad.model import AnyDecision, Known, SourceEntry
from marsad.model.claim import SourceKind
from marsad.model.record import Reliability


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
    sources = tuple(sources)
    standing = stand(known, decisions, as_of=as_of, known_at=known_at)
    originators = Originators(standing.known, sources)
    told: dict[str, list[Known]] = defaultdict(list)
    kinds: dict[str, Counter[SourceKind]] = defaultdict(Counter)
    for item in standing.known:
        name, chain = originators.name(item), item.claim.attribution
        told[name].append(item)
        kinds[name][chain[-1].kind if chain else "outlet"] += 1
    passed: dict[str, list[Relay]] = defaultdict(list)
    for relay in relays(standing.known, sources):
        passed[relay.by].append(relay)
    entries = {entry.name: entry for entry in sources}
    graded = {originators.canonical(target): grade for target, grade in standing.reliability.items()}
    names = {*entries, *told, *passed}
    lines = (_line(name, entries.get(name), told.get(name, []), kinds[name], passed.get(name, []), originators) for name in names)
    made = [msgspec.structs.replace(line, reliability=graded.get(line.name, line.reliability)) for line in lines]
    return sorted(made, key=lambda line: (fold(line.name), line.name))


def _line(
    name: str, entry: SourceEntry | None, told: list[Known], kinds: Counter[SourceKind], passed: list[Relay], names: Originators
) -> SourceLine:
    kind = min(kinds, key=lambda kind: (-kinds[kind], kind)) if kinds else "outlet" if passed else "other"
    days = sorted(said(item)[:10] for item in told)
    line = SourceLine(
        name=name, kind=kind, party=any(names.party(item) for item in told), claims=len(told),
        reports=len({item.report for item in told}), first=days[0] if days else None, last=days[-1] if days else None,
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
