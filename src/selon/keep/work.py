"""The work table: what is to be done, by whom, how often it was tried.

An item is queued once. A worker takes it with a lease; a worker that died loses its lease and another takes the
item over. Ending an item happens in the transaction that keeps its result, so nothing is done twice and nothing
acknowledged is done again.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from selon.errors import SelonError
from selon.keep.canonical import canonical
from selon.keep.database import Database
from selon.keep.log import Pen, stamp_of
from selon.keep.schema import failures, jobs
from selon.keep.words import short

LEASE = 300  # seconds; a document is read in far less
SKEW = 60  # seconds by which the clocks of two machines may differ
TRIES = 3  # a worker that dies three times on one item does not get it a fourth time


def owner() -> str:
    """This process, as the work table names it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_dead(name: str) -> bool:
    """Whether `name` is a process of this machine that is gone; other machines' processes are given their lease."""
    host, _, number = name.rpartition(":")
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@dataclass(frozen=True, slots=True)
class Job:
    """One item in a worker's hands."""

    n: int
    item: str
    value: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be done: what, where, what to do next."""

    n: int
    item: str
    stage: str
    code: str
    message: str
    where: str | None
    next: str | None
    at: str


class Work:
    """One queue of the work table."""

    def __init__(self, database: Database, queue: str, pen: Pen, tries: int = TRIES):
        self.database = database
        self.queue = queue
        self.pen = pen
        self.tries = tries

    def add(self, items: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
        """Queues (item, value) pairs that are not there yet, done ones included; gives how many were new."""
        now = self._now()
        wanted = {short(item): value for item, value in items}
        with self.database.write() as connection:
            known = set(connection.scalars(select(jobs.c.item).where(jobs.c.queue == self.queue)))
            fresh = [
                {
                    "queue": self.queue,
                    "item": item,
                    "value": canonical(dict(value)).decode(),
                    "state": "waiting",
                    "attempts": 0,
                    "at": now,
                }
                for item, value in wanted.items()
                if item not in known
            ]
            if fresh:
                connection.execute(insert(jobs), fresh)
        return len(fresh)

    def take(self, *, lease: int = LEASE) -> Job | None:
        """The next item that waits or whose worker died, now leased to this process; None when there is none.

        `lease` is in seconds; a worker of this machine whose process is gone is known to be dead at once.
        """
        with self.database.write() as connection:
            now, until = (
                self._now(),
                self._now(lease),
            )  # under the lock: who took an item before us took it earlier
            lapsed = self._lapsed(connection, now)
            self._give_up(connection, lapsed, now)
            free = or_(jobs.c.state == "waiting", and_(lapsed, jobs.c.attempts < self.tries))
            query = select(jobs).where(jobs.c.queue == self.queue, free).order_by(jobs.c.n).limit(1)
            found = connection.execute(query).first()
            if found is None:
                return None
            change = {"state": "taken", "owner": owner(), "taken": now, "lease": until}
            change["attempts"] = found.attempts + 1
            connection.execute(update(jobs).where(jobs.c.n == found.n).values(change))
        return Job(found.n, found.item, json.loads(found.value), found.attempts + 1)

    def _lapsed(self, connection: Connection, now: str) -> Any:
        """Taken items whose worker is dead: its process is gone, its lease is over, or was given by a clock that
        stood later than it stands now."""
        taken = and_(jobs.c.queue == self.queue, jobs.c.state == "taken")
        owners = connection.scalars(select(jobs.c.owner).where(taken).distinct())
        dead = [name for name in owners if name and is_dead(name)]
        return and_(taken, or_(jobs.c.lease <= now, jobs.c.taken > self._now(SKEW), jobs.c.owner.in_(dead)))

    def _give_up(self, connection: Connection, lapsed: Any, now: str) -> None:
        """Fails the items whose workers died too often, so that one poisonous item does not stop the run."""
        for dead in connection.execute(select(jobs).where(lapsed, jobs.c.attempts >= self.tries)).all():
            problem = SelonError(
                f"the process ended {dead.attempts} times while it worked on this",
                where=dead.item,
                next="look at the item, then retry it",
                code="died",
            )
            self._fail(connection, dead.n, dead.item, self.queue, problem, now)

    def done(self, job: Job) -> None:
        """Ends an item that has no result to keep; with one, pass `job.n` to `Record.keep_reading`."""
        with self.database.write() as connection:
            self.end(connection, job.n, self._now())

    @staticmethod
    def end(connection: Connection, number: int, now: str) -> None:
        """Ends an item inside the transaction that keeps its result, and settles its failures."""
        connection.execute(
            update(jobs).where(jobs.c.n == number).values(state="done", lease=None, error=None, at=now)
        )
        item = select(jobs.c.item).where(jobs.c.n == number).scalar_subquery()
        connection.execute(
            update(failures).where(failures.c.item == item, failures.c.settled.is_(None)).values(settled=now)
        )

    def failed(self, job: Job, problem: SelonError, stage: str | None = None) -> None:
        """Keeps why an item could not be done; it is not tried again until somebody says `retry`."""
        with self.database.write() as connection:
            self._fail(connection, job.n, job.item, stage or self.queue, problem, self._now())

    def _fail(
        self, connection: Connection, number: int, item: str, stage: str, problem: SelonError, now: str
    ) -> None:
        error = canonical(problem.to_dict()).decode()
        change = {"state": "failed", "lease": None, "error": error, "at": now}
        connection.execute(update(jobs).where(jobs.c.n == number).values(change))
        _keep_failure(connection, item, stage, problem, now)

    def keep_failure(self, item: str, stage: str, problem: SelonError) -> None:
        """Keeps why an item that was never queued could not be done."""
        with self.database.write() as connection:
            _keep_failure(connection, short(item), stage, problem, self._now())

    def settle(self, item: str) -> None:
        """An item that was never queued has been done after all: its failures are over."""
        same = and_(failures.c.item == short(item), failures.c.settled.is_(None))
        with self.database.write() as connection:
            connection.execute(update(failures).where(same).values(settled=self._now()))

    def retry(self) -> int:
        """Queues the failed items again; gives how many."""
        with self.database.write() as connection:
            change = update(jobs).where(jobs.c.queue == self.queue, jobs.c.state == "failed")
            return connection.execute(change.values(state="waiting", attempts=0, owner=None)).rowcount

    def counts(self) -> dict[str, int]:
        """How many items wait, are taken, done and failed."""
        query = select(jobs.c.state, func.count()).where(jobs.c.queue == self.queue).group_by(jobs.c.state)
        with self.database.read() as connection:
            found = dict(connection.execute(query).all())
        return {state: found.get(state, 0) for state in ("waiting", "taken", "done", "failed")}

    def failures(self, *, limit: int = 100) -> tuple[Failure, ...]:
        """What could not be done and still is not, newest first (of every queue: an item fails where it fails)."""
        query = (
            select(failures).where(failures.c.settled.is_(None)).order_by(failures.c.n.desc()).limit(limit)
        )
        with self.database.read() as connection:
            return tuple(
                Failure(f.n, f.item, f.stage, f.code, f.message, f.place, f.next, f.at)
                for f in connection.execute(query)
            )

    def _now(self, later: int = 0) -> str:
        return stamp_of(self.pen.clock() + timedelta(seconds=later))


def _keep_failure(connection: Connection, item: str, stage: str, problem: SelonError, now: str) -> None:
    """Adds a failure; an earlier one of the same item at the same stage is over."""
    said = {
        "item": item,
        "stage": stage,
        "code": problem.code,
        "message": problem.message.replace("\0", "\ufffd"),
        "place": problem.where,
        "next": problem.next,
        "at": now,
    }
    same = and_(failures.c.item == item, failures.c.stage == stage, failures.c.settled.is_(None))
    connection.execute(update(failures).where(same).values(settled=now))
    connection.execute(insert(failures).values(said))
