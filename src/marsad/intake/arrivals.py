"""Anything becomes arrivals: files, folders, archives, messages, feeds and tables; what can't be is named.

`arrivals` is the one entry. It tells what each piece is (`forms`), hands it to the reader of that form, and turns whatever goes
wrong into a `Rejected` with the item, the stage and the remedy.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import structs

from marsad.errors import InputError, MarsadError, TooLarge
from marsad.intake.faults import Bomb, BrokenDocument, UnknownForm
from marsad.intake.forms import recognise
from marsad.intake.limits import FetchSettings, Limits, unpacked
from marsad.intake.pieces import Arrival, Context, Item, Piece, missing_extra
from marsad.intake.reports import Rejected

if TYPE_CHECKING:
    from tempfile import SpooledTemporaryFile

    from marsad.intake.mapping import Mapping

__all__ = ["FORMS", "Arrival", "Item", "arrival_of_text", "arrivals", "arrivals_of", "take"]

_READERS = {
    "text": "documents:read_text",
    "html": "pages:read_page",
    "pdf": "documents:read_pdf",
    "docx": "documents:read_docx",
    "email": "mail:read_mail",
    "jsonl": "rows:read_lines",
    "json": "rows:read_json",
    "csv": "rows:read_table",
    "feed": "feeds:read_feed_piece",
    "warc": "archives:read_warc",
    "wacz": "archives:read_wacz",
    "zip": "archives:read_zip",
    "telegram": "telegram:read_telegram",
}

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MAPPINGS = tuple(entry.stem for entry in (Path(__file__).parent / "mappings").glob("*.yaml"))
FORMS = tuple(sorted([*_READERS, *_MAPPINGS]))
"""What `form` may be: forms of files, and the names of the mappings that come with Marsad."""


def arrivals(
    paths: Iterable[str | Path], *, form: str | None = None, published: str | None = None, source: str | None = None,
    mapping: str | Path | Mapping | None = None, limits: Limits | None = None, fetching: FetchSettings | None = None,
) -> Iterator[Item]:  # fmt: skip
    """All that the files, folders, web addresses and "-" (standard input) hold, in the order given; folders by their names.

    `form` (one of `FORMS`) says what they are where content and name don't; `published` and `source` hold for reports that
    don't bring their own, for coded rows `source` is the coder; `mapping` is a file, or a mapping, that tells what the columns
    of a table mean. Raises `BadMapping` or `UnknownForm` before anything is read; all else becomes a `Rejected`.

    A file without ids of its own gets its stem; where another file of this run has the same stem and other content, its stem and
    the first digits of its hash, so that the same file has the same id in whatever order they come.
    """
    context = _context(form, published, source, mapping, limits or Limits())
    names: dict[str, Piece] = {}
    for path in paths:
        if _ADDRESS.match(str(path)):
            yield from _fetched(str(path), fetching, context)
            continue
        for piece in _pieces(path, context.limits):
            yield from [piece] if isinstance(piece, Rejected) else take(_distinct(piece, names), context)


def _fetched(url: str, fetching: FetchSettings | None, context: Context) -> Iterator[Item]:
    from marsad.intake.web import fetch_arrivals

    for item in fetch_arrivals(url, fetching, limits=context.limits):
        if isinstance(item, Arrival):
            told = item.report
            facts = {"published": told.published or context.published, "source": told.source or context.source}
            item = structs.replace(item, report=structs.replace(told, **facts))
        yield item


def arrivals_of(
    raw: bytes, name: str, *, media_type: str | None = None, charset: str | None = None, url: str | None = None,
    form: str | None = None, published: str | None = None, source: str | None = None, limits: Limits | None = None,
) -> Iterator[Item]:  # fmt: skip
    """All that bytes in memory hold: an upload, or a page that was fetched from `url` (which then is the report's id)."""
    piece = replace(Piece.of_bytes(raw, name, url or Path(name).stem or name), media_type=media_type, charset=charset, url=url)
    yield from take(piece, _context(form, published, source, None, limits or Limits()))


def arrival_of_text(
    text: str, *, title: str | None = None, source: str | None = None, published: str | None = None, url: str | None = None,
    limits: Limits | None = None,
) -> Item:  # fmt: skip
    """The arrival of a text that was pasted; its id is made of its words."""
    raw = text.encode("utf-8", "replace")
    piece = replace(Piece.of_bytes(raw, "the pasted text", f"pasted-{sha256(raw).hexdigest()[:12]}"), url=url)
    context = _context(None, published, source, None, limits or Limits())
    try:
        return context.arrival(piece, raw.decode(), raw, "text/plain", title=title)
    except MarsadError as error:
        return Rejected(piece.id, error)


def take(piece: Piece, context: Context) -> Iterator[Item]:
    """The arrivals of one piece. Whatever goes wrong becomes its last item: nothing that was read before is lost."""
    try:
        if piece.depth > context.limits.depth:
            raise Bomb(f"{piece.name} lies deeper than {context.limits.depth} archives within archives")
        form = context.form or recognise(piece, context.limits)
        if form == "gzip":
            yield from take(_gunzipped(piece, context.limits), context)
            return
        yield from _reader(form)(piece, context)
    except MarsadError as error:
        yield Rejected(piece.id, error)
    except ImportError as error:
        yield Rejected(piece.id, missing_extra(error))
    except OSError as error:
        why = error.strerror or str(error)
        remedy = "Check the disk and the file's permissions."
        yield Rejected(piece.id, InputError(f"{piece.name} can't be read: {why}", remedy=remedy))
    except (Exception, RecursionError) as error:  # the edge of the stage: a library that chokes must not end the run
        yield Rejected(piece.id, BrokenDocument(f"{piece.name} can't be read: {type(error).__name__}: {str(error)[:200]}"))


def _context(form: str | None, published: str | None, source: str | None, mapping: object, limits: Limits) -> Context:
    if form is not None and form not in FORMS:
        raise UnknownForm(f"there is no form {form!r}", remedy=f"It is one of: {', '.join(FORMS)}.")
    if form in _MAPPINGS or isinstance(mapping, str | Path):
        from marsad.intake.mapping import built_in, load_mapping

        mapping = built_in()[form] if form in _MAPPINGS and form else load_mapping(Path(str(mapping)))
        form = None if form in _MAPPINGS else form
    return Context(take=take, published=published, source=source, form=form, mapping=mapping, limits=limits)


def _reader(form: str) -> Callable[[Piece, Context], Iterator[Item]]:
    module, _, function = _READERS[form].partition(":")
    found: Callable[[Piece, Context], Iterator[Item]] = getattr(import_module(f"marsad.intake.{module}"), function)
    return found


def _pieces(path: str | Path, limits: Limits) -> Iterator[Piece | Rejected]:
    if str(path) == "-":
        yield _standard_input(limits)
        return
    path = Path(path)
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
        if not found:
            yield Rejected(path.name, InputError(f"the folder {path} holds no file", remedy="Check the path."))
        yield from (Piece.of_file(file, file.stem) for file in found)
    elif path.is_file():
        yield Piece.of_file(path, path.stem)
    else:
        yield Rejected(path.stem or str(path), InputError(f"there is no file {path}", remedy="Check the path."))


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in file.relative_to(folder).parts)


def _standard_input(limits: Limits) -> Piece | Rejected:
    """Standard input, kept aside so that it can be looked at twice."""
    import tempfile

    spool = tempfile.SpooledTemporaryFile(max_size=16_000_000)  # noqa: SIM115 it must outlive this call
    given = 0
    try:
        while block := sys.stdin.buffer.read(1 << 20):
            given += len(block)
            if given > limits.unpacked:
                return Rejected("stdin", TooLarge(f"standard input is longer than {limits.unpacked:,} bytes"))
            spool.write(block)
    except OSError as error:
        remedy = "Free some space for temporary files, or add a file instead."
        return Rejected("stdin", InputError(f"standard input can't be kept aside: {error.strerror}", remedy=remedy))

    def again() -> BinaryIO:
        spool.seek(0)
        return _Kept(spool)  # type: ignore[return-value]

    return Piece("stdin", "stdin", again)


class _Kept:
    """A stream whose closing leaves what is behind it open."""

    def __init__(self, behind: SpooledTemporaryFile[bytes]) -> None:
        self._behind = behind

    def __getattr__(self, name: str) -> object:
        return getattr(self._behind, name)

    def __enter__(self) -> _Kept:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._behind)

    def close(self) -> None:
        """Nothing: it may be read again."""


def _distinct(piece: Piece, names: dict[str, Piece]) -> Piece:
    """The piece, renamed where another with its id and other content came before."""
    first = names.setdefault(piece.id, piece)
    if first is piece:
        return piece
    try:
        digest = _digest(piece)
        same = digest == _digest(first)
    except OSError:
        return piece  # `take` will name it
    return piece if same else replace(piece, id=f"{piece.id}-{digest[:8]}")


def _digest(piece: Piece) -> str:
    with piece.open() as stream:
        digest = sha256()
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _gunzipped(piece: Piece, limits: Limits) -> Piece:
    name = piece.name.removesuffix(".gz") if piece.suffix == ".gz" else piece.name
    return replace(
        piece, name=name, id=Path(piece.id).stem if piece.id.endswith(Path(name).suffix) else piece.id,
        open=lambda: unpacked(piece.open(), piece.name, limits), depth=piece.depth + 1,
    )  # fmt: skip
