"""What stands in the API's addresses, with the words that its document says of each."""

from __future__ import annotations

from typing import Annotated

from litestar.openapi.spec import Example
from litestar.params import HeaderParameter, PathParameter, QueryParameter

from marsad.desk.judged import State
from marsad.model.claim import Outcome, Scope

MOST = 1000


def said(description: str, example: str | None = None) -> QueryParameter:
    """A parameter of the query, with its words and an example."""
    return QueryParameter(description=description, examples=[Example(value=example)] if example else None)


AsOf = Annotated[str | None, said("What had been said by this day or instant; else all.", "2024-12-01")]
KnownAt = Annotated[str | None, said("What the record held by this day or instant; else now.", "2024-12-02T10:00:00Z")]
Policy = Annotated[str | None, said("The counting policy (docs/counting-policies.md).", "acled_conservative")]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="How many on a page of JSON or GeoJSON.")]
After = Annotated[str | None, said("The end of the page before: take the `next` address as it is.")]
Words = Annotated[str | None, said("Words of a place, an actor or an originator.", "Aleppo")]
Id = Annotated[str, PathParameter(description="The id.")]
ReportId = Annotated[str, said("The report's id.", "aleppo-04")]
OfReport = Annotated[str | None, said("The report that it stands in.", "aleppo-04")]
Reviewed = Annotated[State | None, said("How it stands with our people.")]
Background = Annotated[bool, said("Also what is only told of as background.")]
OfOutcome = Annotated[Outcome | None, said("What became of the people.")]
OfScope = Annotated[Scope | None, said("What the figure is of.")]
From = Annotated[str | None, said("Tolls that meet the days from this one on.", "2024-11-27")]
Until = Annotated[str | None, said("Tolls that meet the days up to this one.", "2024-12-05")]
OnePlace = Annotated[str | None, said("One place: its key, its gazetteer id or its name.", "Aleppo")]
About = Annotated[str | None, said("The claim, report or source that it is about.")]
Undone = Annotated[bool, said("Also those that were taken back.")]
Who = Annotated[
    str | None,
    HeaderParameter(
        name="Marsad-Who",
        description="Who decides (percent-encoded UTF-8); else whoever the desk was started for.",
        examples=[Example(value="Rim%20Haddad")],
    ),
]
