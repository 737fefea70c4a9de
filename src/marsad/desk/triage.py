"""What the inbox asks of the record: a page's worth, whatever the record's size. Nothing here counts all claims or reports.

The present is asked by cursors; a moment in the past is looked at rather than worked through, and is listed by its reports.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from marsad.desk.answers import Answers
from marsad.desk.hiding import hidden
from marsad.desk.judged import UNSEEN, Judged
from marsad.desk.moment import Moment
from marsad.desk.telling import kind_of
from marsad.gazetteer.folding import fold
from marsad.model import Known
from marsad.model.roles import actors_of
from marsad.observatory import Observatory
from marsad.store import GroupLine, ReportRow, Wanted, public_name

_CLAIMS = 200
_REPORTS = 40
_PAGES = 4
"""How many pages of claims are read at most, to fill the queue where a filter lets few through."""


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What the inbox shows. `second`: only what one originator alone says. All of it stands in the address."""

    show: str = "everything"
    kind: str | None = None
    place: str | None = None
    actor: str | None = None
    source: str | None = None
    second: bool = False

    @property
    def query(self) -> dict[str, str | None]:
        """As an address carries it."""
        return {
            "show": None if self.show == "everything" else self.show, "kind": self.kind, "place": self.place,
            "actor": self.actor, "source": self.source, "second": "1" if self.second else None,
        }  # fmt: skip

    def has(self, item: Known, judgement: Judged, group: GroupLine | None) -> bool:
        """Whether a claim is shown."""
        return (
            self.show in ("everything", judgement.state)
            and self.kind in (None, kind_of(item.claim))
            and self.source in (None, item.originator)
            and (self.place is None or _is_at(item, self.place))
            and (self.actor is None or _names(item, self.actor))
            and (not self.second or (group is not None and group.sources <= 1))
        )


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A report in the queue, and how many of its claims are new and sought; `more`: at least so many."""

    report: ReportRow
    new: int
    more: bool = False


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """The reports that wait, those that came last first; `after` is where the list goes on."""

    waiting: tuple[Waiting, ...]
    after: str | None = None

    @property
    def new(self) -> int:
        """How many new claims the listed reports have."""
        return sum(one.new for one in self.waiting)

    def next(self, open: str | None) -> str | None:
        """The report to open after one: the next in the list that has new claims, else the first."""
        ids = [one.report.id for one in self.waiting]
        at = ids.index(open) if open in ids else -1
        return next((one.report.id for one in (*self.waiting[at + 1 :], *self.waiting[: max(at, 0)]) if one.new), None)


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """A report's claims in the order of their words, how they stand, and the groups that they were matched into."""

    items: tuple[Known, ...]
    judgements: dict[str, Judged]
    groups: dict[str, GroupLine]

    def judgement(self, claim: str) -> Judged:
        """How a claim stands."""
        return self.judgements.get(claim, UNSEEN)


def queue(answers: Answers, moment: Moment, sought: Sought, after: str | None) -> Queue:
    """The reports that wait for a person, as far as one page goes."""
    observatory, veil = answers.observatory, answers.veil()
    if not moment.now:
        page = observatory.reports_page(limit=_REPORTS, after=after, **moment.clocks)
        rows = hidden(page.rows, veil)
        return Queue(waiting=tuple(Waiting(report=row, new=row.claims - row.reviewed) for row in rows), after=page.after)
    counts: dict[str, int] = {}
    last = None
    for wanted in _wanted(answers, sought):
        cursor = after
        for _ in range(_PAGES):
            found = observatory.inbox(wanted, actor=sought.actor, limit=_CLAIMS, after=cursor)
            for item in _needing(observatory, sought, [one.known for one in found.rows]):
                counts[item.report] = counts.get(item.report, 0) + 1
            cursor = found.after
            if cursor is None or len(counts) >= _REPORTS:
                break
        last = cursor or last
    listed = [(number, next(observatory.store.reports(id=id), None), id) for id, number in counts.items()]
    cut = next(reversed(counts), None) if last else None
    waiting = (Waiting(report=hidden(row, veil), new=new, more=id == cut) for new, row, id in listed if row)
    return Queue(waiting=tuple(waiting), after=last)


def own_claims(answers: Answers, report: str, moment: Moment) -> Own:
    """All claims of a report that hold at a moment."""
    return stand(answers, answers.claims_in(report, moment), moment)


def stand(answers: Answers, items: Sequence[Known], moment: Moment) -> Own:
    """Some claims with how they stand with our people, and their groups (of the present: what was matched is kept for now)."""
    ids = [item.claim.id for item in items]
    groups = hidden(answers.observatory.store.groups_of(ids), answers.veil()) if moment.now else {}
    return Own(items=tuple(items), judgements=answers.judged(ids, moment), groups=groups)


def sizes(own: Own) -> dict[str, tuple[str, int]]:
    """Claim -> its group and how many claims that has, as cards want it."""
    return {claim: (group.id, group.claims) for claim, group in own.groups.items()}


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Names that the record has most of, to choose from in a filter."""

    places: tuple[str, ...]
    actors: tuple[str, ...]
    sources: tuple[str, ...]


def offer(answers: Answers) -> Offer:
    """What the filters offer; whatever else the record has can be written."""
    store = answers.observatory.store
    places, actors = (tuple(dict.fromkeys(one.shown for one in store.counts(by, limit=30).rows)) for by in ("place", "actor"))
    sources = tuple(one.name for one in store.counts("source", limit=30).rows)
    return hidden(Offer(places=places, actors=actors, sources=sources), answers.veil())


def _wanted(answers: Answers, sought: Sought) -> list[Wanted]:
    base = Wanted(kind=sought.kind, originator=_originator(answers, sought.source))
    if sought.place is None:
        return [base]
    places = answers.observatory.store.places_called(sought.place) or [Wanted(place=sought.place)]
    return [msgspec.structs.replace(one, kind=base.kind, originator=base.originator) for one in places]


def _originator(answers: Answers, source: str | None) -> str | None:
    """The name that the record has for a source that is shown as this; a protected name finds nothing, so as to tell nothing."""
    if source is None or not (veil := answers.veil()):
        return source
    if veil.text(source) != source:
        return ""
    named = (entry.name for entry in answers.observatory.store.sources() if public_name(entry) == source)
    return next(named, source)


def _needing(observatory: Observatory, sought: Sought, items: Sequence[Known]) -> Sequence[Known]:
    if not sought.second:
        return items
    groups = observatory.store.groups_of(item.claim.id for item in items)
    return [item for item in items if (group := groups.get(item.claim.id)) is not None and group.sources <= 1]


def _names(item: Known, actor: str) -> bool:
    return any(one.id == actor or fold(one.name) == fold(actor) for one in actors_of(item.claim))


def _is_at(item: Known, place: str) -> bool:
    where = item.claim.where
    names = (where.id, where.name, where.adm1, where.country) if where else ()
    return any(name is not None and name.casefold() == place.casefold() for name in names)
