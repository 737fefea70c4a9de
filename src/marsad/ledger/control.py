"""Who holds a place: a timeline in three layers, contested stretches, and a status that says as of when.

Layers are never mixed: what a party claims, what others report, and what our own people assessed (accepted, or rated 1 or 2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Literal, NamedTuple

import msgspec
import yaml

from marsad.gazetteer.folding import fold
from marsad.ledger.blame import opposed
from marsad.ledger.called import call_all
from marsad.ledger.clock import counted_to, days_between, instant, said
from marsad.ledger.sources import Beyond, Originators
from marsad.ledger.standing import Standing, stand
from marsad.ledger.tally import Spot
from marsad.ledger.things import place_of
from marsad.model import Actor, AnyDecision, Control, Known, Review, SourceEntry
from marsad.model.claim import Extent, Status
from marsad.model.record import Layer

_HOLDS = frozenset(("captured", "held"))
_LEAVES = frozenset(("lost", "withdrawn"))
LAYERS: tuple[Layer, ...] = ("claimed", "reported", "assessed")
Age = Literal["current", "ageing", "stale", "unknown"]


class _Terms(msgspec.Struct, frozen=True):
    """control.yaml."""

    window: int
    current: int
    stale: int
    pieces: frozenset[str]


@cache
def _terms() -> _Terms:
    raw = files("marsad.ledger").joinpath("control.yaml").read_text("utf-8")
    return msgspec.convert(yaml.load(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _Terms)


class Word(msgspec.Struct, frozen=True, gc=False):
    """One claim on a place. A denied loss is a claim to hold; `at` is when it was said to be so."""

    claim: str
    report: str
    originator: str
    layer: Layer
    at: str
    actors: tuple[Actor, ...]
    status: Status
    extent: Extent
    sites: tuple[str, ...]
    denied: bool
    words: str


class Spell(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A stretch in which one layer says the same: since when, last said when, and when it says otherwise (None: not yet).

    `words` are those of its first claim: of an area they may speak of some villages in it.
    """

    layer: Layer
    actors: tuple[Actor, ...]
    status: Status
    extent: Extent
    site: str | None = None
    start: str
    last_said: str
    end: str | None = None
    claims: tuple[str, ...]
    originators: tuple[str, ...]
    words: str = ""


class Contest(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A stretch in which claims disagree on who holds the place: both sides' claims. `end` is None where nothing settled it."""

    start: str
    end: str | None
    claims: tuple[str, ...]
    says: str


class Standpoint(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a layer says as of the moment asked for: its newest spell, when that was last said, and how that has aged."""

    layer: Layer
    spell: Spell
    said: str
    days: int | None
    age: Age


class PlaceControl(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A place's control. `area` is true for precision 3 or more: a map must not draw it as a point."""

    key: str
    place: Spot
    area: bool
    timeline: tuple[Spell, ...]
    contests: tuple[Contest, ...]
    now: tuple[Standpoint, ...]
    contested: bool


def control(
    known: Sequence[Known], *, place: str | None = None, decisions: Sequence[AnyDecision] = (),
    sources: Sequence[SourceEntry] = (), beyond: Beyond | None = None, as_of: str | None = None, known_at: str | None = None,
) -> list[PlaceControl]:  # fmt: skip
    """Each place's control (or one place's, by name or gazetteer id) as of a moment, by the places' names."""
    standing = stand(known, decisions, as_of=as_of, known_at=known_at)
    return _Holding(standing, decisions, known_at).holders(standing.known, sources, beyond).control(as_of, place)


Ever = tuple[Known, str | None]
"""A claim, and when a newer version of its report took its place; None: not yet."""


def holders(
    ever: Iterable[Ever], *, decisions: Sequence[AnyDecision] = (), sources: Sequence[SourceEntry] = (),
    beyond: Beyond | None = None,
) -> Holders:  # fmt: skip
    """Who holds each place, for any day, from the claims of every version that was ever the newest."""
    beyond = beyond or Beyond()
    versions: dict[tuple[str, str | None], list[Known]] = defaultdict(list)
    for item, until in ever:
        versions[item.report if until else "", until].append(item)
    holding, made = _Holding(stand((), decisions), decisions, None), Holders()
    for (report, until), items in versions.items():
        there = beyond.in_report if until is None else {report: beyond.in_report.get(report, frozenset())}
        made.take(holding.holders(items, sources, Beyond(beyond.said, there, beyond.fighting), until))
    return made


class _Told(NamedTuple):
    """A word on a place: from when until when it stood, and which it is where a claim stands in two reports."""

    since: str
    until: str | None
    rank: tuple[bool, str, str]
    word: Word
    item: Known


class Holders:
    """Every word on who holds a place, at hand: a day's answer takes those that had been said by then."""

    def __init__(self) -> None:
        self._told: dict[str, list[_Told]] = defaultdict(list)
        self._twice: set[str] = set()
        self._seen: set[str] = set()

    def add(self, key: str, told: _Told) -> None:
        """One more word on the place of this key."""
        self._told[key].append(told)
        (self._twice if told.word.claim in self._seen else self._seen).add(told.word.claim)

    def take(self, other: Holders) -> None:
        """All words of another."""
        for key, found in other._told.items():
            for told in found:
                self.add(key, told)

    def control(self, as_of: str | None = None, place: str | None = None) -> list[PlaceControl]:
        """Each place's control (or one place's, by key, name or gazetteer id) as of a day, by the places' names."""
        day, made = instant(as_of, end=True), []
        keys = (place,) if place in self._told else self._told
        for key in keys:
            found = self._standing(self._told[str(key)], day)
            spot = place_of(told.item.claim.where for told in found)
            if spot and (place is None or place == key or fold(place) in (fold(spot.name), *_spellings(found))):
                made.append(_place(str(key), spot, [told.word for told in found], as_of))
        return sorted(made, key=lambda one: (one.place.name, one.key))

    def _standing(self, found: list[_Told], day: str | None) -> list[_Told]:
        if day is None:
            found = [told for told in found if told.until is None]
        else:
            found = [told for told in found if told.since <= day and (told.until is None or told.until > day)]
        if not self._twice:
            return found
        first: dict[str, _Told] = {}
        for told in found:
            held = first.get(told.word.claim)
            if held is None or told.rank < held.rank:
                first[told.word.claim] = told
        return list(first.values())


class _Holding:
    """What people decided about claims on places."""

    def __init__(self, standing: Standing, decisions: Iterable[AnyDecision], known_at: str | None) -> None:
        self._standing = standing
        newest = sorted(_reviews(decisions, known_at), key=lambda one: (one.at, one.id))
        self._accepted = {one.claim for one in newest if one.accepted}

    def holders(
        self, known: Sequence[Known], sources: Sequence[SourceEntry], beyond: Beyond | None, until: str | None = None
    ) -> Holders:
        """The words of these claims."""
        originators, made = Originators(known, sources, beyond), Holders()
        for item in known:
            word, where = _word(item, self._standing, originators, self._accepted), item.claim.where
            if word and where:
                told = said(item)
                rank = (item.copy_of is not None, told, item.report)
                made.add(where.id or f"{fold(where.name)}|{where.country or ''}", _Told(told, until, rank, word, item))
        return made


def _spellings(found: Iterable[_Told]) -> set[str]:
    return {fold(told.item.claim.where.text) for told in found if told.item.claim.where}


def _reviews(decisions: Iterable[AnyDecision], known_at: str | None) -> list[Review]:
    newest: dict[str, Review] = {}
    for one in sorted((one for one in decisions if isinstance(one, Review)), key=lambda one: (one.at, one.id)):
        if known_at is None or one.at[: len(known_at)] <= known_at:
            newest[one.claim] = one
    return list(newest.values())


def _word(item: Known, standing: Standing, originators: Originators, accepted: set[str]) -> Word | None:
    claim = item.claim
    if not isinstance(claim, Control) or claim.background or claim.id in standing.rejected or not claim.actors:
        return None
    denied = claim.modality == "denied"
    if claim.modality not in ("asserted", "denied"):
        return None
    status: Status = "held" if denied and claim.status in _LEAVES else claim.status
    layer: Layer = "claimed" if originators.party(item) else "reported"
    if claim.id in accepted or standing.credibility.get(claim.id, 6) <= 2:
        layer = "assessed"
    words = claim.anchors[0].text if claim.anchors else ""
    return Word(
        claim.id, item.report, originators.name(item), layer, counted_to(item), call_all(claim.actors), status,
        claim.extent, claim.sites or _pieces(claim), denied and claim.status not in _LEAVES, words,
    )  # fmt: skip


_AREA = 3


def _pieces(claim: Control) -> tuple[str, ...]:
    """Of an area or "near X", what the words name instead: who took a dozen villages of a province has not taken the province."""
    if claim.where is None or (claim.where.precision or 1) < 2 or claim.extent not in ("unknown", "part"):
        return ()
    words = fold(" ".join(anchor.text for anchor in claim.anchors)).split()
    return ("places in it",) if not _terms().pieces.isdisjoint(words) else ()


def _place(key: str, spot: Spot, found: list[Word], as_of: str | None) -> PlaceControl:
    found = sorted(found, key=lambda word: (word.at, word.status in _LEAVES, word.report, word.claim))
    spells = [spell for layer in LAYERS for spell in _spells([word for word in found if word.layer == layer and not word.denied])]
    contests = _contests([word for word in found if not _sites(word)])
    return PlaceControl(
        key=key, place=spot, area=(spot.precision or _AREA) >= _AREA, timeline=tuple(sorted(spells, key=_by_start)),
        contests=tuple(contests), now=tuple(_now(spells, as_of)), contested=any(one.end is None for one in contests),
    )  # fmt: skip


def _by_start(spell: Spell) -> tuple[str, int, str, tuple[str, ...]]:
    return (spell.start, LAYERS.index(spell.layer), spell.site or "", spell.claims)


def _sites(word: Word) -> tuple[str, ...]:
    """What of the place it speaks of: sites by name; nothing for the place as a whole."""
    return word.sites or (("a site",) if word.extent == "site" else ())


def _spells(words: list[Word]) -> list[Spell]:
    """One layer's spells, the place's own and each site's by itself."""
    tracks: dict[str | None, list[Word]] = defaultdict(list)
    for word in words:
        for site in _sites(word) or (None,):
            tracks[site].append(word)
    return [spell for site, track in tracks.items() for spell in _track(site, track)]


def _track(site: str | None, words: list[Word]) -> list[Spell]:
    made: list[Spell] = []
    for word in words:
        last = made[-1] if made else None
        if last and _same(last, word):
            made[-1] = _prolonged(last, word)
            continue
        if last:
            made[-1] = msgspec.structs.replace(last, end=word.at)
        made.append(_started(word, site))
    return made


def _started(word: Word, site: str | None) -> Spell:
    return Spell(
        layer=word.layer, actors=word.actors, status=word.status, extent=word.extent, site=site, start=word.at, last_said=word.at,
        claims=(word.claim,), originators=(word.originator,), words=word.words,
    )  # fmt: skip


def _prolonged(spell: Spell, word: Word) -> Spell:
    return msgspec.structs.replace(
        spell, last_said=word.at, claims=(*spell.claims, word.claim),
        extent=spell.extent if word.extent == "unknown" else word.extent,
        originators=tuple(sorted({*spell.originators, word.originator})),
    )  # fmt: skip


def _same(spell: Spell, word: Word) -> bool:
    """Whether it goes on: the same holder (taken, then held, is one spell) or the same leaving, of as much of the place."""
    classes = ({spell.status, word.status} <= _HOLDS) or ({spell.status, word.status} <= _LEAVES) or spell.status == word.status
    grown = "unknown" not in (spell.extent, word.extent) and spell.extent != word.extent
    return classes and not grown and not _all_opposed(spell.actors, word.actors)


def _all_opposed(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    return bool(one and other) and all(opposed(a, b) for a, b in product(one, other))


def _contests(words: list[Word]) -> list[Contest]:
    """Where a side says to hold what an opponent has taken or holds, each within the window of the other; leaving settles it."""
    made: list[Contest] = []
    days = [date.fromisoformat(word.at[:10]).toordinal() for word in words]
    first, window = 0, _terms().window
    for number, word in enumerate(words):
        while days[number] - days[first] > window:  # they stand in the order of `at`: what is further back disagrees with nothing
            first += 1
        if word.status == "contested":
            settled = _settled(word, None, words, number + 1)
            made.append(Contest(start=word.at, end=settled, claims=(word.claim,), says=word.words))
            continue
        for before in words[first:number]:
            if _disagree(before, word):
                claims, says = (before.claim, word.claim), f"{_holds(before)}; {_holds(word)}"
                made.append(Contest(start=before.at, end=_settled(before, word, words, number + 1), claims=claims, says=says))
    return made


def _disagree(before: Word, after: Word) -> bool:
    """Of two words within the window of each other."""
    if after.status not in _HOLDS:
        return False
    if before.denied or after.denied:  # "X took it" denied, beside "X took it"
        return before.denied != after.denied and before.status in _HOLDS and not _all_opposed(before.actors, after.actors)
    if before.status in _LEAVES:  # "X has left", then "X holds it"
        return after.status == "held" and before.originator != after.originator and _shared(before.actors, after.actors)
    if before.status not in _HOLDS or not _all_opposed(before.actors, after.actors):
        return False
    return after.status == "held" or before.at == after.at


def _shared(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    return bool({actor.id or actor.name for actor in one} & {actor.id or actor.name for actor in other})


def _holds(word: Word) -> str:
    verb = {"captured": "took it", "held": "holds it", "lost": "lost it", "withdrawn": "left it"}.get(word.status, word.status)
    names = ", ".join(actor.name for actor in word.actors)
    return (
        f"{word.originator}, {word.at[:10]}: {names} {verb}"
        if not word.denied
        else f"{word.originator} denies that {names} {verb}"
    )


def _settled(one: Word, other: Word | None, words: list[Word], after: int) -> str | None:
    """When one of the sides says, in the words from number `after` on, that it has left or lost the place."""
    parties = (*one.actors, *(other.actors if other else ()))
    later = (words[number] for number in range(after, len(words)))
    return next((word.at for word in later if word.status in _LEAVES and not word.denied and _shared(word.actors, parties)), None)


def _now(spells: list[Spell], as_of: str | None) -> Iterable[Standpoint]:
    for layer in LAYERS:
        own = [spell for spell in spells if spell.layer == layer and spell.site is None and spell.end is None]
        if own:
            spell = max(own, key=lambda spell: (spell.last_said, spell.claims))
            days = days_between(spell.last_said, as_of) if as_of else None
            yield Standpoint(layer=layer, spell=spell, said=spell.last_said[:10], days=days, age=age_of(days))


def age_of(days: int | None) -> Age:
    """How a word on who holds a place has aged, so many days after it was said; unknown where the days are."""
    if days is None:
        return "unknown"
    limits = _terms()
    return "current" if days <= limits.current else "ageing" if days <= limits.stale else "stale"
