"""What tolls of several sentences say of one another: headings that date them, and places' shares of a period's toll."""

from __future__ import annotations

import re

from marsad.model import Figure
from marsad.model.claim import Group, Scope
from marsad.reading.datelines import is_headed
from marsad.reading.document import Document, Sentence, within
from marsad.reading.draft import Draft
from marsad.reading.tolls.vocabulary import vocabulary

_ALL = frozenset({"dead", "wounded", "injured", "killed", "missing", "victims", "total", "people", "others"})
_OF_THE = re.compile(r"^[\w-]+ (?:\w+ )?of the ([a-z]+)\b")
_REACH = 5
_HEADING = 12
_LEAST = 3
_NEXT = 2
_OLDER = 9
LONG: tuple[Scope, ...] = ("period", "cumulative")
"""Scopes of more than one happening."""
_COUNTRY = 6
_ROUND = 20
_ROUNDED = 1.05


def heading_scope(sentence: Sentence) -> Scope | None:
    """The scope that a heading gives to what stands under it: "CASUALTIES SINCE 7 OCTOBER"."""
    if not sentence.headline or len(sentence.tokens) > _HEADING:
        return None
    for scope, pattern in vocabulary().scopes:
        if pattern.search(sentence.small):
            return scope
    return None


def head_scope(drafts: list[Draft], scope: Scope) -> None:
    """Give tolls under a heading its scope where they have none of their own."""
    for draft in drafts:
        if draft.fields["scope"] == "incident" and draft.rule.endswith(_COUNTED):
            draft.fields["scope"] = scope


def compared(draft: Draft) -> bool:
    """Whether a toll is only what the news is compared with: "402 deaths, against 721 in January", "an earlier toll of 70"."""
    sentence, words = draft.sentence, vocabulary().words["compared"]
    if _is_older(draft):
        return True
    if words.isdisjoint(sentence.lowers):
        return False
    first = next((token.i for token in sentence.tokens if token.end > draft.start), 0)
    return any(token.lower in words for token in sentence.tokens[max(0, first - 2) : first])


def _is_older(draft: Draft) -> bool:
    """ "an earlier toll of 70", "a previous statement had spoken of 74": a figure that another one has replaced."""
    older = vocabulary().words["older"]
    if draft.sentence.lowers.isdisjoint(older):
        return False
    before = [token.lower for token in draft.sentence.tokens_before(draft.start)[-_OLDER:]]
    at = max((k for k, word in enumerate(before) if word in older), default=-1)
    return at >= 0 and (at == len(before) - 1 or before[at + 1] in vocabulary().words["accounts"])


def share_of_share(drafts: list[Draft]) -> None:
    """ "76 dead, including 31 civilians. Three of the civilians ...": the three are of the 31."""
    for n, draft in enumerate(drafts):
        noun = _OF_THE.match(draft.anchors[0].text)
        if noun is None or noun[1] in vocabulary().heads or noun[1] in _ALL:  # "214 of the deaths"
            continue
        named = re.compile(rf"\b{re.escape(noun[1])}$")
        near = (one for one in reversed(drafts[:n]) if 0 < draft.sentence.index - one.sentence.index <= _NEXT)
        share = next((one for one in near if named.search(one.anchors[0].text)), None)
        if share is not None and share.fields["outcome"] == draft.fields["outcome"] and _holds_figure(share, draft):
            draft.fields["part_of"] = share


def _holds_figure(whole: Draft, part: Draft) -> bool:
    """Whether a part's figure is no larger than its whole's."""
    most, least = whole.fields["figure"].high, part.fields["figure"].low
    return most is None or least is None or bool(least <= most)


_COUNTED = ("-subject", "-noun", "-count", "-part", "-joined")


def share_by_place(document: Document, drafts: list[Draft], wholes: list[Draft]) -> None:
    """Make places' tolls shares of a period's: "Violence killed 512 people last month. ... In Mopti, 214 deaths were recorded."

    A toll told as an incident (by its doer, with a day or an attack of its own) is none.
    """
    for draft in drafts:
        whole = next((one for one in reversed(wholes) if _holds(document, one, draft)), None)
        if whole is None or not _told_by_place(document, draft):
            continue
        draft.fields["part_of"], draft.fields["scope"] = whole, whole.fields["scope"]
        group: Group = draft.fields["group"]
        if group.side == "unknown":
            draft.fields["group"] = Group(whole.fields["group"].side, group.actors, group.attributes)
        for beside in drafts:
            if beside.fields["scope"] == "incident" and _told_by_place(document, beside):
                beside.fields["scope"] = whole.fields["scope"]


def share_by_deeds(document: Document, drafts: list[Draft], wholes: list[Draft]) -> None:
    """Make what several deeds did shares of a period's toll: "84 civilians died in Mali in May. ... Drone strikes killed 30"."""
    for draft in drafts:
        sentence, words = draft.sentence, vocabulary().words
        if draft.background or words["many_deeds"].isdisjoint(sentence.lowers):
            continue
        before = {token.lower for token in sentence.tokens_before(draft.start)}
        plain = words["one_attack"].isdisjoint(sentence.lowers) and not sentence.lowers & {"when", "after", "told", "then"}
        timed = words["compared"].isdisjoint(sentence.lowers) and within(document.times, sentence.start, sentence.end)
        placed = within(document.places, sentence.start, sentence.end)
        if timed or placed or not plain or words["many_deeds"].isdisjoint(before):
            continue
        whole = next((one for one in reversed(wholes) if _holds(document, one, draft)), None)
        if whole is not None and whole.fields["scope"] == "period":
            draft.fields["part_of"], draft.fields["scope"] = whole, "period"


def _holds(document: Document, whole: Draft, draft: Draft) -> bool:
    """Whether a toll of a period can hold another one."""
    a, b = whole.fields, draft.fields
    total: Figure = a["figure"]
    sides = {a["group"].side, b["group"].side} - {"unknown", "mixed"}
    if is_headed(document, whole.sentence) and is_headed(document, draft.sentence):
        return False  # two items of a round-up
    return (
        a["scope"] in LONG
        and not whole.background
        and b["part_of"] is None
        and b["scope"] in ("incident", a["scope"])
        and a["outcome"] == b["outcome"]
        and 0 < draft.sentence.index - whole.sentence.index <= _REACH
        and total.point is not None
        and b["figure"].point is not None
        and 1 < b["figure"].point < total.point
        and len(sides) < 2
    )


def _told_by_place(document: Document, draft: Draft) -> bool:
    """Whether a toll is told of a place, without a day, an attack or a doer of its own."""
    sentence, words = draft.sentence, vocabulary().words
    if not draft.rule.endswith(_COUNTED) or draft.fields["responsible"] or draft.background:
        return False
    if within(document.times, sentence.start, sentence.end) or not (
        sentence.lowers.isdisjoint(words["one_attack"]) and sentence.lowers.isdisjoint(("when", "after"))
    ):
        return False
    places = within(document.places, sentence.start, sentence.end)
    return any(mention.place is None or (mention.place.precision or 1) < _COUNTRY for mention in places)


def share_by_sum(document: Document, drafts: list[Draft]) -> None:
    """Make tolls that follow a larger one and add up to it its shares: "killed seven ... Five died in X, two in Y".

    A bare number that follows another outcome's ("27 killed and 51 wounded: 14 in X, 13 in Y") is of the one it adds up to.
    """
    for i, whole in enumerate(drafts):
        total = whole.fields["figure"]
        if total.bound not in ("exact", "at_least") or (total.point or 0) < _LEAST:
            continue
        if whole.fields["part_of"] is not None or whole.background:
            continue
        run: list[Draft] = []
        near = _NEXT
        for draft in drafts[i + 1 :]:
            gap = draft.sentence.index - (run[-1] if run else whole).sentence.index
            other = draft.sentence is not whole.sentence
            if other and (
                is_headed(document, draft.sentence) or not vocabulary().words["elsewhere"].isdisjoint(draft.sentence.lowers)
            ):
                break  # "Kherson: 3 killed. Donetsk: 2 killed in X."
            beside = draft.fields["outcome"] != whole.fields["outcome"] and draft.sentence is whole.sentence
            if draft.fields["figure"].bound != "exact" and beside:
                near = 0  # "23 died and over 100 were hurt: 11 in X, ...", in that sentence alone
                continue
            if gap > (min(1, near) if run else near) or draft.background or draft.fields["figure"].bound != "exact":
                break
            if draft.rule.endswith(("-count", "-put", "-losses")):
                break  # another account of the dead
            listed = draft.rule.endswith("-gapped") and draft.sentence is whole.sentence
            blamed = draft.fields["part_of"] is whole and draft.fields["responsible"]  # "the army did 187 of them"
            if (draft.fields["part_of"] is None or blamed) and (draft.fields["outcome"] == whole.fields["outcome"] or listed):
                run.append(draft)
            if sum(one.fields["figure"].point for one in run) >= total.point:
                break
        if run and run[0].sentence is whole.sentence and not _introduced(whole, run[0]):
            continue  # "ten died in X, seven in Y and three in Z" are three places' dead
        if len(run) > 1 and sum(one.fields["figure"].point for one in run) == total.point:
            for one in run:
                _make_share(one, whole)


def _introduced(whole: Draft, share: Draft) -> bool:
    """Whether a colon, dash or bracket between two tolls of a sentence says that the second breaks the first down."""
    sentence, first, last = whole.sentence, whole.anchors[-1].end, share.anchors[0].start
    return any(token.text in (":", "(", "\u2013", "\u2014", "-") for token in sentence.tokens_in(first, last))


def _make_share(draft: Draft, whole: Draft) -> None:
    group, larger = draft.fields["group"], whole.fields["group"]
    draft.fields["part_of"], draft.fields["outcome"] = whole, whole.fields["outcome"]
    if draft.fields["scope"] in ("incident", "delta"):
        draft.fields["scope"] = whole.fields["scope"]
    if group.side == "unknown" and larger.side != "mixed":
        draft.fields["group"] = Group(larger.side, group.actors, group.attributes)


def rounds(headline: Draft, body: Draft) -> bool:
    """Whether a headline's "more than 240" is the 242 of the body: of its kind, and a little less."""
    if not headline.sentence.headline or body.sentence.index <= headline.sentence.index:
        return False
    mine, told = headline.fields, body.fields
    low, point = mine["figure"].low, told["figure"].point
    return (
        mine["figure"].bound in ("at_least", "about")
        and mine["outcome"] == told["outcome"]
        and mine["group"].attributes == told["group"].attributes
        and low is not None
        and point is not None
        and _ROUND <= low <= point <= low * _ROUNDED
    )


def _of_one_sort(draft: Draft, other: Draft) -> bool:
    """Whether two figures can be one, told twice: of one side, with the same attributes."""
    one, two = draft.fields["group"], other.fields["group"]
    return one.attributes == two.attributes and len({one.side, two.side} - {"unknown", "mixed"}) < _NEXT


def share_scope(drafts: list[Draft]) -> None:
    """Where one telling of a figure is cumulative, so are the others: the headline's, and the body's; and so are its shares."""
    for draft in drafts:
        if draft.fields["scope"] != "incident" or draft.fields["part_of"] is not None or draft.background:
            continue
        point = draft.fields["figure"].point
        for other in drafts:
            same = other.fields["figure"].point == point or rounds(draft, other)
            if (
                same
                and _of_one_sort(draft, other)
                and other.fields["outcome"] == draft.fields["outcome"]
                and point
                and point > 1
                and other.fields["scope"] in LONG
                and not other.background
                and other.sentence is not draft.sentence
                and (other.fields["part_of"] is None or draft.sentence.headline)
            ):
                draft.fields["scope"] = other.fields["scope"]
                break
    for draft in drafts:
        own = "scope" in draft.settled
        share = draft.fields["part_of"] is not None and draft.fields["scope"] == "incident" and not own
        if share and not draft.rule.endswith("-of") and draft.fields["part_of"].fields["scope"] in LONG:
            draft.fields["scope"] = draft.fields["part_of"].fields["scope"]


def settle_sides(drafts: list[Draft]) -> None:
    """A whole of unknown side whose parts are of both sides is mixed."""
    for whole in drafts:
        group: Group = whole.fields["group"]
        sides = {part.fields["group"].side for part in drafts if part.fields["part_of"] is whole}
        if group.side == "civilians" and whole.rule.endswith("-put") and "combatants" in sides:  # taken from the toll before
            whole.fields["group"] = group = Group("unknown", group.actors, group.attributes)
        if group.side != "unknown":
            continue
        if {"civilians", "combatants"} <= sides:
            whole.fields["group"] = Group("mixed", group.actors, group.attributes)
