"""Which claims speak of one thing: groups of a set of claims, kept up as claims come, go and are judged.

The groups are a function of the sets of claims and judgements alone: no order, no repetition and no history shows in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from marsad.matching.accounts import Account, accounts_of
from marsad.matching.blocking import keys, near, probes
from marsad.matching.clustering import UNCOMPARED, clusters
from marsad.matching.groups import Group, Link, group_of
from marsad.matching.scale import Scale, Table, scale, table_of
from marsad.matching.settling import settle
from marsad.matching.verdicts import UNJUDGED, Contradiction, Verdicts, pair_of, verdicts_of
from marsad.model import Judgement, Known

Key = tuple[str, str]
Lookup = Callable[[frozenset[str], frozenset[str]], Iterable[Known]]
"""(keys, claim ids) -> all claims of every report that is filed under one of the keys or has one of the claims."""


class Matches:
    """Groups of claims. Changes are taken in when groups are next asked for; only what they touch is worked out anew."""

    def __init__(self, judgements: Iterable[Judgement] = (), *, scales: Callable[[Table], Scale] = scale) -> None:
        self._scale = scales
        self._known: dict[str, dict[str, Known]] = defaultdict(dict)
        self._judgements = {judgement.id: judgement for judgement in judgements}
        self._verdicts: Verdicts | None = None
        self._judged_before: frozenset[str] = frozenset()
        self._accounts: dict[Key, Account] = {}
        self._of_report: dict[str, list[Key]] = {}
        self._of_claim: dict[str, set[Key]] = defaultdict(set)
        self._index: dict[str, set[Key]] = defaultdict(set)
        self._edges: dict[Key, dict[Key, int]] = {}
        self._cluster: dict[Key, tuple[Key, ...]] = {}
        self._home: dict[Key, set[Key]] = {}
        self._stale: set[str] = set()
        self._tops: dict[Key, Key | None] = {}
        self._filing: dict[Key, tuple[frozenset[str], frozenset[str]]] = {}
        self._lazy = False
        self._compared: dict[Key, int] = {}
        self._born: dict[Key, int] = {}
        self._turn = 0

    def add(self, *known: Known) -> None:
        """Takes claims in; one that is there already changes nothing."""
        for item in known:
            if self._known[item.report].get(item.claim.id) != item:
                self._known[item.report][item.claim.id] = item
                self._stale.add(item.report)

    def remove(self, *known: Known) -> None:
        """Takes claims out, as if they had never been in; one that is not there changes nothing."""
        for item in known:
            if self._known.get(item.report, {}).pop(item.claim.id, None) is not None:
                self._stale.add(item.report)

    def judge(self, *judgements: Judgement) -> None:
        """Takes people's judgements in."""
        self._judgements |= {judgement.id: judgement for judgement in judgements}
        self._judged_before |= self._settled().judged
        self._verdicts = None

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups, sorted by id; a claim that matches none is a group of its own."""
        self._refresh()
        return tuple(sorted((self._group(cluster) for cluster in set(self._cluster.values())), key=lambda group: group.id))

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Judgements that can't all hold, and which gave way."""
        return verdicts_of(self._judgements.values()).contradictions

    def group_of(self, claim: str) -> Group | None:
        """The group that the claim is in; None for one that is not matched (a plan, a statement, a relation) or not there."""
        self._refresh()
        found = self._of_claim.get(claim)
        return self._group(self._cluster[min(found)]) if found else None

    def _wanted(self, accounts: Iterable[Key]) -> tuple[frozenset[str], frozenset[str]]:
        """What to look up for these accounts: keys of what they may match, and claims judged one with them."""
        chosen = [self._accounts[key] for key in accounts]
        sets = self._settled().sets
        friends = frozenset[str]().union(
            *(sets.get(claim, frozenset((claim,))) for account in chosen for claim in account.claims)
        )
        return frozenset(probe for account in chosen for probe in probes(account)), friends

    def reach(self, claims: Iterable[str], lookup: Lookup) -> tuple[tuple[Group, ...], ...]:
        """The groups of these claims, with all that `lookup` finds for them and for what they are tied to.

        A tuple for each set of accounts that are tied: nothing outside it bears on how it is divided into groups.
        """
        self._lazy, claims = True, tuple(claims)
        self._refresh()
        while frontier := self._around(claims) - self._compared.keys():
            self.add(*lookup(*self._wanted(frontier)))
            self._refresh()
            for key in frontier & self._accounts.keys():
                self._compare(self._accounts[key])
        left, made = self._around(claims), []
        self._recluster(left)
        while left:
            component = self._home[min(left)]
            left -= component
            made.append(tuple(sorted({self._group(self._cluster[key]) for key in component}, key=lambda group: group.id)))
        return tuple(sorted(made, key=lambda groups: groups[0].id))

    def _around(self, claims: Iterable[str]) -> set[Key]:
        """The accounts of the claims, and those that they are tied to, directly or through others."""
        return self._component({key for claim in claims for key in self._of_claim.get(claim, ())})

    def links(self, group: Group) -> tuple[Link, ...]:
        """The strongest ties that hold the group together, one fewer than it has accounts, and its judgements."""
        self._refresh()
        cluster = self._cluster[min(self._of_claim[group.members[0]])]
        joined, waiting = {cluster[0]}, set(cluster[1:])
        made = []
        while waiting:
            one, other = min(((a, b) for a in joined for b in waiting), key=lambda pair: (-self._strength(*pair), pair))
            made.append(self._link(self._accounts[one], self._accounts[other]))
            joined.add(other)
            waiting.remove(other)
        return tuple(made)

    def beside(self, claim: str) -> list[tuple[Link, bool]]:
        """Every account that is near the claim's own, weighed against it, and whether the two are in one group.

        Those of its group first, then the likeliest; of what `reach` has looked up where it was asked for.
        """
        self._refresh()
        if not (mine := self._of_claim.get(claim)):
            return []
        account = self._accounts[min(mine)]
        together, probing = set(self._cluster[account.key]), self._filed(account)[1]
        there = {key for probe in probing for key in self._index.get(probe, ())} | together | self._bound(account.key)
        others = [self._accounts[key] for key in there - {account.key}]
        made = [
            (self._link(account, other), other.key in together)
            for other in others
            if other.kind == account.kind and (other.key in together or near(account, other))
        ]
        return sorted(made, key=lambda one: (not one[1], one[0].bits is None, -(one[0].bits or 0.0), one[0].other))

    def explain(self, one: str, other: str) -> Link | None:
        """The waterfall of two claims' accounts, whether they are together or not; None where they can't be compared."""
        self._refresh()
        mine, theirs = self._of_claim.get(one), self._of_claim.get(other)
        if not mine or not theirs:
            return None
        a, b = self._accounts[min(mine)], self._accounts[min(theirs)]
        return self._link(a, b) if a.kind == b.kind and a is not b else None

    def _link(self, one: Account, other: Account) -> Link:
        why = self._scale(table_of(one, other)).reasons(one, other)
        judged = self._judged(one, other)
        free = judged is None and all(reason.bits is not None for reason in why)
        bits = round(sum(reason.bits or 0.0 for reason in why), 3) if free else None
        return Link(one.key[1], other.key[1], bits, why, judged)

    def _judged(self, one: Account, other: Account) -> str | None:
        verdicts = self._settled()
        pairs = [pair_of(a, b) for a in one.claims for b in other.claims]
        return next((found for pair in pairs if (found := verdicts.same.get(pair) or verdicts.different.get(pair))), None)

    def _strength(self, one: Key, other: Key) -> float:
        if other in self._bound(one):
            return float("inf")
        weight = self._weighed(self._accounts[one], self._accounts[other])
        return float("-inf") if weight in (None, UNCOMPARED) else weight

    def _group(self, cluster: tuple[Key, ...]) -> Group:
        accounts = [self._accounts[key] for key in cluster]
        members = {claim for account in accounts for claim in account.claims}
        return group_of(accounts[0].kind, members, {account.report for account in accounts})

    def _settled(self) -> Verdicts:
        return self._verdicts or UNJUDGED

    def _refresh(self) -> None:
        """Takes in what has changed since it was last asked."""
        if self._verdicts is None or self._touches_judged():
            self._resettle()
        stale, self._stale = self._stale, set()
        if not stale:
            return
        dirty = self._drop(stale)
        fresh = self._build(stale)
        if self._lazy:
            return
        for key in fresh:
            self._compare(self._accounts[key])
        self._recluster({key for key in dirty if key in self._accounts} | fresh)

    def _touches_judged(self) -> bool:
        judged = self._settled().judged
        return bool(judged) and any(
            claim in judged
            for report in self._stale
            for claim in (
                *self._known.get(report, ()),
                *(id for key in self._of_report.get(report, ()) for id in self._accounts[key].claims),
            )
        )

    def _resettle(self) -> None:
        """Works the judgements out anew; where that changes them, every report that they speak of is taken in again."""
        before, self._judged_before = self._judged_before | self._settled().judged, frozenset()
        base = verdicts_of(self._judgements.values()) if self._judgements else UNJUDGED
        concerned = (
            [list(known.values()) for known in self._known.values() if any(id in base.judged for id in known)]
            if base.judged
            else []
        )
        settled = settle(base, concerned)
        if settled == self._verdicts:
            return
        self._verdicts = settled
        for report, known in self._known.items():
            if any(id in base.judged or id in before for id in known):
                self._stale.add(report)

    def _drop(self, reports: Iterable[str]) -> set[Key]:
        """Forgets the reports' accounts; gives those that were tied to them, directly or through others."""
        gone = [key for report in reports for key in self._of_report.pop(report, ())]
        tied = self._leave(gone)
        for key in gone:
            account = self._accounts.pop(key)
            for filed in self._filed(account)[0]:
                self._unfile(self._index, filed, key)
            for claim in account.claims:
                self._unfile(self._of_claim, claim, key)
            for other in self._edges.pop(key, {}):
                self._edges[other].pop(key, None)
                self._tops.pop(other, None)
            self._cluster.pop(key, None)
            for kept in (self._filing, self._compared, self._tops):
                kept.pop(key, None)
        if tied:  # what is built in their stead may be near any account
            self._compared.clear()
        return tied

    @staticmethod
    def _unfile(index: dict[str, set[Key]], filed: str, key: Key) -> None:
        index[filed].discard(key)
        if not index[filed]:
            del index[filed]

    def _build(self, reports: Iterable[str]) -> set[Key]:
        fresh: set[Key] = set()
        self._turn += 1
        for report in reports:
            if not self._known[report]:
                del self._known[report]
                continue
            made = accounts_of(self._known[report].values(), self._settled())
            self._of_report[report] = [account.key for account in made]
            for account in made:
                fresh.add(account.key)
                self._accounts[account.key] = account
                self._edges[account.key] = {}
                self._born[account.key] = self._turn
                for filed in self._filed(account)[0]:
                    self._index[filed].add(account.key)
                for claim in account.claims:
                    self._of_claim[claim].add(account.key)
        return fresh

    def _compare(self, account: Account) -> None:
        """Finds what the account may be one with among all that are near."""
        row = self._edges[account.key]
        self._compared[account.key] = self._turn
        mine, wanted = self._filed(account)
        found: set[Key] = set()
        for probe in wanted:
            found.update(self._index.get(probe, ()))
        found.discard(account.key)
        born, is_toll = self._born[account.key], account.kind == "toll"
        for key in found.difference(row):
            other = self._accounts[key]
            if self._compared.get(key, -1) >= born and not self._filed(other)[1].isdisjoint(mine):
                continue  # that one has found this one
            if (is_toll or near(account, other)) and (weight := self._scale(table_of(account, other)).tie(account, other)):
                row[key] = self._edges[key][account.key] = weight
                self._tops.pop(key, None)
        self._tops.pop(account.key, None)

    def _filed(self, account: Account) -> tuple[frozenset[str], frozenset[str]]:
        """The account's keys and probes."""
        found = self._filing.get(account.key)
        if found is None:
            found = self._filing[account.key] = (keys(account), probes(account))
        return found

    def _weighed(self, one: Account, other: Account) -> int | None:
        """What the two weigh; None where they are never one; `UNCOMPARED` where they aren't near."""
        if weight := self._edges[one.key].get(other.key):
            return weight
        if one.kind == "toll" and one.country and other.country and one.country != other.country:
            return None
        (mine, wanted), (theirs, sought) = self._filed(one), self._filed(other)
        if one.kind != other.kind or (wanted.isdisjoint(theirs) and sought.isdisjoint(mine)) or not near(one, other):
            return UNCOMPARED
        return self._scale(table_of(one, other)).weigh(one, other)

    def _ties(self, key: Key) -> Iterator[Key]:
        """Accounts that it may be one with. A loose one goes with its likeliest partner alone, so as not to tie days together."""
        is_loose = self._accounts[key].is_loose
        for other in self._edges.get(key, ()):
            its_loose = self._accounts[other].is_loose
            free = not is_loose and not its_loose
            if free or (is_loose and self._best(key) == other) or (its_loose and self._best(other) == key):
                yield other

    def _best(self, key: Key) -> Key | None:
        if key not in self._tops:
            self._tops[key] = min(((-weight, other) for other, weight in self._edges[key].items()), default=(0, None))[1]
        return self._tops[key]

    def _bound(self, key: Key) -> set[Key]:
        """Accounts that a person, or a claim in both, makes one with this one."""
        sets, bound = self._settled().sets, set()
        for claim in self._accounts[key].claims:
            for friend in sets.get(claim, (claim,)):
                bound |= self._of_claim.get(friend, set())
        return bound - {key}

    def _component(self, start: set[Key]) -> set[Key]:
        seen, waiting = set(start), list(start)
        while waiting:
            key = waiting.pop()
            for other in (*self._ties(key), *self._bound(key)):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return seen

    def _recluster(self, dirty: set[Key]) -> None:
        """Groups anew all that is tied to these, and all that was: a loose account may have left a partner for a likelier one."""
        left = set(dirty)
        while left:
            component = self._component({left.pop()})
            left |= self._leave(component)
            left -= component
            self._home |= dict.fromkeys(component, component)
            for cluster in self._clusters(sorted(component)):
                for key in cluster:
                    self._cluster[key] = cluster

    def _leave(self, accounts: Iterable[Key]) -> set[Key]:
        """Forgets the components that the accounts were grouped in; gives all that were in them."""
        left: set[Key] = set()
        for account in accounts:
            home = self._home.get(account, set())
            for key in home:
                if self._home.get(key) is home:  # else it has been forgotten, or grouped anew
                    del self._home[key]
                    left.add(key)
        return left

    def _clusters(self, component: list[Key]) -> list[tuple[Key, ...]]:
        number = {key: at for at, key in enumerate(component)}
        edges: dict[int, dict[int, int | None]] = {at: {} for at in range(len(component))}
        for (at, one), (to, other) in combinations(enumerate(component), 2):
            weight = self._weighed(self._accounts[one], self._accounts[other])
            if weight != UNCOMPARED:  # one that weighs just that counts the same either way
                edges[at][to] = edges[to][at] = weight
        bound = [(number[key], number[other]) for key in component for other in self._bound(key) if other in number]
        verdicts = self._settled()
        barred = set()
        for key in component if verdicts.foes else ():
            for foe in verdicts.enemies(self._accounts[key].claims):
                barred |= {
                    (number[key], number[other]) for other in self._of_claim.get(foe, ()) if other in number and other != key
                }
        by_best = self._accounts[component[0]].kind == "toll"
        ordered = frozenset((min(pair), max(pair)) for pair in barred)
        return [
            tuple(component[at] for at in cluster) for cluster in clusters(len(component), edges, bound, ordered, by_best=by_best)
        ]


def match(known: Iterable[Known], judgements: Iterable[Judgement] = ()) -> Matches:
    """The groups of a set of claims."""
    matches = Matches(judgements)
    matches.add(*known)
    return matches
