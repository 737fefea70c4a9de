"""Groups and bodies called again by what they are: "the group", "the Iran-backed movement", "the ethnic armed group"."""

from __future__ import annotations

from typing import NamedTuple

from marsad.gazetteer.actors import ActorList
from marsad.gazetteer.actors_table import ActorEntry
from marsad.model import Actor, ActorMention
from marsad.reading.actors_forces import sponsor
from marsad.reading.actors_scene import Line, Scene
from marsad.reading.document import Document

ARMED = frozenset({"rebel", "militia"})
_FIGHTERS = frozenset(
    {"fighters", "fighter", "men", "gunmen", "members", "troops", "commander", "commanders", "rebels", "militants", "insurgents"}
)


def read_stand_in(scene: Scene, line: Line, i: int) -> int:
    """ "the group", "the observatory": whoever of that sort was spoken of last; words taken or 0."""
    words = line.words
    if words[i].fold not in ("the", "this") or i + 1 >= len(words) or not words[i + 1].glue:
        return 0
    if (described := _read_described(scene, line, i)) != 0:
        return described
    first = i + 1
    last = first
    while last < len(words) and last - first < 5 and (last == first or words[last].glue):
        if last in line.listed and scene.entry_at(line, last):
            return 0
        found = scene.lex.stand_ins.at(words, last, len(words))
        if found and (last > first or " ".join(word.fold for word in words[last : last + found[0]]) in scene.lex.mentioned):
            end = last + found[0]
            if end < len(words) and words[end].glue and words[end].fold == "of":
                return 0
            phrase = " ".join(word.fold for word in words[first:end])
            sorts = sorted(ARMED) if "rebel" in found[1] and _of_fighters(scene, line, i) else found[1]
            actor = _stood_for(scene, phrase, sorts) if last == first or phrase in scene.lex.known else None
            if actor is not None and "rebel" in sorts and phrase not in scene.lex.known:
                heard = [word.fold for word in words[max(0, i - 2) : i]] == ["according", "to"]
                actor = _by_verb(scene, actor, phrase, _verb_after(line, end, scene), heard=heard)
            if actor is None:
                return 0
            scene.add(line, first, end, actor)
            return end - i
        last += 1
    return 0


class _Told(NamedTuple):
    """What a description says of the one it stands for: whose man it is (a country or an actor's id), where it is from."""

    sponsors: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    vague: bool = False
    """Whether a word says something of it that the list can't tell, as of what people it is."""


def _read_described(scene: Scene, line: Line, i: int) -> int:
    """ "the Iran-backed movement", "the ethnic armed group": the last group of that sort that the description fits; words
    taken or 0."""
    words, lex = line.words, scene.lex
    told, j = _Told(), i + 1
    if (length := line.listed.get(j, 0)) > 1 and words[j + length : j + length + 1] and words[j + length].glue != "-":
        return 0  # "the Kenyan-led mission" is a name of the list
    while j < len(words) and words[j].glue:
        step, told = _description_step(scene, line, j, told)
        if not step:
            break
        j += step
    noun = lex.described.at(words, j, len(words)) if j < len(words) and words[j].glue else None
    if line.listed.get(j, 0) > 1 and scene.entry_at(line, j):
        return 0  # "the Al-Qaeda-linked Group for the Support of Islam and Muslims"
    if noun is None or (j == i + 1 and noun[0] == 1) or _new_to_us(scene, line, j + noun[0]):
        return 0
    actor = _fitting(scene, told, noun[1])
    if actor is None:
        return 0
    scene.add(line, i + 1, j + noun[0], actor)
    return j + noun[0] - i


def _description_step(scene: Scene, line: Line, j: int, told: _Told) -> tuple[int, _Told]:
    """How many words a modifier at `j` has (0: none stands there), and what is told with it."""
    words, lex = line.words, scene.lex
    if length := sponsor(scene, line, j):
        if words[j + length - 1].fold in lex.not_sponsor:
            return length, told._replace(vague=True)
        entry = scene.entry_at(line, j)
        whose = scene.country(line, j, "name", "adj", "short", "owner") or (entry.id if entry else None)
        return length, told._replace(sponsors=told.sponsors | {whose}) if whose else told._replace(vague=True)
    entry = scene.entry_at(line, j)
    if entry is not None and _united(entry):  # "the UN mission"
        return line.listed[j], told._replace(sponsors=told.sponsors | {entry.id})
    if j in line.geo:
        iso = scene.country(line, j, "adj")
        return (line.geo[j][0], told._replace(countries=told.countries | {iso})) if iso else (0, told)
    if words[j].fold in lex.peoples:
        return 1, told._replace(vague=True)
    after = j + 1 < len(words) and bool(words[j + 1].glue)
    return (1, told) if after and words[j].fold in lex.describing_again else (0, told)


def _new_to_us(scene: Scene, line: Line, end: int) -> bool:
    """Whether words behind a description introduce one ("the armed group that ...", "the militant group Ansaru")."""
    if end >= len(line.words) or not line.words[end].glue:
        return False
    word = line.words[end]
    return word.glue == "-" or word.cap or end in line.listed or word.fold in scene.lex.introducing


def _fitting(scene: Scene, told: _Told, sorts: list[str]) -> Actor | None:
    """The last actor of the sorts that a description fits; where the list can't tell, the only one of them all."""
    if any(_united(scene.actors.get(one)) for one in told.sponsors):
        sorts = ["international"]
    known = [mention for mention in scene.recent if _is_sort(scene.actors, mention, sorts)]
    sure = [mention for mention in known if not told.vague and _fits(scene, mention.actor, told)]
    actors = {mention.actor for mention in known}
    if told.countries and not sure:
        return None
    if sure:
        return topic_of(scene.actors, scene.document, sure, sorts)
    return actors.pop() if len(actors) == 1 else None


def _united(entry: ActorEntry | None) -> bool:
    """Whether an actor is a union of states that sends missions (the UN, the AU)."""
    return entry is not None and entry.kind == "international" and entry.id.startswith("int.")


def _fits(scene: Scene, actor: Actor, told: _Told) -> bool:
    """Whether an actor is known for all that is told of it."""
    entry = scene.actors.get(actor.id)
    if entry is None:
        return not told.sponsors and not told.countries
    backers = {one.with_ for one in entry.affiliations} | ({entry.side} if entry.side else set())
    backers |= {one.split(".")[0].upper() for one in backers if one.endswith((".state", ".gov", ".mil"))}
    return entry.id not in told.sponsors and told.sponsors <= backers and told.countries <= set(entry.countries)


def _by_verb(scene: Scene, actor: Actor, phrase: str, verb: str | None, *, heard: bool) -> Actor:
    """Who "the group" is by what it does: a monitor counts (`heard`: "according to the group"), an armed group attacks."""
    entry = scene.actors.get(actor.id)
    monitor = entry is not None and entry.source_kind not in (None, "party", "official")
    if monitor and verb is not None and verb not in scene.lex.telling | scene.lex.counting:
        return _stood_for(scene, phrase, sorted(ARMED)) or actor
    if not monitor and (heard or verb in scene.lex.counting):
        return _stood_for(scene, phrase, ["observatory"]) or actor
    return actor


def _verb_after(line: Line, end: int, scene: Scene) -> str | None:
    """The word that follows across auxiliaries and adverbs ("the group has also documented"); none behind a possessive."""
    words, j = line.words, end
    if words[end - 1].possessive:
        return None
    while j < len(words) and words[j].glue and (words[j].fold in scene.lex.auxiliaries or words[j].fold.endswith("ly")):
        j += 1
    return words[j].fold if j < len(words) and words[j].glue else None


def _of_fighters(scene: Scene, line: Line, i: int) -> bool:
    """Whether "the group" at `i` is one that has fighters: "19 fighters from the group", "the group's military spokesman"."""
    owned = [word.fold for word in line.words[i + 2 : i + 4]] if line.words[i + 1].possessive else []
    if not _FIGHTERS.isdisjoint(owned) or "military" in owned:
        return True
    before = [word.fold for word in line.words[max(0, i - 2) : i]]
    return len(before) == 2 and before[1] in ("from", "of", "with") and before[0] in _FIGHTERS


def _stood_for(scene: Scene, phrase: str, sorts: list[str]) -> Actor | None:
    """Who a description stands for: by the words themselves, else the last one of its sort that was spoken of."""
    known = scene.actors.get(scene.lex.known.get(phrase))
    if known:
        return scene.actors.actor(known)
    if sorts and sorts[0] == "organisation" and len(sorts) > 1:  # "the organisation" is seldom an armed group
        return topic_of(scene.actors, scene.document, scene.recent, sorts[:1]) or topic_of(
            scene.actors, scene.document, scene.recent, sorts
        )
    at_home = scene.actors.get(scene.lex.coalitions.get(scene.main or "")) if phrase == "coalition" else None
    if at_home is not None and not any(_is_sort(scene.actors, mention, sorts) for mention in scene.recent):
        return scene.actors.actor(at_home)
    others = [mention for mention in scene.recent if not _fights_for_state(scene, mention)]
    return topic_of(scene.actors, scene.document, others, sorts) or topic_of(scene.actors, scene.document, scene.recent, sorts)


def _fights_for_state(scene: Scene, mention: ActorMention) -> bool:
    """Whether a mention is of a militia on a government's side, which "the group" of a report on a war seldom is."""
    return mention.actor.kind == "militia" and bool(mention.actor.side and mention.actor.side.endswith(".gov"))


def topic_of(actors: ActorList, document: Document, spoken: list[ActorMention], sorts: list[str]) -> Actor | None:
    """Of the last sentence that speaks of such an actor, the first: what a sentence is about comes first in it."""
    found: ActorMention | None = None
    for mention in reversed(spoken):
        if found is not None and mention.start < document.sentence_at(found.start).start:
            break
        if _is_sort(actors, mention, sorts):
            found = mention
    return found.actor if found else None


def _is_sort(actors: ActorList, mention: ActorMention, sorts: list[str]) -> bool:
    actor = mention.actor
    if not actor.id and not actor.name[:1].isupper():
        return False
    if "ministry" in sorts:
        return actor.kind == "government" and "ministry" in actor.name.lower()
    if sorts[0].startswith("="):
        called = f"{mention.text} {actor.name}".casefold().split()
        return any(sort[1:] in called for sort in sorts)
    if actor.kind in sorts:
        return True
    entry = actors.get(actor.id)
    return entry is not None and entry.kind != "person" and entry.source_kind in sorts
