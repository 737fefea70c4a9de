"""Tolls under a named policy: what counted, what was set aside and why, and what a reader of the figure must know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.ledger.blame import Blame, blames
from marsad.ledger.checks import check_sums
from marsad.ledger.clock import days_of
from marsad.ledger.flags import flags_of, grade_of
from marsad.ledger.lasting import id_of
from marsad.ledger.policy import Policy, policies, policy
from marsad.ledger.rules import Context, preferred
from marsad.ledger.runs import number
from marsad.ledger.sorting import Sorted, sort_out
from marsad.ledger.sources import Beyond, Originators
from marsad.ledger.standing import Standing, stand
from marsad.ledger.tally import Check, Entry, Role, Tally
from marsad.ledger.things import Thing, thing_of
from marsad.ledger.voices import Bucket, Voice, ceiling, floor, totals, voices
from marsad.model import AnyDecision, Figure, Known, SourceEntry, Toll


class Things(dict[str, Thing]):
    """Group -> what it is about; made for those that are asked for."""

    def __init__(self, members: Mapping[str, list[Known]]) -> None:
        super().__init__()
        self._members = members

    def __missing__(self, group: str) -> Thing:
        made = self[group] = thing_of(self._members[group])
        return made


@dataclass(frozen=True, slots=True)
class Ground:
    """What all policies count from: made once, whatever the policy."""

    standing: Standing
    originators: Originators
    buckets: dict[Bucket, list[Voice]]
    checks: dict[Bucket, list[Check]]
    blames: dict[str, list[Blame]]
    things: Things


def lay(
    known: Iterable[Known], groups: Mapping[str, str], decisions: Iterable[AnyDecision] = (), sources: Iterable[SourceEntry] = (),
    *, beyond: Beyond | None = None, as_of: str | None = None, known_at: str | None = None, within: Container[str] | None = None,
) -> Ground:  # fmt: skip
    """The claims that stand at a moment, sorted into what they count; the tolls of the groups `within`, or all."""
    standing = stand(known, decisions, as_of=as_of, known_at=known_at)
    originators = Originators(standing.known, sources, beyond)
    buckets = voices(standing, groups, originators, within)
    checks = check_sums(buckets)
    totals(buckets)
    members: dict[str, list[Known]] = defaultdict(list)
    for item in standing.known:
        if not isinstance(item.claim, Toll):
            members[groups.get(item.claim.id, item.claim.id)].append(item)
    for bucket, found in buckets.items():
        members[bucket.group] += [voice.known for voice in found]
    return Ground(standing, originators, buckets, checks, blames(standing, groups, originators), Things(members))


def count(
    known: Sequence[Known], *, groups: Mapping[str, str], policy: Policy | None = None, decisions: Sequence[AnyDecision] = (),
    sources: Sequence[SourceEntry] = (), beyond: Beyond | None = None, as_of: str | None = None, known_at: str | None = None,
    within: Container[str] | None = None, only: Callable[[Bucket], bool] | None = None,
) -> list[Tally]:  # fmt: skip
    """A tally for each thing that claims count, under a policy (the default one without).

    `groups`: claim id -> matched group. `as_of`: of what had been said by then; `known_at`: of what we knew by then. The order is
    that of the tallies' days, places and ids, whatever the order of the claims. `within` are the groups, and `only` says which
    buckets, that are wanted.
    """
    ground = lay(known, groups, decisions, sources, beyond=beyond, as_of=as_of, known_at=known_at, within=within)
    return tally_all(ground, policy, only)


def compare(
    known: Sequence[Known], *, groups: Mapping[str, str], policies: Iterable[Policy] | None = None,
    decisions: Sequence[AnyDecision] = (), sources: Sequence[SourceEntry] = (), beyond: Beyond | None = None,
    as_of: str | None = None, known_at: str | None = None,
) -> dict[str, dict[str, list[Tally]]]:  # fmt: skip
    """Tally id -> policy name -> tallies: the same claims under several policies (all of ours without), side by side.

    One tally a policy; `single_source` without a name gives one for each originator; a policy that doesn't count it gives none.
    """
    ground = lay(known, groups, decisions, sources, beyond=beyond, as_of=as_of, known_at=known_at)
    chosen = list(policies) if policies is not None else list(_policies().values())
    beside: dict[str, dict[str, list[Tally]]] = {}
    for one in chosen:
        for made in tally_all(ground, one):
            beside.setdefault(made.id, {}).setdefault(one.name, []).append(made)
    return {id: beside[id] for id in sorted(beside)}


_policies = policies


def tally_all(ground: Ground, chosen: Policy | None = None, only: Callable[[Bucket], bool] | None = None) -> list[Tally]:
    """The tallies of all buckets, or only of those wanted."""
    rules = chosen or policy()
    context = Context(rules, ground.standing, ground.originators)
    made = []
    for bucket, found in ground.buckets.items():
        if bucket.scope in rules.scopes and (only is None or only(bucket)):
            id = id_of(bucket, found)
            made += [_tally(ground, context, bucket, id, part) for part in _split(found, rules, ground.originators)]
    return sorted(made, key=lambda tally: (tally.end or "", tally.group, tally.id, tally.originators))


def _split(found: list[Voice], rules: Policy, originators: Originators) -> list[list[Voice]]:
    """The voices that make one tally: all, or each originator's by itself where the policy is about one."""
    if not rules.one_originator:
        return [found]
    split: dict[str, list[Voice]] = defaultdict(list)
    wanted = originators.canonical(rules.originator) if rules.originator else None
    for voice in found:
        if wanted in (None, voice.originator):
            split[voice.originator].append(voice)
    return [split[name] for name in sorted(split)]


def _tally(ground: Ground, context: Context, bucket: Bucket, id: str, found: list[Voice]) -> Tally:
    rules = context.policy
    sorting = sort_out(found, context)
    low, best, high, chosen, why = _figures(sorting, context)
    counted = sorted((_entry(voice, chosen, low, high, why, sorting) for voice in sorting.counted), key=entry_order)
    aside = sorted((_aside(voice, rule, says) for voice, rule, says in sorting.aside), key=entry_order)
    names = tuple(sorted({entry.originator for entry in counted}))
    thing = ground.things[bucket.group]
    accused = ground.blames.get(bucket.group, [])
    checks = tuple(check for check in ground.checks.get(bucket, ()) if _stands(check, sorting))
    start, end = _days(bucket, found)
    return Tally(
        id=id, policy=rules.name, group=bucket.group, outcome=found[0].toll.outcome, line=bucket.line,
        scope=found[0].toll.scope, start=start, end=end, place=thing.place,
        event=thing.event, campaign=thing.campaign, estimate=bucket.estimate, low=low, best=best, high=high,
        counted=tuple(counted), set_aside=tuple(aside), originators=names, independent=ground.originators.independent(names),
        flags=flags_of(sorting, found, checks, accused, context, bucket), checks=checks,
        grade=grade_of(sorting, accused, context) if rules.grades else None,
        event_clarity=1 if bucket.scope in ("incident", "delta") else 2,
    )  # fmt: skip


def _stands(check: Check, sorting: Sorted) -> bool:
    return any(check.claim in voice.claims for voice in sorting.counted)


def _read(voice: Voice, rules: Policy) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of a figure as the policy reads it."""
    figure: Figure = voice.figure
    if figure.bound != "vague":
        middle = figure.best if figure.best is not None else (figure.low if figure.bound != "at_most" else None)
        return floor(figure), middle, ceiling(figure)
    words = voice.words.lower().split()
    number = next((rules.vague[word] for word in words if word in rules.vague), floor(figure))
    return number, number, max(figure.high, number or 0) if figure.high is not None and rules.vague_high else number


Range = tuple[int | None, int | None, int | None]


def _figures(sorting: Sorted, context: Context) -> tuple[int | None, int | None, int | None, Voice | None, str]:
    """Low, best, high, the figure that set best, and why it did."""
    rules = context.policy
    reads = {id(voice): _read(voice, rules) for voice in sorting.counted}
    best, chosen, why = _best(sorting.stands, reads, context)
    if rules.bounds == "best":
        return best, best, best, chosen, why
    lows = [low for low, _, _ in (reads[id(voice)] for voice in sorting.stands) if low is not None]
    highs = [high for _, _, high in reads.values() if high is not None]
    if best is not None:
        lows += [low for low, _, _ in (reads[id(voice)] for voice, _, _ in sorting.widens) if low is not None]
        lows.append(best)
        highs.append(best)
    return min(lows, default=None), best, max(highs, default=None), chosen, why


def _best(stands: list[Voice], reads: dict[int, Range], context: Context) -> tuple[int | None, Voice | None, str]:
    having = [voice for voice in stands if reads[id(voice)][1] is not None]
    if not having:
        return None, None, ""
    if context.policy.best == "preferred":
        chosen, _, why = preferred(having, context)
        return reads[id(chosen)][1], chosen, why
    if context.policy.best == "lowest":
        chosen = min(having, key=lambda voice: (reads[id(voice)][0] or 0, voice.key))
        return reads[id(chosen)][0], chosen, "it is the lowest reliable figure"
    agreed = {reads[id(voice)] for voice in stands}
    if len(agreed) == 1 and len(set(agreed.pop())) == 1:
        chosen = min(having, key=lambda voice: voice.key)
        return reads[id(chosen)][1], chosen, "all that count agree on it"
    return None, None, ""


def _entry(voice: Voice, chosen: Voice | None, low: int | None, high: int | None, why: str, sorting: Sorted) -> Entry:
    only = next(((rule, says) for other, rule, says in sorting.widens if other is voice), None)
    if voice is chosen:
        return entry_of(voice, "best", "best", f"sets best: {why}")
    if only:
        return entry_of(voice, "widens", only[0], f"widens the range only: {only[1]}")
    if low is not None and floor(voice.figure) == low:
        return entry_of(voice, "low", "low", f"the lowest figure that stands: {number(voice.figure)}")
    if high is not None and ceiling(voice.figure) == high:
        return entry_of(voice, "high", "high", f"the highest figure that stands: {number(voice.figure)}")
    return entry_of(voice, "counts", "counts", "stands, within the range")


def _aside(voice: Voice, rule: str, says: str) -> Entry:
    return entry_of(voice, "aside", rule, says)


def entry_of(voice: Voice, role: Role, rule: str, says: str) -> Entry:
    """A figure's line in a tally."""
    known, figure = voice.known, voice.figure
    return Entry(voice.claims, known.report, voice.originator, known.outlet, voice.said, figure.low, figure.best, figure.high,
                 voice.words, role, rule, says)  # fmt: skip


def entry_order(entry: Entry) -> tuple[str, str, tuple[str, ...]]:
    """By when it was said."""
    return (entry.said, entry.report, entry.claims)


def _days(bucket: Bucket, found: list[Voice]) -> tuple[str, str]:
    """The days that the tally covers: a running total's from its start to what it counts to."""
    if bucket.start and bucket.end:
        return bucket.start, bucket.end
    spans = [days_of(voice.toll.when, voice.said) for voice in found]
    if bucket.scope == "cumulative":
        starts = [span[0] for voice, span in zip(found, spans, strict=True) if voice.toll.when and voice.toll.when.start]
        return min(starts, default=min(spans)[0]), max(voice.said[:10] for voice in found)
    given = [span for voice, span in zip(found, spans, strict=True) if voice.toll.when]
    return min(given or spans, key=lambda span: (span[1] > span[0], span))
