"""Where a claim stands whose words give no point: in the place that the text puts an unknown one in, or where the last was."""

from __future__ import annotations

import re

from msgspec.structs import replace

from marsad.gazetteer.places import distance
from marsad.model import Place, PlaceMention, Where
from marsad.reading.belonging import says, stands_apart
from marsad.reading.datelines import is_dateline, is_label
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.flags import is_flag
from marsad.reading.headings import heading_mention, heading_place, line_place, lined_place
from marsad.reading.incident import frames
from marsad.reading.language import lists_of
from marsad.reading.other_times import came_before
from marsad.reading.passing import headed_for, is_of_post, is_taken_to, spans_land, taken_up, takes_in, told_there
from marsad.reading.places.words import words as place_words
from marsad.reading.several import LISTED, apart, held, own_stretch, stands_alone
from marsad.reading.stated import where_of
from marsad.reading.staying import may_take
from marsad.reading.syntax import ancestors

_TOLD = ("event", "toll", "control")
_REACH = 90
_FAR, _NEAR = 6, 60
_POINT = 2
"""UCDP's where_prec to which a place is a point's."""
_QUARTER_BACK, _POST = 6, 24
"""Sentences back that a quarter's town may have been named; letters before its name that say that it is one."""
_WIDE = 3  # UCDP's where_prec from which a place can hold another
_WATER = 7
"""UCDP's where_prec of waters."""
_WORD = re.compile(r"\s+(\w+)")
_OWNER = re.compile(r"['\u2019]s (?:\w+ern )?")


def place_unknown(document: Document, drafts: list[Draft]) -> None:
    """Give a place that no gazetteer knows the point and precision of the place that the text says it lies in."""
    for draft in drafts:
        if draft.where is not None:
            draft.where = located(document, draft.where)


def located(document: Document, where: Where) -> Where:
    """The place, or for an unknown one its container's point: no finer than within 25 km of it, nor than the container."""
    container = _container(document, where) if where.lat is None else None
    if container is None:
        return where
    precision = max(container.precision or 2, 2)
    return replace(
        where, country=container.country, adm1=container.adm1, lat=container.lat, lon=container.lon, precision=precision
    )


def _container(document: Document, where: Where) -> Place | None:
    """The place that holds an unknown one; None where the text doesn't say."""
    mention = next((one for one in document.places if one.start == where.anchor.start and one.place is None), None)
    return container_of(document, mention) if mention is not None else None


def container_of(document: Document, mention: PlaceMention) -> Place | None:
    """The known place that the text says an unknown one lies in or beside, where it is named or in the heading."""
    same = [one for one in document.places if one.text == mention.text and one.place is None]
    around = (_around(document, one) for one in [mention, *same])
    sentence = document.sentence_at(mention.start)
    found = next((one for one in around if one is not None), None)
    found = found or _only_region(document, sentence) or heading_place(document, sentence) or _town_around(document, mention)
    return found or line_place(document, sentence)


def _town_around(document: Document, mention: PlaceMention) -> Place | None:
    """The town that a quarter without one is in: the one that opens its sentence, or the last that things were told of."""
    behind = _WORD.match(document.text, mention.end)
    before = document.text[max(0, mention.start - _POST) : mention.start].split()[-2:]
    if not {*(word.casefold() for word in before[:1]), *((behind[1].casefold(),) if behind else ())} & _words("quarters"):
        return None
    sentence = document.sentence_at(mention.start)
    start = document.sentences[max(0, sentence.index - _QUARTER_BACK)].start
    known = [one for one in within(document.places, start, mention.start) if one.place is not None]
    town = taken_up(document, [one for one in known if one.place and (one.place.precision or 9) <= _POINT], "city")
    return town.place if town is not None else None


def _only_region(document: Document, sentence: Sentence) -> Place | None:
    """The one region or district that a sentence names: "In Hiran, troops retook the town of X"."""
    named = [one.place for one in own_places(document, sentence) if one.place is not None]
    regions = [one for one in named if (one.precision or 1) in (3, 4)]
    return regions[0] if len(regions) == 1 and len(named) == 1 else None


def _around(document: Document, mention: PlaceMention) -> Place | None:
    """The nearest known place joined to a name by nothing but words of place: "X, a village south of Y", "Y's X quarter"."""
    sentence = document.sentence_at(mention.start)
    for other in within(document.places, mention.end, min(sentence.end, mention.end + _REACH)):
        if other.place is not None and not owns_place(document, other) and _joins(document.text[mention.end : other.start]):
            return other.place
    for other in reversed(within(document.places, max(sentence.start, mention.start - _REACH), mention.start)):
        if other.place is not None and _joins(document.text[other.end : mention.start]):
            return other.place
    return None


def _joins(between: str) -> bool:
    """Whether all the words between two names only say how one place lies to the other."""
    words = re.findall(r"[\w'\u2019-]+|[^\w\s]", between.casefold())
    known = _words("joins"), place_words().types, place_words().camp_words
    return all(word.isdigit() or any(word in some for some in known) for word in words)


def innermost(document: Document, places: list[PlaceMention]) -> list[PlaceMention]:
    """The places without those that only say where the one before them lies, and those that a list names after its first.

    "the hamlet of X, in Y municipality" is X, "X market in Y" is Y, and what happened in "X, Y and Z" is set in X.
    """
    kept: list[PlaceMention] = []
    for i, place in enumerate(places):
        before = places[i - 1] if i else None
        if before is not None and placed_in(document, before, place):
            if not (kept and kept[-1] is before and _is_site(document, before)):
                continue
            kept.pop()
        elif before is not None and LISTED.fullmatch(document.text, before.end, place.start):
            continue
        kept.append(place)
    return kept


def _is_site(document: Document, place: PlaceMention) -> bool:
    """Whether a name that no index knows is that of a market, a road, a mine: "X market in Y"."""
    word = _WORD.match(document.text, place.end)
    return place.place is None and word is not None and word[1].casefold() in _words("sites")


def placed_in(document: Document, inner: PlaceMention, outer: PlaceMention) -> bool:
    """Whether the words between two places, or their sizes, say that the first lies in or beside the second."""
    between = document.text[inner.end : outer.start]
    words = set(re.findall(r"[\w'\u2019-]+", between.casefold()))
    if len(between) > _REACH or not _joins(between) or not words.isdisjoint(_words("moves")) or ";" in between:
        return False
    if "from" in words and not re.search(r"\d|\bkm\b", between):
        return False
    a, b = inner.place, outer.place
    sea = a is not None and a.precision == _WATER and "off" in words  # "the Red Sea off Yemen"
    if a is not None and b is not None and (a.precision or 1) > max(b.precision or 1, 2):  # "Syria's Homs"
        return sea
    wide = b is not None and (b.precision or 1) > 2 and (a is None or (a.precision or 1) < (b.precision or 1))
    return bool(words - {"the", "a"}) or wide


def _of_heading(draft: Draft) -> bool:
    """Whether a count is of "the province" that heads its lines."""
    return draft.kind == "toll" and bool(draft.sentence.lowers & {"province", "governorate", "region", "district", "territory"})


def place_headed(document: Document, drafts: list[Draft]) -> None:
    """Give what no sentence places the place that heads its paragraph: "Bukavu: ...", several sentences on."""
    for draft in drafts:
        one = draft.fields.get("scope", "incident") == "incident" or _of_heading(draft)
        told = draft.kind in _TOLD and not draft.background and one
        if told and draft.where is None and "where" not in draft.settled and not stood_in(document, draft.sentence):
            mention = heading_mention(document, draft.sentence)
            draft.where = (
                where_of(mention) if mention is not None else lined_place(document, draft.sentence, whole=_of_heading(draft))
            )


def carry_places(document: Document, drafts: list[Draft]) -> None:
    """Give a claim whose sentence names no place the one where the sentence before it had things happen.

    Within a paragraph that is the same scene; in the next one only a sentence that takes it up ("the attackers", "the toll").
    """
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.kind in _TOLD and not draft.background:
            by_sentence.setdefault(draft.sentence.index, []).append(draft)
    last: Where | None = None
    day: str | None = None
    fresh = False
    for sentence in document.sentences:
        gap = document.text[document.sentences[sentence.index - 1].end : sentence.start] if sentence.index else ""
        fresh = (fresh or "\n" in gap) and not _goes_on(sentence)
        own = by_sentence.get(sentence.index, [])
        sheltered = bool(own) and all(one.fields.get("outcome") == "displaced" for one in own)
        named = [] if sheltered else stood_in(document, sentence)  # "1,600 people took refuge in X" sets no scene
        if last is not None and not fresh and named and all(_governs(sentence, one, last) for one in named):
            named = []
        places = [located(document, where_of(one)) for one in named]
        stood = [] if sheltered else [one.where for one in own if one.where and not came_before(sentence, one.trigger)]
        told = _agreed(stood)
        scattered = told is None and any((one.precision or 1) < _FAR for one in stood)  # "eleven died in X and five in Y"
        here = _agreed([told, *(one for one in places if one.precision == 1)]) if told else None if scattered else _agreed(places)
        if here is not None or named:
            last, fresh, day = here, False, _day_of(own)
        elif _turns_elsewhere(sentence):
            last = None
        for draft in own:
            whole = draft.fields.get("part_of")
            there = last is not None and not fresh and _says_there(sentence)
            if draft.where is None and not (named or there) and isinstance(whole, Draft) and whole.where is not None:
                draft.where = whole.where
            taking = draft.where is None and last is not None and not fresh and may_take(draft, last)
            taking = taking and not (_another_day(draft, day) and not (takes_up(sentence) or _says_there(sentence)))
            near = [one for one in named if not _across(draft, one)]
            if taking and (near or not named) and not placed_unknown(document, draft):
                shares = [own_stretch(document, one) for one in own if one is not draft and stands_alone(one)]
                mine = [one for one in near if not (_is_of_others(draft, one) or held(one, shares))]
                agreed = last if mine == named else _agreed([located(document, where_of(one)) for one in mine])
                draft.where = told if near and told is not None and all(_is_parted(draft, one) for one in near) else agreed


def without_infirmaries(document: Document, drafts: list[Draft]) -> dict[Draft, Where]:
    """Take from the tolls the places of hospitals that took people in; they stand where nothing told before gives another."""
    taken = {}
    for draft in drafts:
        if draft.kind == "toll" and draft.where is not None and takes_in(document, draft.sentence, draft.where.anchor.start):
            taken[draft] = draft.where
            draft.where = None
    return taken


def _governs(sentence: Sentence, place: PlaceMention, last: Where) -> bool:
    """Whether a place is only the region, around the last scene, of those who speak: "the governor of the X region said"."""
    token = sentence.token_at(place.start)
    if token is None or not sentence.parsed or place.place is None or (place.place.precision or 1) < _WIDE:
        return False
    if (last.precision or 1) >= _WIDE or (last.country, last.adm1) != (place.place.country, place.place.adm1):
        return False
    chain = [token.i, *ancestors(sentence, token.i)]
    return any(
        (sentence.tokens[i].dep == "nsubj" and says(sentence, sentence.tokens[i].head)) or sentence.tokens[i].lower == "according"
        for i in chain
    )


def stood_in(document: Document, sentence: Sentence) -> list[PlaceMention]:
    """The places of a sentence where something can have happened: not those that somebody goes to, comes from or speaks in."""
    kept: list[PlaceMention] = []
    aside: PlaceMention | None = None
    own = own_places(document, sentence)
    for one in own[1:] if len(own) > 1 and is_label(document, sentence, own[0]) else own:
        listed = aside is not None and apart(document, aside, one)  # "fled to X and Y"
        passed = headed_for(sentence, one) or told_there(sentence, one) or takes_in(document, sentence, one.start)
        passed = passed or is_taken_to(document, one) or is_of_post(document, one) or _told_before(sentence, one)
        if listed or passed or spans_land(document, one):
            aside = one
        else:
            kept.append(one)
    return kept


def _told_before(sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a place is that of what the sentence's own deed came hours or days after."""
    token = sentence.token_at(place.start)
    return token is not None and came_before(sentence, token.i)


def _day_of(drafts: list[Draft]) -> str | None:
    """The one day on which the things of a sentence happened."""
    days = {draft.when.start for draft in drafts if draft.when is not None and draft.when.precision == 1}
    return days.pop() if len(days) == 1 else None


def _another_day(draft: Draft, day: str | None) -> bool:
    """Whether a draft's own sentence sets it on another day: "On Saturday ... in X. Today attacks killed 35 more"."""
    when = draft.when
    if when is None or day is None or when.precision != 1 or when.anchor is None or when.start == day:
        return False
    later = draft.rule.endswith(("-of", "-noun")) or draft.sentence.tokens[draft.trigger].lower in _words("dying")
    if later:  # the bodies found next day, the wounded who died
        return False
    return draft.sentence.start <= when.anchor.start < draft.sentence.end


def _turns_elsewhere(sentence: Sentence) -> bool:
    """Whether a sentence opens with another incident than the one told before it: "Another airstrike hit", "Elsewhere, "."""
    opening = [token.lower for token in sentence.tokens[:4]]
    other = opening[:1] == ["another"] or (len(opening) > 1 and opening[0] == "a" and opening[1] in _words("further_one"))
    return opening[:1] == ["elsewhere"] or (other and not frames().triggers.isdisjoint(opening[1:]))


def _is_of_others(draft: Draft, place: PlaceMention) -> bool:
    """Whether a place that a draft's sentence names is told to be that of something else."""
    token = draft.sentence.token_at(place.start)
    return token is not None and stands_apart(draft.sentence, token, draft.trigger)


def _is_parted(draft: Draft, place: PlaceMention) -> bool:
    """Whether a semicolon stands between a place and a draft that is told behind it: "a raid in X; two guards were held"."""
    sentence = draft.sentence
    return ";" in sentence.lowers and any(token.text == ";" for token in sentence.tokens_in(place.start, draft.start))


def _across(draft: Draft, place: PlaceMention) -> bool:
    """Whether a place is first named beyond the semicolon that ends a draft's clause: "UN: 900 displaced; rebels near Homs"."""
    sentence = draft.sentence
    return ";" in sentence.lowers and any(token.text == ";" for token in sentence.tokens_in(draft.start, place.start))


def placed_unknown(document: Document, draft: Draft) -> bool:
    """Whether a draft's sentence says where it was by a name that nobody knows for a place: "were killed at Mir Tangi"."""
    tokens = draft.sentence.tokens
    for token in tokens[draft.trigger : -1]:
        after = tokens[token.i + 1]
        named = after.tag in ("NNP", "NNPS", "NNS") and after.text[:1].isupper()
        if token.lower in ("at", "in", "near", "outside") and named:
            at = after.start, after.end
            found = bool(within(document.places, *at)), bool(within(document.actors, *at)), bool(within(document.times, *at))
            return not any(found)
    return False


def takes_up(sentence: Sentence) -> bool:
    """Whether a sentence speaks of what was told before it: "the attackers", "the death toll"."""
    words = _words("taken_up")
    if words.isdisjoint(sentence.lowers):
        return False
    lowers = [token.lower for token in sentence.tokens]
    for i, one in enumerate(lowers):
        after = next((k for k in (i + 1, i + 2) if one == "the" and k < len(lowers) and lowers[k] in words), None)
        anew = after is not None and lowers[after + 1 : after + 3] in (["of", "a"], ["of", "an"], ["of", "one"])
        if after is not None and not anew:  # not "the death of a reservist"
            return True
    return False


def _says_there(sentence: Sentence) -> bool:
    """Whether "there" means the place told of before: not the one of "there were"."""
    if "there" not in sentence.lowers:
        return False
    lowers = [token.lower for token in sentence.tokens]
    return any(one == "there" and not _words("existing") & set(lowers[i + 1 : i + 2]) for i, one in enumerate(lowers))


def _goes_on(sentence: Sentence) -> bool:
    """Whether a sentence goes on about what was told before it, by what it takes up or by a word: "are still missing"."""
    return takes_up(sentence) or not _words("goes_on").isdisjoint(sentence.lowers)


def may_be_one(one: Where, other: Where) -> bool:
    """Whether two places can be one: of one name, or one of them a region that can hold the other."""
    if one.name == other.name:
        return True
    if max(one.precision or 1, other.precision or 1) < _WIDE:
        return False
    lands, regions = (one.country, other.country), (one.adm1, other.adm1)
    return not (all(lands) and lands[0] != lands[1]) and not (all(regions) and regions[0] != regions[1])


def _agreed(places: list[Where]) -> Where | None:
    """The finest of places that lie in one another; None where they differ or are too wide."""
    fine = sorted((one for one in places if (one.precision or 1) < _FAR), key=lambda one: one.precision or 1)
    return fine[0] if fine and all(_holds(one, fine[0]) for one in fine[1:]) else None


def _holds(wide: Where, fine: Where) -> bool:
    """Whether two places can be one: of one name, one in the other's region, or a short way apart."""
    if wide.name == fine.name or (wide.adm1, wide.country, wide.precision or 1) == (fine.adm1, fine.country, 4):
        return True
    if wide.lat is None or wide.lon is None or fine.lat is None or fine.lon is None:
        return (wide.lat is None) != (fine.lat is None)  # two names that no index has are two places
    return distance(wide.lat, wide.lon, fine.lat, fine.lon) < _NEAR * ((wide.precision or 1) > 2 or 0.5)


def own_places(document: Document, sentence: Sentence) -> list[PlaceMention]:
    """The places that a sentence names, other than capitals and countries that act and where it was written."""
    places = within(document.places, sentence.start, sentence.end)
    places = [one for one in places if not within(document.actors, one.start, one.end) and not is_flag(sentence, one)]
    return [one for one in places if not is_dateline(document, sentence, one)]


_words = lists_of("circumstances")


def owns_place(document: Document, place: PlaceMention) -> bool:
    """Whether a country only says whose the finer place behind it is: "Niger's Tillaberi region"."""
    behind = _OWNER.match(document.text, place.end)
    return behind is not None and bool(within(document.places, behind.end(), behind.end() + 1))
