"""Where a sentence reports what somebody says: the cue, the source, and the stretches that hold the content."""

from __future__ import annotations

from marsad.model import Source
from marsad.reading.attribution.clauses import accompanying, described_whole
from marsad.reading.attribution.memory import UNNAMED, Memory
from marsad.reading.attribution.naming import phrase_of, role_of
from marsad.reading.attribution.noting import Noting
from marsad.reading.attribution.remembering import remember
from marsad.reading.attribution.speakers import can_speak, speaker
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.words import Cue, words
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.syntax import children, roles, subtree

_OPENERS = ("according", "as", "in", "by", "on", "per")


def find_speeches(document: Document, sentence: Sentence, memory: Memory) -> list[Speech]:
    """The speeches of a parsed sentence, in the order of their cues; speakers are added to the memory."""
    return _Finder(document, sentence, memory).find()


class _Finder(Noting):
    """The search for cues in one sentence."""

    def find(self) -> list[Speech]:
        table = words()
        for token in [one for one in self.tokens if one.lower in table.telling]:
            made: Speech | None = None
            cue = table.cues.get(token.lower)
            if token.lower in table["silence"]:
                self._note_silence(token)
            if token.lower in table.quoting and (made := self._quotes(token)) is not None:
                self.found.append(made)
                continue
            if token.lower in table["relays"] and token.tag.startswith("VB"):
                made = self._relay(token)
            elif cue is not None and (token.tag.startswith("VB") or self._closes(token) or self._mistaken(token)):
                made = self._verb(token, cue)
            elif token.lower in table.noted and token.tag in ("VBD", "VBZ", "VBP"):
                made = self._noted(token.i)
            elif token.lower in table["going_on"] and self._ends_with(token):
                made = self._verb(token, table.cues["said"])
            elif token.lower in _OPENERS:
                made = self._according(token)
            elif token.lower in table["adverbs"] and token.lower not in table["adverbs_silent"]:
                made = self._adverb(token)
            elif token.lower in table["accounts"] and token.tag.startswith("NN"):
                made = self._noun(token)
            if made is not None:
                made.sources += self.pending
                self.pending = ()
                self.found.append(made)
        return self.found

    def _mistaken(self, token: Token) -> bool:
        """ "The group boasted of": a verb that was taken for an adjective, right behind who speaks."""
        return token.tag == "JJ" and token.lower.endswith("ed") and self._beside(token.i) is not None

    def _ends_with(self, token: Token) -> bool:
        """ "P, it went on.", "P, the statement continued": behind who speaks, with nothing more of the clause to come."""
        past = token.i + 1 + (token.lower.startswith("w"))
        on = past == token.i + 1 or any(one.lower == "on" for one in self.tokens[token.i + 1 : past])
        closed = on and (past >= len(self.tokens) or self.tokens[past].text in (".", ",", ":", '"', "\u201c"))
        head = self._beside(token.i) if closed else None
        return head is not None and self._apart(head, token.i)

    def _closes(self, token: Token) -> bool:
        """ "P, OCHA reports.": a verb that was taken for a noun, at the end behind who speaks."""
        after = self.tokens[token.i + 1].text if token.i + 1 < len(self.tokens) else "."
        last = after in (".", ",", '"', "that")
        head = self._beside(token.i) if last and token.tag in ("NN", "NNS") else None
        if head is not None and token.tag == "NN" and self.tokens[head].tag not in ("NNS", "NNPS"):
            return False
        clause = after == "that" or any(one.text == "," for one in self.tokens[max(0, (head or 0) - 4) : head])
        return head is not None and clause

    def _verb(self, verb: Token, cue: Cue) -> Speech | None:
        i = verb.i
        if verb.text[0].isupper() and i and not verb.text.isupper() and self.tokens[i - 1].text.isalpha():
            return None
        if self._is_passive(i):
            return self._passive(verb)
        if self._unsaid(i):
            self._note_silent(verb)
            return None
        quoted = self._quoted(i)
        if quoted is not None:
            told = self._made(i, quoted, self._quoted_spans(i, quoted[-1]), "quoted-as-saying")
            told.relays = len(quoted) - 1
            return told
        if self._idle(i, cue):
            return None
        if i <= 1 and verb.tag == "VBZ" and self.memory.opener is not None:  # "The Network: - calls on X to P"
            return self._made(i, (self.memory.opener,), self._content(i, i, cue), cue.rule)
        goes_on = self._going_on(verb, cue)
        if goes_on is not None:
            return goes_on
        head = self._subject(i)
        if head is None:
            return None
        head = described_whole(self.document, self.sentence, verb, head)
        source = speaker(self.document, self.sentence, head, self.memory)
        if source is None or source.name == UNNAMED:
            source = self._fronted(i, head) or source
        noun = self.tokens[head].tag.startswith("N") and not self._nothing([head])
        if source is None and noun and verb.lower in words()["plainly"]:
            source = self._plain(head)
        if source is None and self.tokens[head].lower in ("we", "i") and cue.rule in ("call", "urge", "warn"):
            own = self._quoted_self(i, head)
            return self._made(i, (own,), [], "quoted-self") if own is not None else self._reporter(i, head)
        if source is None or (cue.kinds is not None and not self._known(source, head, cue.kinds)):
            return None
        self.party = source.kind == "party"
        spans = self._content(i, head, cue)
        remember(self.document, self.sentence, head, source, self.memory)
        if verb.dep == "relcl":  # "X rejects the claim of Y, which said P. It ...": X
            self.memory.step_back()
        relayed, joint = self._relayed_by(head, i), self._joint(source, head, self.row(i))
        made = self._made(i, (*relayed, joint, *self._relied_on(head, i)), spans, cue.rule)
        made.relays, made.together = len(relayed), self._together(head, i) if joint.name == source.name else ()
        return made

    def _plain(self, head: int) -> Source | None:
        """Anybody who said something ("a fisherman"); one who is only called somebody's ("his employer") has no name."""
        token = self.tokens[head]
        if any(self.tokens[child].tag == "PRP$" for child in token.children):
            return Source(UNNAMED, "other", self.document.anchor(token.start, token.end))
        return self._named(head)

    def _idle(self, i: int, cue: Cue) -> bool:
        """Whether a verb that can do more than speak does so here: "took the hill", "held the town", "claimed ten lives"."""
        near = {token.lower for token in self.tokens[i + 1 : i + 16]}
        if cue.rule == "take":
            return all(token.lower not in ("responsibility", "credit") for token in self.tokens[i + 1 : i + 5])
        if cue.rule == "rule_out":
            return all(token.lower != "out" for token in self.tokens[i + 1 : i + 2])
        if cue.rule == "speak" and self.tokens[i].tag == "VBG":  # "another, speaking by phone, said"
            return True
        if cue.rule in ("trade", "lay", "launch"):  # "exchanged fire", "laid mines", "launched an attack"
            return all(self.tokens[one].lower not in cue.objects for one in children(self.sentence, i, "dobj"))
        if cue.rule == "ask" and (self.tokens[i].dep == "relcl" or not near.isdisjoint(words()["nameless"])):
            return True  # "an officer, who asked ...", "..., he said, asking not to be named"
        if cue.rule == "hold":
            return near.isdisjoint(words()["responsible"])
        if not self.tokens[i].lower.startswith("claim"):
            return False
        return any(self.tokens[one].lower in words()["claimed"] for one in children(self.sentence, i, "dobj"))

    def _going_on(self, verb: Token, cue: Cue) -> Speech | None:
        """ "..., saying P": whoever spoke just before in the sentence."""
        source = self._condemning(verb) if not self.found else None
        if source is not None:
            return self._made(verb.i, (source,), self._content(verb.i, verb.i, cue), cue.rule)
        if (
            verb.tag != "VBG"
            or not self.found
            or self.found[-1].cue == verb.i
            or accompanying(self.document, self.sentence, verb.i) is not None
        ):
            return None
        before = self.tokens[verb.i - 1].lower if verb.i else ""
        own = verb.dep == "pcomp" and children(self.sentence, verb.i, "nsubj")  # "with X and Y accusing each other"
        if own or before in words()["be"] or before in ("as", "by", "for", "of"):
            return None
        first = self._right_start(verb.i, verb.i, cue)
        if first is None:
            return None
        return self._made(verb.i, self.found[-1].sources, [(first, self._right_end(verb.i, first))], cue.rule)

    def _reporter(self, i: int, head: int) -> Speech | None:
        """ "We call on X to P": the one whose report it is; its words are the report's own voice."""
        token, name = self.tokens[head], self.document.report.source if self.tokens[head].lower == "we" else None
        return self._made(i, (Source(name, "other", self.document.anchor(token.start, token.end)),), [], "we") if name else None

    def _known(self, source: Source, head: int, kinds: frozenset[str]) -> bool:
        """Whether the source is of the kinds that a verb needs; of any kind: known by the list or by a speaker's role."""
        if kinds:
            return source.kind in kinds
        acronym = self.tokens[head].text.isupper() and len(source.name) > 2
        named = (self.tokens[head].tag.startswith("NNP") and (" " in source.name or acronym)) or (
            self.tokens[head].tag == "PRP" and source.name != UNNAMED
        )
        issued = self.tokens[head].lower in words()["papers"] and source.name[:1].isupper()
        return source.kind != "other" or named or issued or role_of(self.sentence, head) is not None

    def _quoted(self, i: int) -> tuple[Source, ...] | None:
        """ "SANA quoted the ministry as saying": both; "the ministry was quoted as saying": whoever is quoted."""
        if i == 0 or self.tokens[i - 1].lower != "as":
            return None
        for token in reversed(self.tokens[max(0, i - 14) : i]):
            if token.lower in words().quoting and (token.tag.startswith("VB") or token.dep == "ROOT"):
                break
        else:
            return None
        heads = self._quoting_heads(token.i)
        sources = [speaker(self.document, self.sentence, head, self.memory) for head in heads]
        return tuple(source for source in sources if source is not None) or None

    def _quotes(self, token: Token) -> Speech | None:
        """ "The agency quoted a field source: P": both, of all that follows the colon."""
        heads = children(self.sentence, token.i, "dobj") if token.tag in ("VBD", "VBZ", "VBP") else []
        colon = self._phrase_end(heads[0]) if heads else len(self.tokens)
        if colon + 2 >= len(self.tokens) or self.tokens[colon].text != ":" or self._unsaid(token.i):
            return None
        who = [head for head in (self._subject(token.i), heads[0]) if head is not None]
        sources = [speaker(self.document, self.sentence, head, self.memory) for head in who]
        found = tuple(source for source in sources if source is not None)
        return self._made(token.i, found, [(colon + 1, len(self.tokens))], "quotes") if found else None

    def _quoting_heads(self, i: int) -> list[int]:
        """Heads of who quotes and who is quoted, in that order."""
        helped = next((place for place in (i - 1, i - 2) if place > 0 and self.tokens[place].lower in words()["be"]), None)
        if helped is not None:
            beside = self._beside(helped)
            quoted = [beside] if beside is not None else roles(self.sentence, i).object[:1]
            said = [token.i for token in self.tokens[i + 1 : i + 5] if token.tag == "VBG"]  # "quoted as saying by the channel"
            agents = [
                inner
                for verb in (i, *said)
                for agent in children(self.sentence, verb, "agent", "prep")
                if self.tokens[agent].lower == "by"
                for inner in children(self.sentence, agent, "pobj")
            ]
            return agents[:1] + quoted
        if not self.tokens[i].tag.startswith("VB"):  # "state media quote an official as saying", lost by the tagger
            return children(self.sentence, i, "nsubj")[:1] + children(self.sentence, i, "dobj")[:1]
        part, beside = roles(self.sentence, i), self._beside(i)
        return ([beside] if beside is not None else part.subject[:1]) + part.object[:1]

    def _quoted_spans(self, i: int, source: Source) -> list[tuple[int, int]]:
        """After "as saying", or, where nothing is said there, before the one quoted."""
        rest = self.tokens[i + 1 :]
        by = next((token.i for token in rest[:2] if token.lower == "by"), None)
        that = next((token.i for token in rest[1:12] if token.lower == "that"), None) if by is not None else None
        if that is not None:  # "was quoted as saying by the channel that P"
            return [(that, self._right_end(that))]
        if (rest and rest[0].tag not in ("IN", ".", ",", "NNP")) or (rest and rest[0].lower == "that"):
            return [(i + 1, self._right_end(i))]
        first = next((token.i for token in self.tokens if source.anchor and token.start >= source.anchor.start), i)
        return [(self._left_start(i), first)] if by is None or first > 2 else []

    def _passive(self, verb: Token) -> Speech | None:
        """ "P was confirmed by X", "is believed to have died", "it was reported that P"."""
        i = verb.i
        if self.tokens[i - 1].lower == "as" and i:
            return None
        agents = [inner for agent in children(self.sentence, i, "agent") for inner in children(self.sentence, agent, "pobj")]
        subject = children(self.sentence, i, "nsubjpass", "nsubj")
        start = min([subtree(self.sentence, one)[0] for one in subject] or [i])
        rule = words().cues[verb.lower].rule
        if self._unsaid(i):
            return None
        if agents:
            return self._by_agent(i, agents[0], start, rule)
        infinitive = i + 1 < len(self.tokens) and self.tokens[i + 1].lower == "to"
        reduced = infinitive and self.tokens[i - 1].tag.startswith("N")
        if infinitive and verb.dep == "acl" and self.tokens[i - 1].text == ",":  # "the militia, said to have shot two, ..."
            source = Source(UNNAMED, "other", self.document.anchor(verb.start, verb.end))
            return self._made(i, (source,), [(i + 1, subtree(self.sentence, i)[1])], "impersonal")
        if rule == "accuse":
            return self._accused(verb)
        silent = verb.lower in words()["impersonal_silent"] or reduced  # "men believed to be rebels burned P"
        if verb.lower not in words()["impersonal"] or silent or verb.dep in ("acl", "amod") or self._nothing(subject):
            return None
        anchor = self.document.anchor(verb.start, verb.end)
        first = i + 1 if subject and self.tokens[subject[0]].lower == "it" else start
        return self._made(i, (Source(UNNAMED, "other", anchor),), [(first, i), (i + 1, self._right_end(i))], "impersonal")

    def _accused(self, verb: Token) -> Speech | None:
        """ "The commander was accused of shelling the camp": by somebody without a name."""
        of = next((one for one in children(self.sentence, verb.i, "prep") if self.tokens[one].lower == "of"), None)
        if of is None:
            return None
        source = Source(UNNAMED, "other", self.document.anchor(verb.start, verb.end))
        last = min(subtree(self.sentence, verb.i)[1], self._right_end(verb.i, of + 1))
        return self._made(verb.i, (source,), [(of + 1, last)], "accused")

    def _by_agent(self, i: int, agent: int, start: int, rule: str) -> Speech | None:
        if rule in ("accuse", "blame"):
            preps = [*children(self.sentence, i, "prep"), *children(self.sentence, agent, "prep")]
            first = next((prep for prep in preps if self.tokens[prep].lower in ("of", "for") and prep > agent), None)
            first = first or next((prep for prep in preps if self.tokens[prep].lower in ("of", "for")), None)
            described = subtree(self.sentence, i)[1] if self.tokens[i].dep in ("acl", "relcl") else len(self.tokens)
            spans = [(first, min(self._right_end(i, first), described))] if first is not None else []
        elif rule == "dispute":  # what is rejected is not his word
            spans = []
        elif rule in ("report", "admit", "record", "find", "say", "witness"):
            spans = self._passed_by(i, agent, start)
        elif rule == "tell":  # "reporters were told by the governor that P"
            spans = self._passed_by(i, agent, start)[1:]
        elif rule == "put":  # "losses were put at 60 dead by the envoy"
            spans = [(start, self.tokens[agent].head)]
        else:
            return None
        source = speaker(self.document, self.sentence, agent, self.memory)
        if source is None:
            return None
        remember(self.document, self.sentence, agent, source, self.memory)
        return self._made(i, (source,), spans, f"{rule}-by")

    def _passed_by(self, i: int, agent: int, start: int) -> list[tuple[int, int]]:
        """What is "reported by X": before it, after it ("to have fled"), the clause of a count ("a toll compiled by X is 40")."""
        told = next((one for one in children(self.sentence, i, "xcomp", "ccomp") if one > agent), None)
        if told is not None:
            return [(start, i), (subtree(self.sentence, told)[0], self._right_end(agent, subtree(self.sentence, told)[0]))]
        if self.tokens[i].dep not in ("acl", "relcl"):
            colon = self._phrase_end(agent)
            opened = colon < len(self.tokens) - 1 and self.tokens[colon].text == ":"
            return [(start, i), (colon + 1, self._right_end(colon, colon + 1))] if opened else [(start, i)]
        noun = self.tokens[i].head
        first, last = subtree(self.sentence, noun)
        counts = self.tokens[noun].lower in words()["papers"] and self.tokens[noun].dep in ("nsubj", "nsubjpass")
        return [(first, i), (last, self._right_end(last - 1, last))] if counts and last < len(self.tokens) else [(first, i)]

    def _according(self, token: Token) -> Speech | None:
        """ "according to X", "as reported by X", "as X reported": the whole clause about it is content."""
        i = token.i
        if token.lower == "by" or (token.lower in ("in", "on") and self._estimated(i)):
            return self._by_tally(i)
        if token.lower == "per":
            head = next(iter(children(self.sentence, i, "pobj")), None)
            apart = i == 0 or self.tokens[i - 1].text in (",", "(", "\u2013", "\u2014")
            able = head is not None and can_speak(self.document, self.sentence, head)
            return self._whole_clause(i, head, "according-to") if apart and able else None
        following = self.tokens[i + 1].lower if i + 1 < len(self.tokens) else ""
        for phrase in words().according:
            if phrase[1] == following and tuple(one.lower for one in self.tokens[i : i + len(phrase)]) == phrase:
                last = i + len(phrase) - 1
                objects = (*children(self.sentence, last, "pobj"), *children(self.sentence, i, "pobj"))
                head = next((child for child in objects if child > last), None)
                return self._whole_clause(i, head if head is not None else self._next_noun(last + 1), "according-to")
        if token.lower == "as" and token.dep == "mark":
            verb = self.tokens[token.head]
            whole = not children(self.sentence, verb.i, "ccomp", "dobj", "xcomp")
            whole = whole and not any(self.tokens[one.cue].lemma in words()["disputes"] for one in self.found)
            if verb.lower in words().cues and whole and 0 < verb.i - i < 12:
                subject = children(self.sentence, verb.i, "nsubj")
                return self._whole_clause(i, subject[0] if subject else None, "as-reported")
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
        aside = self._aside(i, past)
        if i == 0 or (i == 1 and not self.tokens[0].text.isalnum()) or self._opens_clause(i, past):
            past = self._comma_after(head, past)
            spans = [(past, self._right_end(past - 1, past))]
        elif aside is not None:
            spans = [aside]
        else:
            spans = [(self._left_start(i), i)]
            clause = self._relative_about(i)
            if clause is not None:
                spans = [clause]
            elif past < len(self.tokens) - 1 and self.tokens[i - 1].text == "," and self._main_verb_after(i, past):
                spans.append((past, self._right_end(past - 1, past)))
            elif past + 1 < len(self.tokens) and self.tokens[past].text == "," and self._outcome_of(self.tokens[past + 1], i):
                spans.append((past + 1, self._right_end(past, past + 1)))
            else:
                spans += self._after_semicolon(head)
        return self._made(i, (self._joint(source, head), *relied), spans, rule)
