"""The places where a report speaks of a truce, a peace deal, an evacuation or an exchange, with what its words tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from marsad.model import Actor, When, Where
from marsad.model.claim import AgreementType
from marsad.reading import agreement_patterns as patterns
from marsad.reading.datelines import is_date_line
from marsad.reading.document import Document, Sentence, within
from marsad.reading.language import lists_of, table
from marsad.reading.signatories import (
    FAR,
    accused_by,
    described,
    described_sides,
    ends_a_fight,
    go_betweens,
    is_mutual,
    of_two_sides,
)
from marsad.reading.signs import SIGN, Line, line_of
from marsad.reading.standing import Standing, is_old, is_tabled, sets_apart, standing_of
from marsad.reading.stated import where_of
from marsad.reading.states import capital_of, state_of
from marsad.reading.syntax import ancestors, children, clause_of, conjuncts, is_negated, noun_phrase, roles

_TOWN = 2
_NEAR = 4
"""Sentences back that "the accord" may have been told of."""
_TOGETHER = re.compile(r" , (?:which|who) (?:together|along) with ")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_PATHS = ("parties_after", "parties_before", "brokers_after", "brokers_before")


@dataclass(slots=True)
class Phrase:
    """One place where an agreement is spoken of."""

    type: AgreementType
    sentence: Sentence
    head: int
    start: int
    end: int
    standing: Standing
    definite: bool = False
    again: bool = False
    other: bool = False
    old: bool = False
    ends: bool = False
    tabled: bool = False
    unnamed: bool = False
    parties: tuple[Actor, ...] = ()
    brokers: tuple[Actor, ...] = ()
    when: When | None = None
    where: Where | None = None

    @property
    def bare(self) -> bool:
        """Whether it says no more than that there is one."""
        told = self.parties or self.brokers or self.when or self.where or self.standing.status
        return not (told or self.tabled)


def phrases_in(document: Document, sentence: Sentence, last: Phrase | None) -> Iterator[Phrase]:
    """The agreements that a parsed sentence speaks of by a noun; `last` is the one spoken of before."""
    if sentence.lowers.isdisjoint(words_of("clause_words")):
        return
    line = line_of(document, sentence)
    nouns = list(_nouns(line, last, sentence.index))
    for kind, match in nouns:
        tokens = sentence.tokens_in(line.place(match.start())[0], line.place(match.end() - 1)[1])
        inner = {token.i for token in tokens}
        head = next((token.i for token in tokens if token.head not in inner or token.head == token.i), tokens[-1].i)
        standing = standing_of(sentence, head)
        definite = any(sentence.tokens[child].lower in words_of("definite") for child in sentence.tokens[head].children)
        tabled = standing.sought and is_tabled(sentence, head, standing)
        if tabled:
            standing = Standing(verb=standing.verb)
        elif standing.sought:
            dated = any(_YEAR.match(sentence.tokens[child].text) for child in sentence.tokens[head].children if child < head)
            definite = definite or dated
            if not definite or (standing.verb is not None and is_negated(sentence, standing.verb)):
                continue  # "the truce has not been agreed"
            standing = Standing()
        if not standing.status and _is_tag(document, sentence, tokens[0].i):
            continue
        phrase = Phrase(kind, sentence, head, *_span(sentence, head, tokens[0].start, tokens[-1].end), standing, definite)
        phrase.tabled = tabled
        phrase.again = match.re is patterns.definite_again()
        phrase.unnamed = match.re is patterns.again()[1]
        phrase.other = match.group().startswith("one ") or not words_of("other").isdisjoint(
            sentence.tokens[child].lower for child in sentence.tokens[head].children
        )
        _add_actors(document, line, match, phrase)
        if not tabled:
            _add_signers(document, phrase)
        elif standing.verb is not None and not phrase.brokers:  # "Egypt and Qatar proposed a truce"
            about = roles(sentence, standing.verb).subject
            phrase.brokers = tuple(
                one for one in actors_at(document, sentence, about) if one.kind in words_of("go_between_kinds")
            )
        phrase.parties = phrase.parties or described_sides(sentence, phrase.head, standing.verb)
        phrase.parties = phrase.parties or _acting_under(document, sentence, phrase.head)
        phrase.brokers = phrase.brokers or go_betweens(sentence, phrase.head)
        own = {actor.id or actor.name: actor for actor in phrase.parties if actor not in phrase.brokers}
        phrase.parties = tuple(own.values())
        if (phrase.again and phrase.bare) or (phrase.unnamed and not phrase.parties and not phrase.brokers):
            continue  # "the deal" may be any, and so may "a deal brokered by the Church"
        if match.re is patterns.signed() and not (ends_a_fight(phrase.parties) or of_two_sides(sentence, standing.verb)):
            continue
        if match.group() in words_of("corridors") and not (len(phrase.parties) > 1 or phrase.brokers):
            continue  # one that a side opens by itself is no agreement
        _add_place(document, phrase)
        if phrase.where is None:
            _add_signers_place(document, phrase)
        later = [line.place(other.start())[0] for _, other in nouns if other.start() > match.start()]
        if not phrase.again or standing.status in ("agreed", "in_force"):
            _add_time(document, phrase, min(later, default=sentence.end))  # "broke the accord on Sunday" is no day of its own
        yield phrase


def _is_tag(document: Document, sentence: Sentence, i: int) -> bool:
    """Whether a noun stands in a line of tags, behind names that nothing joins: "Tags US Russia ceasefire"."""
    before = sentence.tokens[max(0, i - 2) : i]
    places = [one for token in before if token.tag == "NNP" for one in within(document.places, token.start, token.end)]
    return len({one.start for one in places}) == 2


def _is_new(words: str, before: Phrase | None, index: int) -> bool:
    """Whether "a pact mediated by X" is another one than was told of a while before."""
    return words.endswith((" a ", " an ")) and before is not None and index - before.sentence.index > 1


def _nouns(line: Line, before: Phrase | None, index: int) -> Iterator[tuple[AgreementType, re.Match[str]]]:
    """The nouns of agreements in a line, in order, without those that only are talked of ("ceasefire talks", "no truce")."""
    hits: list[tuple[int, int, AgreementType | Literal[""], re.Match[str]]] = []
    for kind, pattern in patterns.types():
        hits += [(match.start(), -match.end(), kind, match) for match in pattern.finditer(line.text)]
    hits += [(match.start(), -match.end(), "", match) for again in patterns.again() for match in again.finditer(line.text)]
    under, leaves = patterns.leaving()
    papers = list(under.finditer(line.text))
    if papers and leaves.search(line.text):
        hits += [(match.start(), -match.end(), "evacuation", match) for match in papers]
    if not words_of("signing").isdisjoint(line.words):
        hits += [(match.start(), -match.end(), "peace", match) for match in patterns.signed().finditer(line.text)]
    last = before.type if before else None
    if hits or (before and index - before.sentence.index <= _NEAR):
        hits += [(match.start(), -match.end(), "", match) for match in patterns.definite_again().finditer(line.text)]
    unnamed = patterns.again()[1]
    if not last and not words_of("wars").isdisjoint(line.words):
        hits += [(match.start(), -match.end(), "peace", match) for match in unnamed.finditer(line.text)]
    elif not words_of("clause_words").isdisjoint(line.words) and words_of("captives").isdisjoint(line.words):
        found = (match for match in unnamed.finditer(line.text) if patterns.is_plain(line.text, match))
        hits += [(match.start(), -match.end(), "peace", match) for match in found]  # "a pact brokered by elders"
    reached = -1
    for start, end, named, match in sorted(hits, key=lambda hit: (hit[0], hit[1], bool(hit[2]))):
        if start < reached or not (named or last):
            continue
        if not named and last and match.re is unnamed and _is_new(line.text[: match.start()], before, index):
            named = "peace"
        reached, last = -end, named or last
        after = line.text[match.end() :].split(None, 1)[:1]
        before_it = line.text[: match.start()].rsplit(None, 3)[-3:]
        if match.re is patterns.signed() and not patterns.is_signed(line.text[match.end() :], before_it):
            continue
        if (after and after[0] in words_of("not_after")) or not words_of("not_before").isdisjoint(before_it):
            continue
        if last:
            yield last, match


def _span(sentence: Sentence, head: int, start: int, end: int) -> tuple[int, int]:
    first, last = noun_phrase(sentence, head, of=False)
    tokens = sentence.tokens
    while first < last - 1 and tokens[first].lower in ("a", "an", "the", "this", "that", ","):
        first += 1
    return min(start, tokens[first].start), max(end, tokens[last - 1].end)


def _add_actors(document: Document, line: Line, match: re.Match[str], phrase: Phrase) -> None:
    """Parties and brokers that stand about the noun, and the phrase stretched over those after it."""
    found: dict[str, tuple[Actor, ...]] = {}
    for name in _PATHS:
        for pattern in patterns.fitting(name, line):
            after = name.endswith("after")
            hit = pattern.match(line.text, match.end() + 1) if after else pattern.search(line.text[: match.start()])
            if hit is None:
                continue
            numbers = [int(number) for number in heads_of(hit["x"])]
            actors = tuple(line.actors[number] for number in numbers)
            leader = " led by " in hit.group()  # "between X and a faction led by NAME"
            actors = tuple(one for one in actors if one.kind in words_of("sides") and not (leader and one.kind == "person"))
            kind = name.partition("_")[0]
            if not actors or (kind == "parties" and len(actors) < 2 and "between" in hit.group()):
                continue
            if name == "parties_before" and len(found.get("parties", ())) > 1:
                continue  # "X's 2018 deal between Y and Z" is of these two
            found[kind] = found.get(kind, ()) + tuple(actor for actor in actors if actor not in found.get(kind, ()))
            if after:
                phrase.end = max(phrase.end, line.spans[numbers[-1]][1])
            else:
                phrase.start = min(phrase.start, line.spans[numbers[0]][0])
            break
    phrase.parties, phrase.brokers = found.get("parties", ()), found.get("brokers", ())


def heads_of(text: str) -> list[str]:
    """The numbers of a list's actors, without the nationalities that only describe the next one."""
    heads = []
    text = _one_list(_TOGETHER.sub(" and ", text))
    for part in re.split(r" (?:, and|as well as|,|and|with|-) ", text.replace(" - backed ", " ~ ").replace(" - led ", " ~ ")):
        signs = SIGN.findall(part)
        heads += ([number for sign, number in signs if sign != "@"] or [number for _, number in signs])[-1:]
    return heads


def _one_list(text: str) -> str:
    """The list without what a comma sets apart: "mediated by Qatar, Hamas will", "by Egypt and Qatar, Hamas will"."""
    joined = re.search(r" (?:and|as well as) ", text)
    after = re.search(r" , (?!and )", text[joined.start() :] if joined else text)
    return text if after is None else text[: (joined.start() if joined else 0) + after.start()] + " "


def _add_signers(document: Document, phrase: Phrase) -> None:
    """Parties and brokers that the verb names: who signed, who mediated, with whom."""
    verb, sentence = phrase.standing.verb, phrase.sentence
    if verb is None or not sentence.tokens[verb].tag.startswith("V"):
        return
    about, lemma = roles(sentence, verb), sentence.tokens[verb].lemma
    accuser = phrase.standing.accuser
    accused = [] if accuser is None else accused_by(sentence, accuser)
    signing = about.subject
    if [sentence.tokens[one].lower for one in signing] in (["they"], ["it"]):  # "X said they had agreed with Y on a truce"
        signing = next((found for up in ancestors(sentence, verb) if (found := roles(sentence, up).subject)), [])
    subjects = actors_at(document, sentence, signing if accuser is None else accused)
    if accuser is not None and is_mutual(sentence, phrase.head):
        subjects = tuple(dict.fromkeys(actors_at(document, sentence, roles(sentence, accuser).subject) + subjects))
    between = not words_of("mediators").isdisjoint(sentence.tokens[head].lower for head in about.subject)
    if (lemma in words_of("brokers") or between) and not phrase.brokers:
        phrase.brokers = subjects or described(sentence, about.subject)
    elif lemma in words_of("signers") and len(phrase.parties) < 2:
        others = actors_at(document, sentence, about.preps.get("with", []))
        phrase.parties += tuple(actor for actor in dict.fromkeys(subjects + others) if actor not in phrase.parties)
        if len(phrase.parties) < 2:  # "signed a peace deal with 14 armed groups"
            partners = about.by("with") + roles(sentence, phrase.head).by("with")
            groups = [head for head in partners if sentence.tokens[head].lower in words_of("peoples")]
            phrase.parties += described(sentence, groups)
        if not phrase.parties:
            peoples = words_of("peoples") | words_of("go_betweens")
            phrase.parties = described(sentence, [head for head in about.subject if sentence.tokens[head].lower in peoples])
    elif lemma in words_of("announcers") and not phrase.parties:
        ends = lemma in words_of("enders")
        unilateral = not words_of("unilateral").isdisjoint(document.text[phrase.start : phrase.end].casefold().split())
        phrase.parties = tuple(
            actor for actor in subjects if unilateral or actor.kind in words_of("fighters") or (ends and actor.kind == "state")
        )


def _acting_under(document: Document, sentence: Sentence, head: int) -> tuple[Actor, ...]:
    """Whose agreement it is, by what they do under it: "the TNLA handed the town back to the military under a truce"."""
    prep = sentence.tokens[sentence.tokens[head].head]
    above = sentence.tokens[prep.head]
    if prep.lower != "under" or not above.tag.startswith("V"):
        return ()
    about = roles(sentence, above.i)
    named = actors_at(document, sentence, about.subject)
    named = tuple(one for one in named if one.id or one.name[:1].isupper())  # "fighters" may be anybody's
    doers = [one for one in named if len(named) > 1 or one.kind in words_of("fighters")]  # "under it, A and B are to ..."
    back = [prep for way in children(sentence, above.i, "advmod", "prt") for prep in children(sentence, way, "prep")]
    to = about.by("to") + [one for way in back for one in children(sentence, way, "pobj") if sentence.tokens[way].lower == "to"]
    others = [one for one in actors_at(document, sentence, to) if one.kind in words_of("fighters")]
    return tuple(dict.fromkeys(doers + others)) if doers else ()


def actors_at(document: Document, sentence: Sentence, heads: list[int]) -> tuple[Actor, ...]:
    """Those who can make an agreement among the heads of phrases: actors, states, the governments of capitals."""
    found: list[Actor] = []
    first = [one for head in heads for one in children(sentence, head, "nmod") if children(sentence, one, "cc")]
    for head in (*first, *heads):  # "the government and Druze factions", read as one noun
        token = sentence.tokens[head]
        mention = next(iter(within(document.actors, token.start, token.end)), None)
        place = next(iter(within(document.places, token.start, token.end)), None)
        name = place.text if place else token.text
        actor = mention.actor if mention else state_of(name) if name[:1].isupper() else None
        if actor is None and token.dep in ("nsubj", "conj", "pobj"):
            actor = capital_of(token)  # "Kinshasa and the rebels agreed"
        if actor is None and token.lower in words_of("kin"):  # "X's ally in Y, the Z, signed"
            near = children(sentence, head, "appos") or roles(sentence, head).by("of")  # "a faction of the X"
            actor = next(iter(actors_at(document, sentence, near)), None)
        if actor is None and token.lower in words_of("officers"):  # "Thai and Cambodian commanders", "teams from A and B"
            ends = roles(sentence, head).by("from", "of")
            found += [one for one in (actors_at(document, sentence, ends) if ends else ()) if one not in found]
            first = children(sentence, head, "amod", "nmod", "compound")[:1]
            states = [state_of(sentence.tokens[one].text) for top in first for one in conjuncts(sentence, top)]
            found += [one for one in states if one is not None and one not in found]
        if actor is not None and actor.kind in words_of("sides") and actor not in found:
            found.append(actor)
    return tuple(found)


def _add_place(document: Document, phrase: Phrase) -> None:
    """The place that the agreement's own phrase names: "Gaza ceasefire", "truce for the Idlib region"."""
    tokens = phrase.sentence.tokens
    for child in tokens[phrase.head].children:
        if tokens[child].lower in table("agreements")["macros"]["signed_at"]:
            return  # "the Pretoria agreement" isn't about Pretoria
        places = within(document.places, tokens[child].start, tokens[child].end) if child < phrase.head else []
        if places and places[0].place and document.text[places[0].end : places[0].end + 1] != "-":
            phrase.where = where_of(places[0])
            phrase.start = min(phrase.start, places[0].start)
            return
    ready, crossed = 0, False
    for token in tokens[phrase.head + 1 : phrase.head + 22]:
        telling = token.i == phrase.standing.verb and token.i == phrase.head + 1  # "Truce broken in X": a headline
        verb = token.tag in ("VBD", "VBZ", "VBP", "MD")
        if (verb and not telling) or token.text in ";.:" or token.lower in ("after", "which", "that", "as"):
            return
        if token.lower in words_of("place_before") and not (crossed and token.lower == "of"):
            ready = token.end
        elif token.lower in ("by", "between", "with", "to", "from", ","):
            ready, crossed = 0, True
        elif ready and token.start - ready < 40:
            places = [mention for mention in within(document.places, token.start, token.end) if mention.place]
            if places and document.text[places[0].end : places[0].end + 2] in ("'s", "\u2019s"):
                continue  # "in Libya's Zawiya"
            if places:
                phrase.where = where_of(places[0])
                phrase.end = max(phrase.end, places[0].end)
                return


def _add_signers_place(document: Document, phrase: Phrase) -> None:
    """The place of those who made it, or where they did: "elders in Galkacyo concluded a truce", "which they signed at Aru"."""
    tokens = phrase.sentence.tokens
    for token in tokens[phrase.head + 2 : phrase.head + FAR]:
        told = token.lemma in words_of("signers") and token.tag in ("VBN", "VBD")
        if told and [one.lower for one in tokens[token.i + 1 : token.i + 2]] in (["at"], ["in"]):
            places = within(document.places, tokens[token.i + 1].end, phrase.sentence.end)
            if places and places[0].start == tokens[token.i + 1].end + 1 and places[0].place:
                phrase.where = where_of(places[0])
            return
    verb = phrase.standing.verb
    if verb is None or phrase.standing.status != "agreed":
        return
    for subject in roles(phrase.sentence, verb).subject:
        ends = roles(phrase.sentence, subject).by("in", "at", "of")
        found = [
            one for i in ends for one in within(document.places, phrase.sentence.tokens[i].start, phrase.sentence.tokens[i].end)
        ]
        if found and found[0].place and (found[0].place.precision or 9) <= _TOWN:
            phrase.where = where_of(found[0])


def _add_time(document: Document, phrase: Phrase, end: int) -> None:
    """The time before `end` that hangs on the noun or on the verb of making it: "the 2020 truce", "signed a deal in April"."""
    sentence, verb = phrase.sentence, phrase.standing.verb
    for time in within(document.times, sentence.start, end):
        token, first = sentence.token_at(time.end - 1), sentence.token_at(time.start)
        if first and not words_of("until").isdisjoint(word.lower for word in sentence.tokens[max(0, first.i - 1) : first.i + 1]):
            phrase.ends = True
            continue
        if first and sets_apart(sentence, first.i):
            phrase.ends = True
            continue
        if first and not words_of("starts").isdisjoint(word.lower for word in sentence.tokens[max(0, first.i - 2) : first.i]):
            continue  # "agreed to a truce starting on Sunday": not when it was agreed
        if token is None or time.interval is None or not time.interval.start or is_date_line(document, sentence, time):
            continue
        inside = phrase.start <= time.start < phrase.end
        expired = verb is not None and sentence.tokens[verb].lemma in words_of("expiring") and not phrase.definite
        told = phrase.standing.status in ("agreed", "in_force") or expired
        told = told or (
            verb is not None and sentence.tokens[verb].lemma in words_of("making")
        )  # "a truce agreed in May collapsed"
        made = verb is not None and told and clause_of(sentence, token.i) == verb
        standing = [one.lower for one in sentence.tokens[phrase.head + 1 : token.i + 1]][:3]
        lasts = standing[:1] == ["in"] and standing[2:] == ["since"]  # "the truce in effect since May"
        if inside or made or lasts or phrase.head in ancestors(sentence, token.i):
            one = time.interval
            phrase.when = When(
                start=one.start,
                end=one.end,
                precision=one.precision,
                value=one.value,
                type=one.type,
                text=time.text,
                anchor=time.anchor,
            )
            phrase.old = is_old(phrase.when, document.published)
            return


words_of = lists_of("agreements")
