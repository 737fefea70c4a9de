"""Where in a sentence the content of a speech begins and ends."""

from __future__ import annotations

from marsad.model import Source
from marsad.reading.attribution.ends import ASIDE, CLOSES, Ends
from marsad.reading.attribution.naming import phrase_of
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.words import Cue, words
from marsad.reading.document import Token
from marsad.reading.syntax import ancestors, children, subtree

_CLAUSE = ("ccomp", "xcomp")
_OPENING = ("DT", "CD", "NN", "NNS", "JJ", "IN", "RB", "JJR")
_SOON = 10
"""Tokens behind a verb of saying in which its "that" must come: "said in an e-mailed statement that"."""
_SPEECH_PREPS = ("of", "for", "about", "against", "on", "upon", "to", "with")


class Extents(Ends):
    """The stretches of content in one sentence."""

    def _content(self, i: int, head: int, cue: Cue) -> list[tuple[int, int]]:
        """Token stretches before and after a verb of saying that hold what is said."""
        if cue.rule == "dispute" or self._disowned(i):
            return []
        described = self._described(i)
        if described is not None:
            return [described] if self.tokens[i].lemma not in words()["disputes"] else []
        first = self._right_start(i, head, cue)
        spans = [] if first is None else [(first, self._before_disowned(first, self._right_end(i, first)))]
        ahead = [child for child in children(self.sentence, i, "ccomp", "parataxis") if child < min(i, head)]
        told = cue.rule != "tell" and any(child > i and child != head for child in children(self.sentence, i, "dobj"))
        fits = (
            "before" in cue.takes
            and self.tokens[i].tag != "VBG"
            and (ahead or not told)
            and not self._another_item(i, head, first)
            and (head > i or self._apart(head, i) or not self._only_names(i, head, cue))
        )
        around = first is not None and (bool(ahead) or self._hung(first))
        if fits and (first is None or (around and self._apart(head, i))):
            start, end = self._left_start(i), self._source_start(head, i)
            if end - start >= 2 and (ahead or self._stands_after(start, end)):
                spans.insert(0, (start, end))
                quoted = self.tokens[end - 1].tag == "''" or self.tokens[end - 1].text in ('"', "\u201d")
                spans += self._interrupted(max(i, head), quoted=quoted)
        return spans

    def _only_names(self, i: int, head: int, cue: Cue) -> bool:
        """ "Refused to lift the curfew it declared": whether a verb of saying only tells of the noun that it follows bare."""
        return self.tokens[i].dep == "relcl" or (cue.rule == "report" and self.tokens[head].tag == "PRP")

    def _hung(self, first: int) -> bool:
        """ "P, an officer told us, where Q": whether what follows a verb of saying hangs on what stands before it."""
        if first >= len(self.tokens):
            return False
        opening = self.tokens[first]
        return self.tokens[first - 1].text == "," and (opening.lower in words()["hanging"] or opening.tag == "TO")

    def _another_item(self, i: int, head: int, first: int | None) -> bool:
        """ "Shelling kills 23, army says it has retaken X": whether in a headline's second item something else is said."""
        return self.sentence.headline and first == i + 1 and head < i

    def _described(self, i: int) -> tuple[int, int] | None:
        """ "The 58 that the police had reported": the noun that a clause of saying describes, and what that is of."""
        taken = [self.tokens[one].lower for one in children(self.sentence, i, "dobj") if one < i]
        if self.tokens[i].dep != "relcl" or taken[:1] not in (["that"], ["which"]):
            return None
        top = self.tokens[i].head
        while self.tokens[top].dep == "pobj" and self.tokens[self.tokens[top].head].lower in ("of", "in", "at", "near", "on"):
            above = self.tokens[self.tokens[top].head].head
            if not self.tokens[above].tag.startswith("N"):
                break
            top = above
        return subtree(self.sentence, top)[0], self._source_start(next(iter(children(self.sentence, i, "nsubj")), i), i)

    def _disowned(self, i: int) -> bool:
        """ "Denied a role in the raid that killed 12": what the speaker has no part in, and does not tell of."""
        objects = children(self.sentence, i, "dobj")
        if self.tokens[i].lemma == "claim" and any(self.tokens[one].lower == "responsibility" for one in objects):
            return not any(token.tag == "VBG" for token in self.tokens[objects[0] + 1 : objects[0] + 4])  # "for killing 12"
        return self.tokens[i].lemma == "deny" and any(self.tokens[one].lower in words()["parts_in"] for one in objects)

    def _before_disowned(self, first: int, end: int) -> int:
        """Where a speaker says that he had no part in what then follows: "it had nothing to do with the blast that killed"."""
        rows = [row for row in words().disowning if row[0] in self.sentence.lowers]
        for token in self.tokens[first : min(end, first + ASIDE)] if rows else ():
            phrase = tuple(one.lower for one in self.tokens[token.i : token.i + 4])
            if any(phrase[: len(row)] == row for row in rows):
                return token.i
        return end

    def _source_start(self, head: int, i: int) -> int:
        return min(i, phrase_of(self.sentence, head)[0] if head < i else i)

    def _stands_after(self, start: int, end: int) -> bool:
        """Whether a clause ("P, X said") can stand in these tokens: they hold a verb, or end in a comma, quote or dash."""
        if self.tokens[end - 1].text in (",", "\u201d", '"', "'", "''", "\u2019", "-", "\u2013", "\u2014"):
            return True
        return any(token.tag in ("VBD", "VBZ", "VBP", "VBN") for token in self.tokens[start:end])

    def _apart(self, head: int, i: int) -> bool:
        """Whether a comma or quotation mark divides what stands before the source from it."""
        before = self.tokens[self._source_start(head, i) - 1].text if self._source_start(head, i) else ""
        return before in (",", "\u201d", '"', "''")

    def _interrupted(self, i: int, *, quoted: bool) -> list[tuple[int, int]]:
        """The rest of a sentence around "X said": after a comma, where the clause's verb or a joined clause follows.

        What hangs behind a quotation (`quoted`: "P", X said, after Q) is no more of it.
        """
        for token in self.tokens[i + 1 :]:
            if token.text in (",", ";"):
                rest = self.tokens[token.i + 1 :]
                if token.text == ";" and self._another_speaks(i, token.i):
                    return []
                at_once = token.i == self._heard_end(i)
                hangs = bool(rest) and not quoted and (self._hangs_on(rest[0], at_once) or self._outcome_of(rest[0], i))
                goes_on = rest and (rest[0].lower == "and" or token.text == ";" or hangs)
                if goes_on or self._verb_above(i) > token.i:
                    return [(token.i + 1, self._right_end(token.i, token.i + 1))]
                break
        return []

    def _heard_end(self, i: int) -> int:
        """One past a verb of saying with those who hear it: "told AFP"."""
        heard = children(self.sentence, i, "dobj")
        return phrase_of(self.sentence, heard[0])[1] if heard[:1] == [i + 1] else i + 1

    def _verb_above(self, i: int) -> int:
        """The verb whose clause a verb of saying stands in, past a noun that the parse hangs it on; itself at the root."""
        return next((one for one in ancestors(self.sentence, i) if self.tokens[one].tag.startswith(("VB", "MD"))), i)

    def _hangs_on(self, opening: Token, at_once: bool) -> bool:
        """ "P, X said, when Q", "P, X said, killing Q": what hangs on the clause that X says, right behind "X said"."""
        if at_once and opening.lower in words()["contrast"]:  # "P, he said, while Q", unless another says Q
            return not self._another_speaks(opening.i - 1, opening.i - 1)
        if not at_once:
            return False
        if opening.lower in words()["hanging"] or opening.tag == "TO":
            return True
        return opening.tag == "VBG" and not self._is_speech(opening) and opening.lower not in words()["relays"]

    def _outcome_of(self, opening: Token, i: int) -> bool:
        """ "P, X said on Monday, killing ten": a participle that tells what came of the clause before a source."""
        participle = opening.tag == "VBG" and opening.dep == "advcl" and opening.head < i
        return participle and not self._is_speech(opening) and opening.lower not in words()["relays"]

    def _after_semicolon(self, i: int) -> list[tuple[int, int]]:
        """ "P, according to X; Q": the next clause is X's too, unless another speaks in it."""
        place = next((token.i for token in self.tokens[i + 1 :] if token.text == ";"), None)
        if place is None or place + 2 >= len(self.tokens) or self._another_speaks(i, place):
            return []
        return [(place + 1, self._right_end(place, place + 1))]

    def _right_start(self, i: int, head: int, cue: Cue) -> int | None:
        """The first token of what follows the verb as its content; None where nothing does."""
        after = max(i, head) if head > i and head - i < 8 else i
        if self.tokens[after + 1 : after + 2] and self.tokens[after + 1].text == ";":  # "P, X says; Y speaks of Q"
            return None
        best: int | None = None
        for child in children(self.sentence, i):
            if child <= after:
                continue
            token, start = self.tokens[child], subtree(self.sentence, child)[0]
            if start <= i:
                start = i + 1
            if self._takes(token, start, cue):
                best = start if best is None else min(best, start)
        if best is not None and cue.rule == "say" and self.tokens[best].tag.startswith(("VB", "MD")):  # its subject, lost
            lost = [subtree(self.sentence, one)[0] for one in children(self.sentence, i, "dobj") if after < one < best]
            best = min([best, *lost])
        return best if best is not None else self._right_by_order(i, after, head, cue)

    def _right_by_order(self, i: int, after: int, head: int, cue: Cue) -> int | None:
        """What follows the verb as content by word order alone, where the parse lost it."""
        if "clause" in cue.takes:
            for token in self.tokens[after + 1 : after + _SOON]:
                if token.lower == "that" or token.text == ":":
                    return token.i + (token.text == ":")
                if token.text in (",", ";", ".") or token.tag == "CC":
                    break
        if "object" in cue.takes and self.tokens[after + 1 : after + 2] and self.tokens[after + 1].text == ",":
            return self._past_aside(after + 1)
        preps = cue.takes & {"of", "for", "against", "about"}
        reach = 2 if cue.rule in ("speak", "tell") else 14  # "spoke of P", and not "spoke to the head of the clinic"
        places = [token.i for token in self.tokens[after + 1 : after + reach] if token.lower in preps]
        ahead = self.tokens[after + 1 : places[0] if places else after + 14]
        if cue.rule == "blame" and any(token.lower == "on" for token in ahead):
            return after + 1
        if cue.rule == "hold":
            held = [token.i for token in self.tokens[after + 1 :] if token.lower in words()["responsible"]]
            return next((token.i for i in held[:1] for token in self.tokens[i + 1 : i + 3] if token.lower == "for"), None)
        if places and cue.rule in ("accuse", "blame"):
            verbal = [place for place in places if any(one.tag == "VBG" for one in self.tokens[place + 1 : place + 2])]
            return (verbal or places)[0]
        rest = self.tokens[after + 1 :]
        start = self._source_start(head, i)
        second = self.sentence.headline and self.tokens[start - 1].text in (
            ",",
            ";",
        )  # "Russia claims X, Ukraine says two killed"
        opens = head < i and (start < 2 or second) and cue.rule in ("say", "tell", "report", "admit", "warn", "witness")
        bounded = len(rest) > 3 and rest[1].tag in ("RBS", "JJS")  # "report at least nine dead"
        if opens and "before" in cue.takes and len(rest) > 3 and (bounded or rest[0].tag not in ("IN", "TO", "CC", ",", ".")):
            return after + 1
        return None

    def _past_aside(self, comma: int) -> int | None:
        """ "has documented, since the raid began, the killing of 12": the object behind an aside of time."""
        if not any(token.lower in words()["time_asides"] for token in self.tokens[comma + 1 : comma + 2]):
            return None
        close = next((token.i for token in self.tokens[comma + 2 : comma + 14] if token.text == ","), len(self.tokens))
        opens = any(token.tag in _OPENING for token in self.tokens[close + 1 : close + 2])
        return close + 1 if opens else None

    def _outcome(self, verb: int) -> bool:
        """Whether a participle tells what a deed came to, not who counts: "two men died, raising the number of dead to nine"."""
        token = self.tokens[verb]
        above = self.tokens[token.head] if token.head not in (-1, verb) else token
        return token.tag == "VBG" and token.dep == "advcl" and above.lower not in words().cues

    def _takes(self, token: Token, start: int, cue: Cue) -> bool:
        if token.dep in _CLAUSE and "clause" in cue.takes:
            return True
        if token.dep in _CLAUSE and "to" in cue.takes:
            return True
        if token.lower == "it" and cue.rule == "put":  # "put it at 40"
            return any(after.lower == "at" for after in self.tokens[token.i + 1 : token.i + 2])
        if cue.rule == "put" and self._outcome(token.head):
            return False
        if token.dep in ("dobj", "nsubj") and "object" in cue.takes and token.lower not in ("it", "this", "that"):
            bare = cue.rule == "put" and token.tag == "CD" and not token.children  # "the monitor gave 311"
            if (cue.objects and token.lower not in cue.objects and not bare) or token.lower.endswith(("self", "selves")):
                return False
            return cue.rule != "urge" or not children(self.sentence, token.head, "xcomp", "ccomp")
        if cue.rule == "tell" and token.lower == "of" and token.i != token.head + 1:
            return False  # "told the head of the clinic"
        if token.lower == "with" and not children(self.sentence, token.i, "pcomp"):
            return False  # "charged the crowd with batons"
        if token.dep in ("prep", "aux") and token.lower in cue.takes and token.lower in _SPEECH_PREPS:
            return token.lower not in ("on", "upon", "to") or "object" in cue.takes
        return False

    def _opens_clause(self, i: int, past: int) -> bool:
        """ "P, but according to X, Q": whether a source stands at the head of a clause that another one goes before."""
        if past >= len(self.tokens) or self.tokens[past].text != ",":
            return False
        before = self.tokens[i - 1 - (self.tokens[i - 1].text == ",")]
        joined = before.lower in words()["contrast"] or (before.lower == "and" and self.tokens[i - 2].text in (",", "and"))
        return self.tokens[i - 1].text in (";", ":") or joined

    def _aside(self, i: int, past: int) -> tuple[int, int] | None:
        """ "At least 11 died \u2013 eight according to X \u2013 when Q": what X says between two dashes or in brackets."""
        if past >= len(self.tokens) or self.tokens[past].text not in CLOSES:
            return None
        sign = CLOSES[self.tokens[past].text]
        opened = next((token.i for token in reversed(self.tokens[max(0, i - ASIDE) : i]) if token.text == sign), None)
        return (opened + 1, i) if opened is not None and opened + 1 < i else None

    def _left_start(self, i: int) -> int:
        """Where content before a cue begins: after the part that an earlier speaker has, else with the sentence."""
        start = 0
        for speech in self.found:
            ends = [self._token_at(end) for _, end in speech.spans]
            inner = [end for end in ends if speech.cue < end < i]
            for place in self.breaks:
                if self.tokens[place].text == ":" and place >= i - 1:
                    continue
                if (inner and min(inner) <= place < i) or (not inner and speech.cue < place < i):
                    start = max(start, place)
        return start

    def _token_at(self, position: int) -> int:
        return next((token.i for token in self.tokens if token.end >= position), len(self.tokens))

    def _main_verb_after(self, i: int, past: int) -> bool:
        above = self.tokens[i].head
        return above >= past and self.tokens[above].tag.startswith(("VB", "MD"))

    def _comma_after(self, head: int, past: int) -> int:
        for token in self.tokens[head + 1 :]:
            if token.text == ",":
                return token.i + 1
        return past

    def _relative_about(self, i: int) -> tuple[int, int] | None:
        """The relative clause or participle that "according to X" stands in, where the main clause goes on after it."""
        for above in ancestors(self.sentence, i):
            token = self.tokens[above]
            if token.dep in ("relcl", "acl"):
                first, last = subtree(self.sentence, above)
                main = next((one for one in ancestors(self.sentence, above) if self.tokens[one].tag.startswith("VB")), None)
                return (token.head, min(last, i)) if main is not None and main > i and first < i else None
        return None

    def _made(self, cue: int, sources: tuple[Source, ...], spans: list[tuple[int, int]], rule: str) -> Speech:
        tokens = self.tokens
        held = {(first, last) for first, last in spans if 0 <= first < last <= len(tokens)}
        places = sorted((tokens[first].start, tokens[last - 1].end) for first, last in held)
        return Speech(self.sentence, cue, sources, places, f"attribution.{rule}")
