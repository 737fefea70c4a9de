"""Where the parse is sure to be wrong: what hangs in the wrong place is hung where it belongs."""

from __future__ import annotations

from functools import lru_cache

from marsad.reading.document import Sentence
from marsad.reading.language import table, word_list
from marsad.reading.syntax import ancestors, children, noun_phrase, subtree

_FIRST_TIME = ["for", "the", "first", "time"]
_PLACING = frozenset({"in", "near", "at", "around", "outside", "across", "over", "on"})
_JOINING = frozenset({"and", "while", "as"})
_COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
_THOUGHT = frozenset({"believed", "thought", "suspected", "presumed", "reported", "alleged"})
_SAY = frozenset({"said", "say", "says"})
_DEEDS = ("find", "show", "record", "put", "witness", "trade", "hold", "take", "renew")
"""Rules of attribution whose verbs tell of deeds as well."""
_HUNG = ("appos", "conj", "dobj", "pobj", "npadvmod", "dep")
_LONGEST_NAME = 7
_OPENING = 3
"""Tokens before which the day stands that opens a sentence: "On Monday", "Late on Monday"."""


def mend(sentence: Sentence) -> None:
    """Hang anew what a parse got wrong in a way that can be told for sure."""
    _free_subject(sentence)
    _free_apposed_subject(sentence)
    if ";" in sentence.lowers:
        _part_clauses(sentence)
    if not _JOINING.isdisjoint(sentence.lowers):
        _free_joined_subject(sentence)
    if not _COMPASS.isdisjoint(sentence.lowers):
        _free_from_direction(sentence)
    _free_listed_verb(sentence)
    if not _THOUGHT.isdisjoint(sentence.lowers):
        _free_from_belief(sentence)
    if "as" in sentence.lowers:
        _free_from_guise(sentence)
    if "who" in sentence.lowers:
        _near_antecedent(sentence)
    if not _SAY.isdisjoint(sentence.lowers):
        _free_speakers(sentence)
    if not word_list("tags", "closing").isdisjoint(sentence.lowers):
        _free_closers(sentence)
        _free_outcomes(sentence)
    if "suspected" in sentence.lowers or "alleged" in sentence.lowers:
        _free_suspects(sentence)
    if "first" in sentence.lowers and "time" in sentence.lowers:
        _free_sides(sentence)


def _free_subject(sentence: Sentence) -> None:
    """ "On Sunday shells hit the market": the noun is the verb's subject, not a "Sunday shells" that it happened on."""
    tokens = sentence.tokens
    for day in tokens[1 : _OPENING + 1]:
        if day.dep not in ("compound", "pobj") or day.lower not in word_list("tags", "weekdays"):
            continue
        prep = tokens[day.i - 1]
        twin = next((one for one in children(sentence, prep.i, "pobj") if one > day.i), day.i)
        noun, verb = tokens[day.head if day.dep == "compound" else twin], tokens[prep.head]
        taken = any(tokens[child].dep in ("nsubj", "nsubjpass") for child in verb.children)
        free = noun is not day and noun.dep == "pobj" and noun.head == prep.i
        if free and verb.i > noun.i and verb.tag.startswith("VB") and not taken:
            passive = any(tokens[child].dep == "auxpass" for child in verb.children)
            _hang(sentence, noun.i, verb.i, "nsubjpass" if passive else "nsubj")
            _hang(sentence, day.i, prep.i, "pobj")


def _free_apposed_subject(sentence: Sentence) -> None:
    """ "In Kordofan the SPLM-N shelled a market": who did it is the verb's subject, and no other name of the place."""
    tokens = sentence.tokens
    prep = tokens[0]
    if prep.dep != "prep" or prep.lower not in _PLACING or not tokens[prep.head].tag.startswith("VB"):
        return
    verb = tokens[prep.head]
    if any(tokens[child].dep in ("nsubj", "nsubjpass", "csubj") for child in verb.children):
        return
    for place in children(sentence, prep.i, "pobj"):
        for name in children(sentence, place, "appos"):
            first = noun_phrase(sentence, name)[0]
            if place < first < verb.i and tokens[first].tag == "DT" and tokens[first - 1].text.isalnum():
                _hang(sentence, name, verb.i, "nsubjpass" if children(sentence, verb.i, "auxpass") else "nsubj")
                return


def _free_from_guise(sentence: Sentence) -> None:
    """ "Gunmen dressed as pilgrims opened fire": what they were dressed as did nothing."""
    tokens = sentence.tokens
    for guise in tokens[1:]:
        if guise.lower not in word_list("tags", "guises") or guise.dep != "acl":
            continue
        for verb in children(sentence, guise.i, "advcl"):
            marks = [one for one in children(sentence, verb, "mark") if tokens[one].lower == "as" and one == guise.i + 1]
            subjects = children(sentence, verb, "nsubj")
            if marks and subjects and tokens[verb].tag == "VBD":
                man = guise.head
                _hang(sentence, marks[0], guise.i, "prep")
                _hang(sentence, subjects[0], marks[0], "pobj")
                above, dep = tokens[man].head, tokens[man].dep
                _raise(sentence, verb, above if above != man else None, dep)
                _hang(sentence, man, verb, "nsubj")


def _free_listed_verb(sentence: Sentence) -> None:
    """ "killed the village heads, rustled cattle and fled": the second verb is done by those who did the first."""
    tokens = sentence.tokens
    for verb in tokens[3:]:
        if verb.tag != "VBD" or verb.dep not in ("acl", "relcl") or tokens[verb.i - 1].text != ",":
            continue
        above = tokens[tokens[verb.head].head]
        held = tokens[verb.head].dep == "dobj" and above.tag == "VBD"
        if held and children(sentence, verb.i, "dobj") and not children(sentence, verb.i, "nsubj", "nsubjpass"):
            _hang(sentence, verb.i, above.i, "conj")


def _free_from_belief(sentence: Sentence) -> None:
    """ "Gunmen believed to be X fighters abducted two men": they did it who are believed to be so."""
    tokens = sentence.tokens
    for thought in tokens[1:-2]:
        if thought.lower not in _THOUGHT or tokens[thought.i + 1].lower != "to":
            continue
        subjects, being = children(sentence, thought.i, "nsubj"), children(sentence, thought.i, "xcomp")
        if not subjects or not being or tokens[being[0]].lower not in ("be", "belong") or thought.dep in ("acl", "aux"):
            continue
        kinds = children(sentence, being[0], "attr")
        done = [one for kind in kinds for one in children(sentence, kind, "acl") if children(sentence, one, "dobj")]
        done += [one for one in children(sentence, thought.i, "ccomp") if not children(sentence, one, "nsubj")]
        if done and subjects[0] == thought.i - 1:
            verb = done[0]
            _raise(sentence, verb, thought.head if thought.head != thought.i else None, thought.dep)
            _hang(sentence, subjects[0], verb, "nsubj")
            _hang(sentence, thought.i, subjects[0], "acl")


def _raise(sentence: Sentence, i: int, head: int | None, dep: str) -> None:
    """Take a token from its head and hang it where its own subject hung; none: it is the root."""
    tokens = sentence.tokens
    if head is not None:
        _hang(sentence, i, head, dep)
        return
    old = tokens[tokens[i].head]
    old.children = tuple(child for child in old.children if child != i)
    tokens[i].head, tokens[i].dep = i, "ROOT"
    sentence.phrases.clear()
    sentence.known.clear()


def _part_clauses(sentence: Sentence) -> None:
    """ "Gunmen abducted two men; the UN has demanded their release": what stands before the sign isn't what is demanded."""
    tokens = sentence.tokens
    for sign in tokens:
        if sign.text != ";":
            continue
        verb = tokens[sign.head]
        said = verb.lemma in _telling() and not children(sentence, verb.i, "dobj")  # "; the group denied it" says no more
        for child in children(sentence, verb.i, "ccomp") if verb.i > sign.i and not said else ():
            if child < sign.i:
                tokens[child].dep = "parataxis"


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    return word_list("frames", "telling") | {"write", "tweet", "announce", "post", "allege"}


@lru_cache(maxsize=1)
def _speaking() -> frozenset[str]:
    """Verbs of saying that go on with what somebody says ("the army said, calling it a success and accusing X")."""
    verbs = table("attribution")["verbs"]
    more = [word for rule, entry in verbs.items() if rule not in _DEEDS for word in entry["words"]]
    return _telling() | frozenset(more) | word_list("attribution", "quoting")


def _free_joined_subject(sentence: Sentence) -> None:
    """ "Jets bombed the city and artillery pounded the town": the noun right before the second verb is its subject."""
    tokens = sentence.tokens
    for verb in tokens[3:]:
        noun = tokens[verb.i - 1]
        if verb.tag not in ("VBD", "VBZ", "VBP") or noun.dep != "conj" or not noun.tag.startswith("N"):
            continue
        above = tokens[noun.head]
        told = children(sentence, verb.i, "dobj", "prep", "prt")
        own = children(sentence, verb.i, "nsubj", "nsubjpass", "auxpass")
        joined = verb.dep == "conj" and verb.head == above.head and above.dep in ("dobj", "pobj")
        if joined and told and not own and tokens[noun_phrase(sentence, noun.i)[0] - 1].lower in _JOINING:
            _hang(sentence, noun.i, verb.i, "nsubj")


def _free_from_direction(sentence: Sentence) -> None:
    """ "the SDF west of Manbij": the name is no part of the direction, which only says where."""
    tokens = sentence.tokens
    for way in tokens[1:-1]:
        name = tokens[way.i - 1]
        if way.lower not in _COMPASS or tokens[way.i + 1].lower != "of" or name.dep != "compound" or name.head != way.i:
            continue
        if not name.tag.startswith("NN"):
            continue
        for child in [one for one in way.children if one < name.i]:
            _hang(sentence, child, name.i, tokens[child].dep)
        if tokens[way.i].head == way.i:
            continue
        _hang(sentence, name.i, way.head, way.dep)
        _hang(sentence, way.i, name.i, "advmod")
        for child in [one for one in way.children if tokens[one].dep in ("conj", "cc", "punct", "appos", "relcl", "acl")]:
            _hang(sentence, child, name.i, tokens[child].dep)


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


def _free_outcomes(sentence: Sentence) -> None:
    """ "Rebels attacked the town, residents said, killing ten": the deed of what was told, not of those who tell it."""
    tokens = sentence.tokens
    for said in tokens[4:-2]:
        if said.lower not in word_list("tags", "closing"):
            continue
        told = [one for one in children(sentence, said.i, "ccomp") if one < said.i]
        told += [said.head] if said.dep == "parataxis" and said.head < said.i else []
        verb = next((one for one in told if tokens[one].tag.startswith("VB")), None)
        for deed in children(sentence, said.i, "advcl") if verb is not None else ():
            behind = deed > said.i and tokens[deed - 1].text == ","
            if verb is not None and behind and tokens[deed].tag == "VBG" and tokens[deed].lemma not in _speaking():
                _hang(sentence, deed, verb, "advcl")


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
    """Take a token from its head and hang it on another; what was known of phrases holds no more."""
    sentence.phrases.clear()
    sentence.known.clear()
    tokens = sentence.tokens
    old = tokens[tokens[i].head]
    old.children = tuple(child for child in old.children if child != i)
    tokens[i].head, tokens[i].dep = head, dep
    tokens[head].children = tuple(sorted((*tokens[head].children, i)))
