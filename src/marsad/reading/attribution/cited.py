"""Who else stands in a speaker's chain: whom it cites or relies on, who passes its words on, who says it with it."""

from __future__ import annotations

from marsad.model import Source
from marsad.reading.attribution.memory import UNNAMED
from marsad.reading.attribution.naming import bare, kind_of, phrase_of, role_of
from marsad.reading.attribution.remembering import remember
from marsad.reading.attribution.speakers import can_speak, is_listed, named_within, speaker
from marsad.reading.attribution.subjects import Subjects
from marsad.reading.attribution.words import words
from marsad.reading.states import state_named
from marsad.reading.syntax import Phrase, anchor_of, children, conjuncts


class Cited(Subjects):
    """The speakers of one sentence with those whom they cite."""

    def _joint(self, source: Source, head: int, row: list[Phrase] | None = None) -> Source:
        """ "Residents and a local official said": all of them, by their words, where the first is nobody on the list."""
        others = [(first, last + 1) for first, last in row[1:]] if row else self._joined_to(head)
        listed = is_listed(self.document, self.tokens[head]) or state_named(self.document, self.tokens[head]) is not None
        own = source.anchor is not None and source.name in source.anchor.text and not listed
        named = not source.name.split()[-1].islower()
        if not others or not own or named or source.anchor is None:
            return source
        anchors = [anchor_of(self.document, self.sentence, other) for other in others]
        self._keep_others(others)
        *names, last = [source.name, *(bare(anchor.text) for anchor in anchors)]
        anchor = self.document.anchor(source.anchor.start, max(source.anchor.end, anchors[-1].end))
        return Source(f"{', '.join(names)} and {last}", source.kind, anchor)

    def _keep_others(self, others: list[Phrase]) -> None:
        """Keep those who said it too, each by his own words, behind the first: "The official said" then means him."""
        for first, last in others:
            head = next((k for k in range(last - 1, first - 1, -1) if self.tokens[k].tag.startswith("N")), None)
            if head is not None:
                anchor = anchor_of(self.document, self.sentence, (first, last))
                role = role_of(self.sentence, head) or "other"
                called = frozenset(token.lower for token in self.tokens[first:last] if token.tag.startswith("N"))
                spoken = self.memory.spoken
                spoken.insert(max(0, len(spoken) - 1), (Source(bare(anchor.text), role, anchor), called, "both"))

    def _joined_to(self, head: int) -> list[Phrase]:
        """The phrases of those joined to a speaker by "and", who have a speaker's role or are listed."""
        others = conjuncts(self.sentence, head)[1:]
        roles = all(self.tokens[one].lower in words().roles for one in others[:1]) and all(
            can_speak(self.document, self.sentence, one) for one in others
        )
        if not others or not roles or all(token.lower != "and" for token in self.tokens[head : others[-1]]):
            return []
        return [phrase_of(self.sentence, other) for other in others]

    def _relied_on(self, head: int, i: int) -> tuple[Source, ...]:
        """Those whom the speaker cites or relies on, told between its name and the verb."""
        found: list[Source] = []
        for token in self.tokens[head + 1 : max(i, head + 1)]:
            passed_on = token.dep == "relcl" and token.head > head  # "citing an official who cited medics"
            if token.lower in words()["relies"] and not token.lower.startswith(("citing", "quoting")) and not passed_on:
                found += self._cited(token.i)
        return tuple(found)

    def _relayed_by(self, head: int, i: int) -> tuple[Source, ...]:
        """Who passes the speaker's words on: "an official quoted by the daily X said", "in remarks carried by the agency Y"."""
        for token in self.tokens[head + 1 : i] if head < i else ():
            if token.lower in words()["relaying"] and self.tokens[token.i + 1].lower == "by":
                return self._outlet(token.i + 1)
        for prep in children(self.sentence, i, "prep"):
            papers = children(self.sentence, prep, "pobj") if self.tokens[prep].lower in ("in", "to") else []
            for paper in [one for one in papers if self.tokens[one].lower in words()["papers"] | words()["remarks"]]:
                for clause in children(self.sentence, paper, "acl"):
                    agent = next(iter(children(self.sentence, clause, "agent")), None)
                    if self.tokens[clause].lower in words()["relaying"] and agent is not None:
                        return self._outlet(agent)
        return ()

    def _outlet(self, by: int) -> tuple[Source, ...]:
        """The outlet under a preposition, by its name or its own words ("the daily X")."""
        listed = named_within(self.document, self.sentence, by + 1)
        if listed is not None and listed.id and listed.kind == "media":
            return (
                Source(
                    listed.name, kind_of(listed, None), self.document.anchor(self.tokens[by + 1].start, self.tokens[by + 1].end)
                ),
            )
        head = next(iter(children(self.sentence, by, "pobj")), None)
        source = speaker(self.document, self.sentence, head, self.memory) if head is not None else None
        return (source,) if source and (source.kind in ("outlet", "agency") or not source.name.islower()) else ()

    def _together(self, head: int, i: int) -> tuple[Source, ...]:
        """Those who say it with the first one: "France and the United States called for P"."""
        found: list[Source] = []
        listed = [one for one in children(self.sentence, head, "appos") if children(self.sentence, one, "conj")]
        in_row = [one for first in listed for one in conjuncts(self.sentence, first)]  # "the AU, the UN and the EU": a list
        in_row = in_row if all(is_listed(self.document, self.tokens[one]) for one in (head, *in_row)) else []
        for other in (*conjuncts(self.sentence, head)[1:], *in_row):
            able = head < other < i and can_speak(self.document, self.sentence, other)
            source = speaker(self.document, self.sentence, other, self.memory) if able else None
            if source is not None and source.name != UNNAMED and source.name not in {one.name for one in found}:
                found.append(source)
        return tuple(found)

    def _relied_on_after(self, head: int) -> tuple[Source, ...]:
        for clause in children(self.sentence, head, "relcl", "acl"):
            word = self.tokens[clause].lower
            if clause > head and word in words()["relies"] and word not in words()["relays"]:
                return tuple(self._cited(clause))
        return ()

    def _cited(self, i: int) -> list[Source]:
        heads = children(self.sentence, i, "dobj")
        for prep in children(self.sentence, i, "prep"):
            if self.tokens[prep].lower in ("on", "upon", "from"):
                heads += children(self.sentence, prep, "pobj")
        named = [(head, source) for head in heads[:1] if (source := self._named(head)) is not None]
        for head, source in named:
            remember(self.document, self.sentence, head, source, self.memory)
        return [one for head, source in named for one in (source, *self._relied_on_after(head))]

    def _named(self, head: int) -> Source | None:
        """The source of a head; a phrase that names nobody known is a source by its own words."""
        source = speaker(self.document, self.sentence, head, self.memory)
        if source is not None and (source.kind != "other" or source.anchor is None or source.name not in source.anchor.text):
            return source
        anchor = anchor_of(self.document, self.sentence, (phrase_of(self.sentence, head)[0], self._phrase_end(head)))
        return Source(bare(anchor.text), source.kind if source else "other", anchor)
