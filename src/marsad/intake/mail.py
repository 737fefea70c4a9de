"""E-mail: the message as a report, and what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from marsad.errors import EmptyText, MarsadError
from marsad.intake.faults import BrokenDocument
from marsad.intake.markup import decode_page, plain_text
from marsad.intake.moments import mail_day
from marsad.intake.pages import with_headline
from marsad.intake.pieces import Context, Item, Piece
from marsad.intake.reports import Rejected

_SKIPPED = ("image/", "audio/", "video/", "application/pgp-signature", "application/pkcs7-signature")


def read_mail(piece: Piece, context: Context) -> Iterator[Item]:
    """The message (subject, sender, day, words), then each attachment as a piece of its own, named MESSAGE/ATTACHMENT."""
    raw = piece.read(context.limits.document)
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise BrokenDocument(f"{piece.name} is no e-mail message")
    try:
        yield _message(piece, raw, message, context)
    except EmptyText as error:
        if not any(message.iter_attachments()):
            yield Rejected(piece.id, error)
    except MarsadError as error:
        yield Rejected(piece.id, error)
    for number, part in enumerate(message.iter_attachments(), 1):
        if number > context.limits.entries:
            break
        if not part.get_content_type().startswith(_SKIPPED):
            yield from _attachment(piece, part, number, context)


def _message(piece: Piece, raw: bytes, message: EmailMessage, context: Context) -> Item:
    subject = " ".join(str(message.get("subject", "")).split()) or None
    name, address = parseaddr(str(message.get("from", "")))
    text = with_headline(subject, _body(piece, message))
    published = mail_day(str(message.get("date", "")))
    return context.arrival(piece, text, raw, "message/rfc822", title=subject, source=name or address or None, published=published)


def _body(piece: Piece, message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise EmptyText(f"{piece.name} is a message without words")
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise EmptyText(f"{piece.name} is a message without words")
    text = decode_page(content, piece.name, part.get_content_charset())
    text = plain_text(text) if part.get_content_type() == "text/html" else text.replace("\r\n", "\n")
    if not text.strip():
        raise EmptyText(f"{piece.name} is a message without words")
    return text


def _attachment(piece: Piece, part: EmailMessage, number: int, context: Context) -> Iterator[Item]:
    name = re.sub(r"[\\/\x00-\x1f]", "_", part.get_filename() or f"attachment-{number}")
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        content: object = inner[0].as_bytes() if isinstance(inner, list) and inner else b""  # type: ignore[union-attr]
        name = name if name.endswith(".eml") else f"{name}.eml"
    else:
        content = part.get_payload(decode=True)
    inside = piece.part(content if isinstance(content, bytes) else b"", name, f"{piece.id}/{name}")
    yield from context.take(inside, context.inside())
