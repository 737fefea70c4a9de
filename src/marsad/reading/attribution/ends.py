"""Where in a sentence the content of a speech ends: before another speaker, another clause, a comment on it."""

from __future__ import annotations

from marsad.reading.attribution.cited import Cited
from marsad.reading.attribution.words import words
from marsad.reading.document import Token
from marsad.reading.syntax import ancestors, children, subtree

_PHRASAL = ("accuse", "blame", "hold", "call", "urge", "ask", "dispute")
_DEEDS = ("take", "put", "renew", "launch", "trade")
_MAY_TELL = ("take", "hold", "rule_out", "trade")
ASIDE = 14
CLOSES = {"\u2013": "\u2013", "\u2014": "\u2014", "-": "-", "--": "--", ")": "("}


class Ends(Cited):
    """Finds the last token of a stretch of content in one sentence."""

    def _right_end(self, i: int, first: int | None = None) -> int:
        """One past the last token of content after a verb: before a clause joined to it or one where another speaks."""
        end = len(self.tokens)
        start = first if first is not None else i + 1
        for child in children(self.sentence, i, "conj", "advcl", "dep", "parataxis"):
            left = subtree(self.sentence, child)[0]
            if left > start and self.tokens[i].text not in (",", ";") and self._leaves(i, child, left):
                end = min(end, left)
        cue = words().cues.get(self.tokens[i].lower)
        if cue is not None and cue.rule in _PHRASAL:
            end = min([end, *(token.i for token in self.tokens[start + 1 : end] if token.text == ";" or self._acts_again(token))])
        for place in self.breaks:
            if start < place < end and (self._another_speaks(i, place) or self._says_on(place) or self._comments(place)):
                end = place
        end = min(end, self._relative_end(i), self._closing_start(i), self._aside_end(i))
        while end - 1 > start and (self.tokens[end - 1].dep == "cc" or self.tokens[end - 1].text in (",", ";")):
            end -= 1
        return end

    def _closing_start(self, i: int) -> int:
        """Where another speaker closes the sentence: "A claimed P, B told C", "A claimed P, according to B"."""
        for above in ancestors(self.sentence, i):
            subject = children(self.sentence, above, "nsubj")
            if above > i and self._tells(self.tokens[above]) and subject and subject[0] > i:
                return subtree(self.sentence, subject[0])[0]
        after = self.tokens[i + 2 :]
        return next((one.i for one in after if one.lower == "according" and self.tokens[one.i - 1].text == ","), len(self.tokens))

    def _tells(self, token: Token) -> bool:
        """Whether a verb is one of saying, and none that only can be one: "according to X, the rebels hold P"."""
        cue = words().cues.get(token.lower)
        return cue is not None and cue.rule not in _MAY_TELL

    def _aside_end(self, i: int) -> int:
        """Where the aside between dashes or brackets ends that a verb of saying is in: "\u2013 which X blamed on Y \u2013"."""
        for token in self.tokens[i + 1 :]:
            sign = CLOSES.get(token.text)
            apart = token.text == ")" or token.start > self.tokens[token.i - 1].end  # "the anti-tank unit" has no dash
            if sign and apart and any(one.text == sign for one in self.tokens[max(1, i - ASIDE) : i]):
                return token.i
        return len(self.tokens)

    def _acts_again(self, token: Token) -> bool:
        """Whether behind an accusation or a call the same speaker goes on: "blamed X for P and demanded Q"."""
        joined = self.tokens[token.i - 1].lower in ("and", "but", "while") or self.tokens[token.i - 2].lower == "and"
        return joined and token.lower in words().cues and token.tag in ("VBD", "VBZ", "VBP") and token.dep != "relcl"

    def _relative_end(self, i: int) -> int:
        """One past a relative clause that the verb stands in ("which X blamed on Y"), where the main verb comes after it."""
        token = self.tokens[i]
        if token.dep != "relcl":
            return len(self.tokens)
        main = next((one for one in ancestors(self.sentence, i) if self.tokens[one].tag.startswith("VB")), -1)
        return subtree(self.sentence, i)[1] if main > i else len(self.tokens)

    def _leaves(self, i: int, child: int, left: int) -> bool:
        """Whether a clause that hangs on the verb of saying is no longer said: "said A and withdrew", "said A, as B"."""
        token, opening = self.tokens[child], self.tokens[left]
        comma = left > 0 and self.tokens[left - 1].text == ","
        if token.dep == "advcl" and self.sentence.headline and opening.lower == "as":
            return True  # "Army reports gains as shelling hits X"
        if token.dep == "advcl":
            return opening.lower in words()["contrast"] or (opening.lower in words()["side"] and comma)
        if not token.tag.startswith(("VB", "MD")) or opening.lower == "that":
            return False
        own = children(self.sentence, child, "nsubj", "nsubjpass")
        denied = self.tokens[i].lemma == "deny" and token.tag == self.tokens[i].tag and children(self.sentence, i, "dobj")
        participle = token.tag == "VBN" or token.lower.endswith(("en", "wn"))  # "it had killed nine, taken two prisoner"
        shared = participle and not own and not self._tells(token)
        if (token.lower in words().cues and not shared) or denied:
            return True
        return comma if own else self.party and not shared

    def _says_on(self, place: int) -> bool:
        """Whether here the speaker goes on to say something else: ", adding", ", saying"."""
        return self.tokens[place].tag == "VBG" and self._is_speech(self.tokens[place])

    def _is_speech(self, token: Token) -> bool:
        """Whether a participle is one of saying, and none of what came of a deed ("taking the toll to 40")."""
        cue = words().cues.get(token.lower)
        return cue is not None and cue.rule not in _DEEDS

    def _comments(self, place: int) -> bool:
        """Whether here it is told what others make of what was said: ", a charge that Y rejects"."""
        behind = self.tokens[place : place + 4]
        named = behind[0].lower in ("a", "an") and any(one.lower in words()["comments"] for one in behind[1:3])
        named = named or behind[0].lower == "something"
        return named and any(
            one.lower in words().cues or one.lower in ("called", "calls") for one in self.tokens[place + 2 : place + 9]
        )

    def _another_speaks(self, i: int, place: int) -> bool:
        """Whether after a contrast another source speaks (its verb of saying stands in that clause, with a noun for subject)."""
        for token in self.tokens[place + 1 :]:
            if token.lower == "according" and self.tokens[place].text != ":":
                return True
            if token.tag == "VBN" and token.lemma in words()["disputes"] and children(self.sentence, token.i, "agent"):
                return True  # "; the claim was denied by Y"
            if token.lower in words().cues and token.tag.startswith("VB") and not self._is_passive(token.i):
                subject = children(self.sentence, token.i, "nsubj")
                rejects = token.lemma in words()["disputes"] and self.tokens[place].lower == "which"  # "..., which it denies"
                named = [
                    one
                    for one in subject
                    if rejects or self.tokens[one].tag.startswith("N") or self.tokens[one].lower == "another"
                ]
                if named and place < named[0] < token.i:
                    apart = self.tokens[place].lower == "which" or token.dep not in ("relcl", "acl")
                    return apart and subject[0] - place < 12
        return False
