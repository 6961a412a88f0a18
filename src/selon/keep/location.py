"""Where a record is: a folder, or a PostgreSQL database with a folder for the originals."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from selon.errors import RecordError
from selon.keep.database import Database, open_postgresql, open_sqlite
from selon.keep.trouble import told

DATABASE = "selon.db"
VAULT = "vault"


def opened(location: Path | str, create: bool, patience: float) -> tuple[Database, Path]:
    """The database and the vault's folder of the record at `location`; raises RecordError."""
    if "://" in str(location):
        return _server(str(location), patience)
    return _folder(Path(location), create, patience)


def _folder(folder: Path, create: bool, patience: float) -> tuple[Database, Path]:
    path = folder / DATABASE
    if not path.exists() and not create:
        raise nothing_here(str(folder))
    with told(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
    return open_sqlite(
        path, patience=patience, readonly=path.exists() and _unwritable(folder)
    ), folder / VAULT


def _unwritable(folder: Path) -> bool:
    return not os.access(folder, os.W_OK)


def _server(location: str, patience: float) -> tuple[Database, Path]:
    parts = urlsplit(location)
    options = parse_qs(parts.query)
    folder = options.pop("vault", [None])[0]
    if parts.scheme.partition("+")[0] not in ("postgresql", "postgres") or folder is None:
        raise RecordError(
            "not a record" if folder else "the record's address does not say where the originals are kept",
            where=_without_password(location),
            next="write postgresql://user@host/database?vault=/folder, with a folder that every process reaches",
            code="record_address",
        )
    bare = urlunsplit(parts._replace(scheme="postgresql", query=urlencode(options, doseq=True)))
    return open_postgresql(bare, patience=patience), Path(folder)


def _without_password(location: str) -> str:
    parts = urlsplit(location)
    return location.replace(f":{parts.password}@", ":***@") if parts.password else location


def nothing_here(where: str) -> RecordError:
    """The error of opening a record that is not there, when none is to be made."""
    return RecordError(
        "there is no record here",
        where=where,
        next="read something into it: selon read",
        code="record_missing",
    )
