"""What a time expression leans on: the publication, the dates said before it, and the tense of its clause."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from marsad.reading.times.grammar import Grammar, Match, Words
from marsad.reading.times.stretch import Stretch

_STOPS = frozenset({".", "!", "?", ";", ":", "\n\n"})
_REACH = 10


class Context:
    """The state that the resolver carries from one expression to the next, in text order.

    `published` is None where nobody knows it: relative expressions then stay unresolved, unless a date of the text places
    them. A `narrative` tells history: its months and days belong to the year that it speaks of, not to the publication's.
    """

    def __init__(self, grammar: Grammar, words: Words, matches: list[Match], published: date | None) -> None:
        self.grammar, self.words, self.published = grammar, words, published
        self.narrative = published is None or _tells_history(matches, published)
        self.last: Stretch | None = None
        self.last_day: Stretch | None = None
        self.year: int | None = None
        self._past, self._future = grammar.lists["past"], grammar.lists["future"]

    def note(self, stretch: Stretch) -> None:
        """Remembers a date that the text has given."""
        if stretch.start is None or stretch.grain == "none":
            return
        if stretch.grain in ("decade", "century"):
            return
        self.last, self.year = stretch, stretch.start.year
        if stretch.grain in ("day", "part"):
            self.last_day = stretch

    @property
    def today(self) -> date | None:
        """The day that "last week" counts from: the publication, in a narrative without one the last date said."""
        return self.published or (self.last.start if self.last else None)

    def year_of_month(self, match: Match, month: int, day: int | None = None) -> int | None:
        """The year of a month (and day) that names none, or None where nothing tells."""
        if self.narrative:
            return self._narrative_year(month)
        assert self.published is not None
        this = (month, day or 1)
        now = (self.published.month, self.published.day if day else 1)
        tense = self.tense(match)
        if tense == "future":
            return self.published.year + (this < now)
        ahead = (month - now[0]) % 12 * 30 + (day or 1) - now[1]
        if this > now:
            soon = tense is None and day is not None and ahead <= 31
            return self.published.year - (not soon)
        return self.published.year

    def tense(self, match: Match) -> str | None:
        """ "past" or "future", by the nearest word of tense in the clause; None where none tells."""
        lowers, chars = self.words.lowers, self.words.chars
        past_char = self.grammar.past_char
        best: tuple[int, str] | None = None
        weak = False
        for step, position in self._around(match):
            word = lowers[position]
            before = lowers[position - 1] if position else ""
            if word in self._future or (word == "be" and before == "to") or (word == "set" and lowers[position + 1 : position + 2] == ["to"]):
                found = "future"
            elif word in self._past or (chars[position] == past_char and before != "be"):
                found = "past"
            else:
                weak = weak or (word == "by" and step == 1 and position < match.start)
                weak = weak or (word == "to" and position < match.start and self._infinitive(position, match))
                continue
            if best is None or step < best[0] or (step == best[0] and found == "future"):
                best = (step, found)
        return best[1] if best else "future" if weak else None

    def _infinitive(self, position: int, match: Match) -> bool:
        following = position + 1
        return (following < match.start and self.words.chars[following] == self.grammar.lower_char
                and self.words.lowers[following] not in self.grammar.lists["infinitive_stop"])

    def _around(self, match: Match) -> list[tuple[int, int]]:
        lowers, pairs = self.words.lowers, []
        for step in range(1, _REACH + 1):
            if match.start - step < 0 or lowers[match.start - step] in _STOPS:
                break
            pairs.append((step, match.start - step))
        for step in range(1, _REACH + 1):
            if match.end + step - 1 >= len(lowers) or lowers[match.end + step - 1] in _STOPS:
                break
            pairs.append((step, match.end + step - 1))
        return pairs

    def _narrative_year(self, month: int) -> int | None:
        if self.year is None or self.last is None or self.last.start is None:
            return None
        rolls = self.last.grain in ("day", "part", "month") and self.last.start.month >= 11 and month <= 2
        return self.year + rolls


def _tells_history(matches: list[Match], published: date) -> bool:
    years: Counter[bool] = Counter()
    for match in matches:
        if match.rule.make in ("weekday", "deictic"):
            return False
        year = next((word for word in match.get("year") if word.isdecimal() and len(word) == 4), None)
        if year:
            years[int(year) < published.year - 1] += 1
    return years[True] >= 3 and years[True] >= 3 * years[False]


def weekday_near(published: date, number: int, tense: str | None) -> date:
    """The weekday (1 Monday to 7 Sunday) nearest to the publication: not after it, unless the tense is future."""
    if tense == "future":
        return published + timedelta(days=(number - published.isoweekday()) % 7)
    return published - timedelta(days=(published.isoweekday() - number) % 7)
