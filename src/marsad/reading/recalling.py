"""Whom a pronoun recalls: the fighters that the sentences before told of."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.model import Actor, ActorMention
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import word_list
from marsad.reading.syntax import ancestors, children

FIGHTERS = frozenset({"state", "government", "military", "police", "rebel", "militia", "international", "unknown"})
"""Kinds of actor that can fight or hold a place."""

_BACK = 3
_NEAR = 2


def previous_actors(document: Document, sentence: Sentence, *, singular: bool) -> tuple[Actor, ...]:
    """Whom "they" or "it" most likely means: the first fighter that the last sentence with one names, three back at most."""
    for back in range(1, _BACK + 1):
        if sentence.index < back:
            return ()
        before = document.sentences[sentence.index - back]
        spoken_of = within(document.actors, before.start, before.end)
        unnamed = [one for one in spoken_of if one.actor.kind == "unknown"] if not singular and back <= _NEAR else []
        told = _told_by(before, unnamed)
        if told is not None:  # "where a militia killed 150, gunmen struck again. They ..."
            return (told.actor,)
        named = [
            mention
            for mention in spoken_of
            if mention.actor.kind in FIGHTERS - ({"unknown"} if singular else {"unknown", "international"})
        ]
        kinds = ("rebel", "militia", "military", "police") if not singular else tuple(FIGHTERS)
        fit = [mention for mention in named if mention.actor.kind in kinds]
        if named:
            told = _told_by(before, fit) if singular else None
            return ((told or _named_behind(document, fit)).actor,) if fit else ()
        if unnamed and back == 1:
            return (unnamed[0].actor,)  # "Gunmen stormed the market. They set it on fire"
    return ()


def _named_behind(document: Document, fit: list[ActorMention]) -> ActorMention:
    """Of "fighters of X", X."""
    first, *more = fit
    of = more and document.text[first.end : more[0].start].strip() in ("of", "of the", "from", "from the")
    return more[0] if of and first.actor.id is None and more[0].actor.id else first


def owner_of(document: Document, sentence: Sentence, head: int) -> ActorMention | None:
    """The group whose bare "troops" they are, whatever army the word was taken for: "the council's troops"."""
    if sentence.tokens[head].lower not in ("troops", "soldiers", "forces", "fighters", "men", "army"):
        return None
    for one in children(sentence, head, "poss"):
        owners = within(document.actors, sentence.tokens[one].start, sentence.tokens[one].end)
        if owners and owners[0].actor.id and owners[0].actor.kind in ("rebel", "militia"):
            return owners[0]
    return None


def inserted_speakers(sentence: Sentence, head: int) -> list[int]:
    """Who says all that, told in passing before a word: "soldiers gave up, an X spokesman said, and its fighters went on"."""
    tokens = sentence.tokens
    for verb in reversed(tokens[:head]):
        if verb.dep == "parataxis" and verb.lemma in word_list("frames", "telling"):
            return children(sentence, verb.i, "nsubj") if tokens[verb.i + 1].text == "," else []
    return []


def is_beside(sentence: Sentence, verb: int, above: int) -> bool:
    """Whether two verbs stand side by side in what somebody says: "said that X attacked and that it had shot them down"."""
    joined = sentence.tokens[verb].dep == "conj" and sentence.tokens[verb].head == above
    return joined and any(sentence.tokens[child].lower == "that" for child in children(sentence, verb, "mark"))


def speaking(sentence: Sentence, verb: int) -> Iterator[int]:
    """The verbs above one; above a participle of speech only those of speech: "denied that X took it, saying its men ..."."""
    spoken = False
    for above in ancestors(sentence, verb):
        token = sentence.tokens[above]
        telling = token.lemma in word_list("frames", "telling")
        if not spoken or telling:
            yield above
        spoken = spoken or (telling and token.tag == "VBG" and token.dep == "advcl")


def _told_by(sentence: Sentence, named: list[ActorMention]) -> ActorMention | None:
    """The one of whom the main clause of a parsed sentence tells."""
    root = next((token.i for token in sentence.tokens if token.dep == "ROOT"), None) if sentence.parsed else None
    subjects = [sentence.tokens[one] for one in children(sentence, root, "nsubj")] if root is not None else []
    return next((one for one in named for token in subjects if one.start <= token.start < one.end), None)
