"""What can be held, taken or lost: a named place, a part of one, a site; and who lost it."""

from __future__ import annotations

from functools import lru_cache

from marsad.model import Actor, PlaceMention
from marsad.reading.casting import actors_at, doers_at, fighting, places_at, word_set
from marsad.reading.document import Document, Sentence, within
from marsad.reading.extents import control_words, is_area
from marsad.reading.frames import Match
from marsad.reading.holdings import below, is_place, listed_places, set_by_verb, sites_of, town_of, way_from
from marsad.reading.referring import army_of_office
from marsad.reading.syntax import children, roles
from marsad.reading.toponyms import unlisted_at


@lru_cache(maxsize=32)
def _any_of(*names: str) -> frozenset[str]:
    """The words of several lists together."""
    return frozenset().union(*(control_words(name) for name in names))


def holdable(document: Document, match: Match, head: int) -> bool:
    """Whether the object can be held: a named place, a part of one, or a site."""
    token = match.sentence.tokens[head]
    if match.frame.give.get("roads"):
        return token.lower in control_words("roads")
    if token.lower in control_words("institutions") and match.frame.give["status"] == "held" and _is_governed(match):
        return False
    if token.lower in control_words("shares") or token.tag == "CD":
        whole = _whole(match.sentence, head)
        if whole != head and match.sentence.tokens[whole].lower in _any_of("unnamed", "grounds"):
            return True
        if whole != head and match.sentence.tokens[whole].lower in control_words("quarters_of_land"):
            bare = match.frame.give["status"] == "held" and token.lower in control_words("shares")  # "large swathes of the south"
            return bare or bool(children(match.sentence, whole, "poss") or roles(match.sentence, whole).by("of"))
    if is_area(match.sentence, head):
        return bool(places_at(document, match.sentence, [head]) or set_by_verb(document, match))
    if listed_places(document, match.sentence, head):
        return True
    named = bool(places_at(document, match.sentence, [head]))
    if (
        sites_of(document, match.sentence, head)
        and token.lower not in control_words("sites")
        and not match.frame.give.get("weak")
    ):
        return True  # "both ends of the bridge"
    side = {match.sentence.tokens[one].lower for one in children(match.sentence, head, "amod")} & control_words("directions")
    if token.lower in control_words("not_places") and not named and not side:  # but "the western part"
        return False
    guarded = token.lower in control_words("guarded") and match.token.lemma != "take"  # "charged with securing the capital"
    if match.frame.give.get("weak") and token.lower in control_words("posts") and not guarded:
        return True
    if match.frame.give.get("weak") and _is_taken(document, match, head):
        return True
    if match.frame.give.get("weak"):
        known = bool(within(document.places, token.start, token.end)) or (named and token.lower in control_words("towns"))
        return known or (
            match.token.lemma in ("take", "clear") and _by_force(document, match) and bool(unlisted(document, match, head))
        )
    if named and token.tag == "NNP" and unlisted_at(document, match.sentence, head) is not None:
        return bool(unlisted(document, match, head)) or is_place(document, match.sentence, head)
    if named:
        told = any(one.text == token.text for one in document.places)  # a name that is shown elsewhere to be a place's
        return told or token.lower in _any_of("towns", "sites", "unnamed", "shares") or is_place(document, match.sentence, head)
    if token.lower in control_words("towns") and (
        town_of(document, match.sentence, head) or way_from(document, match.sentence, head)
    ):
        return True  # "the south of the town", "the countryside east of X"
    return token.lower in _any_of("sites", "unnamed") or bool(unlisted(document, match, head))


def _is_governed(match: Match) -> bool:
    """Whether a body is held by law or votes: "parliament, which is controlled by X", "the government controls the ministry"."""
    by = {match.sentence.tokens[head].lower for head in match.role("who")}
    told = match.token.dep in ("relcl", "acl") and match.roles.passive
    return told or bool(by & {"government", "party", "parties", "president", "ministry", "authorities", "state"})


def _by_force(document: Document, match: Match) -> bool:
    """Whether an armed force does what is done to people as often: what "Ukrainian units abandoned" is a place."""
    doers = doers_at(document, match.sentence, match.role("who"), match.trigger)
    forces = any(army_of_office(one.actor).kind in ("military", "rebel", "militia") for one in doers)
    men = {match.sentence.tokens[head].lower for head in match.role("who")} & word_set("armed", "forces", "units")
    forces = forces or bool(doers and men)  # "its troops, the ministry said, had taken the heights"
    return forces and match.token.lemma not in control_words("freeing")


def _is_taken(document: Document, match: Match, head: int) -> bool:
    """Whether a weak verb takes a site: from somebody ("took three caves from X"), or in a place ("cleared the silo in X")."""
    token = match.sentence.tokens[head]
    if match.frame.give["status"] != "captured" or token.lower not in control_words("sites") - control_words("passages"):
        return False
    if any(match.sentence.tokens[one].lower == "of" for one in children(match.sentence, match.trigger, "prep")):
        return False  # "cleared the building of mines"
    if losers(document, match, [head]) or places_at(document, match.sentence, [head]) or set_by_verb(document, match):
        return True
    return match.token.lemma == "take" and token.lower in control_words("terrain") and _by_force(document, match)


def _whole(sentence: Sentence, head: int) -> int:
    """What a share is of: "capital" of "80 per cent of the capital"."""
    return next(iter(roles(sentence, head).by("of")), head)


def losers(document: Document, match: Match, heads: list[int]) -> tuple[Actor, ...]:
    """Who held the place before: the parse may hang "from ..." on the last place of a list."""
    sentence = match.sentence
    named = [*heads, *(one for head in heads for one in below(sentence, head))]  # "the village of X from Y"
    lost = match.role("previous") or [one for head in named for one in roles(sentence, head).by("from")]
    lost = lost or [one for head in heads for one in _had_held(sentence, head) if match.frame.give["status"] == "captured"]
    if match.frame.give.get("out"):
        return fighting(doers_at(document, sentence, lost, match.trigger))
    return fighting(actors_at(document, sentence, lost))


def _had_held(sentence: Sentence, head: int) -> list[int]:
    """Who had held what is now taken: "captured the base, which X had held since May"."""
    for clause in children(sentence, head, "relcl"):
        about = roles(sentence, clause)
        past = any(sentence.tokens[one].lower == "had" for one in children(sentence, clause, "aux"))
        if past and sentence.tokens[clause].lemma in ("hold", "control") and not about.passive:
            return about.subject
    return []


def unlisted(document: Document, match: Match, head: int) -> list[PlaceMention]:
    """A place that the gazetteer lacks: the bare object of a verb that takes places, or the name about a town, part or site."""
    sentence = match.sentence
    lower = sentence.tokens[head].lower
    if lower in _any_of("towns", "sites", "shares", "unnamed"):
        named = below(sentence, head) + children(sentence, head, "poss", "compound")
    elif match.token.lemma in control_words("personal") and len(match.words) == 1 and not _by_force(document, match):
        named = []
    else:
        named = [head]
    sure = match.token.lemma in control_words("surely") or {sentence.tokens[i].lower for i in match.words} & control_words(
        "sure_nouns"
    )
    found = (unlisted_at(document, sentence, name, sure=bool(sure)) for name in named)
    return [one for one in found if one is not None][:1]
