"""Who speaks at a verb of saying: the head of the speaker's phrase, and those whom it cites."""

from __future__ import annotations

from functools import cached_property

from marsad.model import Source
from marsad.reading.attribution.breaks import breaks_of
from marsad.reading.attribution.clauses import accompanying, antecedent, past_clause, told_by_who
from marsad.reading.attribution.memory import Memory
from marsad.reading.attribution.naming import phrase_of, role_of
from marsad.reading.attribution.rows import row_before
from marsad.reading.attribution.speakers import can_speak, head_of, is_listed, speaker
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, within
from marsad.reading.syntax import Phrase, ancestors, children, roles

_REACH = 16
_OPENING = 6


class Subjects:
    """One sentence, the speeches found in it so far, and its speakers: by word order where that is plain, else by the parse."""

    def __init__(self, document: Document, sentence: Sentence, memory: Memory) -> None:
        self.document, self.sentence, self.memory = document, sentence, memory
        self.tokens = sentence.tokens
        self.found: list[Speech] = []
        self.pending: tuple[Source, ...] = ()
        self.party = False

    @cached_property
    def breaks(self) -> list[int]:
        """Tokens at which another clause may begin."""
        return list(breaks_of(self.sentence))

    def _is_passive(self, i: int) -> bool:
        token = self.tokens[i]
        if token.tag not in ("VBN", "VBD"):
            return False
        after = [one.lower for one in self.tokens[i + 1 : i + 3]]
        if " ".join([token.lower, *after[:1]]) in words()["done_to"]:
            return True  # "a general accused of shelling X was arrested"
        if (
            token.lower == "asked"
            and after[:1] in (["for"], ["about"], ["by"], ["whether"], ["if"])
            and self.tokens[i - 1].text == ","
        ):
            return True  # "the army, asked for comment, said"
        if token.lower in words()["impersonal"] and after in (["to", "be"], ["to", "have"], ["to", "belong"]):
            own = bool(children(self.sentence, i, "nsubj")) or (token.dep == "conj" and token.tag == "VBD")
            claims = token.lower == "claimed" and own  # "the group claimed to have P", "put its losses at P and claimed to"
            return not claims or bool(children(self.sentence, i, "auxpass"))  # "men believed to be rebels"
        if token.tag == "VBN" and token.dep == "acl" and token.head == i - 1 and self.tokens[i - 1].lower in words()["papers"]:
            return True  # "in a statement posted on Telegram"
        by_means = any(
            self.tokens[inner].lower in words()["means"]
            for agent in children(self.sentence, i, "agent", "prep")
            for inner in children(self.sentence, agent, "pobj")
        )
        if token.dep == "acl" and past_clause(self.sentence, i):
            return False
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

    def _unsaid(self, i: int) -> bool:
        """Whether the words are yet to be said, or weren't: "will announce", "did not say"."""
        helpers = [self.tokens[child] for child in children(self.sentence, i, "aux", "neg")]
        return any(one.dep == "neg" or one.tag == "MD" for one in helpers)

    def _nothing(self, heads: list[int]) -> bool:
        near = [child for head in heads for child in (head, *children(self.sentence, head))]
        return any(self.tokens[child].lower in ("no", "nothing", "none") for child in near)

    def _phrase_end(self, head: int) -> int:
        """One past a noun's phrase with all that hangs on it by prepositions."""
        last = phrase_of(self.sentence, head)[1]
        for prep in children(self.sentence, head, "prep"):
            for inner in children(self.sentence, prep, "pobj"):
                last = max(last, self._phrase_end(inner))
        return last

    def _subject(self, i: int) -> int | None:
        """The head of the one who speaks: who stands right before the verb, else what the parse says."""
        if self.tokens[i].dep == "pcomp" and (with_verb := children(self.sentence, i, "nsubj")):
            return with_verb[0]  # "with X and Y accusing each other"
        finders = (self._closing, self._told_above, self._another, self._opens_headline)
        told = next((one for find in finders if (one := find(i)) is not None), None)
        told = told if told is not None else accompanying(self.document, self.sentence, i)
        if told is not None:
            return told
        if len(row := self.row(i)) > 1:
            return row[0][1]
        prep = self.tokens[self.tokens[i].head]
        if self.tokens[i].dep == "pcomp" and prep.i == i - 1 and self.tokens[prep.head].dep == "relcl":
            return self.tokens[prep.head].head  # "the organisation they work for blamed X"
        beside = self._beside(i)
        if beside is not None:
            own = self._own_clause_subject(i) if self.tokens[beside].lower in ("it", "they") else None
            return beside if own is None else own
        heads = [head for head in roles(self.sentence, i).subject if self.tokens[head].tag[:1] in "NPDCW" and head != i]
        heads = heads[1:] if [head - 1 for head in heads[1:2]] == heads[:1] else heads  # "a human rights NGO", two subjects
        if heads and (told := told_by_who(self.document, self.sentence, i, heads[0])) is not None:
            return told
        if heads and self._disagrees(i, heads[0]):
            heads = [token.i for token in self.tokens[:i] if token.dep == "nsubj"][:1]
        if heads and self.tokens[heads[0]].lower in ("who", "which", "that"):
            return antecedent(self.document, self.sentence, heads[0])
        able = [one for one in heads if can_speak(self.document, self.sentence, one)]  # "Nine dead, says ministry"
        if heads and (self.tokens[heads[0]].tag.startswith("PRP") or able):
            return heads[0] if self.tokens[heads[0]].tag.startswith("PRP") else able[0]
        if heads and self.tokens[heads[0]].tag == "NNP" and role_of(self.sentence, heads[0]) is not None:
            return heads[0]  # "rebel spokesman John Doe"
        if heads and self._raiders(i):
            return heads[0]
        found = (self._reached(i), self._across(i), self._joined(i))
        other = next((one for one in found if one is not None), None)
        return other if other is not None else heads[0] if heads else None

    def row(self, i: int) -> list[Phrase]:
        """First words and heads of the speakers that a verb follows, where they are three or more."""
        return row_before(self.document, self.sentence, i)

    def _another(self, i: int) -> int | None:
        """ "...; another, speaking by phone, said P": whoever else of the same sort."""
        if self.tokens[i - 1].text != ",":
            return None
        for token in reversed(self.tokens[max(0, i - _REACH) : i - 1]):
            if token.text == "," and self.tokens[token.i - 1].lower == "another":
                opens = token.i == 1 or self.tokens[token.i - 2].lower in (",", ";", "and", "but", "while")
                return token.i - 1 if opens else None
            if token.text == ";":
                break
        return None

    def _told_above(self, i: int) -> int | None:
        """ "X said Y had fired first and accused Z": the subject of "said", whose tense the verb has, not that of "fired"."""
        token = self.tokens[i]
        if (
            token.dep != "conj"
            or token.tag not in ("VBD", "VBZ", "VBN")
            or token.head >= i
            or children(self.sentence, i, "nsubj")
        ):
            return None
        beside = self.tokens[token.head]
        helpers = {self.tokens[child].lower for child in children(self.sentence, beside.i, "aux")}
        passed = token.tag == "VBN" and helpers.isdisjoint(("may", "might", "could"))
        if token.tag == "VBD" and children(self.sentence, beside.i, "auxpass"):  # "warned that villagers were trapped and called"
            helpers |= {"be"}
        if self._raiders(i):
            return None
        again = token.lower in words()["plainly"] and beside.dep == "ccomp"  # "confirmed that Y was there and said P"
        if not again and (beside.tag not in ("VBN", "VB") or not helpers or passed):
            return None
        for above in ancestors(self.sentence, beside.i):
            subject = children(self.sentence, above, "nsubj")
            if self._one_tense(above, token.tag) and self.tokens[above].lower in words().cues and subject:
                return self._upper(subject[0]) if can_speak(self.document, self.sentence, subject[0]) else None
        return None

    def _opens_headline(self, i: int) -> int | None:
        """ "Army admits losses, says dozens killed": the one with whom a headline begins, who goes on behind its comma."""
        tokens = self.tokens
        if not self.sentence.headline or i < 3 or tokens[i - 1].text != "," or tokens[i].tag not in ("VBZ", "VBP"):
            return None
        clause = any(token.tag in ("VBN", "VBD", "VBZ", "VBP", "MD") or token.lower == "dead" for token in tokens[i + 1 :])
        first = next((one for one in tokens[:_OPENING] if one.tag in ("VBZ", "VBP", "VBD")), None)
        before = tokens[: first.i] if first is not None and clause else []
        return next((one.i for one in reversed(before) if can_speak(self.document, self.sentence, one.i)), None)

    def _raiders(self, i: int) -> bool:
        """ "X said gunmen had shot two men and demanded money": whether those without a name did this, too."""
        beside = self.tokens[i].head if self.tokens[i].dep == "conj" else i
        subject = children(self.sentence, beside, "nsubj") if beside < i else []
        if not subject or self.tokens[i].lemma not in words()["demanding"] or children(self.sentence, subject[0], "poss"):
            return False  # "denied that his men had shelled the clinic and demanded an inquiry"
        return self.tokens[subject[0]].lower in words()["raiders"] and self.tokens[beside].dep == "ccomp"

    def _one_tense(self, above: int, tag: str) -> bool:
        """Whether a verb of saying stands in the tense of one that may be joined to it: "has said P and urged"."""
        perfect = any(self.tokens[child].lower in ("has", "have", "had") for child in children(self.sentence, above, "aux"))
        return self.tokens[above].tag == tag or (perfect and tag in ("VBD", "VBN"))

    def _closing(self, i: int) -> int | None:
        """ "Shells fell near the embassy said the Observatory.": a listed speaker behind the verb, with no verb of its own."""
        after = self.tokens[i + 1 : i + 3]
        if len(after) < 2 or not (after[0].lower == "the" or after[0].text[:1].isupper()):
            return None
        if self._turned(i):
            return self._next_noun(i + 1)
        if self.tokens[i].lower != "said":
            return None
        if not any(token.tag in ("VBD", "VBZ", "VBP") for token in self.tokens[:i]):
            return None
        if any(token.tag in ("VBD", "VBZ", "VBP", "MD", "VBN") for token in self.tokens[i + 1 :]):
            return None
        first = after[0] if after[0].lower != "the" else after[1]
        mention = next(iter(within(self.document.actors, first.start, first.end)), None)
        if mention is None or mention.actor.id is None or mention.actor.kind in ("civilians", "state"):
            return None
        return head_of(self.document, self.sentence, first.i)

    def _turned(self, i: int) -> bool:
        """Whether a verb behind a comma has its speaker, and nothing else, behind it: "Troops took X, claims the ministry."."""
        cue, last = words().cues.get(self.tokens[i].lower), len(self.tokens) - 1
        last -= self.tokens[last].tag in (".", "''")
        plain = cue is not None and cue.rule in ("say", "report", "admit", "find") and self.tokens[i - 1].text == ","
        for noun in children(self.sentence, i, "dobj") if plain else ():  # "indicates the coordinator of X"
            if phrase_of(self.sentence, noun)[0] == i + 1 and self._phrase_end(noun) == last + 1:
                return can_speak(self.document, self.sentence, noun)
        end = self._phrase_end(last) if plain else 0
        first = phrase_of(self.sentence, last)[0] if plain else 0
        return plain and first == i + 1 and end == last + 1 and can_speak(self.document, self.sentence, last)

    def _reached(self, i: int) -> int | None:
        """The noun before a participle with its means: "residents reached by phone spoke of", "an official quoted by X said"."""
        for token in self.tokens[max(1, i - 9) : i]:
            relayed = token.lower in words()["relaying"] and self.tokens[token.i + 1].lower == "by"
            if (relayed or token.lower in words()["reached"]) and token.tag in ("VBN", "VBD"):
                before = token.i - 1
                if before > 1 and self.tokens[before].dep == "pobj":  # "residents of X reached by phone"
                    before = self.tokens[self.tokens[before].head].head
                return before if can_speak(self.document, self.sentence, before) else None
        return None

    def _joined(self, i: int) -> int | None:
        """The subject that begins the sentence, for a verb after "and" that the parse lost."""
        if i == 0 or self.tokens[i - 1].tag != "CC" or self.tokens[i].tag not in ("VBD", "VBZ", "VBP"):
            return None
        first = next((token for token in self.tokens[:i] if token.dep == "nsubj"), None)
        return first.i if first is not None and first.head < i else None

    def _own_clause_subject(self, i: int) -> int | None:
        """ "Fighters advanced as they announced P": the subject of the main clause, which "they" takes up."""
        token = self.tokens[i]
        if token.dep not in ("advcl", "relcl") or token.head >= i:
            return None
        above = token.head
        if token.dep == "relcl":  # "the group released a video in which it vowed P"
            above = next((one for one in ancestors(self.sentence, above) if self.tokens[one].tag.startswith("VB")), above)
        subject = children(self.sentence, above, "nsubj")
        return subject[0] if subject and can_speak(self.document, self.sentence, subject[0]) else None

    def _fronted(self, i: int, pronoun: int) -> Source | None:
        """ "The army took the post, it said": the subject that the sentence begins with, where nobody has spoken yet."""
        word, clause = self.tokens[pronoun].lower, next(iter(children(self.sentence, i, "ccomp")), i)
        if word not in ("it", "they") or clause > pronoun or self.memory.spoken or self.tokens[pronoun - 1].text != ",":
            return None
        subject = next(iter(children(self.sentence, clause, "nsubj")), None)
        if subject is None or (self.tokens[subject].tag in ("NNS", "NNPS")) != (word == "they"):
            return None
        mention = next(iter(within(self.document.actors, self.tokens[subject].start, self.tokens[subject].end)), None)
        body = mention is not None and mention.actor.kind not in ("person", "civilians")
        return speaker(self.document, self.sentence, subject, self.memory) if body else None

    def _beside(self, i: int) -> int | None:
        """A pronoun, a listed actor or a speaker's role before the verb, with at most an adverb, auxiliary or day between."""
        before = i - 1
        if before > 2 and self.tokens[before].text == ")" and self.tokens[before - 2].text == "(":
            before -= 3  # "the Organization for Migration (IOM) reports"
        far = before - 4
        while (
            before >= 0
            and before > far
            and (self.tokens[before].lower in words()["between"] or self.tokens[before].lower.endswith(("day", "ly")))
        ):
            before -= 1
        if before < 0:
            return None
        token = self.tokens[before]
        if token.lower in words().pronouns and token.lower != "who":
            near = before > 2 and self.tokens[before - 1].lower == "to" and self.tokens[before - 2].lower in words()["beside"]
            return before - 3 if near else before  # "a source close to it said"
        if token.tag == "WP" or not can_speak(self.document, self.sentence, before):
            return None
        head = self._upper(head_of(self.document, self.sentence, before))
        first = phrase_of(self.sentence, head)[0]
        if first > 1 and self.tokens[first - 1].lower in words()["relays"]:
            quoting = first - 2 - (self.tokens[first - 2].text == ",")
            return head_of(self.document, self.sentence, quoting) if can_speak(self.document, self.sentence, quoting) else None
        return head

    def _upper(self, head: int) -> int:
        """ "a spokesman for the army said": the spokesman."""
        token = self.tokens[head]
        outer = self._paper_of(head)
        if outer is not None and self.tokens[outer].dep == "conj" and self.tokens[self.tokens[outer].head].dep == "nsubj":
            return self._upper(outer)  # "officials and a member of the council"
        if outer is not None:
            return outer
        above = self.tokens[token.head].head if token.dep == "pobj" else token.head if token.dep in ("conj", "appos") else -1
        if token.dep == "conj" and above >= 0 and self._new_clause(head, above):
            return head
        if above >= 0 and self.tokens[above].lower == "one" and token.dep == "pobj":  # "one of the residents, NAME, said"
            return above
        if above >= 0 and self.tokens[above].lower in words()["beside"]:  # "sources close to the militia"
            above = self.tokens[above].head
        if (
            above >= 0 and self.tokens[above].dep in ("acl", "relcl") and token.dep == "pobj"
        ):  # "survivors (who were) interviewed by us"
            above = self.tokens[above].head
        if above >= 0 and token.dep == "conj" and self.tokens[above].dep == "nsubj" and role_of(self.sentence, above) is not None:
            return self._upper(above)  # "clinic director Jane Doe and the head of the service"
        in_row = bool(children(self.sentence, head, "conj")) and above >= 0 and is_listed(self.document, self.tokens[above])
        named = token.dep == "appos" and is_listed(self.document, token) and not in_row  # "the AU, the UN and the EU"
        counted = any(self.tokens[one].tag == "CD" for one in children(self.sentence, max(above, 0)))
        if named or (counted and not (self.tokens[above].dep == "nsubj" and self.tokens[above].lower in words().roles)):
            return head
        if 0 <= above < head and self.tokens[above].tag.startswith("N") and can_speak(self.document, self.sentence, above):
            return self._upper(above)
        return head

    def _new_clause(self, head: int, above: int) -> bool:
        """ "He fought X's militia, and rights groups accused Y": behind ", and" comes another subject."""
        first = phrase_of(self.sentence, head)[0]
        joined = first > 1 and self.tokens[first - 1].lower == "and" and self.tokens[first - 2].text == ","
        return joined and self.tokens[above].dep in ("dobj", "pobj")

    def _paper_of(self, head: int) -> int | None:
        """ "figures from the agency show", "the head of the council, NAME, said": the noun before, if the parse lost it."""
        mention = next(iter(within(self.document.actors, self.tokens[head].start, self.tokens[head].end)), None)
        first = phrase_of(self.sentence, head, of=False)[0]
        if mention is not None:
            first = min(first, self.sentence.tokens_in(mention.start, mention.end)[0].i)
            first -= first > 0 and self.tokens[first - 1].lower == "the"
        i = first - 2
        if i < 0 or self.tokens[i + 1].lower not in ("from", "by", "of"):
            return None
        if self.tokens[i + 1].lower == "of":
            return i if self.tokens[i].lower in words()["heads"] else None
        while i > 0 and (self.tokens[i].lower in words()["carried"] or self.tokens[i].dep == "prt"):
            i -= 1
        return i if self.tokens[i].lower in words()["papers"] else None

    def _disagrees(self, i: int, head: int) -> bool:
        """Whether a verb after "and" is singular and the noun that the parse gives it plural, so that another one speaks."""
        verb, noun = self.tokens[i], self.tokens[head]
        joined = i > 0 and self.tokens[i - 1].lower in ("and", "but")
        return joined and verb.tag == "VBZ" and noun.tag == "NNS"

    def _across(self, i: int) -> int | None:
        """The noun before a phrase between commas, or right after a quotation: "SANA, quoting a military source, said"."""
        places = range(max(1, i - _REACH), i - 1)
        comma = self.tokens[i - 1].text == ","
        for place in reversed(places):
            if not comma or self.tokens[place].text != ",":
                continue
            set_off = self._set_off(place)
            if set_off is not None:
                return set_off
            if can_speak(self.document, self.sentence, place - 1):
                return self._upper(head_of(self.document, self.sentence, place - 1))
        quote = next((place for place in reversed(places) if self.tokens[place].tag == "''"), None)
        if quote is None:
            return None
        found = next(
            (
                place
                for place in range(quote + 1, i)
                if can_speak(self.document, self.sentence, place) and not can_speak(self.document, self.sentence, place + 1)
            ),
            None,
        )
        return None if found is None else head_of(self.document, self.sentence, found)

    def _set_off(self, comma: int) -> int | None:
        """ "... killed two firefighters, the governor of the region, NAME, said": the holder of a role, whom the parse took
        for a description of those before the comma."""
        if self.tokens[comma + 1].lower not in ("the", "a", "an"):
            return None
        role = next((one.i for one in self.tokens[comma + 2 : comma + 5] if can_speak(self.document, self.sentence, one.i)), None)
        if role is None or self.tokens[role].dep != "appos":
            return None
        described = self.tokens[self.tokens[role].head]
        return role if described.dep in ("dobj", "nsubjpass") and described.tag == "NNS" else None

    def _next_noun(self, i: int) -> int | None:
        for token in self.tokens[i : i + 8]:
            if token.tag.startswith("N") and token.dep not in ("compound", "poss", "amod"):
                return token.i
        return None
