"""Counts that share the verb of the count before and have a place or day of their own: "ten killed in X, seven in Y"."""

from __future__ import annotations

from marsad.model import Anchor
from marsad.reading.document import Document, Token, within
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.vocabulary import vocabulary

_JOINTS = (",", "and", ";")
_SITE = 7
"""Tokens of the words for a site."""


def gapped(document: Document, tokens: list[Token], count: Count) -> bool:
    """Whether a bare number and a place or day share the verb before: "ten people were killed in Homs, seven in Hama"."""
    i, words = count.last, vocabulary().words
    others = count.head is not None and tokens[count.head].lower == "others"
    if i + 1 >= len(tokens):
        return False
    joint = tokens[count.first - 1].lower
    if not (count.elided or others):
        told = _ends_at_site(document, tokens, i) or _in_deeds(tokens, i)
        return joint == "and" and count.known and not count.single and told
    if (count.more and tokens[i].lower in words["afterwards"]) or _dated(document, tokens, i):
        return joint in _JOINTS
    if tokens[i].lower not in words["shared_links"]:
        return False
    if tokens[i].lower == "on" and within(document.times, tokens[i + 1].start, tokens[i + 1].end):
        return joint in _JOINTS
    site = tokens[i + 1].lower in ("the", "their", "a", "an", "his", "her") and i + 2 < len(tokens) and joint in ("and", ",")
    if site and count.elided and tokens[i + 2].tag in ("NN", "NNS") and tokens[i + 2].lower not in words["no_sites"]:
        return True  # "35 bodies in the church, seven in the marketplace"
    place = within(document.places, tokens[i + 1].start, tokens[min(i + 3, len(tokens) - 1)].end)
    named = tokens[i + 1].tag == "NNP" and tokens[i].lower != "on"
    return (bool(place) or named) and joint in (*_JOINTS, "while", ":")


def _ends_at_site(document: Document, tokens: list[Token], i: int) -> bool:
    """Whether nothing but a site or place is told of counted people: "... were killed in X and two guards at the power plant"."""
    if tokens[i].lower not in ("at", "in", "near", "outside"):
        return False
    reach = range(i + 1, min(i + _SITE, len(tokens)))
    end = next((k for k in reach if tokens[k].tag not in ("DT", "JJ", "NN", "NNS", "NNP")), i + 1)
    return end > i + 1 and end < len(tokens) and tokens[end].text in (",", ".", ";")


def _in_deeds(tokens: list[Token], i: int) -> bool:
    """ "killed 40 soldiers in May, and 95 people in twin bombings in the capital": whether a deed of their own follows."""
    words = vocabulary().words
    deeds = words["one_attack"] | words["many_deeds"]
    return tokens[i].lower == "in" and any(token.lower in deeds for token in tokens[i + 1 : i + 5])


def with_circumstance(document: Document, tokens: list[Token], count: Count) -> Anchor:
    """The count with the place or day behind it, which is its own: "eight in Taiz", "50 the next day"."""
    start, reach = tokens[count.last].start, tokens[min(count.last + 3, len(tokens) - 1)].end
    near = [*within(document.places, start, reach), *within(document.times, start, reach)]
    names = tokens[count.last + 1 : count.last + 5] if tokens[count.last].lower in vocabulary().words["shared_links"] else []
    unlisted = [token.end for i, token in enumerate(names) if all(one.tag in ("NNP", "HYPH") for one in names[: i + 1])]
    end = max([one.end for one in near[:1]] or unlisted, default=tokens[count.last - 1].end)
    if not count.elided and _in_deeds(tokens, count.last):  # "and 95 people in twin bombings in the capital last October"
        stop = next((token.start for token in tokens[count.last :] if token.text in (",", ";", ".")), tokens[-1].end)
        end = max([one.end for one in within(document.times, start, stop)] or [end])
    return document.anchor(tokens[count.first].start, end)


def _dated(document: Document, tokens: list[Token], i: int) -> bool:
    """Whether a day stands at a token: "60 were killed on Friday, and 50 the following day"."""
    times = within(document.times, tokens[i].start, tokens[i].end)
    return any(time.interval is not None and time.interval.type == "DATE" and time.interval.start for time in times)
