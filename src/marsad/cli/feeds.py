"""Commands that follow feeds: `marsad feed add|list|remove`, and `marsad watch`, which looks at those that are due."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from marsad.cli.listing import listing, opened, told, veil_anew, with_format, with_observatory
from marsad.errors import MarsadError
from marsad.intake.watching import EVERY, LEAST, Feed, FeedList, due_feeds, seconds_until_due, visit
from marsad.observatory import Observatory

_LONGEST_NAP = 60.0
"""Seconds after which the list is read anew, so that a feed added meanwhile is seen."""


@click.group()
def feed() -> None:
    """RSS and Atom feeds that the observatory follows."""


@feed.command("add")
@click.argument("url")
@click.option("--every", type=click.IntRange(min=LEAST), default=EVERY, show_default=True, help="Minutes between two visits.")
@with_observatory
def feed_add(url: str, every: int, folder: Path) -> None:
    """Follow the feed at URL; `marsad watch` then visits it."""
    opened(folder).close()
    try:
        found = FeedList(folder).add(url, every=every)
    except MarsadError as error:
        raise told(error) from error
    click.echo(f"{found.url} is followed, every {found.every} minutes; next: marsad watch")


@feed.command("list")
@with_observatory
@with_format
def feed_list(folder: Path, form: str) -> None:
    """List the feeds: how often each is visited, when it was last, when it is due, and what is wrong with it."""
    opened(folder).close()
    try:
        feeds = FeedList(folder).all()
    except MarsadError as error:
        raise told(error) from error
    listing(map(_row, feeds), ["url", "every", "asked", "due", "failures", "problem"], form)


def _row(one: Feed) -> dict[str, Any]:
    return {
        "url": one.url,
        "every": one.every,
        "asked": one.asked,
        "due": one.due,
        "failures": one.failures,
        "problem": one.problem,
    }


@feed.command("remove")
@click.argument("url")
@with_observatory
def feed_remove(url: str, folder: Path) -> None:
    """Follow the feed at URL no longer. What came from it stays on record."""
    opened(folder).close()
    try:
        FeedList(folder).remove(url)
    except MarsadError as error:
        raise told(error) from error
    click.echo(f"{url} is followed no longer; what came from it stays on record")


@click.command()
@click.option("--once", is_flag=True, help="Visit the feeds that are due, then stop (for cron).")
@click.option("--who", envvar="MARSAD_WHO", default="", help="Your name in the record (or set MARSAD_WHO).")
@with_observatory
@with_format
def watch(once: bool, who: str, folder: Path, form: str) -> None:
    """Visit the followed feeds when they are due, and add what is new; until Ctrl-C, or with --once in one pass.

    A feed is asked only for what has changed. One that fails is left alone twice as long each time, a day at most.
    """
    with opened(folder) as observatory:
        try:
            feeds = FeedList(folder)
            if not feeds.all():
                raise click.ClickException("no feed is followed yet. Add one with `marsad feed add URL`.")
            rows = list(_pass(observatory, feeds, who))
            _print(rows, form)
            while not once:
                time.sleep(min(_LONGEST_NAP, max(1.0, seconds_until_due(feeds.all(), datetime.now(UTC)))))
                _print(list(_pass(observatory, feeds, who)), form)
        except MarsadError as error:
            raise told(error) from error
        except KeyboardInterrupt:
            return
    sys.exit(1 if rows and all(row["problem"] for row in rows) else 0)


def _pass(observatory: Observatory, feeds: FeedList, who: str) -> Iterator[dict[str, Any]]:
    """One visit to each feed that is due. What it gave is on record before the visit itself is noted."""
    for one in list(due_feeds(feeds.all(), datetime.now(UTC))):
        visited = visit(one, observatory.fetching)
        outcomes = list(observatory.take(visited.items, who=who))
        feeds.keep(visited.feed)
        veil_anew(observatory)
        counts = Counter(outcome.state for outcome in outcomes)
        faults = [f"{outcome.id}: {outcome.message}. {outcome.remedy}" for outcome in outcomes if outcome.state == "rejected"]
        yield {
            "feed": one.url,
            "result": ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "nothing has changed",
            "due": visited.feed.due,
            "faults": faults,
            "problem": visited.feed.problem,
        }


def _print(rows: list[dict[str, Any]], form: str) -> None:
    if rows:
        listing(rows, ["feed", "result", "due", "faults"], form)
