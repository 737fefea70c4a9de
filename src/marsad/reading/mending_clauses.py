"""Where the parse is sure to be wrong about clauses: a participle taken for the verb, a verb that lost its subject."""

from __future__ import annotations

from marsad.reading.document import Sentence, Token
from marsad.reading.hanging import enthrone, hang
from marsad.reading.language import word_list
from marsad.reading.syntax import ancestors, children, noun_phrase

_PLACING = frozenset({"in", "near", "at", "around", "outside", "across", "over", "on", "to"})
_NAMES = ("NNP", "NNPS")


def mend_clauses(sentence: Sentence) -> None:
    """Hang participles where they belong."""
    _free_opened(sentence)
    _free_gapped(sentence)
    _free_reduced(sentence)
    if "who" in sentence.lowers:
        _free_described(sentence)
    if not word_list("events", "laid").isdisjoint(sentence.lowers):
        _free_flung(sentence)


def opening_place(sentence: Sentence) -> Token | None:
    """The name that a sentence opens with as where something was: "In X, ...", "To the west of X, ..."."""
    tokens = sentence.tokens
    if tokens[0].dep != "prep" or tokens[0].lower not in _PLACING or not tokens[tokens[0].head].tag.startswith("VB"):
        return None
    held = children(sentence, 0, "pobj")
    held += [one for i in held for of in children(sentence, i, "prep") for one in children(sentence, of, "pobj")]
    return next((tokens[i] for i in held if tokens[i].tag in _NAMES), None)


def _free_opened(sentence: Sentence) -> None:
    """ "In X, a drone slammed into a block, said the mayor": the drone did it, and is no other name of X."""
    tokens = sentence.tokens
    place = opening_place(sentence)
    for noun in children(sentence, place.i, "appos") if place is not None else []:
        first = noun_phrase(sentence, noun)[0]
        verb = next((tokens[i] for i in children(sentence, noun, "acl") if tokens[i].tag == "VBD" and i == noun + 1), None)
        root = tokens[tokens[0].head]
        opens = tokens[first].tag == "DT" and tokens[first - 1].text == "," and root.lemma in word_list("frames", "telling")
        if verb is None or not opens or children(sentence, verb.i, "nsubj", "agent"):
            continue
        hang(sentence, verb.i, root.i, "ccomp")
        hang(sentence, noun, verb.i, "nsubj")
        hang(sentence, 0, verb.i, "prep")
        return


def _free_gapped(sentence: Sentence) -> None:
    """ "A boy was killed and his brother wounded by a mine": the brother was, as the boy was."""
    tokens = sentence.tokens
    for noun in tokens[3:-1]:
        if noun.dep != "conj" or not noun.tag.startswith("N"):
            continue
        verb, above = tokens[noun.i + 1], tokens[noun.head]
        if verb.head != noun.i or verb.dep != "acl":
            continue
        passive = above.tag == "VBN" and bool(children(sentence, above.i, "auxpass", "nsubjpass"))
        if verb.tag in ("VBN", "VBD") and passive and above.i < noun.i:
            hang(sentence, verb.i, above.i, "conj")
            hang(sentence, noun.i, verb.i, "nsubjpass")
            verb.tag = "VBN"


def _free_described(sentence: Sentence) -> None:
    """ "They ambushed a car, killing one and abducting the driver, who was released": the clause tells of the driver alone."""
    tokens = sentence.tokens
    for who in tokens[3:]:
        clause = tokens[who.head]
        first = tokens[clause.head]
        noun = tokens[who.i - 2] if tokens[who.i - 1].text == "," else tokens[who.i - 1]
        own = who.lower == "who" and who.dep in ("nsubj", "nsubjpass") and clause.i > who.i
        if not own or clause.dep != "conj" or not noun.tag.startswith("N") or noun.i <= first.i:
            continue
        for one in [child for child in clause.children if first.i < child < who.i and tokens[child].tag == "VBG"]:
            hang(sentence, one, first.i, "advcl")
        hang(sentence, clause.i, noun.i, "relcl")


def _free_reduced(sentence: Sentence) -> None:
    """ "two rockets launched at X had been intercepted": they were launched, and it is told that they were intercepted."""
    tokens = sentence.tokens
    for verb in tokens[4:]:
        if verb.tag != "VBN" or verb.dep not in ("ccomp", "conj", "ROOT", "parataxis"):
            continue
        helping = children(sentence, verb.i, "aux", "auxpass")
        bare = helping and helping[0] > 2 and not children(sentence, verb.i, "nsubj", "nsubjpass", "cc")
        if not bare or tokens[helping[0]].tag == "VB":
            continue
        before = tokens[helping[0] - 1]
        above = [before, *(tokens[i] for i in ancestors(sentence, before.i))]
        told = next((one for one in above if _is_reduced(sentence, one, verb)), None)
        if told is not None:
            noun = children(sentence, told.i, "nsubj")[0]
            passive = "nsubjpass" if children(sentence, verb.i, "auxpass") else "nsubj"
            if told.head == verb.i or told.dep != "ROOT":
                hang(sentence, noun, verb.i, passive)
                hang(sentence, told.i, noun, "acl")
                told.tag = "VBN"


def _free_flung(sentence: Sentence) -> None:
    """ "Artillery fired from a base hit a market": what was fired hit it, and "fired" only tells which."""
    tokens = sentence.tokens
    for verb in tokens[3:]:
        told = tokens[verb.head]
        bare = verb.dep == "conj" and verb.tag == "VBD" and not children(sentence, verb.i, "nsubj", "nsubjpass", "aux", "auxpass")
        if not bare or told.lower not in word_list("events", "laid") or told.i == 0 or told.i > verb.i:
            continue
        between = [token for token in tokens[told.i : verb.i] if token.text == "," or token.dep == "cc"]
        kept = children(sentence, told.i, "aux", "auxpass", "dobj", "ccomp", "xcomp")
        noun = told.i - 1
        if between or kept or children(sentence, told.i, "nsubj") != [noun] or not children(sentence, told.i, "prep"):
            continue
        if told.dep == "ROOT":
            enthrone(sentence, verb.i, told.i)
        else:
            hang(sentence, verb.i, told.head, told.dep)
        hang(sentence, noun, verb.i, "nsubj")
        hang(sentence, told.i, noun, "acl")
        for one in [child for child in children(sentence, verb.i, "prep") if told.i < child < verb.i]:
            hang(sentence, one, told.i, "prep")
        told.tag = "VBN"


def _is_reduced(sentence: Sentence, told: Token, verb: Token) -> bool:
    """Whether a verb before another one that has lost its subject is a participle on the noun right before it."""
    subjects = children(sentence, told.i, "nsubj")
    plain = told.tag in ("VBN", "VBD") and not children(sentence, told.i, "aux", "auxpass", "dobj", "ccomp", "xcomp", "conj")
    beside = told.head == verb.i or told.head == verb.head
    return plain and beside and told.i < verb.i and subjects == [told.i - 1] and bool(children(sentence, told.i, "prep", "agent"))
