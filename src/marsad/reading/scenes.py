"""Scenes: the incidents of a sentence put together, each once."""

from __future__ import annotations

from marsad.reading.belief import NOT_SO
from marsad.reading.beside import is_told_beside
from marsad.reading.document import Document, Sentence
from marsad.reading.frames import Match
from marsad.reading.governing import governor
from marsad.reading.incident import Incident, frames, words
from marsad.reading.incidents import INSIDE, from_noun, from_verb
from marsad.reading.sorts import MEANS, is_no_deed, judge_scene
from marsad.reading.summing import is_standing
from marsad.reading.syntax import ancestors, children

_LONG = 12
"""Tokens between two parts of an incident beyond which they make no one anchor."""
_PARTS = ("object", "subject", "passive")
_FLIGHT = 12
"""Tokens between "fired" and what the shell then hit."""


def incidents_of(document: Document, sentence: Sentence, *, air: bool = False) -> list[Incident]:
    """The incidents of a parsed sentence, nouns with what their verbs say of them, in text order.

    `air`: the report speaks of aircraft, so that its bare "strikes" and "raids" come from them.
    """
    matches = frames().find(sentence)
    matches = [one for one in matches if not _describes(one)]
    told = [match for match in matches if match.verbal or not (is_no_deed(match) or _is_of_a_deed(matches, match))]
    nouns = {match.trigger: from_noun(document, match) for match in told if not match.verbal}
    found = list(nouns.values())
    for match in matches:
        if match.verbal and not (match.frame.name == "repelled" and any(one.told_by == match.trigger for one in found)):
            made = from_verb(document, match)
            if is_standing(document, made):
                continue
            owner = _owner(made, nouns, found)
            if owner is None:
                _learn_doers(made, nouns)
                found.append(made)
            elif owner is not made:
                _join(owner, made)
    found = _without_aims(sentence, _one_setting(found))
    for incident in found:
        incident.signs |= {"alone"} if len(found) == 1 else set()
        judge_scene(incident, air=air)
    return sorted(_without_shadows(found), key=lambda incident: incident.trigger)


def _describes(match: Match) -> bool:
    """Whether a participle before a noun only says who is meant: "three surrendering soldiers"."""
    return match.verbal and match.token.dep == "amod" and match.token.tag == "VBG" and len(match.words) == 1


def _is_of_a_deed(matches: list[Match], match: Match) -> bool:
    """Whether a sniper or a drone is only told of as what another frame's verb did, or was done to."""
    if match.token.lemma == "sniper" and any(one.verbal and one.trigger == match.token.head for one in matches):
        return match.token.dep in ("dobj", "nsubjpass")  # "shot three snipers"
    return match.frame.name == "drone" and _is_craft_of(matches, match)


def _is_craft_of(matches: list[Match], match: Match) -> bool:
    """Whether a drone is another verb's: "drones attacked a depot"."""
    link = governor(match.sentence, match.trigger)
    deeds = [one for one in matches if one.verbal and one.frame.name != "killing"]  # "a drone dropped on a post injured two"
    return link is None or link[1] != "subject" or any(one.trigger == link[0] for one in deeds)


def _without_aims(sentence: Sentence, found: list[Incident]) -> list[Incident]:
    """Without what only says why, or at whom, another was done: "struck a bridge to target fighters firing on the army".

    Whom the aim names was hit; what they were doing is told of them, not as an event of its own.
    """
    kept = []
    for one in found:
        token = one.match.token
        others = [other for other in found if other is not one and other.give["family"] == one.give["family"] == "violence"]
        above = next((other for other in others if _is_aimed(other, token.head)), None)
        to = token.tag == "VB" and any(sentence.tokens[child].lower == "to" for child in children(sentence, one.trigger, "aux"))
        if one.match.verbal and to and token.dep in ("advcl", "xcomp") and above is not None:
            above.victims += [] if above.victims else one.victims
            continue
        if one.match.verbal and any(_is_tried_by_victims(one, other) for other in others):
            continue
        doing = one.match.verbal and token.tag == "VBG" and token.dep == "acl"
        if doing and any(token.head in other.heads and other.match.verbal for other in others):
            continue
        kept.append(one)
    return kept


def _is_tried_by_victims(one: Incident, other: Incident) -> bool:
    """Whether a deed is only what those who were hit had tried: "killed 14 fighters who tried to ambush a convoy"."""
    tokens = one.sentence.tokens
    above = tokens[one.match.token.head]
    return above.lemma in words("trying") and above.dep == "relcl" and above.head in other.heads and other.match.verbal


def _is_aimed(other: Incident, verb: int) -> bool:
    """Whether a verb tells an incident: its trigger, or what makes its noun: "conducted a strike to hit the base"."""
    return (verb == other.trigger and other.match.verbal) or (verb in other.tokens and "does" in other.signs)


def _owner(made: Incident, nouns: dict[int, Incident], found: list[Incident]) -> Incident | None:
    """The incident that a verb's incident belongs to: the action noun it says more of, or a fuller one of the same clause."""
    family = made.give["family"]
    for head in made.doer_heads:
        if head in nouns and nouns[head].give["family"] in (family, "violence"):
            return nouns[head]
    for noun in nouns.values():
        link = governor(made.sentence, noun.trigger)
        if link is not None and _opens_list(noun, made, link):
            continue
        related = link is not None and link[0] == made.trigger and (link[1] in INSIDE or link[1] in _PARTS)
        related = related or (link is not None and (_flung(made, noun, link) or _hung_on_victims(made, noun, link)))
        bombed = related and family == "violence" and noun.match.frame.name in ("bomb", "explosion")
        if bombed and link is not None and link[1] == "object":
            made.doers, made.doer_heads = [], []  # "their patrol hit a mine": who hits a bomb laid none
        if related and (noun.give["family"] == family or _destroyed_by(made, noun, link)):
            return None if (made.match.frame.name, noun.match.frame.name) == ("attack", "grenade") else noun
    if made.match.frame.name != "killing":
        return None
    if made.match.token.tag == "VBG" and not children(made.sentence, made.trigger, "nsubj"):
        above = set(ancestors(made.sentence, made.trigger))
        deeds = ("violence", "disrupted")  # "shot down a helicopter, killing its crew"
        before = [other for other in found if other.trigger < made.trigger and other.give["family"] in deeds]
        fit = [other for other in before if other.trigger in above] or before
        if fit:
            made.doers, made.doer_heads = [], []
            return fit[-1]
    joint = next((one for one in found if _one_deed(one, made) or _beaten(one, made)), None)
    if joint is not None:
        return joint
    for other in found:
        shared = {d.actor for d in other.doers} & {d.actor for d in made.doers}
        nameless = not (other.doers or made.doers) and set(other.doer_heads) & set(made.doer_heads)
        if other.give["family"] == "violence" and (shared or nameless):
            return other
    return None


def _learn_doers(made: Incident, nouns: dict[int, Incident]) -> None:
    """Who did what is told to have befallen people in somebody's attack: "three were abducted in a raid by rebels"."""
    if made.doers or made.doer_heads or not made.match.roles.passive:
        return
    for noun in nouns.values():
        link = governor(made.sentence, noun.trigger)
        ways = INSIDE | {"after", "following"} if made.give["family"] == "abduction" else INSIDE
        if link is not None and link[0] == made.trigger and link[1] in ways and noun.give["family"] == "violence":
            made.doers = [one for one in noun.doers if one not in made.victims]


def _beaten(other: Incident, made: Incident) -> bool:
    """Whether those killed made the attack that their killers beat off: "repelled three assaults and killed 60 rebels"."""
    token = made.match.token
    return other.told_by is not None and token.dep == "conj" and token.head == other.told_by and bool(made.victims)


def _destroyed_by(made: Incident, noun: Incident, link: tuple[int, str] | None) -> bool:
    """Whether what flies was destroyed by the deed that a noun names: "destroyed two drones in a strike"."""
    ways = link is not None and link[1] in INSIDE
    return (
        ways and made.match.token.lemma == "destroy" and made.give["family"] == "disrupted" and noun.give["family"] == "violence"
    )


def _one_deed(other: Incident, made: Incident) -> bool:
    """Whether one clause tells of two who were hit: "a trader was shot dead and his brother wounded by gunmen"."""
    token = made.match.token
    tokens = made.sentence.tokens
    above = tokens[token.head] if token.dep == "acl" else token  # the parse may hang "wounded" on the brother
    one_clause = above.dep == "conj" and above.head == other.trigger and other.match.verbal
    passive = made.match.roles.passive and other.match.roles.passive
    return one_clause and passive and other.give["family"] == "violence" and not (other.doers and made.doers)


def _opens_list(noun: Incident, made: Incident, link: tuple[int, str]) -> bool:
    """Whether "in separate incidents in the province" only opens what its verbs tell one by one."""
    many = noun.match.frame.name == "attack" and noun.match.token.tag == "NNS"
    return many and link[1] == "in" and noun.trigger < made.trigger


def _flung(made: Incident, noun: Incident, link: tuple[int, str]) -> bool:
    """Whether what hit is what was fired: "a shell fired from across the river struck their home"."""
    tokens, thrown = made.sentence.tokens, link[0]
    if link[1] != "subject" or tokens[thrown].lower not in words("laid") or made.match.frame.name != "attack":
        return False
    own = children(made.sentence, made.trigger, "nsubj", "nsubjpass")
    between = tokens[thrown + 1 : made.trigger]
    plain = 0 < len(between) < _FLIGHT and not any(one.tag in ("VBD", "VBZ", "VBP", "CC") for one in between)
    return plain and not own and not made.doers and "weapon" in noun.give


def _hung_on_victims(made: Incident, noun: Incident, link: tuple[int, str]) -> bool:
    """ "Killed 12 rebels in air strikes", "hit a house with a missile": the parse may hang the means on the victims."""
    ways = INSIDE if made.match.frame.name == "killing" else MEANS if made.match.frame.name in words("with_arms") else ()
    if not ways or link[0] not in children(made.sentence, made.trigger, "dobj", "nsubjpass"):
        return False
    preps = [one for one in children(made.sentence, link[0], "prep") if made.sentence.tokens[one].lower in ways]
    return any(noun.trigger in children(made.sentence, one, "pobj") for one in preps)


def _join(owner: Incident, made: Incident) -> None:
    """A verb's parts go to the noun's incident; the more telling frame stays."""
    if owner.told_by is not None and made.trigger != owner.told_by:  # those killed as an attack is beaten off made it
        owner.doers = owner.doers or made.victims
        made.victims = []
    if "suffers" in owner.signs:  # "their truck hit a mine"
        owner.victims += [one for one in made.doers if one not in owner.victims and one not in owner.doers]
        made.doers, made.doer_heads = [], []
    for name in ("doers", "victims", "places", "near", "heads", "doer_heads"):
        mine = getattr(owner, name)
        mine += [one for one in getattr(made, name) if one not in mine]
    owner.victims = [one for one in owner.victims if one not in owner.doers]
    owner.heads = [head for head in owner.heads if head not in owner.match.words]
    if min(made.tokens) - max(owner.tokens) < _LONG and min(owner.tokens) - max(made.tokens) < _LONG:
        owner.tokens |= made.tokens
    elif made.rank > owner.rank:
        owner.tokens = made.tokens
    owner.signs |= made.signs | {"does"}
    fuller = made.rank > owner.rank or made.give["family"] == "protest"  # "marched in the third day of protests"
    fuller = fuller or (owner.match.frame.name == "operation" and bool(made.doers))  # "in an operation, X killed a commander"
    if not owner.match.verbal and fuller and made.give["family"] == owner.give["family"]:
        owner.match = made.match
        owner.tokens = made.tokens if made.give["family"] == "protest" else owner.tokens


def _one_setting(found: list[Incident]) -> list[Incident]:
    """Nouns that one verb names together as its means are one incident: "hit the town with rockets and shells"."""
    kept: list[Incident] = []
    for incident in found:
        link = None if incident.match.verbal else governor(incident.sentence, incident.trigger)
        twin = next((one for one in kept if link is not None and _goes_with(one, incident, link)), None)
        if twin is None:
            kept.append(incident)
        else:
            more, less = (twin, incident) if twin.rank >= incident.rank else (incident, twin)
            _join(more, less)
            kept[kept.index(twin)] = more
    return kept


def _goes_with(one: Incident, incident: Incident, link: tuple[int, str]) -> bool:
    """Whether two nouns hang on one verb as its means, or one on the other ("an attack with rockets")."""
    if one.match.verbal or incident.give["family"] != one.give["family"]:
        return False
    mine = {mention.actor for mention in one.doers}
    if mine and incident.doers and mine.isdisjoint(mention.actor for mention in incident.doers):
        return False  # "killed by army shelling and rebel fire"
    if link == (one.trigger, "noun"):
        return True
    apart = governor(one.sentence, one.trigger)
    if link[1] == "subject" and apart == link and "strikes" in incident.signs:
        return True  # "drones, missiles and artillery struck a depot"
    killed = one.match.frame.name in words("of_whom") and governor(one.sentence, one.trigger) == (link[0], "object")
    if link[1] == "in" and killed:
        return True  # "condemned the killing of three aid workers in an ambush on a convoy"
    return link[1] in ("with", "by", "in", "using") and governor(one.sentence, one.trigger) == link


def _without_shadows(found: list[Incident]) -> list[Incident]:
    """Without the nouns that another incident of the sentence is about: the bomb defused, the protest that was fired at."""
    stopped = {incident.trigger for incident in found if incident.give["family"] == "disrupted"}
    crowded = any("protest" in incident.sorts and incident.give["family"] != "protest" for incident in found)
    met = any(one.match.frame.name in words("met") for one in found)
    kept: list[Incident] = []
    for incident in sorted(found, key=lambda one: (-one.rank, not one.match.verbal)):
        link = None if incident.match.verbal else governor(incident.sentence, incident.trigger)
        if _is_of_a_kind(incident) or (link is not None and link[0] in stopped and link[1] in ("object", "passive", "subject")):
            continue
        crowded_out = [other for other in kept if "doer_crowd" in other.sorts and "doer_crowd" in incident.sorts]
        if any(not (_stormed(incident, other) or _gathered(incident, other)) for other in crowded_out):
            continue
        told = [other for other in kept if not other.signs & NOT_SO]  # "riot police" hide no crowd that they fired at
        crowds = [other for other in told if other.give["family"] == incident.give["family"] == "protest"]
        if any(not _meets(other, incident) for other in crowds):
            continue
        if (
            link is not None
            and link[1] == "with"
            and incident.match.frame.name == "grenade"
            and any(one.match.frame.name == "attack" and one.trigger == link[0] for one in found)
        ):
            continue
        if _told_when(incident, found) or is_told_beside(incident, found):
            continue
        if link is not None and (_heads_another(incident, link, found) or _heard_of(incident, link, found)):
            continue
        if incident.give["family"] == "arrest" and met:  # how the crowd was met is told by what drove it apart
            incident.sorts.add("met")
        if incident.match.token.lemma == "destroy" and incident.match.token.dep == "advcl" and len(found) > 1:
            continue
        if incident.give["family"] == "destruction" and any(one.match.frame.name == "riot" and one.match.verbal for one in found):
            continue
        riot = incident.match.frame.name == "clash" and not incident.match.verbal and "protest" in incident.sorts
        crowds = [other for other in found if other.give["family"] == "protest" and "unreal" not in other.signs]
        if riot and any(not other.signs <= {"talk"} or other.match.verbal for other in crowds):
            continue
        gathered = incident.give["family"] == "protest" and incident.match.frame.name not in words("met")
        if crowded and gathered and not incident.match.verbal and not (incident.signs & {"does"} and incident.doer_heads):
            continue
        kept.append(incident)
    return kept


def _stormed(incident: Incident, other: Incident) -> bool:
    """Whether a crowd stormed what it then burned or looted, which is told beside it."""
    return incident.match.token.lemma in words("plain_attacks") and other.give["family"] == "destruction"


def _gathered(incident: Incident, other: Incident) -> bool:
    """Whether a crowd's gathering is told beside what it then did to people: "gathered, and an officer was stabbed"."""
    gathered = incident.give["family"] == "protest" and incident.match.verbal
    return gathered and other.give["family"] == "violence" and other.match.roles.passive


def _meets(other: Incident, incident: Incident) -> bool:
    """Whether a crowd's march is told beside how it was met: "thousands marched, and officers lobbed tear gas"."""
    met = [one.match.frame.name in words("met") for one in (other, incident)]
    march = other if met[1] else incident
    return met[0] != met[1] and (march.match.verbal or bool(march.signs & {"does", "happens"}))


def _is_of_a_kind(incident: Incident) -> bool:
    """Whether deeds are only compared: "has carried out similar attacks", "dozens of such raids"."""
    own = {incident.sentence.tokens[child].lower for child in incident.match.token.children}
    return not incident.match.verbal and incident.match.token.tag == "NNS" and bool(own & {"similar", "such"})


def _heads_another(incident: Incident, link: tuple[int, str], found: list[Incident]) -> bool:
    """Whether a vague noun only opens what its clause tells: "In the deadliest incident, a bomb struck a funeral"."""
    if incident.match.frame.name != "attack" or incident.doers:
        return False
    if link[1] == "subject" and incident.sentence.tokens[link[0]].lemma in words("comes"):
        return any(_is_told_at(other, link[0]) for other in found if other is not incident)
    if link[1] not in ("in", "during"):
        return False
    for other in found:
        above = None if other.match.verbal else governor(other.sentence, other.trigger)
        at = other.trigger if other.match.verbal else above[0] if above is not None else -1
        if other is not incident and at == link[0] > incident.trigger and other.give["family"] == "violence":
            return True
    return False


def _told_when(incident: Incident, found: list[Incident]) -> bool:
    """Whether what befell people is told by the deed in a clause behind: "40 were massacred when gunmen ambushed a convoy"."""
    if not (incident.match.verbal and incident.match.roles.passive) or incident.doers or incident.give["family"] != "violence":
        return False
    tokens = incident.sentence.tokens
    joined = [incident.trigger, *children(incident.sentence, incident.trigger, "conj")]
    clauses = [one for i in joined for one in children(incident.sentence, i, "advcl")]
    told = {i for i in clauses if any(tokens[child].lower == "when" for child in tokens[i].children)}
    met = [one for one in found if one.match.verbal and one.trigger in told and one.match.frame.name in words("met")]
    for one in met[:1]:  # "two people were shot dead when police dispersed crowds"
        incident.doers = list(one.doers)
        incident.sorts |= {"protest"}
    others = [one for one in found if one.match.verbal and one.trigger in told and one.give["family"] == "violence"]
    for one in others[:1]:
        one.heads += [head for head in incident.heads if head not in one.heads]
        one.victims += [mention for mention in incident.victims if mention not in one.victims]
        one.sorts |= incident.sorts
        one.tokens |= {min(incident.tokens), *incident.tokens} if one.trigger - incident.trigger < _LONG else set()
    return bool(others)


def _is_told_at(other: Incident, verb: int) -> bool:
    """Whether a clause on where or when something came tells what it was: "The worst came in X, where raids left 9 dead"."""
    above = [other.trigger, *ancestors(other.sentence, other.trigger)]
    below = above[: above.index(verb)] if verb in above else []
    tokens = other.sentence.tokens
    told = any(tokens[i].dep in ("relcl", "advcl") and tokens[i].tag.startswith("VB") for i in below)
    return told and other.give["family"] == "violence" and other.trigger > verb


def _heard_of(incident: Incident, link: tuple[int, str], found: list[Incident]) -> bool:
    """Whether a blast is only what was heard of another deed: "heard explosions after rebels fired mortars at the airport"."""
    if "weapon" not in incident.give or incident.doers or incident.sentence.tokens[link[0]].lemma != "hear":
        return False
    others = [one for one in found if one is not incident and one.give["family"] == "violence"]
    return any(one.give.get("weapon") or one.give.get("mutual") for one in others)
