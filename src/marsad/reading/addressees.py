"""Whom a statement is said to: the accused, the one urged, warned or threatened."""

from __future__ import annotations

from functools import lru_cache

from marsad.model import Actor, ActorMention
from marsad.model.actor import ActorKind
from marsad.reading import casting
from marsad.reading.attribution.naming import bare
from marsad.reading.attribution.words import words
from marsad.reading.contents import laid_to
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.language import table
from marsad.reading.states import capital_of, nation_at, state_of
from marsad.reading.syntax import ancestors, anchor_of, children, noun_phrase, roles

_GROUPS = ("rebel", "militia", "organisation")
_BODIES = (*_GROUPS, "state", "government", "military", "police", "international")
_ADDRESSED = ("accuse", "call_for", "warn", "threaten")


def addressee(document: Document, sentence: Sentence, verb: Token, act: str, speaker: Actor) -> Actor | None:
    """The actor that an act of speech is turned to: a listed one, else people or an office by the words of the text."""
    if act not in _ADDRESSED:
        return None
    accused = act == "accuse" and roles(sentence, verb.i).passive  # "X has been accused by Y of P"
    laid = laid_to(document, sentence, verb.i) if verb.lemma in table("statements")["laid"] else []
    for head in (*laid, *_heads(sentence, verb, act)):
        actor = _actor(document, sentence, head, speaker)
        named = accused or head == sentence.tokens[verb.i].head
        if actor is not None and (named or noun_phrase(sentence, head)[0] > verb.i):
            return actor
    return None


def _heads(sentence: Sentence, verb: Token, act: str) -> list[int]:
    """Heads of who may be meant, the likeliest first: "on X" of blaming and calling, the object, who is to do what is asked."""
    objects = list(roles(sentence, verb.i).object) if verb.lemma not in table("statements")["thing_asked"] else []
    taken = [sentence.tokens[one].lower for one in children(sentence, verb.i, "dobj")]
    if "whom" in taken or (
        verb.dep == "relcl" and act == "accuse" and taken[:1] in (["which"], ["that"])
    ):  # "the group, whom he accused"
        objects = [verb.head]
    own = [prep for one in (verb.i, *objects) for prep in children(sentence, one, "prep") if sentence.tokens[prep].lower == "for"]
    deeds = [inner for prep in own for inner in children(sentence, prep, "pobj")] if act == "accuse" else []
    under = {"accuse": ("on",), "call_for": ("on", "upon", "to")}.get(act, ())
    on = [
        inner
        for above in (verb.i, *(objects if act in ("accuse", "call_for") else ()), *deeds)
        for prep in children(sentence, above, "prep", "dative")
        if sentence.tokens[prep].lower in under
        for inner in children(sentence, prep, "pobj")
    ]
    clauses = [child for child in children(sentence, verb.i, "ccomp") if child > verb.i]
    inner = [one for child in clauses for one in children(sentence, child, "nsubj")]
    if act == "accuse":  # "holds X responsible for P", but not "accused X of P"
        inner = [one for one in inner if sentence.tokens[sentence.tokens[one].head].lower in words()["responsible"]]
    return [*on, *objects, *(inner if act in ("accuse", "call_for") else [])]


def _actor(document: Document, sentence: Sentence, head: int, speaker: Actor) -> Actor | None:
    token = sentence.tokens[head]
    if token.lower in ("it", "them"):
        return _by_pronoun(document, sentence, head, speaker)
    described = token.lower in _people() or token.lower in words().roles
    named = bool(within(document.actors, token.start, token.end))
    carried = casting.mention_at(document, sentence, head) if named or not described else None  # "fighters of the UPC"
    if carried is not None:
        return carried.actor
    whole = anchor_of(document, sentence, noun_phrase(sentence, head, of=False)).text  # "the United Arab Emirates"
    lands = children(sentence, head, "amod", "compound") if token.lower in words()["state_again"] else []
    of_land = [nation_at(sentence, one) for one in lands]
    state = next((one for one in reversed(of_land) if one is not None), None)  # "the Turkish state"
    state = (
        state or state_of(token.text) or capital_of(token) or (state_of(bare(whole)) if token.tag in ("NNPS", "NNP") else None)
    )
    if state is None and not described and _is_name(document, sentence, head):
        return Actor(None, bare(whole), "unknown")
    men = token.tag == "NNS" and _accused(sentence, head) and not token.text[:1].isupper()  # "accused hunters of P"
    if state is not None or not (described or men):
        return state
    again = _group_again(document, sentence, head)
    if again is not None:
        return again
    name = bare(anchor_of(document, sentence, noun_phrase(sentence, head, of=not _accused(sentence, head))).text)
    return Actor(None, name, _people().get(token.lower, "unknown"))


def _is_name(document: Document, sentence: Sentence, head: int) -> bool:
    """Whether the object of an act is a name that no list knows: "accused Zaire of burning huts"; no place, no day."""
    token = sentence.tokens[head]
    acts = token.tag == "NNP" and token.dep == "dobj" and token.text[:1].isupper()
    return acts and not within(document.places, token.start, token.end) and not within(document.times, token.start, token.end)


def _by_pronoun(document: Document, sentence: Sentence, head: int, speaker: Actor) -> Actor | None:
    """Whom "accused it of P" means: the last body before it but the speaker, else the only one of the sentence before."""
    here = within(document.actors, sentence.start, sentence.tokens[head].start)
    told = [one.actor for one in here if one.actor.kind in _BODIES and one.actor != speaker]
    if told or not sentence.index:
        return told[-1] if told else None
    last = document.sentences[sentence.index - 1]
    before = {one.actor for one in within(document.actors, last.start, last.end) if one.actor.kind in _BODIES} - {speaker}
    return before.pop() if len(before) == 1 else None


def _accused(sentence: Sentence, head: int) -> bool:
    """Whether "of" behind the one accused opens what he is accused of: "accused the group of burning huts"."""
    above = sentence.tokens[sentence.tokens[head].head]
    return above.lemma == "accuse"


def _group_again(document: Document, sentence: Sentence, head: int) -> Actor | None:
    """ "The group", "the paramilitary group": the last armed group that the report named, other than the one who speaks."""
    first, _ = noun_phrase(sentence, head, of=False)
    told = {token.lower for token in sentence.tokens[first + 1 : head]}
    if sentence.tokens[head].lower not in words()["groups"] or sentence.tokens[first].lower != "the":
        return None
    if not told <= words()["again_modifiers"] | words()["armed"]:
        return None
    verb = next((one for one in ancestors(sentence, head) if sentence.tokens[one].tag.startswith("VB")), head)
    mine = {mention.actor for one in roles(sentence, verb).subject for mention in _at(document, sentence, one)}
    before = [one.actor for one in within(document.actors, 0, sentence.tokens[first].start) if one.actor.kind in _GROUPS]
    others = [actor for actor in before if actor.id is not None and actor not in mine]
    return others[-1] if others else None


def _at(document: Document, sentence: Sentence, i: int) -> list[ActorMention]:
    return within(document.actors, sentence.tokens[i].start, sentence.tokens[i].end)


@lru_cache(maxsize=1)
def _people() -> dict[str, ActorKind]:
    listed: dict[ActorKind, list[str]] = table("statements")["addressees"]
    return {word: kind for kind, words_ in listed.items() for word in words_}
