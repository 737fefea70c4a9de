"""Reports to measure with: the bundled ones, varied in place, day, source, figure and words; 100,000 make a million claims."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from marsad.model import Claim, Figure, Reading, Report
from marsad.model.claim import Source
from marsad.model.place import Where
from marsad.store import Incoming, Item

PLACES = 2000
A_DAY = 100
"""Reports a day: a record of fewer reports is of fewer days, and as dense."""
COUNTRIES = ("SY", "UA", "SD", "MM", "YE", "ML", "CD", "IQ", "SO", "AF")
"""Each has a tenth of the places, spread over five degrees by seven."""
FIRST = date(2022, 3, 1)
Base = list[tuple[Report, Reading]]


def bundled() -> Base:
    """The demonstration's reports, read."""
    from marsad.reading import Reader  # slow to import, and the imports that are killed don't need it

    lines = files("marsad").joinpath("demo/reports/aleppo2024.jsonl").read_bytes().splitlines()
    reports = [msgspec.json.decode(line, type=Report) for line in lines if line]
    read = zip(reports, Reader().read_many(reports), strict=True)
    return [(report, reading) for report, reading in read if isinstance(reading, Reading)]


def days_of(reports: int) -> int:
    """Over how many days so many reports are spread."""
    return max(10, reports // A_DAY)


def varied(base: Base, number: int, days: int) -> tuple[Incoming, Reading]:
    """Report `number`: one of the bundled, at another place and day, with other figures. A few places have most of the war."""
    dice = random.Random(number)
    report, reading = base[number % len(base)]
    place, day = int(PLACES * dice.random() ** 3), FIRST + timedelta(days=dice.randrange(days))
    words = report.text.split(" ")
    dice.shuffle(words)  # so that a text is no copy of thousands of others, and yet of words that occur
    report = replace(report, id=f"r{number}", text=" ".join((*words, str(number))), published=day.isoformat())
    head = replace(reading.report, id=report.id, sha256=report.sha256, published=report.published)
    ids = {claim.id: sha256(f"{number} {claim.id}".encode()).hexdigest()[:16] for claim in reading.claims}
    world = _World(place, reading)
    claims = tuple(_moved(claim, ids, world, day, dice) for claim in reading.claims)
    return Incoming(report=report, original=report.text.encode()), replace(reading, report=head, claims=claims)


class _World:
    """Where a report is put: its main place and, ten numbers on each, the other places that it names, in one country."""

    def __init__(self, place: int, reading: Reading) -> None:
        named = dict.fromkeys(claim.where.name for claim in reading.claims if claim.where and (claim.where.precision or 9) < 3)
        self._places = {name: (place + 10 * number) % PLACES for number, name in enumerate(named)}
        self._main = place
        self.country = COUNTRIES[place % len(COUNTRIES)]

    def where(self, where: Where) -> Where:
        """The place there; a region and the whole country stay ones."""
        place = self._places.get(where.name, self._main)
        name, region = f"Place {place}", f"Province {place % 14}"
        if (where.precision or 0) >= 3:
            name = self.country if (where.precision or 0) >= 6 else region
        spread, at = random.Random(f"{self.country} {name}"), place % len(COUNTRIES)
        lat, lon = 5.0 * at + 5 * spread.random() - 20, 8.0 * at + 7 * spread.random()
        id = f"geonames:{place}" if name.startswith("Place") else f"geonames:{self.country}.{name}"
        return replace(
            where, id=id, name=name, text=name, lat=lat, lon=lon, country=self.country,
            adm1=None if name == self.country else region,
        )  # fmt: skip

    def source(self, source: Source) -> Source:
        """Every country has its own observatory, its own officials."""
        return replace(source, name=f"{source.name} ({self.country})")


def _moved(claim: Claim, ids: dict[str, str], world: _World, day: date, dice: random.Random) -> Claim:
    """The claim there and then, its links with it."""
    links = {name: ids[old] for name in ("event", "part_of", "about", "campaign") if (old := getattr(claim, name, None)) in ids}
    changes: dict[str, object] = {"id": ids[claim.id], **links}
    changes["attribution"] = tuple(world.source(source) for source in claim.attribution)
    if claim.where is not None:
        changes["where"] = world.where(claim.where)
    if claim.when is not None:
        changes["when"] = replace(claim.when, start=(day - timedelta(days=dice.randrange(3))).isoformat(), end=day.isoformat())
    if getattr(claim, "figure", None) is not None:
        changes["figure"] = Figure.exact(dice.randrange(1, 400))
    return replace(claim, **changes)


def batches(base: Base, reports: int, days: int, lot: int, start: int = 0) -> Iterator[tuple[int, list[Item]]]:
    """How many reports there are after it, and a lot of reports with their readings."""
    for first in range(start, reports, lot):
        last = min(first + lot, reports)
        yield last, [item for number in range(first, last) for item in varied(base, number, days)]
