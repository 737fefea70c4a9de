"""Whom a relation's words mean that names nobody: "the group", "its ally, the X", "the council's leader", a capital."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from marsad.model import Actor
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import table, word_list
from marsad.reading.recalling import previous_actors
from marsad.reading.signs import SIGN, Line
from marsad.reading.states import actor_list

_NEAR = 2
"""Sentences back that "the group" may have been named."""
_FAR = 6
"""Sentences back that "the council" may have been named by a name that holds the word."""
_GROUPS = ("rebel", "militia")
_LED = ("rebel", "militia", "organisation", "government")
_OWNING = ("rebel", "militia", "military", "government")
_STANDS = 7
"""Words from "it" on among which it is told how it stands: "it is a close ally of X"."""
_AHEAD = 4
"""Words between "its" and what the other is to it: "its longtime Shiite ally"."""


def recall(document: Document, sentence: Sentence, line: Line) -> None:
    """Put an actor's sign in a line where a word means one that was told of before, or a capital means its government."""
    _seat(sentence, line)
    _pronoun(document, sentence, line)
    if not line.actors or _own_chief(document, sentence, line):
        return
    at, owned = _pointing(line)
    if at is None:
        return
    fit = next(_candidates(document, sentence, line, at, owned), None)
    if fit is not None:
        line.replace(at, fit, "'s" if owned else "")


def _pronoun(document: Document, sentence: Sentence, line: Line) -> None:
    """Put the group that "it" means which opens a sentence and goes on with how it stands: "It is backed by X"."""
    words = line.words
    if not line.actors or words[:1] != ["it"] or words[1:2] == [] or words[1] not in _words("being") | _words("seat_telling"):
        return
    if _words("stands").isdisjoint(words[2:_STANDS]):
        return
    meant = next(iter(previous_actors(document, sentence, singular=True)), None)
    if meant is not None and meant.id and meant.kind in _GROUPS:
        line.replace(0, meant)


def _own_chief(document: Document, sentence: Sentence, line: Line) -> bool:
    """Put whose "its leader, NAME" is: the only group that the sentence names before it, else the one told of before."""
    words = line.words
    for i, word in enumerate(words):
        if word not in _words("owners") or _words("chief").isdisjoint(words[i + 1 : i + _AHEAD]):
            continue
        end = line.places[i][0]
        here = [one for one, span in zip(line.actors, line.spans, strict=True) if span[1] <= end]
        groups = list(dict.fromkeys(one for one in here if one.id and one.kind in _LED))
        groups = [one for one in groups if one.kind != "government"] or groups
        if not here:
            before = document.sentences[max(0, sentence.index - 1)].start
            told = [one.actor for one in within(document.actors, before, sentence.start) if one.actor.id]
            groups = [told[0]] if told and told[0].kind in _LED else []
        if len(groups) == 1:
            line.replace(i, groups[0], "'s")
            return True
    return False


def _pointing(line: Line) -> tuple[int | None, bool]:
    """Where a word stands that means somebody told of before, and whether it is "its"."""
    words = line.words
    if words and words[0] in _words("owners"):
        return 0, True
    for i in range(2, len(words)):
        behind = words[i] in _words("owners") and (words[i - 1] == "," or words[i - 1] in _words("being"))
        apposed = behind and SIGN.fullmatch(words[i - 2])  # "X, its ally", "X is its offshoot"
        if apposed and _is_tie(words[i + 1 : i + _AHEAD]):
            return i, True
    nouns = _words("recalled") | _words("recalled_by_name")
    return next((i for i, word in enumerate(words) if word in nouns and _is_told(words, i)), None), False


def _is_tie(behind: list[str]) -> bool:
    """Whether one of the words says what somebody is to another: "partner", before any comma."""
    held = behind[: behind.index(",")] if "," in behind else behind
    return not _words("ties").isdisjoint(held)


def _candidates(document: Document, sentence: Sentence, line: Line, at: int, owned: bool) -> Iterator[Actor]:
    """Who may be meant, the likeliest first: those before it in the sentence, then those of the sentences before."""
    end = line.places[at - 2 if owned and at else at][0]
    here = [actor for actor, span in zip(line.actors, line.spans, strict=True) if span[1] <= end]
    by_name = not owned and line.words[at] in _words("recalled_by_name")
    part = not _words("parts").isdisjoint(line.words[at : at + _AHEAD])
    before = document.sentences[max(0, sentence.index - (_FAR if by_name else _NEAR))].start
    named = [one.actor for one in reversed(within(document.actors, before, sentence.start))]
    near = () if by_name else previous_actors(document, sentence, singular=True)
    for one in (*reversed(here), *near, *named):
        if by_name and line.words[at] not in one.name.casefold().split():
            continue
        if one.id and one.kind in (_OWNING if owned and at and not part else _GROUPS):
            yield one


def _is_told(words: list[str], i: int) -> bool:
    """Whether a noun without a name of its own means a group told of before: "the group, which", "the Iran-backed group"."""
    named = i + 1 < len(words) and (SIGN.fullmatch(words[i + 1]) or words[i + 1] == "of")
    compound = i > 3 and words[i - 1] in _words("compounds") and words[i - 2] == "-"
    return not named and i > 0 and words[i - 4 if compound else i - 1] == "the"


def _seat(sentence: Sentence, line: Line) -> None:
    """Put the government for the capital that opens a sentence as its subject: "Moscow, which backs X", "Ankara has armed Y"."""
    words = line.words[:3]
    helping = words[1:2] == [","] and not _words("ties").isdisjoint(
        line.words[2 : _STANDS + _AHEAD]
    )  # "Beijing, the junta's arms supplier"
    told = len(words) > 2 and (words[1] in _words("seat_telling") or (words[1] == "," and (words[2] == "which" or helping)))
    token = sentence.tokens[sentence.begin] if told and sentence.begin < len(sentence.tokens) else None
    if token is None or token.lower != words[0] or token.text.isupper():
        return
    iso = actor_list().capital(token.text)
    entry = actor_list().national(iso, "gov") if iso else None
    if entry is not None:
        line.replace(0, actor_list().actor(entry))


@cache
def _words(name: str) -> frozenset[str]:
    return word_list("relations", name) if name != "chief" else _chiefs()


@lru_cache(maxsize=1)
def _chiefs() -> frozenset[str]:
    return frozenset(table("relations")["macros"]["chief"])
