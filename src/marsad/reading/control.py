"""Control: who captured, holds, lost, besieges or left a place, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from marsad.model import Actor, PlaceMention
from marsad.reading.adjectival import besieged_by_name, held_by_name, one_siege
from marsad.reading.casting import (
    lemma_set,
    phrase_end,
    places_at,
    word_set,
)
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.extents import control_words, extent_of, share_of
from marsad.reading.frames import Frames, Match, frames_of
from marsad.reading.held_things import apposed_name, counted, is_base_of_unit, joined_to_name, one_of_several, shut_in
from marsad.reading.holdable import holdable, losers, unlisted
from marsad.reading.holders import by_whom_left, holders_of, is_handed_over, one_sort
from marsad.reading.holdings import (
    below,
    called_again,
    described,
    entered,
    followed,
    included,
    included_in,
    is_place,
    is_placed,
    listed_places,
    named_beside,
    named_places,
    set_by_verb,
    sites_of,
    town_of,
    way_from,
)
from marsad.reading.own_days import on_own_day
from marsad.reading.referring import Told, place_part, places_meant, taken_from, told_in_full
from marsad.reading.stated import where_of
from marsad.reading.statuses import status_of
from marsad.reading.syntax import ancestors, anchor_of, children, conjuncts, noun_phrase
from marsad.reading.toponyms import note
from marsad.reading.undecided import undecided
from marsad.reading.unheld import is_unheld


def frames() -> Frames:
    """The control frames."""
    return frames_of("control")


_TOWN = 2
"""UCDP's where_prec to which a place is a town."""
_BACK = 5
"""Sentences back that "the old quarter" may be told of after its town."""


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Word forms that a sentence must hold one of to be worth parsing for control."""
    return frames().triggers | control_words("strongholds") | control_words("mastery") | control_words("besieged_words")


def read_control(document: Document) -> list[Draft]:
    """The report's claims of control, one for each place or site that a sentence names."""
    drafts: list[Draft] = []
    for sentence in document.sentences:
        if sentence.parsed:
            for match in frames().find(sentence):
                for draft in list(_drafts(document, match, drafts)):
                    near = within(document.places, sentence.start, sentence.end)
                    if not near or (draft.where is None and all(one.place and (one.place.precision or 9) >= 6 for one in near)):
                        place_part(draft, drafts)
                    elif draft.where is None and draft.fields["sites"] and near[0].start > draft.anchors[0].end:
                        place_part(draft, drafts, sure=True)  # "abandoned the base and fled to X"
                    drafts.append(draft)
            drafts += held_by_name(document, sentence)
            drafts += besieged_by_name(document, sentence)
            drafts += undecided(document, sentence)
    return one_siege(told_in_full(drafts))


def tells(document: Document, sentence: Sentence, trigger: int) -> bool:
    """Whether a verb or noun of a sentence makes a claim of control."""
    return any(match.trigger == trigger and next(_drafts(document, match), None) is not None for match in frames().find(sentence))


def _drafts(document: Document, match: Match, before: Sequence[Draft] = ()) -> Iterator[Draft]:
    """The claims of a match; `before` are those that the report made until there, for "it" and "both"."""
    if is_unheld(document, match):
        return
    if match.frame.give.get("silent"):  # "X changed hands when ...": who took it is told by another verb
        for name in (one for head in match.role("what") for one in unlisted(document, match, head)):
            note(document, name)
        return
    told = _meant(document, match, before)
    what = [] if told else [one for head in match.role("what") for one in _pointed(document, match, head)]
    what += [one for one in children(match.sentence, match.trigger, "conj") if what and match.verbal and _is_noun(match, one)]
    what += [one for head in what for one in joined_to_name(match, head)]
    what = [apposed_name(document, match, head) for head in what]
    what = [one for head in what for one in (one_of_several(document, match, head) or [head])]
    left = by_whom_left(match)
    own = match.role("who") if match.verbal and match.frame.name == "withdrawn" and not left else []
    what = [one for head in what for one in counted(match, head) if one not in own]
    heads = [head for head in what if holdable(document, match, head)] or shut_in(document, match)
    further = [*included(match), *followed(match)] if heads and match.verbal else []
    heads += [head for head in further if holdable(document, match, head)]
    if not (heads or told) or (match.frame.give.get("alone") and not _falls(document, match, heads)):
        return
    heads = [head for head in heads if not _goes_on(document, match, head, heads)]
    sided = [head for head in heads if match.sentence.tokens[head].lower in control_words("sides_of")]
    heads = heads if len(sided) == len(heads) else [head for head in heads if head not in sided]  # "X and Y, west of the city"
    actors = holders_of(document, match)
    if not actors and not (_says_enough(match) or is_handed_over(match)):
        return
    previous = tuple(one for one in losers(document, match, heads) if one not in actors or match.frame.give.get("swap"))
    if match.frame.give.get("bare") and all(one.kind in ("state", "unknown") for one in previous):
        return  # "expelled 30,000 Haitians" from no place
    if match.frame.give.get("loser") and (not previous or one_sort(actors, previous)):
        return  # "thousands were driven from the town", "cleared the road of mines"; nobody drives out his own
    gone = bool(match.frame.give.get("out")) and match.roles.passive and not actors
    if gone:  # nobody is said to have taken it: "the rebels were driven out of X"
        actors, previous = previous, ()
    given = not actors and bool(previous) and is_handed_over(match)
    if given:  # "has handed over two bases": to nobody that is told
        actors, previous = previous, ()
    status = "lost" if gone or given else status_of(match)
    for head in heads:
        named = actors or places_at(document, match.sentence, [head]) or _is_known(document, match, head)
        named = named or is_base_of_unit(match.sentence, head)
        sure = match.frame.give.get("sure") or match.token.lemma in control_words("territorial")
        if not named and not (sure and unlisted(document, match, head)):
            continue
        for draft in _claims(document, match, head, actors, previous, status=status, before=before):
            on_own_day(document, draft, heads, head)
            yield draft
    for where, sites in told:
        draft = _draft(document, match, _span(match, None), actors, previous, sites=sites)
        draft.fields["status"], draft.where = status, where
        shared = [one for one in match.role("what") if match.sentence.tokens[one].lower in control_words("shares")]
        draft.fields["extent"] = (share_of(match.sentence, shared[0]) if shared else None) or draft.fields["extent"]
        draft.settled.add("where")
        yield draft


def _is_noun(match: Match, i: int) -> bool:
    """Whether what the parse joined to the verb is a further object: "took the base and two villages"."""
    return match.sentence.tokens[i].tag in ("NNP", "NNPS", "NNS", "NN") and not children(match.sentence, i, "nsubj", "nsubjpass")


def _meant(document: Document, match: Match, before: Sequence[Draft]) -> list[Told]:
    """The places that "it", "both towns" or a verb without a place ("drove them out") speaks of."""
    if match.frame.give.get("bare"):
        out = losers(document, match, [])
        told = [one for one in before if _may_lose(one, out)]
        return places_meant(document, match, told, "it") if told or not before else []
    what = match.role("what")
    if len(what) != 1:
        return []
    word, sure = match.sentence.tokens[what[0]], not match.frame.give.get("weak")
    whole = below(match.sentence, word.i) if word.lower in control_words("shares") else []
    if [match.sentence.tokens[one].lower for one in whole] in (["it"], ["them"]):
        return places_meant(document, match, before, match.sentence.tokens[whole[0]].lower)  # "half of it", "all of them"
    if [match.sentence.tokens[one].lower for one in whole] == ["which"] and match.token.dep == "relcl":
        named = named_places(document, match.sentence, described(document, match.sentence, match.token.head))
        return [(where_of(one), ()) for one in named[:1]]  # "X, most of which is held by Y"
    if word.tag == "NNS" and word.lower in control_words("unnamed"):
        number = _number_meant(document, match, what[0])
        return places_meant(document, match, before, number) if number else []
    if not match.verbal or word.lower not in ("it", "both", "them") or match.frame.name == "withdrawn":
        return []
    return places_meant(document, match, before, word.lower, sure=sure)


def _may_lose(draft: Draft, out: tuple[Actor, ...]) -> bool:
    """Whether those who are driven out can be who was told to have a place: not those who had just left it to them."""
    if not out or draft.fields["status"] not in ("withdrawn", "lost"):
        return True
    return any(one in draft.fields["actors"] for one in out)


def _number_meant(document: Document, match: Match, head: int) -> str:
    """How many places told of before a plural means: "both towns", "those three villages"; "" where it may mean others."""
    own = {match.sentence.tokens[one].lower for one in match.sentence.tokens[head].children}
    if places_at(document, match.sentence, [head]) or children(match.sentence, head, "prep", "appos", "relcl"):
        return ""
    told = own & {"the", "these", "those"}
    return "both" if "both" in own or (told and "two" in own) else "them" if told and own & {"three", "four", "five"} else ""


def _goes_on(document: Document, match: Match, head: int, heads: list[int]) -> bool:
    """Whether a nameless thing is told of together with another one: "towns" of "50 towns and villages in the north"."""
    sentence = match.sentence
    joined = [one for one in heads if one in children(sentence, head, "conj") or head in children(sentence, one, "conj")]
    many = [one for one in (head, *joined) if sentence.tokens[one].tag == "NNS"]
    pair = [one for one in many if sentence.tokens[one].lower in control_words("unnamed")]
    if head not in pair or len(pair) < 2 or places_at(document, sentence, [head]) or listed_places(document, sentence, head):
        return False
    if any(listed_places(document, sentence, one) for one in pair):
        return True
    return any(places_at(document, sentence, [one]) for one in pair) or head < max(pair)


def _pointed(document: Document, match: Match, head: int) -> list[int]:
    """What "it" means where it was taken or held in the same sentence: "seized Gharyan in April and lost it in June"."""
    token = match.sentence.tokens[head]
    own = match.trigger in (token.head, match.sentence.tokens[token.head].head)
    noun = _antecedent(match)
    if token.lower in control_words("relatives") and match.verbal and noun is not None and own:
        by = [match.sentence.tokens[one].lower for one in match.roles.subject]
        if {"we", "i", "he", "she"} & set(by):
            return []
        named = [one for one in conjuncts(match.sentence, noun) if match.sentence.tokens[one].tag == "NNP"]
        if len(named) > 1:
            return named  # "X and Y, which the group took"
        return [
            described(document, match.sentence, _past_region(document, match.sentence, noun))
        ]  # "the village, which rebels had captured"
    if match.verbal and match.token.dep in ("relcl", "acl") and head == match.token.head:
        return [_town_told(document, match, head)]
    if token.lower != "it" or not match.verbal:
        return [head]
    earlier = [one for one in frames().find(match.sentence) if one.trigger < match.trigger and one.verbal]
    if earlier:
        return earlier[-1].role("what")[:1]
    for above in ancestors(match.sentence, match.trigger):  # "the town changed hands when the army recaptured it"
        for subject in children(match.sentence, above, "nsubj", "nsubjpass"):
            if above != match.trigger and places_at(document, match.sentence, [subject]):
                return [subject]
    return [head]


def _antecedent(match: Match) -> int | None:
    """The noun that a relative clause is about; of one joined to another or told by somebody too: "X, which he said was held"."""
    token = match.token
    above = match.sentence.tokens[token.head]
    told = token.dep == "ccomp" and above.dep == "relcl" and above.lemma in lemma_set("telling")
    first = above if token.dep == "conj" or told else token
    return first.head if first.dep == "relcl" else None


def _town_told(document: Document, match: Match, head: int) -> int:
    """What a clause behind a name is of: the town, not the people, of "Residents of X, captured by Y on Sunday, said ..."."""
    sentence, tokens = match.sentence, match.sentence.tokens
    before = match.trigger - 2
    apart = match.token.dep == "acl" and before > head and tokens[before + 1].text == ","
    people = tokens[head].lower in word_set("civilians") | control_words("people")
    if apart and people and is_place(document, sentence, before):
        return before
    return described(document, sentence, _past_region(document, sentence, head))


def _past_region(document: Document, sentence: Sentence, head: int) -> int:
    """The town that a clause behind its region's name is of: "the last city in the Darfur region still held by the army"."""
    above = sentence.tokens[sentence.tokens[head].head]
    start = sentence.tokens[noun_phrase(sentence, head, of=False)[0]].start
    named = within(document.places, start, sentence.tokens[head].end)
    region = any(one.place is not None and (one.place.precision or 1) > _TOWN for one in named)
    inside = above.lower == "in" and above.head != above.i and sentence.tokens[above.head].dep in ("attr", "appos")
    town = inside and sentence.tokens[above.head].lower in control_words("unnamed")
    return above.head if region and town else head


def _is_known(document: Document, match: Match, head: int) -> bool:
    """Whether "the town" or "the old quarter" is part of or stands for a place named before it, in the report's last stretch."""
    sentence = match.sentence
    first, last = noun_phrase(sentence, head, of=False)
    own = {token.lower for token in sentence.tokens[first:last]}
    if not own & {"the", "its", "this", "that"} or sentence.tokens[head].lower not in control_words("unnamed"):
        return False
    begin = document.sentences[max(0, sentence.index - _BACK)].start
    return any(
        one.place is not None and (one.place.precision or 9) <= 2
        for one in within(document.places, begin, sentence.tokens[head].start)
    )


def _falls(document: Document, match: Match, heads: list[int]) -> bool:
    """Whether "fell" tells the fall of a named place, nothing else: not "fell silent", "fell by 3 %"."""
    sentence = match.sentence
    if any(sentence.tokens[one].lower in word_set("armed") for one in children(sentence, match.trigger, "nsubj")):
        return False  # "... in Syria as two soldiers fall"
    if any(is_base_of_unit(sentence, head) for head in heads):
        return True  # "the base of Infantry Battalion 12 fell"
    after = sentence.tokens[match.trigger + 1 : match.trigger + 2]
    if any(token.lower in control_words("falling") for token in after) and not (
        within(document.times, after[0].start, sentence.end)[:1] and after[0].lower == "on"
    ):
        return False
    named = any(
        within(document.places, sentence.tokens[head].start, sentence.tokens[head].end)
        or town_of(document, sentence, head)
        or (sentence.tokens[head].lower in control_words("unnamed") and unlisted(document, match, head))  # "X district fell"
        for head in heads
    )
    return named and not match.roles.object and not children(sentence, match.trigger, "acomp", "oprd", "attr", "dobj")


def _says_enough(match: Match) -> bool:
    """Whether a claim without an actor still tells something: a loss, a siege or a fall does."""
    status = match.frame.give["status"]
    if match.frame.give.get("alone") or match.frame.give.get("enough") or status in ("besieged", "contested"):
        return True
    return status in ("captured", "lost") and match.roles.passive


def _claims(
    document: Document,
    match: Match,
    head: int,
    actors: tuple[Actor, ...],
    previous: tuple[Actor, ...],
    *,
    status: str,
    before: Sequence[Draft],
) -> Iterator[Draft]:
    sentence = match.sentence
    sites = sites_of(document, sentence, head)
    places: list[PlaceMention | None] = [
        *(
            named_places(document, sentence, head)
            or unlisted(document, match, head)
            or town_of(document, sentence, head)
            or named_beside(document, sentence, head)
            or way_from(document, sentence, head)
            or ([] if is_placed(document, sentence, head) else set_by_verb(document, match) or entered(document, match, sites))
            or included_in(document, match, head)
            or called_again(document, sentence, head)
        )
    ] or [None]
    listed = len(places) > 1
    for place in places:
        draft = _draft(document, match, _span(match, head), actors, previous, sites=sites)
        draft.fields["status"] = status
        draft.fields["extent"] = "unknown" if listed and not sites else extent_of(sentence, match, head, sites)
        draft.confidence += 0.2 * bool(place)
        side = {sentence.tokens[one].lower for one in below(sentence, head)} & control_words("quarters_of_land")
        if place is None and (side or places_at(document, sentence, match.role("who")) or is_placed(document, sentence, head)):
            draft.settled.add("where")  # "handed three villages to Y": Y took them, they aren't shown to lie there
        if place is not None:
            draft.where = where_of(place)
            draft.settled.add("where")
            _reach(document, draft, place)
            note(document, place)
            if place.start < sentence.start:
                draft.where = taken_from(match, before) or draft.where
        yield draft


def _draft(
    document: Document,
    match: Match,
    span: tuple[int, int],
    actors: tuple[Actor, ...],
    previous: tuple[Actor, ...],
    *,
    sites: tuple[str, ...],
) -> Draft:
    """A claim whose place is still to be told."""
    lost = () if match.frame.give.get("swap") else tuple(actor for actor in previous if actor not in actors)
    fields = {"actors": actors, "status": "", "extent": "site" if sites else "unknown", "sites": sites, "previous": lost}
    anchor = anchor_of(document, match.sentence, span)
    draft = Draft("control", f"control.{match.frame.name}", match.sentence, match.trigger, [anchor], fields)
    if match.frame.give["status"] in ("held", "besieged") and match.token.dep in ("relcl", "acl"):
        draft.background = True
        draft.settled.add("background")
    still = any(match.sentence.tokens[one].lower == "still" for one in children(match.sentence, match.trigger, "advmod"))
    if still and match.token.dep == "conj":
        draft.settled |= {"when", "background"}  # "was driven out in 2011 but still holds the south"
    draft.confidence = 0.6 + 0.1 * bool(actors)
    return draft


def _reach(document: Document, draft: Draft, place: PlaceMention) -> None:
    """Let the words of a claim reach to its place, where that is a later one of a list."""
    anchor = draft.anchors[0]
    if anchor.end < place.start < draft.sentence.end:
        draft.anchors = [document.anchor(anchor.start, place.end)]


def _span(match: Match, head: int | None) -> tuple[int, int]:
    if head is None:
        heads = [one for one in (*match.role("what"), *match.role("previous")) if abs(one - match.trigger) <= _BACK]
        return min(*match.words, *heads, match.trigger), max(*match.words, *heads, match.trigger) + 1
    first, _ = noun_phrase(match.sentence, head)
    own = [one for one in match.role("what") if match.sentence.tokens[one].lower == "it"]
    if own and head not in own:
        return min(match.words), max(*own, *match.words) + 1
    return min(first, *match.words), max(phrase_end(match.sentence, head), max(match.words) + 1)
