"""What can be wrong with a thing that comes in, each with its remedy.

InputError
├── UnknownForm         nothing that we can read, or not what it was said to be
├── BrokenDocument      a file that breaks its own format
├── EncryptedDocument   a file that needs a password
├── Bomb                a small file that unpacks to a huge one, or an endless one
├── BadRow              a row of a table whose cells don't fit their columns
├── BadMapping          a mapping file that doesn't keep its form
├── FetchRefused        an address that we don't go to
└── FetchFailed         an address that gave nothing usable
"""

from __future__ import annotations

from marsad.errors import InputError


class UnknownForm(InputError):
    """Nothing that we can read, or not what it was said to be."""

    remedy = "Say what it is with --as, or save it as text, HTML, PDF, DOCX, e-mail, JSON Lines or CSV."


class BrokenDocument(InputError):
    """A file that breaks its own format: cut short, damaged, or something else under this name."""

    remedy = "Get the file again from where it came; a program that opens it can often save it whole."


class EncryptedDocument(InputError):
    """A file that needs a password."""

    remedy = "Save a copy without the password and add that."


class Bomb(InputError):
    """A small file that unpacks to a huge one, or an endless one."""

    stage = "unpacking"
    remedy = "If the file can be trusted, unpack it and add its parts; the limits can be raised in the settings."


class BadRow(InputError):
    """A row of a table whose cells don't fit their columns."""

    stage = "reading rows"
    remedy = "Mend the row in the table and add the table again: the rows that are in already aren't added twice."


class BadMapping(InputError):
    """A mapping file that doesn't keep its form (docs/add-a-source.md)."""

    stage = "mapping"
    remedy = "Mend the key that is named; docs/add-a-source.md lists them all."


class FetchRefused(InputError):
    """An address that we don't go to."""

    stage = "fetching"
    remedy = "Only public http and https addresses are fetched; allow private ones in the settings if this one is yours."


class FetchFailed(InputError):
    """An address that gave nothing usable; `wait` are the seconds for which its server asks to be left alone."""

    wait: int | None = None

    stage = "fetching"
    remedy = "Try again later, or save the page in a browser and add the file."
