"""An assertion that a report repeats, in headline and body or from paragraph to paragraph, is one claim with several anchors.

Events are not merged here: their reader knows which words only refer back ("the attack") and does it itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from marsad.model import Actor, Figure, Group, Where
from marsad.reading.draft import LINKS, Draft
from marsad.reading.language import word_list

_POINT = 2
"""UCDP's where_prec to which a place is a point's."""
_COUNTY = 3
"""UCDP's where_prec of a county or district."""
_FEW = 10
"""Below it a figure is often met again by chance."""
_TELLING = 3
"""A figure from which a headline's and the body's are one wherever they are set."""
_LEAD = 2
"""Sentences of the body that tell again what the headline tells, and of whom it has that."""
_GENERIC_KINDS = {
    "rebel": {"rebel", "militia", "unknown"},
    "militia": {"rebel", "militia", "unknown"},
    "military": {"military", "government", "state", "unknown"},
    "government": {"military", "government", "state", "unknown"},
    "state": {"military", "government", "state", "unknown"},
    "unknown": {"rebel", "militia", "unknown", "military"},
}


def merge_repeats(drafts: list[Draft]) -> list[Draft]:
    """The drafts without repeats: of each set that says the same thing the fullest is kept, with all the anchors."""
    kept: list[Draft] = []
    moved: dict[int, Draft] = {}
    for draft in drafts:
        same = _SAME.get(draft.kind)
        twin = next(
            (one for one in kept if same and one.kind == draft.kind and _may_merge(one, draft) and same(one, draft)), None
        )
        if twin is None:
            kept.append(draft)
            continue
        moved[id(draft)] = twin
        _absorb(twin, draft)
    for draft in kept:
        for link in LINKS:
            other = draft.fields.get(link)
            while isinstance(other, Draft) and id(other) in moved:
                other = moved[id(other)]
            if isinstance(other, Draft):
                draft.fields[link] = None if other is draft else other
    _keep_shares_sound(kept)
    return kept


def _keep_shares_sound(drafts: list[Draft]) -> None:
    """Drop a link from share to whole that can't hold: another outcome, a share larger than its whole, a circle."""
    for draft in drafts:
        whole = draft.fields.get("part_of")
        if not isinstance(whole, Draft):
            continue
        share, total = draft.fields["figure"], whole.fields["figure"]
        too_large = share.low is not None and total.high is not None and share.low > total.high
        if too_large or whole.fields["outcome"] != draft.fields["outcome"] or _leads_back(whole, draft):
            draft.fields["part_of"] = None


def _leads_back(whole: Draft, share: Draft) -> bool:
    """Whether going from whole to larger whole comes back to the share."""
    step: object = whole
    for _ in range(20):
        if step is share:
            return True
        if not isinstance(step, Draft):
            return False
        step = step.fields.get("part_of")
    return True


def _may_merge(one: Draft, other: Draft) -> bool:
    """Two speakers make two claims; the report's own headline may repeat what its body attributes."""
    if one.modality != other.modality or one.background != other.background:
        return False
    names = [{source.name for source in draft.attribution} for draft in (one, other)]
    if one.kind == "toll" and one.sentence.headline and 0 < other.sentence.index - one.sentence.index <= _LEAD:
        return True  # "kills 90, medics say", and the body's first sentence with the source's full name
    return not (names[0] and names[1]) or bool(names[0] & names[1])


def _absorb(kept: Draft, other: Draft) -> None:
    """Add what the other draft knows to the one that is kept."""
    kept.anchors = sorted({*kept.anchors, *other.anchors}, key=lambda anchor: (anchor.start, anchor.end))
    fuller = len(other.attribution) >= len(kept.attribution) if kept.sentence.headline else False
    if other.attribution and (fuller or len(other.attribution) > len(kept.attribution)):
        kept.attribution = other.attribution
    if other.when and (kept.when is None or (other.when.precision or 9) < (kept.when.precision or 9)):
        kept.when = other.when
    if other.where and (kept.where is None or _tells_finer(kept, other)):
        kept.where = other.where
    kept.settled |= other.settled
    kept.confidence = max(kept.confidence, other.confidence)
    for name, value in other.fields.items():
        mine = kept.fields.get(name)
        named = isinstance(value, tuple) and isinstance(mine, tuple) and value and isinstance(value[0], Actor)
        if isinstance(value, Group) and isinstance(mine, Group):
            kept.fields[name] = _fuller_group(mine, value)
        elif isinstance(value, Figure) and isinstance(mine, Figure):
            rough = mine.bound in ("exact", "vague")
            kept.fields[name] = value if rough else mine  # a headline drops the "at least" of the body, or says "dozens"
        elif mine in (None, (), "unknown") or (named and _generic(mine) and not _generic(value)):
            kept.fields[name] = value


def _tells_finer(kept: Draft, other: Draft) -> bool:
    """Whether the other account has the finer place: a point, or the village in the district that the headline names."""
    one, two = kept.where, other.where
    if one is None or two is None:
        return False
    body = kept.sentence.headline and one.id is not None and two.id is None and (one.lat, one.lon) == (two.lat, two.lon)
    finer = (two.precision or 9) - (one.precision or 9)
    point = (two.precision or 9) <= _POINT  # "in the X raid", then "in the village of Y"
    return body or finer < 0 or (kept.sentence.headline and (finer == 0 or point))


def _fuller_group(mine: Group, other: Group) -> Group:
    """The side and the actors that either of two accounts of one toll gives."""
    side = mine.side if mine.side != "unknown" else other.side
    return Group(
        side, other.actors if not mine.actors or (_generic(mine.actors) and other.actors) else mine.actors, mine.attributes
    )


def _generic(actors: object) -> bool:
    return isinstance(actors, tuple) and all(isinstance(actor, Actor) and actor.id is None for actor in actors)


def _same_actors(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    """Whether two lists can be the same actors: one is silent, they share one, or one is a mere description that fits."""
    if not one or not other:
        return True
    if {actor.name.casefold() for actor in one} & {actor.name.casefold() for actor in other}:
        return True
    if _generic(one) == _generic(other):
        return False
    return any(b.kind in _GENERIC_KINDS.get(a.kind, {a.kind}) for a in one for b in other)


def _told_apart(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    """Whether a proper word shows that a description is of others: "Kurdish-led forces" are not the "Syrian National Army"."""
    if not one or not other or _generic(one) == _generic(other):
        return False
    described, named = (one, other) if _generic(one) else (other, one)
    words = {word.casefold() for actor in named for word in actor.name.split()}
    proper = {word.casefold() for actor in described for word in actor.name.split() if word[:1].isupper()}
    return bool(proper) and proper.isdisjoint(words)


def _same_place(one: Where | None, other: Where | None, *, strict: bool = False) -> bool:
    if one is None or other is None:
        return not strict
    if one.id is not None and one.id == other.id:
        return True
    if one.name.casefold() == other.name.casefold():
        return True
    if one.lat is not None and (one.lat, one.lon) == (other.lat, other.lon):
        return not strict  # an unlisted village of the district that the headline names
    coarse, fine = (one, other) if (one.precision or 1) > (other.precision or 1) else (other, one)
    if strict or coarse.country != fine.country:
        return False
    unbounded = coarse.precision in (5, 6) and coarse.adm1 is None  # a country, or an area such as Darfur
    return unbounded or (coarse.precision == 4 and coarse.adm1 == fine.adm1)


def _same_day(one: Draft, other: Draft) -> bool:
    a, b = one.when, other.when
    if a is None or b is None or not (a.start and b.start):
        return True
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def _same_toll(one: Draft, other: Draft) -> bool:
    a, b = one.fields, other.fields
    if a["outcome"] != b["outcome"] or not (_same_figure(a["figure"], b["figure"]) or _told_roughly(one, other)):
        return False
    if a["group"].attributes != b["group"].attributes or (a["figure"].point == 1 and not _one_person(one, other)):
        return False
    if (a["part_of"] is None) != (b["part_of"] is None) and a["figure"].bound != b["figure"].bound:
        return False  # "65 of the dead were soldiers", and at least 65 others whom soldiers executed
    if a["figure"].bound != b["figure"].bound and not one.sentence.headline and other.sentence.index - one.sentence.index > 1:
        return False  # "the raid killed nine people", and long after, "at least nine mariners had died in such attacks"
    if _told_of_others(one, other):
        return False
    named = {a["group"].side, b["group"].side}
    if named == {"unknown", "combatants"} and not one.sentence.headline and bool(one.attribution) != bool(other.attribution):
        return False  # "shot dead two Palestinians. ... The army said it had eliminated two terrorists"
    sides = named - {"unknown", "mixed"}
    if len(sides) > 1 or not _same_actors(a["group"].actors, b["group"].actors):
        return False
    return (_is_headline_of(one, other) or _same_place(one.where, other.where)) and _same_day(one, other)


def _told_of_others(one: Draft, other: Draft) -> bool:
    """Whether two small figures far apart count people by different words: "two bodies" in one town, then "two soldiers"."""
    few = (one.fields["figure"].point or _FEW) < _FEW
    if one.sentence is other.sentence and one.fields["figure"].point:
        return True  # "two policemen and two detainees died"
    near = _LEAD if one.sentence.headline else 1
    if not few or other.sentence.index - one.sentence.index <= near or _same_place(one.where, other.where, strict=True):
        return False
    said = [{word for anchor in draft.anchors for word in re.findall("[a-z]+", anchor.text.casefold())} for draft in (one, other)]
    words = [{word for word in some if len(word) > 3} - word_list("circumstances", "anybody") for some in said]
    bare = one.sentence.headline and not words[0] and other.where is not None  # "Airstrike kills nine", then "nine civilians"
    return bool(words[1]) and words[0].isdisjoint(words[1]) and not bare


def _is_headline_of(one: Draft, other: Draft) -> bool:
    """Whether a headline's figure is the body's first, wherever the headline has it: "killing 26 in Kashmir", then in a town."""
    apart = other.sentence.index - one.sentence.index
    point = other.fields["figure"].point or 0
    told = 0 < apart <= _LEAD and point >= _TELLING
    pair = apart == 1 and point == _TELLING - 1  # "Two killed in X and Y", and the body's first sentence
    return one.sentence.headline and (told or pair or (point >= _FEW and _in_county(one.where, other.where)))


def _in_county(county: Where | None, place: Where | None) -> bool:
    """Whether a headline's county can hold the body's town: "in West Gojjam", then "near Bure"."""
    if county is None or place is None or county.precision != _COUNTY or (place.precision or 1) > _POINT:
        return False
    return county.adm1 is not None and (county.country, county.adm1) == (place.country, place.adm1)


def _told_roughly(one: Draft, other: Draft) -> bool:
    """Whether a headline's "dozens killed" is the number with which the body opens."""
    rough: Figure = one.fields["figure"]
    told: Figure = other.fields["figure"]
    near = one.sentence.headline and 0 < other.sentence.index - one.sentence.index <= _LEAD
    if not near or rough.bound != "vague" or told.point is None:
        return False
    return (rough.low or 0) <= told.point <= (rough.high or told.point)


def _one_person(one: Draft, other: Draft) -> bool:
    """Whether two mentions of one casualty can be of the same person: told in two sentences, with a word in common."""
    words = [{word for anchor in draft.anchors for word in anchor.text.casefold().split()} for draft in (one, other)]
    return one.sentence is not other.sentence and any(len(word) > 3 for word in words[0] & words[1])


def _same_figure(one: Figure, other: Figure) -> bool:
    if one.point is None or other.point is None:
        return one == other
    return one.point == other.point and (one.point > 1 or one == other)


def _same_control(one: Draft, other: Draft) -> bool:
    a, b = one.fields, other.fields
    if a["status"] != b["status"] or a.get("sites", ()) != b.get("sites", ()):
        return False
    extents = {a.get("extent", "unknown"), b.get("extent", "unknown")} - {"unknown"}
    if {*a.get("actors", ())} & {*b.get("previous", ())} or {*b.get("actors", ())} & {*a.get("previous", ())}:
        return False  # "X seized the town before soldiers drove them out"
    return (
        len(extents) < 2
        and _same_place(one.where, other.where, strict=True)
        and _same_actors(a.get("actors", ()), b.get("actors", ()))
        and not _told_apart(a.get("actors", ()), b.get("actors", ()))
        and _same_day(one, other)
    )


def _same_movement(one: Draft, other: Draft) -> bool:
    a, b = one.fields, other.fields
    if a["action"] != b["action"] or not _same_day(one, other):
        return False
    ends = [(a.get(name), b.get(name)) for name in ("origin", "to")]
    return (
        _same_actors(a.get("actors", ()), b.get("actors", ()))
        and bool(a.get("actors"))
        and _same_place(one.where, other.where)
        and all(x is None or y is None or x.name == y.name for x, y in ends)
    )


def _same_relation(one: Draft, other: Draft) -> bool:
    return all(one.fields[name] == other.fields[name] for name in ("subject", "object", "relation"))


def _same_statement(one: Draft, other: Draft) -> bool:
    """Whether both tell one announcement: a state's, or its government's or ministry's, of the same thing."""
    a, b = one.fields, other.fields
    if not (a["act"] == b["act"] == "announce") or one.sentence is other.sentence or not _same_day(one, other):
        return False
    words = [{word.rstrip("s") for word in re.findall(r"\w+", (fields["content"] or "").casefold())} for fields in (a, b)]
    own = [{word for word in some if len(word) > 3 or word.isdigit()} for some in words]
    shared = len(own[0] & own[1])
    return shared > 0 and shared * 5 >= min(map(len, own)) * 3 and _same_speaker(a["speaker"], b["speaker"])


def _same_speaker(one: Actor | None, other: Actor | None) -> bool:
    if one is None or other is None:
        return False
    offices = {one.kind, other.kind} <= {"state", "government", "military"}
    return one == other or (offices and (one.id or "?").partition(".")[0] == (other.id or "").partition(".")[0])


_SAME: dict[str, Callable[[Draft, Draft], bool]] = {
    "toll": _same_toll,
    "control": _same_control,
    "movement": _same_movement,
    "relation": _same_relation,
    "statement": _same_statement,
}
