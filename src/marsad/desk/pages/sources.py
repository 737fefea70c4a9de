"""Sources: what sort each is, whether it fights, how reliable people find it, and whom it passes on."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from marsad.desk.charts.relays import relays
from marsad.desk.charts.running import running
from marsad.desk.forms import Sent, field
from marsad.desk.visit import Here
from marsad.errors import MarsadError, UnknownEntry
from marsad.model import Toll

GRADES = ("A", "B", "C", "D", "E", "F")
_SHOWN = 100


class BadGrade(MarsadError):
    """A reliability that there isn't."""

    stage = "desk"
    remedy = "It is one of A (completely reliable) to E (unreliable), or F (can't be judged)."


@get("/sources", sync_to_thread=True)
def sources(visit: Here) -> Response[str]:
    """All sources, those that first said most at the top."""
    found = sorted(visit.answers.sources(visit.moment).items(), key=lambda pair: (-pair[1].claims, pair[1].name))
    return visit.page("sources.html", rows=found)


@get("/sources/{key:str}", sync_to_thread=True)
def source(visit: Here, key: FromPath[str]) -> Response[str]:
    """One source: what people entered, whom it passes on, what it said, its running totals."""
    everybody = visit.answers.sources(visit.moment)
    if key not in everybody:
        raise UnknownEntry(f"there is no source {key} at this moment", remedy="See the list of sources, or another moment.")
    line = everybody[key]
    keys = {one.name: other for other, one in everybody.items()}
    said = visit.answers.said_by(visit.answers.source_name(key, visit.moment) or line.name, visit.moment, _SHOWN)
    totals = [item.claim.id for item in said if isinstance(item.claim, Toll) and item.claim.scope in ("cumulative", "period")]
    series = visit.answers.series_about(totals, visit.moment)
    strands = [one for one in series if one.originator == line.name and len(one.steps) > 1][:6]
    passed_on = [relay for one in everybody.values() for relay in one.relays if relay.of == line.name]
    return visit.page(
        "source.html", key=key, line=line, keys=keys, said=said, more=line.claims - len(said), grades=GRADES,
        strands=strands, chart=running(strands, visit.words), graph=relays(line.relays, passed_on), passed_on=passed_on,
    )  # fmt: skip


@post("/sources/{key:str}/assess", sync_to_thread=True, status_code=303)
def assess(visit: Here, key: FromPath[str], data: Sent) -> Response[Any]:
    """Say how reliable the source is."""
    who = visit.need("assess", key)
    name, grade = visit.answers.source_name(key, visit.moment), field(data, "reliability") or ""
    if name is None:
        raise UnknownEntry(f"there is no source {key} at this moment", remedy="See the list of sources.")
    if grade not in GRADES:
        raise BadGrade(f"{grade!r} is no reliability")
    visit.answers.write(lambda record: record.assess(name, reliability=grade, who=who, why=field(data, "why") or ""))  # type: ignore[arg-type]
    return visit.back(f"/sources/{key}")


HANDLERS = (sources, source, assess)
