"""Every error that Marsad raises names the item, the stage and the remedy.

MarsadError
├── InputError          a report (or a line of a file) that can't be taken in
│   ├── EmptyText           nothing to read
│   ├── NotText             binary data, or bytes in no encoding that we know
│   ├── TooLarge            longer than the limit
│   └── MalformedLine       a JSON Lines row that isn't a report
├── DataError           a table of words, rules, actors or places that doesn't keep its form
├── GazetteerError      the place index is missing, or a file isn't one that it can take
├── StoreError          the record can't be opened, read or added to
│   ├── NoStore             there is no observatory in that folder
│   ├── StoreExists         there is one already
│   ├── NewerStore          it was made by a newer Marsad
│   ├── StoreFull           the disk is full; nothing of the batch was kept
│   ├── StoreBusy           another process holds it
│   ├── BadEntry            an entry that can't stand in the record
│   └── UnknownEntry        it speaks of something that the record doesn't hold
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
    """A row of a JSON Lines file, or an item of a JSON file, that is no report."""

    remedy = 'Each report must be a JSON object with at least "text".'


class DataError(MarsadError):
    """A data file (words, rules, actors) that doesn't keep its form."""

    stage = "data"
    remedy = "Mend the entry that is named; its form is described at the head of the file."


class GazetteerError(MarsadError):
    """The place index is missing, or a file can't be added to it."""

    stage = "gazetteer"
    remedy = "Run `marsad gazetteer build`."


class StoreError(MarsadError):
    """The record can't be opened, read or added to; what was acknowledged before is safe."""

    stage = "store"
    remedy = "Run `marsad verify`; if it names no problem, try again."


class NoStore(StoreError):
    """There is no observatory."""

    remedy = "Make one with `marsad init NAME`, or name its folder with --observatory."


class StoreExists(StoreError):
    """There is an observatory already, and it is left as it is."""

    remedy = "Choose another folder, or open the one that is there."


class NewerStore(StoreError):
    """The observatory was made or migrated by a newer Marsad than this one."""

    remedy = "Install the newer Marsad; this one can't read the record safely."


class StoreFull(StoreError):
    """There is no room left on the disk; nothing of the batch was kept."""

    remedy = "Make room on the disk and add the batch again; what was acknowledged before is safe."


class StoreBusy(StoreError):
    """Another process is writing and doesn't come to an end."""

    remedy = "Wait for the other command to finish and try again."


class BadEntry(StoreError):
    """An entry that can't stand in the record."""

    remedy = "Mend the entry that is named and add it again."


class UnknownEntry(StoreError):
    """It speaks of a report, a claim or a decision that the record doesn't hold."""

    remedy = "Check the id; `marsad log` and the listings show what there is."


class MissingExtra(MarsadError):
    """An optional part that isn't installed."""

    stage = "setup"
