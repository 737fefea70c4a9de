"""Incidents: the actions that one sentence speaks of, each with its doers, its victims and targets, its place.

An action noun takes its parts from the verb that governs it ("launched airstrikes on", "were killed in clashes", "airstrikes hit");
a verb that only says what an action noun did belongs to that noun's incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from marsad.model import ActorMention, Anchor, PlaceMention
from marsad.reading.casting import actors_at, doers_at, lemma_set, named_before, phrase_end, places_at, word_set
from marsad.reading.document import Document, Sentence, Token
from marsad.reading.frames import Frames, Match, frames_of, modifiers
from marsad.reading.language import table
from marsad.reading.syntax import Roles, ancestors, children, is_negated, is_passive, noun_phrase, roles

_LONG = 6
"""Tokens between two parts of an incident beyond which they make no one anchor."""
_INSIDE = {"into", "in", "by", "with", "through", "from", "during", "under", "via", "using"}


@dataclass(slots=True, eq=False)
class Incident:
    """One action of one sentence, in the making; `near` where it was, `heads` the tokens of what was hit, `sorts` what its words say of its scene."""

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


def incidents_of(document: Document, sentence: Sentence, *, air: bool = False) -> list[Incident]:
    """The incidents of a parsed sentence, nouns with what their verbs say of them, in text order.

    `air`: the report speaks of aircraft, so that its bare "strikes" and "raids" come from them.
    """
    matches = frames().find(sentence)
    nouns = {match.trigger: _from_noun(document, match) for match in matches if not match.verbal}
    found = list(nouns.values())
    for match in matches:
        if match.verbal:
            made = _from_verb(document, match)
            owner = _owner(made, nouns, found)
            if owner is None:
                found.append(made)
            elif owner is not made:
                _join(owner, made)
    found = _one_setting(found)
    for incident in found:
        _judge_scene(document, incident, air=air)
    return sorted(_without_shadows(found), key=lambda incident: incident.trigger)


def _without_shadows(found: list[Incident]) -> list[Incident]:
    """Without the nouns that another incident of the sentence is about: the bomb defused, the protest that was fired at."""
    stopped = {incident.trigger for incident in found if incident.give["family"] == "disrupted"}
    crowded = any("protest" in incident.sorts and incident.give["family"] != "protest" for incident in found)
    kept: list[Incident] = []
    for incident in sorted(found, key=lambda one: -one.rank):
        link = None if incident.match.verbal else governor(incident.sentence, incident.trigger)
        if link is not None and link[0] in stopped and link[1] in ("object", "passive", "subject"):
            continue
        if "doer_crowd" in incident.sorts and any("doer_crowd" in other.sorts for other in kept):
            continue
        if incident.give["family"] == "protest" and any(other.give["family"] == "protest" for other in kept):
            continue
        if crowded and incident.give["family"] == "protest" and not incident.match.verbal:
            continue
        kept.append(incident)
    return kept


def _from_verb(document: Document, match: Match) -> Incident:
    sentence = match.sentence
    made = Incident(match, tokens=set(match.words))
    made.doer_heads = match.role("who")
    made.doers = doers_at(document, sentence, made.doer_heads, match.trigger)
    made.heads = [head for head in match.role("what") if head not in made.doer_heads]
    _aim(document, made, made.heads)
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
    return made


def _from_noun(document: Document, match: Match) -> Incident:
    sentence = match.sentence
    made = Incident(match, tokens=set(match.words))
    made.doers = named_before(document, sentence, modifiers(sentence, match.trigger))
    made.doer_heads = match.role("by") or children(sentence, match.trigger, "poss")
    made.doers += [one for one in actors_at(document, sentence, match.roles.by("by") + made.doer_heads) if one not in made.doers]
    first, _ = noun_phrase(sentence, match.trigger, of=False)
    made.tokens.update(range(first if made.doers else min(match.words), match.trigger + 1))
    both = match.role("both")
    if both:
        _oppose(document, made, both)
    made.heads = match.role("what") or [
        head for doer in made.doer_heads for head in roles(sentence, doer).by("on", "against") if "on" in match.frame.roles["what"]]
    _aim(document, made, made.heads)
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
        for mention in actors_at(document, made.sentence, [head]):
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
    return mention.start < made.match.token.end and tokens[made.match.words[0]].start < mention.end or (
        mention.text.casefold().split()[-1] in words("never_victims"))


def _extend(made: Incident, heads: Iterable[int]) -> None:
    for head in heads:
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
        if token.head in (verb, -1) or token.dep not in ("xcomp", "ccomp", "conj", "advcl", "acl"):
            return False
        above = tokens[token.head]
        if token.dep != "conj" and token.tag == "VB" and (above.lemma in words("unreal", "verbs") or above.lower in words("unreal", "nouns")):
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
    elif how in _INSIDE:
        _as_setting(document, made, verb, parts, how)


def _as_subject(document: Document, made: Incident, verb: int, parts: Roles) -> None:
    lemma = made.sentence.tokens[verb].lemma
    if lemma in lemma_set("strikes") and (parts.object or parts.preps):
        made.signs.add("strikes")
        aims = [head for head in parts.object if head != made.trigger] or parts.by("near", "on", "in", "at", "into")
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
        aims = parts.by("on", "against", "at", "upon") if not made.heads else []
        made.heads += aims
        _aim(document, made, aims)
        if not made.heads:
            made.places += [one for one in places_at(document, made.sentence, parts.by("in", "near")) if one not in made.places]
    elif how == "object" and (token.lemma in lemma_set("suffers") or (token.lemma in ("hit", "strike") and made.match.frame.name == "bomb")):
        made.signs.add("suffers")
        made.heads += parts.subject
        _aim(document, made, parts.subject)
    elif token.lemma in lemma_set("reports"):
        made.signs.add("happens")
    else:
        made.signs.add("talk")


def _as_setting(document: Document, made: Incident, verb: int, parts: Roles, how: str) -> None:
    token = made.sentence.tokens[verb]
    if (token.lemma, how) in (("come", "under"), ("fall", "into")):
        made.signs.add("suffers")
        made.heads += parts.subject
        _aim(document, made, parts.subject)
    elif token.lemma in lemma_set("harmed"):
        made.signs.add("harmed")
        suffered = token.lemma == "lose"
        harmed = (parts.object if not suffered else []) or ([] if parts.passive else parts.subject)
        made.heads += harmed
        _aim(document, made, harmed, shown=False)
        doers = [] if suffered or not parts.object else [head for head in parts.subject if head != made.trigger]
        made.doer_heads += doers
        made.doers += [one for one in actors_at(document, made.sentence, doers) if one not in made.doers]
    elif token.lemma in ("respond", "retaliate", "continue", "engage", "participate"):
        made.doers += [one for one in actors_at(document, made.sentence, parts.subject) if one not in made.doers]


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
    elif token.lemma in lemma_set("happens"):
        made.signs.add("happens")
    elif token.lemma in lemma_set("does"):
        made.signs.add("does")
        doers = [head for head in (parts.subject if not parts.passive else parts.by("by")) if head != made.trigger]
        made.doer_heads += doers
        made.doers += [one for one in actors_at(document, sentence, doers) if one not in made.doers]


def _owner(made: Incident, nouns: dict[int, Incident], found: list[Incident]) -> Incident | None:
    """The incident that a verb's incident belongs to: the action noun it says more of, or a fuller one of the same clause."""
    family = made.give["family"]
    for head in made.doer_heads:
        if head in nouns and nouns[head].give["family"] in (family, "violence"):
            return nouns[head]
    for noun in nouns.values():
        link = governor(made.sentence, noun.trigger)
        related = link is not None and link[0] == made.trigger and (link[1] in _INSIDE or link[1] in ("object", "subject"))
        if related and noun.give["family"] == family:
            return noun
    if made.match.frame.name != "killing":
        return None
    above = set(ancestors(made.sentence, made.trigger))
    for other in found:
        if other.match.verbal and other.trigger in above and made.match.token.tag == "VBG":
            made.doers, made.doer_heads = [], []
            return other
    for other in found:
        if other.give["family"] == "violence" and {d.actor for d in other.doers} & {d.actor for d in made.doers}:
            return other
    return None


def _join(owner: Incident, made: Incident) -> None:
    """A verb's parts go to the noun's incident; the more telling frame stays."""
    for name in ("doers", "victims", "places", "near", "heads", "doer_heads"):
        mine = getattr(owner, name)
        mine += [one for one in getattr(made, name) if one not in mine]
    owner.victims = [one for one in owner.victims if one not in owner.doers]
    owner.heads = [head for head in owner.heads if head not in owner.match.words]
    if min(made.tokens) - max(owner.tokens) < _LONG and min(owner.tokens) - max(made.tokens) < _LONG:
        owner.tokens |= made.tokens
    owner.signs |= made.signs | {"does"}
    if not owner.match.verbal and made.rank > owner.rank and made.give["family"] == owner.give["family"]:
        owner.match = made.match


def _one_setting(found: list[Incident]) -> list[Incident]:
    """Nouns that one verb names together as its means are one incident: "hit the town with rockets and shells"."""
    kept: list[Incident] = []
    for incident in found:
        link = None if incident.match.verbal else governor(incident.sentence, incident.trigger)
        twin = next((one for one in kept if not one.match.verbal and link is not None and link[1] in ("with", "by", "in", "using")
                     and incident.give["family"] == one.give["family"] and governor(one.sentence, one.trigger) == link), None)
        if twin is None:
            kept.append(incident)
        else:
            more, less = (twin, incident) if twin.rank >= incident.rank else (incident, twin)
            _join(more, less)
            kept[kept.index(twin)] = more
    return kept


def _judge_scene(document: Document, incident: Incident, *, air: bool) -> None:
    """Name the sorts of people and things that an incident's words speak of."""
    sentence = incident.sentence
    for head in incident.heads:
        first, last = noun_phrase(sentence, head)
        lowers = {token.lower for token in sentence.tokens[first:last]}
        own = sentence.tokens[head].lower
        for sort, name in (("civil", "civilians"), ("armed", "armed"), ("military_site", "military_sites"), ("civil_site", "civil_sites")):
            if own in word_set(name):
                incident.sorts.add("civil_site" if sort == "military_site" and lowers & words("humane") else sort)
        if lowers & word_set("protesters"):
            incident.sorts.add("protest")
        if own in words("manned"):
            incident.sorts.add("manned")
        if lowers & {"military", "army", "police", "security", "regime", "government"} and "civil" not in incident.sorts:
            incident.sorts.add("armed" if own in word_set("armed") else "military_site")
    doers = {token.lower for head in incident.doer_heads for token in _phrase(sentence, head)}
    if doers & word_set("protesters"):
        incident.sorts.update(("protest", "doer_crowd"))
    if doers & words("mob"):
        incident.sorts.add("doer_mob")
    if doers & words("doer_words"):
        incident.signs.add("doer")
    lowers = {token.lower for token in sentence.tokens}
    own_words = _phrase(sentence, incident.trigger)
    counted = any(word.lower == "than" for word in own_words)
    if not incident.match.verbal and not counted and any(word.lower in words("unreal", "adjectives") for word in own_words):
        incident.signs.add("unreal")
    bare = incident.match.frame.name == "attack" and not incident.match.verbal and _from_above(incident, air=air)
    if (doers & words("manned") and incident.match.frame.name in words("from_air")) or bare:
        incident.match.frame = frames().named["airstrike"]
    if lowers & _plural("air"):
        incident.sorts.add("air")
    if {sentence.tokens[head].lower for head in incident.heads} & (word_set("property") | word_set("civil_sites")):
        incident.sorts.add("property")


def _from_above(incident: Incident, *, air: bool) -> bool:
    """Whether bare "strikes" or "raids" are air strikes: a state's strikes are, and those of a report that speaks of aircraft."""
    kinds = {mention.actor.kind for mention in incident.doers}
    if not kinds <= {"state", "military", "government", "international", "unknown"}:
        return False
    word = incident.match.token.lower
    ground = {"forces", "troops", "soldiers", "police", "units", "army"}
    if any(ground & set(mention.text.casefold().split()) for mention in incident.doers):
        return False
    return (word in ("strike", "strikes") and (air or bool(kinds - {"unknown"}))) or (air and word == "raids")


def _phrase(sentence: Sentence, head: int) -> list[Token]:
    first, last = noun_phrase(sentence, head, of=False)
    return sentence.tokens[first:last]


@lru_cache(maxsize=16)
def _plural(name: str) -> frozenset[str]:
    return frozenset(form for word in words(name) for form in (word, word + "s"))
