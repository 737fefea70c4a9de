"""Who did it and to whom, where the event's own words don't say: what its tolls and the sentence about it tell."""

from __future__ import annotations

from functools import lru_cache

from marsad.model import Actor, Group, Source
from marsad.reading import casting
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.draft import Draft
from marsad.reading.incident import frames
from marsad.reading.language import table
from marsad.reading.onlookers import in_the_field
from marsad.reading.syntax import ancestors, children, is_negated, roles

_HARM = ("killed", "injured", "captured", "missing")
_ARMED = ("military", "police", "rebel", "militia")
_BY_VICTIM = ("event.attack", "event.killing", "event.shooting", "event.under-fire")
_NAMING = {"accuse": "addressee", "claim_responsibility": "speaker"}
"""Acts of speech that name a doer, and which field holds it."""
_BACK = frozenset({"it", "which", "that"})
_BRIEF = 24
"""Characters of a content that says no more than which deed is meant: "the double bombing"."""
CIVILIANS = Actor(None, "civilians", "civilians")
PROTESTERS = Actor(None, "protesters", "civilians")


def name_layers(document: Document, drafts: list[Draft]) -> None:
    """Give a bomb or mine without a doer the one whom its sentence says to have laid it: "a device planted by rebels"."""
    for event in drafts:
        if event.kind != "event" or event.fields["side_a"] or not event.fields["event_type"].startswith("ASSAULT"):
            continue
        tokens = event.sentence.tokens
        for token in tokens[:-2]:
            if token.lower in _laid() and tokens[token.i + 1].lower == "by":
                found = within(document.actors, tokens[token.i + 2].start, tokens[min(token.i + 4, len(tokens) - 1)].end)
                event.fields["side_a"] = casting.fighting(found[:1])


def blame(document: Document, drafts: list[Draft]) -> None:
    """Give an attack without a doer the one who is blamed for it: "holds X responsible", "blamed on X", "X was behind it"."""
    for statement in drafts:
        if statement.kind == "statement" and statement.fields["act"] in _NAMING:
            _blame_within(statement, drafts)
    for sentence in document.sentences:
        if sentence.parsed and not sentence.lowers.isdisjoint(_blame_words()):
            _blame_by_words(document, sentence, drafts)


def _blame_within(statement: Draft, drafts: list[Draft]) -> None:
    """What the content of an accusation tells was done by the accused, and of a claim of responsibility by the speaker."""
    actor, content = statement.fields[_NAMING[statement.fields["act"]]], statement.fields["content"]
    anchor = next((one for one in statement.anchors if content and content in one.text), None)
    if actor is None or anchor is None or content is None or content.split()[:1] in _arming():
        return
    twins = [one for one in drafts if one.kind == "statement" and one.sentence is statement.sentence and one is not statement]
    if any(one.fields.get("content") == content for one in twins):  # each accuses the other of it
        return
    start = anchor.start + anchor.text.rfind(content)
    told = [one for one in drafts if any(start <= anchor.start < start + len(content) for anchor in one.anchors)]
    for event in told or (_claimed(statement, content, drafts) if statement.fields["act"] == "claim_responsibility" else ()):
        _give_doer(event, actor)


def _claimed(statement: Draft, content: str, drafts: list[Draft]) -> list[Draft]:
    """The deed told just before that "it" or "the attack" means, which somebody claims."""
    back = content.casefold().startswith(("it", "the ", "that ", "this ", "responsibility"))
    near = [one for one in drafts if one.kind == "event" and 0 <= statement.sentence.index - one.sentence.index <= 1]
    before = [one for one in near if one.start < statement.start and one.fields["event_type"].startswith("ASSAULT")]
    return before[-1:] if back and len(content) < _BRIEF else []


def _blame_by_words(document: Document, sentence: Sentence, drafts: list[Draft]) -> None:
    for verb in sentence.tokens:
        accused, deeds = _charge(sentence, verb)
        found = casting.actors_at(document, sentence, accused) if accused and not _taken_back(sentence, verb) else []
        if found:
            event = _meant(sentence, verb, [sentence.tokens[i] for i in deeds], drafts)
            if event is not None:
                _give_doer(event, found[0].actor)


def _charge(sentence: Sentence, verb: Token) -> tuple[list[int], list[int]]:
    """Whom a verb blames, and for what: heads of "blamed X for Y", "blamed Y on X", "Y blamed on X", "X was behind Y"."""
    if verb.lemma in table("events")["blaming"] and verb.lemma != "accuse" and verb.tag.startswith("VB"):
        parts = roles(sentence, verb.i)
        on = parts.by("on")
        held = [verb.head] if verb.dep == "acl" else []
        deeds = parts.by("for")
        if not on and not deeds and "for" in {sentence.tokens[i].lower for i in verb.children}:
            return [], []  # "blamed the army for failing to protect"
        return (on, parts.object + held or parts.subject) if on else (list(parts.object), deeds)
    if verb.lower == "claimed" and verb.tag == "VBN" and verb.dep in ("acl", "advcl"):  # "a blast claimed by the group"
        agents = [head for by in children(sentence, verb.i, "agent") for head in children(sentence, by, "pobj")]
        return agents, [verb.head] if verb.dep == "acl" else []
    if verb.lower in table("events")["behind"] and sentence.tokens[verb.head].lemma == "be":
        linked = children(sentence, verb.i, "pobj") or [
            deed for prep in children(sentence, verb.i, "prep") for deed in children(sentence, prep, "pobj")
        ]
        return list(roles(sentence, verb.head).subject), linked
    return [], []


def _taken_back(sentence: Sentence, verb: Token) -> bool:
    """Whether it is said that nobody is blamed or nobody blames, or denied, or only asked."""
    above = [verb.i, *ancestors(sentence, verb.i)]
    tokens = sentence.tokens
    if any(token.lower in table("events")["nobody"] for token in tokens[max(0, verb.i - 4) : verb.i]):
        return True
    return any(is_negated(sentence, i) or tokens[i].lemma in table("events")["unblaming"] for i in above) or (
        verb.tag == "VB" and any(tokens[i].lower == "to" for i in children(sentence, verb.i, "aux"))
    )


def _meant(sentence: Sentence, verb: Token, deeds: list[Token], drafts: list[Draft]) -> Draft | None:
    """The event whose words are the deed; where none are given, the one told just before."""
    events = [one for one in drafts if one.kind == "event" and one.modality == "asserted"]
    for event in events:
        if any(anchor.start <= deed.start < anchor.end for deed in deeds for anchor in event.anchors):
            return event
    before = [one for one in events if one.start < verb.start and 0 <= sentence.index - one.sentence.index <= 1]
    meant = all(deed.lower in frames().triggers or deed.lower in _BACK for deed in deeds)
    return before[-1] if before and meant else None


def _give_doer(event: Draft, actor: Actor) -> None:
    if event.kind != "event":
        return
    attack = event.fields["event_type"].startswith("ASSAULT")
    nameless = all(one.id is None and one.kind == "unknown" for one in event.fields["side_a"])  # "attackers", "armed men"
    named = actor.id is not None or not event.fields["side_a"]  # "gunmen ... blamed on armed herders"
    if attack and nameless and named and actor.kind not in ("civilians", "person"):
        event.fields["side_a"] = (actor,)
        event.fields["side_b"] = tuple(one for one in event.fields["side_b"] if one != actor)  # "the massacre on X", misread


@lru_cache(maxsize=1)
def _blame_words() -> frozenset[str]:
    forms = (form for verb in table("events")["blaming"] for form in words().forms_of(verb))
    return frozenset(forms) | frozenset(table("events")["behind"]) | {"claimed"}


@lru_cache(maxsize=1)
def _arming() -> list[list[str]]:
    """How a content opens that charges somebody with arming those who did it: "accused X of supplying the missile"."""
    return [[word] for word in table("events")["arming"]]


@lru_cache(maxsize=1)
def _laid() -> frozenset[str]:
    return frozenset(table("events")["laid"])


def own_deeds(document: Document, drafts: list[Draft]) -> None:
    """Give a deed without a doer to the force that tells of it, where its foes fell: "30 rebels died in strikes, it said"."""
    for event in drafts:
        told = event.kind == "event" and event.rule in _telling_rules() and event.attribution and not event.background
        if not told or event.fields["side_a"] or event.modality != "asserted" or _is_by_some(event):
            continue
        force = _force_of(document, event.attribution[0])
        if force is not None and event.fields["side_b"] and all(_are_foes(force, one) for one in event.fields["side_b"]):
            event.fields["side_a"] = in_the_field((force,))
            _relabel(event)


def _is_by_some(event: Draft) -> bool:
    """Whether its words tell of a doer whom nobody knows: "strikes carried out by partners", "shot dead by unknown men"."""
    tokens = event.sentence.tokens
    above = [event.trigger, *ancestors(event.sentence, event.trigger)]
    own = [one for i in above for one in (i, *children(event.sentence, i, "acl", "relcl"))]
    agents = (prep for i in own for prep in children(event.sentence, i, "agent"))
    return any(True for _ in agents) or (event.trigger + 1 < len(tokens) and tokens[event.trigger + 1].lower == "by")


def _force_of(document: Document, source: Source) -> Actor | None:
    """The force that a speaker is or speaks for; none for a monitor, a witness or a doctor."""
    if source.anchor is None or source.kind not in ("party", "official"):
        return None
    named = within(document.actors, source.anchor.start, source.anchor.end)
    named = named or [one for one in document.actors if one.actor.name == source.name]  # "its media wing said"
    return next((one.actor for one in named if one.actor.kind in _ARMED or (one.actor.id or "").endswith(".mod")), None)


def _are_foes(force: Actor, hit: Actor) -> bool:
    """Whether a force and those who were hit are known to fight each other: an army and rebels, or two sides."""
    if force.side and hit.side:
        return force.side != hit.side and hit.kind in (*_ARMED, "state")
    regular = force.kind in ("military", "police", "government")
    return hit.kind in (("rebel", "militia") if regular else ("military", "police"))


@lru_cache(maxsize=1)
def _telling_rules() -> frozenset[str]:
    return frozenset(f"event.{name}" for name in table("events")["owned_deeds"])


def complete_sides(drafts: list[Draft]) -> None:
    """Give an attack without a victim the people of the tolls that it caused, as far as their words say who they were."""
    tolls: dict[int, list[Draft]] = {}
    for draft in drafts:
        event = draft.fields.get("event")
        if draft.kind == "toll" and isinstance(event, Draft) and draft.fields["outcome"] in _HARM:
            tolls.setdefault(id(event), []).append(draft)
    for event in drafts:
        bare = event.kind == "event" and event.fields["side_b"] in ((), (CIVILIANS,))
        if bare and event.fields["event_type"].startswith("ASSAULT"):
            event.fields["side_b"] = _victims(event, tolls.get(id(event), [])) or event.fields["side_b"]
            _relabel(event)


def _relabel(event: Draft) -> None:
    """An attack whose only victims, by its tolls, are armed is a clash."""
    victims = event.fields["side_b"]
    armed = bool(victims) and all(one.kind in _ARMED for one in victims)
    if armed and event.fields["acled_type"] == "Attack" and event.rule in _BY_VICTIM and event.fields["side_a"]:
        event.fields["acled_type"] = "Armed clash"


def _victims(event: Draft, tolls: list[Draft]) -> tuple[Actor, ...]:
    """The people of the tolls told in the event's own sentences, without those who did it."""
    told = {event.sentence.index} | {toll.sentence.index for toll in tolls if toll.attribution == event.attribution}
    found: list[Actor] = []
    for toll in tolls:
        group = toll.fields["group"]
        if toll.sentence.index in told and isinstance(group, Group):
            found += group.actors or ((CIVILIANS,) if group.side == "civilians" else ())
    if event.rule == "event.clash":
        found = [one for one in found if one.kind != "civilians"]  # bystanders are no side of a fight
    mine = event.fields["side_a"]
    sides = {actor.side for actor in mine if actor.side}
    return tuple(dict.fromkeys(one for one in found if one not in mine and one.side not in sides))
