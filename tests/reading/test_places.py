"""Places in reports: the corpus, relative phrases, precision, and what must hold for any text."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.gazetteer.places import Gazetteer, distance
from marsad.model import Actor, ActorMention, PlaceMention, Report
from marsad.reading.document import Document, Mentions, Token
from marsad.reading.places import find_places
from marsad.reading.sentences import split_sentences

CORPUS: list[dict[str, Any]] = yaml.safe_load(
    files("marsad.reading.language").joinpath("en", "corpus", "places.yaml").read_text("utf-8")
)


PIECES = [
    "Aleppo",
    "near",
    ",",
    "Syria",
    "the",
    "of",
    "12 km",
    "north",
    "\u202e",
    "حلب",
    "Ill.",
    "-",
    "’s",
    "'s",
    "(",
    "\x00",
    "Paris",
    "Texas",
    "city",
    "\n",
    "Al-",
    "U.S.",
    "İstanbul",
    "ß",
    "🙂",
    "Kyiv",
    "and",
    "$",
    ".",
]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    return Gazetteer.open(overlay="no-additions.db")


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    import spacy

    return spacy.blank("en")


def document(text: str, **report: Any) -> Document:
    made = Document(Report(text=text, **report))
    made.sentences = split_sentences(text)
    for sentence in made.sentences:
        for token in tokenizer()(sentence.text):
            if not token.is_space:
                start, i = sentence.start + token.idx, len(sentence.tokens)
                sentence.tokens.append(Token(i, token.text, token.lower_, start, start + len(token.text)))
    return made


def places(text: str, **report: Any) -> list[PlaceMention]:
    return find_places(document(text, **report), gazetteer())


@pytest.mark.parametrize("example", CORPUS, ids=[example["text"][:50] for example in CORPUS])
def test_corpus(example: dict[str, Any]) -> None:
    found = {mention.text: mention.place for mention in places(example["text"], source=example.get("source"))}
    for words, meant in example.get("places", {}).items():
        assert words in found
        place = found[words]
        assert (None if place is None else place.id if ":" in str(meant) else place.name) == meant
    for words, lat in example.get("lies", {}).items():
        place = found[words]
        assert place is not None
        assert place.lat == pytest.approx(lat, abs=0.2)
    for words in example.get("not", []):
        assert words not in found


def test_a_phrase_beside_a_place_goes_into_it() -> None:
    saraqib, *_ = places("The town of Saraqib, 40 kilometers southwest of Aleppo, fell.")
    assert saraqib.place is not None
    assert saraqib.place.relative is not None
    assert (saraqib.place.relative.distance_km, saraqib.place.relative.bearing, saraqib.place.relative.of) == (40, "SW", "Aleppo")


def test_a_phrase_alone_is_a_place_of_its_own() -> None:
    alone = places("A raid about 12 miles (20 km) north of Homs, Syria, killed four.")[0]
    assert alone.text == "12 miles (20 km) north of Homs"
    assert alone.place is not None
    assert alone.place.precision == 2
    assert distance(alone.place.lat or 0, alone.place.lon or 0, 34.91, 36.72) < 5


def test_the_city_is_the_one_that_the_report_is_about() -> None:
    text = "Shells hit Mosul, Iraq, and Mosul airport. A camp 30 km east of the city was spared."
    alone = next(mention for mention in places(text) if mention.text.startswith("30 km"))
    assert alone.place is not None
    assert alone.place.relative is not None
    assert alone.place.relative.of == "Mosul"


@pytest.mark.parametrize(
    ("text", "words", "precision"),
    [
        ("Shells fell in Idlib, Syria.", "Idlib", 1),
        ("Shells fell in Idlib province, Syria.", "Idlib", 4),
        ("Shells fell near Idlib, Syria.", "Idlib", 2),
        ("Shells fell in Rastan district, Syria.", "Rastan", 3),
        ("Shells fell in Syria.", "Syria", 6),
        ("Shells fell in the Donbas.", "Donbas", 5),
        ("Shells fell in the Black Sea.", "Black Sea", 7),
        ("Crews from Fulton County, Georgia, came.", "Fulton County", 3),
    ],
)
def test_precision_is_as_coarse_as_the_words(text: str, words: str, precision: int) -> None:
    found = {mention.text: mention.place for mention in places(text)}
    assert found[words] is not None
    assert found[words].precision == precision


def test_a_name_within_an_actor_is_no_place() -> None:
    text = "The Aleppo Brigade said it held Azaz, Syria."
    made = document(text)
    made.actors = Mentions([ActorMention(4, 18, "Aleppo Brigade", Actor(None, "Aleppo Brigade", "rebel"))])
    assert "Aleppo" not in [mention.text for mention in find_places(made, gazetteer())]


def test_the_report_decides_between_namesakes() -> None:
    texas = places("Paris and Clarksville are in Texas. A fire broke out in Paris.")[0]
    france = places("Paris is calm, French police said. The Louvre in Paris stays open.")[0]
    assert texas.place is not None
    assert france.place is not None
    assert (texas.place.country, france.place.country) == ("US", "FR")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_offsets_hold_for_any_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = places(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert [mention.start for mention in found] == sorted(mention.start for mention in found)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert all(text[mention.start : mention.end] == mention.text for mention in places(text))
