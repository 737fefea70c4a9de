"""The speakers of a report so far, and what each can be called again."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.model import Source
from marsad.reading.attribution.words import words

UNNAMED = "unnamed"
_REACH = 6


@dataclass(slots=True)
class Memory:
    """The speakers of a report so far, the last one last, by what they can be called again."""

    spoken: list[tuple[Source, frozenset[str], str]] = field(default_factory=list)
    topic: Source | None = None
    """Whom the sentence before was about though he said nothing in it: whoever "they" are where nobody has spoken yet."""

    leads: bool = False
    """Whether "it" is the topic even where somebody has spoken before, as where a new paragraph is about it."""

    opener: Source | None = None
    """Whose acts the items of the list are that is being read ("The Network: - calls on ..., - demands ...")."""

    def keep(self, source: Source, called: frozenset[str], sort: str) -> None:
        """Note that this source has spoken; `called` are its words, `sort` is "person", "thing", "both", "several", or
        "subject": a person whom a sentence was about, who is only "he" or "she"."""
        if source.name != UNNAMED:
            self.spoken.append((source, called, sort))

    def step_back(self) -> None:
        """Put the last speaker behind the one before: it spoke in passing."""
        self.spoken[-2:] = self.spoken[:-3:-1]

    def last(self, sort: str) -> Source | None:
        """The last speaker that a pronoun of this sort can stand for; several people are only "they"."""
        if sort == "thing" and self.leads:
            return self.topic
        for source, _, own in reversed(self.spoken[-_REACH:]):
            if sort == "any" and own != "subject":
                return source
            if sort == "several" and own not in ("subject", "person"):  # "he said P. They deny it": not he
                return source
            if own == sort or (own == "both" and sort in ("person", "thing")) or (own == "subject" and sort == "person"):
                return source
        return self.topic if sort in ("any", "several", "thing") else None

    def observer(self) -> Source | None:
        """The last speaker that writes reports: a monitor, a UN body, an institute."""
        return next((source for source, _, _ in reversed(self.spoken) if source.kind in ("observatory", "un")), None)

    def initialled(self, initials: str) -> Source | None:
        """The last speaker whose name these are the initials of: "NWM" for the Northern War Monitor."""
        for source, _, _ in reversed(self.spoken):
            if "".join(part[0] for part in source.name.split() if part[0].isupper()).lower() == initials:
                return source
        return None

    def called(self, name: str, told: frozenset[str] = frozenset()) -> Source | None:
        """The last speaker that "the TOLD NAME" can stand for: one that was called so, else one whose kind is called so."""
        single = name[:-1] if name.endswith("s") and not name.endswith("ss") else name
        recent = self.spoken[::-1]
        for source, called, _ in recent:
            if (name in called or single in called) and told <= called:
                return source
        for source, _, sort in recent[:_REACH]:
            if sort == "several" and single == name:  # several doctors are no "medical group"
                continue
            kinds = words().again.get(source.kind, frozenset())
            if single in kinds and all(word in kinds or words().qualifiers.get(word) == source.kind for word in told):
                return source
        return None
