"""Questions that the claim readers ask of a parsed sentence: who did it, to whom, where does a phrase begin and end.

Everything takes and gives token indexes of one sentence; a phrase is a half-open (first, last) pair of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.model import Anchor
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.language import lists_of

Phrase = tuple[int, int]

_LEFT = {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod", "case", "punct", "npadvmod"}
_RELATIVE = {"who", "which", "that", "whom"}
_CLAUSES = {"ROOT", "ccomp", "advcl", "relcl", "conj", "acl", "xcomp", "pcomp", "parataxis", "csubj", "csubjpass"}
_SUBJECTS = {"nsubj", "csubj"}
_BLAMED = {"of", "from", "for"}
_TOWARDS = {"to", "into", "toward", "towards"}
_PASSIVE = {"nsubjpass", "csubjpass"}
_ADJOINING = 2
"""Tokens from a participle to the one joined to it that shares its agent: "beaten and robbed by"."""


@dataclass(slots=True)
class Roles:
    """Who plays which part about a verb or noun; heads of phrases as token indexes, coordinated ones spread out."""

    subject: list[int] = field(default_factory=list)
    object: list[int] = field(default_factory=list)
    preps: dict[str, list[int]] = field(default_factory=dict)
    passive: bool = False

    def by(self, *names: str) -> list[int]:
        """The heads that hang on any of these prepositions."""
        return [head for name in names if name in self.preps for head in self.preps[name]] if self.preps else []


def children(sentence: Sentence, i: int, *deps: str) -> list[int]:
    """The children of a token, all of them or those with one of the dependencies."""
    tokens, found = sentence.tokens, []
    own = tokens[i].children
    if not own or not deps:
        return list(own)
    for child in own:  # a loop: for so few a comprehension takes half as long again
        if tokens[child].dep in deps:
            found.append(child)
    return found


def is_owned(sentence: Sentence, head: int) -> bool:
    """Whether a thing is told to be somebody's: "its post", "their base"."""
    return any(sentence.tokens[child].lower in ("its", "their") for child in sentence.tokens[head].children)


def ancestors(sentence: Sentence, i: int) -> list[int]:
    """The token's head, its head's head, up to the root."""
    tokens, found = sentence.tokens, []
    while (head := tokens[i].head) not in (i, -1):
        found.append(head)
        i = head
    return found


def subtree(sentence: Sentence, i: int) -> Phrase:
    """First token and one past the last token of everything that hangs on `i`."""
    tokens = sentence.tokens
    first = last = i
    stack = list(tokens[i].children)
    while stack:
        child = stack.pop()
        if child < first:
            first = child
        elif child > last:
            last = child
        stack += tokens[child].children
    return first, last + 1


def conjuncts(sentence: Sentence, i: int) -> list[int]:
    """The token and those coordinated with it, in text order: "HTS and its allies" gives both heads."""
    if not sentence.tokens[i].children:
        return [i]
    tokens, found, stack = sentence.tokens, [], [i]
    while stack:
        one = stack.pop()
        found.append(one)
        for child in tokens[one].children:
            dep = tokens[child].dep
            if dep == "conj" or (dep == "appos" and _is_listed(sentence, one, child)):
                stack.append(child)
    return sorted(found)


def _is_listed(sentence: Sentence, one: int, other: int) -> bool:
    """Whether a name is the second of three and no other name of the first: "the A, the B and the C"."""
    tokens = sentence.tokens
    names = tokens[one].tag in ("NNP", "NNPS") and tokens[other].tag in ("NNP", "NNPS")
    return names and any(tokens[third].tag in ("NNP", "NNPS") for third in children(sentence, other, "conj"))


def noun_phrase(sentence: Sentence, head: int, *, of: bool = True) -> Phrase:
    """The noun phrase of a head without clauses, appositions and coordinated phrases; with its "of ..." phrase if `of`."""
    known = sentence.phrases.get((head, of))
    if known is None:
        known = sentence.phrases[head, of] = _noun_phrase(sentence, head, of=of)
    return known


def _noun_phrase(sentence: Sentence, head: int, *, of: bool) -> Phrase:
    tokens = sentence.tokens
    first, last = head, head + 1
    for child in tokens[head].children:
        if child < head and tokens[child].dep in _LEFT:
            first = min(first, subtree(sentence, child)[0])
        elif of and child > head and tokens[child].dep == "prep" and tokens[child].lower == "of":
            for inner in children(sentence, child, "pobj"):
                last = max(last, noun_phrase(sentence, inner)[1])
        elif child > head and tokens[child].dep in ("case", "nummod"):
            last = max(last, child + 1)
    while first < head and (tokens[first].dep == "punct" or tokens[first].tag in ("``", "''", ",")):
        first += 1
    return first, last


def anchor_of(document: Document, sentence: Sentence, phrase: Phrase) -> Anchor:
    """The words of a phrase, without outer punctuation."""
    first, last = phrase
    tokens = sentence.tokens
    while last - 1 > first and not any(c.isalnum() for c in tokens[last - 1].text):
        last -= 1
    while first < last - 1 and not any(c.isalnum() for c in tokens[first].text):
        first += 1
    return document.anchor(tokens[first].start, tokens[last - 1].end)


def verb_of(sentence: Sentence, i: int) -> int:
    """The nearest verb at or above a token; the sentence's root if there is none."""
    tokens = sentence.tokens
    while not tokens[i].tag.startswith(("VB", "MD")) and tokens[i].head not in (i, -1):
        i = tokens[i].head
    return i


def clause_of(sentence: Sentence, i: int) -> int:
    """The verb whose clause the token stands in (see `verb_of`), up past auxiliaries."""
    verb = verb_of(sentence, i)
    while sentence.tokens[verb].dep in ("aux", "auxpass") and sentence.tokens[verb].head != verb:
        verb = sentence.tokens[verb].head
    return verb


def is_passive(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is passive: by its auxiliary, its subject, as a bare participle after a noun, or by what it is joined to."""
    token = sentence.tokens[verb]
    agents = children(sentence, verb, "agent")
    if children(sentence, verb, "auxpass", "nsubjpass") or (
        agents
        and not (children(sentence, verb, "nsubj") and children(sentence, verb, "dobj"))
        and not _travels(sentence, verb, agents[0])
    ):
        return True
    joined = token.dep == "conj" and token.head != verb and not children(sentence, verb, "aux", "dobj")
    suffered = token.tag == "VBN" or token.lemma in _words("harmed") or token.lemma in _words("hurting")
    if joined and suffered and children(sentence, verb, "nsubj"):
        return is_passive(sentence, token.head)  # "two were killed and three soldiers injured"
    bare = (
        token.tag == "VBD" and token.dep == "acl" and token.head == verb - 1 and not children(sentence, verb, "dobj")
    )  # "a town seized in May"
    if token.tag == "VBN" and token.dep == "ROOT" and token.lemma in _words("hurting"):  # "Nine soldiers killed in raid"
        return bool(children(sentence, verb, "nsubj")) and not children(sentence, verb, "aux", "dobj", "ccomp")
    shared = token.tag == "VBD" and joined and token.lemma in _words("shared_passives")  # "were rounded up and shot"
    shared = shared and not children(sentence, verb, "advmod")
    if (token.tag != "VBN" and not bare and not shared) or children(sentence, verb, "aux", "nsubj"):
        return False
    if token.dep in ("acl", "amod", "relcl"):
        return True
    if token.dep in ("xcomp", "oprd") and sentence.tokens[token.head].lemma == "find":  # "were found shot dead"
        return is_passive(sentence, token.head)
    return token.dep == "conj" and token.head != verb and is_passive(sentence, token.head)


def _travels(sentence: Sentence, verb: int, by: int) -> bool:
    """Whether a "by" only says how somebody went: "troops landed by helicopter"."""
    how = [sentence.tokens[one] for one in children(sentence, by, "pobj")]
    bare = any(one.lower in _words("carried_by") and not one.children for one in how)
    return bare and sentence.tokens[verb].tag == "VBD" and bool(children(sentence, verb, "nsubj"))


def roles(sentence: Sentence, i: int) -> Roles:
    """The parts about a verb (or a noun of action): logical subject and object, prepositional phrases.

    The logical subject is the one who does it: of a passive the agent ("by ..."), of a participle, infinitive or joined verb the
    subject of the verb that it depends on, of a relative clause the noun that it describes. Found once and kept with the
    sentence: the readers ask over and over, so what it gives must not be changed.
    """
    known: Roles | None = sentence.known.get(i)
    if known is None:
        known = sentence.known[i] = _roles(sentence, i)
    return known


def _roles(sentence: Sentence, i: int) -> Roles:
    token = sentence.tokens[i]
    found = Roles(preps=_preps(sentence, i))
    if not token.tag.startswith("VB"):
        found.subject = _spread(sentence, children(sentence, i, "poss"))
        found.subject += [head for head in found.preps.get("by", []) if head not in found.subject]
        return found
    found.passive = is_passive(sentence, i)
    doers = _resolve(sentence, i, children(sentence, i, *_SUBJECTS))
    done_to = _resolve(sentence, i, children(sentence, i, *_PASSIVE))
    agents = _agents(sentence, i)
    own = _spread(sentence, children(sentence, i, "dobj", "obj"))
    if found.passive:
        found.subject = _spread(sentence, agents)
        found.object = done_to or doers or _of_auxiliary(sentence, i) or _inherited(sentence, i, passive=True)
        found.object += [head for head in own if head not in found.object]
    else:
        found.subject = doers or _of_auxiliary(sentence, i) or _inherited(sentence, i, passive=False)
        found.object = own or _relative_object(sentence, i) or _so_called(sentence, i)
    return found


def _of_auxiliary(sentence: Sentence, verb: int) -> list[int]:
    """The subject that the parse hung on an auxiliary: "the town remains besieged", "the group had, he said, hit a ship"."""
    helping = children(sentence, verb, "auxpass", "aux")
    subjects = [one for aux in helping for one in children(sentence, aux, "nsubj", "nsubjpass", "csubj")]
    return _spread(sentence, subjects)


def _agents(sentence: Sentence, verb: int) -> list[int]:
    """By whom it was done; of "beaten and robbed by armed men" both."""
    tokens = sentence.tokens
    by = children(sentence, verb, "agent")
    if not by and tokens[verb].tag == "VBN":
        joined = (one for one in children(sentence, verb, "conj") if tokens[one].tag == "VBN" and 0 < one - verb <= _ADJOINING)
        by = [agent for one in joined for agent in children(sentence, one, "agent")]
    found = [inner for agent in by for inner in children(sentence, agent, "pobj")]
    moving = [one for agent in by for one in children(sentence, agent, "pcomp") if tokens[one].lower in _words("leaving")]
    return found + [inner for one in moving for inner in children(sentence, one, "dobj")]  # "torched by retreating troops"


def _spread(sentence: Sentence, heads: list[int]) -> list[int]:
    found: list[int] = []
    for head in heads:
        found += [one for one in conjuncts(sentence, head) if one not in found]
    return found


def _preps(sentence: Sentence, i: int) -> dict[str, list[int]]:
    tokens = sentence.tokens
    found: dict[str, list[int]] = {}
    for child in tokens[i].children:
        if tokens[child].dep in ("prep", "agent", "dative"):
            found.setdefault(tokens[child].lower, []).extend(_prep_objects(sentence, child))
            for inner in _ways_on(sentence, child) if tokens[child].lower == "from" else ():
                if tokens[inner].lower in _TOWARDS:  # "from A to B": the parse may hang the one way on the other
                    found.setdefault(tokens[inner].lower, []).extend(_prep_objects(sentence, inner))
    return found


def _ways_on(sentence: Sentence, prep: int) -> list[int]:
    """The prepositions that the parse hung on another one, or on what that one leads to."""
    return [one for i in (prep, *children(sentence, prep, "pobj")) for one in children(sentence, i, "prep")]


def _prep_objects(sentence: Sentence, prep: int) -> list[int]:
    """The nouns under a preposition, also of "in front of X", "out of X" and joined prepositions."""
    heads = _spread(sentence, children(sentence, prep, "pobj"))
    for inner in children(sentence, prep, "prep", "conj"):
        if sentence.tokens[prep].lower == "from" and sentence.tokens[inner].lower in _TOWARDS:
            continue
        if sentence.tokens[inner].dep == "prep" or sentence.tokens[inner].tag in ("IN", "TO"):
            heads += _prep_objects(sentence, inner)
    return heads


def _resolve(sentence: Sentence, verb: int, heads: list[int]) -> list[int]:
    """Subjects with a relative pronoun put back to its noun, coordination spread out."""
    found: list[int] = []
    for head in heads:
        token = sentence.tokens[head]
        owner = sentence.tokens[verb]
        while owner.dep == "conj" and owner.head != owner.i:
            owner = sentence.tokens[owner.head]
        if token.lower in _RELATIVE and owner.dep == "relcl":
            found.append(owner.head)
        else:
            found += conjuncts(sentence, head)
    return found


def _inherited(sentence: Sentence, verb: int, *, passive: bool) -> list[int]:
    """The subject that a verb without one takes from where it hangs (the object, for a passive)."""
    token = sentence.tokens[verb]
    above = token.head
    if above in (verb, -1):
        return []
    upper = sentence.tokens[above]
    if token.dep == "acl" or (token.dep == "relcl" and not children(sentence, verb, "nsubj", "nsubjpass")):
        return [above]
    if token.dep == "amod":
        return [above]
    before = sentence.tokens[verb - 1]
    described = token.dep == "advcl" and before.tag in ("NN", "NNS") and above < before.i
    if passive and described and children(sentence, verb, "agent"):  # "moved in to free villagers held by bandits"
        return [before.i]
    if not passive and token.dep == "conj" and token.tag == "VBG" and upper.dep == "dobj":
        outer = sentence.tokens[upper.head]  # "killing six miners and torching tents", read as miners and tents
        above = outer.i if outer.tag == "VBG" else above
    if token.dep == "pcomp" and upper.dep in ("prep", "agent"):
        charged = upper.lower == "with" and sentence.tokens[upper.head].lemma == "charge"
        blamed = _spread(sentence, children(sentence, upper.head, "dobj")) if charged or upper.lower in _BLAMED else []
        if blamed and (upper.lower != "for" or sentence.tokens[upper.head].lemma in _words("blamed_for")):
            return blamed  # "accused them of shelling", "stopped them from entering", "blamed them for bombing"
        return _inherited_from(sentence, upper.head, passive=passive)
    if token.dep in ("xcomp", "ccomp") and not passive:
        objects = _spread(sentence, children(sentence, above, "dobj"))
        if objects and token.dep == "xcomp" and token.tag == "VB" and upper.lemma != "use":  # "used batons to break up the crowd"
            return objects
        return _inherited_from(sentence, above, passive=passive) if token.dep == "xcomp" else []
    if not passive and _is_outcome(sentence, verb):
        return _spread(sentence, [one for by in children(sentence, above, "agent") for one in children(sentence, by, "pobj")])
    if token.dep in ("conj", "advcl", "xcomp", "dep", "parataxis"):
        return _inherited_from(sentence, above, passive=passive)
    return []


def _is_outcome(sentence: Sentence, verb: int) -> bool:
    """Whether a participle tells what was done to the subject of a passive: "a jet was shot down, killing two"."""
    token = sentence.tokens[verb]
    upper, harmed = sentence.tokens[token.head], _words("harmed")
    behind = token.tag == "VBG" and token.dep == "advcl" and token.head < verb
    return behind and token.lemma in harmed and upper.lemma in harmed and is_passive(sentence, token.head)


def _inherited_from(sentence: Sentence, above: int, *, passive: bool) -> list[int]:
    """The grammatical subject of the verb above, whatever its own voice: it is what both verbs speak about."""
    token = sentence.tokens[above]
    if token.dep == "acomp" and token.tag == "JJ" and sentence.tokens[token.head].lemma == "be":
        above = token.head  # "was ready to send troops"
    if not sentence.tokens[above].tag.startswith(("VB", "MD")):
        return [above] if sentence.tokens[above].tag.startswith("N") else []
    own = _resolve(sentence, above, children(sentence, above, *_SUBJECTS, *_PASSIVE))
    return own or _inherited(sentence, above, passive=passive)


def _relative_object(sentence: Sentence, verb: int) -> list[int]:
    """The noun that a relative clause without an object of its own leaves out: "the town (that) rebels captured"."""
    token = sentence.tokens[verb]
    if token.dep == "relcl" and token.head != verb:
        subject = children(sentence, verb, "nsubj")
        if subject and sentence.tokens[subject[0]].lower not in _RELATIVE:
            return [token.head]
    return []


def _so_called(sentence: Sentence, verb: int) -> list[int]:
    """What "what" stands for behind a verb: "struck what officials called hideouts", "what it said was a depot"."""
    tokens = sentence.tokens
    if verb + 1 >= len(tokens) or tokens[verb + 1].lower != "what":
        return []
    clause = next(iter(children(sentence, verb, "ccomp")), None)
    if clause is None:
        return []
    below = [clause, *children(sentence, clause, "ccomp", "dep")]
    named = [one for i in below for one in children(sentence, i, "oprd", "attr")]
    ways = [one for i in below for one in children(sentence, i, "prep") if tokens[one].lower == "as"]
    found = named or [one for way in ways for one in children(sentence, way, "pobj")]
    return _spread(sentence, [one for one in found if one > clause])


def particles(sentence: Sentence, verb: int) -> set[str]:
    """The particles and first prepositions of a phrasal verb: {"over"} of "took over"."""
    tokens = sentence.tokens
    return {tokens[child].lower for child in tokens[verb].children if tokens[child].dep in ("prt", "prep", "advmod")}


def is_negated(sentence: Sentence, verb: int) -> bool:
    """Whether the verb itself is negated ("did not enter", "never took", "no one was hurt" is the noun's)."""
    below = [sentence.tokens[child] for child in sentence.tokens[verb].children]
    return any(one.dep == "neg" or one.lower in ("not", "n't", "never") for one in below)


def words_of(sentence: Sentence, phrase: Phrase) -> list[Token]:
    """The tokens of a phrase."""
    return sentence.tokens[phrase[0] : phrase[1]]


_words = lists_of("frames")
