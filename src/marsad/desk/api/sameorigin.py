"""Who may call: programs on this machine, and the desk's own pages; no page of another site.

A browser lets any site send a form here, and sends our cookies along. So what writes must be JSON, which no form can send and for
which a script of another site would have to ask leave first (CORS; it is never given), and must not say that it comes from
elsewhere. A site that points its own name at this machine is refused before by its Host header (desk/security.py).
"""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.exceptions import ClientException, PermissionDeniedException

_READS = ("GET", "HEAD", "OPTIONS")
JSON = "application/json"


class NotJson(ClientException):
    """A body that isn't declared as JSON."""

    status_code = 415


def only_from_here(request: Request[Any, Any, Any]) -> None:
    """Let a request pass that a page of another site can't have sent. Raises NotJson, PermissionDeniedException."""
    if request.method in _READS:
        return
    if (request.headers.get("content-type") or "").partition(";")[0].strip().lower() != JSON:
        raise NotJson(f"what writes is sent as {JSON}")
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise PermissionDeniedException("a page of another site may not write here")
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise PermissionDeniedException("a page of another site may not write here")
