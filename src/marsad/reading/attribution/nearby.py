"""Speakers told from word order alone: in sentences that weren't parsed, in headlines and labels."""

from __future__ import annotations

from marsad.model import Source
from marsad.reading.attribution.credits import find_credits
from marsad.reading.attribution.memory import Memory
from marsad.reading.attribution.naming import bare, kind_of
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, Token, within

_DASHES = ("-", "\u2013", "\u2014", "--")
_ENDS = frozenset('.,;:!?\u201c\u201d"()')
_NO_NAME = frozenset("that which who and or but of in on at to for from by with as than then when while".split())


def find_nearby(document: Document, sentence: Sentence, memory: Memory) -> list[Speech]:
    """The speeches of a sentence without syntax: whose name or role stands right beside a verb of saying."""
    found: list[Speech] = []
    tokens = sentence.tokens
    for token in tokens:
        cue = words().cues.get(token.lower)
        if cue is None or not cue.takes & {"before"} or cue.kinds is not None:
            continue
        if token.i and tokens[token.i - 1].lower in ("the", "a", "of", "no", "this", "that", "to", "be", "been", "was", "were"):
            continue
        if " ".join(one.lower for one in tokens[token.i : token.i + 2]) in words()["done_to"]:  # "residents told to flee"
            continue
        source, first, last = _source_beside(document, sentence, token, memory)
        if source is None:
            continue
        closing = first > 3 and (last >= len(tokens) - 4 or (first == token.i and tokens[first - 1].text == ","))
        span = (sentence.start, tokens[first].start) if closing else (tokens[max(last, token.i + 1) - 1].end, sentence.end)
        found.append(Speech(sentence, token.i, (source,), [span], "attribution.nearby"))
    return found


def _source_beside(document: Document, sentence: Sentence, verb: Token, memory: Memory) -> tuple[Source | None, int, int]:
    """The source right before the verb, else right after it ("said X"), with the tokens from first to last of both."""
    tokens = sentence.tokens
    i = verb.i - 1
    while i >= 0 and (
        tokens[i].lower in ("has", "have", "had", "also", "later", "earlier")
        or tokens[i].lower.endswith("day")
        or (tokens[i].lower == "on" and tokens[i + 1].lower.endswith("day"))
    ):
        i -= 1
    if i >= 0:
        source, first = _phrase_before(document, sentence, i, memory)
        if source is not None:
            return source, first, verb.i + 1
    for mention in within(document.actors, verb.end, verb.end + 2):
        if mention.actor.kind not in ("civilians", "unknown"):
            held = sentence.tokens_in(mention.start, mention.end)
            source = Source(mention.actor.name, kind_of(mention.actor, None), mention.anchor)
            memory.keep(source, frozenset(mention.text.lower().split()), "person" if mention.actor.kind == "person" else "thing")
            return source, verb.i, held[-1].i + 1
    role = words().roles.get(tokens[verb.i + 1].lower) if verb.i + 1 < len(tokens) else None
    if role is not None and verb.i and tokens[verb.i - 1].text == ",":  # "Nine dead, says ministry"
        after = tokens[verb.i + 1]
        return Source(after.text, role, document.anchor(after.start, after.end)), verb.i, verb.i + 2
    return None, 0, 0


def _phrase_before(document: Document, sentence: Sentence, i: int, memory: Memory) -> tuple[Source | None, int]:
    token = sentence.tokens[i]
    if token.lower in words().pronouns:
        again = memory.last(words().pronouns[token.lower])
        return (None if again is None else Source(again.name, again.kind, document.anchor(token.start, token.end))), i
    first = i
    while (
        first > 0
        and sentence.tokens[first - 1].text not in _ENDS
        and i - first < 6
        and sentence.tokens[first - 1].lower not in _NO_NAME
        and sentence.tokens[first].lower not in ("the", "a", "an")
    ):
        first -= 1
    anchor = document.anchor(sentence.tokens[first].start, token.end)
    mentions = [
        mention
        for mention in within(document.actors, token.start, token.end)
        if mention.actor.kind not in ("civilians", "unknown")
    ]
    source: Source | None = None
    if mentions:
        source = Source(mentions[-1].actor.name, kind_of(mentions[-1].actor, None), anchor)
        held = sentence.tokens_in(mentions[-1].start, mentions[-1].end)
        first = min(first, held[0].i) if held else first
    else:
        role = words().roles.get(token.lower)
        definite = sentence.tokens[first].lower == "the"
        again = memory.called(token.lower) if definite and i - first <= 2 else None
        named = token.text[:1].isupper() and i > first and sentence.tokens[i - 1].text[:1].isupper()
        if again is not None:
            source = Source(again.name, again.kind, anchor)
        elif role is not None or named:
            source = Source(bare(anchor.text), role or "other", anchor)
    if source is not None:
        called = {one.lower for one in sentence.tokens[first : i + 1]}
        many = not mentions and token.lower.endswith("s") and token.lower[:-1] in words().roles
        human = not mentions or mentions[-1].actor.kind == "person"
        memory.keep(source, frozenset(called), "several" if many else "person" if human else "thing")
    return source, first


def find_labelled(document: Document, sentence: Sentence, memory: Memory) -> list[Speech]:
    """ "Monitor: 12 killed", "12 killed in strike - monitor": a speaker set before or after the claim with a sign alone."""
    tokens = sentence.tokens
    found: list[Speech] = []
    clock = 2 if len(tokens) > 2 and tokens[0].text[:1].isdigit() and tokens[1].text in _DASHES else 0  # "12:10 - Ministry: ..."
    for token in tokens[clock + 1 : clock + 6]:
        if token.text == ":" and len(tokens) - token.i > 4:
            source = _label(document, sentence, clock, token.i)
            if source is not None:
                found.append(Speech(sentence, token.i, (source,), [(token.end, sentence.end)], "attribution.label"))
            break
    found += find_credits(document, sentence)
    for speech in found:
        called = {
            token.lower
            for token in sentence.tokens
            if (anchor := speech.sources[0].anchor) and anchor.start <= token.start < anchor.end
        }
        last = speech.sources[0].name.split()[-1].lower()
        human = last in words().represents and last not in words()["bodies"]  # "The group's deputy chief: P"
        memory.keep(speech.sources[0], frozenset(called), "both" if human else "thing")
    if not sentence.headline and sentence.index > 1:
        return found
    for token in tokens[max(4, len(tokens) - 6) : -1]:
        apart = token.start > tokens[token.i - 1].end  # "the rebel-run hospital" has no dash
        if (token.text in _DASHES and apart) or token.text == ":":
            source = _label(document, sentence, token.i + 1, len(tokens))
            if source is not None:
                found.append(Speech(sentence, token.i, (source,), [(sentence.start, token.start)], "attribution.tail"))
    return found


def _label(document: Document, sentence: Sentence, first: int, last: int) -> Source | None:
    """The source that a bare phrase is: a role, or a listed body that isn't a state."""
    held = sentence.tokens[first:last]
    if not held or any(token.text in (",", ";", ".") for token in held[:-1]):
        return None
    head = held[-1] if held[-1].text[-1:].isalnum() else held[-2] if len(held) > 1 else held[-1]
    seat = next((token.i - first for token in held[1:] if token.lower in ("in", "at", "near")), None)
    if seat is not None and held[seat - 1].lower in words().roles:  # "Our correspondent in Tyre: ..."
        head = held[seat - 1]
    anchor = document.anchor(held[0].start, head.end)
    mentions = within(document.actors, head.start, head.end)
    role = words().roles.get(head.lower)
    named = bool(mentions) or bool(within(document.places, anchor.start, anchor.end))
    if named and anchor.text.isupper() and not (mentions and mentions[-1].actor.id):  # a dateline: "LASHKAR GAH: ..."
        return None
    listed = any(one.actor.id is not None for one in within(document.actors, anchor.start, anchor.end))
    if not listed and any(one.text == anchor.text for one in within(document.places, anchor.start, anchor.end)):
        return None  # "West Bank: ..."
    if mentions and mentions[-1].actor.kind not in ("state", "civilians", "unknown", "person"):
        return Source(mentions[-1].actor.name, kind_of(mentions[-1].actor, role), anchor)
    if role is None or (role == "other" and head.lower not in ("sources", "activists", "rescuers")):
        return None
    return Source(bare(anchor.text), role, anchor)
