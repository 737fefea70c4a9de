"""How closely a time or place hangs on what a claim turns on: the words that decide whether it is the claim's own."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import Anchor, PlaceMention, TimeMention
from marsad.reading.document import Sentence, Token
from marsad.reading.language import lists_of, word_list
from marsad.reading.other_times import (
    at_another_time,
    brings_up,
    dates_a_count,
    dates_a_statement,
    fled_within,
    freed_then,
    goes_away,
    subjects_of,
    went_before,
)
from marsad.reading.reactions import is_bare, is_pluperfect, only_reacts
from marsad.reading.syntax import ancestors, children, clause_of, subtree

_JOINED = 0.6
"""How much further off a place is in a clause joined to the draft's."""
_NEXT = 0.4
"""How much further off one is that hangs on the next verb of the same subject."""
_OPENING = 6
_SCENE = 3
"""Tokens within which a place that opens a sentence stands: "In X, ..."."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the places in the text where a draft is said: the sentence, the word it turns on there, its words there."""

    sentence: Sentence
    trigger: int
    anchors: list[Anchor]


def belongs(spot: Spot, mention: PlaceMention | TimeMention, token: Token) -> float | None:
    """How closely a mention hangs on the draft's trigger: None where it hangs on something else, as on the verb of saying."""
    sentence, trigger = spot.sentence, spot.trigger
    if any(anchor.start <= mention.start < anchor.end for anchor in spot.anchors):
        if sentence.parsed and stands_apart(sentence, token, trigger):
            return None
        return 3.0 if isinstance(mention, TimeMention) and sentence.parsed and _within_clause(sentence, token.i, trigger) else 5.0
    gap = min(min(abs(mention.start - anchor.end), abs(anchor.start - mention.end)) for anchor in spot.anchors)
    nearness = -gap / 400
    if _beyond(sentence, spot, mention):
        opens = sentence.tokens[0].lower in ("in", "at", "near", "around", "outside") and token.i <= _OPENING
        return 0.3 + nearness if (token.i <= _SCENE or opens) and sentence.parsed else None
    if not sentence.parsed:
        return 1.0 + nearness
    if isinstance(mention, TimeMention) and _names(sentence, mention, trigger):
        return None
    if isinstance(mention, TimeMention) and (brings_up(sentence, trigger, token.i) or freed_then(sentence, token.i, trigger)):
        return None
    if isinstance(mention, TimeMention) and is_compared(sentence, spot.anchors, token.i):
        return None
    if isinstance(mention, TimeMention) and (_dates_telling(sentence, token.i, trigger) or _apart(sentence, token.i, trigger)):
        return None
    above = [trigger, *ancestors(sentence, trigger)]
    chain = [token.i, *ancestors(sentence, token.i)]
    if isinstance(mention, TimeMention) and dates_a_count(sentence, clause_of(sentence, token.i), above):
        return None
    if isinstance(mention, TimeMention) and sentence.tokens[trigger].lower in words("burying") and trigger in chain:
        between = [sentence.tokens[i] for i in chain[: chain.index(trigger)]]
        if not any(one.tag.startswith("NN") and one.start >= mention.end for one in between):
            return None  # "relatives on Monday buried 14 farmers": not "the victims of Monday's shelling"
    if isinstance(mention, PlaceMention) and _since_when(sentence, chain, trigger):
        return None
    if isinstance(mention, PlaceMention) and is_scene_of(sentence, token.i, above):
        return 7.0
    if isinstance(mention, TimeMention) and (_dates_a_paper(sentence, chain, above) or dates_a_statement(sentence, chain, above)):
        return None
    if trigger in chain:
        below = chain[: chain.index(trigger)]
        if isinstance(mention, TimeMention) and _of_a_clause_below(sentence, below):
            return None
        if _gives_reason(sentence, below) or _elsewhere(sentence, below, trigger):
            return None
        place = isinstance(mention, PlaceMention)
        joined = _JOINED * (place and _in_another(sentence, below)) or _NEXT * (place and _in_next(sentence, below))
        return 4.0 + nearness - _side_clause(sentence, chain, trigger) - joined
    meeting = next((i for i in chain if i in above), None)
    if meeting is None:
        return 0.6 + nearness
    if _elsewhere(sentence, chain[: chain.index(meeting)], trigger):
        return None
    verb, own = clause_of(sentence, token.i), clause_of(sentence, trigger)
    side = _side_clause(sentence, chain, meeting)
    if any(sentence.tokens[i].lower in words("asides") for i in chain[: chain.index(meeting)]):
        return None
    if says(sentence, verb):
        if verb == own or not _speech_holds(sentence, verb, trigger):
            return 0.5 + nearness - side
        if max(token.i, trigger) < min([verb, *children(sentence, verb, "nsubj")]):  # "..., killed on Sunday, the army said"
            return 2.0 + nearness - side
        # "In Sunday's clashes, the army said ...", "In Raqqa, the army said ..."
        dates_noun = token.dep == "poss" and token.i < verb and sentence.tokens[token.head].tag == "NNS"
        opens = isinstance(mention, PlaceMention) and token.i <= 3 and token.i < verb and not of_speaker(sentence, token.i, verb)
        seat = any(sentence.tokens[i].dep == "nsubj" for i in chain[1:]) and not dates_noun and _is_seat(sentence, chain)
        return 1.0 + nearness if (dates_noun or opens) and not seat else None
    afar = isinstance(mention, TimeMention) or sentence.tokens[verb].lemma in words("afar")
    if meeting == verb and afar and only_reacts(sentence, verb, trigger):
        return None
    earlier = (verb != own and is_pluperfect(sentence, own)) or went_before(sentence, above, meeting)
    if isinstance(mention, TimeMention) and earlier:
        return None
    if verb == own or verb in above:
        return (3.0 if verb == own else 2.0) + nearness - side
    return 1.2 + nearness - side if meeting in above else None


def _since_when(sentence: Sentence, chain: list[int], trigger: int) -> bool:
    """Whether a place is that of what something else counts from: "have struck 90 ships since the war in X broke out"."""
    tokens = sentence.tokens
    clauses = [i for i in chain if tokens[i].dep == "advcl" and tokens[i].tag.startswith("VB") and i != trigger]
    since = [i for i in clauses if any(tokens[child].lower == "since" for child in children(sentence, i, "mark"))]
    return bool(since) and trigger not in chain[: chain.index(since[0]) + 1] and since[0] not in ancestors(sentence, trigger)


def is_scene_of(sentence: Sentence, i: int, above: list[int]) -> bool:
    """Whether a place's own clause tells it: "from Mogadishu, where a bomb killed two"."""
    if i not in above[1:]:
        return False
    clause = sentence.tokens[above[above.index(i) - 1]]
    return clause.dep == "relcl" and any(sentence.tokens[child].lower == "where" for child in clause.children)


def _within_clause(sentence: Sentence, i: int, trigger: int) -> bool:
    """Whether a time stands in a clause about a noun of the trigger's: "the clinic, hit on 3 May, was attacked on Tuesday"."""
    chain = [i, *ancestors(sentence, i)]
    below = chain[: chain.index(trigger)] if trigger in chain else []
    return any(sentence.tokens[one].dep in ("acl", "relcl") for one in below)


def _of_a_clause_below(sentence: Sentence, path: list[int]) -> bool:
    """Whether a time is that of a clause about a noun of the trigger's: "rebels driven out last year ambushed a patrol"."""
    clauses = [i for i in path if sentence.tokens[i].dep in ("acl", "relcl")]
    heads = [sentence.tokens[sentence.tokens[i].head] for i in clauses]
    aside = any(one.dep == "appos" and one.head in path for one in heads)  # "a strike near X, a town hit by shells in May"
    return aside or any(not _happens(sentence, i) for i in clauses)


def _happens(sentence: Sentence, clause: int) -> bool:
    """Whether a clause only says that what it describes happened: "the raid, which was on Monday", not "who are at war since"."""
    token = sentence.tokens[clause]
    first, last = subtree(sentence, clause)
    since = token.lemma == "be" and any(one.lower == "since" for one in sentence.tokens[first:last])
    told = is_happening(token.lemma) or token.lemma in word_list("events", "trying") or token.lower == "reported"
    return told and not since


def is_happening(lemma: str) -> bool:
    """Whether a verb only tells of a noun of action before it that it happened: "the attack carried out on Monday"."""
    return any(lemma in word_list("frames", name) for name in ("does", "happens", "strikes"))


def _beyond(sentence: Sentence, spot: Spot, mention: PlaceMention | TimeMention) -> bool:
    """Whether a semicolon stands between: "in X, a drone killed a cyclist; in Y, shells hit two houses"."""
    if ";" not in sentence.lowers:
        return False
    first, last = min(mention.start, spot.anchors[0].start), max(mention.end, spot.anchors[-1].end)
    return any(one.text == ";" for one in sentence.tokens_in(first, last))


def stands_apart(sentence: Sentence, token: Token, trigger: int) -> bool:
    """Whether a place in the trigger's own sentence is told to be that of something else."""
    chain, above = [token.i, *ancestors(sentence, token.i)], [trigger, *ancestors(sentence, trigger)]
    meeting = next((i for i in chain if i in above), None)
    if not sentence.parsed or meeting is None:
        return False
    path = chain[: chain.index(meeting)]
    verb = clause_of(sentence, token.i)
    afar = verb == meeting and sentence.tokens[verb].lemma in words("afar") and only_reacts(sentence, verb, trigger)
    return afar or _elsewhere(sentence, path, trigger) or (meeting == trigger and _gives_reason(sentence, path))


def _is_seat(sentence: Sentence, path: list[int]) -> bool:
    """Whether a speaker's place is only where he sits: "officials in Abuja said", not "residents in X", "the governor of X"."""
    tokens = [sentence.tokens[i] for i in path]
    sits = any((one.dep == "prep" and one.lower in ("in", "at", "from")) or one.dep == "relcl" for one in tokens)
    named = [one for one in tokens if one.tag.startswith("NN")]
    there = {one.lower for one in tokens} | {sentence.tokens[one.i - 1].lower for one in named if one.i}
    return sits and words("on_the_spot").isdisjoint(there)  # not "hospital officials in X"


def _elsewhere(sentence: Sentence, path: list[int], trigger: int) -> bool:
    """Whether a mention stands in something else that is told beside a deed: what somebody added, where its doers are at home,
    what another did meanwhile, what it came after, where they were bound for.
    """
    for i in path:
        token = sentence.tokens[i]
        above = sentence.tokens[token.head]
        if token.dep == "prep" and (token.lower in words("bound_for") or (token.lower == "to" and above.lower in words("ways"))):
            return True
        if token.dep == "advcl" and token.tag == "VBG" and (says(sentence, i) or token.lower in words("bringing")):
            return True
        if token.dep in ("relcl", "acl") and (
            token.lemma in words("homes") or (i != trigger and token.lower in words("taken_before"))
        ):
            return True
        if token.dep in ("relcl", "acl") and above.dep == "conj" and above.i != trigger and above.tag.startswith("NN"):
            return True  # "nine soldiers and a woman hit at her home in X": where she was
        if token.dep == "relcl" and any(sentence.tokens[child].lower == "where" for child in token.children):
            return True  # "killed ten in X, where 500 have died since May"
        if token.dep == "relcl" and any(one.lower == "whose" for one in sentence.tokens[token.head : i]):
            return True
        if token.dep == "ccomp" and says(sentence, above.i) and above.i != trigger and above.i in ancestors(sentence, trigger):
            return True
        if i != trigger and goes_away(sentence, i) and not fled_within(sentence, path, i):
            return True
        if token.dep == "nsubj" and says(sentence, above.i) and above.i != trigger and _is_seat(sentence, path):
            return True
        if token.lower == "according" and _is_seat(sentence, path):  # "killed four, according to a source in X"
            return True
        doing = token.tag == "VBG" and not children(sentence, i, "nsubj")  # "killed while herding goats near X"
        marks = [sentence.tokens[child].lower for child in children(sentence, i, "mark")] if token.dep == "advcl" else []
        if (not doing and not words("meanwhile").isdisjoint(marks)) or (marks and i != trigger and at_another_time(sentence, i)):
            return True
        if above.lemma in words("coming") and trigger in children(sentence, above.i, "nsubj"):
            return token.dep == "dobj" or (token.dep == "prep" and token.lower in words("coming_after"))
    return False


def told_of_another(sentence: Sentence, i: int, trigger: int) -> bool:
    """Whether a word stands in a clause with a subject of its own, beside that of the trigger which has one too: "rebels fled
    towards X, while shells hit Y"; what "when" or a relative opens, or a verb of saying, is no other matter.
    """
    verb, own = clause_of(sentence, i), clause_of(sentence, trigger)
    subjects = [subjects_of(sentence, one) for one in (verb, own)]
    if verb == own or subjects[0] == subjects[1] or not all(subjects) or says(sentence, verb) or says(sentence, own):
        return False
    if is_gapped(sentence, verb) and sentence.tokens[verb].head == own:
        return False  # "a driver was killed and his passenger wounded near X"
    opened = [sentence.tokens[child].lower for child in children(sentence, verb, "mark", "advmod")]
    relative = any(sentence.tokens[one].tag in ("WDT", "WP") for one in subjects[0] + subjects[1])
    return not relative and words("same_matter").isdisjoint(opened)


def is_gapped(sentence: Sentence, verb: int) -> bool:
    """Whether a participle shares the "was" of the one before it: "a driver was killed and his passenger wounded"."""
    token = sentence.tokens[verb]
    return token.dep == "conj" and token.tag == "VBN" and not children(sentence, verb, "aux", "auxpass")


def _in_another(sentence: Sentence, path: list[int]) -> bool:
    """Whether a verb with a subject of its own holds a mention: "one was shot in X, two were seized in Y"."""
    verbs = (
        i for i in path if sentence.tokens[i].tag.startswith("VB") and sentence.tokens[i].dep in ("ccomp", "parataxis", "conj")
    )
    return any(children(sentence, i, "nsubj", "nsubjpass") for i in verbs)


def _in_next(sentence: Sentence, path: list[int]) -> bool:
    """Whether another verb of the same subject holds a mention: "shot down drones over X and destroyed a radar in Y"."""
    return any(sentence.tokens[i].dep == "conj" and sentence.tokens[i].tag.startswith("VB") for i in path)


def _gives_reason(sentence: Sentence, path: list[int]) -> bool:
    """Whether a mention stands in what a deed was done for: "jailed for helping men join a group in X"."""
    tokens = sentence.tokens
    return any(tokens[i].dep == "pcomp" and tokens[tokens[i].head].lower in words("reasons") for i in path)


def _names(sentence: Sentence, time: TimeMention, trigger: int) -> bool:
    """ "the 1974 agreement": a year before the name of a paper dates that paper alone."""
    held = sentence.tokens_in(time.start, time.end)
    if not held or held[-1].i + 1 >= len(sentence.tokens) or not held[0].i:
        return False
    if held[0].i > 1 and sentence.tokens[held[0].i - 2].lower == "since":
        return False  # "have killed 6,000 since the 1 February 2021 coup"
    if len(held) > 1:  # "the 25 December 2011 agreement"
        named = sentence.tokens[held[-1].i + 1]
        return sentence.tokens[held[0].i - 1].lower == "the" and named.lower in words("papers") and named.i != trigger
    after = [token.lower for token in sentence.tokens[held[0].i + 1 : held[0].i + 4]]
    return held[0].tag == "CD" and not words("papers").isdisjoint(after) and trigger not in range(held[0].i, held[0].i + 4)


def is_compared(sentence: Sentence, anchors: list[Anchor], i: int) -> bool:
    """ "161 were seized, against 493 in the quarter before": the day of what the claim is compared with."""
    last, compared = max(anchor.end for anchor in anchors), words("compared")
    return not compared.isdisjoint(sentence.lowers) and any(
        token.lower in compared and token.start >= last and sentence.tokens[token.i - 1].text == ","
        for token in sentence.tokens[:i]
    )


def _dates_a_paper(sentence: Sentence, chain: list[int], above: list[int]) -> bool:
    """ "killings, in a report published on Tuesday", "a breach of the truce that took effect on Wednesday": the day of what only
    says when it was told, or from when a paper is.
    """
    for i in chain:
        if i in above:
            return False
        token = sentence.tokens[i]
        papers = token.head not in above and sentence.tokens[token.head].lower in words("papers")
        counted = token.head == above[0] and token.lower == "reported"  # "26 deaths reported in May"
        if token.dep in ("acl", "relcl") and (papers or says(sentence, i)) and not counted:
            return True
    return False


def _apart(sentence: Sentence, i: int, trigger: int) -> bool:
    """ "A bus was burned; the driver was freed on Tuesday": the day of what stands behind a semicolon."""
    return trigger < i and ";" in sentence.lowers and any(token.text == ";" for token in sentence.tokens[trigger:i])


def _dates_telling(sentence: Sentence, i: int, trigger: int) -> bool:
    """ "said on Sunday it had killed", "were killed, it said on Sunday": the day right behind the verb is that of the saying."""
    tokens = sentence.tokens
    before = _behind_telling(sentence, i - 1 if tokens[i - 1].lower in ("on", "early", "late") else i)
    if not (before > 0 and before - 1 != trigger and says(sentence, before - 1)):
        return False
    told = tokens[before - 1]
    last = all(not token.tag.startswith("V") for token in tokens[i + 1 :])
    comma = any(token.text == "," for token in tokens[trigger : before - 1])  # "rebels killed nine, the army announced on Sunday"
    return told.tag in ("VBD", "VBZ") and (before < trigger or (last and (comma or told.lower in ("said", "says"))))


def _behind_telling(sentence: Sentence, before: int) -> int:
    """The word behind a verb of telling that has where somebody spoke, or whom to, before a time: "told reporters in X"."""
    tokens, i = sentence.tokens, before - 1
    while i > 0 and tokens[i].tag.startswith("NNP"):
        i -= 1
    i = i - 1 if i < before - 1 and tokens[i].lower in ("in", "at", "from") else before - 1
    end = i + 1
    while i > 0 and tokens[i].tag in ("NN", "NNS", "NNP", "DT", "JJ"):
        i -= 1
    return i + 1 if tokens[i].lemma == "tell" else end


def _side_clause(sentence: Sentence, chain: list[int], meeting: int) -> float:
    """A penalty where a relative clause or apposition lies between the mention and the point where both hang."""
    for i in chain:
        if i == meeting:
            return 0.0
        token = sentence.tokens[i]
        if token.dep == "appos" and [one.lower for one in sentence.tokens[i + 1 : i + 3]] in (["of", "them"], ["of", "whom"]):
            continue  # "four were hurt, one of them badly, by a mine in X"
        if token.dep in ("relcl", "appos"):
            return 1.0 if token.dep == "relcl" and _happens(sentence, i) else 3.0  # "shells that hit X killed two"
        verb = token.dep == "conj" and token.tag.startswith("VB")
        if verb and children(sentence, i, "nsubj", "nsubjpass") and not (is_gapped(sentence, i) or is_bare(sentence, token.head)):
            return 2.5  # "shells killed two, and three more died in Y"
    return 0.0


def says(sentence: Sentence, verb: int) -> bool:
    """Whether a word is a verb of telling."""
    token = sentence.tokens[verb]
    if token.lemma == "claim" and any(
        sentence.tokens[i].lower in ("lives", "life", "victims") for i in children(sentence, verb, "dobj")
    ):
        return False
    return token.lemma in words("saying") or token.lower in ("according",)


def in_aside(sentence: Sentence, mention: TimeMention, trigger: int) -> bool:
    """Whether a time only dates what is said by the way of a verb's subject, or how long it had been otherwise.

    "X, part of the council since 2022, controls Y"; "lost Y, which it had held since June".
    """
    token = sentence.token_at(mention.start)
    if token is None or not sentence.parsed:
        return False
    own = {trigger, *ancestors(sentence, trigger)}
    for above in (token.i, *ancestors(sentence, token.i)):
        one = sentence.tokens[above]
        if above in own:
            return False
        if one.dep == "relcl" and one.i > trigger and token.lower == "since" and children(sentence, above, "aux"):
            return True  # "retook X from the rebels, who had held it since June"
        subject = sentence.tokens[one.head]
        apart = one.dep in ("acl", "relcl", "appos") and one.head < above and subject.dep in ("nsubj", "nsubjpass")
        if apart and subject.head == trigger:
            return any(between.text == "," for between in sentence.tokens[one.head + 1 : above])
    return False


def of_speaker(sentence: Sentence, i: int, verb: int) -> bool:
    """Whether a name only says who speaks, or where: "officials in Hama said"; "Hama officials" are of the place."""
    speakers = children(sentence, verb, "nsubj")
    chain = [i, *ancestors(sentence, i)]
    end = next((place for place, one in enumerate(chain) if one in speakers), None)
    return end is not None and (end == 0 or _is_seat(sentence, chain[: end + 1]))


def _speech_holds(sentence: Sentence, verb: int, trigger: int) -> bool:
    """Whether the trigger is in what the verb of saying reports."""
    return verb in ancestors(sentence, trigger) or sentence.tokens[verb].dep in ("advcl", "parataxis", "prep")


words = lists_of("circumstances")
"""A list of `circumstances.yaml`."""
