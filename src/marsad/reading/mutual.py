"""Accusations that two sides make of one another: "both sides accused each other of P", "each blamed the other for P"."""

from __future__ import annotations

from marsad.model import Actor
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.draft import Draft
from marsad.reading.language import lists_of
from marsad.reading.syntax import children, noun_phrase, subtree

_ANOTHER = (("each", "other"), ("one", "another"))


def each_other(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb's subjects do it to one another: "accused each other", "have each accused the other", "traded blame"."""
    behind = tuple(token.lower for token in sentence.tokens[verb.i + 1 : verb.i + 3])
    before = [token.lower for token in sentence.tokens[max(0, verb.i - 6) : verb.i]]
    return behind in _ANOTHER or (behind == ("the", "other") and "each" in before) or verb.lemma in _words("mutual")


def read_mutual(document: Document) -> list[Draft]:
    """What nameless sides say of one another, as one statement of theirs: "each side accused the other of P"."""
    found = []
    for sentence in document.sentences:
        if not sentence.parsed or sentence.lowers.isdisjoint(_words("nameless")):
            continue
        for verb in sentence.tokens:
            if verb.tag.startswith("VB") and _blames(verb) and each_other(sentence, verb):
                found += _said(document, sentence, verb)
    return found


def _blames(verb: Token) -> bool:
    return verb.lemma in ("accuse", "blame") or verb.lemma in _words("mutual")


def _said(document: Document, sentence: Sentence, verb: Token) -> list[Draft]:
    tokens = sentence.tokens
    subject = next((one for one in children(sentence, verb.i, "nsubj") if one < verb.i), None)
    if subject is None or tokens[subject].lower not in _words("nameless"):
        return []
    first, last = noun_phrase(sentence, subject)
    charged = any(token.lower in _words("charges") for token in tokens[verb.i + 1 : verb.i + 4])
    if verb.lemma in _words("mutual") and not charged:
        return []  # "the two sides exchanged prisoners"
    under = (token for token in tokens[verb.i + 1 :] if token.lower in ("of", "for", "over") and token.dep == "prep")
    prep = next((one for one in under if one.i + 1 < len(tokens)), None)
    if prep is None and (verb.lemma != "blame" or not _ends(sentence, verb.i + 3)):
        return []
    first_said, end = (prep.i + 1, subtree(sentence, prep.i)[1]) if prep is not None else (verb.i + 1, verb.i + 3)
    name = document.text[tokens[first].start : tokens[last - 1].end]
    fields = {
        "speaker": Actor(None, name[:1].lower() + name[1:], "unknown"),
        "act": "accuse",
        "addressee": None,
        "about": None,
        "content": document.text[tokens[first_said].start : tokens[end - 1].end],
    }
    anchor = document.anchor(tokens[first].start, tokens[end - 1].end)
    return [Draft("statement", "statement.mutual", sentence, verb.i, [anchor], fields, confidence=0.8)]


def _ends(sentence: Sentence, i: int) -> bool:
    """Whether a clause ends here: "each side blamed the other.", "both sides blamed each other, he said"."""
    return i >= len(sentence.tokens) or sentence.tokens[i].text in (".", ",", ";")


_words = lists_of("statements")
