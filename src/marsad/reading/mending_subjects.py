"""Where the parse gave a clause the wrong subject: a day behind "since", what somebody rides on."""

from __future__ import annotations

from functools import lru_cache

from marsad.reading.document import Sentence, Token
from marsad.reading.hanging import hang, raise_up
from marsad.reading.language import word_list
from marsad.reading.syntax import children


def mend_subjects(sentence: Sentence) -> None:
    """Hang clauses anew whose subject was taken from another."""
    if "since" in sentence.lowers:
        _free_since(sentence)
    if not _MARKS.isdisjoint(sentence.lowers) and not _FORCES.isdisjoint(sentence.lowers):
        _free_force(sentence)
    if not word_list("frames", "carried_by").isdisjoint(sentence.lowers):
        _free_rider(sentence)
    if "and" in sentence.lowers:
        _free_dated(sentence)
    if "," in sentence.lowers:
        _free_first(sentence)


_MARKS = frozenset({"since", "after", "before"})
_FORCES = frozenset({"military", "army", "junta", "militia", "police", "paramilitary"})


@lru_cache(maxsize=1)
def telling() -> frozenset[str]:
    """Verbs of saying that what is said hangs on."""
    return word_list("frames", "telling") | word_list("frames", "telling_too")


def _free_since(sentence: Sentence) -> None:
    """ "Men who had held the town since May were driven out": the day is no subject, and the men were driven out."""
    tokens = sentence.tokens
    for since in tokens[2:-2]:
        verb, day = tokens[since.head], tokens[since.i + 1]
        relative = tokens[verb.head]
        timed = day.lower in word_list("tags", "days") or day.tag == "CD" or day.text == "May"
        if since.lower != "since" or since.dep != "mark" or not timed or relative.dep != "relcl" or verb.dep != "advcl":
            continue
        noun = tokens[relative.head]
        above, dep = noun.head, noun.dep
        said = tokens[above].lemma in telling() and above != noun.i
        if day.i not in children(sentence, verb.i, "nsubj", "nsubjpass") or noun.i > relative.i or not (said or dep == "ROOT"):
            continue
        hang(sentence, since.i, relative.i, "prep")
        hang(sentence, day.i, since.i, "pobj")
        raise_up(sentence, verb.i, above if said else None, "ccomp")
        hang(sentence, noun.i, verb.i, "nsubjpass" if children(sentence, verb.i, "auxpass") else "nsubj")


def _free_force(sentence: Sentence) -> None:
    """ "since the military seized power": no "military seized power", but what the military did."""
    tokens = sentence.tokens
    for verb in tokens[2:-1]:
        noun, force = tokens[verb.head], tokens[verb.i - 1]
        prep = tokens[noun.head]
        described = verb.tag == "VBD" and verb.dep == "amod" and noun.dep == "pobj"
        if not described or force.lower not in _FORCES or prep.lower not in _MARKS or prep.head == prep.i:
            continue
        hang(sentence, verb.i, prep.head, "advcl")
        hang(sentence, prep.i, verb.i, "mark")
        hang(sentence, force.i, verb.i, "nsubj")
        for one in [child for child in noun.children if child > noun.i or tokens[child].tag == "DT"]:
            article = one < verb.i
            hang(sentence, one, force.i if article else verb.i, "det" if article else tokens[one].dep)
        hang(sentence, noun.i, verb.i, "dobj")
        force.tag = "NN"


def _free_rider(sentence: Sentence) -> None:
    """ "Men on motorbikes stormed X, killed two": the men stormed it, not their motorbikes."""
    tokens = sentence.tokens
    for verb in tokens[3:]:
        ridden = tokens[verb.head]
        prep = tokens[ridden.head]
        if (
            verb.dep != "acl"
            or verb.tag not in ("VBD", "VBN")
            or ridden.i >= verb.i
            or ridden.dep != "pobj"
            or prep.dep != "prep"
        ):
            continue
        man = tokens[prep.head]
        later = tokens[man.head]
        rides = prep.lower in ("on", "aboard", "in") and ridden.lower in word_list("frames", "carried_by")
        done = later.i > verb.i and later.tag == "VBD" and man.dep == "nsubj" and not children(sentence, verb.i, "agent")
        if not (rides and done) or tokens[later.i - 1].text not in (",", "and"):
            continue
        hang(sentence, verb.i, later.i, "conj")
        verb.tag = "VBD"
        return


def _free_first(sentence: Sentence) -> None:
    """ "Insurgents entered the village, beheaded a man and took four girls": the first verb opens no clause of the second."""
    tokens = sentence.tokens
    for verb in tokens[3:]:
        if verb.tag != "VBD" or tokens[verb.i - 1].text != "," or children(sentence, verb.i, "nsubj", "nsubjpass", "expl", "aux"):
            continue
        opened = [tokens[one] for one in children(sentence, verb.i, "advcl") if one < verb.i and tokens[one].tag == "VBD"]
        first = next((one for one in opened if children(sentence, one.i, "nsubj") and not _is_marked(sentence, one.i)), None)
        if first is None or verb.dep not in ("ROOT", "ccomp") or not children(sentence, verb.i, "dobj", "prep"):
            continue
        if tokens[first.i - 1].text == ",":
            continue  # "The crossing, closed since May, came under fire"
        raise_up(sentence, first.i, verb.head if verb.dep != "ROOT" else None, verb.dep)
        hang(sentence, verb.i, first.i, "conj")
        for one in [child for child in verb.children if child < first.i]:
            hang(sentence, one, first.i, tokens[one].dep)


def _is_marked(sentence: Sentence, verb: int) -> bool:
    """Whether a clause opens with a word that makes it one of another verb: "after", "when"."""
    marks = [sentence.tokens[one] for one in children(sentence, verb, "mark", "advmod")]
    return any(one.dep == "mark" or one.tag == "WRB" for one in marks)


def _free_dated(sentence: Sentence) -> None:
    """ "Took X on 3 May and Y on 7 May": what follows the day is taken too, and is no day."""
    tokens = sentence.tokens
    for name in tokens[4:]:
        day = tokens[name.head]
        prep = tokens[day.head]
        if (
            name.dep != "conj"
            or name.tag != "NNP"
            or _is_day(name)
            or not (_is_day(day) and day.dep == "pobj" and day.i < name.i)
        ):
            continue
        verb = tokens[prep.head]
        taken = children(sentence, verb.i, "dobj") if prep.dep == "prep" else []
        if not taken or taken[-1] > prep.i:
            continue
        for cc in children(sentence, day.i, "cc"):
            hang(sentence, cc, taken[-1], "cc")
        hang(sentence, name.i, taken[-1], "conj")
        return


def _is_day(token: Token) -> bool:
    return token.lower in word_list("tags", "days") or token.text == "May" or token.tag == "CD"
