"""The interface's words in a language: gettext catalogues, numbers and dates as the language writes them, names kept apart.

A language is a file: locale/<language>/LC_MESSAGES/marsad.po. English is what stands in the code.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from marsad.model import Figure

SOURCE = "en"
FOLDER: Traversable = files("marsad.desk") / "locale"
_FIRST_STRONG_ISOLATE, _POP = "\u2068", "\u2069"


@cache
def languages() -> tuple[str, ...]:
    """The interface's languages: English, and every one that has a catalogue."""
    entries = FOLDER.iterdir() if FOLDER.is_dir() else ()
    found = (entry.name for entry in entries if (entry / "LC_MESSAGES" / "marsad.po").is_file())
    return (SOURCE, *sorted(set(found) - {SOURCE}))


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    packed = BytesIO()
    with (FOLDER / language / "LC_MESSAGES" / "marsad.po").open("rb") as source:
        write_mo(packed, read_po(source, locale=language))
    packed.seek(0)
    return Translations(packed)


class Words:
    """The words of one language. `_` is gettext; with `name=value` the value goes where %(name)s stands."""

    def __init__(self, language: str = SOURCE) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self.direction = "rtl" if self.locale.character_order == "right-to-left" else "ltr"
        self.comma = "\u060c " if language == "ar" else ", "
        self.onward, self.backward = ("←", "→") if self.direction == "rtl" else ("→", "←")
        self._catalogue = _catalogue(language)

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language."""
        found = self._catalogue.ugettext(text)
        return found % values if values else found

    def many(self, one: str, more: str, number: int, **values: object) -> str:
        """The singular or plural text; %(n)s is the number as the language writes it."""
        return self._catalogue.ungettext(one, more, number) % {"n": self.number(number), **values}

    def number(self, value: int | float | None) -> str:
        """A number, grouped; an unknown one is a dash and never 0."""
        return "–" if value is None else format_decimal(value, locale=self.locale)

    def day(self, text: str | None) -> str:
        """An ISO day or instant as a day; other text as it is."""
        try:
            return format_date(date.fromisoformat(str(text)[:10]), "d MMM y", locale=self.locale)
        except ValueError:
            return text or ""

    def days(self, start: str | None, end: str | None) -> str:
        """A stretch of days, each part said once: "27–30 Nov 2024"."""
        if not start or not end or start[:10] == end[:10]:
            if not start and end:
                return self("until %(day)s", day=self.day(end))
            return self.day(start)
        first, last = start[:10], end[:10]
        if self.language == SOURCE and first[:7] == last[:7]:
            return f"{int(first[8:])}–{self.day(last)}"
        if self.language == SOURCE and first[:4] == last[:4]:
            return f"{self.day(first)[:-5]} – {self.day(last)}"
        return f"{self.day(first)} – {self.day(last)}"

    def instant(self, text: str | None) -> str:
        """An instant as day and time in UTC."""
        try:
            return format_datetime(datetime.fromisoformat(str(text).replace("Z", "+00:00")), "d MMM y, HH:mm", locale=self.locale)
        except ValueError:
            return text or ""

    def apart(self, name: str) -> str:
        """A name within a text: kept together where its letters run against this language's, so that nothing about it jumps."""
        against = ("L",) if self.direction == "rtl" else ("R", "AL")
        return f"{_FIRST_STRONG_ISOLATE}{name}{_POP}" if any(bidirectional(char) in against for char in name) else name

    def row(self, items: list[str] | tuple[str, ...]) -> str:
        """Things in a row: "a, b and c"."""
        return format_list([self.apart(item) for item in items], locale=self.locale) if items else ""

    def figure(self, value: Figure) -> str:
        """A figure with its bound, never more exact than it is."""
        low, best, high = self.number(value.low), self.number(value.best), self.number(value.high)
        if value.bound in ("between", "vague"):
            if value.high is None:
                return self("%(n)s or more", n=low)
            return self("%(low)s to %(high)s", low=self.number(value.low or 0), high=high)
        return self.bounded({"at_least": low, "at_most": high}.get(value.bound, best), value.bound)

    def bounded(self, said: str, bound: str) -> str:
        """A number, or a number of something, with its bound."""
        texts = {
            "at_least": self("at least %(n)s", n=said),
            "at_most": self("up to %(n)s", n=said),
            "about": self("about %(n)s", n=said),
        }
        return texts.get(bound, said)
