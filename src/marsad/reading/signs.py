"""A sentence written as a line of signs, one a word and one an actor, so that a table's patterns can be searched in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from marsad.model import Actor, Anchor, PlaceMention
from marsad.reading.allegiance import government_told_of
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.language import table
from marsad.reading.outlines import ACTOR
from marsad.reading.states import actor_list, seated_in, state_of

SIGN = re.compile(r"([§%@])(\d+)")
_DASHES = re.compile(r"[-‐‑–—]|[^-‐‑–—]+")
_DASH = frozenset(["-", "--", "‐", "‑", "–", "—"])
_MARKS = frozenset(["``", "''", '"', "“", "”", "«", "»", "'", "‘"])
_LEFT_OUT = _MARKS | {"(", "["}
_WORD = r"[A-ZÀ-ÖØ-Þ](?:\w|['’](?!s\b))+"
_NAME = re.compile(_WORD + r"(?:[ -](?:(?:al|el|bin|ben|ibn|de|ould|ag|abu|von)[ -])?" + _WORD + "){0,4}")
_LONGEST_BRACKET = 10
_LONGEST_NAME = 5
_BETWEEN = 6
"""Words behind "between" within which the second of two stands."""
_LONGEST_BARE = 12
"""Letters of a word for troops that names no army: "soldiers", "peacekeepers"."""


@dataclass(slots=True)
class Line:
    """Signs and where they stand: "§3" a known actor, "%3" one that is only described, "@3" a nationality, else the word.

    A hyphen is "-", a dash "," and a possessive "'s"; brackets and quotation marks are left out.
    """

    words: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    text: str = ""
    starts: list[int] = field(default_factory=list)

    def add(self, word: str, start: int, end: int) -> None:
        """A plain word that stands at [start, end) of the report."""
        self.words.append(word)
        self.places.append((start, end))

    def add_actor(self, actor: Actor, start: int, end: int, sign: str = "") -> None:
        """An actor that stands at [start, end); a name right after its own description takes its place."""
        sign = sign or ("%" if actor.id is None else "§")
        if sign == "§" and self.words and (last := SIGN.fullmatch(self.words[-1])) and last[1] == "%":
            number = int(last[2])
            self.words[-1], self.actors[number] = f"§{number}", actor
            self.spans[number] = self.places[-1] = (self.spans[number][0], end)
            return
        if sign == "%" and self.words and (last := SIGN.fullmatch(self.words[-1])) and self.actors[int(last[2])].kind == "state":
            self.words[-1] = f"@{last[2]}"
        self.add(f"{sign}{len(self.actors)}", start, end)
        self.actors.append(actor)
        self.spans.append((start, end))

    def close(self) -> Line:
        """The line, its words joined into `text`."""
        self._leave_out_brackets()
        self._leave_out_aliases()
        self._join()
        return self

    def replace(self, i: int, actor: Actor, *then: str) -> None:
        """Put an actor's sign, and the words then, in a closed line where a word stands that means the actor."""
        self.words[i : i + 1] = [f"§{len(self.actors)}", *filter(None, then)]
        self.spans.append(self.places[i])
        self.places[i : i + 1] = [self.places[i]] * (1 + len([*filter(None, then)]))
        self.actors.append(actor)
        self._join()

    def _join(self) -> None:
        self.starts, position = [], 0
        for word in self.words:
            self.starts.append(position)
            position += len(word) + 1
        self.text = " ".join(self.words) + " "

    def _leave_out_brackets(self) -> None:
        if _LEFT_OUT.isdisjoint(self.words):
            return
        keep: list[int] = []
        i = 0
        while i < len(self.words):
            if self.words[i] in ("(", "["):
                inside = self.words[i + 1 : i + _LONGEST_BRACKET]
                self._name_by_abbreviation(i)
                i += next((n for n, word in enumerate(inside, 2) if word in (")", "]")), 1)
                continue
            if self.words[i] not in _MARKS:
                keep.append(i)
            i += 1
        self.words = [self.words[i] for i in keep]
        self.places = [self.places[i] for i in keep]

    def _name_by_abbreviation(self, i: int) -> None:
        """Let the listed actor in a bracket stand for the unlisted name before it: "the Support Force (MSS)"."""
        long = SIGN.fullmatch(self.words[i - 1]) if i else None
        short = SIGN.fullmatch(self.words[i + 1]) if self.words[i + 2 : i + 3] in ([")"], ["]"]) else None
        if long and short and long[1] == "%" and short[1] == "§":
            self.words[i - 1], self.actors[int(long[2])] = f"§{long[2]}", self.actors[int(short[2])]

    def _leave_out_aliases(self) -> None:
        """Of "the M23, also known as Z, is led by" the second name, so that the first stands before what is said of it."""
        for i in range(1, len(self.words) - 3):
            of_actor = SIGN.fullmatch(self.words[i - 1]) or self.words[i + 1] == "for"
            if self.words[i] != "," or not of_actor or not _says_alias(self.words[i + 1 : i + 4]):
                continue
            ends = range(i + 2, min(len(self.words), i + _LONGEST_BRACKET))
            close = next((n for n in ends if self.words[n] in (",", "and")), None)
            if close is not None:  # of "X, known as Y and backed by Z" what follows the name is kept behind its comma
                first = i + (self.words[close] == "and")
                last = close + (self.words[close + 1 : close + 2] not in (["a"], ["an"]))  # "X, known as Y, a faction of Z"
                del self.words[first:last], self.places[first:last]
                return

    @property
    def outline(self) -> list[str]:
        """Its words, with one sign for every actor: what a pattern's outline (`outlines`) is held against."""
        return [ACTOR if word[0] in "§%@" else word for word in self.words]

    def place(self, position: int) -> tuple[int, int]:
        """Where in the report the sign stands that holds the character at `position` of `text`."""
        return self.places[bisect_right(self.starts, position) - 1]

    def position(self, offset: int) -> int:
        """Where in `text` the sign begins that stands at, or else next after, an offset of the report."""
        found = next((i for i, (_, end) in enumerate(self.places) if end > offset), None)
        return len(self.text) if found is None else self.starts[found]


def line_of(document: Document, sentence: Sentence) -> Line:
    """The sentence as signs; of a compound mention ("Turkish-backed factions") the modifier stays in words."""
    line = Line()
    mentions = within(document.actors, sentence.start, sentence.end)
    lands = {place.start for place in within(document.places, sentence.start, sentence.end)}
    position, passed, tokens, special = sentence.begin, 0, sentence.tokens, _special()
    while position < len(tokens):
        token = tokens[position]
        start = token.start
        while passed < len(mentions) and mentions[passed].end <= start:
            passed += 1
        mention = mentions[passed] if passed < len(mentions) and mentions[passed].start <= start else None
        if mention is not None and line.words[-1:] == ["former"] and token.lower in _words()["ranks"]:
            mention = None  # "the former policeman X" isn't the police
        if mention is None and start not in lands and _is_plain(token.text) and token.lower not in special:
            line.add(token.lower, start, token.end)
            position += 1
            continue
        country = _country_at(document, start) if mention is None and start in lands else None
        if mention is None and country is None and token.text[0].isupper() and (name := _unlisted(document, token, line)):
            actor, end = name
            line.add_actor(actor, start, end)
            while position < len(tokens) and tokens[position].start < end:
                position += 1
            continue
        if mention is None and country is None:
            _add_word(line, document, tokens, position)
            position += 1
            continue
        end = mention.end if mention else country.end if country else start
        last = position
        while last + 1 < len(tokens) and tokens[last + 1].start < end:
            last += 1
        if mention:
            core = _core(tokens, position, last)
            for inner in range(position, core):
                _add_word(line, document, tokens, inner)
            part = last > core and mention.actor.id and tokens[last].lower in _words()["part_words"]
            named = last - 1 if part and tokens[last].lower not in mention.actor.name.casefold() else last
            _add_mention(line, mention.actor, document.anchor(tokens[core].start, min(end, tokens[named].end)), tokens[named])
            if named < last:  # "another EMC faction"
                line.add(tokens[last].lower, tokens[last].start, tokens[last].end)
        elif country and country.place and (state := actor_list().national(country.place.country or "", "state")):
            _add_mention(line, actor_list().actor(state), document.anchor(start, end), tokens[last])
        position = last + 1
    return line.close()


def _is_plain(word: str) -> bool:
    """Whether it is a word of small letters: nothing to cut up, nobody's name."""
    return word.isalpha() and word.islower()


def _unlisted(document: Document, token: Token, line: Line) -> tuple[Actor, int] | None:
    """An actor that is no mention but must be one where its capital stands ("led by Ali Darassa"), and where its name ends."""
    if state_of(token.text) or not _calls_for_name(line):
        return None
    found = _NAME.match(document.text, token.start)
    if found is None:
        return None
    start, end = found.span()
    if within(document.times, start, end) or any(one.start == start and one.place for one in within(document.places, start, end)):
        return None
    if actors := within(document.actors, start, end):
        end = actors[0].start
    name = document.text[start:end].rstrip()
    titled, words = token.lower in _words()["titles"], name.split()
    if titled:
        words = words[1:]
    if not words:
        return None
    group = words[-1].lower() in _words()["name_words"] or (len(words) == 1 and len(name) > 2 and name.isupper())
    if not group and len(words) < 2 and not titled:
        return None
    return Actor(None, " ".join(words), "unknown" if group else "person"), start + len(name)


def _calls_for_name(line: Line) -> bool:
    """Whether the words so far, besides titles, lead up to an actor's name."""
    words, titles = line.words[-8:], _words()["titles"]
    while words and (words[-1] in titles or words[-1] in ("the", "a", "-") or (words[-1][0] == "@" and len(words) > 1)):
        words.pop()
    if len(words) < 2:
        return bool(line.words) and line.words[-1] in _words()["chief"]
    chiefs = {one for one, other in pairwise(words) if other == "of"} & _words()["chief"]
    if words[-1] == "," and words[-2] in _words()["chief"] and not {"its", "their", "'s"}.isdisjoint(words[-5:-2]):
        return True  # "its chairman, Rashad al-Alimi"
    before = table("relations")["name_before"].get(words[-1], ())
    of_force = (
        words[-1] == "of" and (sign := SIGN.fullmatch(words[-2])) and line.actors[int(sign[2])].kind in ("rebel", "militia")
    )
    if of_force:  # "the Justice and Equality Movement of Gibril Ibrahim"
        return True
    return words[-2] in before or line.words[-1] in _words()["chief"] or bool(words[-1] == "," and chiefs)


def _country_at(document: Document, offset: int) -> PlaceMention | None:
    """The country named there as a place, which in these patterns may be an actor ("backed by the United States")."""
    place = next(iter(within(document.places, offset, offset + 1)), None)
    whole = place is not None and place.place is not None and place.place.precision == 6 and place.place.relative is None
    return place if whole and place and place.start == offset else None


def _core(tokens: list[Token], first: int, last: int) -> int:
    """Where a mention's own words begin after a compound that says how it stands."""
    words = _words()
    if tokens[first].lower == "allied" and last > first:  # "the RSF and allied Arab militias"
        return first + 1
    for i in range(last - 1, first, -1):
        if tokens[i].lower in words["compounds"] and tokens[i - 1].text in _DASH:
            return i + 1
    for i in range(first, last):
        if "-" in tokens[i].text and tokens[i].lower.rpartition("-")[2] in words["compounds"]:
            return i + 1
    if tokens[first].lower in words["prefixes"] and last - first >= 3 and tokens[first + 1].text in _DASH:
        return first + 3
    return first


def _add_mention(line: Line, actor: Actor, words: Anchor, last: Token) -> None:
    nationality = actor.kind == "state" and actor_list().demonym(words.text) is not None
    before = [word for word in line.words[-2:] if word != "the"][-1:]
    given = before == ["from"] and (not _words()["giving"].isdisjoint(line.words[-6:]) or _bare_troops(line))
    if actor.kind == "state" and not nationality and before and before[0] in _words()["inside"] and not given:
        line.add(words.text.split()[0].lower(), words.start, words.end)
    else:
        line.add_actor(actor, words.start, words.end, "@" if nationality else "")
    if last.end > words.end:
        line.add("-" if last.text[-1] in _DASH else "'s", words.end, last.end)


def _bare_troops(line: Line) -> bool:
    """Whether troops stand before the last word ("backed by soldiers from Burundi"); they are then no other state's."""
    sign = SIGN.fullmatch(line.words[-2]) if len(line.words) > 1 else None
    if sign is None or sign[1] == "@" or line.actors[int(sign[2])].kind != "military":
        return False
    start, end = line.spans[int(sign[2])]
    bare = end - start < _LONGEST_BARE
    if bare:
        line.words[-2] = f"%{sign[2]}"
    return bare


def _add_word(line: Line, document: Document, tokens: list[Token], position: int) -> None:
    """A word outside the mentions, cut at its hyphens; a country, nationality or government that stands in it is an actor."""
    token = tokens[position]
    if _is_plain(token.text) and token.lower not in _special():
        line.add(token.lower, token.start, token.end)
        return
    if token.text in _DASH:
        joined = position > 0 and tokens[position - 1].end == token.start and token.text not in ("—", "--")
        line.add("-" if joined else ",", token.start, token.end)
        return
    if token.lower in _words()["compounds"]:
        _name_before(line, document)
    for part in _DASHES.finditer(token.text):
        word, start = part.group(), token.start + part.start()
        end = start + len(word)
        if word in _DASH:
            line.add("-", start, end)
        elif (actor := _named(document, word, line)) is not None:
            whole = line.words[-1:] == ["and"] and document.text[end : end + 1] in (" ", ",", ".")  # "by Moscow and Ankara"
            adjective = (actor.kind != "state" and not whole) or actor_list().demonym(word) is not None
            line.add_actor(actor, start, end, "@" if adjective else "")
        elif len(word) > 3 and word[-1] == "s" and word[0].isupper() and (owner := state_of(word[:-1])) is not None:
            line.add_actor(owner, start, end - 1, "@")
            line.add("'s", end - 1, end)
        else:
            owned = word == "'" and bool(line.places) and line.places[-1][1] == start and SIGN.fullmatch(line.words[-1])
            line.add("'s" if owned or word in ("’s", "‘s", "’", "'S", "’S") else word.lower(), start, end)


def _name_before(line: Line, document: Document) -> None:
    """Put an actor's name that stands in a compound and is no mention of its own ("al-Qaeda-linked") as one sign."""
    if len(line.words) < 2 or line.words[-1] != "-" or SIGN.fullmatch(line.words[-2]):
        return
    hyphen, end = line.places[-1], line.places[-2][1]
    for first in range(max(0, len(line.words) - 1 - _LONGEST_NAME), len(line.words) - 1):
        start = line.places[first][0]
        name = document.text[start:end]
        if first == len(line.words) - 2 and name in _words()["government"] and (rulers := government_told_of(document, name)):
            del line.words[first:], line.places[first:]
            line.add_actor(rulers, start, end)
            line.add("-", *hyphen)
            return
        entry = None if name.islower() or line.words[first] == "the" else actor_list().lookup(name)
        if entry is None and (iso := actor_list().capital(name)):  # "the Tehran-backed Houthis"
            entry = actor_list().national(iso, "gov")
        if entry is not None:
            del line.words[first:], line.places[first:]
            line.add_actor(actor_list().actor(entry), start, end)
            line.add("-", *hyphen)
            return


def _named(document: Document, word: str, line: Line) -> Actor | None:
    """The actor that a word outside the mentions stands for."""
    before = line.words[-2:]
    if word[0].isupper() and len(word) > 1:
        joined = SIGN.fullmatch(before[0]) if len(before) == 2 and before[1] == "and" else None  # "by Moscow and Ankara"
        named = joined is not None and line.actors[int(joined[2])].kind in ("government", "state")
        given = bool(before) and before[-1] == "from" and not _words()["giving"].isdisjoint(line.words[-6:])
        other = before[-1:] == ["and"] and "between" in line.words[-_BETWEEN:]  # "between the SDF and Damascus"
        of = before[-1:] == ["of"] and before[0] in _words()["before_seat_of"]  # "in support of Kinshasa"
        led = of or not _words()["before_seat"].isdisjoint(before[-1:])
        capital = actor_list().capital(word) if named or given or other or led else None
        return (seated_in(capital) if capital else None) or state_of(word)
    if word in _words()["government"] and len(before) == 2 and before[1] == "-" and before[0] in _words()["prefixes"]:
        return government_told_of(document, word)
    return None


def _says_alias(words: list[str]) -> bool:
    rows = table("relations")["aliases"]
    return any(words[: len(row)] == row for row in rows)


@lru_cache(maxsize=1)
def _special() -> frozenset[str]:
    """Words written small that may be more than a word of the line: most aren't, and need no closer look."""
    return _words()["compounds"] | _words()["government"]


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    words = table("relations")
    macros = words["macros"]
    lists = {name: frozenset(words[name]) for name in words["line_words"]}
    return lists | {"titles": frozenset(macros["title"]) | frozenset(macros["rank"]), "chief": frozenset(macros["chief"])}
