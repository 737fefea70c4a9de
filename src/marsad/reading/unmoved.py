"""What only looks as if a movement were told: an aim, an onlooker, people or shells that are moved."""

from __future__ import annotations

from marsad.model import Actor
from marsad.reading.casting import doers_at, fighting, lemma_set, word_set
from marsad.reading.document import Document
from marsad.reading.frames import Match, frames_of, is_aim
from marsad.reading.holdings import leaves_as, moves_others
from marsad.reading.onlookers import describes_next
from marsad.reading.syntax import children, roles
from marsad.reading.ways import movement_words

_PUSHED = ("advance", "out-from", "drove-off", "out-towards")
"""Frames of verbs that also tell what somebody does to others: "drove the rebels out of X"."""
_STATES = ("state", "government")
_SENT = ("reinforcement", "reinforcements")


def is_unmoved(document: Document, match: Match) -> bool:
    """Whether the words only look as if a movement were told: an aim, an onlooker, people or shells that are moved."""
    sentence = match.sentence
    if match.verbal and is_aim(sentence, match.trigger, lemma_set("real_infinitives")):
        return True
    marks = children(sentence, match.trigger, "mark")
    hurt = [one for head in match.roles.object for one in children(sentence, head, "amod")]
    if match.token.lemma == "evacuate" and any(sentence.tokens[one].lower in ("wounded", "injured") for one in hurt):
        return True  # "to evacuate injured residents from a collapsing building"
    above = sentence.tokens[match.token.head]
    unsure = {sentence.tokens[one].lower for one in children(sentence, above.i, "aux")} & {"could", "would", "may", "might"}
    if match.verbal and match.token.dep in ("ccomp", "xcomp") and above.lemma in movement_words("letting") and unsure:
        return True  # "the clashes could allow the group to regroup"
    if _is_flown_out(document, match):
        return True
    left = {sentence.tokens[one].lower for one in match.role("from")[:1]} & movement_words("dealings")
    if match.frame.give["action"] == "withdraw" and left:
        return True  # "pulled out of the talks"
    if match.token.lemma == "evacuation" and {sentence.tokens[one].lower for one in match.role("who")} & movement_words("sick"):
        return True  # "the evacuation of 20 patients"
    if match.verbal and any(sentence.tokens[one].lower in ("before", "until", "till") for one in marks):
        return True
    if match.verbal and match.token.dep in ("ccomp", "xcomp") and sentence.tokens[match.token.head].lemma == "let":
        return True  # "to let civilians leave the city"
    if match.verbal and describes_next(document, sentence, match.trigger):
        return True
    if match.token.lemma == "drive" and {sentence.tokens[one].lower for one in match.roles.object} & movement_words("driven"):
        return True  # "drove a truck into the station"
    onward = [
        one
        for one in children(sentence, match.trigger, "xcomp", "ccomp", "advcl", "acl")
        if one in match.words or one < max(match.words)
    ]
    if match.token.lemma in movement_words("seeing") and _leads_on(match):
        return True  # "saw tanks heading towards X"
    if match.token.lemma == "see" and any(sentence.tokens[one].lower in frames_of("movements").triggers for one in onward):
        return True  # "were seen leaving X in trucks"
    if match.frame.give.get("within") and word_set("military_sites") & {sentence.tokens[one].lower for one in match.role("who")}:
        return True  # "the base is 5 km from X"
    if not match.verbal and _comes_by(match):
        return True
    back = any(sentence.tokens[one].lower == "back" for one in match.token.children)
    if match.verbal and match.frame.give["action"] == "reinforce" and match.roles.passive and back and match.roles.subject:
        return True  # "were flown back to X by the authorities"
    if _moves_goods(match):
        return True
    if _moves_on(match) or _goes_on_with(match) or _comes_to_no_place(document, match):
        return True
    if (match.roles.passive and match.token.lemma == "parade") or _leads_people(match):
        return True  # prisoners are paraded, or marched away
    led = match.frame.name in ("pushed-back", "left-for")  # "families left for X", which the parse may take for a participle
    if match.verbal and match.frame.give["action"] == "withdraw" and not led and moves_others(match):
        return True  # "moved launchers out of the city"
    handed = match.verbal and match.roles.by("to") and children(sentence, match.trigger, "dobj")
    attackers = movement_words("attacks") | movement_words("at_large")
    pushed = {sentence.tokens[head].lower for head in match.role("who")} & attackers
    somewhere = match.frame.name != "pushed-back" or match.role("to") or match.role("from")
    pushed -= movement_words("at_large") if somewhere else set()  # "the attackers were pushed back": repelled
    forced = match.roles.passive or match.frame.name == "pushed-back"
    if match.frame.give["action"] == "withdraw" and pushed - (set() if forced else {"it"}):
        return True  # "two attempts to storm it were pushed back"; but "it withdrew"
    if match.token.lemma == "leave" and (leaves_as(match) or handed or _leaves_behind(match)):
        return True  # "leaving the base as the last stronghold", "leaving the road to the rebels"
    pushes = match.verbal and match.frame.name in _PUSHED and match.token.lemma in movement_words("pushing")
    if pushes and fighting(doers_at(document, sentence, match.roles.object, match.trigger)):
        return True  # "were pushed out", "drove the rebels north"
    return any(sentence.tokens[head].lower in movement_words("munitions") for head in match.role("who"))


def moves_otherwise(match: Match, moved: tuple[Actor, ...]) -> bool:
    """Whether those who move do so in another sense: they come from where they were born, police move in on a crowd."""
    if match.frame.give.get("past") and match.token.tag not in ("VBD", "VBN", "VBG"):
        return True  # "the fighters come from Chechnya"
    if match.token.lemma != "move" or len(match.words) == 1:
        return False
    particle = match.frame.name == "advance" and [match.sentence.tokens[one].lower for one in match.words[1:]] == ["in"]
    police = particle and all(one.kind == "police" for one in moved)
    return police or (match.frame.name == "returned" and moved[0].kind in _STATES)  # "the government moved to X"


def _is_flown_out(document: Document, match: Match) -> bool:
    """Whether some of the wounded are brought to a hospital: "22 were wounded; six of them were flown to X"."""
    if match.frame.name != "reinforce" or not match.roles.passive:
        return False
    heads = match.roles.object
    whole = [one for head in heads for one in roles(match.sentence, head).by("of")]
    some = {match.sentence.tokens[one].lower for one in (whole or heads)} & {"them", "whom", "they"}
    earlier = document.sentences[max(0, match.sentence.index - 1)]
    near = set(earlier.lowers) | {token.lower for token in match.sentence.tokens[: match.trigger]}
    return bool(some) and not movement_words("hurt").isdisjoint(near)


def _leads_on(match: Match) -> bool:
    """Whether a participle tells where those go who are seen, and so another movement."""
    sentence = match.sentence
    lower = [
        token
        for token in sentence.tokens[match.trigger + 1 :]
        if token.tag == "VBG" and token.dep in ("acl", "xcomp", "ccomp", "advcl", "conj", "relcl", "pcomp")
    ]
    to = ("to", "for", "towards", "toward", "into", "out", "from", "on")
    return any(
        token.lower in frames_of("movements").triggers
        and (any(sentence.tokens[one].lower in to for one in token.children) or children(sentence, token.i, "dobj"))
        for token in lower
    )


def _moves_on(match: Match) -> bool:
    """Whether a participle only says whose those are who then come: "reinforcements sent by the RSF reached X"."""
    sentence, token = match.sentence, match.token
    if token.dep != "acl" or not match.roles.passive or match.role("to"):
        return False
    above = sentence.tokens[token.head]
    return above.dep == "nsubj" and sentence.tokens[above.head].lower in frames_of("movements").triggers


def _moves_goods(match: Match) -> bool:
    """Whether something else is moved, not a force that goes: "to move its weapons north of the river"."""
    sentence = match.sentence
    if not match.verbal or match.roles.passive or match.frame.give["action"] != "advance" or match.token.lemma != "move":
        return False
    own = [one for one in children(sentence, match.trigger, "dobj") if one not in match.words]
    lowers = {sentence.tokens[one].lower for one in own if sentence.tokens[one].tag in ("NN", "NNS")}
    lowers = {one for one in lowers if not one.endswith(("ward", "wards"))}
    return bool(lowers) and not lowers & (word_set("armed", "forces", "units") | movement_words("cargo"))


def _comes_by(match: Match) -> bool:
    """Whether a verb tells where those go whom a noun of action names: "reinforcements never arrived", "were sent to X"."""
    sentence, token = match.sentence, match.token
    verbs = [token.head] if token.dep in ("nsubj", "nsubjpass", "dobj") else []
    column = sentence.tokens[sentence.tokens[token.head].head]
    if token.dep == "pobj" and column.dep == "nsubj" and column.lower in word_set("forces", "amounts"):
        verbs.append(column.head)  # "a column of reinforcements reached X"
    verbs += children(sentence, match.trigger, "acl", "relcl")
    going = frames_of("movements").verbs
    return token.lower in _SENT and any(sentence.tokens[one].lower in going for one in verbs)


def _goes_on_with(match: Match) -> bool:
    """Whether a participle only says where those go of whom the verb tells that they leave: "left X, heading for Y"."""
    above = match.sentence.tokens[match.token.head]
    heading = match.token.tag == "VBG" and match.token.dep == "advcl" and match.token.lemma in ("head", "move", "make")
    return heading and above.lemma in movement_words("leaving") and match.token.head < match.trigger


def _leads_people(match: Match) -> bool:
    """Whether somebody is led away, so that nobody withdraws: "marched 20 men off"."""
    if match.frame.give["action"] != "withdraw" or match.roles.passive:
        return False
    tokens = match.sentence.tokens
    own = [{tokens[one].lower for one in tokens[head].children} & {"its", "their", "his"} for head in match.roles.object]
    led = {tokens[head].lower for head, mine in zip(match.roles.object, own, strict=True) if not mine}
    return bool(led & (word_set("civilians") | {"men", "hostages", "captives"}) - word_set("armed"))


def _leaves_behind(match: Match) -> bool:
    """Whether what is left is behind those who went: "leaving behind weapons", "left 30 bodies behind"."""
    return match.verbal and any(match.sentence.tokens[one].lower == "behind" for one in match.token.children)


def _comes_to_no_place(document: Document, match: Match) -> bool:
    """Whether what somebody comes or returns to is no place: "came into conflict in X", "returned to power in X"."""
    if match.frame.name != "returned":
        return False
    heads = [head for head in match.role("to") if head > match.trigger]
    spots = word_set("spots", "military_sites", "civil_sites") | movement_words("towns") | movement_words("lands")
    spots -= movement_words("offices")
    tokens = match.sentence.tokens
    return any(tokens[head].tag[:3] != "NNP" and tokens[head].lower not in spots for head in heads[:1])
