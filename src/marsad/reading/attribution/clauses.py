"""Clauses about who speaks: whom "which" and "who" stand for, the main verb that one of them hides, "with X saying"."""

from __future__ import annotations

from marsad.reading.attribution.speakers import can_speak, head_of
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.syntax import ancestors, children

_REACH = 16
"""Tokens before a participle within which its "with" stands."""


def described_whole(document: Document, sentence: Sentence, verb: Token, i: int) -> int:
    """ "The Council, an umbrella of local factions, which denied": the Council, not those whom it is made of."""
    tokens, token = sentence.tokens, sentence.tokens[i]
    if verb.dep != "relcl" or all(tokens[one].lower != "which" for one in children(sentence, verb.i, "nsubj")):
        return i
    of = tokens[token.head]
    noun = tokens[of.head]
    made = token.dep == "pobj" and of.lower == "of" and noun.dep == "appos" and noun.head < noun.i
    return noun.head if made and can_speak(document, sentence, noun.head) else i


def past_clause(sentence: Sentence, i: int) -> bool:
    """ "The KIA, which has not joined, threatened to P": the main verb, behind a relative clause, that the parse lost."""
    noun = sentence.tokens[sentence.tokens[i].head]
    clause = next(iter(children(sentence, noun.i, "relcl")), None)
    return noun.dep == "ROOT" and clause is not None and clause < i and sentence.tokens[i - 1].text == ","


def accompanying(document: Document, sentence: Sentence, i: int) -> int | None:
    """ "P, a monitor said, with the army blaming Q": whoever stands between "with" and the participle."""
    tokens = sentence.tokens
    if tokens[i].tag != "VBG" or not can_speak(document, sentence, i - 1):
        return None
    before = reversed(tokens[max(0, i - _REACH) : i])
    opening = next((one for one in before if one.text == "," or one.lower == "with" or one.tag.startswith("V")), None)
    if opening is None or opening.lower != "with" or opening.i + 1 >= i:
        return None
    first = next(one.i for one in tokens[opening.i + 1 : i] if can_speak(document, sentence, one.i))
    return head_of(document, sentence, first)


def antecedent(document: Document, sentence: Sentence, who: int) -> int | None:
    """The noun right before "who", where it can speak."""
    tokens = sentence.tokens
    before = who - 1 - (tokens[who - 1].text == ",")
    above = tokens[before].head if before >= 0 and tokens[before].dep == "appos" else -1
    if 0 <= above < before and not can_speak(document, sentence, before):
        before = above  # "the commissioner, NAME, who confirmed"
    return head_of(document, sentence, before) if before >= 0 and can_speak(document, sentence, before) else None


def told_by_who(document: Document, sentence: Sentence, i: int, head: int) -> int | None:
    """ "Killed nine people, according to residents, who said P": who stands before "who", not what the parse hangs it on."""
    who = next((one for one in children(sentence, i, "nsubj") if sentence.tokens[one].lower == "who"), None)
    told = antecedent(document, sentence, who) if who is not None else None
    return None if told is None or head in ancestors(sentence, told) else told
