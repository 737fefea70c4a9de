"""When and where: the time and place that a claim's own words, or its sentence, give it. Never one that merely stands nearby."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from marsad.model import Anchor, PlaceMention, TimeMention, When, Where
from marsad.reading.backdrop import DATED, NO_DAY, carry_scenes, without_opening
from marsad.reading.belonging import Spot, belongs, in_aside, is_scene_of, told_of_another, words
from marsad.reading.carried_days import carry_days, count_days, date_entries
from marsad.reading.datelines import is_date_line, is_dateline, section_of
from marsad.reading.days_apart import days_apart, stretch, told_past
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.flags import is_flag
from marsad.reading.language import table
from marsad.reading.passed_times import at_its_start, is_said, since_then
from marsad.reading.passing import is_of_post, is_over_border, is_taken_to, measured_from, measures_another, spans_land, taken_up
from marsad.reading.places.words import words as place_words
from marsad.reading.several import all_over, around, lies_within, of_several, own_day, own_stretch, stands_alone, unlisted_place
from marsad.reading.sharing import is_finer
from marsad.reading.stated import when_of, where_of
from marsad.reading.syntax import ancestors, children, clause_of
from marsad.reading.toponyms import town_meant
from marsad.reading.whereabouts import (
    carry_places,
    innermost,
    own_places,
    owns_place,
    place_headed,
    place_unknown,
    stood_in,
    without_infirmaries,
)

M = TypeVar("M", PlaceMention, TimeMention)

_BEHIND = re.compile(r" (?:in|at|near) (?:the )?(?:[a-z]+ of )?")
_TAKEN_UP = re.compile(r",? when [^,;:.]*$")
_OWN_DAY = re.compile(r"day\b|night|\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_SURE = 3.0
"""The score from which a place is a draft's own."""
_SHORT = 2
"""UCDP's date_prec of a stretch of days within which something can be told to have happened."""
_WIDE = 3
"""UCDP's where_prec from which a place can hold another."""


def place_and_date(document: Document, drafts: list[Draft]) -> None:
    """Set each draft's `when` and `where`, unless its reader has settled them."""
    held = {draft: own_stretch(document, draft) for draft in drafts if draft.kind == "toll" and stands_alone(draft)}
    for draft in drafts:
        others = [anchor for one, anchor in held.items() if one is not draft and one.sentence is draft.sentence]
        if "when" not in draft.settled and draft.kind != "relation":
            draft.when = told_past(document, draft, own_day(document, draft, held) or _when(document, draft, others))
        of_others = draft.where is not None and any(one.start <= draft.where.anchor.start < one.end for one in others)
        if ("where" not in draft.settled or of_others) and draft.kind in DATED:
            mine = within(document.places, held[draft].start, held[draft].end) if draft in held else []
            named = where_of(mine[0]) if mine else unlisted_place(document, held[draft]) if draft in held else None
            named = named or all_over(document, draft)
            draft.where = named or _where(document, draft, others)
    _tell_later(document, drafts)
    carry_scenes(document, drafts)
    place_unknown(document, drafts)
    taken_in = without_infirmaries(document, drafts)
    carry_places(document, drafts)
    place_headed(document, drafts)
    for draft, where in taken_in.items():
        draft.where = draft.where or where
    date_entries(document, drafts)
    carry_days(document, drafts)
    count_days(document, drafts)


# ------------------------------------------------------------------ what other sentences say of it


def _tell_later(document: Document, drafts: list[Draft]) -> None:
    """ "The attack took place near X on Friday": where and when the event told just before was."""
    for sentence in document.sentences[1:]:
        if not sentence.text.startswith(("Th", "It")) or not _happened().match(sentence.text):
            continue
        near = range(sentence.index - 4, sentence.index)
        before = [draft for draft in drafts if draft.kind == "event" and not draft.background and draft.sentence.index in near]
        if not before:
            continue
        nearest = max(draft.sentence.index for draft in before)
        event = next(draft for draft in before if draft.sentence.index == nearest)
        own = Spot(sentence, 0, [document.anchor(sentence.start, sentence.start + 1)])
        place = next((one for one in stood_in(document, sentence) if one.place is not None), None)
        if place is not None and is_finer(where_of(place), event.where):
            event.where = where_of(place)
        times = within(document.times, sentence.start, sentence.end)
        time = next((one for one in times if _dates_an_event(document, own, one) and not _of_a_noun(sentence, one)), None)
        if time is not None and event.when is None and "when" not in event.settled:
            event.when = when_of(time)


def _of_a_noun(sentence: Sentence, time: TimeMention) -> bool:
    """Whether a time is that of what a noun tells: "The raid came in retaliation for the killing last week of two men"."""
    token = sentence.token_at(time.start)
    above = ancestors(sentence, token.i) if token is not None and sentence.parsed else []
    held = [sentence.tokens[i] for i in above if not time.start <= sentence.tokens[i].start < time.end]
    first = next((one for one in held if one.tag[:2] in ("NN", "VB")), None)
    if first is None:
        return False
    return first.dep == "pobj" if first.tag.startswith("NN") else first.dep in ("relcl", "acl", "pcomp")


@lru_cache(maxsize=1)
def _happened() -> re.Pattern[str]:
    return re.compile(table("circumstances")["happened"])


def _spots(document: Document, draft: Draft) -> list[Spot]:
    """Where a draft is said: in its own sentence, then in the others that its anchors stand in."""
    spots: dict[int, Spot] = {}
    for anchor in draft.anchors:
        sentence = document.sentence_at(anchor.start)
        own = sentence.index == draft.sentence.index
        if sentence.index not in spots:
            spots[sentence.index] = Spot(sentence, draft.trigger if own else _root_of(sentence, anchor), [])
        spots[sentence.index].anchors.append(anchor)
    return list(spots.values())


def _root_of(sentence: Sentence, anchor: Anchor) -> int:
    """The word of a stretch that the others hang on."""
    inside = [token.i for token in sentence.tokens_in(anchor.start, anchor.end)] or [0]
    return next((i for i in inside if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i), inside[0])


def _when(document: Document, draft: Draft, others: list[Anchor]) -> When | None:
    best: tuple[float, TimeMention] | None = None
    told = Spot(draft.sentence, draft.trigger, draft.anchors)
    for spot in _spots(document, draft):
        recalled = _recalled(document, spot)
        if recalled is not None:
            return at_its_start(when_of(recalled))
        times = [
            time
            for time in within(document.times, spot.sentence.start, spot.sentence.end)
            if _dates_an_event(document, spot, time)
            and not _within(time, others)
            and not is_said(draft, time)
            and not (draft.kind != "toll" and since_then(document, time))
            and not (draft.kind in ("control", "movement") and in_aside(spot.sentence, time, spot.trigger))
        ]
        times = [time for i, time in enumerate(times) if not any(_closes(earlier, time) for earlier in times[:i])]
        own = _best(document, spot, times, _time_bonus)
        best, told = (own, spot) if own is not None and _better(best, own) is own else (best, told)
    when = when_of(best[1]) if best is not None else stretch(document, draft)
    return days_apart(document, told.sentence, told.trigger, when) if when is not None else None


def _recalled(document: Document, spot: Spot) -> TimeMention | None:
    """The time that a clause takes up: "the deadliest since 2019, when a car bomb killed 22"."""
    at = spot.sentence.tokens[spot.trigger].start
    for time in within(document.times, max(spot.sentence.start, at - 90), at):
        if _TAKEN_UP.match(document.text, time.end, at) and time.interval is not None and time.interval.start:
            return time
    return None


def _better(one: tuple[float, M] | None, other: tuple[float, M] | None) -> tuple[float, M] | None:
    """The higher of two scored mentions; the first at a tie."""
    if one is None or other is None:
        return one or other
    return other if other[0] > one[0] else one


def _dates_an_event(document: Document, spot: Spot, time: TimeMention) -> bool:
    """Whether a time expression can be when something happened; the year of "first ... since 2016" is when it last did."""
    interval = time.interval
    if interval is None or not (interval.start or interval.end):
        return False
    if interval.type in NO_DAY and not (interval.start and (interval.precision or 9) <= _SHORT):  # "over the past day"
        return False
    if interval.value == "PRESENT_REF" or interval.value == "FUTURE_REF" or is_date_line(document, spot.sentence, time):
        return False
    before = document.text[max(spot.sentence.start, time.start - 80) : time.start].casefold()
    if time.text.casefold().startswith(("this ", "in as many")) and _nth().search(before) is not None:
        return False  # "the third on the dam this month"
    if time.text.casefold().startswith("since") and _nth_since().search(before) is not None:
        return False
    if before.endswith((" before ", " prior to ")) and interval.type == "DATE":
        return False  # "nine had died before Wednesday"
    if time.text.casefold().startswith("since"):
        before += "since "
    return _record().search(before) is None


@lru_cache(maxsize=1)
def _nth() -> re.Pattern[str]:
    return re.compile(table("circumstances")["nth"])


@lru_cache(maxsize=1)
def _nth_since() -> re.Pattern[str]:
    return re.compile(table("circumstances")["nth_since"])


@lru_cache(maxsize=1)
def _record() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words('records')))})\b[^;.:]{{0,40}}\bsince\b[^,;.:]*$")


def _closes(earlier: TimeMention, time: TimeMention) -> bool:
    """Whether a time only closes the stretch that an earlier mention holds: "between 14" and "17 February"."""
    one, other = earlier.interval, time.interval
    if one is None or other is None or one.start == one.end or time.start - earlier.end > 12:
        return False
    return one.end is not None and one.end == other.end and one.start != other.start


def _time_bonus(document: Document, spot: Spot, time: TimeMention, token: Token) -> float:
    """A day before a vaguer stretch; an hour that borrows its day from what was told before ("until dusk") after all others."""
    borrowed = time.interval is not None and time.interval.type == "TIME" and _OWN_DAY.search(time.text) is None
    return (0.3 if time.interval and time.interval.precision == 1 else 0.0) - 2.0 * borrowed


def _within(mention: PlaceMention | TimeMention, others: list[Anchor]) -> bool:
    """Whether a mention is another toll's own: "51 wounded: 14 in X, eight in Y" weren't all wounded in X."""
    return any(anchor.start <= mention.start < anchor.end for anchor in others)


def _where(document: Document, draft: Draft, others: list[Anchor]) -> Where | None:
    best: tuple[float, PlaceMention] | None = None
    headlined = False
    for spot in _spots(document, draft):
        places = [
            place
            for place in within(document.places, spot.sentence.start, spot.sentence.end)
            if not within(document.actors, place.start, place.end)  # a capital that acts isn't where
            and not (is_dateline(document, spot.sentence, place) or _within(place, others))
            and not (owns_place(document, place) or is_over_border(document, place) or is_taken_to(document, place))
            and not (is_of_post(document, place) or is_flag(spot.sentence, place))
            and not (measures_another(document, place) or spans_land(document, place))
        ]
        places = _told_where(spot, places) or _without_others(document, spot, places)
        own = _best(document, spot, innermost(document, places), _place_bonus)
        best = own if headlined and own is not None and _is_point(own) else _finer(best, own)
        headlined = spot.sentence.headline
    mention = best[1] if best else None
    if mention is None or (mention.place is not None and (mention.place.precision or 1) >= _WIDE):
        city = _the_city(document, draft)  # "in X governorate: another was shot in the same town"
        within_it = mention is None or (city is not None and lies_within(city.place, mention.place))
        mention = (city if within_it else None) or mention or _section(document, draft.sentence)
    if mention is None or draft.kind != "toll":
        return None if mention is None else where_of(mention)
    where = of_several(document, mention)
    if where is None or where != where_of(mention):
        draft.settled.add("where")  # "raids on X and Y killed six": no number of the dead of either
    return where or around(document, mention)


def _is_point(found: tuple[float, PlaceMention]) -> bool:
    """Whether a place that belongs to a draft for sure is a town or finer: what a headline said gives way to it."""
    score, mention = found
    return score > _SURE and (mention.place is None or (mention.place.precision or 1) <= _SHORT)


def _finer(one: tuple[float, PlaceMention] | None, other: tuple[float, PlaceMention] | None) -> tuple[float, PlaceMention] | None:
    """The better of what two sentences say; a town rather than the region around it: "in Darfur", then "in Zalingei"."""
    for wide, fine in ((one, other), (other, one)):
        if wide is not None and fine is not None and lies_within(fine[1].place, wide[1].place):
            return fine
    return _better(one, other)


def _without_others(document: Document, spot: Spot, places: list[PlaceMention]) -> list[PlaceMention]:
    """The places without those of other clauses, where the draft's own names one: "fled X after shells hit a market in Y"."""
    sentence = spot.sentence
    if not (sentence.parsed and places):
        return places
    places = without_opening(document, spot, places)
    own = clause_of(sentence, spot.trigger)
    held = [(one, sentence.token_at(one.start)) for one in own_places(document, sentence)]
    joined = sentence.tokens[own].dep == "conj" and not children(sentence, own, "nsubj", "nsubjpass")
    clauses = {own, sentence.tokens[own].head} if joined else {own}  # "a missile slammed into X and killed six"
    mine = [one.place for one, token in held if token is not None and clause_of(sentence, token.i) in clauses]
    fine = any(place is None or (place.precision or 1) < _WIDE for place in mine)
    lands = {place.country for place in mine if place is not None}
    if not mine:
        return places
    kept = []
    for one in places:
        token = sentence.token_at(one.start)
        afar = fine or one.place is None or one.place.country not in lands
        if token is None or not afar or not told_of_another(sentence, token.i, spot.trigger):
            kept.append(one)
    return kept


def _told_where(spot: Spot, places: list[PlaceMention]) -> list[PlaceMention]:
    """The places whose own clause tells the draft: "in X, in Y, where 168 people have been killed" is Y."""
    sentence = spot.sentence
    if not sentence.parsed or "where" not in sentence.lowers:
        return []
    above = [spot.trigger, *ancestors(sentence, spot.trigger)]
    tokens = [(one, sentence.token_at(one.start)) for one in places]
    own = [one for one, token in tokens if token is not None and is_scene_of(sentence, token.i, above)]
    at = sentence.tokens[spot.trigger].start
    opened = [one for one in places if one.end < at and sentence.text.startswith(", where ", one.end - sentence.start)]
    return own or [one for one in opened if not any(token.text in (";", ",") for token in sentence.tokens_in(one.end + 2, at))]


def _section(document: Document, sentence: Sentence) -> PlaceMention | None:
    """The place that heads the sentence's paragraph in a round-up, where several open so: "KUNDUZ: ...", "KABUL: ..."."""
    heading = section_of(document, sentence)
    if heading is None or own_places(document, sentence):
        return None
    return next((one for one in within(document.places, *heading.span(1)) if one.place is not None), None)


def _place_bonus(document: Document, spot: Spot, mention: PlaceMention, token: Token) -> float:
    """Finer before coarser; a place that something comes from is seldom where it happens."""
    precision = (mention.place.precision or 5) if mention.place else 1  # an unknown village is fine, its container is not
    bonus = (6 - precision) * 0.25 - 0.7 * measured_from(document, mention) - 1.5 * _of_people(spot.sentence, token)
    first = token.i
    while first and spot.sentence.tokens[first - 1].tag in ("JJ", "DT" if first < token.i else "JJ"):  # "the southern Red Sea"
        first -= 1
    before = spot.sentence.tokens[first - 1].lower if first else ""
    if before in words("origin"):
        bonus -= 3.5
    elif before in words("site") or (before == "of" and _is_typed(spot.sentence, token.i - 2)):
        bonus += 0.5
    directly = any(_BEHIND.fullmatch(document.text, anchor.end, mention.start) for anchor in spot.anchors)
    return bonus + 1.0 * directly  # "over 50 rebels in X", whatever the parse makes of a headline


def _of_people(sentence: Sentence, token: Token) -> bool:
    """Whether a place only says of where people are: "killed nine Amhara farmers in Wollega"."""
    above = sentence.tokens[token.head]
    return token.dep in ("compound", "nmod", "amod") and above.tag == "NNS" and above.i > token.i


def _is_typed(sentence: Sentence, i: int) -> bool:
    """Whether a word before "of" is one for a kind of place: "on the neighbourhoods of X"."""
    return i >= 0 and sentence.tokens[i].lower in place_words().types


def _the_city(document: Document, draft: Draft) -> PlaceMention | None:
    """ "the city", "the town", "the region" in the draft's sentence stand for the last place of that sort named before."""
    anaphors = table("circumstances")["anaphors"]
    if draft.sentence.lowers.isdisjoint(anaphors):
        return None
    for token in draft.sentence.tokens:
        levels = anaphors.get(token.lower)
        if token.lower == "capital" and (seat := town_meant(document, draft.sentence, token.i)) is not None:
            return seat
        if levels is None or not _is_anaphor(draft.sentence.tokens, token.i):
            continue
        fit = [one for one in within(document.places, 0, token.start) if _level(one) in levels]
        found = taken_up(document, fit, token.lower, pointer=draft.sentence.tokens[token.i - 1].lower)
        if found is not None:
            return found
    return None


def _level(mention: PlaceMention) -> int:
    """UCDP's where_prec of a place; a name that no index has is a point's."""
    return (mention.place.precision or 1) if mention.place is not None else 1


def _is_anaphor(tokens: list[Token], i: int) -> bool:
    """Whether "town" is one told before: "the town", "that town", not "the town of X"."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and (
        after.lower == "of" or (tokens[i].lower in ("state", "county") and after.tag.startswith(("NN", "POS")))
    ):
        return False  # "the town of X", "the state media"
    if i > 1 and tokens[i].lower == "capital" and tokens[i - 2].lower in words("bound_to"):
        return False  # "were flown to the capital"
    before = i - 1
    while before > 0 and tokens[before].tag in ("JJ", "VBN", "NN", "HYPH") and tokens[before].lower not in words("other_one"):
        before -= 1
    return i > 0 and tokens[before].lower in ("the", "that", "this", "same")


def _best(
    document: Document, spot: Spot, mentions: list[M], bonus: Callable[[Document, Spot, M, Token], float]
) -> tuple[float, M] | None:
    """The mention that belongs to the draft most there, with its score; None where none does."""
    best: tuple[float, M] | None = None
    for mention in mentions:
        token = spot.sentence.token_at(mention.start)
        score = None if token is None else belongs(spot, mention, token)
        if token is None or score is None:
            continue
        score += bonus(document, spot, mention, token)
        if score > 0:
            best = _better(best, (score, mention))
    return best
