"""`marsad explain`: each sentence with its mentions, its claims and the rules that made them."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.text import Text

from marsad.cli.show import chain, circumstances, console, describe, figure, interval, kind_of, place
from marsad.errors import MarsadError
from marsad.intake import Rejected, open_reports
from marsad.model import ActorMention, Claim, Mention, NumberMention, PlaceMention, Report, TimeMention
from marsad.reading import Reader
from marsad.reading.document import Document, Sentence

_STYLES = {"place": "green", "time": "magenta", "actor": "yellow", "number": "cyan"}


@click.command()
@click.argument("report", metavar="REPORT")
@click.option("--published", metavar="YYYY-MM-DD", help="Publication day, for relative times.")
@click.option("--source", metavar="NAME", help="The outlet.")
def explain(report: str, published: str | None, source: str | None) -> None:
    """Show how REPORT (a text or .jsonl file, or -) was read: mentions, claims, and the rule behind each claim."""
    reader, out = Reader(), console()
    failed = 0
    for item in open_reports([report], published=published, source=source):
        try:
            if isinstance(item, Rejected):
                raise item.error
            document, _, claims = reader.documents(item)
            _show(out, item, document, claims)
        except MarsadError as error:
            failed += 1
            out.print(Text(f"✗ {item.id}: {error.message}. {error.remedy}", style="red"))
    sys.exit(1 if failed else 0)


def _show(out: Console, report: Report, document: Document, claims: list[Claim]) -> None:
    out.print(Text(f"\n{report.id}: {report.title or ''}", style="bold"))
    for note in document.notes:
        out.print(Text(f"note: {note}", style="yellow"))
    mentions: list[Mention] = [*document.places, *document.times, *document.actors, *document.numbers]
    for sentence in document.sentences:
        out.print(Text(f"\n[{sentence.index + 1}] ", style="bold").append(_marked(sentence, document.text, mentions)))
        for mention in sorted((one for one in mentions if sentence.start <= one.start < sentence.end), key=lambda one: one.start):
            out.print(
                Text(f"    {_kind(mention):<6} ", style=_STYLES[_kind(mention)]).append(
                    f"{mention.text} = {_value(mention)}", "dim"
                )
            )
        for claim in claims:
            if any(sentence.start <= anchor.start < sentence.end for anchor in claim.anchors):
                _show_claim(out, claim)


def _show_claim(out: Console, claim: Claim) -> None:
    line = Text(f"    ▸ {kind_of(claim)}: ", style="bold").append(describe(claim), "bold")
    out.print(line)
    details = [f"rule {claim.rule}", f"confidence {claim.confidence:.2f}"]
    details += [f"says {chain(claim.attribution)}"] if claim.attribution else ["in the report's own voice"]
    details += [circumstances(claim)] if circumstances(claim) else []
    out.print(Text(f"      {' · '.join(details)}", style="dim"))
    out.print(
        Text("      " + " … ".join(f"“{anchor.text}” [{anchor.start}:{anchor.end}]" for anchor in claim.anchors), style="dim")
    )


def _marked(sentence: Sentence, text: str, mentions: list[Mention]) -> Text:
    """The sentence with its mentions in the colours of their kinds."""
    line = Text(text[sentence.start : sentence.end])
    for mention in mentions:
        if sentence.start <= mention.start < sentence.end:
            line.stylize(f"{_STYLES[_kind(mention)]} underline", mention.start - sentence.start, mention.end - sentence.start)
    return line


def _kind(mention: Mention) -> str:
    return type(mention).__name__.removesuffix("Mention").lower()


def _value(mention: Mention) -> str:
    match mention:
        case PlaceMention():
            return f"{place(mention.place)} (precision {mention.place.precision})" if mention.place else "unresolved"
        case TimeMention():
            value = mention.interval
            return f"{value.value or ''} {interval(value)}".strip() if value else "unresolved"
        case ActorMention():
            return f"{mention.actor.name} [{mention.actor.kind}]{f' {mention.actor.id}' if mention.actor.id else ''}"
        case NumberMention():
            return figure(mention.figure)
