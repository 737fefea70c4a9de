"""Toll claims of a report: each counted group with what happened to it, wholes and parts linked."""

from __future__ import annotations

import re
from functools import cached_property

from marsad.model.claim import Group, Outcome, Scope
from marsad.reading.document import Document, within
from marsad.reading.draft import Draft
from marsad.reading.tolls.count import INSIDE, Count
from marsad.reading.tolls.counts import take_group
from marsad.reading.tolls.crediting import NEAR, Entry
from marsad.reading.tolls.gapped import gapped, with_circumstance
from marsad.reading.tolls.losses import own_loss
from marsad.reading.tolls.making import TollMaker
from marsad.reading.tolls.settling import (
    compared,
    head_scope,
    heading_scope,
    settle_sides,
    share_by_deeds,
    share_by_place,
    share_by_sum,
    share_of_share,
    share_scope,
)
from marsad.reading.tolls.shares import fits_in, joined, put_at, top_up
from marsad.reading.tolls.taken_up import again
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary
from marsad.reading.tolls.zeros import stated_zeros

_LISTS = re.compile(r"(?:They|These|Those|The (?:dead|victims|total|figure|toll))\b[^.;:]{0,40}\b(?:as follows|into):")
_LAST = 24
_RECENT = 3


def triggers() -> frozenset[str]:
    """Word forms one of which a sentence must hold to be worth parsing for tolls."""
    return vocabulary().triggers


def read_tolls(document: Document) -> list[Draft]:
    """Every toll that the report states, in text order; a part's `part_of` is the draft of its whole.

    A number becomes a toll only where words of the vocabulary (`language/en/tolls.yaml`) say what happened to the people that it
    counts. The link to the event is the event reader's.
    """
    wholes: list[Draft] = []
    drafts: list[Draft] = []
    heading: Scope | None = None
    for sentence in document.sentences:
        if sentence.headline:
            heading = heading_scope(sentence)
        if sentence.parsed and (sentence.is_item or not sentence.lowers.isdisjoint(vocabulary().triggers)):
            made = _SentenceTolls(document, sentence, wholes).read()
            if heading is not None and not sentence.headline:
                head_scope(made, heading)
            share_by_place(document, made, wholes)
            share_by_deeds(document, made, wholes)
            drafts += made
            share_by_sum(document, drafts[-_LAST:])
            wholes[:] = [draft for draft in drafts if draft.fields["part_of"] is None and not compared(draft)]
    share_of_share(drafts)
    share_scope(drafts)
    settle_sides(drafts)
    return drafts


class _SentenceTolls(TollMaker):
    """The tolls of one sentence; `wholes` are those of the sentences before."""

    @cached_property
    def opener(self) -> Draft | None:
        """The toll that the list breaks down in which the sentence is an item: "40 deaths, as follows: - 12 in X"; or that the
        sentence does: "They are distributed as follows: 33 fighters and nine civilians".
        """
        if _LISTS.match(self.sentence.text) and self.wholes:
            near = self.sentence.index - self.wholes[-1].sentence.index == 1
            return self.wholes[-1] if near else None
        if not self.sentence.is_item:
            return None
        i = self.sentence.index - 1
        while i > 0 and self.document.sentences[i].is_item:
            i -= 1
        if not self.document.sentences[i].text.rstrip().endswith(":"):
            return None
        return next((draft for draft in self.wholes if draft.sentence.index == i), None)

    def _of_list(self, count: Count, link: Link | None) -> bool:
        """Enter the first number of an item as a share of what the list breaks down; True where it is one."""
        whole = self.opener
        if whole is None or self.entries or count.single or not fits_in(count, whole):
            return False
        name: Outcome = whole.fields["outcome"]
        if link is not None and link.outcome != name:
            return False
        self.add(count, link or Link(name, count.first, f"toll.{name}-listed", count.first, count.last), whole=whole)
        return True

    def read(self) -> list[Draft]:
        """The drafts in text order."""
        for count in self.counts:
            if not (count.thing or self.linker.superseded(count) or self._denied(count)):
                self._take(count)
        self._share_groups()
        for entry, whole in self.pending:
            target = next((other for other in self.entries if other.count is whole), None)
            if target is not None:
                entry.part, entry.draft.fields["part_of"] = True, target.draft
        return [entry.draft for entry in self.entries] + stated_zeros(self.document, self.sentence)

    def _denied(self, count: Count) -> bool:
        """ "Not a single soldier was lost", "not 12 but 20 people died"."""
        return count.first > 0 and self.tokens[count.first - 1].lower in ("not", "nor", "without", "never")

    def _share_groups(self) -> None:
        """ "killed 28 and wounded 30 militants": the first number counts the same group."""
        for one, other in zip(self.entries, self.entries[1:], strict=False):
            other_side = own_loss(self.sentence, other.link) != own_loss(
                self.sentence, one.link
            )  # "killing 12 and losing two men"
            bare = (
                not other_side
                and one.count.elided
                and one.link.active
                and other.link.active
                and other.count.known
                and not other.count.single
            )
            if bare and other.count.first - one.count.last <= NEAR and not other.part:
                group = other.draft.fields["group"]
                one.draft.fields["group"] = Group(group.side, group.actors)

    def _out_of(self, count: Count) -> bool:
        """ "30 of the 34 people were killed" counts 30; "10 of 48 people killed were children" counts 48 and a part.

        "He is one of 17 people who were hurt" counts 17: it only says that he is among them.
        """
        before = self.tokens[count.first - 1].lower if count.first else ""
        if count.figure.point == 1 and before in vocabulary().words["being"]:
            return True
        larger = next((other for other in self.counts if other.first == count.out_of), None)
        if larger is None:
            return False
        if self._let_go(count, larger):
            return True
        link = self.linker.link(larger)
        between = self.tokens[larger.last : link.first] if link else []
        if link is None or link.last <= count.first or any(token.lower in vocabulary().words["auxiliaries"] for token in between):
            count.head, count.side, count.attributes, count.known = larger.head, larger.side, larger.attributes, larger.known
            link = link or self.linker.link(count)
            count.last, larger.thing = larger.last, True
            if link is not None:
                self.add(count, link)
            return True
        if link.last < len(self.tokens) and self.tokens[link.last].lower in vocabulary().words["be"]:
            take_group(self.document, self.tokens, count, link.last + 1)
            count.last = larger.last
        entry = self.add(count, again(link, "part"))
        self.pending.append((entry, larger))
        return True

    def _let_go(self, count: Count, larger: Count) -> bool:
        """ "Twelve of the 19 miners abducted on Tuesday have been freed": no share of those who are held; the 19 are told of."""
        before = {token.lower for token in self.tokens[max(0, count.first - 2) : count.first]}
        if not before.isdisjoint(vocabulary().words["freeing"]):
            return True  # "released 17 of the 20 students seized in X"
        after = [token.lower for token in self.tokens[larger.last :]]
        at = next((k for k, word in enumerate(after) if word in vocabulary().words["freeing"]), None)
        return at is not None and at > 0 and after[at - 1] in vocabulary().words["be"]

    def _one_of_them(self, count: Count) -> bool:
        """ "The teacher was one of 12 people killed": the 12 are the toll."""
        after = [token.lower for token in self.tokens[count.last : count.last + 3]]
        return count.single and after[1:] == ["one", "of"] and after[0] in vocabulary().words["being"]

    def _denominator(self, count: Count) -> bool:
        """ "Of the 34 people on board, 30 were killed": the larger number is no toll."""
        before = [token.lower for token in self.tokens[max(0, count.first - 2) : count.first]]
        opens = before == ["of", "the"] and (count.first == 2 or not self.tokens[count.first - 3].text[0].isalnum())
        return opens and any(0 < other.first - count.last < 8 for other in self.counts if not other.thing)

    def _take(self, count: Count) -> None:
        if self._denominator(count) or self.got_away(count) or (count.out_of is not None and self._out_of(count)):
            return
        if self._one_of_them(count) or self.part(count) is not None:
            return
        self.linker.displaced = self._told_displaced()
        link = self.linker.link(count)
        if self._of_list(count, link):
            return
        if link is not None and link.outcome in ("missing", "captured", "detained") and self.linker.came_back(link.last):
            return
        before = self.entries[-1] if self.entries else None
        if before is not None and before.link.rule.endswith("-of") and self._bodies_too(before, count):
            link = None  # "the bodies of three women and three children, abducted on Monday, were found"
        top_up(self.tokens, count, before.draft if before is not None and before.count.more else None)
        if link is None and put_at(self.tokens, count) and (earlier := self._counted_before()) is not None:
            self._put(count, earlier)
            return
        if before is not None and link is None and self._put_again(before, count):
            self._put(count, before.draft)
            return
        if before is not None and link is None and self._joins(before, count):
            self.add(count, again(before.link, "joined"), whole=before.draft.fields["part_of"])
            return
        if link is not None:
            if link.rule.endswith("-of-those"):
                self.predicate_group(count)
            slain = link.active and link.outcome == "killed"  # "killing 12 of them": the dead of before can't be killed
            others = [token.lower for token in self.tokens[max(0, count.first - 2) : count.first]] == ["the", "other"]
            shared = (count.pronoun and not slain) or others or link.rule.endswith("-part-count")
            entry = self.add(count, link, whole=self.earlier(count, link.outcome) if shared else None)
            if put_at(self.tokens, count):
                self._go_on(entry.draft)
        elif before is not None and self._compares(before, count):
            entry = self.add(count, again(before.link, "gapped"))
            entry.draft.anchors = [with_circumstance(self.document, self.tokens, count)]
            entry.draft.fields["scope"], entry.draft.fields["group"] = "period", before.draft.fields["group"]
        elif before is not None and (ranked := self._ranked(before, count)) is not None:
            entry = self.add(count, again(before.link, "gapped"), whole=before.draft.fields["part_of"])
            entry.draft.anchors = [self.document.anchor(self.tokens[ranked].start, self.tokens[count.last - 1].end)]
        elif before is not None and gapped(self.document, self.tokens, count):
            if count.elided and count.side == "unknown" and not before.count.single:
                count.side = before.count.side if before.count.side != "mixed" else "unknown"
            entry = self.add(count, again(before.link, "gapped"), whole=before.draft.fields["part_of"])
            group: Group = before.draft.fields["group"]
            if count.elided and group.actors and not entry.draft.fields["group"].actors:
                entry.draft.fields["group"] = Group(group.side, group.actors, count.attributes)
            entry.draft.anchors = [with_circumstance(self.document, self.tokens, count)]

    def _compares(self, before: Entry, count: Count) -> bool:
        """ "killed 120 civilians, against 84 in August": the figure of another month that the news is compared with."""
        words, i = vocabulary().words, count.first - 1
        i -= self.tokens[i].lower in ("with", "to") and i > 0
        dated = count.last + 1 < len(self.tokens) and self.tokens[count.last].lower == "in"
        dated = dated and self.tokens[count.last + 1].tag == "NNP"
        told = dated and within(self.document.times, self.tokens[count.last + 1].start, self.tokens[count.last + 1].end)
        known = any(one.interval is not None and one.interval.start for one in told) if told else False
        return count.elided and known and self.tokens[i].lower in words["compared"] and before.count.first < i

    def _ranked(self, before: Entry, count: Count) -> int | None:
        """Where the place begins in "X, with 77 deaths, was the worst hit, followed by Y with 31 and Z with 28"."""
        i = count.first - 2
        if not count.elided or i < 1 or self.tokens[i + 1].lower != "with" or not before.link.rule.endswith(("-noun", "-gapped")):
            return None
        place = within(self.document.places, self.tokens[max(0, i - 1)].start, self.tokens[i].end)[-1:]
        first = next((token.i for token in self.tokens if place and token.start >= place[0].start), 0)
        joint = self.tokens[first - 1].lower if first else ""
        return first if joint in ("by", "and", ",") and "followed" in self.sentence.lowers else None

    def _bodies_too(self, before: Entry, count: Count) -> bool:
        """Whether a count is joined by "and" alone to the one whose bodies were found."""
        between = [token.lower for token in self.tokens[before.count.last : count.first]]
        return between == ["and"] and count.known

    def _told_displaced(self) -> bool:
        """Whether this sentence or the two before tell of displaced people."""
        near = [draft for draft in self.wholes if self.sentence.index - draft.sentence.index <= 2]
        if self.tokens[0].lower == "of" and "displaced" in self.sentence.lowers:
            return True  # "Of the 30,000 newly displaced people, 21,000 have reached X"
        return any(draft.fields["outcome"] == "displaced" for draft in [*near, *(entry.draft for entry in self.entries)])

    def _counted_before(self) -> Draft | None:
        """The toll that "the number" is of; "the casualty figure" is one of the dead."""
        if self._of_the_dead():
            near = (one for one in reversed(self.wholes) if self.sentence.index - one.sentence.index <= _RECENT)
            return next((one for one in near if one.fields["outcome"] == "killed"), None)
        drafts = [*self.wholes, *(entry.draft for entry in self.entries if not entry.part)]
        return drafts[-1] if drafts and self.sentence.index - drafts[-1].sentence.index <= 1 else None

    def _of_the_dead(self) -> bool:
        """Whether a sentence speaks of "the casualty figure"."""
        named = (one.i for one in self.tokens[:-1] if one.lower in vocabulary().words["casualty"])
        return any(self.tokens[i + 1].lower in vocabulary().words["figures"] for i in named)

    def _go_on(self, draft: Draft) -> None:
        """ "spoke of 255 dead", after a running toll of 242: a later figure of the same count."""
        one = draft.fields
        for earlier in reversed(self.wholes[-_RECENT:]):
            other = earlier.fields
            near = self.sentence.index - earlier.sentence.index <= _RECENT and other["outcome"] == one["outcome"]
            size, before = one["figure"].point, other["figure"].point
            if near and other["scope"] == "cumulative" and size and before and before / 2 <= size <= before * 2:
                draft.fields["scope"], draft.rule = "cumulative", f"{draft.rule}-put"
                return

    def _put(self, count: Count, earlier: Draft) -> None:
        """ "the rebels put the number at 58": of the same people as the toll before."""
        group: Group = earlier.fields["group"]
        name: Outcome = earlier.fields["outcome"]
        link = Link(name, count.first, f"toll.{name}-put", count.first, count.last)
        if count.known:
            whole = earlier.fields["part_of"] or earlier
            self.add(count, link, whole=whole if fits_in(count, whole) else None)
            return
        count.side, count.attributes = group.side, group.attributes
        entry = self.add(count, link)
        entry.draft.fields["group"], entry.draft.background = group, earlier.background
        if entry.draft.fields["scope"] == "incident" and earlier.fields["scope"] != "delta":
            entry.draft.fields["scope"] = earlier.fields["scope"]

    def _put_again(self, before: Entry, count: Count) -> bool:
        """ "gave 311 in the evening and 327 at midnight"."""
        after = self.tokens[count.last].tag if count.last < len(self.tokens) else "."
        near = count.elided and 0 < count.first - before.count.last <= NEAR + 2 and self.tokens[count.first - 1].lower == "and"
        return before.link.rule.endswith("-put") and near and not after.startswith(("NN", "JJ"))

    def _joins(self, before: Entry, count: Count) -> bool:
        """Whether a count shares what is said of the one before it; a single person only after "and", and not as a speaker."""
        straight = joined(self.tokens, self._past_of(before.count), count)
        behind = count.known and before.link.last > before.count.last and joined(self.tokens, before.link.last, count)
        if not (straight or behind) or not (count.known or count.more):
            return False
        if behind and not straight and count.single and self.tokens[min(count.last, len(self.tokens) - 1)].lower == "with":
            return False  # "left a man dead and his son with burns"
        bodies = before.link.rule.endswith("-of")  # "the bodies of 12 fighters and 3 villagers were recovered"
        if (self._says_else(count) and not bodies) or (not count.single and self.speaks(count)):
            return False
        between = {token.lower for token in self.tokens[before.count.last : count.first]}
        return not count.single or (("and" in between or self._listed(count)) and not self.speaks(count))

    def _past_of(self, count: Count) -> int:
        """One past a single person with whose he is: "the leader of the port's largest gang (and six of his men)"."""
        i = count.last
        if not count.single or i >= len(self.tokens) or self.tokens[i].lower != "of":
            return i
        reach = next((k for k in range(i + 1, len(self.tokens)) if self.tokens[k].tag not in (*INSIDE, "DT", "PRP$")), i)
        return reach if self.tokens[min(reach, len(self.tokens) - 1)].lower in ("and", ",") else i

    def _listed(self, count: Count) -> bool:
        """ "a father, a mother and their children": a single person within a list."""
        after = self.tokens[count.last].lower if count.last < len(self.tokens) else ""
        return after in ("and", ",") and any(0 < other.first - count.last <= 2 for other in self.counts if not other.thing)
