"""The same thing, or not: what a claim was matched with and why, what comes near, merging, and splitting off."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from marsad.desk import triage
from marsad.desk.cards import Card, card
from marsad.desk.forms import Sent, field, inside
from marsad.desk.hiding import hidden
from marsad.desk.pages.claims import back, cards_of, known
from marsad.desk.visit import Here, Visit
from marsad.errors import UnknownEntry
from marsad.matching import Reason
from marsad.model import Judgement, Known

_NEAR = 8


class Other(msgspec.Struct, frozen=True, kw_only=True):
    """Another account's claim that may speak of the same thing: how strongly the rules think so, and why."""

    card: Card
    bits: float | None
    why: tuple[Reason, ...]
    same: bool
    judged: bool


@get("/claims/{claim:str}/match", sync_to_thread=True)
def match(visit: Here, claim: FromPath[str]) -> Response[str]:
    """What speaks of the same thing as a claim, and what might: a page, or the list alone."""
    item = known(visit, claim)
    (shown,) = cards_of(visit, [item])
    template = "parts/matching.html" if visit.piece else "match.html"
    return visit.page(template, item=item, card=shown, others=_others(visit, item))


@post("/claims/{claim:str}/judge", sync_to_thread=True, status_code=303)
def judge(visit: Here, claim: FromPath[str], data: Sent) -> Response[Any]:
    """Whether two claims speak of the same thing. Who merges with one of a group merges with all of it."""
    who = visit.need("judge", claim)
    other, verdict = field(data, "other") or "", field(data, "verdict") or ""
    if verdict not in ("same", "different", "unsure"):
        raise UnknownEntry(f"there is no verdict {verdict!r}", remedy="It is same, different or unsure.")
    item = known(visit, claim)
    known(visit, other)
    why = field(data, "why") or ""
    others = [other, *(_told_apart(visit, claim, other) if verdict == "same" else ())]
    entries = [
        visit.answers.write(lambda record, id=id: record.judge(claim, id, verdict, who=who, why=why)).seq  # type: ignore[misc]
        for id in others
    ]
    if visit.piece:
        return visit.page("parts/paired.html", verdict=verdict, entries=entries, report=item.report)
    return visit.back(inside(field(data, "next"), f"/claims/{claim}/match"))


@post("/claims/{claim:str}/split", sync_to_thread=True, status_code=303)
def split(visit: Here, claim: FromPath[str], data: Sent) -> Response[Any]:
    """The claim speaks of something else than the rest of its group: it is told apart from every account in it."""
    who = visit.need("judge", claim)
    item = known(visit, claim)
    others = [other.claim.id for _, other, together in visit.answers.observatory.beside(claim) if together]
    why = field(data, "why") or ""
    entries = [
        visit.answers.write(lambda record, id=id: record.judge(claim, id, "different", who=who, why=why)).seq  # type: ignore[misc]
        for id in others
    ]
    if visit.piece:
        return visit.page("parts/paired.html", verdict="different", entries=entries, report=item.report)
    return back(visit, item.report, claim)


def _told_apart(visit: Visit, claim: str, other: str) -> list[str]:
    """Those of the other's group that a person told apart from the claim: they'd tear the group in two once the two are one."""
    observatory = visit.answers.observatory
    observatory.settle()
    said = [one for one in observatory.store.decisions_on([claim], kind="judgement") if isinstance(one, Judgement)]
    apart = {id for one in said if one.verdict == "different" for id in (one.one, one.other)} - {claim, other}
    groups = observatory.store.groups_of([other, *sorted(apart)])
    return [id for id in sorted(apart) if other in groups and id in groups and groups[id].id == groups[other].id]


def _others(visit: Visit, item: Known) -> list[Other]:
    """Those of the same group, then the few that come nearest."""
    found = visit.answers.observatory.beside(item.claim.id)
    together = [one for one in found if one[2]]
    chosen = together + [one for one in found if not one[2]][:_NEAR]
    held = visit.answers.claims([other.claim.id for _, other, _ in chosen], visit.moment)
    own = triage.stand(visit.answers, list(held.values()), visit.moment)
    sizes = triage.sizes(own)
    made = []
    for link, found_as, same in chosen:
        other = held[found_as.claim.id]
        shown = card(other, visit.words, own.judgement(other.claim.id), sizes.get(other.claim.id))
        why = hidden(link.why, visit.answers.veil())
        made.append(Other(card=shown, bits=link.bits, why=why, same=same, judged=link.judgement is not None))
    return made


HANDLERS = (match, judge, split)
