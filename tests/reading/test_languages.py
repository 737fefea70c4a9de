"""Which language a text is taken for: English is read, and what only looks like another one is no reason to leave it unread."""

from __future__ import annotations

import pytest

from marsad.reading.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nigerian troops killed five bandits near Kuriga in Kaduna state.", "en"),
        ("Rebels shelled Homs on Friday.", "en"),
        ("Dem say di soja don kill five bandits wey dey Kaduna.", "pcm"),
        ("Les soldats ont tué trois rebelles dans la ville, selon des habitants.", "fr"),
        ("12 345", None),
    ],
)
def test_a_short_text_is_taken_for_its_language(text: str, language: str | None) -> None:
    assert language_of(text) == language
