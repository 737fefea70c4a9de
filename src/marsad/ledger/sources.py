"""Who said it first: originators by one name each, who is independent of whom, who relays whom, who is party to the conflict."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import msgspec
import yaml

from marsad.gazetteer.actors import ActorList
from marsad.gazetteer.folding import fold
from marsad.ledger.clock import said
from marsad.model import Actor, Known, SourceEntry, Toll
from marsad.model.roles import fighters_of

_FIGHTERS = frozenset(("military", "rebel", "militia"))
_RULERS = frozenset(("state", "government", "police"))


class _Words(msgspec.Struct, frozen=True):
    officers: tuple[str, ...]
    fighting_bodies: tuple[str, ...]
    fighters: tuple[str, ...]
    nameless: frozenset[str]
    estimates: tuple[str, ...]
    empty: frozenset[str]


@cache
def _words() -> _Words:
    raw = files("marsad.ledger").joinpath("words.yaml").read_text("utf-8")
    return msgspec.convert(yaml.load(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _Words)


@cache
def _estimates() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_words().estimates)})\b", re.IGNORECASE)


def is_estimate(toll: Toll) -> bool:
    """Whether its words call the figure an estimate: no count of cases."""
    return any(_estimates().search(anchor.text) for anchor in toll.anchors)


@cache
def _of_officer() -> tuple[re.Pattern[str], re.Pattern[str]]:
    officers = "|".join(_words().officers)
    return (
        re.compile(rf"(?P<body>.+?)(?:'s|’s|s')\s+(?:\w+\s+)?(?:{officers})$", re.IGNORECASE),
        re.compile(rf"(?:the |an? )?(?:{officers})\s+(?:of|for|from)\s+(?:the\s+)?(?P<body>.+)$", re.IGNORECASE),
    )


class Relay(msgspec.Struct, frozen=True, order=True):
    """That one source passes on what another says: in how many reports, first and last said."""

    by: str
    of: str
    reports: int
    first: str
    last: str


@lru_cache(maxsize=65536)
def listed(name: str) -> Actor | None:
    """The actor list's entry for a name, with its short form or without; a note keeps one apart: "OX (verified)"."""
    actors = ActorList.open()
    bare = re.sub(r"\s*\([A-Z][\w-]{1,9}\)\s*$", "", name)
    for spelling in dict.fromkeys((name, bare)):
        entry = actors.lookup(spelling) if spelling else None
        if entry:
            return actors.actor(entry)
    return None


@lru_cache(maxsize=65536)
def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _words().empty


@lru_cache(maxsize=65536)
def _body(name: str) -> str:
    """The body that an officer speaks for: "the Observatory's director" is the Observatory; so is "X (a monitor)" X."""
    name = re.sub(r"\s*\((?:an?|the) [^()]*\)$", "", name)
    for pattern in _of_officer():
        found = pattern.match(name.strip())
        if found:
            return found["body"].strip()
    return name.strip()


@lru_cache(maxsize=65536)
def _without_note(name: str) -> str:
    """A count of one house under a note of its own ("OX (verified)") is that house's."""
    return re.sub(r"\s*\([a-z][^()]*\)$", "", name)


_CAPITALS = re.compile(r"\b[A-Z]")


def _saying(short: str, names: Iterable[str]) -> set[str]:
    return {name for name in names if name.endswith(f"({short})")}


def _abbreviates(short: str, name: str) -> bool:
    """Whether a name says that these letters are short for it, or has them for initials."""
    return name != short and (name.endswith(f"({short})") or "".join(_CAPITALS.findall(name)) == short)


@lru_cache(maxsize=65536)
def _nameless(name: str) -> bool:
    """Whether it says what somebody is, not who: no capitals, or only words for people in general."""
    words = _folded(name)
    return name == name.lower() or (bool(words) and words <= _words().nameless)


class Beyond(msgspec.Struct, frozen=True):
    """What the record holds beyond the claims at hand: names of sources by kind, names in each report, and who fights."""

    said: Mapping[str, frozenset[str]] = {}
    in_report: Mapping[str, frozenset[str]] = {}
    fighting: frozenset[str] = frozenset()


class Originators:
    """One name for each originator, over all that is known: made anew from the claims, so arrival's order is nothing to it."""

    def __init__(self, known: Iterable[Known], sources: Iterable[SourceEntry] = (), beyond: Beyond | None = None) -> None:
        known, beyond = tuple(known), beyond or Beyond()
        self._registry = {fold(name): entry for entry in sources for name in (entry.name, entry.id) if name}
        self._by_id = {entry.id: entry for entry in self._registry.values()}
        self._in_report: dict[str, set[str]] = defaultdict(set)
        self._by_kind: dict[str, set[str]] = defaultdict(set)
        for item in known:
            for link in item.claim.attribution:
                self._in_report[item.report].add(link.name)
                self._by_kind[link.kind].add(link.name)
        for report, names in beyond.in_report.items():
            self._in_report[report] |= names
        for kind, names in beyond.said.items():
            self._by_kind[kind] |= names
        self._fighting = _fighting(known) | beyond.fighting
        self._names: dict[tuple[str, str, str, str | None], str] = {}
        self._wider: dict[tuple[str, str], str | None] = {}

    def among(self, known: Iterable[Known]) -> Originators:
        """The same over other claims, of which it takes what their reports name."""
        made = copy(self)
        made._names, made._in_report = {}, defaultdict(set)
        for item in known:
            made._in_report[item.report].update(link.name for link in item.claim.attribution)
        return made

    @property
    def registered(self) -> bool:
        """Whether there is a registry."""
        return bool(self._registry)

    def name(self, known: Known) -> str:
        """The originator's one name."""
        chain = known.claim.attribution
        kind = chain[-1].kind if chain else "outlet"
        key = (known.originator, kind, known.report if chain else "", known.outlet)
        found = self._names.get(key)
        if found is None:
            found = self._names[key] = self._resolve(*key)
        return found

    def called(self, name: str, kind: str) -> str:
        """A source's one name, as far as it goes without a report."""
        return self._resolve(name, kind, "", None)

    def _resolve(self, given: str, kind: str, report: str, outlet: str | None) -> str:
        name = _body(given)
        certain = self._certain(name)
        if certain:
            return certain
        fuller = self._fuller(name, kind, report)
        if fuller:
            return self._certain(fuller) or fuller
        if _nameless(name) and report:
            return f"{name} (by {outlet or report})"
        return name

    def _certain(self, name: str) -> str | None:
        entry = self._registry.get(fold(name))
        if entry:
            return entry.name
        actor = listed(name)
        return actor.name if actor else None

    def _fuller(self, name: str, kind: str, report: str) -> str | None:
        """The one longer name that holds all words of this, or that it is short for: in the report, or in the whole record."""
        words = _folded(name)
        if not words or name == name.lower():
            return None
        if name.isupper():
            return self._in_full(name, kind, report)
        near = {self._certain(other) or other for other in self._in_report.get(report, ()) if words < _folded(other)}
        near = {other for other in near if _body(other) == other}
        if len(near) == 1:
            return near.pop()
        if kind != "observatory" or near:
            return None
        if (kind, name) not in self._wider:
            far = {self._certain(other) or other for other in self._by_kind[kind] if words < _folded(other)}
            self._wider[kind, name] = far.pop() if len(far) == 1 else None
        return self._wider[kind, name]

    def _in_full(self, short: str, kind: str, report: str) -> str | None:
        """The one name that the letters stand for: it says so itself ("Y Monitor (YM)"), or begins with them."""
        near = self._meant(short, self._in_report.get(report, set()))
        if near is not None:
            return near
        if (kind, short) not in self._wider:
            everywhere = {other for names in self._by_kind.values() for other in names}
            self._wider[kind, short] = self._meant(short, everywhere if kind == "observatory" else _saying(short, everywhere))
        return self._wider[kind, short]

    def _meant(self, short: str, others: Iterable[str]) -> str | None:
        found = {self._certain(other) or other for other in others if _abbreviates(short, other)}
        return found.pop() if len(found) == 1 else None

    def canonical(self, name: str) -> str:
        """The one name of an originator that somebody asks for."""
        found = self._certain(name)
        if found:
            return found
        fuller = {
            self._certain(other) or other for names in self._by_kind.values() for other in names if _folded(name) < _folded(other)
        }
        return fuller.pop() if len(fuller) == 1 else name

    def entry(self, name: str) -> SourceEntry | None:
        """The registry's entry for an originator's name."""
        return self._registry.get(fold(name))

    def root(self, name: str) -> str:
        """Whom an originator belongs to, to the top: sources of one house are not independent of one another."""
        seen = set()
        name = _without_note(name)
        entry = self.entry(name)
        while entry and entry.parent and entry.id not in seen:
            seen.add(entry.id)
            above = self._by_id.get(entry.parent)
            if above is None:
                return entry.parent
            entry = above
        return entry.name if entry else self._certain(name) or name

    def independent(self, names: Iterable[str]) -> int:
        """How many originators stand behind these names."""
        return len({self.root(name) for name in names})

    def party(self, known: Known) -> bool:
        """Whether the originator fights in this war, by the registry, its kind, or its side's deeds on record."""
        name = self.name(known)
        entry = self.entry(name)
        if entry is not None:
            return entry.party
        chain = known.claim.attribution
        if known.party or (chain and chain[-1].kind == "party"):
            return True
        actor = listed(name)
        if actor is None:
            return _speaks_for_fighters(_without_outlet(name), chain[-1].kind if chain else "outlet")
        return actor.kind in _FIGHTERS or (actor.kind in _RULERS and self._fights(actor))

    def _fights(self, actor: Actor) -> bool:
        named = fold(actor.name)
        at_war = bool({actor.side, actor.id} & self._fighting)
        return at_war and (actor.kind == "state" or any(word in named for word in _words().fighting_bodies))


def _fighting(known: Iterable[Known]) -> frozenset[str | None]:
    """Sides (and actors' ids) that recorded attacks and combatants' losses name."""
    return frozenset(key for item in known for key in fighters_of(item.claim))


def _without_outlet(name: str) -> str:
    return re.sub(r" \(by .*\)$", "", name)


@lru_cache(maxsize=65536)
def _speaks_for_fighters(name: str, kind: str) -> bool:
    """Whether the source is described as a fighting side's own: "the rebels' joint command", "a militia leader"."""
    folded = f" {fold(name)} "
    return kind in ("party", "official", "other") and any(f" {words} " in folded for words in _words().fighters)


@lru_cache(maxsize=65536)
def side_of(name: str) -> str | None:
    """The side that a source of this name is on; None where the actor list doesn't tell."""
    actor = listed(name)
    return (actor.side or actor.id) if actor else None


def sides(actors: Iterable[Actor]) -> frozenset[str]:
    """The sides of actors; one without a side or id by its own words."""
    return frozenset(actor.side or actor.id or fold(actor.name) for actor in actors)


def links_of(item: Known, name: str) -> list[str]:
    """Who passes on whom in a claim, from its outlet to its originator, whose one name is given."""
    chain = [link.name for link in item.claim.attribution]
    return ([item.outlet] if item.outlet else []) + chain[:-1] + ([name] if chain else [])


def relays(known: Sequence[Known], sources: Iterable[SourceEntry] = ()) -> list[Relay]:
    """Who passes on whom, learned from attribution chains and outlets; the busiest first."""
    originators = Originators(known, sources)
    reports: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for item in known:
        for by, of in pairwise(links_of(item, originators.name(item))):
            if by != of:
                reports[by, of][item.report] = said(item)
    made = [Relay(by, of, len(told), min(told.values()), max(told.values())) for (by, of), told in reports.items()]
    return sorted(made, key=lambda relay: (-relay.reports, relay))
