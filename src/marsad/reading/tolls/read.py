"""Toll claims of a report: each counted group with what happened to it, wholes and parts linked."""

from __future__ import annotations

from functools import cached_property

from marsad.model import Actor, Anchor
from marsad.model.claim import Group, Outcome, Scope, Side
from marsad.reading.document import Document, within
from marsad.reading.draft import Draft
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.counts import all_of, take_group
from marsad.reading.tolls.frame import Surroundings, attacked, counted_actors, losers, own_loss, own_men, responsible
from marsad.reading.tolls.gapped import gapped, with_circumstance
from marsad.reading.tolls.parts import NEAR, Entry, PartFinder, again, fits_in
from marsad.reading.tolls.settling import (
    compared,
    head_scope,
    heading_scope,
    settle_sides,
    share_by_place,
    share_by_sum,
    share_scope,
)
from marsad.reading.tolls.shares import joined, put_at, top_up
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary
from marsad.reading.tolls.zeros import stated_zeros

_LARGE = 5000
_LAST = 24
_RECENT = 3
_DAY_REACH = 30


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
            drafts += made
            share_by_sum(drafts[-_LAST:])
            wholes[:] = [draft for draft in drafts if draft.fields["part_of"] is None and not compared(draft)]
    share_scope(drafts)
    settle_sides(drafts)
    return drafts


class _SentenceTolls(PartFinder):
    """The tolls of one sentence; `wholes` are those of the sentences before."""

    @cached_property
    def about(self) -> Surroundings:
        """What the sentence says about scope and background; looked up only where it holds a toll."""
        return Surroundings(self.document, self.sentence)

    @cached_property
    def opener(self) -> Draft | None:
        """The toll that the list breaks down in which the sentence is an item: "40 deaths, as follows: - 12 in X"."""
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
            bare = one.count.elided and one.link.active and other.link.active and other.count.known and not other.count.single
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
        if self._denominator(count) or (count.out_of is not None and self._out_of(count)):
            return
        if self._one_of_them(count) or self.part(count) is not None:
            return
        self.linker.displaced = self._told_displaced()
        link = self.linker.link(count)
        if self._of_list(count, link):
            return
        before = self.entries[-1] if self.entries else None
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
            entry = self.add(count, link, whole=self.earlier(count, link.outcome) if count.pronoun else None)
            if put_at(self.tokens, count):
                self._go_on(entry.draft)
        elif before is not None and gapped(self.document, self.tokens, count):
            entry = self.add(count, again(before.link, "gapped"), whole=before.draft.fields["part_of"])
            entry.draft.anchors = [with_circumstance(self.document, self.tokens, count)]

    def _told_displaced(self) -> bool:
        """Whether this sentence or the two before tell of displaced people."""
        near = [draft for draft in self.wholes if self.sentence.index - draft.sentence.index <= 2]
        return any(draft.fields["outcome"] == "displaced" for draft in [*near, *(entry.draft for entry in self.entries)])

    def _counted_before(self) -> Draft | None:
        """The toll that "the number" is of."""
        drafts = [*self.wholes, *(entry.draft for entry in self.entries if not entry.part)]
        return drafts[-1] if drafts and self.sentence.index - drafts[-1].sentence.index <= 1 else None

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
        straight = joined(self.tokens, before.count.last, count)
        behind = count.known and before.link.last > before.count.last and joined(self.tokens, before.link.last, count)
        if not (straight or behind) or not (count.known or count.more):
            return False
        if behind and not straight and count.single and self.tokens[min(count.last, len(self.tokens) - 1)].lower == "with":
            return False  # "left a man dead and his son with burns"
        between = {token.lower for token in self.tokens[before.count.last : count.first]}
        return not count.single or (("and" in between or self._listed(count)) and not self.speaks(count))

    def _listed(self, count: Count) -> bool:
        """ "a father, a mother and their children": a single person within a list."""
        after = self.tokens[count.last].lower if count.last < len(self.tokens) else ""
        return after in ("and", ",") and any(0 < other.first - count.last <= 2 for other in self.counts if not other.thing)

    def add(self, count: Count, link: Link, whole: Draft | None = None) -> Entry:
        self._inherit(count, link)
        for end in (count.last, link.last):
            all_of(self.document, self.tokens, count, end)
        draft = self._draft(count, link, whole)
        entry = Entry(count, link, draft, part=whole is not None)
        self.entries.append(entry)
        return entry

    def _inherit(self, count: Count, link: Link) -> None:
        """ "40 attackers killed, 11 others captured", "11 soldiers killed, nine wounded": the same sort of people."""
        sums = [
            one for one in self.counts if one.last <= count.first and one.head and self.tokens[one.head].lower == "casualties"
        ]
        if sums and count.elided and count.side == "unknown":
            count.side = sums[-1].side
        if count.elided and count.side == "unknown" and (side := self._losses_of(count)) is not None:
            count.side = side
        last = self.entries[-1].count if self.entries else None
        if last is None or last.single or count.side != "unknown":
            return
        others = self._others(count)
        bare = count.elided and link.rule.endswith("-subject") and self.entries[-1].link.rule.endswith("-subject")
        if others or bare:
            count.side = last.side if last.side != "mixed" else "unknown"

    def _losses_of(self, count: Count) -> Side | None:
        """ "put civilian losses at 415 dead": the side whose losses are counted."""
        words = vocabulary().words
        for k in range(1, count.first):
            label = self.tokens[k].lower in words["labels"] and self.tokens[k + 1].text == ":"
            counted = label or self.tokens[k].lower in words["losses"]
            if counted and self.tokens[k - 1].lower in ("civilian", *words["fighting_losses"]):
                return "civilians" if self.tokens[k - 1].lower == "civilian" else "combatants"
        return None

    def _others(self, count: Count) -> bool:
        return count.head is not None and self.tokens[count.head].lower == "others"

    def _draft(self, count: Count, link: Link, whole: Draft | None) -> Draft:
        first, last = self._extent(count, link)
        anchor = self.document.anchor(self.tokens[first].start, self.tokens[last - 1].end)
        group_end = max(count.last, (count.head or 0) + 1)
        group = self.document.anchor(self.tokens[count.first].start, self.tokens[group_end - 1].end)
        actors = counted_actors(self.document, group)
        if not actors and count.side in ("unknown", "combatants") and not count.single:
            actors = losers(self.document, self.sentence, link, count)
            if own_loss(self.sentence, link) and (self._fighters_named() or own_men(self.document, self.sentence, count, link)):
                count.side = "combatants"
        if not actors and count.side == "combatants" and not count.single:
            actors = attacked(self.document, self.sentence, link)
        scope = self._scope(anchor, link, count)
        if count.more and not self._others(count) and scope == "incident" and self._came_before(link.outcome):
            scope = "delta"
        dated = whole is not None and scope in ("incident", "cumulative") and self._own_day(anchor)
        scope = "incident" if dated else scope
        if whole is not None and scope == "incident" and whole.fields["scope"] != "delta" and not dated:
            scope = whole.fields["scope"]
        draft = Draft(
            "toll",
            link.rule,
            self.sentence,
            link.trigger,
            [anchor],
            fields={
                "outcome": link.outcome,
                "figure": count.figure,
                "scope": scope,
                "part_of": whole,
                "group": Group(_side(count, actors), actors, count.attributes),
                "responsible": responsible(self.document, self.sentence, link, count, actors),
            },
        )
        if dated:
            draft.settled.add("scope")
        if link.outcome == "missing" and self.tokens[link.first].lower in ("not", "n't"):
            draft.settled.add("modality")  # "could not be accounted for" doubts nothing
        if link.possible and self.tokens[link.trigger].tag != "VB":
            draft.modality = "possible"
            draft.settled.add("modality")
        self._judge_background(draft, anchor)
        draft.confidence = 0.6 if count.single else 0.8
        return draft

    def _own_day(self, anchor: Anchor) -> bool:
        """ "412 dead since May, ... 17 of whom died on Sunday": a share with a day of its own behind it."""
        for time in within(self.document.times, anchor.end, min(anchor.end + _DAY_REACH, self.sentence.end)):
            plain = not {",", ";", "and"} & {token.lower for token in self.sentence.tokens_in(anchor.end, time.start)}
            if plain and time.interval is not None and time.interval.precision == 1 and not time.text.startswith("since"):
                return True
        return False

    def _fighters_named(self) -> bool:
        """Whether the sentence names fighters, so that "they lost nine men" counts fighters."""
        words = vocabulary()
        return any("combatants" in (words.plural.get(one.lower), words.singular.get(one.lower)) for one in self.tokens)

    def _scope(self, anchor: Anchor, link: Link, count: Count) -> Scope:
        """The scope by the words about a toll; a second outcome without a time of its own has that of the first."""
        if self.tokens[link.first].lower in ("not", "n't", "never") and link.outcome == "missing":
            return "incident"
        scope = self.about.scope(anchor.start, anchor.end)
        before = self.entries[-1] if self.entries else None
        if scope == "incident" and link.outcome == "killed" and self._of_campaign(count):
            return "cumulative"
        if scope != "incident" or before is None or before.link.outcome == link.outcome:
            return scope
        one = vocabulary().words["one_attack"]
        rest = self.sentence.tokens_in(anchor.start, self.sentence.end)
        own = within(self.document.times, anchor.start, self.sentence.end) or any(token.lower in one for token in rest)
        earlier: Scope = before.draft.fields["scope"]
        return earlier if earlier in ("period", "cumulative") and not own and not before.draft.background else scope

    def _judge_background(self, draft: Draft, anchor: Anchor) -> None:
        """Mark the war to date and old incidents; what is joined to such a toll in one sentence is of the same kind."""
        before = self.entries[-1].draft if self.entries else None
        cause = self.about.background(anchor.start, anchor.end)
        running = draft.fields["scope"] == "cumulative" and any(token.lower == "since" for token in self.tokens)
        if cause is None and running:
            draft.settled.add("background")  # a count that still runs, however long ago it began
        joined_to = before is not None and before.background and before.trigger < draft.trigger
        if cause == "record":
            draft.settled.add("background")
        if cause in (None, "record") and not joined_to:
            return
        draft.background = True
        draft.settled.add("background")
        if cause == "war" or (joined_to and before is not None and before.fields["scope"] == "cumulative"):
            draft.fields["scope"] = "cumulative"

    def _of_campaign(self, count: Count) -> bool:
        """ "in 2003 in a campaign that killed 300,000 people"."""
        words, said = vocabulary().words, {token.lower for token in self.sentence.tokens}
        return (count.figure.low or 0) >= _LARGE and bool(said & words["campaigns"]) and not said & words["one_attack"]

    def _extent(self, count: Count, link: Link) -> tuple[int, int]:
        """The shortest phrase that holds the number and the group, with the outcome's words where they stand beside it."""
        first, last = count.first, count.last
        if "-count" in link.rule and link.first < first:
            return link.first, last
        if (count.elided or count.more) and link.first >= last and link.first - last < NEAR:
            last = link.last
        elif (count.elided or count.more) and link.last <= first and first - link.last < NEAR:
            first = link.first
        return first, last

    def _came_before(self, outcome: Outcome) -> bool:
        earlier = [*self.wholes, *(entry.draft for entry in self.entries)]
        return any(draft.fields["outcome"] == outcome and not draft.background for draft in earlier)


def _side(count: Count, actors: tuple[Actor, ...]) -> Side:
    """The side that the noun gives; of neutral nouns ("members", "men") the side of the actors that they belong to."""
    if count.side == "unknown" and any(actor.kind in ("rebel", "militia", "military", "police") for actor in actors):
        return "combatants"
    return count.side
