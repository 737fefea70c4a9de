"""Stated zeros: "no casualties were reported" is a claim, and no silence."""

from __future__ import annotations

from marsad.model import Figure
from marsad.model.claim import Group
from marsad.reading.document import Document, Sentence
from marsad.reading.draft import Draft
from marsad.reading.tolls.vocabulary import vocabulary


def stated_zeros(document: Document, sentence: Sentence) -> list[Draft]:
    """ "No casualties were reported": a stated zero."""
    found: list[Draft] = []
    nothing = vocabulary().nothing
    for i in range(len(sentence.tokens)):
        size = nothing.at(sentence.tokens, i)
        if not size:
            continue
        said = " ".join(token.lower for token in sentence.tokens[i : i + size])
        hurt = any(word in said for word in ("injur", "hurt", "wound", "harm"))
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
                "group": Group("civilians" if "civilian" in said else "unknown"),
                "responsible": (),
            },
        )
        draft.settled.add("modality")
        found.append(draft)
    return found
