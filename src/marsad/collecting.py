"""Python's search for garbage, paused where much is made at once and all of it is still needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """No search for garbage meanwhile: what is made is all alive until the end, and searching it costs a tenth of the time.

    It may be nested, and threads may overlap: who found it paused leaves it to the other to go on.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
