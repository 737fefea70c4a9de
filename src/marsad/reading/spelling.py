"""Where the words of a trigger phrase stand about its verb or noun."""

from __future__ import annotations

from marsad.reading.document import Sentence, Token

_GAP = 6
_PREPOSITIONS = frozenset("on in at to into from over against through toward towards with across".split())
_ADVERBS = frozenset({"off", "down", "up"})
"""Particles of a verb that before a noun say where something is."""
_MODIFIERS = ("amod", "compound", "nmod", "poss", "nn")


def words_before(tokens: list[Token], i: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    """The tokens right before `i` that spell `rest`, hyphens passed over."""
    found: list[int] = []
    for word in reversed(rest):
        i -= 1
        while i >= 0 and tokens[i].text in ("-", "‑", "–"):
            i -= 1
        if i < 0 or tokens[i].lower != word:
            return None
        found.append(i)
    return tuple(reversed(found))


def words_after(sentence: Sentence, i: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    """The tokens after a verb that spell `rest` in order, with small gaps and no other clause between.

    The verb's own particle may stand further off ("handed the base at X over"); what a passive tells of stands before it
    ("reinforcements were flown to X").
    """
    tokens = sentence.tokens
    found: list[int] = []
    verb = i
    for word in rest:
        own = _apart(sentence, verb, word) if not found else None
        if own is not None:
            found.append(own)
            i = max(i, own)
            continue
        for token in tokens[i + 1 : i + 1 + _GAP]:
            if token.lower == word or (len(word) > 3 and token.lower in (word + "s", word + "es")):
                if token.dep == "prt" and token.head not in (verb, *found) and tokens[token.head].tag.startswith("VB"):
                    return None  # "carried out by warplanes taking off" tells of nobody carried off
                if _is_where(sentence, token, i) or _is_of_another(sentence, token, verb, found):
                    return None
                break
            if token.lower == "of" and tokens[token.i - 1].tag == "CD":
                continue  # "brought down four of seven drones"
            if _breaks(token, word, begun=bool(found)):
                return None
        else:
            return None
        found.append(i := token.i)
    return tuple(found)


def _is_where(sentence: Sentence, token: Token, last: int) -> bool:
    """Whether what could be a verb's particle only says where: "a boat carrying arms off the coast"."""
    if token.lower not in _ADVERBS or token.dep != "prep" or token.i <= last + 1:
        return False
    after = sentence.tokens[token.i + 1 : token.i + 2]
    named = any(one.tag == "NNP" for one in after)  # the parse may take it for a particle
    return named or any(sentence.tokens[child].dep == "pobj" for child in token.children)


def _is_of_another(sentence: Sentence, token: Token, verb: int, found: list[int]) -> bool:
    """Whether a preposition goes with a participle between: the "at" of "had seen vehicles arriving at X"."""
    above = sentence.tokens[token.head]
    return token.dep == "prep" and above.tag == "VBG" and above.dep in ("acl", "ccomp", "advcl") and above.i not in (verb, *found)


def _apart(sentence: Sentence, verb: int, word: str) -> int | None:
    """The particle of a verb, or the noun that a passive tells of, that spells a phrase's first word."""
    for child in sentence.tokens[verb].children:
        token = sentence.tokens[child]
        if token.dep == "prt" and token.lower == word and child > verb:
            return child
        if word == "out" == token.lower and token.dep in ("prep", "advmod") and child > verb and _leads(sentence, child, "of"):
            return child  # "drove the front's men out of X"
        told = token.dep == "nsubjpass" or (token.dep == "dobj" and child > verb)  # "downed a foreign-made jet"
        if told and (token.lower == word or token.lower in (word + "s", word + "es")):
            return child
    return None


def _leads(sentence: Sentence, i: int, word: str) -> bool:
    """Whether a word stands right behind a token."""
    return i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].lower == word


def _breaks(token: Token, word: str, *, begun: bool) -> bool:
    """Whether a token between two words of a phrase shows that they aren't one: another clause, another preposition."""
    if token.tag in ("VBD", "VBZ", "VBP", "WDT", "WP", ".", ":") or (token.tag == "VBN" and token.dep not in _MODIFIERS):
        return True
    if token.dep == "agent" or (token.tag == "IN" and word in _PREPOSITIONS and token.lower != "of"):  # "destroyed by drone"
        return True
    if token.lower == "to" and word not in _PREPOSITIONS and len(word) > 4:
        return True  # "bringing to 84 the number of fighters"
    return begun and token.tag in ("IN", "CC", "TO", "VB") and token.dep not in _MODIFIERS
