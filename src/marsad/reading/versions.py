"""Who gives another account of an event that was told: who owns up to it, puts it on another, or says that it was beaten off."""

from __future__ import annotations

from marsad.reading.document import Sentence, Token
from marsad.reading.incident import Event, Incident, frames, in_brief, words
from marsad.reading.language import word_list
from marsad.reading.parties import shared
from marsad.reading.syntax import ancestors, children, is_owned

_BACK = frozenset({"it", "he", "she", "they"})


def countered(events: list[Event], incident: Incident) -> Event | None:
    """The event that one who denies it blames on another: "denied that they fired, and accused the army of hitting it itself"."""
    sentence = incident.sentence
    if not any(sentence.tokens[i].lemma in words("blaming") for i in ancestors(sentence, incident.trigger)):
        return None
    denied = (event for event in reversed(events) if any(_just_before(denial, incident) for denial in event.denials))
    return next((event for event in denied if event.lead.give["family"] == incident.give["family"]), None)


def _just_before(one: Incident, other: Incident) -> bool:
    return 0 <= other.sentence.index - one.sentence.index <= 1 and one.match.token.start < other.match.token.start


def owns_up(event: Event, incident: Incident) -> bool:
    """Whether one who says whom he struck owns up to what was told before: "The army said it had targeted militants"."""
    sentence, token = incident.sentence, incident.match.token
    above = sentence.tokens[token.head]
    if event.lead.sentence is sentence:  # "the army, which denies bombing civilians, said it had hit a camp"
        return False
    said = token.dep == "ccomp" and above.lemma in word_list("frames", "telling")
    if said and _claims(sentence, above):
        return incident.match.verbal and event.lead.give["family"] == "violence"
    pronoun = any(sentence.tokens[head].lower in ("it", "they") or is_owned(sentence, head) for head in incident.doer_heads)
    if not (incident.match.verbal and said and pronoun and token.lemma in words("aiming")):
        return False
    hit = event.lead.give["type"].partition("/")[2] in ("aerial", "drone", "explosives", "heavy-weapons")
    return hit and (not event.lead.doers or shared(event.lead.doers, incident.doers))


def _claims(sentence: Sentence, saying: Token) -> bool:
    """Whether words go with a claim to a deed: "claimed the attack, saying it had killed six"."""
    claim = sentence.tokens[saying.head]
    deeds = {sentence.tokens[child].lower for child in children(sentence, claim.i, "dobj")}
    return (
        saying.dep == "advcl"
        and claim.lemma == "claim"
        and ("responsibility" in deeds or not deeds.isdisjoint(frames().triggers))
    )


def tells_otherwise(event: Event, incident: Incident) -> bool:
    """Whether a party gives its own account of what others told in the body: "The army said it had hit a command centre"."""
    told = any(not in_brief(part) for part in event.parts) and not any(map(_says_itself, event.parts))
    above = incident.sentence.tokens[incident.match.token.head]
    owned = told and owns_up(event, incident) and not _claims(incident.sentence, above)
    return owned or _beat_off(event, incident)


def _beat_off(event: Event, incident: Incident) -> bool:
    """Whether one side says that an attack failed of which somebody else has told: "The army said its troops had repelled it"."""
    sentence, before = incident.sentence, event.parts[-1].sentence
    if incident.told_by is None or before is sentence or any(one.told_by is not None for one in event.parts):
        return False
    mine = _telling(incident)
    if all(in_brief(part) for part in event.parts) or not mine or any(mine & _telling(part) for part in event.parts):
        return False
    return mine.isdisjoint(_BACK) or sentence.index - before.index > 1


def _telling(incident: Incident) -> set[str]:
    """The head words for those who tell of an incident in its own sentence."""
    sentence, tokens = incident.sentence, incident.sentence.tokens
    verbs = [i for i in ancestors(sentence, incident.trigger) if tokens[i].lemma in word_list("frames", "telling")]
    above = [i for i in verbs if tokens[i].dep == "advcl" and not children(sentence, i, "nsubj")]  # "denied it, saying"
    return {tokens[one].lower for i in (*verbs, *(tokens[i].head for i in above)) for one in children(sentence, i, "nsubj")}


def _says_itself(incident: Incident) -> bool:
    """Whether those who did it tell of it: "The army said it had carried out a strike"."""
    sentence, tokens = incident.sentence, incident.sentence.tokens
    spoken = any(tokens[i].lemma in word_list("frames", "telling") for i in ancestors(sentence, incident.trigger))
    return spoken and any(tokens[head].lower in ("it", "they") or is_owned(sentence, head) for head in incident.doer_heads)
