"""What an incident's words say of the people and things in it, and what that makes of its kind."""

from __future__ import annotations

from functools import lru_cache

from marsad.reading.casting import counted, phrase_words, word_set
from marsad.reading.document import Sentence, Token
from marsad.reading.forms import is_craft
from marsad.reading.frames import Match
from marsad.reading.governing import is_day
from marsad.reading.incident import Incident, frames, words
from marsad.reading.language import table
from marsad.reading.syntax import children, is_owned, noun_phrase, verb_of

MEANS = frozenset({"with", "using"})
"""Prepositions behind which a weapon stands."""
_SITES = (("civil", "civilians"), ("armed", "armed"), ("military_site", "military_sites"), ("civil_site", "civil_sites"))
_FORCES = ("state", "government", "military", "police", "rebel", "militia")
_OFFICIAL = frozenset({"military", "army", "police", "security", "regime", "government"})


def judge_scene(incident: Incident, *, air: bool) -> None:
    """Name the sorts of people and things that an incident's words speak of, and what its words make of its kind."""
    for head in counted(incident.sentence, incident.heads):
        _judge_target(incident, head)
    doers = {
        token.lower for head in incident.doer_heads for token in phrase_words(incident.sentence, head) if token.text != "March"
    }
    _judge_ranks(incident)
    _judge_doers(incident, doers)
    if not incident.match.verbal and _is_talk(incident):
        incident.signs.add("unreal")
    _reframe_by_means(incident, doers, air=air)
    _reframe_by_words(incident)
    _reframe_by_doers(incident, doers)
    taken = {incident.sentence.tokens[head].lower for head in incident.heads}
    if incident.match.frame.name == "abduction" and incident.match.token.lemma == "carry" and taken & words("booty"):
        incident.match.frame = frames().named["confiscation"]  # "carried off weapons"
    if incident.match.frame.name == "debris" and "strikes" not in incident.signs:
        incident.signs.add("unreal")
    if incident.match.frame.name == "debris" and not (air or incident.sentence.lowers & words("drones")):
        incident.signs.add("unreal")
    _judge_setting(incident, air=air)
    _turn_victims(incident)


def _judge_ranks(incident: Incident) -> None:
    """Leaders and members of a force that fights are no civilians: "killed a dissident leader"."""
    heads = {incident.sentence.tokens[head].lower for head in counted(incident.sentence, incident.heads)}
    fighters = any(one.actor.kind in ("rebel", "militia") and one.actor.id for one in incident.victims)
    if fighters and "unarmed" not in incident.sorts and heads and heads <= words("in_the_fight") | word_set("armed"):
        incident.sorts -= {"civil"}
        incident.sorts |= {"armed"}


def _judge_doers(incident: Incident, doers: set[str]) -> None:
    """What the words for those who act say of them: a crowd, a mob, a force."""
    if doers & word_set("protesters"):
        incident.sorts.update(("protest", "doer_crowd"))
    if doers & words("mob") and not doers & {"armed", "gunmen", "suspected"}:
        incident.sorts.add("doer_mob")
        incident.sorts |= {"mob"} if doers & {"mob", "mobs", "lynch"} else set()
    if doers & words("doer_words"):
        incident.signs.add("doer")


def _reframe_by_means(incident: Incident, doers: set[str], *, air: bool) -> None:
    """What the deed was done with makes it a strike from the air, shelling or a drone's."""
    sentence = incident.sentence
    bare = incident.match.frame.name == "attack" and not incident.match.verbal and _from_above(incident, air=air)
    means = _means(incident) if not MEANS.isdisjoint(sentence.lowers) else set()
    from_air = incident.match.frame.name in words("from_air")
    drones = not words("drones").isdisjoint(doers | means)
    bare = bare or (air and not drones and (_struck_by_state(incident) or _is_struck(incident)))
    if bare or (from_air and _is_flown(incident, doers, means)):
        incident.match.frame = frames().named["airstrike"]
    elif _is_fired(incident, doers, means):
        incident.match.frame = frames().named["shelling"]
    elif drones and (from_air or incident.match.frame.name in words("flown_deeds")):
        incident.match.frame = frames().named["drone-strike"]


def _is_flown(incident: Incident, doers: set[str], means: set[str]) -> bool:
    """Whether what struck flies with men aboard, by who struck or with what."""
    named = " ".join(f"{mention.actor.name} {mention.text}" for mention in incident.doers).casefold()
    manned = bool((doers | means) & words("manned")) or any(map(is_craft, doers)) or _is_dropped(incident)
    return manned or any(name in named for name in words("flying"))


def _is_fired(incident: Incident, doers: set[str], means: set[str]) -> bool:
    """Whether guns did it: "the ships opened fire", "attacked the town with rocket launchers"."""
    name, token = incident.match.frame.name, incident.match.token
    if doers & words("heavy") and name == "shooting" and token.lemma != "shoot":
        return True
    return bool(means & words("launchers")) and name in ("attack", "shooting") and incident.match.verbal


def _reframe_by_words(incident: Incident) -> None:
    """Whom it hit, who did it and how its verb is put make it another kind of deed."""
    token = incident.match.token
    burned = token.lemma in ("burn", "torch") and "civil" in incident.sorts  # "burned 40 people in a church"
    if burned or (incident.match.frame.name == "mob" and any(one.actor.kind in _FORCES for one in incident.doers)):
        incident.match.frame = frames().named["massacre"]
    taken = {incident.sentence.tokens[head].lower for head in incident.heads} & words("taken_people")
    forces = {incident.sentence.tokens[head].lower for head in incident.doer_heads} & {"forces", "troops", "police", "agents"}
    regular = bool(incident.doers) and all(one.actor.kind in ("military", "police") for one in incident.doers)
    people = "civil" in incident.sorts or taken
    if incident.match.frame.name == "seizing" and people and (forces or regular):  # "undercover forces seized a wounded man"
        incident.match.frame = frames().named["arrest"]
    acl = [one for head in incident.heads for one in children(incident.sentence, head, "acl")]
    if incident.match.frame.name == "repelled" and any(incident.sentence.tokens[one].lemma in words("plots") for one in acl):
        incident.match.frame = frames().named["disrupted-weapons"]  # "foiled an attempt to smuggle explosives"
    if token.lemma == "invade" and not any(one.actor.kind in ("state", "military") for one in incident.doers):
        incident.match.frame = frames().named["attack"]  # gunmen who "invaded the village"
    away = incident.match.frame.name == "arrest" and token.lemma == "take" and (taken or "civil" in incident.sorts)
    if away and incident.doers and all(one.actor.kind in ("rebel", "militia", "unknown") for one in incident.doers):
        incident.match.frame = frames().named["abduction"]
    adverbs = {incident.sentence.tokens[child].lower for child in token.children} & set(table("events")["adverbs"])
    if adverbs and incident.match.verbal:
        incident.match.frame = frames().named[table("events")["adverbs"][adverbs.pop()]]


def _reframe_by_doers(incident: Incident, doers: set[str]) -> None:
    """Who did it makes it another kind of deed: workers who strike, soldiers who block a road or blow up houses."""
    name, token = incident.match.frame.name, incident.match.token
    armed = bool(incident.doers) and all(one.actor.kind in _FORCES for one in incident.doers)
    own = {one.lower for one in _phrase(incident.sentence, token.i)}
    if name == "attack" and token.lemma == "strike" and not incident.match.verbal and (own | doers) & words("strikers"):
        incident.match.frame = frames().named["strike-action"]
    elif armed and name in ("obstruction", "roadblocks") and not all(one.actor.id is None for one in incident.doers):
        incident.match.frame = frames().named["closure" if name == "obstruction" else "base"]
    elif name == "destruction" and token.lemma == "destroy" and _hits_unmanned(incident):
        incident.match.frame = frames().named["disrupted-weapons"]  # "destroyed 27 unmanned aerial vehicles"
    elif name == "destruction" and token.lemma == "destroy" and armed and _hits_hardware(incident):
        incident.match.frame = frames().named["wrecking"]
    elif name == "destruction" and token.lemma == "burn" and _burns_own_arms(incident):
        incident.match.frame = frames().named["realignment"]
    elif name == "shelling" and any(incident.sentence.tokens[one].lower == "test" for one in token.children):
        incident.match.frame = frames().named["missile-test"]
    elif name == "bomb" and token.lemma in ("blow", "dynamite") and "property" in incident.sorts and not incident.victims:
        state = armed and any(one.actor.kind in ("state", "military") for one in incident.doers)
        incident.match.frame = frames().named["destruction"] if state else incident.match.frame  # houses that an army blows up
    asked = {incident.sentence.tokens[head].lower for head in incident.match.roles.by("with")}
    if incident.match.verbal and asked & words("questioning"):
        incident.signs.add("unreal")  # "bombarded the envoy with questions"


def _hits_hardware(incident: Incident) -> bool:
    """Whether what was destroyed is a weapon of war: "destroyed two tanks"."""
    told = {token.lower for head in incident.heads for token in phrase_words(incident.sentence, head)}
    return bool(told & words("hardware"))


def _hits_unmanned(incident: Incident) -> bool:
    """Whether what was destroyed flies or sails without a crew."""
    return any(one.lower == "unmanned" for head in incident.heads for one in phrase_words(incident.sentence, head))


def _burns_own_arms(incident: Incident) -> bool:
    """Whether fighters burn their own weapons, and give them up so."""
    tokens = incident.sentence.tokens
    return any(
        tokens[head].lower in ("weapons", "arms", "rifles") and is_owned(incident.sentence, head) for head in incident.heads
    )


def _judge_setting(incident: Incident, *, air: bool) -> None:
    """What the other words of the sentence say of the deed: that it came from the air, that it befell a protest."""
    sentence = incident.sentence
    if incident.give["family"] == "disrupted":
        words_of = {sentence.tokens[i].lower for i in incident.match.words}
        incident.sorts |= {"manned"} if words_of & words("manned") else set()
    regular = any(one.actor.kind in ("state", "military") for one in incident.doers)
    if regular and incident.match.frame.name == "attack" and incident.match.token.lemma == "assault":
        incident.sorts.add("storming")  # "its forces carried out 42 assaults near X"
    if sentence.lowers & _plural("air") or _of_a_town(incident) or (air and _is_bombed(incident)):
        incident.sorts.add("air")
    if incident.match.frame.name == "clash" and _is_riot(incident):
        incident.sorts.add("protest")
    if incident.match.frame.name == "shooting" and _at_a_crowd(incident):
        incident.sorts.add("protest")
    if incident.give["family"] == "arrest" and _speaks_of_crowd(sentence):
        incident.sorts.add("protest")


def _speaks_of_crowd(sentence: Sentence) -> bool:
    """Whether a sentence speaks of protesters; "March" is a month."""
    told = word_set("protesters")
    if sentence.lowers.isdisjoint(told):
        return False
    return any(token.lower in told and token.text != "March" for token in sentence.tokens)


def _means(incident: Incident) -> set[str]:
    """What a verb's deed was done with, wherever the parse hung it: "struck a depot near X in Y region with drones"."""
    sentence = incident.sentence
    verb = verb_of(sentence, incident.trigger)
    if not incident.match.verbal and not ("does" in incident.signs and verb in incident.tokens):
        return set()
    ways = [one for one in sentence.tokens[incident.trigger :] if one.lower in MEANS and one.dep == "prep"]
    own = [one.i for one in ways if verb_of(sentence, one.i) == verb]
    return {sentence.tokens[head].lower for way in own for head in children(sentence, way, "pobj")}


def _is_dropped(incident: Incident) -> bool:
    """Whether bombs fell from above: "bombs dropped from an Antonov"."""
    after = incident.sentence.tokens[incident.trigger + 1 : incident.trigger + 2]
    return incident.match.frame.name == "explosion" and [token.lower for token in after] == ["dropped"]


def _is_bombed(incident: Incident) -> bool:
    """Whether something was bombed, nobody says by whom: in a report that speaks of aircraft, from the air."""
    passive = incident.match.verbal and incident.match.roles.passive and incident.match.frame.name == "bombing"
    return passive and not (incident.doers or incident.doer_heads)


def _of_a_town(incident: Incident) -> bool:
    """Whether a whole town was bombed, as only aircraft do: "the bombing of Khan Younis", "bombed the suburbs of Sabha"."""
    tokens = incident.sentence.tokens
    if incident.match.frame.name != "bombing":
        return False
    heads = incident.heads if incident.match.verbal else incident.match.roles.by("of")
    if incident.match.verbal and any(tokens[head].lower in words("quarters") for head in heads):
        return True
    return any(place.start <= tokens[head].start < place.end for head in heads for place in incident.places)


def _is_riot(incident: Incident) -> bool:
    """Whether police clash with a crowd and nobody says that it was armed: "clashes as police dispersed youths"."""
    lowers = incident.sentence.lowers
    crowd = not (lowers.isdisjoint(words("crowds")) and lowers.isdisjoint(word_set("protesters")))
    return crowd and not lowers.isdisjoint(words("riot_police")) and word_set("armed") & lowers <= words("riot_police")


def _at_a_crowd(incident: Incident) -> bool:
    """Whether a state's men shot, nobody says at whom, where a sentence tells of demonstrators."""
    crowd = not incident.sentence.lowers.isdisjoint(word_set("protesters"))
    if any(incident.sentence.tokens[i].lower in word_set("protesters") for i in incident.match.words):
        return True  # "fired into a rally"
    regular = bool(incident.doers) and all(one.actor.kind in ("police", "military") for one in incident.doers)
    return crowd and regular and not incident.heads and not incident.victims


def _judge_target(incident: Incident, head: int) -> None:
    """What sort of person or thing one of the phrases names that were hit."""
    own = incident.sentence.tokens[head].lower
    first, last = noun_phrase(incident.sentence, head)
    lowers = {token.lower for token in incident.sentence.tokens[first:last]}
    for sort, name in _SITES:
        if own in word_set(name):
            humane = lowers & words("humane") or own in ("ship", "ships", "vessel", "vessels")
            incident.sorts.add("civil_site" if sort == "military_site" and humane else sort)
    if own in ("tanker", "tankers", "freighter", "freighters"):
        incident.sorts.add("civil_site")
    if _bears_none(own, lowers):
        incident.sorts -= {"armed"}
        incident.sorts |= {"civil"}
    if own in word_set("civilians") and own not in words("in_the_fight"):
        incident.sorts.add("unarmed")
    if own in words("peopled"):
        incident.sorts.add("peopled")
    if lowers & word_set("protesters"):
        incident.sorts.add("protest")
    if own in words("manned") or is_craft(own):
        incident.sorts.add("manned")
    if own in word_set("property", "civil_sites") or (own == "part" and lowers & word_set("property")):
        incident.sorts.add("property")
    if lowers & _OFFICIAL and "civil" not in incident.sorts:
        incident.sorts.add("armed" if own in word_set("armed") else "military_site")


def _bears_none(own: str, lowers: set[str]) -> bool:
    """Whether one is called by a rank that bears no arms: "a tax officer", "a former commander"."""
    if own in ("officer", "officers") and lowers & words("civil_offices"):
        return True
    return bool(lowers & {"former", "retired"}) and own in word_set("armed")


def _is_talk(incident: Incident) -> bool:
    """Whether a noun's own adjectives take it out of the world: "possible attacks", "riot police", not "more than 40 raids"."""
    token = incident.match.token
    if token.dep in ("compound", "amod") and token.tag in ("NN", "NNP") and token.head > token.i:
        return is_no_deed(incident.match)
    own = {token.lower for token in _phrase(incident.sentence, incident.trigger)}
    return is_no_deed(incident.match) or ("than" not in own and bool(own & words("unreal", "adjectives")))


def is_no_deed(match: Match) -> bool:
    """Whether a noun of violence names none: it describes the thing behind it ("missile launchers"), is a mine that is dug, or
    a blast of gas."""
    token = match.token
    if token.dep in ("compound", "amod") and token.tag in ("NN", "NNP") and token.head > token.i:
        after = match.sentence.tokens[token.head]
        plain = after.lower not in frames().nouns and after.lower not in word_set("measures")
        return plain or token.lower == "combat"  # "100 combat vehicles"
    if match.frame.name != "explosion":
        return False
    own = {token.lower for token in _phrase(match.sentence, match.trigger)}
    return bool(own & words("accidents")) or (token.lower in ("mine", "mines") and bool(own & words("dug")))


def _turn_victims(incident: Incident) -> None:
    """Civilians that would be the only doers of a killing, with nobody hurt, are its victims: the parse lost a passive."""
    kinds = {mention.actor.kind for mention in incident.doers}
    lost = (
        incident.match.token.lemma in words("lost_passives") and incident.match.token.tag in ("VBD", "VBN") and not incident.heads
    )
    if incident.sentence.headline and lost and kinds and (kinds == {"civilians"} or incident.match.token.lemma == "hit"):
        # "Three protesters shot in X", "Peacekeepers hit"
        incident.doers, incident.victims, incident.doer_heads = [], incident.doers, []
        incident.sorts -= {"doer_crowd", "doer_mob", "mob"}
        return
    if (
        kinds == {"civilians"}
        and not incident.victims
        and not incident.heads
        and not incident.sorts & {"doer_mob", "doer_crowd"}
        and (incident.match.frame.name in words("one_sided"))
    ):
        incident.doers, incident.victims = [], incident.doers
        incident.sorts.add("civil")


def _from_above(incident: Incident, *, air: bool) -> bool:
    """Whether bare "strikes" or "raids" are air strikes: a state's strikes are, and those of a report that speaks of aircraft."""
    kinds = {mention.actor.kind for mention in incident.doers}
    if not kinds <= {"state", "military", "government", "international", "unknown"}:
        return False
    word = incident.match.token.lower
    ground = {"forces", "troops", "soldiers", "police", "units", "army"}
    if any(ground & set(mention.text.casefold().split()) for mention in incident.doers):
        return False
    flown = word == "raid" and not incident.sentence.lowers.isdisjoint(words("manned"))  # "Twelve aircraft took part in the raid"
    return (word in ("strike", "strikes") and (air or bool(kinds - {"unknown"}))) or (air and word == "raids") or flown


def _is_struck(incident: Incident) -> bool:
    """Whether a house or post was hit, nobody says by whom or with what, in a report that speaks of aircraft."""
    hit = incident.match.verbal and incident.match.roles.passive and incident.match.token.lemma in words("struck_by_air")
    plain = incident.match.frame.name == "attack" and not (incident.doers or incident.doer_heads)
    where = incident.match.roles.by("on", "near", "in", "at", "between", "outside")
    sited = any(not is_day(incident.sentence, head) for head in where)  # "the car was hit on a road near X", not "at noon"
    still = incident.sorts & {"civil_site", "military_site"} or ("property" in incident.sorts and sited)
    return bool(hit and plain and still) and incident.sentence.lowers.isdisjoint(words("fired") | MEANS)


def _struck_by_state(incident: Incident) -> bool:
    """Whether a state's force "struck" something, nobody says with what, in a report that speaks of aircraft."""
    if (
        not incident.match.verbal
        or incident.match.token.lemma not in words("struck_by_air")
        or incident.match.frame.name not in ("attack", "bombardment")
    ):
        return False
    state = bool(incident.doers) and all(one.actor.kind in ("state", "military") for one in incident.doers)
    own = {one.lower for one in incident.sentence.tokens[min(incident.tokens) : max(incident.tokens) + 1]}
    return state and own.isdisjoint(words("fired")) and incident.sentence.lowers.isdisjoint(MEANS)


def _phrase(sentence: Sentence, head: int) -> list[Token]:
    first, last = noun_phrase(sentence, head, of=False)
    return sentence.tokens[first:last]


@lru_cache(maxsize=16)
def _plural(name: str) -> frozenset[str]:
    return frozenset(form for word in words(name) for form in (word, word + "s"))
