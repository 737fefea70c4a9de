"""The desk at a hundred thousand claims: every page's server time and bytes, and the time of a judgement; writes bench/desk.md.

    python -m bench.desk [--reports N] [--rounds N] [--keep FOLDER]

The record is that of `bench.store`; the desk listens on this machine and is asked over its own address, in a mixed order, at
several moments and under several policies. What needs the whole record is asked first, as `marsad serve` does when it starts.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

import httpx

from bench.varied import FIRST, batches, bundled
from marsad.desk.api import PREFIX as API
from marsad.desk.serving import address_of, listen, server
from marsad.observatory import Observatory
from marsad.store import Wanted

HERE = Path(__file__).parent
DAYS, LOT = 1000, 100
"""Days that the reports lie in, and reports that come in together."""
MEDIAN, SLOW, BYTES, WAIT = 200, 500, 300_000, 100
"""What is promised: milliseconds at the median and at 95 %, bytes of the first page, milliseconds between key and next claim."""


def load(folder: Path, reports: int) -> int:
    """The record, made or taken up; how many claims it holds."""
    with Observatory.open(folder) if folder.exists() else Observatory.create(folder) as observatory:
        there = sum(1 for _ in observatory.store.reports())
        for last, items in batches(bundled(), reports, DAYS, LOT, there):
            observatory.store.append(items, who="bench")
            if last % 1000 == 0:
                print(f"  {last} reports", file=sys.stderr)
        observatory.settle()
        return observatory.store.unseen_claims()


def asked(observatory: Observatory, dice: random.Random, client: httpx.Client) -> dict[str, Any]:
    """Page -> a maker of its addresses: other ones each time."""
    reports = [pile.report for pile in observatory.store.piles()]
    incidents = [one.id for one in observatory.newest_incidents(limit=300).rows]
    tolls = [(one.id, one.group) for one in observatory.newest_tolls(limit=200).rows]
    campaigns = [one.id for one in observatory.campaigns_page(limit=400).rows]
    actors = [one.name for one in observatory.store.actors()]
    instants = sorted({entry.at for entry in observatory.store.log(max(1, observatory.store.head().seq - 4000))})

    def moment(sign: str = "?") -> str:
        """Three times of four the present; else a day of the record."""
        if dice.random() < 0.75:
            return ""
        return f"{sign}as_of={(FIRST + timedelta(days=dice.randrange(200, DAYS))).isoformat()}"

    def place() -> str:
        return f"geonames:{int(2000 * dice.random() ** 3)}"

    return {
        "inbox": lambda: f"/inbox{moment()}",
        "inbox, a report": lambda: f"/inbox?report={dice.choice(reports)}",
        "reports": lambda: f"/reports?page={dice.randrange(1, 50)}{moment('&')}",
        "report": lambda: f"/report?id={dice.choice(reports)}",
        "events": lambda: f"/events{moment()}",
        "events, words": lambda: f"/events?q=Place+{dice.randrange(2000)}",
        "event": lambda: f"/events/{dice.choice(incidents)}",
        "tolls": lambda: f"/tolls{moment()}",
        "tolls, another policy": lambda: (
            f"/tolls?policy={dice.choice(('acled_conservative', 'airwars_incident', 'single_source'))}"
        ),
        "tolls, chosen": lambda: f"/tolls?outcome=injured&start=2023-0{dice.randrange(1, 9)}-01&end=2023-12-31",
        "toll": lambda: "/tolls/{}?group={}".format(*dice.choice(tolls)),
        "map": lambda: f"/map{moment()}",
        "map, data": lambda: f"/map/data{moment()}",
        "places": lambda: f"/places?page={dice.randrange(1, 20)}",
        "place": lambda: f"/places/{place()}{moment()}",
        "campaigns": lambda: f"/campaigns{moment()}",
        "campaign": lambda: f"/campaigns/{dice.choice(campaigns)}{moment() if dice.random() < 0.1 else ''}",
        "match": lambda: f"/claims/{dice.choice(_claims(observatory, dice.choice(reports)))}/match",
        "log": lambda: "/log",
        "changes": lambda: f"/changes?since={dice.choice(instants)}&after={30 * dice.randrange(20)}",
        "actors": lambda: f"/actors{moment()}",
        "actor": lambda: f"/actor?id={dice.choice(actors)}&page={dice.randrange(1, 9)}{moment('&')}",
        "sources": lambda: f"/sources{moment()}",
        "source": lambda: dice.choice(_sources(client)),
        "agreements": lambda: f"/agreements?after={12 * dice.randrange(30)}{moment('&')}",
        "search": lambda: f"/search?q={dice.choice(('shelling', 'front', 'aleppo', 'hospital', 'Place+77'))}",
        "reports, API": lambda: f"{API}/reports{moment()}",
        "claims, API": lambda: f"{API}/claims?limit=100&kind={dice.choice(('event', 'toll', 'control'))}{moment('&')}",
        "claims of a report, API": lambda: f"{API}/claims?report={dice.choice(reports)}",
        "events, API": lambda: f"{API}/events{moment()}",
        "tolls, API": lambda: f"{API}/tolls{moment()}",
        "claims, words, API": lambda: f"{API}/claims?q=Place+{dice.randrange(2000)}{moment('&')}",
        "control, API": lambda: f"{API}/control{moment()}",
    }


def _sources(client: httpx.Client) -> list[str]:
    return sorted(set(re.findall(r'href="(/sources/[0-9a-f]+)', client.get("/sources").text)))


def _claims(observatory: Observatory, report: str) -> list[str]:
    return [item.claim.id for item in observatory.store.claims(Wanted(report=report))]


def took(answer: httpx.Response, begun: float) -> float:
    """Milliseconds that the server says it took; else those of the wire."""
    said = re.search(r"dur=([\d.]+)", answer.headers.get("server-timing", ""))
    return float(said[1]) if said else (time.perf_counter() - begun) * 1000


def pages(client: httpx.Client, addresses: dict[str, Any], rounds: int, dice: random.Random) -> list[tuple[str, ...]]:
    """Each page's times and bytes."""
    spent: dict[str, list[float]] = defaultdict(list)
    heavy: dict[str, int] = defaultdict(int)
    order = [name for name in addresses for _ in range(rounds)]
    dice.shuffle(order)
    for name in order:
        address, begun = addresses[name](), time.perf_counter()
        answer = client.get(address)
        if answer.status_code >= 400 and name not in ("place", "campaign"):  # of which there may be no claim by then
            raise SystemExit(f"{address}: {answer.status_code}")
        spent[name].append(took(answer, begun))
        heavy[name] = max(heavy[name], answer.num_bytes_downloaded)
    rows = []
    for name, times in spent.items():
        median, slow = statistics.median(times), _slow(times)
        kept = "yes" if median <= MEDIAN and slow <= SLOW else "no"
        rows.append((name, f"{median:.0f}", f"{slow:.0f}", f"{max(times):.0f}", f"{heavy[name] / 1000:.0f}", kept))
        print(*rows[-1], file=sys.stderr)
    return sorted(rows)


def _slow(times: list[float]) -> float:
    """The 95th percentile, by nearest rank."""
    return sorted(times)[ceil(len(times) * 0.95) - 1]


def first_page(client: httpx.Client) -> int:
    """Bytes over the wire of the inbox with everything that it links."""
    page = client.get("/inbox")
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
    return page.num_bytes_downloaded + sum(client.get(file).num_bytes_downloaded for file in files)


def judging(client: httpx.Client, times: int) -> list[float]:
    """Milliseconds of the wire for judgements, each with the card and counts that come back, and a new report after the last."""
    client.post("/who/name", data={"name": "bench", "next": "/inbox", **_form(client, "/who")})
    spent: list[float] = []
    while len(spent) < times:
        page = client.get("/inbox").text
        form = _form(client, "/inbox", page)
        for claim in re.findall(r'data-claim="([^"]+)"', page):
            begun = time.perf_counter()
            client.post(f"/claims/{claim}/review", data={"verdict": "accept", **form}, headers={"hx-request": "true"})
            spent.append((time.perf_counter() - begun) * 1000)
    return spent


def _form(client: httpx.Client, path: str, page: str | None = None) -> dict[str, str]:
    found = re.search(r'name="_csrf_token" value="([^"]+)"', page or client.get(path).text)
    return {"_csrf_token": found[1]} if found else {}


def main() -> None:
    """Measure and write down."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=9800)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="the observatory, taken up again where it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = options.keep or Path(passing) / "o"
        claims = load(folder, options.reports)
        with Observatory.open(folder) as observatory:
            rows, more = measure(observatory, options.rounds)
    lines = ["# The desk", "", f"`python -m bench.desk`: {options.reports} reports, {claims} claims; two cores.", ""]
    lines += [f"Promised: {MEDIAN} ms at the median and {SLOW} ms at 95 % for every page, {BYTES // 1000} kB for the first one,"]
    lines += [f"and {WAIT} ms from a key to the next claim. Times are the server's, a quarter of them at days in the past.", ""]
    lines += ["| page | median, ms | 95 %, ms | most, ms | kB over the wire, at most | kept |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    lines += ["", *(f"- {name}: {value}" for name, value in more)]
    print("\n".join(lines))
    (HERE / "desk.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(observatory: Observatory, rounds: int) -> tuple[list[tuple[str, ...]], list[tuple[str, str]]]:
    """The pages' figures, and those of the first page and of judging."""
    dice = random.Random(4)
    listening, running = listen(port=0), server(observatory, who="bench")
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    with httpx.Client(base_url=address_of(listening), timeout=120, follow_redirects=True) as client:
        addresses = asked(observatory, dice, client)
        for name in ("places", "map", "sources", "inbox"):
            begun = time.perf_counter()
            client.get(addresses[name]())
            print(f"  warming {name}: {time.perf_counter() - begun:.1f} s", file=sys.stderr)
        rows = pages(client, addresses, rounds, dice)
        size, spent = first_page(client), sorted(judging(client, 60))
    running.should_exit = True
    thread.join()
    judged = f"{statistics.median(spent):.0f}, {_slow(spent):.0f}, {spent[-1]:.0f}"
    return rows, [
        ("first page with its files, kB over the wire", f"{size / 1000:.0f}"),
        (f"{len(spent)} judgements, each with its card, ms over the wire: median, 95 %, most", judged),
    ]


if __name__ == "__main__":
    main()
