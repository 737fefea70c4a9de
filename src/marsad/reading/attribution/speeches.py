"""Where a sentence reports what somebody says: the cue, the source, and the stretches that hold the content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import Source
from marsad.reading.attribution.speakers import UNNAMED, Memory, bare, can_speak, head_of, phrase_of, remember, role_of, speaker
from marsad.reading.attribution.words import Cue, words
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.syntax import ancestors, anchor_of, children, roles, subtree

_CLAUSE = ("ccomp", "xcomp")
_SPEECH_PREPS = ("of", "for", "about", "against", "on", "upon", "to")


@dataclass(slots=True, eq=False)
class Speech:
    """One source (with those it cites) and its content: stretches of the text, cue and source left out."""

    sentence: Sentence
    cue: int
    sources: tuple[Source, ...]
    spans: list[tuple[int, int]]
    rule: str

    def covers(self, position: int) -> bool:
        """Whether the character stands in the content."""
        return any(start <= position < end for start, end in self.spans)

    @property
    def size(self) -> int:
        """Characters of content: of two speeches that hold the same claim the larger is the outer one."""
        return sum(end - start for start, end in self.spans)


def find_speeches(document: Document, sentence: Sentence, memory: Memory) -> list[Speech]:
    """The speeches of a parsed sentence, in the order of their cues; speakers are added to the memory."""
    finder = _Finder(document, sentence, memory)
    return finder.find()


class _Finder:
    """The search in one sentence; the cues found so far tell where the content of another one ends."""

    def __init__(self, document: Document, sentence: Sentence, memory: Memory) -> None:
        self.document, self.sentence, self.memory = document, sentence, memory
        self.tokens = sentence.tokens
        self.found: list[Speech] = []
        self.breaks = list(_breaks(sentence))
        self.pending: tuple[Source, ...] = ()
        self.party = False

    def find(self) -> list[Speech]:
        table = words()
        for token in self.tokens:
            made: Speech | None = None
            cue = table.cues.get(token.lower)
            if token.lower in table["relays"] and token.tag.startswith("VB"):
                made = self._relay(token)
            elif cue is not None and (token.tag.startswith("VB") or self._closes(token)):
                made = self._verb(token, cue)
            elif token.lower in ("according", "as", "in"):
                made = self._according(token)
            elif token.lower in table["adverbs"] and token.lower not in table["adverbs_silent"]:
                made = self._adverb(token)
            elif token.lower in table["nouns"] and token.tag.startswith("NN"):
                made = self._noun(token)
            if made is not None:
                made.sources += self.pending
                self.pending = ()
                self.found.append(made)
        return self.found

    # -------------------------------------------------------------- verbs of saying

    def _closes(self, token: Token) -> bool:
        """ "P, OCHA reports.": a verb that was taken for a noun, at the end behind who speaks."""
        last = token.i + 1 >= len(self.tokens) or self.tokens[token.i + 1].text in (".", ",", "\"")
        head = self._beside(token.i) if last and token.tag == "NNS" else None
        return head is not None and any(one.text == "," for one in self.tokens[max(0, head - 4) : head])

    def _verb(self, verb: Token, cue: Cue) -> Speech | None:
        i = verb.i
        if verb.text[0].isupper() and i and not verb.text.isupper() and self.tokens[i - 1].text.isalpha():
            return None
        if self._is_passive(i):
            return self._passive(verb)
        if self._unsaid(i):
            return None
        quoted = self._quoted(i)
        if quoted is not None:
            return self._made(i, quoted, self._quoted_spans(i, quoted[-1]), "quoted-as-saying")
        if cue.rule == "take" and not any(token.lower == "responsibility" for token in self.tokens[i + 1 : i + 5]):
            return None
        goes_on = self._going_on(verb, cue)
        if goes_on is not None:
            return goes_on
        head = self._subject(i)
        if head is None:
            return None
        source = speaker(self.document, self.sentence, head, self.memory)
        if source is None and verb.lower in words()["plainly"] and self.tokens[head].tag.startswith("N") and not self._nothing([head]):
            source = self._named(head)
        if source is None and self.tokens[head].lower == "we" and cue.rule in ("call", "urge", "warn"):
            return self._reporter(i, head)
        if source is None or (cue.kinds is not None and not self._known(source, head, cue.kinds)):
            return None
        self.party = source.kind == "party"
        spans = self._content(i, head, cue)
        remember(self.document, self.sentence, head, source, self.memory)
        return self._made(i, (source, *self._relied_on(head, i)), spans, cue.rule)

    def _going_on(self, verb: Token, cue: Cue) -> Speech | None:
        """ "..., saying P": whoever spoke just before in the sentence."""
        helped = verb.i > 0 and self.tokens[verb.i - 1].lower in words()["be"] | {"as", "by", "for", "of"}
        if verb.tag != "VBG" or not self.found or helped or self.found[-1].cue == verb.i:
            return None
        first = self._right_start(verb.i, verb.i, cue)
        return None if first is None else self._made(verb.i, self.found[-1].sources, [(first, self._right_end(verb.i, first))], cue.rule)

    def _reporter(self, i: int, head: int) -> Speech | None:
        """ "We call on X to P": the one whose report it is; its words are the report's own voice."""
        token, name = self.tokens[head], self.document.report.source
        return self._made(i, (Source(name, "other", self.document.anchor(token.start, token.end)),), [], "we") if name else None

    def _unsaid(self, i: int) -> bool:
        """Whether the words are yet to be said, or weren't: "will announce", "did not say"."""
        return any(self.tokens[child].dep == "neg" or self.tokens[child].tag == "MD" for child in children(self.sentence, i, "aux", "neg"))

    def _known(self, source: Source, head: int, kinds: frozenset[str]) -> bool:
        """Whether the source is of the kinds that a verb needs; of any kind: known by the list or by a speaker's role."""
        if kinds:
            return source.kind in kinds
        named = (self.tokens[head].tag.startswith("NNP") and " " in source.name) or (
            self.tokens[head].tag == "PRP" and source.name != UNNAMED)
        return source.kind != "other" or named or role_of(self.sentence, head) is not None

    def _subject(self, i: int) -> int | None:
        """The head of the one who speaks: who stands right before the verb, else what the parse says."""
        beside = self._beside(i)
        if beside is not None:
            own = self._own_clause_subject(i) if self.tokens[beside].lower in ("it", "they") else None
            return beside if own is None else own
        heads = [head for head in roles(self.sentence, i).subject if self.tokens[head].tag[:1] in "NPDCW" and head != i]
        if heads and self.tokens[heads[0]].lower in ("who", "which", "that"):
            return self._antecedent(heads[0])
        if heads and (self.tokens[heads[0]].tag.startswith("PRP") or can_speak(self.document, self.sentence, heads[0])):
            return heads[0]
        other = self._across(i)
        return other if other is not None else heads[0] if heads else self._joined(i)

    def _joined(self, i: int) -> int | None:
        """The subject that begins the sentence, for a verb after "and" that the parse lost."""
        if i == 0 or self.tokens[i - 1].tag != "CC" or self.tokens[i].tag not in ("VBD", "VBZ", "VBP"):
            return None
        first = next((token for token in self.tokens[:i] if token.dep == "nsubj"), None)
        return first.i if first is not None and first.head < i else None

    def _own_clause_subject(self, i: int) -> int | None:
        """ "Fighters advanced as they announced P": the subject of the main clause, which "they" takes up."""
        token = self.tokens[i]
        if token.dep != "advcl" or token.head >= i:
            return None
        subject = children(self.sentence, token.head, "nsubj")
        return subject[0] if subject and can_speak(self.document, self.sentence, subject[0]) else None

    def _beside(self, i: int) -> int | None:
        """A pronoun, a listed actor or a speaker's role right before the verb, with at most an adverb, auxiliary or day between."""
        before = i - 1
        while before >= 0 and before > i - 5 and (self.tokens[before].lower in words()["between"]
                                                  or self.tokens[before].lower.endswith(("day", "ly"))):
            before -= 1
        if before < 0:
            return None
        token = self.tokens[before]
        if token.lower in words().pronouns and token.lower != "who":
            return before
        if not can_speak(self.document, self.sentence, before):
            return None
        head = self._upper(head_of(self.document, self.sentence, before))
        first = phrase_of(self.sentence, head)[0]
        if first > 1 and self.tokens[first - 1].lower in words()["relays"]:
            quoting = first - 2 - (self.tokens[first - 2].text == ",")
            return head_of(self.document, self.sentence, quoting) if can_speak(self.document, self.sentence, quoting) else None
        return head

    def _antecedent(self, i: int) -> int | None:
        """The noun right before "who", where it can speak."""
        before = i - 1 - (self.tokens[i - 1].text == ",")
        return head_of(self.document, self.sentence, before) if before >= 0 and can_speak(self.document, self.sentence, before) else None

    def _upper(self, head: int) -> int:
        """ "a spokesman for the army said": the spokesman."""
        token = self.tokens[head]
        above = self.tokens[token.head].head if token.dep == "pobj" else token.head if token.dep in ("conj", "appos") else -1
        if 0 <= above < head and self.tokens[above].tag.startswith("N") and can_speak(self.document, self.sentence, above):
            return self._upper(above)
        return head

    def _across(self, i: int) -> int | None:
        """The noun before a phrase between commas, or right after a quotation: "SANA, quoting a military source, said"."""
        places = range(max(1, i - 16), i - 1)
        comma = self.tokens[i - 1].text == ","
        for place in reversed(places):
            if comma and self.tokens[place].text == "," and can_speak(self.document, self.sentence, place - 1):
                return head_of(self.document, self.sentence, place - 1)
        quote = next((place for place in reversed(places) if self.tokens[place].tag == "''"), None)
        if quote is None:
            return None
        found = next((place for place in range(quote + 1, i) if can_speak(self.document, self.sentence, place)
                      and not can_speak(self.document, self.sentence, place + 1)), None)
        return None if found is None else head_of(self.document, self.sentence, found)

    def _joined(self, i: int) -> int | None:
        """The subject that begins the sentence, for a verb after "and" that the parse lost."""
        if i == 0 or self.tokens[i - 1].tag != "CC" or self.tokens[i].tag not in ("VBD", "VBZ", "VBP"):
            return None
        first = next((token for token in self.tokens[:i] if token.dep == "nsubj"), None)
        return first.i if first is not None and first.head < i else None

    def _beside(self, i: int) -> int | None:
        """A pronoun, a listed actor or a speaker's role right before the verb, with at most an adverb, auxiliary or day between."""
        before = i - 1
        while before >= 0 and before > i - 5 and (self.tokens[before].lower in words()["between"]
                                                  or self.tokens[before].lower.endswith(("day", "ly"))):
            before -= 1
        if before < 0:
            return None
        token = self.tokens[before]
        if token.lower in words().pronouns and token.lower != "who":
            return before
        if not can_speak(self.document, self.sentence, before):
            return None
        head = self._upper(head_of(self.document, self.sentence, before))
        first = phrase_of(self.sentence, head)[0]
        if first > 1 and self.tokens[first - 1].lower in words()["relays"]:
            quoting = first - 2 - (self.tokens[first - 2].text == ",")
            return head_of(self.document, self.sentence, quoting) if can_speak(self.document, self.sentence, quoting) else None
        return head

    def _antecedent(self, i: int) -> int | None:
        """The noun right before "who", where it can speak."""
        before = i - 1 - (self.tokens[i - 1].text == ",")
        return head_of(self.document, self.sentence, before) if before >= 0 and can_speak(self.document, self.sentence, before) else None

    def _upper(self, head: int) -> int:
        """ "a spokesman for the army said": the spokesman."""
        token = self.tokens[head]
        above = self.tokens[token.head].head if token.dep == "pobj" else token.head if token.dep in ("conj", "appos") else -1
        if 0 <= above < head and self.tokens[above].tag.startswith("N") and can_speak(self.document, self.sentence, above):
            return self._upper(above)
        return head

    def _across(self, i: int) -> int | None:
        """The noun before a phrase between commas: "SANA, quoting a military source, said"."""
        if i < 4 or self.tokens[i - 1].text != ",":
            return None
        for token in reversed(self.tokens[max(0, i - 16) : i - 1]):
            if token.text == "," and token.i and can_speak(self.document, self.sentence, token.i - 1):
                return head_of(self.document, self.sentence, token.i - 1)
        return None

    def _relied_on(self, head: int, i: int) -> tuple[Source, ...]:
        """Those whom the speaker cites or relies on, told between its name and the verb."""
        found: list[Source] = []
        for token in self.tokens[head + 1 : max(i, head + 1)]:
            if token.lower in words()["relies"] and not token.lower.startswith(("citing", "quoting")):
                found += self._cited(token.i)
        return tuple(found)

    def _cited(self, i: int) -> list[Source]:
        heads = children(self.sentence, i, "dobj")
        for prep in children(self.sentence, i, "prep"):
            if self.tokens[prep].lower in ("on", "upon", "from"):
                heads += children(self.sentence, prep, "pobj")
        return [source for head in heads[:1] if (source := self._named(head)) is not None]

    def _named(self, head: int) -> Source | None:
        """The source of a head; a phrase that names nobody known is a source by its own words."""
        source = speaker(self.document, self.sentence, head, self.memory)
        if source is not None and (source.kind != "other" or source.anchor is None or source.name not in source.anchor.text):
            return source
        anchor = anchor_of(self.document, self.sentence, (phrase_of(self.sentence, head)[0], self._phrase_end(head)))
        return Source(bare(anchor.text), source.kind if source else "other", anchor)

    def _phrase_end(self, head: int) -> int:
        """One past a noun's phrase with all that hangs on it by prepositions."""
        last = phrase_of(self.sentence, head)[1]
        for prep in children(self.sentence, head, "prep"):
            for inner in children(self.sentence, prep, "pobj"):
                last = max(last, self._phrase_end(inner))
        return last

    def _quoted(self, i: int) -> tuple[Source, ...] | None:
        """ "SANA quoted the ministry as saying": both; "the ministry was quoted as saying": whoever is quoted."""
        if i == 0 or self.tokens[i - 1].lower != "as":
            return None
        for token in reversed(self.tokens[max(0, i - 14) : i]):
            if token.lower in words().quoting and token.tag.startswith("VB"):
                break
        else:
            return None
        heads = self._quoting_heads(token.i)
        return tuple(source for head in heads if (source := speaker(self.document, self.sentence, head, self.memory)) is not None) or None

    def _quoting_heads(self, i: int) -> list[int]:
        """Heads of who quotes and who is quoted, in that order."""
        helped = next((place for place in (i - 1, i - 2) if place > 0 and self.tokens[place].lower in words()["be"]), None)
        if helped is not None:
            beside = self._beside(helped)
            quoted = [beside] if beside is not None else roles(self.sentence, i).object[:1]
            return [inner for agent in children(self.sentence, i, "agent") for inner in children(self.sentence, agent, "pobj")][:1] + quoted
        part = roles(self.sentence, i)
        return part.subject[:1] + part.object[:1]

    def _quoted_spans(self, i: int, source: Source) -> list[tuple[int, int]]:
        """After "as saying", or, where nothing is said there, before the one quoted."""
        rest = self.tokens[i + 1 :]
        by = next((token.i for token in rest[:2] if token.lower == "by"), None)
        if rest and rest[0].tag not in ("IN", ".", ",", "NNP") or (rest and rest[0].lower == "that"):
            return [(i + 1, self._right_end(i))]
        first = next((token.i for token in self.tokens if source.anchor and token.start >= source.anchor.start), i)
        return [(self._left_start(i), first)] if by is None or first > 2 else []

    # -------------------------------------------------------------- where content stands

    def _content(self, i: int, head: int, cue: Cue) -> list[tuple[int, int]]:
        """Token stretches before and after a verb of saying that hold what is said."""
        first = self._right_start(i, head, cue)
        spans = [] if first is None else [(first, self._right_end(i, first))]
        ahead = [child for child in children(self.sentence, i, "ccomp", "parataxis") if child < min(i, head)]
        told = cue.rule != "tell" and any(child > i for child in children(self.sentence, i, "dobj"))
        if "before" in cue.takes and self.tokens[i].tag != "VBG" and (ahead or not told) and (first is None or (ahead and self._apart(head, i))):
            start, end = self._left_start(i), self._source_start(head, i)
            if end - start >= 2 and (ahead or self._stands_after(start, end)):
                spans.insert(0, (start, end))
                spans += self._interrupted(max(i, head))
        return spans

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

    def _interrupted(self, i: int) -> list[tuple[int, int]]:
        """The rest of a sentence that "X said" stands in: after a comma where the clause's verb, or a joined clause, comes after it."""
        for token in self.tokens[i + 1 :]:
            if token.text in (",", ";"):
                rest = self.tokens[token.i + 1 :]
                above = self.tokens[i].head if self.tokens[i].head != i else i
                if rest and (above > token.i or rest[0].lower == "and" or token.text == ";"):
                    return [(token.i + 1, self._right_end(token.i, token.i + 1))]
                break
        return []

    def _right_start(self, i: int, head: int, cue: Cue) -> int | None:
        """The first token of what follows the verb as its content; None where nothing does."""
        after = max(i, head) if head > i and head - i < 8 else i
        best: int | None = None
        for child in children(self.sentence, i):
            if child <= after:
                continue
            token, start = self.tokens[child], subtree(self.sentence, child)[0]
            if start <= i:
                start = i + 1
            if self._takes(token, start, cue):
                best = start if best is None else min(best, start)
        return best if best is not None else self._right_by_order(i, after, head, cue)

    def _right_by_order(self, i: int, after: int, head: int, cue: Cue) -> int | None:
        """What follows the verb as content by word order alone, where the parse lost it."""
        if "clause" in cue.takes:
            for token in self.tokens[after + 1 : after + 7]:
                if token.lower == "that" or token.text == ":":
                    return token.i + (token.text == ":")
                if token.text in (",", ";", ".") or token.tag == "CC":
                    break
        preps = cue.takes & {"of", "for", "against", "about"}
        places = [token.i for token in self.tokens[after + 1 : after + 14] if token.lower in preps]
        if cue.rule == "blame" and not places and any(token.lower == "on" for token in self.tokens[after + 1 : after + 14]):
            return after + 1
        if places and cue.rule in ("accuse", "blame"):
            return next((place for place in places if self.tokens[place + 1 : place + 2] and self.tokens[place + 1].tag == "VBG"), places[0])
        rest = self.tokens[after + 1 :]
        opens = head < i and self._source_start(head, i) < 2 and cue.rule in ("say", "tell", "report", "warn", "witness")
        if opens and "before" in cue.takes and len(rest) > 3 and rest[0].text not in (",", ".") and rest[0].tag not in ("IN", "TO", "CC"):
            return after + 1
        return None

    def _takes(self, token: Token, start: int, cue: Cue) -> bool:
        if token.dep in _CLAUSE and "clause" in cue.takes:
            return True
        if token.dep in _CLAUSE and "to" in cue.takes:
            return True
        if token.dep in ("dobj", "nsubj") and "object" in cue.takes and token.lower not in ("it", "this", "that"):
            if cue.objects and token.lower not in cue.objects or token.lower.endswith(("self", "selves")):
                return False
            return cue.rule != "urge" or not children(self.sentence, token.head, "xcomp", "ccomp")
        if token.dep in ("prep", "aux") and token.lower in cue.takes and token.lower in _SPEECH_PREPS:
            return token.lower not in ("on", "upon", "to") or "object" in cue.takes
        return False

    def _right_end(self, i: int, first: int | None = None) -> int:
        """One past the last token of content after a verb: before a clause joined to the verb, a contrast where another speaks."""
        end = len(self.tokens)
        start = first if first is not None else i + 1
        for child in children(self.sentence, i, "conj", "advcl", "dep", "parataxis"):
            left = subtree(self.sentence, child)[0]
            if left > start and self.tokens[i].text not in (",", ";") and self._leaves(i, child, left):
                end = min(end, left)
        for place in self.breaks:
            if start < place < end and (self._another_speaks(i, place) or self._says_on(place)):
                end = place
        end = min(end, self._relative_end(i))
        while end - 1 > start and (self.tokens[end - 1].dep == "cc" or self.tokens[end - 1].text in (",", ";")):
            end -= 1
        return end

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
        if token.dep == "advcl":
            return opening.lower in words()["contrast"] or (opening.lower in words()["side"] and comma)
        if not token.tag.startswith(("VB", "MD")) or opening.lower == "that":
            return False
        own = children(self.sentence, child, "nsubj", "nsubjpass")
        if token.lower in words().cues:
            return True
        return comma if own else self.party

    def _says_on(self, place: int) -> bool:
        """Whether here the speaker goes on to say something else: ", adding", ", saying"."""
        return self.tokens[place].tag == "VBG" and self.tokens[place].lower in words().cues

    def _another_speaks(self, i: int, place: int) -> bool:
        """Whether after a contrast another source speaks (its verb of saying stands in that clause, with a noun for subject)."""
        for token in self.tokens[place + 1 :]:
            if token.lower == "according" and self.tokens[place].text != ":":
                return True
            if token.lower in words().cues and token.tag.startswith("VB") and not self._is_passive(token.i):
                subject = children(self.sentence, token.i, "nsubj")
                named = bool(subject) and (self.tokens[subject[0]].tag.startswith("N") or self.tokens[subject[0]].lower == "another")
                if named and place < subject[0] < token.i:
                    apart = self.tokens[place].lower == "which" or token.dep not in ("relcl", "acl")
                    return apart and subject[0] - place < 12
        return False

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

    # -------------------------------------------------------------- other forms

    def _is_passive(self, i: int) -> bool:
        token = self.tokens[i]
        if token.tag not in ("VBN", "VBD"):
            return False
        by_means = any(self.tokens[inner].lower in words()["means"] for agent in children(self.sentence, i, "agent", "prep")
                       for inner in children(self.sentence, agent, "pobj"))
        helped = i > 0 and any(one.lower in words()["be"] and one.text != "IS" for one in self.tokens[max(0, i - 3) : i])
        by = i + 1 < len(self.tokens) and self.tokens[i + 1].lower == "by" and not by_means
        if by_means and not helped:
            return False
        if not helped and not by and self._beside(i) is not None:
            return False
        if children(self.sentence, i, "nsubj") and not helped:
            return False
        if token.tag == "VBN" and children(self.sentence, i, "auxpass", "nsubjpass", "agent"):
            return True
        return (token.tag == "VBN" and token.dep in ("acl", "amod") and not children(self.sentence, i, "aux")) or by

    def _passive(self, verb: Token) -> Speech | None:
        """ "P was confirmed by X", "is believed to have died", "it was reported that P"."""
        i = verb.i
        if self.tokens[i - 1].lower == "as" and i:
            return None
        agents = [inner for agent in children(self.sentence, i, "agent") for inner in children(self.sentence, agent, "pobj")]
        subject = children(self.sentence, i, "nsubjpass", "nsubj")
        start = min([subtree(self.sentence, one)[0] for one in subject] or [i])
        rule = words().cues[verb.lower].rule
        if agents:
            return self._by_agent(i, agents[0], start, rule)
        silent = verb.lower in words()["impersonal_silent"]
        if verb.lower not in words()["impersonal"] or silent or verb.dep in ("acl", "amod") or self._nothing(subject):
            return None
        anchor = self.document.anchor(verb.start, verb.end)
        first = i + 1 if subject and self.tokens[subject[0]].lower == "it" else start
        return self._made(i, (Source(UNNAMED, "other", anchor),), [(first, i), (i + 1, self._right_end(i))], "impersonal")

    def _by_agent(self, i: int, agent: int, start: int, rule: str) -> Speech | None:
        if rule in ("accuse", "blame"):
            first = next((prep for prep in children(self.sentence, i, "prep") if self.tokens[prep].lower in ("of", "for")), None)
            spans = [(first, self._right_end(i, first))] if first is not None else []
        elif rule in ("report", "record", "dispute", "find", "say"):
            spans = [(start if self.tokens[i].dep not in ("acl", "relcl") else subtree(self.sentence, self.tokens[i].head)[0], i)]
        else:
            return None
        source = speaker(self.document, self.sentence, agent, self.memory)
        if source is None:
            return None
        remember(self.document, self.sentence, agent, source, self.memory)
        return self._made(i, (source,), spans, f"{rule}-by")

    def _nothing(self, heads: list[int]) -> bool:
        return any(self.tokens[child].lower in ("no", "nothing", "none") for head in heads for child in [head, *children(self.sentence, head)])

    def _according(self, token: Token) -> Speech | None:
        """ "according to X", "as reported by X", "as X reported": the whole clause about it is content."""
        i = token.i
        for phrase in words().according:
            if tuple(one.lower for one in self.tokens[i : i + len(phrase)]) == phrase:
                last = i + len(phrase) - 1
                head = next((child for child in (*children(self.sentence, last, "pobj"), *children(self.sentence, i, "pobj")) if child > last), None)
                return self._whole_clause(i, head if head is not None else self._next_noun(last + 1), "according-to")
        if token.lower == "as" and token.dep == "mark":
            verb = self.tokens[token.head]
            if verb.lower in words().cues and not children(self.sentence, verb.i, "ccomp", "dobj", "xcomp") and 0 < verb.i - i < 12:
                subject = children(self.sentence, verb.i, "nsubj")
                return self._whole_clause(i, subject[0] if subject else None, "as-reported")
        return None

    def _next_noun(self, i: int) -> int | None:
        for token in self.tokens[i : i + 8]:
            if token.tag.startswith("N") and token.dep not in ("compound", "poss", "amod"):
                return token.i
        return None

    def _whole_clause(self, i: int, head: int | None, rule: str) -> Speech | None:
        if head is None:
            return None
        source = speaker(self.document, self.sentence, head, self.memory)
        if source is None:
            first = phrase_of(self.sentence, head)[0]
            if self.tokens[first].tag == "PRP$" or (first == head and self.tokens[head].tag == "NN"):
                return None
            source = self._named(head)
        if source is None:
            return None
        remember(self.document, self.sentence, head, source, self.memory)
        relied = self._relied_on_after(head)
        past = subtree(self.sentence, head)[1] if self.tokens[i].dep != "mark" else subtree(self.sentence, self.tokens[i].head)[1]
        if i == 0:
            past = self._comma_after(head, past)
            spans = [(past, self._right_end(past - 1, past))]
        else:
            spans = [(self._left_start(i), i)]
            clause = self._relative_about(i)
            if clause is not None:
                spans = [clause]
            elif past < len(self.tokens) - 1 and self.tokens[i - 1].text == "," and self._main_verb_after(i, past):
                spans.append((past, self._right_end(past - 1, past)))
        return self._made(i, (source, *relied), spans, rule)

    def _relied_on_after(self, head: int) -> tuple[Source, ...]:
        for clause in children(self.sentence, head, "relcl", "acl"):
            if self.tokens[clause].lower in words()["relies"] and self.tokens[clause].lower not in words()["relays"]:
                return tuple(self._cited(clause))
        return ()

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

    def _main_verb_after(self, i: int, past: int) -> bool:
        above = self.tokens[i].head
        return above >= past and self.tokens[above].tag.startswith(("VB", "MD"))

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

    def _noun(self, token: Token) -> Speech | None:
        """ "reports that P", "X's claim that P", "reports of P"."""
        i = token.i
        clause = next((child for child in children(self.sentence, i, "acl", "ccomp", "relcl") if any(
            self.tokens[mark].lower == "that" and self.tokens[mark].dep == "mark" for mark in children(self.sentence, child))), None)
        of = next((prep for prep in children(self.sentence, i, "prep") if self.tokens[prep].lower == "of"), None)
        if clause is None and (of is None or token.lower not in words()["unnamed_nouns"] or token.lower in ("account", "accounts")):
            return None
        subject = token.dep in ("nsubj", "nsubjpass")
        if self._nothing([i]) or not subject and any(self.tokens[above].lower in words().cues for above in list(ancestors(self.sentence, i))[:2]):
            return None
        start = subtree(self.sentence, clause)[0] if clause is not None else (of or i) + 1
        if any(self.tokens[child].lower.startswith("responsib") for child in children(self.sentence, of or i)):
            return None
        source = self._of_noun(i)
        if source is None:
            return None
        return self._made(i, (source,), [(start, subtree(self.sentence, i)[1])], "noun-that")

    def _of_noun(self, i: int) -> Source | None:
        heads = children(self.sentence, i, "poss")
        for prep in children(self.sentence, i, "prep"):
            if self.tokens[prep].lower in ("by", "from"):
                heads += children(self.sentence, prep, "pobj")
        for head in heads:
            source = speaker(self.document, self.sentence, head, self.memory)
            if source is not None:
                return source
        token = self.tokens[i]
        return Source(UNNAMED, "other", self.document.anchor(token.start, token.end)) if token.lower in words()["unnamed_nouns"] else None

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

    def _made(self, cue: int, sources: tuple[Source, ...], spans: list[tuple[int, int]], rule: str) -> Speech:
        tokens = self.tokens
        places = sorted({(tokens[first].start, tokens[last - 1].end) for first, last in spans if 0 <= first < last <= len(tokens)})
        return Speech(self.sentence, cue, sources, places, f"attribution.{rule}")


def _breaks(sentence: Sentence) -> Iterator[int]:
    """Tokens at which a contrasting clause or a new statement begins: ", while", ", but", ";", ", and"."""
    for token in sentence.tokens[1:]:
        before = sentence.tokens[token.i - 1].text
        if token.text in (";", ":") or (token.lower in words()["contrast"] and token.lower != "even"):
            yield token.i
        elif token.tag == "VBG" and token.dep == "advcl" and token.lower in words().cues and token.lower not in words()["relays"]:
            yield token.i
        elif before == "," and (token.lower in ("and", "which") or token.lower in words()["side"] or (token.tag == "VBG" and token.lower in words().cues)):
            yield token.i
