"""Finds the time expressions of a report and places them on the calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace

from marsad.model import TimeMention
from marsad.reading.document import Document, Mentions
from marsad.reading.times.context import Context
from marsad.reading.times.grammar import Grammar, Match, Words, load
from marsad.reading.times.productions import PRODUCTIONS
from marsad.reading.times.stretch import UNKNOWN, Stretch, day

_LOOK_BACK = 14
_CLAUSE = 16
"""Words back that a clause about a noun may have begun."""


@dataclass(slots=True)
class _Found:
    """An expression on its way: the words [start, end), the rule that made it, what it stands for."""

    start: int
    end: int
    match: Match
    stretch: Stretch

    @property
    def make(self) -> str:
        return self.match.rule.make


def find_times(document: Document) -> Mentions[TimeMention]:
    """The time expressions of a report in text order.

    Each has a TIMEX3 value and type, and the days that it stands for with UCDP's date_prec. "Since X" and "from X to Y" carry
    X's value and the days up to the publication, or to Y. Where the report has no publication date a relative expression is
    a mention without interval, unless a date of the text places it ("the next day"). Extents and values follow the TIMEX3
    guidelines (TimeML 1.2.1); part-of-day values are TMO, TMI, TAF, TEV and TNI.
    """
    grammar = load("en")
    words = grammar.read(document.text)
    matches = grammar.matches(words)
    found = _resolve(matches, Context(grammar, words, matches, document))
    mentions = []
    for one in _ranged(found, grammar, words, document):
        start, end = words.starts[one.start], words.ends[one.end - 1]
        mentions.append(TimeMention(start, end, document.text[start:end], one.stretch.interval()))
    return Mentions(mentions)


def _resolve(matches: list[Match], context: Context) -> list[_Found]:
    found: list[_Found] = []
    for position, match in enumerate(matches):
        stretch = _placed(match, context)
        if stretch is None:
            continue
        one = _Found(match.start, match.end, match, stretch)
        following = matches[position + 1] if position + 1 < len(matches) else None
        if found and (joined := _joined(found[-1], one, following, context)):
            found[-1] = one = joined
            _date_the_clock_before(found, context)
        else:
            found.append(one)
        if not (_digresses(one) or _ahead(one, context)):
            context.note(one.stretch, one.end, aside=_aside(one, context))
    return [one for one in found if one.make != "edge"]


def _digresses(one: _Found) -> bool:
    """Whether what follows isn't told from this date: an hour of a day said before, "two years earlier", "the 2003 war"."""
    constants = one.match.rule.constants
    return (
        "digress" in constants
        or (constants.get("direction") == -1 and one.stretch.grain != "day")
        or (one.make in ("clock", "part") and one.stretch.start is None)
    )


def _ahead(one: _Found, context: Context) -> bool:
    """Whether a date only says how long a thing will last ("closed until Sunday"): the next "same day" isn't it."""
    before = context.words.lowers[one.start - 1] if one.start else ""
    if before == "since":  # "127 since Wednesday, 130 by evening"
        return one.stretch.grain == "day" and context.published is not None
    later = context.published is not None and one.stretch.start is not None and one.stretch.start > context.published
    return later and before in context.grammar.lists["until"]


def _aside(one: _Found, context: Context) -> bool:
    """Whether a date is that of a clause about a noun ("in X, where a truce began on Friday"), or one that says since when
    ("46 have died since the army moved on Thursday"): what is told next isn't of it."""
    if one.stretch.grain not in ("day", "part"):
        return False
    lowers, asides = context.words.lowers, context.grammar.lists["asides"]
    for i in range(one.start - 1, max(0, one.start - _CLAUSE), -1):
        if lowers[i] in (".", ";", "!", "?", "\n\n", ","):
            return lowers[i] == "," and lowers[i + 1] in asides
        if lowers[i] in context.grammar.lists["since"] and i + 1 < one.start:
            return True
    return False


def _placed(match: Match, context: Context) -> Stretch | None:
    try:
        return PRODUCTIONS[match.rule.make](match, context)
    except (ValueError, OverflowError):  # the calendar ends with the years 1 and 9999
        return UNKNOWN


def _joined(left: _Found, right: _Found, following: Match | None, context: Context) -> _Found | None:
    """One expression out of two: "late" + Friday, Friday + morning, 3:30 p.m. + on Friday."""
    lowers, glue = context.words.lowers, context.grammar.lists["glue"]
    between = lowers[left.end : right.start]
    if left.make == "edge" and between == ["-"]:
        return _edged(left, right)
    if len(between) > 3 or any(word not in glue for word in between):
        return None
    if left.make == "edge":
        return _edged(left, right)
    if right.make == "part" and left.stretch.grain == "part" and left.stretch.start and not between:
        return _Found(left.start, right.end, left.match, day(left.stretch.start).with_part(_suffix(right.stretch) or ""))
    small, big = (left, right) if left.make in ("clock", "part") else (right, left)
    if left.make == "part" and right.make == "date_range" and right.stretch.start:
        value = f"{right.stretch.start.isoformat()}{_suffix(left.stretch)}"
        return _Found(left.start, right.end, right.match, replace(right.stretch, value=value, type="TIME"))
    unplaced = big.make in ("weekday", "deictic", "neighbour") and big.stretch == UNKNOWN
    if small.make not in ("clock", "part") or not (big.stretch.grain == "day" or unplaced):
        if left.make == "weekday" and right.make in ("date", "numeric_date", "deictic") and set(between) <= {",", "("}:
            return replace(right, start=left.start)
        return None
    if (
        small is right
        and following is not None
        and following.rule.make in ("weekday", "date")
        and lowers[right.end : following.start] in ([], ["of"], ["on"])
    ):
        return None
    suffix = _suffix(small.stretch)
    if suffix is None:
        return None
    placed = big.stretch if big.stretch.value is None else big.stretch.with_part(suffix)
    return _Found(left.start, right.end, small.match, placed)


def _date_the_clock_before(found: list[_Found], context: Context) -> None:
    """Gives 7pm its day in "7pm (1600 GMT) on 12 September"."""
    if len(found) < 2 or found[-2].make not in ("clock", "part") or found[-1].stretch.start is None:
        return
    between, suffix = context.words.lowers[found[-2].end : found[-1].start], _suffix(found[-2].stretch)
    if suffix and len(between) <= 4 and set(between) <= context.grammar.lists["clock_joints"]:
        found[-2].stretch = day(found[-1].stretch.start).with_part(suffix)


def _edged(left: _Found, right: _Found) -> _Found | None:
    edge = left.match.lookup("EDGE", "edge")
    stretch = right.stretch
    if stretch.grain == "day":
        if stretch.value is not None and edge in ("start", "end"):
            stretch = stretch.with_part("TMO" if edge == "start" else "TEV")
    elif stretch.grain in ("week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century"):
        stretch = stretch.narrowed(edge)
    elif right.make not in ("weekday", "date", "month", "season", "part", "period", "deictic", "neighbour", "clock"):
        return None
    return _Found(left.start, right.end, right.match, stretch)


def _suffix(stretch: Stretch) -> str | None:
    value = stretch.value or ""
    return "T" + value.split("T", 1)[1] if "T" in value else None


def _ranged(found: list[_Found], grammar: Grammar, words: Words, document: Document) -> list[_Found]:
    """Widens "since X" to the publication and "from X to Y" to Y."""
    opens, middles = grammar.lists["range_open"], grammar.lists["range_middle"]
    for position, one in enumerate(found):
        before = words.lowers[one.start - 1] if one.start else ""
        if before == "since" and one.stretch.grain != "none":
            if not _compares(one, grammar, words):
                one.start -= 1
                one.stretch = _until(one.stretch, document)
        elif position + 1 < len(found):
            other = found[position + 1]
            between = words.lowers[one.end : other.start]
            if (
                len(between) == 1
                and between[0] in middles
                and (before in opens or between[0] in "-–—")
                and one.stretch.start
                and other.stretch.end
                and one.stretch.start <= other.stretch.end
            ):
                one.start -= before in opens
                one.stretch = replace(one.stretch, end=other.stretch.end)
    return found


def _until(stretch: Stretch, document: Document) -> Stretch:
    if stretch.start is None or (document.published and document.published < stretch.start):
        return stretch
    return replace(stretch, end=document.published)


def _compares(one: _Found, grammar: Grammar, words: Words) -> bool:
    """Whether "since X" only tells how rare a thing is: "for the first time since 2016"."""
    for position in range(one.start - 2, max(-1, one.start - _LOOK_BACK), -1):
        if words.lowers[position] in (".", "!", "?", ";", "\n\n"):
            return False
        bound = words.lowers[position] in ("least", "most") and words.lowers[position - 1] == "at"
        if words.lowers[position] in grammar.lists["comparison"] and not bound:
            return True
    return False
