"""A sentence that calls untrue what the one before it tells."""

from __future__ import annotations

import re
from functools import lru_cache

from marsad.reading.document import Document, Sentence
from marsad.reading.draft import Draft
from marsad.reading.language import table, word_list


def deny_untrue(document: Document, drafts: list[Draft]) -> None:
    """Deny what one sentence says that somebody tells, and the next calls untrue in the report's own voice."""
    tellers = {draft.sentence.index for draft in drafts if draft.attribution and draft.kind not in ("statement", "relation")}
    for sentence in document.sentences[1:]:
        if sentence.index - 1 not in tellers or not _says_untrue(sentence):
            continue
        for draft in drafts:
            if (
                draft.sentence.index == sentence.index - 1
                and draft.attribution
                and draft.modality == "asserted"
                and "modality" not in draft.settled
                and draft.kind not in ("statement", "relation")
            ):
                draft.modality = "denied"


def _says_untrue(sentence: Sentence) -> bool:
    match = _untrue().match(" ".join(token.lower for token in sentence.tokens[:16]))
    if match is None:
        return False
    told = match.group().split()
    negated = not word_list("modality", "negations").isdisjoint(told)
    return negated == (told[-1] in word_list("modality", "genuine") or told[-1] == "case")


@lru_cache(maxsize=1)
def _untrue() -> re.Pattern[str]:
    text: str = table("modality")["untrue_sentence"]
    for name in ("told", "untrue"):
        text = text.replace("{" + name + "}", "|".join(word_list("modality", name)))
    return re.compile(text)
