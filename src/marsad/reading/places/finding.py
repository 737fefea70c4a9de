"""The places of a report: spots weighed alone, then together, then resolved."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from marsad.gazetteer.folding import fold
from marsad.gazetteer.places import Candidate, Gazetteer
from marsad.model import Place, PlaceMention, Relative
from marsad.reading.document import Document, Mentions, within
from marsad.reading.places.abbreviated import with_abbreviations
from marsad.reading.places.chains import HOLDERS, LIST, called_cities, chain
from marsad.reading.places.choosing import FAMILIAR, Chooser, prominence
from marsad.reading.places.doubted import believe, close
from marsad.reading.places.relative import Phrase, phrases
from marsad.reading.places.spots import EVERYDAY, Spot, prior
from marsad.reading.places.spotting import Spotter
from marsad.reading.places.words import words

ENOUGH = 1.5
_WELL_KNOWN = 2.4
"""How likely the name of a well-known place names one (`spots.prior`)."""
_NORTH_AMERICA = {"US", "CA"}
_VILLAGE = {f"{word} of +3.0" for word in ("village", "villages", "hamlet", "settlement", "locality")}
_QUARTER = {f"{word} {at}" for word in ("neighbourhood", "neighborhood", "quarter") for at in ("after +1.5", "of +3.0")}
_CITY = 30_000
"""Inhabitants from which a town is as likely to be meant as the region that bears its name."""


def find_places(document: Document, gazetteer: Gazetteer) -> Mentions[PlaceMention]:
    """All toponyms of a report in text order, each resolved where it can be."""
    places, features = find_toponyms(document, gazetteer)
    return Mentions(sorted([*places, *features], key=lambda mention: (mention.start, mention.end)))


def find_toponyms(document: Document, gazetteer: Gazetteer) -> tuple[Mentions[PlaceMention], Mentions[PlaceMention]]:
    """The place mentions of a report in text order, each resolved where it can be; apart, rivers and the like that can't be.

    Troops cross a river that the index lacks, and fight in the town behind it: no claim is to take it for where it happened.

    Takes a document with sentences, tokens and actors; needs no syntax. A place has UCDP's precision, and `relative` where the
    words beside it say how far and in which direction it lies from another.
    """
    spotter = Spotter(document, gazetteer, words())
    spots = with_abbreviations(document, gazetteer, spotter.spots())
    chain(document, spots)
    called_cities(document, spots)
    spots = _named_again(document, spots)
    _together(document, spots, spotter.people)
    people, hints = _demonyms(document, gazetteer), _hints(document, gazetteer)
    kept = [spot for spot in spots if spot.score >= ENOUGH]
    outlet = _outlet(document, gazetteer)
    chosen = Chooser(gazetteer, people, hints, document.homes, outlet).choose(kept)
    if believe(document, spots, kept, chosen, spotter.people, ENOUGH):
        kept = [spot for spot in spots if spot.score >= ENOUGH]
        chosen = Chooser(gazetteer, people, hints, document.homes, outlet).choose(kept)
    pairs = [(spot, chosen[i]) for i, spot in enumerate(kept)]
    pairs = [(spot, None if _far_off(spot, one, pairs) else one) for spot, one in pairs]
    found = phrases(document, pairs, words())
    bare = {spot.start for spot, one in pairs if one is None and spot.feature}
    mentions = _mentions(document, gazetteer, pairs, found, chosen_of={id(spot): one for spot, one in pairs})
    unmet = [one for one in mentions if one.start in bare and one.place is None]
    return Mentions(one for one in mentions if one not in unmet), Mentions(unmet)


def _far_off(spot: Spot, one: Candidate | None, pairs: list[tuple[Spot, Candidate | None]]) -> bool:
    """Whether a small village would lie in a land that nothing else in the report does: the index lacks the one that is meant."""
    if one is None or one.population > 300_000:
        return False
    if one.kind == "neighbourhood" and spot.container is None:
        lands = [other.country for near, other in pairs if other is not None and near.key != spot.key]
        return bool(lands) and one.country not in lands
    if not one.is_town:
        return False
    if not _QUARTER.isdisjoint(spot.reasons):  # a quarter's town is named too
        towns = [other for near, other in pairs if other is not None and near.key != spot.key and other.is_town]
        return bool(towns) and not any(close(one, other) for other in towns)
    least = 1 if not _VILLAGE.isdisjoint(spot.reasons) else 0 if "district after +1.5" in spot.reasons else None
    lands = [other.country for near, other in pairs if other is not None and near.key != spot.key]
    return least is not None and len(lands) > least and one.country not in lands


def _named_again(document: Document, spots: list[Spot]) -> list[Spot]:
    """Spots, with the other mentions of names that the index lacks but the text calls a place once ("Mushere, a village")."""
    unlisted = [spot for spot in spots if not spot.candidates and (spot.score >= 2.5 or spot.container is not None)]
    unknown = {spot.key: spot for spot in sorted(unlisted, key=lambda one: one.container is not None)}
    added: list[Spot] = []
    for spot in unknown.values():
        name = document.text[spot.start : spot.end]
        if document.text.count(name) < 2:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", document.text):
            start, end = match.span()
            taken = any(one.start < end and start < one.end for one in [*spots, *added])
            if taken or within(document.actors, start, end):
                continue
            sentence = document.sentence_at(start)
            held = sentence.tokens_in(start, end)
            if held:
                again = Spot(sentence, held[0].i, held[-1].i + 1, start, end, spot.key, (), score=spot.score)
                again.container = spot.container
                added.append(again)
    for spot in spots:
        if not spot.candidates and spot.container is None and spot.key in unknown:
            spot.container = unknown[spot.key].container
    return sorted(spots + added, key=lambda spot: spot.start)


def _together(document: Document, spots: list[Spot], people: set[str]) -> None:
    """What the rest of the report says: people's names, lists of places, other mentions of the same name."""
    certain = {spot.key for spot in spots if spot.score >= 4 or any(one.kind == "country" for one in spot.candidates)}
    for spot in spots:
        if spot.key in people and spot.container is None:
            doubt = -0.5 if spot.key in certain else -1.6 if _sent(spot) else -2.5
            spot.add(-0.3 if spot.placed else doubt, "somebody's name here")
    for before, spot in pairwise(spots):
        if spot.sentence is before.sentence and LIST.fullmatch(document.text[before.end : spot.start]):
            if spot.placed and before.placed and before.score >= ENOUGH and -1.5 < spot.score < ENOUGH:
                spot.add(2.6, "in a list of places")
            elif before.score >= 2.5 and -1.5 < spot.score < ENOUGH + 1:
                spot.add(1.2, "in a list of places")
            elif spot.score >= 2.5 and -1.5 < before.score < ENOUGH + 1:
                before.add(1.2, "in a list of places")
            _like_its_neighbour(before, spot)
    _at_home(spots)
    best: dict[str, float] = defaultdict(lambda: -9.0)
    for spot in spots:
        best[spot.key] = max(best[spot.key], spot.score)
    for spot in spots:
        if best[spot.key] >= 2.5 and EVERYDAY in spot.reasons:
            spot.add(3.0, "no everyday word here")
        elif best[spot.key] >= 3.0 and -1.0 < spot.score < ENOUGH and spot.key not in people:
            spot.add(1.5, "a place elsewhere in the report")


def _sent(spot: Spot) -> bool:
    """Whether a well-known place stands where somebody may go to or come from: "was flown to Houston"."""
    known = any(prior(one, spot.key) >= _WELL_KNOWN for one in spot.candidates)
    return known and _ways(spot)


def _ways(spot: Spot) -> bool:
    return not {"from before +1.0", "to before +1.0"}.isdisjoint(spot.reasons)


def _like_its_neighbour(before: Spot, spot: Spot) -> None:
    """In a list a name that may be a region is one beside a region: "Washington, Oregon and Idaho"."""
    if spot is before.container:
        return
    for one, other in ((before, spot), (spot, before)):
        if one.hint or one.container or other.container:
            continue
        if _regions(one) and _is_country(one) and _is_country(other) and not _regions(other):
            one.hint = frozenset({"country"})
            continue
        lands = {region.country for region in _regions(other) if not _is_city_too(region, other)}
        lands |= _NORTH_AMERICA if lands & _NORTH_AMERICA else set()
        if lands and max(other.candidates, key=prominence).kind == "region" and any(r.country in lands for r in _regions(one)):
            one.hint = frozenset({"region"})


def _is_country(spot: Spot) -> bool:
    return any(one.kind == "country" and one.match == "name" for one in spot.candidates)


def _is_city_too(region: Candidate, spot: Spot) -> bool:
    """Whether a region's city bears its name, so that "Kharkiv and Odesa" may be two cities."""
    home = region.country, region.adm1
    return any(one.is_town and (one.country, one.adm1) == home and one.population >= _CITY for one in spot.candidates)


def _regions(spot: Spot) -> list[Candidate]:
    return [one for one in spot.candidates if one.kind == "region" and one.match == "name"]


def _at_home(spots: list[Spot]) -> None:
    """A name doubted so far is likelier a place where the report already is: in its country, or for America in its states.

    American towns bear everybody's names, so there the state has to be the same, and the name nobody's.
    """
    sure = [spot for spot in spots if spot.score >= 3]
    lands = {
        one.country for spot in sure for one in spot.candidates if one.kind in ("country", "area") or len(spot.candidates) <= 2
    }
    states = {(one.country, one.adm1) for spot in sure for one in spot.candidates if one.kind == "region"}
    table = words()
    for spot in spots:
        if not -1.0 < spot.score < ENOUGH:
            continue
        towns = [one for one in spot.candidates if one.kind != "country" and one.match != "part"]
        if any(one.country in lands and one.country not in FAMILIAR for one in towns):
            spot.add(0.9, "in the report's country")
        elif any((one.country, one.adm1) in states for one in towns) and not table.is_borne(spot.key):
            spot.add(1.0 if _ways(spot) else 0.7, "in the report's state")


def _demonyms(document: Document, gazetteer: Gazetteer) -> Counter[str]:
    """Countries by how often their people are named."""
    known = gazetteer.demonyms
    found: Counter[str] = Counter()
    for sentence in document.sentences:
        for token in () if known.keys().isdisjoint(sentence.lowers) else sentence.tokens:
            if token.lower in known and token.text[0].isupper():
                found[known[token.lower]] += 1
    return found


def _hints(document: Document, gazetteer: Gazetteer) -> list[Candidate]:
    """Regions that the report's source names, unless a town at home may be meant: "Cairo Citizen" is of no Egyptian province."""
    found: list[Candidate] = []
    for name in _source_names(document):  # "West Virginia" before "Virginia"
        known = gazetteer.find(name)
        regions = [one for one in known if one.kind == "region" and one.match == "name"]
        local = any(one.is_town and one.match == "name" and one.country in FAMILIAR for one in known)
        regions = [one for one in regions if not local or one.country in FAMILIAR]
        found += regions[:1] if not any(fold(one.name).endswith(name) for one in found) else []
    return found


def _outlet(document: Document, gazetteer: Gazetteer) -> list[tuple[Candidate, ...]]:
    """The towns after which the report's source may be called."""
    table = words()
    names = [name for name in _source_names(document) if name not in table.common and name not in table.generic]
    return [known for name in names if (known := gazetteer.find(name))]


def _source_names(document: Document) -> list[str]:
    """The words of the source's name that may be a place's, folded; two together first."""
    found = re.findall(r"[A-Z]\w+", document.report.source or "")
    return [fold(name) for name in (*(" ".join(pair) for pair in pairwise(found)), *found)]


def _place(spot: Spot, one: Candidate | None, relative: Relative | None, holder: Candidate | None) -> Place | None:
    """The resolved place; a name that the index lacks keeps it, no finer placed than the region that the text puts it in."""
    if one is not None:
        lacking = one.is_town and one.kind not in spot.hint and "county" in spot.hint  # "Irumu territory"
        return one.as_place(_called(spot, one), precision=3 if lacking else 2 if spot.close else None, relative=relative)
    if holder is None or holder.kind not in HOLDERS:
        return None
    return Place(
        name=" ".join(_text(spot).split()),
        country=holder.country,
        adm1=holder.adm1,
        lat=holder.lat,
        lon=holder.lon,
        precision=max(holder.precision, 2),
        relative=relative,
    )


def _called(spot: Spot, one: Candidate) -> str:
    """The name by which the index has a place; a town's as the text writes it, where the index knows that name too."""
    text = _text(spot)
    other = (one.match == "alias" and one.precision == 1) or (one.match == "name" and one.kind == "village")
    known = other and not text.isupper() and text[:1].isupper()
    return " ".join(text.split()) if known else one.name


def _text(spot: Spot) -> str:
    return spot.sentence.text[spot.start - spot.sentence.start : spot.end - spot.sentence.start]


def _mentions(
    document: Document,
    gazetteer: Gazetteer,
    pairs: list[tuple[Spot, Candidate | None]],
    found: Iterable[Phrase],
    chosen_of: dict[int, Candidate | None],
) -> Mentions[PlaceMention]:
    """Mentions in text order; a relative phrase beside a place goes into it, one alone is a mention."""
    beside = {phrase.beside: phrase for phrase in found if phrase.beside is not None}
    mentions = []
    for i, (spot, one) in enumerate(pairs):
        phrase = beside.get(i)
        place = _place(spot, one, phrase.relative if phrase else None, chosen_of.get(id(spot.container)))
        if phrase is not None and phrase.point is not None and one is None:
            place = _alone(document, gazetteer, phrase, document.text[spot.start : spot.end]).place
        mentions.append(PlaceMention(spot.start, spot.end, document.text[spot.start : spot.end], place))
    for phrase in found:
        if phrase.beside is None and phrase.point is not None:
            mentions.append(_alone(document, gazetteer, phrase))
    return Mentions(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


def _alone(document: Document, gazetteer: Gazetteer, phrase: Phrase, name: str = "") -> PlaceMention:
    """The point that a relative phrase gives; under the name of the place that it describes, where the index lacks that."""
    assert phrase.point is not None
    lat, lon = phrase.point
    near = gazetteer.nearest(lat, lon)
    same = near is not None and near.country == phrase.base.country
    place = Place(
        name=name or document.text[phrase.start : phrase.end],
        country=near.country if near and same else None,
        adm1=near.adm1 if near and same else None,
        lat=lat,
        lon=lon,
        precision=2,
        relative=phrase.relative,
    )
    return PlaceMention(phrase.start, phrase.end, document.text[phrase.start : phrase.end], place)
