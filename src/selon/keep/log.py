"""The log: who did what, when; each entry sealed with the one before it.

An entry's content is canonical JSON. Its hash is SHA-256 over the hash before it, a line feed, and the SHA-256 of
its content. So an entry can be shown or withheld without breaking the chain: whoever gets only the content's hash
checks the chain all the same, and the `nonce` keeps them from guessing what was withheld.

Time never runs backwards in the log: when the machine's clock stands before the last entry, the entry takes that
entry's time and says what the clock said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from selon.keep.canonical import canonical, sha256
from selon.keep.schema import log

GENESIS = "0" * 64
LAST = select(log.c.seq, log.c.at, log.c.hash).order_by(log.c.seq.desc()).limit(1)
ADD = insert(log)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `content` is the exact text that was hashed; the other fields repeat what it says."""

    seq: int
    at: str
    who: str
    action: str
    subject: str | None
    content: str
    prev: str
    hash: str

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.content)["body"]

    @property
    def clock(self) -> str | None:
        """What the machine's clock said, where it stood before the entry before; None otherwise."""
        return json.loads(self.content).get("clock")


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, by which clock (aware datetimes), with which source of nonces."""

    who: str
    clock: Any
    nonce: Any


def stamp_of(moment: datetime) -> str:
    """UTC, ISO 8601, microseconds, `Z`: texts that sort as the moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seal(prev: str, content: str) -> str:
    """The hash of an entry with this content after the entry with hash `prev`."""
    return sha256(f"{prev}\n{sha256(content.encode())}".encode())


def append(
    connection: Connection, pen: Pen, action: str, body: Mapping[str, Any], *, subject: str | None = None
) -> Entry:
    """Adds one entry; the connection must hold the write lock."""
    last = connection.execute(LAST).first()
    seq, before, prev = (last.seq, last.at, last.hash) if last else (0, "", GENESIS)
    now = stamp_of(pen.clock())
    said = {
        "action": action,
        "at": max(now, before),
        "body": dict(body),
        "nonce": pen.nonce(),
        "seq": seq + 1,
        "subject": subject,
        "who": pen.who,
    }
    if now < before:
        said["clock"] = now
    content = canonical(said).decode()
    entry = Entry(seq + 1, said["at"], pen.who, action, subject, content, prev, seal(prev, content))
    connection.execute(ADD, asdict(entry))
    return entry


def entries(
    connection: Connection, *, after: int = 0, action: str | None = None, subject: str | None = None
) -> Iterator[Entry]:
    """The entries with a number above `after`, oldest first."""
    query = select(log).where(log.c.seq > after).order_by(log.c.seq)
    if action:
        query = query.where(log.c.action == action)
    if subject:
        query = query.where(log.c.subject == subject)
    for row in connection.execution_options(yield_per=1000).execute(query):
        yield Entry(**row._mapping)


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry; (0, GENESIS) for an empty log."""
    row = connection.execute(LAST).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def length(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(select(func.count()).select_from(log)).scalar_one()
