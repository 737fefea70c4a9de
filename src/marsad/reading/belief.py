"""Which incidents count: whether what a sentence says of an action is enough to make a row of it."""

from __future__ import annotations

from marsad.reading.casting import fighting, phrase_words, word_set
from marsad.reading.document import Document, within
from marsad.reading.governing import governor, is_only_its
from marsad.reading.incident import Incident, words
from marsad.reading.ruling import OF_OFFICE, is_done_in_office
from marsad.reading.suffering import are_people, brings_down, is_destroyed, is_disarmed, is_found, is_hacked, is_taken, is_where
from marsad.reading.syntax import ancestors, children, particles, roles

NOT_SO = frozenset({"unreal", "irrealis", "failed"})
"""Signs of what has not happened."""

_ARMED = frozenset({"rebel", "militia", "military"})
_SURE = 4
"""Rank from which a verb's bare number hit makes an event."""
_BESIDE = 60
"""Characters behind an action noun within which its own day stands."""
_TELLING = 5
"""Rank of a frame whose noun needs no more than a place beside it: "by shelling near Sake"."""


def believable(document: Document, incident: Incident) -> bool:
    """Whether an incident says enough to be a row: a wrong one is worse than a missing one."""
    signs, sorts = incident.signs, incident.sorts
    if signs & NOT_SO:
        return False
    doer = bool(fighting(incident.doers, people=True)) or "doer" in signs
    victim = bool(fighting(incident.victims, people=True)) or bool(
        sorts & {"civil", "armed", "military_site", "civil_site", "protest"}
    )
    needs = incident.give["needs"]
    searched = incident.give["family"] == "disrupted" and incident.match.token.lemma in words("searches")
    if searched and {mention.actor.kind for mention in incident.doers} & {"rebel", "militia"}:
        return False  # rebels who seize weapons take booty
    if incident.give["label"] == "by_protest" and _is_armed(incident):
        return False  # bandits who block a road make no protest
    if _is_habit(incident):
        return False
    if incident.match.frame.name == "disrupted-weapons" and incident.match.verbal and is_disarmed(incident):
        return True
    if searched and is_where(incident):
        return False  # "found a body in a tunnel"
    if incident.give["family"] == "disrupted" and not incident.match.verbal and not is_found(incident):
        return False  # "struck a weapons depot"
    if needs in OF_OFFICE:
        return is_done_in_office(incident)
    if needs == "itself" and incident.match.verbal:
        return True
    if incident.give["family"] == "disrupted" and incident.match.verbal and brings_down(incident):
        return True
    if incident.give["family"] == "destruction" and incident.match.verbal:
        return is_destroyed(incident, doer=doer)
    if needs == "told":
        return bool(signs & {"does", "suffers", "strikes", "happens", "harmed"}) or doer
    if needs == "doer":
        counted = incident.match.verbal and any(incident.sentence.tokens[head].tag == "CD" for head in incident.heads)
        counted = counted or (incident.match.token.lemma in words("on_the_living") and bool(incident.heads) and _by_gun(incident))
        if victim and incident.match.verbal and is_hacked(incident):
            return True  # "ten farmers killed with machetes were found"
        if not incident.match.verbal and victim and is_dated(document, incident):
            return True  # "the killing of a lawyer in X on Thursday"
        sited = bool(incident.places) or (bool(incident.near) and not incident.match.verbal)  # "the killings by X in Y"
        return doer and (victim or counted or sited or incident.give["family"] != "violence")
    if needs == "act" and incident.match.verbal:
        return doer or victim or bool(incident.heads)
    if incident.give["family"] == "release" and needs == "person" and not (doer and incident.doers):
        return False
    if needs == "person" and incident.match.verbal:
        people = sorts & {"civil", "armed", "protest"} or fighting(incident.victims, people=True) or are_people(incident)
        return bool(people) and not (particles(incident.sentence, incident.trigger) & {"back", "off", "out", "down"})
    if needs == "repelled":
        tried = any(incident.sentence.tokens[head].lower in words("attempts") for head in incident.heads)
        token = incident.match.token
        if token.tag == "VB" and incident.sentence.tokens[token.head].lemma in words("trying"):
            return False  # "tried to repel the attackers"
        hit = bool(fighting(incident.victims))
        thrown = hit and incident.match.roles.passive and bool(incident.near)  # "tried to break in near X but were beaten back"
        return (doer or hit) if tried else ((doer and hit) or thrown)
    if needs == "fired":
        return _is_under_fire(incident)
    if incident.give["family"] == "arrest" and incident.match.token.lemma == "take" and incident.heads and not victim:
        return doer and any(incident.sentence.tokens[head].lower in words("taken_people") for head in incident.heads)
    if needs in ("side", "act", "person"):
        return doer or victim or (incident.give["family"] == "arrest" and _takes_many(incident))
    if incident.match.token.lemma == "merge" and incident.match.roles.object:
        return False  # "agreed to merge the group into the army": what is to become of others
    if needs == "armed":
        ranked = any(incident.sentence.tokens[head].lower in word_set("armed") for head in incident.doer_heads)
        return bool(fighting(incident.doers)) or "doer" in signs or (ranked and incident.match.verbal)  # "a general defected"
    if needs == "acts" and incident.match.token.tag not in ("NNS", "NNPS"):
        return False  # one striker makes no strike
    if needs == "acts":
        link = governor(incident.sentence, incident.trigger)
        return "acts" in signs and (link is None or incident.sentence.tokens[link[0]].lemma not in words("spoken"))
    if needs == "agent":
        return bool(signs & {"acts", "harmed", "does", "strikes"})
    if needs == "device":
        heads = incident.match.roles.object if incident.match.roles.passive else incident.match.roles.subject
        own = {one.lower for head in heads for one in phrase_words(incident.sentence, head)}
        return bool(own & words("rigged")) or any(incident.sentence.tokens[head].lower in words("devices") for head in heads)
    if needs == "owned":
        return bool(fighting(incident.doers)) and bool(signs & {"harmed", "suffers", "strikes"})
    if needs == "broke":
        return "happens" in signs and _breaks_out(incident)
    if needs == "met":
        return _have_met(incident)
    if needs == "crashed":  # "a drone slammed into a house", not "drones were seen"
        return bool(signs & {"strikes", "harmed"}) and bool(incident.heads)
    if needs == "struck":
        return bool(signs & {"strikes", "does"}) and (victim or bool(incident.places) or bool(incident.heads))
    if needs == "harm" and not doer and not incident.sentence.lowers.isdisjoint(words("mishaps")):
        return False  # "calling it an accident"
    if needs == "harm":
        return bool(signs & {"strikes", "harmed", "happens", "does"})
    if needs == "crowd":
        return _is_gathering(incident)
    if needs == "aired":
        return _is_airing(incident)
    if needs == "mounted":
        return _is_mounted(incident, victim=victim)
    if needs == "taken":
        return is_taken(incident)
    if needs == "robbed":  # "two vehicles were hijacked"
        thing = bool(incident.heads) or len(incident.match.words) > 1
        thing = thing and not incident.sorts & {"protest"}  # nobody hijacks a rally as one does a bus
        return (doer and (victim or thing)) if incident.match.token.lemma != "hijack" else thing
    if needs == "sent":  # "expelled 3,000 migrants", and no rebels from a town
        return doer and _are_sent_away(incident)
    if needs == "driven":  # "the crowd dispersed" of itself
        return incident.match.roles.passive or bool(incident.heads)
    if incident.match.verbal and incident.give.get("mutual") and _is_crowd(incident):
        return doer
    if incident.match.verbal:
        if incident.rank > 4 and "strikes" in signs and incident.heads:
            return True
        if incident.places and incident.match.roles.passive and incident.match.token.lemma in words("razed"):
            return True  # "the suburb of X was shelled"
        fired = len(incident.match.words) > 1 and bool(incident.give.get("weapon"))  # "Russia launched 96 drones"
        return (
            (doer and (victim or fired or bool(incident.places) or bool(incident.heads)))
            or (victim and incident.rank > 1)
            or (doer and bool(incident.near) and incident.match.token.lemma == "strike")
            or _hits_some(incident)
            or _is_hit(incident)
            or ("suffers" in signs and bool(incident.heads))
            or (doer and incident.give["family"] not in ("violence",))
        )
    if incident.told_by is not None and not (doer or victim or _is_warded_off_somewhere(incident)):
        return False  # "We repelled their assaults"
    told = bool(signs & {"does", "suffers", "strikes", "happens", "harmed"})
    sited = bool(incident.near) and incident.rank >= _TELLING and incident.give["family"] == "violence" and "talk" not in signs
    strong = doer or victim or bool(incident.places) or sited or is_dated(document, incident)
    if not told and incident.match.token.lower == "artillery" and len(incident.match.words) == 1:
        return False  # "Rwandan artillery backed the rebels"
    if not strong and incident.rank == 1 and incident.match.token.tag == "NNS":
        return False  # "reported 38 attacks in 24 hours"
    if not strong and _only_recalled(incident):
        return False
    if incident.match.token.lemma in words("vaguest") and not (doer or victim or incident.places):
        return False  # "the monitor recorded 41 incidents"
    if incident.give.get("campaign") and is_only_its(incident):
        return False  # "seized the town in its swiftest offensive"
    if incident.give.get("campaign") and not strong:
        return False  # "the offensive began": whose, or against whom, must be told
    if incident.match.frame.name in words("fights") and not incident.match.verbal and incident.near and "talk" not in signs:
        return True  # "after nine days of fighting in X"
    if incident.match.frame.name == "clash" and not strong:
        placed = bool(within(document.places, incident.sentence.start, incident.sentence.end)) or _at_a_spot(incident)
        return "harmed" in signs or (told and placed)
    if "talk" not in signs:
        return told or strong
    whole = doer and bool(incident.places) and not incident.sentence.headline  # "condemned the attack on X by Y"
    return strong and (whole or not _vague(incident) or is_dated(document, incident))


def _breaks_out(incident: Incident) -> bool:
    """Whether a war is told to have begun: "the war, which broke out in April 2023"."""
    tokens = incident.sentence.tokens
    link = governor(incident.sentence, incident.trigger)
    verbs = [link[0]] if link is not None and link[1] == "subject" else []
    verbs += children(incident.sentence, incident.trigger, "relcl")
    broke = [verb for verb in verbs if tokens[verb].lemma in words("breaking")]
    other = [one for one in children(incident.sentence, incident.trigger, "compound") if tokens[one].lower != "civil"]
    of = [one for one in children(incident.sentence, incident.trigger, "prep") if tokens[one].lower == "of"]
    if (other and len(incident.match.words) == 1) or of:
        return False  # "a price war broke out", "a war of words"
    told_how = any(children(incident.sentence, verb, "advcl") for verb in broke)  # "the war began when gunmen burst into X"
    return bool(broke) and not told_how


def _is_habit(incident: Incident) -> bool:
    """Whether a verb in the present tells what somebody does as a rule: "it only hits military targets"."""
    token = incident.match.token
    tokens = incident.sentence.tokens
    beside = [tokens[one] for one in (*token.children, token.i - 1, token.i + 1) if 0 <= one < len(tokens)]
    return incident.match.verbal and token.tag in ("VBZ", "VBP") and any(one.lower in ("only", "always") for one in beside)


def _at_a_spot(incident: Incident) -> bool:
    """Whether fighting is told to be in a part of a place that the report has named: "in the centre", "on the outskirts"."""
    link = governor(incident.sentence, incident.trigger)
    if link is None or link[1] != "subject":
        return False
    tokens = incident.sentence.tokens
    heads = roles(incident.sentence, link[0]).by("in", "on", "around", "near")
    return any(tokens[head].lower in words("spots") for head in heads)


def _have_met(incident: Incident) -> bool:
    """Whether two sides are told to have talked, or delegates somewhere: "an envoy met X leaders", "four days of talks in X"."""
    tokens, token = incident.sentence.tokens, incident.match.token
    kinds = {"civilians", "unknown"}
    sides = [one.actor for one in (*incident.doers, *incident.victims) if one.actor.kind not in kinds]
    delegates = [head for head in (*incident.doer_heads, *incident.heads) if _is_delegate(incident, head)]
    if incident.match.verbal:
        hosts = any(one.actor.kind not in kinds for one in incident.victims)
        met = bool(incident.heads) and (hosts or any(head in delegates for head in incident.heads))
        apart = len(delegates) > 1 or any(tokens[head].tag == "NNS" for head in delegates)
        apart = apart or (len(set(sides)) > 1 and len(incident.doer_heads) > 1)  # "the government and the rebels met in X"
        return (met and (bool(incident.doers) or bool(delegates))) or (not incident.heads and apart and bool(incident.near))
    if tokens[token.head].lemma in words("stalls"):
        return False  # "talks between the two have been frozen since May"
    lasted = tokens[token.head].lower == "of" and tokens[tokens[token.head].head].lower in words("stretches")
    return len(set(sides)) > 1 or (lasted and bool(incident.near))


def _is_delegate(incident: Incident, head: int) -> bool:
    """Whether somebody is told to be one who speaks for others: "the delegations", "envoy Tom X"."""
    token = incident.sentence.tokens[head]
    titled = token.tag.startswith("NNP") and any(
        one.lower in words("delegates") | words("offices") for one in phrase_words(incident.sentence, head)
    )
    return titled or token.lower in words("delegates")


def _are_sent_away(incident: Incident) -> bool:
    """Whether people are told to be sent out of a country: many of them, who neither fight nor hold office."""
    tokens = incident.sentence.tokens
    barred = {"state", "government", "military", "police", "rebel", "militia"}
    many = any(tokens[head].tag in ("NNS", "NNPS", "CD") for head in incident.heads)
    return many and "armed" not in incident.sorts and barred.isdisjoint(one.actor.kind for one in incident.victims)


def _is_warded_off_somewhere(incident: Incident) -> bool:
    """Whether it is told where an attack was beaten off, though not whose it was: "all attacks on the town were repelled"."""
    aims = {incident.sentence.tokens[head].lower for head in incident.heads}
    return bool(incident.places or incident.near or aims & (word_set("spots") | word_set("military_sites")))


def is_noun_dated(document: Document, incident: Incident) -> bool:
    """Whether the day is the noun's own: "Tuesday's barrage", "the strike in X on 8 November"."""
    sentence, at = incident.sentence, incident.trigger
    if incident.match.verbal or is_dated(document, incident):
        return not incident.match.verbal
    for time in within(document.times, sentence.start, sentence.end):
        token = sentence.token_at(time.start)
        above = [] if token is None else ancestors(sentence, token.i)
        path = above[: above.index(at)] if at in above else None
        if path is not None and all(sentence.tokens[i].tag[:1] in "NI" for i in path):
            return True
    return False


def is_dated(document: Document, incident: Incident) -> bool:
    """Whether a noun of violence has a place and a day of its own: "condemned the attack on X on Sunday"."""
    if not (incident.near or incident.places) or incident.give["family"] not in ("violence", "release"):
        return False
    sentence, at = incident.sentence, incident.match.token
    for time in within(document.times, at.end, min(sentence.end, at.end + _BESIDE)):
        between = sentence.tokens_in(at.end, time.start)
        day = time.interval is not None and time.interval.precision == 1
        if day and not any(token.tag.startswith(("VB", "MD")) or token.text in (",", ";") for token in between):
            return True
    return False


def _only_recalled(incident: Incident) -> bool:
    """Whether a noun only recalls what nothing else tells of: "The strike came hours after"."""
    tokens = incident.sentence.tokens
    own = {tokens[child].lower for child in incident.match.token.children}
    bare = incident.signs <= {"happens", "acts", "alone"} and not incident.near
    return "the" in own and bare and incident.give["family"] == "violence"


def _hits_some(incident: Incident) -> bool:
    """Whether it is told that somebody or something was hit: "two were hanged", "a van was ambushed"."""
    tokens = incident.sentence.tokens
    if not incident.match.roles.passive or not incident.heads:
        return False
    if incident.match.token.lemma in words("plain_attacks"):
        return bool(incident.sorts & {"civil", "armed", "military_site", "civil_site"})
    return incident.rank >= _TELLING or (incident.rank >= _SURE and any(tokens[head].tag == "CD" for head in incident.heads))


def _is_hit(incident: Incident) -> bool:
    """Whether a house or post is told to have been hit from the air at a place, by whomever: "a clinic was struck in X"."""
    hit = incident.match.roles.passive and incident.match.token.lemma in words("struck_by_air")
    return hit and incident.match.frame.name == "airstrike" and bool(incident.near or incident.places)


def _takes_many(incident: Incident) -> bool:
    """Whether people are counted who were taken, though nobody says by whom: "hundreds were arrested"."""
    heads = incident.heads if incident.match.verbal and incident.match.roles.passive and "alone" in incident.signs else []
    tokens = incident.sentence.tokens
    return any(tokens[head].tag == "CD" or tokens[head].lower in word_set("measures", "amounts") for head in heads)


def _is_under_fire(incident: Incident) -> bool:
    """Whether bullets are meant, not blame: an armed or standing target, and no "for" or "over" what."""
    link = governor(incident.sentence, incident.trigger)
    blamed = link is not None and {incident.sentence.tokens[i].lower for i in incident.sentence.tokens[link[0]].children} & {
        "for",
        "over",
    }
    craft = any(incident.sentence.tokens[head].lower in words("manned") for head in incident.heads)
    hit = incident.sorts & {"armed", "military_site", "civil_site", "manned", "property"}
    return (craft or not blamed) and bool(hit or fighting(incident.victims))


def _vague(incident: Incident) -> bool:
    """An action only spoken about ("condemned the violence"), with a kind that says little."""
    return incident.rank <= 1


def _is_gathering(incident: Incident) -> bool:
    heads = {incident.sentence.tokens[head].lower for head in incident.doer_heads}
    fighters = _is_armed(incident) or any(one.actor.kind == "police" for one in incident.doers)
    if incident.match.verbal and (fighters or heads & word_set("armed", "forces")):
        return False  # "rebels marched into the town"
    if incident.match.verbal and len(incident.match.words) == 1:
        return _is_crowd(incident) and not children(incident.sentence, incident.trigger, "dobj", "ccomp")
    lowers = {token.lower for token in incident.sentence.tokens}
    shown = {"does", "happens", "acts", "harmed", "strikes"} | (
        set() if incident.match.token.lower in words("devout") else {"talk"}
    )
    return (
        incident.match.verbal
        or bool(incident.signs & shown)
        or bool(lowers & {"protesters", "demonstrators", "demanding", "demand", "against", "thousands", "hundreds"})
    )


def _is_armed(incident: Incident) -> bool:
    """Whether those who act are of a force; its "supporters", who march, are not."""
    tokens = incident.sentence.tokens
    unarmed = bool(incident.doer_heads) and all(
        tokens[i].lower in word_set("civilians", "protesters") | words("crowds") for i in incident.doer_heads
    )
    return not unarmed and any(one.actor.kind in _ARMED for one in incident.doers)


def _is_mounted(incident: Incident, *, victim: bool) -> bool:
    """Whether an operation is one of arms: armed people mounted it against somebody or somewhere, or people fell in it."""
    own = {incident.sentence.tokens[i].lower for i in incident.sentence.tokens[incident.trigger].children}
    forces = {"military", "police", "rebel", "militia", "state"}
    armed = any(one.actor.kind in forces for one in incident.doers)
    aimed = victim or bool(incident.places) or bool(incident.near) or _has_purpose(incident)
    fell = any(one.actor.kind in forces for one in incident.victims)
    fell = fell and ("strikes" in incident.signs or ("harmed" in incident.signs and (armed or bool(incident.near))))
    if own & words("peaceful"):  # "killed in a rescue operation"; but "two militants died in a search operation"
        return fell and any(one.actor.kind in ("rebel", "militia") for one in incident.victims)
    return (armed and "does" in incident.signs and aimed) or fell


def _has_purpose(incident: Incident) -> bool:
    """Whether it is told what an operation is for: "launched an operation to retake the town"."""
    tokens, verb = incident.sentence.tokens, incident.match.token.head
    own = [one for one in children(incident.sentence, incident.trigger, "acl", "relcl") if tokens[one].tag[:2] == "VB"]
    own = [one for one in own if tokens[one].dep == "acl" or tokens[one].tag == "VB"]
    return bool(children(incident.sentence, verb, "advcl", "xcomp") + own)


def _by_gun(incident: Incident) -> bool:
    """Whether armed people did it, so that whoever they killed lived: "gunmen killed a chief", not "the vote killed the bill"."""
    armed = fighting(incident.doers) and all(one.actor.kind in _ARMED | {"unknown", "police"} for one in incident.doers)
    return bool(armed) and all(incident.sentence.tokens[head].tag.startswith("N") for head in incident.heads)


def _is_airing(incident: Incident) -> bool:
    """Whether people gathered to protest: those who did are called so, or it is told what they demanded."""
    sentence = incident.sentence
    if any(sentence.tokens[head].lower in word_set("protesters") for head in incident.doer_heads):
        return True
    aims = children(sentence, incident.trigger, "advcl", "xcomp")
    return _is_crowd(incident) and any(sentence.tokens[aim].lemma in words("demanding") for aim in aims)


def _is_crowd(incident: Incident) -> bool:
    tokens = incident.sentence.tokens
    return any(
        tokens[head].tag == "NNS" or tokens[head].lower in word_set("civilians", "protesters") for head in incident.doer_heads
    )
