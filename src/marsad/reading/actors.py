"""Who acts, suffers and speaks: names of the list, descriptions, unknown groups, people with a role, acting countries.

The rules run word by word over each sentence, longest names first; words that one rule takes no other rule reads. Names are the
list's canonical ones, else the text's own words. Nothing here looks at syntax: it runs before the sentences are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from marsad.gazetteer.actors import ActorList
from marsad.gazetteer.actors_words import scan
from marsad.model import Actor, ActorMention
from marsad.reading.actors_again import ARMED, read_stand_in, topic_of
from marsad.reading.actors_forces import read_bare_ministry, read_deed, read_description, read_foe
from marsad.reading.actors_names import is_local_area, read_acronym, read_body, read_group, read_person, shouting
from marsad.reading.actors_scene import Line, Scene
from marsad.reading.actors_states import read_state
from marsad.reading.document import Document, Mentions

_AT_HOME = frozenset({"rebel", "militia", "military", "police"})
"""Kinds of actors whose countries a report is likely to be about."""
Rule = Callable[[Scene, Line, int], int]

_EXTENDING = frozenset({"army", "force", "rebel", "armed", "militia"})
_PARAMILITARIES = frozenset({"paramilitaries", "paramilitary forces", "paramilitary fighters", "paramilitary force"})
_GROUPS = frozenset(
    {"group", "faction", "militia", "coalition", "alliance", "movement", "organisation", "organization", "gang", "cartel"}
)


def find_actors(document: Document, actors: ActorList) -> Mentions[ActorMention]:
    """The actor mentions of a report in text order, none overlapping another. Linear in the report's length."""
    scene = Scene(document, actors)
    for line in scene.lines:
        _read_line(scene, line)
    scene.mentions.sort(key=lambda mention: mention.start)
    document.homes = _homes(scene)
    found = _one_meant(document, scene)
    if document.published is None:
        return Mentions(found)
    day = document.published.isoformat()
    return Mentions([replace(mention, actor=_on(document, actors, mention, day)) for mention in found])


def _on(document: Document, actors: ActorList, mention: ActorMention, day: str) -> Actor:
    """The actor by its name of the report's day; by its old one where the text has that, or tells of an older year."""
    actor = actors.on(mention.actor, day)
    if actor is mention.actor or mention.actor.name.casefold().startswith(mention.text.casefold()):
        return mention.actor
    sentence = document.sentence_at(mention.start)
    return mention.actor if any(year < day[:4] for year in _YEAR.findall(sentence.text)) else actor


def _homes(scene: Scene) -> dict[str, float]:
    """The countries that the report's forces and groups act in, each force counted once and shared out among its own."""
    homes: dict[str, float] = {}
    known = {mention.actor.id for mention in scene.mentions if mention.actor.kind in _AT_HOME}
    for entry in filter(None, map(scene.actors.get, sorted(filter(None, known)))):
        for iso in entry.countries:
            homes[iso] = homes.get(iso, 0.0) + 1 / len(entry.countries)
    return homes


def _one_meant(document: Document, scene: Scene) -> list[ActorMention]:
    """The mentions, with "the rebels", "the militants" as the one group of their kind that the report names before them.

    Only where no other such group is named anywhere: "the rebels" of a report on two groups may be either, or both.
    """
    scene.mentions = _paramilitaries(document, scene.mentions)
    groups = {mention.actor for mention in scene.mentions if mention.actor.kind in ARMED and _is_group(mention)}
    described = any(_is_described(scene, mention) for mention in scene.mentions)
    if described or not groups:
        return scene.mentions
    found = []
    for mention in scene.mentions:
        sorts = scene.lex.plural_stand_ins.get(mention.text.casefold()) if mention.actor.id is None else None
        fit = [actor for actor in groups if sorts and actor.kind in sorts]
        fit = fit if len(fit) == 1 or not sorts else [actor for actor in groups if actor.kind == sorts[0]]
        article = document.text[max(0, mention.start - 4) : mention.start].casefold() == "the "
        named = len(fit) == 1 and any(one.actor == fit[0] and one.start < mention.start for one in scene.mentions)
        found.append(replace(mention, actor=fit[0]) if named and article else mention)
    return found


def _paramilitaries(document: Document, mentions: list[ActorMention]) -> list[ActorMention]:
    """The mentions, with "the paramilitaries" as the one group that the report calls paramilitary."""
    bare = [one for one in mentions if one.text.casefold() in _PARAMILITARIES and one.actor.id is None]
    if not bare:
        return mentions
    named = [one for one in mentions if one.actor.id and one.actor.kind in ARMED]
    called = {one.actor for one in named if "paramilitary" in document.text[max(0, one.start - 20) : one.end].casefold()}
    return [replace(one, actor=next(iter(called))) if one in bare else one for one in mentions] if len(called) == 1 else mentions


def _is_group(mention: ActorMention) -> bool:
    return mention.actor.id is not None or mention.actor.name[:1].isupper()


def _is_described(scene: Scene, mention: ActorMention) -> bool:
    """Whether a mention describes a group of the report's own kind ("Turkish-backed rebels"): "the rebels" may be those."""
    armed = mention.actor.kind in ARMED and not _is_group(mention)
    return (
        armed
        and (mention.text.casefold() not in scene.lex.plural_stand_ins)
        and mention.text.casefold().split()[-1]
        in (
            "rebels",
            "factions",
            "militants",
            "insurgents",
            "jihadists",
        )
    )


def _read_line(scene: Scene, line: Line) -> None:
    """Try the rules at each word, those only that a word of its kind can begin."""
    capital = _LOUD if shouting(scene, line) else _CAPITAL
    lex = scene.lex
    starting, describing, titles = lex.starting, lex.describing, lex.titles.longest
    listed, taken, upto = line.listed, line.taken, 0
    rules: tuple[Rule, ...]
    for i, word in enumerate(line.words):
        if word.cap or i in listed or i in line.geo:
            rules = capital
        elif word.fold not in starting:
            continue
        elif word.fold in describing:
            rules = _SMALL
        else:
            rules = _TITLED if word.fold in titles else _STANDING
        if word.fold == "local" and is_local_area(line, i):
            upto = i + 3
        if i < upto or taken[i]:
            continue
        for rule in rules:
            if words := rule(scene, line, i):
                upto = i + abs(words)
                break


def _read_listed(scene: Scene, line: Line, i: int) -> int:
    """A name of the list, or an abbreviation that the report explained; a force noun after it belongs to the mention."""
    words = line.words
    defined = scene.defined.get(words[i].text) if scene.defined else None
    length = line.listed.get(i, 0)
    if defined is None and (not length or (i in line.geo and line.geo[i][0] >= length)):
        return 0
    if defined is not None and length <= 1:
        actor, length = defined, 1
    else:
        entry = scene.entry(words[i : i + length])
        while entry is None and length > 1:  # "the UN mission" of a country that has none: the UN
            length -= 1
            entry = scene.entry(words[i : i + length])
        if entry is None:
            if length > 1 or not words[i].text.isupper():
                return 0
            actor = Actor(None, words[i].text)
        else:
            actor = scene.actors.actor(entry)
    after = i + length
    if after < len(words) and words[after].glue == "-" and words[after].fold in scene.lex.sponsored:
        taken = read_description(scene, line, i)
        if taken:
            return taken
        if words[after].fold in scene.lex.not_sponsor:
            return after + 1 - i
    if (words[i].text == "IS" and shouting(scene, line)) or (
        actor.kind == "person" and length == 1 and _in_other_name(scene, line, i)
    ):
        return 0
    end = _extended(scene, line, after, actor)
    scene.add(line, i, end, actor)
    if actor.kind == "person":
        scene.surnames.setdefault(words[after - 1].fold, actor)
    return end - i


def _in_other_name(scene: Scene, line: Line, i: int) -> bool:
    """Whether a surname is only part of another name ("Lake Assad", "Assad University")."""
    words = line.words
    before = (
        i > 0
        and words[i].glue == " "
        and words[i - 1].cap
        and i - 1 > 0
        and words[i - 1].fold not in scene.lex.titles.rows
        and words[i - 1].fold not in scene.lex.not_names
    )
    after = i + 1 < len(words) and words[i + 1].glue == " " and words[i + 1].cap and not words[i].possessive
    return bool(before or after)


def _extended(scene: Scene, line: Line, after: int, actor: Actor) -> int:
    """The end of the mention with the force noun that follows: "Hezbollah fighters", "the M23 rebel group"."""
    words = line.words
    if actor.kind in ("person", "media", "civilians") or words[after - 1].possessive:
        return after
    j = after
    while (
        j < len(words)
        and words[j].glue == " "
        and j - after < 2
        and words[j].fold in scene.lex.modifiers
        and not scene.lex.heads.at(words, j, len(words))
    ):
        j += 1
    if j >= len(words) or words[j].glue != " ":
        return after
    head = scene.lex.heads.at(words, j, len(words))
    if head and head[1].role in _EXTENDING and words[j].fold != "enemy":
        return j + head[0]
    if head and head[1].role == "government" and j == after and actor.kind in ARMED:  # "the Houthi authorities"
        return j + head[0]
    if words[j].fold in _GROUPS:
        return j + 1
    return after


def _read_shared(scene: Scene, line: Line, i: int) -> int:
    """ "Russian" of "Russian and Syrian forces": the head noun is shared."""
    words = line.words
    if i not in line.geo:
        return 0
    after = i + line.geo[i][0]
    iso = scene.country(line, i, "adj", "short")
    if iso is None or after + 1 >= len(words) or words[after].fold != "and" or after + 1 not in line.geo or not words[after].glue:
        return 0
    k = after + 1 + line.geo[after + 1][0]
    head = scene.lex.heads.at(words, k, len(words)) if k < len(words) and words[k].glue == " " else None
    actor = scene.national(iso, head[1].national) if head and head[1].national else None
    if actor is None:
        return 0
    scene.add(line, i, after, actor)
    return after - i


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CAPITAL: tuple[Rule, ...] = (
    read_foe,
    read_acronym,
    _read_listed,
    read_bare_ministry,
    read_body,
    read_group,
    _read_shared,
    read_description,
    read_deed,
    read_state,
    read_person,
    read_stand_in,
)
_LOUD: tuple[Rule, ...] = (_read_listed, read_deed, read_description, read_state, read_stand_in)
_TITLED: tuple[Rule, ...] = (read_person,)
_STANDING: tuple[Rule, ...] = (read_stand_in,)
_SMALL: tuple[Rule, ...] = (read_foe, read_bare_ministry, read_description, read_person)


def resolve_actor(text: str, document: Document, actors: ActorList, before: int | None = None) -> Actor | None:
    """Who a free stretch of text means in this report, or None: a name, or a description of one spoken of before `before`.

    `document.actors` has to be filled. "the Observatory" is the observatory that the report names, or the one that its countries
    leave no doubt about; "the agency", "the ministry", "the group" the last of that sort.
    """
    words = scan(text)
    while words and words[0].fold in ("the", "a", "an", "this", "that"):
        words = words[1:]
    if not words:
        return None
    raw = text[words[0].start : words[-1].end]
    spoken = [mention for mention in document.actors if before is None or mention.start < before]
    for mention in reversed(spoken):
        if mention.text == raw:
            return mention.actor
    countries = [iso for iso in map(actors.country_of, (mention.actor for mention in spoken)) if iso]
    ranked = sorted(set(countries), key=lambda iso: (-countries.count(iso), iso))
    entry = actors.named(words, ranked)
    if entry:
        return actors.actor(entry)
    scene_words = [word.fold for word in words]
    return _described(scene_words, spoken, document, actors)


def _described(folds: list[str], spoken: list[ActorMention], document: Document, actors: ActorList) -> Actor | None:
    from marsad.reading.actors_lexicon import lexicon

    lex = lexicon()
    known = actors.get(lex.known.get(" ".join(folds)))
    if known:
        return actors.actor(known)
    for first in range(len(folds)):
        sorts = lex.stand_ins.rows.get(" ".join(folds[first:]))
        if sorts:
            found = topic_of(actors, document, spoken, sorts)
            if found is None and "observatory" in sorts and any(actors.country_of(mention.actor) == "SY" for mention in spoken):
                entry = actors.get("sy.sohr")
                return actors.actor(entry) if entry and folds[-1] == "observatory" else None
            return found
    return None
