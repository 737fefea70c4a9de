"""Days and places of what was said or done about a deed, which aren't the deed's: "condemned on Monday the killing of nine"."""

from __future__ import annotations

from marsad.reading.casting import word_set
from marsad.reading.days_apart import counts_apart
from marsad.reading.document import Sentence
from marsad.reading.language import lists_of
from marsad.reading.syntax import ancestors, children

_FINITE = ("VBD", "VBZ", "VBP", "MD", "VBN")


def only_reacts(sentence: Sentence, verb: int, trigger: int) -> bool:
    """Whether a verb above a trigger tells no deed but what came of it, so that its day isn't the trigger's.

    "The court heard on Monday that P", "Relatives buried on Monday the six men shot by troops", "They marched on Monday over
    the killing"; not "A bomb exploded on Monday in a market where P".
    """
    tokens = sentence.tokens
    told = tokens[verb].tag in ("VBD", "VBN", "VBG", "VB")  # "X condemns the killing on Monday": the killing's day
    if not told or verb == trigger or verb not in ancestors(sentence, trigger) or tokens[verb].lemma in _words("deeds"):
        return False
    i = trigger
    while i != verb:
        if _is_about(sentence, i, verb):
            return True
        i = tokens[i].head
    return False


def is_pluperfect(sentence: Sentence, verb: int) -> bool:
    """Whether a verb goes back behind the day of the clause above it: "rebels who had seized the town"."""
    own = children(sentence, verb, "aux")
    return sentence.tokens[verb].tag in ("VBN", "VBD") and any(sentence.tokens[child].lower in ("had", "'d") for child in own)


def _is_about(sentence: Sentence, i: int, verb: int) -> bool:
    """Whether a token hangs on the next as what that is about, rather than as a part of one happening."""
    token = sentence.tokens[i]
    above = sentence.tokens[token.head]
    if token.dep in ("relcl", "acl"):
        return True
    if token.dep in ("pobj", "pcomp"):
        counted = above.lower == "of" and sentence.tokens[above.head].lower in word_set("amounts", "measures")
        if counted:  # "dozens of bodies"
            return False
        felt = above.lower == "at" and sentence.tokens[above.head].lower in _words("feelings")
        return felt or above.lower in _words("about")
    if token.dep == "ccomp":
        return token.tag in _FINITE and (token.tag != "VBN" or bool(children(sentence, i, "aux", "auxpass", "nsubj")))
    if token.dep == "advcl":
        aim = token.tag == "VB" and any(sentence.tokens[child].lower == "to" for child in children(sentence, i, "aux"))
        later = any(sentence.tokens[child].lower in _words("later") for child in children(sentence, i, "mark"))
        return (aim or later) and not counts_apart(sentence, i)
    return token.dep in ("dobj", "nsubjpass") and above.i == verb and above.lemma in _words("reacting")


_words = lists_of("circumstances")


def is_bare(sentence: Sentence, verb: int) -> bool:
    """Whether nothing but "and" follows a passive, so that what the next has is of both: "one died and two were hurt in X"."""
    behind = [one for one in sentence.tokens[verb].children if one > verb and sentence.tokens[one].dep != "punct"]
    passive = bool(children(sentence, verb, "nsubjpass"))
    return passive and all(sentence.tokens[one].dep in ("cc", "conj") for one in behind)
