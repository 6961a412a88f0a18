"""Items worked on in processes that may die: results in order, each item limited in time, two deaths and it is named.

Stands on pebble: a task that exceeds its time has its process killed and replaced, and a process that dies takes only
the task with it that it was at.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError
from dataclasses import dataclass
from typing import Any

from selon.errors import InputError, SelonError

SECONDS = 120.0  # for one document; a million characters, the longest that is read, takes about 60
AHEAD = 4  # items under way or waiting for their turn, per process: what bounds the memory of the parent
PER_PROCESS = 5_000  # documents after which a process is replaced, so that what libraries leak is given back
DEATHS = 2
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Limits:
    """`workers` processes, `seconds` for each item."""

    workers: int
    seconds: float = SECONDS


def in_order(
    work: Callable[[Any], Any],
    items: Iterable[Any],
    limits: Limits,
    start: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
) -> Iterator[tuple[Any, Any]]:
    """(item, `work(item)` or the SelonError that stopped it), in the order of `items`.

    `start(*given)` runs once in each process. `work` and what goes through it must be importable or picklable. An
    item that takes longer than `limits.seconds` gives an InputError "time-limit"; one whose process dies is tried
    once more and then gives "worker-died". Other exceptions of `work` are raised here: they are bugs.
    """
    from pebble import ProcessPool

    for name in _ONE_THREAD:  # processes already use every core; more threads only fight over them
        os.environ.setdefault(name, "1")
    pool = ProcessPool(
        max_workers=limits.workers,
        max_tasks=PER_PROCESS,
        initializer=start,
        initargs=given,
        context=multiprocessing.get_context("spawn"),  # a forked copy of loaded models and threads can hang
    )
    waiting: deque[tuple[Any, Any]] = deque()
    source = iter(items)
    try:
        while True:
            while len(waiting) < AHEAD * limits.workers and (item := next(source, pool)) is not pool:
                waiting.append((item, pool.schedule(work, args=(item,), timeout=limits.seconds)))
            if not waiting:
                break
            item, future = waiting.popleft()
            yield item, _result(pool, work, item, future, limits)
    finally:
        pool.stop()
        pool.join()


def _result(pool: Any, work: Callable[[Any], Any], item: Any, future: Any, limits: Limits) -> Any:
    from pebble import ProcessExpired

    for death in range(DEATHS):
        try:
            return future.result()
        except TimeoutError:
            return too_long(limits.seconds)
        except ProcessExpired:
            if death + 1 < DEATHS:
                future = pool.schedule(work, args=(item,), timeout=limits.seconds)
    return died()


def too_long(seconds: float) -> SelonError:
    """What is said of a document that took too long."""
    return InputError(
        f"reading it took longer than {seconds:g} seconds",
        code="time-limit",
        next="cut it into smaller texts, or raise --seconds",
    )


def died() -> SelonError:
    """What is said of a document that took its process with it twice."""
    return InputError(
        f"the process that read it died {DEATHS} times",
        code="worker-died",
        next="read it alone, without --workers, to see why; memory is the usual reason",
    )
