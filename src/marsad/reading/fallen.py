"""Whose fighters a counted group is that its own words call no more than "rebels" or "militants"."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.model import Actor, Group
from marsad.reading.document import Document, within
from marsad.reading.draft import Draft
from marsad.reading.language import lists_of, word_list

_ACTING = ("side_a", "side_b", "actors", "previous", "responsible")
_ONE = ("speaker", "addressee")
_KINDS = ("rebel", "militia")
_words = lists_of("tolls")


def name_fallen(document: Document, drafts: list[Draft]) -> None:
    """Give "40 militants killed" the one armed group that the report tells of, unless that did it or says so.

    Several groups leave it open, unless one alone was hit in the toll's event or is told of in its paragraph. Where "allied
    factions" fight beside it, those counted are called by the text's word.
    """
    tolls = [draft for draft in drafts if draft.kind == "toll" and _is_nameless(draft)]
    if not tolls:
        return
    acting = [(draft, actor) for draft in drafts for actor in _groups(draft)]
    described = (one.actor.name.casefold().split() for one in document.actors if one.actor.id is None)
    several = any(not _words("many_groups").isdisjoint(name) for name in described)
    for toll in tolls:
        barred = {actor.name for actor in toll.fields["responsible"]} | {source.name for source in toll.attribution}
        fit = [(draft, actor) for draft, actor in acting if actor.name not in barred]
        found = _one(actor for draft, actor in fit if draft is toll.fields.get("event"))
        apart = _is_apart(document, toll)
        found = found or (None if apart else _one(actor for _, actor in fit))
        found = found or _one(actor for draft, actor in fit if _is_near(document, draft, toll))
        named = (found,) if found is not None and not several else _as_called(document, toll)
        group: Group = toll.fields["group"]
        toll.fields["group"] = Group(group.side, named, group.attributes)


def _is_nameless(draft: Draft) -> bool:
    """Whether a toll counts fighters by a word that only says what sort they are."""
    group: Group = draft.fields["group"]
    said = {word.casefold() for anchor in draft.anchors for word in anchor.text.split()}
    named = _words("irregulars") | _words("pronouns")  # "militants, 21 of whom were killed"
    return group.side == "combatants" and not group.actors and not said.isdisjoint(named)


def _as_called(document: Document, toll: Draft) -> tuple[Actor, ...]:
    """Those counted by the word that the text has for them."""
    said = (one.actor for anchor in toll.anchors for one in within(document.actors, anchor.start, anchor.end))
    return tuple(dict.fromkeys(one for one in said if one.id is None and one.kind in _KINDS))


def _groups(draft: Draft) -> list[Actor]:
    """The armed groups, known by name, that a claim tells to do or suffer something; a government's own militias are none."""
    actors = [actor for name in _ACTING for actor in draft.fields.get(name) or () if isinstance(actor, Actor)]
    actors += [draft.fields[name] for name in _ONE if isinstance(draft.fields.get(name), Actor)]
    return [one for one in actors if one.id and one.kind in _KINDS and not (one.side or "").endswith(".gov")]


def _one(actors: Iterable[Actor]) -> Actor | None:
    found = list(dict.fromkeys(actors))
    return found[0] if len(found) == 1 else None


def _is_apart(document: Document, toll: Draft) -> bool:
    """Whether a toll's paragraph opens with another matter than the report's: "Separately, troops killed six militants"."""
    start = document.text.rfind("\n", 0, toll.start) + 1
    first = document.sentence_at(start).tokens[:1]
    return bool(first) and first[0].lower in word_list("circumstances", "turns") and first[0].lower != "also"


def _is_near(document: Document, draft: Draft, toll: Draft) -> bool:
    """Whether a claim is told before a toll in its paragraph, or in the sentence before it."""
    if draft.start > toll.start:
        return False
    between = document.text[draft.start : toll.start]
    return "\n" not in between or toll.sentence.index - draft.sentence.index <= 1
