"""What a phrase says that there was none of, or that it never was: "not a single house", "neither entered nor fired"."""

from __future__ import annotations

from functools import lru_cache

from marsad.reading.document import Sentence
from marsad.reading.language import lists_of, table
from marsad.reading.syntax import children, noun_phrase


def is_none(sentence: Sentence, noun: int) -> bool:
    """Whether a noun phrase says that there was none: "no soldier", "nobody", "not a single house", "neither town"."""
    tokens = sentence.tokens
    none = [one for one in children(sentence, noun, "det", "neg") if tokens[one].lower in _words("no_nouns")]
    if tokens[noun].lower in _words("nobody") or any(not is_at_least(sentence, one) for one in none):
        return True
    if sentence.lowers.isdisjoint(_openers()):
        return False
    first = noun_phrase(sentence, noun)[0]
    opening = [token.lower for token in tokens[max(0, first - 1) : noun]]
    return any(opening[: len(row)] == row for row in table("modality")["not_one"])


def is_at_least(sentence: Sentence, no: int) -> bool:
    """Whether a "no" only opens "no fewer than 20 houses"."""
    return no + 1 < len(sentence.tokens) and sentence.tokens[no + 1].lower in ("fewer", "less")


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    """The words that phrases for none begin with."""
    return frozenset(row[0] for row in table("modality")["not_one"])


def is_neither(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is one of two that did not happen: "neither entered the town nor fired on it"."""
    tokens = sentence.tokens
    beside = {tokens[child].lower for child in tokens[verb].children if child < verb}
    joined = tokens[verb].dep == "conj" and any(tokens[one].lower == "nor" for one in children(sentence, tokens[verb].head, "cc"))
    return "neither" in beside or joined or _is_never(sentence, verb)


def _is_never(sentence: Sentence, verb: int) -> bool:
    """Whether a phrase before a verb says that it was never so: "at no point did jets hit the town"."""
    if sentence.lowers.isdisjoint(_words("no_times")):
        return False
    helped = [one for aux in children(sentence, verb, "aux") for one in children(sentence, aux, "prep")]
    for prep in [one for one in (*helped, *children(sentence, verb, "prep")) if one < verb]:
        for noun in children(sentence, prep, "pobj"):
            if sentence.tokens[noun].lower in _words("no_times") and is_none(sentence, noun):
                return True
    return False


_words = lists_of("modality")
