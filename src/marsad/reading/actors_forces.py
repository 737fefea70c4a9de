"""Descriptions of actors by pattern: national forces, sponsored and pro- or anti- groups, rebels, civilians and the like."""

from __future__ import annotations

from msgspec.structs import replace

from marsad.gazetteer.actors_words import Word
from marsad.model import Actor, ActorKind
from marsad.reading.actors_lexicon import Head
from marsad.reading.actors_scene import Line, Scene

_JOINED = ("and", "or")
_SEATED = 5
"""Words from a ministry's first one within which it is told where it sits."""


class _Phrase:
    """A description being read: where it began, its countries and sponsors, and the best head so far."""

    __slots__ = ("country", "end", "first", "head", "head_at", "leaning", "listed", "people", "sponsor")

    def __init__(self, first: int) -> None:
        self.first = first
        self.country: str | None = None
        self.people = False
        self.sponsor = False
        self.leaning: str | None = None
        self.head: Head | None = None
        self.head_at = self.end = first
        self.listed = -1


def read_description(scene: Scene, line: Line, i: int) -> int:
    """Read a description that begins at word `i`; returns how many words were taken, 0 where there is none."""
    if not _may_describe(scene, line, i):
        return 0
    phrase = _chain(scene, line, i)
    if phrase.listed >= 0:
        return 0 if phrase.listed == i else -(phrase.listed - i)
    if phrase.head is None:
        return 0
    actor = _actor(scene, line, phrase, phrase.head)
    if actor is None:
        return 0
    scene.add(line, phrase.first, phrase.end, _apposed(scene, line, phrase) or actor)
    return phrase.end - i


def read_foe(scene: Scene, line: Line, i: int) -> int:
    """ "The enemy", "the occupiers", where the report calls one state so: that state's forces; words taken or 0."""
    iso = scene.country(line, i, "name") if line.words[i].fold in scene.lex.foes else None
    actor = scene.national(iso, "mil") if iso else None
    if actor is None:
        return 0
    scene.add(line, i, i + 1, actor)
    return 1


def _may_describe(scene: Scene, line: Line, i: int) -> bool:
    """Whether word `i` can begin a description at all; most can't, and this is quick to see."""
    words, lex = line.words, scene.lex
    if words[i].fold in lex.describing or i in line.geo or i in line.listed:
        return True
    return i + 1 < len(words) and words[i + 1].fold in lex.sponsored


def _apposed(scene: Scene, line: Line, phrase: _Phrase) -> Actor | None:
    """Who "a rebel group" is in "M23, a rebel group": the actor named right before the comma."""
    words, first = line.words, phrase.first
    if (
        first == 0
        or not scene.recent
        or words[first - 1].fold not in ("a", "an", "the")
        or words[phrase.end - 1].fold not in scene.lex.stand_ins.longest
    ):
        return None
    last = scene.recent[-1]
    between = scene.document.text[last.end : words[first - 1].start]
    return last.actor if between == ", " and last.actor.kind in ("rebel", "militia", "unknown", "organisation") else None


def _chain(scene: Scene, line: Line, i: int) -> _Phrase:
    """Walk over modifiers from `i` and remember the head that reaches furthest."""
    lex, words, count = scene.lex, line.words, len(line.words)
    phrase = _Phrase(i)
    j = i
    while j < count and (j == i or words[j].glue):
        if line.taken[j]:
            break
        if j > i and j in line.listed and (j not in line.geo or line.listed[j] > line.geo[j][0]) and scene.entry_at(line, j):
            phrase.listed = j
            break
        step = sponsor(scene, line, j)
        if step:
            phrase.sponsor = True
            j += step
            continue
        found = None if j in line.geo and words[j].fold in lex.foes else lex.heads.at(words, j, count)
        named = phrase.country or phrase.sponsor or phrase.leaning or phrase.people
        flown = found and words[j].fold in ("fighter", "fighters") and _word_after(words, j) in lex.aircraft
        if found and not flown and j + found[0] > phrase.end and (found[1].alone or named):
            length, head = found
            phrase.head, phrase.head_at, phrase.end = head, j, j + length
        step = _modifier(scene, line, j, phrase)
        if not step:
            break
        j += step
    return phrase


def _modifier(scene: Scene, line: Line, j: int, phrase: _Phrase) -> int:
    """How many words a modifier at `j` has; 0 where there is none."""
    lex, words = scene.lex, line.words
    word = words[j]
    if word.fold in lex.leanings and j + 1 < len(words) and words[j + 1].glue:
        phrase.leaning = word.fold
        inner = line.geo.get(j + 1)
        return 1 + (inner[0] if inner else 1)
    if phrase.leaning is None and (j in line.geo):
        iso = (
            scene.country(line, j, "adj", "short", "owner")
            or _owner(scene, line, j)
            or (scene.country(line, j, "name") if word.possessive or _noun(scene, line, j) else None)
        )
        if iso and phrase.country is None:
            phrase.country = iso
            return line.geo[j][0]
        return 0
    if word.possessive and j not in line.geo:
        return 0
    if word.fold in lex.peoples:
        phrase.people = True
        return 1
    return 1 if word.fold in lex.modifiers else 0


def _owner(scene: Scene, line: Line, j: int) -> str | None:
    """The country of a capital that owns what follows: "Kyiv's forces", "Moscow's bombing"."""
    return scene.country(line, j, "seat") if line.words[j + line.geo[j][0] - 1].possessive else None


def _noun(scene: Scene, line: Line, j: int) -> bool:
    """Whether a country's plain name at `j` stands right before a head ("Myanmar troops")."""
    after = j + line.geo[j][0]
    if after >= len(line.words) or not line.words[after].glue or _placed(scene, line, j):
        return False
    head = scene.lex.heads.at(line.words, after, len(line.words))
    return head is not None and head[1].national is not None


def _placed(scene: Scene, line: Line, j: int) -> bool:
    return j > 0 and bool(line.words[j].glue) and line.words[j - 1].fold in scene.lex.placing


def sponsor(scene: Scene, line: Line, j: int) -> int:
    """Words of "Turkish-backed", "Russian and Iranian-supported", "UN-backed" at `j`; 0 where there is none."""
    lex, words, count = scene.lex, line.words, len(line.words)
    first = j
    for _ in range(3):
        length = line.geo[j][0] if j in line.geo else line.listed.get(j, 1)
        after = j + length
        if after >= count:
            return 0
        word = words[after]
        if after + 1 < count and words[after + 1].fold == "by":  # "Rebels backed by X": they aren't who backs
            return 0
        if word.glue and word.fold in lex.sponsored and (word.glue == "-" or (words[j].cap and word.fold in ("backed", "led"))):
            return after + 1 - first
        if j in line.geo and word.fold in _JOINED and after + 1 < count and (after + 1) in line.geo:
            j = after + 1
            continue
        return 0
    return 0


def _actor(scene: Scene, line: Line, phrase: _Phrase, head: Head) -> Actor | None:
    """Which actor a description is; None where it isn't one by itself."""
    words = line.words
    if head.role == "leaders":
        return None
    if phrase.country and words[phrase.head_at].fold in scene.lex.foes:  # "the Zionist enemy"
        return scene.national(phrase.country, "mil")
    if phrase.country and not phrase.leaning and phrase.end > phrase.head_at:
        if phrase.sponsor:
            phrase.first = _after_sponsor(scene, line, phrase.first, phrase.head_at)
        if head.national and not phrase.people and not _opposed(line, phrase):
            return scene.named(scene.national(phrase.country, head.national), _said(line, phrase))
        at_home = phrase.country == scene.main and head.kind == "rebel" and _only_national(scene, line, phrase)
        return scene.unlisted(line, phrase.head_at if at_home else phrase.first, phrase.end, head.kind)
    if phrase.sponsor or phrase.leaning:
        return scene.unlisted(line, phrase.first, phrase.end, _sided(line, phrase, head))
    if phrase.people:
        kind: ActorKind = "rebel" if head.role == "force" else head.kind
        return scene.unlisted(line, phrase.first, phrase.end, kind) if head.role not in ("coalition", "leaders") else None
    if not head.alone or _adjectival(scene, line, phrase):
        return None
    if head.role == "government" and words[phrase.end - 1].fold == "cabinet" and not words[phrase.end - 1].text.islower():
        return None
    if head.of_country and head.national and phrase.first == phrase.head_at:
        before = words[phrase.first - 1].fold if phrase.first > 0 else ""
        owned = before in scene.lex.owners
        anyones = words[phrase.end - 1].fold in scene.lex.plain_soldiers and not owned
        foreign = before in scene.lex.strangers and bool(words[phrase.first].glue)
        at = words[phrase.first].start
        seat = None if anyones else _seat_behind(scene, line, phrase.end) or _seat_ahead(scene, line, phrase.first)
        if seat is not None and not foreign:  # "the General Staff in Kyiv"
            return scene.named(scene.national(seat, head.national), _said(line, phrase))
        again = None if foreign or owned else scene.called_again(_said(line, phrase), at)
        if again is not None:
            return again
        known = None if foreign else scene.homely(head.national, at, owned=owned, anyones=anyones)
        if known:
            return scene.named(known, _said(line, phrase))
    return scene.unlisted(line, phrase.first, phrase.end, head.kind)


def _seat_behind(scene: Scene, line: Line, end: int) -> str | None:
    """The country whose capital stands behind a body of state: "the government in Tripoli"."""
    words = line.words
    placed = end + 1 < len(words) and words[end].fold == "in" and bool(words[end].glue) and bool(words[end + 1].glue)
    return scene.country(line, end + 1, "seat") if placed and end + 1 in line.geo else None


def _seat_ahead(scene: Scene, line: Line, first: int) -> str | None:
    """The country whose capital opens the sentence before a body of state: "In Kyiv, the General Staff"."""
    words = line.words
    opens = first > 2 and words[first - 1].fold == "the" and words[first - 3].fold == "in" and first - 2 in line.geo
    return scene.country(line, first - 2, "seat") if opens else None


def _only_national(scene: Scene, line: Line, phrase: _Phrase) -> bool:
    """Whether nothing but a nationality stands before a word for rebels: in a report on Syria, "Syrian rebels" are "rebels"."""
    geo = line.geo.get(phrase.first)
    alone = geo is not None and phrase.first + geo[0] == phrase.head_at == phrase.end - 1
    return alone and line.words[phrase.head_at].fold in scene.lex.plural_stand_ins


def _word_after(words: list[Word], i: int) -> str:
    """The word right behind another, no sign between; empty where there is none."""
    return words[i + 1].fold if i + 1 < len(words) and words[i + 1].glue else ""


def _said(line: Line, phrase: _Phrase) -> str:
    """The head's own words, in small letters."""
    return " ".join(word.text.casefold() for word in line.words[phrase.head_at : phrase.end])


def _adjectival(scene: Scene, line: Line, phrase: _Phrase) -> bool:
    """Whether the head is only an adjective of the next noun ("military operation", "civilian casualties")."""
    lex, words, end = scene.lex, line.words, phrase.end
    last = words[end - 1].fold
    if end - phrase.head_at > 1 or last not in lex.adjectives:
        return False
    if end >= len(words) or words[end].glue != " ":
        return (
            words[end - 1].possessive is False
            and last == "military"
            and phrase.first > 0
            and words[phrase.first - 1].fold in ("of", "and")
        )
    if last in lex.sited and words[end].fold in lex.sites:
        return False  # "a police post": what is theirs
    if lex.deeds.at(words, end, len(words)) is not None:
        return last not in lex.doers
    return not words[end - 1].possessive and words[end].fold not in lex.following


def _opposed(line: Line, phrase: _Phrase) -> bool:
    """Whether a modifier takes the force out of the state's hands ("Syrian opposition forces", "Libyan rival government")."""
    return any(
        line.words[k].fold
        in ("opposition", "rebel", "rival", "dissident", "mutinous", "separatist", "insurgent", "allied", "tribal")
        for k in range(phrase.first, phrase.head_at)
    )


def _sided(line: Line, phrase: _Phrase, head: Head) -> ActorKind:
    if phrase.leaning:
        if head.kind in ("civilians", "media", "organisation"):
            return head.kind
        return "rebel" if phrase.leaning == "anti" else "militia"
    if head.role in ("force", "army"):
        return "rebel"
    return "international" if head.role == "coalition" else head.kind


def _after_sponsor(scene: Scene, line: Line, first: int, head_at: int) -> int:
    """Where the sponsored one itself begins: "Syrian government forces" of "Russian and Iranian-supported Syrian ...\""""
    j = first
    while j < head_at:
        step = sponsor(scene, line, j)
        if step:
            return j + step
        j += 1
    return first


def read_deed(scene: Scene, line: Line, i: int) -> int:
    """A national adjective before a deed, an office or a ministry: "Russian" of "Russian airstrikes"; words taken or 0."""
    lex, words, count = scene.lex, line.words, len(line.words)
    if i not in line.geo:
        return 0
    length = line.geo[i][0]
    iso = (
        scene.country(line, i, "adj", "short", "owner")
        or _owner(scene, line, i)
        or (scene.country(line, i, "name") if words[i + length - 1].possessive else None)
    )
    if iso is None or (i > 0 and words[i].glue == "-" and words[i - 1].fold in lex.leanings):
        return 0
    j = i + length
    if j + 2 < count and words[j].fold == "and" and (j + 1) in line.geo and words[j].glue and words[j + 1].glue:
        j += 1 + line.geo[j + 1][0]
    if j >= count or not words[j].glue or (words[j].glue == "-" and words[j].fold in lex.sponsored):
        return 0
    ministry = _ministry(scene, line, j, iso)
    if ministry:
        end, actor = ministry
        scene.add(line, i, end, actor)
        return end - i
    office = lex.offices.at(words, j, count)
    if office:
        government = scene.national(iso, "gov") if words[j].text.islower() else None
        if government:
            officer = scene.unlisted(line, i, j + office[0], "government")
            scene.add(line, i, j + office[0], replace(officer, side=government.side))
            return j + office[0] - i
    k = j
    while k < count and words[k].glue and k - j < 4 and words[k].fold in lex.deed_modifiers:
        k += 1
    for place in range(k, j - 1, -1):
        if place < count and words[place].glue and lex.deeds.at(words, place, count):
            state = scene.national(iso, "state")
            if state:
                scene.add(line, i, i + length, state)
                return length
    return 0


def _ministry(scene: Scene, line: Line, j: int, iso: str) -> tuple[int, Actor] | None:
    """(end, actor) of "defence ministry" or "Ministry of Defence" at `j`."""
    lex, words, count = scene.lex, line.words, len(line.words)
    if words[j].fold == "ministry" and j + 2 < count and words[j + 1].fold == "of":
        found = lex.ministries.at(words, j + 2, count)
        end = j + 2 + found[0] if found else 0
    else:
        found = lex.ministries.at(words, j, count)
        end = j + found[0] + 1 if found else 0
        if found and (end > count or words[end - 1].fold != "ministry"):
            return None
    if not found:
        return None
    actor = scene.national(iso, found[1])
    return (end, actor) if actor else None


def read_bare_ministry(scene: Scene, line: Line, i: int) -> int:
    """ "the defence ministry", "the Ministry of Health" of the report's main country; words taken or 0."""
    begins = line.words[i].fold == "ministry" or line.words[i].fold in scene.lex.ministries.longest
    if not begins or (i > 0 and line.words[i].glue and line.words[i - 1].fold in scene.lex.sponsored):
        return 0
    iso = _whose(scene, line, i) or _seat(scene, line, i) or scene.main
    found = _ministry(scene, line, i, iso) if iso is not None else None
    if not found or _of_a_group(scene, line, i):
        return 0
    scene.add(line, i, found[0], found[1])
    return found[0] - i


def _seat(scene: Scene, line: Line, i: int) -> str | None:
    """The country of the capital in which a ministry sits: "the Defence Ministry in Moscow"."""
    for k in range(i + 1, min(i + _SEATED, len(line.words) - 1)):
        if not line.words[k].glue:
            return None
        if line.words[k].fold == "in":
            return scene.country(line, k + 1, "seat")
    return None


def _of_a_group(scene: Scene, line: Line, i: int) -> bool:
    """Whether the ministry at `i` is an armed group's own ("the Taliban's foreign ministry")."""
    if i == 0:
        return False
    possessive = line.words[i - 1].possessive
    if possessive and not line.taken[i - 1]:  # "Hargeisa's defence ministry": a town that is no state's seat
        return line.words[i - 1].cap and scene.country(line, i - 1, "name", "short", "seat", "adj") is None
    joined = possessive or line.words[i].glue  # "the Taliban defence ministry"
    owner = scene.recent[-1] if scene.recent and joined else None
    return owner is not None and owner.end == line.words[i - 1].end and owner.actor.kind in ("rebel", "militia")


def _whose(scene: Scene, line: Line, i: int) -> str | None:
    """The country whose state or government the report spoke of last, for "its foreign ministry"."""
    if i == 0 or line.words[i - 1].fold != "its":
        return None
    rulers = [one for one in scene.recent if one.actor.kind in ("state", "government") and one.actor.id]
    start = scene.document.sentence_at(rulers[-1].start).start if rulers else 0
    told = next((one.actor for one in rulers if one.start >= start), None)
    return scene.actors.country_of(told) if told else None
