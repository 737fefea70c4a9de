"""Opponents: who fought whom where an incident's words name both, beat one off, or accuse one."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.model import Actor, ActorMention
from marsad.reading.casting import actors_at, doers_at, named_before, phrase_end, phrase_words, places_at, unnamed_at, word_set
from marsad.reading.document import Document, Sentence, within
from marsad.reading.frames import Match, modifiers
from marsad.reading.incident import Incident, words
from marsad.reading.syntax import Roles, children, conjuncts, noun_phrase, roles

_FAR = 16
"""Tokens from the trigger beyond which a part makes the anchor no shorter phrase."""


def add_attempted(document: Document, made: Incident) -> None:
    """Who tried what was beaten back: "repelled a rebel attempt to enter the town"."""
    sentence = made.sentence
    for head in list(made.heads):
        if sentence.tokens[head].lower not in words("attempts"):
            continue
        before = [*modifiers(sentence, head), *roles(sentence, head).by("by")]
        made.victims += [one for one in named_before(document, sentence, before) if one not in made.victims]
        for clause in children(sentence, head, "acl", "relcl"):
            made.places += places_at(document, sentence, roles(sentence, clause).object)


def accused_of(document: Document, match: Match) -> list[ActorMention]:
    """Who is said to have done it: "accused the army of shelling the camp"."""
    tokens = match.sentence.tokens
    prep = tokens[match.token.head]
    if match.token.dep == "amod" and prep.dep == "pobj":  # "of dropping bombs", read as bombs that drop
        prep = tokens[prep.head]
    elif match.token.dep != "pcomp":
        return []
    if prep.lower != "of" or tokens[prep.head].lemma not in ("accuse", "suspect", "convict"):
        return []
    return actors_at(document, match.sentence, roles(match.sentence, prep.head).object)


def add_opponents(document: Document, made: Incident) -> None:
    """Whom "them" means, where fighters fight: the side spoken of before."""
    if not made.give.get("mutual") or made.victims:
        return
    if made.match.verbal:
        before = [i for head in made.doer_heads for i in modifiers(made.sentence, head)]
        named = named_before(document, made.sentence, before)
        made.doers = [one for one in named if one.actor.id and one not in made.doers] + made.doers if made.doers else []
    if len(made.doers) > 1 and not made.heads:
        made.doers, made.victims = made.doers[:1], made.doers[1:]
    else:
        them = [head for head in made.heads if made.sentence.tokens[head].lower in ("them", "it")]
        mine = {mention.actor for mention in made.doers}
        made.victims += [one for one in doers_at(document, made.sentence, them, made.trigger) if one.actor not in mine]


def divide(made: Incident) -> None:
    """The two sides of a fight in which people of both died: "four soldiers and 19 rebels were killed in clashes"."""
    if made.doers or len(made.victims) < 2:
        return
    first, *rest = made.victims
    regular = ("state", "government", "military", "police")
    allied = any("alli" in one.text.casefold() or "loyal" in one.text.casefold() for one in made.victims)
    if not allied and all((one.actor.kind in regular) != (first.actor.kind in regular) for one in rest):
        made.doers, made.victims = [first], rest


def oppose(document: Document, made: Incident, heads: list[int]) -> None:
    """Both sides of "clashes between A and B"."""
    for head in heads:
        first, last = noun_phrase(made.sentence, head)
        inside = within(document.actors, made.sentence.tokens[first].start, made.sentence.tokens[last - 1].end)
        several = len(heads) == 1 and len({mention.actor for mention in inside}) > 1  # the parse made one phrase of "A and B"
        met = inside if several else actors_at(document, made.sentence, [head]) or _as_told(document, made, head)
        for mention in met:
            target = made.victims if made.doers else made.doers
            if mention not in made.doers and mention not in made.victims:
                target.append(mention)
    made.doer_heads += heads
    extend(made, heads)


def both_of(sentence: Sentence, heads: list[int]) -> list[int]:
    """The heads, with both whose men they are in the stead of "fighters of A and B"."""
    found: list[int] = []
    for head in heads:
        preps = children(sentence, head, "prep") if sentence.tokens[head].lower in words("bare_fighters") else []
        named = [one for of in preps if sentence.tokens[of].lower == "of" for one in children(sentence, of, "pobj")]
        both = [one for top in named for one in conjuncts(sentence, top)]
        found += both if len(both) > 1 else [head]
    return found


def _as_told(document: Document, made: Incident, head: int) -> list[ActorMention]:
    """A side that no list names, as the text calls it: "brigades", "forces of the X region"."""
    sentence = made.sentence
    if any(token.lower in words("attacking") for token in phrase_words(sentence, head)):
        return []  # "between the defenders and the attacking groups": those told of before
    if sentence.tokens[head].lower not in word_set("forces", "units") | {"forces", "fighters"}:
        return unnamed_at(document, sentence, [head])
    first, last = noun_phrase(sentence, head)
    first += sentence.tokens[first].tag == "DT"
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    text = document.text[start:end]
    return [ActorMention(start, end, text, Actor(None, text, "militia"))]


def add_both(document: Document, made: Incident, parts: Roles) -> None:
    """ "Fighting broke out between A and B": the parse may hang "between" on the verb."""
    both = parts.by("between") if "both" in made.match.frame.roles else []
    if not both and "both" in made.match.frame.roles:  # "raged for a third day between A and B", "on the X front between"
        below = [child for heads in parts.preps.values() for head in heads for child in children(made.sentence, head, "prep")]
        between = [one for one in below if made.sentence.tokens[one].lower == "between"]
        both = [head for one in between for head in children(made.sentence, one, "pobj")]
        both += [one for head in both for one in children(made.sentence, head, "conj")]
    if both:
        oppose(document, made, both)


def extend(made: Incident, heads: Iterable[int]) -> None:
    for head in heads:
        if abs(head - made.trigger) > _FAR:
            continue
        first, _ = noun_phrase(made.sentence, head)
        made.tokens.update((first, phrase_end(made.sentence, head) - 1))
