"""How a claim stands: asserted, denied, planned, called for, possible, conditional."""

from __future__ import annotations

from functools import cache

from marsad.model.claim import Modality
from marsad.reading.attribution.words import words
from marsad.reading.background import is_background
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.draft import Draft
from marsad.reading.language import lists_of, table, word_list, word_lists
from marsad.reading.negations import is_neither, is_none
from marsad.reading.syntax import children, is_negated, is_passive, noun_phrase
from marsad.reading.untrue import deny_untrue

_STEPS = 12
_TO_COME = ("planned", "called_for", "conditional")


def judge(document: Document, drafts: list[Draft]) -> None:
    """Set each draft's `modality` and `background`, unless its reader has settled them."""
    for draft in drafts:
        if "modality" not in draft.settled and draft.kind not in ("statement", "relation"):
            draft.modality = modality_of(draft.sentence, draft.trigger, counts=draft.kind == "toll")
        if "background" not in draft.settled:
            draft.background = draft.kind == "relation" or is_background(document, draft)
    _share_history(drafts)
    deny_untrue(document, drafts)


def _share_history(drafts: list[Draft]) -> None:
    """Let an incident's dead be history where all events of their sentence are: "killed 1,200 in the October 7 attack"."""
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.kind == "event":
            told.setdefault(draft.sentence.index, []).append(draft)
    for draft in drafts:
        events = told.get(draft.sentence.index, ())
        if draft.kind == "toll" and "background" not in draft.settled and events and draft.fields["scope"] == "incident":
            draft.background = draft.background or all(event.background for event in events)


def modality_of(sentence: Sentence, trigger: int, *, counts: bool = False) -> Modality:
    """How the clause or noun at a token stands; `counts`: a "no" beside it is a figure of zero, not a denial."""
    known = sentence.stands.get((trigger, counts))
    if known is None:
        known = sentence.stands[trigger, counts] = _modality_of(sentence, trigger, counts)
    return known


def _modality_of(sentence: Sentence, trigger: int, counts: bool) -> Modality:
    if not sentence.parsed:
        return "asserted"
    found = _own(sentence, trigger, counts)
    if found is not None:
        return found
    if _is_opened(sentence, trigger):
        return "conditional"
    i, done = trigger, False
    for _ in range(_STEPS):
        token = sentence.tokens[i]
        done = done or (token.dep == "acl" and token.tag == "VBN")  # "called for the release of men seized on Monday"
        done = done or _is_met(sentence, i)
        above = token.head
        if above == i or above < 0 or (token.dep == "relcl" and not _is_told(sentence, i, above)):
            break
        if _asks_who(sentence, i) or (token.dep == "pobj" and sentence.tokens[above].lower == "since"):
            break  # "denied targeting civilians since its invasion": the invasion was
        found, on = _step(sentence, trigger, i, above)
        if found is not None and not (done and found in _TO_COME):
            return found
        if found is not None or not on:
            break
        i = above
    return "asserted"


def _is_met(sentence: Sentence, i: int) -> bool:
    """Whether a participle tells what those do whom a deed is aimed at: "used batons to disperse teachers marching in X"."""
    tokens, token = sentence.tokens, sentence.tokens[i]
    if token.dep != "acl" or token.tag != "VBG" or tokens[token.head].dep != "dobj":
        return False
    verb = tokens[token.head].head
    return tokens[verb].dep == "advcl" and _is_purpose(sentence, verb)


def _asks_who(sentence: Sentence, i: int) -> bool:
    """Whether a clause asks who or how of what is known to have happened: "it is not known who fired on the crowd"."""
    inside = sentence.tokens[i].dep in ("ccomp", "pcomp", "csubj") and sentence.tokens[i].tag.startswith("VB")
    asking = [sentence.tokens[child] for child in sentence.tokens[i].children if child < i] if inside else []
    return any(token.lower in _words("asking") and token.dep in ("nsubj", "nsubjpass", "advmod") for token in asking)


def _is_told(sentence: Sentence, i: int, noun: int) -> bool:
    """ "no confirmation that the town had fallen": a clause that tells what the noun says, whatever the parse calls it."""
    word, subject = sentence.tokens[noun].lower, children(sentence, i, "nsubj", "nsubjpass")
    that = [sentence.tokens[child].dep for child in sentence.tokens[i].children if sentence.tokens[child].lower == "that"]
    proof = word in word_lists("modality", "evidence", "substance") and any(
        sentence.tokens[one].lower != "that" for one in subject
    )
    clause = bool(that) and (that[0] == "mark" or len(children(sentence, i, "dobj")) > 1)
    return bool(that) and (proof or (clause and word in _words("told")))


def _own(sentence: Sentence, i: int, counts: bool) -> Modality | None:
    """What stands at the trigger itself: its auxiliaries, negation, adverbs, condition."""
    token = sentence.tokens[i]
    verbal = token.tag.startswith(("VB", "MD"))
    if verbal:
        return _of_verb(sentence, i, counts)
    return "denied" if not counts and is_none(sentence, i) else None


def _of_verb(sentence: Sentence, i: int, counts: bool = False) -> Modality | None:
    """The verb's negation, condition, modal and adverbs, in that order; a verb joined to another shares the other's."""
    tokens = sentence.tokens
    shared = i
    while (
        tokens[shared].dep == "conj"
        and tokens[tokens[shared].head].tag.startswith("VB")
        and not children(sentence, shared, "nsubj", "nsubjpass", "aux")
    ):
        shared = tokens[shared].head
    for verb in dict.fromkeys((i, shared)):
        if (is_negated(sentence, verb) and (verb == i or _with_or(sentence, verb))) or is_neither(sentence, verb):
            return "denied"
        marks = _marks(sentence, verb)
        if not marks.isdisjoint(_words("conditional")) or _is_inverted(sentence, verb):
            return "possible" if _is_asked(sentence, verb) else "conditional"
        if not marks.isdisjoint(_words("until_marks")) and _is_to_come(sentence, verb):
            return "conditional"
        if not marks.isdisjoint(_words("possible_marks")):
            return "possible"
        modal = _modal(sentence, verb)
        if modal is not None:
            return modal
        for child in children(sentence, verb, "advmod"):
            if tokens[child].lower in _words("adverbs", "possible"):
                return "possible"
    subject = children(sentence, i, "nsubj", "nsubjpass")
    head = subject[0] if subject else i
    not_one = tokens[head].lower == "one" and tokens[head - 1].lower == "not" if head else False
    neither = bool(subject) and any(tokens[child].lower == "neither" for child in tokens[head].children)
    if subject and (tokens[head].lower in ("no", "none", "nobody", "neither") or not_one or neither):
        return "denied"
    told = subject[:1] if counts else (*subject[:1], *children(sentence, i, "dobj")[:1])
    return "denied" if not counts and any(is_none(sentence, one) for one in told) else None


def _is_to_come(sentence: Sentence, verb: int) -> bool:
    """Whether a clause hangs on what is yet to be: "would not lift the siege until the sides agreed"."""
    above = sentence.tokens[verb].head
    return sentence.tokens[verb].dep == "advcl" and any(
        sentence.tokens[child].tag == "MD" and sentence.tokens[child].lower not in ("could", "can")
        for child in children(sentence, above, "aux")
    )


def _is_asked(sentence: Sentence, verb: int) -> bool:
    """Whether an "if" opens a question: "asked if troops had crossed", "it is unclear if they are alive"."""
    token = sentence.tokens[verb]
    above = sentence.tokens[token.head]
    questioned = token.dep == "advcl" and above.lemma == "ask" and not children(sentence, above.i, "dobj", "xcomp")
    return token.i > above.i and (questioned or (token.dep == "ccomp" and above.lemma in _words("asked")))


def _is_opened(sentence: Sentence, i: int) -> bool:
    """Whether a condition that opens the sentence reaches as far as a word, however parsed: "If the army attacks,"."""
    first = next((token for token in sentence.tokens if token.text[0].isalnum()), None)
    opened = first is not None and first.i < i and first.lower in _words("opening_conditions")
    return opened and not any(token.text == "," for token in sentence.tokens[:i])


def _is_inverted(sentence: Sentence, verb: int) -> bool:
    """ "Should the rebels march on X, ...", "Had he known": a condition without its "if"."""
    helpers = [child for child in children(sentence, verb, "aux") if sentence.tokens[child].lower in ("should", "were", "had")]
    subject = children(sentence, verb, "nsubj", "nsubjpass") if helpers else []
    opens = [child for child in helpers if child == 0 or sentence.tokens[child - 1].lower in (",", "but", "and")]
    question = sentence.tokens[-1].text == "?"
    return bool(subject) and any(child < subject[0] < verb for child in opens) and not question


def _with_or(sentence: Sentence, verb: int) -> bool:
    return any(sentence.tokens[child].lower in ("or", "nor") for child in children(sentence, verb, "cc"))


def _marks(sentence: Sentence, verb: int) -> set[str]:
    """The words before a verb that may make its clause a condition or the like: "if", "unless", "until"."""
    return {sentence.tokens[child].lower for child in children(sentence, verb, "mark", "advmod", "prep") if child < verb}


def _modal(sentence: Sentence, verb: int) -> Modality | None:
    tokens = sentence.tokens
    for child in children(sentence, verb, "aux"):
        word = tokens[child].lower
        if word == "could" and tokens[verb].lemma in _words("sensed") and is_passive(sentence, verb):
            continue  # "smoke could be seen": it was
        modality = _listed("modals", word)
        if modality is not None:
            perfect = word in ("should", "ought") and any(tokens[one].lower == "have" for one in children(sentence, verb, "aux"))
            return None if perfect else modality
        if word in ("would", "'d") and tokens[child].tag == "MD":
            condition = any(_marks(sentence, one) & _words("conditional") for one in children(sentence, verb, "advcl"))
            perfect = any(tokens[one].lower == "have" for one in children(sentence, verb, "aux"))
            return "conditional" if condition or perfect else "planned"
    return None


def _step(sentence: Sentence, trigger: int, i: int, above: int) -> tuple[Modality | None, bool]:
    """What the word above does to the one below it, and whether to look further up."""
    token, upper = sentence.tokens[i], sentence.tokens[above]
    if upper.lower in _words("genuine") and is_negated(sentence, upper.head) and token.dep in ("ccomp", "csubj", "acl"):
        return "denied", False
    if upper.tag.startswith(("VB", "MD")):
        return _under_verb(sentence, trigger, i, above)
    if upper.tag in ("IN", "TO", "RP", "RB"):
        return None, True
    if upper.tag.startswith("JJ"):
        if token.dep in ("xcomp", "ccomp", "prep", "pcomp", "acl"):
            return _listed("adjectives", upper.lower), True
        return None, True
    if upper.tag.startswith("N"):
        if token.dep in ("compound", "amod", "nmod", "poss", "appos", "nummod"):
            return None, token.dep != "appos" and token.tag.startswith("N")
        if upper.lower in _words("ending"):
            return None, False
        if upper.lower in _words("told") and _is_clause(sentence, i) and _modified(sentence, above, "untrue"):
            return "denied", False
        if _is_clause(sentence, i) or token.tag == "IN":
            own = children(sentence, above, "det", "amod")
            none = any(sentence.tokens[child].lower in ("no", "any", "little") for child in own)
            if none and upper.lower in word_lists("modality", "evidence", "substance"):
                return "denied" if upper.lower in _words("substance") else "possible", False
        found = _listed("nouns", upper.lower)
        if found is not None and (token.dep in ("acl", "relcl") or token.tag in ("IN", "TO")):
            return found, False
        return None, token.dep in ("prep", "acl", "relcl", "conj", "ccomp")
    return None, False


def _is_clause(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].dep in ("acl", "ccomp", "relcl") and sentence.tokens[i].tag.startswith(("VB", "MD"))


def _modified(sentence: Sentence, i: int, name: str) -> bool:
    return any(sentence.tokens[child].lower in _words(name) for child in children(sentence, i, "amod", "compound"))


def _listed(group: str, word: str) -> Modality | None:
    return _modalities(group).get(word)


@cache
def _modalities(group: str) -> dict[str, Modality]:
    """The words of a group of lists and the modality that each gives, the first list's before the others'."""
    lists: dict[Modality, list[str]] = table("modality")[group]
    return {word: modality for modality, listed in reversed(lists.items()) for word in listed}


def _under_verb(sentence: Sentence, trigger: int, i: int, above: int) -> tuple[Modality | None, bool]:
    token, upper = sentence.tokens[i], sentence.tokens[above]
    if token.dep in ("nsubj", "nsubjpass", "csubj"):
        return _as_subject(sentence, i, above), False
    if token.dep == "conj":
        tells = token.lower in words().cues and upper.lower not in words().cues  # "denied that he fired and accused B of it"
        return None, not tells and not children(sentence, i, "nsubj", "nsubjpass")
    if token.dep in ("ccomp", "csubj", "acl") and upper.lemma in _words("becoming") and _is_untrue(sentence, above):
        return "denied", False
    if token.dep == "dobj" and upper.lemma in _words("checking") and token.lower in _words("told"):
        return None, False
    if token.dep == "ccomp" and _is_apart(sentence, i, above):
        return None, False
    if token.dep == "ccomp" and _noun_for_verb(sentence, above):
        return "denied", False
    if token.dep == "dobj" and _behind_comma(sentence, i, above):
        return None, False
    clause = token.tag.startswith(("VB", "MD")) and token.dep in ("xcomp", "ccomp", "pcomp", "oprd", "acomp", "advcl")
    if token.dep == "advcl" and token.tag == "VBG" and token.lemma in word_list("frames", "harmed"):
        own = _of_verb(sentence, above)  # "may shell the town, killing 30", "denied that jets bombed it, killing 30"
        return (None if own == "denied" else own), upper.dep == "ccomp"
    if token.dep == "xcomp" and i != trigger and upper.lemma in _words("courtesy"):
        return None, False  # "The Command wishes to inform the public that bandits raided X"
    if token.dep == "advcl":
        return ("planned" if _is_purpose(sentence, i) else None), False
    if upper.lemma == "be" and token.dep == "xcomp" and _is_purpose(sentence, i):  # "the army is to withdraw"
        return "planned", False
    verbal = sentence.tokens[trigger].tag.startswith("VB")
    if upper.lemma == "comment" and token.dep == "prep" and verbal:  # "did not comment on the claim that P"
        return None, False
    unsaid = upper.lower in words().cues and _negated(sentence, above) and token.dep in ("ccomp", "dobj")
    if unsaid and _listed("verbs", upper.lemma) is None:
        return "possible", False
    if upper.lemma in _words("facing") and (token.tag.startswith("N") or token.dep == "prep"):
        return None, False
    listed = None if _warns_of_fact(sentence, upper, i) else _listed("verbs", upper.lemma)
    nominal = token.dep in ("dobj", "prep", "pobj", "attr") or (token.dep == "xcomp" and token.tag.startswith("N"))
    if listed is not None and _governs(sentence, upper, i, clause, nominal):
        if upper.lemma in _words("tried") and (_has_outcome(sentence, i) or _has_outcome(sentence, above)):
            return None, False
        if _negated(sentence, above) and listed != "called_for":  # "does not intend to enter", "did not deny that it entered"
            return ("denied" if listed == "planned" and upper.lemma not in _words("hoped") else None), False
        return listed, False
    if listed is None or nominal or clause:
        apart = token.lower in _words("at_which") or upper.lower in words().cues  # "nobody was hurt in the raid"
        own = _of_verb(sentence, above, apart) if nominal or token.dep in ("xcomp", "acomp", "oprd", "attr") else None
        if own is not None and not (own == "denied" and token.lower in _words("at_which")):
            return own, False
    return None, token.dep in ("xcomp", "ccomp", "dobj", "prep", "pcomp", "acomp", "oprd", "attr", "dep")


def _warns_of_fact(sentence: Sentence, verb: Token, i: int) -> bool:
    """ "warned that the rebels were back in control": what is so already, as a clause with a tense and no modal verb tells it."""
    told = sentence.tokens[i].dep == "ccomp" and verb.lemma in _words("warned")
    tensed = sentence.tokens[i].tag in ("VBD", "VBZ", "VBP") or any(
        sentence.tokens[one].tag in ("VBD", "VBZ", "VBP") for one in children(sentence, i, "aux", "auxpass")
    )
    return told and tensed and not any(sentence.tokens[one].tag == "MD" for one in children(sentence, i, "aux"))


def _is_apart(sentence: Sentence, i: int, verb: int) -> bool:
    """Whether a verb has "this" for its object, so that a clause that the parse gives it too is none of its own: "X said P; Y
    denied this", "Y dispute this and state that P"."""
    taken = children(sentence, verb, "dobj")
    return any(sentence.tokens[one].lower in _words("taken_up") for one in taken) or (
        i < verb and any(token.text == ";" for token in sentence.tokens[i:verb])
    )


def _has_outcome(sentence: Sentence, verb: int) -> bool:
    """Whether a participle tells what a deed did, which so took place: "tried to storm the base, killing five guards"."""
    behind = [sentence.tokens[child] for child in children(sentence, verb, "advcl") if child > verb]
    return any(
        token.tag == "VBG" and (token.lemma in word_list("frames", "harmed") or token.lemma == "leave") for token in behind
    )


def _noun_for_verb(sentence: Sentence, i: int) -> bool:
    """ "dismissed as propaganda claims that P", where the parser takes the noun for a verb."""
    token, outer = sentence.tokens[i], sentence.tokens[sentence.tokens[i].head]
    joined = token.dep == "conj" and sentence.tokens[outer.i + 1].lower == "as"
    return joined and token.lower in _words("told") and _listed("verbs", outer.lemma) == "denied"


def _behind_comma(sentence: Sentence, i: int, verb: int) -> bool:
    """Whether a comma parts a supposed object from its verb: "Army foils attack, 15 killed" is two clauses of a headline."""
    first = noun_phrase(sentence, i)[0]
    commas = [token for token in sentence.tokens[verb + 1 : first] if token.text == ","]
    return first > verb + 1 and sentence.tokens[first - 1].text == "," and len(commas) == 1


def _governs(sentence: Sentence, verb: Token, i: int, clause: bool, nominal: bool) -> bool:
    """Whether a listed verb says how this complement stands."""
    if verb.lemma in _words("passive_only") and not children(sentence, verb.i, "auxpass") and verb.tag != "VBN":
        return clause
    if nominal:
        return verb.lemma not in _words("clause_only")
    infinitive = any(sentence.tokens[child].lower == "to" for child in children(sentence, i, "aux"))
    return clause and (infinitive or sentence.tokens[i].tag == "VBG" or verb.lemma not in _words("infinitive_only"))


def _negated(sentence: Sentence, verb: int) -> bool:
    return any(sentence.tokens[child].dep == "neg" for child in sentence.tokens[verb].children)


def _is_purpose(sentence: Sentence, i: int) -> bool:
    """Whether an infinitive tells an aim; "took the town, only to lose it" tells what happened."""
    tokens = sentence.tokens
    to = [child for child in children(sentence, i, "aux") if tokens[child].lower == "to"] if tokens[i].tag == "VB" else []
    return bool(to) and not (to[0] > 0 and tokens[to[0] - 1].lower == "only")


def _as_subject(sentence: Sentence, i: int, verb: int) -> Modality | None:
    """A noun as subject takes the modality of a verb of happening ("the offensive will begin", "a raid is expected")."""
    token = sentence.tokens[verb]
    if sentence.tokens[i].lower in _words("told") and _is_untrue(sentence, verb):
        return "denied"
    if sentence.tokens[i].tag.startswith("VB") or token.lemma not in _words("happens"):
        return None
    listed = _listed("verbs", token.lemma)
    if listed is not None and children(sentence, verb, "auxpass"):
        return listed
    return _of_verb(sentence, verb)


def _is_untrue(sentence: Sentence, verb: int) -> bool:
    """Whether a verb says of its subject that it is false, or was denied: "is untrue", "were dismissed as propaganda"."""
    token = sentence.tokens[verb]
    if token.lemma in _words("becoming"):
        near = [sentence.tokens[child] for child in children(sentence, verb, "acomp", "attr", "oprd", "xcomp", "prep", "advmod")]
        untrue = any(one.lower in _words("untrue") for one in near)
        true = any(one.lower in _words("genuine") for one in near)
        negated = is_negated(sentence, verb)
        return (untrue and not negated) or (true and negated)
    return is_passive(sentence, verb) and _listed("verbs", token.lemma) == "denied"


_words = lists_of("modality")
