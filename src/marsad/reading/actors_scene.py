"""What the actor rules share about one report: its words, its countries, and who has been spoken of so far."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from msgspec.structs import replace

from marsad.gazetteer.actors import ActorList, GeoKind
from marsad.gazetteer.actors_table import ActorEntry
from marsad.gazetteer.actors_words import Word, scan
from marsad.model import Actor, ActorKind, ActorMention
from marsad.reading.actors_lexicon import Lexicon, lexicon
from marsad.reading.document import Document

_WEIGHTS: dict[GeoKind, float] = {"name": 1.0, "owner": 1.0, "short": 0.5, "adj": 1.0, "people": 1.0, "seat": 1.0, "town": 1.0}

_OPENING = re.compile(
    r"(?:[-\u2013\u2022*] ?)?(?:(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2}) ?[:,\u2013-] )?"
    r"In (?:neighbou?ring |nearby )?((?:[A-Z][\w\u2019'-]{1,30} ){0,3}[A-Z][\w\u2019'-]{1,30}),"
)
_HOSTILE = ("enem", "occup", "invad", "aggress")
_CALLED = re.compile(
    r"\b([A-Z]\w+) (?:[Ee]nemy|occupiers?|invaders?|aggressors?"
    r"|(occupation|occupying|invading) (?:army|forces?|troops|soldiers|authorities))\b"
)
_QUOTED = re.compile(r"\"[^\"]{0,400}\"|\u201c[^\u201d]{0,400}\u201d")
_LEAD = 3
"""The first sentences (headline, dateline, lead) say what a report is about: their countries count twice."""


def foe_of(document: Document, actors: ActorList) -> tuple[str, bool] | None:
    """The country (ISO code) that a report calls the enemy or the occupier in its own words, and whether "the enemy" alone means
    it: not where there are only "Israeli occupation forces"."""
    if not any(word in document.text for word in _HOSTILE):
        return None
    told = [(actors.demonym(one[1]), one[2] is None) for one in _CALLED.finditer(_QUOTED.sub(" ", document.text))]
    called = Counter(iso for iso, _ in told if iso is not None)
    if not called:
        return None
    foe = called.most_common(1)[0][0]
    return foe, (foe, True) in told


class Line:
    """A sentence's words, with what the list and the country table know of each; rules mark the words that they take."""

    __slots__ = ("geo", "index", "listed", "taken", "words")

    def __init__(self, index: int, words: list[Word]) -> None:
        self.index = index
        self.words = words
        self.geo: dict[int, tuple[int, list[tuple[GeoKind, str]]]] = {}
        self.listed: dict[int, int] = {}
        self.taken = bytearray(len(words))

    def joined(self, first: int, last: int) -> bool:
        """Whether no sign stands between the words [first, last)."""
        return all(word.glue for word in self.words[first + 1 : last])

    def free(self, first: int, last: int) -> bool:
        """Whether no rule has taken any of the words [first, last)."""
        return not any(self.taken[first:last])


class Scene:
    """One report while its actors are found."""

    def __init__(self, document: Document, actors: ActorList) -> None:
        self.document = document
        self.actors = actors
        self.lex: Lexicon = lexicon()
        self.lines: list[Line] = []
        self.mentions: list[ActorMention] = []
        self.defined: dict[str, Actor] = {}
        self.surnames: dict[str, Actor] = {}
        self.recent: list[ActorMention] = []
        self._weights: defaultdict[str, float] = defaultdict(float)
        for sentence in document.sentences:
            words = scan(sentence.text, sentence.start)
            line = Line(sentence.index, words)
            self._survey(line)
            self.lines.append(line)
        self._ranked = sorted(self._weights.items(), key=lambda pair: -pair[1])
        self.countries: list[str] = [iso for iso, _ in self._ranked[:8]]
        self.main: str | None = self._main()
        foe = foe_of(document, actors)
        if foe is not None:
            for line in self.lines:
                self._mark_foe(line, *foe)

    def _mark_foe(self, line: Line, foe: str, alone: bool) -> None:
        """Take "enemy", "occupation" and the like for the nationality of the state that the report calls so."""
        for i, word in enumerate(line.words):
            if word.fold not in self.lex.hostile or (i - 1 in line.geo and word.glue):
                continue
            if word.fold in self.lex.foes and not alone:
                continue
            after = line.words[i + 1] if i + 1 < len(line.words) else None
            before_noun = after is not None and bool(after.glue) and self._is_theirs(line, i + 1)
            if before_noun or word.fold in self.lex.foes:
                line.geo[i] = 1, [("adj" if before_noun else "name", foe)]
                line.listed.pop(i, None)

    def _is_theirs(self, line: Line, i: int) -> bool:
        """Whether a force, a weapon or a deed is named at `i`: "enemy drone", "occupation forces"."""
        return any(table.at(line.words, i, len(line.words)) for table in (self.lex.heads, self.lex.deeds))

    def _survey(self, line: Line) -> None:
        """Note every name of the list and of a country, before any is resolved."""
        longest, small, longest_geo = self.actors.longest, self.actors.longest_small, self.actors.longest_geo
        for i, word in enumerate(line.words):
            if word.cap and (most := longest_geo.get(word.fold)):
                self._survey_geo(line, i, most)
            if most := (longest if word.cap else small).get(word.fold):
                self._survey_listed(line, i, most)
        self._prefer_longer(line)

    def _prefer_longer(self, line: Line) -> None:
        """ "The National Human Rights Network" is no outlet "The National": a longer name behind the article wins."""
        for i in [i for i in line.listed if line.words[i].fold == "the" and i + 1 in line.listed]:
            if 1 + line.listed[i + 1] > line.listed[i]:
                del line.listed[i]

    def _survey_geo(self, line: Line, i: int, most: int) -> None:
        words = line.words
        for length in range(min(most, len(words) - i), 0, -1):
            if length > 1 and not line.joined(i, i + length):
                continue
            if geo := self.actors.geo(words[i : i + length]):
                line.geo[i] = length, geo
                if i > 1 and words[i - 1].fold == "with" and words[i - 2].fold in self.lex.borders:
                    return  # "near the border with Syria": Syria's soldiers aren't meant by "soldiers"
                after = words[i + length] if i + length < len(words) else None
                if after is not None and after.glue == "-" and after.fold in self.lex.passing:
                    return  # "a China-brokered truce"
                for what, iso in geo:
                    self._weights[iso] += _WEIGHTS[what] / len(geo) * (2 if line.index < _LEAD else 1)
                return

    def _survey_listed(self, line: Line, i: int, most: int) -> None:
        words, keys = line.words, self.actors.keys
        folds = [word.fold for word in words[i : i + most]]
        for length in range(len(folds), 0, -1):
            if " ".join(folds[:length]) not in keys or (length > 1 and not line.joined(i, i + length)):
                continue
            if not self.actors.known(words[i : i + length]):
                continue
            if i in line.geo and line.geo[i][0] >= length:
                return
            line.listed[i] = length
            entry = self.actors.named(words[i : i + length])
            if entry is not None:
                for iso in entry.countries:
                    self._weights[iso] += 0.75 / len(entry.countries)
            return

    def _main(self) -> str | None:
        """The report's main country, where one leads clearly."""
        leading = self._ranked[:2]
        if not leading or leading[0][1] < 2:
            return None
        if len(leading) > 1 and leading[0][1] < 1.5 * leading[1][1]:
            return None
        return leading[0][0]

    def entry(self, words: list[Word]) -> ActorEntry | None:
        """The list's actor that these words name in this report."""
        return self.actors.named(words, self.countries)

    def entry_at(self, line: Line, i: int) -> ActorEntry | None:
        """The list's actor that the name at `i` stands for, if one begins there."""
        length = line.listed.get(i, 0)
        return self.entry(line.words[i : i + length]) if length else None

    def country(self, line: Line, i: int, *kinds: GeoKind) -> str | None:
        """The country that the words at `i` stand for as one of these kinds; the report's other countries settle namesakes."""
        rows = [iso for what, iso in line.geo.get(i, (0, []))[1] if what in kinds]
        if len(rows) > 1:
            rows.sort(key=lambda iso: self.countries.index(iso) if iso in self.countries else len(self.countries))
        return rows[0] if rows else None

    def national(self, iso: str, slug: str) -> Actor | None:
        """A country's state, government or forces."""
        entry = self.actors.national(iso, slug)
        return self.actors.actor(entry) if entry else None

    def named(self, actor: Actor | None, said: str) -> Actor | None:
        """A country's armed forces by the word that the text has: its air force, its army, else as the list names them."""
        iso = self.actors.country_of(actor) if actor and actor.id and actor.id.endswith(".mil") else None
        if actor is None or iso is None:
            return actor
        label = self.actors.label(iso)
        if said in self.lex.parts:
            return Actor(None, f"{label} {said}", actor.kind, actor.side)
        if said in ("army", "armed forces") and actor.name == f"{label} military":
            return replace(actor, name=f"{label} {said}")
        return actor

    def called_again(self, said: str, start: int) -> Actor | None:
        """Whose body a phrase of several words last was: "Ukraine's general staff", then "the general staff"."""
        begin = self.document.sentence_at(start).start
        if " " not in said or self._opening(begin, start) or self._opening_before(begin):
            return None  # "In neighbouring Burkina Faso, security forces killed 30"
        longer = (one for one in reversed(self.recent) if one.text.casefold().endswith(f" {said}"))
        return next((one.actor for one in longer), None)

    def homely(self, slug: str, start: int, *, owned: bool = False, anyones: bool = False) -> Actor | None:
        """The army, police or government that goes without a country: its sentence's, the main country's, or the last one's.

        `owned`: a possessive ("its troops") stands before it, so only the same sentence can tell. `anyones`: bare "soldiers",
        who are nobody's where another state's army fights in the country.
        """
        begin = self.document.sentence_at(start).start
        land = None if owned else self._opening(begin, start) or self._opening_before(begin)
        if land is not None:  # "In neighbouring Burkina Faso, soldiers killed 30"
            return self.national(land, slug)
        lands = [self.main] if self.main else self.countries[:2]
        if anyones and not self.lex.fought_in.isdisjoint(lands):
            return None
        here = {iso for mention in self.recent if begin <= mention.start < start and (iso := self._state_of(mention.actor))}
        if len(here) == 1 and (owned or not self.main):
            return self.national(here.pop(), slug)
        if owned:
            return None
        if self.main:
            occupied = self.lex.army_of.get(self.main, self.main) if slug == "mil" else self.main
            return self.national(occupied, slug)
        spoken = {
            mention.actor.id: mention.actor
            for mention in self.recent
            if mention.actor.id and mention.actor.id.endswith(f".{slug}")
        }
        return next(iter(spoken.values())) if len(spoken) == 1 else None

    def _opening(self, begin: int, start: int) -> str | None:
        """The country that opens the sentence of a force, where it isn't the report's own."""
        opened = _OPENING.match(self.document.text, begin, start)
        if opened is None:
            return None
        names = opened.group(1).split()
        lands = (self.actors.country(" ".join(names[:size])) for size in range(len(names), 0, -1))
        land = next(filter(None, lands), None)
        return land if land != self.main else None

    def _opening_before(self, begin: int) -> str | None:
        """The country that opens the sentence before one, in the same paragraph: "In Burkina Faso, X said. The army ..."."""
        text = self.document.text
        line = text.rfind("\n", 0, begin) + 1
        opened = begin if line >= begin else self.document.sentence_at(begin - 2).start
        return self._opening(opened, begin) if line <= opened < begin else None

    def _state_of(self, actor: Actor) -> str | None:
        """The country that an actor is the state, government or force of."""
        return self.actors.country_of(actor) if actor.side and actor.side.endswith(".gov") and actor.kind != "person" else None

    def add(self, line: Line, first: int, last: int, actor: Actor) -> ActorMention:
        """Note the words [first, last) of a line as the actor."""
        start, end = line.words[first].start, line.words[last - 1].end
        mention = ActorMention(start, end, self.document.text[start:end], actor)
        self.mentions.append(mention)
        self.recent.append(mention)
        line.taken[first:last] = b"\1" * (last - first)
        return mention

    def unlisted(self, line: Line, first: int, last: int, kind: ActorKind, *, proper: bool = False) -> Actor:
        """An actor that the list lacks, named by the text's words; a description's capital of the sentence's start is dropped."""
        start, end = line.words[first].start, line.words[last - 1].end
        name = " ".join(self.document.text[start:end].split())
        word = line.words[first]
        named = last - first > 1 and all(one.cap for one in line.words[first:last])  # "the General Staff"
        if not (proper or named) and first not in line.geo and word.fold not in self.lex.peoples and not word.text[1:2].isupper():
            name = name[:1].lower() + name[1:]
        return Actor(None, name, kind)

    def define(self, short: str, actor: Actor) -> None:
        """From here on this report's `short` means the actor."""
        self.defined[short] = actor


def initials(words: list[Word]) -> str:
    """The first letters of a name's words, small words left out."""
    return "".join(word.fold[0] for word in words if word.cap or word.article).upper()
