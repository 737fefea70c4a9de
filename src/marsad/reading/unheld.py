"""What only looks as if control were told: an aim, an onlooker, a siege that is lifted, people brought away."""

from __future__ import annotations

from marsad.reading.casting import lemma_set
from marsad.reading.document import Document
from marsad.reading.extents import control_words
from marsad.reading.frames import Match, is_aim
from marsad.reading.holders import by_whom_left, is_kept
from marsad.reading.holdings import leaves_as, moves_others
from marsad.reading.onlookers import describes_next
from marsad.reading.syntax import children

_OVER = ("dobj", "nsubjpass", "nsubj")


def is_unheld(document: Document, match: Match) -> bool:
    """Whether the words only look as if control were told: an aim, an onlooker, a siege that is lifted, people brought away."""
    sentence = match.sentence
    if match.token.dep == "amod":
        return True  # "the surrounding villages"
    if match.verbal and is_aim(sentence, match.trigger, lemma_set("real_infinitives")):
        return True
    if match.frame.name == "kept" and _has_one(match):
        return True
    if _only_describes(match) or _is_nth(match):
        return True
    if match.verbal and describes_next(document, sentence, match.trigger):
        return True
    if match.frame.give.get("owned") and not is_kept(match):
        return True
    if _is_supposed(match):
        return True
    by = {sentence.tokens[one].lower for one in (*match.roles.subject, *match.role("who"))}
    if any(sentence.tokens[one].lower == "neither" for head in match.roles.subject for one in children(sentence, head, "det")):
        return True  # "neither army controls the town" (`undecided`)
    if match.frame.give["status"] == "besieged" and by & control_words("nature"):
        return True  # "surrounded by hills"
    if not match.verbal and sentence.tokens[match.token.head].lemma in control_words("over") and match.token.dep in _OVER:
        return True  # "broke the siege of X", "the blockade was lifted", "the siege ended"
    before = sentence.tokens[match.trigger - 1].lower if match.trigger else ""
    if match.frame.name == "siege-noun" and before.removesuffix("s") in control_words("over"):
        return True  # a headline's "Army breaks siege of X", whatever the parse makes of it
    if match.token.lemma == "trap" and match.token.dep == "acl" and match.roles.passive and not match.role("who"):
        return True  # "soldiers trapped in X", by nobody
    after = {token.lower for token in sentence.tokens[match.trigger + 1 :]}
    if match.token.lemma == "hold" and after & control_words("whole"):
        return True
    if match.frame.name == "withdrawn" and by_whom_left(match) and moves_others(match):
        return True  # "residents of X were evacuated by the police"
    gone = {sentence.tokens[one].lower for one in match.role("who")} & control_words("passing_through")
    staff = {sentence.tokens[one].lower for one in match.role("who")} & control_words("people")
    if match.token.lemma in ("leave", "quit", "depart") and (gone or staff):
        return True  # "a column left X on Monday": a place is not given up
    if match.frame.name == "withdrawn" and not match.roles.passive and (moves_others(match) or _goes_to(match)):
        return True
    if match.token.lemma == "leave" and leaves_as(match):
        return True
    above = sentence.tokens[match.token.head]
    if match.frame.name == "withdrawn" and match.token.dep == "xcomp" and above.lemma in ("refuse", "decline"):
        return True  # "has refused to leave the towns it holds"
    if match.frame.name in ("loss-noun", "fall-noun") and match.token.dep == "pobj" and _is_commented(match):
        return True  # "made no comment on the loss of the town"
    if match.frame.name == "withdrawn" and _only_some(match):
        return True  # "plans to withdraw several hundred more troops from X": others stay
    helping = {sentence.tokens[one].lower for one in children(sentence, match.trigger, "aux")}
    if match.frame.give.get("bare") and "to" in helping:
        return True  # "vows to flush out militants": from no place
    tokens = sentence.tokens
    particles = [one for one in children(sentence, match.trigger, "prt") if one + 1 >= len(tokens) or tokens[one + 1].tag != "CD"]
    if match.frame.give.get("weak") and particles:  # not the "on" of "took on 22 November"
        return True  # "took up positions in X"
    if match.frame.name == "fell" and any(sentence.tokens[one].lower == "back" for one in match.token.children):
        return True  # "fell back to X"
    return match.token.dep == "acl" and any(sentence.tokens[one].lower == "them" for one in match.roles.object)


def _only_describes(match: Match) -> bool:
    """Whether a participle right before a name says whose it is, not that it is taken now: "Feodosia, occupied Crimea"."""
    sentence, i = match.sentence, match.trigger
    name = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
    told = match.roles.subject or children(sentence, i, "aux", "auxpass", "agent")
    bare = match.verbal and match.token.tag == "VBN" and not told
    return bare and name is not None and name.tag == "NNP" and i > 0 and sentence.tokens[i - 1].text in (",", "in", "from")


def _has_one(match: Match) -> bool:
    """Whether it is only told what somebody has somewhere: "keeps a garrison in X"."""
    return any(
        match.sentence.tokens[one].lower in ("a", "an")
        for head in match.roles.object
        for one in children(match.sentence, head, "det")
    )


def _is_nth(match: Match) -> bool:
    """Whether it is only said the how manieth it is: "the second base to fall to them in a month"."""
    tokens, token = match.sentence.tokens, match.token
    to = any(tokens[one].lower == "to" for one in children(match.sentence, match.trigger, "aux"))
    above = tokens[token.head]
    nouns = [above.i] if above.tag[:1] == "N" else children(match.sentence, above.i, "attr")
    told = {tokens[one].lower for noun in nouns for one in children(match.sentence, noun, "amod")}
    return token.tag == "VB" and to and token.dep in ("acl", "relcl", "xcomp") and bool(told & control_words("nth"))


def _is_commented(match: Match) -> bool:
    """Whether somebody only speaks, or doesn't, of a loss."""
    tokens = match.sentence.tokens
    prep = tokens[match.token.head]
    return prep.lower in ("on", "about", "over") and tokens[prep.head].lower in control_words("spoken_of")


def _only_some(match: Match) -> bool:
    """Whether some of a force withdraw, so that nothing is given up: "more troops", "part of its contingent"."""
    tokens = match.sentence.tokens
    own = [i for i in match.words[1:] if tokens[i].tag[:1] == "N"]
    said = [tokens[one] for noun in own for one in tokens[noun].children]
    said += [tokens[one] for word in said for one in word.children]
    return any(one.lower in control_words("only_some") for one in said)


def _goes_to(match: Match) -> bool:
    """Whether a move from one place to another is told: "left Gao for Ansongo"."""
    return match.token.lemma in ("leave", "quit", "depart") and bool(match.roles.by("for"))


def _is_supposed(match: Match) -> bool:
    """Whether only what would follow is told: "the loss of X would tighten the noose around Y"."""
    tokens = match.sentence.tokens
    verb = match.trigger if match.verbal else match.token.head
    if not any(tokens[one].lower == "would" for one in children(match.sentence, verb, "aux")):
        return False
    told = match.roles.subject if match.verbal else [match.trigger] if match.token.dep in ("nsubj", "nsubjpass") else []
    return any(tokens[one].lower in control_words("turns") for one in told)
