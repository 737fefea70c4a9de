"""Timeline: a campaign day by day, with what happened, what changed hands, who said what, and each originator's running total."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
from litestar import Response, get
from litestar.params import FromPath, FromQuery

from marsad.desk.atlas import Happened, Mode, happened, mode_of, status, what
from marsad.desk.charts.daily import Daily, daily
from marsad.desk.charts.running import Chart, running
from marsad.desk.sides import Side, side_of
from marsad.desk.telling import counted, figure_of, group, site, tell
from marsad.desk.visit import Here, Visit
from marsad.desk.whereabouts import address_of
from marsad.errors import UnknownEntry
from marsad.ledger.clock import counted_to
from marsad.ledger.control import Spell
from marsad.ledger.events import Campaign, Incident
from marsad.ledger.series import Series
from marsad.model import Known, Statement

_STRANDS = 6
_LONGEST = 800
"""Days that are drawn one by one; a longer campaign shows its last ones."""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A place that changed hands, by one layer: the status in words, its side, and the words that it stands on."""

    spell: Spell
    place: str
    site: str
    address: str
    says: str
    side: Side
    mode: Mode
    report: str | None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement, or a figure of a running total: in words, and where they stand."""

    says: str
    claim: str
    report: str
    by: str = ""


class DayOf(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a campaign; `quiet` days in a row without anything stand as one, `day` being the first."""

    day: str
    incidents: list[Happened]
    turns: list[Turn]
    statements: list[Said]
    totals: list[Said]
    quiet: int = 0


@get("/campaigns", sync_to_thread=True)
def campaigns(visit: Here, after: FromQuery[str | None] = None) -> Response[str]:
    """The campaigns of the record, those with the newest running totals first."""
    page = visit.answers.campaigns(visit.moment, after or None)
    incidents = _incidents(visit, [one.id for one in page.rows])
    rows = [(one, title(one, incidents, visit)) for one in page.rows]
    return visit.page("campaigns.html", rows=rows, after=after, onward=page.after)


def _incidents(visit: Visit, ids: Iterable[str]) -> dict[str, Incident]:
    about = sorted({claim for id in ids if not id.startswith("since-") for claim in visit.answers.members(id)})
    return {one.id: one for one in visit.answers.events_about(about, visit.moment)}


def title(campaign: Campaign, incidents: dict[str, Incident], visit: Visit) -> str:
    """What a campaign is called: its own event's words, else its first day and country."""
    own = incidents.get(campaign.id)
    if own is not None:
        return what(own, visit.words)
    where = visit.words.locale.territories.get(campaign.country or "", campaign.country or "")
    since = visit.words("Since %(day)s", day=visit.words.day(campaign.start))
    return f"{since} · {where}" if where else since


@get("/campaigns/{id:str}", sync_to_thread=True)
def campaign(visit: Here, id: FromPath[str]) -> Response[str]:
    """One campaign on its axis of days."""
    answers, moment = visit.answers, visit.moment
    found = answers.campaign(id, moment)
    if found is None:
        remedy = "Its reports may have been matched otherwise: see the list of campaigns."
        raise UnknownEntry(f"there is no campaign {id} at this moment", remedy=remedy)
    incidents = _incidents(visit, [found.id, *found.incidents])
    inside = [incidents[id] for id in found.incidents if id in incidents]
    about = sorted({claim for group in found.running for claim in answers.members(group)})
    strands = [one for one in answers.series_about(about, moment) if one.group in found.running and not one.compiled]
    reports = {report for one in inside for report in one.reports}
    reports |= {step.entry.report for strand in strands for step in strand.steps}
    said = answers.claims_in_all(sorted(reports), moment)
    turns, statements = _turns(visit, found, reports), _statements(visit, found, reports, said)
    days = _days(visit, found, inside, turns, statements, strands)
    charts = _charts(visit, strands)
    return visit.page(
        "campaign.html", campaign=found, title=title(found, incidents, visit), days=days, charts=charts,
        overview=_overview(visit, found, inside, turns, statements), incidents=len(inside), turns=len(turns),
        statements=len(statements),
    )  # fmt: skip


def _charts(visit: Visit, strands: list[Series]) -> list[tuple[str, list[Series], Chart | None]]:
    """A chart for each outcome, killed first: the totals of everybody, or of groups where nobody counts everybody."""
    made: list[tuple[str, list[Series], Chart | None]] = []
    for outcome in sorted({one.outcome for one in strands}, key=lambda name: (name != "killed", name)):
        own = [one for one in strands if one.outcome == outcome]
        whole = [one for one in own if not (one.line.side or one.line.actors or one.line.attributes)] or own
        whole = sorted(whole, key=lambda one: (-len(one.steps), one.originator))[:_STRANDS]
        made.append((outcome, whole, running(whole, visit.words)))
    return made


_OnDay = tuple[str, Turn]


def _turns(visit: Visit, campaign: Campaign, reports: set[str]) -> list[_OnDay]:
    """Spells of control that began within the campaign: in its country, or in its reports where it has none."""
    answers, moment = visit.answers, visit.moment
    sides = answers.sides(moment)
    made = []
    spells = [
        (one, spell) for one in answers.control(moment) for spell in one.timeline
        if campaign.start <= spell.start[:10] <= campaign.end
    ]  # fmt: skip
    known = answers.claims(sorted({spell.claims[0] for _, spell in spells}), moment)
    for one, spell in spells:
        first = known.get(spell.claims[0])
        own = one.place.country == campaign.country if campaign.country and one.place.country else None
        if own or (own is None and first is not None and first.report in reports):
            turn = Turn(
                spell=spell, place=one.place.name, site=site(spell.site, visit.words),
                address=address_of(one.key), says=status(spell, visit.words),
                side=sides[side_of(spell.actors[0])], mode=mode_of(spell), report=first.report if first else None,
            )  # fmt: skip
            made.append((spell.start[:10], turn))
    return made


def _statements(visit: Visit, campaign: Campaign, reports: set[str], known: Iterable[Known]) -> list[tuple[str, Said]]:
    """What was stated in the campaign's reports in its days."""
    made = []
    for item in known:
        claim = item.claim
        if not isinstance(claim, Statement) or claim.background or item.report not in reports:
            continue
        day = counted_to(item)[:10]
        if campaign.start <= day <= campaign.end:
            made.append((day, Said(says=tell(claim, visit.words).what, claim=claim.id, report=item.report)))
    return sorted(made, key=lambda pair: (pair[0], pair[1].report, pair[1].claim))


def _totals(strands: Iterable[Series], visit: Visit) -> list[tuple[str, Said]]:
    made = []
    for strand in strands:
        for step in strand.steps:
            says = counted(figure_of(step.entry), strand.outcome, visit.words)
            if strand.line.side or strand.line.actors or strand.line.attributes:
                says += f" · {group(strand.line, visit.words)}"
            entry = step.entry
            made.append((step.day[:10], Said(says=says, claim=entry.claims[0], report=entry.report, by=strand.originator)))
    return made


def _days(
    visit: Visit, campaign: Campaign, inside: list[Incident], turns: list[_OnDay], statements: list[tuple[str, Said]],
    strands: list[Series],
) -> list[DayOf]:  # fmt: skip
    """The campaign's days in their order; an incident stands on the day that it began."""
    found: dict[str, DayOf] = {}

    def on(day: str) -> DayOf:
        return found.setdefault(day, DayOf(day=day, incidents=[], turns=[], statements=[], totals=[]))

    for one in inside:
        on(max(one.start[:10], campaign.start)).incidents.append(happened(one, campaign.end, visit.words))
    for day, turn in turns:
        on(day).turns.append(turn)
    for day, said in statements:
        on(day).statements.append(said)
    for day, said in _totals(strands, visit):
        on(day).totals.append(said)
    made: list[DayOf] = []
    last = date.fromisoformat(campaign.end)
    first = max(date.fromisoformat(campaign.start), last - timedelta(days=_LONGEST))
    for offset in range((last - first).days + 1):
        day = (first + timedelta(days=offset)).isoformat()
        if day in found:
            made.append(found[day])
        elif made and made[-1].quiet:
            made[-1] = msgspec.structs.replace(made[-1], quiet=made[-1].quiet + 1)
        else:
            made.append(msgspec.structs.replace(DayOf(day=day, incidents=[], turns=[], statements=[], totals=[]), quiet=1))
    return made


def _overview(
    visit: Visit, campaign: Campaign, inside: list[Incident], turns: list[_OnDay], statements: list[tuple[str, Said]]
) -> Daily:
    """How many a day."""
    words = visit.words
    lanes: dict[tuple[str, str], dict[str, int]] = {}
    for kind, name, days in (
        ("tally", words("Incidents"), [max(one.start[:10], campaign.start) for one in inside]),
        ("moved", words("Control changes"), [day for day, _ in turns]),
        ("spoke", words("Statements"), [day for day, _ in statements]),
    ):
        counted = lanes.setdefault((kind, name), {})
        for day in days:
            counted[day] = counted.get(day, 0) + 1
    return daily(campaign.start, campaign.end, lanes, words)


HANDLERS = (campaigns, campaign)
