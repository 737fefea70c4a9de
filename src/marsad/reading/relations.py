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
from functools import cache, lru_cache
from typing import Any

from marsad.model import Actor, Source
from marsad.model.claim import RelationType
from marsad.reading.allegiance import owners_of
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.language import lists_of, table
from marsad.reading.meant import recall
from marsad.reading.outlines import Need, Outlines, compiled, fill, fits
from marsad.reading.signs import SIGN, Line, line_of
from marsad.reading.states import actor_list
from marsad.reading.syntax import children, conjuncts, is_passive, roles

_RECENT = timedelta(days=60)
_NAMED_BEHIND = re.compile(r"(?:the )?[§@]\d+ , the ([§%]\d+) ,")
_MODIFYING = re.compile(r"[§%](\d+)(?: [^\s§%@,.;]+)? , (?:an?|another)(?: [^\s§%@,.;]+){0,2} $")  # "X, a FARC group"
_ONE_OF_TWO = re.compile(r"[\u00a7%](\d+)(?: [^\\s\u00a7%@,.;]+)? (?:and|against|with) (?:the )?[\u00a7%]\d+$")
_TOGETHER = re.compile(r" , (?:both|two)\b")
_OPENED = re.compile(r"[\u00a7%](\d+)(?: [^\s\u00a7%@,.;]+)? , (?:which|who) [^,;.]*[\u00a7%@]\d+$")
_GOES_ON = re.compile(r" , (?:has|have|had|is|are|was|were|also|now) ")
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
        recall(document, sentence, line)
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
        described = line.actors[pair[0]].id is None and (line.actors[pair[1]].kind == "military" or not words[-1][:1].isupper())
        return described or (len(words) == 1 and words[0] in _words("units"))  # "the army's 5th Division" goes without saying
    named = actor_list().lookup(" ".join(words)) is not None  # "the National Resistance Forces" are no units of others
    return rule.relation == "leads" and line.actors[pair[1]].id is not None and words[-1] in _words("units") and not named


def _text(sentence: Sentence, line: Line, number: int) -> list[str]:
    """The words of an actor of the line."""
    start, end = line.spans[number]
    return sentence.text[start - sentence.start : end - sentence.start].split()


def _pairs(sentence: Sentence, line: Line, rule: _Rule, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """(from, to) as numbers of the line's actors, of those that can stand so."""
    told = [(sign, int(number)) for sign, number in SIGN.findall(match["y"])]
    ys = [_meant(line, match, sign, number) for sign, number in told]
    owned = ys[0] != told[0][1] and line.actors[told[0][1]].kind == "person"  # "the SLM faction of NAME, which"
    if not owned and (part := _phrase("part_of_it").search(line.text[: match.start("y")])):
        if not part[1]:
            return  # "a faction of the FARC led by X": who is led has no name
        ys = [int(part[1][1:])]
    elif rule.clause and (_hangs_elsewhere(sentence, line, match, ys[-1]) or _is_of_others(sentence, line, ys[-1])):
        return
    if ys[-1] == told[-1][1] and (outer := _outside(line, match)) is not None:
        ys = [outer]
    ys += _other_of_two(line, match, ys) if rule.clause else []
    if rule.change and not _is_subject(sentence, line, match, ys):
        return
    for x in _coordinated(sentence, line, rule, match):
        for y in ys:
            one, other = (y, x) if rule.source == "y" else (x, y)
            if _plausible(rule, line.actors[one], line.actors[other]):
                yield one, other


def _outside(line: Line, match: re.Match[str]) -> int | None:
    """Of whom the main verb tells behind a clause that ends in a name: "X, which has ties to Y, has waged a war on Z"."""
    if match.start() != match.start("y") or not _GOES_ON.match(line.text, match.end("y")):
        return None
    found = _OPENED.search(line.text[: match.end("y")])
    return int(found[1]) if found else None


def _other_of_two(line: Line, match: re.Match[str], ys: list[int]) -> list[int]:
    """The first of two of whom the words say it together: "between X and Y, both of them loyal to Z", "two groups loyal to"."""
    between = match.string[match.end("y") : match.start("w")] if match.groupdict().get("w") else ""
    found = _ONE_OF_TWO.search(line.text[: match.end("y")]) if between[:3] == " , " and _TOGETHER.match(between) else None
    return [int(found[1])] if found and int(found[1]) not in ys else []


def _is_of_others(sentence: Sentence, line: Line, y: int) -> bool:
    """Whether bare "soldiers" are counted or somebody's ("has 3,000 soldiers fighting beside X"): the word doesn't tell whose."""
    before = sentence.token_at(line.spans[y][0] - 2)
    words = _text(sentence, line, y)
    if before is None or len(words) != 1 or words[0].lower() not in _words("units"):
        return False
    return before.text[0].isdigit() or before.lower in _words("owners") or before.tag in ("PRP$", "POS")


def _meant(line: Line, match: re.Match[str], sign: str, number: int) -> int:
    """Whom the words say it of: in "the Amal Movement, an X-backed party" the movement, in "the SLM of NAME, which" the SLM."""
    named = line.actors[number].kind == "person"
    if not named and sign != "%":
        found = _MODIFYING.search(line.text[: match.start("y")])
        return int(found[1]) if found and line.actors[int(found[1])].kind in _words("armed") else number
    found = _phrase("of_person" if named else "apposition").search(line.text[: match.start("y") if named else match.start()])
    if found is None and not named:  # "a militia once allied with X, the Fifth Corps, denied"
        found = _NAMED_BEHIND.match(line.text, match.start("x"))
    if found is None:
        return number
    other = line.actors[int(found[1][1:])]
    return int(found[1][1:]) if other.name[:1].isupper() and other.kind != "person" else number


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
    inset = own is not None and own.head > token.i and "," in match.string[match.end("y") : match.start("w")]
    if own is not None and own.dep in ("nsubj", "nsubjpass") and (own.head == token.i or inset):
        return False  # "X, whose army is backed by Y"; "X, backed by Y, has taken"
    if own is not None and own.dep == "appos" and own.head == token.head:
        return False  # "in Z, X, backed by Y, has taken", read as if Z were X
    if (
        own is not None
        and own.i != token.head
        and (own.head if own.dep == "compound" else own.i) in conjuncts(sentence, token.head)
    ):
        return False  # "between X and Y groups, which are allied with Z"
    head = sentence.tokens[token.head]
    if own is not None and head.lower in _words("people") and own.i in owners_of(sentence, head.i):
        return False  # "rebels of X, allied with Y": X is
    fights = (
        _words("fights") if match["w"] in _words("of_people") else frozenset[str]()
    )  # "clashes between X and Y allied with Z"
    return head.tag.startswith("N") and head.start < start and head.lower not in _words("groups") | fights


def _plausible(rule: _Rule, one: Actor, other: Actor) -> bool:
    """Whether two actors can stand so at all; nobody backs, leads or joins himself."""
    if (one.id or one.name.casefold()) == (other.id or other.name.casefold()):
        return False
    if {one.kind, other.kind} & _words("never") or {one.name.casefold(), other.name.casefold()} & _words("vague"):
        return False
    if one.side and one.side == other.side and {one.kind, other.kind} <= _words("one_state") and not _of_two_states(one, other):
        return False
    whole = rule.relation in ("part_of", "formerly_linked_with") and rule.name != "relation.formerly-linked"
    kinds = _words("whole") if whole else frozenset[str]()
    if one.kind in kinds or other.kind in kinds:
        return False
    if rule.relation == "part_of" and "person" in (one.kind, other.kind):
        return False
    if rule.group and not {one.kind, other.kind} <= _words("armed"):
        return False
    if rule.person and (one.kind != "person" or not _has_leader(other)):
        return False
    return not (rule.relation == "leads" and other.kind in ("person", "state"))


def _has_leader(actor: Actor) -> bool:
    """Whether it is a body that a person leads: an armed one, a party, a council."""
    words = actor.name.casefold().split()
    party = actor.kind in ("organisation", "government") and not _words("led_bodies").isdisjoint(words)
    return party or actor.kind in _words("led_by_person")


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
    draft = Draft(
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
    told = match.groupdict()
    if told.get("n"):  # "denies backing X"
        draft.modality = "denied"
        draft.settled.add("modality")
    if told.get("s"):  # "considers X a branch of Y"
        number = int(told["s"][1:])
        speaker = line.actors[number]
        draft.attribution = (Source(speaker.name, actor_list().source_kind(speaker), document.anchor(*line.spans[number])),)
        draft.settled.add("attribution")
    return draft


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


@cache
def _phrase(name: str) -> re.Pattern[str]:
    """One of the table's phrases that end before an actor: `apposition`, `of_person` ("the SLM faction of"), `part_of_it`."""
    words = table("relations")
    return re.compile(fill(words[name], words["macros"]))


@lru_cache(maxsize=1)
def _strong_cues() -> frozenset[str]:
    return frozenset[str]().union(*(rule.cues for rule in _rules())) - _words("weak")


_words = lists_of("relations")
