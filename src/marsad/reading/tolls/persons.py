"""One person by title, name or age, a couple, and the words that only say who one is: "a victim, a railway guard, died"."""

from __future__ import annotations

from marsad.model import Figure
from marsad.reading.document import Document, Token, within
from marsad.reading.numbers import value_of
from marsad.reading.tolls.count import INSIDE, SINGLE, Count
from marsad.reading.tolls.groups import attributes_of
from marsad.reading.tolls.vocabulary import Vocabulary, vocabulary

_ONE = ("a", "an")
_WHOSE = ("his", "her", "their")
_ADJECTIVES = 5
_GROWN = 18
_VERB = 4
"""Tokens of "were killed," between a number and who they were."""
_NOUNS = ("NN", "NNS", "NNP", "NNPS")


def aged(tokens: list[Token], count: Count) -> None:
    """Take the age behind a person into the words for him: "a man aged 61"."""
    i = count.last
    if count.single and i + 1 < len(tokens) and tokens[i].lower == "aged" and tokens[i + 1].tag == "CD":
        count.last = i + 2


def without_appositions(tokens: list[Token], counts: list[Count]) -> list[Count]:
    """The counts without those that only say who the one before is: "a further victim, a railway guard, died"."""
    kept: list[Count] = []
    for count in counts:
        last = kept[-1] if kept else None
        plain = last is not None and last.single and last.head is not None and last.last + 1 == count.first
        vague = plain and last is not None and _is_nobody(tokens, last)
        aside = (
            count.single and tokens[count.first - 1].text == "," and count.last < len(tokens) and tokens[count.last].text == ","
        )
        if plain and last is not None and _is_named(tokens, last, count):  # "its commander, General John Doe"
            last.last = count.last
            continue
        if aside and last is not None and not count.thing and (vague or _is_of_the_hurt(last, count)):
            last.side, last.attributes, last.known, last.last = count.side, count.attributes, True, count.last
            continue
        kept.append(count)
    return kept


def with_kin(tokens: list[Token], counts: list[Count]) -> list[Count]:
    """The counts with a person and his family in one: "a man and his two sons" are three."""
    kept: list[Count] = []
    for count in counts:
        last = kept[-1] if kept else None
        total = _with_family(tokens, last, count) if last is not None else None
        if total is None or last is None:
            kept.append(count)
            continue
        told = kept[-2] if len(kept) > 1 else None
        kept.pop()
        family = [one for one in (last, count) if one.attributes]
        if told is not None and told.figure.point == total and _apposes(tokens[told.last : last.first]):
            told.family += family  # "two people, a woman and her son, died"
            continue
        side = last.side if last.side == count.side else "civilians"
        kept.append(
            Count(
                last.first, last.number_end, count.last, Figure.exact(total), head=last.head, side=side, known=True, family=family
            )
        )
    return kept


def _with_family(tokens: list[Token], one: Count, kin: Count) -> int | None:
    """How many a person and his kin are that "and his" joins; None where it doesn't."""
    words, between = vocabulary().words, [token.lower for token in tokens[one.last : kin.first + 1]]
    noun = tokens[kin.head].lower if kin.head is not None else ""
    related = noun in words["kin"] or noun.removesuffix("s") in words["kin"] or noun in words["many_kin"]
    couple = one.head is not None and tokens[one.head].lower in words["pairs"]
    plain = not (one.thing or one.more or kin.thing or kin.more) and one.side != "combatants" and one.head is not None
    bare = tokens[one.first].lower in _ONE and all(not token.tag.startswith("NNP") for token in tokens[one.first : one.last])
    listed = (
        one.first > 1 and tokens[one.first - 1].text == "," and tokens[one.first - 2].tag == "NN"
    )  # "a father, a mother and ..."
    if (
        listed
        or not bare
        or not (plain and related and (one.single or couple))
        or between[:1] != ["and"]
        or "".join(between[1:2]) not in _WHOSE
    ):
        return None
    mine, theirs = one.figure.point, kin.figure.point
    return mine + theirs if mine and theirs and kin.figure.bound == "exact" else None


def _apposes(between: list[Token]) -> bool:
    """Whether what stands between a number and people makes them the same: a sign, "died," """
    return _only_signs(between) or (1 < len(between) <= _VERB and between[-1].text in (",", ":") and between[0].tag[:2] == "VB")


def _only_signs(tokens: list[Token]) -> bool:
    return all(token.text in (",", ":", "(", "-", "\u2013", "\u2014") for token in tokens)


def titled(document: Document, tokens: list[Token], i: int) -> Count | None:
    """ "rebel leader Abu Omar": one person by title and name."""
    words, last = vocabulary(), i + 1
    while last < len(tokens) and (tokens[last].tag == "NNP" or tokens[last].text == "-"):
        last += 1
    if last > i + 1 and tokens[i + 1].lower in words.words["no_names"]:
        return None  # "the General Hospital"
    if last == i + 1 or tokens[i].tag not in ("NN", "NNP") or within(document.places, tokens[i + 1].start, tokens[i + 1].end):
        return None
    side = words.singular.get(tokens[i].lower, "unknown")
    first = i
    while first > 0 and first > i - _ADJECTIVES and tokens[first - 1].tag in ("JJ", "NN", "HYPH"):
        first -= 1
    if side == "combatants" and words.words["civil_leaders"] & {token.lower for token in tokens[first:i]}:
        side = "civilians"
    article = first > 0 and first < i and tokens[first - 1].lower in ("the", "a", "an", "its", "their")
    return Count(
        first - 1 if article else i,
        i + 1,
        last,
        Figure.exact(1),
        head=i,
        side=side,
        attributes=attributes_of([tokens[i].lower], side, words),
        known=True,
        single=True,
    )


def victim(document: Document, tokens: list[Token], i: int) -> Count | None:
    """ "killed Hamid Karwan, 54, along with three guards": one person by name, with the age behind it."""
    last = i
    while last < len(tokens) and (tokens[last].tag == "NNP" or tokens[last].text == "-"):
        last += 1
    held = [one for one in within(document.actors, tokens[i].start, tokens[last - 1].end) if one.actor.kind != "person"]
    places = within(document.places, tokens[i].start, tokens[last - 1].end)
    after = tokens[last] if last < len(tokens) else None
    if last - i < 2 or held or places or (after is not None and after.tag in (*_NOUNS, "POS", "CD", "JJ")):
        return None
    aged = last + 2 < len(tokens) and after is not None and after.text == "," and tokens[last + 1].tag == "CD"
    end = last + 2 if aged and tokens[last + 2].text in (",", ".") else last
    return Count(i, i, end, Figure.exact(1), head=last - 1, known=True, single=True)


def _is_named(tokens: list[Token], role: Count, count: Count) -> bool:
    """Whether a comma sets off the name of one told by his role."""
    first = tokens[count.first - 1].text == "," and tokens[role.first].lower in vocabulary().words["single_openers"]
    names = [token for token in tokens[count.first : count.last] if token.tag == "NNP"]
    return (
        first
        and count.single
        and len(names) > 1
        and all(token.tag in ("NNP", "HYPH") for token in tokens[count.first : count.last])
    )


def _is_of_the_hurt(last: Count, count: Count) -> bool:
    """ "One of the injured, a nurse, later died": the second says who the first is."""
    return last.named is not None and last.figure.point == 1 and last.last + 1 == count.first


def _is_nobody(tokens: list[Token], count: Count) -> bool:
    """Whether a person is told by a name or a bare word ("a victim"), so that an apposition says who he is."""
    return count.first == count.number_end or tokens[count.last - 1].lower in vocabulary().words["somebody"]


def couple(tokens: list[Token], i: int) -> Count | None:
    """ "an elderly couple": two people by a singular noun, not "a couple of hours"."""
    pairs, last = vocabulary().words["pairs"], i + 1
    while last < min(i + _ADJECTIVES, len(tokens)) and tokens[last].tag in INSIDE and tokens[last].lower not in pairs:
        last += 1
    if last >= len(tokens) or tokens[last].lower not in pairs:
        return None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is not None and (after.lower in ("of", "more") or after.tag in _NOUNS or after.tag == "POS"):
        return None
    return Count(i, i + 1, last + 1, Figure.exact(2), head=last, side="civilians", known=True)


def of_age(tokens: list[Token], i: int) -> Count | None:
    """ "a six-year-old": one person by age, a child if it is less than 18."""
    said = [token.lower for token in tokens[i + 1 : i + 7]]
    size = next((k for k in (1, 3) if said[k : k + 4] == ["-", "year", "-", "old"]), 0)
    last = i + 1 + size + 4
    noun = last < len(tokens) and tokens[last].tag.startswith(("NN", "JJ", "VBN", "HYPH"))
    if not size or tokens[i].lower not in SINGLE or noun:
        return None
    years = value_of("".join(said[:size]))
    child = years is not None and years < _GROWN
    return Count(
        i, i + 1, last, Figure.exact(1), head=last - 1, side="civilians" if child else "unknown",
        attributes=("children",) if child else (), known=True, single=True,
    )  # fmt: skip


def pair_up(tokens: list[Token], count: Count, words: Vocabulary) -> None:
    """ "a woman and child": two people under one article."""
    i = count.last
    if (
        i + 1 < len(tokens)
        and tokens[i].lower == "and"
        and tokens[i + 1].lower in words.singular
        and tokens[i + 1].tag == "NN"
        and (i + 2 >= len(tokens) or not tokens[i + 2].tag.startswith("NN"))
    ):
        count.figure, count.last, count.attributes = Figure.exact(2), i + 2, ()
