"""What a statement says: the forms in which a verb of speech takes its content, and where the words of it begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from marsad.model import Anchor
from marsad.reading.attribution import Speech
from marsad.reading.attribution.words import words
from marsad.reading.denials import called_untrue, commented, deeds, of_many, pointed, to_a_thing, waved_off
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.language import table, word_list
from marsad.reading.syntax import Phrase, ancestors, anchor_of, children, is_passive, noun_phrase, roles, subtree

_NEAR = 6
_CLAUSE = 12
_ALL = ("both", "all", "each", "everyone", "everybody")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of one act: the forms of its content, with the only nouns, words, taking of towns and particle that make it."""

    act: str
    form: frozenset[str]
    nouns: frozenset[str]
    words: frozenset[str]
    towns: frozenset[str] = frozenset()
    particle: str = ""


@lru_cache(maxsize=1)
def rules() -> dict[str, tuple[Rule, ...]]:
    """The rules of each verb form."""
    made: dict[str, tuple[Rule, ...]] = {}
    for act, entries in table("statements")["acts"].items():
        for entry in entries:
            rule = Rule(
                act,
                frozenset(entry["form"]),
                frozenset(entry.get("nouns", ())),
                frozenset(entry.get("words", ())),
                frozenset(entry.get("towns", ())),
                entry.get("particle", ""),
            )
            for verb in entry["verbs"]:
                for form in words().forms_of(verb):
                    made[form] = (*made.get(form, ()), rule)
    return made


def content_of(document: Document, speech: Speech, verb: Token, rule: Rule) -> Anchor | None:
    """The words of the content, without "that", "for" or "to"; None where the verb isn't in one of the rule's forms."""
    sentence = speech.sentence
    following = sentence.tokens[verb.i + 1].lower if verb.i + 1 < len(sentence.tokens) else ""
    if verb.lemma in word_list("statements", "not_with") and following in word_list("statements", "onward"):
        return None  # "pressed on with the operation"
    told = [one for one in children(sentence, verb.i, "ccomp") if children(sentence, one, "aux", "auxpass", "mark")]
    if verb.lemma == "admit" and not told and any(one.tag == "CD" for one in sentence.tokens[verb.i + 1 : verb.i + 3]):
        return None  # a hospital "admitted 58 wounded"
    if rule.particle and not any(token.lower == rule.particle for token in sentence.tokens[verb.i + 1 : verb.i + 2]):
        return None
    if "laid_to" in rule.form and not laid_to(document, sentence, verb.i):
        return None
    place = _place(sentence, verb.i, rule, speech)
    if place is None:
        return None
    first, last = place
    if last <= first:
        return None
    anchor = _with_marks(document, anchor_of(document, sentence, (first, last)))
    held = {form for token in sentence.tokens[first:last] for form in (token.lower, token.lemma)}
    return anchor if not rule.words or held & rule.words or _takes_town(document, sentence, place, rule) else None


def laid_to(document: Document, sentence: Sentence, i: int) -> list[int]:
    """Those to whom a deed is attributed: "attributed the bombing to the ELN", not "the deaths to hunger"."""
    above = (i, *children(sentence, i, "dobj"))
    preps = [prep for one in above for prep in children(sentence, one, "prep", "dative") if sentence.tokens[prep].lower == "to"]
    heads = [sentence.tokens[head] for prep in preps for head in children(sentence, prep, "pobj")]
    return [head.i for head in heads if within(document.actors, head.start, head.end)]


def _takes_town(document: Document, sentence: Sentence, content: Phrase, rule: Rule) -> bool:
    """Whether a place is to be taken: "vowed to take X by May", not "promised to take aid to X"."""
    for token in sentence.tokens[content[0] : content[1]]:
        if token.lemma in rule.towns and token.tag == "VB":
            heads = [noun_phrase(sentence, one) for one in children(sentence, token.i, "dobj")]
            taken = [anchor_of(document, sentence, phrase) for phrase in heads]  # "the city of X"
            if any(within(document.places, one.start, one.end) for one in taken):
                return True
    return False


def _with_marks(document: Document, anchor: Anchor) -> Anchor:
    """The words with the quotation mark that closes or opens one in their midst: 'a "pattern of deadly strikes"'."""
    if anchor.text.count('"') % 2 == 0:
        return anchor
    start, end = anchor.start, anchor.end
    if document.text[end : end + 1] == '"':
        return document.anchor(start, end + 1)
    return document.anchor(start - 1, end) if start and document.text[start - 1] == '"' else anchor


def _place(sentence: Sentence, i: int, rule: Rule, speech: Speech) -> Phrase | None:
    tokens = sentence.tokens
    end = _end(sentence, i, speech)
    if rule.act in ("confirm", "announce"):  # "confirmed the capture to reporters"
        end = next((one for one in children(sentence, i, "prep") if i + 1 < one < end and tokens[one].lower == "to"), end)
    told_whom = [token.lower for token in tokens[i + 1 : i + 3]]
    if rule.act == "call_for" and "to" in rule.form and len(told_whom) == 2 and told_whom[0] in _ALL and told_whom[1] == "to":
        return i + 3, end  # "urged both to spare civilians", which the parse takes for one who spares
    objects = children(sentence, i, "dobj", "obj", "nsubjpass")
    if not objects and tokens[i].dep == "amod" and tokens[i].head > i:
        objects = [tokens[i].head]
    if "untrue" in rule.form:
        return called_untrue(sentence, i, rule.nouns, end) or waved_off(sentence, i)
    objects = [of_many(sentence, one) for one in _described(sentence, i, objects)]
    if rule.nouns:
        shown = pointed(sentence, i, rule.nouns)
        if shown is not None:
            return shown
        fit = [head for head in objects if tokens[head].lower in rule.nouns and not to_a_thing(sentence, head)]
        if not fit:
            return commented(sentence, i, rule.nouns)
        if tokens[fit[0]].lower in ("responsibility", "credit"):
            last = end if fit[0] > i else subtree(sentence, fit[0])[1]  # "responsibility for P was claimed by X"
            return _after(sentence, fit[0] + 1, last, ("for",)) or subtree(sentence, fit[0])
        if rule.act == "accuse":  # "traded accusations of P", "laid the blame for P on X"
            laid = [one.i for one in tokens[fit[0] + 2 : end] if one.lower == "on" and _is_somebody(sentence, one.i)]
            end = laid[-1] if laid and tokens[fit[0]].lower == "blame" else end
            return _after(sentence, fit[0] + 1, end, ("of", "for", "over")) or noun_phrase(sentence, fit[0])
        if fit[0] == tokens[i].head:  # "a charge that Paris rejects"
            return noun_phrase(sentence, fit[0])
        if rule.act == "call_for":  # "renewed its appeal to the world to stop the shelling"
            return _after(sentence, fit[0] + 1, end, ("for",)) or _infinitive(sentence, fit[0] + 1, end)
        if rule.act == "deny" and fit[0] > i:  # "dismissed the claim as lies"
            end = next((one for one in children(sentence, i, "prep") if fit[0] < one < end and tokens[one].lower == "as"), end)
            end = next((one for one in children(sentence, fit[0], "prep") if tokens[one].lower == "as"), end)
            behind = noun_phrase(sentence, fit[0])[1]  # "the allegation as baseless", which the parse takes for a clause
            end = behind if behind < end and tokens[behind].lower == "as" else end
        first = subtree(sentence, fit[0])[0]
        called = first + 1 < len(tokens) and tokens[first].lower == "as" and first > i  # "rejected as baseless a report"
        if called:
            first = next((one.i for one in tokens[first + 1 : fit[0]] if one.tag in ("DT", "PRP$")), fit[0])
        return first, end if fit[0] > i else subtree(sentence, fit[0])[1]
    clause = next((child for child in children(sentence, i, "ccomp", "xcomp") if child > i), None)
    if objects and is_passive(sentence, i):  # "the claim was denied by troops fighting there"
        clause = None
    if "laid_to" in rule.form:
        return noun_phrase(sentence, objects[0]) if objects and objects[0] > i else None
    if "responsible" in rule.form:
        held = next((token.i for token in tokens[i + 1 : end] if token.lower in words()["responsible"]), None)
        return None if held is None else (held, end)
    forms: tuple[str, ...] = ("to", "of", "for", "about", "against", "on", "upon", "with")
    if any(tokens[prep].lower == "with" for prep in children(sentence, i, "prep")):
        forms = ("with", *forms)  # "threatened both with tariffs to make them sign"
    for form in forms:
        if form in rule.form:
            found = _under(sentence, i, form, end, rule)
            if found is not None:
                return found
    if clause is not None and "clause" in rule.form:
        told = tokens[i + 1].tag in ("IN", "TO") and tokens[i + 1].lower != "that"  # "confirmed to reporters that P"
        first = max(subtree(sentence, clause)[0], i + 1) if told or rule.act == "warn" else i + 1
        return first + (tokens[first].lower == "that"), end
    first_time = [token.lower for token in tokens[i + 1 : i + 6]] == ["for", "the", "first", "time", "that"]
    if "clause" in rule.form and first_time:
        return i + 6, end
    said = [token.lower for token in tokens[i + 1 : i + 2] if token.dep != "dobj"]  # "denies that P", not "denies that."
    if "clause" in rule.form and said == ["that"]:
        return i + 2, end
    if "object" in rule.form and objects:
        head = objects[0]
        if head == tokens[i].head and head < i:
            return noun_phrase(sentence, head)
        asked = head > i and tokens[i].lemma == "urge" and tokens[head + 1 : head + 2] and tokens[head + 1].lower == "to"
        if asked and head + 2 < end:  # "urged the rebels to surrender", where the parse has no verb
            return head + 2, end
        return (max(subtree(sentence, head)[0], i + 1), max(end, head + 1)) if head > i else subtree(sentence, head)
    before = next((child for child in children(sentence, i, "ccomp") if child < i), None)
    remark = commented(sentence, i, rule.nouns) if rule.act == "deny" else None
    if (before is None and rule.act == "deny") or remark is not None:
        return remark
    if before is None and "clause" in rule.form:
        return _interposed(sentence, i)
    return subtree(sentence, before) if before is not None and "clause" in rule.form else None


def _interposed(sentence: Sentence, i: int) -> Phrase | None:
    """The relative clause that an act stands in the midst of: "a gap which, it warned, could close the mission"."""
    clause = sentence.tokens[i].head
    held = clause > i and sentence.tokens[clause].dep == "relcl" and sentence.tokens[i].dep in ("parataxis", "ccomp")
    closed = held and sentence.tokens[i + 1].text == ","
    return (i + 2, subtree(sentence, clause)[1]) if closed else None


def _described(sentence: Sentence, i: int, objects: list[int]) -> list[int]:
    """The noun that a clause of speech describes: "a charge that Y rejects", "the blast claimed by X"; else the objects given.

    After another's words it is these that "which" takes up: "accused X of mining the dam, which Y denies".
    """
    tokens = sentence.tokens
    head, bare = tokens[i].head, not objects or tokens[objects[0]].lower in ("that", "which")
    interposed = any(one > i for one in children(sentence, i, "ccomp"))  # "in which, it claimed, 100 men died"
    if not bare or interposed or head >= i or head < 0 or tokens[i].dep not in ("relcl", "acl"):
        return objects
    taken_up = objects and tokens[objects[0]].lower == "which" and tokens[head].lower not in words()["comments"] | deeds()
    said = bool(objects) and any(tokens[above].lower in words().cues for above in ancestors(sentence, head))
    if taken_up or (said and tokens[head].lower not in words()["comments"]):  # "said P, a claim that Y denied": the claim is
        return objects
    described = bool(objects) or bool(roles(sentence, i).object) or is_passive(sentence, i)
    return [head] if described else objects


def _infinitive(sentence: Sentence, first: int, end: int) -> Phrase | None:
    """What is asked for after a "to" before a verb."""
    to = next(
        (token.i for token in sentence.tokens[first:end] if token.lower == "to" and token.tag == "TO" and token.dep == "aux"),
        None,
    )
    return None if to is None else (to + 1, end)


def _under(sentence: Sentence, i: int, form: str, end: int, rule: Rule) -> Phrase | None:
    """What stands under a preposition or infinitive of the verb: "called for P", "urged Y to P", "accused Y of P"."""
    tokens = sentence.tokens
    if form == "to":
        for child in children(sentence, i, "xcomp", "ccomp", "advcl"):
            to = [one for one in children(sentence, child, "aux") if tokens[one].lower == "to" and one > i]
            if to:
                negated = tokens[to[0] - 1].lower == "not"
                return (to[0] - 1 if negated else to[0] + 1), end
        return _in_a_message(sentence, i, end)
    if form in ("on", "upon") and rule.act == "call_for":
        infinitive = next((token.i for token in tokens[i + 1 : end] if token.lower == "to" and token.dep == "aux"), None)
        called = i + 1 < len(tokens) and tokens[i + 1].lower == form
        if infinitive is None or not called:
            return None
        negated = tokens[infinitive - 1].lower == "not"  # "called on them not to join"
        return infinitive + 1 - 2 * negated, end
    if form == "on" and rule.act == "accuse" and is_passive(sentence, i):  # "the killings were blamed on X by Y"
        blamed = children(sentence, i, "nsubjpass")
        laid = any(tokens[one].lower == "on" for one in children(sentence, i, "prep"))
        return subtree(sentence, blamed[0]) if blamed and laid else None
    if form == "on" and rule.act == "accuse":  # the parse may hang "on X" on the deed
        own = {i, *children(sentence, i, "dobj")}
        blamed = [token.i for token in tokens[i + 1 : end] if token.lower == "on" and token.head in own]
        on = [one for one in blamed if tokens[one].head == i or _is_somebody(sentence, one)]
        return (i + 1, on[-1]) if on else None
    asked = form == "for" and rule.act == "call_for" and i + 1 < len(tokens) and tokens[i + 1].lower == "to"
    for prep in children(sentence, i, "prep") if asked else ():  # "appealed to the government for more troops"
        if tokens[prep].lower == "for" and prep > i:
            return prep + 1, end
    near = 3 if rule.act in ("call_for", "warn") else 24
    near += 2 * (near == 3 and any(token.tag == "CD" for token in tokens[i + 2 : i + 5]))  # "called on Jan. 12 for P"
    found = _after(sentence, i + 1, min(end, i + 1 + near), (form,), end)
    aside = found is not None and form == "for" and _is_aside(sentence, found[0] - 1, i)
    return None if aside else found


def _in_a_message(sentence: Sentence, i: int, end: int) -> Phrase | None:
    """ "Vowed in an audio message to march on X": the infinitive that the parse hangs on the message."""
    for prep in children(sentence, i, "prep"):
        for paper in children(sentence, prep, "pobj") if prep == i + 1 else ():
            said = sentence.tokens[paper].lower in words()["papers"] | words()["remarks"]
            for to, verb in pairwise(sentence.tokens[paper + 1 : paper + _NEAR]) if said else ():
                if to.tag == "TO" and (verb.tag == "VB" or (verb.tag == "NNP" and verb.text.islower())):  # "march", the month
                    return verb.i, end
    return None


def _is_aside(sentence: Sentence, i: int, verb: int) -> bool:
    """Whether a "for" stands in an aside, not in what is blamed: "blaming the militia in a fight for land"."""
    above = ancestors(sentence, i)
    between = above[: above.index(verb)] if verb in above else []
    return any(sentence.tokens[one].lower in ("in", "amid", "after", "during", "over") for one in between)


def _is_somebody(sentence: Sentence, prep: int) -> bool:
    """Whether whoever stands under a preposition can have done a thing: a name, or a role's word."""
    heads = [sentence.tokens[one] for one in children(sentence, prep, "pobj")]
    called = any(token.text in ('"', "\u201c", "``") for token in sentence.tokens[prep + 1 : prep + 2])  # "on "provocateurs""
    named = any(sentence.tokens[one].tag == "NNP" for head in heads for one in children(sentence, head.i, "compound"))
    return called or named or any(one.tag.startswith("NNP") or one.lower in words().roles for one in heads)


def _after(sentence: Sentence, first: int, last: int, forms: tuple[str, ...], end: int | None = None) -> Phrase | None:
    places = [token.i for token in sentence.tokens[first:last] if token.lower in forms]
    if not places:
        return None
    verbal = [place for place in places if sentence.tokens[place + 1 : place + 2] and sentence.tokens[place + 1].tag == "VBG"]
    own = [place for place in places if sentence.tokens[place].head == first - 1]
    apart = [place for place in places if sentence.tokens[place - 1].text == ","]  # "blamed X, the name of Y for Z, for P"
    return (verbal or apart or own or places)[0] + 1, end if end is not None else last


def _end(sentence: Sentence, i: int, speech: Speech) -> int:
    """One past the last token of the speech's content after the verb; the end of the sentence where it has none."""
    after = [last for first, last in speech.spans if first >= sentence.tokens[i].end and last <= sentence.end]
    if not after:
        return _before_next_act(sentence, i, subtree(sentence, i)[1])
    end = next((token.i + 1 for token in sentence.tokens if token.end >= max(after)), len(sentence.tokens))
    return _before_next_act(sentence, i, end)


def _before_next_act(sentence: Sentence, i: int, end: int) -> int:
    """Where the speaker goes on to another act: "denied that his men fired and accused the army", parsed or not."""
    for token in sentence.tokens[i + 2 : end - 1]:
        act = sentence.tokens[token.i + 1]
        if (
            (token.lower in ("and", "but") or token.text == ",")
            and _one_tense(sentence, act, i)
            and _speaks_on(sentence, act, token, i)
        ):
            return token.i - (sentence.tokens[token.i - 1].text == ",")
        if token.text == "," and (_another_acts(sentence, token.i, i) or _was_aside(sentence, act, i)):
            return token.i
        goes_on = token.text == "," and act.tag == "VBG" and act.lower in words().cues  # "denied the claim, telling us P"
        if goes_on or _comments(sentence, token) or _in_a_paper(sentence, token):
            return token.i
    return end


def _was_aside(sentence: Sentence, act: Token, verb: int) -> bool:
    """Whether behind a comma the sentence goes on around an aside that the verb stood in: "X, which denies P, condemned Q"."""
    finite = act.tag in ("VBD", "VBZ", "VBP")
    if finite and act.dep == "ROOT":
        return any(one < verb for one in children(sentence, act.i, "nsubj"))
    clause = sentence.tokens[verb]
    while clause.dep == "conj" and clause.head != clause.i:
        clause = sentence.tokens[clause.head]
    return finite and act.dep == "acl" and clause.dep == "relcl" and act.head == clause.head  # which the parse hangs on X


def _one_tense(sentence: Sentence, act: Token, verb: int) -> bool:
    """Whether two verbs can be one speaker's: "denied P and blamed", "has denied P and blamed"."""
    own = sentence.tokens[verb]
    perfect = own.tag == "VBN" and any(
        sentence.tokens[one].lower in ("has", "have", "had") for one in children(sentence, verb, "aux")
    )
    return act.tag == own.tag or (perfect and act.tag in ("VBD", "VBN"))


def _another_acts(sentence: Sentence, comma: int, verb: int) -> bool:
    """Whether behind a comma another speaks in the same tense: "X urged Y to P, the mayor asked Z to Q, and ..."."""
    tokens = sentence.tokens
    for act in tokens[comma + 2 : comma + _NEAR]:
        if act.text in ",;" or act.tag in ("WDT", "WP"):
            return False
        if act.lower in rules() and act.tag == tokens[verb].tag and act.tag in ("VBD", "VBZ"):
            return any(comma < one < act.i for one in children(sentence, act.i, "nsubj"))
    return False


def _speaks_on(sentence: Sentence, act: Token, joint: Token, verb: int) -> bool:
    """Whether a verb behind "and" or a comma goes on with what a speaker does: "denied P and accused X", ", and said Q"."""
    if joint.lower in ("and", "but") and act.dep == "conj" and act.head == verb:
        return True
    if joint.lower == "and" and act.tag in ("VBD", "VBZ") and not _is_told(sentence, verb, joint.i):
        return True
    return act.lower in rules() or (joint.text != "," and act.lower in words()["plainly"])


def _is_told(sentence: Sentence, verb: int, end: int) -> bool:
    """Whether a clause is told before a joint, which the verb behind that may go on with: in "asked X to P and Q-ed", "denied
    firing and Q-ed" none is."""
    between = sentence.tokens[verb + 1 : end]
    finite = any(one.tag in ("VBD", "VBZ", "VBP", "MD", "VBN") or one.tag.startswith("W") for one in between)
    return finite or not any(one.tag in ("VB", "VBG") for one in between)


def _comments(sentence: Sentence, token: Token) -> bool:
    """Whether a comma opens what others say of it: "accused X of P, a charge that Y rejects"."""
    behind = sentence.tokens[token.i + 1 : token.i + 5]
    opens = token.text == "," and bool(behind) and behind[0].lower in ("a", "an")
    if token.text == "," and behind and behind[0].lower in ("while", "whereas"):
        return True  # "rejected the plan, while the rebels said P"
    if token.text == "," and len(behind) > 2 and behind[0].lower == "something" and behind[1].tag.startswith(("NNP", "DT")):
        return True  # ", something Minsk denies"
    return opens and any(one.lower in words()["comments"] for one in behind[1:3])


def _in_a_paper(sentence: Sentence, token: Token) -> bool:
    """Whether here it is told where it was said: "claimed the attack in a statement on Telegram"."""
    behind = sentence.tokens[token.i + 1 : token.i + 5]
    if token.lower == "via" or (token.lower == "through" and any(one.lower in ("its", "their") for one in behind[:1])):
        return True  # "claimed the attack via its news agency", "through its radio"
    if token.lower == "on" and any(one.lower in table("statements")["sites"] for one in behind[:2]):
        return True
    opens = token.lower == "in" and bool(behind) and behind[0].lower in ("a", "an", "its", "his", "their", "her")
    return opens and any(one.lower in words()["papers"] | words()["remarks"] for one in behind[1:])
