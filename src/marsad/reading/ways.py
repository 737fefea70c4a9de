"""Where a movement leads and where it comes from: named places, a town meant by "the town", names that the gazetteer lacks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from marsad.model import Place
from marsad.reading.casting import counted, places_at, word_set
from marsad.reading.document import Document, Sentence, within
from marsad.reading.forms import noun_forms
from marsad.reading.frames import Match
from marsad.reading.holdings import described, listed_places, way_from
from marsad.reading.language import table
from marsad.reading.syntax import children, conjuncts, roles
from marsad.reading.toponyms import (
    inner_of,
    is_wider,
    it_meant,
    note,
    region_meant,
    town_edged,
    town_meant,
    town_owning,
    unlisted_at,
)

_TOWARDS = ("to", "toward", "towards", "into")

_SIDES = ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "beyond")

_COUNTRY = 6
_NEAR = 4
"""Words within which a "from" that the parse lost stands before its place."""

Way = tuple[Place | None, Place | None]
"""Where to and where from."""


@cache
def movement_words(name: str) -> frozenset[str]:
    """A list of words of the table `movements.yaml`, with their plurals."""
    return frozenset(form for word in table("movements")[name] for form in (word, *noun_forms(word)))


def ways(document: Document, match: Match) -> list[Way]:
    """Where to and where from, one for each place of a list; what is left by "from", or with the homes in it, is the latter."""
    to, origin = _places(document, match, "to"), _places(document, match, "from")
    if origin and not to and _leads_there(document, match):
        return _pairs(origin, [])
    lowers = {match.sentence.tokens[i].lower for i in match.words}
    if not origin and to and lowers & {"homes", "houses", "villages"}:
        return [(None, one) for one in to] if not match.roles.by(*_TOWARDS, "for") else _pairs(to, [])
    beyond = _beyond(match)
    if origin and not to and beyond:
        return _pairs(origin, [])  # "withdraw north of the river"
    if to != origin:
        return _pairs(to, origin)
    tokens = match.sentence.tokens
    heads = match.role("from")
    lost = any(0 < head - one.i <= _NEAR for one in tokens[match.trigger :] if one.lower == "from" for head in heads)
    return _pairs([], origin) if lost else _pairs(to, [])


def _leads_there(document: Document, match: Match) -> bool:
    """Whether what hangs on the verb without a "from" is where they went: "fled, most of them towards X"."""
    tokens = match.sentence.tokens
    named = within(document.places, match.token.end, match.sentence.end)
    first = match.sentence.token_at(named[0].start) if named else None
    between = [token.lower for token in tokens[match.trigger + 1 : first.i]] if first is not None else []
    return "from" not in between and any(word in between for word in ("towards", "toward", "to", "into"))


def _beyond(match: Match) -> bool:
    """Whether a verb leads to one side of a place: "north of the river", "east of the road"."""
    tokens, heads = match.sentence.tokens, match.role("from")
    between = tokens[match.trigger : heads[0]] if heads else []
    return any(one.lower in _SIDES and tokens[one.i + 1].lower == "of" for one in between)


def _pairs(to: list[Place], origin: list[Place]) -> list[Way]:
    if len(to) > 1:
        return [(one, origin[0] if origin else None) for one in to]
    return [(to[0] if to else None, one) for one in origin] or [(to[0] if to else None, None)]


def _places(document: Document, match: Match, role: str) -> list[Place]:
    own = cargo(match)
    heads = [meant(document, match, head) for head in match.role(role) if head not in own]
    if role == "from" and not heads and match.token.lemma == "redeploy":
        heads = match.roles.by("outside")
    if role == "from" and not heads and not match.frame.give.get("within"):  # "rushed two brigades to the front from X"
        ends = [*own, *match.role("to"), *match.roles.by("along", "up", "down", "through", "on")]
        sent = counted(match.sentence, match.role("who"))  # "reinforcements from X reached Y"
        ends += [one for one in sent if match.sentence.tokens[one].lower in ("reinforcement", "reinforcements")]
        heads = [one for head in ends for one in roles(match.sentence, head).by("from")]
    heads = [one for head in heads for one in _apart(match, head, role)]
    if role == "to" and not any(head > match.trigger for head in heads):  # "sent men from X to Y", read as one name of two
        heads += [head for head in match.role("from") if _apart(match, head, "from") != [head]]
    found = _first(document, match, heads, role)
    if role == "to" and not found:
        found = _first(document, match, [*along(match), *match.roles.by(*_TOWARDS), *_most_to(match)], role)
    return found


def _apart(match: Match, head: int, role: str) -> list[int]:
    """Where from, of "from X to Y" that the parse took for one name; else the head itself."""
    tokens = match.sentence.tokens
    firsts = [
        one for one in children(match.sentence, head, "nmod", "compound") if role == "from" and tokens[one + 1].lower == "to"
    ]
    return firsts[:1] or [head]


def _most_to(match: Match) -> list[int]:
    """Where most of those go who move: "fled their homes, most of them towards X"."""
    tokens = match.sentence.tokens
    for way in tokens[match.trigger + 4 :]:
        some, of, them = tokens[way.i - 3 : way.i]
        if way.lower in _TOWARDS and (of.lower, them.lower) == ("of", "them") and some.lower in movement_words("several"):
            return children(match.sentence, way.i, "pobj")
    return []


def meant(document: Document, match: Match, head: int) -> int:
    """The noun that "which" or "that" means: "the town, from which they had withdrawn", "X, near Y, which they entered"."""
    relative = match.sentence.tokens[head].lower in ("which", "that") and match.token.dep == "relcl"
    return described(document, match.sentence, match.token.head) if relative else head


def _first(document: Document, match: Match, heads: list[int], role: str) -> list[Place]:
    """The places of the first phrase that names one, with its list; names that the gazetteer lacks come last."""
    known = [head for head in heads if _known(document, match.sentence, head, role)]
    for head in known[:1] or [head for head in heads if _unlisted(document, match, head, role)][:1]:
        found: list[Place] = []
        for one in conjuncts(match.sentence, _top(match.sentence, head)):
            found += _known(document, match.sentence, one, role) or _unlisted(document, match, one, role)
        return [place for i, place in enumerate(found) if place not in found[:i] and not _holds(place, found[:i])]
    return []


def _holds(place: Place, before: list[Place]) -> bool:
    """Whether a country is only told as the one that the place before it lies in: "Mizoram, India"."""
    return bool(before) and place.precision == _COUNTRY and before[-1].country == place.country


def _top(sentence: Sentence, head: int) -> int:
    """The first of the phrases with which one is coordinated."""
    while sentence.tokens[head].dep == "conj" and sentence.tokens[sentence.tokens[head].head].tag.startswith("N"):
        head = sentence.tokens[head].head
    return head


def _known(document: Document, sentence: Sentence, head: int, role: str) -> list[Place]:
    """The places of the gazetteer that a phrase names."""
    called = [one for one in children(sentence, head, "appos") if sentence.tokens[one].tag == "NNP"]  # "the state capital X"
    named = places_at(document, sentence, [head]) or places_at(document, sentence, called)
    if not named and sentence.tokens[head].lower in word_set("spots"):
        named = way_from(document, sentence, head)  # "the front south of X"
    found = inner_of(document, sentence, head, named)
    if not found or found[0].place is None or is_wider(document, sentence, head, found):
        return []
    if role == "to" and _comes_from(document, found[0].start):
        return []  # "to the front from X"
    listed = listed_places(document, sentence, head) or found[:1]
    return [one.place or Place(name=one.text) for one in listed]


def _comes_from(document: Document, start: int) -> bool:
    """Whether a "from" stands before a name."""
    return document.text[max(0, start - 5) : start] == "from "


def _unlisted(document: Document, match: Match, head: int, role: str) -> list[Place]:
    """The town that "the town" or "its outskirts" means, or a name that the gazetteer lacks, behind the verb."""
    sentence = match.sentence
    for one in (head, *_edges(sentence, head)):
        if one < match.trigger and match.token.dep != "relcl":
            continue
        town = town_meant(document, sentence, one)
        if town is None and sentence.tokens[one].lower in movement_words("regions"):
            town = region_meant(document, sentence, one)
        if town is None and is_reached(match, one):
            town = it_meant(document, sentence, one)
        if town is None and sentence.tokens[one].lower in movement_words("edges") | movement_words("towns"):
            town = town_owning(document, sentence, one)
        if town is None and sentence.tokens[one].lower in movement_words("edges") and not children(sentence, one, "prep"):
            town = town_edged(document, sentence, one)  # "entered the northern neighbourhoods"
        if town is not None:
            return [town.place or Place(name=town.text)]
        name = unlisted_at(document, sentence, one)
        if name is not None and (role == "from" or match.token.lemma not in movement_words("plain_names")):
            note(document, name)
            return [name.place or Place(name=name.text)]
    return []


def is_reached(match: Match, head: int) -> bool:
    """Whether "it" is a place that somebody comes to: "reinforcements reached it on Thursday"."""
    token = match.sentence.tokens[head]
    return token.lower == "it" and token.dep == "dobj" and match.token.lemma in ("reach", "enter", "approach")


def names_unlisted(document: Document, match: Match, heads: Iterable[int]) -> bool:
    """Whether one of the phrases is a name that the gazetteer lacks and that the verb shows to be a place's."""
    if match.token.lemma in movement_words("plain_names"):
        return False
    return any(unlisted_at(document, match.sentence, head) is not None for head in heads if head > match.trigger)


def _edges(sentence: Sentence, head: int) -> list[int]:
    """What it is the edge of: "the outskirts of the town", "the village of X"."""
    if sentence.tokens[head].lower in movement_words("lands"):  # "the Kufra oasis"
        return [one for one in children(sentence, head, "compound", "nmod") if sentence.tokens[one].tag == "NNP"]
    if sentence.tokens[head].lower not in movement_words("edges") | movement_words("towns") | movement_words("several"):
        return []
    preps = [prep for prep in children(sentence, head, "prep") if sentence.tokens[prep].lower != "from"]
    return [end for prep in preps for end in children(sentence, prep, "pobj")]


def along(match: Match) -> list[int]:
    """Where the road leads: "along the road towards Ulang"."""
    sentence = match.sentence
    ways = match.roles.by("along", "up", "down", "through", "on") if match.frame.give["action"] in ("advance", "withdraw") else []
    aims = [way for way in match.roles.by("in") if sentence.tokens[way].lower in movement_words("towards")]
    return [one for way in aims for one in roles(sentence, way).by("of")] + [
        end
        for way in ways
        for prep in children(sentence, way, "prep")
        if sentence.tokens[prep].lower in _TOWARDS
        for end in children(sentence, prep, "pobj")
    ]


def cargo(match: Match) -> list[int]:
    """What is sent: the trigger's own last noun ("moved a brigade from Homs"), else what the role holds."""
    own = [i for i in match.words[1:] if match.sentence.tokens[i].tag.startswith("N")]
    return own[-1:] if own and match.verbal else match.role("cargo")
