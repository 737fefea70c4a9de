"""Shares of a number that is named again, or of people told of before: "Of the 900, about 500 fled"."""

from __future__ import annotations

from marsad.reading.draft import Draft
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.counts import take_group
from marsad.reading.tolls.crediting import Entry, ShareFinder
from marsad.reading.tolls.gapped import gapped
from marsad.reading.tolls.shares import fits_in
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

_FAR_BACK = 20
"""Sentences back to a number that is named again."""
_PLACE = 7
"""Tokens of the place of a share and the "and" that joins the next."""
_LATELY = 2
"""Sentences back that "two of the civilians" goes."""
_OF_THE = 2
"""Where the number of "of the 900" stands."""


class TakenUpFinder(ShareFinder):
    """Which counts take up people told of before."""

    def of_told(self, count: Count) -> Entry | None:
        """ "900 people fled. Of the 900, about 500 have reached X": some of the number told before."""
        first = self.counts[0]
        if self.tokens[0].lower != "of" or first.first not in (1, _OF_THE) or count is first or first.figure.point is None:
            return None
        told = (one for one in reversed(self.wholes) if one.fields["figure"].point == first.figure.point)
        whole = next((one for one in told if self.sentence.index - one.sentence.index <= _FAR_BACK), None)
        self.linker.displaced = whole is not None and whole.fields["outcome"] == "displaced"
        link = self.linker.link(count) if whole is not None else None
        if whole is None or link is None or link.outcome != whole.fields["outcome"] or not fits_in(count, whole):
            return None
        return self.add(count, again(link, "part"), whole=whole)

    def are_called(self, count: Count) -> bool:
        """ "Two of the civilians were children": some of those told of before, and what they are."""
        i, words = count.number_end, vocabulary().words
        of = [token.lower for token in self.tokens[i : i + 2]]
        told = of in (["of", "the"], ["of", "those"]) and count.known and not count.elided and not count.single
        if not told or count.last >= len(self.tokens) or self.tokens[count.last].lower not in words["be"]:
            return False
        called = Count(count.first, count.number_end, count.last, count.figure, side=count.side)
        take_group(self.document, self.tokens, called, count.last + 1)
        if called.head is None or called.head <= (count.head or 0):
            return False
        count.side, count.attributes, count.last = called.side, called.attributes, called.last
        return True

    def are_hit(self, count: Count) -> bool:
        """ "11 militants were neutralised. Seven of the militants were targeted in air raids": how some of them met their end."""
        i, words = count.number_end, vocabulary().words
        of = [token.lower for token in self.tokens[i : i + 2]]
        told = of in (["of", "the"], ["of", "those"]) and count.known and count.side == "combatants" and not count.single
        after = [token.lower for token in self.tokens[count.last : count.last + 2]]
        return told and len(after) > 1 and after[0] in words["be"] and after[1] in ("targeted", "hit", "struck")

    def is_said_to_be(self, count: Count) -> bool:
        """ "Two of the victims were children, and 23 people were injured": whether only what they were is told of some."""
        if count.last >= len(self.tokens) or self.tokens[count.last].lower not in vocabulary().words["be"]:
            return False
        said = Count(count.first, count.number_end, count.last, count.figure)
        take_group(self.document, self.tokens, said, count.last + 1)
        return said.known

    def same_sort(self, count: Count, whole: Draft) -> bool:
        """Whether those told of before can be the ones of whom a count is: the same noun is in the words about them."""
        noun = self.tokens[count.head].lower if count.head is not None else ""
        return self.sentence.index - whole.sentence.index <= _LATELY and noun in whole.sentence.lowers

    def placed_too(self, last: Entry, count: Count) -> bool:
        """ "1,240 militants, 610 of them in Iraq and 630 in Syria, were killed": a further share by its place."""
        between = [token.lower for token in self.tokens[last.count.last : count.first]]
        whole, links = last.draft.fields["part_of"], vocabulary().words["shared_links"]
        placed = 1 < len(between) <= _PLACE and between[0] in links and between[-1] in ("and", ",")
        words = self.tokens[last.count.last : count.first]
        plain = all(token.tag in ("NNP", "DT", "JJ", "NN", "IN", "CC", ",", "HYPH") for token in words)
        told = placed and plain and count.elided and gapped(self.document, self.tokens, count)
        return told and whole is not None and fits_in(count, whole)


def again(link: Link, rule: str) -> Link:
    """The same outcome said of a further count."""
    return Link(link.outcome, link.trigger, f"toll.{link.outcome}-{rule}", link.first, link.last, link.possible, link.active)
