"""What goes with a toll: its scope, whether it is background, who is counted by name, who is said to have done it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from marsad.model import Actor, Anchor
from marsad.model.claim import Scope
from marsad.reading.casting import actors_at, doers_at, fighting, word_set
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import table
from marsad.reading.onlookers import in_the_field, is_watcher
from marsad.reading.syntax import ancestors, roles
from marsad.reading.tolls.blaming import by_whom, to_blame
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.losses import own_loss
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import ACTIVE, vocabulary

_FAR_UP = 2
"""Verbs above a killing that may tell of the fight in which it was."""
_FINITE = ("VBD", "VBZ", "VBP")
_OLD = timedelta(days=60)
_SINCE_REACH = 24
_COUNTRY = 6
"""UCDP's where_prec of a country."""
_BEFORE = 12
"""Characters before a land's name in which "in" or "across" stands."""
_SINCE = 6
"""Characters before a time in which "since" stands."""
_BESIDE = 2
"""Characters from a time to the "alone" behind it."""
_RECORD_REACH = 110
_WHEN = re.compile(r"(?: war)?,? (?:when|in which|during which|that|which)\b|(?: [\w'\u2019-]+){1,7},? (?:in|during) which\b")
_CLAUSE = 24
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\byears? ago\b|\blast year\b")
_COUNTED_KINDS = frozenset(
    {"state", "government", "military", "police", "rebel", "militia", "organisation", "international", "unknown"}
)


class Surroundings:
    """What a sentence's words say about scope and background, looked up once for all its tolls."""

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self.document, self.sentence, words = document, sentence, vocabulary()
        at, text = sentence.start, sentence.small
        self.scopes: list[tuple[Scope, tuple[int, int]]] = [
            (scope, (at + match.start(), _clause_end(sentence, at + match.start(), at + match.end())))
            for scope, pattern in words.scopes
            for match in pattern.finditer(text)
            if not (_record(sentence, match) or self._alone_there(match))
        ]
        self.wars = [
            ((at + match.start(), at + match.end()), _record(sentence, match)) for match in words.background.finditer(text)
        ]
        self.origin = words.origin.search(text) is not None or _goes_on_about_war(document, sentence)
        self.old = self._old_times()

    def _alone_there(self, match: re.Match[str]) -> bool:
        """ "In Masala alone, 39 bodies were found": no time alone, but a place."""
        at = self.sentence.start + match.start()
        return match.group().lower() == "alone" and not within(self.document.times, at - _BESIDE, at)

    def scope(self, start: int, end: int) -> Scope:
        """The scope that the words about the stretch [start, end) give; `incident` where none do."""
        said = next((scope for scope, where in self.scopes if _near(self.sentence, where, (start, end))), None)
        if said is None and self._of_many_deeds(start, end):
            return "cumulative"
        return said or ("period" if self._whole_month(start, end) or self._counted_in_land() else "incident")

    def _counted_in_land(self) -> bool:
        """ "The network documented 61 deaths in Syria on Tuesday": a day's count over a land, of no one happening."""
        sentence, words = self.sentence, vocabulary().words
        if words["registrars"].isdisjoint(sentence.lowers) or not words["one_attack"].isdisjoint(sentence.lowers):
            return False
        lands = [
            place
            for place in within(self.document.places, sentence.start, sentence.end)
            if place.place is not None
            and place.place.precision == _COUNTRY
            and self.document.text[place.start - _BEFORE : place.start].split()[-1:] in (["in"], ["across"], ["throughout"])
        ]
        return bool(lands) and bool(within(self.document.times, sentence.start, sentence.end))

    def _of_many_deeds(self, start: int, end: int) -> bool:
        """ "have attacked 100 ships since May; four sailors were killed", "Since May ... . Nine had died in those attacks"."""
        words, sentence = vocabulary(), self.sentence
        if "since" in sentence.lowers:
            told = words.deeds_since.search(sentence.text)
            if told is None or sentence.start + told.end() > start:
                return False
            behind = within(self.document.times, sentence.start + told.end(), sentence.end)
            between = self.document.text[sentence.start + told.end() : start]
            return words.deeds_behind.search(between) is not None and len(behind) < _BESIDE
        around = self.document.text[end : sentence.end]
        before = self.document.sentences[sentence.index - 1].text if sentence.index else ""
        return words.those_deeds.search(around) is not None and words.deeds_since.search(before) is not None

    def _whole_month(self, start: int, end: int) -> bool:
        """Whether the toll is dated to a month or more and told of no single attack: "violence killed 608 last month"."""
        if any(token.text in vocabulary().words["one_attack"] for token in self.sentence.tokens):
            return False
        if any(token.lower == "when" for token in self.sentence.tokens_in(end, self.sentence.end)):
            return False  # "last year, 53 pupils were killed when a bomber struck their school"
        spread = not vocabulary().words["spread"].isdisjoint(self.sentence.lowers)
        for time in within(self.document.times, self.sentence.start, self.sentence.end):
            interval = time.interval
            if "since" in self.document.text[max(0, time.start - _SINCE) : time.end].casefold():
                continue  # "in the heaviest shelling since January"
            first, last = (_last_day(day or "") for day in ((interval.start, interval.end) if interval else (None, None)))
            least = timedelta(days=5 if spread else 27)  # "killed across the country last week"
            running = time.text.casefold() in vocabulary().words["running_times"] and first is not None  # "killed 100 this month"
            part = not vocabulary().words["within"].isdisjoint(time.text.casefold().split())  # "earlier this month"
            long = not part and first is not None and last is not None and least <= last - first <= timedelta(days=370)
            if (
                (long or running)
                and _near(self.sentence, (time.start, time.end), (start, end))
                and not self._on_a_day(start, time.start)
            ):
                return True
        return False

    def _on_a_day(self, start: int, month: int) -> bool:
        """ "killed 12 in May, and six were shot on Sunday": whether a toll has a day of its own, the month before it."""
        behind = within(self.document.times, start, self.sentence.end) if month < start else ()
        return any(time.interval is not None and time.interval.precision == 1 for time in behind)

    def background(self, start: int, end: int) -> Literal["war", "old", "record"] | None:
        """Why a toll is background: the war to date or an old incident; `record` where the news is a record."""
        if self.origin:
            return "war"
        if vocabulary().recalled.match(self.sentence.text) is not None:
            return "old"
        for where, record in self.wars:
            if self._began_lately(where):
                continue
            if (
                (where[0] < end and start < where[1])
                or _near(self.sentence, where, (start, end))
                or (not record and self._told_of(where, start))
            ):
                return "record" if record else "war"
        near = [old for where, old in self.old if _near(self.sentence, where, (start, end)) or self._told_of(where, start)]
        return "old" if near and all(near) else None

    def _began_lately(self, where: tuple[int, int]) -> bool:
        """ "since the protests began on Tuesday": no context but this report's own news."""
        text, line = self.document.text, self.document.published
        if line is None or not text.startswith(("since", "Since"), where[0]):
            return False
        days = within(self.document.times, where[1], min(where[1] + _SINCE_REACH, self.sentence.end))
        starts = [_last_day(day.interval.start) for day in days if day.interval is not None and day.interval.start]
        return bool(starts) and starts[0] is not None and starts[0] >= line - _OLD

    def _told_of(self, where: tuple[int, int], start: int) -> bool:
        """ "the worst since 2019, when 43 died", "a bombing in 2019 in which four died"."""
        after = self.document.text[where[1] : start] if where[1] <= start else ""
        return _WHEN.match(after) is not None

    def _old_times(self) -> list[tuple[tuple[int, int], bool]]:
        """The days of the sentence and whether each is long before the report; none where no year is named."""
        times = within(self.document.times, self.sentence.start, self.sentence.end)
        if self.document.published is None or not any(_YEAR.search(time.text) for time in times):
            return []
        line = self.document.published - _OLD
        return [
            ((time.start, time.end), (day := _last_day(time.interval.end)) is not None and day < line)
            for time in times
            if time.interval and time.interval.end and time.interval.type == "DATE"
        ]


def _goes_on_about_war(document: Document, sentence: Sentence) -> bool:
    """Whether "It has cost 9,000 lives" counts the war whose beginning the sentence before told."""
    words = vocabulary()
    if not sentence.index or words.war_goes_on.match(sentence.text) is None:
        return False
    before = document.sentences[sentence.index - 1].small
    return words.origin.search(before) is not None or words.background.search(before) is not None


def _last_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _record(sentence: Sentence, match: re.Match[str]) -> bool:
    """ "the deadliest attack since ..." dates a record and no toll."""
    if not match.group().lower().startswith("since"):
        return False
    before = sentence.text[max(0, match.start() - _RECORD_REACH) : match.start()].lower()
    return _nth_since().search(before) is not None or any(
        re.search(rf"\b{word}\b", before) for word in vocabulary().words["records"]
    )


@lru_cache(maxsize=1)
def _nth_since() -> re.Pattern[str]:
    return re.compile(table("circumstances")["nth_since"])


def _clause_end(sentence: Sentence, start: int, end: int) -> int:
    """Where "Since the truce took effect on Monday, ..." gives way to what it dates; `end` where "since" opens no clause."""
    tokens = sentence.tokens_in(start, sentence.end)
    before = sentence.tokens[tokens[0].i - 1].text if tokens and tokens[0].i else ","
    if not tokens or tokens[0].lower != "since" or before not in (",", "(", "-", "\u2013", "\u2014", ":", '"'):
        return end
    return next((token.start for token in tokens[1:_CLAUSE] if token.text in (",", ")", "\u2013", "\u2014")), end)


def _near(sentence: Sentence, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether no other clause lies between two stretches."""
    first, second = sorted((one, other))
    words = vocabulary().words
    if _in_relative(sentence, first[0]) and any(token.text == "," for token in sentence.tokens_in(first[1], second[0])):
        return False  # "in Kurram, where clashes have killed 102 since May, an exchange of fire left two dead"
    if _in_aside(sentence, first[0], second[0]):
        return False
    for token in sentence.tokens:
        if token.start < first[1] or token.end > second[0]:
            continue
        told = token.lower in words["auxiliaries"] or token.lower in words["recorders"] or token.lower in words["toll_links"]
        told = told or token.lower in words["begins"]  # "its losses since the offensive began"
        if token.tag in _FINITE and not told and (token.lower,) not in vocabulary().verbs:
            return False
        if token.tag == "VBG" and token.lower in words["bringing"]:  # "nine died on Sunday, bringing the toll since May to 50"
            return False
        if token.lower == "more" and sentence.tokens[token.i + 1].lower == "since" and token.i + 1 < len(sentence.tokens) - 1:
            return False  # "13 were held in June, and nine more since"
        if token.lower in words["compared"] and sentence.tokens[token.i - 1].text == ",":
            return False  # "161 were seized, against 493 in the quarter before"
        if token.lower in ("who", "which", "that", "where", "whose", ";") or (
            token.lower in ("when", "as", "while") and token.tag != "RB"
        ):
            return False
    return True


def _in_aside(sentence: Sentence, at: int, to: int) -> bool:
    """ "The crossing, closed since May, came under fire": words about the subject, before what befell it."""
    before = sentence.tokens_in(sentence.start, at)
    opened = next((token.i for token in reversed(before) if token.text == ","), None)
    if opened is None or sentence.tokens[opened + 1].tag not in ("VBN", "VBD") or sentence.tokens[opened + 1].start >= at:
        return False
    closed = next((token for token in sentence.tokens_in(at, to) if token.text == ","), None)
    return closed is not None and sentence.tokens[closed.i + 1].tag in _FINITE


def _in_relative(sentence: Sentence, at: int) -> bool:
    """Whether the words at an offset stand in a clause that "where" or "which" opens, no comma between."""
    for token in reversed(sentence.tokens_in(sentence.start, at)):
        if token.lower in ("where", "which", "who"):
            return True
        if token.text in (",", ";"):
            return False
    return False


def counted_actors(document: Document, anchor: Anchor) -> tuple[Actor, ...]:
    """The actors whom a counted group names: "183 fighters from HTS"."""
    inside = within(document.actors, anchor.start, anchor.end)
    plain = vocabulary().plural
    return tuple(
        dict.fromkeys(
            mention.actor
            for mention in inside
            if mention.actor.kind in _COUNTED_KINDS
            and not is_watcher(mention.actor)
            and (mention.actor.id is not None or mention.actor.name.lower() not in plain)
            and mention.actor.name.lower() not in vocabulary().words["no_actors"]
        )
    )


def responsible(
    document: Document, sentence: Sentence, link: Link, count: Count, counted: tuple[Actor, ...]
) -> tuple[Actor, ...]:
    """The actors that the sentence makes the doers of a killing; none where it names none."""
    if link.rule.endswith("-of") and sentence.parsed:
        return to_blame(document, sentence, link, counted) or by_whom(document, sentence, link, count)
    if not sentence.parsed or not sentence.tokens[link.trigger].tag.startswith("VB") or own_loss(sentence, link):
        return ()
    if link.rule.endswith("-count"):
        return ()  # "the number of rebels killed": no deed of theirs
    words = [token.lower for token in sentence.tokens[link.first : link.last]]
    said = vocabulary().verbs.get(tuple(words)) or vocabulary().verbs.get((sentence.tokens[link.trigger].lower,), ())
    if said and all(meaning.form not in ACTIVE for meaning in said):
        return ()  # who dies or gives up does it to nobody
    if _told_beside(sentence, link.trigger) or _only_passes(sentence, link.trigger):
        return ()
    parts = roles(sentence, _told_by(sentence, link.trigger))
    heads = [head for head in parts.subject if not count.first <= head < count.last]
    if count.last <= link.trigger and sentence.tokens[count.first - 1].lower in ("and", "&"):
        # "saw 9 guards and a driver killed"
        heads = [head for head in heads if head >= count.first]
    heads += (
        [inner for head in heads for inner in roles(sentence, head).by("by")] if heads else _doers_before(sentence, link.trigger)
    )
    if link.outcome == "displaced" and not link.active:
        return ()  # "the UN counts 3 million displaced"
    doers = doers_at(document, sentence, heads, link.trigger)  # "its fighters", "they": as an event's doers are told
    found = tuple(actor for actor in in_the_field(fighting(doers)) if actor not in counted)
    return () if _mutual(sentence, link.trigger) and _of_their_own(sentence, count, found) else found


def _mutual(sentence: Sentence, trigger: int) -> bool:
    """Whether a killing hangs on a fight of two sides: "clashed with rebels, killing an officer"."""
    above = ancestors(sentence, trigger)[:_FAR_UP]
    return sentence.tokens[trigger].tag == "VBG" and any(sentence.tokens[i].lemma in vocabulary().words["mutual"] for i in above)


def _of_their_own(sentence: Sentence, count: Count, doers: tuple[Actor, ...]) -> bool:
    """Whether the counted can be the doers' own: a state's officers, or "his men"."""
    said = {token.lower for token in sentence.tokens[count.first : count.last]}
    regular = all(actor.kind in ("state", "government", "military", "police") for actor in doers)
    return (regular and not said.isdisjoint(vocabulary().words["state_men"])) or not said.isdisjoint(("his", "their", "its"))


def _told_beside(sentence: Sentence, verb: int) -> bool:
    """Whether a participle hangs on who tells it: "30 villages were raided, the agency said, displacing 4,000 people"."""
    token = sentence.tokens[verb]
    return token.tag == "VBG" and token.head not in (-1, verb) and sentence.tokens[token.head].lower in vocabulary().words["says"]


def _only_passes(sentence: Sentence, verb: int) -> bool:
    """Whether a participle hangs on one who came by: "a bomb went off as a patrol was passing, wounding four of its members"."""
    token = sentence.tokens[verb]
    above = sentence.tokens[token.head]
    marks = {sentence.tokens[i].lower for i in (*above.children, above.head)} & {"as", "while", "when"}
    clause = above.dep in ("advcl", "pcomp") and bool(marks)
    return token.tag == "VBG" and clause and above.lemma in vocabulary().words["passing"]


def _told_by(sentence: Sentence, verb: int) -> int:
    """The verb whose subject did it: "stormed the rebels' posts killing two", where the parse makes the posts kill."""
    tokens = sentence.tokens
    token = tokens[verb]
    if token.tag != "VBG" or token.dep != "acl" or token.head in (-1, verb):
        return verb
    hit, above = tokens[token.head], tokens[tokens[token.head].head]
    struck = hit.dep == "dobj" and above.tag.startswith("VB") and hit.lower in word_set("carriers", "military_sites")
    return above.i if struck else verb


def attacked(document: Document, sentence: Sentence, link: Link) -> tuple[Actor, ...]:
    """Whose fighters "pounded rebel columns, killing 60 fighters" counts: those whom the verb above attacks."""
    token = sentence.tokens[link.trigger]
    if not (sentence.parsed and link.active and token.tag == "VBG" and token.dep == "advcl") or token.head in (-1, token.i):
        return ()
    if token.lower in vocabulary().words["own_losses"]:
        return ()
    return fighting(actors_at(document, sentence, roles(sentence, token.head).object))


def foes(document: Document, sentence: Sentence, link: Link, count: Count) -> tuple[Actor, ...]:
    """Whose dead an uncounted noun means: "clashed with the rebels, killing 12", "fought insurgents, killing 14 of them"."""
    token = sentence.tokens[link.trigger]
    them = count.pronoun and any(one.lower == "them" for one in sentence.tokens[count.first : count.last])
    hangs = (token.tag == "VBG" and token.dep == "advcl") or (them and token.dep == "conj")
    if not (sentence.parsed and link.active and hangs) or token.head in (-1, token.i):
        return ()
    words, above = vocabulary().words, sentence.tokens[token.head]
    pursued = count.elided and (above.lemma in words["mutual"] or above.lemma in words["pursuing"])
    if not (them or pursued) or token.lower in words["own_losses"]:
        return ()
    parts = roles(sentence, token.head)
    return fighting(actors_at(document, sentence, [*parts.object, *parts.by("with")]))


def _doers_before(sentence: Sentence, trigger: int) -> list[int]:
    """Whom "by" names in the words just before the verb: "shelling by the army killed 12"."""
    for i in range(trigger - 1, -1, -1):
        token = sentence.tokens[i]
        if token.lower == "by":
            return [child for child in token.children if child < trigger]
        if token.lower in (",", ";") or token.tag in _FINITE:
            return []
    return []
