"""What the verb above a noun of action makes of it: beaten off, words meant, one who only lays a bomb, one who takes part."""

from __future__ import annotations

from marsad.reading.casting import actors_at, lemma_set, word_set
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.incident import Incident, frames, words
from marsad.reading.language import word_list
from marsad.reading.syntax import Roles, is_passive, particles, roles
from marsad.reading.targets import sites_at

_MEASURED = ("NN", "DT", "JJ", "RB")
"""Tags of words of measure: "a wave of", "some of", "most of"."""


def lasted(made: Incident) -> bool:
    """Whether a fight is told by how long it went on, so that it was: "ending four days of clashes"."""
    tokens = made.sentence.tokens
    prep = tokens[made.match.token.head]
    return prep.lower == "of" and tokens[prep.head].lower in words("stretches")


def lays(made: Incident, token: Token) -> bool:
    """Whether a verb only tells who put a bomb where it then went off."""
    laid = token.lower in words("laid") and token.lemma not in lemma_set("does")
    return laid and made.match.frame.name in ("bomb", "explosion")


def wards_off(sentence: Sentence, verb: int) -> bool:
    """Whether a verb tells of an attack beaten: "repelled", "beat back", "fended off"."""
    lemma = sentence.tokens[verb].lemma
    return lemma in ("repel", "repulse", "thwart", "foil") or (
        lemma in ("beat", "drive", "push", "fend", "ward", "fight", "hold", "throw", "force", "turn")
        and bool(particles(sentence, verb) & {"back", "off", "away"})
    )


def is_criticism(document: Document, made: Incident, parts: Roles) -> bool:
    """Whether words are meant: "came under attack from unions over fuel prices"."""
    if any(
        made.sentence.tokens[head].lower in words("manned")
        or made.sentence.tokens[head].lower in word_set("military_sites", "armed")
        for head in parts.subject
    ):
        return False  # "the helicopter came under fire over the bay"
    noun = roles(made.sentence, made.trigger)
    critics = noun.by("from", "by") + parts.by("from", "by")
    named = {one.actor.kind for one in actors_at(document, made.sentence, critics)}
    over = parts.by("over") + noun.by("over") + [i for i in parts.by("for") if made.sentence.tokens[i].tag == "VBG"]
    spoken = any(made.sentence.tokens[head].lower in words("critics") for head in critics)
    return spoken or (bool(over) and not named & {"military", "rebel", "militia"}) or bool(named & {"organisation", "media"})


def takes_part(sentence: Sentence, parts: Roles) -> bool:
    """Whether somebody "took part" in it."""
    return any(sentence.tokens[head].lower == "part" for head in parts.object)


def meant_by_another(sentence: Sentence, verb: int, heads: list[int]) -> list[int]:
    """With the people counted on: "two soldiers were killed and another was wounded in"."""
    tokens = sentence.tokens
    if any(tokens[head].lower in ("another", "others", "other", "one") for head in heads) and tokens[verb].dep == "conj":
        above = roles(sentence, tokens[verb].head)
        return heads + [head for head in above.object or above.subject if head not in heads]
    return heads


def be_scene(document: Document, made: Incident, scene: Token) -> None:
    """ "X was the scene of heavy fighting": it happened there."""
    verb = made.sentence.tokens[scene.head]
    if scene.dep == "attr" and verb.lemma in ("be", "become", "remain"):
        made.near = made.near or sites_at(document, made.sentence, roles(made.sentence, verb.i).subject)
        made.signs |= {"happens"} if made.near else set()


def is_told_hit(token: Token, parts: Roles) -> bool:
    """Whether a clause of its own tells that something was hit: "a ship was damaged by a missile", no "ship hit by a missile"."""
    return parts.passive and token.lemma in lemma_set("strikes") and token.dep not in ("acl", "amod", "relcl")


def is_swapped(made: Incident, token: Token) -> bool:
    """Whether two sides fired at each other: "exchanged machine-gun fire"; it makes a fight of it."""
    swapped = token.lemma in words("swaps") and made.match.token.lower in ("fire", "gunfire", "shelling")
    if swapped:
        made.match.frame = frames().named["clash"]
    return swapped


def is_day(sentence: Sentence, head: int) -> bool:
    """Whether what stands behind an "on" is when it was: "on Monday", "on 28 September"."""
    return sentence.tokens[head].lower in word_list("tags", "days")


def governor(sentence: Sentence, i: int) -> tuple[int, str] | None:
    """What an action noun hangs on, and how: (verb, "subject" | "passive" | "object" | a preposition), or (noun, "noun")."""
    tokens = sentence.tokens
    for _ in range(6):
        token = tokens[i]
        if token.head in (i, -1):
            return None
        named = _named_so(sentence, token)
        above = tokens[token.head if named is None else named]
        if token.dep in ("conj", "compound", "appos", "nmod") and not above.tag.startswith("VB"):
            i = above.i
            continue
        if token.dep == "pobj" or named is not None or (token.dep == "pcomp" and token.tag == "VBG"):
            outer = tokens[above.head] if above.head not in (above.i, -1) else above
            if above.lower == "of" and outer.tag[:2] in _MEASURED and outer.lower in word_set("measures"):
                i = outer.i
                continue
            return (outer.i, above.lower) if outer.tag.startswith("VB") else (outer.i, "noun")
        if token.dep in ("nsubj", "nsubjpass"):
            return above.i, "passive" if token.dep == "nsubjpass" or is_passive(sentence, above.i) else "subject"
        if token.dep in ("dobj", "attr", "oprd") or (token.dep == "xcomp" and above.lemma in lemma_set("does")):
            return above.i, "object"  # "bombed the camp", "resumed shelling of the town"
        return None
    return None


def _named_so(sentence: Sentence, token: Token) -> int | None:
    """The preposition of what somebody calls by the noun: "died in what residents call a raid", "... described as an ambush"."""
    as_it = sentence.tokens[token.head] if token.dep == "pobj" else token
    if token.dep not in ("pobj", "oprd", "dobj", "attr", "xcomp") or (token.dep == "pobj" and as_it.lower != "as"):
        return None
    verb = sentence.tokens[as_it.head]
    what = any(sentence.tokens[child].lower == "what" for child in verb.children)
    return verb.head if what and verb.dep == "pcomp" and verb.lemma in words("naming") else None


def is_only_its(incident: Incident) -> bool:
    """Whether an offensive is only whose another deed is told to be part of, with no aim or place of its own."""
    tokens = incident.sentence.tokens
    owned = bool(incident.doer_heads) and all(tokens[head].lower in ("its", "their") for head in incident.doer_heads)
    link = governor(incident.sentence, incident.trigger)
    return owned and link is not None and link[1] in ("in", "noun") and not (incident.heads or incident.places or incident.near)
