"""Writers that are killed while they write. Runs as a process of its own, so that it can fork before any database
is open and the tests' own process is never at risk.

    python record_writers.py LOCATION DOCUMENTS WRITERS KILLS SEED    -> one line of JSON
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from record_samples import original, reading
from selon.keep import Record


def main(location: str, documents: int, writers: int, kills: int, seed: int) -> None:
    with Record.open(location, user="test") as record:
        record.work().add((f"{n}.txt", {"n": n}) for n in range(documents))
    rng = random.Random(seed)
    acknowledged = Path(tempfile.mkstemp(prefix="selon-acknowledged-")[1])
    alive: dict[int, float] = {}
    killed, starts, began = 0, 0, time.monotonic()
    while True:
        while len(alive) < writers and (killed < kills or not _finished(location)):
            alive[_start(location, acknowledged)] = time.monotonic() + rng.uniform(0, LIFE)
            starts += 1
        if not alive:
            break
        time.sleep(0.002)
        for pid, until in list(alive.items()):
            if killed < kills and time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
                killed += _ended(pid) == signal.SIGKILL
                del alive[pid]
            elif _ended(pid, os.WNOHANG) is not None:
                del alive[pid]
        if killed < kills and _finished(location):
            documents += EXTRA  # the kills outlast the documents: give them more
            with Record.open(location, user="test") as record:
                record.work().add((f"{n}.txt", {"n": n}) for n in range(documents))
    lines = acknowledged.read_text().split()
    acknowledged.unlink()
    said = {"documents": documents, "killed": killed, "starts": starts, "acknowledged": lines}
    print(json.dumps(said | {"seconds": round(time.monotonic() - began, 1)}))


LIFE = 0.5  # seconds; a document takes some 10 ms to write and 3 writers take turns
EXTRA = 20


def _start(location: str, acknowledged: Path) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            _write(location, acknowledged)
        except BaseException as problem:
            print(f"writer failed: {problem!r}", file=sys.stderr, flush=True)
            os._exit(9)
        os._exit(0)
    return pid


def _write(location: str, acknowledged: Path) -> None:
    out = os.open(acknowledged, os.O_WRONLY | os.O_APPEND)
    with Record.open(location, user=f"writer {os.getpid()}", create=False) as record:
        work = record.work(tries=10_000)
        while job := work.take():
            made = reading(job.value["n"])
            kept = record.keep_reading(original(made), made, job=job.n)
            os.write(out, f"{kept.document}\n".encode())


def _ended(pid: int, options: int = 0) -> int | None:
    """The signal that ended a writer (0: it ended by itself); None while it runs. A writer that failed ends all."""
    found, status = os.waitpid(pid, options)
    if found == 0:
        return None
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit(f"a writer failed with {os.WEXITSTATUS(status)}")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _finished(location: str) -> bool:
    with Record.open(location, user="test", create=False) as record:
        counts = record.work().counts()
    return counts["waiting"] + counts["taken"] == 0


if __name__ == "__main__":
    main(sys.argv[1], *(int(a) for a in sys.argv[2:6]))
