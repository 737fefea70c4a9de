"""Countries that act: "Turkey has called for", "Moscow said", "backed by Iran"; one where things only happen is no actor."""

from __future__ import annotations

from marsad.model import Actor
from marsad.reading.actors_scene import Line, Scene
from marsad.reading.language import table

_AND = ("and", "or")
_CLAUSE = 24
"""Words within which a clause with "which" behind a capital ends."""
_KIN = 4
"""Words behind a capital within which its ally is told of, or whom it backs."""


def read_state(scene: Scene, line: Line, i: int) -> int:
    """A people, or a country (or its capital, for the government) in the place of one who acts; words taken or 0."""
    if i not in line.geo:
        return 0
    length = line.geo[i][0]
    if scene.country(line, i, "people"):
        scene.add(line, i, i + length, scene.unlisted(line, i, i + length, "unknown", proper=True))
        return length
    iso = scene.country(line, i, "name", "short")
    seat = None if iso else scene.country(line, i, "seat")
    if iso is None and seat is None:
        return 0
    acting = (
        _acts(scene, line, i, length) or _addressed(scene, line, i) or _has_friends(scene, line, i + length)
        if seat
        else _acts(scene, line, i, length) or _party(scene, line, i, length)
    )
    if not acting:
        return 0
    actor = _seat(scene, seat) if seat else scene.national(iso or "", "state")
    if actor is None:
        return 0
    scene.add(line, i, i + length, actor)
    return length


def _seat(scene: Scene, iso: str | None) -> Actor | None:
    return scene.national(iso, "gov") if iso else None


def _placed(scene: Scene, line: Line, i: int) -> bool:
    """Whether a preposition of place (or another place name) stands before it."""
    words = line.words
    if i == 0 or not words[i].glue:
        return i > 0 and (i - 1) in line.geo and scene.document.text[words[i - 1].end : words[i].start] == ", "
    return words[i - 1].fold in scene.lex.placing or words[i].glue == "-" or (i - 1) in line.geo


def _acts(scene: Scene, line: Line, i: int, length: int) -> bool:
    """Whether a verb of acting follows, across auxiliaries, adverbs and partners ("Turkey and Russia")."""
    lex, words, count = scene.lex, line.words, len(line.words)
    if _placed(scene, line, i) and not _coordinated(scene, line, i):
        return False
    j = i + length
    if words[j - 1].possessive:
        return False
    while j < count:
        if words[j].fold in _AND and j + 1 in line.geo and words[j].glue and words[j + 1].glue:
            j += 1 + line.geo[j + 1][0]
        elif j in line.geo and scene.document.text[words[j - 1].end : words[j].start] == ", " and _listing(line, j):
            j += line.geo[j][0]
        else:
            break
    passive = helped = False
    aside = _aside(scene, line, j)
    j += aside
    while j < count and (words[j].glue or aside) and j - i - length < 8:
        if words[j].fold not in lex.auxiliaries and not words[j].fold.endswith("ly"):
            break
        passive = passive or words[j].fold in lex.passive
        helped = True
        j += 1
    if j >= count or not (words[j].glue or aside):
        return False
    word = words[j].fold
    if passive:
        return word in lex.minded or (word.endswith("ing") and _stem(word, lex.verbs))
    if word in lex.verbs:
        return helped or word.endswith(("s", "ed")) or word not in lex.noun_verbs or _several(scene, line, i)
    return False


def _aside(scene: Scene, line: Line, j: int) -> int:
    """How many words an aside between commas has that begins there: "Bamako, for its part, said"; 0 for none."""
    words, text = line.words, scene.document.text
    for aside in table("actors")["asides"]:
        own = aside.split()
        end = j + len(own)
        if end < len(words) and [word.fold for word in words[j:end]] == own:
            signs = text[words[j - 1].end : words[j].start], text[words[end - 1].end : words[end].start]
            return len(own) if signs == (", ", ", ") else 0
    return 0


def _addressed(scene: Scene, line: Line, i: int) -> bool:
    """A capital in "accused by Washington", "brokered by Washington and Paris", "accused Kigali of"."""
    lex, words = scene.lex, line.words
    if i < 2 or not words[i].glue:
        return False
    before, after = words[i - 1].fold, i + line.geo[i][0]
    if before == "by":
        return words[i - 2].fold not in lex.not_by
    if before in _AND and (i - 2) in line.geo and line.taken[i - 2]:
        return True
    return before in lex.addressing and after < len(words) and words[after].fold in ("of", "for", "to", "against", "over", "that")


def _has_friends(scene: Scene, line: Line, after: int) -> bool:
    """Whether a capital's ally or rival is told of ("Baku's closest ally"), or whom it backs ("Ankara, which has backed")."""
    lex, words, text = scene.lex, line.words, scene.document.text
    if words[after - 1].possessive:
        return any(word.fold in lex.kin and word.glue for word in words[after : after + _KIN])
    if after + 1 >= len(words) or words[after].fold != "which" or text[words[after - 1].end : words[after].start] != ", ":
        return False
    verb = next((word.fold for word in words[after + 1 : after + _KIN] if word.fold not in lex.auxiliaries - lex.passive), "")
    return verb in lex.addressing or _acts_behind(scene, line, after)


def _acts_behind(scene: Scene, line: Line, after: int) -> bool:
    """Whether a verb of acting follows what is said of a capital: "Washington, which has handed over two bases, plans to"."""
    lex, words, text = scene.lex, line.words, scene.document.text
    for j in range(after + 2, min(after + _CLAUSE, len(words))):
        if text[words[j - 1].end : words[j].start] == ", ":
            while j + 1 < len(words) and words[j].fold in lex.auxiliaries - lex.passive:
                j += 1
            return words[j].fold in lex.verbs - lex.of_towns
    return False


def _stem(word: str, verbs: frozenset[str]) -> bool:
    root = word[:-3]
    return root in verbs or root + "e" in verbs or root[:-1] in verbs


def _several(scene: Scene, line: Line, i: int) -> bool:
    words = line.words
    return (i > 1 and words[i - 1].fold in _AND) or (
        i + 1 < len(words) and words[min(i + line.geo[i][0], len(words) - 1)].fold in _AND
    )


def _listing(line: Line, j: int) -> bool:
    """Whether the country at `j` is one of a list that ends in "and" ("Turkey, Russia and Iran")."""
    after = j + line.geo[j][0]
    return after + 1 < len(line.words) and ((line.words[after].fold in _AND and (after + 1) in line.geo) or after in line.geo)


def _coordinated(scene: Scene, line: Line, i: int) -> bool:
    """Whether the word before is "and" behind an actor found already."""
    return i > 1 and line.words[i - 1].fold in _AND and bool(line.taken[i - 2])


def _party(scene: Scene, line: Line, i: int, length: int) -> bool:
    """Whether the country is a party to a dealing or the one addressed: after "by", "against", "between ... and", "accused"."""
    lex, words = scene.lex, line.words
    if i == 0 or not words[i].glue:
        return i > 1 and _member(scene, line, i)
    the = 1 if i > 1 and words[i - 1].fold == "the" else 0
    before = words[i - 1 - the].fold
    if words[i + length - 1].possessive or (i + length < len(words) and words[i + length].glue == "-"):
        return False
    if before in lex.acting or before in lex.addressing:
        return not (before == "by" and i > 1 and words[i - 2].fold in lex.not_by)
    if before in ("between", "with"):
        return any(word.fold in lex.dealing for word in words[max(0, i - 7) : i - 1])
    if before in _AND:
        return _member(scene, line, i - the) or (_between(scene, line, i))
    return False


def _member(scene: Scene, line: Line, i: int) -> bool:
    """Whether the one coordinated before it is an actor."""
    j = i - 1 if line.words[i - 1].fold not in _AND else i - 2
    if j < 0 or not line.taken[j]:
        return False
    return not any(mention.actor.kind in ("civilians", "person") for mention in scene.mentions[-1:])


def _between(scene: Scene, line: Line, i: int) -> bool:
    """ "a ceasefire between the rebels and Russia": the second party."""
    words = line.words[max(0, i - 10) : i]
    folds = [word.fold for word in words]
    return "between" in folds and any(fold in scene.lex.dealing for fold in folds)
