"""One database behind the record: SQLite in the record's folder, or PostgreSQL by URL.

Reads see a snapshot; writes take the record's one write lock first, so what a write has read stays true until it
commits. A commit is on the disk when it returns.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from selon.errors import RecordError
from selon.keep.trouble import LOCKED, told

PATIENCE = 60.0  # seconds a write waits for the others; a write takes milliseconds
WRITE_LOCK = 0x53454C4F4E  # "SELON", the advisory lock of a PostgreSQL record
HEAD = "0002"  # the schema this selon writes


class Database:
    """The connection of one process to one record. `where` is what errors name."""

    def __init__(self, engine: Engine, where: str, patience: float = PATIENCE):
        self.engine = engine
        self.where = where
        self.patience = patience

    @property
    def on_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the record throughout."""
        with told(self.where), self.engine.connect() as connection:
            if not self.on_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection that holds the write lock; commits at the end, takes everything back on any error."""
        with told(self.where), self.engine.connect() as connection:
            connection = connection.execution_options(selon_write=True)
            with connection.begin():
                if not self.on_sqlite:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{int(self.patience * 1000)}ms'"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"))
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def open_sqlite(path: Path, *, patience: float = PATIENCE, readonly: bool = False) -> Database:
    """The database file at `path`, made if missing; raises RecordError where it cannot be used."""
    where = str(path)
    address = f"file:{_quoted(path)}?mode=ro" if readonly else f"file:{_quoted(path)}"
    if readonly and not path.with_name(path.name + "-wal").exists():
        address += (
            "&immutable=1"  # a record on a read-only disk has nowhere to keep the reader's shared memory
        )

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "connect", _settle if not readonly else _settle_reader)
    event.listen(engine, "begin", _begin)
    database = Database(engine, where, patience)
    with told(where):
        if not readonly:
            _use_wal(database)
    return database


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _settle(connection: sqlite3.Connection, _record: object) -> None:
    # FULL: a commit that returned is on the disk, also after a power cut (WAL alone only survives a killed process)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _settle_reader(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA cache_size=-65536")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("selon_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _use_wal(database: Database) -> None:
    """Switches to write-ahead logging; the switch does not wait by itself when two processes try at once."""
    give_up = time.monotonic() + database.patience
    raw = database.engine.raw_connection()
    try:
        while True:
            try:
                if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                    raw.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as problem:
                if "locked" not in str(problem) or time.monotonic() > give_up:
                    raise
                time.sleep(0.02)
    finally:
        raw.close()


def open_postgresql(url: str, *, patience: float = PATIENCE) -> Database:
    """The PostgreSQL database at `url`; raises RecordError when the driver is not installed or nobody answers."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    where = address.render_as_string(hide_password=True)
    try:
        engine = create_engine(address, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise RecordError(
            "the PostgreSQL driver is not installed",
            where=where,
            next="pip install 'selon[postgres]'",
            code="record_driver",
        ) from None
    return Database(engine, where, patience)


def revision(database: Database) -> str | None:
    """The schema revision that the database has; None for an empty database."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(database: Database) -> None:
    """Makes or upgrades the tables, one process at a time; raises RecordError when a newer selon made them."""
    found = revision(database)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise RecordError(
            f"the record was written by a newer selon (schema {found}, this one knows {HEAD})",
            where=database.where,
            next="install the newer selon, or use another record",
            code="record_newer",
        )
    from selon.keep.migrations import upgrade  # alembic is slow to import, and rarely needed

    with told(database.where):
        upgrade(database)


def is_locked(problem: OperationalError) -> bool:
    """Whether a driver's error means that another process holds the record."""
    return any(sign in str(problem).lower() for sign in ("database is locked", "lock timeout"))


__all__ = [
    "LOCKED",
    "Database",
    "bring_up_to_date",
    "is_locked",
    "open_postgresql",
    "open_sqlite",
    "revision",
]
