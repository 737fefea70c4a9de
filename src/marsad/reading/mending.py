"""Where the parse is sure to be wrong: what hangs in the wrong place is hung where it belongs."""

from __future__ import annotations

from functools import lru_cache

from marsad.reading.document import Sentence
from marsad.reading.hanging import enthrone, hang, raise_up
from marsad.reading.language import table, word_list
from marsad.reading.mending_clauses import mend_clauses, opening_place
from marsad.reading.mending_scenes import free_described_scene
from marsad.reading.mending_speech import mend_speech
from marsad.reading.mending_subjects import mend_subjects, telling
from marsad.reading.syntax import ancestors, children, noun_phrase

_FIRST_TIME = ["for", "the", "first", "time"]
_JOINING = frozenset({"and", "while", "as"})
_COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
_THOUGHT = frozenset({"believed", "thought", "suspected", "presumed", "reported", "alleged"})
_DEEDS = ("find", "show", "record", "put", "witness", "trade", "hold", "take", "renew")
"""Rules of attribution whose verbs tell of deeds as well."""
_LONGEST_NAME = 7
_OPENING = 3
"""Tokens before which the day stands that opens a sentence: "On Monday", "Late on Monday"."""


def mend(sentence: Sentence) -> None:
    """Hang anew what a parse got wrong in a way that can be told for sure."""
    lowers = sentence.lowers
    _free_subject(sentence)
    _free_apposed_subject(sentence)
    free_described_scene(sentence)
    if ";" in lowers:
        _part_clauses(sentence)
    if ":" in lowers:
        _free_heading(sentence)
    if not _JOINING.isdisjoint(lowers):
        _free_joined_subject(sentence)
    if not _COMPASS.isdisjoint(lowers):
        _free_from_direction(sentence)
    if "by" in lowers:
        _free_taken_place(sentence)
    _free_listed_verb(sentence)
    _free_from_reduced(sentence)
    _free_marked_subject(sentence)
    mend_subjects(sentence)
    if not _THOUGHT.isdisjoint(lowers):
        _free_from_belief(sentence)
    if "as" in lowers:
        _free_from_guise(sentence)
    if "who" in lowers:
        _near_antecedent(sentence)
    if "fire" in lowers:
        _free_fire(sentence)
    mend_clauses(sentence)
    mend_speech(sentence)
    if not word_list("tags", "closing").isdisjoint(lowers):
        _free_outcomes(sentence)
    if "suspected" in lowers or "alleged" in lowers:
        _free_suspects(sentence)
    if "first" in lowers and "time" in lowers:
        _free_sides(sentence)
    if not word_list("tags", "counted_nouns").isdisjoint(lowers):
        _free_counted_noun(sentence)


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
            hang(sentence, noun.i, verb.i, "nsubjpass" if passive else "nsubj")
            hang(sentence, day.i, prep.i, "pobj")


def _free_apposed_subject(sentence: Sentence) -> None:
    """ "In Kordofan the SPLM-N shelled a market": who did it is the verb's subject, and no other name of the place."""
    tokens = sentence.tokens
    place = opening_place(sentence)
    verb = tokens[tokens[0].head]
    if place is None or any(tokens[child].dep in ("nsubj", "nsubjpass", "csubj") for child in verb.children):
        return
    for name in children(sentence, place.i, "appos"):
        first = noun_phrase(sentence, name)[0]
        commas = [one.i for one in tokens[place.i : verb.i] if one.text == ","]
        if place.i < first < verb.i and tokens[first].tag == "DT" and commas in ([], [first - 1]):
            hang(sentence, name, verb.i, "nsubjpass" if children(sentence, verb.i, "auxpass") else "nsubj")
            return


def _free_taken_place(sentence: Sentence) -> None:
    """ "In X, recaptured by the army in May, a strike hit": what was recaptured is the place, the strike wasn't it."""
    tokens = sentence.tokens
    for by in tokens[3:]:
        verb, comma, place = tokens[by.i - 1], tokens[by.i - 2], tokens[by.i - 3]
        if by.lower != "by" or comma.text != "," or verb.dep != "advcl" or place.tag != "NNP" or by.head != verb.i:
            continue
        told = children(sentence, verb.i, "nsubj", "nsubjpass", "aux", "mark")
        if verb.tag in ("VBD", "VBN") and place.dep == "pobj" and not told:
            if tokens[place.head].head == verb.i:  # the phrase goes with what the verb hung on
                hang(sentence, place.head, verb.head, "prep")
            if verb.i in ancestors(sentence, place.i):
                continue
            hang(sentence, verb.i, place.i, "acl")
            hang(sentence, by.i, verb.i, "agent")


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
                hang(sentence, marks[0], guise.i, "prep")
                hang(sentence, subjects[0], marks[0], "pobj")
                above, dep = tokens[man].head, tokens[man].dep
                raise_up(sentence, verb, above if above != man else None, dep)
                hang(sentence, man, verb, "nsubj")


def _free_listed_verb(sentence: Sentence) -> None:
    """ "killed the village heads, rustled cattle and fled": the second verb is done by those who did the first."""
    tokens = sentence.tokens
    for verb in tokens[3:]:
        if verb.tag != "VBD" or verb.dep not in ("acl", "relcl") or tokens[verb.i - 1].text != ",":
            continue
        above = tokens[tokens[verb.head].head]
        held = tokens[verb.head].dep == "dobj" and above.tag == "VBD"
        if held and children(sentence, verb.i, "dobj") and not children(sentence, verb.i, "nsubj", "nsubjpass"):
            hang(sentence, verb.i, above.i, "conj")


def _free_marked_subject(sentence: Sentence) -> None:
    """ "X took the town, while its soldiers, 800 strong, were brought to the border": no verb of X's, and its soldiers' own."""
    tokens = sentence.tokens
    for noun in tokens[1:]:
        if noun.dep != "advcl" or noun.tag not in ("NN", "NNS", "NNP", "NNPS") or not children(sentence, noun.i, "mark"):
            continue
        later = [one for one in children(sentence, noun.head, "conj") if one > noun.i and tokens[one].tag.startswith("VB")]
        if later and not children(sentence, later[0], "nsubj", "nsubjpass"):
            hang(sentence, noun.i, later[0], "nsubjpass" if children(sentence, later[0], "auxpass") else "nsubj")


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
            raise_up(sentence, verb, thought.head if thought.head != thought.i else None, thought.dep)
            hang(sentence, subjects[0], verb, "nsubj")
            hang(sentence, thought.i, subjects[0], "acl")


def _free_from_reduced(sentence: Sentence) -> None:
    """ "A truce agreed by X was broken": the second verb is the sentence's, and the first says which truce."""
    tokens = sentence.tokens
    first = next((token for token in tokens if token.dep == "ROOT"), None)
    if first is None or first.tag != "VBD" or children(sentence, first.i, "dobj", "aux", "auxpass", "xcomp"):
        return
    subjects = children(sentence, first.i, "nsubj", "nsubjpass")
    for verb in children(sentence, first.i, "ccomp") if subjects and subjects[0] == first.i - 1 else ():
        helped = children(sentence, verb, "auxpass")
        if verb < first.i or not helped or children(sentence, verb, "nsubj", "nsubjpass", "mark", "csubj"):
            continue
        if tokens[helped[0]].lower not in ("was", "were") or not tokens[helped[0] - 1].text.isalnum():
            continue
        raise_up(sentence, verb, None, "ROOT")
        hang(sentence, subjects[0], verb, "nsubjpass")
        first.tag = "VBN"
        hang(sentence, first.i, subjects[0], "acl")
        return


def _part_clauses(sentence: Sentence) -> None:
    """ "Gunmen abducted two men; the UN has demanded their release": what stands before the sign isn't what is demanded."""
    tokens = sentence.tokens
    for sign in tokens:
        if sign.text != ";":
            continue
        verb = tokens[sign.head]
        said = verb.lemma in telling() and not children(sentence, verb.i, "dobj")  # "; the group denied it" says no more
        said = said and not children(sentence, verb.i, "auxpass")  # "; losses could not be confirmed"
        for child in children(sentence, verb.i, "ccomp") if verb.i > sign.i and not said else ():
            if child < sign.i:
                tokens[child].dep = "parataxis"


@lru_cache(maxsize=1)
def _speaking() -> frozenset[str]:
    """Verbs of saying that go on with what somebody says ("the army said, calling it a success and accusing X")."""
    verbs = table("attribution")["verbs"]
    more = [word for rule, entry in verbs.items() if rule not in _DEEDS for word in entry["words"]]
    return telling() | frozenset(more) | word_list("attribution", "quoting")


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
            hang(sentence, noun.i, verb.i, "nsubj")


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
            hang(sentence, child, name.i, tokens[child].dep)
        if tokens[way.i].head == way.i:
            continue
        hang(sentence, name.i, way.head, way.dep)
        hang(sentence, way.i, name.i, "advmod")
        for child in [one for one in way.children if tokens[one].dep in ("conj", "cc", "punct", "appos", "relcl", "acl")]:
            hang(sentence, child, name.i, tokens[child].dep)


def _near_antecedent(sentence: Sentence) -> None:
    """ "between the army and rebels who had seized the town": the clause describes the noun right before "who"."""
    tokens = sentence.tokens
    for who in tokens[1:]:
        clause = tokens[who.head]
        before = tokens[who.i - 1]
        if who.lower == "who" and clause.dep == "relcl" and before.dep == "conj" and before.head == clause.head:
            hang(sentence, clause.i, before.i, "relcl")


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
                hang(sentence, deed, verb, "advcl")


def _free_suspects(sentence: Sentence) -> None:
    """ "Officials said suspected IS fighters had overrun the base": they are said to have, and are no more than suspects."""
    tokens = sentence.tokens
    for token in tokens:
        own = children(sentence, token.i, "nsubj", "nsubjpass", "aux", "auxpass")
        clause = next((one for one in children(sentence, token.i, "ccomp") if one > token.i), None)
        if token.lower not in ("suspected", "alleged") or token.dep not in ("ccomp", "xcomp", "ROOT") or own or clause is None:
            continue
        subject = next(iter(children(sentence, clause, "nsubj", "nsubjpass")), None)
        if subject is not None and noun_phrase(sentence, subject)[0] == token.i + 1:
            if token.dep == "ROOT":  # "On Friday, suspected X fighters attacked a village"
                enthrone(sentence, clause, token.i)
            else:
                hang(sentence, clause, token.head, "ccomp")
            hang(sentence, token.i, subject, "amod")


def _free_sides(sentence: Sentence) -> None:
    """ "clashes erupted for the first time between A and B": the sides are the verb's, not the time's."""
    tokens = sentence.tokens
    for token in tokens[len(_FIRST_TIME) :]:
        before = token.i - len(_FIRST_TIME)
        told = [one.lower for one in tokens[before : token.i]] == _FIRST_TIME
        if told and token.lower == "between" and token.head == token.i - 1 and tokens[before].head != before:
            hang(sentence, token.i, tokens[before].head, "prep")


def _free_fire(sentence: Sentence) -> None:
    """ "Men on a motorcycle opened fire on a van": "opened" tells what they did, and is no adjective of the fire."""
    tokens = sentence.tokens
    for fire in tokens[2:]:
        verb = tokens[fire.i - 1]
        if fire.lower != "fire" or verb.lower not in ("opened", "set") or verb.dep != "amod" or verb.head != fire.i:
            continue
        chain = ancestors(sentence, fire.i)
        subject = next((i for i in reversed(chain) if tokens[i].tag in ("NN", "NNS", "NNP", "NNPS") and i < verb.i), None)
        if subject is None or tokens[subject].head == subject or not tokens[tokens[subject].head].tag.startswith("VB"):
            continue
        behind = [
            one.i for one in tokens[fire.i + 1 :] if one.head in chain and one.head < verb.i and one.dep in ("prep", "advcl")
        ]
        verb.tag = "VBD"
        _detach(sentence, verb.i, fire.i, subject)
        for one in (*behind, *children(sentence, fire.i, "prep")):
            hang(sentence, one, verb.i, tokens[one].dep)


def _detach(sentence: Sentence, verb: int, fire: int, subject: int) -> None:
    """Give a verb its subject's place in the sentence, and its subject and object to it."""
    hang(sentence, verb, sentence.tokens[subject].head, "ccomp")
    hang(sentence, subject, verb, "nsubj")
    hang(sentence, fire, verb, "dobj")


def _free_heading(sentence: Sentence) -> None:
    """ "South Sudan: a raid leaves 22 dead": what heads a clause behind a colon is no second subject of its verb."""
    tokens = sentence.tokens
    colon = next((token.i for token in tokens[:_LONGEST_NAME] if token.text == ":"), None)
    if colon is None:
        return
    for verb in {tokens[i].head for i in range(colon) if tokens[i].dep == "nsubj"}:
        subjects = children(sentence, verb, "nsubj", "nsubjpass")
        if verb > colon and subjects[0] < colon < subjects[-1]:
            for one in subjects:
                if one < colon:
                    hang(sentence, one, verb, "dep")
        elif verb > colon and len(subjects) == 1 and verb > colon + 1 and tokens[colon + 1].tag == "NNS":
            hang(sentence, subjects[0], verb, "dep")  # "Mali: jihadists ambush a convoy, abduct drivers"
            if verb not in range(colon + 1, colon + 3) and colon + 1 not in ancestors(sentence, verb):
                hang(sentence, colon + 1, verb, "nsubj")


def _free_counted_noun(sentence: Sentence) -> None:
    """ "Two X strikes on Friday had damaged a radar": a number before its subject shows that the verb is a noun."""
    tokens = sentence.tokens
    for token in tokens[2:]:
        if token.tag != "VBZ" or token.lower not in word_list("tags", "counted_nouns"):
            continue
        kind = token.i - 1 if token.i - 1 in children(sentence, token.i, "nsubj") else None
        number = children(sentence, kind, "nummod") if kind is not None else []
        later = (one for one in tokens[token.i + 1 :] if one.tag in ("VBD", "VBN") and one.dep in ("ccomp", "conj", "ROOT"))
        verb = next(later, None)
        if kind is None or not number or tokens[number[0]].lower == "one" or verb is None or children(sentence, verb.i, "nsubj"):
            continue
        if token.dep == "ROOT":
            enthrone(sentence, verb.i, token.i)
        elif verb.head == token.i:
            hang(sentence, verb.i, token.head, token.dep)
        hang(sentence, token.i, verb.i, "nsubj")
        token.tag = "NNS"
        hang(sentence, kind, token.i, "compound")
        hang(sentence, number[0], token.i, "nummod")
