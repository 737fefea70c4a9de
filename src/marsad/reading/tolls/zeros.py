"""Stated zeros: "no casualties were reported" is a claim, and no silence."""

from __future__ import annotations

from marsad.model import Figure
from marsad.model.claim import Group, Side
from marsad.reading.casting import doers_at, fighting
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.draft import Draft
from marsad.reading.syntax import roles
from marsad.reading.tolls.groups import attributes_of
from marsad.reading.tolls.vocabulary import vocabulary

_REACH = 5
_WELL = frozenset(("unharmed", "unhurt", "uninjured", "unscathed"))
_NOBODY = frozenset(("no", "none", "nobody"))


def _nobody(tokens: list[Token], i: int) -> int:
    """How many tokens "no civilian was harmed", "none of the crew were hurt" takes at token `i`; 0 where it isn't said."""
    words = vocabulary()
    if tokens[i].lower not in _NOBODY or (i and tokens[i].lower == "no" and tokens[i - 1].lower in ("said", "says", "there")):
        return 0
    if i + 1 < len(tokens) and tokens[i + 1].lower in ("fewer", "less", "more", "other", "longer"):
        return 0  # "no fewer than 30 people were killed"
    people = tokens[i].lower == "nobody"
    for k in range(i + 1, min(i + 1 + _REACH + 3, len(tokens))):
        word = tokens[k].lower
        if people and (word,) in words.verbs and tokens[k - 1].lower in ("was", "were", "been"):
            return k + 1 - i if words.verbs[(word,)][0].outcome in ("killed", "injured") else 0
        if people and word in ("died", "perished") and tokens[k - 1].lower != "had":
            return k + 1 - i
        if people and word not in ("was", "were", "has", "have", "been", "had", "reported"):
            return 0
        people = people or word in words.plural or word in words.singular or word == "one"
        if not people and (k - i > _REACH or tokens[k].text in (",", ";", ":")):
            return 0
    return 0


def _unharmed(tokens: list[Token], i: int) -> int | None:
    """Where the words begin by which all of some people are told to be well: "Its crew were unharmed"; None where not."""
    words = vocabulary()
    if any(token.lower in ("not", "n't", "nearly", "almost") for token in tokens[max(0, i - _REACH) : i]):
        return None  # "not all were unharmed"
    be = i - 1 - (i > 1 and tokens[i - 1].tag == "RB")
    if be < 1 or tokens[be].lower not in ("was", "were", "is", "are", "been", "escaped"):
        return None
    be -= tokens[be].lower == "been"
    for k in range(be - 1, max(-1, be - 1 - _REACH), -1):
        word = tokens[k].lower
        if word in words.plural or word in words.singular or word in ("all", "everyone"):
            while k > 0 and tokens[k - 1].tag in ("DT", "PRP$", "CD", "JJ", "NN"):
                k -= 1
            return k
        if tokens[k].tag not in ("IN", "NN", "NNP", "RB", "DT", "VBP", "VBZ", "PRP", "CD"):
            return None
    return None


def _among(tokens: list[Token], i: int) -> int:
    """How many tokens say behind "no casualties" whose: "among the troops"."""
    if i >= len(tokens) or tokens[i].lower not in ("among", "in", "on", "to"):
        return 0
    words = vocabulary()
    ends = (k for k in range(i + 1, min(i + 1 + _REACH, len(tokens))) if words.plural.get(tokens[k].lower))
    return next(ends, i - 1) - i + 1


def _group(tokens: list[Token]) -> Group:
    """The people of whom none was hurt: "no doctors" says nothing of others."""
    side = _side(tokens)
    return Group(side, (), attributes_of([token.lower for token in tokens], side, vocabulary()))


def _side(tokens: list[Token]) -> Side:
    """Their side."""
    words = vocabulary()
    if any(token.lower.startswith("civilian") for token in tokens):
        return "civilians"
    if any(token.lower in words.words["labels"] for token in tokens):
        return "combatants"  # "no losses in our ranks"
    named = (words.plural.get(token.lower) or words.singular.get(token.lower) for token in tokens)
    return next((side for side in named if side not in (None, "unknown")), "unknown")


def _own(document: Document, sentence: Sentence, i: int) -> Group | None:
    """The force whose "no casualties" these are: "the rebels said they had suffered no casualties"."""
    verb = sentence.tokens[i - 1] if i else None
    if verb is None or not sentence.parsed or verb.lower not in ("suffered", "sustained", "incurred", "suffering"):
        return None
    found = fighting(doers_at(document, sentence, roles(sentence, verb.i).subject, verb.i))
    men = tuple(one for one in found if one.kind in ("military", "police", "rebel", "militia"))
    return Group("combatants", men) if men else None


def stated_zeros(document: Document, sentence: Sentence) -> list[Draft]:
    """ "No casualties were reported": a stated zero."""
    found: list[Draft] = []
    nothing = vocabulary().nothing
    openers = nothing.openers | _NOBODY
    well = [(one.i, _unharmed(sentence.tokens, one.i)) for one in sentence.tokens if one.lower in _WELL]
    spans = {first: at + 1 - first for at, first in well if first is not None}
    for i in sorted({*spans, *(token.i for token in sentence.tokens if token.lower in openers)}):
        size = spans.get(i) or nothing.at(sentence.tokens, i) or _nobody(sentence.tokens, i)
        if not size:
            continue
        group = _group(sentence.tokens[i : i + size + _among(sentence.tokens, i + size)])
        said = " ".join(token.lower for token in sentence.tokens[i : i + size])
        hurt = any(word in said for word in ("injur", "hurt", "wound", "harm", "scath"))
        anchor = document.anchor(sentence.tokens[i].start, sentence.tokens[i + size - 1].end)
        draft = Draft(
            "toll",
            "toll.none",
            sentence,
            i + size - 1,
            [anchor],
            fields={
                "outcome": "injured" if hurt else "killed",
                "figure": Figure.exact(0),
                "scope": "incident",
                "part_of": None,
                "group": _own(document, sentence, i) or group if group.side == "unknown" else group,
                "responsible": (),
            },
        )
        draft.settled.add("modality")
        found.append(draft)
    return found
