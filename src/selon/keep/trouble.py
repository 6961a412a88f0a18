"""What the disk and the database complain of, said so that a person can act."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from selon.errors import RecordError

# errno -> (code, what, next)
OF_DISK = {
    errno.ENOSPC: ("record_full", "the disk is full", "free some space and run the same command again"),
    errno.EDQUOT: (
        "record_full",
        "the disk quota is used up",
        "free some space and run the same command again",
    ),
    errno.EFBIG: (
        "record_full",
        "a file would grow over the size limit",
        "raise the limit and run the command again",
    ),
    errno.EROFS: ("record_readonly", "the disk is read-only", "choose another place with --record"),
    errno.EACCES: (
        "record_readonly",
        "the record may not be written",
        "check who owns it, or choose another --record",
    ),
    errno.EPERM: (
        "record_readonly",
        "the record may not be written",
        "check who owns it, or choose another --record",
    ),
}
LOCKED = (
    "record_locked",
    "the record is locked by another process",
    "wait for it to end, then run the command again",
)
DAMAGED = (
    "record_damaged",
    "the database is damaged",
    "run `selon verify`, then restore selon.db from a copy",
)
# words of the driver's message -> the same
OF_DATABASE = (
    (("database or disk is full",), OF_DISK[errno.ENOSPC]),
    (("database is locked", "lock timeout", "lock_not_available", "database table is locked"), LOCKED),
    (("readonly database", "read-only transaction"), OF_DISK[errno.EACCES]),
    (("unable to open database file",), OF_DISK[errno.EACCES]),
    (("malformed", "not a database"), DAMAGED),
    (
        ("disk i/o error",),
        ("record_io", "the disk refused a read or a write", "check the disk and its free space"),
    ),
    (
        (
            "connection refused",
            "could not connect",
            "connection failed",
            "server closed",
            "no such file or directory",
        ),
        (
            "record_unreachable",
            "the database server does not answer",
            "check the address and that the server runs",
        ),
    ),
    (("permission denied", "authentication failed"), OF_DISK[errno.EACCES]),
)


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turns what OSError and the database drivers raise inside the block into a RecordError that says `where`."""
    try:
        yield
    except OSError as problem:
        code, what, then = OF_DISK.get(
            problem.errno or 0,
            ("record_io", f"the record cannot be used: {problem.strerror}", "check the disk"),
        )
        raise RecordError(what, where=str(problem.filename or where), next=then, code=code) from problem
    except (DBAPIError, sqlite3.Error) as problem:
        raise of_driver(problem, where) from problem


def of_driver(problem: Exception, where: str) -> RecordError:
    """The RecordError for an exception of a database driver."""
    original = getattr(problem, "orig", None) or problem
    words = f"{type(original).__name__} {original}".lower()
    for signs, (code, what, then) in OF_DATABASE:
        if any(sign in words for sign in signs):
            return RecordError(what, where=where, next=then, code=code)
    return RecordError(
        f"the database refused: {original}", where=where, next="run `selon verify`", code="record_database"
    )
