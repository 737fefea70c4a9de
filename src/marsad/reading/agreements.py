"""Truces, ceasefires, peace deals, evacuations and exchanges: between whom, by whose mediation, and how they stand.

A report speaks of one agreement in several places ("a ceasefire between A and B", "the truce", "it collapsed"); they become one
draft, whose status is the furthest stage that its words tell. What is only called for, proposed or talked about is none yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal, get_args

from marsad.model import Actor, Source, When, Where
from marsad.model.claim import AgreementStatus, AgreementType
from marsad.reading.circumstances import where_of
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.language import table
from marsad.reading.signs import SIGN, Line, actor_list, compiled, fill, line_of, state_of
from marsad.reading.standing import Standing, standing_of, standing_of_pronoun
from marsad.reading.syntax import ancestors, children, clause_of, is_negated, noun_phrase, roles

_OLD = timedelta(days=60)
_STAGES: tuple[AgreementStatus, ...] = get_args(AgreementStatus)
_PATHS = ("parties_after", "parties_before", "brokers_after", "brokers_before")
_FIGHTING = frozenset({"truce", "ceasefire", "peace"})


@dataclass(slots=True)
class _Phrase:
    """One place where an agreement is spoken of."""

    type: AgreementType
    sentence: Sentence
    head: int
    start: int
    end: int
    standing: Standing
    definite: bool = False
    other: bool = False
    old: bool = False
    parties: tuple[Actor, ...] = ()
    brokers: tuple[Actor, ...] = ()
    when: When | None = None
    where: Where | None = None

    @property
    def bare(self) -> bool:
        """Whether it says no more than that there is one."""
        return not (self.parties or self.brokers or self.when or self.where or self.standing.status)


@dataclass(slots=True)
class _Agreement:
    """What the report's phrases about one agreement say together."""

    phrases: list[_Phrase] = field(default_factory=list)

    def first(self, name: str) -> Any:
        """The first phrase's value that isn't empty."""
        return next((value for value in (getattr(phrase, name) for phrase in self.phrases) if value), None)

    def takes(self, phrase: _Phrase) -> bool:
        """Whether the phrase can be about this agreement."""
        mine, place, day = self.phrases[0], self.first("where"), self.first("when")
        if phrase.type != mine.type and not self._renames(phrase):
            return False
        shared = {actor.name for actor in self.first("parties") or ()} & {actor.name for actor in phrase.parties}
        if self.first("parties") and phrase.parties and not shared:
            return False
        if place and phrase.where and not _compatible(place, phrase.where):
            return False
        if day and phrase.when:
            return bool(day.start == phrase.when.start)
        if phrase.other:
            return False
        return bool(shared or (place and phrase.where)) or self._of_an_age(phrase)

    def _renames(self, phrase: _Phrase) -> bool:
        """Whether the phrase calls a truce a ceasefire, or speaks of the peace deal without telling another one's parties."""
        types = {phrase.type, self.phrases[0].type}
        own = phrase.parties or phrase.where or phrase.when
        return types <= _FIGHTING and ("peace" not in types or (phrase.definite and not own))

    def _of_an_age(self, phrase: _Phrase) -> bool:
        """Whether not just one of the two was made long ago: the truce that broke down today isn't yet the one of 1994."""
        stages = {one.standing.status for one in self.phrases}
        if phrase.old and not any(one.old for one in self.phrases):
            return phrase.standing.status in stages or stages.isdisjoint(("agreed", "ended"))
        if any(one.old for one in self.phrases) and not phrase.old:
            return phrase.definite and phrase.standing.status != "agreed"
        return True


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
        last = found[-1].phrases[-1].type if found else None
        for phrase in [*_phrases(document, sentence, last), *_captives_exchanged(document, sentence), *_agreed_to(document, sentence)]:
            _file(found, phrase)
        for phrase in _taken_up(sentence, found):
            found[-1].phrases.append(phrase)
    return [draft for agreement in found for draft in _drafts(document, agreement)]


def triggers() -> frozenset[str]:
    """Words whose sentences are worth parsing for an agreement."""
    return _words("clause_words") | _words("follow_words")


def _file(found: list[_Agreement], phrase: _Phrase) -> None:
    same = next((agreement for agreement in reversed(found) if agreement.takes(phrase)), None)
    if same is not None:
        same.phrases.append(phrase)
    elif not phrase.bare:
        found.append(_Agreement([phrase]))


# ---------------------------------------------------------------- phrases

def _phrases(document: Document, sentence: Sentence, last: AgreementType | None) -> Iterator[_Phrase]:
    if not any(token.lower in _words("clause_words") for token in sentence.tokens):
        return
    line = line_of(document, sentence)
    nouns = list(_nouns(line, last))
    for kind, match in nouns:
        tokens = sentence.tokens_in(line.place(match.start())[0], line.place(match.end() - 1)[1])
        inner = {token.i for token in tokens}
        head = next((token.i for token in tokens if token.head not in inner or token.head == token.i), tokens[-1].i)
        standing = standing_of(sentence, head)
        definite = any(sentence.tokens[child].lower in _words("definite") for child in sentence.tokens[head].children)
        if standing.sought:
            if not definite:
                continue
            standing = Standing()
        phrase = _Phrase(kind, sentence, head, *_span(sentence, head, tokens[0].start, tokens[-1].end), standing, definite)
        phrase.other = match.group().startswith("one ") or not _words("other").isdisjoint(
            sentence.tokens[child].lower for child in sentence.tokens[head].children)
        _add_actors(document, line, match, phrase)
        _add_signers(document, phrase)
        _add_place(document, phrase)
        later = [line.place(other.start())[0] for _, other in nouns if other.start() > match.start()]
        _add_time(document, phrase, min(later, default=sentence.end))
        yield phrase


def _nouns(line: Line, last: AgreementType | None) -> Iterator[tuple[AgreementType, re.Match[str]]]:
    """The nouns of agreements in a line, in order, without those that only are talked of ("ceasefire talks", "no truce")."""
    hits: list[tuple[int, int, AgreementType | Literal[""], re.Match[str]]] = []
    for kind, pattern in _types():
        hits += [(match.start(), -match.end(), kind, match) for match in pattern.finditer(line.text)]
    hits += [(match.start(), -match.end(), "", match) for match in _again().finditer(line.text)]
    reached = -1
    for start, end, named, match in sorted(hits, key=lambda hit: hit[:2]):
        kind = named or last
        if start < reached or not kind:
            continue
        reached, last = -end, kind
        after = line.text[match.end() :].split(None, 1)[:1]
        before = line.text[: match.start()].rsplit(None, 3)[-3:]
        if (after and after[0] in _words("not_after")) or not _words("not_before").isdisjoint(before):
            continue
        yield kind, match


def _span(sentence: Sentence, head: int, start: int, end: int) -> tuple[int, int]:
    first, last = noun_phrase(sentence, head, of=False)
    tokens = sentence.tokens
    while first < last - 1 and tokens[first].lower in ("a", "an", "the", "this", "that", ","):
        first += 1
    return min(start, tokens[first].start), max(end, tokens[last - 1].end)


def _add_actors(document: Document, line: Line, match: re.Match[str], phrase: _Phrase) -> None:
    """Parties and brokers that stand about the noun, and the phrase stretched over those after it."""
    found: dict[str, tuple[Actor, ...]] = {}
    for name in _PATHS:
        for pattern in _patterns(name):
            after = name.endswith("after")
            hit = pattern.match(line.text, match.end() + 1) if after else pattern.search(line.text[: match.start()])
            if hit is None:
                continue
            numbers = [int(number) for number in _heads(hit["x"])]
            actors = tuple(line.actors[number] for number in numbers)
            actors = tuple(actor for actor in actors if actor.kind in _words("sides"))
            kind = name.partition("_")[0]
            if not actors or (kind == "parties" and len(actors) < 2 and "between" in hit.group()):
                continue
            found[kind] = found.get(kind, ()) + tuple(actor for actor in actors if actor not in found.get(kind, ()))
            if after:
                phrase.end = max(phrase.end, line.spans[numbers[-1]][1])
            else:
                phrase.start = min(phrase.start, line.spans[numbers[0]][0])
            break
    phrase.parties, phrase.brokers = found.get("parties", ()), found.get("brokers", ())


def _heads(text: str) -> list[str]:
    """The numbers of a list's actors, without the nationalities that only describe the next one."""
    heads = []
    for part in re.split(r" (?:, and|as well as|,|and|-) ", text.replace(" - backed ", " ~ ").replace(" - led ", " ~ ")):
        signs = SIGN.findall(part)
        heads += ([number for sign, number in signs if sign != "@"] or [number for _, number in signs])[-1:]
    return heads


def _add_signers(document: Document, phrase: _Phrase) -> None:
    """Parties and brokers that the verb names: who signed, who mediated, with whom."""
    verb, sentence = phrase.standing.verb, phrase.sentence
    if verb is None or not sentence.tokens[verb].tag.startswith("V"):
        return
    about, lemma = roles(sentence, verb), sentence.tokens[verb].lemma
    accuser = phrase.standing.accuser
    accused = [] if accuser is None else roles(sentence, accuser).object or roles(sentence, accuser).subject
    subjects = _actors_at(document, sentence, about.subject if accuser is None else accused)
    if lemma in _words("brokers") and not phrase.brokers:
        phrase.brokers = subjects or _described(sentence, about.subject)
    elif lemma in _words("signers") and len(phrase.parties) < 2:
        others = _actors_at(document, sentence, about.preps.get("with", []))
        phrase.parties += tuple(actor for actor in dict.fromkeys(subjects + others) if actor not in phrase.parties)
    elif lemma in _words("announcers") and not phrase.parties:
        unilateral = not _words("unilateral").isdisjoint(document.text[phrase.start : phrase.end].casefold().split())
        phrase.parties = tuple(actor for actor in subjects if unilateral or actor.kind in _words("fighters"))


def _actors_at(document: Document, sentence: Sentence, heads: list[int]) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for head in heads:
        token = sentence.tokens[head]
        mention = next(iter(within(document.actors, token.start, token.end)), None)
        place = next(iter(within(document.places, token.start, token.end)), None)
        name = place.text if place else token.text
        actor = mention.actor if mention else state_of(name) if name[:1].isupper() else None
        if actor is not None and actor.kind in _words("sides") and actor not in found:
            found.append(actor)
    return tuple(found)


def _described(sentence: Sentence, heads: list[int]) -> tuple[Actor, ...]:
    """Those who are no known actor, by the text's own words: "elders", "the two churches"."""
    found = []
    for head in heads:
        first, last = noun_phrase(sentence, head, of=False)
        own = [token for token in sentence.tokens[first:last] if token.lower not in _words("definite")]
        if sentence.tokens[head].tag in ("NN", "NNS") and own:
            found.append(Actor(None, " ".join(token.text for token in own)))
    return tuple(found)


def _add_place(document: Document, phrase: _Phrase) -> None:
    """The place that the agreement's own phrase names: "Gaza ceasefire", "truce for the Idlib region"."""
    tokens = phrase.sentence.tokens
    for child in tokens[phrase.head].children:
        places = within(document.places, tokens[child].start, tokens[child].end) if child < phrase.head else []
        if places and places[0].place and document.text[places[0].end : places[0].end + 1] != "-":
            phrase.where = where_of(places[0])
            phrase.start = min(phrase.start, places[0].start)
            return
    ready, crossed = 0, False
    for token in tokens[phrase.head + 1 : phrase.head + 22]:
        if token.tag in ("VBD", "VBZ", "VBP", "MD") or token.text in ";.:" or token.lower in ("after", "which", "that", "as"):
            return
        if token.lower in _words("place_before") and not (crossed and token.lower == "of"):
            ready = token.end
        elif token.lower in ("by", "between", "with", "to", "from", ","):
            ready, crossed = 0, True
        elif ready and token.start - ready < 40:
            places = [mention for mention in within(document.places, token.start, token.end) if mention.place]
            if places:
                phrase.where = where_of(places[0])
                phrase.end = max(phrase.end, places[0].end)
                return


def _add_time(document: Document, phrase: _Phrase, end: int) -> None:
    """The time before `end` that hangs on the noun itself or on the verb of making it: "the 2020 truce", "signed a deal in April"."""
    sentence, verb = phrase.sentence, phrase.standing.verb
    for time in within(document.times, sentence.start, end):
        token, first = sentence.token_at(time.end - 1), sentence.token_at(time.start)
        if first and not _words("until").isdisjoint(word.lower for word in sentence.tokens[max(0, first.i - 1) : first.i + 1]):
            continue
        if token is None or time.interval is None or not time.interval.start:
            continue
        inside = phrase.start <= time.start < phrase.end
        made = verb is not None and phrase.standing.status in ("agreed", "in_force") and clause_of(sentence, token.i) == verb
        if inside or made or phrase.head in ancestors(sentence, token.i):
            one = time.interval
            phrase.when = When(start=one.start, end=one.end, precision=one.precision, value=one.value, type=one.type,
                               text=time.text, anchor=time.anchor)
            phrase.old = _is_old(phrase.when, document.published)
            return


def _captives_exchanged(document: Document, sentence: Sentence) -> Iterator[_Phrase]:
    """An exchange told by its verb: "100 prisoners would be exchanged"."""
    for token in sentence.tokens:
        if token.lower not in _words("captive_verbs") or not token.tag.startswith("V"):
            continue
        about = roles(sentence, token.i)
        given = [head for head in about.object if sentence.tokens[head].lower in _words("captives")]
        if not given or (token.lower in _words("freeing") and not _in_return(sentence, token.i)):
            continue
        aux = {sentence.tokens[child].lower for child in children(sentence, token.i, "aux")}
        done = token.tag in ("VBD", "VBN") and not aux & (_words("pending") | _words("unlikely"))
        first = min(noun_phrase(sentence, given[0])[0], token.i)
        last = max(noun_phrase(sentence, given[-1])[1] - 1, token.i)
        phrase = _Phrase("exchange", sentence, token.i, sentence.tokens[first].start, sentence.tokens[last].end,
                         Standing("in_force" if done else "agreed", token.i))
        phrase.parties = _actors_at(document, sentence, about.subject + about.preps.get("with", []))
        phrase.brokers = _brokers_near(document, sentence)
        yield phrase


def _brokers_near(document: Document, sentence: Sentence) -> tuple[Actor, ...]:
    """Who brokered what the sentence tells by its verb."""
    line = line_of(document, sentence)
    patterns = (*_patterns("brokers_after"), *_patterns("brokered_after"))
    hit = next((hit for pattern in patterns if (hit := pattern.search(line.text))), None)
    return tuple(line.actors[int(number)] for number in _heads(hit["x"])) if hit else ()


def _in_return(sentence: Sentence, verb: int) -> bool:
    """Whether something was given for those set free: "freed 20 prisoners in exchange for two pilots"."""
    words = [token.lower for token in sentence.tokens[verb:]]
    return any(words[i] == "in" and words[i + 1] in _words("returns") and words[i + 2] == "for" for i in range(len(words) - 2))


def _agreed_to(document: Document, sentence: Sentence) -> Iterator[_Phrase]:
    """An agreement told by what was agreed to: "agreed to let civilians leave"."""
    if not any(token.lower == "agreed" for token in sentence.tokens):
        return
    line = line_of(document, sentence)
    for kind, pattern in _acts():
        for match in pattern.finditer(line.text):
            start, end = line.place(match.start())[0], line.place(match.end() - 1)[1]
            verb = sentence.token_at(start)
            if verb is None or verb.tag not in ("VBD", "VBN") or not _told(sentence, verb.i):
                continue
            about = roles(sentence, verb.i)
            phrase = _Phrase(kind, sentence, verb.i, start, end, Standing("agreed", verb.i))
            phrase.parties = _actors_at(document, sentence, about.subject + about.preps.get("with", []))
            phrase.brokers = _brokers_near(document, sentence)
            yield phrase


def _told(sentence: Sentence, verb: int) -> bool:
    """Whether a verb tells what was done, not what may be or was not."""
    aux = {sentence.tokens[child].lower for child in children(sentence, verb, "aux", "mark")}
    return not is_negated(sentence, verb) and aux.isdisjoint(_words("pending") | _words("unlikely") | _words("conditions"))


def _taken_up(sentence: Sentence, found: list[_Agreement]) -> Iterator[_Phrase]:
    """What a sentence that begins with a pronoun says of the agreement that the one before spoke of ("It was violated")."""
    first = sentence.tokens[0] if sentence.tokens else None
    if first is None or first.lower not in _words("pronouns") or not found:
        return
    last = found[-1].phrases[-1]
    if last.sentence.index != sentence.index - 1:
        return
    standing = standing_of_pronoun(sentence, first.i)
    if standing.status and standing.verb is not None:
        end = sentence.tokens[standing.verb].end
        yield _Phrase(last.type, sentence, first.i, first.start, end, standing)


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
        denied = phrase.sentence.tokens[phrase.standing.accuser or 0].lemma in _words("denying")  # left to the later stages
        for speaker in [] if denied else _actors_at(document, phrase.sentence, speakers)[:1]:
            token = phrase.sentence.tokens[speakers[0]]
            mention = next(iter(within(document.actors, token.start, token.end)), None)
            draft.attribution = (Source(speaker.name, actor_list().source_kind(speaker), mention.anchor if mention else None),)
            draft.settled.add("attribution")
        yield draft


def _draft(document: Document, agreement: _Agreement, phrases: list[_Phrase], best: _Phrase) -> Draft:
    kind = next((phrase.type for phrase in agreement.phrases if phrase.parties or phrase.where or phrase.when), best.type)
    fields = {"agreement_type": kind, "parties": agreement.first("parties") or (), "brokers": agreement.first("brokers") or (),
              "status": best.standing.status or "agreed"}  # one that is only named has at least been made
    verb = best.standing.verb
    anchors = [document.anchor(*_with_verb(phrase)) for phrase in [best, *(one for one in phrases if one is not best)]]
    draft = Draft("agreement", f"agreement.{best.standing.status or 'named'}", best.sentence, best.head if verb is None else verb,
                  sorted(set(anchors)), fields, confidence=0.7)
    where, when = agreement.first("where"), agreement.first("when")
    if where is not None:
        draft.where = where
        draft.settled.add("where")
    if when is not None:
        draft.when = when
        draft.settled.add("when")
        if _is_old(when, document.published):
            draft.background = True
            draft.settled.add("background")
    return draft


def _with_verb(phrase: _Phrase) -> tuple[int, int]:
    """The phrase with the word that tells its status, where that stands close by."""
    verb = phrase.standing.verb
    if verb is None:
        return phrase.start, phrase.end
    token = phrase.sentence.tokens[verb]
    gap = max(phrase.start - token.end, token.start - phrase.end)
    return (min(phrase.start, token.start), max(phrase.end, token.end)) if gap < 40 else (phrase.start, phrase.end)


def _is_old(when: When, published: date | None) -> bool:
    """Whether the agreement was made so long before the report that it isn't its news."""
    end = when.end or when.start
    return bool(published and end and date.fromisoformat(end[:10]) < published - _OLD)


# ---------------------------------------------------------------- the table

@lru_cache(maxsize=1)
def _types() -> tuple[tuple[AgreementType, re.Pattern[str]], ...]:
    words = table("agreements")
    return tuple((kind, compiled("|".join(patterns), words["macros"])) for kind, patterns in words["types"].items())


@lru_cache(maxsize=1)
def _acts() -> tuple[tuple[AgreementType, re.Pattern[str]], ...]:
    words = table("agreements")
    return tuple((kind, compiled("|".join(patterns), words["macros"])) for kind, patterns in words["agreed_to"].items())


@lru_cache(maxsize=1)
def _again() -> re.Pattern[str]:
    return compiled(table("agreements")["again"], {})


@lru_cache(maxsize=8)
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    words = table("agreements")
    macros = {**table("relations")["macros"], **words["macros"], "gap": words["gap"], "brokered": words["brokered"]}
    if name.endswith("after"):
        return tuple(compiled(text, macros) for text in words[name])
    return tuple(re.compile(r"(?<!\S)(?:" + fill(text, macros) + r")$") for text in words[name])


@lru_cache(maxsize=32)
def _words(name: str) -> frozenset[str]:
    return frozenset(table("agreements")[name])
