"""Tolls of several places: a share with a place of its own ("seven of them in X"), a number for X and Y together."""

from __future__ import annotations

import re

from msgspec.structs import replace

from marsad.gazetteer.places import distance
from marsad.model import Anchor, Place, PlaceMention, When, Where
from marsad.reading.document import Document, within
from marsad.reading.draft import Draft
from marsad.reading.language import word_list
from marsad.reading.stated import when_of, where_of

_KINDS = "city|town|village|hamlet|district|camp|neighbou?rhood|suburb|port"
LISTED = re.compile(
    rf"(?: (?:{_KINDS}))?,? (?:and|or|as well as) (?:(?:in|at|on|near) )?"
    rf"(?:(?:the )?(?:(?:nearby|neighbou?ring) )?(?:{_KINDS}) of )?|, "
)
"""What joins the names of a list of places: "X and Y", "X city and the town of Y"."""
_BESIDE = 40
"""Characters behind a share within which its own place is named."""
_RIGHT_BEHIND = re.compile(r" (?:in|at|near) (?:the )?(?:[a-z]+ of )?")
_OVER = re.compile(r"(?: \w+)? (?:across|throughout|all over)(?: the)? ")
_NAMED = re.compile(r" (?:in|at|near) ([A-Z][\w'\u2019]+(?:[ -][A-Z][\w'\u2019]+){0,2})$")
_WIDE = 3
"""UCDP's where_prec from which a place can hold another."""
_NEIGHBOURS = 60
"""Kilometres between neighbours."""


def stands_alone(draft: Draft) -> bool:
    """Whether a toll has a place or day of its own: "eight in Taiz", "seven of them in Nampula"."""
    words = draft.anchors[0].text.split()
    bare = len(words) == 1 or words[-1].lower() in word_list("circumstances", "shares")  # "including 11 in X"
    return draft.rule.endswith("-gapped") or (draft.fields.get("part_of") is not None and bare)


def own_stretch(document: Document, draft: Draft) -> Anchor:
    """The words of such a toll with the place behind them."""
    anchor = draft.anchors[0]
    for place in within(document.places, anchor.end, anchor.end + _BESIDE):
        if _RIGHT_BEHIND.fullmatch(document.text, anchor.end, place.start):
            return document.anchor(anchor.start, place.end)
    return anchor


def own_day(document: Document, draft: Draft, held: dict[Draft, Anchor]) -> When | None:
    """The time within the words of a toll that shares another's verb: "and 912 since the beginning of the year"."""
    stretch = held.get(draft) if draft.rule.endswith("-gapped") else None
    times = within(document.times, stretch.start, stretch.end) if stretch is not None else ()
    return next((when_of(one) for one in times if one.interval is not None and one.interval.start), None)


def all_over(document: Document, draft: Draft) -> Where | None:
    """The land that a toll is told to be spread over: "killed 25 people across Lebanon, 11 of them in X"."""
    for anchor in draft.anchors if draft.kind == "toll" else ():
        for place in within(document.places, anchor.end, anchor.end + _BESIDE)[:1]:
            if place.place is not None and _OVER.fullmatch(document.text, anchor.end, place.start):
                return where_of(place)
    return None


def unlisted_place(document: Document, stretch: Anchor) -> Where | None:
    """The place that such a stretch names though no index has it: "five in Azege-Tor"."""
    found = _NAMED.search(document.text, stretch.start, stretch.end)
    if found is None:
        return None
    anchor = document.anchor(*found.span(1))
    known = within(document.actors, anchor.start, anchor.end), within(document.times, anchor.start, anchor.end)
    return None if any(known) else Where(name=anchor.text, text=anchor.text, anchor=anchor)


def of_several(document: Document, mention: PlaceMention) -> Where | None:
    """Where those are whom a sentence counts in several places together ("in X and Y", "X, Y leave five dead").

    Of neighbours the first stands for all, no finer than a district; of places far apart none does.
    """
    sentence = document.sentence_at(mention.start)
    places = within(document.places, sentence.start, sentence.end)
    others = [one for one in _listed(document, list(places), mention) if one.start != mention.start]
    where = where_of(mention)
    if not others:
        return where
    if not all(_near(mention.place, one.place) for one in others):
        return None
    return replace(where, precision=max(where.precision or 1, _WIDE))


def around(document: Document, mention: PlaceMention) -> Where | None:
    """The region that a sentence names around all places of a list: "in the towns of A, B and C in X state"."""
    sentence = document.sentence_at(mention.start)
    places = list(within(document.places, sentence.start, sentence.end))
    listed = _listed(document, places, mention)
    held_all = (one for one in places if all(lies_within(inner.place, one.place) for inner in listed))
    region = min(held_all, key=lambda one: (one.place.precision or _WIDE) if one.place else 0, default=None)
    return None if region is None else where_of(region)


def lies_within(inner: Place | None, outer: Place | None) -> bool:
    """Whether a point can lie in a region, an area or a country: "Zalingei" in "Darfur"."""
    if inner is None or outer is None or not (outer.precision or 1) > _WIDE > (inner.precision or 1):
        return False
    return inner.country == outer.country and outer.adm1 in (None, inner.adm1)


def _listed(document: Document, places: list[PlaceMention], mention: PlaceMention) -> list[PlaceMention]:
    """The names of the list that a place stands in, itself among them."""
    first = last = next((i for i, one in enumerate(places) if one.start == mention.start), -1)
    if first < 0:
        return [mention]  # "the capital" stands in no list of names
    while first and apart(document, places[first - 1], places[first]):
        first -= 1
    while last + 1 < len(places) and apart(document, places[last], places[last + 1]):
        last += 1
    return places[first : last + 1]


def _near(one: Place | None, other: Place | None) -> bool:
    """Whether two places are neighbours."""
    if one is None or other is None or one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return (
        max(one.precision or 1, other.precision or 1) < _WIDE and distance(one.lat, one.lon, other.lat, other.lon) < _NEIGHBOURS
    )


def apart(document: Document, first: PlaceMention, second: PlaceMention) -> bool:
    """Whether two places stand in a list, neither in the other."""
    if LISTED.fullmatch(document.text, first.end, second.start) is None:
        return False
    one, other = first.place, second.place
    if one is None or other is None:
        return one is not other and " " in document.text[first.end : second.start].rstrip()
    sizes = (one.precision or 1, other.precision or 1)
    if sizes[0] < _WIDE <= sizes[1] and document.text[first.end : second.start] == ", ":  # "X, Y district"
        return False
    return one.name != other.name and max(sizes) - min(sizes) < _WIDE - 1


def held(place: PlaceMention, stretches: list[Anchor]) -> bool:
    """Whether a place is in one of some stretches of text."""
    return any(one.start <= place.start < one.end for one in stretches)
