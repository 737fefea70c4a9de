"""What a form sends: fields by name, trimmed; one that is missing or empty is None."""

from __future__ import annotations

from typing import Annotated, Any

from litestar.enums import RequestEncodingType
from litestar.params import Body

Sent = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


def field(sent: dict[str, Any], name: str) -> str | None:
    """One field's text."""
    value = sent.get(name)
    value = value[-1] if isinstance(value, list) and value else value
    return (str(value).strip() or None) if value is not None else None


def many(sent: dict[str, Any], name: str) -> list[str]:
    """A field that can be given more than once."""
    value = sent.get(name)
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one]


def inside(address: str | None, fallback: str = "/") -> str:
    """An address on this desk to go back to; anything that leads elsewhere becomes the fallback."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")) or any(char < " " for char in address):
        return fallback
    return address
