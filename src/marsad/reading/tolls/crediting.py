"""Shares by who is counted or blamed: "women accounted for 71 of the dead", "the army was responsible for 49"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

from marsad.model.claim import Outcome
from marsad.reading.casting import fighting
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.counts import find_counts, take_group
from marsad.reading.tolls.links import Linker
from marsad.reading.tolls.shares import blames, credited_too, credited_verb, fits_in, of_the_dead, subject_start
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

NEAR = 3
_WHOLE_NEAR = 6


@dataclass(slots=True)
class Entry:
    """A count, what happened to it, and the larger toll that it is a part of."""

    count: Count
    link: Link
    draft: Draft
    part: bool = False


class ShareFinder(ABC):
    """The counts of one sentence, and which of them are parts; `wholes` are the tolls of the sentences before."""

    def __init__(self, document: Document, sentence: Sentence, wholes: list[Draft]) -> None:
        self.document, self.sentence, self.wholes = document, sentence, wholes
        self.tokens = sentence.tokens
        self.counts = find_counts(document, sentence)
        self.entries: list[Entry] = []
        self.pending: list[tuple[Entry, Count]] = []
        self.listing: Entry | None = None

    @cached_property
    def linker(self) -> Linker:
        """What links the counts to outcomes, made for a sentence that counts anybody."""
        return Linker(self.document, self.sentence, self.counts)

    @abstractmethod
    def add(self, count: Count, link: Link, whole: Draft | None = None) -> Entry:
        """Enter a toll."""

    def credited(self, count: Count) -> Entry | None:
        """ "women accounted for 71 of the dead, children for 94": a share by its subject."""
        last = self.entries[-1] if self.entries else None
        verb, shared = credited_verb(self.tokens, count), None
        if verb is None and last is not None and last.link.rule.endswith("-share"):
            verb, shared = credited_too(self.tokens, count, last.count), last.draft.fields["part_of"]
        named = of_the_dead(self.tokens, count)
        noun = vocabulary().heads.get(self.tokens[count.head].lower) if count.head is not None else None
        if verb is None or not (count.elided or noun):
            return None
        whole = shared or self.earlier(count, named or noun)
        near = whole is not None and self.sentence.index - whole.sentence.index <= _WHOLE_NEAR
        if not (near or named or noun):
            return None
        blamed = blames(self.tokens, verb, shared is not None)
        if not blamed:
            subject = Count(count.first, count.number_end, count.last, count.figure)
            take_group(self.document, self.tokens, subject, subject_start(self.tokens, verb))
            count.side, count.attributes = subject.side, subject.attributes
        if whole is not None and count.side == "unknown":
            count.side = whole.fields["group"].side
        name: Outcome = named or noun or whole.fields["outcome"]  # type: ignore[union-attr]
        entry = self.add(count, Link(name, verb, f"toll.{name}-share", count.first, count.last), whole=whole if near else None)
        if blamed:
            start = self.tokens[subject_start(self.tokens, verb)].start
            entry.draft.fields["responsible"] = fighting(within(self.document.actors, start, self.tokens[verb].end))
        return entry

    def earlier(self, count: Count, outcome: Outcome | None) -> Draft | None:
        """The last whole before, of an outcome if one is named, that is large enough to hold the count."""
        options = [entry.draft for entry in self.entries if not entry.part]
        told = [*reversed(options), *reversed(self.wholes)]
        for i, draft in enumerate(told):
            if draft.rule.endswith("-noun") and self._seen_only(draft, told[i + 1 : i + 2]):
                continue
            if draft.rule.endswith("-gapped") or (i and told[i - 1].rule.endswith("-gapped")):
                continue  # "eleven died in X, eight in Y, and two guards were among the victims"
            if (
                draft.fields["scope"] != "delta"
                and outcome in (None, draft.fields["outcome"])
                and fits_in(count, draft)
                and draft.fields["figure"].point != 0
            ):
                return draft
        return None

    @staticmethod
    def _seen_only(draft: Draft, before: list[Draft]) -> bool:
        """Whether bodies that somebody saw are of a larger toll told just before: "42 dead. ... He counted 17 bodies"."""
        return any(
            one.fields["outcome"] == draft.fields["outcome"]
            and one.fields["scope"] == draft.fields["scope"]
            and 0 <= draft.sentence.index - one.sentence.index <= NEAR
            and (one.fields["figure"].low or 0) > (draft.fields["figure"].low or 0)
            for one in before
        )
