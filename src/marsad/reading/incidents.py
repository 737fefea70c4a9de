"""Incidents: the actions that one sentence speaks of, each with its doers, its victims and targets, its place.

An action noun takes its parts from the verb that governs it ("launched airstrikes on", "were killed in clashes",
"airstrikes hit"); a verb that only says what an action noun did belongs to that noun's incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from marsad.model import ActorMention, Anchor, PlaceMention
from marsad.reading.casting import actors_at, doers_at, lemma_set, named_before, phrase_end, places_at, unnamed_at, word_set
from marsad.reading.document import Document, Sentence, within
from marsad.reading.frames import Frames, Match, frames_of, modifiers
from marsad.reading.language import table
from marsad.reading.syntax import Roles, children, is_negated, is_passive, noun_phrase, particles, roles

INSIDE = frozenset({"into", "in", "by", "with", "through", "from", "during", "under", "via", "using"})
"""Prepositions that make a noun of action the setting or means of a verb."""

_FOLLOWED = frozenset({"after", "following", "amid"})
_FAR = 16
"""Tokens from the trigger beyond which a part makes the anchor no shorter phrase."""
_AIMS = ("near", "on", "in", "at", "into", "inside", "among", "between", "outside", "through", "across", "amid", "around", "over")


@dataclass(slots=True, eq=False)
class Incident:
    """One action of one sentence, in the making.

    `places` were hit, `near` is where it was, `heads` are the tokens of what was hit, `sorts` what its words say of its scene.
    """

    match: Match
    doers: list[ActorMention] = field(default_factory=list)
    victims: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    near: list[PlaceMention] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    doer_heads: list[int] = field(default_factory=list)
    sorts: set[str] = field(default_factory=set)
    tokens: set[int] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)
    """Why it can be believed: does, suffers, strikes, happens, harmed, acts; or not: unreal, talk, failed."""
    told_by: int | None = None
    """The verb that settles whether it happened: of "repelled an attack", of "fired to disperse the crowd"."""

    @property
    def give(self) -> Mapping[str, Any]:
        """What the frame produces."""
        return self.match.frame.give

    @property
    def rank(self) -> int:
        """How telling its kind is."""
        return int(self.match.frame.give["rank"])

    @property
    def sentence(self) -> Sentence:
        """Its sentence."""
        return self.match.sentence

    @property
    def trigger(self) -> int:
        """Its verb or noun."""
        return self.match.trigger

    def anchor(self, document: Document) -> Anchor:
        """The words that say it."""
        tokens = self.sentence.tokens
        first, last = min(self.tokens), max(self.tokens)
        while last > first and not any(c.isalnum() for c in tokens[last].text):
            last -= 1
        return document.anchor(tokens[first].start, tokens[last].end)


def frames() -> Frames:
    """The event frames."""
    return frames_of("events")


@lru_cache(maxsize=64)
def words(*path: str) -> frozenset[str]:
    """A word list of the table `events`."""
    found = table("events")
    for part in path:
        found = found[part]
    return frozenset(found)


def from_verb(document: Document, match: Match) -> Incident:
    sentence = match.sentence
    made = Incident(match, tokens=set(match.words))
    made.doer_heads = match.role("who")
    made.doers = doers_at(document, sentence, made.doer_heads, match.trigger)
    made.doers += [one for one in unnamed_at(document, sentence, made.doer_heads) if not made.doers]
    made.heads = [head for head in match.role("what") if head not in made.doer_heads]
    if match.frame.name == "repelled":
        _attempted(document, made)
    _aim(document, made, made.heads)
    _opponents(document, made)
    _extend(made, [head for head in match.roles.object if head > match.trigger][:1])
    made.near = places_at(document, sentence, match.roles.by("in", "at", "near", "outside", "inside", "around"))
    if is_negated(sentence, match.trigger) or _none(sentence, made.doer_heads + made.heads):
        made.signs.add("failed")
    if _is_unreal(sentence, match.trigger):
        made.signs.add("irrealis")
    if match.roles.passive or made.heads:
        made.signs.add("harmed")
    lowers = {sentence.tokens[head].lower for head in made.heads}
    if lowers and lowers <= words("abstract"):
        made.signs.add("unreal")
    if match.frame.name == "clash" and match.token.dep in ("acl", "relcl") and match.token.tag == "VBG":
        made.signs.add("unreal")
    if made.doer_heads:
        made.signs.add("acts")
    above = sentence.tokens[match.token.head]
    purpose = match.token.tag == "VB" and match.token.dep in ("advcl", "xcomp")
    if made.give["family"] == "protest" and purpose and above.tag in ("VBD", "VBN"):
        made.told_by = above.i
    return made


def _attempted(document: Document, made: Incident) -> None:
    """Who tried what was beaten back: "repelled a rebel attempt to enter the town"."""
    sentence = made.sentence
    for head in list(made.heads):
        if sentence.tokens[head].lower not in words("attempts"):
            continue
        before = [*modifiers(sentence, head), *roles(sentence, head).by("by")]
        made.victims += [one for one in named_before(document, sentence, before) if one not in made.victims]
        for clause in children(sentence, head, "acl", "relcl"):
            made.places += places_at(document, sentence, roles(sentence, clause).object)


def _opponents(document: Document, made: Incident) -> None:
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


def from_noun(document: Document, match: Match) -> Incident:
    sentence = match.sentence
    made = Incident(match, tokens=set(match.words))
    made.doers = [
        one
        for one in named_before(document, sentence, modifiers(sentence, match.trigger))
        if match.frame.name == "under-fire" or not _is_trigger(made, one)
    ]
    made.doer_heads = match.roles.by("by") or children(sentence, match.trigger, "poss")
    made.doers += [one for one in actors_at(document, sentence, match.roles.by("by") + made.doer_heads) if one not in made.doers]
    named = [one.start for one in made.doers if sentence.start <= one.start < match.token.start]
    made.tokens.update(token.i for token in sentence.tokens_in(min(named, default=match.token.start), match.token.end))
    both = match.role("both")
    if both:
        _oppose(document, made, both)
    made.heads = match.role("what") or [
        head
        for doer in made.doer_heads
        for head in roles(sentence, doer).by("on", "against")
        if "on" in match.frame.roles["what"]
    ]
    _aim(document, made, made.heads)
    lowers = {sentence.tokens[head].lower for head in made.heads}
    if lowers and lowers <= words("ideas"):
        made.signs.add("unreal")
    made.near = places_at(document, sentence, match.roles.by("in", "at", "near", "outside", "inside", "around"))
    for opponent in actors_at(document, sentence, match.role("with")):
        made.victims += [opponent] if opponent not in made.victims else []
    for clause in children(sentence, match.trigger, "acl", "relcl"):
        _learn_from_clause(document, made, clause)
    _learn_from_governor(document, made)
    return made


def _oppose(document: Document, made: Incident, heads: list[int]) -> None:
    """Both sides of "clashes between A and B"."""
    for head in heads:
        first, last = noun_phrase(made.sentence, head)
        inside = within(document.actors, made.sentence.tokens[first].start, made.sentence.tokens[last - 1].end)
        several = len(heads) == 1 and len({mention.actor for mention in inside}) > 1  # the parse made one phrase of "A and B"
        for mention in inside if several else actors_at(document, made.sentence, [head]):
            target = made.victims if made.doers else made.doers
            if mention not in made.doers and mention not in made.victims:
                target.append(mention)
    made.doer_heads += heads
    _extend(made, heads)


def _aim(document: Document, made: Incident, heads: list[int], *, shown: bool = True) -> None:
    """What was hit: actors on the other side, places, or neither; `shown`: its words belong to the anchor."""
    for mention in actors_at(document, made.sentence, heads):
        if mention not in made.victims and mention not in made.doers and not _is_trigger(made, mention):
            made.victims.append(mention)
    made.places += [place for place in places_at(document, made.sentence, heads) if place not in made.places]
    if shown:
        _extend(made, heads)


def _is_trigger(made: Incident, mention: ActorMention) -> bool:
    """Whether a mention is the action itself or what does such actions ("suicide bombers")."""
    tokens = made.sentence.tokens
    return (mention.start < made.match.token.end and tokens[made.match.words[0]].start < mention.end) or (
        mention.text.casefold().split()[-1] in words("never_victims")
    )


def _extend(made: Incident, heads: Iterable[int]) -> None:
    for head in heads:
        if abs(head - made.trigger) > _FAR:
            continue
        first, _ = noun_phrase(made.sentence, head)
        made.tokens.update((first, phrase_end(made.sentence, head) - 1))


def _none(sentence: Sentence, heads: Iterable[int]) -> bool:
    """Whether "no" stands before one of the nouns: "no ship was hit"."""
    return any(sentence.tokens[child].lower == "no" for head in heads for child in sentence.tokens[head].children)


def _is_unreal(sentence: Sentence, verb: int) -> bool:
    """Whether a verb tells what may or should be, not what was: "would attack", "threatened to block", "if they attack"."""
    tokens = sentence.tokens
    for _ in range(3):
        token = tokens[verb]
        if any(tokens[child].lower in words("modals") for child in children(sentence, verb, "aux", "mark")):
            return True
        if any(
            tokens[child].lower in ("before", "until", "whenever") for child in children(sentence, verb, "mark", "advmod")
        ) and (token.tag in ("VB", "VBP", "VBZ")):
            return True
        if token.dep == "pcomp" and tokens[tokens[token.head].head].lower in words("unreal", "minded"):
            return True
        if token.head in (verb, -1) or token.dep not in ("xcomp", "ccomp", "conj", "advcl", "acl"):
            return False
        above = tokens[token.head]
        if (
            token.dep != "conj"
            and token.tag == "VB"
            and (above.lemma in words("unreal", "verbs") or above.lower in words("unreal", "nouns"))
        ):
            return True
        verb = token.head
    return False


def governor(sentence: Sentence, i: int) -> tuple[int, str] | None:
    """What an action noun hangs on, and how: (verb, "subject" | "passive" | "object" | a preposition), or (noun, "noun")."""
    tokens = sentence.tokens
    for _ in range(6):
        token = tokens[i]
        if token.head in (i, -1):
            return None
        above = tokens[token.head]
        if token.dep in ("conj", "compound", "appos", "nmod") and not above.tag.startswith("VB"):
            i = above.i
            continue
        if token.dep == "pobj":
            outer = tokens[above.head] if above.head not in (above.i, -1) else above
            if above.lower == "of" and outer.tag.startswith("N") and outer.lower in word_set("measures"):
                i = outer.i
                continue
            return (outer.i, above.lower) if outer.tag.startswith("VB") else (outer.i, "noun")
        if token.dep in ("nsubj", "nsubjpass"):
            return above.i, "passive" if token.dep == "nsubjpass" or is_passive(sentence, above.i) else "subject"
        if token.dep in ("dobj", "attr", "oprd"):
            return above.i, "object"
        return None
    return None


def _learn_from_governor(document: Document, made: Incident) -> None:
    found = governor(made.sentence, made.trigger)
    if found is None:
        return
    verb, how = found
    token = made.sentence.tokens[verb]
    if how == "noun":
        if token.lower in words("unreal", "nouns"):
            made.signs.add("unreal")
        return
    parts = roles(made.sentence, verb)
    made.near = made.near or places_at(document, made.sentence, parts.by("in", "at", "near", "outside", "inside", "around"))
    if (token.lemma in words("unreal", "verbs") and how != "subject") or _is_unreal(made.sentence, verb):
        made.signs.add("unreal")
        return
    if how == "subject":
        _as_subject(document, made, verb, parts)
    elif how in ("object", "passive"):
        _as_object(document, made, verb, parts, how)
    elif how in INSIDE:
        _as_setting(document, made, verb, parts, how)
    elif how in _FOLLOWED:
        _as_prelude(document, made, parts)


def _as_subject(document: Document, made: Incident, verb: int, parts: Roles) -> None:
    lemma = made.sentence.tokens[verb].lemma
    if lemma in lemma_set("strikes") and (parts.object or parts.preps):
        made.signs.add("strikes")
        aims = [head for head in parts.object if head != made.trigger] or parts.by(*_AIMS)
        made.heads += aims
        _aim(document, made, aims)
        made.tokens.add(verb)
    if lemma in lemma_set("happens"):
        made.signs.add("happens")
        _between(document, made, parts)
    made.signs.add("acts")


def _between(document: Document, made: Incident, parts: Roles) -> None:
    """ "Fighting broke out between A and B": the parse may hang "between" on the verb."""
    both = parts.by("between") if "both" in made.match.frame.roles else []
    if both:
        _oppose(document, made, both)


def _as_object(document: Document, made: Incident, verb: int, parts: Roles, how: str) -> None:
    token = made.sentence.tokens[verb]
    if token.lemma in lemma_set("failed"):
        made.signs.add("failed")
    elif token.lemma in lemma_set("does"):
        made.signs.add("does")
        made.tokens.add(verb)
        heads = parts.subject
        made.doer_heads += heads
        made.doers += [one for one in doers_at(document, made.sentence, heads, verb) if one not in made.doers]
        made.doers += [one for one in unnamed_at(document, made.sentence, heads) if not made.doers]
        aims = parts.by("on", "against", "at", "upon") if not made.heads else []
        made.heads += aims
        _aim(document, made, aims)
        if not made.heads:
            made.places += [one for one in places_at(document, made.sentence, parts.by("in", "near")) if one not in made.places]
    elif how in ("object", "passive") and _wards_off(made.sentence, verb):
        made.told_by = verb
        _suffer(document, made, verb, parts)
    elif how == "object" and (
        token.lemma in lemma_set("suffers") or (token.lemma in ("hit", "strike") and made.match.frame.name == "bomb")
    ):
        _suffer(document, made, verb, parts)
    elif token.lemma in lemma_set("reports"):
        made.signs.add("happens")
    else:
        made.signs.add("talk")


def _wards_off(sentence: Sentence, verb: int) -> bool:
    """Whether a verb tells of an attack beaten: "repelled", "beat back", "fended off"."""
    lemma = sentence.tokens[verb].lemma
    return lemma in ("repel", "repulse", "thwart", "foil") or (
        lemma in ("beat", "drive", "push", "fend", "ward", "fight", "hold", "throw", "force", "turn")
        and bool(particles(sentence, verb) & {"back", "off", "away"})
    )


def _suffer(document: Document, made: Incident, verb: int, parts: Roles) -> None:
    """The verb's subject is whom it was done to: "the convoy came under fire", "their vehicle struck a mine"."""
    made.signs.add("suffers")
    made.heads += parts.subject
    _aim(document, made, parts.subject)
    made.victims += [one for one in doers_at(document, made.sentence, parts.subject, verb) if one not in made.victims]


def _as_setting(document: Document, made: Incident, verb: int, parts: Roles, how: str) -> None:
    token = made.sentence.tokens[verb]
    if (token.lemma, how) in (("come", "under"), ("fall", "into")):
        _suffer(document, made, verb, parts)
    elif token.lemma in lemma_set("harmed"):
        made.signs.add("harmed")
        suffered = token.lemma == "lose"
        harmed = (parts.object if not suffered else []) or ([] if parts.passive else parts.subject)
        harmed = _meant_by_another(made.sentence, verb, harmed)
        made.heads += harmed
        if made.give.get("mutual") and made.victims and not made.doers:
            mine = {mention.actor for mention in made.victims}
            made.doers += [one for one in actors_at(document, made.sentence, harmed) if one.actor not in mine]
        _aim(document, made, harmed, shown=False)
        if made.give.get("mutual"):
            _opponents(document, made)
        doers = [] if suffered or not parts.object else [head for head in parts.subject if head != made.trigger]
        made.doer_heads += doers
        made.doers += [one for one in actors_at(document, made.sentence, doers) if one not in made.doers]
    elif token.lemma in ("respond", "retaliate", "continue", "engage", "participate"):
        made.doers += [one for one in actors_at(document, made.sentence, parts.subject) if one not in made.doers]


def _as_prelude(document: Document, made: Incident, parts: Roles) -> None:
    """ "A seized the town after days of fighting with B": it happened, and A was in it where only B is named."""
    if not made.give.get("mutual"):
        return
    if made.victims:
        made.signs.add("happens")
    if made.victims and not made.doers:
        mine = {mention.actor for mention in made.victims}
        made.doers = [one for one in actors_at(document, made.sentence, parts.subject) if one.actor not in mine]


def _meant_by_another(sentence: Sentence, verb: int, heads: list[int]) -> list[int]:
    """With the people counted on: "two soldiers were killed and another was wounded in"."""
    tokens = sentence.tokens
    if any(tokens[head].lower in ("another", "others", "other", "one") for head in heads) and tokens[verb].dep == "conj":
        above = roles(sentence, tokens[verb].head)
        return heads + [head for head in above.object or above.subject if head not in heads]
    return heads


def _learn_from_clause(document: Document, made: Incident, clause: int) -> None:
    """ "airstrikes targeting Aleppo", "an attack that killed 5", "strikes carried out by Russia"."""
    sentence = made.sentence
    token = sentence.tokens[clause]
    parts = roles(sentence, clause)
    if token.lemma in lemma_set("strikes") and not parts.passive:
        made.signs.add("strikes")
        aims = [head for head in parts.object if head != made.trigger]
        made.heads += aims
        _aim(document, made, aims)
        made.tokens.add(clause)
    elif token.lemma in lemma_set("happens") or (token.lemma in lemma_set("harmed") and parts.by("in", "during")):
        made.signs.add("happens")
    elif token.lemma in lemma_set("does"):
        made.signs.add("does")
        doers = [head for head in (parts.subject if not parts.passive else parts.by("by")) if head != made.trigger]
        made.doer_heads += doers
        made.doers += [one for one in actors_at(document, sentence, doers) if one not in made.doers]
