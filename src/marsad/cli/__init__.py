"""The commands. Each is imported when it is called, so that `marsad --help` is there at once."""

from __future__ import annotations

import importlib
import os

import click

from marsad import __version__

_COMMANDS = {
    "add": ("record", "Add reports, pages, documents, feeds, archives or coded tables."),
    "agreements": ("ledger", "Show truces, how they stand, what would breach them."),
    "assess": ("record", "Assess a source or a claim (Admiralty)."),
    "changes": ("ledger", "Show what every toll was, is, and why it moved."),
    "claims": ("record", "List the claims that hold."),
    "control": ("ledger", "Show who holds a place, by whose account."),
    "correct": ("record", "Correct a claim."),
    "demo": ("demo", "Read the bundled reports on the Aleppo offensive of 2024."),
    "events": ("ledger", "Show the incidents of the record."),
    "explain": ("explain", "Show a report's sentences with their mentions, claims and the rules that fired."),
    "extract": ("extract", "Read reports into claims, one line of JSON each."),
    "feed": ("feeds", "Follow RSS and Atom feeds."),
    "firsts": ("ledger", "Check claims that something was the first since."),
    "gazetteer": ("gazetteer", "Search the places, or add a country file."),
    "init": ("record", "Make an observatory."),
    "judge": ("record", "Say whether two claims speak of the same thing."),
    "log": ("record", "Print the audit log."),
    "relations": ("ledger", "Show who stands how to whom, dated."),
    "reports": ("record", "List the reports."),
    "retract": ("record", "Let a claim or a report no longer count."),
    "review": ("record", "Accept or reject a claim."),
    "search": ("record", "Find words in reports, claims, places and actors."),
    "serve": ("desk", "Show an observatory in the browser."),
    "series": ("ledger", "Show each originator's own running totals."),
    "source": ("sources", "Enter a source, protect it."),
    "sources": ("sources", "List the sources, and who passes on whom."),
    "tolls": ("ledger", "Show the tolls under a named policy."),
    "undo": ("record", "Take a decision back."),
    "verify": ("record", "Check that nothing on record was changed."),
    "watch": ("feeds", "Visit the followed feeds, add what is new."),
    "why": ("ledger", "Show how a figure came about, down to the words."),
}
"""Command -> the module that holds it, and its line in the help."""


class _Lazy(click.Group):
    """A group whose commands live in modules of their own name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        # Read by numpy when it is imported. The reader's matrices are small: a second thread only waits for the first, which
        # doubles the processor time; `--workers` puts more cores to use.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        command: click.Command = getattr(importlib.import_module(f"marsad.cli.{_COMMANDS[name][0]}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(_COMMANDS.items())])


@click.command(cls=_Lazy)
@click.version_option(__version__, prog_name="marsad")
def main() -> None:
    """Marsad reads reports about armed conflict into sourced claims: each figure leads back to the words."""
