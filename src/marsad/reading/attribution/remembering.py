"""What a report's speakers are kept by for the sentences to come: their words, and whether they are persons or bodies."""

from __future__ import annotations

import re

from marsad.model import Source
from marsad.reading.attribution.memory import Memory
from marsad.reading.attribution.naming import bare, kind_of, mention_at, person_named, phrase_of, represents
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, within
from marsad.reading.syntax import children

_OPENER = re.compile(r"(?:The )?((?:[A-Z][\w'\u2019-]{1,30} ){0,5}[A-Z][\w'\u2019-]{1,30}):")
_FORCES = ("military", "police", "rebel", "militia", "organisation", "international")
_PLURAL = ("NNS", "NNPS")
_OPENING = 6
_NAME_LENGTH = 3


def topic_of(document: Document, sentence: Sentence) -> Source | None:
    """The group or body that a sentence begins with ("The rebels' account was different."), by its name or its own words."""
    opening = sentence.tokens[:_OPENING]
    for mention in within(document.actors, sentence.start, opening[-1].end) if opening else []:
        ahead = [token.lower for token in opening if token.start < mention.start]
        if mention.actor.kind not in ("person", "civilians", "state") and ahead in ([], ["the"]):
            return Source(mention.actor.name, kind_of(mention.actor, None), mention.anchor)
    return None


def opener_of(document: Document, sentence: Sentence, memory: Memory) -> Source | None:
    """The body that a sentence only names before a colon ("The Network:"), whose acts the items of a list then are."""
    match = _OPENER.fullmatch(sentence.text.strip())
    if match is None:
        return None
    anchor = document.anchor(sentence.start + match.start(1), sentence.start + match.end(1))
    for mention in within(document.actors, anchor.start, anchor.end):
        if mention.actor.kind not in ("person", "civilians"):
            return Source(mention.actor.name, kind_of(mention.actor, None), anchor)
    again = memory.called(match[1].split()[-1].lower())
    if again is not None:
        return Source(again.name, again.kind, anchor)
    own = document.report.source or ""  # "The Network:" in the Network's own statement
    return Source(own, "other", anchor) if own.endswith(match[1]) else None


def note_subject(document: Document, sentence: Sentence, memory: Memory) -> None:
    """Keep the holder of an office whom a sentence is about though he says nothing in it: "he warned" next means him."""
    tokens = sentence.tokens
    office = next((token for token in tokens[:_OPENING] if token.lower in words()["offices"]), None)
    if office is None or office.i + 2 >= len(tokens):
        return
    before = tokens[: office.i]
    owned = tokens[office.i + 2].lower if tokens[office.i + 1].lower in ("'s", "\u2019s") else ""
    if before and not before[1:] and owned in words()["nouns"]:  # "The mayor's version differs. He ..."
        anchor = document.anchor(tokens[0].start, office.end)
        memory.keep(Source(bare(anchor.text), "official", anchor), frozenset((office.lower,)), "subject")
        return
    led = all(token.text[:1].isupper() or token.lower in words()["office_words"] for token in before)
    last = office.i
    while last + 1 < len(tokens) and tokens[last + 1].text[:1].isupper() and last - office.i < _NAME_LENGTH:
        last += 1
    after = tokens[last + 1].text if last + 1 < len(tokens) else ""
    if not led or after in (",", "'s", "\u2019s", "and", "of", ":"):
        return
    anchor = document.anchor(tokens[0].start, tokens[last].end)
    mention = mention_at(document, tokens[last])
    person = mention if mention is not None and mention.actor.kind == "person" else None
    named = document.text[tokens[office.i + 1].start : tokens[last].end] if last > office.i + 1 else bare(anchor.text)
    source = Source(person.actor.name if person and person.actor.id else named, "official", anchor)
    memory.keep(source, frozenset(token.lower for token in tokens[: last + 1]), "subject")


def remember(document: Document, sentence: Sentence, head: int, source: Source, memory: Memory) -> None:
    """Keep a speaker for the sentences to come."""
    token = sentence.tokens[head]
    if token.lower in words().pronouns:
        memory.spoken.append((source, frozenset(), {"he": "person", "she": "person", "it": "thing"}.get(token.lower, "both")))
        return
    first, last = phrase_of(sentence, head)
    called = {one.lower for one in sentence.tokens[first:last] if one.tag.startswith("N")}
    called |= {part for name in source.name.split() if (part := name.lower())[:1].isalpha()}
    beside = sentence.tokens[first - 1] if first > 0 else token  # "the project DeepState"
    called |= {beside.lower} if beside.tag == "NN" else set()
    if not words()["bureaus"].isdisjoint(called):
        called |= {"agency", "body"}
    role = token.lower in words().roles and token.lower not in words()["bodies"]
    plain = token.lower == "one" or (role and token.tag in ("NN", "NNS"))
    told = source.anchor is not None and any(part.lower() in words().represents for part in source.anchor.text.split())
    mention = mention_at(document, token)
    human = mention is not None and mention.actor.kind == "person"
    person = human and mention is not None and (mention.actor.id is not None or bool(children(sentence, head, "appos")))
    plain = plain or person or person_named(document, sentence, head) == source.name
    named = token.tag == "NNP" and (mention is None or human) and not person and token.lower not in words()["bodies"]
    both = told or represents(sentence, head) or named
    opens = head == first == 0 and role and not (mention and mention.actor.id)  # "Residents said"
    common = source.name.islower() or opens
    last_word = mention.text.split()[-1].lower() if mention is not None and mention.actor.kind in _FORCES else ""
    force = last_word in words()["parts"] or last_word in words()["bodies"]
    plain = plain and not force  # "the general staff" is no person
    sort = "several" if token.tag in _PLURAL and common else "both" if both else "person" if plain else "thing"
    memory.keep(source, frozenset(called), sort)
