"""Reports become lines of JSON: one process or several, results in order, one bad report never in the way of the others."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

import msgspec

from marsad.errors import MarsadError
from marsad.intake import Rejected
from marsad.model import FailedReading, Reading, Report
from marsad.reading import Reader, failure

Item = Report | Rejected

_CHUNK = 24
_encoder = msgspec.json.Encoder()
_decoder_reading = msgspec.json.Decoder(Reading)
_decoder_failed = msgspec.json.Decoder(FailedReading)
_in_worker: Reader | None = None


def read_all(items: Iterable[Item], *, workers: int = 1, reader: Reader | None = None) -> Iterator[bytes]:
    """One line of JSON (without its newline) for each item, in their order: the reading, or the error.

    `workers` processes share the work; 0 means one for each core.
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        own = reader or Reader()
        for batch in _chunks(items):
            yield from _read_chunk(own, batch)
    else:
        yield from _spread(items, workers)


def decode_line(line: bytes) -> Reading | FailedReading:
    """A line of `read_all` as structs again."""
    return _decoder_failed.decode(line) if line.startswith(b'{"report":') else _decoder_reading.decode(line)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The first item alone, so that its claims are there at once; then many at a time."""
    waiting = iter(items)
    for first in waiting:
        yield [first]
        break
    while chunk := list(islice(waiting, _CHUNK)):
        yield chunk


def _read_chunk(reader: Reader, chunk: list[Item]) -> list[bytes]:
    readings = reader.read_many(item for item in chunk if isinstance(item, Report))
    return [_encoder.encode(failure(item.id, item.error) if isinstance(item, Rejected) else next(readings)) for item in chunk]


def _start_worker() -> None:
    global _in_worker
    _in_worker = Reader()


def _work(chunk: list[Item]) -> list[bytes]:
    if _in_worker is None:
        raise MarsadError("a worker has no reader")
    return _read_chunk(_in_worker, chunk)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_start_worker)


def _spread(items: Iterable[Item], workers: int) -> Iterator[bytes]:
    """Chunks over processes, results in order, never more than a few chunks ahead of who takes the results."""
    pool = _pool(workers)
    ahead: deque[tuple[list[Item], Future[list[bytes]]]] = deque()
    try:
        for chunk in _chunks(items):
            try:
                ahead.append((chunk, pool.submit(_work, chunk)))
            except BrokenProcessPool:
                pool = _pool(workers)
                ahead.append((chunk, pool.submit(_work, chunk)))
            if len(ahead) > 2 * workers:
                yield from _result(*ahead.popleft())
        while ahead:
            yield from _result(*ahead.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _result(chunk: list[Item], future: Future[list[bytes]]) -> list[bytes]:
    """The chunk's lines; where a process died over it, each report is tried alone, so that only the deadly one is lost."""
    try:
        return future.result()
    except BrokenProcessPool:
        return [line for item in chunk for line in _alone(item)]


def _alone(item: Item) -> list[bytes]:
    with _pool(1) as pool:
        try:
            return pool.submit(_work, [item]).result()
        except BrokenProcessPool:
            error = MarsadError("the process that read it died", stage="reading", remedy="Split the report, or free some memory.")
            return [_encoder.encode(failure(item.id, error))]
