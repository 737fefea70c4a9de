"""The project's own reports and hand-coded facts are well-formed. What a reader makes of them is for evals to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from marsad.model import claim as model
from marsad.model.actor import ActorKind
from marsad.model.figure import Bound
from marsad.model.mention import Mention
from marsad.model.reading import Lead

ROOT = Path(__file__).resolve().parents[1]
FACTS = ROOT / "evals" / "facts"
DEMO = ROOT / "src" / "marsad" / "demo" / "reports"
HALVES = {"dev": 7, "dev2": 10, "dev3": 6, "held": 7, "held3": 10, "dev10": 14}
"""Halves coded in full, with their reports: all seven kinds, mentions, a lead and traps in each report."""
ALL = sorted(path.name for path in FACTS.iterdir() if path.is_dir())
"""These and the halves that are coded for some kinds alone."""
CLAIMS: dict[str, Any] = {kind.__struct_config__.tag: kind for kind in get_args(model.Claim)}
MATCHERS = {"any", "not", "name", "names", "chain", "near", "km", "date", "date_between", "figure", "contains", "null"}
VALUES = {
    "modality": get_args(model.Modality),
    "outcome": get_args(model.Outcome),
    "scope": get_args(model.Scope),
    "group.side": get_args(model.Side),
    "group.attributes": get_args(model.Attribute),
    "figure.bound": get_args(Bound),
    "status": (*get_args(model.Status), *get_args(model.AgreementStatus)),
    "extent": get_args(model.Extent),
    "action": get_args(model.Action),
    "act": get_args(model.Act),
    "agreement_type": get_args(model.AgreementType),
    "relation": get_args(model.RelationType),
    "attribution.0.kind": get_args(model.SourceKind),
    "actor.kind": get_args(ActorKind),
    "kind": (*CLAIMS, "place", "time", "actor", "number"),
}

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    """The JSON objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def facts(half: str) -> Iterator[tuple[str, Row, str]]:
    """Each fact of a half with its place ("REPORT: FACT", for messages) and the report's text."""
    texts = {row["id"]: row["text"] for row in rows(FACTS / half / "reports.jsonl")}
    for row in rows(FACTS / half / "facts.gold.jsonl"):
        for fact in row["facts"]:
            yield f"{row['id']}: {fact['fact']}", fact, texts[row["id"]]


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def heads(kinds: list[str]) -> set[str]:
    """The fields that a path may begin with, for a fact of these kinds."""
    if "lead" in kinds:
        return set(Lead.__struct_encode_fields__)
    if "mention" in kinds:
        return {"kind"} | {name for kind in get_args(Mention) for name in kind.__struct_encode_fields__}
    chosen = list(CLAIMS) if kinds == ["*"] else kinds
    return {"kind"} | {name for kind in chosen for name in CLAIMS[kind].__struct_encode_fields__}


def plain_values(matcher: Any) -> Iterator[Any]:
    """The plain values in a matcher, and a failure for a key that the scorer doesn't know."""
    if isinstance(matcher, list):
        for one in matcher:
            yield from plain_values(one)
    elif isinstance(matcher, dict):
        assert matcher.keys() <= MATCHERS
        assert all(isinstance(one, str) for one in listed(matcher.get("name", []))), "a name's aliases are words"
        for key in ("any", "not"):
            yield from plain_values(matcher.get(key, []))
    else:
        yield matcher


@pytest.mark.parametrize("half", HALVES)
def test_every_report_of_a_half_has_its_gold(half: str) -> None:
    reports = rows(FACTS / half / "reports.jsonl")
    gold = rows(FACTS / half / "facts.gold.jsonl")
    assert [row["id"] for row in reports] == [row["id"] for row in gold]
    assert len(reports) == HALVES[half]
    for report, row in zip(reports, gold, strict=True):
        assert 700 <= len(report["text"]) <= 2200, report["id"]
        assert date.fromisoformat(report["published"])
        assert report["published"] == row["published"]
        assert set(row["complete_for"]) == set(CLAIMS)
        required = [fact for fact in row["facts"] if not fact.get("optional") and not fact.get("forbid")]
        assert len(required) >= 15, report["id"]
        assert {"mention", "lead"} <= {kind for fact in required for kind in listed(fact["kind"])}
        assert any(fact.get("forbid") for fact in row["facts"])


def test_the_halves_share_no_report_and_have_every_kind() -> None:
    ids = [{row["id"] for row in rows(FACTS / half / "reports.jsonl")} for half in HALVES]
    assert len(set().union(*ids)) == sum(HALVES.values())
    for half in HALVES:
        assert {kind for _, fact, _ in facts(half) for kind in listed(fact["kind"])} >= {*CLAIMS, "mention", "lead"}


@pytest.mark.parametrize("half", ALL)
def test_a_facts_words_stand_in_its_report(half: str) -> None:
    seen: set[str] = set()
    for place, fact, text in facts(half):
        assert place not in seen, f"{place} is there twice"
        seen.add(place)
        missing = [words for words in listed(fact.get("text", [])) if words not in text]
        assert not missing, f"{place}: {len(missing)} of its texts do not occur"
        assert "text" in fact or fact.get("forbid") or fact.get("optional") or fact["kind"] == "lead", f"{place} has no words"
        assert not (fact.get("forbid") and fact.get("optional")), place


@pytest.mark.parametrize("half", ALL)
def test_a_fact_asks_for_fields_and_values_of_the_format(half: str) -> None:
    for place, fact, _ in facts(half):
        for must in listed(fact["must"]):
            for path, matcher in must.items():
                for one in path.split("|"):
                    assert one.split(".")[0] in heads(listed(fact["kind"])), f"{place}: {one}"
                for value in plain_values(matcher):
                    assert path not in VALUES or value in VALUES[path], f"{place}: {path}"


def test_the_demo_has_short_labelled_reports_in_order_of_publication() -> None:
    reports = rows(DEMO / "aleppo2024.jsonl")
    assert 10 <= len(reports) <= 15
    assert len({report["id"] for report in reports}) == len(reports)
    for report in reports:
        assert report.keys() == {"id", "title", "source", "published", "language", "text"}
        assert 600 <= len(report["text"]) <= 1800, report["id"]
        assert report["text"].startswith(report["title"] + "\n\n")
        assert report["language"] == "en"
        assert "2024-11-27" <= report["published"] <= "2024-12-08", report["id"]
    assert [r["published"] for r in reports] == sorted(r["published"] for r in reports)
    label = " ".join((DEMO / "README.md").read_text(encoding="utf-8").split())
    assert "written for this project's demo and are not news" in label


def test_the_demo_has_a_running_toll_passed_on_by_others() -> None:
    reports = rows(DEMO / "aleppo2024.jsonl")
    for figure in ("130", "242", "255", "277", "311", "327", "412", "417", "704", "727"):
        assert any(figure in report["text"] for report in reports), figure
    outlets = {report["source"] for report in reports}
    passed_on = [r["id"] for r in reports if any(name in r["text"] for name in outlets - {r["source"]})]
    assert len(passed_on) >= 2
