"""Frames: what a verb or noun of action looks like in a sentence, and where its parts stand.

A frame is data (`language/en/events.yaml` and its like): the words that trigger it, where each of its roles is to be looked
for, and what it produces. This module knows how to find triggers and roles, and nothing of wars.

Triggers are written as phrases. `verbs: [take over, seize|take control of]`: a verb, then words that follow it in this order with
small gaps between. `nouns: [airstrike, suicide bombing]`: words side by side, the last one the noun. All forms of the verb, and
the noun's plural, are meant. A role is a list of sources, the first that yields counts: `subject`, `object`, `tail` (what follows
the trigger's last word), `poss`, `mod` (words before the noun), `left` (noun phrase that ends before an active verb), or a
preposition; `owner` is whose the last word is ("into their hands"), `moved` is a passive's subject, `giver` the subject of
"staged" or "began" a noun of action, `setter` by whom it was made ("under a siege laid by X"),
`given` to whom ("gives the rebels control of X"), `bearer` of what it is said ("with X under siege"); `a+b` takes both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from marsad.reading.document import Sentence, Token
from marsad.reading.forms import TriggerPhrases, expand, noun_forms, verb_forms
from marsad.reading.language import table, word_list
from marsad.reading.spelling import words_after, words_before
from marsad.reading.syntax import Roles, children, conjuncts, noun_phrase, roles

_BEHIND = frozenset({"of", "on", "from"})
"""Behind a noun, these begin what belongs to it: "arrival of troops", "march on X"."""
_SETTING = frozenset({"in", "near", "after", "during", "since", "outside", "amid"})
_WAYS = ("to", "into", "toward", "towards", "in", "at")
_BLAMING = frozenset({"accuse", "suspect"})
_MODIFIERS = ("amod", "compound", "nmod", "poss", "nn")


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One kind of happening: its name, role sources and what it gives (fields of the reader's own choosing)."""

    name: str
    roles: Mapping[str, tuple[str, ...]]
    give: Mapping[str, Any]


@dataclass(slots=True, eq=False)
class Match:
    """A frame found in a sentence: `trigger` is its verb or noun, `words` all the tokens of the trigger phrase."""

    frame: Frame
    sentence: Sentence
    trigger: int
    words: tuple[int, ...]
    verbal: bool
    roles: Roles = field(default_factory=Roles)
    token: Token = field(init=False)
    """The verb or noun."""
    _filled: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.token = self.sentence.tokens[self.trigger]

    def role(self, name: str) -> list[int]:
        """Heads of the phrases that fill a role; empty where nothing does."""
        if name not in self._filled:
            self._filled[name] = self._find(name)
        return list(self._filled[name])

    def _find(self, name: str) -> list[int]:
        told = self.roles.passive and self.verbal  # "battalions were shifted": a word of the phrase, and who was moved
        for source in self.frame.roles.get(name, ()):
            found = dict.fromkeys([head for part in source.split("+") for head in self._source(part)])
            if not found:
                continue
            heads = [head for head in found if head not in self.words or (told and source == "moved" and head < self.trigger)]
            heads = [head for head in heads if self.sentence.tokens[head].lower not in word_list("tags", "days")]
            if heads:
                return heads
        return []

    def _source(self, source: str) -> list[int]:
        if self.verbal and self.token.tag.startswith("N"):
            return _about_mistaken(self.sentence, self.trigger, source)
        if source == "subject":
            return self.roles.subject
        if source == "object":
            return [head for head in self.roles.object if head not in self.words]
        if source == "moved":
            return self.roles.object if self.roles.passive else []
        if source in ("object", "tail") and self.roles.passive and "moved" in self.frame.roles.get("who", ()):
            return []
        if source == "owner":
            last = self.words[-1]
            return children(self.sentence, last, "poss") or children(self.sentence, last, "amod", "compound", "nmod")
        if source == "setter":
            clauses = children(self.sentence, self.words[-1], "acl")
            return [
                one for clause in clauses for one in roles(self.sentence, clause).subject if roles(self.sentence, clause).passive
            ]
        if source == "tail":
            return self._tail()
        if source == "given":  # "gives the rebels control of the road"
            return children(self.sentence, self.trigger, "dative") or [one for one in self.roles.object if one not in self.words]
        if source == "mod":
            return modifiers(self.sentence, self.trigger)
        if source == "poss":
            return children(self.sentence, self.trigger, "poss")
        if source == "left":
            return self._left()
        if source == "giver":
            return self._giver()
        if source == "bearer":
            return self._bearer()
        ways = children(self.sentence, self.trigger, "advmod", "prt") if self.verbal else []
        near = [*self.words, *self.roles.object, *ways]
        if not self.verbal:  # "the withdrawal from X to Y", "the arrival of soldiers in Y", "the capture of X by Y"
            own = [self.trigger] if source in _WAYS else []
            near = [*own, *self.roles.by("of")] if own or source == "by" else []
        own = self.roles.by(source)
        if own and source == "from":  # "fell back from X, which Y entered, and from Z"
            own = sorted({*own, *_under(self.sentence, ways, source)})
        return own or _under(self.sentence, near, source) or self._made(source)

    def _made(self, source: str) -> list[int]:
        """Where to or from, by the verb whose object a noun of action is: "carried out a withdrawal from X to Y"."""
        if self.verbal or self.token.dep != "dobj" or source not in ("to", "from", "into", "towards"):
            return []
        above = self.sentence.tokens[self.token.head]
        return roles(self.sentence, above.i).by(source) if above.lemma in word_list("frames", "makes") else []

    def _giver(self) -> list[int]:
        """Who did what a noun of action names, by the verb whose object it is: "staged a withdrawal", "began its advance"."""
        above = self.sentence.tokens[self.token.head]
        if self.token.dep != "dobj" or above.lemma not in word_list("frames", "makes"):
            return []
        return roles(self.sentence, above.i).subject

    def _bearer(self) -> list[int]:
        """Of what a noun behind a preposition is said: "with the town under siege"."""
        prep = self.sentence.tokens[self.words[0]]
        above = self.sentence.tokens[prep.head]
        if above.tag.startswith("N"):
            return [above.i]
        return children(self.sentence, above.i, "pobj") if above.lower == "with" else []

    def _tail(self) -> list[int]:
        """Objects of the trigger's last word; else, for a particle, the verb's object."""
        last = self.words[-1]
        found = _objects(self.sentence, last) if last != self.trigger else []
        if self.sentence.tokens[last].tag in ("RB", "RP") and self.roles.object:
            found = []  # "took seven men away with them": the men
        return found or [head for head in self.roles.object if head not in self.words] or self._right()

    def _right(self) -> list[int]:
        """The first noun right after the trigger phrase, where the parse lost it; none for a passive."""
        if self.roles.passive:
            return []
        tokens = self.sentence.tokens
        for token in tokens[max(self.words) + 1 : max(self.words) + 6]:
            if token.tag == "RB" and token.text[:1].isupper() and token.i == max(self.words) + 1:
                return [token.i]  # a name that the tagger doesn't know: "took Toretsk"
            if token.tag.startswith("N"):
                while token.i + 1 < len(tokens) and token.head == token.i + 1 and tokens[token.i + 1].tag.startswith("N"):
                    token = tokens[token.i + 1]
                return [token.i]
            if token.tag.startswith("VB") or token.tag in ("IN", "WRB", "WP", "WDT", ".", ":", ","):
                return []
        return []

    def _left(self) -> list[int]:
        """The noun just before a finite active verb (adverbs and auxiliaries between), where the parse gave no subject."""
        if not self.verbal or self.roles.passive or self.token.tag not in ("VBD", "VBZ", "VBP", "VBN"):
            return []
        tokens = self.sentence.tokens
        for token in reversed(tokens[max(0, self.trigger - 5) : self.trigger]):
            if token.tag.startswith("N"):
                return [token.i]
            if not (token.tag.startswith("RB") or token.dep in ("aux", "neg") or token.lower in ("have", "has", "had", ")")):
                return []
        return []


def _under(sentence: Sentence, heads: list[int], prep: str) -> list[int]:
    """What hangs on a preposition that the parse gave to the verb's object: "fired a rocket at the base"."""
    return [
        inner
        for head in heads
        for child in _preps_under(sentence, head)
        if sentence.tokens[child].lower == prep
        for inner in children(sentence, child, "pobj")
    ]


def _preps_under(sentence: Sentence, head: int) -> list[int]:
    """The prepositions of a word, and those that the parse hung on its "from" or on what that names: "from X and Y to Z"."""
    own = children(sentence, head, "prep", "agent")
    starts = [prep for prep in own if sentence.tokens[prep].lower == "from"]
    named = [one for prep in starts for top in children(sentence, prep, "pobj") for one in conjuncts(sentence, top)]
    return own + [inner for start in (*starts, *named) for inner in children(sentence, start, "prep")]


def _is_gerund(sentence: Sentence, token: Token) -> bool:
    """Whether an "-ing" form is a noun: no object or auxiliary of its own, or a subject or object itself with "of" after it."""
    if not children(sentence, token.i, "dobj", "nsubj", "aux"):
        return True
    after = sentence.tokens[token.i + 1].lower if token.i + 1 < len(sentence.tokens) else ""
    return after == "of" and not children(sentence, token.i, "dobj", "aux")


def _is_mistaken(sentence: Sentence, token: Token) -> bool:
    """Whether a verb was taken for a noun: a plural that would be part of a compound, a noun with an object."""
    if token.i == 0 or not token.tag.startswith("N"):
        return False
    before = sentence.tokens[token.i - 1].tag
    return (token.tag == "NNS" and token.dep == "compound" and before.startswith("N")) or bool(
        children(sentence, token.i, "dobj")
    )


def _about_mistaken(sentence: Sentence, i: int, source: str) -> list[int]:
    """Subject and object of such a verb: "rebels shells camp near the border"."""
    token = sentence.tokens[i]
    if source in ("subject", "left"):  # "the army denies bombing civilians"
        own = roles(sentence, token.head).subject if token.dep == "xcomp" else children(sentence, i, "nsubj")
        return own or [i - 1]
    below = children(sentence, i, "dobj") or ([token.head] if token.head > i else [])
    return below if source in ("object", "tail") else []


def modifiers(sentence: Sentence, head: int) -> list[int]:
    """Words before a noun in its own phrase: "Russian" and "regime" of "Russian and regime airstrikes"."""
    tokens = sentence.tokens
    first, _ = noun_phrase(sentence, head, of=False)
    found = [i for i in range(first, head) if tokens[i].tag[:1] in "NJ" or tokens[i].dep in _MODIFIERS]
    if found or first < head:
        return found
    before = head - 1
    return [before] if before >= 0 and tokens[before].tag in ("NNP", "NNPS", "JJ") else []


def _objects(sentence: Sentence, prep: int) -> list[int]:
    """What hangs on a preposition, coordinated things spread out; nothing where the parse made it a particle."""
    heads = children(sentence, prep, "pobj")
    for inner in children(sentence, prep, "prep"):
        if sentence.tokens[prep].tag.startswith("N") and sentence.tokens[inner].lower in _SETTING:
            continue  # "held talks in X", "taken into custody in X": where it was
        if sentence.tokens[inner].lower != "from" or sentence.tokens[prep].tag == "IN":  # "taken back from X": X is no object
            heads += children(sentence, inner, "pobj")
    return [one for head in heads for one in conjuncts(sentence, head)]


class Frames:
    """The frames of one table, indexed by the forms of their trigger words."""

    def __init__(self, rows: list[dict[str, Any]], defaults: Mapping[str, Any]) -> None:
        self.verbs: dict[str, TriggerPhrases[Frame]] = {}
        self.nouns: dict[str, TriggerPhrases[Frame]] = {}
        self.named: dict[str, Frame] = {}
        self._telling: set[str] = set()
        for row in rows:
            self._add(row, defaults)
        for index in (self.verbs, self.nouns):
            for phrases in index.values():
                phrases.close()
        self.triggers = frozenset(self._telling)
        self._heads = frozenset(self.verbs) | frozenset(self.nouns)

    def _add(self, row: dict[str, Any], defaults: Mapping[str, Any]) -> None:
        give = {key: value for key, value in row.items() if key not in ("name", "verbs", "nouns", "roles")}
        own: Mapping[str, Any] = row.get("roles", {})
        for part, index, forms in (("verbs", self.verbs, verb_forms), ("nouns", self.nouns, noun_forms)):
            usual: Mapping[str, Any] = defaults.get(part, {})
            sources = {
                key: tuple(own.get(key, ())) + (tuple(usual.get(key, ())) if part == "nouns" and own.get(key) else ())
                or (() if key in own else tuple(usual[key]))
                for key in {**usual, **own}
            }
            roles = {key: tuple(sorted(of, key=lambda one: one != "giver")) for key, of in sources.items()}  # first the giver
            frame = Frame(row["name"], roles, give)
            self.named.setdefault(row["name"], frame)
            for phrase in row.get(part, ()):
                for words in expand(phrase):
                    behind = part == "verbs" or not _BEHIND.isdisjoint(words)
                    head, rest = (words[0], words[1:]) if behind else (words[-1], words[:-1])
                    for form in forms(head):
                        index.setdefault(form, TriggerPhrases()).add(rest, frame)
                    telling = max(words, key=_tells) if head in table("frames")["common"] else head
                    self._telling |= forms(head) if telling == head else noun_forms(telling)

    def find(self, sentence: Sentence) -> list[Match]:
        """The frames of a parsed sentence in text order; of overlapping triggers the longest, no word used twice."""
        if self._heads.isdisjoint(sentence.lowers):
            return []
        found = [match for token in sentence.tokens if token.lower in self._heads for match in self._at(sentence, token)]
        found.sort(key=lambda match: (-len(match.words), match.words))
        taken: set[int] = set()
        kept = []
        for match in found:
            if not taken.intersection(match.words):
                taken.update(match.words)
                kept.append(match)
        for match in kept:
            match.roles = roles(sentence, match.trigger)
        return sorted(kept, key=lambda match: match.trigger)

    def _at(self, sentence: Sentence, token: Token) -> Iterator[Match]:
        """The frames that a token triggers."""
        lowers, word = sentence.singulars, token.lower
        mistaken = word in self.verbs and _is_mistaken(sentence, token)
        verbal = mistaken or (
            token.tag.startswith("VB")
            and token.dep not in ("aux", "auxpass")
            and not (token.dep == "amod" and token.tag in ("VBN", "VBD"))
        )
        if word in self.nouns and self._is_nominal(sentence, token, verbal=verbal, mistaken=mistaken):
            for rest, frame in self.nouns[word].among(lowers):
                if rest and rest[0] not in lowers:
                    continue
                of = bool(rest) and rest[0] in _BEHIND
                words = words_after(sentence, token.i, rest) if of else words_before(sentence.tokens, token.i, rest)
                if words is not None:
                    yield Match(frame, sentence, token.i, (token.i, *words) if of else (*words, token.i), False)
                    break
        if verbal and word in self.verbs:
            best: tuple[tuple[int, ...], Frame] | None = None
            for rest, frame in self.verbs[word].among(lowers):
                if best is not None and len(rest) < len(best[0]):
                    break
                if rest and (rest[0] not in lowers or rest[-1] not in lowers):
                    continue
                words = words_after(sentence, token.i, rest)
                if words is not None and (best is None or words[-1:] < best[0][-1:]):
                    best = words, frame
            if best is not None:
                yield Match(best[1], sentence, token.i, (token.i, *best[0]), True)

    def _is_nominal(self, sentence: Sentence, token: Token, *, verbal: bool, mistaken: bool) -> bool:
        """Whether a word stands as a noun of action, and as no name."""
        name = token.tag in ("NNP", "NNPS") and token.text[0].isupper() and not (sentence.headline or token.text.isupper())
        if name and _stands_alone(sentence, token) and not _is_named_deed(sentence, token):
            return False
        noun = (token.tag.startswith("N") and not mistaken) or (not verbal and token.lower not in self.verbs)
        return noun or (token.tag == "VBG" and _is_gerund(sentence, token))


def _stands_alone(sentence: Sentence, token: Token) -> bool:
    """Whether a capital makes a word a name ("March", "Strike"): after another word that is no name itself."""
    before = sentence.tokens[token.i - 1] if token.i else None
    return before is not None and not (before.text[0].isupper() and before.tag.startswith("NNP"))


def _is_named_deed(sentence: Sentence, token: Token) -> bool:
    """Whether an operation is told by its name: "launched Operation Dignity"."""
    after = sentence.tokens[token.i + 1 : token.i + 2]
    return token.text == "Operation" and bool(after) and after[0].tag.startswith("NNP")


def _tells(word: str) -> tuple[bool, int]:
    """How well a word of a phrase tells that the phrase may be there: the common verbs and small words least."""
    return word not in table("frames")["common"], len(word)


def _governor(tokens: list[Token], i: int) -> str:
    """The verb whose object a noun is; empty for another word."""
    return tokens[tokens[i].head].lemma if tokens[i].dep == "dobj" else ""


def is_aim(sentence: Sentence, verb: int, real: frozenset[str]) -> bool:
    """Whether a verb only tells an aim, an attempt or what was prevented: "to capture the town", "from advancing".

    `real` are the lemmas of verbs whose infinitive happens or is announced ("managed to take", "plans to withdraw").
    """
    tokens = sentence.tokens
    while tokens[verb].dep == "conj" and tokens[verb].tag in ("VB", "VBG"):
        verb = tokens[verb].head
    token = tokens[verb]
    above = tokens[token.head] if token.head not in (verb, -1) else token
    if token.tag == "VB" and any(tokens[child].lower == "to" for child in children(sentence, verb, "aux")):
        yet = any(tokens[child].lower == "yet" for child in children(sentence, above.i, "advmod"))
        only = token.dep in ("advcl", "xcomp") and tokens[children(sentence, verb, "aux")[0] - 1].lower == "only"
        return (above.lemma not in real or yet) and not only  # "have yet to withdraw"; "took X, only to lose it"
    if token.dep == "pcomp" and above.lower == "of" and {tokens[above.head].lemma, _governor(tokens, above.head)} & _BLAMING:
        return False
    return token.dep == "pcomp" and token.tag == "VBG" and above.lower in ("from", "of", "at", "for", "against", "without")


@lru_cache(maxsize=8)
def frames_of(name: str) -> Frames:
    """The frames of the table `NAME.yaml`, built once."""
    rows = table(name)
    return Frames(rows["frames"], rows.get("defaults", {}))
