"""Records to test with: the same tests run on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

import postgres_server
from selon.keep import Record

NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The socket folder of a running server; a machine without one skips, continuous integration does not."""
    if postgres_server.programs() is None:
        message = "no PostgreSQL server programs: apt-get install postgresql"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with postgres_server.server(fsync="off") as socket:
        yield socket


@pytest.fixture
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """A function that gives a fresh place for a record on "sqlite" or "postgresql"."""

    def make(kind: str) -> str:
        folder = tmp_path / f"record-{next(NUMBERS)}"
        if kind == "sqlite":
            return str(folder)
        socket = request.getfixturevalue("postgresql")
        return postgres_server.database(socket, f"{folder.name}-{os.getpid()}", folder / "vault")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, new_place: Callable[[str], str]) -> str:
    return new_place(request.param)


class Clock:
    """A clock that goes one second further each time it is asked, and can be set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def record(place: str, clock: Clock) -> Iterator[Record]:
    with Record.open(place, clock=clock, user="mk") as opened:
        yield opened
