"""What a word about control is said of, where its object only counts it, is joined to a name or is a force shut in."""

from __future__ import annotations

from marsad.reading.casting import phrase_words, places_at, word_set
from marsad.reading.document import Document, Sentence
from marsad.reading.extents import control_words
from marsad.reading.frames import Match
from marsad.reading.holdings import is_place
from marsad.reading.syntax import children, conjuncts, roles


def counted(match: Match, head: int) -> list[int]:
    """What a word of number counts: the posts of "a string of posts around X"."""
    sentence, word = match.sentence, match.sentence.tokens[head].lower
    every = word == "one" and any(sentence.tokens[one].lower == "every" for one in sentence.tokens[head].children)
    if word not in control_words("counts") and not every and not (word in control_words("shares") and _of_posts(match, head)):
        return [head]
    inner = roles(sentence, head).by("of")
    return inner if inner and sentence.tokens[inner[0]].tag in ("NNS", "NNPS") else [head]


def _of_posts(match: Match, head: int) -> bool:
    """Whether a share is one of posts or bases: "lost most of its positions"."""
    whole = [match.sentence.tokens[one] for one in roles(match.sentence, head).by("of")]
    return any(one.lower in control_words("sites") and one.tag == "NNS" for one in whole)


def joined_to_name(match: Match, head: int) -> list[int]:
    """What is joined to the name of a town that is told with it: "the capital, X, and the port of Y"."""
    tokens = match.sentence.tokens
    names = children(match.sentence, head, "appos") if tokens[head].tag == "NN" else []
    further = [one for name in names if tokens[name].tag == "NNP" for one in conjuncts(match.sentence, name)[1:]]
    return [one for one in further if tokens[one].tag in ("NN", "NNP") and children(match.sentence, one, "det")]


def shut_in(document: Document, match: Match) -> list[int]:
    """Where a force is told to be besieged: "the division is besieged in X"."""
    if match.frame.give["status"] != "besieged" or not match.roles.passive:
        return []
    inside = ("in", "inside", "at")
    heads = match.roles.by(*inside)
    for force in match.roles.object if not heads else []:  # "the troops in X are surrounded"
        if match.sentence.tokens[force].lower in word_set("armed", "forces", "units"):
            heads += roles(match.sentence, force).by(*inside)
    return [one for one in heads if is_place(document, match.sentence, one)]


def apposed_name(document: Document, match: Match, head: int) -> int:
    """The name behind what is lost or taken: "the army's last foothold in the region, El Obeid, fell"; else the head."""
    tokens = match.sentence.tokens
    if tokens[head].lower not in control_words("strongholds"):
        return head
    near = [head, *roles(match.sentence, head).by("in")]
    names = [one for noun in near for one in children(match.sentence, noun, "appos") if tokens[one].tag == "NNP"]
    return next((one for one in names if is_place(document, match.sentence, one)), head)


def one_of_several(document: Document, match: Match, noun: int) -> list[int]:
    """The towns that are "one of three towns that X holds", with those told "along with" them; empty for other nouns."""
    sentence, tokens = match.sentence, match.sentence.tokens
    prep = tokens[tokens[noun].head]
    if tokens[noun].dep == "pobj" and prep.lower == "in" and tokens[prep.head].tag == "NNS":  # "three towns in X that"
        noun, prep = prep.head, tokens[tokens[prep.head].head]
    one = tokens[prep.head] if tokens[noun].dep == "pobj" and prep.lower == "of" else tokens[noun]
    counted_so = one.dep == "attr" and one.tag == "CD" and bool(roles(sentence, one.i).by("of"))
    if match.token.dep not in ("relcl", "acl") or not counted_so:
        return []
    besides = [way for way in children(sentence, one.head, "prep") if tokens[way].lower in ("along", "together")]
    joined = [end for way in besides for inner in children(sentence, way, "prep") for end in children(sentence, inner, "pobj")]
    named = children(sentence, one.head, "nsubj") + joined
    return [each for top in named for each in conjuncts(sentence, top) if places_at(document, sentence, [each])]


def is_base_of_unit(sentence: Sentence, head: int) -> bool:
    """Whether it is where a unit lives: "the base of Infantry Battalion 12"."""
    if sentence.tokens[head].lower not in control_words("quarters_of_troops"):
        return False
    named = [token.lower for one in roles(sentence, head).by("of") for token in phrase_words(sentence, one)]
    return not word_set("units", "forces").isdisjoint(named)
