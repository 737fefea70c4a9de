"""Counts that are somebody's: "by Israeli tallies", "by its own account", "in the ministry's estimate"."""

from __future__ import annotations

from marsad.model import Anchor, Source
from marsad.reading.attribution.extents import Extents
from marsad.reading.attribution.naming import bare, kind_of
from marsad.reading.attribution.speakers import can_speak, speaker
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.words import words
from marsad.reading.document import within
from marsad.reading.syntax import children

_OPENS = ("DT", "CD", "NN", "NNS", "NNP", "NNPS", "PRP", "JJ", "JJR", "EX")
FRONTED = 5
"""Tokens before a clause's verb at which a phrase that opens it may begin."""


class Tallies(Extents):
    """Finds the speeches that a tally makes."""

    def _estimated(self, i: int) -> bool:
        """ "..., in the ministry's estimate": an owner and his count close behind "in"."""
        near = self.tokens[i + 1 : i + 7]
        heads = [token for token in near if token.lower in words()["tallies"]]
        return bool(heads) and any(child < heads[0].i for child in children(self.sentence, heads[0].i, "poss"))

    def _by_tally(self, i: int) -> Speech | None:
        """ "by Israeli tallies", "by its own account": the clause about it, a participle alone where it follows one."""
        head = next((token.i for token in self.tokens[i + 2 : i + 12] if token.lower in words()["tallies"]), None)
        apart = i == 0 or self.tokens[i - 1].text in (",", "(", "\u2013", "\u2014", "-") or self.tokens[i - 1].tag.startswith("N")
        if head is None or not apart or any(token.text in ",;()" for token in self.tokens[i + 1 : head]):
            return None
        owner = next(iter(children(self.sentence, head, "poss")), None)
        if owner is None and self.tokens[head + 1 : head + 2] and self.tokens[head + 1].lower == "of":
            owner = next(iter(children(self.sentence, head + 1, "pobj")), None)  # "by the count of the monitor"
        source = speaker(self.document, self.sentence, owner, self.memory) if owner is not None else None
        if source is None and owner is not None and self.tokens[owner].lower in ("its", "their", "his", "her"):
            own = i > 1 and can_speak(self.document, self.sentence, i - 2) and self.tokens[i - 1].text == ","
            named = speaker(self.document, self.sentence, i - 2, self.memory) if own else None  # "the group, by its own count,"
            again = named or self.memory.last("any")
            anchor = self.document.anchor(self.tokens[owner].start, self.tokens[head].end)
            source = Source(again.name, again.kind, anchor) if again is not None else None
        elif source is None:
            anchor = self.document.anchor(self.tokens[i + 1].start, self.tokens[head].end)
            source = self._counted_by(head, anchor)
        if source is None:
            return None
        tail = max(head, owner or head)
        past = self._comma_after(tail, tail + 1) if i == 0 or self.tokens[tail + 1 : tail + 2] else tail + 1
        if i == 0 and any(one.tag in _OPENS for one in self.tokens[tail + 1 : tail + 2]):
            past = tail + 1  # "By the UN's estimate the war had killed"
        if i == 0 or (i <= FRONTED and not any(token.tag.startswith("VB") for token in self.tokens[:i])):
            return self._made(i, (source,), [(0, i), (past, self._right_end(past - 1, past))], "by-tally")
        start = self._left_start(i)
        verbs = [token for token in self.tokens[start:i] if token.tag in ("VBG", "VBD", "VBZ", "VBP", "VBN")]
        while verbs and verbs[-1].tag == "VBG" and verbs[-1].dep in ("advcl", "conj", "acl"):
            start = verbs.pop().i
        spans = [(start, i)]
        if past > tail + 1 and past - tail <= 2:
            spans.append((past, self._right_end(past - 1, past)))
        return self._made(i, (source,), spans, "by-tally")

    def _counted_by(self, head: int, anchor: Anchor) -> Source:
        """The source that the words before a tally name: a body, or a nation's authorities ("Israeli tallies")."""
        end = self.tokens[self._phrase_end(head) - 1].end  # "the count of the UN office"
        named = [mention.actor for mention in within(self.document.actors, anchor.start, max(anchor.end, end))]
        bodies = [actor for actor in named if actor.kind not in ("state", "civilians")]
        if bodies:
            return Source(bodies[0].name, kind_of(bodies[0], None), anchor)
        official = self.tokens[head - 1].text[:1].isupper() or self.tokens[head - 1].lower in ("official", "government")
        return Source(bare(anchor.text), "official" if official else "other", anchor)
