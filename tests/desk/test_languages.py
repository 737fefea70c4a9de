"""The interface's languages: every text is translated, a language is a file, and Arabic runs from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from desk_kinds import Running
from hypothesis import given
from hypothesis import strategies as st
from test_pages import PAGES

from marsad.desk import catalogue, words
from marsad.desk.charts.scales import left_of, time_scale
from marsad.desk.marking import bare
from marsad.desk.telling import counted
from marsad.desk.words import SOURCE, Words, languages
from marsad.model import Figure

TRANSLATED = [name for name in languages() if name != SOURCE]


def _catalogue(language: str) -> Catalog:
    with (catalogue.HERE / "locale" / language / "LC_MESSAGES" / "marsad.po").open("rb") as source:
        return read_po(source, locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    """No text is missing, guessed or left over. `python -m marsad.desk.catalogue` brings a catalogue up to date."""
    held = _catalogue(language)
    lacks = [text for text in catalogue.texts() if held.get(text if isinstance(text, str) else text[0]) is None]
    assert lacks == []
    assert catalogue.missing(held) == []
    wanted = {text if isinstance(text, str) else text[0] for text in catalogue.texts()}
    assert {one.id if isinstance(one.id, str) else one.id[0] for one in held if one.id} - wanted == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_take_the_same_values(language: str) -> None:
    """A translation names only values that its text has, all of them where it isn't counted, and has no unseen sign."""
    for one in _catalogue(language):
        if not one.id:
            continue
        text, forms = (one.id, [one.string]) if isinstance(one.id, str) else (one.id[1], list(one.string))
        for form in forms:
            given, wanted = (set(re.findall(r"%\((\w+)\)s", said)) for said in (form, text))
            assert given == wanted if isinstance(one.id, str) else given <= wanted, one.id
            assert not re.search(r"%(?!\(\w+\)s)", form) or "%" in text.replace("%(", ""), one.id
            assert bare(form) == form, one.id


FRENCH = """
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Inbox"
msgstr "Boîte de réception"
"""


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A third language: nothing but a file."""
    folder = tmp_path / "locale"
    (folder / "fr" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "fr" / "LC_MESSAGES" / "marsad.po").write_text(FRENCH, "utf-8")
    monkeypatch.setattr(words, "FOLDER", folder)
    for kept in (words.languages, words._catalogue):
        kept.cache_clear()
    yield
    monkeypatch.undo()
    for kept in (words.languages, words._catalogue):
        kept.cache_clear()


def test_a_third_language_is_only_a_file(french: None, desk: Running) -> None:
    """It is offered, whoever asks for it gets it, and what it lacks stands in English."""
    with desk.client() as client:
        page = client.get("/inbox", headers={"accept-language": "fr-FR,fr;q=0.9"}).text
    assert 'lang="fr" dir="ltr"' in page
    assert "Boîte de réception" in page
    assert ">français</button>" in page
    assert ">Tolls</a>" in page


@pytest.mark.parametrize("page", PAGES)
def test_arabic_pages_stand(desk: Running, page: str) -> None:
    """Every page in Arabic runs from right to left, with figures in the digits of newsrooms' tools."""
    with desk.client() as client:
        text = client.get(page, headers={"accept-language": "ar"}).text
    assert '<html lang="ar" dir="rtl"' in text
    assert "الوارد" in text
    assert not re.search("[٠-٩۰-۹]", text)


def test_arabic_counts_as_arabic_does() -> None:
    """The noun follows the number, a bound its figure, and days are written in Arabic."""
    arabic = Words("ar")
    said = {n: counted(Figure(n, n, n, "exact"), "killed", arabic) for n in (2, 9, 24, 100, 1_203)}
    assert said == {2: "2 قتيل", 9: "9 قتلى", 24: "24 قتيلًا", 100: "100 قتيل", 1_203: "1,203 قتلى"}
    assert counted(Figure.at_least(277), "killed", arabic) == "277 قتيلًا على الأقل"
    assert counted(Figure.at_least(277), "killed", Words()) == "at least 277 killed"
    assert arabic.day("2024-11-27") == "27 نوفمبر 2024"


@given(st.text(st.sampled_from("aZ9 .()قد\u2068\u2069\u202e"), max_size=12))
def test_a_name_stays_together_and_hides_nothing(name: str) -> None:
    """A name against the language's direction is isolated; isolates that don't pair and overrides are shown."""
    shown = str(bare(Words("ar").apart(name)))
    assert "\u202e" not in shown
    assert shown.count("\u2068") == shown.count("\u2069")
    assert re.sub(r"[\u2068\u2069]|\[U\+\w{4}\]", "", shown) == re.sub("[\u2068\u2069\u202e]", "", name)


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(0, 1000))
def test_time_runs_as_the_language_reads(first: int, days: int, at: int) -> None:
    """A mirrored axis is the other's mirror image, bars too."""
    options = {"before": 40, "after": 8, "width": 720}
    here = time_scale(first, first + days, mirrored=False, **options)  # type: ignore[arg-type]
    there = time_scale(first, first + days, mirrored=True, **options)  # type: ignore[arg-type]
    day = first + at % days
    assert here(day) + there(day) == pytest.approx(720, abs=0.11)
    assert left_of(here(day), 10, mirrored=False) + left_of(there(day), 10, mirrored=True) + 10 == pytest.approx(720, abs=0.11)
