"""The pages, one module each: its handlers, and a pure function that makes what the template shows.

A new page is a module with `HANDLERS`, named in `_PAGES`, and a template; docs/desk.md has an example.
"""

from __future__ import annotations

from litestar.handlers import HTTPRouteHandler

from marsad.desk.pages import (
    actors,
    agreements,
    campaigns,
    changes,
    claims,
    events,
    home,
    inbox,
    map,
    pairs,
    places,
    reports,
    search,
    sources,
    tolls,
)

_PAGES = (
    home,
    inbox,
    claims,
    pairs,
    reports,
    events,
    map,
    campaigns,
    places,
    tolls,
    actors,
    sources,
    agreements,
    search,
    changes,
)


def handlers() -> list[HTTPRouteHandler]:
    """The handlers of all pages."""
    return [handler for page in _PAGES for handler in page.HANDLERS]
