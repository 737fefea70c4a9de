"""How far a toll reaches: one incident, a period, a running count; and whether it is background."""

from __future__ import annotations

from functools import cached_property

from marsad.model import Anchor
from marsad.model.claim import Scope
from marsad.reading.document import within
from marsad.reading.draft import Draft
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.frame import Surroundings
from marsad.reading.tolls.parts import PartFinder
from marsad.reading.tolls.settling import LONG
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

_LARGE = 5000
_MANY = 100
_ATTACK = 12
"""Tokens from an attack to the verb that counts its dead."""
_EXODUS = 100_000
"""How many displaced are counted over a war: no single happening drives out so many."""
_DAY_REACH = 30
_SIDE = 6
"""Tokens within which a sentence says of which side it tells."""
_MONTH = 4
"""UCDP's date_prec of eight days to a month."""
_BROUGHT = 14
"""Tokens from "bringing" to the new total: "bringing its losses since the start of the offensive to 359"."""
_COUNTING = 5
"""Tokens from a monitor's verb to what it counts."""
_RUNS_ON = 2
"""Sentences from a running count to another outcome of it, where only a share of the first stands between."""


class ScopeFinder(PartFinder):
    """The scope of a sentence's tolls, in the light of those before each."""

    @cached_property
    def about(self) -> Surroundings:
        """What the sentence says about scope and background; looked up only where it holds a toll."""
        return Surroundings(self.document, self.sentence)

    def own_day(self, anchor: Anchor) -> bool:
        """ "412 dead since May, ... 17 of whom died on Sunday": a share with a day of its own behind it."""
        for time in within(self.document.times, anchor.end, min(anchor.end + _DAY_REACH, self.sentence.end)):
            plain = not {",", ";", "and"} & {token.lower for token in self.sentence.tokens_in(anchor.end, time.start)}
            if plain and time.interval is not None and time.interval.precision == 1 and not time.text.startswith("since"):
                return True
        return False

    def scope(self, anchor: Anchor, link: Link, count: Count) -> Scope:
        """The scope by the words about a toll; a second outcome without a time of its own has that of the first."""
        if self.tokens[link.first].lower in ("not", "n't", "never") and link.outcome == "missing":
            return "incident"
        scope = self.about.scope(anchor.start, anchor.end)
        if scope == "incident" and self._brings(count, link):
            return "cumulative"
        if scope == "incident" and self._has_recorded(count):
            return "cumulative"
        summed = vocabulary().summing.at(self.tokens, 0) or (link.rule.endswith("-count") and not self.entries)
        if scope == "incident" and summed and self._period_before():
            return "period"
        if count.single and self.tokens[count.first].lower != "one":
            return "incident"  # "a councillor missing since Saturday": one person dies once
        before = self.entries[-1] if self.entries else None
        if scope == "incident" and (self._of_war(count, link) or (link.outcome == "killed" and self._of_campaign(count))):
            return "cumulative"
        if scope == "incident" and before is None and (count.more or link.rule.endswith("-count")):
            scope = self._scope_before(link)
        if scope == "incident" and (before is None or before.draft.fields["scope"] in LONG) and self._other_side(link):
            scope = self._side_before()
        if scope != "incident" or before is None:
            return scope
        have = {"have", "has"} & {token.lower for token in self.tokens[count.last : link.first]}
        if before.link.outcome == link.outcome and not have:
            return scope  # not "273 died this year, while 148 have been murdered"
        one = vocabulary().words["one_attack"]
        rest = self.sentence.tokens_in(anchor.start, self.sentence.end)
        own = within(self.document.times, anchor.start, self.sentence.end) or any(token.lower in one for token in rest)
        earlier: Scope = before.draft.fields["scope"]
        return earlier if earlier in ("period", "cumulative") and not own and not before.draft.background else scope

    def _brings(self, count: Count, link: Link) -> bool:
        """ "bring to 812 the number of those killed this month", "bringing its losses to 359": a running count's new total."""
        if not self.is_new_total(count):
            return False
        words, behind = vocabulary().words, {token.lower for token in self.tokens[count.last :]}
        if link.rule.endswith("-count") and not behind.isdisjoint(words["campaigns"]) and behind.isdisjoint(words["one_attack"]):
            return True
        times = within(self.document.times, self.tokens[count.first].start, self.sentence.end)
        long = any(one.interval is not None and (one.interval.precision or 0) >= _MONTH for one in times)
        return long or link.rule.endswith("-losses")

    def is_new_total(self, count: Count) -> bool:
        """ "bringing to 812 the number of those killed", "which takes its losses to 359"."""
        before = [token.lower for token in self.tokens[max(0, count.first - _BROUGHT) : count.first]]
        return before[-1:] == ["to"] and not vocabulary().words["bringing"].isdisjoint(before)

    def _period_before(self) -> bool:
        """ "Over the past day 37 villages were shelled. As a result, three died": whether the sentence before is of a period."""
        if not self.sentence.index:
            return False
        before = self.document.sentences[self.sentence.index - 1]
        return any(scope == "period" and pattern.search(before.small) for scope, pattern in vocabulary().scopes)

    def _other_side(self, link: Link) -> bool:
        """Whether a sentence tells of the other side of a count: "On the Israeli side, 18 soldiers have died", "put their own
        dead at 63".
        """
        opening = [token.lower for token in self.tokens[:_SIDE]]
        own = link.rule.endswith("-losses") and any(token.lower == "own" for token in self.tokens[: link.last])
        return (opening[:2] == ["on", "the"] and "side" in opening) or own

    def _side_before(self) -> Scope:
        """The scope of the count in the sentence before, of whose other side this one tells."""
        last = self.wholes[-1] if self.wholes else None
        near = last is not None and self.sentence.index - last.sentence.index == 1
        scope: Scope = last.fields["scope"] if last is not None and near else "incident"
        return scope if scope in LONG else "incident"

    def _scope_before(self, link: Link) -> Scope:
        """ "5,601 were killed in 2024. A further 2,212 were injured": another outcome of the count in the sentence before."""
        last = self.wholes[-1] if self.wholes else None
        near = last is not None and 0 < self.sentence.index - last.sentence.index <= _RUNS_ON
        if last is None or not near or last.fields["outcome"] == link.outcome:
            return "incident"
        scope: Scope = last.fields["scope"]
        plain = vocabulary().words["one_attack"].isdisjoint(self.sentence.lowers)
        return scope if scope in ("period", "cumulative") and plain else "incident"

    def judge_background(self, draft: Draft, anchor: Anchor, link: Link) -> None:
        """Mark the war to date and old incidents; what is joined to such a toll in one sentence is of the same kind."""
        before = self.entries[-1].draft if self.entries else None
        cause = self.about.background(anchor.start, anchor.end)
        running = draft.fields["scope"] == "cumulative" and any(token.lower == "since" for token in self.tokens)
        if cause is None and running:
            draft.settled.add("background")  # a count that still runs, however long ago it began
        if before is None and draft.fields["scope"] in LONG and self._other_side(link) and self.wholes:
            before = self.wholes[-1]  # "On the Israeli side, 82 have died": of the count before
        told = (before.sentence.index, before.trigger) if before is not None else (0, 0)
        joined_to = before is not None and before.background and told <= (self.sentence.index, draft.trigger)
        if cause == "record":
            draft.settled.add("background")
        if cause in (None, "record") and not joined_to:
            return
        draft.background = True
        draft.settled.add("background")
        if (cause == "war" and not self._of_one_attack(link)) or (
            joined_to and before is not None and before.fields["scope"] == "cumulative"
        ):
            draft.fields["scope"] = "cumulative"

    def _of_one_attack(self, link: Link) -> bool:
        """ "The war began with the group's attack on X, which killed 1,200": the dead of that attack alone."""
        before = {token.lower for token in self.tokens[max(0, link.first - _ATTACK) : link.first]}
        return "since" not in self.sentence.lowers and not before.isdisjoint(vocabulary().words["one_attack"])

    def _of_war(self, count: Count, link: Link) -> bool:
        """ "have been displaced by the war"; more people than any one happening drives out, without a time."""
        if vocabulary().by_war.search(self.sentence.text) is not None:
            return True
        times = within(self.document.times, self.sentence.start, self.sentence.end)
        timed = any(one.interval is None or one.interval.value != "PRESENT_REF" for one in times)
        if link.outcome == "displaced" or timed:
            return not timed and (count.figure.low or 0) >= _EXODUS
        so_far = any(token.lower in ("has", "have") for token in self.tokens[: link.last])
        plain = vocabulary().words["one_attack"].isdisjoint(self.sentence.lowers)
        return (count.figure.low or 0) >= _LARGE and so_far and plain

    def _has_recorded(self, count: Count) -> bool:
        """ "The mission has documented at least 190 killings under their rule": what a monitor has counted up to now."""
        words = vocabulary().words
        before = [token.lower for token in self.tokens[max(0, count.first - _COUNTING) : count.first]]
        at = next((k for k, word in enumerate(before) if word in words["registrars"]), 0)
        has = at > 0 and before[at - 1] in ("has", "have", "also")
        timed = within(self.document.times, self.sentence.start, self.sentence.end)
        plain = not timed and words["one_attack"].isdisjoint(self.sentence.lowers)
        return has and plain and (count.figure.low or 0) >= _MANY

    def _of_campaign(self, count: Count) -> bool:
        """ "in 2003 in a campaign that killed 300,000 people"."""
        words, said = vocabulary().words, self.sentence.lowers
        timed = within(self.document.times, self.sentence.start, self.sentence.end)
        if (count.figure.low or 0) >= _MANY and not timed and vocabulary().in_campaign.search(self.sentence.text) is not None:
            return True  # "More than 300 people have been killed in the junta's crackdown"
        return (
            (count.figure.low or 0) >= _LARGE and not said.isdisjoint(words["campaigns"]) and said.isdisjoint(words["one_attack"])
        )
