"""Parties and go-betweens of an agreement whom no list knows: communities, clans, elders, by the text's own words."""

from __future__ import annotations

from marsad.model import Actor
from marsad.reading.document import Sentence
from marsad.reading.language import lists_of
from marsad.reading.syntax import children, conjuncts, noun_phrase, roles

FAR = 12
"""Words behind an agreement within which those who made it are told of: "the pact that the two groups had signed"."""
_AHEAD = 7
_FAR = 16
"""Words behind the agreement within which a comma may set apart who mediated it."""
_SIDES = 2


def described(sentence: Sentence, heads: list[int]) -> tuple[Actor, ...]:
    """Those who are no known actor, by the text's own words: "elders", "the two churches"."""
    found = []
    for head in heads:
        first, last = noun_phrase(sentence, head, of=False)
        unsaid = _words("definite") | _words("daytimes")  # "By dawn elders had brokered"
        own = [token for token in sentence.tokens[first:last] if token.lower not in unsaid]
        if sentence.tokens[head].tag in ("NN", "NNS") and [token.lower for token in own] not in ([], ["groups"]):
            found.append(Actor(None, " ".join(token.text for token in own)))
    return tuple(found)


def described_sides(sentence: Sentence, head: int, verb: int | None) -> tuple[Actor, ...]:
    """The sides after "between" of an agreement's noun, or of its verb: "between farmers and herders"."""
    places = [head, *([] if verb is None else [verb]), *children(sentence, head, "acl")]
    preps = [prep for place in places for prep in children(sentence, place, "prep")]
    made = [one for clause in children(sentence, head, "relcl") for one in children(sentence, clause, "nsubj")]
    makers = [one for first in made for one in conjuncts(sentence, first)]
    if makers and all(sentence.tokens[one].lower in _words("peoples") for one in makers):  # "which farmers and herders signed"
        return described(sentence, makers)
    between = [prep for prep in preps if sentence.tokens[prep].lower in ("between", "among")]
    heads = [one for prep in between for first in children(sentence, prep, "pobj") for one in conjuncts(sentence, first)]
    parted = [side for prep in between for side in _parted(sentence, prep)]
    if len(parted) == _SIDES:
        return tuple(parted)
    peoples = [one for one in heads if sentence.tokens[one].lower in _words("peoples")]
    if any(sentence.tokens[one].lower not in _words("ruling") for one in heads if one not in peoples) or not peoples:
        return ()
    named = [pair for one in heads for pair in _named_pair(sentence, one)]
    return tuple(named) or described(sentence, heads)


def _parted(sentence: Sentence, prep: int) -> list[Actor]:
    """Two sides that one "and" parts, each of a people's word, however the parse joins them: "X district and bandit leaders"."""
    tokens = sentence.tokens
    ends = [noun_phrase(sentence, one)[1] for one in children(sentence, prep, "pobj")]
    words = tokens[prep + 1 : max(ends)] if ends else []
    joints = [i for i, token in enumerate(words) if token.lower == "and"]
    if len(joints) != 1 or any(token.text == "," for token in words):
        return []
    halves = words[: joints[0]], words[joints[0] + 1 :]
    if not all(half and half[-1].lower in _words("peoples") for half in halves):
        return []
    named = [[token for token in half if token.lower not in _words("definite")] for half in halves]
    return [Actor(None, " ".join(token.text for token in half)) for half in named]


def _named_pair(sentence: Sentence, head: int) -> tuple[Actor, ...]:
    """ "The Fulani and Berom communities": both peoples by their names."""
    for child in children(sentence, head, "nmod", "amod", "compound"):
        pair = [one for one in conjuncts(sentence, child) if sentence.tokens[one].text[:1].isupper()]
        if len(pair) > 1:
            return tuple(Actor(None, sentence.tokens[one].text) for one in pair)
    return ()


def go_betweens(sentence: Sentence, head: int) -> tuple[Actor, ...]:
    """Those who mediated: "a truce mediated by religious scholars", "held after mediation by elders"."""
    for child in children(sentence, head, "acl", "relcl"):
        if sentence.tokens[child].lower in _words("brokered"):
            by = [one for agent in children(sentence, child, "agent", "prep") for one in children(sentence, agent, "pobj")]
            return described(sentence, [one for one in by if sentence.tokens[one].lower in _words("go_betweens")])
    for token in sentence.tokens[head + 1 : head + _FAR]:  # "agreed to a truce, mediated by a local sheikh"
        if token.lower in _words("brokered") and token.tag == "VBN" and sentence.tokens[token.i - 1].text == ",":
            by = [one for agent in children(sentence, token.i, "agent", "prep") for one in children(sentence, agent, "pobj")]
            return described(sentence, [one for one in by if sentence.tokens[one].lower in _words("go_betweens")])
    for token in sentence.tokens:
        behind = sentence.tokens[token.i + 1 : token.i + _AHEAD]
        if token.lower in _words("mediation") and behind and behind[0].lower in ("by", "of", "from"):
            return described(sentence, [one.i for one in behind if one.lower in _words("go_betweens")][:1])
    return ()


def accused_by(sentence: Sentence, accuser: int) -> list[int]:
    """Whom a verb of accusing or denying means: its object; its subjects where they mean each other, or themselves."""
    about = roles(sentence, accuser)
    mutual = " ".join(token.lower for token in sentence.tokens[accuser + 1 : accuser + 3]) in _words("mutual")
    with_noun = sentence.tokens[accuser].lemma in _words("accusing_with")
    return about.subject if mutual or with_noun else about.object or about.subject


def is_mutual(sentence: Sentence, head: int) -> bool:
    """Whether the agreement is one of accuser and accused: "a pact that the two groups had reached"."""
    behind = [token.lower for token in sentence.tokens[head + 1 : head + FAR]]
    that = next((i for i, word in enumerate(behind) if word in ("that", "which")), len(behind))
    makers = behind[that + 1 : that + 4]
    return not _words("sides_of_one").isdisjoint(makers) and not {"two", "both"}.isdisjoint(makers)


def ends_a_fight(parties: tuple[Actor, ...]) -> bool:
    """Whether those who signed are two, and one of them is in arms against a state or another group."""
    return len(parties) > 1 and any(one.kind in ("rebel", "militia") for one in parties)


def of_two_sides(sentence: Sentence, verb: int | None) -> bool:
    """Whether "the two sides" signed it."""
    for head in roles(sentence, verb).subject if verb is not None else ():
        own = {sentence.tokens[child].lower for child in sentence.tokens[head].children}
        if sentence.tokens[head].lower in _words("sides_of_one") and own & {"two", "both"}:
            return True
    return False


_words = lists_of("agreements")
