"""What surrounds every answer: headers that let nothing in from outside, and the check that the address is this machine's own.

A page of a foreign site that points its name at 127.0.0.1 (DNS rebinding) is refused by its Host header.
"""

from __future__ import annotations

from collections.abc import Collection

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send


def policy(origin: str | None = None) -> str:
    """What a page may load: its own; with an `origin` (a basemap's) also pictures and data from there."""
    more = f" {origin}" if origin else ""
    return "; ".join((
        "default-src 'none'", "script-src 'self'", "style-src 'self'", f"img-src 'self' data:{more}", "font-src 'self'",
        f"connect-src 'self'{more}", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ))  # fmt: skip


HEADERS = (
    (b"content-security-policy", policy().encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Secured:
    """The application behind its headers; `hosts` are the names that it answers to."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
        if _name(host) not in self._hosts:
            await _refuse(send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in HEADERS if pair[0] not in given)]
            await send(message)

        await self._app(scope, receive, guarded)


def _name(host: str) -> str:
    """A Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


async def _refuse(send: Send) -> None:
    body = b"This desk answers only to the address of its own machine: open it as http://127.0.0.1 with its port.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
