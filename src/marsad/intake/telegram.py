"""Telegram's export in JSON: the messages of one chat, or of all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from marsad.errors import EmptyText, MarsadError
from marsad.intake.faults import BadRow, BrokenDocument
from marsad.intake.moments import iso_moment
from marsad.intake.pieces import Arrival, Context, Item, Piece
from marsad.intake.reports import Rejected


def is_telegram(value: object) -> bool:
    """Whether a JSON value is an export of a chat or of a whole account."""
    if not isinstance(value, dict):
        return False
    chats = value.get("chats")
    return isinstance(value.get("messages"), list) or (isinstance(chats, dict) and isinstance(chats.get("list"), list))


def read_telegram(piece: Piece, context: Context) -> Iterator[Item]:
    """Each message with words as a report by its channel; notes of the service ("joined the group") are no messages."""
    raw = piece.read(context.limits.document)
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenDocument(f"{piece.name} is no whole JSON: {error}") from error
    if not is_telegram(value):
        remedy = "Export the chat as machine-readable JSON (result.json)."
        raise BrokenDocument(f"{piece.name} is no Telegram export", remedy=remedy)
    yield from read_chats(raw, piece, context)


class _Chat(msgspec.Struct):
    messages: list[msgspec.Raw]
    id: int | str | None = None
    name: str | None = None
    type: str | None = None


class _Chats(msgspec.Struct):
    every: list[_Chat] = msgspec.field(name="list")


class _Export(msgspec.Struct):
    messages: list[msgspec.Raw] | None = None
    chats: _Chats | None = None


def read_chats(raw: bytes, piece: Piece, context: Context) -> Iterator[Item]:
    """The messages of an export's bytes."""
    try:
        export = msgspec.json.decode(raw, type=_Export)
        chats = export.chats.every if export.chats else [msgspec.json.decode(raw, type=_Chat)]
    except msgspec.DecodeError as error:
        raise BrokenDocument(f"{piece.name} is no whole Telegram export: {error}") from error
    for chat in chats:
        for number, original in enumerate(chat.messages, 1):
            message = msgspec.json.decode(original)
            if isinstance(message, dict) and message.get("type") not in (None, "message"):
                continue
            item = f"telegram:{chat.id or piece.id}/{message.get('id', number) if isinstance(message, dict) else number}"
            try:
                yield _message(chat, message, piece.part(bytes(original), item, item), context)
            except MarsadError as error:
                yield Rejected(item, error)


def _message(chat: _Chat, message: Any, piece: Piece, context: Context) -> Arrival:
    if not isinstance(message, dict):
        raise BadRow(f"{piece.name} is no message")
    text = _text(message.get("text"))
    if not text.strip():
        what = next((key for key in ("photo", "file", "poll", "location_information") if key in message), "nothing")
        raise EmptyText(f"{piece.name} has no text (only {what})")
    channel = str(chat.type or "").endswith("channel")
    source = chat.name if channel or not message.get("from") else str(message["from"])
    original = piece.read(context.limits.document)
    return context.arrival(piece, text, original, "application/json", source=source, published=_moment(message))


def _text(value: object) -> str:
    """The words of a text, which is a string or a list of strings and marked stretches."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        parts = (part for part in value if isinstance(part, str | dict))
        return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in parts)
    return ""


def _moment(message: dict[str, Any]) -> str | None:
    stamp = message.get("date_unixtime")
    if isinstance(stamp, str | int) and str(stamp).isdigit():
        try:
            return iso_moment(datetime.fromtimestamp(int(stamp), UTC))
        except (OverflowError, ValueError, OSError):
            return None
    try:
        return iso_moment(datetime.fromisoformat(str(message.get("date"))))
    except ValueError:
        return None
