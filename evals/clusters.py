"""Matching, scored on structured event rows by folds of their events: trained on four, measured on the fifth.

    python -m evals.clusters [ROWS.jsonl GOLD.jsonl] [--train]

Prints B-cubed F1 of singletons, of the weights set by judgement, of the weights that come with Marsad (they saw all rows), and
by five folds two figures: `alone`, where only the held-out rows are clustered, and `among all`, where they are clustered among
all rows, as in use, and scored. `--train` writes src/marsad/matching/weights/row.json from all rows.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from hashlib import sha256
from pathlib import Path

import msgspec

from evals.__main__ import DATA, SCORE
from marsad.intake.arrivals import arrivals
from marsad.intake.pieces import Arrival
from marsad.matching import Matches
from marsad.matching.accounts import Account, accounts_of
from marsad.matching.blocking import keys, near, probes
from marsad.matching.scale import Scale, prior_scale, scale
from marsad.matching.training import train
from marsad.model import Known, Toll

sys.path.append(str(SCORE))

FOLDS = 5
LEAN = 0.5
"""Bits added to the trained start: the mean over a large group is drawn down by its weakest pairs."""
_WEIGHTS = Path(__file__).parents[1] / "src" / "marsad" / "matching" / "weights" / "row.json"
_ABOUT = (
    "Trained by evals/clusters.py on the MAVERICK rows of Côte d'Ivoire (van Baalen and Höglund, Journal of Peace Research "
    "63(1), 2026, CC BY 4.0), drawn towards the weights in comparisons.yaml with a spread of 1 bit."
)
Gold = dict[str, str]


def known_of(path: Path) -> dict[str, list[Known]]:
    """Report id -> the claims of its row, as intake makes them."""
    found: dict[str, list[Known]] = {}
    for item in arrivals([path], form="rows"):
        if isinstance(item, Arrival):
            report = item.report
            found[report.id] = [
                Known(
                    claim=claim, report=report.id, known_at="2026-01-01T00:00:00Z", outlet=report.source,
                    published=report.published,
                    originator=claim.attribution[-1].name if claim.attribution else report.source or report.id,
                )
                for claim in item.claims
            ]  # fmt: skip
    return found


def members(matches: Matches) -> Gold:
    """Report -> the group of its event."""
    return {report: group.id for group in matches.groups for report in group.reports}


def grouped(rows: dict[str, list[Known]], by: Scale, only: set[str] | None = None) -> Gold:
    """The groups that a scale makes of the rows."""
    matches = Matches(scales=lambda table: by if table == "row" else scale(table))
    matches.add(*(item for report, known in rows.items() if only is None or report in only for item in known))
    return members(matches)


def examples(rows: dict[str, list[Known]], by: Scale) -> list[tuple[str, str, dict[str, str]]]:
    """All pairs of reports whose accounts are compared and may be one, with what is found."""
    accounts: list[Account] = [account for known in rows.values() for account in accounts_of(known) if account.kind == "event"]
    index: dict[str, list[int]] = {}
    for number, account in enumerate(accounts):
        for key in keys(account):
            index.setdefault(key, []).append(number)
    pairs = {
        (min(a, b), max(a, b))
        for a, account in enumerate(accounts)
        for key in probes(account)
        for b in index.get(key, ())
        if a != b
    }
    chosen = ((accounts[a], accounts[b]) for a, b in sorted(pairs) if near(accounts[a], accounts[b]))
    return [(a.report, b.report, by.findings(a, b)) for a, b in chosen if by.weigh(a, b) is not None]


def fitted(pairs: list[tuple[str, str, dict[str, str]]], gold: Gold, reports: set[str]) -> Scale:
    """A scale trained on the pairs among these reports."""
    base = prior_scale("row")
    start, bits = train(base, [(found, gold[a] == gold[b]) for a, b, found in pairs if a in reports and b in reports], spread=1.0)
    return base.trained(start + LEAN, bits)


def f1(predicted: Gold, gold: Gold) -> float:
    """B-cubed F1, by the shared scorer."""
    from clusters import aligned, b_cubed  # type: ignore[import-not-found]  # the scorers stand in the shared folder

    return float(b_cubed(aligned(predicted, gold), gold)["f1"])


def f1_among(predicted: Gold, gold: Gold, held: set[str]) -> float:
    """B-cubed F1 of the held-out reports, each seen in its whole group."""
    from clusters import aligned, groups

    whole = aligned(predicted, gold)
    ours, theirs = groups(whole), groups(gold)
    shared = {report: len(ours[whole[report]] & theirs[gold[report]]) for report in held}
    precision = statistics.mean(shared[report] / len(ours[whole[report]]) for report in held)
    recall = statistics.mean(shared[report] / len(theirs[gold[report]]) for report in held)
    return 2 * precision * recall / (precision + recall)


def fold_of(event: str) -> int:
    """The fold of an event: by its hash, so that no row order matters."""
    return int(sha256(event.encode()).hexdigest(), 16) % FOLDS


def conflicts(rows: dict[str, list[Known]], predicted: Gold) -> tuple[int, int]:
    """Events whose rows give different numbers of killed, and how many of these hold every figure with its originator."""
    matches = Matches()
    matches.add(*(item for known in rows.values() for item in known))
    tolls = {
        item.claim.id: item
        for known in rows.values()
        for item in known
        if isinstance(item.claim, Toll) and item.claim.outcome == "killed"
    }
    events: dict[str, list[Known]] = {}
    for item in tolls.values():
        events.setdefault(predicted[item.report], []).append(item)
    disputed = {id: items for id, items in events.items() if len({_figure(item) for item in items}) > 1}
    kept = 0
    for group in matches.groups:
        if group.id in disputed:
            held = {(tolls[id].originator, _figure(tolls[id])) for id in group.members if id in tolls}
            kept += held == {(item.originator, _figure(item)) for item in disputed[group.id]}
    return len(disputed), kept


def _figure(item: Known) -> bytes:
    return msgspec.json.encode(item.claim.figure) if isinstance(item.claim, Toll) else b""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", type=Path, default=DATA / "maverick_civ.rows.jsonl")
    parser.add_argument("gold", nargs="?", type=Path, default=DATA / "maverick_civ.clusters.gold.jsonl")
    parser.add_argument("--train", action="store_true", help="write the weights, trained on all rows")
    args = parser.parse_args()
    rows = known_of(args.rows)
    gold = {row["id"]: row["event"] for row in map(json.loads, args.gold.read_text("utf-8").splitlines())}
    pairs = examples(rows, prior_scale("row"))
    if args.train:
        _write(fitted(pairs, gold, set(gold)), len(pairs))
    print(f"singletons {f1({}, gold):.4f}   by judgement {f1(grouped(rows, prior_scale('row')), gold):.4f}")
    shipped = grouped(rows, scale("row"))
    disputed, kept = conflicts(rows, shipped)
    print(f"shipped weights {f1(shipped, gold):.4f}   events with conflicting tolls {disputed}, that keep all of them {kept}")
    alone, among = [], []
    for fold in range(FOLDS):
        held = {report for report, event in gold.items() if fold_of(event) == fold}
        learnt = fitted(pairs, gold, set(gold) - held)
        alone.append(f1(grouped(rows, learnt, held), {report: gold[report] for report in held}))
        among.append(f1_among(grouped(rows, learnt), gold, held))
    for name, values in (("alone", alone), ("among all", among)):
        listed = " ".join(f"{value:.3f}" for value in values)
        print(f"held out, {name}: {statistics.mean(values):.4f} ± {statistics.stdev(values):.4f}   ({listed})")


def _write(learnt: Scale, count: int) -> None:
    trained = {"about": f"{_ABOUT} {count} pairs.", "start": learnt.start, "bits": learnt.bits()}
    _WEIGHTS.parent.mkdir(exist_ok=True)
    _WEIGHTS.write_text(json.dumps(trained, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
