"""Every error that Marsad raises names the item, the stage and the remedy.

    MarsadError
    ├── InputError          a report (or a line of a file) that can't be taken in
    │   ├── EmptyText           nothing to read
    │   ├── NotText             binary data, or bytes in no encoding that we know
    │   ├── TooLarge            longer than the limit
    │   └── MalformedLine       a JSON Lines row that isn't a report
    ├── DataError           a table of words, rules, actors or places that doesn't keep its form
    ├── GazetteerError      the place index is missing, or a file isn't one that it can take
    └── MissingExtra        an optional part that isn't installed
"""

from __future__ import annotations


class MarsadError(Exception):
    """An error of Marsad's own: `stage` says where, `message` what, `remedy` what to do about it."""

    stage = "marsad"
    remedy = "See the documentation."

    def __init__(self, message: str, *, stage: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.stage = stage or type(self).stage
        self.remedy = remedy or type(self).remedy


class InputError(MarsadError):
    """A report that can't be taken in."""

    stage = "intake"
    remedy = "Check the file and add it again."


class EmptyText(InputError):
    """A report without any words."""

    remedy = "Give the report's text; a page that is only pictures has to be transcribed first."


class NotText(InputError):
    """Bytes that are no text, or in no encoding that we know."""

    remedy = "Save the report as plain text in UTF-8."


class TooLarge(InputError):
    """A report that is longer than the limit."""

    remedy = "Split the file into its reports, one a line of JSON Lines."


class MalformedLine(InputError):
    """A row of a JSON Lines file that is no report."""

    remedy = 'Each line must be a JSON object with at least "text".'


class DataError(MarsadError):
    """A data file (words, rules, actors) that doesn't keep its form."""

    stage = "data"
    remedy = "Mend the entry that is named; its form is described at the head of the file."


class GazetteerError(MarsadError):
    """The place index is missing, or a file can't be added to it."""

    stage = "gazetteer"
    remedy = "Run `marsad gazetteer build`."


class MissingExtra(MarsadError):
    """An optional part that isn't installed."""

    stage = "setup"
