"""Proper names that the list lacks: groups and bodies by their form, acronyms that a report explains, people with a role."""

from __future__ import annotations

from marsad.model import Actor, ActorKind
from marsad.reading.actors_scene import Line, Scene, initials
from marsad.reading.language import word_list

_LINKS = frozenset({"of", "for", "the", "de", "du", "des", "la", "del", "against", "wal", "wa", "e", "i", "ul", "and"})
_ROMANCE = frozenset(
    {"de", "des", "du", "la", "le", "les", "d", "l", "et", "y", "pour", "por", "para", "el", "los", "las", "del", "en", "contre"}
)
_PARTICLES = frozenset({"bin", "ibn", "bint", "abu", "van", "von", "der", "de", "al", "el", "da", "dos", "mc"})
_GIVEN = frozenset({"sheikh", "sheik", "shaikh"})
"""Ranks that are also given names."""
_LONGEST = 7


_AREAS = ("area", "areas")
"""Behind a body's word it is no body but its land: "Bokkos Local Government Area"."""


def is_local_area(line: Line, i: int) -> bool:
    """Whether "local government area" begins at a word."""
    three = [word.fold for word in line.words[i : i + 3]]
    return three[:2] == ["local", "government"] and three[-1] in _AREAS


def shouting(scene: Scene, line: Line) -> bool:
    """Whether a sentence is set in capitals or title case, where a capital says nothing."""
    placing = scene.lex.placing
    capitals = [word.cap for word in line.words if len(word.text) > 3 and word.fold not in placing]
    return len(capitals) > 5 and sum(capitals) > 0.9 * len(capitals)


def _run(line: Line, i: int) -> int:
    """The end of the run of capitalised words from `i`."""
    words, j = line.words, i + 1
    while (
        j < len(words)
        and j - i < _LONGEST
        and words[j].glue
        and words[j].cap
        and not words[j - 1].possessive
        and not line.taken[j]
    ):
        j += 1
    return j


def read_body(scene: Scene, line: Line, i: int) -> int:
    """A name that ends in (or begins with) Brigade, Front, Council and the like; words taken or 0."""
    lex, words = scene.lex, line.words
    if (
        (words[i].fold in lex.not_names and words[i].fold not in lex.compass)
        or not words[i].cap
        or (words[i].text[0].isdigit() and len(words[i].text) < 3)
    ):
        return 0
    if words[i].fold in lex.openers:
        return _opened(scene, line, i)
    if words[i].fold in lex.body_openers and (taken := _opened_body(scene, line, i)):
        return taken
    end = _run(line, i)
    found: tuple[int, ActorKind] | None = None
    for k in range(i, end):
        body = lex.bodies.at(words, k, end)
        if (
            body
            and k >= (found[0] if found else 0)
            and words[k].text[0].isupper()
            and not (k == i == 0 and words[k].fold in lex.heads.rows)
            and not (k + body[0] < len(words) and words[k + body[0]].fold in _AREAS)
        ):
            found = k + body[0], "police" if found and found[1] == "police" else body[1]
    if found is None:
        return 0
    last, kind = found
    if last == end and not (last - i == 1 and _of_listed(line, last)):
        last = _linked(line, last)
    if last - i < 2 or (i in line.geo and line.geo[i][0] == last - i - 1 and last == end and _is_common(scene, line, last - 1)):
        return 0
    i = _fields_before(scene, line, i, last)
    head = lex.heads.at(words, i, last)
    if lex.titles.at(words, i, last) or (head and head[1].alone and head[0] == last - i):
        return 0
    if _is_unit(scene, line, i, last):
        kind = "military"
    if any(words[k].fold in ("separatist", "rebel") for k in range(i, last)):
        kind = "rebel"
    scene.add(line, i, last, scene.unlisted(line, i, last, kind, proper=True))
    return last - i


def _fields_before(scene: Scene, line: Line, i: int, last: int) -> int:
    """Where a body's name begins that has several fields: "the Dialogue, Reconciliation and Awareness Commission"."""
    words, text = line.words, scene.document.text
    if i < 2 or words[i - 1].fold != "and" or words[last - 1].fold not in word_list("attribution", "joined_bodies"):
        return i
    first = i - 1
    while first > 0 and words[first - 1].cap and not line.taken[first - 1] and first - 1 not in line.geo:
        joined = words[first].glue == " " or text[words[first - 1].end : words[first].start] == ", "
        if not joined or i - first > _LONGEST or words[first - 1].fold in ("the", "its", "their"):
            break
        first -= 1
    opened = 0 < first < i - 1 and words[first - 1].fold in ("the", "its", "their") and words[first].glue == " "
    bodies = scene.lex.bodies.rows.keys() | scene.lex.heads.rows.keys()
    return first if opened and all(word.fold not in bodies for word in words[first : i - 1]) else i


def _is_unit(scene: Scene, line: Line, i: int, last: int) -> bool:
    """Whether a name is that of a regular unit: numbered, or owned by an army ("the army's Sixth Division")."""
    lex, words = scene.lex, line.words
    if words[last - 1].fold not in lex.units:
        return False
    if words[i].text[0].isdigit() or words[i].fold in lex.ordinals:
        return True
    owner = scene.recent[-1] if scene.recent and i > 0 and words[i - 1].possessive else None
    return owner is not None and owner.end == words[i - 1].end and owner.actor.kind in ("state", "military", "government")


def _is_common(scene: Scene, line: Line, k: int) -> bool:
    """A national adjective and one word that also is a common noun ("Israeli Forces") is for the descriptions."""
    return line.words[k].fold in scene.lex.heads.rows


def _opened(scene: Scene, line: Line, i: int) -> int:
    """Arabic names: Liwa X, Jaish al-X: the capitalised words after the opener belong to it."""
    words, j = line.words, i + 1
    while (
        j < len(words)
        and j - i < 5
        and words[j].glue
        and words[j].cap
        and words[j].fold not in scene.lex.not_names
        and not words[j - 1].possessive
        and j not in line.geo
    ):
        j += 1
    if j - i < 2:
        return 0
    scene.add(line, i, j, scene.unlisted(line, i, j, "rebel", proper=True))
    return j - i


def _opened_body(scene: Scene, line: Line, i: int) -> int:
    """French and Spanish names: Collectif X, Red de X: capitalised words and the small ones between them, places too."""
    words, end, j = line.words, i + 1, i + 1
    while j < len(words) and words[j].glue and j - i <= _LONGEST and (words[j].cap or words[j].fold in _ROMANCE):
        j += 1
        end = j if words[j - 1].cap else end
        if words[j - 1].possessive:
            break
    if end - i < 2:
        return 0
    scene.add(line, i, end, scene.unlisted(line, i, end, "organisation", proper=True))
    return end - i


def _of_listed(line: Line, last: int) -> bool:
    """Whether a name of the list follows: "Rebels of the M23" are no body of that name."""
    words, j = line.words, last + 1
    while j < len(words) and words[j].fold == "the":
        j += 1
    return last < len(words) and words[last].fold in ("of", "for") and j in line.listed


def _linked(line: Line, last: int) -> int:
    """The end of a name that goes on with "of the", "for" and capitalised words."""
    words, end = line.words, last
    while end < len(words) and words[end].glue and words[end].fold in ("of", "for", "against", "on"):
        if words[end].fold == "on" and words[end - 1].fold not in word_list("attribution", "joined_bodies"):
            break  # "the Commission on Human Rights"
        if words[end].fold == "against" and words[end - 1].fold in word_list("actors", "fighting_units"):
            break  # "pitted the X Battalion against the Y Brigade"
        j = end + 1
        while j < len(words) and words[j].glue and words[j].fold in _LINKS and not words[j].cap:
            j += 1
        if j >= len(words) or not words[j].glue or not words[j].cap:
            break
        if words[end].fold == "on" and words[j].fold in word_list("actors", "not_names"):
            break
        end = _run(line, j)
        if (
            end < len(words) - 1
            and words[end].fold == "and"
            and words[end].glue
            and words[end + 1].cap
            and words[end + 1].glue
            and end + 1 not in line.geo
            and end + 1 not in line.listed
        ):
            end = _run(line, end + 1)
    return end


def read_group(scene: Scene, line: Line, i: int) -> int:
    """ "the X rebel group", "X militiamen": a capitalised name before words for an armed group; words taken or 0."""
    lex, words = scene.lex, line.words
    if (
        words[i].fold in lex.not_names
        or not words[i].cap
        or i in line.geo
        or words[i].possessive
        or words[i].fold in lex.titles.rows
        or (i == 0 and words[i].fold in lex.modifiers)
        or words[i].fold in lex.peoples
        or words[i].fold in lex.heads.rows
    ):
        return 0
    end = _run(line, i)
    counted = end - i == 1 and words[i].text.isdigit()  # "14 armed groups"
    if counted or any(k in line.geo for k in range(i, end)) or end >= len(words) or not words[end].glue:
        return 0
    if band := _band(scene, line, i, end):
        scene.add(line, i, end + 1, scene.unlisted(line, i, end + 1, band, proper=True))
        return end + 1 - i
    if end + 1 >= len(words) or not words[end + 1].glue:
        return 0
    kind = lex.group_words.get(words[end].fold)
    if kind is None or words[end + 1].fold not in (
        "group",
        "groups",
        "movement",
        "faction",
        "coalition",
        "alliance",
        "army",
        "organisation",
        "organization",
    ):
        return 0
    scene.add(line, i, end, scene.unlisted(line, i, end, kind, proper=True))
    return end - i


def _band(scene: Scene, line: Line, i: int, end: int) -> ActorKind | None:
    """What "Maute fighters" are: a name in a sentence's midst, no place and no faith or people, right before its men."""
    lex, words = scene.lex, line.words
    common = any(words[k].fold in lex.modifiers or words[k].fold in lex.not_names or k in line.listed for k in range(i, end))
    if i == 0 or common or words[i].text[0].isdigit() or words[end - 1].possessive or words[i - 1].fold in lex.placing:
        return None
    return lex.bands.get(words[end].fold)


def read_acronym(scene: Scene, line: Line, i: int) -> int:
    """An acronym in brackets after the name that it stands for; names it for the rest of the report. Words taken or 0."""
    words = line.words
    word, text = words[i], scene.document.text
    if i == 0 or word.glue or not 2 <= len(word.text) <= 10 or sum(sign.isupper() for sign in word.text) < 2:
        return 0
    before = text[words[i - 1].end : word.start]
    if before.strip(" '\"“”‘’s") != "(" or (words[i - 1].possessive and "(" not in before):
        return 0
    last = i + 1
    while last < len(words) and words[last].glue == "-" and words[last].cap:
        last += 1
    if text[words[last - 1].end : words[last - 1].end + 3].strip(" '\"“”‘’")[:1] not in (")", ",", ";"):
        return 0
    short = text[word.start : words[last - 1].end]
    actor = _named_by(scene, line, i, short)
    if actor is None:
        return 0
    scene.define(short, actor)
    scene.add(line, i, last, actor)
    head = scene.lex.heads.at(words, last, len(words)) if last < len(words) else None
    if head and head[1].role in ("rebel", "militia") and text[words[last - 1].end : words[last].start] == ") ":
        scene.add(line, last, last + head[0], actor)
        return last + head[0] - i
    return last - i


def _named_by(scene: Scene, line: Line, i: int, short: str) -> Actor | None:
    """Who the words before the bracket are: the actor found there, else a name whose initials they are."""
    words, end = line.words, line.words[i - 1].end
    if scene.mentions and scene.mentions[-1].end == end and scene.mentions[-1].actor.kind != "person":
        return scene.mentions[-1].actor
    if i in line.listed:
        return None
    wanted = short.replace("-", "").replace(".", "").upper()
    for first in range(i - 1, max(-1, i - 10), -1):
        if not words[first].cap or line.taken[first]:
            continue
        if initials(words[first:i]) == wanted or "".join(word.fold[0] for word in words[first:i]).upper() == wanted:
            if not line.joined(first, i):
                return None
            kind: ActorKind = "organisation"
            for k in range(first, i):
                body = scene.lex.bodies.at(words, k, i)
                kind = body[1] if body else kind
            return scene.add(line, first, i, scene.unlisted(line, first, i, kind, proper=True)).actor
    return None


def read_person(scene: Scene, line: Line, i: int) -> int:
    """A person's name: after a title, beside a word of speech, or before a role; words taken or 0."""
    lex, words = scene.lex, line.words
    known = scene.surnames.get(words[i].fold) if words[i].cap else None
    if known and not (i + 1 < len(words) and words[i + 1].cap and words[i + 1].glue):
        scene.add(line, i, i + 1, known)
        return 1
    title = lex.titles.at(words, i, len(words))
    if title:
        return _titled(scene, line, i, i + title[0])
    end = _name_end(scene, line, i)
    if end - i < 2 or not (_speaks(scene, line, i, end) or _role_follows(scene, line, end)):
        return 0
    _add_person(scene, line, i, end)
    return end - i


def _titled(scene: Scene, line: Line, i: int, first: int) -> int:
    lex, words = scene.lex, line.words
    while first < len(words) and (words[first].glue or _dotted(scene, line, first)):
        more = lex.titles.at(words, first, len(words))
        if not more:
            break
        first += more[0]
    if first >= len(words) or not (words[first].glue or _dotted(scene, line, first)):
        return 0
    end = _name_end(scene, line, first)
    if end == first or first in line.listed:
        return first - i if first in line.listed and words[first - 1].cap else 0
    _add_person(scene, line, first, end)
    return end - i


def _dotted(scene: Scene, line: Line, j: int) -> bool:
    """Whether only an abbreviation's full stop stands before word `j` ("Gen. Smith")."""
    return scene.document.text[line.words[j - 1].end : line.words[j].start] == ". " and len(line.words[j - 1].text) <= 4


def _name_end(scene: Scene, line: Line, i: int) -> int:
    """The end of a person's name from `i`: two to four capitalised words that are nothing else."""
    lex, words, j = scene.lex, line.words, i
    while j < len(words) and j - i < 5:
        word = words[j]
        if j > i and not (
            word.glue or (len(words[j - 1].text) == 1 and scene.document.text[words[j - 1].end : word.start] == ". ")
        ):
            break
        small = word.fold in _PARTICLES and j + 1 < len(words) and words[j + 1].cap
        if (
            not (word.cap or (small and j > i))
            or word.fold in lex.not_names
            or word.fold in lex.facilities
            or j in line.geo
            or line.taken[j]
            or word.text.isdigit()
            or word.fold in lex.heads.rows
            or word.fold in lex.bodies.rows
            or (j > i and word.fold in lex.titles.rows and not _is_given(line, j))
            or (len(word.text) > 3 and word.text.isupper())
        ):
            break
        j += 1
        if word.possessive:
            break
    return j


def _is_given(line: Line, j: int) -> bool:
    """Whether a word of rank is part of a name: "Hassan Sheikh Mohamud"."""
    following = line.words[j + 1 : j + 2]
    return line.words[j].fold in _GIVEN and bool(following) and following[0].cap and bool(following[0].glue)


def _speaks(scene: Scene, line: Line, i: int, end: int) -> bool:
    words, speech = line.words, scene.lex.speech
    after = end < len(words) and bool(words[end].glue) and words[end].fold in speech
    return after or (i > 0 and bool(words[i].glue) and words[i - 1].fold in speech)


def _role_follows(scene: Scene, line: Line, end: int) -> bool:
    words = line.words
    if end >= len(words) or scene.document.text[words[end - 1].end : words[end].start] != ", ":
        return False
    for j in range(end, min(end + 6, len(words))):
        if j > end and not words[j].glue:
            return False
        if words[j].fold in scene.lex.roles_after:
            return True
    return False


def _add_person(scene: Scene, line: Line, first: int, end: int) -> None:
    actor = scene.unlisted(line, first, end, "person", proper=True)
    if end - first == 1 and (known := scene.surnames.get(line.words[first].fold)):
        actor = known
    scene.add(line, first, end, actor)
    scene.surnames.setdefault(line.words[end - 1].fold, actor)
