"""Commands that make an observatory, add to it, decide in it and check it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from marsad.cli.listing import hidden, listing, opened, told, veil_anew, with_clocks, with_format, with_observatory, with_person
from marsad.cli.show import chain, circumstances, describe, kind_of
from marsad.errors import MarsadError
from marsad.intake import FORMS
from marsad.model import Known
from marsad.observatory import Observatory
from marsad.store import Added, Wanted


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="What it is called.  [default: the folder's name]")
def init(folder: Path, name: str | None) -> None:
    """Make an observatory in FOLDER: its record, and the originals of what is added."""
    try:
        Observatory.create(folder, name=name).close()
    except MarsadError as error:
        raise told(error) from error
    click.echo(
        f"made the observatory {name or folder.resolve().name} in {folder}; next: marsad add REPORT... --observatory {folder}"
    )


_ADDED = ("id", "state", "claims", "of", "message", "remedy")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="REPORT...")
@with_observatory
@click.option("--as", "form", type=click.Choice(FORMS), metavar="FORM", help="What the files are, where it can't be seen.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False), help="What the columns of a table mean.")
@click.option("--published", metavar="YYYY-MM-DD", help="Publication day of reports that don't bring their own.")
@click.option("--source", help="Outlet of reports that don't bring their own; of coded rows, the coder.")
@click.option("--who", envvar="MARSAD_WHO", default="", help="Your name in the record (or set MARSAD_WHO).")
@click.option("--format", "output", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True)
def add(paths: tuple[str, ...], folder: Path, output: str, **options: Any) -> None:
    """Add REPORTs: text, HTML, PDF, DOCX, e-mail, feeds, pages by URL, web archives, folders, JSON Lines, CSV, coded tables.

    Adding the same thing twice adds nothing; a syndicated copy is hung under its original; what can't be taken in is named.
    """
    rows: list[dict[str, Any]] = []
    with opened(folder) as observatory:
        try:
            for outcome in observatory.add(paths, **options):
                rows.append(msgspec.structs.asdict(outcome))
            veil_anew(observatory)
        except MarsadError as error:  # what is on record by now stays there, and is told
            veil_anew(observatory)
            listing(rows, _ADDED, output)
            raise told(error) from error
    listing(rows, _ADDED, output)
    sys.exit(1 if rows and all(row["state"] == "rejected" for row in rows) else 0)


@click.command()
@with_observatory
@with_clocks
@with_format
def reports(folder: Path, as_of: str | None, known_at: str | None, form: str) -> None:
    """List the reports of the record, newest version of each."""
    with opened(folder) as observatory:
        rows = [msgspec.structs.asdict(row) for row in observatory.reports(as_of=as_of, known_at=known_at)]
    listing(rows, ["id", "version", "published", "outlet", "title", "copy_of"], form)


@click.command()
@with_observatory
@click.option("--kind", type=click.Choice(["event", "toll", "control", "movement", "statement", "agreement", "relation"]))
@click.option("--report", help="Only those of one report.")
@click.option("--originator", help="Only those that one source first said.")
@with_clocks
@with_format
def claims(folder: Path, as_of: str | None, known_at: str | None, form: str, **wanted: Any) -> None:
    """List the claims that hold: who first said what, when and where, in which words."""
    with opened(folder) as observatory:
        rows = [_row(known) for known in observatory.claims(Wanted(**wanted), as_of=as_of, known_at=known_at)]
    listing(rows, ["id", "kind", "what", "originator", "when_where", "words", "report"], form)


def _row(known: Known) -> dict[str, Any]:
    claim = known.claim
    words = " … ".join(anchor.text for anchor in claim.anchors)
    return {
        "id": claim.id,
        "kind": kind_of(claim),
        "what": describe(claim),
        "originator": known.originator,
        "attribution": chain(claim.attribution),
        "when_where": circumstances(claim),
        "words": words if len(words) <= 120 else words[:119] + "…",
        "report": known.report,
        "published": known.published,
        "known_at": known.known_at,
        "claim": claim,
    }


@click.command()
@click.argument("one")
@click.argument("other")
@click.argument("verdict", type=click.Choice(["same", "different", "unsure"]))
@with_person
@with_observatory
def judge(one: str, other: str, verdict: Any, who: str, why: str, folder: Path) -> None:
    """Say whether claims ONE and OTHER speak of the same thing; it wins over any score."""
    _decide(folder, lambda observatory: observatory.judge(one, other, verdict, who=who, why=why))


@click.command()
@click.argument("claim")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE...")
@with_person
@with_observatory
def correct(claim: str, changes: tuple[str, ...], who: str, why: str, folder: Path) -> None:
    """Correct fields of CLAIM; a VALUE is JSON, or a plain word. The old reading stays on record."""
    fields = dict(_change(change) for change in changes)
    _decide(folder, lambda observatory: observatory.correct(claim, fields, who=who, why=why))


def _change(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(f"{text!r} isn't FIELD=VALUE")
    try:
        return name, msgspec.json.decode(value)
    except msgspec.DecodeError:
        return name, value


@click.command()
@click.argument("target", metavar="CLAIM|REPORT")
@with_person
@with_observatory
def retract(target: str, who: str, why: str, folder: Path) -> None:
    """Let a claim, or all claims of a report, no longer count."""
    _decide(folder, lambda observatory: observatory.retract(target, who=who, why=why))


@click.command()
@click.argument("claim")
@click.option("--accept", "accepted", flag_value="accept", help="It says what its words say.")
@click.option("--reject", "accepted", flag_value="reject", help="It doesn't, and counts nowhere.")
@click.option("--unsee", "accepted", flag_value="unsee", help="Back to those that nobody has looked at.")
@with_person
@with_observatory
def review(claim: str, accepted: str | None, who: str, why: str, folder: Path) -> None:
    """Say that you have looked at CLAIM, and whether it stands."""
    if accepted is None:
        raise click.UsageError("say --accept, --reject or --unsee")
    verdict = {"accept": True, "reject": False, "unsee": None}[accepted]
    _decide(folder, lambda observatory: observatory.review(claim, verdict, who=who, why=why))


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="So many reports at most.")
@with_observatory
@with_format
def search(query: str, limit: int, folder: Path, form: str) -> None:
    """Find reports, and claims in them, that hold all words of QUERY; the last may be a beginning."""
    with opened(folder) as observatory:
        rows = [msgspec.structs.asdict(one) for one in observatory.search(query, limit=limit).rows]
    listing(rows, ["kind", "id", "published", "outlet", "title", "snippet"], form)


@click.command()
@click.argument("target", metavar="SOURCE|CLAIM")
@click.option(
    "--reliability", type=click.Choice(list("ABCDEF")), help="Of a source: A completely reliable ... F can't be judged."
)
@click.option("--credibility", type=click.IntRange(1, 6), help="Of a claim: 1 confirmed by others ... 6 can't be judged.")
@with_person
@with_observatory
def assess(target: str, reliability: Any, credibility: Any, who: str, why: str, folder: Path) -> None:
    """Assess a source or a claim on the Admiralty's two axes."""
    if reliability is None and credibility is None:
        raise click.UsageError("say --reliability or --credibility")
    _decide(
        folder,
        lambda observatory: observatory.assess(target, reliability=reliability, credibility=credibility, who=who, why=why),
    )


@click.command()
@click.argument("decision")
@with_person
@with_observatory
def undo(decision: str, who: str, why: str, folder: Path) -> None:
    """Take a decision back; taking back an undo brings the decision back."""
    _decide(folder, lambda observatory: observatory.undo(decision, who=who, why=why))


def _decide(folder: Path, decision: Any) -> None:
    with opened(folder) as observatory:
        try:
            added: Added = decision(observatory)
        except MarsadError as error:
            raise told(error) from error
    click.echo(f"{added.id} is on record as entry {added.seq}" if added.seq else f"{added.id} was on record already")


@click.command()
@with_observatory
@with_format
def log(folder: Path, form: str) -> None:
    """Print the audit log: every entry, sealed to the one before by its hash."""
    with opened(folder) as observatory:
        rows = [msgspec.structs.asdict(entry) for entry in observatory.store.log()]
    listing(rows, ["seq", "at", "kind", "who", "why", "hash"], form)


@click.command()
@with_observatory
def verify(folder: Path) -> None:
    """Check the log's chain, the originals' hashes, and that the tables rebuild to the same bytes."""
    with opened(folder) as observatory:
        problems = observatory.verify()
        head = observatory.store.head()
    for problem in problems:
        click.echo(hidden(f"✗ {problem.kind} {problem.where}: {problem.message}"))
    if not problems:
        click.echo(f"all is well: {head.seq} entries, head {head.hash}")
    sys.exit(1 if problems else 0)
