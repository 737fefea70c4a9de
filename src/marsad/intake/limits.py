"""How much is taken in at most, and streams that stop there."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

import msgspec

from marsad.errors import InputError, TooLarge
from marsad.intake.faults import Bomb, BrokenDocument, EncryptedDocument

if TYPE_CHECKING:
    from zipfile import ZipFile

_STEP = 64 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """`report`: bytes of one report's text; `document`: of a file that is read whole; `unpacked`: of all that a compressed file
    holds; `ratio`: of unpacked to packed bytes, looked at beyond `free` unpacked bytes; `entries`: of a feed or an archive;
    `depth`: archives within archives.
    """

    report: int = 8_000_000
    document: int = 256_000_000
    unpacked: int = 8_000_000_000
    ratio: int = 200
    free: int = 16_000_000
    entries: int = 100_000
    pages: int = 5_000
    depth: int = 3


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`allow_private` lets a fetch go to addresses of this machine and its networks; `largest` in bytes; `seconds` in all."""

    allow_private: bool = False
    largest: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 5
    agent: str = "marsad"


class Unpacked(io.RawIOBase):
    """The bytes of a gzip stream; raises `Bomb` at the limits and `BrokenDocument` where it is cut or damaged."""

    def __init__(self, stream: BinaryIO, name: str, limits: Limits) -> None:
        self._stream, self._name, self._limits = stream, name, limits
        self._machine = zlib.decompressobj(31)
        self._packed = self._given = 0
        self._rest = b""
        self._ended = True

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one step of unpacking does."""
        while True:
            raw, self._rest = self._rest, b""
            if not raw:
                raw = self._stream.read(_STEP)
                self._packed += len(raw)
            if self._ended:
                raw = raw.lstrip(b"\0")
                if not raw and self._stream_is_done():
                    return 0
                if not raw:
                    continue
            out = self._step(raw, len(buffer))
            if out:
                buffer[: len(out)] = out
                return len(out)
            if not raw:
                raise BrokenDocument(f"{self._name} is cut short: its compressed data ends after {self._packed:,} bytes")

    def _stream_is_done(self) -> bool:
        self._rest = self._stream.read(_STEP)
        self._packed += len(self._rest)
        return not self._rest

    def _step(self, raw: bytes, most: int) -> bytes:
        if self._ended:
            self._machine, self._ended = zlib.decompressobj(31), False
        try:
            out = self._machine.decompress(raw, most)
        except zlib.error as error:
            raise BrokenDocument(f"{self._name} is damaged: its compressed data breaks after {self._given:,} bytes") from error
        if self._machine.eof:
            self._rest, self._ended = self._machine.unused_data, True
        else:
            self._rest = self._machine.unconsumed_tail
        self._given += len(out)
        check_size(self._name, self._given, self._packed, self._limits)
        return out

    def close(self) -> None:
        """Close the packed stream too."""
        self._stream.close()
        super().close()


class _Patient(io.BufferedIOBase):
    """A buffer that first hands out all that came before a fault, and raises the fault only then."""

    def __init__(self, raw: Unpacked) -> None:
        self._raw, self._kept = raw, bytearray()
        self._fault: InputError | None = None
        self._ended = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def _more(self) -> bool:
        if not self._ended:
            try:
                block = self._raw.read(_STEP)
            except InputError as error:
                self._fault, block = error, b""
            self._ended = not block
            self._kept += block or b""
        return not self._ended

    def _given(self, size: int) -> bytes:
        if not self._kept and self._fault:
            raise self._fault
        out = bytes(self._kept[:size])
        del self._kept[:size]
        return out

    def read(self, size: int | None = -1) -> bytes:
        """Up to `size` bytes, or all."""
        wanted = size if size is not None and size >= 0 else None
        while (wanted is None or len(self._kept) < wanted) and self._more():
            pass
        return self._given(len(self._kept) if wanted is None else wanted)

    read1 = read

    def readline(self, size: int | None = -1) -> bytes:
        """One line, or its first `size` bytes."""
        wanted = size if size is not None and size >= 0 else None
        seen = 0
        while (at := self._kept.find(b"\n", seen)) < 0 and (wanted is None or len(self._kept) < wanted):
            seen = len(self._kept)
            if not self._more():
                break
        end = at + 1 if at >= 0 else len(self._kept)
        return self._given(end if wanted is None else min(end, wanted))

    def close(self) -> None:
        """Close what is behind it too."""
        self._raw.close()
        super().close()


def unpacked(stream: BinaryIO, name: str, limits: Limits) -> BinaryIO:
    """The bytes of a gzip stream; what stands before a fault or a limit is given, then the error raised."""
    return cast(BinaryIO, _Patient(Unpacked(stream, name, limits)))


def check_size(name: str, given: int, packed: int, limits: Limits) -> None:
    """Raise `Bomb` where more came out than is allowed, in all or for what went in."""
    if given > limits.unpacked:
        raise Bomb(f"{name} unpacks to more than {limits.unpacked:,} bytes")
    if given > limits.free and given > packed * limits.ratio:
        raise Bomb(f"{name} unpacks to more than {limits.ratio} times its size")


def read_most(stream: BinaryIO, name: str, most: int) -> bytes:
    """All of a stream; `TooLarge` beyond `most` bytes."""
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise TooLarge(f"{name} is larger than {most:,} bytes")
    stream.read(1)  # an end that is a fault is raised here, not taken for the end
    return raw


def open_zip(stream: BinaryIO, name: str, limits: Limits) -> ZipFile:
    """The zip file, its list of members checked against the limits before any is unpacked."""
    import zipfile

    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BrokenDocument(f"{name} is damaged: {str(error).lower()}") from error
    members = archive.infolist()
    if len(members) > limits.entries:
        raise Bomb(f"{name} holds more than {limits.entries:,} files")
    given = sum(member.file_size for member in members)
    check_size(name, given, sum(member.compress_size for member in members), limits)
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedDocument(f"{name} is encrypted")
    return archive


def read_member(archive: ZipFile, member: str, name: str, limits: Limits) -> bytes:
    """One member's bytes, never more than its own limit whatever the list of members promised."""
    from zipfile import BadZipFile

    try:
        info = archive.getinfo(member)
        with archive.open(info) as stream:
            raw = stream.read(limits.document + 1)
    except KeyError as error:
        raise BrokenDocument(f"{name} lacks its part {member}") from error
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise BrokenDocument(f"{name} is damaged in its part {member}: {error}") from error
    if len(raw) > limits.document:
        raise Bomb(f"{name} unpacks to more than {limits.document:,} bytes in its part {member}")
    check_size(name, len(raw), max(1, info.compress_size), limits)
    return raw
