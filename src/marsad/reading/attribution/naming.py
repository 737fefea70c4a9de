"""What a source is called, and of what kind it is: from the words of its noun phrase."""

from __future__ import annotations

import re

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor, ActorMention, Anchor, Source
from marsad.model.claim import SourceKind
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.language import word_list
from marsad.reading.syntax import Phrase, anchor_of, children, noun_phrase, subtree

_AHEAD = 7
_NAME_WORDS = 4
_STEM = 5
_FORCES = ("rebel", "militia", "military")
_NAMED_BODIES = ("rebel", "militia", "organisation", "international", "media")
_ASIDE = re.compile(r", (?:of|from|in|alias)\b")
_AGED = re.compile(r"\d+(?:-year-old)?$")
_OWNED = ("'s", "\u2019s", "s'", "s\u2019")


def phrase_of(sentence: Sentence, head: int, *, of: bool = True) -> Phrase:
    """The noun phrase of a head, kept from reaching into a quotation before it."""
    first, last = noun_phrase(sentence, head, of=of)
    if last == head + 1 and last + 1 < len(sentence.tokens) and sentence.tokens[last].text == "-":
        last += 2 * (sentence.tokens[last + 1].head == head)  # "the secretary-general"
    for place in range(head - 1, first - 1, -1):
        if sentence.tokens[place].tag in ("''", "``") or sentence.tokens[place].text == '"':
            return place + 1, last
        comment = sentence.tokens[place].lower in words()["comments"] and sentence.tokens[place + 1].tag.startswith(("NNP", "DT"))
        if comment and place > 1 and sentence.tokens[place - 2].text == ",":  # ", a charge Abu Dhabi denies"
            return place + 1, last
    return first, last


def full_name(document: Document, sentence: Sentence, head: int) -> str | None:
    """The name that "the Headquarters", "the Ministry" shorten: the last one before that ends in the word."""
    token = sentence.tokens[head]
    first, last = phrase_of(sentence, head)
    if not token.text[:1].isupper() or last - first != 2 or sentence.tokens[first].lower != "the":
        return None
    word = re.escape(token.text)
    found = re.findall(rf"\b((?:[A-Z][\w'\u2019-]+ (?:and |of (?:the )?)?){{1,5}}{word})\b", document.text[: token.start])
    begun = [one.actor.name for one in within(document.actors, 0, token.start) if one.actor.name.startswith(f"{token.text} ")]
    if begun and begun[-1].split()[0] in word_list("actors", "body_openers"):  # "the Collectif"
        return begun[-1]
    names = [name.removeprefix("The ") for name in found if name.removeprefix("The ") != token.text]
    own = document.report.source or ""  # "the Centre" in the Centre's own bulletin
    return names[-1] if names else own if own.endswith(f" {token.text}") else None


def has_name(sentence: Sentence, head: int) -> bool:
    """Whether a role stands beside a person's name ("official John Doe")."""
    return any(sentence.tokens[child].tag == "NNP" for child in children(sentence, head, "appos"))


def spoken_for(actor: Actor) -> Actor | None:
    """The group or organisation that a listed person speaks for; a president or minister speaks for himself."""
    people = ActorList.open()
    entry = people.get(actor.id)
    body = people.get(entry.speaks_for) if entry is not None else None
    return people.actor(body) if body is not None and body.kind not in ("government", "state") else None


def kind_of(actor: Actor, role: SourceKind | None) -> SourceKind:
    """The kind of source that an actor is; `role` is what its spokesman's words say, for an actor that the list lacks."""
    if actor.kind == "person":
        return role or "other"
    if actor.kind == "military":
        return "party"
    known = ActorList.open().source_kind(actor)
    return role if known == "other" and role and not actor.id else known


def role_of(sentence: Sentence, head: int) -> SourceKind | None:
    """The kind of source that the words of a noun phrase tell: head first, then its apposition, then its modifiers."""
    found = _role(sentence, head)
    if found is not None:
        return found
    for other in children(sentence, head, "appos"):
        found = _role(sentence, other)
        if found is not None:
            return found
    first = phrase_of(sentence, head)[0]
    for other in [child for child in children(sentence, head, "compound", "nmod") if child >= first]:
        found = words().roles.get(sentence.tokens[other].lower)
        if found is not None:
            return found
    return None


def _role(sentence: Sentence, head: int) -> SourceKind | None:
    token, table = sentence.tokens[head], words()
    first, last = phrase_of(sentence, head)
    text = " ".join(one.lower for one in sentence.tokens[first:last])
    kind = next((kind for phrase, kind in table.phrases.items() if phrase in text), None) or table.roles.get(token.lower)
    if kind is None or token.lower in table["qualified"]:
        for child in children(sentence, head, "amod", "compound", "nmod"):
            kind = table.qualifiers.get(sentence.tokens[child].lower, kind)
    beside = [sentence.tokens[child].lower for child in children(sentence, head, "compound")]
    if kind == "other" and any(table.roles.get(word) == "un" for word in beside):
        return "un"
    return kind


_DROPPED = frozenset(
    "a an the some several two three four five six seven eight nine ten another other one many its his her "
    "their this that our my your whose".split()
)


def bare(text: str) -> str:
    """The phrase without its article, count or a stray day ("Sunday state media"), and without a heading before its article."""
    parts = text.split()
    if len(parts) > 2 and parts[0].lower() in words()["time_heads"] and parts[1].lower() in ("the", "a", "an"):
        parts = parts[1:]  # "Earlier the reporter noted"
    for place in range(len(parts) - 1, 0, -1):
        if parts[place] in ("The", "A", "An"):
            parts = parts[place:]
            break
    while len(parts) > 1 and (parts[0].lower() in _DROPPED or _AGED.match(parts[0]) or parts[0] in words()["time_heads"]):
        parts = parts[1:]
    name = _ASIDE.split(" ".join(parts))[0]
    return name[: -1 if name[-2:-1] == "s" else -2] if name.endswith(_OWNED) else name


def person_named(document: Document, sentence: Sentence, head: int) -> str | None:
    """The personal name beside a role: "the chairman of the local council, Joseph Danladi, told", "gang leader Jean Roy"."""
    tokens, start = sentence.tokens, phrase_of(sentence, head)[1]
    close = [one for one in children(sentence, head, "appos") if phrase_of(sentence, one)[0] == start]
    for named in within(document.actors, tokens[close[0]].start, tokens[close[0]].end) if close else ():
        if named.actor.kind == "person" and " " in named.text and named.start == tokens[start].start:
            return named.text
    comma = next((token.i for token in tokens[start : start + _AHEAD] if token.text == ","), None)
    described = [one for one in children(sentence, head, "acl") if one == start and tokens[one].tag == "VBG"]
    if comma is None or any(token.tag.startswith(("V", "MD")) and token.i not in described for token in tokens[start:comma]):
        return None
    name: list[Token] = []
    for token in tokens[comma + 1 : comma + 4 + _NAME_WORDS]:
        hyphen = token.text == "-" and bool(name) and name[-1].end == token.start
        particle = bool(name) and token.lower in words()["particles"]
        if not hyphen and not particle and not (token.text[:1].isupper() and token.tag.startswith("N")):
            break
        name.append(token)
    closed = tokens[comma + 1 + len(name)] if comma + 1 + len(name) < len(tokens) else None
    if not 2 <= len([token for token in name if token.text != "-"]) <= _NAME_WORDS:
        return None
    if closed is None or not (closed.text in ",.;" or closed.tag.startswith("V")):
        return None
    begin, end = name[0].start, name[-1].end
    listed = any(one.actor.kind != "person" for one in within(document.actors, begin, end))
    placed = any(one.place is not None for one in within(document.places, begin, end))
    return None if listed or placed else document.text[begin:end]


def state_again(document: Document, sentence: Sentence, head: int) -> Actor | None:
    """The state that "the Gulf state", "the kingdom" means in what it says of a charge: the one that the charge is laid to."""
    token = sentence.tokens[head]
    if token.lower not in words()["state_again"] or sentence.tokens[phrase_of(sentence, head, of=False)[0]].lower != "the":
        return None
    before = within(document.actors, sentence.start, token.start)
    states = [one for one in before if one.actor.kind == "state"]
    told = [one for one in states if (held := sentence.token_at(one.end - 1)) is None or held.dep not in ("nsubj", "poss")]
    return told[-1].actor if told else None


def mention_is_group(document: Document, token: Token) -> bool:
    """Whether a token stands in the name of a group, not of a state: only that can be what an apposition explains."""
    mention = mention_at(document, token)
    return mention is not None and mention.actor.kind != "state"


def mention_at(document: Document, token: Token) -> ActorMention | None:
    """The actor in whose name a token stands."""
    found = within(document.actors, token.start, token.end)
    return found[-1] if found else None


def is_place(document: Document, sentence: Sentence, head: int) -> bool:
    """Whether a noun phrase only says where something comes from ("reports from Darfur"), and not whose it is."""
    token, first = sentence.tokens[head], sentence.tokens[phrase_of(sentence, head)[0]]
    places = within(document.places, token.start, token.end)
    return bool(places) and first.start >= places[0].start and not within(document.actors, token.start, token.end)


def represents(sentence: Sentence, head: int) -> bool:
    """Whether a head speaks for a body: a spokesman, a director, an official of it."""
    beside = children(sentence, head, "compound", "appos", "amod", "nmod")
    if sentence.tokens[head].lower in words()["desks"] and any(sentence.tokens[i].lower in words()["publicity"] for i in beside):
        return True
    return any(sentence.tokens[i].lower in words().represents for i in (head, *beside))


def name_apposed(document: Document, sentence: Sentence, head: int) -> Actor | None:
    """The listed body that a description is about: "the country's main rebel alliance, the Azawad Liberation Front, said"."""
    beneath = [
        token.i
        for clause in children(sentence, head, "acl")
        for token in sentence.tokens[clause : subtree(sentence, clause)[1]]
        if token.dep == "appos" and not mention_is_group(document, sentence.tokens[token.head])
    ]  # "a militia once allied with Russia, the Fifth Corps, denied"
    for child in (*children(sentence, head, "appos"), *beneath):
        mention = mention_at(document, sentence.tokens[child])
        if (
            mention is not None
            and mention.actor.kind in (_NAMED_BODIES if mention.actor.id else _FORCES)
            and (mention.actor.id or mention.text[:1].isupper())
            and sentence.tokens[child].dep != "conj"
        ):
            joined = children(sentence, head, "cc") or children(sentence, child, "cc", "conj")
            return None if joined else mention.actor
    return None


def named_beside(document: Document, sentence: Sentence, head: int, role: SourceKind | None) -> Source | None:
    """ "A charity, the Nile Relief Group", "rights group Adala": the name that stands beside a body's common noun."""
    common = sentence.tokens[head].lower in words().again.get(role or "other", frozenset())
    if not common and role not in ("observatory", "agency"):
        return None
    for child in children(sentence, head, "appos"):
        begin, end = phrase_of(sentence, child)
        close = child == head + 1 and sentence.tokens[child].text not in words()["time_heads"]
        if sentence.tokens[child].tag.startswith("NNP") and (end - begin > 1 or close):
            end = _name_end(sentence, child, end)
            anchor = anchor_of(document, sentence, (begin, end))
            return Source(bare(anchor.text), role or "other", anchor)
    return None


def run_by_others(sentence: Sentence, head: int) -> bool:
    """ "the rebel-run health authorities", "the local authorities": no national body speaks."""
    first, last = phrase_of(sentence, head)
    said = [token.lower for token in sentence.tokens[first:last]]
    run = any(said[i] == "-" and said[i + 1] in words()["run"] for i in range(len(said) - 1))
    return run or (said[-1:] == ["authorities"] and any(word in words().qualifiers or word in words()["local"] for word in said))


def _name_end(sentence: Sentence, head: int, end: int) -> int:
    """One past a name with what its words are for: "the Cooperative for Peace and Unity"."""
    tokens = sentence.tokens
    if end + 1 < len(tokens) and tokens[end].lower in ("for", "of") and tokens[end + 1].text[:1].isupper():
        inner = children(sentence, end, "pobj")
        last = subtree(sentence, inner[0])[1] if inner else end
        if all(token.text[:1].isupper() or token.lower in ("and", "of", "the") for token in tokens[end + 1 : last]):
            return last
    return end


def only_some(token: Token, actor: Actor, anchor: Anchor) -> bool:
    """Whether some men of a force speak under no word of its name: "wounded soldiers", of the national army."""
    names = {word[:_STEM] for word in actor.name.lower().split()}
    return token.lower in words()["men"] and names.isdisjoint(word[:_STEM] for word in bare(anchor.text).lower().split())


def described_by(own: ActorMention, anchor: Anchor) -> bool:
    """Whether a source's whole words stand for a body named before: "the Iran-backed movement", "the paramilitary force"."""
    said = bare(anchor.text).lower()
    group = own.actor.kind in ("rebel", "militia", "international", "organisation")
    return group and own.actor.id is not None and said == own.text.lower() and own.actor.name.split()[0].lower() not in said


def cut_short(actor: Actor, anchor: Anchor) -> bool:
    """Whether an unlisted actor's name is only the end of a body's: "Aid Commission" of "Relief and Aid Commission"."""
    name = bare(anchor.text)
    return actor.id is None and name.endswith(f" and {actor.name}") and actor.name.split()[-1].lower() in words()["joined_bodies"]


def men_of(document: Document, sentence: Sentence, head: int, own: ActorMention) -> Actor | None:
    """The group whose men speak for it: "the guerrillas of the ELN said"."""
    if own.actor.kind not in ("rebel", "militia") or sentence.tokens[head].tag not in ("NNS", "NNPS"):
        return None
    if sentence.tokens[head].lower in words()["men"]:
        return None
    for prep in children(sentence, head, "prep"):
        for inner in children(sentence, prep, "pobj") if sentence.tokens[prep].lower == "of" else ():
            mention = mention_at(document, sentence.tokens[inner])
            if mention is not None and mention.actor.id is not None and mention.actor.kind in ("rebel", "militia"):
                return mention.actor
    return None


def of_another(document: Document, own: ActorMention, anchor: Anchor) -> bool:
    """Whether people are called by the listed body that they are of: "SOHR activists"."""
    before = within(document.actors, anchor.start, own.start)
    return own.actor.kind == "organisation" and any(one.actor.id and one.end + 1 == own.start for one in before)
