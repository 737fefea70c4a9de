"""Where the parse is sure to be wrong: what hangs in the wrong place is hung where it belongs."""

from __future__ import annotations

from marsad.reading.document import Sentence
from marsad.reading.language import word_list
from marsad.reading.syntax import ancestors, children, noun_phrase, subtree

_FIRST_TIME = ["for", "the", "first", "time"]
_SAY = frozenset({"said", "say", "says"})
_HUNG = ("appos", "conj", "dobj", "pobj", "npadvmod", "dep")
_LONGEST_NAME = 7
_OPENING = 3
"""Tokens before which the day stands that opens a sentence: "On Monday", "Late on Monday"."""


def mend(sentence: Sentence) -> None:
    """Hang anew what a parse got wrong in a way that can be told for sure."""
    _free_subject(sentence)
    if "who" in sentence.lowers:
        _near_antecedent(sentence)
    if not _SAY.isdisjoint(sentence.lowers):
        _free_speakers(sentence)
    if not word_list("tags", "closing").isdisjoint(sentence.lowers):
        _free_closers(sentence)
    if "suspected" in sentence.lowers or "alleged" in sentence.lowers:
        _free_suspects(sentence)
    if "first" in sentence.lowers and "time" in sentence.lowers:
        _free_sides(sentence)


def _free_subject(sentence: Sentence) -> None:
    """ "On Sunday shells hit the market": the noun is the verb's subject, not a "Sunday shells" that it happened on."""
    tokens = sentence.tokens
    for day in tokens[1 : _OPENING + 1]:
        if day.dep != "compound" or day.lower not in word_list("tags", "weekdays"):
            continue
        noun, prep = tokens[day.head], tokens[day.i - 1]
        verb = tokens[prep.head]
        taken = any(tokens[child].dep in ("nsubj", "nsubjpass") for child in verb.children)
        if noun.dep == "pobj" and noun.head == prep.i and verb.i > noun.i and verb.tag.startswith("VB") and not taken:
            passive = any(tokens[child].dep == "auxpass" for child in verb.children)
            _hang(sentence, noun.i, verb.i, "nsubjpass" if passive else "nsubj")
            _hang(sentence, day.i, prep.i, "pobj")


def _near_antecedent(sentence: Sentence) -> None:
    """ "between the army and rebels who had seized the town": the clause describes the noun right before "who"."""
    tokens = sentence.tokens
    for who in tokens[1:]:
        clause = tokens[who.head]
        before = tokens[who.i - 1]
        if who.lower == "who" and clause.dep == "relcl" and before.dep == "conj" and before.head == clause.head:
            _hang(sentence, clause.i, before.i, "relcl")


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
            _hang(sentence, speaker.i, said.i, "nsubj")


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
            _hang(sentence, speakers[1], speakers[0], "conj")
        if speakers:
            _part_victims(sentence, said.i, speakers[0])
            continue
        end = _name_start(sentence, said.i)
        comma = next((one.i for one in reversed(tokens[: end - 1]) if one.text == ","), end)
        for noun in tokens[comma + 1 : end]:
            hung = noun.dep in _HUNG and noun.tag.startswith("N") and noun.head < comma
            if not hung or noun.i in ancestors(sentence, said.i):
                continue
            if subtree(sentence, noun.i) == (comma + 1, end) or (end < said.i and _opens(sentence, noun.i, comma)):
                _hang(sentence, noun.i, said.i, "nsubj")
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
        _hang(sentence, noun, verb, "dobj")
        _hang(sentence, speaker, said, "nsubj")


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


def _free_suspects(sentence: Sentence) -> None:
    """ "Officials said suspected IS fighters had overrun the base": they are said to have, and are no more than suspects."""
    tokens = sentence.tokens
    for token in tokens:
        own = children(sentence, token.i, "nsubj", "nsubjpass", "aux", "auxpass")
        clause = next((one for one in children(sentence, token.i, "ccomp") if one > token.i), None)
        if token.lower not in ("suspected", "alleged") or token.dep not in ("ccomp", "xcomp") or own or clause is None:
            continue
        subject = next(iter(children(sentence, clause, "nsubj", "nsubjpass")), None)
        if subject is not None and noun_phrase(sentence, subject)[0] == token.i + 1:
            _hang(sentence, clause, token.head, "ccomp")
            _hang(sentence, token.i, subject, "amod")


def _free_sides(sentence: Sentence) -> None:
    """ "clashes erupted for the first time between A and B": the sides are the verb's, not the time's."""
    tokens = sentence.tokens
    for token in tokens[len(_FIRST_TIME) :]:
        before = token.i - len(_FIRST_TIME)
        told = [one.lower for one in tokens[before : token.i]] == _FIRST_TIME
        if told and token.lower == "between" and token.head == token.i - 1 and tokens[before].head != before:
            _hang(sentence, token.i, tokens[before].head, "prep")


def _hang(sentence: Sentence, i: int, head: int, dep: str) -> None:
    """Take a token from its head and hang it on another."""
    tokens = sentence.tokens
    old = tokens[tokens[i].head]
    sentence.phrases.clear()
    old.children = tuple(child for child in old.children if child != i)
    tokens[i].head, tokens[i].dep = head, dep
    tokens[head].children = tuple(sorted((*tokens[head].children, i)))
