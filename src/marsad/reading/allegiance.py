"""Whose men a phrase tells of: of a country's unit, of a commander whom they are loyal to, of a group that they belong to."""

from __future__ import annotations

from collections import Counter

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor, ActorMention
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import word_list
from marsad.reading.recalling import FIGHTERS
from marsad.reading.syntax import children, noun_phrase

_NATIONAL = ("state", "government", "military")
_AND = (" and ", ", and ")


def unit_of(document: Document, sentence: Sentence, head: int) -> ActorMention | None:
    """The army of the country whose unit it is: "Ukraine's 77th brigade"."""
    actors = ActorList.open()
    isos = [actors.country(sentence.tokens[one].text) for one in children(sentence, head, "poss")]
    entry = actors.national(isos[0], "mil") if isos and isos[0] else None
    if entry is None:
        return None
    first, last = noun_phrase(sentence, head, of=False)
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    return ActorMention(start, end, document.text[start:end], actors.actor(entry))


def issuer_of(document: Document, sentence: Sentence, head: int) -> ActorMention | None:
    """In a communique, whose "our forces" are: the armed body that issued it; nobody's in a quotation or an outlet's report."""
    if "our" not in sentence.lowers or not document.report.source:
        return None
    token = sentence.tokens[head]
    line = document.text.rfind("\n", 0, token.start) + 1
    own = any(sentence.tokens[one].lower == "our" for one in children(sentence, head, "poss"))
    if not own or any(sign in document.text[line : token.start] for sign in '"\u201c'):
        return None
    source = document.report.source.casefold()
    issuers = (one.actor for one in document.actors if one.actor.kind in FIGHTERS and one.actor.id)
    issuer = next((one for one in issuers if one.name.partition(" (")[0].casefold() in source), None)
    return ActorMention(token.start, token.end, token.text, issuer) if issuer is not None else None


def army_of(sentence: Sentence, head: int) -> ActorMention | None:
    """The army of a country that a word names: "Uganda, whose soldiers were sent to X"."""
    token, actors = sentence.tokens[head], ActorList.open()
    iso = actors.country(token.text)
    entry = actors.national(iso, "mil") if iso else None
    return ActorMention(token.start, token.end, token.text, actors.actor(entry)) if entry is not None else None


def short_for(document: Document, name: str, before: int) -> Actor | None:
    """The force that a short name means, where the report has named it in full: "the Shield" after "the Shield Brigade"."""
    if " " not in name:
        return None
    told = within(document.actors, 0, before)
    full = [
        one.actor for one in told if one.actor.id is None and one.actor.name.startswith(f"{name} ") and one.actor.kind in FIGHTERS
    ]
    return full[-1] if full else None


def officer_of(document: Document, sentence: Sentence, head: int) -> ActorMention | None:
    """The army whose officer a word calls somebody by his nation: "an Israeli officer"."""
    token, actors = sentence.tokens[head], ActorList.open()
    if token.lower not in word_list("frames", "ranks"):
        return None
    isos = [actors.demonym(sentence.tokens[one].text) for one in children(sentence, head, "amod", "compound", "nmod")]
    entry = next((found for iso in isos if iso and (found := actors.national(iso, "mil"))), None)
    return ActorMention(token.start, token.end, token.text, actors.actor(entry)) if entry is not None else None


def loyal_to(document: Document, sentence: Sentence, first: int, adjective: int) -> ActorMention | None:
    """Those of whom it is said to whom they are loyal, in the text's words: "forces loyal to General X"."""
    ends = [one for prep in children(sentence, adjective, "prep") for one in children(sentence, prep, "pobj")]
    if not ends:
        return None
    start, end = sentence.tokens[first].start, sentence.tokens[noun_phrase(sentence, ends[0])[1] - 1].end
    return ActorMention(start, end, document.text[start:end], Actor(None, document.text[start:end], "militia"))


def owners_of(sentence: Sentence, head: int) -> list[int]:
    """Whose the people of a phrase are: "fighters of X", "militants from X", "rebels belonging to X", "fighters loyal to X"."""
    tokens = sentence.tokens
    preps = [one for one in children(sentence, head, "prep") if tokens[one].lower in ("of", "from")]
    for clause in children(sentence, head, "acl", "amod"):
        loyal = clause > head and tokens[clause].lower in word_list("frames", "loyal")
        if tokens[clause].lower == "belonging" or loyal:
            preps += [one for one in children(sentence, clause, "prep") if not loyal or tokens[one].lower == "to"]
    return [inner for prep in preps for inner in children(sentence, prep, "pobj")]


def called_at(document: Document, sentence: Sentence, head: int) -> ActorMention | None:
    """Who is named right behind what he is: "its ally, the X", "the Y-linked group X"."""
    for one in children(sentence, head, "appos"):
        token = sentence.tokens[one]
        named = [mention for mention in within(document.actors, token.start, token.end) if mention.actor.id] if one > head else []
        if named and named[0].actor.kind in FIGHTERS:
            return named[0]
    return None


def with_nations(document: Document, sentence: Sentence, mention: ActorMention | None) -> list[ActorMention]:
    """A mention behind the nations that share its noun: "Rwandan" and "Mozambican troops"; none for none."""
    if mention is None:
        return []
    found = [mention]
    for before in reversed(within(document.actors, sentence.start, mention.start)):
        token = sentence.token_at(before.end - 1)
        between = document.text[before.end : found[0].start]
        joined = between in _AND or (between == ", " and len(found) > 1)  # a comma joins only what an "and" behind it ends
        if token is None or not joined or before.actor.kind not in _NATIONAL:
            break
        if token.dep not in ("amod", "nmod", "conj", "compound") or not token.tag.startswith(("JJ", "NNP")):
            break
        found.insert(0, before)
    return found


def government_told_of(document: Document, word: str) -> Actor:
    """The government of the country whose government and forces the report names most, else the plain word."""
    actors = ActorList.open()
    named = Counter(
        actors.country_of(mention.actor)
        for mention in document.actors
        if mention.actor.kind in ("government", "military") and mention.actor.id
    )
    named.pop(None, None)
    most = named.most_common(2)
    if most and most[0][0] and (len(most) == 1 or most[0][1] > most[1][1]):
        entry = actors.national(most[0][0], "gov")
        if entry is not None:
            return actors.actor(entry)
    return Actor(None, word, "government")


def known_as(document: Document, sentence: Sentence, head: int) -> ActorMention | None:
    """By which name those are known who are described: "armed youth known as the White Army"."""
    for clause in children(sentence, head, "acl"):
        if sentence.tokens[clause].lower in ("known", "called", "dubbed"):
            below = [one for prep in children(sentence, clause, "prep") for one in children(sentence, prep, "pobj")]
            below += children(sentence, clause, "oprd", "dobj")
            found = [within(document.actors, sentence.tokens[one].start, sentence.tokens[one].end) for one in below]
            return next((one[0] for one in found if one and one[0].actor.id), None)
    return None
