"""What is denied: the claim, report or charge that a verb of denial is about, however the words set it."""

from __future__ import annotations

from functools import lru_cache

from marsad.reading.attribution.words import words
from marsad.reading.document import Sentence
from marsad.reading.language import table, word_list
from marsad.reading.syntax import Phrase, children, is_passive, noun_phrase, subtree

_NEAR = 6
_CLAUSE = 12


def pointed(sentence: Sentence, i: int, nouns: frozenset[str]) -> Phrase | None:
    """ "rejects that figure.": a noun that the parse took for the verb of a clause."""
    pointer, noun, *rest = (*sentence.tokens[i + 1 : i + 4], None, None)
    if pointer is None or noun is None or pointer.lower not in ("that", "this") or noun.lower not in nouns:
        return None
    ends = rest[0] is None or rest[0].text in (".", ",", ";", ":")
    return (pointer.i, noun.i + 1) if ends and noun.tag.startswith("VB") else None


def to_a_thing(sentence: Sentence, noun: int) -> bool:
    """Whether a claim is one to land or office, not one that something is so: "rejected the claim to the island"."""
    behind = sentence.tokens[noun + 1 : noun + 2]
    return sentence.tokens[noun].lower in ("claim", "claims") and bool(behind) and behind[0].lower == "to"


def commented(sentence: Sentence, i: int, nouns: frozenset[str]) -> Phrase | None:
    """What a clause behind a comma is about, where the parse lost it: "..., a charge Chad rejected"."""
    if any(token.lower == "as" for token in sentence.tokens[i + 1 : i + 2]):  # "rejected as a lie claims that P"
        told = next((one.i for one in sentence.tokens[i + 2 : i + 2 + _NEAR] if one.lower in nouns), None)
        return None if told is None else (told, subtree(sentence, told)[1])
    for token in sentence.tokens[max(1, i - _CLAUSE) : i]:
        opens = token.lower in ("a", "an") and sentence.tokens[token.i - 1].text == ","
        noun = sentence.tokens[token.i + 1]
        if opens and (not nouns or noun.lower in nouns) and noun.lower in words()["comments"]:
            return token.i, noun.i + 1
    return None


@lru_cache(maxsize=1)
def deeds() -> frozenset[str]:
    """What can be confirmed or denied by its noun: "the strike, which the army denied"."""
    return frozenset(noun for entry in table("statements")["acts"]["confirm"] for noun in entry.get("nouns", ()))


def called_untrue(sentence: Sentence, i: int, nouns: frozenset[str], end: int) -> Phrase | None:
    """The claim that is called untrue: "an allegation the army called baseless", "described the report as false"."""
    tokens = sentence.tokens
    near = tokens[i + 1 : i + 1 + _NEAR]
    untrue = next((token.i for token in near if token.lower in word_list("modality", "untrue")), None)
    if untrue is None:
        return None
    told = [token.i for token in tokens[max(0, i - _NEAR) : untrue] if token.lower in nouns and token.i != i]
    told += [token.i for token in tokens[untrue + 1 : untrue + 4] if token.lower in nouns]  # "dismissed as false a video"
    if not told:
        return None
    first, last = noun_phrase(sentence, told[-1])
    if told[-1] < untrue:
        return first, last
    clause = last < end and tokens[last].lower == "that"  # "described as false the claim that P"
    return max(first, untrue + 1), end if clause else last


def waved_off(sentence: Sentence, i: int) -> Phrase | None:
    """Whatever is "dismissed as a hoax", be it called a claim or not: "A landing was dismissed by the navy as a hoax"."""
    tokens = sentence.tokens
    if tokens[i].lemma not in word_list("statements", "waved_off"):
        return None
    joint = next((one.i for one in tokens[i + 1 : i + _CLAUSE] if one.lower == "as" or one.text in ".;"), None)
    if joint is None or tokens[joint].lower != "as":
        return None
    called = [one for one in tokens[joint + 1 : joint + 5] if one.lower in word_list("modality", "untrue")]
    called = [one for one in called if one.lower not in word_list("statements", "opinions")]
    behind = tokens[called[-1].i + 1 : called[-1].i + 2] if called else []
    if not called or any(one.tag.startswith("N") for one in behind):  # "dismissed as a false prophet"
        return None
    objects = children(sentence, i, "nsubjpass") if is_passive(sentence, i) else children(sentence, i, "dobj", "obj")
    first, last = subtree(sentence, objects[0]) if objects else (0, 0)
    return (first, min(last, joint) if last > i else last) if last > first else None


def of_many(sentence: Sentence, head: int) -> int:
    """What a count is of: "disputed two of these claims"."""
    tokens = sentence.tokens
    counts = tokens[head].lower in word_list("statements", "counts_of") and tokens[head].tag in ("DT", "JJ", "PDT", "NN")
    if not counts and tokens[head].tag != "CD":
        return head
    return next((one for prep in children(sentence, head, "prep") for one in children(sentence, prep, "pobj")), head)
