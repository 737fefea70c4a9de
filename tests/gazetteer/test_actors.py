"""The actor list: exact names only, namesakes told apart by country, nothing ambiguous guessed."""

from __future__ import annotations

import pytest

from marsad.gazetteer.actors import ActorList

ACTORS = ActorList.open()


@pytest.mark.parametrize(
    ("name", "countries", "wanted"),
    [
        ("Hayat Tahrir al Sham", (), "sy.hts"),
        ("the Hay’at Tahrir Al-Sham", (), "sy.hts"),
        ("Syrian National Army", (), "sy.sna"),
        ("Syrian Arab Army", (), "sy.mil"),
        ("SDF", ("SY",), "sy.sdf"),
        ("SDF", ("LY",), "ly.rada"),
        ("Da'esh", (), "int.is"),
        ("IS", (), "int.is"),
        ("is", (), None),
        ("U.N.", (), "int.un"),
        ("Syrian Nation Army", (), None),
        ("SAF", (), None),
        ("SAF", ("SD",), "sd.mil"),
        ("Kenyan police", (), "ke.police"),
        ("Turkey", (), "tr.state"),
    ],
)
def test_lookup(name: str, countries: tuple[str, ...], wanted: str | None) -> None:
    entry = ACTORS.lookup(name, countries)
    assert (entry.id if entry else None) == wanted


def test_every_entry_is_found_by_its_name_in_its_country() -> None:
    lost = [
        entry.id
        for entry in ACTORS.entries
        if (found := ACTORS.lookup(entry.name, entry.countries)) is None or found.countries[:1] != entry.countries[:1]
    ]
    assert lost == []


def test_ids_are_unique_and_references_lead_somewhere() -> None:
    ids = [entry.id for entry in ACTORS.entries]
    assert len(ids) == len(set(ids))
    for entry in ACTORS.entries:
        assert entry.speaks_for is None or ACTORS.get(entry.speaks_for), entry.id
        assert all(ACTORS.get(one.with_) for one in entry.affiliations), entry.id


def test_countries() -> None:
    assert ACTORS.demonym("Syrians") == "SY"
    assert ACTORS.demonym("South Sudanese") == "SS"
    assert ACTORS.country("U.S.") == "US"
    assert ACTORS.country("us") is None
    assert ACTORS.capital("Kyiv") == "UA"
    observatory = ACTORS.lookup("SOHR")
    assert observatory is not None
    actor = ACTORS.actor(observatory)
    assert (ACTORS.source_kind(actor), ACTORS.country_of(actor)) == ("observatory", "SY")
