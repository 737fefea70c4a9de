"""A toll claim on its way into a tally: what it counts, whom, since when, and where it belongs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from marsad.gazetteer.folding import fold
from marsad.ledger.clock import counted_to, days_of, said
from marsad.ledger.sources import Originators, is_estimate
from marsad.ledger.standing import Standing
from marsad.ledger.tally import Line
from marsad.model import Actor, Figure, Known, Toll

EVERYBODY = Line()
FIGHTERS = Line("combatants")
OTHERS = Line("combatants", ("others",))
_FORCES = {"military": "government forces", "state": "government forces", "government": "government forces",
           "police": "government forces", "rebel": "armed groups", "militia": "armed groups"}  # fmt: skip

_KINDS = frozenset(_FORCES.values())


class Bucket(NamedTuple):
    """What a tally is about: claims meet in one where they count the same people of the same thing."""

    group: str
    outcome: str
    scope: str
    start: str | None
    end: str | None
    line: Line
    estimate: bool = False


@dataclass(slots=True, eq=False)
class Voice:
    """One account's figure. `claims` has several ids where an account's groups were added up (`summed`)."""

    known: Known
    toll: Toll
    claims: tuple[str, ...]
    line: Line
    originator: str
    party: bool
    said: str
    figure: Figure
    words: str
    unspecified: bool = False

    @property
    def summed(self) -> bool:
        """Whether its groups were added up."""
        return len(self.claims) > 1

    @property
    def key(self) -> tuple[str, int, str, tuple[str, ...]]:
        """Order of saying; at one instant the lower first, since tolls rise."""
        return (self.said, ceiling(self.figure) or 0, self.known.report, self.claims)


def floor(figure: Figure) -> int | None:
    """The least that it can mean."""
    return figure.low if figure.low is not None else figure.best


def ceiling(figure: Figure) -> int | None:
    """The most that it says: its top, else its point, else its floor."""
    if figure.high is not None:
        return figure.high
    return figure.best if figure.best is not None else figure.low


def line_of(toll: Toll) -> Line:
    """Whom it counts. Shares are told apart by their attribute alone, fighters by their side."""
    group = toll.group
    if group.attributes:
        return Line(None, (), tuple(sorted(set(group.attributes))))
    actors = tuple(sorted({_force(actor) for actor in group.actors if actor.kind != "civilians"}))
    if group.side in ("civilians", "combatants"):
        return Line(group.side, actors if group.side == "combatants" else ())
    return Line(None, actors) if group.side == "unknown" and actors else EVERYBODY


def _force(actor: Actor) -> str:
    """A listed actor by its name, a description by the kind of force that it speaks of ("fighters", "soldiers")."""
    return actor.name if actor.id else _FORCES.get(actor.kind) or fold(actor.name)


def group_of(toll: Toll, originator: str, groups: Mapping[str, str], tolls: Mapping[str, Known]) -> str:
    """The matched group; without one, the running total of an originator, or the event or whole that the report gives it."""
    root: Toll = toll
    for _ in range(8):  # a ring of parts, which no reader makes, must not hang us
        found = groups.get(root.id)
        if found:
            return found
        above = tolls.get(root.part_of or "")
        if above is None or not isinstance(above.claim, Toll) or above.claim.scope != root.scope:
            break
        root = above.claim
    if toll.scope in ("cumulative", "period"):
        where = root.where
        place = (where.id or fold(where.name)) if where else "-"
        since = (root.when.start or "-") if root.when else "-"
        since += f"..{root.when.end}" if root.when and root.scope == "period" else ""
        return f"{originator}|{since}|{place}" if since != "-" or place != "-" else f"claim-{root.id}"
    return groups.get(root.event or "") or root.event or f"claim-{root.id}"


def bucket_of(known: Known, toll: Toll, line: Line, group: str) -> Bucket:
    """Scopes never meet, nor do counts and estimates; periods only where they are the same days."""
    start = end = None
    if toll.scope == "period":
        start, end = days_of(toll.when, said(known))
    return Bucket(group, toll.outcome, toll.scope, start, end, line, is_estimate(toll))


def voices(
    standing: Standing, groups: Mapping[str, str], originators: Originators, within: Container[str] | None = None
) -> dict[Bucket, list[Voice]]:
    """Every toll claim in its bucket; those of the groups `within`, where only those are asked for."""
    tolls = {item.claim.id: item for item in standing.known if isinstance(item.claim, Toll)}
    buckets: dict[Bucket, list[Voice]] = {}
    for item in tolls.values():
        toll = item.claim
        assert isinstance(toll, Toll)
        if within is not None and groups.get(toll.id, "") not in within:
            continue
        line = line_of(toll)
        whole = tolls.get(toll.part_of or "")
        same = whole is not None and isinstance(whole.claim, Toll) and line == line_of(whole.claim)
        unspecified = same or (toll.part_of is not None and line == EVERYBODY)
        originator = originators.name(item)
        bucket = bucket_of(item, toll, line, group_of(toll, originator, groups, tolls))
        told = counted_to(item) if toll.scope == "cumulative" else said(item)
        words = toll.anchors[0].text if toll.anchors else ""
        voice = Voice(item, toll, (toll.id,), line, originator, originators.party(item), told, toll.figure, words, unspecified)
        buckets.setdefault(bucket, []).append(voice)
    _tell_others(buckets)
    _tell_namesakes(buckets)
    return buckets


def _tell_others(buckets: dict[Bucket, list[Voice]]) -> None:
    """Fighters without a side, beside fighters of a side in one account, are the other ones and not all fighters; but for those
    of whom others of the thing are a part.
    """
    wholes = {(bucket.group, voice.toll.part_of) for bucket, found in buckets.items() for voice in found if voice.toll.part_of}
    named = {_account(bucket, voice) for bucket, found in buckets.items() if bucket.line.actors for voice in found}
    for bucket in [bucket for bucket in buckets if bucket.line == FIGHTERS]:
        apart = [voice for voice in buckets[bucket] if (bucket.group, voice.toll.id) not in wholes]
        others = [voice for voice in apart if _account(bucket, voice) in named]
        for voice in others:
            voice.line = OTHERS
        if others:
            buckets.setdefault(bucket._replace(line=OTHERS), []).extend(others)
            buckets[bucket] = [voice for voice in buckets[bucket] if voice.line == FIGHTERS]
            if not buckets[bucket]:
                del buckets[bucket]


def _tell_namesakes(buckets: dict[Bucket, list[Voice]]) -> None:
    """Descriptions of one kind of force that stand side by side in one account are different forces, each by its own words.

    So is a description beside a listed force of its kind: of "65 of the Front and 18 of its allies" the 18 are not all rebels.
    """
    listed = _listed_kinds(buckets)
    for bucket in [bucket for bucket in buckets if set(bucket.line.actors) & _KINDS]:
        accounts: dict[tuple[object, ...], set[tuple[str, ...]]] = {}
        for voice in buckets[bucket]:
            account = _account(bucket, voice)
            accounts.setdefault(account, set()).add(_words_for(voice))
            if set(bucket.line.actors) & listed.get(account, set()):
                accounts[account].add(())
        for voice in [voice for voice in buckets[bucket] if len(accounts[_account(bucket, voice)]) > 1]:
            voice.line = Line(bucket.line.side, _words_for(voice))
            buckets[bucket].remove(voice)
            buckets.setdefault(bucket._replace(line=voice.line), []).append(voice)
        if not buckets[bucket]:
            del buckets[bucket]


def _listed_kinds(buckets: dict[Bucket, list[Voice]]) -> dict[tuple[object, ...], set[str]]:
    """Account -> the kinds of force of which it names a listed one by itself."""
    made: dict[tuple[object, ...], set[str]] = {}
    for bucket, found in buckets.items():
        for voice in found if bucket.line.actors and not set(bucket.line.actors) & _KINDS else ():
            kinds = {_FORCES[actor.kind] for actor in voice.toll.group.actors if actor.kind in _FORCES}
            made.setdefault(_account(bucket, voice), set()).update(kinds)
    return made


def _words_for(voice: Voice) -> tuple[str, ...]:
    return tuple(sorted({actor.name if actor.id else fold(actor.name) for actor in voice.toll.group.actors}))


def _account(bucket: Bucket, voice: Voice) -> tuple[object, ...]:
    return (*bucket[:5], bucket.line.side or "combatants", voice.known.report, voice.originator)


def totals(buckets: dict[Bucket, list[Voice]]) -> None:
    """Give accounts of an incident that name only groups a total of their own: 4 soldiers and 6 civilians are 10 dead.

    Only for incidents: a running total is never added up. A report's account that states a total keeps that one.
    """
    stated: set[tuple[str, str, str, str]] = set()
    groups: dict[tuple[str, str, str, str], list[Voice]] = {}
    for bucket, found in buckets.items():
        if bucket.scope != "incident" or bucket.line.attributes or bucket.estimate:
            continue
        for voice in found:
            account = (bucket.group, bucket.outcome, voice.known.report, voice.originator)
            if bucket.line == EVERYBODY and not voice.unspecified:
                stated.add(account)
            elif bucket.line.side and voice.toll.part_of is None and voice.toll.modality in ("asserted", "possible"):
                groups.setdefault(account, []).append(voice)
    for account, found in groups.items():
        if account in stated or not _disjoint([voice.line for voice in found]) or _of_others(account, groups):
            continue
        group, outcome, _, _ = account
        buckets.setdefault(Bucket(group, outcome, "incident", None, None, EVERYBODY), []).append(_total(found))


_Groups = dict[tuple[str, str, str, str], list[Voice]]


def _of_others(account: tuple[str, str, str, str], groups: _Groups) -> bool:
    """Whether it counts one kind of victim (fighters) where another account counts the other (civilians): then it is no total."""
    sides = {voice.line.side for voice in groups[account]}
    beside = (
        {voice.line.side for voice in found} for other, found in groups.items() if other[:2] == account[:2] and other != account
    )
    return len(sides) == 1 and any(not their & sides for their in beside)


def _disjoint(lines: list[Line]) -> bool:
    """Whether the groups can't overlap: each named once, and fighters in general not beside fighters of a side."""
    fighters = [line for line in lines if line.side == "combatants"]
    return len(set(lines)) == len(lines) and (len(fighters) < 2 or all(line.actors for line in fighters))


def _total(found: list[Voice]) -> Voice:
    found = sorted(found, key=lambda voice: voice.claims)
    first = found[0]
    figure = first.figure if len(found) == 1 else _added([voice.figure for voice in found])
    claims = tuple(claim for voice in found for claim in voice.claims)
    words = " + ".join(voice.words for voice in found)
    return Voice(first.known, first.toll, claims, EVERYBODY, first.originator, first.party, first.said, figure, words)


def _added(figures: list[Figure]) -> Figure:
    low, best, high = (
        _sum(numbers) for numbers in ((floor(f) for f in figures), (f.best for f in figures), (f.high for f in figures))
    )
    return Figure(low, best, high, "exact" if all(figure.bound == "exact" for figure in figures) else "between")


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if any(number is None for number in known) else sum(number for number in known if number is not None)
