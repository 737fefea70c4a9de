"""Fights for a place that nobody has won: "with neither side in full control", "no one controls the town"."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.reading.casting import places_at
from marsad.reading.document import Document, Sentence
from marsad.reading.draft import Draft
from marsad.reading.extents import control_words
from marsad.reading.holdings import is_place, sites_of, town_of
from marsad.reading.stated import where_of
from marsad.reading.syntax import anchor_of, children

_AHEAD = 7
"""Words behind "neither side" within which its control is told of."""


def undecided(document: Document, sentence: Sentence) -> Iterator[Draft]:
    """The claims of a parsed sentence that a place is contested, since none of those who fight for it holds it."""
    if control_words("nobody").isdisjoint(sentence.lowers) or control_words("mastery").isdisjoint(sentence.lowers):
        return
    tokens = sentence.tokens
    for token in tokens:
        if token.lower not in control_words("nobody"):
            continue
        after = tokens[token.i + 1 : token.i + 1 + _AHEAD]
        alone = token.lower in control_words("nobody_alone")
        if not after or not (alone or after[0].lower in control_words("warring")):
            continue
        held = next((one for one in after if one.lower in control_words("mastery")), None)
        if held is not None and not any(one.text in (",", ";", ".") for one in after[: held.i - token.i]):
            draft = _draft(document, sentence, token.i, held.i)
            if draft is not None:
                yield draft


def _draft(document: Document, sentence: Sentence, first: int, held: int) -> Draft | None:
    """The claim, with its place where the words name one behind the control; None where what isn't held is no place."""
    verbal = sentence.tokens[held].tag.startswith("V")
    preps = [one for one in children(sentence, held, "prep") if sentence.tokens[one].lower in ("of", "over", "in")]
    heads = children(sentence, held, "dobj") if verbal else [end for one in preps for end in children(sentence, one, "pobj")]
    sites = sites_of(document, sentence, heads[0]) if heads else ()
    found = (places_at(document, sentence, heads) or town_of(document, sentence, heads[0])) if heads else []
    known = heads and (is_place(document, sentence, heads[0]) or sentence.tokens[heads[0]].lower in control_words("towns"))
    if heads and not (sites or (found and known)):
        return None  # "no group claimed control of the attack"
    fields = {"actors": (), "status": "contested", "extent": "site" if sites else "unknown", "sites": sites, "previous": ()}
    last = max([held, *heads]) + 1
    draft = Draft("control", "control.undecided", sentence, held, [anchor_of(document, sentence, (first, last))], fields)
    draft.settled.add("modality")  # that neither holds it is told, not denied
    if found:
        draft.where = where_of(found[0])
        draft.settled.add("where")
    return draft
