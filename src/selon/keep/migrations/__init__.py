"""The schema's history: one file a step under `versions/`, run through alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from selon.keep.database import Database


def upgrade(database: Database, to: str = "head") -> None:
    """Runs every step that the database lacks, in one transaction under the write lock."""
    with database.write() as connection:
        command.upgrade(configuration(connection), to)


def configuration(connection: Connection) -> Config:
    """An alembic configuration that works on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
