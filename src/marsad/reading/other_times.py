"""What a sentence tells beside a deed of another time or place: what it came hours after, who met then, a count's own day."""

from __future__ import annotations

from marsad.reading.document import Sentence
from marsad.reading.language import lists_of
from marsad.reading.syntax import ancestors, children

_words = lists_of("circumstances")


def fled_within(sentence: Sentence, path: list[int], verb: int) -> bool:
    """Whether people fled in a place and not from it: "20,000 were forced to flee their homes in X"."""
    below = path[path.index(verb) - 1] if path.index(verb) else verb
    token = sentence.tokens[below]
    return sentence.tokens[verb].lemma == "flee" and token.dep == "prep" and token.lower in ("in", "across", "throughout")


def brings_up(sentence: Sentence, trigger: int, i: int) -> bool:
    """ "two died near X, bringing to 11 the losses since the raid a week ago": the day of the running count."""
    behind = [one for one in sentence.tokens[i:trigger] if one.tag == "VBG" and one.lower in _words("bringing")]
    if any(sentence.tokens[one.i - 1].text == "," for one in behind):
        return True  # "48 died on Sunday, taking the overall toll to 40,000"
    between = sentence.tokens[trigger:i]
    finite = ("which", "that", "and")  # "the deaths of two, which takes to 16 the losses since May"
    return any(
        one.lower in _words("bringing") and (one.tag == "VBG" or sentence.tokens[one.i - 1].lower in finite)
        for one in between
        if one.i > trigger
    )


def dates_a_statement(sentence: Sentence, chain: list[int], above: list[int]) -> bool:
    """Whether a time is that of a statement in which something is told: "in a bulletin on Sunday the army spoke of two dead"."""
    below = chain[: next((k for k, i in enumerate(chain) if i in above), len(chain))]
    nouns = (sentence.tokens[i] for i in below)
    return any(one.lower in _words("announcements") and one.i not in above for one in nouns)


def subjects_of(sentence: Sentence, verb: int) -> list[int]:
    """The subjects of a verb, or those that it shares with the verb it is joined to: "a missile hit a block and killed six"."""
    own = children(sentence, verb, "nsubj", "nsubjpass")
    joined = sentence.tokens[verb].dep == "conj" and not own
    return children(sentence, sentence.tokens[verb].head, "nsubj", "nsubjpass") if joined else own


def goes_away(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is one of leaving; "left over", "left behind" leave nowhere."""
    token = sentence.tokens[verb]
    after = sentence.tokens[verb + 1].lower if verb + 1 < len(sentence.tokens) else ""
    return token.lemma in _words("left") and token.tag.startswith("VB") and after not in ("over", "behind")


def freed_then(sentence: Sentence, i: int, trigger: int) -> bool:
    """Whether a time behind the trigger is that of an end told of those hit: "abducting the driver, who was freed on Friday"."""
    freed = [token.i for token in sentence.tokens[trigger + 1 : i] if token.lower in _words("freed_then")]
    between = {token.lower for token in sentence.tokens[freed[-1] : i]} if freed else {"and"}
    return between.isdisjoint(("and", ",", ";", "in"))


def at_another_time(sentence: Sentence, verb: int) -> bool:
    """Whether a clause tells what another came hours or days after, or before: "hours after a missile hit X", "before a shell
    fell on Y".
    """
    mark = next((i for i in children(sentence, verb, "mark") if sentence.tokens[i].lower in ("after", "before", "as")), None)
    who = children(sentence, verb, "nsubj", "nsubjpass")
    if mark is None or not who:
        return False
    if sentence.tokens[mark].lower == "as":  # "killed nine, as mediators gathered in Cairo"
        return sentence.tokens[who[0]].lower in _words("negotiating")
    return sentence.tokens[mark].lower == "before" or after_a_span(sentence, verb)


def after_a_span(sentence: Sentence, verb: int) -> bool:
    """Whether a clause tells what something came a span of time after: "hours after a missile hit X"."""
    marks = (i for i in children(sentence, verb, "mark") if sentence.tokens[i].lower == "after")
    return any(i > 0 and sentence.tokens[i - 1].lower in _words("spans") for i in marks)


def dates_a_count(sentence: Sentence, verb: int, above: list[int]) -> bool:
    """ "The toll from an attack on X rose to 18 on Sunday": the day of the new count, not of the attack."""
    if sentence.tokens[verb].lower not in _words("risen") or verb not in above[1:]:
        return False
    subject = above[above.index(verb) - 1]
    return subject != above[0] and sentence.tokens[subject].dep == "nsubj" and sentence.tokens[above[0]].tag.startswith("NN")


def went_before(sentence: Sentence, above: list[int], meeting: int) -> bool:
    """Whether a noun of action filled days before what a day dates: "the truce was signed on Sunday after days of fighting"."""
    tokens = sentence.tokens
    if not tokens[above[0]].tag.startswith("N") or not tokens[meeting].tag.startswith("VB"):
        return False
    path = above[: above.index(meeting)]
    spans = [i for i in path if tokens[i].lower in ("days", "weeks", "months", "years") and tokens[i].dep == "pobj"]
    return any(tokens[tokens[i].head].lower in ("after", "following") for i in spans)


def came_before(sentence: Sentence, trigger: int) -> bool:
    """Whether a deed is only what the sentence's own came hours or days after: "..., hours after jets bombed X"."""
    chain = (trigger, *ancestors(sentence, trigger)) if sentence.parsed and "after" in sentence.lowers else ()
    return any(sentence.tokens[i].dep == "advcl" and after_a_span(sentence, i) for i in chain)
