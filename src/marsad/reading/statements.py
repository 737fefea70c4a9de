"""Statements: acts of speech that are claims of their own, such as denying, accusing, threatening."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from marsad.model import Actor, ActorKind, Anchor, Source
from marsad.model.claim import SourceKind
from marsad.reading.addressees import addressee
from marsad.reading.attribution import Speech, speeches_of
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.language import table
from marsad.reading.syntax import Phrase, ancestors, anchor_of, children, is_negated, subtree

_KINDS: dict[SourceKind, ActorKind] = {
    "official": "government",
    "party": "military",
    "un": "international",
    "agency": "media",
    "observatory": "organisation",
    "medical": "organisation",
    "outlet": "media",
}
_BODIES = ("rebel", "militia", "military", "government", "organisation", "international")


@dataclass(frozen=True, slots=True)
class _Rule:
    act: str
    form: frozenset[str]
    nouns: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[_Rule, ...]]:
    """The rules of each verb form."""
    made: dict[str, tuple[_Rule, ...]] = {}
    for act, entries in table("statements")["acts"].items():
        for entry in entries:
            rule = _Rule(
                act,
                frozenset(entry["form"]),
                frozenset(entry.get("nouns", ())),
                frozenset(entry.get("words", ())),
            )
            for verb in entry["verbs"]:
                for form in words().forms_of(verb):
                    made[form] = (*made.get(form, ()), rule)
    return made


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Word forms one of which a sentence needs to hold a statement."""
    common: Iterable[str] = (form for verb in table("statements")["no_triggers"] for form in words().forms_of(verb))
    return frozenset(_rules()) - frozenset(common) | {"responsibility", "responsible", "behind", "accountable", "done", "carried"}


def read_statements(document: Document) -> list[Draft]:
    """The statements of a report: speaker, act, addressee and the words that say it."""
    drafts: list[Draft] = []
    for speech in speeches_of(document):
        token = speech.sentence.tokens[speech.cue]
        if speech.sentence.parsed and token.lower in _telling() and _acts(speech.sentence, token):
            draft = _statement(document, speech, token)
            if draft is not None:
                drafts.append(draft)
    return drafts


def _acts(sentence: Sentence, verb: Token) -> bool:
    """Whether the act is done: neither negated nor an infinitive ("hard to confirm"), nor nobody's ("neither side blamed")."""
    nobody = any(token.lower in ("neither", "nor", "none") for token in sentence.tokens[max(0, verb.i - 12) : verb.i])
    infinitive = verb.tag == "VB" and any(sentence.tokens[child].lower == "to" for child in children(sentence, verb.i, "aux"))
    return verb.tag.startswith("VB") and not nobody and not infinitive and not is_negated(sentence, verb.i)


def _statement(document: Document, speech: Speech, verb: Token) -> Draft | None:
    sentence, source = speech.sentence, speech.sources[0]
    actor = actor_of(document, source)
    if actor is None or source.anchor is None or actor.kind == "civilians":
        return None
    owned = _owned(document, speech, verb) if actor.kind in table("statements")["owning"]["kinds"] else None
    if owned is not None:
        fields = {"speaker": actor, "act": "claim_responsibility", "addressee": None, "about": None, "content": owned.text}
        first = source.anchor.start if _follows(sentence, source.anchor, verb) else verb.start
        return Draft(
            "statement",
            "statement.claim_responsibility",
            sentence,
            verb.i,
            [document.anchor(first, owned.end)],
            fields,
            confidence=0.8,
        )
    for rule in _rules().get(verb.lower, ()):
        content = _content(document, speech, verb, rule)
        if content is None:
            continue
        start = source.anchor.start if _follows(sentence, source.anchor, verb) else verb.start
        addressed = addressee(document, sentence, verb, rule.act)
        fields = {"speaker": actor, "act": rule.act, "addressee": addressed, "about": None, "content": content.text}
        anchor = document.anchor(min(start, content.start), max(verb.end, content.end))
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
    return frozenset(_rules()) | _owning_verbs()


def _follows(sentence: Sentence, source: Anchor, verb: Token) -> bool:
    """Whether the verb stands close behind its speaker, with no other act between."""
    between = [token for token in sentence.tokens_in(source.end, verb.start) if token.i < verb.i]
    return source.end <= verb.start <= source.end + 60 and not any(token.lower in _rules() for token in between)


def actor_of(document: Document, source: Source) -> Actor | None:
    """The actor behind a source: the mention with its name, else one made of its words where its kind can act by speaking."""
    for mention in document.actors:
        if mention.actor.name == source.name:
            return mention.actor
    if source.kind not in table("statements")["kinds"] or source.name == "unnamed" or source.anchor is None:
        return None
    last = source.name.split()[-1].lower()
    for mention in within(document.actors, source.anchor.start, source.anchor.end):
        if mention.actor.kind in _BODIES and mention.actor.id and last not in words()["offices"]:
            return mention.actor
    if source.kind in ("other", "medical") and not source.name[:1].isupper() and last not in table("statements")["groups"]:
        return None
    return Actor(None, source.name, _KINDS.get(source.kind, "unknown"))


def _content(document: Document, speech: Speech, verb: Token, rule: _Rule) -> Anchor | None:
    """The words of the content, without "that", "for" or "to"; None where the verb isn't in one of the rule's forms."""
    sentence = speech.sentence
    place = _place(sentence, verb.i, rule, speech)
    if place is None:
        return None
    first, last = place
    if last <= first:
        return None
    anchor = anchor_of(document, sentence, (first, last))
    held = {token.lower for token in sentence.tokens[first:last]}
    return anchor if not rule.words or held & rule.words else None


def _place(sentence: Sentence, i: int, rule: _Rule, speech: Speech) -> Phrase | None:
    tokens = sentence.tokens
    end = _end(sentence, i, speech)
    objects = children(sentence, i, "dobj", "obj", "nsubjpass")
    if not objects and tokens[i].dep == "amod" and tokens[i].head > i:
        objects = [tokens[i].head]
    if rule.nouns:
        fit = [head for head in objects if tokens[head].lower in rule.nouns]
        if not fit:
            return None
        if tokens[fit[0]].lower == "responsibility":
            return _after(sentence, fit[0] + 1, end, ("for",)) or subtree(sentence, fit[0])
        if rule.act == "call_for":  # "renewed its appeal to the world to stop the shelling"
            return _after(sentence, fit[0] + 1, end, ("for",)) or _infinitive(sentence, fit[0] + 1, end)
        return subtree(sentence, fit[0])[0], end if fit[0] > i else subtree(sentence, fit[0])[1]
    clause = next((child for child in children(sentence, i, "ccomp", "xcomp") if child > i), None)
    if "responsible" in rule.form:
        held = next((token.i for token in tokens[i + 1 : end] if token.lower in words()["responsible"]), None)
        return None if held is None else (held, end)
    for form in ("to", "of", "for", "about", "against", "on", "upon", "with"):
        if form in rule.form:
            found = _under(sentence, i, form, end, rule)
            if found is not None:
                return found
    if clause is not None and "clause" in rule.form:
        first = max(subtree(sentence, clause)[0], i + 1) if rule.act == "warn" else i + 1
        return first + (tokens[first].lower == "that"), end
    if "clause" in rule.form and i + 1 < len(tokens) and tokens[i + 1].lower == "that":
        return i + 2, end
    if "object" in rule.form and objects:
        head = objects[0]
        return (max(subtree(sentence, head)[0], i + 1), max(end, head + 1)) if head > i else subtree(sentence, head)
    before = next((child for child in children(sentence, i, "ccomp") if child < i), None)
    return subtree(sentence, before) if before is not None and "clause" in rule.form else None


def _infinitive(sentence: Sentence, first: int, end: int) -> Phrase | None:
    """What is asked for after a "to" before a verb."""
    to = next(
        (token.i for token in sentence.tokens[first:end] if token.lower == "to" and token.tag == "TO" and token.dep == "aux"),
        None,
    )
    return None if to is None else (to + 1, end)


def _under(sentence: Sentence, i: int, form: str, end: int, rule: _Rule) -> Phrase | None:
    """What stands under a preposition or infinitive of the verb: "called for P", "urged Y to P", "accused Y of P"."""
    tokens = sentence.tokens
    if form == "to":
        for child in children(sentence, i, "xcomp", "ccomp", "advcl"):
            to = [one for one in children(sentence, child, "aux") if tokens[one].lower == "to" and one > i]
            if to:
                negated = tokens[to[0] - 1].lower == "not"
                return (to[0] - 1 if negated else to[0] + 1), end
        return None
    if form in ("on", "upon") and rule.act == "call_for":
        infinitive = next((token.i for token in tokens[i + 1 : end] if token.lower == "to" and token.dep == "aux"), None)
        called = i + 1 < len(tokens) and tokens[i + 1].lower == form
        return (infinitive + 1, end) if infinitive is not None and called else None
    if form == "on" and rule.act == "accuse":
        on = next((token.i for token in tokens[i + 1 : end] if token.lower == "on" and token.head == i), None)
        return None if on is None else (i + 1, on)
    near = 3 if rule.act in ("call_for", "warn") else 16
    found = _after(sentence, i + 1, min(end, i + 1 + near), (form,), end)
    aside = found is not None and form == "for" and _is_aside(sentence, found[0] - 1, i)
    return None if aside else found


def _is_aside(sentence: Sentence, i: int, verb: int) -> bool:
    """Whether a "for" stands in an aside, not in what is blamed: "blaming the militia in a fight for land"."""
    above = list(ancestors(sentence, i))
    between = above[: above.index(verb)] if verb in above else []
    return any(sentence.tokens[one].lower in ("in", "amid", "after", "during", "over") for one in between)


def _after(sentence: Sentence, first: int, last: int, forms: tuple[str, ...], end: int | None = None) -> Phrase | None:
    places = [token.i for token in sentence.tokens[first:last] if token.lower in forms]
    if not places:
        return None
    verbal = [place for place in places if sentence.tokens[place + 1 : place + 2] and sentence.tokens[place + 1].tag == "VBG"]
    return (verbal or places)[0] + 1, end if end is not None else last


def _end(sentence: Sentence, i: int, speech: Speech) -> int:
    """One past the last token of the speech's content after the verb; the end of the sentence where it has none."""
    after = [last for first, last in speech.spans if first >= sentence.tokens[i].end and last <= sentence.end]
    if not after:
        return subtree(sentence, i)[1]
    end = next((token.i + 1 for token in sentence.tokens if token.end >= max(after)), len(sentence.tokens))
    return _before_next_act(sentence, i, end)


def _before_next_act(sentence: Sentence, i: int, end: int) -> int:
    """Where the speaker goes on to another act: "denied that his men fired and accused the army", parsed or not."""
    for token in sentence.tokens[i + 2 : end - 1]:
        act = sentence.tokens[token.i + 1]
        if token.lower in ("and", "but") and act.tag == sentence.tokens[i].tag and act.lower in _rules():
            return token.i - (sentence.tokens[token.i - 1].text == ",")
    return end


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
