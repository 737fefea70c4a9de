"""Judgements on claims: accept, reject, mend, many at once, and undo. Each touches its own claims, and counts nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from marsad.desk import triage
from marsad.desk.cards import Card, card, tallied
from marsad.desk.editing import Mended, fields_of, mended
from marsad.desk.forms import Sent, field, many
from marsad.desk.judged import about
from marsad.desk.triage import Own
from marsad.desk.undoing import last_entries, own_decisions
from marsad.desk.visit import Here, Visit
from marsad.errors import UnknownEntry
from marsad.model import Actor, Claim, Known
from marsad.model.roles import actors_of

_VERDICTS = {"accept": True, "reject": False, "unsee": None}


@post("/claims/{claim:str}/review", sync_to_thread=True, status_code=303)
def review(visit: Here, claim: FromPath[str], data: Sent) -> Response[Any]:
    """Accept or reject a claim (or take it back to new); its card comes back, or the inbox at the next claim."""
    who = visit.need("review", claim)
    verdict = _verdict(data)
    item = known(visit, claim)
    added = visit.answers.write(lambda record: record.review(claim, verdict, who=who, why=field(data, "why") or ""))
    own = triage.own_claims(visit.answers, item.report, visit.moment)
    if visit.piece:
        cards = [_card(visit, own, item)]
        return visit.page("parts/judged.html", cards=cards, counts=tallied(own.items, own.judgements), entries=[added.seq])
    ids = [one.claim.id for one in own.items]
    after = ids[min(ids.index(claim) + 1, len(ids) - 1)] if claim in ids else claim
    return back(visit, item.report, after)


@post("/claims/review", sync_to_thread=True, status_code=303)
def review_many(visit: Here, data: Sent) -> Response[Any]:
    """Accept or reject every claim that is named; with `all`, also those shown as new. One that is gone is left."""
    who = visit.need("review")
    verdict, why = _verdict(data), field(data, "why") or ""
    named = many(data, "claim") + (many(data, "shown") if field(data, "all") else [])
    items = [item for claim in dict.fromkeys(named) if (item := visit.answers.claim(claim, visit.moment))]
    entries = [
        visit.answers.write(lambda record, id=item.claim.id: record.review(id, verdict, who=who, why=why)).seq  # type: ignore[misc]
        for item in items
    ]
    report = field(data, "report") or (items[0].report if items else None)
    if visit.piece and report:
        own = triage.own_claims(visit.answers, report, visit.moment)
        cards = [_card(visit, own, item) for item in items if item.report == report]
        return visit.page("parts/judged.html", cards=cards, counts=tallied(own.items, own.judgements), entries=entries)
    return visit.back("/inbox", report=report)


@get("/claims/{claim:str}/words", sync_to_thread=True)
def words(visit: Here, claim: FromPath[str]) -> Redirect:
    """On to the words of a claim, in its report: for pages that name many claims and needn't ask for each."""
    return visit.back(f"/report#claim-{claim}", id=known(visit, claim).report)


@get("/claims/{claim:str}/edit", sync_to_thread=True)
def edit(visit: Here, claim: FromPath[str]) -> Response[str]:
    """The fields of a claim that can be mended: a page, or the form alone."""
    item = known(visit, claim)
    return _form(visit, item, {})


@post("/claims/{claim:str}/correct", sync_to_thread=True, status_code=303)
def correct(visit: Here, claim: FromPath[str], data: Sent) -> Response[Any]:
    """The claim reads otherwise from now on; what can't be is said beside its field, and nothing is written then."""
    who = visit.need("correct", claim)
    item = known(visit, claim)
    sent = {name: field(data, name) for name in data}
    held, near = _as_held(visit, item)
    found = mended(item.claim, sent, held=held, near=near)
    if found.wrong:
        return _form(visit, item, sent, found, status=400)
    entries = []
    if found.fields:
        why = field(data, "why") or ""
        entries = [visit.answers.write(lambda record: record.correct(claim, found.fields, who=who, why=why)).seq]
    if visit.piece:
        own = triage.own_claims(visit.answers, item.report, visit.moment)
        cards = [_card(visit, own, known(visit, claim))]
        return visit.page("parts/judged.html", cards=cards, counts=tallied(own.items, own.judgements), entries=entries)
    return back(visit, item.report, claim)


@post("/undo", sync_to_thread=True, status_code=303)
def undo(visit: Here, data: Sent) -> Response[Any]:
    """Take back what one did last, or the entries of the log that are named, if they are one's own."""
    who = visit.need("undo")
    store = visit.answers.observatory.store
    named = [int(number) for number in many(data, "entry") if number.isdecimal()]
    found = own_decisions(store, who, named) if named else last_entries(store, who)
    for one in found:
        visit.answers.write(lambda record, id=one.id: record.undo(id, who=who))  # type: ignore[misc]
    ids = [id for one in found for id in about(one)]
    item = next((item for id in ids if (item := visit.answers.claim(id, visit.moment))), None)
    report = item.report if item else field(data, "report")
    if visit.piece:
        return visit.page("parts/undone.html", count=len(found), item=item, report=report)
    return back(visit, report, item.claim.id) if item else visit.back("/inbox", report=report)


def _verdict(data: dict[str, Any]) -> bool | None:
    verdict = field(data, "verdict") or ""
    if verdict not in _VERDICTS:
        raise UnknownEntry(f"there is no verdict {verdict!r}", remedy="It is accept, reject or unsee.")
    return _VERDICTS[verdict]


def known(visit: Visit, claim: str) -> Known:
    """A claim that holds at the visit's moment. Raises UnknownEntry."""
    found = visit.answers.claim(claim, visit.moment)
    if found is None:
        raise UnknownEntry(f"the record holds no claim {claim} at this moment", remedy="It may have been retracted: see the log.")
    return found


def back(visit: Visit, report: str | None, claim: str) -> Redirect:
    """On to a claim in the inbox."""
    return visit.back(f"/inbox#claim-{claim}", report=report)


def cards_of(visit: Visit, items: Sequence[Known]) -> list[Card]:
    """Cards of some claims."""
    own = triage.stand(visit.answers, items, visit.moment)
    return [_card(visit, own, item) for item in items]


def _card(visit: Visit, own: Own, item: Known) -> Card:
    return card(item, visit.words, own.judgement(item.claim.id), triage.sizes(own).get(item.claim.id))


def _as_held(visit: Visit, item: Known) -> tuple[Claim, dict[str, Actor]]:
    """A claim as the record has it, and the actors of its report by the names that are shown."""
    shown = {one.claim.id: one.claim for one in visit.answers.claims_in(item.report, visit.moment)}
    held = {one.claim.id: one.claim for one in visit.answers.observatory.store.claims(ids=list(shown))}
    pairs = [pair for id in held for pair in zip(actors_of(shown[id]), actors_of(held[id]), strict=True)]
    return held.get(item.claim.id, item.claim), {one.name: other for one, other in pairs}


def _form(
    visit: Visit, item: Known, sent: dict[str, str | None], found: Mended | None = None, *, status: int = 200
) -> Response[str]:
    template = "parts/editing.html" if visit.piece else "edit.html"
    (shown,) = cards_of(visit, [item])
    near = sorted({actor.name for one in visit.answers.claims_in(item.report, visit.moment) for actor in actors_of(one.claim)})
    return visit.page(
        template, status=status, item=item, card=shown, fields=fields_of(item.claim), sent=sent, near=near,
        wrong=found.wrong if found else {}, choices=found.choices if found else {},
    )  # fmt: skip


HANDLERS = (words, review, review_many, edit, correct, undo)
