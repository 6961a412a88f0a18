"""Mail: the words of a message, its subject, sender and date. Attachments are named, not read as part of it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from selon.errors import InputError
from selon.gather.decode import decode
from selon.gather.metadata import Field
from selon.model.document import Notice


@dataclass(frozen=True, slots=True)
class Message:
    """A message taken apart. `text` or `html` holds the body (the other is None); `attachments` (name, type, bytes)."""

    text: str | None
    html: str | None
    fields: tuple[Field, ...]
    notices: tuple[Notice, ...]
    attachments: tuple[tuple[str, str, bytes], ...]


def parse(data: bytes) -> Message:
    """The message in RFC 5322 bytes; raises InputError ("empty") where it has neither text nor HTML."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    plain, html = _body(message, "plain"), _body(message, "html")
    if not (plain or html):
        raise InputError(
            "the mail has no text", code="empty", next="its attachments may be given by themselves"
        )
    attachments = tuple(_attachments(message))
    notices = ()
    if attachments:
        names = ", ".join(name for name, _, _ in attachments)
        notices = (Notice("attachments", f"attached and not part of this text: {names}"),)
    return Message(plain, None if plain else html, tuple(_fields(message)), notices, attachments)


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    payload = part.get_payload(decode=True) if part is not None else None
    if not payload or not payload.strip():
        return None
    # not get_content(): it raises on charsets that only exist in mail programs
    return decode(payload, part.get_content_charset())[0]


def _fields(message: EmailMessage) -> Iterator[Field]:
    values = {"title": _header(message, "subject"), "published": _day(_header(message, "date"))}
    name, address = parseaddr(_header(message, "from") or "")
    values["author"] = name or address or None
    values["language"] = _header(message, "content-language")
    values["url"] = _header(message, "archived-at")
    for field, value in values.items():
        if value:
            yield Field(field, value.strip("<> "), "mail header")


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        return str(message[name]) if message[name] else None
    except (ValueError, IndexError, AttributeError):  # the parser raises on some malformed headers
        return None


def _day(value: str | None) -> str | None:
    """The day on the sender's clock."""
    try:
        return parsedate_to_datetime(value).date().isoformat() if value else None
    except (ValueError, TypeError, OverflowError):
        return None


def _attachments(message: EmailMessage) -> Iterator[tuple[str, str, bytes]]:
    for at, part in enumerate(message.iter_attachments(), 1):
        payload = part.get_payload(decode=True)
        if payload is None and part.is_multipart():  # a forwarded message
            payload = part.get_payload(0).as_bytes()
        yield part.get_filename() or f"attachment-{at}", part.get_content_type(), payload or b""
