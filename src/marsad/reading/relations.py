"""How actors stand to one another: who backs, leads, belongs to, is allied with or opposed to whom.

The words between two actors say it ("X-backed Y", "Y, an ally of X"), so the table's patterns are searched in the sentence
written as a line of signs (`signs`). No syntax is needed; where a sentence has it, a clause that hangs on another noun than the
actor before it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from typing import Any

from marsad.model import Actor
from marsad.model.claim import RelationType
from marsad.reading.allegiance import owners_of
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.language import table, word_list
from marsad.reading.outlines import Need, Outlines, fits
from marsad.reading.recalling import previous_actors
from marsad.reading.signs import SIGN, Line, actor_list, compiled, fill, line_of
from marsad.reading.syntax import children, conjuncts, is_passive, roles

_RECENT = timedelta(days=60)
_NEAR = 2
"""Sentences back that "the group" may have been named."""
_JOINED = re.compile(r" (?:, and|as well as|,|and|or) ")


def read_relations(document: Document) -> list[Draft]:
    """The relations between actors that a report states; one draft for each pair and relation, with all its anchors.

    A standing relation is background, of no time or place (all settled); one whose change the report tells as news ("has broken
    away from") is none, and its time is left to the later stages, as is whose word it is and whether it is denied.
    """
    found: dict[tuple[str, ...], Draft] = {}
    for sentence in document.sentences:
        if not _has_cue(document, sentence):
            continue
        line = line_of(document, sentence)
        _recall(document, sentence, line)
        if len(line.actors) < 2:
            continue
        for draft in _relations(document, sentence, line):
            fields = draft.fields
            key = (fields["relation"], *(fields[end].id or fields[end].name.casefold() for end in ("subject", "object")))
            if key in found:
                found[key].anchors += [anchor for anchor in draft.anchors if anchor not in found[key].anchors]
            else:
                found[key] = draft
    return list(found.values())


def _recall(document: Document, sentence: Sentence, line: Line) -> None:
    """Put the group that was told of before where "the Iran-backed group" means it, or "its" of "Its ally, the X, ..."."""
    owned = bool(line.words) and line.words[0] in _words("owners")
    at = (
        0
        if owned
        else next((i for i, word in enumerate(line.words) if word in _words("recalled") and _is_told(line.words, i)), 0)
    )
    if not line.actors or not (owned or at):
        return
    here = [actor for actor, span in zip(line.actors, line.spans, strict=True) if span[1] <= line.places[at][0]]
    before = document.sentences[max(0, sentence.index - _NEAR)].start
    named = [one.actor for one in reversed(within(document.actors, before, sentence.start))]
    fit = [
        one
        for one in (*reversed(here), *previous_actors(document, sentence, singular=True), *named)
        if one.id and one.kind in ("rebel", "militia")
    ]
    if fit:
        line.replace(at, fit[0], "'s" if owned else "")


def _is_told(words: list[str], i: int) -> bool:
    """Whether a noun without a name of its own means a group told of before: "the group, which", "the Iran-backed group"."""
    named = i + 1 < len(words) and (SIGN.fullmatch(words[i + 1]) or words[i + 1] == "of")
    compound = i > 3 and words[i - 1] in _words("compounds") and words[i - 2] == "-"
    return not named and i > 0 and words[i - 4 if compound else i - 1] == "the"


def triggers() -> frozenset[str]:
    """Words whose sentences are worth parsing: those of clauses that may hang on another noun than the one before them."""
    return frozenset(table("relations")["clause_words"])


def _has_cue(document: Document, sentence: Sentence) -> bool:
    """Whether a cue stands in the sentence, also inside a word left whole ("U.S.-led"); a weak one needs two actors beside it."""
    strong, weak = _strong_cues(), _words("weak")
    if not strong.isdisjoint(sentence.lowers):
        return True
    if any("-" in word and not strong.isdisjoint(word.split("-")) for word in sentence.lowers):
        return True
    many = len(within(document.actors, sentence.start, sentence.end)) > 1
    return many and not weak.isdisjoint(sentence.lowers)


@dataclass(slots=True, frozen=True)
class _Rule:
    name: str
    relation: RelationType
    source: str
    pattern: str
    cues: frozenset[str]
    needs: tuple[Need, ...]
    clause: bool
    person: bool
    group: bool
    change: bool


def _relations(document: Document, sentence: Sentence, line: Line) -> Iterator[Draft]:
    called, words = _rules_by_cue(), set(line.words)
    outlined = line.outline
    people = any(actor.kind == "person" for actor in line.actors)
    taken: set[tuple[int, int]] = set()
    for number in sorted({number for word in words & called.keys() for number in called[word]}):
        rule = _rules()[number]
        if (rule.person and not people) or not fits(rule.needs, outlined):
            continue
        for match in _pattern(rule.pattern).finditer(line.text):
            for one, other in _pairs(sentence, line, rule, match):
                pair = (min(one, other), max(one, other))
                if pair not in taken and not _is_unit(sentence, line, rule, (one, other)):
                    taken.add(pair)
                    yield _draft(document, sentence, line, rule, match, (one, other))


def _is_unit(sentence: Sentence, line: Line, rule: _Rule, pair: tuple[int, int]) -> bool:
    """Whether only units are led, bare troops owned ("army units led by X", "the council's troops"), or one man leads."""
    owned = rule.name == "relation.part-of-owner"
    words = _text(sentence, line, pair[0] if owned else pair[1])
    if rule.relation == "leads" and _text(sentence, line, pair[0])[-1] in _words("ranks"):
        return True  # "led by former police officer X": it isn't the police
    if owned:
        return len(words) == 1 and words[0] in _words("units")
    named = actor_list().lookup(" ".join(words)) is not None  # "the National Resistance Forces" are no units of others
    return rule.relation == "leads" and line.actors[pair[1]].id is not None and words[-1] in _words("units") and not named


def _text(sentence: Sentence, line: Line, number: int) -> list[str]:
    """The words of an actor of the line."""
    start, end = line.spans[number]
    return sentence.text[start - sentence.start : end - sentence.start].split()


def _pairs(sentence: Sentence, line: Line, rule: _Rule, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """(from, to) as numbers of the line's actors, of those that can stand so."""
    ys = [_named_before(line, match, int(number)) if sign == "%" else int(number) for sign, number in SIGN.findall(match["y"])]
    if part := _part().search(line.text[: match.start("y")]):
        if not part[1]:
            return  # "a faction of the FARC led by X": who is led has no name
        ys = [int(part[1][1:])]
    elif rule.clause and _hangs_elsewhere(sentence, line, match, ys[-1]):
        return
    if rule.change and not _is_subject(sentence, line, match, ys):
        return
    for x in _coordinated(sentence, line, rule, match):
        for y in ys:
            one, other = (y, x) if rule.source == "y" else (x, y)
            if _plausible(rule, line.actors[one], line.actors[other]):
                yield one, other


def _named_before(line: Line, match: re.Match[str], described: int) -> int:
    """The actor that a description explains: of "the Amal Movement, an X-backed party" the movement."""
    found = _apposition().search(line.text[: match.start()])
    return int(found[1][1:]) if found else described


def _coordinated(sentence: Sentence, line: Line, rule: _Rule, match: re.Match[str]) -> list[int]:
    """The x actors: the first, and those joined to it unless the syntax or an earlier "between" joins them to something else."""
    parts = match["x"].split(" , and ") if match["x"].count(" , ") == 1 else [match["x"]]  # "by Iran, and the coalition ..."
    heads = [head for head in map(_head_of, _JOINED.split(parts[0])) if head is not None]
    if len(heads) < 2 or not rule.clause:
        return heads
    if "between" in match.string[max(0, match.start() - 60) : match.start()].split():
        return heads[:1]
    first = sentence.token_at(line.spans[heads[0]][1] - 1)
    if first is None or not sentence.parsed:
        return heads
    joined = conjuncts(sentence, first.i)
    later = [(head, sentence.token_at(line.spans[head][1] - 1)) for head in heads[1:]]
    return heads[:1] + [head for head, token in later if token and (token.i in joined or token.dep == "conj")]


def _head_of(part: str) -> int | None:
    """The actor that a phrase is about: its last name or description ("Lebanese Hezbollah"), else its nationality."""
    signs = SIGN.findall(part)
    named = [number for sign, number in signs if sign != "@"] or [number for _, number in signs]
    return int(named[-1]) if named else None


def _hangs_elsewhere(sentence: Sentence, line: Line, match: re.Match[str], y: int) -> bool:
    """Whether the syntax hangs the clause on another noun than the actor before it ("an offensive on HTS led by the army")."""
    if not sentence.parsed or "w" not in match.re.groupindex or match["w"] is None:
        return False
    start = line.spans[y][0]
    token = sentence.token_at(line.place(match.start("w"))[0])
    if token is None or token.dep not in ("acl", "relcl", "amod"):
        return False
    own = sentence.token_at(line.spans[y][1] - 1)
    if own is not None and own.dep in ("nsubj", "nsubjpass") and own.head == token.i:
        return False  # "X, whose army is backed by Y"
    if (
        own is not None
        and own.i != token.head
        and (own.head if own.dep == "compound" else own.i) in conjuncts(sentence, token.head)
    ):
        return False  # "between X and Y groups, which are allied with Z"
    head = sentence.tokens[token.head]
    if own is not None and head.lower in _words("people") and own.i in owners_of(sentence, head.i):
        return False  # "rebels of X, allied with Y": X is
    return head.tag.startswith("N") and head.start < start and head.lower not in _words("groups")


def _plausible(rule: _Rule, one: Actor, other: Actor) -> bool:
    """Whether two actors can stand so at all; nobody backs, leads or joins himself."""
    if (one.id or one.name.casefold()) == (other.id or other.name.casefold()):
        return False
    if {one.kind, other.kind} & _words("never") or {one.name.casefold(), other.name.casefold()} & _words("vague"):
        return False
    if one.side and one.side == other.side and {one.kind, other.kind} <= _words("one_state") and not _of_two_states(one, other):
        return False
    kinds = _words("whole") if rule.relation in ("part_of", "formerly_linked_with") else frozenset[str]()
    if one.kind in kinds or other.kind in kinds:
        return False
    if rule.relation == "part_of" and one.kind == "person":
        return False
    if rule.group and not {one.kind, other.kind} <= _words("armed"):
        return False
    if rule.person and (one.kind != "person" or other.kind not in _words("led_by_person")):
        return False
    return not (rule.relation == "leads" and other.kind in ("person", "state"))


def _of_two_states(one: Actor, other: Actor) -> bool:
    """Whether two bodies are of different states: "the Malian army, supported by Russia's corps"."""
    homes = [actor_list().country_of(actor) for actor in (one, other)]
    return None not in homes and homes[0] != homes[1]


def _draft(document: Document, sentence: Sentence, line: Line, rule: _Rule, match: re.Match[str], pair: tuple[int, int]) -> Draft:
    spans = [line.spans[number] for number in pair]
    start = min(line.place(match.start())[0], *(span[0] for span in spans))
    end = max(line.place(match.end() - 1)[1], *(span[1] for span in spans))
    token = sentence.token_at(line.spans[pair[0]][1] - 1)
    fields: dict[str, Any] = {"subject": line.actors[pair[0]], "object": line.actors[pair[1]], "relation": rule.relation}
    verb = sentence.token_at(line.place(match.start("v"))[0]) if match.groupdict().get("v") else None
    news = verb is not None and _is_news(document, sentence, verb.i)
    trigger = verb if news and verb else token
    settled = {"background", "where"} if news else {"background", "when", "where"}
    return Draft(
        "relation",
        rule.name,
        sentence,
        trigger.i if trigger else 0,
        [document.anchor(start, end)],
        fields,
        background=not news,
        confidence=0.8,
        settled=settled,
    )


def _is_subject(sentence: Sentence, line: Line, match: re.Match[str], ys: list[int]) -> bool:
    """Whether the one who leaves or joins is the subject of the verb, as far as the syntax tells."""
    verb = sentence.token_at(line.place(match.start("v"))[0]) if match.groupdict().get("v") else None
    if verb is None or not sentence.parsed or verb.dep in ("acl", "relcl"):
        return True
    about = roles(sentence, verb.i)
    subjects = [sentence.tokens[i] for i in about.subject + (about.object if is_passive(sentence, verb.i) else [])]
    # A dateline's place before the sentence is no subject.
    nouns = [
        token
        for token in subjects
        if token.tag.startswith("N") and (token.i > 1 or not token.text.isupper() or sentence.tokens[0].tag == "DT")
    ]
    return not nouns or any(line.spans[y][0] <= token.start < line.spans[y][1] for y in ys for token in nouns)


def _is_news(document: Document, sentence: Sentence, verb: int) -> bool:
    """Whether a change is told as just made: in the perfect, or on a recent day, and not in a clause that only describes."""
    if not sentence.parsed or sentence.tokens[verb].dep in ("relcl", "acl", "amod"):
        return False
    starts = [time.interval.start for time in within(document.times, sentence.start, sentence.end) if time.interval]
    known = [date.fromisoformat(start[:10]) for start in starts if start]
    if document.published and any(day < document.published - _RECENT for day in known):
        return False
    helping = {sentence.tokens[child].lower for child in children(sentence, verb, "aux", "auxpass")}
    return "had" not in helping and (bool(known) or not helping.isdisjoint(_words("just_now")))


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    words = table("relations")
    macros = words["macros"]
    rules, outlines = [], Outlines(macros)
    for row in words["rules"]:
        cues = {word for name in row["cues"] for word in (macros[name[1:]] if name[0] == "$" else [name])}
        flags = [bool(row.get(flag)) for flag in ("clause", "person", "group", "change")]
        rules += [
            _Rule(
                f"relation.{row['name']}",
                row["relation"],
                row["from"],
                pattern,
                frozenset(cues),
                outlines.of(pattern),
                *flags,
            )
            for pattern in row["patterns"]
        ]
    return tuple(rules)


@lru_cache(maxsize=1)
def _rules_by_cue() -> dict[str, list[int]]:
    """Which rules, by their numbers, each cue calls for."""
    called: dict[str, list[int]] = {}
    for number, rule in enumerate(_rules()):
        for cue in rule.cues:
            called.setdefault(cue, []).append(number)
    return called


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """A rule's pattern, made when a sentence first calls for it: all of them at once would take a second."""
    return compiled(text, table("relations")["macros"])


@lru_cache(maxsize=1)
def _apposition() -> re.Pattern[str]:
    words = table("relations")
    return re.compile(fill(words["apposition"], words["macros"]))


@lru_cache(maxsize=1)
def _part() -> re.Pattern[str]:
    """Words that make the actor after them the whole of which a part is spoken of, with the part's name where it has one."""
    words = table("relations")
    return re.compile(fill(words["part_of_it"], words["macros"]))


@lru_cache(maxsize=1)
def _strong_cues() -> frozenset[str]:
    return frozenset[str]().union(*(rule.cues for rule in _rules())) - _words("weak")


_words = partial(word_list, "relations")
