"""Who moved: the forces or people of a movement, by the words that name them."""

from __future__ import annotations

from marsad.model import Actor
from marsad.reading.casting import actors_at, counted, doers_at, fighting, lemma_set, named_before, word_set
from marsad.reading.document import Document, within
from marsad.reading.draft import Draft
from marsad.reading.frames import Match, modifiers
from marsad.reading.recalling import FIGHTERS, previous_actors
from marsad.reading.syntax import ancestors, children, noun_phrase, roles
from marsad.reading.ways import cargo, movement_words

_SENT = ("reinforcement", "reinforcements")
_MANY = 100
"""From this number on those who flee without a name are people: "20,000 have left"."""
_AGAIN = 2
"""Sentences back that "the unit" may have been told to move."""
_PICTURED = 8
"""Words before "showing" within which pictures are named, and between a vehicle and the gun on it."""


def movers(document: Document, match: Match) -> tuple[Actor, ...]:
    """Who moved: the subject or who was moved, whose forces were sent, whom a pronoun means."""
    sentence = match.sentence
    if match.frame.name == "seen" and not seen_moving(match):
        return ()
    heads = counted(sentence, _evacuated(match) or seen_moving(match) or _of_those(match) or match.role("who"))
    heads = [one for head in heads for one in _aboard(match, _antecedent(match, head))]
    if match.token.lower == "sheltering" and len(heads) == 1 and _is_one(match, heads[0]):
        return ()  # "said a farmer sheltering in a church"
    mentions = doers_at(document, sentence, heads, match.trigger)
    if not match.verbal:
        mentions = named_before(document, sentence, modifiers(sentence, match.trigger)) + mentions
    flight = match.frame.give["action"] == "flee" or match.token.lemma in movement_words("flights")
    actors = fighting(mentions, people=flight or any(sentence.tokens[head].lower in ("men", "forces") for head in heads))
    actors = tuple(actor for actor in actors if actor.kind not in ("media", "organisation"))
    if match.frame.give.get("cargo") and not any(actor.kind in FIGHTERS for actor in actors):
        sent = (fighting(actors_at(document, sentence, heads)) for heads in (match.role("cargo"), cargo(match)))
        actors = next(filter(None, sent), actors)
    if match.frame.give.get("cargo") and actors and all(one.id is None for one in actors):
        army = fighting(actors_at(document, sentence, match.role("cargo")))  # "his government is to deploy the army"
        actors = army if army and army[0].id else actors
    if heads and not match.frame.give.get("cargo") and sentence.tokens[heads[0]].lower in movement_words("one_man"):
        return ()  # "its leader fled", "a delegation left for X"
    forced = _forced(document, match, heads)
    if forced is not None:
        return forced
    if not actors and heads:  # "the mission, ATMIS, prepares to withdraw"
        called = [one for head in heads for one in children(sentence, head, "appos") if sentence.tokens[one].tag == "NNP"]
        actors = fighting(actors_at(document, sentence, called))
    if actors or not heads:
        return actors
    word = sentence.tokens[heads[0]].lower
    if word in _SENT:
        return _senders(document, match)
    if flight and word in ("he", "she"):  # "He fled to X": the person told of before
        people = [one.actor for one in within(document.actors, 0, sentence.start) if one.actor.kind == "person"]
        return tuple(people[-1:])
    if word in ("its", "their"):
        return _owner(document, match) or (() if _asked(match) else previous_actors(document, sentence, singular=word == "its"))
    if flight and sentence.tokens[heads[0]].tag == "CD" and match.token.tag[:1] == "V" and _are_people(match, heads[0]):
        return (Actor(None, "people", "civilians"),)
    fled = match.frame.give["action"] == "flee" and word in movement_words("fled")
    if fled or (flight and word in movement_words("refugees")):
        sort = sentence.tokens[heads[0] - 1].lower if heads[0] else ""
        name = sentence.tokens[heads[0]].text if sentence.tokens[heads[0]].text[1:2].isupper() else word  # "IDPs"
        return (Actor(None, f"{sort} {word}" if sort in movement_words("sorts") else name, "civilians"),)
    if word in movement_words("at_large"):
        return (Actor(None, word, "unknown"),)
    return _machines(match, _mounted(match, heads[0]))


def _is_one(match: Match, head: int) -> bool:
    """Whether one person is spoken of, and no family or group."""
    token = match.sentence.tokens[head]
    own = {match.sentence.tokens[one].lower for one in children(match.sentence, head, "det")}
    return token.tag == "NN" and bool(own & {"a", "an"}) and token.lower in word_set("civilians") - movement_words("groups")


def _antecedent(match: Match, head: int) -> int:
    """The noun of whom a clause tells: "X troops, several thousand of whom are deployed in Y"; else the head itself."""
    tokens = match.sentence.tokens
    if tokens[head].lower != "whom":
        return head
    return next((tokens[up].head for up in (match.trigger, *ancestors(match.sentence, head)) if tokens[up].dep == "relcl"), head)


def _aboard(match: Match, head: int) -> list[int]:
    """Whom vehicles carry: "forty trucks loaded with X troops"; else the head itself."""
    sentence = match.sentence
    if sentence.tokens[head].lower not in movement_words("wheels") | movement_words("driven"):
        return [head]
    for clause in children(sentence, head, "acl", "amod"):
        if clause > head and sentence.tokens[clause].lower in movement_words("laden"):
            aboard = roles(sentence, clause).by("with", "of") + children(sentence, clause, "dobj")
            return counted(sentence, aboard) or [head]
    return [head]


def _of_those(match: Match) -> list[int]:
    """Of whom a bare "most" or "some" is part: "the troops left, and most have crossed the border"."""
    tokens, token = match.sentence.tokens, match.token
    own = [one for one in match.roles.subject if one < match.trigger]
    bare = len(own) == 1 and (tokens[own[0]].lower in movement_words("several") or tokens[own[0]].tag == "CD")
    bare = (
        bare
        and all(tokens[one].lower in ("them", "whom") for one in _whole(match, own[0]))
        and (not children(match.sentence, own[0], "det", "nummod", "amod", "compound"))
    )
    return roles(match.sentence, token.head).subject if bare and token.dep == "conj" else []


def seen_moving(match: Match) -> list[int]:
    """Whom an onlooker saw: "a reporter saw soldiers in X", "was seen by a reporter leaving X"; empty where nobody looks on."""
    tokens, token = match.sentence.tokens, match.token
    above = tokens[token.head]
    by = tokens[above.head]
    if token.dep == "acl" and above.dep == "pobj" and by.dep == "agent" and tokens[by.head].lemma in movement_words("seeing"):
        return children(match.sentence, by.head, "nsubjpass")
    if token.tag == "VBG" and token.dep == "advcl" and above.lemma in movement_words("seeing") and above.i < token.i:
        told = roles(match.sentence, above.i)
        onlookers = {tokens[one].lower for one in told.subject} & movement_words("onlookers")
        return told.object if onlookers and not told.passive else []  # "a reporter saw tanks, some towed, heading east"
    if not match.verbal or token.lemma not in movement_words("seeing") or match.roles.passive:
        return []
    return match.roles.object if is_looked_on(match) else []


def is_looked_on(match: Match) -> bool:
    """Whether a witness sees or pictures show: "a photographer saw", "footage showing"."""
    tokens, words = match.sentence.tokens, movement_words("onlookers")
    subjects = {tokens[head].lower for head in match.roles.subject}
    if match.token.lemma == "show" or not subjects:
        own = [tokens[child].lower for head in match.roles.object for child in children(match.sentence, head, "poss")]
        if own and own[0] in ("its", "their", "his"):
            return False  # "a video that it says shows its men in the base"
        before = {token.lower for token in tokens[max(0, match.trigger - _PICTURED) : match.trigger]}
        return bool((subjects | before) & movement_words("pictures"))
    return bool(subjects & words)


def _mounted(match: Match, head: int) -> int:
    """The vehicle on which a weapon is, of "pick-up trucks mounted with guns"; else the head itself."""
    tokens = match.sentence.tokens
    if tokens[head].lower not in movement_words("of_war"):
        return head
    before = [one.i for one in tokens[max(0, head - _PICTURED) : head] if one.lower in movement_words("wheels")]
    apart = any(one.text in (",", ";") for one in tokens[before[-1] : head]) if before else True
    return head if apart or tokens[head].dep != "pobj" else before[-1]


def _machines(match: Match, head: int) -> tuple[Actor, ...]:
    """Tanks that nobody is said to own: "a column of tanks", not those told of before."""
    sentence = match.sentence
    first, last = noun_phrase(sentence, head, of=False)
    own = [token for token in sentence.tokens[first:last] if token.dep not in ("det", "nummod", "poss")]
    told = {token.lower for token in sentence.tokens[first:last]}
    behind = {token.lower for token in sentence.tokens[last : last + _PICTURED]} & movement_words("of_war")
    fitted = behind if sentence.tokens[min(last, len(sentence.tokens) - 1)].lower in movement_words("fitted") else set()
    armed = told & movement_words("of_war") or fitted
    machine = told & movement_words("machines") or (told & movement_words("wheels") and armed)
    definite = told & {"the", "this", "that", "these", "those", "its", "their", "his"}
    name = " ".join(token.text for token in own).casefold().replace(" - ", "-")
    return (Actor(None, name, "military"),) if machine and not definite and sentence.tokens[head].tag[:2] == "NN" else ()


def _forced(document: Document, match: Match, heads: list[int]) -> tuple[Actor, ...] | None:
    """Whom "it" means of which another is said to have made it go: whom the main verb hit, "hit the ship, forcing it to turn"."""
    tokens = match.sentence.tokens
    token = tokens[heads[0]] if heads else None
    if token is not None and token.lower == "they" and (hit := _shot_at(match)):
        return fighting(actors_at(document, match.sentence, hit)) or None
    if token is None or token.lower not in ("it", "them") or token.dep not in ("dobj", "nsubj"):
        return None
    verb = next((tokens[up] for up in ancestors(match.sentence, token.i) if tokens[up].lemma in movement_words("forcing")), None)
    if verb is None or verb.tag != "VBG" or verb.dep != "advcl":
        return None
    return fighting(actors_at(document, match.sentence, roles(match.sentence, verb.head).object))


def _shot_at(match: Match) -> list[int]:
    """Who was killed as they fled: "killed 14 attackers as they fled"."""
    tokens, token = match.sentence.tokens, match.token
    marks = {tokens[one].lower for one in children(match.sentence, match.trigger, "mark", "advmod")}
    main = tokens[token.head]
    if token.dep != "advcl" or main.i > match.trigger or marks.isdisjoint(("as", "while", "when")):
        return []
    told = roles(match.sentence, main.i)
    return told.object if main.lemma in lemma_set("harmed") else []


def _senders(document: Document, match: Match) -> tuple[Actor, ...]:
    """Whose reinforcements arrived: theirs of whom the clause before tells, else nobody's whom the words name."""
    sentence = match.sentence
    clauses = [clause for head in match.role("who") for clause in children(sentence, head, "acl")]
    by = [one for clause in clauses for one in roles(sentence, clause).by("by")]
    sent = fighting(actors_at(document, sentence, by))  # "reinforcements sent by the RSF reached X"
    whose = _of_whom(match)
    if whose:
        return sent or (Actor(None, whose, "military"),)
    for above in [] if sent else ancestors(sentence, match.trigger):
        told = fighting(doers_at(document, sentence, roles(sentence, above).subject, above))
        if told and sentence.tokens[above].lemma not in lemma_set("telling"):
            return told
    return sent or (Actor(None, "reinforcements", "military"),)


def _of_whom(match: Match) -> str:
    """What reinforcements are called where a name says whose they are: "Kurdish reinforcements"; empty where none does."""
    tokens = match.sentence.tokens
    for head in match.role("who"):
        own = [
            tokens[one] for one in children(match.sentence, head, "amod", "compound", "nmod") if tokens[one].text[:1].isupper()
        ]
        if own and tokens[head].lower in _SENT:
            return " ".join([*(one.text for one in own), tokens[head].lower])
    return ""


def _are_people(match: Match, head: int) -> bool:
    """Whether a bare number of those who went is one of people: "more than 20,000 have left for X"."""
    tokens = match.sentence.tokens
    counted_so = tokens[head].text.replace(",", "").isdigit() and int(tokens[head].text.replace(",", "")) >= _MANY
    return counted_so and not children(match.sentence, head, "prep") and head < match.trigger


def _evacuated(match: Match) -> list[int]:
    """Whom somebody else brought away: "the embassy evacuated 45 nationals"."""
    if match.token.lemma != "evacuate" or match.roles.passive:
        return []
    return [head for head in match.roles.object if match.sentence.tokens[head].lower in movement_words("refugees")]


def _owner(document: Document, match: Match) -> tuple[Actor, ...]:
    """Whom "their" means in "beyond their advances in the city, the rebels captured": the subject that follows."""
    sentence = match.sentence
    if match.verbal:
        return ()
    above = set(ancestors(sentence, match.trigger))
    later = [one.i for one in sentence.tokens[match.trigger :] if one.dep == "nsubj" and one.head in above]
    return fighting(actors_at(document, sentence, later[:1]))


def _asked(match: Match) -> bool:
    """Whether somebody asks for it ("called for their withdrawal"): then it isn't theirs who ask."""
    return any(match.sentence.tokens[up].lemma in movement_words("asking") for up in ancestors(match.sentence, match.trigger))


def _whole(match: Match, head: int) -> list[int]:
    """Of whom a share is: "them" of "many of them"."""
    return roles(match.sentence, head).by("of")


def same_people(document: Document, match: Match, before: list[Draft]) -> tuple[Actor, ...]:
    """Whom "they", "some 8,500 of them" or "another 500" means just after a flight was told: those who fled."""
    heads = match.role("who")
    goes_on = bool(match.frame.give.get("follow"))
    if not heads or (not goes_on and match.token.lemma not in movement_words("flights") | {"flee"}):
        return ()
    token = match.sentence.tokens[heads[0]]
    several = token.lower in movement_words("several")
    some = several and {match.sentence.tokens[one].lower for one in _whole(match, heads[0])}
    if goes_on and several and not some and not children(match.sentence, heads[0], "amod", "compound"):
        earlier = document.sentences[max(0, match.sentence.index - 1)]
        told = not movement_words("uprooted").isdisjoint(earlier.lowers) and earlier is not match.sentence
        return (Actor(None, "people", "civilians"),) if told else ()
    if not before or goes_on:
        return ()
    last = before[-1]
    meant = token.lower in ("they", "others") or token.tag == "CD" or bool(some and some & {"them", "whom"})
    near = 0 <= match.sentence.index - last.sentence.index <= 1
    return tuple(last.fields["actors"]) if meant and near and last.fields["action"] == "flee" else ()


def same_force(match: Match, before: list[Draft], *, at_large: bool = False) -> tuple[Actor, ...]:
    """Whom "the unit" or "the tanks" means just after a force was told to move: that force; "the attackers", if `at_large`."""
    heads = match.role("who")
    if not before or not heads or not match.verbal:
        return ()
    last, head = before[-1], heads[0]
    words = children(match.sentence, head, "det", "amod", "nmod", "compound", "nummod")
    own = {match.sentence.tokens[one].lower for one in words}
    near = 0 < match.sentence.index - last.sentence.index <= _AGAIN
    known = movement_words("at_large" if at_large else "told_again")
    told = match.sentence.tokens[head].lower in known and own == {"the"}
    return tuple(last.fields["actors"]) if told and near and last.fields["action"] != "flee" else ()
