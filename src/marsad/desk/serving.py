"""Showing the desk: one process, this machine only."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable

import uvicorn

from marsad.desk.app import make_app
from marsad.errors import MarsadError
from marsad.observatory import Observatory

ADDRESSES = ("127.0.0.1", "::1", "localhost")


class NotLoopback(MarsadError):
    """An address that other machines can reach, without a login."""

    stage = "desk"
    remedy = "Leave --host out: the desk has no login yet, so it serves this machine only. From elsewhere, use an SSH tunnel."


class PortTaken(MarsadError):
    """Another program listens there."""

    stage = "desk"
    remedy = "Choose another with --port, or --port 0 for any that is free."


def listen(host: str = "127.0.0.1", port: int = 8160) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises NotLoopback, PortTaken."""
    if host not in ADDRESSES:
        raise NotLoopback(f"{host} can be reached from other machines")
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise PortTaken(f"port {port} of {host} can't be had: {error.strerror or error}") from error
    made.listen(128)
    return made


def address_of(listening: socket.socket) -> str:
    """The address to open."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(
    observatory: Observatory, *, host: str = "127.0.0.1", port: int = 8160, who: str | None = None,
    ready: Callable[[str], None] = lambda address: None,
) -> None:  # fmt: skip
    """Show the desk until it is stopped; `ready` is told the address. Raises NotLoopback, PortTaken."""
    listening = listen(host, port)
    ready(address_of(listening))
    server(observatory, who=who).run(sockets=[listening])


def server(observatory: Observatory, *, who: str | None = None) -> uvicorn.Server:
    """The server that shows the observatory; it says nothing of requests, and nothing of itself in answers."""
    config = uvicorn.Config(
        make_app(observatory, who=who, ready=_settle),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config)


def _settle() -> None:
    """What was read at the start stays as long as the server: looking through it for garbage would hold a page up now and then.

    At a hundred thousand claims, one look takes a third of a second.
    """
    gc.collect()
    gc.freeze()
