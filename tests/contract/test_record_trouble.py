"""Disk full, read-only folder, database locked, clock going backwards, two processes: a clear error, nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from record_samples import original, reading
from selon.errors import RecordError
from selon.keep import Query, Record
from selon.keep.database import WRITE_LOCK

SCRIPT = """
import os, resource, sys
from record_samples import original, reading
from selon.errors import RecordError
from selon.keep import Record
{before}
done = 0
try:
    with Record.open({place!r}, user="mk", patience=2) as record:
        for n in range({first}, {first} + 400):
            record.keep_reading(original(reading(n)), reading(n))
            done += 1
except RecordError as error:
    print(done, error.code)
    sys.exit(3)
print(done, "none")
"""


def attempt(place: Path, before: str = "", first: int = 100) -> tuple[int, int, str]:
    """Runs a process that keeps 400 readings; gives its exit code, how many it acknowledged, the error's code."""
    script = SCRIPT.format(place=str(place), before=before, first=first)
    paths = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.stderr == "", done.stderr
    count, code = done.stdout.split()
    return done.returncode, int(count), code


def check(place: Path, acknowledged: int, first: int = 100) -> None:
    """Every acknowledged reading is there, the record is sound and takes more."""
    with Record.open(place, user="mk") as record:
        for n in range(first, first + acknowledged):
            assert record.original(reading(n).document.id) == original(reading(n))
        assert record.verify().sound
        assert record.keep_reading(original(reading(7)), reading(7)).status == "new"


def test_a_limit_on_file_size_is_a_full_disk(tmp_path):
    with Record.open(tmp_path, user="mk"):
        pass
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))"
    status, acknowledged, code = attempt(tmp_path, limit)
    assert status == 3 and code in ("record_full", "record_io")
    assert 0 < acknowledged < 400
    check(tmp_path, acknowledged)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = Path(tempfile.mkdtemp(prefix="selon-small-"))
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("mounting a small file system takes root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def test_a_full_disk_says_so_and_loses_nothing(small_disk, tmp_path):
    status, acknowledged, code = attempt(small_disk / "record")
    assert (status, code) == (3, "record_full")
    assert 0 < acknowledged < 400
    shutil.copytree(small_disk / "record", tmp_path / "record")  # with room to go on
    check(tmp_path / "record", acknowledged)


@pytest.fixture
def readonly() -> Iterator[Path]:
    """A record in a folder that a plain user may read and not write."""
    top = Path(tempfile.mkdtemp(prefix="selon-readonly-", dir="/tmp"))
    top.chmod(0o755)
    place = top / "record"
    with Record.open(place, user="mk") as record:
        record.keep_reading(original(reading(100)), reading(100))
    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield place
    for path in (place, *place.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(top)


PLAIN = "os.getuid() == 0 and (os.setgid(65534), os.setuid(65534))"  # root may write anywhere


def test_a_read_only_record_is_read_and_not_written(readonly):
    status, acknowledged, code = attempt(readonly, PLAIN)
    assert (status, acknowledged) == (3, 1)  # the one that is there: nothing to write
    assert code == "record_readonly"
    with Record.open(readonly, user="mk") as record:
        assert record.verify().sound


def test_a_folder_that_may_not_be_made_is_named(tmp_path):
    script = f"{PLAIN}\n"
    status, acknowledged, code = attempt(Path("/selon-may-not-be-made-here"), script)
    assert (status, acknowledged, code) == (3, 0, "record_readonly")


def test_a_record_locked_by_somebody_else_is_waited_for_and_then_named(tmp_path):
    with Record.open(tmp_path, user="mk", patience=0.3) as record:
        record.keep_reading(original(reading(1)), reading(1))
        other = sqlite3.connect(tmp_path / "selon.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError) as caught:
            record.keep_reading(original(reading(2)), reading(2))
        assert caught.value.code == "record_locked"
        assert record.search_claims(Query()).items  # readers are not held up
        other.execute("ROLLBACK")
        other.close()
        assert record.keep_reading(original(reading(2)), reading(2)).status == "new"
        assert record.verify().sound


def test_a_postgresql_record_locked_by_somebody_else_is_named(new_place, postgresql):
    import psycopg

    place = new_place("postgresql")
    with Record.open(place, user="mk", patience=0.3) as record:
        name = record.database.engine.url.database
        with psycopg.connect(f"host={postgresql} user=selon dbname={name}") as other:
            other.execute(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
            with pytest.raises(RecordError) as caught:
                record.keep_reading(original(reading(2)), reading(2))
            assert caught.value.code == "record_locked"
        assert record.keep_reading(original(reading(2)), reading(2)).status == "new"


def test_a_server_that_does_not_answer_is_named(tmp_path):
    with pytest.raises(RecordError) as caught:
        Record.open(f"postgresql://selon@/db?host={tmp_path}&vault={tmp_path}", user="mk")
    assert caught.value.code == "record_unreachable"


def test_a_clock_that_goes_back_never_turns_the_log_round(record, clock):
    record.keep_reading(original(reading(1)), reading(1))
    clock.now -= timedelta(days=400)
    kept = record.keep_reading(original(reading(2)), reading(2))
    times = [e.at for e in record.log()]
    assert times == sorted(times)
    entry = record.log()[-1]
    assert (entry.seq, entry.clock[:4]) == (kept.seq, "2025")
    found = record.verify()
    assert found.sound
    assert all("clock had gone back" in f.what and not f.grave for f in found.faults)
    assert found.faults


def test_two_processes_open_and_fill_one_new_record_at_once(place):
    paths = os.pathsep.join(p for p in sys.path if p)
    script = """
from record_samples import original, reading
from selon.keep import Record
with Record.open({place!r}, user="mk") as record:
    for n in range(12):
        record.keep_reading(original(reading(n)), reading(n))
"""
    command = [sys.executable, "-c", script.format(place=place)]
    both = [
        subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths})
        for _ in range(3)
    ]
    for process in both:
        assert process.communicate()[1] == b""
        assert process.returncode == 0
    with Record.open(place, user="mk", create=False) as record:
        assert len(record.documents()) == 12
        assert len(record.log(action="reading.kept")) == 12
        assert record.verify().sound


def test_what_a_killed_process_left_in_the_vault_is_no_damage(tmp_path):
    with Record.open(tmp_path, user="mk") as record:
        record.keep_reading(original(reading(1)), reading(1))
        record.vault.put(b"received, but never acknowledged")
        (tmp_path / "vault" / "tmp" / "1-ab").write_bytes(b"half a fi")
        found = record.verify()
        assert found.sound
        assert len(found.faults) == 1
        began = time.monotonic()
        assert record.keep_reading(original(reading(2)), reading(2)).status == "new"
        assert time.monotonic() - began < 10
