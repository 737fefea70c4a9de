"""A mention of the text as a claim's place or time."""

from __future__ import annotations

from marsad.model import PlaceMention, TimeMention, When, Where


def when_of(time: TimeMention) -> When | None:
    """A mention as a claim's time."""
    interval = time.interval
    if interval is None:
        return None
    return When(
        start=interval.start,
        end=interval.end,
        precision=interval.precision,
        value=interval.value,
        type=interval.type,
        text=time.text,
        anchor=time.anchor,
    )


def where_of(mention: PlaceMention) -> Where:
    """The place of a mention as a claim's place; only its name where it couldn't be resolved."""
    place = mention.place
    if place is None:
        return Where(name=mention.text, text=mention.text, anchor=mention.anchor)
    return Where(
        name=place.name,
        country=place.country,
        adm1=place.adm1,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        id=place.id,
        relative=place.relative,
        text=mention.text,
        anchor=mention.anchor,
    )
