"""Units of work: a byte range of a JSON-lines file, read by a pure function to a part file and a manifest.

The key of a unit hashes its bytes, the code and the packs and lists it is read with. A manifest that exists says that
the unit is done; nothing else is remembered, so a resumed run, a retry and the same unit run twice at once are one
case: whoever comes last writes the same bytes. Locations are fsspec addresses (a folder, s3://...).
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from selon.errors import InputError, SelonError
from selon.scale.pool import DEATHS, died, too_long
from selon.version import __version__

DOCUMENTS = 500  # in one unit: a minute's work, and the most that is lost when a machine dies


@dataclass(frozen=True, slots=True)
class Setup:
    """How units are read: names of packs, paths of list files (on every machine), seconds for one document."""

    languages: tuple[str, ...] | None = None
    regimes: tuple[str, ...] = ("1718",)
    lists: tuple[str, ...] = ()
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines of `location` from byte `start` to `end`; `line` is the number of the first; results go below `place`."""

    key: str
    location: str
    start: int
    end: int
    line: int
    place: str


class ReadsLine(Protocol):
    """A line of JSON and its number in the file -> the object that is written for it."""

    def __call__(self, line: str, number: int) -> dict[str, Any]: ...


def cut(location: str, place: str, setup: Setup, *, documents: int = DOCUMENTS) -> Iterator[Unit]:
    """The units of a JSON-lines file, in order; raises InputError when it cannot be opened."""
    import fsspec

    try:
        stream = fsspec.open(location, "rb").open()
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be opened: {error}", where=location, next="check the path") from error
    said = _said(setup)
    with stream:
        start, line = 0, 1
        while lines := [read for _ in range(documents) if (read := stream.readline())]:
            end = start + sum(map(len, lines))
            yield Unit(_key(lines, said, line), location, start, end, line, place)
            start, line = end, line + len(lines)


def _key(lines: Sequence[bytes], said: str, line: int) -> str:
    """The number of the first line belongs to it: errors name lines."""
    found = hashlib.sha256(f"{said} {line}\n".encode())
    for each in lines:
        found.update(each)
    return found.hexdigest()


def _said(setup: Setup) -> str:
    """Code, packs and lists of a reading as one text."""
    lists = [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in setup.lists]
    return json.dumps(
        [__version__, _code(), setup.languages, setup.regimes, lists, setup.seconds], sort_keys=True
    )


@lru_cache(maxsize=1)
def _code() -> str:
    """The hash of selon's own files, packs among them: a version number says too little while rules change."""
    import selon

    root = Path(selon.__file__).parent
    found = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".yaml", ".json", ".csv", ".txt")):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def part_of(unit: Unit) -> str:
    """Where the readings of a unit are, `[line number, object]` a line."""
    return posixpath.join(unit.place, "parts", f"{unit.key}.jsonl")


def manifest_of(unit: Unit) -> str:
    """Where it says that a unit is done."""
    return posixpath.join(unit.place, "manifests", f"{unit.key}.json")


def is_done(unit: Unit) -> bool:
    """Whether the manifest of a unit is there."""
    import fsspec

    files, path = fsspec.core.url_to_fs(manifest_of(unit))
    return bool(files.exists(path))


def work(unit: Unit, read: ReadsLine, seconds: float) -> dict[str, Any]:
    """Reads a unit and writes part and manifest; returns the manifest. A unit that is done is left alone.

    Before each document its number is written down: a document that was being read when the process died, twice, is
    not tried again but named ("worker-died").
    """
    import fsspec

    files, path = fsspec.core.url_to_fs(manifest_of(unit))
    if files.exists(path):
        return json.loads(files.cat_file(path))
    trial = _Trial(unit)
    out: list[bytes] = []
    failed: list[dict[str, Any]] = []
    for number, line in _lines(unit):
        found = trial.of(number, line) or _limited(read, line, number, seconds)
        if "error" in found:
            failed.append({"line": number, **found})
        out.append(json.dumps([number, found]).encode() + b"\n")
    data = b"".join(out)
    write(part_of(unit), data)
    manifest = {
        "unit": unit.key,
        "line": unit.line,
        "documents": len(out),
        "sha256": hashlib.sha256(data).hexdigest(),
        "failed": failed,
    }
    write(manifest_of(unit), json.dumps(manifest, ensure_ascii=False).encode())
    trial.over()
    return manifest


def _lines(unit: Unit) -> Iterator[tuple[int, str]]:
    import fsspec

    files, path = fsspec.core.url_to_fs(unit.location)
    data = files.cat_file(path, start=unit.start, end=unit.end)
    for offset, line in enumerate(data.split(b"\n")):
        text = line.decode("utf-8", "surrogateescape")
        if text.strip():
            yield unit.line + offset, text


class _Trial:
    """Which document is being read, and how often one took its process with it. Kept beside the manifests."""

    def __init__(self, unit: Unit) -> None:
        self.location = posixpath.join(unit.place, "trials", f"{unit.key}.json")
        self.deaths: dict[str, int] = {}
        known = read_json(self.location)
        if known is not None:
            self.deaths = known["deaths"]
            at = str(known["at"])
            self.deaths[at] = self.deaths.get(at, 0) + 1

    def of(self, number: int, line: str) -> dict[str, Any] | None:
        """Notes that `number` is tried; the error object when it has been the death of too many."""
        if self.deaths.get(str(number), 0) >= DEATHS:
            return refused(line, number, died())
        write(self.location, json.dumps({"deaths": self.deaths, "at": number}).encode())
        return None

    def over(self) -> None:
        import fsspec

        files, path = fsspec.core.url_to_fs(self.location)
        if files.exists(path):
            files.rm_file(path)


def refused(line: str, number: int, error: SelonError) -> dict[str, Any]:
    """The error object of a line that could not be read."""
    try:
        item = json.loads(line)
    except ValueError:
        item = None
    known = item.get("id") if isinstance(item, dict) else None
    return {"id": known, "error": {**error.to_dict(), "where": f"line {number}"}}


def _limited(read: ReadsLine, line: str, number: int, seconds: float) -> dict[str, Any]:
    try:
        with limit(seconds):
            return read(line, number)
    except _TooLong:
        return refused(line, number, too_long(seconds))


class _TooLong(BaseException):
    """Not an Exception: no handler on the way may take it for a failure of its own."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Ends what runs inside after `seconds`, between two steps of the interpreter; only in a main thread."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def write(location: str, data: bytes) -> None:
    """Writes a file as a whole: on a disk under another name first, so that no half file is ever taken for one."""
    import uuid

    import fsspec

    files, path = fsspec.core.url_to_fs(location)
    if "file" not in files.protocol:  # object stores show an object only when all of it is there
        files.pipe_file(path, data)
        return
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    half = Path(f"{path}.{uuid.uuid4().hex[:8]}.half")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise InputError(
            f"cannot write: {error.strerror}",
            code="unwritable",
            where=location,
            next="make room, then run it again",
        ) from error


def read_json(location: str) -> Any:
    """What is in a JSON file; None where there is none."""
    import fsspec

    files, path = fsspec.core.url_to_fs(location)
    return json.loads(files.cat_file(path)) if files.exists(path) else None
