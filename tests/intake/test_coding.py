"""Rows that a coder filled in become reports whose claims are the coder's, anchored on the row's own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made import GED, GED_ROW, given, one

from marsad.intake.arrivals import FORMS, Arrival
from marsad.intake.faults import BadMapping, BadRow
from marsad.intake.mapping import built_in
from marsad.model import Event, Figure, Toll


def table(tmp_path: Path, *rows: str, header: str = GED, name: str = "ged.csv") -> Path:
    """A table on disk."""
    (tmp_path / name).write_text("\n".join([header, *rows]) + "\n")
    return tmp_path / name


def tolls(arrival: Arrival) -> dict[str, Toll]:
    """The tolls by the mapping's name for them."""
    return {(claim.rule or "").partition(".")[2]: claim for claim in arrival.claims if isinstance(claim, Toll)}


def check_anchors(arrival: Arrival) -> None:
    """Every claim stands on words of the report."""
    text = arrival.report.text
    for claim in arrival.claims:
        stretches = [*claim.anchors, *(link.anchor for link in claim.attribution if link.anchor)]
        stretches += [part.anchor for part in (claim.when, claim.where) if part]
        assert claim.anchors
        for anchor in stretches:
            assert text[anchor.start : anchor.end] == anchor.text


def test_a_ged_row_gives_its_event_and_its_tolls(tmp_path: Path) -> None:
    arrival = one(table(tmp_path, GED_ROW))
    check_anchors(arrival)
    assert (arrival.report.id, arrival.report.source) == ("ucdp-77", "UCDP GED")
    assert "deaths_b: 5\n" in arrival.report.text
    assert arrival.original.decode() == f"{GED}\n{GED_ROW}\n"
    event = arrival.claims[0]
    assert isinstance(event, Event)
    assert (event.side_a[0].id, event.side_b[0].name) == ("sy.gov", "Islamic State")
    assert event.event_type == "ASSAULT"
    made = tolls(arrival)
    assert made["killed"].figure == Figure(6, 8, 11, "between")
    assert made["killed"].event == event.id
    assert {name: toll.figure.best for name, toll in made.items()} == {"killed": 8, "side_a": 2, "side_b": 5, "unknown": 1}
    assert made["side_b"].group.side == "combatants"
    assert made["side_b"].part_of == made["killed"].id
    where, when = event.where, event.when
    assert where
    assert when
    assert (where.name, where.country, where.adm1, where.lat, where.precision) == ("Tell Marun", "SY", "Idlib", 35.7, 2)
    assert (when.start, when.end, when.precision) == ("2031-03-05", "2031-03-05", 1)


def test_the_coder_speaks_and_a_lone_source_is_the_origin(tmp_path: Path) -> None:
    good, _ = given(table(tmp_path, GED_ROW, GED_ROW.replace("77", "78", 1).replace("SOHR", "SOHR; VDC")))
    chains = [[link.name for link in arrival.claims[0].attribution] for arrival in good]
    assert chains == [["UCDP GED", "Syrian Observatory for Human Rights"], ["UCDP GED"]]


def test_an_aggregate_is_a_period_and_one_sided_violence_names_who_did_it(tmp_path: Path) -> None:
    row = (
        "79,2031,3,IS - Civilians,IS,Civilians,,4,Idlib governorate,Idlib governorate,35.7,36.5,Syria,2,4,2031-03-01,2031-03-31,"
    )
    row += "0,0,9,0,9,9,9"
    made = tolls(one(table(tmp_path, row)))
    assert made["killed"].scope == "period"
    assert made["civilians"].group.side == "civilians"
    assert made["civilians"].responsible[0].name == "Islamic State"
    assert set(made) == {"killed", "civilians"}


def test_bounds_out_of_order_are_not_mended(tmp_path: Path) -> None:
    made = tolls(one(table(tmp_path, GED_ROW.replace("6,8,11", "9,8,7"))))
    assert made["killed.unordered"].figure == Figure.exact(8)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2031-03-05,2031-03-05", "2031-03-05,5 March", "date_end is '5 March'"),
        ("35.7,36.5", "135.7,36.5", "latitude"),
        ("6,8,11", "6,8.5,11", "best"),
        ("6,8,11", "6,-8,11", "best"),
        ("SOHR,2,", "SOHR,9,", "where_prec"),
    ],
)
def test_a_cell_that_its_column_cannot_hold_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    good, bad = given(table(tmp_path, GED_ROW.replace(old, new)))
    assert not good
    assert isinstance(bad[0].error, BadRow)
    assert says in str(bad[0].error)
    assert "shifted" in str(bad[0].error)


ROW = {
    "id": "r1",
    "country": "CI",
    "date_start": "2031-03-05",
    "date_end": "2031-03-06",
    "city": "Bouaké",
    "lat": 7.69,
    "lon": -5.03,
    "geo_precision": 3,
    "actors": ["Police (Côte d'Ivoire)", "Market guards"],
    "deaths": {"low": 0, "best": 2, "high": 3},
    "injured": {"low": 0, "best": 0, "high": 0},
    "context": "Clash",
    "target": "Unknown",
    "source": "Reuters (2031-03-07) Two die in Bouaké",
    "source_author": "Reuters",
}


@pytest.mark.parametrize("form", [None, "rows"])
def test_a_coded_report_row_keeps_its_id_its_outlet_and_its_origin(tmp_path: Path, form: str | None) -> None:
    (tmp_path / "study.rows.jsonl").write_text(json.dumps(ROW) + "\n")
    arrival = one(tmp_path / "study.rows.jsonl", form=form)
    check_anchors(arrival)
    assert (arrival.report.id, arrival.report.source, arrival.report.published) == ("r1", "Reuters", "2031-03-07")
    assert [link.name for link in arrival.claims[0].attribution] == ["study", "Reuters"]
    made = tolls(arrival)
    assert set(made) == {"killed"}
    assert made["killed"].figure == Figure(0, 2, 3, "between")
    event = arrival.claims[0]
    assert isinstance(event, Event)
    assert len(event.side_a) == 2
    assert not event.side_b
    assert event.when
    assert (event.when.start, event.when.end, event.when.precision) == ("2031-03-05", "2031-03-06", 2)


def test_dates_in_the_wrong_order_span_both(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({**ROW, "date_end": "2031-03-01"}))
    when = one(tmp_path / "a.jsonl").claims[0].when
    assert when
    assert (when.start, when.end) == ("2031-03-01", "2031-03-05")


FILLED = {"ext_killed": 12, "ext_killed_cum": 400, "ext_massacres_cum": 3}
COUNTED = {"report_source": "mohtel", "report_period": 48, "killed": 12, "killed_cum": 400, "killed_children_cum": 90}
GAZA = [
    {"report_date": "2031-03-05", **COUNTED, **FILLED},
    {"report_date": "2031-03-06", "report_source": "missing", "report_period": 24, **FILLED, "ext_killed": 0},
]


def test_a_daily_series_keeps_running_totals_and_days_apart(tmp_path: Path) -> None:
    (tmp_path / "gaza.json").write_text(json.dumps(GAZA))
    (first, second), bad = given(tmp_path / "gaza.json")
    assert not bad
    check_anchors(first)
    made = tolls(first)
    assert {name: (toll.scope, toll.figure.best) for name, toll in made.items()} == {
        "killed_cum": ("cumulative", 400),
        "killed_children_cum": ("cumulative", 90),
        "killed": ("period", 12),
    }
    assert made["killed_children_cum"].part_of == made["killed_cum"].id
    period, total = made["killed"].when, made["killed_cum"].when
    assert period
    assert total
    assert (period.start, period.end, total.start, total.end) == ("2031-03-04", "2031-03-05", "2023-10-07", "2031-03-05")
    assert [link.name for link in made["killed"].attribution] == ["Tech for Palestine", "Gaza Health Ministry"]
    filled = tolls(second)
    assert set(filled) == {"ext_killed_cum", "ext_killed"}
    assert [link.name for link in filled["ext_killed"].attribution] == ["Tech for Palestine"]


def test_verified_and_flash_counts_have_different_origins(tmp_path: Path) -> None:
    row = {
        "report_date": "2031-03-05",
        "verified": {"killed": 1, "killed_cum": 90},
        "killed_cum": 95,
        "settler_attacks_cum": 3,
        "flash_source": "un",
    }
    (tmp_path / "w.json").write_text(json.dumps([row]))
    made = tolls(one(tmp_path / "w.json"))
    origins = {name: toll.attribution[-1].name for name, toll in made.items()}
    assert origins["killed_cum"] != origins["verified.killed_cum"] == origins["verified.killed"]


def test_a_count_that_starts_anew_says_since_when(tmp_path: Path) -> None:
    rows = [
        {
            "report_date": "2031-03-05",
            "report_source": "moph_lb",
            "report_period": 24,
            "phase": phase,
            "killed_cum": 50,
            "killed_cum_reported": 20,
        }
        for phase in (1, 2)
    ]
    (tmp_path / "l.json").write_text(json.dumps(rows))
    good, _ = given(tmp_path / "l.json")
    starts = [when.start for item in good if (when := tolls(item)["killed_cum_reported"].when)]
    assert starts == ["2023-10-08", "2026-03-02"]
    assert tolls(good[0])["killed_cum"].attribution[-1].name == "Tech for Palestine"


MAPPING = """
name: hospital
coder: {name: Ardenian Health Desk, kind: medical}
id: case
prefix: "desk-"
lines: {area: Ardenia}
when: {end: day, format: "%d/%m/%Y"}
where: {name: [town], country: land, countries: {Ardenia: QQ}, drop: [town]}
event: {type: {column: kind, values: {air: ASSAULT/aerial}, default: ASSAULT}, anchors: [kind]}
tolls:
  - {name: hurt, outcome: injured, low: hurt_min, high: hurt_max, side: civilians}
  - {name: dead, outcome: killed, best: dead, zero: true}
"""


def test_a_mapping_file_says_what_columns_mean(tmp_path: Path) -> None:
    (tmp_path / "hospital.yaml").write_text(MAPPING)
    file = table(
        tmp_path, "5,05/03/2031,Marun town,Ardenia,air,4,9,0", "6,06/03/2031,Marun town,Ardenia,shells,,,2",
        header="case,day,town,land,kind,hurt_min,hurt_max,dead", name="cases.csv",
    )  # fmt: skip
    good, bad = given(file, mapping=tmp_path / "hospital.yaml")
    assert not bad
    for arrival in good:
        check_anchors(arrival)
    first, second = good
    assert (first.report.id, first.report.source) == ("desk-5", "Ardenian Health Desk")
    event = first.claims[0]
    assert isinstance(event, Event)
    assert event.event_type == "ASSAULT/aerial"
    assert event.where
    assert (event.where.name, event.where.country) == ("Marun", "QQ")
    assert event.when
    assert event.when.start == "2031-03-05"
    assert tolls(first)["hurt"].figure == Figure(4, None, 9, "between")
    assert tolls(first)["dead"].figure == Figure.exact(0)
    assert set(tolls(second)) == {"dead"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: x\ntolls: [{name: a, outcome: slain, best: b}]", "slain"),
        ("name: x\ncolour: red", "colour"),
        ("name: x", "no claim"),
        ("name: [", "YAML"),
        ("name: x\ntolls: [{name: a, outcome: killed, best: b, part_of: c}]", "part of 'c'"),
        ("name: x\ntolls: [{name: a, outcome: killed}]", "names no column"),
    ],
)
def test_a_wrong_mapping_is_refused_before_anything_is_read(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "m.yaml").write_text(text)
    with pytest.raises(BadMapping, match=says):
        given(table(tmp_path, GED_ROW), mapping=tmp_path / "m.yaml")


def test_the_same_row_gives_the_same_claims(tmp_path: Path) -> None:
    first, second = one(table(tmp_path, GED_ROW)), one(table(tmp_path, GED_ROW, name="other.csv"))
    assert first.report == second.report
    assert first.claims == second.claims
    ids = [claim.id for claim in first.claims]
    assert len(set(ids)) == len(ids)


def test_the_documented_mapping_works_as_it_says(tmp_path: Path) -> None:
    guide = Path(__file__).parents[2] / "docs" / "add-a-source.md"
    block = guide.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (tmp_path / "m.yaml").write_text(block)
    file = table(
        tmp_path, "1,01/03/2031,02/03/2031,North bridge,Marun town,Ardenia,site,air,Army,Residents,1,3,5,2,0,4,90,Red Desk",
        header="case,first_day,last_day,site,town,land,how_exact,kind,attacker,victim,dead_min,dead,dead_max,dead_children,dead_soldiers,hurt,"
        "total,told_by",
    )  # fmt: skip
    arrival = one(file, mapping=tmp_path / "m.yaml")
    check_anchors(arrival)
    made = tolls(arrival)
    assert set(made) == {"dead", "dead_children", "hurt", "total"}
    assert made["dead_children"].part_of == made["dead"].id
    assert made["total"].when
    assert (made["total"].when.start, made["total"].attribution[-1].name) == ("2031-01-01", "Ministry of Health")
    assert made["hurt"].responsible[0].name == "Army"
    event = arrival.claims[0]
    assert isinstance(event, Event)
    assert (event.acled_type, event.side_b[0].kind, event.attribution[-1].name) == ("Air/drone strike", "civilians", "Red Desk")
    assert [form for form in FORMS if form not in guide.read_text(encoding="utf-8")] == []


def test_our_own_mappings_keep_their_form_and_say_what_they_are() -> None:
    assert {"ucdp_ged", "rows", "gaza_daily", "west_bank_daily", "lebanon_daily"} <= set(built_in())
    assert all(mapping.about and mapping.recognise for mapping in built_in().values())
