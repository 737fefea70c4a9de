"""What an observatory lists, a page at a time: each page asks for what it shows, whatever the record's size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from marsad.grounds import COUNTED, Grounds, Laid, incidents_wanted, moved_groups
from marsad.ledger.agreements import Truce, breached, truces
from marsad.ledger.changes import Change, changes
from marsad.ledger.events import Campaign, Incident, campaigns, events, joined
from marsad.ledger.policy import policy as policy_named
from marsad.ledger.sources import sides
from marsad.ledger.tally import Tally
from marsad.ledger.tolls import count
from marsad.matching import Link
from marsad.model import Known, Toll
from marsad.store import Found, Page, ReportLine, Store, Unseen, Wanted
from marsad.store.newest import Of
from marsad.store.since import Touched

_BREACHES = 20
_RUNNING = Wanted(scope="cumulative", background=False)


class Paged:
    """The half of `Observatory` that lists."""

    store: Store
    _grounds: Grounds

    def settle(self) -> int:
        """Match what waits to be matched, as every question does first; how many reports there were."""
        return self._grounds.settle()

    def incidents(
        self, wanted: Wanted | None = None, *, limit: int = 50, after: str | None = None, sources: int | None = None
    ) -> Page[Incident]:
        """A page of incidents as they are now, the newest first; `sources=1`: only those that need a second source.

        A place is wanted where one claim of the incident names it, days where one meets them.
        """
        self.settle()
        page = self.store.groups_page("event", wanted, limit=limit, after=after, sources=sources)
        laid = self._grounds.of_groups(line.id for line in page.rows)
        found = {one.id: one for one in events(**laid.given, before=self._grounds.earlier(laid))}
        return Page(rows=tuple(found[line.id] for line in page.rows if line.id in found), after=page.after)

    def newest_incidents(
        self, wanted: Wanted | None = None, words: str | None = None, *, limit: int = 50, after: str | None = None,
        as_of: str | None = None, known_at: str | None = None,
    ) -> Page[Incident]:  # fmt: skip
        """A page of the incidents of any moment, the newest day first, of which a claim is wanted and names the `words`."""
        page, laid, groups = self._newest("event", wanted, words, limit=limit, after=after, as_of=as_of, known_at=known_at)
        found = {one.id: one for one in events(**laid.given, before=self._grounds.earlier(laid))}
        return Page(rows=tuple(found[id] for id in groups if id in found), after=page.after)

    def newest_tolls(
        self, wanted: Wanted | None = None, words: str | None = None, *, policy: str | None = None, limit: int = 50,
        after: str | None = None, as_of: str | None = None, known_at: str | None = None,
    ) -> Page[Tally]:  # fmt: skip
        """The tolls of a page of things of any moment, the newest day first; `limit` counts things, not their tolls.

        All tolls of a thing of which a claim is wanted and names the `words`.
        """
        page, laid, groups = self._newest("toll", wanted, words, limit=limit, after=after, as_of=as_of, known_at=known_at)
        chosen, at = policy_named(policy) if policy else None, {group: number for number, group in enumerate(groups)}
        found = count(**laid.given, within=at, policy=chosen)
        return Page(rows=tuple(sorted(found, key=lambda tally: at[tally.group])), after=page.after)

    def _newest(
        self, of: Of, wanted: Wanted | None, words: str | None, *, limit: int, after: str | None, **clocks: Any
    ) -> tuple[Page[tuple[str, ...]], Laid, list[str]]:
        """A page, what it stands on, and its groups: each is on the page of its newest claim, and on no other."""
        self.settle()
        page = self.store.newest(of, wanted, words, limit=limit, after=after, **clocks)
        firsts = [row[0] for row in page.rows]
        laid = self._grounds.about([id for row in page.rows for id in row], **clocks, kinds=COUNTED)
        groups = laid.given["groups"]
        if any(clocks.values()):
            inside = [id for id, group in groups.items() if laid.has(group)]
            newest: dict[str, str] = {}
            for id in self.store.newest_among(of, wanted, words, inside, **clocks):
                newest.setdefault(groups[id], id)
            firsts = [id for id in firsts if newest.get(groups.get(id, "")) == id]
        return page, laid, list(dict.fromkeys(groups[id] for id in firsts if id in groups))

    def campaigns_page(
        self, *, limit: int = 40, after: str | None = None, as_of: str | None = None, known_at: str | None = None
    ) -> Page[Campaign]:
        """A page of campaigns without what lies in their days, those with the newest running totals first; `limit` counts these.

        Those that events name stand on the first page.
        """
        clocks: dict[str, Any] = {"as_of": as_of, "known_at": known_at}
        page, laid, groups = self._newest("toll", _RUNNING, None, limit=limit, after=after, **clocks)
        inside = laid.given["groups"]
        days = {
            item.claim.when.start for item in laid.given["known"]
            if isinstance(item.claim, Toll) and item.claim.when and item.claim.when.start and inside.get(item.claim.id) in groups
        }  # fmt: skip
        about = {*self.store.totals_since(sorted(days), **clocks), *(id for row in page.rows for id in row)}
        laid = self._grounds.about(sorted(about), **clocks)
        newest = {group: number for number, group in reversed(list(enumerate(self._newest_groups(laid, **clocks))))}
        made = [one for one in self._campaigns(laid) if one.by == "days"]
        rows = [(min(newest[group] for group in one.running), one) for one in made if set(one.running) & newest.keys()]
        first = {number: group for group, number in newest.items()}
        shown = [one for number, one in sorted(rows, key=lambda row: (row[0], row[1].id)) if first[number] in groups]
        named = self._named(self.store.linked(**clocks), **clocks) if after is None else []
        return Page(rows=(*named, *(msgspec.structs.replace(one, incidents=()) for one in shown)), after=page.after)

    def campaign(self, id: str, *, as_of: str | None = None, known_at: str | None = None) -> Campaign | None:
        """One campaign with its incidents; None where there is none by then."""
        self.settle()
        clocks: dict[str, Any] = {"as_of": as_of, "known_at": known_at}
        if not id.startswith("since-"):
            own = self._grounds.about(self.store.members(id), **clocks)
            reports = sorted({item.report for item in own.given["known"] if own.given["groups"].get(item.claim.id) == id})
            return next((one for one in self._named(self.store.linked(reports, **clocks), **clocks) if one.id == id), None)
        laid = self._grounds.about(self.store.totals_since([id.removeprefix("since-").rpartition("-")[0]], **clocks), **clocks)
        found = next((one for one in self._campaigns(laid) if one.id == id), None)
        if found is None:
            return None
        wanted = Wanted(kind="event", country=None if known_at else found.country, start=found.start, end=found.end)
        there = self._grounds.lay(wanted, as_of, known_at, kinds=COUNTED)
        return joined(found, incidents_wanted(events(**there.given), wanted, there))

    def _newest_groups(self, laid: Laid, **clocks: Any) -> list[str]:
        """The running totals that are laid, in the order in which pages of them go."""
        groups = laid.given["groups"]
        inside = [id for id, group in groups.items() if laid.has(group)]
        if not any(clocks.values()):
            found = self.store.groups_of(inside).values()
            return [id for _, id in sorted({(one.last_day, one.id) for one in found}, reverse=True)]
        return list(dict.fromkeys(groups[id] for id in self.store.newest_among("toll", _RUNNING, None, inside, **clocks)))

    def _named(self, links: Mapping[str, str], **clocks: Any) -> list[Campaign]:
        """The campaigns that events name, from event -> the event that it is part of."""
        if not links:
            return []
        about = {*links, *links.values()}
        laid = self._grounds.about(sorted(about), **clocks)
        about |= {
            item.claim.id for item in laid.given["known"] if isinstance(item.claim, Toll) and item.claim.scope == "cumulative"
        }
        return [one for one in self._campaigns(self._grounds.about(sorted(about), **clocks)) if one.by == "link"][::-1]

    @staticmethod
    def _campaigns(laid: Laid) -> list[Campaign]:
        return campaigns(**laid.given, complete=laid.complete)

    def agreements_page(
        self, *, limit: int = 12, after: str | None = None, as_of: str | None = None, known_at: str | None = None
    ) -> Page[Truce]:
        """A page of agreements, the newest first, each with the newest events that would breach it."""
        clocks = {"as_of": as_of, "known_at": known_at}
        laid = self._grounds.lay(None, as_of, known_at, kinds=("agreement",))
        found = truces(**laid.without("groups", "sources", "beyond"))[::-1]
        start = int(after) if after and after.isdigit() else 0
        shown = found[start : start + limit]
        about = {id for one in shown if one.stills for id in self._nearest(one, **clocks)}
        made = breached(shown, self._incidents(sorted(about), **clocks))
        made = [msgspec.structs.replace(one, breaches=one.breaches[-_BREACHES:]) for one in made]
        return Page(rows=tuple(made), after=str(start + limit) if len(found) > start + limit else None)

    def _nearest(self, truce: Truce, **clocks: Any) -> list[str]:
        """The newest claims on events in an agreement's region and time; where it has none, of its parties."""
        region, wanted = truce.region, Wanted(start=truce.start, end=truce.end)
        if region is None:
            fighting = sorted(sides(truce.parties))
            return self.store.newest_claims("event", wanted, fighting=fighting, **clocks) if fighting else []
        if region.precision == 6 and region.country:
            wanted = msgspec.structs.replace(wanted, country=region.country)
        elif region.precision in (3, 4) and region.country and region.adm1:
            wanted = msgspec.structs.replace(wanted, country=region.country, adm1=region.adm1)
        else:
            wanted = msgspec.structs.replace(wanted, place_name=region.name)
        return self.store.newest_claims("event", wanted, **clocks)

    def _incidents(self, about: list[str], **clocks: Any) -> list[Incident]:
        laid = self._grounds.about(about, **clocks, kinds=COUNTED)
        return [one for one in events(**laid.given, before=self._grounds.earlier(laid)) if laid.has(one.id)]

    def changes_page(
        self, since: str, *, policy: str | None = None, until: str | None = None, limit: int = 30, after: str | None = None
    ) -> Page[Change]:
        """The changes by the last `limit` reports of which claims came, went or were judged; each change stands on one page."""
        self.settle()
        touched, start = self.store.touched(since, until), int(after) if after and after.isdigit() else 0
        found = self._changes(touched, since, policy, until, start, start + limit)
        return Page(rows=tuple(found), after=str(start + limit) if len(touched) > start + limit else None)

    def _changes(
        self, touched: list[Touched], since: str, policy: str | None, until: str | None, start: int = 0, end: int | None = None
    ) -> list[Change]:
        """By some of the reports that were touched: what is tied to one before those is left out.

        Where others were parted, what came may have been tied to one of them then: it is matched anew as if it were parted, too.
        """
        some = touched[start:end]
        others = any(one.parted for one in touched[:start]) or any(one.parted for one in touched[start + len(some) :])
        reports = {one.report: one.parted or others for one in some}
        then, now, tied = self._grounds.between(reports, since, until)
        wanted = moved_groups((then, now), tied, {one.report for one in touched[:start]})
        decided = {one.id: one for one in (*now.given["decisions"], *self._grounds.decided(since, until))}
        return changes(
            since, **now.without("known_at", "decisions"), decisions=list(decided.values()), known_then=then.given["known"],
            groups_then=then.given["groups"], decisions_then=then.given["decisions"], until=until,
            policy=policy_named(policy) if policy else None, only=lambda bucket: bucket.group in wanted,
        )  # fmt: skip

    def reports_page(self, **chosen: Any) -> Page[ReportLine]:
        """A page of reports, the newest said first, with how many of their claims hold and were reviewed (Store.reports_page)."""
        return self.store.reports_page(**chosen)

    def inbox(self, wanted: Wanted | None = None, **chosen: Any) -> Page[Unseen]:
        """A page of the claims that nobody has reviewed, those that came last first (Store.unseen)."""
        return self.store.unseen(wanted, **chosen)

    def beside(self, claim: str) -> list[tuple[Link, Known, bool]]:
        """What is near a claim: another account's claim, why the two would be one, and whether they are; likeliest first.

        It is looked up by place and days, not sought through the record; a claim that is not matched has nothing beside it.
        """
        return self._grounds.beside(claim)

    def search(self, query: str, *, limit: int = 20, after: str | None = None) -> Page[Found]:
        """A page of what holds all the words: reports, and the claims in them that say so (Store.search)."""
        return self.store.search(query, limit=limit, after=after)
