"""Which tolls of a sentence are parts of larger ones, of the same sentence or of those before."""

from __future__ import annotations

from marsad.model.claim import Outcome
from marsad.reading.tolls.count import INSIDE, Count
from marsad.reading.tolls.counts import take_group
from marsad.reading.tolls.crediting import NEAR, Entry
from marsad.reading.tolls.shares import (
    among,
    among_them,
    apposed,
    enumerated,
    far_mark,
    fits_in,
    follows_sign,
    holder,
    joined,
    listed_among,
    marked,
    of_the_dead,
)
from marsad.reading.tolls.taken_up import TakenUpFinder, again
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

_SAYING = 7
_STRAIGHT = 8
"""Tokens from a share to one of it: what the first are of, a comma and the words that open the second."""
_PHRASE = 9
"""Tokens of the words of place or time between those of whom a share is and what they are said to be."""
_BOTH = 2
"""Sides that make two shares sisters."""


class PartFinder(TakenUpFinder):
    """Which counts of a sentence are parts of larger ones, of the same sentence or of those before."""

    def speaks(self, count: Count) -> bool:
        """Whether a single person is the subject of another verb ("the governor said") and so no casualty."""
        token = self.tokens[count.last] if count.last < len(self.tokens) else None
        if token is not None and token.lower in vocabulary().words["says"] and token.tag == "VBD" and count.known:
            return True  # "four survivors told the agency"
        for later in self.tokens[count.last : count.last + _SAYING] if count.single else ():
            if later.lower in vocabulary().words["says"] and later.tag.startswith("VB"):
                return True  # "a nurse there told this agency"
            if later.lower in ("has", "have", "had"):
                continue  # "the envoy has said"
            if (
                later.tag not in ("RB", "EX", "IN", "DT", "NN", "NNP", "WP", "VBD")
                or later.lower in vocabulary().words["auxiliaries"]
            ):
                break
        after = token.tag if token is not None and token.lower not in vocabulary().words["auxiliaries"] else "."
        kin = count.head is not None and self.tokens[count.head].lower in vocabulary().words["kin"]
        owned = self.tokens[count.first].lower in ("the", "its", "their") and not kin
        return count.single and (after in ("VBD", "VBZ", "VBP") or owned)

    def part(self, count: Count) -> Entry | None:
        """The entry of a count that is a part of a larger toll; None where it is none."""
        shared = self.credited(count)
        if shared is not None:
            return shared
        if (numbered := self.of_told(count)) is not None:
            return numbered
        found = among(self.tokens, count, self.counts) or listed_among(self.tokens, count, self.counts) or self._out_of_all(count)
        if isinstance(found, Count):
            link = self.linker.link(found)
            if link is not None:
                entry = self.add(count, again(link, "part"))
                self.pending.append((entry, found))
                return entry
        elif found is not None:
            return self._of_earlier(count, found, "part-among")
        last = self.entries[-1] if self.entries else None
        nested = last is not None and last.part and self._nested(last, count)  # "Homs: 11 civilians, of whom two were children"
        first = self._whole_before(count) is None and not nested
        if first and self._opened(count) and (opened := self._far(count)) is not None:
            return opened
        if marked(self.tokens, count) or among_them(self.tokens, self._last_listed(count)):
            here = self._of_here(count)
            told = here is None and count.known and count.last < len(self.tokens)
            is_told = told and (self.tokens[count.last].lower in vocabulary().words["be"] or among_them(self.tokens, count))
            return self._of_earlier(count, None, "part-among") if is_told else here
        hit = self.are_hit(count)
        if (hit or self.are_called(count)) and (whole := self.earlier(count, None)) is not None and self.same_sort(count, whole):
            return self._of_earlier(count, whole.fields["outcome"], "part-of")
        named = of_the_dead(self.tokens, count)
        if named is not None and self.earlier(count, named) is not None:
            link = None if self.is_said_to_be(count) else self.linker.link(count)
            if link is None or link.outcome == named:
                return self._of_earlier(count, named, "part-of")
        return self._beside(count)

    def _out_of_all(self, count: Count) -> Count | None:
        """ "Of 34 journalists killed this year, 11 died with a camera in hand": the count that a later one is of."""
        opens = self.tokens[0].lower == "of" and self.counts[0].first in (1, 2) and self.counts[0] is not count
        if not opens or not count.elided or self.tokens[count.first - 1].text != ",":
            return None
        mine, whole = self.linker.link(count), self.linker.link(self.counts[0])
        if mine is None:
            self.predicate_group(count)  # "Of 2,680 people killed, 54 were children"
        told = mine.outcome == whole.outcome if mine is not None and whole is not None else count.known
        if whole is None or not told:
            return None
        count.side = count.side if count.side != "unknown" else self.counts[0].side
        return self.counts[0]

    def _last_listed(self, count: Count) -> Count:
        """The last of the counts that a list joins to one: "seven women and a girl of nine among them"."""
        for other in self.counts:
            gap = [token.lower for token in self.tokens[count.last : other.first]] if other.first >= count.last else ["?"]
            if gap in (["and"], [","], [",", "and"]) and not other.thing:
                count = other
        return count

    def _beside(self, count: Count) -> Entry | None:
        """A part by where it stands: after a colon or in brackets, joined to another part, or far behind an opening mark."""
        before = self._whole_before(count)
        sign = self.listing is not None and follows_sign(self.tokens, count)
        if sign and self.listing is not None and count.known and fits_in(count, self.listing.draft):
            return self.add(count, again(self.listing.link, "part-listed"), whole=self.listing.draft)
        if before is not None and enumerated(self.tokens, before.count, before.link, count, self.counts):
            return self.add(count, again(before.link, "part-apposed"), whole=before.draft)
        if before is not None and apposed(self.tokens, before.count, before.link, count) and fits_in(count, before.draft):
            self.listing = before
            return self.add(count, again(before.link, "part-apposed"), whole=before.draft)
        last = self.entries[-1] if self.entries else None
        if last is not None and last.part and self.placed_too(last, count):
            return self.add(count, again(last.link, "part-gapped"), whole=last.draft.fields["part_of"])
        of = [token.lower for token in self.tokens[count.number_end : count.number_end + 1]] == ["of"] and count.known
        if (
            of
            and before is not None
            and last is before
            and self.tokens[count.first - 1].text == ","
            and fits_in(count, before.draft)
        ):
            return self.add(count, again(before.link, "part-of-them"), whole=before.draft)  # "12,654 deaths, 673 of children"
        if last is not None and self._graver(last, count):
            return self.add(count, again(last.link, "part-graver"), whole=last.draft)
        if last is not None and (last.part or last.link.rule.endswith("-of-those")) and self._likewise(last, count):
            return self.add(count, again(last.link, "part-joined"), whole=last.draft.fields["part_of"])
        if (
            last is not None
            and last.part
            and joined(self.tokens, last.count.last, count)
            and (count.known or count.nation or (count.elided and self._is_who(count)))
            and not (self._own_predicate(count) or self.speaks(count))
        ):
            return self.add(count, again(last.link, "part-joined"), whole=holder(count, last.draft.fields["part_of"]))
        return self._far(count)

    def _likewise(self, last: Entry, count: Count) -> bool:
        """ "Seven of the dead were children and three were women": what a further share is said to be."""
        if not (count.elided and joined(self.tokens, last.count.last, count)):
            return False
        self.predicate_group(count)
        return count.known

    def _opened(self, count: Count) -> bool:
        """ "The dead include 218 fighters": the words straight before a count point at an earlier whole."""
        mark = far_mark(self.tokens, count, self.counts)
        return mark is not None and count.first - mark[0] <= 1

    def _graver(self, last: Entry, count: Count) -> bool:
        """ "15 were hurt, three critically": the bare number is a part of the injured."""
        words = vocabulary().words
        return (
            last.link.outcome == "injured"
            and count.elided
            and count.last < len(self.tokens)
            and self.tokens[count.last].lower in words["gravity"]
            and fits_in(count, last.draft)
            and not any(verb.first - count.last < NEAR for verb in self.linker.verbs if verb.first > count.last)
        )

    def _own_fate(self, count: Count) -> Link | None:
        """ "130 wounded, of whom 17 have since died": the outcome word straight after a share, if it is another one."""
        words = vocabulary().words
        i = count.last
        while i < len(self.tokens) and (
            self.tokens[i].lower in words["auxiliaries"]
            or self.tokens[i].tag == "RB"
            or self.tokens[i].lower in ("since", "thought", "believed", "feared", "presumed", "known", "confirmed")
        ):
            i += 1
        told = next((k for k in range(i, min(i + _SAYING, len(self.tokens))) if self.tokens[k].lower in words["says"]), None)
        if told is not None and count.elided and told + 2 < len(self.tokens) and self.tokens[told + 1].lower in words["be"]:
            verb = self.linker.starts.get(told + 2)  # "including 34 the army says are dead"
            state = verb.means("state") if verb is not None else None
            if verb is not None and state is not None:
                return Link(state.outcome, verb.first, f"toll.{state.outcome}-fate", verb.first, verb.last)
        return self.linker.link(count) if any(verb.first == i for verb in self.linker.verbs) else None

    def got_away(self, count: Count) -> bool:
        """ "30 women, eight of whom escaped": whether a share is only told to be free of what the others met with."""
        words, i = vocabulary().words, count.last
        shared = count.pronoun or (count.elided and count.first > 0 and self.tokens[count.first - 1].lower in words["pronouns"])
        soft = words["auxiliaries"] | {"since", "later", "managed"}
        while shared and i < len(self.tokens) and (self.tokens[i].tag == "RB" or self.tokens[i].lower in soft):
            i += 1
        return shared and i < len(self.tokens) and self.tokens[i].lower in words["got_away"]

    def _own_predicate(self, count: Count) -> bool:
        """Whether an outcome word of its own stands straight after a count, or it was taken to hospital.

        "Four were killed, including three children, and 43 others were hurt"; not "four, including a boy and a girl were killed".
        """
        i, words = count.last, vocabulary().words
        while i < len(self.tokens) and (self.tokens[i].lower in words["auxiliaries"] or self.tokens[i].tag == "RB"):
            i += 1
        if self.linker.shown(count) is not None:
            return True  # "eleven dead, among them four women, and 15 injured passengers"
        told = next((verb for verb in self.linker.verbs if verb.first == i), None)
        used = {entry.link.first for entry in self.entries}
        return (told is not None and (i == count.last or told.first not in used)) or self.linker.to_hospital(count) is not None

    def _says_else(self, count: Count) -> bool:
        """ "three were shot dead, and a policeman was stabbed": whether something else is said of a count."""
        i, words = count.last, vocabulary().words
        if i + 1 >= len(self.tokens):
            return False
        told = self.entries[-1] if self.entries else None
        parallel = told is not None and not told.link.active and told.link.last <= count.first and self.tokens[i].tag == "VBN"
        ends = self.tokens[i].tag in ("VBN", "JJ") and self.tokens[i + 1].text in (",", ".", ";")
        if (ends or parallel) and count.known:  # "three prisoners sprung.", "34 rebels were killed and 76 hostages freed in X"
            return (self.tokens[i].lower,) not in vocabulary().verbs and self.tokens[i].lower not in words["between"]
        if self.tokens[i].lower not in words["be"]:
            return False
        verb = self.tokens[i + 1]
        other = (verb.lower,) not in vocabulary().verbs and verb.lower not in words["between"]
        return other and verb.tag in ("VBN", "VBD", "VBG")

    def _of_here(self, count: Count) -> Entry | None:
        """A part of a toll in this sentence, or of an unnumbered group in it ("killed civilians, including 3 children")."""
        whole = self._whole_before(count)
        if count.pronoun and self.tokens[count.first - 1].lower in vocabulary().words["freeing"]:
            return None  # "and released nine of them"
        earlier = [one for one in self.counts if one.last <= count.first and not (one.single or self._is_whose(one))]
        nearest = max(earlier, key=lambda one: one.last, default=None)
        if nearest is not None and nearest.thing and count.known and count.side != "unknown":
            nearest = max((one for one in earlier if not one.thing), key=lambda one: one.last, default=nearest)
        own = self._own_fate(count) if count.elided and whole is not None else None
        if own is not None and whole is not None and own.outcome != whole.link.outcome and own.rule.endswith("-fate"):
            return self.add(count, own)
        if count.pronoun or self.tokens[count.first - 1].lower == "whom":
            told = nearest is not None and nearest.side == "combatants"
            if count.side == "unknown" and (told or self._of_fighters(count)):
                count.side = "combatants"  # "an attack by militants, 21 of whom were neutralised"
            own, larger = self._own_fate(count), whole
            if larger is None and self.entries and self.entries[-1].part and fits_in(count, self.entries[-1].draft):
                larger = self.entries[-1]  # "including 154 civilians, 83 of whom were executed"
            if own is not None and (larger is None or own.outcome != larger.link.outcome):
                if count.side == "unknown" and larger is not None and larger.count.side != "mixed":
                    count.side = larger.count.side
                return self.add(count, own)
        if count.pronoun and nearest is not None and all(entry.count is not nearest for entry in self.entries):
            return None
        last = self.entries[-1] if self.entries else None
        people = max((one for one in earlier if not one.thing), key=lambda one: one.last, default=None)
        if last is not None and last.part and last.count is people and self._nested(last, count):
            whole = last  # "412 people, ... and 61 civilians, 17 of whom died on Sunday", "61 civilians, including a boy"
        if whole is not None and fits_in(count, whole.draft):
            self.predicate_group(count)  # "nine deaths, of which six were women"
            return self.add(count, again(whole.link, "part"), whole=whole.draft)
        if count.pronoun or whole is not None:
            return self._of_earlier(count, None, "part") if count.pronoun and count.known else None
        if self._figure_includes(count):
            return self._of_earlier(count, self.linker.words.heads.get(self.tokens[count.last - 1].lower), "part")
        verb = next((one for one in reversed(self.linker.verbs) if one.last <= count.first and count.first - one.last < 14), None)
        meaning = verb.means("transitive", "intransitive", "state") if verb else None
        if verb is None or meaning is None or not count.known:
            return None
        return self.add(count, Link(meaning.outcome, verb.first, f"toll.{meaning.outcome}-including", verb.first, verb.last))

    def _is_whose(self, count: Count) -> bool:
        """ "five members of one family": a thing that only says whose the counted are."""
        return count.thing and count.figure.point == 1 and count.first > 0 and self.tokens[count.first - 1].lower == "of"

    def _is_who(self, count: Count) -> bool:
        """ "200 civilians, 130 soldiers and 60 who had yet to be identified"."""
        return count.last < len(self.tokens) and self.tokens[count.last].lower in ("who", "whose")

    def _figure_includes(self, count: Count) -> bool:
        """ "The figure, which is provisional, includes 62 deaths": whether what includes a count is the number told before."""
        words = vocabulary().words
        near = range(count.first - 1, max(-1, count.first - NEAR - 1), -1)
        verb = next((k for k in near if self.tokens[k].lower in words["includes"]), 0)
        return any(token.lower in words["figures"] for token in self.tokens[:verb])

    def _of_fighters(self, count: Count) -> bool:
        """Whether the word before a share's comma is one for fighters."""
        before = [token.lower for token in self.tokens[max(0, count.first - NEAR) : count.first] if token.lower[0].isalpha()]
        return bool(before) and vocabulary().plural.get(before[-1]) == "combatants"

    def _nested(self, last: Entry, count: Count) -> bool:
        """Whether a share is of the share told just before it, and no sister of it."""
        if not fits_in(count, last.draft):
            return False
        sides = {count.side, last.count.side} - {"unknown", "mixed"}
        between, be = self.tokens[last.count.last : count.first], vocabulary().words["be"]
        plain = all(one.tag in (*INSIDE, "IN", "DT", ",", "RB", "PRP", "PRP$", "WP", "VBG") or one.lower in be for one in between)
        straight = len(between) <= _STRAIGHT and plain and bool(vocabulary().share_marks.before(self.tokens, count.first))
        return count.pronoun or (straight and len(sides) < _BOTH and not last.count.single)

    def _whole_before(self, count: Count) -> Entry | None:
        return next((entry for entry in reversed(self.entries) if not entry.part), None)

    def _far(self, count: Count) -> Entry | None:
        mark = far_mark(self.tokens, count, self.counts)
        if mark is None or (count.single and count.first - mark[0] > 1) or self.speaks(count):
            return None
        if not count.known and self.tokens[count.first - 1].lower in vocabulary().words["placing"]:
            return None  # "more than half of them civilians in two villages"
        link = self.linker.link(count)
        whole = self.earlier(count, mark[1])
        if link is None and whole is not None and count.elided:
            self.predicate_group(count)  # "Of the dead, a third were gang members and 65 were soldiers"
        if whole is None or (link is not None and link.outcome != whole.fields["outcome"]):
            return None
        if any(entry.draft is whole and entry.count.first >= mark[0] for entry in self.entries):
            return None  # "the dead are nine civilians, two guards and a cook"
        behind = [token.lower for token in self.tokens[count.number_end : count.number_end + 1]]
        told = count.known and not vocabulary().words["be"].isdisjoint(behind)
        if link is None and not told and count.first - mark[0] > NEAR and not any(entry.part for entry in self.entries):
            return None
        last = self.entries[-1].count.last if self.entries else mark[0]
        passed = range(max(last, mark[0]), count.first)
        if any(self._finite(i) and (link is None or self.tokens[i].lower not in vocabulary().words["says"]) for i in passed):
            return None  # "Among the dead were nine women, said the mayor, who has only two doctors"
        return self._of_earlier(count, mark[1], "part-far")

    def _finite(self, i: int) -> bool:
        token, words = self.tokens[i], vocabulary().words
        return token.tag in ("VBD", "VBZ", "VBP") and token.lower not in words["be"]

    def _of_earlier(self, count: Count, outcome: Outcome | None, rule: str) -> Entry | None:
        whole = self.earlier(count, outcome)
        if whole is None and outcome is None:
            return None
        name: Outcome = outcome or whole.fields["outcome"]  # type: ignore[union-attr]
        self.predicate_group(count)
        return self.add(count, Link(name, count.last - 1, f"toll.{name}-{rule}", count.first, count.last), whole=whole)

    def predicate_group(self, count: Count) -> None:
        """ "19 were members of a militia": the group that a bare number is said to be."""
        i = self._past_phrase(count.last) if count.named is not None else count.last
        if not count.elided or i >= len(self.tokens) or self.tokens[i].lower not in vocabulary().words["be"]:
            return
        take_group(self.document, self.tokens, count, i + 1)

    def _past_phrase(self, i: int) -> int:
        """One past the words of place or time behind "those killed": "four of those killed in the village of X were children"."""
        if i >= len(self.tokens) or self.tokens[i].tag != "IN":
            return i
        end = min(i + _PHRASE, len(self.tokens))
        return next((k for k in range(i + 1, end) if self.tokens[k].tag not in (*INSIDE, "DT", "IN", "PRP$")), i)
