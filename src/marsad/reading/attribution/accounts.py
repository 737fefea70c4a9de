"""Words other than verbs that tell of speech: "reports that P", "X's claim of P", "X gave another account: P", "reportedly"."""

from __future__ import annotations

from marsad.model import Source
from marsad.reading.attribution.memory import UNNAMED
from marsad.reading.attribution.naming import bare, is_place, role_of
from marsad.reading.attribution.pronouns import owner_meant
from marsad.reading.attribution.remembering import remember
from marsad.reading.attribution.speakers import speaker
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.tallies import Tallies
from marsad.reading.attribution.words import words
from marsad.reading.document import Token
from marsad.reading.syntax import ancestors, children, subtree

_TITLE = 12
_UNSAYING = ("renew", "launch", "take", "hold", "brand")


class Accounts(Tallies):
    """Finds the speeches that a report, a claim or an account makes."""

    def _noun(self, token: Token) -> Speech | None:
        """ "reports that P", "X's claim that P", "reports of P", "X gave another account: P"."""
        i = token.i
        if i + 2 < len(self.tokens) and self.tokens[i + 1].text == ":" and token.lower in words()["opening_nouns"]:
            return self._opened(i)
        if token.lower in words()["titles"] and (made := self._titled(i)) is not None:
            return made
        clause = next(
            (child for child in children(self.sentence, i, "acl", "ccomp", "relcl") if self._under_that(child)),
            None,
        )
        of = next((prep for prep in children(self.sentence, i, "prep") if self.tokens[prep].lower == "of"), None)
        verb = self.tokens[token.head]
        if clause is None and token.dep in ("nsubj", "nsubjpass") and verb.lemma in words()["spreading"]:
            clause = next(iter(children(self.sentence, verb.i, "ccomp")), None)
        elif clause is None and token.dep == "nsubj" and verb.lemma == "be":  # "the army's version is that P"
            clause = next((one for one in children(self.sentence, verb.i, "ccomp") if self._under_that(one)), None)
        if clause is None and (of is None or token.lower not in words()["of_nouns"]):
            return None
        subject = token.dep in ("nsubj", "nsubjpass")
        above = list(ancestors(self.sentence, i))[:2]
        cues = [one for one in above if self.tokens[one].lower in words().cues]
        speaking = [self.tokens[one].lemma for one in cues if words().cues[self.tokens[one].lower].rule not in _UNSAYING]
        speaking = [verb for verb in speaking if verb != "verify"]
        disputed = token.lower in words()["parts_in"] and bool(children(self.sentence, i, "poss"))
        governed = not subject and any(verb != "comment" and not (disputed and verb in words()["disputes"]) for verb in speaking)
        if governed or self._nothing([i]):
            return None
        start = subtree(self.sentence, clause)[0] if clause is not None else (of or i) + 1
        if any(self.tokens[child].lower.startswith("responsib") for child in children(self.sentence, of or i)):
            return None
        source = self._of_noun(i)
        if source is None:
            return None
        last = subtree(self.sentence, clause if clause is not None and self.tokens[clause].head != i else i)[1]
        return self._made(i, (source,), [(start, last)], "noun-that")

    def _under_that(self, verb: int) -> bool:
        if any(self.tokens[mark].lower == "that" for mark in children(self.sentence, verb, "mark")):
            return True
        objects = children(self.sentence, verb, "dobj")  # "claims that drones hit a bus", where "that" was taken for an object
        return len(objects) > 1 and self.tokens[objects[0]].lower == "that"

    def _titled(self, i: int) -> Speech | None:
        """ "The Centre's weekly digest, 18-24 May: P": the owner of a paper that a sentence without a verb begins with."""
        colon = next((token.i for token in self.tokens[i + 1 : i + _TITLE] if token.text == ":"), None)
        if colon is None or colon + 2 >= len(self.tokens) or any(one.tag.startswith(("VB", "MD")) for one in self.tokens[:colon]):
            return None
        source = speaker(self.document, self.sentence, i, self.memory)
        if source is None or source.name == UNNAMED or bare(self.tokens[i].text) == source.name:
            return None
        return self._made(i, (source,), [(colon + 1, len(self.tokens))], "titled")

    def _opened(self, i: int) -> Speech | None:
        """ "The group gave a different account: P": whoever gives it says all that follows the colon."""
        verb = self.tokens[self.tokens[i].head]
        if verb.lemma not in words()["given"] or verb.i > i or self._unsaid(verb.i):
            return None
        head = self._subject(verb.i)
        source = speaker(self.document, self.sentence, head, self.memory) if head is not None else None
        if head is None or source is None:
            return None
        remember(self.document, self.sentence, head, source, self.memory)
        return self._made(i, (source,), [(i + 2, len(self.tokens))], "account")

    def _of_noun(self, i: int) -> Source | None:
        heads = children(self.sentence, i, "poss")
        for prep in children(self.sentence, i, "prep"):
            told = children(self.sentence, prep, "pobj")
            if self.tokens[prep].lower in ("by", "from"):
                heads += [one for one in told if not is_place(self.document, self.sentence, one)]
            elif self.tokens[prep].lower in ("on", "in"):  # "reports on state television that"
                heads += [head for head in told if role_of(self.sentence, head) in ("outlet", "agency")]
        for clause in children(self.sentence, i, "acl"):  # "the claim, made by the rebels, that P"
            for agent in children(self.sentence, clause, "agent"):
                heads += children(self.sentence, agent, "pobj")
        for head in heads:
            source = speaker(self.document, self.sentence, head, self.memory)
            source = source or owner_meant(self.document, self.tokens[head], self.memory)
            if source is not None:
                return source
        token = self.tokens[i]
        if token.lower not in words()["unnamed_nouns"]:
            return None
        return Source(UNNAMED, "other", self.document.anchor(token.start, token.end))

    def _adverb(self, token: Token) -> Speech | None:
        """ "reportedly": the clause of the word that it goes with, without those joined to it."""
        head = token.head
        first, last = subtree(self.sentence, head)
        for child in children(self.sentence, head, "conj", "advcl"):
            left, right = subtree(self.sentence, child)
            own = children(self.sentence, child, "nsubj", "nsubjpass")
            if left > token.i and own:
                last = min(last, left)
            elif right <= token.i and self.tokens[child].dep == "advcl":
                first = max(first, right)
        source = Source(UNNAMED, "other", self.document.anchor(token.start, token.end))
        return self._made(token.i, (source,), [(first, last)], "reportedly")

    def _relay(self, token: Token) -> Speech | None:
        """ "citing Y": Y joins the chain of the speech that it stands with; where nobody else speaks, Y is the source."""
        cited = self._cited(token.i)
        if not cited:
            return None
        above = token.head if self.tokens[token.head].tag.startswith("VB") else self.tokens[token.head].head
        nearer = next((one for one in self.tokens[token.i + 1 : token.i + 14] if one.lower in words().cues), None)
        comma = nearer is not None and self.tokens[nearer.i - 1].text == ","
        if comma or (above > token.i and self.tokens[above].lower in words().cues):
            self.pending = tuple(cited)
            return None
        before = [speech for speech in self.found if speech.cue < token.i]
        if before:
            before[-1].sources += tuple(cited)
            return None
        return self._made(token.i, tuple(cited), [(self._left_start(token.i), token.i)], "citing")
