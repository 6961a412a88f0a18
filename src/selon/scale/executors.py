"""Who runs units: processes of this machine (`local`) or actors of a Ray cluster (`ray`), behind one port."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from selon.errors import InputError, SelonError
from selon.scale import pool
from selon.scale.units import Setup, Unit, is_done, work

UNIT_SECONDS = 3600.0  # for a whole unit: what stops native code that no signal reaches
TRIES = 8  # of one unit: two deaths each of a few documents in it
AHEAD = 2  # units under way per actor


class Executor(Protocol):
    """Runs units that are not done; gives (unit, its manifest or why there is none), in no promised order."""

    def run(
        self, units: Iterable[Unit], setup: Setup
    ) -> Iterator[tuple[Unit, dict[str, Any] | SelonError]]: ...


def executor(name: str, workers: int, address: str | None = None) -> Executor:
    """`local` or `ray`; raises InputError on another name, or when Ray is not installed."""
    if name == "local":
        return Local(workers)
    if name == "ray":
        return OnRay(workers, address)
    raise InputError(f"no executor {name}", next="one of: local, ray")


def waiting(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units without a manifest."""
    return (unit for unit in units if not is_done(unit))


_READER: Any = None
_SETUP: Setup = Setup()


def load(setup: Setup) -> None:
    """Once in each process: the packs, models and lists."""
    global _READER, _SETUP
    from selon.pipeline import Reader

    _READER, _SETUP = Reader(setup.languages, setup.regimes, setup.lists), setup


def do(unit: Unit) -> dict[str, Any]:
    """A unit with what `load` loaded."""
    return work(unit, read_line, _SETUP.seconds)


def read_line(line: str, number: int) -> dict[str, Any]:
    """The reading of one line, or its error object."""
    from selon.lines import line_result

    return line_result(_READER, line, number, set())


class Local:
    """Processes of this machine."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(self, units: Iterable[Unit], setup: Setup) -> Iterator[tuple[Unit, dict[str, Any] | SelonError]]:
        """A unit whose process dies is taken up again until every document in it is read or named."""
        left = list(waiting(units))
        limits = pool.Limits(self.workers, UNIT_SECONDS)
        for turn in range(TRIES):
            again = []
            for unit, found in pool.in_order(do, left, limits, load, (setup,)):
                if isinstance(found, SelonError) and found.code == "worker-died" and turn + 1 < TRIES:
                    again.append(unit)
                else:
                    yield unit, found
            if not (left := again):
                return


class OnRay:
    """Actors of a Ray cluster, one model load each. `address` None: the cluster that RAY_ADDRESS names, or one here."""

    def __init__(self, workers: int, address: str | None = None) -> None:
        try:
            import ray
        except ImportError as error:
            raise InputError(
                "Ray is not installed", code="no-ray", next="pip install 'selon[ray]', or --executor local"
            ) from error
        self.ray, self.workers, self.address = ray, workers, address

    def run(self, units: Iterable[Unit], setup: Setup) -> Iterator[tuple[Unit, dict[str, Any] | SelonError]]:
        """A dead actor is replaced; its unit goes back to the others, TRIES times at most."""
        ray = self.ray
        if not ray.is_initialized():
            ray.init(address=self.address, log_to_driver=False, include_dashboard=False)
        make = ray.remote(max_restarts=-1, max_task_retries=0, num_cpus=1)(_Actor)
        actors = [make.remote(setup) for _ in range(self.workers)]
        todo, idle, tries = waiting(units), list(actors), {}
        retry: list[Unit] = []
        running: dict[Any, tuple[Any, Unit]] = {}
        while True:
            while idle and (unit := retry.pop() if retry else next(todo, None)) is not None:
                actor = idle.pop()
                running[actor.do.remote(unit)] = (actor, unit)
            if not running:
                break
            [ready], _ = ray.wait(list(running), num_returns=1)
            actor, unit = running.pop(ready)
            idle.append(actor)
            try:
                yield unit, ray.get(ready)
            except ray.exceptions.RayActorError:
                tries[unit.key] = tries.get(unit.key, 0) + 1
                if tries[unit.key] < TRIES:
                    retry.append(unit)
                else:
                    yield unit, pool.died()
        for actor in actors:
            ray.kill(actor)


class _Actor:
    """A process of the cluster with its packs, models and lists loaded."""

    def __init__(self, setup: Setup) -> None:
        load(setup)

    def do(self, unit: Unit) -> dict[str, Any]:
        return do(unit)
