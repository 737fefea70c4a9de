"""The frame engine: forms of words, phrases with gaps, and what its tables may hold."""

from __future__ import annotations

import pytest

from marsad.reading import control, events, movements
from marsad.reading.frames import expand, frames_of, noun_forms, verb_forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("take", {"take", "takes", "took", "taken", "taking"}),
        ("capture", {"capture", "captures", "captured", "capturing"}),
        ("flee", {"flee", "flees", "fled", "fleeing"}),
        ("stab", {"stab", "stabs", "stabbed", "stabbing"}),
        ("carry", {"carry", "carries", "carried", "carrying"}),
        ("seize", {"seize", "seizes", "seized", "seizing"}),
    ],
)
def test_forms_of_verbs(verb: str, forms: set[str]) -> None:
    assert verb_forms(verb) == forms


def test_forms_of_nouns() -> None:
    assert noun_forms("clash") == {"clash", "clashes"}
    assert noun_forms("casualty") == {"casualty", "casualties"}
    assert noun_forms("airstrike") == {"airstrike", "airstrikes"}


def test_alternatives_expand() -> None:
    assert expand("take|seize control of|over") == [
        ("take", "control", "of"),
        ("take", "control", "over"),
        ("seize", "control", "of"),
        ("seize", "control", "over"),
    ]


@pytest.mark.parametrize("name", ["events", "control", "movements"])
def test_tables_hold_words_only(name: str) -> None:
    """YAML reads a bare `on` or `no` as a truth value: such a word has to be quoted."""
    for form in frames_of(name).triggers:
        assert isinstance(form, str)
    for frame in frames_of(name).named.values():
        assert all(isinstance(source, str) for sources in frame.roles.values() for source in sources)


def test_triggers_are_inflected_forms() -> None:
    assert {"airstrikes", "clashed", "ambush"} <= events.triggers()
    assert {"captured", "besieged"} <= control.triggers()
    assert {"fled", "reinforcements"} <= movements.triggers()


@pytest.mark.parametrize("words", [events.triggers(), control.triggers(), movements.triggers()])
def test_triggers_leave_out_the_commonest_words(words: frozenset[str]) -> None:
    assert not words & {"is", "was", "has", "have", "of", "in", "the", "to"}
