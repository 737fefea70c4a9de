"""The registry of sources: what was entered, what was learned; a protected one is shown nowhere, by no command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from marsad.cli import main

SECRET = "Layla Haddad"
REPORTS = [
    {
        "id": "a",
        "source": "North Wire",
        "published": "2024-11-29",
        "url": "https://wire.example/layla-haddad/1",
        "title": "Five dead in Idlib, says Layla Haddad",
        "text": "Shelling killed five people in Idlib on Friday, activist Layla Haddad said. "
        "The army denied that it had shelled Idlib.",
    },
    {
        "id": "b",
        "source": "South Post",
        "published": "2024-11-30",
        "text": "The toll from Friday's shelling of Idlib rose to seven, North Wire reported, citing the Harbour Observatory.\n\n"
        "Rebels captured Saraqib on Friday, Haddad said. A truce brokered by Turkey was agreed in March 2020.",
    },
    {
        "id": "c",
        "source": "Layla Haddad",
        "published": "2024-12-01",
        "text": "At least 40 people have been killed since Wednesday in Idlib. Rebels are backed by Turkey. Rebels hold Saraqib.",
    },
]


def marsad(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines() if line]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports.jsonl").write_text("\n".join(map(json.dumps, REPORTS)))
    marsad("init", tmp_path / "obs")
    added = rows(marsad("add", tmp_path / "reports.jsonl", "--observatory", tmp_path / "obs", "--format", "jsonl"))
    assert {row["state"] for row in added} == {"added"}
    return tmp_path / "obs"


def set_source(folder: Path, *arguments: str) -> Result:
    return marsad("source", "set", *arguments, "--observatory", folder, "--who", "Rim")


def listed(folder: Path, *more: str) -> list[dict[str, Any]]:
    return rows(marsad("sources", *more, "--observatory", folder, "--format", "jsonl"))


def test_sources_are_learned_from_attributions_with_whom_they_pass_on(folder: Path) -> None:
    found = {row["name"]: row for row in listed(folder)}
    assert found["Harbour Observatory"]["kind"] == "observatory"
    assert found["Harbour Observatory"]["reliability"] == "F"  # nobody has judged it
    assert found["Harbour Observatory"]["reports"] == 1
    passed = {(row["by"], row["of"]): row for row in listed(folder, "--relays")}
    assert passed["North Wire", "Harbour Observatory"]["reports"] == 1
    assert passed["South Post", "North Wire"]["first"].startswith("2024-11-30")


def test_what_is_entered_of_a_source_stays_until_it_is_entered_anew(folder: Path) -> None:
    assert set_source(folder, "Harbour Observatory", "--reliability", "B", "--language", "ar").exit_code == 0
    assert set_source(folder, "North Wire", "--kind", "agency", "--parent", "South Post").exit_code == 0
    assert set_source(folder, "Harbour Observatory", "--reliability", "C").exit_code == 0
    found = {row["name"]: row for row in listed(folder)}
    assert (found["Harbour Observatory"]["reliability"], found["Harbour Observatory"]["language"]) == ("C", "ar")
    assert found["Harbour Observatory"]["kind"] == "observatory"  # as learned
    assert (found["North Wire"]["kind"], found["North Wire"]["parent"]) == ("agency", "South Post")
    marsad("assess", "Harbour Observatory", "--reliability", "A", "--observatory", folder, "--who", "Rim")
    assert {row["name"]: row for row in listed(folder)}["Harbour Observatory"]["reliability"] == "A"


def _every_command(group: click.Group, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    made = []
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        made += _every_command(command, (*before, name)) if isinstance(command, click.Group) else [(*before, name)]
    return made


_ELSEWHERE = {("demo",), ("extract",), ("explain",), ("gazetteer", "build"), ("gazetteer", "search"), ("gazetteer", "add"),
              ("init",), ("feed", "add"), ("feed", "remove")}  # fmt: skip
"""Commands that look into no record, or print only what they are given."""


def _calls(folder: Path) -> dict[tuple[str, ...], list[tuple[object, ...]]]:
    """Each command with what it needs; most need nothing."""
    claim = next(
        row["id"] for row in rows(marsad("claims", "--observatory", folder, "--format", "jsonl")) if row["report"] == "a"
    )
    toll = [row["id"] for row in rows(marsad("tolls", "--observatory", folder, "--format", "jsonl"))]
    who = ("--who", "Rim", "--why", "Layla Haddad told us")
    return {
        ("why",): [(one,) for one in toll], ("changes",): [("--since", "2000-01-01")],
        ("control",): [(), ("--map",), ("Saraqib",)], ("events",): [(), ("--members",)], ("sources",): [(), ("--relays",)],
        ("tolls",): [("--policy", name) for name in ("ucdp_range", "single_source", "airwars_incident")],
        ("add",): [(folder.parent / "reports.jsonl",), (folder / "Layla Haddad.txt",)],
        ("assess",): [(claim, "--credibility", 2, *who)], ("judge",): [(claim, claim, "unsure", *who)],
        ("correct",): [(claim, "outcome=injured", *who), (claim, "kind=Layla Haddad", *who)],
        ("retract",): [("c", *who), ("Layla Haddad", *who)], ("undo",): [("Layla Haddad", *who)],
        ("source", "set"): [("Layla Haddad", "--reliability", "B", *who)],
        ("serve",): [("--host", "192.0.2.1")],  # refused: it would listen until it is stopped
        ("watch",): [("--once",)], ("claims",): [(), ("--originator", "Layla Haddad")],
    }  # fmt: skip


def test_a_protected_source_is_in_nothing_that_any_command_prints(folder: Path) -> None:
    done = set_source(
        folder, SECRET, "--kind", "witness", "--protected", "--alias", "source 7", "--why", "Layla Haddad is in Idlib"
    )
    assert done.exit_code == 0
    marsad("feed", "add", "https://wire.example/layla-haddad/feed", "--observatory", folder)
    calls = _calls(folder)
    seen = [done.output]
    for command in _every_command(main):
        if command in _ELSEWHERE:
            continue
        options = {name for parameter in _command(command).params for name in parameter.opts}
        for arguments in calls.get(command, [()]):
            for form in ("table", "jsonl", "csv") if "--format" in options else ("",):
                result = marsad(*command, *arguments, "--observatory", folder, *(("--format", form) if form else ()))
                assert not isinstance(result.exception, TypeError | AttributeError), (command, result.exception)
                seen.append(result.output)
                low = result.output.casefold()
                assert "haddad" not in low, (command, arguments, form, result.output)
                assert "layla" not in low, (command, arguments, form, result.output)
    assert sum("source 7" in output for output in seen) > 20


def _command(path: tuple[str, ...]) -> click.Command:
    found: click.Command = main
    for name in path:
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), name)
        assert inner is not None
        found = inner
    return found


EXPORTS: list[Callable[[Any], Any]] = [
    lambda table: table.to_pandas().to_csv(),
    lambda table: str(table.to_arrow().to_pylist()),
    lambda table: str(table.rows()),
]


@pytest.mark.parametrize("export", EXPORTS)
def test_a_protected_source_is_in_no_table_that_leaves_the_house(folder: Path, export: Callable[[Any], Any]) -> None:
    import marsad as package

    set_source(folder, SECRET, "--kind", "witness", "--protected")
    with package.open(folder) as observatory:
        tables = (observatory.claims(), observatory.tolls(), observatory.sources(), observatory.reports(), observatory.control())
        texts = [export(table) for table in tables]
    assert not [text for text in texts if "haddad" in text.casefold() or "layla" in text.casefold()]
    assert all("protected source" in text for text in texts)


GED = (
    "id,year,type_of_violence,dyad_name,side_a,side_b,source_original,where_prec,where_coordinates,adm_1,latitude,longitude,country,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high\n"
)
FIRST = "Russian warplanes struck Aleppo on Saturday for the first time since 2021, residents said. Three people were killed.\n"


RUSSIA, SYRIA = "Government of Russia (Soviet Union)", "Government of Syria"


def _ged(id: int, day: str, town: str, side: str) -> str:
    return (
        f"{id},{day[:4]},1,{side} - Rebels,{side},Syrian insurgents,,1,{town} city,{town} governorate,36.20124,37.16117,Syria,"
        f"1,1,{day},{day},0,3,0,0,3,3,3\n"
    )


def test_a_first_since_is_checked_against_imported_history_and_shown_with_its_event(folder: Path) -> None:
    def verdict(name: str, text: str, *more: str) -> dict[str, Any]:
        (folder / name).write_text(text)
        assert marsad("add", folder / name, "--observatory", folder, *more).exit_code == 0
        (found,) = rows(marsad("firsts", "--observatory", folder, "--format", "jsonl"))
        return found

    blank = verdict("first.txt", FIRST, "--published", "2024-11-30")
    assert (blank["since"], blank["verdict"], blank["by"]) == ("2021", "unknown", [])
    elsewhere = _ged(1, "2022-01-01", "Idlib", SYRIA) + _ged(2, "2023-01-01", "Idlib", SYRIA)
    borne_out = verdict("history.csv", GED + _ged(3, "2021-05-01", "Aleppo", RUSSIA) + elsewhere)
    assert borne_out["verdict"] == "supported"
    assert len(borne_out["by"]) == 1
    open_again = verdict("more.csv", GED + _ged(4, "2023-03-02", "Aleppo", RUSSIA))
    assert (open_again["verdict"], len(open_again["by"])) == ("unknown", 1)  # the table doesn't say with what
    refuted = verdict(
        "news.txt", "Russian air strikes hit Aleppo on 2 March 2023, residents said.\n", "--published", "2023-03-03"
    )
    assert (refuted["verdict"], len(refuted["by"])) == ("contradicted", 1)
    shown = [row for row in rows(marsad("events", "--observatory", folder, "--format", "jsonl")) if row["first_since"]]
    assert [(row["place"], row["days"]) for row in shown] == [("Aleppo", "2024-11-30")]
    assert "contradicted" in shown[0]["first_since"][0]
