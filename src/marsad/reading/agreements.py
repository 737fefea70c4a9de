"""Truces, ceasefires, peace deals, evacuations and exchanges: between whom, by whose mediation, and how they stand.

A report speaks of one agreement in several places ("a ceasefire between A and B", "the truce", "it collapsed"); they become one
draft, whose status is the furthest stage that its words tell. What is only called for, proposed or talked about is none yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from marsad.model import Actor, Source, Where
from marsad.model.claim import AgreementStatus
from marsad.reading.deals import Phrase, actors_at, phrases_in, words_of
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.exchanges import acts_in
from marsad.reading.standing import is_old, standing_of_pronoun
from marsad.reading.states import actor_list
from marsad.reading.syntax import anchor_of, is_negated, noun_phrase, roles

_STAGES: tuple[AgreementStatus, ...] = get_args(AgreementStatus)
_FIGHTING = frozenset({"truce", "ceasefire", "peace"})


@dataclass(slots=True)
class _Agreement:
    """What the report's phrases about one agreement say together."""

    phrases: list[Phrase] = field(default_factory=list)

    def first(self, name: str) -> Any:
        """The first phrase's value that isn't empty."""
        return next((value for value in (getattr(phrase, name) for phrase in self.phrases) if value), None)

    def takes(self, phrase: Phrase) -> bool:
        """Whether the phrase can be about this agreement."""
        mine, place, day = self.phrases[0], self.first("where"), self.first("when")
        if phrase.tabled != mine.tabled or (phrase.type != mine.type and not self._renames(phrase)):
            return False
        if self._has_other_brokers(phrase):
            return False
        shared = _states(self.first("parties")) & _states(phrase.parties)
        if self.first("parties") and phrase.parties and not shared and not self._completes(phrase):
            return False
        if place and phrase.where and not _compatible(place, phrase.where):
            return False
        if day and phrase.when:
            return bool(day.start == phrase.when.start)
        if phrase.other or self._is_over(phrase):
            return False
        return bool(shared or (place and phrase.where)) or self._of_an_age(phrase)

    def _completes(self, phrase: Phrase) -> bool:
        """Whether the other side is told with it: "a truce with X took effect. Under the deal, Y is to leave"."""
        near = phrase.sentence.index - self.phrases[-1].sentence.index <= 1
        return phrase.definite and near and len(phrase.parties) == 1 == len(self.first("parties"))

    @property
    def parties(self) -> tuple[Actor, ...]:
        """Those between whom it is: by the phrase that tells any, and the one that tells the other."""
        told = [phrase.parties for phrase in self.phrases if phrase.parties]
        joined = told[0] + told[1] if len(told) > 1 and len(told[0]) == 1 == len(told[1]) else told[0] if told else ()
        return told[0] if len(_states(joined)) < len(joined) else joined

    def _renames(self, phrase: Phrase) -> bool:
        """Whether the phrase calls a truce a ceasefire, or speaks of the peace deal without telling another one's parties."""
        types = {phrase.type, self.phrases[0].type}
        own = phrase.parties or phrase.where or phrase.when
        return types <= _FIGHTING and ("peace" not in types or (phrase.definite and not own))

    def _has_other_brokers(self, phrase: Phrase) -> bool:
        """Whether quite others brokered it: a state and its government are one."""
        mine, theirs = _states(self.first("brokers")), _states(phrase.brokers)
        return bool(mine and theirs) and mine.isdisjoint(theirs)

    def _is_over(self, phrase: Phrase) -> bool:
        """Whether another one is made after this one ended: "their ceasefire fell apart ...; a faction announced a truce"."""
        tokens = phrase.sentence.tokens
        new = any(tokens[one].lower in ("a", "an") for one in tokens[phrase.head].children)
        ended = self.phrases[-1].standing.status == "ended" and self.phrases[-1].sentence is not phrase.sentence
        heading = self.phrases[-1].sentence.index == 0  # a headline tells before what the text tells at length
        return new and ended and phrase.standing.status in (("agreed",) if heading else ("agreed", "ended"))

    def _of_an_age(self, phrase: Phrase) -> bool:
        """Whether not just one of the two was made long ago: the truce that broke down today isn't yet the one of 1994."""
        stages = {one.standing.status for one in self.phrases}
        if phrase.old and not any(one.old for one in self.phrases):
            return phrase.standing.status in stages or stages.isdisjoint(("agreed", "ended"))
        if any(one.old for one in self.phrases) and not phrase.old:
            return phrase.definite and (phrase.again or phrase.standing.status != "agreed")
        return True


def _states(actors: Sequence[Actor] | None) -> set[str]:
    """Those who made or brokered an agreement; a state, its government and its army are one."""
    national = ("state", "government", "military")
    return {
        (actor.id.partition(".")[0] if actor.id and actor.kind in national else actor.id or actor.name) for actor in actors or ()
    }


def _compatible(one: Where, other: Where) -> bool:
    """Whether two places can be the same: one country, and one region where both tell it."""
    return one.country == other.country and (not one.adm1 or not other.adm1 or one.adm1 == other.adm1)


def read_agreements(document: Document) -> list[Draft]:
    """The agreements that a report speaks of, each once, with all the words that speak of it as anchors.

    An accusation of having broken one is a draft of its own, attributed to who accuses. `when`, `where` and `background` are
    settled where the agreement's own phrase names them.
    """
    found: list[_Agreement] = []
    for sentence in document.sentences:
        if not sentence.parsed:
            continue
        last = found[-1].phrases[-1] if found else None
        acts, phrases = list(acts_in(document, sentence)), list(phrases_in(document, sentence, last))
        for phrase in [*_apart(phrases, acts), *acts]:
            _file(found, phrase)
        for phrase in _taken_up(sentence, found):
            found[-1].phrases.append(phrase)
    return [draft for agreement in found for draft in _drafts(document, agreement)]


def _apart(phrases: list[Phrase], acts: list[Phrase]) -> list[Phrase]:
    """The phrases without "a deal" under which one sentence tells of an exchange: its brokers are the exchange's."""
    deals = [one for one in phrases if one.unnamed and acts]
    for deal in deals:
        for act in acts:
            act.brokers = act.brokers or deal.brokers
    return [one for one in phrases if one not in deals]


def triggers() -> frozenset[str]:
    """Words whose sentences are worth parsing for an agreement."""
    return words_of("clause_words") | words_of("follow_words")


def _file(found: list[_Agreement], phrase: Phrase) -> None:
    same = next((agreement for agreement in reversed(found) if agreement.takes(phrase)), None)
    if same is not None:
        same.phrases.append(phrase)
    elif not phrase.bare:
        found.append(_Agreement([phrase]))


def _taken_up(sentence: Sentence, found: list[_Agreement]) -> Iterator[Phrase]:
    """What a sentence that begins with a pronoun says of the agreement that the one before spoke of ("It was violated")."""
    if not found:
        return
    last = found[-1].phrases[-1]
    within_one = last.sentence is sentence
    openings = [token.i + 1 for token in sentence.tokens[last.head :] if token.text in (";", ":", "but")] if within_one else [0]
    places = [i for i in openings if i < len(sentence.tokens) and sentence.tokens[i].lower in words_of("pronouns")]
    behind = last.head if within_one else -1
    places += [
        one.i for one in sentence.tokens if one.lower == "it" and one.dep == "dobj" and one.i > behind
    ]  # "both violated it"
    if not places or (not within_one and last.sentence.index != sentence.index - 1):
        return
    first = sentence.tokens[places[0]]
    standing = standing_of_pronoun(sentence, first.i)
    each = standing.accuser is not None and within_one
    nobody = each and any(
        sentence.tokens[one].lower in words_of("nobody") for one in roles(sentence, standing.accuser or 0).subject
    )
    if nobody:  # "the truce ended after each side accused the other of breaking it"
        return
    if standing.status and standing.verb is not None:
        verb = sentence.tokens[standing.verb]
        start, end = min(first.start, verb.start), max(first.end, verb.end)  # "it was violated", "both violated it"
        yield Phrase(last.type, sentence, first.i, start, end, standing)


# ---------------------------------------------------------------- drafts


def _drafts(document: Document, agreement: _Agreement) -> Iterator[Draft]:
    """The agreement itself, and each accusation of having broken it."""
    accused = [phrase for phrase in agreement.phrases if phrase.standing.accuser is not None]
    told = [phrase for phrase in agreement.phrases if phrase.standing.accuser is None]
    if any(not phrase.bare for phrase in told):
        ranked = [phrase for phrase in told if phrase.standing.status]
        best = max(ranked, key=lambda phrase: _STAGES.index(phrase.standing.status or "agreed"), default=told[0])
        yield _draft(document, agreement, told, best)
    for phrase in accused:
        draft = _draft(document, agreement, [phrase], phrase)
        speakers = roles(phrase.sentence, phrase.standing.accuser or 0).subject
        denied = phrase.sentence.tokens[phrase.standing.accuser or 0].lemma in words_of("denying")  # left to the later stages
        for speaker in [] if denied else actors_at(document, phrase.sentence, speakers)[:1]:
            token = phrase.sentence.tokens[speakers[0]]
            mention = next(iter(within(document.actors, token.start, token.end)), None)
            draft.attribution = (Source(speaker.name, actor_list().source_kind(speaker), mention.anchor if mention else None),)
            draft.settled.add("attribution")
        both = [one for one in speakers if phrase.sentence.tokens[one].lower in words_of("both")]
        if both and not draft.attribution:  # "both sides accused each other of breaking the truce"
            anchor = anchor_of(document, phrase.sentence, noun_phrase(phrase.sentence, both[0]))
            draft.attribution = (Source(anchor.text, "party", anchor),)
            draft.settled.add("attribution")
        yield draft


def _draft(document: Document, agreement: _Agreement, phrases: list[Phrase], best: Phrase) -> Draft:
    kind = next((phrase.type for phrase in agreement.phrases if phrase.parties or phrase.where or phrase.when), best.type)
    fields = {
        "agreement_type": kind,
        "parties": agreement.parties,
        "brokers": agreement.first("brokers") or (),
        "status": best.standing.status or "agreed",
    }  # one that is only named has at least been made
    verb = best.standing.verb
    anchors = [document.anchor(*_with_verb(phrase)) for phrase in [best, *(one for one in phrases if one is not best)]]
    draft = Draft(
        "agreement",
        f"agreement.{best.standing.status or 'named'}",
        best.sentence,
        best.head if verb is None else verb,
        sorted(set(anchors)),
        fields,
        confidence=0.7,
    )
    if best.tabled:
        draft.modality = "planned"
        draft.settled.add("modality")
    broken = best.standing.status in ("violated", "ended")
    negated = broken and verb is not None and is_negated(best.sentence, verb)
    tokens = best.sentence.tokens
    under = best.standing.status == "agreed" and tokens[tokens[best.head].head].lower == "under"  # "under a deal, X will leave"
    named = verb is None and (best.standing.status == "in_force" or under or (best.standing.status is None and best.definite))
    agreed = best.standing.status == "agreed" and verb is not None and _is_agreed_to(best.sentence, verb)
    agreed = agreed or (verb is not None and best.sentence.tokens[verb].lemma in words_of("rescuing"))
    menaced = best.standing.status == "threatened" and verb is not None and best.sentence.tokens[verb].dep == "xcomp"
    if negated or named or agreed or menaced:  # "rejects the 2016 deal": there is one; "strikes threaten to unravel the truce"
        draft.settled.add("modality")  # "is not observed": broken. "urged A to leave under the truce": it stands
    where, when = agreement.first("where"), agreement.first("when")
    if where is not None:
        draft.where = where
        draft.settled.add("where")
    if when is None and best.ends:
        draft.settled.add("when")  # a time is told, but only until when it runs
    if when is not None:
        draft.when = when
        draft.settled.add("when")
        if is_old(when, document.published):
            draft.background = True
            draft.settled.add("background")
    return draft


def _is_agreed_to(sentence: Sentence, verb: int) -> bool:
    """Whether the sides have agreed to what a verb tells: "A and B agreed to extend the truce" made it longer."""
    above = sentence.tokens[sentence.tokens[verb].head]
    return (
        sentence.tokens[verb].dep == "xcomp"
        and above.lemma == "agree"
        and above.tag in ("VBD", "VBN")
        and not is_negated(sentence, above.i)
    )


def _with_verb(phrase: Phrase) -> tuple[int, int]:
    """The phrase with the word that tells its status, where that stands close by."""
    verb = phrase.standing.verb
    if verb is None:
        return phrase.start, phrase.end
    token = phrase.sentence.tokens[verb]
    gap = max(phrase.start - token.end, token.start - phrase.end)
    return (min(phrase.start, token.start), max(phrase.end, token.end)) if gap < 40 else (phrase.start, phrase.end)
