"""What a verb of violence does not tell as done: what may or should be, what somebody is only charged with, a cause."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.reading.casting import word_set
from marsad.reading.document import Sentence, Token
from marsad.reading.frames import Match
from marsad.reading.incident import Incident, words
from marsad.reading.negations import is_at_least
from marsad.reading.syntax import children


def is_cause(sentence: Sentence, match: Match) -> bool:
    """Whether "fight" says what somebody stands for, and no clash: "rebels fighting for power", "they fight to free it"."""
    if match.token.tag == "VBG" and match.token.dep in ("acl", "relcl"):
        return True
    to = [child for child in children(sentence, match.trigger, "aux") if sentence.tokens[child].lower == "to"]
    above = sentence.tokens[match.token.head]
    if to and match.token.tag == "VB" and match.token.dep in ("xcomp", "advcl", "acl") and above.lemma not in words("going_on"):
        return True  # "were sent to fight alongside them"
    aims = [child for child in children(sentence, match.trigger, "xcomp", "advcl") if sentence.tokens[child].tag == "VB"]
    return bool(aims) and match.token.tag in ("VB", "VBP", "VBG") and not match.role("what")


def is_struggle(made: Incident) -> bool:
    """Whether what is fought is no fighter: "battling a surge of fake medicine", "fights a war on locusts"."""
    tokens = made.sentence.tokens
    heads = [head for head in made.heads if head > made.trigger and tokens[head].dep != "npadvmod"]
    common = all(tokens[head].tag in ("NN", "NNS") and tokens[head].lower not in word_set("armed", "forces") for head in heads)
    people = word_set("civilians", "protesters", "military_sites", "carriers")
    return bool(heads) and not made.victims and common and all(tokens[head].lower not in people for head in heads)


def is_none(sentence: Sentence, heads: Iterable[int]) -> bool:
    """Whether "no" stands before one of the nouns: "no ship was hit"."""
    tokens = sentence.tokens
    none = [child for head in heads for child in tokens[head].children if tokens[child].lower == "no"]
    return any(not is_at_least(sentence, one) for one in none)


def is_unreal(sentence: Sentence, verb: int) -> bool:
    """Whether a verb tells what may or should be, not what was: "would attack", "threatened to block", "if they attack"."""
    tokens = sentence.tokens
    for _ in range(3):
        token = tokens[verb]
        if any(tokens[child].lower in words("modals") for child in children(sentence, verb, "aux", "mark")):
            return True
        if token.tag in ("VB", "VBP", "VBZ") and any(
            tokens[child].lower in ("before", "until", "whenever") for child in children(sentence, verb, "mark", "advmod")
        ):
            return True
        above = tokens[tokens[token.head].head]
        against = above.lemma in words("unreal", "verbs") and tokens[token.head].lower in ("against", "from")
        if token.dep == "pcomp" and (above.lower in words("unreal", "minded") or against):
            return True
        called_for = token.dep == "relcl" and token.tag == "VB"  # "calls for the group to give up its weapons"
        if token.head in (verb, -1) or not (called_for or token.dep in ("xcomp", "ccomp", "conj", "advcl", "acl")):
            return False
        above = tokens[token.head]
        if token.dep != "conj" and above.lemma in words("drills"):
            return True
        if token.dep == "ccomp" and above.lemma in words("defining"):
            return True  # "uses the word to imply that they surrendered or were killed"
        if (
            token.dep != "conj"
            and token.tag == "VB"
            and (above.lemma in words("unreal", "verbs") or above.lower in words("unreal", "nouns"))
        ):
            return True
        verb = token.head
    return False


def is_charge(sentence: Sentence, token: Token) -> bool:
    """Whether a deed is only what somebody in the tale is charged with: "lynched two men accused of kidnapping children"."""
    prep = sentence.tokens[token.head]
    above = sentence.tokens[prep.head]
    charge = above.dep in ("acl", "amod") and above.tag == "VBN" and above.lemma in words("charged")
    return token.dep == "pcomp" and prep.lower in ("of", "with") and charge
