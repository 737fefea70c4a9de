"""What only refers, where control is told: the place that "it", "both", "the base" or silence means, the force that "we" is."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor, PlaceMention, Where
from marsad.reading.casting import word_set
from marsad.reading.datelines import is_dateline
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.extents import control_words
from marsad.reading.frames import Match
from marsad.reading.recalling import FIGHTERS, previous_actors
from marsad.reading.stated import where_of
from marsad.reading.syntax import ancestors, children, noun_phrase

_BACK = 5
"""Sentences back that a part without a name may belong to a town."""
_NEAR = 2
"""Sentences back that a pronoun reaches."""

_OPENING = 3
"""Sentences from the headline within which the body names what it told of."""
_TOWN = 2

Told = tuple[Where | None, tuple[str, ...]]
"""A place and the sites in it."""


def places_meant(document: Document, match: Match, before: Sequence[Draft], pronoun: str, *, sure: bool = True) -> list[Told]:
    """What "it" (one), "both" (two) or "them" (several) means: what control was last told of.

    Where nothing was told, and the verb is `sure` to be of a place, the only town just named.
    """
    last = _last_told(match, before)
    if pronoun == "it" and last is not None and last.sentence is not match.sentence:
        here = _towns(document, match.sentence, match.token.start)
        if len({one.text for one in here}) == 1:  # "X changed hands twice; since Wednesday it has been occupied"
            return [(where_of(here[0]), ())]
    if last is not None:
        group = [one for one in before if one.sentence is last.sentence and one.trigger == last.trigger]
        many = len(group) > 1 or _is_plural(group[0])
        fits = {"it": len(group) == 1, "both": len(group) == 2}.get(pronoun, many)
        return [(one.where, one.fields["sites"]) for one in group] if fits else []
    town = _only_town(document, match) if pronoun == "it" and sure else None
    return [(town, ())] if town is not None else []


def _is_plural(draft: Draft) -> bool:
    """Whether one claim tells of several sites or villages: "two army posts", "three villages"."""
    tokens = draft.sentence.tokens_in(draft.anchors[0].start, draft.anchors[0].end)
    kinds = control_words("sites") | control_words("unnamed")
    return any(token.tag == "NNS" and token.lower in kinds for token in tokens)


def _last_told(match: Match, before: Sequence[Draft]) -> Draft | None:
    """The last claim of control with a place or site, in this sentence before the verb or a sentence or two back."""
    for one in reversed(before):
        if match.sentence.index - one.sentence.index > _NEAR:
            return None
        earlier = one.sentence is not match.sentence or one.trigger < match.trigger
        if earlier and (one.where is not None or one.fields["sites"]):
            return one
    return None


def _only_town(document: Document, match: Match) -> Where | None:
    """The only town that this sentence names before the verb, or that the sentence before names."""
    here = _towns(document, match.sentence, match.token.start)
    if not here and match.sentence.index:
        before = document.sentences[match.sentence.index - 1]
        here = _towns(document, before, before.end)
    return where_of(here[0]) if len({one.text for one in here}) == 1 else None


def _towns(document: Document, sentence: Sentence, end: int) -> list[PlaceMention]:
    return [
        one
        for one in within(document.places, sentence.start, end)
        if not (within(document.actors, one.start, one.end) or is_dateline(document, sentence, one))
        and (one.place is None or (one.place.precision or 9) <= 2)
    ]


def taken_from(match: Match, before: Sequence[Draft]) -> Where | None:
    """The town that "the town" is where others have just lost or left it: not the one that they fell back to."""
    last = _last_told(match, before)
    if last is None or last.fields["status"] not in ("lost", "withdrawn") or last.fields["sites"]:
        return None
    return last.where if match.sentence.index - last.sentence.index <= 1 else None


def place_part(draft: Draft, before: Sequence[Draft], *, sure: bool = False) -> None:
    """Where a part or site without a name lies.

    "The old quarter", "the southern districts" are the town's that control was last told of; "the camp" is the one of before,
    and so is "the base" after an outpost. If `sure`, only by a site of that kind.
    """
    sites = draft.fields["sites"]
    if draft.where is None and sites:
        kind = _kind(sites[0])
        told = [one for one in before if one.fields["sites"] and _kind(one.fields["sites"][0]) == kind]
        own = draft.anchors[0].text.casefold().split()
        if not told and not sure and "the" in own and draft.fields["status"] != "held":
            told = [one for one in before[-1:] if draft.sentence.index - one.sentence.index <= _NEAR]
        if told and 0 < draft.sentence.index - told[-1].sentence.index <= _BACK and told[-1].where is not None:
            draft.where = told[-1].where
            draft.settled.add("where")
    if draft.where is not None or sites:
        return
    near = [one for one in before if one.where is not None and 0 <= draft.sentence.index - one.sentence.index <= _BACK]
    where = near[-1].where if near else None
    if where is not None and (where.precision or 9) <= 2:
        draft.where = where
        draft.settled.add("where")


def told_in_full(drafts: list[Draft]) -> list[Draft]:
    """The claims without a headline's nameless one ("seize village in the south") that the body tells with a name."""
    kept = []
    for draft in drafts:
        wide = draft.where is None or (draft.where.precision or 1) > _TOWN
        full = next((one for one in drafts if wide and _names_it(draft, one)), None)
        if full is None:
            kept.append(draft)
        else:
            full.anchors = sorted({*draft.anchors, *full.anchors})
    return kept


def _names_it(draft: Draft, other: Draft) -> bool:
    """Whether another claim just after an opening one without a site or place can be the same with its place."""
    near = draft.sentence.index == 0 and 1 <= other.sentence.index <= _OPENING
    same = draft.fields["status"] == other.fields["status"] and other.where is not None and (other.where.precision or 1) <= _TOWN
    kinds = {one.kind for one in draft.fields["actors"]}, {one.kind for one in other.fields["actors"]}
    alike = bool(kinds[0] & kinds[1]) or "unknown" in kinds[0] | kinds[1]
    return near and same and not draft.fields["sites"] and (not kinds[0] or alike)


def _kind(site: str) -> str:
    """What kind of site it is, one word for all where soldiers live."""
    last = site.split()[-1].casefold()
    return "base" if last in control_words("quarters_of_troops") else last


def speaking_for(document: Document, sentence: Sentence, verb: int) -> tuple[Actor, ...]:
    """Whom "we" and "our" mean in quoted speech: the force of the speaker, named with the verb of saying or before."""
    before = [one for one in children(sentence, verb, "ccomp") if sentence.tokens[one + 1].text == ":"]  # "X reports: units ..."
    for above in (*before, *ancestors(sentence, verb)):
        for subject in children(sentence, above, "nsubj"):
            token = sentence.tokens[subject]
            if token.lower in ("he", "she", "they", "it"):
                return previous_actors(document, sentence, singular=True)
            first, last = noun_phrase(sentence, subject)
            named = within(document.actors, sentence.tokens[first].start, sentence.tokens[last - 1].end)
            fit = [one.actor for one in named if one.actor.kind in FIGHTERS - {"international", "unknown"}]
            if fit:
                return (next((one for one in fit if one.id), fit[-1]),)
    return issuer(document, sentence)


def issuer(document: Document, sentence: Sentence) -> tuple[Actor, ...]:
    """The force whose own communique the report is, by its source's name, where its sentence is in nobody's mouth."""
    source = document.report.source or ""
    if not source or any(mark in sentence.text for mark in '"\u201c\u201d'):
        return ()
    entry = next(filter(None, map(ActorList.open().lookup, (source, source.partition(",")[0].strip()))), None)
    actor = ActorList.open().actor(entry) if entry is not None else None
    return (actor,) if actor is not None and actor.kind in ("rebel", "militia", "military") else ()


def with_its_army(sentence: Sentence, heads: Sequence[int], actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors, with the army where a ministry tells of "its forces" or a staff of "our troops"."""
    words = {sentence.tokens[head].lower for head in heads}
    if words.isdisjoint(word_set("forces", "units", "armed")):
        return actors
    return tuple(dict.fromkeys(army_of_office(one) for one in actors))


def army_of_office(actor: Actor) -> Actor:
    """The army of the state whose ministry of defence or staff an actor is; else the actor."""
    iso, _, office = (actor.id or "").partition(".")
    army = ActorList.open().national(iso.upper(), "mil") if office in control_words("offices_of_war") else None
    return ActorList.open().actor(army) if army is not None else actor
