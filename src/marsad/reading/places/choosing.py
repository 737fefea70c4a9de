"""Which place each name means, weighed over the whole report."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from marsad.gazetteer.folding import fold, without_article
from marsad.gazetteer.places import Candidate, Gazetteer, distance
from marsad.reading.places.company import LOCAL, Company
from marsad.reading.places.spots import Spot
from marsad.reading.places.words import regions_first, state_seats

_MATCH = {"name": 0.0, "alias": -1.0, "part": -1.5, "sound": -1.5}
_KIND = {"country": 7.6, "continent": 8.0, "sea": 7.0}
FAMILIAR = {"US", "CA", "GB", "AU"}
_BESIDE = 0.6
_LEAD = 1.2
_RIVAL = 30_000
"""Inhabitants of a town that a region of its name abroad has to reckon with."""
_LIKELY = 100_000
"""Inhabitants of a place whose other spelling is believed where nothing else in the report speaks of its land."""
_CLOSE_BY = 0.25
"""Nearness to the report's other places (see `_nearness`) from which a place is believed to be written in another way."""
_COMPANY, _COMPANY_ABROAD, _OTHER_NAME = 5.0, 3.0, 0.35
"""The most that company adds to a place where namesakes are many, and where they are few; its share for another name."""
_AMONG, _ABROAD = 1.2, 2.0
"""Company from which a town rather than the country of its name is meant, and the most that it adds then."""
_VILLAGE, _METROPOLIS, _OUTSHONE = 2_500, 5_000_000, 0.2
"""Inhabitants of a village and of a metropolis of its name, and the share of its company that the village keeps."""
_TIMES, _BESIDE_IT = 40, 1.5
"""How many times its inhabitants a town has that outshines a village, and the company that it needs for it."""
_SEAT = 1.0
"""What a state's seat gains in that state's news."""
_MINUTE = 100_000
"""Inhabitants of a country that a part of its name alone hardly means."""
_OWN_COUNTY = 40
"""Kilometres between a county's middle and its own town; America has a Washington and a Washington County in every state."""
_LANDS = {"country", "region"}
_LATER = 200
"""Characters after its first mention from which a name that is told apart is another's."""
_BROAD = {"country", "continent", "sea"}


def prominence(one: Candidate) -> float:
    """How readily the place comes to mind, on the scale of log10(inhabitants)."""
    if one.kind in _KIND:
        return _KIND[one.kind]
    size = math.log10(one.population + 10)
    if one.kind == "region":
        return 4.3 + 0.33 * size + (0.8 if one.country in FAMILIAR else 0.0)
    if one.kind == "county":
        return 2.0 + 0.35 * size
    return max(1.5, size) if one.is_town else size


def contains(outer: Candidate, inner: Candidate) -> bool:
    """Whether `inner` lies in `outer`, as far as the index can tell."""
    if outer.id == inner.id or outer.country != inner.country or inner.kind in _BROAD or outer.country is None:
        return False
    if outer.kind == "country":
        return True
    if outer.kind == "region":
        return inner.adm1 == outer.adm1 and inner.kind != "region"
    if inner.kind in ("region", "county"):
        return False
    if outer.kind == "county":
        return inner.adm1 == outer.adm1 and distance(outer.lat, outer.lon, inner.lat, inner.lon) < 60
    reach = {"town": 40, "pocket": 30, "area": 150, "island": 300, "valley": 80, "mountain": 60}.get(outer.kind, 0)
    return inner.kind != outer.kind and distance(outer.lat, outer.lon, inner.lat, inner.lon) < reach


def _is_seat(one: Candidate) -> bool:
    """Whether it is where an American state is governed from."""
    return one.country == "US" and one.is_town and state_seats().get(one.adm1 or "") == one.name


_HINTED = frozenset({"region", "county"})
"""Kinds by which a name is told to be a land's: "Kharkiv region"."""


class Chooser:
    """Weighs the candidates of all spots against one another."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        demonyms: Counter[str],
        hints: Iterable[Candidate] = (),
        homes: Mapping[str, float] | None = None,
        outlet: Sequence[Sequence[Candidate]] = (),
    ) -> None:
        self.gazetteer = gazetteer
        self.countries: dict[str, float] = defaultdict(float, demonyms)
        self.homes = homes or {}
        for country, weight in self.homes.items():  # "M23" speaks of the land that it fights in
            self.countries[country] += weight
        self.people = Counter(demonyms)
        self.hints = list(hints)
        self.outlet = outlet
        self.regions: dict[tuple[str | None, str | None], float] = defaultdict(float)
        self.points: dict[str, tuple[Candidate, float]] = {}
        self._mentions = Counter[str]()
        self._company = Company(())
        self._coherences: dict[str, float] = {}
        self._likeliness: dict[tuple[int, str, str], float] = {}
        self._abroad: dict[int, bool] = {}
        self._gained: dict[int, list[tuple[Candidate, float]]] = {}
        self._companies: dict[tuple[int, str], float] = {}
        self._apart: set[int] = set()

    def choose(self, spots: Sequence[Spot]) -> dict[int, Candidate | None]:
        """Candidate by the spot's position in `spots`; one sense a name, unless a chain or a type word says otherwise.

        None where every candidate is a small place in a land that the report has nothing to do with.
        """
        self._mentions = Counter(one.id for spot in spots for one in spot.candidates)
        self._company = Company(spots, self.outlet)
        self._apart = self._told_apart(spots)
        self._evidence(spots)
        first = {i: self._best(spot) for i, spot in enumerate(spots)}
        self._surroundings(spots, first)
        senses = self._senses(spots)
        return {i: self._final(spot, senses) if spot.candidates else None for i, spot in enumerate(spots)}

    def _evidence(self, spots: Sequence[Spot]) -> None:
        """Countries and regions that the report names without doubt."""
        for spot in spots:
            if not spot.candidates or id(spot) in self._apart:
                continue
            best = max(spot.candidates, key=prominence)
            weight = 1.0 if spot.score > 1.5 else 0.3
            if best.kind == "country" and any(self._company.bonus(one) > _AMONG for one in spot.candidates):
                weight = 0.3  # more likely the town of that name
            if best.kind == "country" and best.country:
                if not any(one.kind == "region" for one in spot.candidates):
                    self.countries[best.country] += weight
            elif spot.container is not None:
                self._held(spot, spot.container)
            regions = [one for one in spot.candidates if one.kind == "region"]
            if regions and best.kind not in _BROAD:
                top = max(regions, key=lambda one: one.population)
                self.regions[top.country, top.adm1] += weight
                own = best.kind == "region" and not self._rivalled(top, spot)
                self.countries[top.country or ""] += 0.6 * weight if own else 0.0
            if best.kind != "country" and len(spot.candidates) <= 3 and best.country:
                self.countries[best.country] += 0.25
        for hint in self.hints:
            self.countries[hint.country or ""] += 1
            if hint.adm1:
                self.regions[hint.country, hint.adm1] += 1

    @staticmethod
    def _rivalled(region: Candidate, spot: Spot) -> bool:
        """Whether a town of some size in another country bears the name too, so that it speaks for neither."""
        towns = [one for one in spot.candidates if one.is_town and one.match == "name"]
        return any(one.country != region.country and one.population >= _RIVAL for one in towns)

    def _held(self, spot: Spot, container: Spot) -> None:
        """Weigh in the lands in which the one can lie in the other: "Madison, in Madison County" says so of many states."""
        homes = {
            (one.country, one.adm1) for one in spot.candidates if any(contains(outer, one) for outer in container.candidates)
        }
        for country, adm1 in homes:
            self.countries[country or ""] += 0.7 / len(homes)
            self.regions[country, adm1] += 1 / len(homes)

    def _surroundings(self, spots: Sequence[Spot], chosen: dict[int, Candidate | None]) -> None:
        """Points that the first round settled, with how sure it was."""
        for i, one in chosen.items():
            if one is not None and one.kind not in _BROAD:
                rivals = sum(other.country is not None and other.id != one.id for other in spots[i].candidates)
                sure = 1.0 if rivals == 0 or spots[i].container is not None else 0.5 if prominence(one) > 5 else 0.25
                sure = max(sure, 0.6) if sure < 1 and self._leads(one, spots[i]) else sure
                self.points[one.id] = one, max(sure, self.points.get(one.id, (one, 0.0))[1])
                if sure >= 0.5:
                    self.countries[one.country or ""] += 0.3 * sure
                    self.regions[one.country, one.adm1] += 0.4 * sure
        self.points.update({hint.id: (hint, 1.0) for hint in self.hints})
        self._coherences.clear()

    def _leads(self, one: Candidate, spot: Spot) -> bool:
        """Whether a sense is far ahead of the others of its name."""
        others = [self._score(other, spot) for other in spot.candidates if other.id != one.id]
        return self._score(one, spot) - max(others, default=0.0) > _LEAD

    def _best(self, spot: Spot) -> Candidate | None:
        return max(spot.candidates, key=lambda one: (self._score(one, spot), one.id), default=None)

    def _senses(self, spots: Sequence[Spot]) -> dict[str, Candidate]:
        """The best sense of each name over all its mentions; a chain counts thrice, where it is how the name comes in.

        A paper that has written of its own Springfield goes on to "Springfield, Illinois" as to another place, and "Kharkiv
        region" says nothing of which Kharkiv a bare one is.
        """
        totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        by_id: dict[str, Candidate] = {}
        bare = {spot.key for spot in spots if not spot.hint}
        for spot in spots:
            told = spot.container is not None or bool(spot.hint) or spot.holds is not None
            weight = 0.0 if id(spot) in self._apart else 3.0 if told else 1.0
            land = spot.key in bare and bool(spot.hint & _HINTED) and any(one.is_town for one in spot.candidates)
            for one in () if land else spot.candidates:
                totals[spot.key][one.id] += weight * self._score(one, spot)
                by_id[one.id] = one
        return {key: by_id[max(sums, key=lambda name: (sums[name], name))] for key, sums in totals.items()}

    @staticmethod
    def _told_apart(spots: Sequence[Spot]) -> set[int]:
        """Mentions that a region tells apart from the place that the report has named before, and that region's.

        Only where namesakes are many: elsewhere the region just says where the place named before lies.
        """
        bare: dict[str, int] = {}
        found: set[int] = set()
        for spot in spots:
            if spot.container is None and spot.holds is None:
                if not spot.hint and not spot.sentence.headline:
                    bare.setdefault(spot.key, spot.start)
            elif spot.start - bare.get(spot.key, spot.start) > _LATER and not spot.hint:
                land = spot.container or spot
                if any(one.kind == "region" and one.country in FAMILIAR for one in land.candidates):
                    found |= {id(spot), id(spot.container)}
        return found

    def _final(self, spot: Spot, senses: dict[str, Candidate]) -> Candidate | None:
        own = self._best(spot)
        shared = senses[spot.key]
        if own is None or own.id == shared.id:
            return None if self._far_fetched(shared, spot) else shared
        if spot.container is not None or spot.hint:
            return own
        margin = self._score(own, spot) - self._score(shared, spot)
        return own if margin > 2.5 and spot.chained else shared

    def _far_fetched(self, one: Candidate, spot: Spot) -> bool:
        """Whether it is a small town abroad, in a report on other countries: a namesake of a place that the index lacks."""
        if one.country in self.homes:
            return False
        elsewhere = sum(number for country, number in self.countries.items() if country and country != one.country)
        own = self.countries[one.country or ""] - 0.35 - 0.55 * self._mentions[one.id]  # what its own names gave
        told = " " in spot.key and not without_article(spot.key)  # few are called so
        alone = told and len(spot.candidates) == 1 and one.match == "name"
        small = (one.is_town or one.kind == "county") and one.population < (20_000 if alone else 60_000)
        if one.match == "sound":  # a guess at another spelling is no evidence of its land
            apart = elsewhere >= 0.8 and self._nearness(one) < _CLOSE_BY
            doubted = apart if own > 0 else elsewhere >= 0.8 or one.population < _LIKELY
            return spot.container is None and doubted
        if one.kind == "country" and one.population < _MINUTE and fold(one.name) != spot.key:  # "Nevis"
            small, own = True, own - self._mentions[one.id]
        return small and spot.container is None and own <= 0 and elsewhere >= 2.5

    def _score(self, one: Candidate, spot: Spot) -> float:
        """How likely the spot means the candidate: by its own words, which tell the same all along, and by the others so far."""
        key = id(spot), one.id, one.match
        if key not in self._likeliness:
            self._likeliness[key] = self._likely(one, spot)
        if one.id not in self._coherences:
            self._coherences[one.id] = self._coherence(one)
        return self._likeliness[key] + self._coherences[one.id] + self._among(one, spot)

    def _among(self, one: Candidate, spot: Spot) -> float:
        """What the company of the report's other places adds; a land has its own town's, so that neither gains on the other."""
        key = id(spot), one.id
        if key not in self._companies:
            alike = (gain for other, gain in self._gains(spot) if other.id == one.id or self._belongs(other, one))
            gained = max(alike, default=0.0)
            gained *= _OUTSHONE if gained and self._outshone(one, spot) else 1.0
            abroad = one.kind in LOCAL and self._may_be_broad(spot)  # the country would be out of place
            self._companies[key] = gained + (min(_ABROAD, gained) if abroad else 0.0)
        return self._companies[key]

    def _gains(self, spot: Spot) -> list[tuple[Candidate, float]]:
        """The candidates that company speaks for, with what it adds."""
        if id(spot) not in self._gained:
            gains = ((one, self._gain(one)) for one in spot.candidates)
            self._gained[id(spot)] = [(one, gain) for one, gain in gains if gain]
        return self._gained[id(spot)]

    def _gain(self, one: Candidate) -> float:
        """What company adds: less where namesakes are few, or where another name of the place has to be meant."""
        most = _COMPANY if one.country in FAMILIAR else _COMPANY_ABROAD
        return min(most, self._company.bonus(one)) * (1.0 if one.match == "name" else _OTHER_NAME)

    def _outshone(self, one: Candidate, spot: Spot) -> bool:
        """Whether it is a village that bears a metropolis's name, or that of a town near enough, and many times as large."""
        if not one.is_town or one.population >= _VILLAGE:
            return False

        def outshines(other: Candidate) -> bool:
            beside = other.population > _TIMES * one.population and self._company.bonus(other) >= _BESIDE_IT
            return other.is_town and other.match == "name" and (beside or other.population >= _METROPOLIS)

        return any(outshines(other) for other in spot.candidates)

    @staticmethod
    def _belongs(town: Candidate, land: Candidate) -> bool:
        """Whether a town is the one of a land of its name (Aleppo's, Luxembourg's), or the land the town's."""
        if town.kind not in LOCAL or town.country != land.country or town.kind == land.kind:
            return False
        if land.kind in LOCAL:
            return distance(town.lat, town.lon, land.lat, land.lon) < _OWN_COUNTY
        return land.kind != "region" or town.adm1 == land.adm1

    def _likely(self, one: Candidate, spot: Spot) -> float:
        score = prominence(one) + _MATCH[one.match]
        if one.match == "alias" and one.population > 500_000:
            score += 0.6
        if spot.hint:
            score += 3.0 if one.kind in spot.hint else -1.5
        elif regions_first().get(spot.key) == one.id:
            score += 3.0
        elif one.kind == "region" and self._namesake(one, spot, 30_000):
            score -= 2.2
        elif (one.kind == "region" and self._overshadowed(one, spot)) or (one.kind == "county" and self._namesake(one, spot, 0)):
            score -= 1.5
        elif one.kind not in _BROAD and self._may_be_broad(spot):
            score -= 1.6 if one.kind == "region" and one.match == "name" else 2.5
        if spot.container is not None and any(contains(outer, one) for outer in spot.container.candidates):
            score += 7.0 if id(spot) not in self._apart else 14.0
        if spot.chained and spot.container is None and one.kind in ("country", "region"):
            score += 3.0
        if spot.holds is not None and one.kind in _LANDS and self._holds(one, spot):
            score += 2.0
        return score

    @staticmethod
    def _holds(land: Candidate, spot: Spot) -> bool:
        """Whether what is said to lie in the name lies in the one land, and not in another that bears it: "Tbilisi, Georgia"."""
        inside = spot.holds.candidates if spot.holds is not None else ()
        lands = {one.id: any(contains(one, inner) for inner in inside) for one in spot.candidates if one.kind in _LANDS}
        return lands[land.id] and not all(lands.values())

    @staticmethod
    def _namesake(region: Candidate, spot: Spot, size: int) -> bool:
        """Whether a town of some size that bears the same name lies in the region."""
        return any(
            one.is_town and (one.country, one.adm1) == (region.country, region.adm1) and one.population >= size
            for one in spot.candidates
        )

    @staticmethod
    def _overshadowed(region: Candidate, spot: Spot) -> bool:
        """Whether a town of the same name elsewhere has more people: Manchester is no parish of Jamaica."""
        return any(one.is_town and one.match == "name" and one.population > region.population for one in spot.candidates)

    def _may_be_broad(self, spot: Spot) -> bool:
        """Whether the name is a country's, a continent's or a sea's too."""
        known = self._abroad.get(id(spot))
        if known is None:
            known = self._abroad[id(spot)] = any(one.kind in _BROAD and one.match == "name" for one in spot.candidates)
        return known

    def _coherence(self, one: Candidate) -> float:
        total = sum(self.countries.values())
        score = 0.0
        if one.country and total:
            share = self.countries[one.country] / total
            bonus = 2.6 * math.sqrt(share) * min(1.0, self.countries[one.country] / 1.5)
            small = one.country == "US" and one.is_town and one.population < 300_000
            alone = small and not self.regions["US", one.adm1] and self._nearness(one) < _BESIDE
            score += 0.45 * bonus if alone else bonus
        if one.kind == "country" and self.people[one.country or ""]:
            score += 0.8
        if one.kind not in _BROAD:
            if one.adm1 and one.kind != "region":
                near = self.regions[one.country, one.adm1]
                score += min(2.2, 1.1 * math.sqrt(near)) + (_SEAT * min(1.0, near) if _is_seat(one) else 0.0)
            score += self._nearness(one)
        return score

    def _nearness(self, one: Candidate) -> float:
        best = 0.0
        for other, sure in self.points.values():
            if abs(other.lat - one.lat) > 5 or other.id == one.id or other.name == one.name:
                continue
            gap = distance(one.lat, one.lon, other.lat, other.lon)
            points = 1.6 if gap < 40 else 1.2 if gap < 100 else 0.8 if gap < 200 else 0.3 if gap < 500 else 0.0
            best = max(best, points * sure)
        return best
