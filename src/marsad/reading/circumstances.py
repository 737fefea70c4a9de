"""When and where: the time and place that a claim's own words, or its sentence, give it. Never one that merely stands nearby."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from marsad.model import Anchor, PlaceMention, TimeMention, When, Where
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.language import table
from marsad.reading.syntax import ancestors, children, clause_of

M = TypeVar("M", PlaceMention, TimeMention)

_AFTER_DATELINE = re.compile(r"(?:,\s*[A-Z][\w. ]+)?\s*(?:\([A-Z][^)]{1,30}\)\s*[-–—]*|[-–—]{1,2}\s)")
_DATE_LINE = re.compile(r"[\W\d]*(?:[A-Z][a-z]{2,8}(?:[\W\d]+|$)){0,3}")
_DATED = ("event", "toll", "control", "movement")
_NO_DAY = ("DURATION", "SET")


def place_and_date(document: Document, drafts: list[Draft]) -> None:
    """Set each draft's `when` and `where`, unless its reader has settled them."""
    for draft in drafts:
        if "when" not in draft.settled and draft.kind != "relation":
            draft.when = _when(document, draft)
        if "where" not in draft.settled and draft.kind in _DATED:
            draft.where = _where(document, draft)


def share_circumstances(drafts: list[Draft]) -> None:
    """A toll without a place or time of its own takes its event's; a share takes its whole's."""
    for draft in drafts:
        if draft.kind != "toll":
            continue
        for link in ("part_of", "event"):
            other = draft.fields.get(link)
            if isinstance(other, Draft) and "where" not in draft.settled:
                draft.where = draft.where or other.where
            if isinstance(other, Draft) and "when" not in draft.settled and draft.fields.get("scope") != "cumulative":
                draft.when = draft.when or other.when


@dataclass(frozen=True, slots=True)
class _Spot:
    """One of the places in the text where a draft is said: the sentence, the word it turns on there, its words there."""

    sentence: Sentence
    trigger: int
    anchors: list[Anchor]


def _spots(document: Document, draft: Draft) -> list[_Spot]:
    """Where a draft is said: in its own sentence, then in the others that its anchors stand in."""
    spots: dict[int, _Spot] = {}
    for anchor in draft.anchors:
        sentence = document.sentence_at(anchor.start)
        own = sentence.index == draft.sentence.index
        if sentence.index not in spots:
            spots[sentence.index] = _Spot(sentence, draft.trigger if own else _root_of(sentence, anchor), [])
        spots[sentence.index].anchors.append(anchor)
    return list(spots.values())


def _root_of(sentence: Sentence, anchor: Anchor) -> int:
    """The word of a stretch that the others hang on."""
    inside = [token.i for token in sentence.tokens_in(anchor.start, anchor.end)] or [0]
    return next((i for i in inside if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i), inside[0])


def _when(document: Document, draft: Draft) -> When | None:
    best: tuple[float, TimeMention] | None = None
    for spot in _spots(document, draft):
        times = [
            time
            for time in within(document.times, spot.sentence.start, spot.sentence.end)
            if _dates_an_event(document, spot, time)
        ]
        times = [time for i, time in enumerate(times) if not any(_closes(earlier, time) for earlier in times[:i])]
        best = _better(best, _best(document, spot, times, _time_bonus))
    if best is None or best[1].interval is None:
        return None
    time, interval = best[1], best[1].interval
    return When(
        start=interval.start,
        end=interval.end,
        precision=interval.precision,
        value=interval.value,
        type=interval.type,
        text=time.text,
        anchor=time.anchor,
    )


def _better(one: tuple[float, M] | None, other: tuple[float, M] | None) -> tuple[float, M] | None:
    """The higher of two scored mentions; the first at a tie."""
    if one is None or other is None:
        return one or other
    return other if other[0] > one[0] else one


def _dates_an_event(document: Document, spot: _Spot, time: TimeMention) -> bool:
    """Whether a time expression can be when something happened; the year of "first ... since 2016" is when it last did."""
    interval = time.interval
    if interval is None or interval.type in _NO_DAY or not (interval.start or interval.end):
        return False
    if interval.value == "PRESENT_REF" or interval.value == "FUTURE_REF":
        return False
    before = document.text[max(spot.sentence.start, time.start - 60) : time.start].casefold()
    return not ("first" in before and (before.rstrip().endswith("since") or time.text.casefold().startswith("since")))


def _closes(earlier: TimeMention, time: TimeMention) -> bool:
    """Whether a time only closes the stretch that an earlier mention holds: "between 14" and "17 February"."""
    one, other = earlier.interval, time.interval
    if one is None or other is None or one.start == one.end or time.start - earlier.end > 12:
        return False
    return one.end is not None and one.end == other.end and one.start != other.start


def _time_bonus(document: Document, spot: _Spot, time: TimeMention, token: Token) -> float:
    return 0.3 if time.interval and time.interval.precision == 1 else 0.0


def _where(document: Document, draft: Draft) -> Where | None:
    best: tuple[float, PlaceMention] | None = None
    for spot in _spots(document, draft):
        places = [
            place
            for place in within(document.places, spot.sentence.start, spot.sentence.end)
            if place.place is not None
            and not within(document.actors, place.start, place.end)  # a capital that acts isn't where
            and not _is_dateline(document, spot.sentence, place)
        ]
        best = _better(best, _best(document, spot, places, _place_bonus))
    mention = best[1] if best else _the_city(document, draft)
    return None if mention is None else where_of(mention)


def _is_dateline(document: Document, sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a place only says where the report was written: "MOSCOW (Agency)", "ALEPPO, Syria -" before its first words."""
    before = document.text[sentence.start : place.start]
    after = document.text[place.end : place.end + 40]
    opening = not any(c.islower() for c in before) or bool(_DATE_LINE.fullmatch(before))
    return (opening and bool(_AFTER_DATELINE.match(after))) or (opening and place.text.isupper() and len(place.text) > 3)


def where_of(mention: PlaceMention) -> Where | None:
    """A mention as a claim's place; None where the mention isn't resolved."""
    place = mention.place
    if place is None:
        return None
    return Where(
        name=place.name,
        country=place.country,
        adm1=place.adm1,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        id=place.id,
        relative=place.relative,
        text=mention.text,
        anchor=mention.anchor,
    )


def _place_bonus(document: Document, spot: _Spot, mention: PlaceMention, token: Token) -> float:
    """Finer before coarser; a place that something comes from is seldom where it happens."""
    precision = (mention.place.precision if mention.place else None) or 5
    bonus = (6 - precision) * 0.25
    before = spot.sentence.tokens[token.i - 1].lower if token.i else ""
    if before in _words("origin"):
        bonus -= 2.5
    elif before in _words("site"):
        bonus += 0.5
    return bonus


def _the_city(document: Document, draft: Draft) -> PlaceMention | None:
    """ "the city", "the town", "the region" in the draft's sentence stand for the last place of that sort named before."""
    for token in draft.sentence.tokens:
        levels = table("circumstances")["anaphors"].get(token.lower)
        before = draft.sentence.tokens[token.i - 1].lower if token.i else ""
        if levels is None or before not in ("the", "that", "this", "same"):
            continue
        for mention in reversed(within(document.places, 0, token.start)):
            if mention.place is not None and mention.place.precision in levels:
                return mention
    return None


def _best(
    document: Document, spot: _Spot, mentions: list[M], bonus: Callable[[Document, _Spot, M, Token], float]
) -> tuple[float, M] | None:
    """The mention that belongs to the draft most there, with its score; None where none does."""
    best: tuple[float, M] | None = None
    for mention in mentions:
        token = spot.sentence.token_at(mention.start)
        score = None if token is None else _belongs(spot, mention, token)
        if token is None or score is None:
            continue
        score += bonus(document, spot, mention, token)
        if score > 0:
            best = _better(best, (score, mention))
    return best


def _belongs(spot: _Spot, mention: PlaceMention | TimeMention, token: Token) -> float | None:
    """How closely a mention hangs on the draft's trigger: None where it hangs on something else, as on the verb of saying."""
    sentence, trigger = spot.sentence, spot.trigger
    if any(anchor.start <= mention.start < anchor.end for anchor in spot.anchors):
        return 5.0
    gap = min(min(abs(mention.start - anchor.end), abs(anchor.start - mention.end)) for anchor in spot.anchors)
    nearness = -gap / 400
    if not sentence.parsed:
        return 1.0 + nearness
    above = [trigger, *ancestors(sentence, trigger)]
    chain = [token.i, *ancestors(sentence, token.i)]
    if trigger in chain:
        return 4.0 + nearness - _side_clause(sentence, chain, trigger)
    meeting = next((i for i in chain if i in above), None)
    if meeting is None:
        return 0.6 + nearness
    verb, own = clause_of(sentence, token.i), clause_of(sentence, trigger)
    side = _side_clause(sentence, chain, meeting)
    if _says(sentence, verb):
        if verb == own or not _speech_holds(sentence, verb, trigger):
            return 0.5 + nearness - side
        if max(token.i, trigger) < min([verb, *children(sentence, verb, "nsubj")]):  # "..., killed on Sunday, the army said"
            return 2.0 + nearness - side
        sets_scene = isinstance(mention, PlaceMention) and token.i <= 3 and token.i < verb  # "In Raqqa, the army said ..."
        return 1.0 + nearness if sets_scene else None
    if verb == own:
        return 3.0 + nearness - side
    if verb in above:
        return 2.0 + nearness - side
    return 1.2 + nearness - side if meeting in above else None


def _side_clause(sentence: Sentence, chain: list[int], meeting: int) -> float:
    """A penalty where a relative clause or apposition lies between the mention and the point where both hang."""
    for i in chain:
        if i == meeting:
            return 0.0
        if sentence.tokens[i].dep in ("relcl", "appos"):
            return 3.0
    return 0.0


def _says(sentence: Sentence, verb: int) -> bool:
    token = sentence.tokens[verb]
    return token.lemma in _words("saying") or token.lower in ("according",)


def _speech_holds(sentence: Sentence, verb: int, trigger: int) -> bool:
    """Whether the trigger is in what the verb of saying reports."""
    return verb in list(ancestors(sentence, trigger)) or sentence.tokens[verb].dep in ("advcl", "parataxis", "prep")


def _words(name: str) -> frozenset[str]:
    return frozenset(table("circumstances")[name])
