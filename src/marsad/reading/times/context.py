"""What a time expression leans on: the publication, the dates said before it, and the tense of its clause."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from marsad.reading.document import Document
from marsad.reading.times.grammar import Grammar, Match, Words
from marsad.reading.times.stretch import Stretch

_STOPS = frozenset({".", "!", "?", ";", ":", "\n\n"})
_REACH = 10
_SENTENCE = 40


class Context:
    """The state that the resolver carries from one expression to the next, in text order.

    `published` is None where nobody knows it: relative expressions then stay unresolved, unless a date of the text places
    them. A `narrative` tells history: its months and days belong to the year that it speaks of, not to the publication's.
    """

    def __init__(self, grammar: Grammar, words: Words, matches: list[Match], document: Document) -> None:
        published = document.published
        self.grammar, self.words, self.published, self._document = grammar, words, published, document
        self.narrative = published is None or _tells_history(matches, published)
        self.last: Stretch | None = None
        self.last_day: Stretch | None = None
        self.hour_day: Stretch | None = None
        self.last_end = 0
        self.year: int | None = None
        self.said: dict[tuple[int, int], int] = {}
        """The year of each month and day that the text has given one: "7 October 2023", then "since 7 October"."""
        self._past, self._future = grammar.lists["past"], grammar.lists["future"]

    def _continues(self, match: Match) -> bool:
        between = self.words.lowers[self.last_end : match.start]
        return 0 < len(between) <= 2 and between[0] in ("to", "until", "till", "through", "–", "-", "—")

    def note(self, stretch: Stretch, end: int, *, aside: bool = False) -> None:
        """Remembers a date that the text has given, and after which word; hours told next are of it unless it is said `aside`."""
        if stretch.start is None or stretch.grain == "none":
            return
        if stretch.grain in ("decade", "century"):
            return
        self.last, self.last_end, self.year = stretch, end, stretch.start.year
        if stretch.grain in ("day", "part"):
            self.last_day = stretch
            self.hour_day = self.hour_day if aside else stretch

    @property
    def today(self) -> date | None:
        """The day that "last week" counts from: the publication, in a narrative without one the last date said."""
        return self.published or (self.last.start if self.last else None)

    @property
    def day_said(self) -> date | None:
        """The last day that the text names; in a narrative only while nothing coarser has been said since."""
        if self.last_day is None or (self.narrative and self.last is not self.last_day):
            return None
        return self.last_day.start

    @property
    def hour_said(self) -> date | None:
        """The last day that the text names outside a clause about a noun: the one that a bare hour is of."""
        return self.hour_day.start if self.hour_day is not None and self.day_said is not None else None

    def anchor(self, unit: str) -> date | None:
        """The day that "the next day" or "two years later" counts from: the text's last date as fine as the unit, else, in
        news, the publication; None where the last date is too coarse to say."""
        if unit not in ("D", "W", "WE"):
            return self.last.start if self.last else self.published
        return self.day_said or (None if self.narrative else self.published)

    def year_of_month(self, match: Match, month: int, day: int | None = None) -> int | None:
        """The year of a month (and day) that names none, or None where nothing tells."""
        if self.narrative:
            return self._narrative_year(month)
        if self.last is not None and self.last.start is not None and self._continues(match):
            return self.last.start.year + (month < self.last.start.month)
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
        """ "past" or "future", by the nearest word of tense in the sentence; None where none tells.

        An infinitive ("UN to vote on Friday") and "by" tell of the future only where no word of the sentence is past.
        """
        lowers, far_past = self.words.lowers, False
        for step, position in self._around(match):
            sign = self._sign(position, position < match.start)
            if sign and step <= _REACH:
                return sign
            far_past = far_past or sign == "past"
        if match.before() == "by" or lowers[max(0, match.start - 2) : match.start] in (["by", "early"], ["by", "late"]):
            return "future"
        if far_past:
            return None
        start, (first, _) = match.start, self._sentence(match)
        while start > first and lowers[start - 1] not in _STOPS:
            start -= 1
        early = range(start, min(match.start, start + _REACH))
        return "future" if any(self._infinitive(position, match) for position in early) else None

    def _sign(self, position: int, leads: bool) -> str | None:
        lowers = self.words.lowers
        word, before = lowers[position], lowers[position - 1] if position else ""
        after = lowers[position + 1] if position + 1 < len(lowers) else ""
        is_to_be = word == "be" and before == "to" and lowers[max(0, position - 2)] not in self.grammar.lists["raising"]
        if word in self._future or is_to_be or (word == "set" and after == "to"):
            return "future"
        if leads and word in self.grammar.lists["until"] and before not in self.grammar.lists["lasting"]:
            return "future"
        if leads and word in self.grammar.lists["modal"] and after != "have":
            return "future"
        if word in self._past or (len(word) > 4 and word.endswith("ed") and before != "be"):
            return "past"
        return None

    def _infinitive(self, position: int, match: Match) -> bool:
        following = position + 1
        return (
            self.words.lowers[position] == "to"
            and following < match.start
            and self.words.chars[following] == self.grammar.lower_char
            and self.words.lowers[following] not in self.grammar.lists["infinitive_stop"]
        )

    def _around(self, match: Match) -> Iterator[tuple[int, int]]:
        """The words of the sentence from near to far, the ones before first."""
        lowers, (first, last) = self.words.lowers, self._sentence(match)
        left = right = True
        for step in range(1, _SENTENCE):
            left = left and match.start - step >= first and lowers[match.start - step] not in _STOPS
            if left:
                yield step, match.start - step
            right = right and match.end + step - 1 < last and lowers[match.end + step - 1] not in _STOPS
            if right:
                yield step, match.end + step - 1
            if not left and not right:
                return

    def _sentence(self, match: Match) -> tuple[int, int]:
        """The words of the match's sentence, as far as the document is cut into sentences."""
        starts = self.words.starts
        if not self._document.sentences:
            return 0, len(starts)
        sentence = self._document.sentence_at(starts[match.start])
        return min(bisect_left(starts, sentence.start), match.start), max(bisect_left(starts, sentence.end), match.end)

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
