"""Statements: acts of speech that are claims of their own, such as denying, accusing, threatening."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from marsad.model import Actor, ActorKind, Anchor, Source
from marsad.model.claim import SourceKind
from marsad.reading.addressees import addressee
from marsad.reading.attribution import Speech, speeches_of
from marsad.reading.attribution.words import words
from marsad.reading.contents import content_of, rules
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.language import table, word_list
from marsad.reading.mutual import each_other, read_mutual
from marsad.reading.syntax import children, is_negated

_KINDS: dict[SourceKind, ActorKind] = {
    "official": "government",
    "party": "military",
    "un": "international",
    "agency": "media",
    "observatory": "organisation",
    "medical": "organisation",
    "outlet": "media",
}
_BY = 9
_BEFORE = 20
_BODIES = ("rebel", "militia", "military", "government", "organisation", "international")


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Word forms one of which a sentence needs to hold a statement."""
    common: Iterable[str] = (form for verb in table("statements")["no_triggers"] for form in words().forms_of(verb))
    return frozenset(rules()) - frozenset(common) | {
        "responsibility",
        "responsible",
        "behind",
        "accountable",
        "done",
        "carried",
        "accusations",
        "blame",
        "credit",
    }


def read_statements(document: Document) -> list[Draft]:
    """The statements of a report: speaker, act, addressee and the words that say it."""
    drafts: list[Draft] = []
    for speech in speeches_of(document):
        token = speech.sentence.tokens[speech.cue]
        if speech.sentence.parsed and token.lower in _telling() and _acts(speech.sentence, token):
            found = [_statement(document, speech, token, source) for source in (speech.speaker, *speech.together)]
            made = [draft for draft in found if draft is not None]
            if len(made) == 2 and each_other(speech.sentence, token):
                for draft, other in zip(made, reversed(made), strict=True):
                    draft.fields["addressee"] = other.fields["speaker"]
            for draft in made:
                _turn_to_accused(speech.speaker, draft, drafts)
            drafts += made
    return drafts + read_mutual(document)


def _turn_to_accused(source: Source, draft: Draft, before: list[Draft]) -> None:
    """Give a denial by pronoun to the one accused just before: "HRW accused the army of P. It rejected the charge"."""
    pronoun = source.anchor is not None and source.anchor.text.lower() in ("it", "they", "he", "she")
    last = before[-1] if before and draft.fields["act"] == "deny" and pronoun else None
    if last is None or last.fields["act"] != "accuse" or draft.sentence.index - last.sentence.index > 1:
        return
    if last.fields["speaker"].name == draft.fields["speaker"].name and last.fields["addressee"] is not None:
        draft.fields["speaker"] = last.fields["addressee"]


def _acts(sentence: Sentence, verb: Token) -> bool:
    """Whether the act is done: neither negated nor an infinitive ("hard to confirm"), nor nobody's ("neither side blamed")."""
    nobody = any(token.lower in ("neither", "nor", "none") for token in sentence.tokens[max(0, verb.i - 12) : verb.i])
    first = verb  # "urged it to find them and hold them responsible"
    while first.dep == "conj" and first.tag == "VB" and first.head != first.i:
        first = sentence.tokens[first.head]
    infinitive = verb.tag == "VB" and any(sentence.tokens[child].lower == "to" for child in children(sentence, first.i, "aux"))
    seldom = any(sentence.tokens[child].lower in table("statements")["seldom"] for child in children(sentence, verb.i, "advmod"))
    having = verb.dep == "pcomp" or (verb.head != verb.i and verb.dep in ("xcomp", "ccomp"))
    told = having and any(sentence.tokens[child].lower == "having" for child in children(sentence, verb.i, "aux"))
    if _is_denied(sentence, verb):
        return False
    done = verb.tag.startswith("VB") and not nobody and not infinitive and not seldom and not told  # "denied having asked X to P"
    return done and not is_negated(sentence, verb.i)


def _is_denied(sentence: Sentence, verb: Token) -> bool:
    """Whether another act denies that this one was done: "denied a report that X had asked Y to mediate"."""
    token = verb
    while token.dep in ("ccomp", "acl", "xcomp", "dobj") and token.head != token.i:
        token = sentence.tokens[token.head]
        if token.i < verb.i and any(rule.act == "deny" for rule in rules().get(token.lower, ())):
            return True
    return False


def _statement(document: Document, speech: Speech, verb: Token, source: Source) -> Draft | None:
    sentence = speech.sentence
    actor = actor_of(document, source)
    if actor is None or source.anchor is None:
        return None
    if actor.kind in ("rebel", "militia", "military") and verb.lemma != "claim":  # a leader's own act
        actor = _leader(document, source) or actor
    if actor.kind == "civilians" and verb.lemma not in table("statements")["by_anybody"]:
        return None
    owned = _owned(document, speech, verb) if actor.kind in table("statements")["owning"]["kinds"] else None
    if owned is not None:
        fields = {"speaker": actor, "act": "claim_responsibility", "addressee": None, "about": None, "content": owned.text}
        first = _start(speech, verb)
        return Draft(
            "statement",
            "statement.claim_responsibility",
            sentence,
            verb.i,
            [document.anchor(first, owned.end)],
            fields,
            confidence=0.8,
        )
    for rule in rules().get(verb.lower, ()):
        content = content_of(document, speech, verb, rule)
        if content is None:
            continue
        start = _start(speech, verb)
        addressed = addressee(document, sentence, verb, rule.act, actor)
        if addressed is not None and addressed.name == actor.name:  # "the group's leader, NAME, called on the group"
            actor = _person_of(document, source) or actor
            if rule.act == "accuse" and addressed.name == actor.name:
                return None  # nobody accuses himself: whose spokesman it is was taken wrongly
        fields = {"speaker": actor, "act": rule.act, "addressee": addressed, "about": None, "content": content.text}
        called = [sentence.tokens[child].end for child in children(sentence, verb.i, "oprd", "acomp")]  # "called it baseless"
        called += [source.anchor.end] if 0 < source.anchor.start - verb.end < _BY else []  # "an ambush claimed by X"
        anchor = document.anchor(min(start, content.start), max(verb.end, content.end, *called))
        return Draft("statement", f"statement.{rule.act}", sentence, verb.i, [anchor], fields, confidence=0.8)
    return None


def _owned(document: Document, speech: Speech, verb: Token) -> Anchor | None:
    """The deed that a speaker says it did itself: "said it was behind the blast"."""
    if verb.lower not in _owning_verbs():
        return None
    for start, end in speech.spans:
        match = _owning().match(document.text, start, end) if start >= verb.end else None
        if match is not None:
            group = "deed" if match["deed"] else "done"
            text = _before_another_cue(match[group]).rstrip(' .,;"\u201d')
            return document.anchor(match.start(group), match.start(group) + len(text))
    return None


def _before_another_cue(text: str) -> str:
    """The words up to where the speaker goes on to say something else: "the blast and vowed ..."."""
    for match in re.finditer(r",? (?:and|but|while) (\w+)", text):
        if match[1].lower() in words().cues:
            return text[: match.start()]
    return text


@lru_cache(maxsize=1)
def _owning() -> re.Pattern[str]:
    parts = table("statements")["owning"]
    return re.compile(rf"{parts['own']} (?:{parts['deed']}|{parts['did'].replace('deed', 'done')})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _owning_verbs() -> frozenset[str]:
    return frozenset(form for verb in table("statements")["owning"]["verbs"] for form in words().forms_of(verb))


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    return frozenset(rules()) | _owning_verbs()


def _start(speech: Speech, verb: Token) -> int:
    """Where the words of a statement begin: with its speaker where the verb follows him, else with the verb."""
    source = speech.speaker.anchor
    return source.start if source is not None and _follows(speech.sentence, source, verb) else verb.start


def _follows(sentence: Sentence, source: Anchor, verb: Token) -> bool:
    """Whether the verb stands close behind its speaker, with no other act between."""
    between = [token for token in sentence.tokens_in(source.end, verb.start) if token.i < verb.i]
    return source.end <= verb.start <= source.end + 60 and not any(token.lower in rules() for token in between)


def _leader(document: Document, source: Source) -> Actor | None:
    """The listed person whose name ends the words of a source that the list has for the voice of his force."""
    if source.anchor is None:
        return None
    first = max(0, source.anchor.start - _BEFORE)  # "the military spokesman" NAME
    if not word_list("statements", "voices").isdisjoint(document.text[first : source.anchor.end].lower().split()):
        return None
    people = within(document.actors, source.anchor.start, source.anchor.end + 2)  # "the gang leader" NAME
    named = [one.actor for one in people if one.actor.kind == "person" and one.actor.id]
    return named[0] if named else None


def _person_of(document: Document, source: Source) -> Actor | None:
    """The person whom the words of a source name, though he speaks for a body."""
    if source.anchor is None:
        return None
    end = min(len(document.text), source.anchor.end + 40)
    people = [one.actor for one in within(document.actors, source.anchor.start, end) if one.actor.kind == "person"]
    return people[0] if people else None


def actor_of(document: Document, source: Source) -> Actor | None:
    """The actor behind a source: the mention with its name, else one made of its words where its kind can act by speaking."""
    for mention in document.actors:
        if mention.actor.name == source.name:
            return mention.actor
    if source.kind == "witness" and source.anchor is not None:
        return Actor(None, source.name, "civilians")
    kinds = table("statements")["kinds"]
    if source.kind not in kinds or source.name == "unnamed" or source.anchor is None:
        return None
    sent = source.name[:1].isupper() and not words()["in_person"].isdisjoint(source.anchor.text.lower().split())
    if sent and source.name not in source.anchor.text:  # "the UN envoy, Jane Doe"
        return Actor(None, source.name, "person")
    said = source.name.lower().split()
    last, apart = said[-1], not words()["beside"].isdisjoint(said) and said[0] in words()["anonymous"]  # "a source close to X"
    for mention in within(document.actors, source.anchor.start, source.anchor.end):
        if mention.actor.kind in _BODIES and mention.actor.id and last not in words()["offices"] and not apart:
            return mention.actor
    if source.kind == "other" and not source.name[:1].isupper() and last not in table("statements")["groups"]:
        return None
    return Actor(None, source.name, _KINDS.get(source.kind, "unknown"))


def link_about(drafts: list[Draft]) -> None:
    """Set `about` of each statement: the claim whose words stand in its content, or that "this" and "the claim" point back to."""
    others = [draft for draft in drafts if draft.kind not in ("statement", "relation")]
    for draft in drafts:
        content = draft.fields.get("content")
        if draft.kind != "statement" or not content:
            continue
        anchor = next((one for one in draft.anchors if content in one.text), None)
        if anchor is None:
            continue
        start = anchor.start + anchor.text.rfind(content)
        inside = [
            (abs(a.start - start), place)
            for place, one in enumerate(others)
            for a in (*one.anchors, *one.echoes)
            if start <= a.start < start + len(content)
        ]
        if inside:
            draft.fields["about"] = others[min(inside)[1]]
        elif draft.fields["act"] in ("deny", "confirm") and _points_back(content):
            before = [one for one in others if 0 <= draft.sentence.index - one.sentence.index <= 1 and one.start < anchor.start]
            draft.fields["about"] = before[-1] if before else None


def _points_back(content: str) -> bool:
    heads = content.casefold().split()
    return len(heads) <= 3 and heads[-1] in table("statements")["back"]
