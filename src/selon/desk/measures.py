"""Numbers of a record for those who run it: how much is kept, what waits, what failed."""

from __future__ import annotations

from sqlalchemy import func, select

from selon.keep import Record, schema

TABLES = ("originals", "documents", "readings", "claims")


def measures(record: Record) -> dict[str, int]:
    """Rows of the main tables, and failures not settled; one query each. Raises RecordError when it does not answer."""
    failures = schema.failures
    with record.database.read() as connection:
        found = {
            name: connection.scalar(select(func.count()).select_from(schema.tables.tables[name]))
            for name in TABLES
        }
        found["failures"] = connection.scalar(
            select(func.count()).select_from(failures).where(failures.c.settled.is_(None))
        )
    return {name: count or 0 for name, count in found.items()}
