"""A real PostgreSQL server for the tests: made in a temporary folder, reached over a Unix socket, then removed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = (Path("/usr/lib/postgresql"), Path("/usr/pgsql"), Path("/opt/homebrew/opt"))
SETTINGS = {"listen_addresses": "", "max_connections": "40", "shared_buffers": "256MB", "jit": "off"}


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`: Debian keeps it off the path."""
    found = [p.parent for place in PLACES for p in place.glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    return max(found, default=Path(on_path).parent if on_path else None)


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """Runs a server; gives the base of its URLs, to which a database's name is added with `database`."""
    folder = Path(
        tempfile.mkdtemp(prefix="selon-pg-", dir="/tmp")
    )  # a socket's path has at most 107 characters
    user = _unprivileged()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        _run(
            user,
            "initdb",
            "-D",
            data,
            "-U",
            "selon",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = " ".join(f"-c {k}='{v}'" for k, v in {**SETTINGS, **settings}.items())
        _run(user, "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-k {folder} {options}", "start")
        try:
            yield str(folder)
        finally:
            _run(user, "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def database(socket: str, name: str, vault: Path) -> str:
    """Makes an empty database and gives the record's URL for it."""
    import psycopg

    with psycopg.connect(f"host={socket} user=selon dbname=postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql://selon@/{name}?host={socket}&vault={vault}"


def _unprivileged() -> str | None:
    """A user to run the server as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(user: str | None, program: str, *arguments: object) -> None:
    command = [str((programs() or Path()) / program), *map(str, arguments)]
    if user:
        command = ["runuser", "-u", user, "--", *command]
    done = subprocess.run(command, cwd="/tmp", capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
