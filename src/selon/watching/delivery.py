"""Where a digest goes: a mail, an Atom feed in a file, a webhook. One that fails is said, the others still go."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

import httpcore

from selon.errors import InputError, SelonError
from selon.version import __version__
from selon.watching.digest import Digest, item_lines, text, title, to_dict
from selon.watching.settings import Mail, Settings

ENTRIES = 200  # events kept in the Atom file
SECONDS = 30.0
_ATOM = "http://www.w3.org/2005/Atom"


def deliver(digest: Digest, settings: Settings) -> Iterator[SelonError]:
    """Sends a digest everywhere the settings say; gives what went wrong. An empty one goes nowhere."""
    if digest.empty:
        return
    ways: list[Callable[[], None]] = []
    if settings.atom:
        path = Path(settings.atom)
        ways.append(lambda: write_atom(digest, path))
    if settings.webhook:
        url = settings.webhook
        ways.append(lambda: post(digest, url))
    if settings.mail:
        mail = settings.mail
        ways.append(lambda: send(digest, mail))
    for way in ways:
        try:
            way()
        except SelonError as error:
            yield error


def send(digest: Digest, mail: Mail) -> None:
    """Mails a digest; raises InputError. The password is SELON_SMTP_PASSWORD's, and never sent unencrypted."""
    message = EmailMessage()
    message["Subject"] = f"{title(digest)} ({len(digest.items)})"
    message["From"], message["To"] = mail.sender, ", ".join(mail.to)
    message["Date"], message["Message-ID"] = (
        formatdate(),
        make_msgid(domain=mail.sender.rpartition("@")[2] or None),
    )
    message.set_content(text(digest))
    try:
        secure = ssl.create_default_context()
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.server, mail.port, timeout=SECONDS, context=secure)
        else:
            server = smtplib.SMTP(mail.server, mail.port, timeout=SECONDS)
        with server:
            if mail.security == "starttls":
                server.starttls(context=secure)
            if mail.user and mail.security != "none":
                server.login(mail.user, os.environ.get("SELON_SMTP_PASSWORD", ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise InputError(
            f"the mail was not taken: {error}",
            code="mail",
            where=f"{mail.server}:{mail.port}",
            next="check [digest.mail] and SELON_SMTP_PASSWORD",
        ) from error


def post(digest: Digest, url: str) -> None:
    """Sends a digest as JSON to a webhook, with SELON_WEBHOOK_TOKEN as bearer where it is set; raises InputError."""
    headers = {"Content-Type": "application/json", "User-Agent": f"selon/{__version__}"}
    if token := os.environ.get("SELON_WEBHOOK_TOKEN"):
        headers["Authorization"] = f"Bearer {token}"
    body = json.dumps(to_dict(digest), ensure_ascii=False).encode()
    wait = {"connect": SECONDS, "read": SECONDS, "write": SECONDS, "pool": SECONDS}
    try:
        answer = httpcore.request("POST", url, headers=headers, content=body, extensions={"timeout": wait})
        problem = None if answer.status < 300 else f"answers {answer.status}"
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
        problem = f"cannot be reached: {error}"
    if problem:
        raise InputError(f"the webhook {problem}", code="webhook", where=url, next="check [digest] webhook")


def write_atom(digest: Digest, path: Path) -> None:
    """Adds the events of a digest to an Atom file, newest first; an event told again takes its earlier place's stead."""
    from lxml import etree

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    feed: Any = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _add(feed, "title", title(digest))
    _add(feed, "id", "urn:selon:digest")
    _add(feed, "updated", now)
    _add(_add(feed, "author"), "name", "selon")
    fresh = set()
    for item in digest.items:
        entry = _add(feed, "entry")
        lines = item_lines(item, digest.language)
        fresh.add(f"urn:selon:event:{item.id}")
        _add(entry, "id", f"urn:selon:event:{item.id}")
        _add(entry, "title", lines[0])
        _add(entry, "updated", now)
        if item.told and item.told[0].url:
            _add(entry, "link").set("href", _clean(item.told[0].url))
        _add(entry, "content", "\n".join(lines[1:])).set("type", "text")
    feed.extend(
        [e for e in _earlier(path) if e.findtext(f"{{{_ATOM}}}id") not in fresh][: ENTRIES - len(fresh)]
    )
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))
        new.replace(path)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", code="atom", where=str(path), next="check [digest] atom"
        ) from error


def _earlier(path: Path) -> list[Any]:
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
        return etree.fromstring(path.read_bytes(), parser).findall(f"{{{_ATOM}}}entry")
    except (OSError, etree.XMLSyntaxError):
        return []


def _add(parent: Any, name: str, words: str | None = None) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if words is not None:
        child.text = _clean(words)
    return child


def _clean(words: str) -> str:
    """`words` without what XML cannot hold."""
    return "".join(
        c if c >= " " or c in "\t\n" else " "
        for c in words
        if not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
    )
