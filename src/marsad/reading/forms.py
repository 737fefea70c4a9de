"""The forms of words that the tables list by one: a noun's plural, a verb's inflections, a phrase's alternatives."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from marsad.reading.language import table

_CRAFT = re.compile(r"(?:f|mig|su|mi|yak|jf|ah|uh|mq|tu|ka|y|ftc|an|il)-?\d{1,4}[a-z]{0,2}s?")


def expand(phrase: str) -> list[tuple[str, ...]]:
    """The phrases that one with alternatives stands for: "take|seize control of" gives two; a hyphen is a gap."""
    return list(product(*(word.split("|") for word in phrase.replace("-", " ").split())))


def noun_forms(noun: str) -> set[str]:
    """A noun and its plural."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return {noun, noun + "es"}
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return {noun, noun[:-1] + "ies"}
    return {noun, noun + "s"}


def is_craft(word: str) -> bool:
    """Whether a word in small letters is a warplane's or helicopter's type: "f-16s", "mi-35"."""
    return _CRAFT.fullmatch(word) is not None


def verb_forms(verb: str) -> set[str]:
    """A verb and its forms; those that no rule makes come from the table of irregular verbs."""
    return set(_verb_forms(verb))


@lru_cache(maxsize=2048)
def _verb_forms(verb: str) -> tuple[str, ...]:
    words = table("frames")
    forms = {verb, *_third_person(verb)}
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) else verb
    double = verb + verb[-1] if verb in words["doubling"] else stem
    forms.add("dying" if verb == "die" else double + "ing")
    if verb in words["irregular"]:
        forms.update(words["irregular"][verb])
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        forms.add(verb[:-1] + "ied")
    else:
        forms.add(verb + "d" if verb.endswith("e") else (double if verb in words["doubling"] else stem) + "ed")
    return tuple(forms)


def _third_person(verb: str) -> set[str]:
    if verb.endswith(("s", "x", "ch", "sh", "o", "z")):
        return {verb + "es"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb[:-1] + "ies"}
    return {verb + "s"}
