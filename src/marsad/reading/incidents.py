"""Incidents: the actions that one sentence speaks of, each with its doers, its victims and targets, its place.

An action noun takes its parts from the verb that governs it ("launched airstrikes on", "were killed in clashes",
"airstrikes hit"); a verb that only says what an action noun did belongs to that noun's incident.
"""

from __future__ import annotations

from marsad.model import ActorMention
from marsad.reading.casting import actors_at, doers_at, lemma_set, named_before, places_at, unnamed_at
from marsad.reading.document import Document, Sentence
from marsad.reading.frames import Match, modifiers
from marsad.reading.governing import (
    be_scene,
    governor,
    is_criticism,
    is_day,
    is_swapped,
    is_told_hit,
    lasted,
    lays,
    meant_by_another,
    takes_part,
    wards_off,
)
from marsad.reading.incident import Incident, frames, words
from marsad.reading.language import word_lists
from marsad.reading.opponents import accused_of, add_attempted, add_both, add_opponents, both_of, divide, extend, oppose
from marsad.reading.ruling import rulers
from marsad.reading.syntax import Roles, children, is_negated, roles
from marsad.reading.targets import (
    aim,
    aim_at_named,
    aim_at_village,
    is_brought_down,
    is_into_air,
    is_post,
    is_trigger,
    sites_at,
    told_of,
)
from marsad.reading.unreal import is_cause, is_charge, is_none, is_struggle, is_unreal

INSIDE = frozenset({"into", "in", "by", "with", "through", "from", "during", "under", "via", "using"})
"""Prepositions that make a noun of action the setting or means of a verb."""

_FOLLOWED = frozenset({"after", "following", "amid"})
_SHARING = frozenset({"fighting", "clashes", "shelling", "bombing", "killing"})
"""Deeds that stand beside what another deed was done to."""
_SITING = ("in", "at", "near", "off", "outside", "inside", "around")
_AIMS = ("near", "on", "in", "at", "into", "inside", "among", "between", "outside", "through", "across", "amid", "around", "over")


def from_verb(document: Document, match: Match) -> Incident:
    sentence = match.sentence
    made = Incident(match, tokens=set(match.words))
    made.doer_heads = match.role("who")
    made.doers = doers_at(document, sentence, made.doer_heads, match.trigger)
    made.doers += [one for one in unnamed_at(document, sentence, made.doer_heads) if not made.doers]
    if match.token.lemma in ("hit", "strike") and all(is_post(sentence, head) for head in made.doer_heads):
        made.doers, made.doer_heads = [], []  # "a bomb meant for a rebel position hit a camp", read as the position
    if match.frame.name in words("flown_deeds") and _is_craft_again(document, made):
        made.doers = []  # "A jet bombed the market. It dropped two bombs"
    made.doers = made.doers or accused_of(document, match) or rulers(made)
    made.heads = [head for head in match.role("what") if head not in made.doer_heads] or told_of(match)
    if match.frame.name == "repelled":
        add_attempted(document, made)
    if is_brought_down(made):  # a headline's "Army helicopter shot down in X"
        made.heads, made.doer_heads, made.doers = made.doer_heads, [], []
    if match.frame.name == "bomb" and match.token.lemma in words("over_mines"):  # "a bus drove over a mine"
        made.heads, made.doer_heads, made.doers = made.doer_heads, [], []
        made.signs.add("suffers")
    aim(document, made, made.heads)
    add_opponents(document, made)
    extend(made, [head for head in match.roles.object if head > match.trigger][:1])
    made.near = sites_at(document, sentence, match.roles.by(*_SITING))
    own = [i for i in (*match.words, *made.heads) if sentence.tokens[i].dep in ("dobj", "nsubjpass", "conj")]
    if not (made.near or made.places):  # "held talks in X", "recovered arms and ammunition in X"
        made.near = sites_at(document, sentence, [one for i in own for one in roles(sentence, i).by(*_SITING)])
    if not made.near and made.give["family"] in words("ruled"):  # "closed the X crossing", "lifted the siege of X"
        made.near = sites_at(document, sentence, own)
    for clause in (one for word in match.words for one in children(sentence, word, "relcl") if word > match.trigger):
        _learn_from_clause(document, made, clause)  # "had planted the bomb that killed a general"
    if (match.token.lemma == "hang" and not match.roles.passive and not made.heads) or is_into_air(made):
        made.signs.add("unreal")  # "the truce was hanging by a thread"
    aim_at_village(document, made)
    aim_at_named(document, made)
    if is_negated(sentence, match.trigger) or is_none(sentence, made.doer_heads + made.heads):
        made.signs.add("failed")
    if is_unreal(sentence, match.trigger) or is_charge(sentence, match.token):
        made.signs.add("irrealis")
    if match.roles.passive or made.heads:
        made.signs.add("harmed")
    lowers = {sentence.tokens[head].lower for head in made.heads}
    if lowers and lowers <= words("abstract"):
        made.signs.add("unreal")
    if match.frame.name == "clash" and (is_cause(sentence, match) or is_struggle(made)):
        made.signs.add("unreal")
    if made.doer_heads:
        made.signs.add("acts")
    above = sentence.tokens[match.token.head]
    purpose = match.token.tag == "VB" and match.token.dep in ("advcl", "xcomp")
    if made.give["family"] == "protest" and purpose and above.tag in ("VBD", "VBN"):
        made.told_by = above.i
    return made


def _is_craft_again(document: Document, made: Incident) -> bool:
    """Whether "it" is the aircraft that the sentence before told of."""
    tokens, index = made.sentence.tokens, made.sentence.index
    alone = bool(made.doer_heads) and all(tokens[head].lower in ("it", "they") for head in made.doer_heads)
    before = document.sentences[index - 1].lowers if alone and index else frozenset[str]()
    return not before.isdisjoint(words("manned") | words("drones"))


def from_noun(document: Document, match: Match) -> Incident:
    sentence = match.sentence
    made = Incident(match, tokens=set(match.words))
    made.doers = [
        one
        for one in named_before(document, sentence, _shared_modifiers(sentence, match))
        if match.frame.name == "under-fire" or not is_trigger(made, one)
    ]
    made.doer_heads = match.roles.by("by") or children(sentence, match.trigger, "poss")
    made.doers += [one for one in actors_at(document, sentence, match.roles.by("by") + made.doer_heads) if one not in made.doers]
    made.doers += [one for one in actors_at(document, sentence, match.roles.by("from")) if _is_shooter(one) and not made.doers]
    with_it = sentence.tokens[match.token.head].lower == "with"  # "accused the army of hitting it with its artillery"
    if not made.doers and not with_it and match.frame.name not in words("of_whom"):  # "in its offensive against"
        own = [head for head in made.doer_heads if sentence.tokens[head].lower in ("its", "their", "whose")]
        made.doers = doers_at(document, sentence, own, match.trigger)
    made.doers += [one for one in unnamed_at(document, sentence, made.doer_heads) if not made.doers]  # "by outlaw groups"
    named = [one.start for one in made.doers if sentence.start <= one.start < match.token.start]
    made.tokens.update(token.i for token in sentence.tokens_in(min(named, default=match.token.start), match.token.end))
    both = match.role("both")
    if both:
        oppose(document, made, both)
    flown = [head for head in match.roles.by("of") if sentence.tokens[head].lower in words("attackers")]
    made.doer_heads += flown  # "the air strikes of Russian warplanes"
    made.doers += [one for one in actors_at(document, sentence, flown) if one not in made.doers]
    made.heads = [head for head in match.role("what") if head not in flown] or [
        head
        for doer in made.doer_heads
        for head in roles(sentence, doer).by("on", "against")
        if "on" in match.frame.roles["what"]
    ]
    made.heads = [head for head in made.heads if not (_is_beside(sentence, head) or is_day(sentence, head))]
    aim(document, made, made.heads)
    lowers = {sentence.tokens[head].lower for head in made.heads}
    if lowers and lowers <= word_lists("events", "ideas", "abstract"):
        made.signs.add("unreal")
    made.near = sites_at(document, sentence, match.roles.by(*_SITING))
    for opponent in actors_at(document, sentence, match.role("with")):
        made.victims += [opponent] if opponent not in made.victims else []
    for clause in children(sentence, match.trigger, "acl", "relcl"):
        _learn_from_clause(document, made, clause)
    _learn_from_governor(document, made)
    return made


def _is_beside(sentence: Sentence, head: int) -> bool:
    """Whether what was hit is another deed, told beside: "condemned the attack on the fishermen and the violence in X"."""
    token = sentence.tokens[head]
    return token.dep == "conj" and (token.lower in words("vaguest") or token.lower in _SHARING)


def _shared_modifiers(sentence: Sentence, match: Match) -> list[int]:
    """The words before a noun of action, or before the one it is joined to: "Russian drones and missiles"."""
    found = modifiers(sentence, match.trigger)
    above = sentence.tokens[match.token.head]
    joined = match.token.dep == "conj" and above.tag.startswith("NN") and above.i == match.trigger - 2
    return found or (modifiers(sentence, above.i) if joined else [])


def _is_shooter(mention: ActorMention) -> bool:
    """Whether what fire comes "from" is who fired it, and no country that it came out of."""
    return mention.actor.kind in ("rebel", "militia", "military", "police", "government")


def _learn_from_governor(document: Document, made: Incident) -> None:
    found = governor(made.sentence, made.trigger)
    if found is None:
        return
    verb, how = found
    token = made.sentence.tokens[verb]
    if token.lemma in words("answers") and how in ("for", "to"):
        made.signs.add("answered")
    if how == "noun":
        if token.lower in words("unreal", "nouns"):
            made.signs.add("unreal")
        elif token.lower in words("scenes") and made.give.get("mutual"):
            be_scene(document, made, token)
        elif token.lower in words("left_by") and made.give["needs"] == "harm":
            made.signs.add("happens")
        elif token.lower in words("answers"):
            made.signs.add("answered")
        return
    parts = roles(made.sentence, verb)
    made.near = made.near or places_at(document, made.sentence, parts.by(*_SITING))
    made.near = made.near or places_at(
        document, made.sentence, [i for i in parts.by("on") if made.sentence.tokens[i].lower in words("spots")]
    )
    if token.lemma in words("ends") and lasted(made):
        made.signs.add("happens")
        return
    if (token.lemma in words("unreal", "verbs") and how != "subject") or is_unreal(made.sentence, verb):
        made.signs.add("unreal")
        return
    if how == "subject":
        _as_subject(document, made, verb, parts)
    elif how in ("object", "passive"):
        _as_object(document, made, verb, parts, how)
    elif how in INSIDE:
        _as_setting(document, made, verb, parts, how)
    elif how in _FOLLOWED:
        _as_prelude(document, made, verb, parts)


def _as_subject(document: Document, made: Incident, verb: int, parts: Roles) -> None:
    lemma = made.sentence.tokens[verb].lemma
    if lemma in words("answers"):
        made.signs.add("answered")  # "Israeli artillery responded": that is not what it answered
    struck = lemma in lemma_set("strikes") or (lemma == "put" and "out" in parts.preps)  # "put the hospital out of service"
    if struck and (parts.object or parts.preps):
        made.signs.add("strikes")
        aims = [head for head in parts.object if head != made.trigger] or parts.by(*_AIMS)
        made.heads += aims
        aim(document, made, aims)
        made.tokens.add(verb)
        if made.give.get("mutual"):
            divide(made)
    if lemma in lemma_set("happens"):
        made.signs.add("happens")
        add_both(document, made, parts)
    if lemma in words("pits"):
        _pit(document, made, parts)
    above = made.sentence.tokens[made.sentence.tokens[verb].head]
    beside = made.sentence.tokens[verb].dep == "advcl" and made.give.get("mutual") and made.victims and not made.doers
    if beside and above.i != verb:  # "A dropped supplies on X as fighting with B raged"
        mine = {mention.actor for mention in made.victims}
        acting = actors_at(document, made.sentence, roles(made.sentence, above.i).subject)
        made.doers = [one for one in acting if _is_shooter(one) and one.actor not in mine]
    made.signs.add("acts")


def _pit(document: Document, made: Incident, parts: Roles) -> None:
    """ "The fighting pitted A against B", "clashes pitting A against B"."""
    made.signs.add("happens")
    oppose(document, made, [head for head in parts.object if head != made.trigger] + parts.by("against"))


def _as_object(document: Document, made: Incident, verb: int, parts: Roles, how: str) -> None:
    token = made.sentence.tokens[verb]
    if token.lemma in lemma_set("failed"):
        made.signs.add("failed")
    elif lays(made, token):  # "laid the mine that killed two"
        made.doer_heads += parts.subject
        made.doers += [one for one in doers_at(document, made.sentence, parts.subject, verb) if one not in made.doers]
    elif is_swapped(made, token):
        made.signs.add("does")
        made.tokens.add(verb)
        oppose(document, made, both_of(made.sentence, parts.subject) + parts.by("with"))
    elif token.lemma in lemma_set("does"):
        made.signs.add("does")
        made.tokens.add(verb)
        heads = parts.subject
        made.doer_heads += heads
        made.doers += [one for one in doers_at(document, made.sentence, heads, verb) if one not in made.doers]
        made.doers += [one for one in unnamed_at(document, made.sentence, heads) if not made.doers]
        aims = [one for one in parts.by("on", "against", "at", "upon") if not made.heads and not is_day(made.sentence, one)]
        made.heads += aims
        aim(document, made, aims)
        if not made.heads:
            made.places += [one for one in places_at(document, made.sentence, parts.by("in", "near")) if one not in made.places]
    elif how in ("object", "passive") and wards_off(made.sentence, verb):
        made.told_by = verb
        _suffer(document, made, verb, parts)
    elif how == "object" and (
        token.lemma in lemma_set("suffers")
        or (token.lemma in ("hit", "strike") and made.match.frame.name in ("bomb", "explosion"))
    ):
        _suffer(document, made, verb, parts)
    elif token.lemma in lemma_set("reports"):
        made.signs.add("happens")
        add_both(document, made, parts)
        if token.lemma in words("witnessed") and not made.near:  # "X saw some of the fiercest fighting"
            made.near = sites_at(document, made.sentence, parts.subject)
    else:
        made.signs.add("talk")
    if how == "object" and (made.told_by == verb or "talk" in made.signs):  # "repelled an assault by X": hung on the verb
        made.doers += [one for one in actors_at(document, made.sentence, parts.by("by")) if one not in made.doers]


def _suffer(document: Document, made: Incident, verb: int, parts: Roles) -> None:
    """The verb's subject is whom it was done to: "the convoy came under fire", "their vehicle struck a mine"."""
    made.signs.add("suffers")
    made.heads += parts.subject
    aim(document, made, parts.subject)
    made.victims += [one for one in doers_at(document, made.sentence, parts.subject, verb) if one not in made.victims]


def _as_setting(document: Document, made: Incident, verb: int, parts: Roles, how: str) -> None:
    token = made.sentence.tokens[verb]
    if (token.lemma, how) == ("come", "under") and is_criticism(document, made, parts):
        made.signs.add("unreal")
    elif (token.lemma, how) in (("come", "under"), ("fall", "into")):
        _suffer(document, made, verb, parts)
        shooters = actors_at(document, made.sentence, parts.by("from"))
        made.doers += [one for one in shooters if _is_shooter(one) and not made.doers]
    elif how == "by" and made.match.frame.name == "missile" and is_told_hit(token, parts):
        made.signs.add("strikes")  # "a ship was damaged by a missile"
        made.heads += parts.object
        aim(document, made, parts.object)
        made.tokens.add(verb)
    elif token.lemma in lemma_set("harmed"):
        made.signs.add("harmed")
        suffered = token.lemma == "lose"
        harmed = (parts.object if not suffered else []) or ([] if parts.passive else parts.subject)
        harmed = meant_by_another(made.sentence, verb, harmed)
        made.heads += harmed
        if made.give.get("mutual") and made.victims and not made.doers:
            mine = {mention.actor for mention in made.victims}
            made.doers += [one for one in actors_at(document, made.sentence, harmed) if one.actor not in mine]
        aim(document, made, harmed, shown=False)
        if (
            made.match.frame.name == "attack" and token.lower not in frames().verbs
        ):  # "In the worst attack, a house was flattened": no other frame tells that
            made.tokens.add(verb)
            extend(made, harmed)
        if made.give.get("mutual"):
            add_opponents(document, made)
            divide(made)
        doers = [] if suffered or not parts.object else [head for head in parts.subject if head != made.trigger]
        made.doer_heads += doers
        made.doers += [one for one in actors_at(document, made.sentence, doers) if one not in made.doers]
    elif token.lemma in ("take", "press") and (how == "with" or takes_part(made.sentence, parts)):
        made.signs.add("does")  # "took part in an attack", "pressed on with an operation"
        made.doers += [one for one in doers_at(document, made.sentence, parts.subject, verb) if one not in made.doers]
    elif token.lemma in ("respond", "retaliate", "reply", "answer", "continue", "engage", "participate"):
        made.signs |= {"does"} if how == "with" else set()
        made.doers += [one for one in doers_at(document, made.sentence, parts.subject, verb) if one not in made.doers]


def _as_prelude(document: Document, made: Incident, verb: int, parts: Roles) -> None:
    """ "A seized the town after days of fighting with B": it happened, and A was in it where only B is named."""
    if not made.give.get("mutual"):
        return
    if not made.victims and not made.doers:  # "captured an army base after four days of fighting"
        mine = {mention.actor for mention in actors_at(document, made.sentence, parts.subject)}
        lost = [one for one in actors_at(document, made.sentence, parts.object + parts.by("from")) if one.actor not in mine]
        made.victims = [one for one in lost if one.actor.kind not in ("civilians", "person", "organisation")] if mine else []
    if not made.victims and not made.doers and lasted(made):  # "captured the base after five days of fighting"
        made.doers = [one for one in doers_at(document, made.sentence, parts.subject, verb) if _is_shooter(one)]
        made.near = made.near or sites_at(document, made.sentence, parts.object)
        made.signs |= {"happens"} if made.doers else set()
    if made.victims:
        made.signs.add("happens")
    if made.victims and not made.doers:
        mine = {mention.actor for mention in made.victims}
        made.doers = [one for one in actors_at(document, made.sentence, parts.subject) if one.actor not in mine]


def _learn_from_clause(document: Document, made: Incident, clause: int) -> None:
    """ "airstrikes targeting Aleppo", "an attack that killed 5", "strikes carried out by Russia"."""
    sentence = made.sentence
    token = sentence.tokens[clause]
    parts = roles(sentence, clause)
    if token.lemma in lemma_set("strikes") and not parts.passive:
        made.signs.add("strikes")
        aims = [head for head in parts.object if head != made.trigger]
        made.heads += aims
        aim(document, made, aims)
        made.tokens.add(clause)
    elif token.lemma in words("plotting") and parts.passive:
        made.signs.add("unreal")  # "foiled an attack plotted by X"
    elif token.lemma in words("laid_at") and parts.passive:  # "an attack attributed to X"
        made.doers += [one for one in actors_at(document, sentence, parts.by("to", "on")) if one not in made.doers]
    elif token.lemma in words("pits") and not parts.passive:
        _pit(document, made, parts)
    elif token.lemma in lemma_set("happens") or (token.lemma in lemma_set("harmed") and parts.by("in", "during")):
        made.signs.add("happens")
        if made.give.get("mutual") and parts.passive and token.lemma in lemma_set("harmed"):  # "in which one bandit fell"
            made.victims += [one for one in actors_at(document, sentence, parts.object) if one not in made.victims]
    elif token.lemma in lemma_set("does"):
        made.signs.add("does")
        doers = [head for head in (parts.subject if not parts.passive else parts.by("by")) if head != made.trigger]
        made.doer_heads += doers
        made.doers += [one for one in actors_at(document, sentence, doers) if one not in made.doers]
        if parts.passive and not made.doers:  # "artillery fired from an army base"
            made.doers = [one for one in actors_at(document, sentence, parts.by("from")) if one.actor.kind == "military"]
        sited = [one for i in (clause, *doers) for one in roles(sentence, i).by("in", "near")]  # "killings carried out by X in Y"
        made.near = made.near or sites_at(document, sentence, sited)
        if parts.passive and not made.heads:  # "a missile fired by X at Y"
            aims = parts.by("at", "on", "against", "into", "towards")
            made.heads += aims
            aim(document, made, aims)
