"""What a claim of control says of a place: taken, held, lost; turned where the words say that it is over or goes on."""

from __future__ import annotations

from itertools import pairwise

from marsad.reading.extents import control_words
from marsad.reading.frames import Match
from marsad.reading.syntax import children


def status_of(match: Match) -> str:
    """The frame's status, turned where it is told that it is over, or that it goes on."""
    status = str(match.frame.give["status"])
    if status == "held" and _no_longer(match):
        return "lost"
    if status == "contested" and match.token.lemma == "claim" and len(match.roles.subject) == 1:
        return "held"  # one side says so; two sides that do contest it
    still = any(match.sentence.tokens[one].lower == "still" for one in match.token.children)
    lasting = match.verbal and match.token.lemma in control_words("lasting") and (still or _goes_on_now(match))
    return "held" if lasting else status


def _goes_on_now(match: Match) -> bool:
    """Whether a verb is in the present, or tells what has been going on: "have been occupying"."""
    helping = {match.sentence.tokens[one].lower for one in children(match.sentence, match.trigger, "aux")}
    passive = {match.sentence.tokens[one].lower for one in children(match.sentence, match.trigger, "auxpass")}
    stands = bool(passive & {"is", "are"}) and not helping
    goes_on = match.token.tag == "VBG" and bool(helping & {"is", "are", "was", "were", "been"})
    active = bool(helping & {"has", "have", "had"}) and not match.roles.passive
    goes_on = goes_on or (active and bool(match.roles.by("since")))  # "have occupied it since May"
    return match.token.tag in ("VBZ", "VBP") or stands or goes_on


def _no_longer(match: Match) -> bool:
    """Whether it was so and isn't any more: "no longer in government hands"."""
    lowers = [token.lower for token in match.sentence.tokens[max(0, match.trigger - 2) : max(match.words)]]
    return any(pair == ("no", "longer") for pair in pairwise(lowers))
