"""Matching on readings: invented reports (stories.yaml) whose stories lie close to one another."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import yaml

from marsad.matching import Matches
from marsad.model import Event, Known
from marsad.reading.reader import Reader

_STORIES = yaml.safe_load(Path(__file__).with_name("stories.yaml").read_text("utf-8"))


@cache
def _matched() -> tuple[Matches, dict[str, set[str]]]:
    """The matches, and for each report the groups of its events."""
    reader, matches = Reader(), Matches()
    events: dict[str, list[str]] = {}
    for story in _STORIES:
        for number, given in enumerate(story["reports"]):
            report = f"{story['story']}:{number}"
            reading = reader.read(given["text"], published=given["published"], source=given["source"])
            events[report] = [claim.id for claim in reading.claims if isinstance(claim, Event) and claim.modality == "asserted"]
            for claim in reading.claims:
                who = claim.attribution[-1].name if claim.attribution else given["source"]
                matches.add(
                    Known(
                        claim=claim, report=report, known_at="2024-12-01T00:00:00Z", originator=who, published=given["published"]
                    )
                )
    groups = {report: {group.id for id in ids if (group := matches.group_of(id))} for report, ids in events.items()}
    return matches, groups


def test_no_two_stories_are_one() -> None:
    _, groups = _matched()
    merged = [(a, b) for a, b in combinations(groups, 2) if a.split(":")[0] != b.split(":")[0] and groups[a] & groups[b]]
    assert merged == []


def test_most_reports_of_one_story_are_one() -> None:
    _, groups = _matched()
    pairs = [(a, b) for a, b in combinations(groups, 2) if a.split(":")[0] == b.split(":")[0]]
    found = [pair for pair in pairs if groups[pair[0]] & groups[pair[1]]]
    assert len(found) >= 0.8 * len(pairs), sorted(set(pairs) - set(found))
