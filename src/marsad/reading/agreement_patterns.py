"""The patterns that tell of agreements in a sentence written as a line of signs (`signs`), compiled when first called for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from marsad.model.claim import AgreementType
from marsad.reading.language import lists_of, table
from marsad.reading.outlines import Need, Outlines, compiled, fill, fits
from marsad.reading.signs import Line

_BEHIND = 10
_SIGNED = 6
"""Words behind a paper within which it is told who signed it: "signed in March between A and B"."""


@lru_cache(maxsize=1)
def types() -> tuple[tuple[AgreementType, re.Pattern[str]], ...]:
    """The nouns of each type of agreement."""
    words = table("agreements")
    return tuple((kind, compiled("|".join(patterns), words["macros"])) for kind, patterns in words["types"].items())


@lru_cache(maxsize=1)
def acts() -> tuple[tuple[AgreementType, re.Pattern[str]], ...]:
    """What those who "agreed to" something agreed to, by type."""
    words = table("agreements")
    return tuple((kind, compiled("|".join(patterns), words["macros"])) for kind, patterns in words["agreed_to"].items())


@lru_cache(maxsize=1)
def again() -> tuple[re.Pattern[str], ...]:
    """The nouns that take up an agreement spoken of before."""
    words = table("agreements")
    return compiled(words["again"], {}), compiled(words["unnamed"], words["macros"])


@lru_cache(maxsize=1)
def definite_again() -> re.Pattern[str]:
    """The bare nouns that take up the agreement spoken of just before: "the accord"."""
    words = table("agreements")
    return compiled(words["definite_again"], words["macros"])


@lru_cache(maxsize=1)
def signed() -> re.Pattern[str]:
    """The bare nouns of what two sides may have signed."""
    words = table("agreements")
    return compiled(words["signed"], words["macros"])


@lru_cache(maxsize=1)
def leaving() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The nouns under which somebody may leave, and the words of those who do."""
    words = table("agreements")
    return compiled(words["under"], words["macros"]), compiled(words["macros"]["leaving"], words["macros"])


def fitting(name: str, line: Line) -> Iterator[re.Pattern[str]]:
    """The patterns of a list whose outlines a line fits: the others can't be found in it, and needn't be compiled."""
    outline = line.outline
    return (pattern(name, text) for text, needs in outlined(name) if fits(needs, outline))


@cache
def outlined(name: str) -> list[tuple[str, tuple[Need, ...]]]:
    """The patterns of a list, each with its outline."""
    return [(text, _outlines().of(text)) for text in table("agreements")[name]]


@lru_cache(maxsize=1)
def _outlines() -> Outlines:
    return Outlines(macros())


@cache
def pattern(name: str, text: str) -> re.Pattern[str]:
    """A pattern that begins where a noun ends ("..._after"), or ends where it begins."""
    return compiled(text, macros()) if name.endswith("after") else re.compile(rf"(?<!\S)(?:{fill(text, macros())})$")


@lru_cache(maxsize=1)
def macros() -> dict[str, str | list[str]]:
    """What the patterns name in braces: the words of relations, and their own."""
    words = table("agreements")
    return {**table("relations")["macros"], **words["macros"], "gap": words["gap"], "brokered": words["brokered"]}


def is_plain(line: str, paper: re.Match[str]) -> bool:
    """Whether nothing says of what kind a paper is: "a deal", not "a grain deal" or "a deal brokered by X on wheat"."""
    before, after = line[: paper.start()].split(), line[paper.end() :].split()[:_BEHIND]
    near = {*before[-4:], *(after[: after.index(",")] if "," in after else after)}
    return not _words("plain_papers").isdisjoint(before[-1:]) and _words("other_papers").isdisjoint(near)


def is_signed(after: str, before: list[str]) -> bool:
    """Whether a paper is told to have been signed: "signed a deal", "the deal signed by A and B"."""
    new = not _words("signing").isdisjoint(before) and not {"a", "an"}.isdisjoint(before)
    behind = after.split(None, _BEHIND)
    if behind[:1] in (["that"], ["which"]) and not _words("signing").isdisjoint(behind[2:-1]):
        return True  # "a framework agreement that the government and the rebels signed"
    made = not _words("signing").isdisjoint(behind[:1]) and not {"by", "between"}.isdisjoint(behind[1:_SIGNED])
    return new or (made and not {",", "."} & {*behind[1:_SIGNED]})


_words = lists_of("agreements")
