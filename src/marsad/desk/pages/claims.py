"""Judgements on claims: accept, reject, mend, the same or not, many at once, and undo."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from marsad.desk.cards import card, tallied
from marsad.desk.editing import changed, fields_of
from marsad.desk.forms import Sent, field, many
from marsad.desk.judged import about, last_of
from marsad.desk.telling import kind_of
from marsad.desk.visit import Here, Visit
from marsad.errors import UnknownEntry
from marsad.matching import Reason
from marsad.model import Known

_VERDICTS = {"accept": True, "reject": False, "unsee": None}
_NEAR = 12


@post("/claims/{claim:str}/review", sync_to_thread=True, status_code=303)
def review(visit: Here, claim: FromPath[str], data: Sent) -> Response[Any]:
    """Accept or reject a claim (or take it back to new); with htmx its card comes back, else the inbox at the next claim."""
    who = visit.need("review", claim)
    verdict = field(data, "verdict") or ""
    if verdict not in _VERDICTS:
        raise UnknownEntry(f"there is no verdict {verdict!r}", remedy="It is accept, reject or unsee.")
    item = _known(visit, claim)
    visit.answers.write(lambda record: record.review(claim, _VERDICTS[verdict], who=who, why=field(data, "why") or ""))
    return _shown(visit, item, verdict)


@post("/claims/review", sync_to_thread=True, status_code=303)
def review_many(visit: Here, data: Sent) -> Response[Any]:
    """Accept or reject every claim that is named."""
    who = visit.need("review")
    verdict = _VERDICTS.get(field(data, "verdict") or "")
    for claim in many(data, "claim"):
        visit.answers.write(lambda record, claim=claim: record.review(claim, verdict, who=who, why=field(data, "why") or ""))  # type: ignore[misc]
    return visit.back("/inbox", report=field(data, "report"))


@get("/claims/{claim:str}/words", sync_to_thread=True)
def words(visit: Here, claim: FromPath[str]) -> Redirect:
    """On to the words of a claim, in its report: for pages that name many claims and needn't ask for each."""
    item = visit.answers.claim(claim, visit.moment)
    if item is None:
        raise _gone(claim)
    return visit.back(f"/report#claim-{claim}", id=item.report)


@get("/claims/{claim:str}/edit", sync_to_thread=True)
def edit(visit: Here, claim: FromPath[str]) -> Response[str]:
    """The fields of a claim that can be mended."""
    item = _known(visit, claim)
    return visit.page("edit.html", item=item, card=_card(visit, item), fields=fields_of(item.claim))


@post("/claims/{claim:str}/correct", sync_to_thread=True, status_code=303)
def correct(visit: Here, claim: FromPath[str], data: Sent) -> Response[Any]:
    """The claim reads otherwise from now on."""
    who = visit.need("correct", claim)
    item = _known(visit, claim)
    fields = changed(item.claim, {name: field(data, name) for name in data})
    if fields:
        visit.answers.write(lambda record: record.correct(claim, fields, who=who, why=field(data, "why") or ""))
    return visit.back(f"/inbox#claim-{claim}", report=item.report)


class Other(msgspec.Struct, frozen=True, kw_only=True):
    """Another claim that may speak of the same thing: how strongly the rules think so, and why."""

    card: Any
    bits: float | None
    why: tuple[Reason, ...]
    same: bool


@get("/claims/{claim:str}/match", sync_to_thread=True)
def match(visit: Here, claim: FromPath[str]) -> Response[str]:
    """What speaks of the same thing as a claim, and what might."""
    item = _known(visit, claim)
    return visit.page("match.html", item=item, card=_card(visit, item), others=_others(visit, item))


@post("/claims/{claim:str}/judge", sync_to_thread=True, status_code=303)
def judge(visit: Here, claim: FromPath[str], data: Sent) -> Response[Any]:
    """Whether two claims speak of the same thing."""
    who = visit.need("judge", claim)
    other, verdict = field(data, "other") or "", field(data, "verdict") or ""
    if verdict not in ("same", "different", "unsure"):
        raise UnknownEntry(f"there is no verdict {verdict!r}", remedy="It is same, different or unsure.")
    visit.answers.write(lambda record: record.judge(claim, other, verdict, who=who, why=field(data, "why") or ""))  # type: ignore[arg-type]
    return visit.back(f"/claims/{claim}/match")


@post("/undo", sync_to_thread=True, status_code=303)
def undo(visit: Here, data: Sent) -> Response[Any]:
    """Take back one's own last decision; again takes back the one before."""
    who = visit.need("undo")
    now = msgspec.structs.replace(visit.moment, known_at=None)
    last = last_of(who, visit.answers.decisions(now))
    if last is None:
        return visit.back("/inbox", report=field(data, "report"))
    visit.answers.write(lambda record: record.undo(last.id, who=who))
    item = next((known for id in about(last) if (known := visit.answers.claim(id, now))), None)
    if item is None:
        return visit.back("/inbox", report=field(data, "report"))
    return visit.back(f"/inbox#claim-{item.claim.id}", report=item.report)


def _gone(claim: str) -> UnknownEntry:
    return UnknownEntry(f"the record holds no claim {claim} at this moment", remedy="It may have been retracted: see the log.")


def _known(visit: Visit, claim: str) -> Known:
    found = visit.answers.claim(claim, visit.moment)
    if found is None:
        raise _gone(claim)
    return found


def _card(visit: Visit, item: Known) -> Any:
    id = item.claim.id
    judgements, sizes = visit.answers.judged([id], visit.moment), visit.answers.sizes([id], visit.moment)
    return card(item, visit.words, judgements.get(id), sizes.get(id))


def _shown(visit: Visit, item: Known, verdict: str) -> Response[Any]:
    claims = visit.answers.claims_in(item.report, visit.moment)
    ids = [known.claim.id for known in claims]
    if visit.htmx:
        counts = tallied(claims, visit.answers.judged(ids, visit.moment))
        left = visit.answers.new()
        return visit.page("parts/judged.html", card=_card(visit, item), verdict=verdict, counts=counts, left=left)
    after = ids[min(ids.index(item.claim.id) + 1, len(ids) - 1)]
    return visit.back(f"/inbox#claim-{after}", report=item.report)


def _others(visit: Visit, item: Known) -> list[Other]:
    """The claims of the same group, then those of the same kind from other reports that the rules find nearest."""
    answers, moment = visit.answers, visit.moment
    near = answers.near(item.report, moment)
    known, matches = {one.claim.id: one for one in answers.claims_in_all(near, moment)}, answers.matches_in(near, moment)
    sizes, judgements = answers.sizes(list(known), moment), answers.judged(list(known), moment)
    group = matches.group_of(item.claim.id)
    members = set(group.members) if group else {item.claim.id}
    made = []
    for id, other in known.items():
        if id == item.claim.id or (
            id not in members and (kind_of(other.claim) != kind_of(item.claim) or other.report == item.report)
        ):
            continue
        link = matches.explain(item.claim.id, id)
        if link is None and id not in members:
            continue
        shown = card(other, visit.words, judgements.get(id), sizes.get(id))
        made.append(Other(card=shown, bits=link.bits if link else None, why=link.why if link else (), same=id in members))
    made.sort(key=lambda one: (not one.same, -(one.bits if one.bits is not None else -99.0), one.card.id))
    return [one for one in made if one.same] + [one for one in made if not one.same][:_NEAR]


HANDLERS = (words, review, review_many, edit, correct, match, judge, undo)
