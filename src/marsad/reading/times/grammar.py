"""Time rules as data: a text becomes a string with one character a word, and a rule is a regular expression over it.

Each set of classes that a word can have (a month, a number up to 31, a plural noun...) has its own character, so the search
runs in C over a string as long as the text has words. The rules' language is described at the head of
`language/en/times.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from marsad.errors import DataError
from marsad.reading.times.rule import Places, Rule, needs, reach

_TOKEN = re.compile(
    r"""(?:(?P<WORD>[^\W\d_]\w*(?:['’](?!s\b)[^\W\d_]+)?)
      | (?P<ISO>\d{4}-\d\d-\d\d(?!\d)(?:T\d\d:\d\d(?::\d\d)?Z?)?)
      | (?P<NUMDATE>\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)(?:\d{4}|\d\d)(?!\w))
      | (?P<CLOCK>\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{1,2}\.\d\d(?=\s?[ap]\.?m\b))
      | (?P<DECADE>(?:\d\d|['’])?\d0['’]?s\b)
      | (?P<ORDINAL>\d{1,3}(?:st|nd|rd|th)\b)
      | (?P<NUMBER>(?>\d+(?:,\d{3})*+(?:\.\d+)?)(?:(?![^\W\d])|(?=(?:[ap]\.?m|gmt|utc|hrs?|h)\b)))
      | (?P<POSS>['’]s\b)
      | (?P<YY>(?<!\w)['’]\d\d\b(?!['’]))
      | (?P<BREAK>\n\s*\n)
      | (?P<LABELLED>\w+)
      | (?P<SIGN>\S))[ ]?""",
    re.VERBOSE | re.IGNORECASE,
)
_ATOM = re.compile(
    r"(?:(?P<name>[a-z_0-9]+):)?(?:(?P<open>\()(?!\?)|(?P<cls>[A-Z][A-Z_]*)|(?P<word>[a-z’]+)|'(?P<sign>[^']+)')"
    r"|(?P<raw>\(\?<?[!=]|[()?*+|])|\s+"
)
_KEPT = 50_000
_SHAPES = ("ISO", "NUMDATE", "CLOCK", "DECADE", "ORDINAL", "YY", "POSS", "BREAK")
_SAMPLES = [
    *(str(n) for n in range(2500)),
    *(f"{n:02d}" for n in range(10)),
    *(f"{n:03d}" for n in range(100)),
    *(f"{n:04d}" for n in range(0, 1000)),
    "2500",
    "12345",
    "123456",
    "1.5",
    "1,000",
]


@dataclass(slots=True)
class Words:
    """A text's words: where each starts and ends, in lower case, and the string of their class characters."""

    text: str
    starts: list[int]
    ends: list[int]
    lowers: list[str]
    chars: str


class Match:
    """A rule that fired on the words [start, end)."""

    __slots__ = ("_found", "end", "grammar", "rule", "start", "words")

    def __init__(self, grammar: Grammar, rule: Rule, words: Words, found: re.Match[str]) -> None:
        self.grammar, self.rule, self.words, self._found = grammar, rule, words, found
        self.start, self.end = found.span()

    def get(self, name: str) -> list[str]:
        """The lower-case words bound to the name in the pattern; empty if it isn't there or took no part."""
        for group in self.rule.groups.get(name, ()):
            start, end = self._found.span(group)
            if start >= 0:
                return self.words.lowers[start:end]
        return []

    def lookup(self, table: str, name: str) -> Any:
        """What the table says of the words bound to the name, or None."""
        words = self.get(name)
        return self.grammar.value(table, words) if words else None

    def number(self, word: str) -> float | None:
        """The number that a word or figure is, or None."""
        if word[0].isdecimal():
            return float(word.replace(",", "")) if word.replace(",", "").replace(".", "", 1).isdecimal() else None
        known = self.grammar.tables["NUMBER"].get(word)
        return None if known is None else float(known)

    def year(self, name: str) -> int | None:
        """The year bound to the name, the century of '82 filled in."""
        words = self.get(name)
        if not words:
            return None
        digits = int("".join(c for c in words[0] if c.isdecimal()))
        return digits if len(words[0]) == 4 and words[0].isdecimal() else digits + (2000 if digits < 40 else 1900)

    def ordinal(self, name: str) -> int | None:
        """The number of "3rd", "27", "third" or "Q3" bound to the name."""
        words = self.get(name)
        if not words:
            return None
        known: int | None = self.lookup("ORDWORD", name) or self.lookup("QUARTER", name)
        digits = "".join(c for c in words[0] if c.isdecimal())
        return known or (int(digits) if digits else None)

    def which(self) -> int | None:
        """-1 for last, 0 for this, 1 for next; None where the rule binds none of them."""
        words = self.get("which") or [self.rule.constants.get("which", "")]
        return next(
            (
                shift
                for word in words
                for name in ("PAST", "NEXT", "THIS")
                if (shift := self.grammar.tables[name].get(word)) is not None
            ),
            None,
        )

    def in_a_name(self) -> bool:
        """Whether the match has a capital and so has a word beside it ("Daily Mail")."""
        text, starts = self.words.text, self.words.starts
        around = [text[starts[i]] for i in (self.start - 1, self.end) if 0 <= i < len(starts)]
        return text[starts[self.start]].isupper() and any(sign.isupper() for sign in around)

    def before(self) -> str:
        """The word before the match, or an empty string."""
        return self.words.lowers[self.start - 1] if self.start else ""

    def after(self) -> str:
        """The word behind the match, or an empty string."""
        return self.words.lowers[self.end] if self.end < len(self.words.lowers) else ""


class _Read(dict[str, tuple[str, str]]):
    """What a word's letters alone tell, worked out once: its small letters, and the character of its classes."""

    def __init__(self, char_of: Callable[[str, str], str]) -> None:
        super().__init__()
        self._char_of = char_of

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= _KEPT:
            self.clear()
        lower = word.lower()
        found = self[word] = lower, self._char_of(word, lower)
        return found


class Grammar:
    """The words and rules of one language's times."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.tables: dict[str, dict[str, Any]] = {}
        self.lists: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in data["lists"].items()}
        self.utc = frozenset(data["classes"]["UTC"])
        self._macros: dict[str, str] = data["macros"]
        self._classes: dict[str, set[str]] = {}
        self._code_of: dict[frozenset[str], str] = {}
        self._capital_only = frozenset(data["capitalised"])
        for name, words in data["classes"].items():
            for word in words:
                self._classes.setdefault(str(word), set()).add(name)
            if isinstance(words, dict):
                self.tables.setdefault(name.split("_")[0], {}).update({str(w): v for w, v in words.items()})
        sources = [self._expand(rule["pattern"], rule["name"]) for rule in data["rules"]]
        for source in sources:
            for found in _ATOM.finditer(source):
                literal = found["word"] or found["sign"]
                if literal:
                    self._classes.setdefault(literal, set()).add("=" + literal)
        self._known = {
            word: (self._code(self._lower_classes(word)), self._code(frozenset(classes)))
            for word, classes in self._classes.items()
        }
        self.lower_char, self._capital = self._code(frozenset({"LOWER"})), self._code(frozenset({"CAPITAL"}))
        self._plural, self._sign = self._code(frozenset({"PLURAL"})), self._code(frozenset({"SIGN"}))
        self._past = self._code(frozenset({"PAST"}))
        self._read = _Read(self._char_of_word)
        self._shape = {shape: self._code(frozenset({shape})) for shape in _SHAPES}
        for sample in _SAMPLES:
            self._code(_number_classes(sample))
        self.rules = [
            self._compile(rule, source, order) for order, (rule, source) in enumerate(zip(data["rules"], sources, strict=True))
        ]
        # A bit for each need: a rule is tried only on a text whose characters have all its bits.
        bits = {need: 1 << i for i, need in enumerate(dict.fromkeys(need for rule in self.rules for need in rule.needs))}
        self._rule_bits = [(sum(bits[need] for need in set(rule.needs)), rule) for rule in self.rules]
        self._char_bits: dict[str, int] = {}
        for need, bit in bits.items():
            for char in need:
                self._char_bits[char] = self._char_bits.get(char, 0) | bit

    def read(self, text: str) -> Words:
        """Cuts a text into words and writes its string of classes."""
        starts, ends, lowers, chars = [], [], [], []
        words = self._read
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup or ""
            word = found[kind]
            start = found.start()
            starts.append(start)
            ends.append(start + len(word))
            if kind == "WORD":
                lower, char = words[word]
            else:
                lower, char = word.lower(), self._char_of(kind, word)
            lowers.append(lower)
            chars.append(char)
        return Words(text, starts, ends, lowers, "".join(chars))

    def _char_of_word(self, word: str, lower: str) -> str:
        known = self._known.get(lower)
        if known:
            return known[word[0].isupper()]
        if word[0].isupper():
            return self._capital
        return self._plural if lower.endswith("s") else self._past if lower.endswith("ed") else self.lower_char

    def _char_of(self, kind: str, word: str) -> str:
        """The character of what is no word."""
        if kind == "LABELLED":
            return self.lower_char
        if kind == "SIGN":
            return self._known[word][0] if word in self._known else self._sign
        return self._code_of[_number_classes(word)] if kind == "NUMBER" else self._shape[kind]

    def matches(self, words: Words) -> list[Match]:
        """The rules that fire, in text order; where two overlap, the longer, then the earlier rule of the file."""
        places, there = Places(words.chars), 0
        for char in places.of_char:
            there |= self._char_bits.get(char, 0)
        rules = [rule for bits, rule in self._rule_bits if bits & there == bits]
        found = [Match(self, rule, words, one) for rule in rules for one in rule.find(words.chars, places)]
        found.sort(key=lambda one: (one.start - one.end, one.rule.order))
        taken = bytearray(len(words.chars))
        kept = []
        for match in found:
            if match.end > match.start and not any(taken[match.start : match.end]):
                taken[match.start : match.end] = b"\1" * (match.end - match.start)
                kept.append(match)
        kept.sort(key=lambda one: one.start)
        return kept

    def value(self, table: str, words: list[str]) -> Any:
        """What the table says of the first of the words that it has, or None."""
        entries = self.tables[table]
        return next((entries[word] for word in words if word in entries), None)

    def _lower_classes(self, word: str) -> frozenset[str]:
        return frozenset(c for c in self._classes[word] if c not in self._capital_only) or frozenset({"LOWER"})

    def _code(self, classes: frozenset[str]) -> str:
        return self._code_of.setdefault(classes, chr(0x4E00 + len(self._code_of)))

    def _expand(self, pattern: str, name: str, depth: int = 0) -> str:
        if depth > 6:
            raise DataError(f"time rule {name!r}: macros that hold each other")

        def macro(found: re.Match[str]) -> str:
            body = self._macros.get(found.group())
            return found.group() if body is None else "(" + self._expand(body, name, depth + 1) + ")"

        def any_of(found: re.Match[str]) -> str:
            return "(" + "|".join(found[1].split()) + ")"

        return re.sub(r"\b[A-Z][A-Z_]*\b", macro, re.sub(r"\[([^\]]*)\]", any_of, pattern))

    def _compile(self, rule: dict[str, Any], source: str, order: int) -> Rule:
        parts, position, groups = [], 0, dict[str, list[int]]()
        while position < len(source):
            atom = _ATOM.match(source, position)
            if atom is None:
                raise DataError(f"time rule {rule['name']!r}: can't read the pattern at {source[position : position + 20]!r}")
            position = atom.end()
            if atom["name"]:
                groups.setdefault(atom["name"], []).append(sum(map(len, groups.values())) + 1)
            parts.append(self._part(atom, rule["name"]))
        return Rule(rule["name"], "".join(parts), needs(parts), rule["make"], rule.get("with", {}), order, groups, reach(parts))

    def _part(self, atom: re.Match[str], name: str) -> str:
        if atom["raw"]:
            return str(atom["raw"])
        if atom["open"]:
            return "(" if atom["name"] else "(?:"
        if not (atom["cls"] or atom["word"] or atom["sign"]):
            return ""
        wanted = atom["cls"] or "=" + (atom["word"] or atom["sign"])
        codes = [code for classes, code in self._code_of.items() if wanted in classes]
        if not codes:
            raise DataError(f"time rule {name!r}: no word has the class {wanted!r}")
        charset = f"[{''.join(codes)}]" if len(codes) > 1 else codes[0]
        return f"({charset})" if atom["name"] else charset


@lru_cache(4096)
def _number_classes(text: str) -> frozenset[str]:
    if "," in text or "." in text:
        return frozenset({"FIGURE", "DECIMAL" if "." in text else "FIGURE"})
    number, digits = int(text[:9]), len(text)
    classes = {"FIGURE"}
    if digits <= 3 and number:
        classes.add("INT")
    if digits <= 2:
        if 1 <= number <= 31:
            classes.add("DAYNUM")
        if number <= 24:
            classes.add("HOUR")
        if digits == 2:
            classes.add("TWO")
    if digits == 4:
        classes.add("YEAR" if 1900 <= number <= 2099 else "OLDYEAR" if 1000 <= number < 1900 else "FIGURE")
        if number // 100 < 24 and number % 100 < 60:
            classes.add("MILITARY")
    return frozenset(classes)


@cache
def load(language: str) -> Grammar:
    """The rules of a language (ISO 639-1), read once."""
    source = resources.files("marsad.reading.language").joinpath(language, "times.yaml").read_text(encoding="utf-8")
    return Grammar(yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
