"""Who speaks next by what is told of him now: one who condemned a deed, or kept silent."""

from __future__ import annotations

from marsad.model import Source
from marsad.reading.attribution.accounts import Accounts
from marsad.reading.attribution.remembering import remember
from marsad.reading.attribution.speakers import speaker
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.words import words
from marsad.reading.document import Token

_MARKS = ("``", "''", '"', "\u201c", "\u201d")


class Noting(Accounts):
    """Keeps those whom "it said" stands for in the sentences to come."""

    def _note_silent(self, verb: Token) -> None:
        """ "The army did not comment": whoever keeps silent is the one that "it said" next stands for."""
        if verb.lemma in words()["silent"]:
            self._note(verb.i)

    def _note_silence(self, token: Token) -> None:
        """ "The army made no mention of losses", "has been silent": whoever keeps silent, by a noun or an adjective."""
        verb = self.tokens[token.head]
        denied = token.tag.startswith("JJ") or any(self.tokens[child].lower == "no" for child in token.children)
        if denied and token.i > verb.i and verb.lemma in words()["silence_verbs"]:
            self._note(verb.i)

    def _noted(self, i: int) -> Speech | None:
        """ "X condemned the killing of "at least 49 civilians"": X has spoken, and says what stands in quotation marks."""
        source = self._note(i)
        marks = [token.i for token in self.tokens[i + 1 :] if token.text in _MARKS]
        if source is None or len(marks) < 2:
            return None
        return self._made(i, (source,), [(marks[0], marks[1] + 1)], "noted")

    def _condemning(self, verb: Token) -> Source | None:
        """ "Embassies condemned the raids, urging P": who condemns goes on to speak in the participle."""
        above = self.tokens[verb.head]
        plain = verb.tag == "VBG" and verb.dep == "advcl" and above.lower in words().noted and above.i < verb.i
        return self._note(above.i) if plain and above.tag in ("VBD", "VBZ", "VBP") else None

    def _quoted_self(self, i: int, head: int) -> Source | None:
        """ "I urge both sides to P", between quotation marks: whoever is quoted, here or in the sentence before."""
        start = self.document.text.rfind("\n", 0, self.tokens[i].start) + 1
        before = self.document.text[start : self.tokens[i].start]
        if before.count('"') % 2 == 0 and before.count("\u201c") <= before.count("\u201d"):
            return None
        past = next((token.i for token in self.tokens[i + 1 :] if token.text in _MARKS), len(self.tokens))
        told = [one.i for one in self.tokens[past:] if one.lower in words()["plainly"] and one.tag.startswith("VB")]
        who = self._subject(told[0]) if told else None
        source = speaker(self.document, self.sentence, who, self.memory) if who is not None else None
        if source is None and not told:
            spoken = [*(speech.sources[0] for speech in self.found), *(one for one, *_ in self.memory.spoken[-1:])]
            source = spoken[0] if spoken else None
        token = self.tokens[head]
        return Source(source.name, source.kind, self.document.anchor(token.start, token.end)) if source is not None else None

    def _note(self, i: int) -> Source | None:
        """Keep the subject of a verb, who says nothing that is a claim, as the one who has spoken last."""
        head = self._subject(i)
        source = speaker(self.document, self.sentence, head, self.memory) if head is not None else None
        if head is not None and source is not None:
            remember(self.document, self.sentence, head, source, self.memory)
        return source
