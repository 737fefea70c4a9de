"""Tolls: what is counted, by whose account, under which policy; every figure opens down to the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from litestar import Response, get
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from marsad.desk import telling
from marsad.desk.charts.running import Chart, running
from marsad.desk.marking import Span, quoted
from marsad.desk.reading_aid import aid
from marsad.desk.visit import Here, Visit
from marsad.errors import UnknownEntry
from marsad.ledger.lasting import claims_of
from marsad.ledger.policy import DEFAULT
from marsad.ledger.series import Series
from marsad.ledger.tally import Entry, Tally
from marsad.model.claim import Outcome
from marsad.store import Wanted

OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "missing", "captured", "displaced", "detained")
SCOPES = ("incident", "cumulative", "period", "delta")


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is of: an outcome, `of` a scope, words of a place or originator, a day in its time."""

    outcome: str | None = None
    of: str | None = None
    q: str | None = None
    start: str | None = None
    end: str | None = None

    def holds(self, tally: Tally) -> bool:
        """Whether a tally is meant."""
        names = [*tally.originators, tally.line.label]
        names += [name for name in (tally.place.name, tally.place.adm1, tally.place.country) if name] if tally.place else []
        return (
            self.outcome in (None, tally.outcome)
            and self.of in (None, tally.scope)
            and (self.q is None or any(self.q.casefold() in name.casefold() for name in names))
            and (self.start is None or (tally.end or tally.start or "9") >= self.start)
            and (self.end is None or (tally.start or "0") <= self.end)
        )

    @property
    def wanted(self) -> Wanted | None:
        """What to ask for; the rest is sorted out of what comes."""
        if not any((self.outcome, self.of, self.start, self.end)):
            return None
        return Wanted(outcome=self.outcome, scope=self.of, start=self.start, end=self.end)

    def query(self) -> dict[str, str | None]:
        """What stands in the address."""
        return {name: getattr(self, name) or None for name in self.__struct_fields__}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A tally in the list; `usual` is the same under the default policy, where another is chosen and it differs."""

    tally: Tally
    usual: Tally | None = None
    range: tuple[float, float, float] | None = None


def rows(tallies: Iterable[Tally], usual: Mapping[str, Tally]) -> list[Row]:
    """The list's rows, widest first within a day's order; ranges are drawn as shares of their own high."""
    made = []
    for tally in map(telling.as_said, tallies):
        other = telling.as_said(usual[tally.id]) if tally.id in usual else None
        same = other is None or (other.low, other.best, other.high) == (tally.low, tally.best, tally.high)
        made.append(Row(tally=tally, usual=None if same else other, range=_range(tally)))
    return sorted(made, key=lambda row: (row.tally.end or "", row.tally.best or row.tally.low or 0), reverse=True)


def _range(tally: Tally) -> tuple[float, float, float] | None:
    """Low, best, high on a line of 100; None where there is no range to draw."""
    if tally.low is None or tally.high is None or tally.high == tally.low:
        return None
    best = tally.best if tally.best is not None else tally.low
    return tuple(round(100 * value / tally.high, 1) for value in (tally.low, best, tally.high))  # type: ignore[return-value]


@get("/tolls", sync_to_thread=True)
def tolls(
    visit: Here,
    outcome: FromQuery[str | None] = None,
    of: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    start: FromQuery[str | None] = None,
    end: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
) -> Response[str]:
    """The tolls under a policy, and the running totals as a chart."""
    chosen = Filter(outcome=outcome or None, of=of or None, q=q or None, start=start or None, end=end or None)
    moment = visit.moment
    page = visit.answers.tolls_page(moment, chosen.wanted, chosen.q, after or None)
    usual: dict[str, Tally] = {}
    if moment.policy != DEFAULT:
        other = visit.answers.tolls_page(msgspec.structs.replace(moment, policy=DEFAULT), chosen.wanted, chosen.q, after or None)
        usual = {tally.id: tally for tally in other.rows if chosen.holds(tally)}
    found = [tally for tally in page.rows if chosen.holds(tally)]
    made = rows(found, usual)
    chart, strands = _chart(visit, chosen, found)
    gone = len(usual.keys() - {tally.id for tally in found})
    return visit.page(
        "tolls.html", rows=made, after=after, onward=page.after, chosen=chosen, outcomes=OUTCOMES, scopes=SCOPES,
        chart=chart, strands=strands, differs=bool(usual), moved=sum(1 for row in made if row.usual), gone=gone,
        aid=lambda tally: aid(tally, visit.words),
    )  # fmt: skip


def _chart(visit: Visit, chosen: Filter, found: Sequence[Tally]) -> tuple[Chart | None, list[Series]]:
    """The running totals of everybody (no group's) that a list is of, those with most steps."""
    outcome = chosen.outcome or "killed"
    strands = [
        one for one in _strands(visit, outcome, chosen, found)
        if one.outcome == outcome and len(one.steps) > 1 and not one.compiled
    ]  # fmt: skip
    whole = [one for one in strands if not (one.line.side or one.line.actors or one.line.attributes)] or strands
    whole = sorted(whole, key=lambda one: (-len(one.steps), one.originator))[:6]
    return running(whole, visit.words), whole


def _strands(visit: Visit, outcome: str, chosen: Filter, found: Sequence[Tally]) -> Sequence[Series]:
    """Of the record those with most figures; those of the page at a moment in the past, where they'd have to be matched anew,
    and for words that may be a protected source's name."""
    if visit.moment.now and not (chosen.q and visit.answers.veil()):
        return visit.answers.largest_series(visit.moment, Wanted(outcome=outcome), chosen.q)
    running = (one for one in found if one.scope == "cumulative" and one.outcome == outcome)
    claims = {id for one in running for entry in (*one.counted, *one.set_aside) for id in entry.claims}
    return visit.answers.series_about(sorted(claims), visit.moment)


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in a derivation: the tally's entry, and for each of its claims the words, marked, with who says so."""

    entry: Entry
    quotes: tuple[tuple[str, str, tuple[str, ...], Markup], ...]


def grounds(visit: Visit, entries: Sequence[Entry]) -> list[Ground]:
    """The entries with the sentences of the reports that say them."""
    known = visit.answers.claims(sorted({id for entry in entries for id in entry.claims}), visit.moment)
    made = []
    for entry in entries:
        quotes = []
        for id in entry.claims:
            item = known.get(id)
            if item is None:
                continue
            text = visit.answers.text(item.report, visit.moment)
            spans = [Span(anchor.start, anchor.end, id, "toll") for anchor in item.claim.anchors]
            quotes.append((id, item.report, tuple(source.name for source in item.claim.attribution), quoted(text, spans)))
        made.append(Ground(entry=entry, quotes=tuple(quotes)))
    return made


@get("/tolls/{id:str}", sync_to_thread=True)
def toll(visit: Here, id: FromPath[str], originator: FromQuery[str | None] = None) -> Response[str]:
    """One figure's derivation: the range, what counted, what was set aside and why, down to the sentence.

    An id that was given once leads to its toll for ever, whatever has joined it.
    """
    found = visit.answers.toll(id, visit.moment)
    led = found or visit.answers.toll(id, msgspec.structs.replace(visit.moment, policy=DEFAULT))
    if not led:
        raise UnknownEntry(f"there is no toll {id} at this moment", remedy="Look at another moment, or at the list of tolls.")
    shown = next((tally for tally in found if originator in (None, *tally.originators)), led[0])
    about = sorted(claims_of(shown))
    beside = visit.answers.compare_about(about, visit.moment).get(shown.id, {})
    strands = [
        one
        for one in visit.answers.series_about(about, visit.moment)
        if one.group == shown.group and one.outcome == shown.outcome and one.line == shown.line
    ]
    return visit.page(
        "toll.html", tally=shown, aid=aid(shown, visit.words), counted=grounds(visit, shown.counted),
        aside=grounds(visit, shown.set_aside), beside=beside, strands=strands,
        chart=running(strands, visit.words) if shown.scope == "cumulative" else None,
        days=telling.days(shown, visit.words), applied=bool(found),
    )  # fmt: skip


HANDLERS = (tolls, toll)
