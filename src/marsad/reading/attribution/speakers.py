"""Who a source is: from the words of a noun phrase to the speaker's name and kind, and back to speakers named before."""

from __future__ import annotations

from marsad.model import Actor, Anchor, Source
from marsad.reading.attribution.memory import UNNAMED, Memory
from marsad.reading.attribution.naming import (
    bare,
    cut_short,
    described_by,
    full_name,
    has_name,
    is_place,
    kind_of,
    men_of,
    mention_at,
    name_apposed,
    named_beside,
    of_another,
    only_some,
    person_named,
    phrase_of,
    represents,
    role_of,
    run_by_others,
    spoken_for,
    state_again,
)
from marsad.reading.attribution.pronouns import by_pronoun, is_pronoun
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.states import state_named
from marsad.reading.syntax import Phrase, anchor_of, children, subtree

_OWN_WORDS = ("correspondent", "witness", "medical")
_LONGEST = 8
_TAIL = 5
_OPENING = 6
_PHRASE = 7
_SPEAK_FOR = ("rebel", "militia", "organisation", "international", "military", "police")
_PATIENT = ("compound", "dobj", "pobj", "poss", "amod")
_OF = ("of", "for", "from", "by", "at", "with", "in")


def speaker(document: Document, sentence: Sentence, head: int, memory: Memory) -> Source | None:
    """The source that the noun phrase of a head names, None where it is nobody who can speak."""
    token = sentence.tokens[head]
    phrase = phrase_of(sentence, head)
    if token.lower in words()["counted"] and any(sentence.tokens[child].tag == "CD" for child in token.children):
        return None
    if sentence.tokens[phrase[0]].lower in ("no", "none", "nobody", "neither", "nothing"):
        return None
    if phrase[0] > 0 and sentence.tokens[phrase[0] - 1].lower in ("neither", "nor"):
        return None
    anchor = _whole_anchor(document, sentence, head, phrase)
    pronoun = by_pronoun(token, phrase, memory)
    if pronoun is None and is_pronoun(token) and token.lower != "it":
        return Source(UNNAMED, "other", document.anchor(token.start, token.end))
    if pronoun is not None:
        return Source(pronoun.name, pronoun.kind, document.anchor(token.start, token.end))
    if (token.lower in ("one", "another") or token.tag == "CD") and (
        of_many := _one_of(document, sentence, head, memory)
    ) is not None:
        return of_many
    if token.lower in ("one", "another") and phrase[1] - phrase[0] == 1:  # "Two officers disagreed: one said that ..."
        return Source(UNNAMED, "other", document.anchor(token.start, token.end))
    ours = token.lower in words()["we"] and token.text != "US"
    if is_pronoun(token) or ours or token.lower in ("another", "others", "one"):
        return None
    return _by_words(document, sentence, head, anchor, memory)


def _one_of(document: Document, sentence: Sentence, head: int, memory: Memory) -> Source | None:
    """ "One of them, a fisherman, said", "one of the survivors told us": by his own name or role, else as one of those."""
    among = [inner for prep in children(sentence, head, "prep") for inner in children(sentence, prep, "pobj")]
    if among and sentence.tokens[among[0]].lower == "them" and not children(sentence, head, "appos"):
        several = memory.last("several")  # "Two officers told us P. One of them said Q"
        anchor = document.anchor(sentence.tokens[head].start, sentence.tokens[among[0]].end)
        return Source(several.name, several.kind, anchor) if several is not None else None
    role = role_of(sentence, among[0]) if among else None
    for own in children(sentence, head, "appos"):
        found = speaker(document, sentence, own, memory)
        return Source(found.name, role, found.anchor) if found is not None and found.kind == "other" and role else found
    if role is None or sentence.tokens[among[0]].tag not in ("NNS", "NNPS"):
        return None
    phrase = anchor_of(document, sentence, phrase_of(sentence, among[0]))
    return Source(bare(phrase.text), role, document.anchor(sentence.tokens[head].start, phrase.end))


def _whole_anchor(document: Document, sentence: Sentence, head: int, phrase: Phrase) -> Anchor:
    """The words of a source: a mention as it stands, else the phrase, with "for ..." or "in ..." where it is a role."""
    mention = mention_at(document, sentence.tokens[head])
    phrase = _joined_name(document, sentence, head, phrase)
    anchor = anchor_of(document, sentence, phrase)
    if mention is not None and mention.start <= anchor.end and anchor.start <= mention.end:
        return document.anchor(min(mention.start, anchor.start), max(mention.end, anchor.end))
    word = sentence.tokens[head].lower
    if word not in words().represents and word not in words().roles:
        return anchor
    for close in children(sentence, head, "amod", "acl", "advmod", "relcl"):
        last = subtree(sentence, close)[1]
        if close == head + 1 and sentence.tokens[close].lower in words()["beside"] and last - close < _LONGEST:
            return anchor_of(document, sentence, (phrase[0], last))
    for prep in children(sentence, head, "prep"):
        if prep == phrase[1] and sentence.tokens[prep].lower in ("for", "in", "at"):
            for inner in children(sentence, prep, "pobj"):
                whole = anchor_of(document, sentence, (phrase[0], phrase_of(sentence, inner)[1]))
                named = mention_at(document, sentence.tokens[inner])
                return document.anchor(whole.start, max(whole.end, named.end if named else 0))
    return anchor


def _joined_name(document: Document, sentence: Sentence, head: int, phrase: Phrase) -> Phrase:
    """The phrase with the first field of a body's name: "the Relief and Rehabilitation Commission" is one body."""
    tokens, i = sentence.tokens, phrase[0] - 1
    if i < 2 or tokens[i].lower not in ("and", "&") or tokens[head].lower not in words()["joined_bodies"]:
        return phrase
    openers = ("the", "its", "their", "'s")
    while i > 0 and tokens[i - 1].lower not in openers and phrase[0] - i < _LONGEST:
        if not (tokens[i - 1].text[:1].isupper() or tokens[i - 1].text == ","):
            break
        i -= 1
    bare_name = any(mention_at(document, token) or token.lower in words().roles for token in tokens[i : phrase[0] - 1])
    opened = i > 0 and tokens[i - 1].lower in openers
    return (i, phrase[1]) if opened and not bare_name and tokens[phrase[0]].text[:1].isupper() else phrase


def can_speak(document: Document, sentence: Sentence, i: int) -> bool:
    """Whether the noun that ends here is one who can speak: a listed actor, or a speaker's role."""
    mention = mention_at(document, sentence.tokens[i])
    if mention is not None and mention.actor.kind != "civilians":
        return True
    if state_again(document, sentence, i) is not None:
        return True
    word = sentence.tokens[i].lower
    definite = i > 0 and sentence.tokens[i - 1].lower in ("the", "this", "that", "'s", "written")
    if word in words().roles or (word in words()["papers"] and definite):
        return True
    return state_named(document, sentence.tokens[i]) is not None


def is_listed(document: Document, token: Token) -> bool:
    """Whether the token stands in the name of an actor of the list."""
    mention = mention_at(document, token)
    return mention is not None and mention.actor.id is not None


def head_of(document: Document, sentence: Sentence, i: int) -> int:
    """The head of the mention that a token stands in: its token that hangs on one outside; else the token itself."""
    mention = mention_at(document, sentence.tokens[i])
    if mention is None:  # "secretary-general", whose second half the parse hangs on the first
        return i - 2 if i > 1 and sentence.tokens[i - 1].text == "-" and sentence.tokens[i].head == i - 2 else i
    held = sentence.tokens_in(mention.start, mention.end)
    inside = {token.i for token in held}
    heads = [token.i for token in held if token.head not in inside or token.head == token.i]
    nouns = [place for place in heads if sentence.tokens[place].tag.startswith("N")]
    nouns = [place for place in nouns if sentence.tokens[place].dep != "conj"] or nouns  # "Foreign and Expatriates Ministry"
    return nouns[0] if nouns else held[-1].i


def _by_words(document: Document, sentence: Sentence, head: int, anchor: Anchor, memory: Memory) -> Source | None:
    token = sentence.tokens[head]
    role = role_of(sentence, head)
    own = mention_at(document, token)
    listed = own is not None and own.actor.kind not in ("civilians", "unknown", "person")
    again = _monitor_again(sentence, head, memory) if listed else _called_before(document, sentence, head, memory)
    if again is not None:
        return Source(again.name, again.kind, anchor)
    if role in _OWN_WORDS and not (listed and own and own.actor.id):
        return Source(bare(anchor.text), role, anchor)
    person = person_named(document, sentence, head)
    told = any(
        children(sentence, one, "prep") for one in children(sentence, head, "amod", "advmod")
    )  # "sources close to the talks"
    plain = not told and not children(sentence, head, "prep", "acl", "relcl", "poss")
    if plain and all(part.lower() in words()["unnamed"] for part in bare(anchor.text).split()):
        return Source(UNNAMED, "other", anchor)
    if token.lower in words()["offices"] and own is not None:
        return Source(person or bare(anchor.text), "official", anchor)
    if token.lower in words()["anonymous"] and not person and not has_name(sentence, head):
        body = own.actor if listed and own is not None else _body(document, sentence, head, memory)
        kind = kind_of(body, role) if isinstance(body, Actor) else role or "other"
        return Source(bare(anchor.text), kind if role in (None, "other", "official") else role, anchor)
    if person and token.lower in words()["in_person"]:  # "the UN envoy, Jane Doe": who is sent speaks for himself
        return Source(person, role if role not in (None, "other") else kind_of(own.actor, role) if own else "other", anchor)
    if own is not None and role == "outlet" and own.actor.kind in ("state", "government"):  # "Chinese state media"
        return Source(bare(anchor.text), role, anchor)
    apposed = name_apposed(document, sentence, head) if own is None or own.actor.id is None else None
    if apposed is not None:
        return Source(apposed.name, kind_of(apposed, role), anchor)
    if listed and own is not None:
        if own.actor.id is None and (whose := men_of(document, sentence, head, own)) is not None:
            return Source(whose.name, kind_of(whose, role), anchor)
        if own.actor.id is None and of_another(document, own, anchor):
            return Source(bare(anchor.text), role or kind_of(own.actor, role), anchor)
        if own.actor.id is None and own.actor.name.islower() and (named := named_beside(document, sentence, head, role)):
            return named
        if described_by(own, anchor):
            return Source(own.actor.name, kind_of(own.actor, role), anchor)
        if run_by_others(sentence, head):
            return Source(bare(anchor.text), role or kind_of(own.actor, role), anchor)
        part = token.lower in words()["parts"] and token.lower not in own.actor.name.lower().split()
        nameless = own.actor.name.islower() and own.actor.name not in anchor.text.lower()  # "the militia", of some fighters
        part = part or nameless or cut_short(own.actor, anchor) or only_some(token, own.actor, anchor)
        return Source(bare(anchor.text) if part else own.actor.name, kind_of(own.actor, role), anchor)
    if represents(sentence, head) or token.lower in words()["papers"]:
        body = _body(document, sentence, head, memory)
        if body is not None and not (person and isinstance(body, Actor) and body.id is None):
            return Source(body.name, body.kind if isinstance(body, Source) else kind_of(body, role), anchor)
    if own is not None and own.actor.kind != "civilians":
        principal = spoken_for(own.actor)
        if principal is not None:
            return Source(principal.name, kind_of(principal, role), anchor)
        return Source(own.actor.name, role or kind_of(own.actor, None), anchor)
    state = (state_named(document, token) or state_again(document, sentence, head)) if role is None else None
    if state is not None:
        return Source(state.name, "official", anchor)
    if role is None and person is None and not token.tag.startswith("NNP") and token.lower not in words().represents:
        return None
    named = named_beside(document, sentence, head, role) if person is None else None
    if named is not None:
        return named
    return Source(person or full_name(document, sentence, head) or bare(anchor.text), role or "other", anchor)


def _called_before(document: Document, sentence: Sentence, head: int, memory: Memory) -> Source | None:
    """The speaker that a short definite phrase ("the ministry", "the same source", "the statement") names again."""
    token = sentence.tokens[head]
    first = phrase_of(sentence, head, of=False)[0]
    if token.text.isupper() and len(token.text) > 2 and (short := memory.initialled(token.lower)) is not None:
        return short
    if has_name(sentence, head):  # "the governor, Jane Doe" is whoever is named here
        return None
    if sentence.tokens[first].lower not in ("the", "this", "that", "same"):
        return None
    if token.lower in words()["papers"] and memory.spoken:
        plain = head - first == 1 or sentence.tokens[head - 1].lower in words()["again_modifiers"]
        if token.lower in words()["reports"] and plain and (issuer := memory.observer()) is not None:
            return issuer
        return memory.spoken[-1][0] if plain and not children(sentence, head, "prep") else None
    if any(sentence.tokens[prep].lower in ("of", "for", "in") for prep in children(sentence, head, "prep")):
        return None
    based = max(
        (one.i + 1 for one in sentence.tokens[first:head] if one.lower == "based"), default=first + 1
    )  # "the X-based group"
    told = frozenset(one.lower for one in sentence.tokens[based:head] if one.lower not in words()["again_modifiers"])
    again = memory.called(token.lower, told)
    if again is None and memory.spoken and any(token.lower == "same" for token in sentence.tokens[first : first + 2]):
        return memory.spoken[-1][0]  # "the same source": whatever the last one is
    return again or (None if told else _last_group(document, token))


def _monitor_again(sentence: Sentence, head: int, memory: Memory) -> Source | None:
    """ "Two officers died when the rebels fired, the group said": at the sentence's end, the monitor that spoke last."""
    token = sentence.tokens[head]
    plain = token.lower in words()["groups"] and head > _TAIL and sentence.tokens[head - 1].lower == "the"
    if not plain or head < len(sentence.tokens) - _TAIL or not memory.spoken:
        return None
    last = memory.spoken[-1][0]
    return last if last.kind == "observatory" else None


def _last_group(document: Document, token: Token) -> Source | None:
    """ "the group" where none has spoken yet: the last armed group or organisation that the report names; "the force": whose
    name has that word."""
    if token.lower in words()["named_by"]:
        for mention in reversed(within(document.actors, 0, token.start)):
            police = token.lower == "force" and mention.actor.kind == "police"
            called = police or token.lower in mention.actor.name.lower().split()
            if mention.actor.id is not None and called and mention.actor.kind != "state":
                return Source(mention.actor.name, kind_of(mention.actor, None))
    if token.lower not in words()["groups"]:
        return None
    for mention in reversed(within(document.actors, 0, token.start)):
        if mention.actor.kind in ("rebel", "militia", "organisation") and mention.actor.id is not None:
            return Source(mention.actor.name, kind_of(mention.actor, None))
    return None


def _body(document: Document, sentence: Sentence, head: int, memory: Memory) -> Actor | Source | None:
    """The body that a spokesman, director or statement speaks for: in the same phrase, or "its" of a speaker named before."""
    tokens = sentence.tokens
    alone = len(tokens[head].children) <= 1 and not children(sentence, head, "poss")
    if tokens[head].lower.startswith("spokes") and alone:
        return memory.last("thing")
    before = phrase_of(sentence, head)[0] - 1
    if before > 0 and tokens[before].lower in ("'s", "\u2019s", "'", "\u2019"):  # the parse lost the owner of "X's count"
        owner = mention_at(document, tokens[before - 1])
        if owner is not None and _is_body(owner.actor):
            return owner.actor
    issuer = _issuer(document, sentence, head, memory) if tokens[head].lower in words()["papers"] else None
    if issuer is not None:
        return issuer
    for i in [head, *children(sentence, head, "appos")]:
        first, last = phrase_of(sentence, i)
        for token in tokens[first:last]:
            mention = mention_at(document, token)
            if mention is not None and _is_body(mention.actor):
                return mention.actor
            if token.lower in ("its", "their"):
                own = first > 1 and tokens[first - 2].lower == "according"  # "X took P, according to its spokesman"
                here = _owner_before(document, sentence, token)
                return (here or memory.last("any")) if own else (memory.last("any") or here)
        for prep in children(sentence, i, "prep", "agent"):
            for inner in children(sentence, prep, "pobj") if tokens[prep].lower in _OF else ():
                mention = mention_at(document, tokens[inner])
                seat = mention is not None and mention.actor.kind == "state" and tokens[prep].lower == "in"
                if mention is not None and _is_body(mention.actor) and not seat:
                    return mention.actor
    for verb in children(sentence, head, "relcl"):
        for inner in children(sentence, verb, "dobj"):
            mention = mention_at(document, tokens[inner])
            if mention is not None and tokens[verb].lemma in ("head", "run", "lead", "direct"):
                return mention.actor
    return None


def _issuer(document: Document, sentence: Sentence, head: int, memory: Memory) -> Actor | Source | None:
    """Whose paper it is: "figures from the ministry", "data compiled by X", "the Centre's tally"."""
    tokens = sentence.tokens
    for owner in children(sentence, head, "poss"):
        if mention_at(document, tokens[owner]) is None and tokens[owner].tag.startswith("N"):
            found = speaker(document, sentence, owner, memory)
            if found is None:
                return None
            name = found.name.removesuffix("'s").removesuffix("\u2019s")
            own = document.report.source or ""  # "the Centre's tally" in the Centre's own bulletin
            return Source(own if own.endswith(f" {name}") else name, found.kind, found.anchor)
    after = tokens[head + 1 : head + 4]
    if tokens[head].lower in words()["testimonies"] and (told := _issuer_before(document, sentence, head)) is not None:
        return told
    for token in after:
        if token.lower in words()["viewed"]:
            break
        if token.lower in ("on", "in") and (board := _on_board(document, sentence, token.i, memory)) is not None:
            return board
        if token.lower in ("from", "by", "of"):
            inner = children(sentence, token.i, "pobj")
            if inner and is_place(document, sentence, inner[0]):
                return Source(UNNAMED, "other")
            named = named_within(document, sentence, token.i + 1)
            if named is not None:
                return named if _is_body(named) else None
            carried = any(one.lower in words()["carried"] for one in after)
            return speaker(document, sentence, inner[0], memory) if inner and (carried or token.lower != "of") else None
        if token.lower not in words()["carried"] and token.dep != "prt":
            break
    return _issuer_before(document, sentence, head)


def _on_board(document: Document, sentence: Sentence, prep: int, memory: Memory) -> Source | None:
    """ "A statement on the ministry's website": whose board it stands on."""
    for board in children(sentence, prep, "pobj"):
        if sentence.tokens[board].lower in words()["boards"]:
            for owner in children(sentence, board, "poss"):
                return speaker(document, sentence, owner, memory)
    return None


def _issuer_before(document: Document, sentence: Sentence, head: int) -> Source | None:
    """ "A defence ministry statement", "hospital records": the body whose name the paper's name begins with."""
    first, tokens = phrase_of(sentence, head)[0], sentence.tokens
    kind = words().roles.get(tokens[head - 1].lower) if head > first else None
    if kind is None or tokens[head - 1].tag not in ("NN", "NNP") or mention_at(document, tokens[head - 1]) is not None:
        return None
    anchor = document.anchor(tokens[first].start, tokens[head - 1].end)
    return Source(bare(anchor.text), kind, anchor)


def _owner_before(document: Document, sentence: Sentence, token: Token) -> Actor | None:
    """Whose "its spokesman" is where nobody has spoken yet: the first listed body of the sentence, or of the one before."""
    start = document.sentences[sentence.index - 1].start if sentence.index else sentence.start
    for first, last in ((sentence.start, token.start), (start, sentence.start)):
        named = [one for one in within(document.actors, first, last) if one.actor.id and one.actor.kind in _SPEAK_FOR]
        for one in named:  # in "took an IS hideout, their spokesman said" it isn't IS
            held = sentence.tokens_in(one.start, one.end)
            if not held or held[-1].dep not in _PATIENT:
                return one.actor
    return None


def named_within(document: Document, sentence: Sentence, first: int) -> Actor | None:
    """The first actor that a phrase names: the listed one where a description stands before it ("the state agency SPA")."""
    mentions = [found for token in sentence.tokens[first : first + _PHRASE] if (found := mention_at(document, token))]
    if not mentions or mentions[0].start >= sentence.tokens[min(first + 3, len(sentence.tokens) - 1)].end:
        return None
    close = [one for one in mentions if one.start <= mentions[0].end + 1]
    return next((one.actor for one in close if one.actor.id), close[0].actor)


def _is_body(actor: Actor) -> bool:
    return actor.kind not in ("person", "civilians") and (actor.id is not None or not actor.name.islower())
