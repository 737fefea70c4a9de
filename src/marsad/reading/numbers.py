"""Numbers that count people or things, with the words that bound them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

from marsad.model import Figure, NumberMention
from marsad.reading.document import Document, Mentions
from marsad.reading.language import table

_LOOK_BACK = 32
_MOST = 10**12
_RANGE = re.compile(r"\s?(?:[-–—]|(?:to|or)(?:\s+(?:well\s+)?(?:over|more than|nearly|about|almost|at least|as many as))?)\s?")
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_AGES = re.compile(r"\bage[sd]?\s+(?:between\s+|from\s+)?(?:\w[\w-]*,?\s+){0,4}(?:and|to|or)\s+$", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:ros|ris|up|climb|rais|revis|increas|grew|grow|updat|lower|fell|fall|drop|down|jump|went|go|chang|reduc|cut|taken)\w*\b",
    re.IGNORECASE,
)
_GONE_UP = re.compile(r"\b(?:gone?|went|goes|going|moved|pushed|shot|jumped|climbed|risen|rose|crept) up to\s*$", re.IGNORECASE)
_KNOWN = re.compile(r"\b(?:known|know|informed|informs|learned|learnt|spoke|speaks)\s+$", re.IGNORECASE)
_RATIO = re.compile(r"\s+(?:in|out of)\s+every\b", re.IGNORECASE)
_LOCAL = re.compile(r"\s+local\s+time", re.IGNORECASE)
_PER_CENT = re.compile(r"\s?per\s?cent\b", re.IGNORECASE)
_SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_JOINTS = re.compile(r"[\s-]+")
_GOES_ON = re.compile(r"[./:]\d|[A-Za-z°]|,\d")
_JOINED_BEFORE, _JOINED_BEHIND = re.compile(r"\d[-–.]"), re.compile(r"[-–]\d")
_PHONE = re.compile(r"\+\d[\d ()-]{6,}\d")
_BEFORE_WORD = re.compile(r"([^\s,;()\"“”]+)[\s,]*$")
_AFTER_WORD = re.compile(r"[\s-]*([^\s,;:()\"“”]+)")


@dataclass(frozen=True, slots=True)
class _Core:
    """A bare number: where it stands, and its value, or the bounds of a vague word."""

    start: int
    end: int
    value: int | None
    bounds: tuple[int, int | None] | None = None


@dataclass(frozen=True)
class _Words:
    """The table `numbers.yaml`, compiled."""

    core: re.Pattern[str]
    values: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, tuple[int, int | None]]
    before: dict[str, str]
    before_pattern: re.Pattern[str]
    after: dict[str, str]
    after_pattern: re.Pattern[str]
    spread: dict[str, tuple[float, float]]
    months: frozenset[str]
    years: tuple[int, int]
    measures: frozenset[str]
    labels: frozenset[str]
    unlabelled: frozenset[str]
    money: tuple[str, ...]
    not_one_before: frozenset[str]
    not_one_after: re.Pattern[str]


def find_numbers(document: Document) -> Mentions[NumberMention]:
    """Every number of the text that counts something, in text order, bounding words ("at least") included.

    Dates, years, ages, ordinals, distances, money, percentages, names ("M23", "Resolution 2254") and decimals are none.
    Figures follow the public format, settled question 8; the table of bounds is `language/en/numbers.yaml`.
    """
    text, words = document.text, _words()
    phones = [match.span() for match in _PHONE.finditer(text)]
    cores = [core for match in words.core.finditer(text) if (core := _core(match, words)) is not None]
    cores = [core for core in cores if not any(start <= core.start < end for start, end in phones)]
    found: list[NumberMention] = []
    i = 0
    while i < len(cores):
        core = cores[i]
        pair = _pair(text, core, cores[i + 1]) if i + 1 < len(cores) else None
        if pair is None:
            found += [_bounded(text, core, words)] if _counts(text, core, words) else []
        elif _counts(text, cores[i + 1], words, paired=True):
            found.append(_mention(text, *pair))
        i += 1 if pair is None else 2
    return Mentions(found)


def _core(match: re.Match[str], words: _Words) -> _Core | None:
    start, end = match.span()
    folded = _JOINTS.sub(" ", match.group().lower())
    if folded in words.vague:
        return _Core(start, end, None, words.vague[folded])
    value = value_of(_SPACED.sub("", folded))
    return None if value is None else _Core(start, end, value)


def value_of(phrase: str) -> int | None:
    """The whole number that a phrase of digits and number words stands for: "1.2 million", "a hundred and five", "3k"."""
    words = _words()
    total = current = 0.0
    for word in phrase.lower().replace("-", " ").replace("\u00a0", "").replace("\u202f", "").split():
        if word in ("and", "of"):
            continue
        if word in ("a", "an"):
            current += 0 if current == 0.5 else 1
        elif word == "half":
            current += 0.5
        elif word in words.values:
            current += words.values[word]
        elif word in words.scales:
            scale = words.scales[word]
            if scale >= 1000:
                total, current = total + (current or 1) * scale, 0
            else:
                current = (current or 1) * scale
        else:
            digits = word.rstrip("km").replace(",", "")
            current += float(digits) * (1000 if word.endswith("k") else 1_000_000 if word.endswith("m") else 1)
    value = total + current
    if value > _MOST:
        return None
    return round(value) if abs(value - round(value)) < 1e-6 else None


def count_of(word: str) -> int | None:
    """The whole number that one word is, a figure or a word up to ninety; None for any other word."""
    return int(word) if word.isdecimal() else _words().values.get(word)


def _pair(text: str, first: _Core, second: _Core) -> tuple[int, int, Figure] | None:
    """A range, "between A and B" or "A to B", from its first to its last character."""
    if first.value is None or second.value is None or first.value >= second.value:
        return None
    between = text[first.end : second.start]
    opened = _BETWEEN.search(text, max(0, first.start - 12), first.start)
    figure = Figure(first.value, None, second.value, "between")
    if opened and between.strip().lower() in ("and", "to", "-"):
        return opened.start(), second.end, figure
    if not _RANGE.fullmatch(between) or _is_year(text, first):
        return None
    source = _FROM.search(text, max(0, first.start - 8), first.start)
    if source and _CHANGE.search(text, max(0, source.start() - 40), source.start()):
        return None
    if "or" in between and second.value > first.value * 2 + 3:
        return None
    return source.start() if source else first.start, second.end, figure


def _is_year(text: str, core: _Core) -> bool:
    """ "since 7 October 2023 to 55,706", "since October 1 to 24": a year or day behind its month opens no range."""
    number, before = text[core.start : core.end], _BEFORE_WORD.search(text, max(0, core.start - _LOOK_BACK), core.start)
    return len(number) in (1, 2, 4) and number.isdigit() and before is not None and before.group(1).rstrip(".") in _words().months


def _mention(text: str, start: int, end: int, figure: Figure) -> NumberMention:
    return NumberMention(start, end, text[start:end], figure)


def _bounded(text: str, core: _Core, words: _Words) -> NumberMention:
    """The number with the bounding words before and after it."""
    start, end, bound = core.start, core.end, "exact"
    if before := words.before_pattern.search(text, max(0, start - _LOOK_BACK), start):
        start, bound = before.start(), words.before[_folded(before.group())]
        if before.group().strip().lower() == "about" and _KNOWN.search(text, max(0, start - _LOOK_BACK), start):
            start, bound = core.start, "exact"  # "it is known about two dead"
        elif bound == "at_most" and _GONE_UP.search(text, max(0, start - _LOOK_BACK), core.start):
            start, bound = core.start, "exact"  # "has gone up to 80" is 80
    elif (after := words.after_pattern.match(text, end)) and (
        not _OPENS.match(after.group()) or _CLOSED.match(text, after.end())
    ):
        end, bound = after.end(), words.after[_folded(after.group())]
    return _mention(text, start, end, _figure(core, bound, words))


_OPENS = re.compile(r"\s*at\b", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[.,;:)\u201d\"]|$)")
"""What "40 at least" closes with, so that its bound is of no number behind it: "URL 4016 At least 12 died"."""


def _folded(phrase: str) -> str:
    return " ".join(phrase.lower().split())


def _figure(core: _Core, bound: str, words: _Words) -> Figure:
    if core.bounds is not None:
        low, high = core.bounds
        return Figure(low, None, None if bound == "at_least" else high, "vague")
    number = core.value or 0
    if bound == "at_least":
        return Figure.at_least(number)
    if bound == "at_most":
        return Figure.at_most(number)
    if bound in words.spread:
        below, above = words.spread[bound]
        return Figure(floor(number * below + 1e-9), number, ceil(number * above - 1e-9), "about")
    return Figure.exact(number)


def _counts(text: str, core: _Core, words: _Words, *, paired: bool = False) -> bool:
    """Whether the number counts something: no date, age, measure, name, decimal or pronoun."""
    start, end = core.start, core.end
    before = _BEFORE_WORD.search(text, max(0, start - _LOOK_BACK), start)
    after = _AFTER_WORD.match(text, end)
    previous, following = before.group(1) if before else "", after.group(1) if after else ""
    if text[max(0, start - 1) : start] in words.money or previous.lower() in words.money:
        return False
    if (
        _is_measure(text, end, following, words)
        or previous.lower() == "every"
        or _RATIO.match(text, end)
        or _AGES.search(text, max(0, start - 40), start)
    ):
        return False
    if core.bounds is not None:
        return True
    number = text[start:end]
    if _SPACED.search(number) and (previous.rstrip(".").lower() in words.months or previous == "May"):
        return False  # "on May 12 500 people": which is the day?
    if number.lower() == "one" and not _is_one(text, previous, end, words):
        return False
    if number[0].isdigit() and _is_name(text, core, previous, following, words, paired):
        return False
    if previous.lower() not in words.labels or text[:start].rstrip(" \u00a0").endswith(","):
        return True
    determiner = _BEFORE_WORD.search(text, max(0, before.start() - 20), before.start()) if before else None
    if determiner is None:
        return False
    of_people = determiner.group(1).lower() == "the" and following.lower() in _people()  # "in the camp 12 people died"
    return of_people or determiner.group(1).lower() in words.unlabelled


def _is_measure(text: str, end: int, following: str, words: _Words) -> bool:
    if text[end : end + 1] == "%" or _PER_CENT.match(text, end):
        return True
    word = following.lower().rstrip(".?!").replace("’", "'")
    if word == "local":  # "at 9 local time", not "two local journalists"
        return _LOCAL.match(text, end) is not None
    if word in words.measures:
        return not (word == "m" and text[end : end + 1].isspace())
    parts = word.split("-")
    return len(parts) > 1 and parts[0] in words.measures and parts[0] != "m"


def _is_one(text: str, previous: str, end: int, words: _Words) -> bool:
    return previous.lower() not in words.not_one_before and not words.not_one_after.match(text, end)


def _is_name(text: str, core: _Core, previous: str, following: str, words: _Words, paired: bool) -> bool:
    """Whether digits are a day, a year, a time of day or a part of a longer number or name."""
    value, number = core.value or 0, text[core.start : core.end]
    if _GOES_ON.match(text[core.end : core.end + 2]):
        return True
    if value <= 31 and (
        following.rstrip(".") in words.months
        or (previous.rstrip(".") in words.months and not text[: core.start].rstrip().endswith(","))
    ):
        return True
    beside = text[max(0, core.start - 2) : core.start], text[core.end : core.end + 2]
    if (not paired and _JOINED_BEFORE.fullmatch(beside[0])) or _JOINED_BEHIND.fullmatch(beside[1]):
        return True
    if not number.isdigit() or not words.years[0] <= value <= words.years[1] or len(number) != 4:
        return len(number) > 1 and number[0] == "0"
    bounded = words.before_pattern.search(text, max(0, core.start - _LOOK_BACK), core.start)
    return not (
        following.lower() in _people() or (bounded and bounded.group().lower().strip() not in ("about", "around", "over", "some"))
    )


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    """Nouns after which a four-digit number counts and is no year."""
    sides = table("tolls")["groups"]
    return frozenset(word for words in sides.values() for word in words)


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = table("numbers")
    units, teens, tens, scales = data["units"], data["teens"], data["tens"], data["scales"]
    before = {phrase: bound for bound, phrases in data["before"].items() for phrase in phrases}
    after = {phrase: bound for bound, phrases in data["after"].items() for phrase in phrases}
    return _Words(
        core=_core_pattern(units, teens, tens, scales, data["vague"]),
        values=units | teens | tens,
        scales=scales,
        vague={phrase: (low, high) for phrase, (low, high) in data["vague"].items()},
        before=before,
        before_pattern=re.compile(rf"(?<![\w-])(?:{_any(before)})\s*$", re.IGNORECASE),
        after=after,
        after_pattern=re.compile(rf"\s?(?:{_any(after)})(?!\w)", re.IGNORECASE),
        spread={bound: (below, above) for bound, (below, above) in data["spread"].items()},
        months=frozenset(data["months"]),
        years=(data["years"][0], data["years"][1]),
        measures=frozenset(data["measures"]),
        labels=frozenset(data["labels"]),
        unlabelled=frozenset(data["unlabelled"]),
        money=tuple(data["money"]),
        not_one_before=frozenset(data["not_one_before"]),
        not_one_after=re.compile(rf"\s(?:{_any(data['not_one_after'])})\b|-", re.IGNORECASE),
    )


def _any(phrases: object) -> str:
    ordered = sorted(phrases, key=len, reverse=True)  # type: ignore[call-overload]
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def _core_pattern(
    units: dict[str, int], teens: dict[str, int], tens: dict[str, int], scales: dict[str, int], vague: dict[str, object]
) -> re.Pattern[str]:
    unit, teen, ten, scale = (_any(words) for words in (units, teens, tens, scales))
    small = rf"(?:(?:{ten})(?:[-\s](?:{unit}))?|{teen}|{unit})"
    digits = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+|(?<!\d )\d{1,3}(?: \d{3})+(?![ ,.:-]?\d)|\d+"
    scaled = rf"(?:(?:\d+(?:\.\d+)?|{small}|half\s+an?|an?)(?:[-\s](?:{scale}))+(?!s\b)(?:\s+and\s+{small}|\s{small})?)"
    long = rf"{scaled}(?:\s{scaled})*"
    short = r"\d+(?:\.\d+)?[km](?!\w)"
    alternatives = rf"{_any(vague)}|{long}|{short}|{digits}|{small}"
    # The look-ahead keeps the engine from trying every alternative at every word; it is quick where it minds the case.
    heads = {phrase[:3].lower() for phrase in (*units, *teens, *tens, *vague, "half") if phrase[:2] != "a "}
    opening = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in head) for head in sorted(heads))
    begins = rf"\b(?=(?-i:\d|[aA][nN]?[-\s]|{opening}))(?<![/:])(?<![A-Za-z]-)(?<!\d[.,])"
    return re.compile(rf"{begins}(?:{alternatives})(?![A-Za-z\d])", re.IGNORECASE)
