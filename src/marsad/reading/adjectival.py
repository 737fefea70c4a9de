"""Control told without a verb of holding: "the rebel-held town of X", "Houthi-controlled Y", "X, a stronghold of the group"."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor, PlaceMention
from marsad.reading.actors import resolve_actor
from marsad.reading.casting import mention_at
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.extents import control_words, share_of
from marsad.reading.holdings import is_place, last_of, named_places
from marsad.reading.language import table
from marsad.reading.recalling import FIGHTERS
from marsad.reading.stated import where_of
from marsad.reading.states import nation_at, state_of
from marsad.reading.syntax import anchor_of, children, conjuncts, noun_phrase, roles
from marsad.reading.toponyms import note, unlisted_at

_COUNTRY = 6
_REGION = 4
_HELD = 2
"""The least index of "held" in "rebel-held"."""
_HYPHENS = ("-", "\u2010", "\u2011")


def held_by_name(document: Document, sentence: Sentence) -> Iterator[Draft]:
    """The places that a sentence names as held by somebody; background, and of no time of their own."""
    yield from _strongholds(document, sentence)
    yield from _in_hands(document, sentence)
    tokens = sentence.tokens
    for token in _said(sentence, "holding_words"):
        if token.i < _HELD or tokens[token.i - 1].text not in _HYPHENS:
            continue
        holder, head = _holder(document, sentence, token.i - 2), token.head
        if holder is not None and token.dep in ("acomp", "attr", "ROOT", "ccomp", "conj"):  # "most of X is rebel-held"
            yield from _told(document, sentence, token, holder)
        if holder is None or head <= token.i or not tokens[head].tag.startswith("N"):
            continue
        for place in _places(document, sentence, head):
            if not (_is_standing(sentence, token, place) or _is_ruled(token, place)):
                yield _draft(document, sentence, (token.i - 2, head), holder, place)


def besieged_by_name(document: Document, sentence: Sentence) -> Iterator[Draft]:
    """The places that a sentence only calls besieged: "besieged X", "X, the besieged capital"; nobody is told to besiege them."""
    for token in _said(sentence, "besieged_words"):
        noun = sentence.tokens[token.head]
        if token.dep != "amod" or noun.i < token.i:
            continue
        heads = [noun.head] if noun.dep == "appos" and is_place(document, sentence, noun.head) else [noun.i]
        town = is_place(document, sentence, noun.i) or noun.lower in control_words("towns") | control_words("unnamed")
        for place in [one for head in heads if town for one in named_places(document, sentence, head)][:1]:
            fields = {"actors": (), "status": "besieged", "extent": "unknown", "sites": (), "previous": ()}
            anchor = anchor_of(document, sentence, (token.i, noun.i + 1))
            draft = Draft("control", "control.besieged-by-name", sentence, token.i, [anchor], fields, confidence=0.6)
            draft.background = True
            draft.where = where_of(place)
            draft.settled |= {"where", "when", "background"}
            yield draft


def one_siege(drafts: list[Draft]) -> list[Draft]:
    """The claims without those of a siege that only an adjective tells, where others tell of it."""
    sieges = [one for one in drafts if one.fields["status"] == "besieged" and one.where is not None]
    kept = []
    for draft in drafts:
        if draft.rule != "control.besieged-by-name" or draft.where is None:
            kept.append(draft)
            continue
        told = next((one for one in sieges if one is not draft and one.where and one.where.name == draft.where.name), None)
        if told is not None and (told.rule != draft.rule or told in kept):
            told.anchors = sorted({*told.anchors, *draft.anchors})
        else:
            kept.append(draft)
    return kept


def _said(sentence: Sentence, words: str) -> Iterator[Token]:
    """The words of a sentence that a list of the control rules holds."""
    known = control_words(words)
    if not sentence.lowers.isdisjoint(known):
        yield from (token for token in sentence.tokens if token.lower in known)


def _told(document: Document, sentence: Sentence, token: Token, holder: Actor) -> Iterator[Draft]:
    """What a verb says to be held by somebody: "three quarters of X was Russian-held"."""
    verbs = [token.head] if token.dep in ("acomp", "attr") else [token.i]
    for top in (one for verb in verbs for one in children(sentence, verb, "nsubj", "nsubjpass")):
        for place in _places(document, sentence, top):
            draft = _draft(document, sentence, (noun_phrase(sentence, top)[0], token.i), holder, place)
            draft.fields["extent"] = share_of(sentence, top) or draft.fields["extent"]
            draft.background = False
            draft.settled = {"where"}
            yield draft


def _in_hands(document: Document, sentence: Sentence) -> Iterator[Draft]:
    """Who holds a place by an aside: "with X in rebel hands, the road is open", "X, still under rebel control, ..."."""
    for token in _said(sentence, "hands"):
        prep = sentence.tokens[token.head]
        if token.dep != "pobj" or prep.lower not in ("in", "under"):
            continue
        holder = _owner(document, sentence, token.i, states=True)
        told = _told_with(sentence, prep) if holder is not None else None
        aside = _set_beside(document, sentence, prep) if holder is not None and told is None else None
        noun = told if told is not None else aside
        if holder is None or noun is None:
            continue
        name = unlisted_at(document, sentence, noun)
        for place in named_places(document, sentence, noun) or ([name] if name is not None else []):
            note(document, place)
            draft = _draft(document, sentence, (noun_phrase(sentence, noun)[0], token.i), holder, place)
            draft.fields["extent"] = share_of(sentence, noun) or draft.fields["extent"]
            if told is not None:
                draft.background, draft.settled = False, {"where"}
            yield draft


def _told_with(sentence: Sentence, prep: Token) -> int | None:
    """What a "with" tells to be in somebody's hands; the parse may hang both on "with"."""
    tokens, noun = sentence.tokens, sentence.tokens[prep.head]
    if noun.dep == "advmod" and (noun.lower == "back" or noun.lower in control_words("by_now")):
        noun = tokens[noun.head]  # "with X back in rebel hands"
    if prep.dep == "prep" and noun.lower == "with":
        noun = next((tokens[one] for one in children(sentence, noun.i, "pobj") if one < prep.i), noun)
    return noun.i if prep.dep == "prep" and noun.dep == "pobj" and tokens[noun.head].lower == "with" else None


def _set_beside(document: Document, sentence: Sentence, prep: Token) -> int | None:
    """The name of which words behind it say whose it is: "X, still under Y control", "leaves X as the last town in Y hands"."""
    tokens, noun = sentence.tokens, sentence.tokens[prep.head]
    above = tokens[noun.head]
    if (aside := _between_commas(document, sentence, prep)) is not None:
        return aside
    if prep.dep != "prep" or not noun.tag.startswith("N"):
        return None
    whole = tokens[above.head]
    if noun.dep == "pobj" and above.lower in ("of", "in") and whole.lower in control_words("extents", "part"):
        words_between = {one.lower for one in tokens[noun.i + 1 : prep.i]}
        return whole.i if words_between <= control_words("by_now") and is_place(document, sentence, noun.i) else None
    last = last_of(sentence, noun.i)
    if last is not None:  # "X, the last town in Y under Z control"
        noun, above = tokens[last], tokens[tokens[last].head]
    if is_place(document, sentence, noun.i):
        between = [one.lower for one in tokens[noun.i + 1 : prep.i]]
        return noun.i if between[:1] == [","] and set(between[1:]) <= control_words("by_now") else None
    if noun.lower in control_words("extents", "part") and noun.dep != "appos" and roles(sentence, noun.i).by("of", "in"):
        return noun.i  # "the part of X still under Y control", "areas in X under Y control"
    if noun.lower not in control_words("unnamed") | control_words("sites"):
        return None
    if noun.dep == "appos" and is_place(document, sentence, above.i):
        return above.i
    if noun.dep == "pobj" and above.lower == "as" and tokens[above.head].tag.startswith("VB"):
        named = children(sentence, above.head, "dobj")
        return named[0] if named and tokens[named[0]].tag == "NNP" else None
    return None


def _between_commas(document: Document, sentence: Sentence, prep: Token) -> int | None:
    """The name right before an aside, whatever the parse hangs it on: "X, still under Y control, was shelled"."""
    tokens, i = sentence.tokens, prep.i - 1
    while i > 0 and tokens[i].lower in control_words("by_now"):
        i -= 1
    if i < 1 or i == prep.i - 1 or tokens[i].text != "," or not tokens[i - 1].tag.startswith("NNP"):
        return None
    return i - 1 if is_place(document, sentence, i - 1) else None


def _strongholds(document: Document, sentence: Sentence) -> Iterator[Draft]:
    """The places that are told to be somebody's strongholds: news where a verb says it, else background."""
    if sentence.lowers.isdisjoint(control_words("strongholds")):
        return
    for token in sentence.tokens:
        if token.lower not in control_words("strongholds") or not token.tag.startswith("N"):
            continue
        first, last = noun_phrase(sentence, token.i, of=False)
        if not control_words("formerly").isdisjoint(one.lower for one in sentence.tokens[first:last]):
            continue
        holder = _owner(document, sentence, token.i)
        told = token.dep == "attr" and sentence.tokens[token.head].lemma in ("be", "remain")
        if holder is None:
            continue
        for place in _whose_place(document, sentence, token, told=told):
            begin = noun_phrase(sentence, children(sentence, token.head, "nsubj")[0])[0] if told else _index(sentence, place)
            draft = _draft(document, sentence, (min(first, begin), token.i), holder, place)
            draft.background = not told
            note(document, place)
            draft.settled -= {"when"} if told else set()
            yield draft


def _index(sentence: Sentence, place: PlaceMention) -> int:
    """The token that a place begins with."""
    token = sentence.token_at(place.start)
    return token.i if token is not None else len(sentence.tokens)


def _owner(document: Document, sentence: Sentence, head: int, *, states: bool = False) -> Actor | None:
    """Whose stronghold it is: "a Houthi stronghold", "the group's stronghold", "the last bastion of the regime"."""
    of = [
        one
        for prep in children(sentence, head, "prep")
        if sentence.tokens[prep].lower == "of"
        for one in children(sentence, prep, "pobj")
    ]
    for one in (*children(sentence, head, "poss", "compound", "amod", "nmod"), *of):
        mention = mention_at(document, sentence, one)
        if mention is not None and mention.actor.kind in FIGHTERS - {"unknown", "international", "state"}:
            return mention.actor
        nation = nation_at(sentence, one) if states else None
        if nation is not None:  # "still under Ukrainian control"
            return nation
    return None


def _whose_place(document: Document, sentence: Sentence, token: Token, *, told: bool) -> list[PlaceMention]:
    """The place that is the stronghold: the subject of "is", the name before the apposition, the name after it or after "of"."""
    heads = [token.i]
    if told:
        heads = [one for top in children(sentence, token.head, "nsubj") for one in conjuncts(sentence, top)]
    elif token.dep == "appos" and is_place(document, sentence, token.head):
        heads = [token.head]
    found = [one for head in heads for one in named_places(document, sentence, head)]
    if told and not found:
        found = [name for head in heads if (name := unlisted_at(document, sentence, head)) is not None]
    return [one for one in found if one.place is None or (one.place.precision or 9) <= 4]


def _is_standing(sentence: Sentence, token: Token, place: PlaceMention) -> bool:
    """Whether a region is only called so by everybody: "the Israeli-occupied Golan Heights"."""
    named = sentence.tokens[token.head]
    wide = place.place is not None and (place.place.precision or 9) >= _REGION
    return token.lower == "occupied" and wide and place.start <= named.start < place.end


def _is_ruled(token: Token, place: PlaceMention) -> bool:
    """Whether it is only told how a state is ruled: "junta-ruled Burma"."""
    whole = place.place is not None and place.place.precision == _COUNTRY
    return whole and token.lower in control_words("ruling_words")


def _holder(document: Document, sentence: Sentence, i: int) -> Actor | None:
    token = sentence.tokens[i]
    if token.lower in ("group", "groups"):
        return None  # "the group-held areas": of one or another
    mention = next(iter(within(document.actors, token.start, token.end)), None)
    actor = mention.actor if mention else resolve_actor(token.text, document, ActorList.open(), token.start)
    if actor is None and token.lower in table("control")["holders"]:
        name, kind = table("control")["holders"][token.lower]
        actor = Actor(None, name, kind)
    actor = actor or state_of(token.text)
    return actor if actor is not None and actor.kind in FIGHTERS - {"unknown", "international"} else None


def _places(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The places of the phrase, where it is a place's name or a part of one: not "rebel-held prisoners in X"."""
    known = control_words("towns") | control_words("shares")
    if not is_place(document, sentence, head) and sentence.tokens[head].lower not in known:
        return []
    end = sentence.tokens[head].end
    beside = control_words("beside")  # "a village near X"
    named = [one for one in named_places(document, sentence, head) if one.place is not None]
    return [one for one in named if beside.isdisjoint(document.text[end : one.start].split())]


def _draft(document: Document, sentence: Sentence, words: tuple[int, int], holder: Actor, place: PlaceMention) -> Draft:
    first, head = words
    lowers = {token.lower for token in sentence.tokens[first : head + 1]} - control_words("unnamed")
    extent = next((one for one in ("most", "part") if lowers & control_words("extents", one)), "unknown")
    fields = {"actors": (holder,), "status": "held", "extent": extent, "sites": (), "previous": ()}
    last = max([head, *(one.i for one in sentence.tokens_in(place.start, place.end))])
    if place.place is not None and place.place.precision == _COUNTRY and extent == "unknown":
        fields["extent"] = "part"  # "the rebel-held region of Syria"
    anchor = anchor_of(document, sentence, (first, last + 1))
    draft = Draft("control", "control.held-by-name", sentence, first + 2, [anchor], fields, background=True, confidence=0.7)
    draft.where = where_of(place)
    draft.settled |= {"where", "when", "background"}
    return draft
