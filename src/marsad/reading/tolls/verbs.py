"""The words of a sentence that say an outcome, and what links one to a count."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model.claim import Outcome
from marsad.reading.document import Token
from marsad.reading.tolls.vocabulary import Form, Meaning, Vocabulary


@dataclass(frozen=True, slots=True)
class Verb:
    """An outcome word or phrase at tokens [first, last) and all that it can mean."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]

    def means(self, *forms: Form) -> Meaning | None:
        """Its meaning in one of the forms."""
        return next((meaning for meaning in self.meanings if meaning.form in forms), None)


@dataclass(frozen=True, slots=True)
class Link:
    """The outcome of a count, the token that says it, and the rule that found it."""

    outcome: Outcome
    trigger: int
    rule: str
    first: int
    last: int
    possible: bool = False
    active: bool = False


def find_verbs(tokens: list[Token], words: Vocabulary) -> list[Verb]:
    """Every outcome word or phrase of a sentence, longest first, none within another."""
    found: list[Verb] = []
    i = 0
    while i < len(tokens):
        for size in words.sizes.get(tokens[i].lower, ()):
            phrase = (tokens[i].lower,) if size == 1 else tuple([token.lower for token in tokens[i : i + size]])
            if phrase in words.verbs:
                found.append(Verb(i, i + len(phrase), words.verbs[phrase]))  # at the sentence's end a size takes in less
                i += len(phrase) - 1
                break
        i += 1
    return found
