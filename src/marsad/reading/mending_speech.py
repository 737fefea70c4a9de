"""Where the parse is sure to be wrong about who speaks: speakers taken for the hurt, and the told for speakers."""

from __future__ import annotations

from functools import lru_cache

from marsad.reading.document import Sentence, Token
from marsad.reading.hanging import enthrone, hang, raise_up
from marsad.reading.language import table, word_list
from marsad.reading.syntax import ancestors, children, noun_phrase, subtree

_SAY = frozenset({"said", "say", "says"})
_HUNG = ("appos", "conj", "dobj", "pobj", "npadvmod", "dep")
_LONGEST_NAME = 7
_PRESENT = ("VBZ", "VBP")


def mend_speech(sentence: Sentence) -> None:
    """Hang speakers and what they tell where they belong."""
    for token in sentence.tokens:
        if token.text == "'" and token.dep == "case":  # "the rebels' committee": no quotation ends here
            token.tag = "POS"
    if not _SAY.isdisjoint(sentence.lowers):
        _free_speakers(sentence)
        _free_told_subject(sentence)
        _free_going_on(sentence)
    if not word_list("tags", "closing").isdisjoint(sentence.lowers):
        _free_closers(sentence)
    _free_joined_acts(sentence)
    _free_lone_act(sentence)


def _free_lone_act(sentence: Sentence) -> None:
    """ "The rebels' command room called on X to P", read as a room that was called: the only verb of a sentence tells it."""
    tokens = sentence.tokens
    root = next((token for token in tokens if token.dep == "ROOT"), None)
    act = tokens[root.i + 1] if root is not None and root.i + 1 < len(tokens) else None
    if root is None or act is None or not root.tag.startswith("NN") or act.head != root.i or act.dep not in ("acl", "amod"):
        return
    if act.lemma not in _acting() or act.tag not in ("VBN", "VBD") or children(sentence, act.i, "agent"):
        return
    if noun_phrase(sentence, root.i)[0] > 0 and tokens[noun_phrase(sentence, root.i)[0] - 1].text != ",":
        return
    act.tag = "VBD"
    enthrone(sentence, act.i, root.i)
    for child in list(tokens[act.i].children):
        if child < root.i and tokens[child].dep not in ("punct", "prep", "advmod"):
            hang(sentence, child, root.i, tokens[child].dep)
    hang(sentence, root.i, act.i, "nsubj")


def _free_joined_acts(sentence: Sentence) -> None:
    """ "accused Y of shelling the camp and urged Z to P": a finite verb of saying goes on from one above, not a deed."""
    tokens = sentence.tokens
    for act in tokens[4:]:
        if act.dep != "conj" or act.head > act.i or act.lemma not in _acting() or not act.tag.startswith("VB"):
            continue
        if children(sentence, act.i, "nsubj", "nsubjpass", "aux", "auxpass") or not _starts_anew(sentence, act):
            continue
        above = next((one for one in ancestors(sentence, act.head) if _says_before(sentence, tokens[one], act)), None)
        if above is not None:
            for joint in children(sentence, act.head, "cc"):
                if act.head < joint < act.i:
                    hang(sentence, joint, above, "cc")
            hang(sentence, act.i, above, "conj")
            act.tag = tokens[above].tag if tokens[above].tag in _PRESENT else "VBD"


def _starts_anew(sentence: Sentence, act: Token) -> bool:
    """Whether what a verb of saying is joined to can't share a subject with it: a participle, what befell a thing."""
    beside = sentence.tokens[act.head]
    told = children(sentence, act.i, "dobj", "ccomp")
    if act.tag == "VBN":  # but not in "had been arrested and accused of treason"
        return bool(told) and (bool(children(sentence, beside.i, "auxpass")) or _befalls_thing(sentence, act, beside))
    if not told and all(child < act.i for child in children(sentence, act.i, "xcomp", "prep")):
        return False
    if beside.tag in ("VBG", "VB"):
        modal = any(sentence.tokens[one].tag == "MD" for one in children(sentence, beside.i, "aux"))
        return act.tag == "VBD" or (act.tag in _PRESENT and not modal)
    return _befalls_thing(sentence, act, beside)


def _befalls_thing(sentence: Sentence, act: Token, beside: Token) -> bool:
    """Whether the verb beside is told of a thing or of nameless men, who don't say what follows."""
    subject = next(iter(children(sentence, beside.i, "nsubjpass", "nsubj")), None)
    if subject is None or sentence.tokens[subject].tag not in ("NN", "NNS"):
        return False
    raiders = sentence.tokens[subject].lower in word_list("attribution", "raiders")
    demanded = raiders and act.lemma in word_list("attribution", "demanding")
    return not demanded and sentence.tokens[subject].lower not in _roles()


def _says_before(sentence: Sentence, above: Token, act: Token) -> bool:
    """Whether a verb above is one of saying, with a subject, in the tense of the verb that goes on from it."""
    if above.lemma not in _acting() or not children(sentence, above.i, "nsubj"):
        return False
    perfect = any(sentence.tokens[one].lower in ("has", "have", "had") for one in children(sentence, above.i, "aux"))
    if act.tag in _PRESENT:
        return above.tag in _PRESENT
    return above.tag == "VBD" or (above.tag == "VBN" and perfect)


@lru_cache(maxsize=1)
def _acting() -> frozenset[str]:
    """Verbs that only those who can speak do: saying, accusing, calling for ..."""
    verbs = table("attribution")["verbs"]
    return frozenset(word for rule in word_list("tags", "acting") for word in verbs[rule]["words"])


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    kinds = table("attribution")["roles"]["kinds"]
    return frozenset(word for words in kinds.values() for word in words)


def _free_speakers(sentence: Sentence) -> None:
    """ "killed 14 civilians, officials and a medic said": those behind the comma speak, and are not of the dead."""
    tokens = sentence.tokens
    for said in tokens[2:]:
        if said.lower not in _SAY or children(sentence, said.i, "nsubj"):
            continue
        joined = [tokens[said.i - 1]]
        while joined[-1].dep == "conj":
            joined.append(tokens[joined[-1].head])
        *behind, first = joined
        if first.dep not in ("dobj", "pobj", "nsubjpass"):
            continue
        speaker = next((one for one in behind if tokens[noun_phrase(sentence, one.i)[0] - 1].text == ","), None)
        if speaker is not None:
            hang(sentence, speaker.i, said.i, "nsubj")


def _free_told_subject(sentence: Sentence) -> None:
    """ "X forces, the staff said, had made 44 assaults": who stands before the speaker is the told verb's subject."""
    tokens = sentence.tokens
    for said in tokens[2:]:
        subjects = children(sentence, said.i, "nsubj") if said.lower in _SAY else []
        if len(subjects) < 2 or tokens[noun_phrase(sentence, subjects[1])[0] - 1].text != ",":
            continue
        told = next((one for one in children(sentence, said.i, "ccomp") if one > said.i), None)
        if told is not None and not children(sentence, told, "nsubj", "nsubjpass"):
            hang(sentence, subjects[0], told, "nsubjpass" if children(sentence, told, "auxpass") else "nsubj")


def _free_going_on(sentence: Sentence) -> None:
    """ "X seized Y, residents said, and still holds Z": X goes on, not the residents."""
    tokens = sentence.tokens
    for said in tokens[4:]:
        if said.lower not in _SAY or said.i + 1 >= len(tokens) or tokens[said.i + 1].text != ",":
            continue
        told = next((one for one in children(sentence, said.i, "ccomp") if one < said.i), None)
        speakers = children(sentence, said.i, "nsubj")
        if told is None or not speakers or tokens[noun_phrase(sentence, speakers[0])[0] - 1].text != ",":
            continue
        for act in children(sentence, said.i, "conj"):
            finite = tokens[act].tag in ("VBD", "VBZ", "VBP") and not children(sentence, act, "nsubj", "nsubjpass", "expl")
            if act > said.i and finite and tokens[act].lemma not in _acting() and children(sentence, told, "nsubj", "nsubjpass"):
                hang(sentence, act, told, "conj")


def _free_closers(sentence: Sentence) -> None:
    """ "... near Menaka, a commander in the north said": who closes the sentence speaks, and describes nothing before."""
    tokens = sentence.tokens
    for said in tokens[4:]:
        if said.lower not in word_list("tags", "closing") or children(sentence, said.i, "auxpass"):
            continue
        for by in children(sentence, said.i, "agent"):  # "said by satellite phone"
            if any(tokens[one].lower in word_list("attribution", "means") for one in children(sentence, by, "pobj")):
                tokens[by].dep = "prep"
        speakers = children(sentence, said.i, "nsubj")
        if len(speakers) == 2 and tokens[noun_phrase(sentence, speakers[1])[0] - 1].lower == "and":
            hang(sentence, speakers[1], speakers[0], "conj")
        if speakers:
            _part_victims(sentence, said.i, speakers[0])
            _part_killed(sentence, said, speakers[0])
            continue
        end = _name_start(sentence, said.i)
        comma = next((one.i for one in reversed(tokens[: end - 1]) if one.text == ","), end)
        for noun in tokens[comma + 1 : end]:
            hung = noun.dep in _HUNG and noun.tag.startswith("N") and noun.head < comma
            if not hung or noun.i in ancestors(sentence, said.i):
                continue
            if subtree(sentence, noun.i) == (comma + 1, end) or (end < said.i and _opens(sentence, noun.i, comma)):
                hang(sentence, noun.i, said.i, "nsubj")
                break


def _part_victims(sentence: Sentence, said: int, noun: int) -> None:
    """ "Strikes have killed 52 people, the governor, Jane Doe, said": the people are killed, and the governor speaks."""
    tokens = sentence.tokens
    first, last = noun_phrase(sentence, noun)
    verb = next((one for one in children(sentence, said, "ccomp") if one < noun and not children(sentence, one, "dobj")), None)
    if verb is None or any(not token.tag.startswith(("RB", "JJS", "IN")) for token in tokens[verb + 1 : first]):
        return
    speaker = next((one for one in children(sentence, noun, "appos") if _opens(sentence, one, last)), None)
    if speaker is not None and tokens[last].text == ",":
        hang(sentence, noun, verb, "dobj")
        hang(sentence, speaker, said, "nsubj")


def _part_killed(sentence: Sentence, said: Token, noun: int) -> None:
    """ "Jets hit X, killing 38 people, 14 of them children, officials in Y said": the people are killed, the officials speak."""
    tokens, verb = sentence.tokens, sentence.tokens[said.head]
    above = tokens[verb.head]
    if said.dep != "ccomp" or verb.tag != "VBG" or verb.i > noun or children(sentence, verb.i, "dobj") or above.dep != "ROOT":
        return
    comma = next((one.i for one in reversed(tokens[noun : said.i]) if one.text == ","), said.i)
    speaker = next((one.i for one in tokens[comma + 1 : said.i] if one.lower in _roles()), None)
    if speaker is None or noun_phrase(sentence, speaker)[0] != comma + 1:
        return
    hang(sentence, noun, verb.i, "dobj")
    raise_up(sentence, said.i, None, "ROOT")
    for child in [one for one in tokens[above.i].children if one > said.i]:
        hang(sentence, child, said.i, tokens[child].dep)
    hang(sentence, above.i, said.i, "ccomp")
    hang(sentence, speaker, said.i, "nsubj")


def _name_start(sentence: Sentence, verb: int) -> int:
    """The comma before the name that stands between commas before a verb ("a member of the council, Jane Doe, said"), else it."""
    tokens, i = sentence.tokens, verb - 2
    while i > 0 and tokens[i].tag == "NNP" and verb - i < _LONGEST_NAME:
        i -= 1
    return i if tokens[verb - 1].text == "," and tokens[i].text == "," and i < verb - 3 else verb


def _opens(sentence: Sentence, noun: int, comma: int) -> bool:
    """Whether a noun phrase with an article begins right behind a comma."""
    first = noun_phrase(sentence, noun)[0]
    return first == comma + 1 and sentence.tokens[first].tag in ("DT", "CD", "PRP$")
